#!/bin/sh
# What slant does, in a minute: read an article, sum a corpus up, learn from labelled sentences, measure, label a compressed file, look inside.
# Run by `make demo`. Everything it uses is in this checkout, everything it writes is in build/demo.
set -eu

slant=build/slant
out=build/demo
corpus=../shared/corpora/plain_text/all_articles.txt.gz
mkdir -p "$out"

say() {
    printf '\n\033[1m%s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9;]*m//g'; fi
}
run() {
    say "\$ $*"
    "$@"
}

run $slant annotate --to text corpora/story.txt
say "\$ slant annotate --to html -o $out/story.html corpora/story.txt"
$slant annotate --to html -o $out/story.html corpora/story.txt
echo "open $out/story.html in a browser"
run $slant annotate --ledger $out/ledger.tsv --by outlet -o $out/read.jsonl \
    corpora/news/train.jsonl corpora/news/dev.jsonl
head -n 6 $out/ledger.tsv | cut -f 1-8

run $slant train -o $out/opinion.slant --task opinion --shape --group-field article \
    corpora/opinion/train.tsv
run $slant eval -m $out/opinion.slant --group-field article corpora/opinion/test.tsv

gzip -c corpora/opinion/test.tsv >$out/sentences.tsv.gz
say "\$ slant classify -m $out/opinion.slant -m models/subjectivity.slant --to tsv --keep sentences.tsv.gz"
$slant classify -m $out/opinion.slant -m models/subjectivity.slant --to tsv --keep \
    -o $out/labelled.tsv $out/sentences.tsv.gz
head -n 8 $out/labelled.tsv | cut -f 1,2,6,7,9,10 | cut -c 1-150

say "\$ $slant inspect --top 6 $out/opinion.slant"
$slant inspect --top 6 $out/opinion.slant >$out/inspect.txt
sed -n '/strongest/,$p' $out/inspect.txt

if [ -f "$corpus" ]; then
    say "\$ slant classify --to tsv --format lines $corpus"
    begin=$(date +%s.%N)
    $slant classify --to tsv --format lines -o $out/articles.tsv "$corpus"
    end=$(date +%s.%N)
    bytes=$(gzip -dc "$corpus" | wc -c)
    echo "$begin $end $bytes" | awk '{printf "%.1f MB of text in %.2f s: %.0f MB/s, unpacking and writing included\n",
        $3 / 1e6, $2 - $1, $3 / 1e6 / ($2 - $1)}'
else
    say "No $corpus here: the large file is left out. Any file of yours will do: slant classify FILE"
fi

#!/bin/sh
# Makes the models that ship again, byte for byte: sh models/make.sh [FOLDER]
#
# FOLDER holds the data sets, each in a folder of its own (newssd_eng/train.tsv ...); default ../shared/corpora.
# A model whose data are not there stays as it is.
set -eu

cd "$(dirname "$0")/.."
data=${1:-../shared/corpora}
slant=${SLANT:-build/slant}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -f "$data/newssd_eng/train.tsv" ] && [ -f "$data/content_voice/train.tsv" ]; then
    # Weights of the sets and options: by 5-fold cross-validation on NewsSD's train and val, and by how right models are on
    # the sentences of corpora/opinion/train.tsv, of which none was learnt from.
    python3 models/convert.py subjectivity "$data/content_voice/train.tsv" "$data/newssd_eng/train.tsv" \
        "$data/newssd_eng/val.tsv" >"$work/subjectivity.tsv"
    "$slant" train -o models/subjectivity.slant --task subjectivity --group-field group --weight-field weight \
        --shape --ratio --ratio-power 0.5 --min-df 3 --C 0.0625 --max-features 60000 \
        --licence 'CC BY 4.0 (as NewsSD-ENG, Antici et al. 2024); labels of 15,597 sentences by a large language model' \
        --note "SUBJ: the author of the sentence gives an opinion of his own; OBJ: anything else, also an opinion that is quoted or reported. Learnt from 830 English sentences of online news (NewsSD) and 15,597 of newspapers and websites (content_voice, where an opinion in the author's voice is SUBJ). Probabilities are for a corpus with as many SUBJ as OBJ. Not for deciding about persons, not for calling an outlet biased on the strength of single sentences, not for other languages or social media." \
        "$work/subjectivity.tsv"
else
    echo "models/make.sh: no $data/newssd_eng or content_voice: models/subjectivity.slant stays as it is" >&2
fi

# news.slant: a model for each question that `slant annotate` asks, one behind the other in one file. Each learns from
# examples that the road itself makes of annotated articles; what comes earlier on the road is answered by the models made
# before, as it will be when articles are read.
for set in polnear/train.jsonl content_voice/train.tsv genre/train.tsv newsmtsc/train.tsv; do
    if [ ! -f "$data/$set" ]; then
        echo "models/make.sh: no $data/$set: models/news.slant stays as it is" >&2
        exit 0
    fi
done
for set in polnear/train.jsonl content_voice/train.tsv genre/train.tsv newsmtsc/train.tsv; do
    python3 models/convert.py "${set%%/*}" "$data/$set" >"$work/${set%%/*}.jsonl"
done
own=corpora/news/train.jsonl
: >"$work/news.slant"

# examples TASK WEIGHT FILE...: the examples in all files, our own articles' with a weight of theirs, and of these what is
# `none`, as a mention is that nobody has marked, with half of it; what comes earlier on the road is answered by $before.
before=$work/news.slant
examples() {
    task=$1 weight=$2
    shift 2
    models="-m $before"
    [ -s "$before" ] || models='-m models/subjectivity.slant' # answers nothing that is asked
    # shellcheck disable=SC2086
    "$slant" annotate $models --examples "$task" "$@" >"$work/$task.tsv"
    # shellcheck disable=SC2086
    "$slant" annotate $models --examples "$task" "$own" | tail -n +2 |
        awk -F '\t' -v OFS='\t' -v w="$weight" '{ $3 *= $2 == "none" ? w / 2 : w; print }' >>"$work/$task.tsv"
}

# learn TASK OPTION...: adds the model to $before. What columns the examples have says their header.
learn() {
    task=$1
    shift
    # shellcheck disable=SC2046
    "$slant" train -o "$work/$task.slant" --task "$task" --group-field group --weight-field weight "$@" \
        $(head -n 1 "$work/$task.tsv" | tr '\t' '\n' | sed -n 's/^text_.*/--text-field &/p; s/^tags_.*/--tag-field &/p') \
        --licence "$licence" --note "$note" "$work/$task.tsv"
    cat "$work/$task.slant" >>"$before"
}

licence='free to use; learnt in part from PolNeAR (Newell et al. 2018), whose authors state no licence: weights and n-grams only'
note='Who said what in English news: cue, source and what is said, learnt from 840 political articles of 2016 (PolNeAR) and 100 invented ones (corpora/news). Not for deciding about persons; not for other languages.'
for task in cue source-begin source-end clause-begin clause-end; do
    examples $task 3 "$work/polnear.jsonl"
done
learn cue --cv 3 --shape --no-chars --min-df 4 --C 0.05 --max-features 24000
learn source-begin --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000
learn source-end --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 12000
learn clause-begin --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000
learn clause-end --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000

licence='free to use; labels of 15,597 sentences by a large language model that followed a guide'
note='Of what a sentence says, whoever says it: opinion or fact; and whose voice it is: the author or a source. Labels by a large language model (two passes agree at kappa 0.88 and 0.97). Not for deciding about persons; not for calling an outlet biased on the strength of single sentences; not for other languages or social media.'
content='--shape --ratio --words 1-3 --min-df 3 --C 0.12 --max-features 49000'
voice='--shape --ratio --min-df 4 --C 0.12 --max-features 49000'

# learn_both SUFFIX OPTION...: content and voice.
learn_both() {
    suffix=$1
    shift
    # shellcheck disable=SC2086
    learn "content$suffix" $content "$@"
    # shellcheck disable=SC2086
    learn "voice$suffix" $voice "$@"
}

# Each sentence is asked about twice: by itself, then with what its neighbours seem to be. What they seem to be in training
# must come from models that have not seen the article, as in reading: five, each for a fifth of the articles.
examples content-alone 1 "$work/content_voice.jsonl"
examples voice-alone 1 "$work/content_voice.jsonl"
of_part='!($1 in of) { of[$1] = n++ % 5 }'
for task in content voice; do
    cp "$work/$task-alone.tsv" "$work/$task-all.tsv"
done
for part in 0 1 2 3 4; do
    before=$work/part.slant
    cp "$work/news.slant" "$before"
    for task in content voice; do
        awk -F '\t' -v part=$part "NR == 1 { print; next } $of_part of[\$1] != part" "$work/$task-all.tsv" >"$work/$task-alone.tsv"
    done
    learn_both -alone
    for task in content voice; do
        examples $task 1 "$work/content_voice.jsonl"
        [ $part -gt 0 ] || head -n 1 "$work/$task.tsv" >"$work/$task-near.tsv"
        awk -F '\t' -v part=$part "NR == 1 { next } $of_part of[\$1] == part" "$work/$task.tsv" >>"$work/$task-near.tsv"
    done
done
before=$work/news.slant
for task in content voice; do
    mv "$work/$task-all.tsv" "$work/$task-alone.tsv"
    mv "$work/$task-near.tsv" "$work/$task.tsv"
done
learn_both -alone
learn_both ''

licence='free to use; labels of 530 articles by a large language model that followed a guide'
note='Of an English article: a report, or an opinion piece (editorial, column, letter, review). Not for deciding about persons or outlets.'
examples genre 1 "$work/genre.jsonl"
learn genre --shape --min-df 3 --C 0.25 --max-features 24000

licence='MIT, as NewsMTSC (Hamborg & Donnay 2021)'
note='Which stance a sentence takes toward the person or body that is mentioned: favor, against or none. Learnt from 8,739 sentences of US political news (NewsMTSC, where misfortune counts as negative) and from 100 invented articles (where it does not). Right about two times in three: for sums over many sentences, not for single ones; never for deciding about persons.'
examples stance 3 "$work/newsmtsc.jsonl"
learn stance --fold-numbers --min-df 3 --C 0.08 --class-weight none=0.8 --max-features 24000

mv "$work/news.slant" models/news.slant

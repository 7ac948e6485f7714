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
        --shape --edges --ratio --ratio-power 0.5 --min-df 3 --C 0.09 --max-features 60000 \
        --licence 'CC BY 4.0 (as NewsSD-ENG, Antici et al. 2024); labels of 15,597 sentences by a large language model' \
        --note "SUBJ: the author of the sentence gives an opinion of his own; OBJ: anything else, also an opinion that is quoted or reported. Learnt from 830 English sentences of online news (NewsSD) and 15,597 of newspapers and websites (content_voice, where an opinion in the author's voice is SUBJ). Probabilities are for a corpus with as many SUBJ as OBJ. Not for deciding about persons, not for calling an outlet biased on the strength of single sentences, not for other languages or social media." \
        "$work/subjectivity.tsv"
else
    echo "models/make.sh: no $data/newssd_eng or content_voice: models/subjectivity.slant stays as it is" >&2
fi

# news.slant: a model for each question that `slant annotate` asks, one behind the other in one file. Each learns from
# examples that the road itself makes of annotated articles; what comes earlier on the road is answered by the models made
# before, as it will be when articles are read. Then these models must not have seen the article, or they would be right more
# often than they will be: so all but the last, of stances, are made six times, once for each fifth of the articles, of the
# other four, and once of all.
for set in polnear/train.jsonl content_voice/train.tsv genre/train.tsv newsmtsc/train.tsv; do
    if [ ! -f "$data/$set" ]; then
        echo "models/make.sh: no $data/$set: models/news.slant stays as it is" >&2
        exit 0
    fi
done
for set in polnear/train.jsonl content_voice/train.tsv genre/train.tsv newsmtsc/train.tsv; do
    python3 models/convert.py "${set%%/*}" "$data/$set" >"$work/${set%%/*}.jsonl"
done
cp corpora/news/train.jsonl "$work/own.jsonl"
python3 models/convert.py stances corpora/stances/train.tsv "$work/polnear.jsonl" "$work/genre.jsonl" \
    "$work/content_voice.jsonl" >"$work/real.jsonl"
# Sentences of real articles with content and voice: content_voice's, and those with labels of ours.
cp "$work/content_voice.jsonl" "$work/sentences.jsonl"
python3 models/convert.py sentences corpora/sentences/train.tsv "$work/polnear.jsonl" "$work/genre.jsonl" \
    "$work/newsmtsc.jsonl" >>"$work/sentences.jsonl" # not by a pipe: a failure there would go unseen

# What all these texts, without their labels, say of words: which are used alike. Whether what a sentence says is an opinion
# hangs most on words that few of the labelled ones have.
"$slant" vectors -o "$work/words.vec" --dims 50 --max-words 8000 "$work/content_voice.jsonl" "$work/newsmtsc.jsonl" \
    "$work/polnear.jsonl" "$work/genre.jsonl" "$work/own.jsonl"
parts='0 1 2 3 4'

# cut_in_five SET [PREFIX]: its articles, windows of one article together, in SET.in0.jsonl ..., the others of each in
# SET.not0.jsonl ... An article that is in two sets, under the same name behind the PREFIX, is in the same fifth of both.
cut_in_five() {
    awk -F '"' -v prefix="${2:-}" -v stem="$work/$1" -v known="$work/fifths" '
        BEGIN { while ((getline line <known) > 0) { split(line, x, "\t"); of[x[1]] = x[2] } }
        {
            article = prefix ($6 == "group" ? $8 : $4)
            if (!(article in of)) {
                of[article] = n++ % 5
                print article "\t" of[article] >>known
            }
            for (part = 0; part < 5; part++)
                print >(stem (of[article] == part ? ".in" : ".not") part ".jsonl")
        }' "$work/$1.jsonl"
}
cut_in_five own
cut_in_five polnear pol:
cut_in_five sentences

# examples TASK WEIGHT OWN FILE...: the examples in all files, our own articles' with a weight of theirs, and of these what
# is `none`, as a mention is that nobody has marked, with half of it; what comes earlier on the road is answered by $models.
examples() {
    task=$1 weight=$2 own=$3
    shift 3
    before="-m $models"
    [ -s "$models" ] || before='-m models/subjectivity.slant' # answers nothing that is asked
    # shellcheck disable=SC2086
    "$slant" annotate $before --examples "$task" "$own" >"$work/examples"
    awk -F '\t' -v OFS='\t' -v w="$weight" 'NR > 1 { $3 *= $2 == "none" ? w / 2 : w } 1' \
        "$work/examples" >"$work/$task.tsv"
    [ $# -gt 0 ] || return 0
    # shellcheck disable=SC2086
    "$slant" annotate $before --examples "$task" "$@" >"$work/examples"
    tail -n +2 "$work/examples" >>"$work/$task.tsv"
}

# learn TASK OPTION...: adds the model to $models. What columns the examples have says their header.
learn() {
    task=$1
    shift
    # shellcheck disable=SC2046
    "$slant" train -o "$work/$task.slant" --task "$task" --group-field group --weight-field weight "$@" \
        $(head -n 1 "$work/$task.tsv" | tr '\t' '\n' | sed -n 's/^text_.*/--text-field &/p; s/^tags_.*/--tag-field &/p') \
        --licence "$licence" --note "$note" "$work/$task.tsv"
    cat "$work/$task.slant" >>"$models"
}

# join TASK PART...: the examples of these parts together.
join() {
    task=$1
    shift
    head -n 1 "$work/$task.in0" >"$work/$task.tsv"
    for from in "$@"; do
        tail -n +2 "$work/$task.in$from" >>"$work/$task.tsv"
    done
}

# of_attribution OWN
of_attribution() {
    licence='free to use; learnt in part from PolNeAR (Newell et al. 2018), whose authors state no licence: weights and n-grams only'
    note="Who said what in English news: cue, source and what is said, learnt from 840 political articles of 2016 (PolNeAR) and $(wc -l <"$1") invented ones (corpora/news). Not for deciding about persons; not for other languages."
}

# learn_attribution OWN POLNEAR: what candidates are found by. Of the weights of our own articles, here and where it is learnt
# which candidates are attributions, 2 and 0.5 give cues an F1 of 0.685 and 0.788 (exact, by overlap) on PolNeAR's dev part and
# 0.847 and 0.878 on ours; 2 and 1 0.681, 0.783, 0.847 and 0.880; 1 and 0.5 0.690, 0.789, 0.831 and 0.873.
learn_attribution() {
    of_attribution "$1"
    for task in cue source-begin source-end clause-begin clause-end; do
        examples $task 2 "$1" "$2"
    done
    learn cue --cv 3 --shape --no-chars --min-df 4 --C 0.03 --max-features 40000
    learn source-begin --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000
    learn source-end --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 12000
    learn clause-begin --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000
    learn clause-end --cv 3 --shape --no-chars --min-df 4 --C 0.2 --max-features 24000
}

# learn_verified OWN PART...: which candidates are attributions.
learn_verified() {
    of_attribution "$1"
    shift
    join attribution "$@"
    learn attribution --cv 3 --shape --no-chars --min-df 4 --C 0.1 --max-features 14000
}

# learn_sentences SUFFIX FEATURES: content and voice, the latter of so many features.
learn_sentences() {
    licence='free to use; labels of 43,866 sentences by a large language model that followed a guide'
    note='Of what a sentence says, whoever says it: opinion or fact; and whose voice it is: the author or a source. Labels by a large language model (two passes agree at kappa 0.88 and 0.95 to 0.97). Not for deciding about persons; not for calling an outlet biased on the strength of single sentences; not for other languages or social media.'
    learn "content$1" --shape --ratio --ratio-power 0.3 --words 1-3 --min-df 3 --C 0.05 --max-features 36000 \
        --vectors "$work/words.vec"
    learn "voice$1" --shape --ratio --ratio-power 0.5 --min-df 4 --C 0.09 --max-features "$2"
}

# learn_alone OWN SENTENCES: each sentence is asked about twice, first by itself.
learn_alone() {
    for task in content-alone voice-alone; do
        examples $task 1 "$1" "$2"
    done
    learn_sentences -alone 24000
}

# learn_near PART...: then with what its neighbours seem to be.
learn_near() {
    for task in content voice; do
        join $task "$@"
    done
    learn_sentences '' 49000
}

# learn_genre OWN
learn_genre() {
    licence='free to use; labels of 530 articles by a large language model that followed a guide'
    note='Of an English article: a report, or an opinion piece (editorial, column, letter, review). Not for deciding about persons or outlets.'
    examples genre 1 "$1" "$work/genre.jsonl"
    learn genre --shape --min-df 3 --C 0.25 --max-features 24000
}

# Whether a candidate is an attribution is learnt of what models find that know neither article; the other questions, of what
# attributions the same models find.
for part in $parts; do
    models=$work/part$part.slant
    : >"$models"
    learn_attribution "$work/own.not$part.jsonl" "$work/polnear.not$part.jsonl"
    examples attribution 0.5 "$work/own.in$part.jsonl" "$work/polnear.in$part.jsonl"
    mv "$work/attribution.tsv" "$work/attribution.in$part"
done
for part in $parts; do
    models=$work/part$part.slant
    # shellcheck disable=SC2086
    learn_verified "$work/own.not$part.jsonl" ${parts%"$part"*} ${parts#*"$part"}
    learn_alone "$work/own.not$part.jsonl" "$work/sentences.not$part.jsonl"
    for task in content voice; do
        examples $task 1 "$work/own.in$part.jsonl" "$work/sentences.in$part.jsonl"
        mv "$work/$task.tsv" "$work/$task.in$part"
    done
done
for part in $parts; do
    models=$work/part$part.slant
    # shellcheck disable=SC2086
    learn_near ${parts%"$part"*} ${parts#*"$part"}
    learn_genre "$work/own.not$part.jsonl"
    examples stance 3 "$work/own.in$part.jsonl"
    mv "$work/stance.tsv" "$work/stance.in$part"
done

models=$work/news.slant
: >"$models"
learn_attribution "$work/own.jsonl" "$work/polnear.jsonl"
# shellcheck disable=SC2086
learn_verified "$work/own.jsonl" $parts
learn_alone "$work/own.jsonl" "$work/sentences.jsonl"
# shellcheck disable=SC2086
learn_near $parts
learn_genre "$work/own.jsonl"
# Stances: most of the weight is that of real articles, whose mentions have labels of ours. Records of one sentence, as NewsMTSC's,
# have features of their own beside the common ones (toward.h); with a weight of 1 these learn too little.
licence='MIT, as NewsMTSC (Hamborg & Donnay 2021); labels at the mentions of other articles by a large language model that followed a guide, and of those articles weights and n-grams only'
note="Which stance a sentence takes toward the person or body that is mentioned: favor, against or none. Learnt from $(wc -l <"$work/real.jsonl") real news articles and excerpts (labels: corpora/stances), $(wc -l <"$work/own.jsonl") invented ones (corpora/news) and 8,739 sentences of US political news (NewsMTSC, where misfortune counts as negative). Probabilities are those of real articles. Of stances that are more likely than not two in three are right, and one in three is found: for sums over many sentences, not for single ones; never for deciding about persons."
# shellcheck disable=SC2086
join stance $parts
for set in newsmtsc real; do
    "$slant" annotate -m "$models" --examples stance "$work/$set.jsonl" >"$work/examples"
    awk -F '\t' -v OFS='\t' 'NR > 1 { $3 *= 4; print }' "$work/examples" >>"$work/stance.tsv"
done
learn stance --fold-numbers --min-df 3 --C 0.03 --max-features 84000

mv "$work/news.slant" models/news.slant

# Read by most cases: . "$IN/../say.sh"
#
#   corpora            our own small corpora, linked into the case's folder
#   model FILE [...]   trains a quick model on corpora/opinion: words only, no figures
#   say ARGUMENT...    runs slant, both outputs as one, then the exit status
#   labels             of results as jsonl, only ids and labels: probabilities may differ in the last place
#                      with another compiler or library
ln -s "$IN/../../../corpora" corpora

model() {
    file=$1
    shift
    "$SLANT" train -o "$file" --no-chars --words 1 --cv 0 "$@" corpora/opinion/train.tsv 2>/dev/null ||
        echo "model: slant train failed"
}

say() {
    echo "\$ slant $*"
    "$SLANT" "$@" 2>&1
    echo "-> $?"
}

labels() {
    sed 's/,"p":[0-9.nul]*//g'
}

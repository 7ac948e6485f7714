# Read by the cases of annotate: . "$IN/../annotated.sh"
#
#   learn TASK...   trains quick models on the annotated articles of corpora/news/dev.jsonl: TASK.slant
#   plain           of read articles as jsonl: without probabilities, which may differ in the last place
learn() {
    for task; do
        texts='--text-field text_sentence --tag-field tags_state --tag-field tags_near'
        [ "$task" = genre ] && texts='--text-field text_title --text-field text_body --tag-field tags_state'
        "$SLANT" annotate -m m --examples "$task" -o "$task.tsv" corpora/news/dev.jsonl 2>/dev/null &&
            "$SLANT" train -o "$task.slant" --task "$task" $texts --weight-field weight \
                --no-chars --words 1 --cv 0 "$task.tsv" 2>/dev/null || echo "learn: $task failed"
    done
}

plain() {
    sed 's/,"p":[0-9.nul]*//g'
}

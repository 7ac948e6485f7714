/* Names of labels, in the order of their numbers. */
#include "article/labels.h"

const char *const labels_genre[] = {"opinion", "report", NULL};
const char *const labels_content[] = {"fact", "opinion", NULL};
const char *const labels_voice[] = {"author", "source", NULL};
const char *const labels_stance[] = {"against", "favor", "none", NULL};

const char *const labels_kind[] = {
    [CONTENT_DIRECT] = "direct", [CONTENT_INDIRECT] = "indirect", [CONTENT_MIXED] = "mixed", NULL};

const char *const labels_cells[N_CELLS] = {
    [CELL_AUTHOR_OPINION] = "author's opinion",
    [CELL_AUTHOR_REPORT] = "author's report",
    [CELL_QUOTED_OPINION] = "quoted opinion",
    [CELL_QUOTED_CLAIM] = "quoted claim",
    [CELL_UNREAD] = "not decided",
    [CELL_UNSURE] = "unsure",
};

/* findings: what `slant check` found, for people and for programs.
 *
 *   text   each kind with its count, its share of the set that it is in, and the first examples
 *   jsonl  {"kind":"similar_text","place":"across","file":"b.tsv","line":3,"id":"x-2","other_file":"a.tsv",
 *          "other_line":9,"other_id":"y-8","similarity":0.9231,"records":1}; what does not apply is not there.
 *          `value` and `other_value`: the group, the labels, the days; label_shares has test, statistic, df, p,
 *          distance and share, the training set's share of the label `value` and the test set's
 *   tsv    the same, a column each, with a header; label_shares has its figures in `detail`
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_FINDINGS_H
#define SLANT_CLI_FINDINGS_H

#include "base/buf.h"
#include "measure/leaks.h"

/* A record, as a person finds it. */
typedef struct finding_row {
    const char *path; /* as the user typed it */
    uint64_t line;
    str id, label, group;
    uint32_t day; /* leaks_day */
} finding_row;

typedef struct findings {
    const leaks *leaks;
    const finding_row *row; /* [N]                                                      */
    const str *label;       /* names by number, for leaks->shares.farthest              */
    const char *path[2];    /* of the two sets; path[1] is NULL where there is one set  */
    uint32_t n[2];          /* records of each                                          */
    size_t top;             /* examples of each kind                                    */
} findings;

void findings_text(const findings *f, buf *out);
void findings_jsonl(const findings *f, buf *out);
void findings_tsv(const findings *f, buf *out);

#endif

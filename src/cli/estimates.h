/* estimates: what `slant estimate` found, as rows: one for each group and label, groups in bytewise order of their
 * values, labels in the model's.
 *
 *   tsv    the --by columns, label, records, counted, estimated, low, high, method, note; what cannot be told is empty
 *   jsonl  the same keys; what cannot be told, and a note where there is none, is null
 *   text   for people: the same in aligned columns, "-" for what cannot be told, notes below
 *
 * Shares have four decimals. A --by column that has the name of one of the others gets `input_` before it.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_ESTIMATES_H
#define SLANT_CLI_ESTIMATES_H

#include "cli/by.h"
#include "measure/census.h"

typedef struct estimates {
    const by *by;
    const char *method;
    const str *label; /* [K] */
    uint32_t K;
    uint32_t missing; /* of the fit */
    const census_group *group; /* [n] */
    const shares *of;          /* [n] */
    size_t n;
} estimates;

void estimates_tsv(const estimates *s, buf *out);
void estimates_jsonl(const estimates *s, buf *out);
void estimates_text(const estimates *s, buf *out);

#endif

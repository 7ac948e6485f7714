/* lines: one result as one line, for `slant classify`.
 *
 *   jsonl  {"id":"7","tone":{"label":"SUBJ","p":0.9312,"scores":{"SUBJ":1.204311}}}
 *          several labels: {"labels":["a","b"],"p":{"a":0.9,"b":0.6}}
 *   tsv    id, then for each model its label, its p and with `scores` each lane, then error
 *          several labels: a|b and 0.9000|0.6000, with the model's separator
 *          A text of which the model knows little (model_familiarity) has {...,"p":0.9312,"flag":"few known words"},
 *          and in tsv, where a model can tell, a column behind p says so; "too few known words" are unsure, unless
 *          threshold is 0.
 *   csv    the same in quotes where need be (rows_csv.h)
 *   text   for people: SUBJ 0.93  ferry-06  Islanders waiting on the quay were less generous.
 *
 * A model's answer stands under its task's name. A record that was put aside has its id and an `error`, so
 * that line n of the results is record n of the input. With `keep` the input's other columns come behind the
 * id, as they were; one whose name an answer takes gets `input_` before it, and so does one that has such a
 * name from an earlier run. Numbers: p with 4 decimals, margins with 6; where a model gives no probabilities p
 * is null, in tsv empty.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_LINES_H
#define SLANT_CLI_LINES_H

#include "cli/models.h"
#include "corpus/record.h"
#include "score/tasks.h"

typedef enum lines_form { LINES_JSONL, LINES_TSV, LINES_CSV, LINES_TEXT } lines_form;

/* What --to says. */
lines_form lines_form_of(const char *to);

/* Rows of cells, under a header. */
static inline bool lines_are_rows(lines_form f)
{
    return f == LINES_TSV || f == LINES_CSV;
}

typedef struct lines {
    const models *models; /* the tasks' names */
    const tasks *tasks;
    const char *id_field; /* the column that the ids come from, or NULL */
    double threshold;     /* below this p an answer is "unsure"; 0: never, negative: as the model has it */
    lines_form form;
    bool keep, scores;
    laps *laps; /* told what deciding and writing take; NULL: nobody */
} lines;

/* The first line: of rows only. `kept` is the input's header, or NULL. */
void lines_header(const lines *l, const columns *kept, buf *out);

/*   margin  [tasks->n_margins]  not looked at when r is bad
 *   p        [tasks->K]          scratch
 *   known    [tasks->n]          likewise not looked at */
void lines_write(const lines *l, const record *r, const columns *kept, const double *margin, double *p,
                 const familiarity *known, buf *out);

/* One task's answer alone, for who has more to say of it: what stands within its braces in jsonl, and "SUBJ 0.93  ".
 *   margin  [m->L] */
void lines_json_answer(const lines *l, const model *m, const double *margin, double *p, familiarity known, buf *out);
void lines_text_answer(const lines *l, const model *m, const double *margin, double *p, familiarity known, buf *out);

#endif

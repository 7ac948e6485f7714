/* slant.h: the library. Load models, label texts.
 *
 *     slant_models *models = slant_open(paths, n_paths, why, sizeof why);
 *     slant_scorer *scorer = slant_scorer_new(models);
 *     slant_answer *answer = calloc(slant_tasks(models), sizeof *answer);
 *
 *     if (slant_score(scorer, text, strlen(text), answer) == 0)
 *         printf("%s %.2f\n", slant_label(models, 0, answer[0].label, NULL), answer[0].p);
 *
 * And for articles, with models/news.slant:
 *
 *     slant_reader *reader = slant_reader_new(models, why, sizeof why);
 *     const char *json = slant_read(reader, text, strlen(text), NULL, 0, NULL);
 *
 * The library prints nothing, never exits and keeps no state outside of what it hands out. Training, files of
 * records and reports for people are the program's (slant train, slant classify ...).
 *
 * Owns     slant_open's result owns the models: slant_close returns it, after every scorer and reader made from it
 *          has been freed. Strings and arrays handed out belong to the models or the scorer.
 * Threads  models are read-only: share them. One scorer a thread.
 * Text     UTF-8; ill-formed bytes end a word and are otherwise passed over. May hold NUL. Under 4 GiB.
 */
#ifndef SLANT_H
#define SLANT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SLANT_API __attribute__((visibility("default")))
#else
#define SLANT_API
#endif

typedef struct slant_models slant_models;
typedef struct slant_scorer slant_scorer;

/* "0.1.0" */
SLANT_API const char *slant_version(void);

/* Loads n model files; all their tasks are scored in one pass over a text. NULL on error, with one line in
 * why[why_cap] ("m.slant: truncated: 4096 of 9000 bytes"). */
SLANT_API slant_models *slant_open(const char *const *path, size_t n, char *why, size_t why_cap);
SLANT_API void slant_close(slant_models *m);

/* What the models decide. task < slant_tasks(m), label < slant_labels(m, task). Strings end in NUL; *n, if not
 * NULL, is their length. */
SLANT_API size_t slant_tasks(const slant_models *m);
SLANT_API const char *slant_task(const slant_models *m, size_t task, size_t *n);
SLANT_API size_t slant_labels(const slant_models *m, size_t task);
SLANT_API const char *slant_label(const slant_models *m, size_t task, size_t label, size_t *n);
SLANT_API const char *slant_card(const slant_models *m, size_t task, size_t *n); /* JSON */

typedef struct slant_answer {
    uint32_t label;       /* the likeliest                                                        */
    double p;             /* its probability; NAN where the model has none                        */
    const double *each_p; /* [labels] of every label; add up to 1, unless a text may have several */
    const double *margin; /* [lanes]  one for two labels (positive speaks for label 1), else one a label */
    int unsure;           /* 1: better not given: less likely than the model's threshold, or the text has too little */
                          /* that the model knows                                                   */
} slant_answer;

/* NULL when memory is out. */
SLANT_API slant_scorer *slant_scorer_new(const slant_models *m);
SLANT_API void slant_scorer_free(slant_scorer *s);

/* Of a task that reads several texts, as all of news.slant do, the text is the first of them: articles are for slant_read.
 * answer [slant_tasks] is written; its arrays hold until the next call. 0, or -1 when memory is out or the text has 4
 * GiB. The answer depends on the text alone, not on what was scored before. */
SLANT_API int slant_score(slant_scorer *s, const char *text, size_t n, slant_answer *answer);

/* Reads articles: who says what, of what kind it is, about whom. NULL on error, with one line in why[why_cap]. One reader
 * a thread. */
typedef struct slant_reader slant_reader;

SLANT_API slant_reader *slant_reader_new(const slant_models *m, char *why, size_t why_cap);
SLANT_API void slant_reader_free(slant_reader *r);

/* The article as `slant annotate` writes it, one object in JSON without an id; ends in NUL, holds until the next call. title
 * is the record's, or NULL where the text has it. *n_json, if not NULL, is its length. NULL when memory is out, or the
 * text has 4 GiB or more. */
SLANT_API const char *slant_read(slant_reader *r, const char *text, size_t n, const char *title, size_t n_title,
                                 size_t *n_json);

#ifdef __cplusplus
}
#endif

#endif

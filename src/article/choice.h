/* choice: which of some tokens a span begins or ends at, as two questions find it: the best few begins, and for each of
 * them its best end.
 *
 * Owns     nothing.
 */
#ifndef SLANT_ARTICLE_CHOICE_H
#define SLANT_ARTICLE_CHOICE_H

#include "article/cues.h"

enum { CHOICES_MAX = 96, BEST_MAX = 3 };

/* Tokens in order, none twice; what is beyond CHOICES_MAX is dropped. */
typedef struct choices {
    uint32_t at[CHOICES_MAX];
    uint32_t n;
} choices;

void choices_add(choices *c, uint32_t at);

/* What is asked of a choice. Its window is put in two pieces, since the first, its texts that are words, costs next to
 * nothing: a choice whose words alone are `reach` behind those of the best is not asked about the rest.
 *
 *   at        first: where the span would begin; last: where it would end, in a question about ends */
typedef struct asking {
    question question;
    void (*put_words)(const void *about, stretch at, ask *out);
    void (*put_rest)(const void *about, stretch at, ask *out);
    double reach;
} asking;

typedef struct chooser {
    asking begins, ends;
    void (*end_choices)(const void *about, uint32_t begin, choices *out); /* where a span that begins there may end */
    double least;    /* margin of the best begin, else there is none                */
    double behind;   /* begins whose margin is this far below the best are left out */
    uint32_t n_best; /* begins that ends are looked for, at most BEST_MAX           */
} chooser;

typedef struct chosen {
    stretch at;    /* may be empty                                                   */
    double margin; /* of its begin, and half of that of its end; 0 of an empty one   */
} chosen;

/* The best begin and end, or an empty stretch. */
bool choice_make(const article_reader *r, const chooser *c, const void *about, const choices *begins, article_work *w,
                 chosen *out, err *e);

/* The questions whose answers would give `gold`; an empty one: none of the begins is it. */
bool choice_examples(const chooser *c, question q, const void *about, const choices *begins, stretch gold,
                     article_work *w, const example_sink *sink, err *e);

#endif

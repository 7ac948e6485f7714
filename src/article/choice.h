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

/* What is asked of a choice: its window, and where a span that begins at one may end. */
typedef struct chooser {
    question begins, ends;
    void (*begin_window)(const void *about, uint32_t begin, ask *out);
    void (*end_choices)(const void *about, uint32_t begin, choices *out);
    void (*end_window)(const void *about, uint32_t begin, uint32_t end, ask *out);
    double least;    /* margin of the best begin, else there is none                */
    double behind;   /* begins whose margin is this far below the best are left out */
    uint32_t n_best; /* begins that ends are looked for, at most BEST_MAX           */
} chooser;

/* The best begin and end, or an empty stretch. */
bool choice_make(const article_reader *r, const chooser *c, const void *about, const choices *begins, article_work *w,
                 stretch *out, err *e);

/* The questions whose answers would give `gold`; an empty one: none of the begins is it. */
bool choice_examples(const chooser *c, question q, const void *about, const choices *begins, stretch gold,
                     article_work *w, const example_sink *sink, err *e);

#endif

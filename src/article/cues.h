/* cues: the words that say that somebody says something: "said", "according to", "has accused". And what the questions
 * about a cue's source and about what is said have in common: where it stands. A model finds them, and three rules
 * those that corpora have too few of: hearsay.h, calling.h and label.h.
 *
 * Owns     nothing: all is in the arena.      Errors   ERR_MEMORY.
 * Cost     a question for one word in five.
 */
#ifndef SLANT_ARTICLE_CUES_H
#define SLANT_ARTICLE_CUES_H

#include "article/read.h"
#include "article/tags.h"

extern const char *const cue_texts[], *const cue_tags[];

typedef struct cue {
    uint32_t begin, end; /* tokens                      */
    float p;             /* that it attributes, or NAN  */
    bool hearsay;        /* to nobody: hearsay.h        */
    bool calls;          /* somebody something: calling.h */
    bool judges;         /* a headline's: calling.h     */
    bool label;          /* likewise: label.h           */
} cue;

typedef struct cues {
    cue *cue; /* [n] in order, apart */
    uint32_t n;
    uint32_t *before; /* [tokens + 1] how many tokens before one are in cues */
} cues;

/* An article's cues as the model and the rules have them; `ready`: also those that are less likely than not, for who
 * will look at them again (verify.h). */
bool cues_find(const article_reader *r, const facets *f, bool ready, article_work *w, cues *out, err *e);

/* all->before from all->cue. */
bool cues_count(const facets *f, arena *memory, cues *all, err *e);

/* The questions whose answers would give these cues. */
bool cues_examples(const facets *f, const cues *gold, article_work *w, const example_sink *sink, err *e);

/* A cue and its surroundings. */
typedef struct site {
    const facets *f;
    const cues *all;
    uint32_t own;         /* the cue among them                            */
    uint32_t begin, end;  /* where it is                                   */
    stretch in;           /* its sentence, or sentences                    */
    uint32_t head;        /* its last strong word, or its last             */
    stretch subject;      /* what its source must have in it: of sources.c */
    uint32_t limit;       /* where it ends at the latest; 0: not known     */
} site;

site cues_site(const facets *f, const cues *all, uint32_t own);

/* How many of the tokens [from, to) are in other cues. */
static inline uint32_t cues_others(const site *s, uint32_t from, uint32_t to)
{
    uint32_t begin = from > s->begin ? from : s->begin, end = to < s->end ? to : s->end;

    return from >= to ? 0 : s->all->before[to] - s->all->before[from] - (begin < end ? end - begin : 0);
}

/* TAG_JOINT and up to four words of the cue. */
void cues_put(tags *out, const site *s);

#endif

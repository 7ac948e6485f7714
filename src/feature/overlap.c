/* Two texts go in, a line of tags comes out: the first text's words are put in a table, the second is walked
 * once, sentence by sentence, and asks it. */
#include "feature/overlap.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/texts.h"
#include "feature/feature.h"
#include "text/sentences.h"

enum { SLOTS = 2 * OVERLAP_WORDS, SOON = 30, FRONT = 100, LEAST_LETTERS = 4 };

/* Hashes of the first text, and what the second has shown of each. */
typedef struct slot {
    uint64_t hash;     /* 0: empty                                     */
    bool seen;         /* in the second text                           */
    uint32_t sentence; /* the last one that it was seen in, from 1     */
} slot;

typedef struct set {
    slot slot[SLOTS];
    uint32_t n, n_seen;
} set;

struct overlap {
    set word, pair;
    word_form form;
    buf tags;
};

bool overlap_new(overlap **out, err *e)
{
    *out = calloc(1, sizeof **out);
    return *out || err_memory(e);
}

void overlap_free(overlap *o)
{
    if (o)
        buf_free(&o->tags);
    free(o);
}

static void set_clear(set *s)
{
    memset(s, 0, sizeof *s);
}

static slot *set_at(set *s, uint64_t hash)
{
    uint32_t at = (uint32_t)hash_mix(hash) % SLOTS;

    while (s->slot[at].hash && s->slot[at].hash != hash)
        at = (at + 1) % SLOTS;
    return &s->slot[at];
}

static void set_add(set *s, uint64_t hash)
{
    slot *x = set_at(s, hash);

    if (x->hash || s->n == OVERLAP_WORDS)
        return;
    x->hash = hash;
    s->n++;
}

/* Where it is, if the set has it; seen from now on. */
static slot *set_see(set *s, uint64_t hash)
{
    slot *x = set_at(s, hash);

    if (!x->hash)
        return NULL;
    s->n_seen += !x->seen;
    x->seen = true;
    return x;
}

/* ---- words ---- */

static bool says_something(const word_form *w)
{
    for (unsigned i = 1; i <= w->n; i++)
        if (w->text[i] >= '0' && w->text[i] <= '9')
            return true;
    return w->n >= LEAST_LETTERS || !w->ascii;
}

/* The words of a text one by one, as hashes. */
typedef struct walk {
    overlap *o;
    str text;
    words from;
    word batch[64];
    size_t n, at;
    bool all; /* words that say nothing too */
} walk;

static void walk_begin(walk *w, overlap *o, str text, bool all)
{
    w->o = o;
    w->text = text;
    w->n = w->at = 0;
    w->all = all;
    words_begin(&w->from, text, false);
}

/* The hash of the next one; 0 for one that does not count; false behind the last. */
static bool walk_next(walk *w, uint64_t *hash)
{
    static const plan plain = {.word_min = 1, .word_max = 1};
    word_form *form = &w->o->form;
    str raw;

    if (w->at == w->n) {
        w->n = words_next(&w->from, w->batch, sizeof w->batch / sizeof *w->batch);
        w->at = 0;
        if (w->n == 0)
            return false;
    }
    raw = feature_spelling(w->text, &w->batch[w->at++]);
    feature_word(&plain, raw, WORD_WORD, form);
    *hash = form->used && (w->all || says_something(form)) ? form->hash : 0;
    return true;
}

static void take_first(overlap *o, str first, bool all)
{
    walk w;
    uint64_t hash, last = 0;

    set_clear(&o->word);
    set_clear(&o->pair);
    walk_begin(&w, o, first, all);
    while (walk_next(&w, &hash)) {
        if (!hash)
            continue;
        set_add(&o->word, hash);
        if (last)
            set_add(&o->pair, hash_pair(last, hash));
        last = hash;
    }
}

/* ---- what the second has ---- */

typedef struct shown {
    uint32_t soon, front;         /* distinct words seen in its beginning  */
    uint32_t best, best_at, many; /* of its sentences                      */
} shown;

static void walk_second(overlap *o, str second, bool all, shown *out)
{
    sentences from;
    sentence one;
    uint32_t n_words = 0, number = 0;
    uint64_t last = 0;

    *out = (shown){0};
    sentences_begin(&from, second, 0);
    while (sentences_next(&from, &one)) {
        uint32_t n = 0;
        uint64_t hash;
        walk w;

        number++;
        walk_begin(&w, o, (str){second.p + one.begin, one.end - one.begin}, all);
        while (walk_next(&w, &hash)) {
            slot *x = hash ? set_see(&o->word, hash) : NULL;

            if (x && x->sentence != number) {
                x->sentence = number;
                n++;
            }
            if (hash) {
                if (last)
                    (void)set_see(&o->pair, hash_pair(last, hash));
                last = hash;
            }
            n_words++;
            if (n_words <= SOON)
                out->soon = o->word.n_seen;
            if (n_words <= FRONT)
                out->front = o->word.n_seen;
        }
        if (n > out->best) {
            out->best = n;
            out->best_at = number - 1;
        }
        out->many += n >= 2 && 3 * n >= o->word.n;
    }
}

/* ---- tags ---- */

static void put_share(buf *out, const char *name, uint32_t part, uint32_t whole)
{
    uint32_t tenths = whole ? (uint32_t)(UINT64_C(10) * part / whole) : 0;

    buf_char(out, ' ');
    buf_z(out, name);
    buf_char(out, (char)('0' + (tenths < 9 ? tenths : 9)));
}

static void put_step(buf *out, const char *name, uint32_t n)
{
    buf_char(out, ' ');
    buf_z(out, name);
    buf_char(out, n < 4 ? (char)('0' + n) : n < 6 ? '4' : n < 10 ? '6' : 'M');
}

bool overlap_of(overlap *o, str record, str *tags, err *e)
{
    str first = str_cut(&record, TEXT_BREAK), second = str_cut(&record, TEXT_BREAK);
    buf *out = &o->tags;
    shown s;
    bool all = false;
    uint32_t n;

    out->n = 0;
    take_first(o, first, all);
    if (o->word.n == 0)
        take_first(o, first, all = true);
    walk_second(o, second, all, &s);
    n = o->word.n;
    put_share(out, "all", o->word.n_seen, n);
    put_step(out, "n", o->word.n_seen);
    put_step(out, "miss", n - o->word.n_seen);
    put_share(out, "soon", s.soon, n);
    put_share(out, "front", s.front, n);
    put_step(out, "pair", o->pair.n_seen);
    put_share(out, "best", s.best, n);
    put_step(out, "bestn", s.best);
    put_step(out, "at", s.best_at);
    put_step(out, "many", s.many);
    *tags = buf_view(out);
    return !out->failed || err_memory(e);
}

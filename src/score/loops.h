/* loops: the few lines in which a corpus spends its time, compiled for several kinds of processors (loops_body.h). All give
 * the same bits.
 *
 * For memo.c and brief.c, in whose memory they work; what each does stands where it is called.
 *
 * Owns     nothing.      Threads  pure but for the memo.      Errors  none.
 * Cost     see the README; of the time with the plain ones, and plain classes of bytes (text/words.h), AVX2 takes 0.66
 *          to 0.74, AVX-512 0.63 to 0.70.
 */
#ifndef SLANT_SCORE_LOOPS_H
#define SLANT_SCORE_LOOPS_H

#include "score/memo.h"

typedef struct loops {
    uint32_t (*find)(memo *w, words *walk);
    uint32_t (*match)(memo *w, uint16_t *late);
    void (*add)(memo *w, uint32_t p);
    void (*add_rows)(memo *w, uint32_t p);
    void (*list)(const table *only, const plan *p, const word_form *form, lookups *l, uint32_t end[N_BLOCKS]);
    void (*add_shorts)(const memo *w, uint32_t p, const uint8_t *code, uint32_t n, double *sum);
    void (*keep)(memo *w, uint32_t p);
    void (*sum)(const memo *w, uint32_t p, uint32_t from, uint32_t to, double *sum);
    uint32_t (*seek_tags)(const table *t, const uint64_t *hash, uint32_t n, uint32_t *slot);
    void (*sum_tags)(const table *t, const uint32_t *slot, uint32_t n, double *sum);
} loops;

/* The i-th way: the plain one first, then those that this processor has; NULL: there are no more. */
const loops *loops_way(unsigned i);

/* The last of them. */
const loops *loops_best(void);

#endif

/* plain: the reference scorer. List a text's features, look each one up, add.
 *
 * No memory of words, no order chosen for speed, doubles throughout: slow, and easy to believe.
 * score/scorer.h is tested against it on random and hostile text. Kernel machines are scored from here,
 * because they need the text's vector itself.
 *
 * Owns     a `plain` holds scratch for one model: 9 bytes a slot of its table, 8 to 16 more for each slot
 *          that one text has touched, and the words of the last texts, some 130,000 at most between texts.
 * Threads  one plain a thread.
 * Errors   memory.
 * Cost     every feature of every word, about fifty times the time of scorer.h.
 */
#ifndef SLANT_SCORE_PLAIN_H
#define SLANT_SCORE_PLAIN_H

#include "feature/wordmap.h"
#include "model/model.h"

typedef struct plain {
    const model *m;
    wordmap words;       /* for counting spellings within a text                  */
    double *a;           /* [2^bits]  sum of tf_gain of the feature in each slot  */
    uint8_t *block;      /* [2^bits]                                              */
    uint32_t *touched;   /* [n]       slots that a is not zero in                 */
    size_t n, cap;
    double known;          /* of the text scored last, see model_familiarity          */
    double norm[N_BLOCKS]; /* sum of tf_norm_gain * v^2                           */
    float *value;          /* [n]       kernel models: x at each touched slot     */
    bool failed;
} plain;

bool plain_init(plain *p, const model *m, uint64_t seed, err *e);
void plain_free(plain *p);

/* margin [L] of a text, for any model. */
bool plain_score(plain *p, str text, double *margin, err *e);

#endif

/* twins: for each text the one that is most like it, if that is like enough: near-duplicates.
 *
 * How alike two texts are is the Jaccard coefficient of their shingle sets (measure/shingles.h),
 *     J = |A and B| / |A or B|,
 * and what is told is exact. Only which pairs are looked at is left to chance, and that is the same chance each
 * time: MinHash with banding. Under a random order of all shingles two sets have the same least one with
 * probability J. b bands of r such minima each: two texts are compared when they agree in all of some band, which
 * they do with probability
 *     1 - (1 - J^r)^b.
 * r and b follow from the threshold t: the largest r for which the smallest b with (1 - t^r)^b <= TWINS_MISS
 * needs at most TWINS_HASHES minima. So a pair at the threshold is missed once in a thousand, one above it more
 * rarely. t = 0.5: r = 3, b = 52; a pair at 0.6 is missed with probability 3e-6.
 *
 * Where very many texts resemble each other (a thousand reports from one template), a text is compared with
 * TWINS_LOOKS of each side, in each band the last before it first, band by band in turn: its time stays bounded,
 * and such a text has enough twins to meet one. `cut` says that this happened: a nearer twin may have gone unseen.
 *
 * Threads  the call runs its own (base/pool.h); the result is the same on any number of them.
 * Owns     nothing that stays.
 * Errors   ERR_USAGE: t outside [TWINS_LEAST, 1]; memory.
 * Cost     156 multiplications a shingle at t = 0.5, a sort of the N texts for each band, and at most
 *          2 TWINS_LOOKS comparisons a text. Memory: 8 b bytes a text beside the sets. 57,555 articles of 215
 *          words: all of `slant check` 3.0 s on one core, 183 MB.
 * Source   Broder, SEQUENCES 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets (2014), sections 3.3
 *          and 3.4; the orders are linear maps, Bohman, Cooper & Frieze, "Min-wise independent linear
 *          permutations", Electronic Journal of Combinatorics 7 (2000).
 */
#ifndef SLANT_MEASURE_TWINS_H
#define SLANT_MEASURE_TWINS_H

#include "base/err.h"
#include "base/str.h"

enum { TWINS_HASHES = 256, TWINS_ROWS_MAX = 16, TWINS_LOOKS = 200 };
#define TWINS_MISS  0.001
#define TWINS_LEAST 0.3
#define TWINS_NONE  UINT32_MAX

typedef struct twins_sets {
    uint32_t N;
    uint32_t n_one;          /* texts 0 to n_one - 1 are the one side, the others the other side    */
    const size_t *begin, *n; /* [N]  text i's set: n[i] shingles from shingle[begin[i]]; an empty   */
                             /*      one has no twin                                                */
    const uint64_t *shingle; /* increasing within a set, none twice                                 */
} twins_sets;

typedef struct twin {
    uint32_t other;    /* TWINS_NONE: there is none                        */
    bool cut;          /* more than TWINS_LOOKS texts were to be looked at */
    double similarity; /* J                                                */
} twin;

/*   own     [N]  written: the most similar text before it on its own side; of equally similar ones the first
 *   across  [N]  written: of the other side's, the most similar of the one side */
bool twins_find(const twins_sets *in, double t, unsigned threads, twin *own, twin *across, err *e);

/* The bands for a threshold in [TWINS_LEAST, 1]. */
void twins_bands(double t, unsigned *r, unsigned *b);

#endif

/* prevalence: how often each label occurs in a corpus without labels, from the probabilities of a model that learnt where
 * labels had other shares.
 *
 * Expectation and maximisation in turn, from the training shares on, until no share moves by more than 1e-7:
 *     p'_ik = (share_k / trained_k) p_ik / sum_j (share_j / trained_j) p_ij        share_k = mean_i p'_ik
 * It climbs the likelihood of the corpus, which is concave: there is one top. It supposes that texts of one label are
 * alike in both corpora and that the probabilities are calibrated; where labels cannot be told apart it says little.
 *
 *   p        [N][K]  N at least 1; rows add up to 1
 *   trained  [K]     above 0, add up to 1
 *   share    [K]     written: at least PREVALENCE_LEAST, add up to 1
 *   scratch  [K]
 * Returns the number of rounds.
 *
 * Owns     nothing.      Threads  pure.       Errors  none.
 * Cost     O(N K) a round; some tens of rounds, 1,000 at most.
 * Source   Saerens, Latinne & Decaestecker, Neural Computation 14 (2002). tests/unit/prevalence_test.c holds it to a
 *          search for the highest likelihood.
 */
#ifndef SLANT_MEASURE_PREVALENCE_H
#define SLANT_MEASURE_PREVALENCE_H

#include <stddef.h>
#include <stdint.h>

#define PREVALENCE_LEAST 1e-6

/* Rows of a corpus of any length in the room that there is: all of them, then every second one, every fourth ..., spread
 * evenly. The same rows in the same order leave the same. */
typedef struct prevalence_sample {
    float *p;        /* [N_max][K] the caller's                     */
    uint32_t K;
    size_t N, N_max; /* rows kept; at least 2 can be                */
    uint64_t n_seen; /* rows so far                                 */
    uint64_t stride; /* each stride-th of them is kept; 1 at first  */
} prevalence_sample;

void prevalence_keep(prevalence_sample *s, const float *row);

uint32_t prevalence_estimate(const float *p, size_t N, uint32_t K, const double *trained, double *share,
                         double *scratch);

#endif

/* Answers with their confidence enter, a threshold leaves. Rows fall into bins between thresholds, and bins
 * are summed from the top. */
#include "measure/abstain.h"

#include "measure/binomial.h"

enum { STEPS = 100 };

/* What rows in a bin, or in all bins from some on, weigh. */
typedef struct heap {
    double weight, square, right;
} heap;

/* The highest threshold j / 100 that a confidence reaches: the comparison is the one of scoring, p <
 * threshold. */
static int bin_of(double confidence)
{
    int j = (int)(confidence * STEPS) + 1;

    if (!(confidence > 0)) /* NaN too: never answered, but at threshold 0 */
        return 0;
    j = j < STEPS ? j : STEPS - 1;
    while (j > 0 && confidence < (double)j / STEPS)
        j--;
    return j;
}

/* Fills the bins; returns the lowest threshold above 1 / K. */
static int fill_bins(const answers *in, heap *bin)
{
    for (size_t i = 0; i < in->N; i++) {
        heap *b = &bin[bin_of(in->certainty[i].confidence)];
        double w = in->weight ? in->weight[i] : 1;

        b->weight += w;
        b->square += w * w;
        b->right += in->given[i] == in->truth[i] ? w : 0;
    }
    return STEPS / (int)(in->K < STEPS ? in->K : STEPS) + 1;
}

void abstain_choose(const answers *in, double target, abstain *out)
{
    heap bin[STEPS] = {{0}}, above = {0};
    int first = fill_bins(in, bin);
    double all = 0, alpha = ABSTAIN_ALPHA / (STEPS - first + 1); /* 0 and first ... 99 */

    for (int j = 0; j < STEPS; j++)
        all += bin[j].weight;
    *out = (abstain){.sure = -1};
    for (int j = STEPS - 1; j >= 0; j--) {
        double n, sure;
        bool better;

        above.weight += bin[j].weight;
        above.square += bin[j].square;
        above.right += bin[j].right;
        if ((j > 0 && j < first) || !(above.weight > 0))
            continue;
        n = above.weight * above.weight / above.square;
        sure = 1 - binomial_upper(n * (1 - above.right / above.weight), n, alpha);
        better = sure >= target || (!out->reached && sure > out->sure);
        if (better)
            *out = (abstain){sure >= target, (double)j / STEPS, above.weight / all,
                             above.right / above.weight, sure};
    }
}

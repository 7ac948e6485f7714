/* One support vector after the other: its product with x by walking both lists of slots side by side, its own
 * square on the way, the kernel of the two, its share in every lane. Nothing is kept from one call to the
 * next; what would make this fast, an index from slots to support vectors, is not tried here. */
#include "score/kernel.h"

#include "model/kernel_value.h"

void kernel_add(const kernel *k, uint32_t L, const uint32_t *slot, const float *value, size_t n,
                double *margin)
{
    double xx = 0;

    for (size_t i = 0; i < n; i++)
        xx += (double)value[i] * (double)value[i];
    for (uint32_t s = 0; s < k->n; s++) {
        double dot = 0, ss = 0, similar;
        size_t i = 0;

        /* Two sorted lists, walked side by side. */
        for (uint64_t c = k->begin[s]; c < k->begin[s + 1]; c++) {
            double v = (double)k->value[c];

            ss += v * v;
            while (i < n && slot[i] < k->slot[c])
                i++;
            if (i < n && slot[i] == k->slot[c])
                dot += v * (double)value[i];
        }
        similar = kernel_value(k->kind, k->gamma, k->coef0, k->degree, dot, xx, ss);
        for (uint32_t l = 0; l < L; l++)
            margin[l] += (double)k->coef[(size_t)s * L + l] * similar;
    }
}

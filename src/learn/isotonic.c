/* Places enter in their order, pools leave. A stack: each new place goes on top, and as long as the top is
 * not above what lies under it the two become one. */
#include "learn/isotonic.h"

size_t isotonic_pool(isotonic_block *b, size_t n)
{
    size_t top = 0;

    for (size_t i = 0; i < n; i++) {
        b[top++] = b[i];
        while (top > 1 && isotonic_value(&b[top - 1]) <= isotonic_value(&b[top - 2])) {
            b[top - 2].sum += b[top - 1].sum;
            b[top - 2].weight += b[top - 1].weight;
            b[top - 2].high = b[top - 1].high;
            top--;
        }
    }
    return top;
}

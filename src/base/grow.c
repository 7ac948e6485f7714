/* The pointer is read and written as bytes: a `float *` is not a `void *` to the compiler's eye. */
#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 1024 };

bool grow_to(void *array, size_t *cap, size_t need, size_t size)
{
    size_t n = *cap ? *cap : FIRST;
    char *old, *p;

    if (need <= *cap)
        return true;
    if (need > SIZE_MAX / 4 / size)
        return false;
    while (n < need)
        n *= 2;
    memcpy(&old, array, sizeof old);
    p = realloc(old, n * size);
    if (!p)
        return false;
    memset(p + *cap * size, 0, (n - *cap) * size);
    memcpy(array, &p, sizeof p);
    *cap = n;
    return true;
}

/* Weights enter, whole numbers leave. Repeating pointers to rows costs memory for pointers only, and keeps
 * libsvm as its authors ship it. Weights that people write are 1, 2, 0.5, 0.25, 1.5: eighths hold them. */
#include "learn/copies.h"

#include <math.h>

/* A row that counts at all has a copy, however light it is. */
static double copies_at(double weight, uint32_t R)
{
    double copies = round(weight * R);

    return weight > 0 && copies < 1 ? 1 : copies;
}

static bool all_whole(const double *weight, size_t n, uint32_t R)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(weight[i] * R - copies_at(weight[i], R)) > 1e-6)
            return false;
    return true;
}

bool copies_count(const double *weight, size_t n, uint32_t *copies, uint32_t *R, size_t *total, err *e)
{
    size_t sum = 0;
    uint32_t r = 1;

    /* Checked first: a NaN would pass every comparison below. The limit on one weight keeps the products and
     * the conversions in range. */
    for (size_t i = 0; weight && i < n; i++) {
        if (!isfinite(weight[i]) || weight[i] < 0)
            return err_set(e, ERR_INPUT, "weight %g is not a number from 0 up", weight[i]);
        if (weight[i] > COPIES_MAX)
            return err_set(e, ERR_INPUT, "weight %g is above %d", weight[i], COPIES_MAX);
    }

    while (weight && r < COPIES_R_MAX && !all_whole(weight, n, r))
        r++;

    for (size_t i = 0; i < n; i++) {
        copies[i] = weight ? (uint32_t)copies_at(weight[i], r) : 1;
        sum += copies[i];
        if (sum > COPIES_MAX)
            return err_set(e, ERR_INPUT, "rows times weights, in steps of 1/%u, are more than %d", r,
                           COPIES_MAX);
    }
    if (sum == 0)
        return err_set(e, ERR_INPUT, "no row has a weight above 0");
    *R = r;
    *total = sum;
    return true;
}

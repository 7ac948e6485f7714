/* A matrix of rows enters, one weight a column leaves; liblinear does the work between. Its nodes are made
 * once for a training set and shared by all fits on it: one fit for each label, value of C and thread. What a
 * fit needs for itself is a list of labels.
 *
 * Read in the sources of 2.30 and 2.50: with -s 2, train() touches one global, the hook that its progress is
 * printed through, and only reads it. So the hook is set once, before the first fit, and there is no lock. */
#include "learn/linear.h"

#include <limits.h>
#include <linear.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "learn/copies.h"

struct linear_data {
    uint32_t D;
    size_t n;                   /* rows that linear_open was given                                 */
    size_t total;               /* with copies                                                     */
    uint32_t R;                 /* copies that stand for a weight of 1                             */
    double bias;                /* < 0: none                                                       */
    uint32_t *copies;           /* [n]                                                             */
    struct feature_node *node;  /* all rows' values, each row closed by index -1                   */
    struct feature_node **copy; /* [total]  row after row; a row's copies are the same pointer     */
};

static void quiet(const char *line)
{
    (void)line;
}

static void silence(void)
{
    set_print_string_function(quiet);
}

/* The hook is liblinear's, one for the whole process: that is why this once is static too. */
static pthread_once_t silenced = PTHREAD_ONCE_INIT;

static bool copy_rows(linear_data *d, const matrix *x, const uint32_t *rows, err *e)
{
    struct feature_node *at = d->node;
    struct feature_node **copy = d->copy;

    for (size_t i = 0; i < d->n; i++) {
        size_t row = rows ? rows[i] : i;

        for (uint32_t c = 0; c < d->copies[i]; c++)
            *copy++ = at;
        if (d->copies[i] == 0)
            continue;
        for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++) {
            if (!isfinite(x->val[f]))
                return err_set(e, ERR_INPUT, "row %zu has a value that is not finite", row);
            *at++ = (struct feature_node){(int)x->col[f] + 1, x->val[f]};
        }
        if (d->bias >= 0)
            *at++ = (struct feature_node){(int)d->D + 1, d->bias};
        *at++ = (struct feature_node){-1, 0};
    }
    return true;
}

static bool open_rows(linear_data *d, const matrix *x, const uint32_t *rows, const double *weight, err *e)
{
    size_t n_nodes = 0;

    /* liblinear counts columns, and our one more, in an int. */
    if (d->D >= INT_MAX - 1)
        return err_set(e, ERR_INPUT, "%u features are more than liblinear can number", d->D);
    d->copies = malloc((d->n ? d->n : 1) * sizeof *d->copies);
    if (!d->copies)
        return err_memory(e);
    if (!copies_count(weight, d->n, d->copies, &d->R, &d->total, e))
        return false;

    for (size_t i = 0; i < d->n; i++) {
        size_t row = rows ? rows[i] : i;

        if (d->copies[i])
            n_nodes += x->begin[row + 1] - x->begin[row] + (d->bias >= 0) + 1;
    }
    if (n_nodes >= SIZE_MAX / sizeof *d->node)
        return err_memory(e);
    d->node = malloc((n_nodes + 1) * sizeof *d->node);
    d->copy = malloc((d->total + 1) * sizeof(*d->copy));
    if (!d->node || !d->copy)
        return err_memory(e);
    return copy_rows(d, x, rows, e);
}

linear_data *linear_open(const matrix *x, const uint32_t *rows, size_t n, const double *weight, double bias,
                         err *e)
{
    linear_data *d = calloc(1, sizeof *d);

    if (!d) {
        err_memory(e);
        return NULL;
    }
    d->D = x->D;
    d->n = n;
    d->bias = bias;
    if (!open_rows(d, x, rows, weight, e)) {
        linear_close(d);
        return NULL;
    }
    (void)pthread_once(&silenced, silence);
    return d;
}

void linear_close(linear_data *d)
{
    if (!d)
        return;
    free(d->copies);
    free(d->node);
    free(d->copy);
    free(d);
}

/* One label for each copy, and whether both classes are among them. */
static bool copy_labels(const linear_data *d, const signed char *y, double *label)
{
    double *at = label;
    bool positive = false, negative = false;

    for (size_t i = 0; i < d->n; i++)
        for (uint32_t c = 0; c < d->copies[i]; c++) {
            *at++ = y[i] > 0 ? 1 : -1;
            positive |= y[i] > 0;
            negative |= y[i] <= 0;
        }
    return positive && negative;
}

static bool fit(const linear_data *d, double *label, const linear_options *o, double *w, err *e)
{
    int classes[] = {1, -1};
    double weights[] = {o->weight_positive, o->weight_negative};
    bool has_bias = d->bias >= 0;
    struct problem problem = {
        .l = (int)d->total, .n = (int)d->D + has_bias, .y = label, .x = d->copy, .bias = d->bias};
    struct parameter parameter = {
        .solver_type = L2R_L2LOSS_SVC,
        .eps = o->eps,
        .C = o->C / d->R,
        .nr_weight = 2,
        .weight_label = classes,
        .weight = weights,
#if LIBLINEAR_VERSION >= 240 /* 2.30 has no such field and always does it */
        .regularize_bias = 1,
#endif
        .p = 0.1
    };
    const char *refused = check_parameter(&problem, &parameter);
    struct model *m;

    if (refused)
        return err_set(e, ERR_USAGE, "liblinear: %s", refused);
    m = train(&problem, &parameter);

    /* liblinear's positive side is its first label. It makes +1 the first; ask rather than trust. */
    for (uint32_t f = 0; f < d->D; f++)
        w[f] = m->label[0] > 0 ? m->w[f] : -m->w[f];
    w[d->D] = 0;
    if (has_bias)
        w[d->D] = (m->label[0] > 0 ? m->w[d->D] : -m->w[d->D]) * d->bias;
    free_and_destroy_model(&m);
    return true;
}

bool linear_fit(const linear_data *d, const signed char *y, const linear_options *o, double *w, err *e)
{
    double *label;
    bool ok;

    /* liblinear's own checks let NaN and infinity pass. */
    if (!isfinite(o->C) || !isfinite(o->eps) || !isfinite(o->weight_positive) ||
        !isfinite(o->weight_negative) || o->weight_positive <= 0 || o->weight_negative <= 0)
        return err_set(e, ERR_USAGE, "C, eps and class weights must be finite and above 0");
    label = malloc(d->total * sizeof *label);
    if (!label)
        return err_memory(e);
    ok = copy_labels(d, y, label) ? fit(d, label, o, w, e)
                                  : err_set(e, ERR_INPUT, "all rows are of one class: nothing to learn");
    free(label);
    return ok;
}

double linear_margin(const double *w, const matrix *x, uint32_t row)
{
    double sum = w[x->D];

    for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++)
        sum += w[x->col[f]] * (double)x->val[f];
    return sum;
}

int linear_version(void)
{
    return liblinear_version;
}

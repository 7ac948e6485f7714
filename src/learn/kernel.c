/* A matrix of rows enters, support vectors leave; libsvm does the work between. Its nodes are made once for a
 * training set and shared by all fits on it. A machine names its support vectors by row number, so that the
 * lanes of one model can share them.
 *
 * Read in the source of 3.24: rand() is called for probabilities and for libsvm's own cross-validation, and
 * we ask for neither; what is left is one global, the hook that progress is printed through, and svm_train
 * only reads it. So the hook is set once, before the first fit, and there is no lock. */
#include "learn/kernel.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#if defined(__has_include)
#if __has_include(<libsvm/svm.h>) /* Debian and its kin */
#include <libsvm/svm.h>
#else
#include <svm.h>
#endif
#else
#include <svm.h>
#endif

#include "learn/copies.h"
#include "model/kernel_value.h"

struct kernel_data {
    size_t n;               /* rows that kernel_open was given                                 */
    size_t total;           /* with copies                                                     */
    uint32_t R;             /* copies that stand for a weight of 1                             */
    double longest;         /* the largest |x|^2                                               */
    uint32_t *row;          /* [n]      row numbers in the matrix                              */
    uint32_t *copies;       /* [n]                                                             */
    struct svm_node *node;  /* all rows' values, each row closed by index -1                   */
    struct svm_node **copy; /* [total]  row after row; a row's copies are the same pointer     */
};

static void quiet(const char *line)
{
    (void)line;
}

static void silence(void)
{
    svm_set_print_string_function(quiet);
}

/* The hook is libsvm's, one for the whole process: that is why this once is static too. */
static pthread_once_t silenced = PTHREAD_ONCE_INIT;

static bool copy_rows(kernel_data *d, const matrix *x, err *e)
{
    struct svm_node *at = d->node;
    struct svm_node **copy = d->copy;

    for (size_t i = 0; i < d->n; i++) {
        uint32_t row = d->row[i];
        double square = 0;

        for (uint32_t c = 0; c < d->copies[i]; c++)
            *copy++ = at;
        if (d->copies[i] == 0)
            continue;
        for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++) {
            double value = x->val[f];

            if (!isfinite(value))
                return err_set(e, ERR_INPUT, "row %u has a value that is not finite", row);
            *at++ = (struct svm_node){(int)x->col[f] + 1, value};
            square += value * value;
        }
        *at++ = (struct svm_node){-1, 0};
        if (square > d->longest)
            d->longest = square;
    }
    return true;
}

static bool open_rows(kernel_data *d, const matrix *x, const uint32_t *rows, const double *weight, err *e)
{
    size_t n_nodes = 0;

    if (x->D >= INT_MAX - 1)
        return err_set(e, ERR_INPUT, "%u features are more than libsvm can number", x->D);
    d->row = malloc((d->n ? d->n : 1) * sizeof *d->row);
    d->copies = malloc((d->n ? d->n : 1) * sizeof *d->copies);
    if (!d->row || !d->copies)
        return err_memory(e);
    if (!copies_count(weight, d->n, d->copies, &d->R, &d->total, e))
        return false;

    for (size_t i = 0; i < d->n; i++) {
        d->row[i] = rows ? rows[i] : (uint32_t)i;
        if (d->copies[i])
            n_nodes += x->begin[d->row[i] + 1] - x->begin[d->row[i]] + 1;
    }
    if (n_nodes >= SIZE_MAX / sizeof *d->node)
        return err_memory(e);
    d->node = malloc((n_nodes + 1) * sizeof *d->node);
    d->copy = malloc((d->total + 1) * sizeof(*d->copy));
    if (!d->node || !d->copy)
        return err_memory(e);
    return copy_rows(d, x, e);
}

kernel_data *kernel_open(const matrix *x, const uint32_t *rows, size_t n, const double *weight, err *e)
{
    kernel_data *d = calloc(1, sizeof *d);

    if (!d) {
        err_memory(e);
        return NULL;
    }
    d->n = n;
    if (!open_rows(d, x, rows, weight, e)) {
        kernel_close(d);
        return NULL;
    }
    (void)pthread_once(&silenced, silence);
    return d;
}

void kernel_close(kernel_data *d)
{
    if (!d)
        return;
    free(d->row);
    free(d->copies);
    free(d->node);
    free(d->copy);
    free(d);
}

static int libsvm_kernel(kernel_kind kind)
{
    switch (kind) {
    case KERNEL_POLY:
        return POLY;
    case KERNEL_RBF:
        return RBF;
    case KERNEL_SIGMOID:
        return SIGMOID;
    case KERNEL_NONE:
        break;
    }
    return LINEAR;
}

/* What libsvm does not ask: NaN passes its comparisons, and kernel values beyond a float's range make its
 * solver walk among infinities. By Cauchy and Schwarz no dot product exceeds the largest |x|^2. */
static bool options_check(const kernel_data *d, const kernel_options *o, err *e)
{
    double bound = d->longest;

    if (!isfinite(o->gamma) || !isfinite(o->coef0) || !isfinite(o->C) || !isfinite(o->nu) ||
        !isfinite(o->eps) || !isfinite(o->cache_mb) || !isfinite(o->weight_positive) ||
        !isfinite(o->weight_negative))
        return err_set(e, ERR_USAGE, "an option of the kernel machine is not finite");
    if (o->weight_positive <= 0 || o->weight_negative <= 0)
        return err_set(e, ERR_USAGE, "class weights must be above 0");
    if (o->nu_svc && (o->weight_positive != 1 || o->weight_negative != 1))
        return err_set(e, ERR_USAGE, "nu-SVC has no class weights: use C-SVC");
    if (o->degree > INT_MAX)
        return err_set(e, ERR_USAGE, "degree %u is too high", o->degree);
    if (o->kind == KERNEL_POLY)
        bound = pow(fabs(o->gamma) * d->longest + fabs(o->coef0), o->degree);
    if ((o->kind == KERNEL_POLY || o->kind == KERNEL_NONE) && !(bound <= FLT_MAX))
        return err_set(e, ERR_USAGE, "kernel values up to %.3g do not fit: lower gamma, coef0 or degree",
                       bound);
    return true;
}

/* One label for each copy, and whether both classes are among them. */
static bool copy_labels(const kernel_data *d, const signed char *y, double *label)
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

/* svm_train names its support vectors by their place among the copies, counted from 1, class by class. Here
 * the copies of a row become one support vector again, in the order of the rows. */
static bool take_machine(const kernel_data *d, const struct svm_model *m, kernel_machine *out, err *e)
{
    double sign = m->label[0] > 0 ? 1 : -1; /* libsvm's positive side is its first label */
    double *by_copy = calloc(d->total, sizeof *by_copy);
    double *sum = malloc(d->n * sizeof *sum);
    bool ok = by_copy && sum;

    if (ok) {
        for (int s = 0; s < m->l; s++)
            by_copy[m->sv_indices[s] - 1] = m->sv_coef[0][s];
        out->bias = -sign * m->rho[0];
        for (size_t i = 0, at = 0; i < d->n; i++) {
            sum[i] = 0;
            for (uint32_t c = 0; c < d->copies[i]; c++)
                sum[i] += by_copy[at++];
            out->n += sum[i] != 0;
        }
        out->row = malloc((out->n + 1) * sizeof *out->row);
        out->coef = calloc(out->n + 1, sizeof *out->coef);
        ok = out->row && out->coef;
    }
    if (ok) {
        size_t s = 0;

        for (size_t i = 0; i < d->n; i++)
            if (sum[i] != 0) {
                out->row[s] = d->row[i];
                out->coef[s++] = sign * sum[i];
            }
    }
    free(by_copy);
    free(sum);
    if (!ok) {
        kernel_free(out);
        return err_memory(e);
    }
    return true;
}

/* nu-SVC divides by the width of its margin, which is 0 where nothing separates the classes at all. */
static bool all_finite(const kernel_machine *m)
{
    bool ok = isfinite(m->bias);

    for (size_t s = 0; s < m->n; s++)
        ok = ok && isfinite(m->coef[s]);
    return ok;
}

static bool fit(const kernel_data *d, double *label, const kernel_options *o, kernel_machine *out, err *e)
{
    int classes[] = {1, -1};
    double weights[] = {o->weight_positive, o->weight_negative};
    struct svm_problem problem = {.l = (int)d->total, .y = label, .x = d->copy};
    struct svm_parameter parameter = {.svm_type = o->nu_svc ? NU_SVC : C_SVC,
                                      .kernel_type = libsvm_kernel(o->kind),
                                      .degree = (int)o->degree,
                                      .gamma = o->gamma,
                                      .coef0 = o->coef0,
                                      .cache_size = o->cache_mb,
                                      .eps = o->eps,
                                      .C = o->C / d->R,
                                      .nr_weight = o->nu_svc ? 0 : 2,
                                      .weight_label = classes,
                                      .weight = weights,
                                      .nu = o->nu,
                                      .p = 0.1,
                                      .shrinking = 1};
    const char *refused = svm_check_parameter(&problem, &parameter);
    struct svm_model *m;
    bool ok;

    if (refused && o->nu_svc) {
        size_t n_positive = 0, rarer;

        for (size_t i = 0; i < d->total; i++)
            n_positive += label[i] > 0;
        rarer = n_positive < d->total - n_positive ? n_positive : d->total - n_positive;
        return err_set(e, ERR_USAGE, "libsvm: %s (nu %g; these labels allow up to %g)", refused, o->nu,
                       2 * (double)rarer / (double)d->total);
    }
    if (refused)
        return err_set(e, ERR_USAGE, "libsvm: %s", refused);
    m = svm_train(&problem, &parameter);
    ok = take_machine(d, m, out, e);
    svm_free_and_destroy_model(&m);
    if (ok && !all_finite(out)) {
        kernel_free(out);
        return err_set(e, ERR_INPUT, "libsvm found no margin between the classes");
    }
    return ok;
}

bool kernel_fit(const kernel_data *d, const signed char *y, const kernel_options *o, kernel_machine *out,
                err *e)
{
    double *label;
    bool ok;

    *out = (kernel_machine){0};
    if (!options_check(d, o, e))
        return false;
    label = malloc(d->total * sizeof *label);
    if (!label)
        return err_memory(e);
    ok = copy_labels(d, y, label) ? fit(d, label, o, out, e)
                                  : err_set(e, ERR_INPUT, "all rows are of one class: nothing to learn");
    free(label);
    return ok;
}

void kernel_free(kernel_machine *m)
{
    free(m->row);
    free(m->coef);
    *m = (kernel_machine){0};
}

static double square_of(const matrix *x, uint32_t row)
{
    double sum = 0;

    for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++)
        sum += (double)x->val[f] * (double)x->val[f];
    return sum;
}

bool kernel_margins(const kernel_machine *m, const kernel_options *o, const matrix *x, const uint32_t *rows,
                    size_t n, double *margin, err *e)
{
    double *wide = calloc((size_t)x->D + 1, sizeof *wide); /* one row spread out, zero elsewhere */
    double *square = malloc((m->n + 1) * sizeof *square);

    if (!wide || !square) {
        free(wide);
        free(square);
        return err_memory(e);
    }
    for (size_t s = 0; s < m->n; s++)
        square[s] = square_of(x, m->row[s]);

    for (size_t i = 0; i < n; i++) {
        uint32_t row = rows ? rows[i] : (uint32_t)i;
        double xx = square_of(x, row);

        for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++)
            wide[x->col[f]] = x->val[f];
        margin[i] = m->bias;
        for (size_t s = 0; s < m->n; s++) {
            double dot = 0;

            for (size_t f = x->begin[m->row[s]]; f < x->begin[m->row[s] + 1]; f++)
                dot += wide[x->col[f]] * (double)x->val[f];
            margin[i] +=
                m->coef[s] * kernel_value(o->kind, o->gamma, o->coef0, o->degree, dot, xx, square[s]);
        }
        for (size_t f = x->begin[row]; f < x->begin[row + 1]; f++)
            wide[x->col[f]] = 0;
    }
    free(wide);
    free(square);
    return true;
}

void kernel_linear_weights(const kernel_machine *m, const matrix *x, double *w)
{
    for (uint32_t f = 0; f < x->D; f++)
        w[f] = 0;
    w[x->D] = m->bias;
    for (size_t s = 0; s < m->n; s++)
        for (size_t f = x->begin[m->row[s]]; f < x->begin[m->row[s] + 1]; f++)
            w[x->col[f]] += m->coef[s] * (double)x->val[f];
}

/* The four vector routines that liblinear asks of a BLAS, under their Fortran names.
 *
 * Debian's liblinear takes whatever BLAS the system has, and another one sums in another order: the same data
 * would give another model file on another machine. So liblinear is linked statically where there is such an
 * archive (see the Makefile), and finds these. Sums run in four chains, in an order that is written here and
 * nowhere depends on the processor. Strides are always 1; liblinear uses no other. Where only a shared
 * liblinear can be had, these lie unused and its own BLAS decides the last bits.
 *
 * Source   Lawson et al., Basic Linear Algebra Subprograms, ACM TOMS 5 (1979), for the names and arguments.
 */
#include <math.h>

double ddot_(const int *n, const double *x, const int *by_x, const double *y, const int *by_y);
double dnrm2_(const int *n, const double *x, const int *by_x);
int daxpy_(const int *n, const double *a, const double *x, const int *by_x, double *y, const int *by_y);
int dscal_(const int *n, const double *a, double *x, const int *by_x);

double ddot_(const int *n, const double *x, const int *by_x, const double *y, const int *by_y)
{
    double sum[4] = {0};
    int i = 0;

    (void)by_x;
    (void)by_y;
    for (; i + 4 <= *n; i += 4)
        for (int chain = 0; chain < 4; chain++)
            sum[chain] += x[i + chain] * y[i + chain];
    for (; i < *n; i++)
        sum[i & 3] += x[i] * y[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

double dnrm2_(const int *n, const double *x, const int *by_x)
{
    return sqrt(ddot_(n, x, by_x, x, by_x));
}

int daxpy_(const int *n, const double *a, const double *x, const int *by_x, double *y, const int *by_y)
{
    (void)by_x;
    (void)by_y;
    for (int i = 0; i < *n; i++)
        y[i] += *a * x[i];
    return 0;
}

int dscal_(const int *n, const double *a, double *x, const int *by_x)
{
    (void)by_x;
    for (int i = 0; i < *n; i++)
        x[i] *= *a;
    return 0;
}

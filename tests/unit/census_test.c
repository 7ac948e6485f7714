/* Records to cells and to counts by group: every record is counted once, where it belongs, whatever the names
 * are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "base/random.h"
#include "measure/cells.h"
#include "measure/census.h"

/* The group of a key after census_sort, or n_groups. */
static size_t found(const census *c, str key)
{
    size_t i = 0;

    while (i < c->n_groups && !str_eq(c->group[i].key, key))
        i++;
    return i;
}

static uint32_t add(cells *c, uint32_t given, const double *p)
{
    uint32_t cell = UINT32_MAX;
    err e = {0};

    assert_true(cells_add(c, given, p, &cell, &e));
    return cell;
}

/* Steps of 1/256 for two labels; the mean stands for all of a cell. */
static void cells_are_steps(void **state)
{
    cells c;
    shares_cells kinds;
    arena a = {0};
    err e = {0};

    (void)state;
    assert_true(cells_init(&c, 2, true, &e));
    assert_int_equal(add(&c, 0, (double[]){0.7500, 0.2500}), 0);
    assert_int_equal(add(&c, 1, (double[]){0.2000, 0.8000}), 1);
    assert_int_equal(add(&c, 0, (double[]){0.7530, 0.2470}), 2); /* the second label's step is another */
    assert_int_equal(add(&c, 0, (double[]){0.7510, 0.2490}), 2);
    assert_int_equal(add(&c, 0, (double[]){1, 0}), 3);
    assert_int_equal(add(&c, 0, (double[]){0.9999, 0.0001}), 3);
    assert_int_equal(add(&c, 0, (double[]){NAN, NAN}), 4);
    assert_true(cells_kinds(&c, &a, &kinds, &e));
    assert_int_equal(kinds.n, 5);
    assert_true(fabs(kinds.p[4] - 0.752) < 1e-12 && fabs(kinds.p[5] - 0.248) < 1e-12);
    assert_true(fabs(kinds.p[8] - 0.5) < 1e-12);
    assert_int_equal(kinds.given[1], 1);
    cells_free(&c);
    arena_free(&a);
}

static void without_p_a_cell_is_a_label(void **state)
{
    static const double none[3] = {NAN, NAN, NAN};
    cells c;
    shares_cells kinds;
    arena a = {0};
    err e = {0};

    (void)state;
    assert_true(cells_init(&c, 3, false, &e));
    for (uint32_t i = 0; i < 30; i++)
        assert_int_equal(add(&c, i % 3, none), i % 3);
    assert_true(cells_kinds(&c, &a, &kinds, &e));
    assert_true(kinds.n == 3 && kinds.p == NULL);
    cells_free(&c);
    arena_free(&a);
}

/* Sixty labels with probabilities as they come: cells stay few enough, and each holds one label. */
static void cells_are_bounded(void **state)
{
    enum { K = 60, N = 300000 };
    static double p[K];
    random_state r = random_seed(1);
    cells c;
    shares_cells kinds;
    arena a = {0};
    err e = {0};

    (void)state;
    assert_true(cells_init(&c, K, true, &e));
    for (unsigned i = 0; i < N; i++) {
        uint32_t given = (uint32_t)random_below(&r, K), cell;
        double rest = 1, sum = 0;

        for (unsigned k = 0; k < K; k++)
            p[k] = 0;
        for (unsigned k = 0; k < 6; k++, rest /= 2)
            p[random_below(&r, K)] += rest * random_unit(&r);
        for (unsigned k = 0; k < K; k++)
            sum += p[k];
        for (unsigned k = 0; k < K; k++)
            p[k] /= sum;
        cell = add(&c, given, p);
        assert_int_equal(c.given[cell], given);
    }
    assert_true(c.n > CELLS_MAX && c.n <= CELLS_MAX + 8 * K);
    assert_true(cells_kinds(&c, &a, &kinds, &e));
    for (uint32_t i = 0; i < kinds.n; i++) {
        double sum = 0;

        for (uint32_t k = 0; k < K; k++)
            sum += kinds.p[(size_t)i * K + k];
        assert_true(fabs(sum - 1) < 1e-9);
    }
    cells_free(&c);
    arena_free(&a);
}

static void counts_everything_once(void **state)
{
    static uint64_t want[4][8]; /* [group][cell] */
    static const char *const name[4] = {"Post\t2021-03", "", "Post",
                                        "a name of more than sixteen bytes\t2021-03"};
    random_state r = random_seed(2);
    census c;
    err e = {0};

    (void)state;
    assert_true(census_init(&c, &e));
    for (unsigned i = 0; i < 20000; i++) {
        unsigned g = (unsigned)random_below(&r, 4), cell = (unsigned)random_below(&r, 8);
        char cluster[16];

        (void)snprintf(cluster, sizeof cluster, "a%u", (unsigned)random_below(&r, 1000));
        want[g][cell]++;
        assert_true(census_add(&c, str_z(name[g]), g == 2 ? (str){0} : str_z(cluster), cell, &e));
    }
    assert_true(census_sort(&c, &e));
    assert_int_equal(c.n_groups, 4);
    assert_int_equal(found(&c, STR("Pos")), 4);
    for (unsigned g = 0; g < 4; g++) {
        size_t at = found(&c, str_z(name[g]));
        const census_group *group = &c.group[at];
        uint64_t got[8] = {0}, all = 0;

        assert_true(at < 4 && (at == 0 || str_cmp(group[-1].key, group->key) < 0));
        assert_true(str_eq(group->key, str_z(name[g])));
        for (size_t i = 0; i < group->n_parts; i++) {
            const shares_part *p = &group->part[i];

            assert_true(i == 0 || p[-1].cluster < p->cluster ||
                        (p[-1].cluster == p->cluster && p[-1].cell < p->cell));
            assert_true(p->cluster < CENSUS_BUCKETS && (g != 2 || p->cluster == 0));
            got[p->cell] += p->n;
            all += p->n;
        }
        assert_memory_equal(got, want[g], sizeof got);
        assert_int_equal(group->records, all);
        if (g == 2)
            assert_int_equal(group->n_parts, 8);
    }
    census_free(&c);
}

/* A thousand clusters fill the buckets about evenly. */
static void clusters_spread(void **state)
{
    unsigned filled = 0, last = UINT32_MAX;
    census c;
    err e = {0};

    (void)state;
    assert_true(census_init(&c, &e));
    for (unsigned i = 0; i < 1000; i++) {
        char cluster[16];

        (void)snprintf(cluster, sizeof cluster, "%u", i);
        assert_true(census_add(&c, (str){0}, str_z(cluster), 0, &e));
    }
    assert_true(census_sort(&c, &e));
    for (size_t i = 0; i < c.group->n_parts; i++) {
        assert_true(c.group->part[i].n < 16);
        filled += c.group->part[i].cluster != last;
        last = c.group->part[i].cluster;
    }
    assert_true(filled > 240);
    census_free(&c);
}

static void empty_is_sound(void **state)
{
    census c;
    err e = {0};

    (void)state;
    assert_true(census_init(&c, &e) && census_sort(&c, &e));
    assert_int_equal(c.n_groups, 0);
    assert_int_equal(found(&c, STR("a")), 0);
    census_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_steps),   cmocka_unit_test(without_p_a_cell_is_a_label),
        cmocka_unit_test(cells_are_bounded), cmocka_unit_test(counts_everything_once),
        cmocka_unit_test(clusters_spread),   cmocka_unit_test(empty_is_sound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

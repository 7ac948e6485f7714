/* slab: zeroed, writable to the last byte, where it should lie, given back in whole. */
#define _GNU_SOURCE /* mincore */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/slab.h"

enum { PAGE = 4096, LARGE = 2 << 20 };

static const size_t sizes[] = {1,         63,           64,        PAGE - 1,  PAGE,         PAGE + 1,
                               100000,    LARGE - 1,    LARGE + 0, LARGE + 1, LARGE + PAGE, 2 * LARGE - 1,
                               2 * LARGE, 5 * LARGE + 7};

enum { N_SIZES = sizeof sizes / sizeof *sizes };

/* The places in memory that this process has taken, in pages; 0 where the system does not say. */
static unsigned long pages_taken(void)
{
    char text[64] = {0};
    int file = open("/proc/self/statm", O_RDONLY);
    ssize_t n = file < 0 ? 0 : read(file, text, sizeof text - 1);

    if (file >= 0)
        close(file);
    return n > 0 ? strtoul(text, NULL, 10) : 0;
}

/* Whether there is memory at p. */
static bool is_there(void *p)
{
    unsigned char in_core[1];
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    return mincore((char *)p - (uintptr_t)p % page, 1, in_core) == 0 || errno != ENOMEM;
}

static bool all_zero(const unsigned char *p, size_t n)
{
    return p[0] == 0 && memcmp(p, p + 1, n - 1) == 0;
}

static void zeroed_and_in_place(void **state)
{
    unsigned char *slab[N_SIZES];

    (void)state;
    for (unsigned round = 0; round < 2; round++) { /* the second time where something was written before */
        for (unsigned i = 0; i < N_SIZES; i++) {
            slab[i] = slab_new(sizes[i]);
            assert_non_null(slab[i]);
            assert_int_equal((uintptr_t)slab[i] % (sizes[i] >= LARGE ? LARGE : PAGE), 0);
            assert_true(all_zero(slab[i], sizes[i]));
            memset(slab[i], (int)i + 1, sizes[i]);
        }
        for (unsigned i = 0; i < N_SIZES; i++) { /* none lies over another */
            assert_int_equal(slab[i][0], i + 1);
            assert_int_equal(memcmp(slab[i], slab[i] + 1, sizes[i] - 1), 0);
        }
        for (unsigned i = 0; i < N_SIZES; i++)
            slab_free(slab[i], sizes[i]);
    }
}

/* Again and again: what is cut off, to begin where a large page may, must not stay behind either. */
static void given_back(void **state)
{
    enum { ROUNDS = 50 };

    (void)state;
    for (unsigned i = 0; i < N_SIZES; i++) {
        unsigned long before = pages_taken();

        for (unsigned round = 0; round < ROUNDS; round++) {
            unsigned char *p = slab_new(sizes[i]);

            assert_non_null(p);
            assert_true(is_there(p) && is_there(p + sizes[i] - 1));
            slab_free(p, sizes[i]);
            assert_false(is_there(p) || is_there(p + sizes[i] - 1));
        }
        assert_true(pages_taken() < before + ROUNDS / 2 * (LARGE / PAGE));
    }
}

static void what_there_is_not(void **state)
{
    (void)state;
    assert_null(slab_new(SIZE_MAX));
    assert_null(slab_new(SIZE_MAX - LARGE));
    assert_null(slab_new(SIZE_MAX / 2 + 1));
    assert_null(slab_new(SIZE_MAX / 2));
    slab_free(NULL, 0);
    slab_free(NULL, LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zeroed_and_in_place),
        cmocka_unit_test(given_back),
        cmocka_unit_test(what_there_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

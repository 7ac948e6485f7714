/* classes: each way to tell them against their definition, a byte at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/random.h"
#include "text/classes.h"

enum { BLOCK = 64, N_RANDOM = 200000 };

typedef classes classes_fn(const char *p);

/* The ways that this processor has; how many. */
static unsigned ways(classes_fn *way[2])
{
    unsigned n = 0;

    way[n++] = classes_plain;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
        way[n++] = classes_avx2;
#elif defined(CLASSES_NEON)
    way[n++] = classes_neon;
#endif
    return n;
}

static classes defined(const char *p)
{
    classes c = {0};

    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned char b = (unsigned char)p[i];
        uint64_t bit = UINT64_C(1) << i;

        if ((b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z'))
            c.letter |= bit;
        if (b >= '0' && b <= '9')
            c.digit |= bit;
        if (b <= 0x20 || b == 0x7f)
            c.blank |= bit;
        if (b == '\'' || b == '.' || b == ':')
            c.mid_letter |= bit;
        if (b == '\'' || b == '.' || b == ',' || b == ';')
            c.mid_number |= bit;
        if (b == '_' || b >= 0x80)
            c.other |= bit;
    }
    return c;
}

static void expect_defined(const char *p)
{
    classes_fn *way[2];
    unsigned n = ways(way);
    classes want = defined(p);

    for (unsigned w = 0; w < n; w++) {
        classes got = way[w](p);

        assert_int_equal(got.letter, want.letter);
        assert_int_equal(got.digit, want.digit);
        assert_int_equal(got.blank, want.blank);
        assert_int_equal(got.mid_letter, want.mid_letter);
        assert_int_equal(got.mid_number, want.mid_number);
        assert_int_equal(got.other, want.other);
    }
}

/* Among neighbours of all kinds: what one byte is must not depend on those beside it. */
static void every_byte_in_every_place(void **state)
{
    static const unsigned char around[] = {0, 'a', '0', '.', '_', 0x7f, 0x80, 0xff};

    (void)state;
    for (unsigned a = 0; a < sizeof around; a++)
        for (unsigned place = 0; place < BLOCK; place++)
            for (unsigned b = 0; b < 256; b++) {
                char block[BLOCK];

                memset(block, around[a], BLOCK);
                block[place] = (char)b;
                expect_defined(block);
            }
}

/* From addresses of every kind; all bytes, and those at the classes' bounds. */
static void random_blocks(void **state)
{
    static const unsigned char bounds[] = "@AZ[`az{/09:\x1f !\x7f\x80\xff'&(.-,;<_^";
    random_state r = random_seed(3);

    (void)state;
    for (unsigned i = 0; i < N_RANDOM; i++) {
        char bytes[BLOCK + 32], *block = bytes + random_below(&r, 32);
        bool at_bounds = random_below(&r, 2) == 0;

        for (unsigned j = 0; j < BLOCK; j++)
            block[j] = (char)(at_bounds ? bounds[random_below(&r, sizeof bounds)] : random_below(&r, 256));
        expect_defined(block);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_in_every_place),
        cmocka_unit_test(random_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

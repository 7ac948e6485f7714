/* hash: the definition in bytes and products by hand, the same on every machine; hash_short is hash_bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"

/* The product's halves xored, from four products of 32 bits. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    uint64_t a0 = a & UINT32_MAX, a1 = a >> 32, b0 = b & UINT32_MAX, b1 = b >> 32;
    uint64_t mid = a1 * b0 + (a0 * b0 >> 32), other = a0 * b1 + (mid & UINT32_MAX);

    return (other << 32 | (a0 * b0 & UINT32_MAX)) ^ (a1 * b1 + (mid >> 32) + (other >> 32));
}

static uint64_t little_endian(const unsigned char *p, size_t n)
{
    uint64_t w = 0;

    for (size_t i = 0; i < n; i++)
        w |= (uint64_t)p[i] << 8 * i;
    return w;
}

static uint64_t defined(const unsigned char *p, size_t n, uint64_t seed)
{
    uint64_t h = seed ^ fold(n ^ HASH_K0, HASH_K1);

    for (; n > 8; n -= 8, p += 8)
        h = fold(h ^ little_endian(p, 8), HASH_K0);
    return fold(h ^ little_endian(p, n) ^ HASH_K1, HASH_K0 ^ n);
}

/* Each at the very end of its memory. */
static void bytes_as_defined(void **state)
{
    random_state r = random_seed(1);

    (void)state;
    for (size_t n = 0; n <= 100; n++)
        for (unsigned round = 0; round < 20; round++) {
            unsigned char *p = malloc(n + (n == 0));
            uint64_t seed = round ? random_next(&r) : 0;

            assert_non_null(p);
            for (size_t i = 0; i < n; i++)
                p[i] = (unsigned char)random_next(&r);
            assert_int_equal(hash_bytes(p, n, seed), defined(p, n, seed));
            assert_int_equal(hash_str((str){(const char *)p, n}, seed), defined(p, n, seed));
            free(p);
        }
    assert_int_equal(hash_bytes(NULL, 0, 5), defined(NULL, 0, 5));
}

/* Models on disk hold these. */
static void values_on_disk(void **state)
{
    (void)state;
    assert_int_equal(hash_bytes("", 0, 0), UINT64_C(0x2888e9456d5f3f99));
    assert_int_equal(hash_bytes("the", 3, 0), UINT64_C(0x8ee9fdbcd977e2b2));
    assert_int_equal(hash_bytes("attribution", 11, 7), UINT64_C(0x399e63930c1289d1));
    assert_int_equal(hash_mix(0), UINT64_C(0x8ff2cbe24d976eb9));
    assert_int_equal(hash_pair(1, 2), UINT64_C(0xb48f5010588cffce));
}

/* Whatever stands behind the bytes. */
static void short_is_bytes(void **state)
{
    random_state r = random_seed(2);

    (void)state;
    for (size_t n = 0; n <= 8; n++)
        for (unsigned round = 0; round < 1000; round++) {
            uint64_t seed = random_next(&r);
            char p[8];

            for (size_t i = 0; i < sizeof p; i++)
                p[i] = (char)random_next(&r);
            assert_int_equal(hash_short(p, n, seed), hash_bytes(p, n, seed));
        }
}

static void order_and_length_matter(void **state)
{
    static const char zeros[40];

    (void)state;
    assert_true(hash_pair(1, 2) != hash_pair(2, 1));
    for (size_t n = 0; n < sizeof zeros; n++)
        for (size_t other = 0; other < n; other++)
            assert_true(hash_bytes(zeros, n, 0) != hash_bytes(zeros, other, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_as_defined),
        cmocka_unit_test(values_on_disk),
        cmocka_unit_test(short_is_bytes),
        cmocka_unit_test(order_and_length_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

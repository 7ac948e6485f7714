/* Model files: what is written comes back byte for byte; what is damaged, cut, foreign or a lie is refused,
 * and says which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model_sample.h"

/* Places in the format, from the comment in src/model/file.c. */
enum { HEADER = 64, ENTRY = 32, N_SECTIONS = 13 };
enum {
    SETTINGS,
    LABELS,
    LANES,
    CHECKS,
    WEIGHTS,
    SCALES,
    SV_BEGIN,
    SV_SLOT,
    SV_VALUE,
    SV_COEF,
    SV_NORM,
    CARD,
    NAMES
};

static uint64_t get_u64(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

static void put_u64(char *p, uint64_t v)
{
    memcpy(p, &v, sizeof v);
}

static uint32_t file_version(const buf *file)
{
    return (uint32_t)get_u64(file->p + 16);
}

static char *section_at(const buf *file, unsigned which)
{
    return file->p + get_u64(file->p + HEADER + ENTRY * which + 8);
}

static uint64_t section_n(const buf *file, unsigned which)
{
    return get_u64(file->p + HEADER + ENTRY * which + 16);
}

/* Makes all checksums right again, as whoever wanted to fool the loader would. */
static void sign(buf *file)
{
    for (unsigned i = 0; i < N_SECTIONS; i++)
        put_u64(file->p + HEADER + ENTRY * i + 24, hash_bytes(section_at(file, i), section_n(file, i), 0));
    put_u64(file->p + 32, hash_bytes(file->p + HEADER, ENTRY * N_SECTIONS, 0));
    put_u64(file->p + 56, hash_bytes(file->p, 56, 0));
}

static buf sample_file(enum sample_kind kind)
{
    model_name name[SAMPLE_NAMES];
    buf out = {0};
    model m;
    err e = {0};

    assert_true(sample_model(kind, &m, name));
    assert_true(model_write(&m, name, SAMPLE_NAMES, &out, &e));
    model_free(&m);
    return out;
}

/* Loads a copy that is exactly as long as it says, so that a read beyond the end is caught. */
static bool loads(const void *bytes, size_t n, bool with_names, err *e)
{
    void *copy = malloc(n ? n : 1);
    model_name *name = NULL;
    size_t n_names;
    model m;
    bool ok;

    assert_non_null(copy);
    memcpy(copy, bytes, n);
    *e = (err){0};
    ok = model_map(copy, n, "m.slant", &m, e);
    if (ok && with_names)
        ok = model_names(&m, &name, &n_names, e);
    assert_int_equal(ok, e->code == ERR_NONE);
    free(name);
    model_free(&m);
    free(copy);
    return ok;
}

static void refuses(const buf *file, const char *text)
{
    err e;

    assert_false(loads(file->p, file->n, false, &e));
    assert_string_equal(e.text, text);
    assert_int_equal(e.code, ERR_MODEL);
    assert_string_equal(e.path, "m.slant");
}

static void what_is_written_comes_back(void **state)
{
    (void)state;
    for (enum sample_kind kind = 0; kind < N_SAMPLES; kind++) {
        model_name name[SAMPLE_NAMES], *again;
        buf first = {0}, second = {0};
        model a, b;
        size_t n, n_slots;
        err e = {0};

        assert_true(sample_model(kind, &a, name));
        assert_true(model_write(&a, name, SAMPLE_NAMES, &first, &e));
        assert_true(model_map(first.p, first.n, "m.slant", &b, &e));
        assert_true(str_eq(a.task, b.task));
        assert_int_equal(a.K, b.K);
        assert_int_equal(a.L, b.L);
        assert_int_equal(a.multi_label, b.multi_label);
        assert_int_equal(a.separator, b.separator);
        for (uint32_t k = 0; k < a.K; k++)
            assert_true(str_eq(a.label[k], b.label[k]));
        assert_true(plan_equal(&a.plan, &b.plan));
        assert_memory_equal(a.bias, b.bias, a.L * sizeof *a.bias);
        assert_int_equal(a.calibration.kind, b.calibration.kind);
        assert_true(a.threshold == b.threshold && a.familiar == b.familiar);
        assert_int_equal(file_version(&first), MODEL_VERSION);
        if (kind == SAMPLE_KNOTS) {
            assert_memory_equal(a.calibration.end, b.calibration.end, 3 * sizeof(uint64_t));
            assert_memory_equal(a.calibration.at, b.calibration.at, 6 * sizeof(double));
            assert_memory_equal(a.calibration.height, b.calibration.height, 6 * sizeof(double));
        } else if (a.calibration.kind != CALIBRATION_NONE) {
            assert_memory_equal(a.calibration.slope, b.calibration.slope, a.L * sizeof(double));
            assert_memory_equal(a.calibration.shift, b.calibration.shift, a.L * sizeof(double));
        }
        n_slots = (size_t)1 << a.table.bits;
        assert_int_equal(a.table.bits, b.table.bits);
        assert_int_equal(a.table.width, b.table.width);
        assert_int_equal(a.table.n, b.table.n);
        assert_int_equal(a.table.turn, b.table.turn);
        assert_memory_equal(a.table.check, b.table.check, n_slots * sizeof(uint32_t));
        assert_int_equal(a.table.stride, b.table.stride);
        assert_memory_equal(a.table.row, b.table.row, n_slots * a.table.stride * sizeof(uint16_t));
        assert_memory_equal(a.table.scale, b.table.scale, a.table.width * sizeof(float));
        assert_int_equal(a.kernel.kind, b.kernel.kind);
        assert_int_equal(a.kernel.n, b.kernel.n);
        if (kind == SAMPLE_KERNEL) {
            assert_true(a.kernel.gamma == b.kernel.gamma && a.kernel.coef0 == b.kernel.coef0);
            assert_int_equal(a.kernel.degree, b.kernel.degree);
            assert_memory_equal(a.kernel.begin, b.kernel.begin, 3 * sizeof(uint64_t));
            assert_memory_equal(a.kernel.slot, b.kernel.slot, 5 * sizeof(uint32_t));
            assert_memory_equal(a.kernel.value, b.kernel.value, 5 * sizeof(float));
            assert_memory_equal(a.kernel.coef, b.kernel.coef, 6 * sizeof(float));
            assert_memory_equal(a.kernel.square, b.kernel.square, n_slots * sizeof(float));
        }
        assert_true(str_eq(a.card, b.card));

        assert_true(model_names(&b, &again, &n, &e));
        assert_int_equal(n, SAMPLE_NAMES);
        buf_z(&second, "what was there goes");
        assert_true(model_write(&b, again, n, &second, &e));
        assert_int_equal(first.n, second.n);
        assert_memory_equal(first.p, second.p, first.n);
        free(again);
        model_free(&a);
        model_free(&b);
        buf_free(&first);
        buf_free(&second);
    }
}

/* Every byte, ten values each. Only the names may wait until they are read. */
static void every_damaged_byte_is_found(void **state)
{
    err e;

    (void)state;
    for (enum sample_kind kind = 0; kind < N_SAMPLES; kind++) {
        buf file = sample_file(kind);
        size_t names = (size_t)(section_at(&file, NAMES) - file.p);
        size_t names_end =
            names + get_u64(file.p + HEADER + ENTRY * NAMES + 16); /* then zeros up to 64 bytes */

        for (size_t i = 0; i < file.n; i++) {
            const char was = file.p[i];

            for (unsigned v = 0; v < 10; v++) {
                file.p[i] = (char)(v < 8 ? was ^ (1 << v) : v == 8 ? 0 : -1);
                if (file.p[i] == was)
                    continue;
                assert_false(loads(file.p, file.n, true, &e));
                assert_int_equal(loads(file.p, file.n, false, &e), i >= names && i < names_end);
            }
            file.p[i] = was;
        }
        assert_true(loads(file.p, file.n, true, &e));
        buf_free(&file);
    }
}

static void damage_is_named(void **state)
{
    static const char *const name[] = {"settings", "labels",  "lanes",    "checks",  "weights", "scales",
                                       "sv.begin", "sv.slot", "sv.value", "sv.coef", "sv.norm", "card"};
    buf file = sample_file(SAMPLE_LINEAR), other = sample_file(SAMPLE_KERNEL);
    char text[80];
    err e;

    (void)state;
    for (unsigned i = SETTINGS; i <= CARD; i++) {
        buf *of = section_n(&file, i) ? &file : &other;

        (void)snprintf(text, sizeof text, "damaged: section %s", name[i]);
        section_at(of, i)[1] ^= 4;
        refuses(of, text);
        section_at(of, i)[1] ^= 4;
        if (i > SETTINGS && section_at(of, i) > section_at(of, i - 1) + section_n(of, i - 1)) {
            (void)snprintf(text, sizeof text, "damaged: bytes before section %s", name[i]);
            section_at(of, i)[-1] ^= 4;
            refuses(of, text);
            section_at(of, i)[-1] ^= 4;
        }
    }
    buf_free(&other);
    section_at(&file, NAMES)[12] ^= 4;
    assert_true(loads(file.p, file.n, false, &e));
    assert_false(loads(file.p, file.n, true, &e));
    assert_string_equal(e.text, "damaged: section names");
    section_at(&file, NAMES)[12] ^= 4;

    file.p[20] ^= 1;
    refuses(&file, "damaged: header");
    file.p[20] ^= 1;
    file.p[HEADER + 3] ^= 1;
    refuses(&file, "damaged: directory");
    buf_free(&file);
}

static void every_cut_is_found(void **state)
{
    buf file = sample_file(SAMPLE_LINEAR);
    char text[80];
    err e;

    (void)state;
    for (size_t n = 0; n < file.n; n++) {
        assert_false(loads(file.p, n, false, &e));
        if (n == 0)
            (void)snprintf(text, sizeof text, "not a slant model: the file is empty");
        else if (n < HEADER)
            (void)snprintf(text, sizeof text, "truncated: %zu bytes, the header alone has 64", n);
        else
            (void)snprintf(text, sizeof text, "truncated: %zu of %zu bytes", n, file.n);
        assert_string_equal(e.text, text);
    }
    buf_char(&file, 0);
    refuses(&file, "damaged: 1 bytes follow the model");
    buf_free(&file);
}

static void other_versions_and_machines(void **state)
{
    buf file = sample_file(SAMPLE_LINEAR);

    (void)state;
    file.p[16] = 5;
    sign(&file);
    refuses(&file, "made by a newer slant (format 5, this one reads 4)");
    file.p[16] = 3;
    sign(&file);
    refuses(&file, "made by an older slant (format 3, this one reads 4): train it again");
    file.p[16] = 0;
    sign(&file);
    refuses(&file, "damaged: header");
    file.p[16] = MODEL_VERSION;
    for (unsigned i = 0; i < 4; i++)
        file.p[12 + i] = (char)(1 + i);
    refuses(&file, "made for another byte order");
    buf_free(&file);
}

static void foreign_files(void **state)
{
    static const struct {
        str bytes;
        const char *text;
    } files[] = {
        {{"", 0}, "not a slant model: the file is empty"},
        {{"solver_type L2R_L2LOSS_SVC\nnr_class 2\n", 38}, "not a slant model but a text file"},
        {{"slant\nis a word\n", 16}, "not a slant model but a text file"},
        {{"\xc3\xa9t\xc3\xa9\n", 6}, "not a slant model but a text file"},
        {{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10},
         "not a slant model but gzip data: unpack it first"},
        {{"\x28\xb5\x2f\xfd\x04\x00", 6}, "not a slant model but zstd data: unpack it first"},
        {{"PK\x03\x04\x14\x00", 6}, "not a slant model but a zip archive"},
        {{"\xff\xfes\x00l\x00", 6}, "not a slant model but UTF-16 text"},
        {{"\x00\x01\x02\x03\xff\xff", 6}, "not a slant model"},
        {{"\x93slant\n\x1a\n", 9}, "damaged: a transfer in text mode has changed its bytes"},
        {{"\x93slant\r\n\x1a\r\n", 11}, "damaged: a transfer in text mode has changed its bytes"},
        {{"\x13slant\r\n\x1a\n", 10}, "damaged: a transfer in text mode has changed its bytes"},
        {{"\xc2\x93slant\r\n\x1a\n", 11}, "damaged: a transfer in text mode has changed its bytes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        err e;

        assert_false(loads(files[i].bytes.p, files[i].bytes.n, false, &e));
        assert_string_equal(e.text, files[i].text);
    }
}

/* Noise, alone and behind a header that is right. */
static void noise(void **state)
{
    buf file = sample_file(SAMPLE_KERNEL);
    size_t from = (size_t)(section_at(&file, SETTINGS) - file.p);
    uint64_t random = 1;
    err e;

    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        char bytes[512];

        for (unsigned i = 0; i < sizeof bytes; i += 8)
            put_u64(bytes + i, random = hash_mix(random + 1));
        assert_false(loads(bytes, round % sizeof bytes, true, &e));
    }
    for (unsigned round = 0; round < 20000; round++) {
        buf bad = {0};

        buf_add(&bad, file.p, file.n);
        for (unsigned n = 1 + round % 3; n; n--) {
            random = hash_mix(random + 1);
            bad.p[from + random % (file.n - from)] = (char)(random >> 40);
        }
        sign(&bad);
        (void)loads(bad.p, bad.n, true, &e); /* either way, but whole */
        buf_free(&bad);
    }
    buf_free(&file);
}

/* One value changed, all checksums right: the value itself has to be looked at. */
typedef struct lie {
    enum sample_kind kind;
    unsigned section, at, n;
    uint64_t value; /* n lowest bytes */
    const char *text;
} lie;

static const lie lies[] = {
    {SAMPLE_LINEAR, SETTINGS, 0, 4, 1, "invalid: section settings: number of labels"},
    {SAMPLE_LINEAR, SETTINGS, 0, 4, 10001, "invalid: section settings: number of labels"},
    {SAMPLE_LINEAR, SETTINGS, 0, 4, 3, "invalid: section settings: number of lanes"},
    {SAMPLE_LINEAR, SETTINGS, 4, 4, 2, "invalid: section settings: number of lanes"},
    {SAMPLE_LINEAR, SETTINGS, 8, 4, 3, "invalid: section settings: size of the table"},
    {SAMPLE_LINEAR, SETTINGS, 8, 4, 31, "invalid: section settings: size of the table"},
    {SAMPLE_LINEAR, SETTINGS, 8, 4, 5, "invalid: section checks: its size contradicts the settings"},
    {SAMPLE_LINEAR, SETTINGS, 8, 4, 30, "invalid: section checks: its size contradicts the settings"},
    {SAMPLE_LINEAR, SETTINGS, 12, 4, 3, "invalid: section settings: size of the table"},
    {SAMPLE_LINEAR, SETTINGS, 16, 4, 8,
     "invalid: section checks: too full, with gaps, or not as many features as it says"},
    {SAMPLE_LINEAR, SETTINGS, 20, 4, 1, "invalid: section settings: kernel"},
    {SAMPLE_LINEAR, SETTINGS, 24, 8, 1, "invalid: section settings: kernel"},
    {SAMPLE_LINEAR, SETTINGS, 40, 8, 1, "invalid: section settings: kernel"},
    {SAMPLE_LINEAR, SETTINGS, 48, 8, 0x8000000000000000, "invalid: section settings: kernel"}, /* -0.0 */
    {SAMPLE_LINEAR, SETTINGS, 60, 1, 2, "invalid: section settings: number of labels"},
    {SAMPLE_LINEAR, SETTINGS, 62, 1, 2, "invalid: section settings: calibration"},
    {SAMPLE_LINEAR, SETTINGS, 62, 1, 3, "invalid: section settings: calibration"},
    {SAMPLE_LINEAR, SETTINGS, 62, 1, 0, "invalid: section lanes: its size contradicts the settings"},
    {SAMPLE_KERNEL, SETTINGS, 62, 1, 1, "invalid: section settings: calibration"},
    {SAMPLE_LINEAR, SETTINGS, 63, 1, 4, "invalid: section settings: size of the table"},
    {SAMPLE_KERNEL, SETTINGS, 63, 1, 4, "invalid: section settings: kernel"},
    {SAMPLE_LINEAR, SETTINGS, 64, 1, 6, "invalid: section settings: plan"},
    {SAMPLE_LINEAR, SETTINGS, 69, 1, 2, "invalid: section settings: plan"},
    {SAMPLE_LINEAR, SETTINGS, 80, 1, 1, "invalid: section settings: tags"},
    {SAMPLE_LINEAR, SETTINGS, 80, 1, 2, "invalid: section settings: texts"},
    {SAMPLE_LINEAR, SETTINGS, 80, 1, 4, "invalid: section settings: tags"},
    {SAMPLE_LINEAR, SETTINGS, 64, 8, 0x0001000000000101,
     "of tags, and made by an older slant: train it again"},
    {SAMPLE_LINEAR, SETTINGS, 84, 1, 1, "invalid: section settings: calibration"},
    {SAMPLE_KNOTS, SETTINGS, 62, 1, 4, "invalid: section settings: calibration"},
    {SAMPLE_KNOTS, SETTINGS, 84, 4, 0, "invalid: section settings: calibration"},
    {SAMPLE_KNOTS, SETTINGS, 84, 4, 7, "invalid: section lanes: its size contradicts the settings"},
    {SAMPLE_KNOTS, SETTINGS, 84, 4, UINT32_MAX, "invalid: section lanes: its size contradicts the settings"},
    {SAMPLE_KERNEL, SETTINGS, 20, 4, 0, "invalid: section settings: kernel"},
    {SAMPLE_KERNEL, SETTINGS, 20, 4, UINT32_MAX,
     "invalid: section sv.begin: its size contradicts the settings"},
    {SAMPLE_KERNEL, SETTINGS, 24, 8, UINT64_MAX, "invalid: section settings: kernel"},
    {SAMPLE_KERNEL, SETTINGS, 24, 8, UINT64_MAX / 8,
     "invalid: section sv.slot: its size contradicts the settings"},
    {SAMPLE_KERNEL, SETTINGS, 40, 8, 0x7ff8000000000000, "invalid: section settings: kernel"},
    {SAMPLE_KERNEL, SETTINGS, 48, 8, 0xfff0000000000000, "invalid: section settings: kernel"},
    {SAMPLE_LINEAR, LABELS, 0, 4, UINT32_MAX, "invalid: section labels: a name runs over the end"},
    {SAMPLE_LINEAR, LABELS, 0, 4, 0, "invalid: section labels: a name is empty, too long or not UTF-8"},
    {SAMPLE_LINEAR, LABELS, 8, 4, 6, "invalid: section labels: bytes are left over"},
    {SAMPLE_LINEAR, LABELS, 12, 1, 0xff, "invalid: section labels: a name is empty, too long or not UTF-8"},
    {SAMPLE_LINEAR, LABELS, 16, 1, 'q', "invalid: section labels: labels are not in order"},
    {SAMPLE_MULTI, LABELS, 21, 1, ';', "invalid: section labels: a label holds the separator"},
    {SAMPLE_LINEAR, LANES, 0, 8, 0x7ff0000000000000,
     "invalid: section lanes: a number is not finite or too large"},
    {SAMPLE_LINEAR, LANES, 16, 8, 0x7ff8000000000000,
     "invalid: section lanes: a number is not finite or too large"},
    {SAMPLE_KNOTS, LANES, 24, 8, 0, "invalid: section lanes: a lane has no knots, or too many"},
    {SAMPLE_KNOTS, LANES, 32, 8, 3, "invalid: section lanes: a lane has no knots, or too many"},
    {SAMPLE_KNOTS, LANES, 24, 8, UINT64_MAX, "invalid: section lanes: a lane has no knots, or too many"},
    {SAMPLE_KNOTS, LANES, 40, 8, 5, "invalid: section lanes: knots are left over"},
    {SAMPLE_KNOTS, LANES, 48, 8, 0x7ff8000000000000,
     "invalid: section lanes: a number is not finite or too large"},
    {SAMPLE_KNOTS, LANES, 56, 8, 0xbff0000000000000, "invalid: section lanes: knots are not in order"},
    {SAMPLE_KNOTS, LANES, 96, 8, 0, "invalid: section lanes: a probability is not between 0 and 1"},
    {SAMPLE_KNOTS, LANES, 136, 8, 0x3ff0000000000000,
     "invalid: section lanes: a probability is not between 0 and 1"},
    {SAMPLE_KNOTS, LANES, 104, 8, 0x7ff8000000000000,
     "invalid: section lanes: a probability is not between 0 and 1"},
    {SAMPLE_KNOTS, LANES, 104, 8, 0x3fb0000000000000, "invalid: section lanes: knots are not in order"},
    {SAMPLE_UNSURE, SETTINGS, 62, 1, 0, "invalid: section lanes: its size contradicts the settings"},
    {SAMPLE_UNSURE, LANES, 32, 8, 0x8000000000000000, "invalid: section lanes: what is familiar"}, /* -0.0 */
    {SAMPLE_UNSURE, LANES, 32, 8, 0x7ff0000000000000, "invalid: section lanes: what is familiar"},
    {SAMPLE_UNSURE, LANES, 32, 8, 0x7ff8000000000000, "invalid: section lanes: what is familiar"},
    {SAMPLE_UNSURE, LANES, 24, 8, 0x3ff0000000000001, "invalid: section lanes: the threshold"}, /* above 1 */
    {SAMPLE_UNSURE, LANES, 24, 8, 0x8000000000000000, "invalid: section lanes: the threshold"}, /* -0.0 */
    {SAMPLE_UNSURE, LANES, 24, 8, 0x7ff8000000000000, "invalid: section lanes: the threshold"},
    {SAMPLE_KNOTS, LANES, 144, 8, 0xbfe0000000000000, "invalid: section lanes: the threshold"},
    {SAMPLE_LINEAR, SETTINGS, 32, 8, 64, "invalid: section settings: size of the table"},
    {SAMPLE_LINEAR, WEIGHTS, 2, 2, 0x8000,
     "invalid: section weights: a number is not finite, behind the last, or a negative square"},
    {SAMPLE_MULTI, WEIGHTS, 120, 2, 0x7c01,
     "invalid: section weights: a number is not finite, behind the last, or a negative square"},
    {SAMPLE_LINEAR, SCALES, 0, 4, 0x40400000, "invalid: section scales: no power of two, or out of range"},
    {SAMPLE_LINEAR, SCALES, 4, 4, 0x7f800000, "invalid: section scales: no power of two, or out of range"},
    {SAMPLE_KERNEL, SV_BEGIN, 0, 8, 1, "invalid: section sv.begin: rows do not fill the cells"},
    {SAMPLE_KERNEL, SV_BEGIN, 8, 8, 6, "invalid: section sv.begin: rows are not in order"},
    {SAMPLE_KERNEL, SV_BEGIN, 16, 8, 4, "invalid: section sv.begin: rows do not fill the cells"},
    {SAMPLE_KERNEL, SV_SLOT, 4, 4, 16, "invalid: section sv.slot: slots are not in order or out of range"},
    {SAMPLE_KERNEL, SV_SLOT, 4, 4, 1, "invalid: section sv.slot: slots are not in order or out of range"},
    {SAMPLE_KERNEL, SV_VALUE, 16, 4, 0x7f800001,
     "invalid: section sv.value: a number is not finite or too large"},
    {SAMPLE_KERNEL, SV_COEF, 20, 4, 0x7149f2cb,
     "invalid: section sv.coef: a number is not finite or too large"},
    {SAMPLE_KERNEL, SV_NORM, 8, 4, 0x7149f2cb,
     "invalid: section sv.norm: a number is not finite or too large"},
    {SAMPLE_KERNEL, SV_NORM, 60, 4, 0xbf800000, "invalid: section sv.norm: a square is negative"},
    {SAMPLE_LINEAR, CARD, 3, 1, 0xc3, "invalid: section card: not UTF-8"},
};

static void lies_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        const lie *l = &lies[i];
        buf file = sample_file(l->kind);

        memcpy(section_at(&file, l->section) + l->at, &l->value, l->n);
        sign(&file);
        refuses(&file, l->text);
        buf_free(&file);
    }
}

static void lies_of_the_directory(void **state)
{
    (void)state;
    for (unsigned i = 0; i < N_SECTIONS; i++)
        for (unsigned field = 8; field <= 16; field += 8)
            for (unsigned shift = 0; shift < 64; shift++) {
                buf file = sample_file(SAMPLE_KERNEL);
                char *at = file.p + HEADER + ENTRY * i + field;
                err e;

                put_u64(at, get_u64(at) ^ UINT64_C(1) << shift);
                put_u64(file.p + 32, hash_bytes(file.p + HEADER, ENTRY * N_SECTIONS, 0));
                put_u64(file.p + 56, hash_bytes(file.p, 56, 0));
                /* Fewer names than there are, with zeros behind them, show when they are read. */
                assert_false(loads(file.p, file.n, i == NAMES && field == 16 && shift < 6, &e));
                buf_free(&file);
            }
}

/* What a trainer must not get away with. */
static void bad_models_are_not_written(void **state)
{
    static const char *const text[] = {
        "invalid: section lanes: a number is not finite or too large",
        "a label must have 1 to 4096 bytes of UTF-8: '' has 0",
        "a label must have 1 to 4096 bytes of UTF-8: '\xff' has 1",
        "invalid: section labels: labels are not in order",
        "invalid: section settings: plan",
        "too many labels: 10001, at most 10000",
        "a task's name must have 1 to 4096 bytes of UTF-8: '' has 0",
    };

    (void)state;
    for (unsigned i = 0; i < sizeof text / sizeof text[0]; i++) {
        const double nan[3] = {NAN, 0, 0};
        model_name name[SAMPLE_NAMES];
        buf out = {0};
        model m;
        err e = {0};

        assert_true(sample_model(SAMPLE_LINEAR, &m, name));
        if (i == 0)
            m.bias = nan;
        if (i == 1)
            m.label[0] = (str){0};
        if (i == 2)
            m.label[1] = STR("\xff");
        if (i == 3)
            m.label[0] = STR("perhaps");
        if (i == 4)
            m.plan.word_min = 0;
        if (i == 5)
            m.K = 10001;
        if (i == 6)
            m.task = (str){0};
        assert_false(model_write(&m, name, SAMPLE_NAMES, &out, &e));
        assert_string_equal(e.text, text[i]);
        buf_free(&out);
        model_free(&m);
    }
}

/* ------------------------------------------------------------------------------------------- from the disk
 */

static void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void load_fails(const char *path, err_code code, const char *text)
{
    bundle b;
    err e = {0};

    assert_false(bundle_load(path, &b, &e));
    assert_int_equal(e.code, code);
    assert_string_equal(e.text, text);
    assert_string_equal(e.path, path);
    assert_null(b.model);
    assert_null(b.file);
}

static void from_the_disk(void **state)
{
    char folder[] = "/tmp/slant-file-test-XXXXXX", path[64], link[64], missing[64], text[80];
    buf file = sample_file(SAMPLE_MULTI);
    model_name *name;
    size_t n;
    bundle b;
    err e = {0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/m.slant", folder);
    (void)snprintf(link, sizeof link, "%s/link", folder);
    (void)snprintf(missing, sizeof missing, "%s/missing", folder);

    write_file(path, file.p, file.n);
    assert_int_equal(symlink("m.slant", link), 0);
    for (unsigned i = 0; i < 2; i++) {
        assert_true(bundle_load(i ? link : path, &b, &e));
        assert_int_equal(b.held, BUNDLE_MAPPED);
        assert_int_equal(b.n, 1);
        assert_int_equal(b.model->K, 3);
        assert_true(model_names(b.model, &name, &n, &e));
        assert_int_equal(n, SAMPLE_NAMES);
        free(name);
        bundle_free(&b);
    }

    load_fails(missing, ERR_IO, "cannot open the model: no such file or directory");
    load_fails(folder, ERR_MODEL, "not a slant model but a folder");
    write_file(path, file.p, file.n - 1);
    (void)snprintf(text, sizeof text, "truncated: %zu of %zu bytes", file.n - 1, file.n);
    load_fails(path, ERR_MODEL, text);
    write_file(path, "", 0);
    load_fails(path, ERR_MODEL, "not a slant model: the file is empty");
    load_fails("/dev/null", ERR_MODEL, "not a slant model: the file is empty");
    load_fails("/dev/zero", ERR_MODEL,
               "not a slant model"); /* does not end: nothing after 64 bytes is read */

    assert_int_equal(unlink(path) | unlink(link) | rmdir(folder), 0);
    buf_free(&file);
}

/* Above 8 MiB: many models, one behind the other. Whole, cut within one, and of another's bytes. */
static void a_large_one(void **state)
{
    char path[] = "/tmp/slant-file-test-XXXXXX", text[80];
    buf one = sample_file(SAMPLE_MULTI), all = {0};
    size_t n_models = 0;
    bundle b;
    err e = {0};

    (void)state;
    assert_int_equal(close(mkstemp(path)), 0);
    for (; all.n <= 8 << 20; n_models++)
        buf_add(&all, one.p, one.n);
    assert_false(all.failed);
    write_file(path, all.p, all.n);
    assert_true(bundle_load(path, &b, &e));
    assert_int_equal(b.held, BUNDLE_SLAB);
    assert_int_equal(b.n_file, all.n);
    assert_memory_equal(b.file, all.p, all.n);
    assert_int_equal(b.n, n_models);
    bundle_free(&b);

    write_file(path, all.p, all.n - 1);
    (void)snprintf(text, sizeof text, "truncated: %zu of %zu bytes", one.n - 1, one.n);
    load_fails(path, ERR_MODEL, text);
    memset(all.p, 'a', all.n);
    write_file(path, all.p, all.n);
    load_fails(path, ERR_MODEL, "not a slant model but a text file");
    assert_int_equal(unlink(path), 0);
    buf_free(&one);
    buf_free(&all);
}

/* Through a pipe: whole, cut, and with something behind it. */
static void from_a_pipe(void **state)
{
    buf file = sample_file(SAMPLE_KERNEL);
    char text[3][80];

    (void)state;
    (void)snprintf(text[1], sizeof text[1], "truncated: %zu of %zu bytes", file.n - 7, file.n);
    (void)snprintf(text[2], sizeof text[2], "damaged: 3 bytes follow the model");
    for (unsigned i = 0; i < 3; i++) {
        size_t n = i == 1 ? file.n - 7 : file.n;
        char path[32];
        int ends[2];
        bundle b;
        err e = {0};

        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], file.p, n), n); /* fits into any pipe */
        if (i == 2)
            assert_int_equal(write(ends[1], "xyz", 3), 3);
        assert_int_equal(close(ends[1]), 0);
        (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        if (i == 0) {
            assert_true(bundle_load(path, &b, &e));
            assert_int_equal(b.held, BUNDLE_MALLOC);
            assert_int_equal(b.model->kernel.n, 2);
            bundle_free(&b);
        } else {
            load_fails(path, ERR_MODEL, text[i]);
        }
        assert_int_equal(close(ends[0]), 0);
    }
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(every_damaged_byte_is_found),
        cmocka_unit_test(damage_is_named),
        cmocka_unit_test(every_cut_is_found),
        cmocka_unit_test(other_versions_and_machines),
        cmocka_unit_test(foreign_files),
        cmocka_unit_test(noise),
        cmocka_unit_test(lies_are_found),
        cmocka_unit_test(lies_of_the_directory),
        cmocka_unit_test(bad_models_are_not_written),
        cmocka_unit_test(from_the_disk),
        cmocka_unit_test(a_large_one),
        cmocka_unit_test(from_a_pipe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A model's bytes on disk: read by mapping them, or a large file's to large pages, and pointing into them;
 * written in one piece.
 *
 * What enters is a stranger's file; what leaves is a model in which every offset, count, enum and number has
 * been looked at, so that nothing after this file checks again. A checksum finds damage, not malice: whoever
 * can write a file can write its checksums, so the values are checked as if there were none.
 *
 * Checksums are hash_bytes (base/hash.h) with seed 0. CRC-32 would promise to notice every burst of up to 32
 * bits; 64 well-mixed bits miss one damage in 2^64 whatever its shape. Both read 2.5 GB/s here. The table's
 * places depend on hash_bytes anyway, and this way no library stands between a file and its check.
 *
 * Numbers are little-endian, floats and doubles IEEE 754. (A big-endian machine would write its own order;
 * the mark at byte 12 tells, and neither reads the other's.) Everything below is at a multiple of 64 bytes
 * from the file's begin, gaps are zero, also the one that makes the whole a multiple of 64 bytes: models may
 * stand one behind the other in a file (model.h, bundle). The same model gives the same bytes.
 *
 *   Header, 64 bytes
 *     0  10  magic: 93 's' 'l' 'a' 'n' 't' 0D 0A 1A 0A. As in PNG, a lost eighth bit and changed line ends
 *            show, and `type` stops
 *    10   2  0
 *    12   4  0x01020304, the order of bytes
 *    16   4  version of this format; 0 to 19 keep their meaning in all versions
 *    20   4  number of sections, 13
 *    24   8  bytes of the whole file
 *    32   8  checksum of the directory
 *    40  16  0
 *    56   8  checksum of bytes 0 to 55
 *   Directory, 32 bytes for each section, in the order below
 *     0   8  name, filled up with NUL
 *     8   8  begin, from the file's begin
 *    16   8  bytes
 *    24   8  checksum
 *   Sections; K labels, L lanes, S = 2^bits slots, n support vectors with Z cells
 *     settings  88    see struct settings
 *     labels    ..    (K + 1) x u32 lengths; then the task's name and the labels, one behind the other
 *     lanes     8 L or 24 L   bias; with a calibration also slope, shift: f64 each
 *               where probabilities go by knots (model.h), in place of slope and shift: end, u64 each;
 *               then at and height of all knots, f64 each
 *               then the threshold and what is familiar, f64 each
 *     checks    4 S   u32 a slot, 0 is empty
 *     weights   2 S stride   f16 rows, the last column a feature's share of the norm; stride as in table.h;
 *               no bytes for a kernel model, like the next
 *     scales    4 width   f32 a column, by which its weights count
 *     sv.begin  8 (n + 1)   u64; no bytes for a linear model, like the next four
 *     sv.slot   4 Z   u32
 *     sv.value  4 Z   f32
 *     sv.coef   4 n L f32
 *     sv.norm   4 S   f32  a feature's share of the norm
 *     card      ..    JSON
 *     names     ..    names.c; the only section whose checksum waits until it is read */
#include "model/model.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/slab.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "model/names.h"

enum {
    SECTION_SETTINGS,
    SECTION_LABELS,
    SECTION_LANES,
    SECTION_CHECKS,
    SECTION_WEIGHTS,
    SECTION_SCALES,
    SECTION_SV_BEGIN,
    SECTION_SV_SLOT,
    SECTION_SV_VALUE,
    SECTION_SV_COEF,
    SECTION_SV_NORM,
    SECTION_CARD,
    SECTION_NAMES,
    N_SECTIONS
};

static const char section_name[N_SECTIONS][9] = {"settings", "labels",   "lanes",   "checks",   "weights",
                                                 "scales",   "sv.begin", "sv.slot", "sv.value", "sv.coef",
                                                 "sv.norm",  "card",     "names"};

static const unsigned char magic[10] = {0x93, 's', 'l', 'a', 'n', 't', '\r', '\n', 0x1a, '\n'};

enum { ALIGN = 64, STREAM_STEP = 1 << 16, MAPPED_MAX = 8 << 20 };

static const uint32_t ORDER = 0x01020304, ORDER_OTHER = 0x04030201;

typedef struct header {
    unsigned char magic[10];
    uint16_t zero;
    uint32_t order;
    uint32_t version;
    uint32_t n_sections;
    uint64_t n_file;
    uint64_t directory_checksum;
    uint64_t spare[2];
    uint64_t checksum;
} header;

typedef struct section {
    char name[8];
    uint64_t begin;
    uint64_t n; /* bytes */
    uint64_t checksum;
} section;

typedef struct settings {
    uint32_t K, L;
    uint32_t bits, width, n_features; /* the table's                        */
    uint32_t n_vectors;               /* the kernel's; 0 for a linear model */
    uint64_t n_cells;
    uint64_t turn;
    double gamma, coef0;
    uint32_t degree;
    uint8_t multi_label; /* 0, 1              */
    char separator;
    uint8_t calibration;      /* calibration_kind  */
    uint8_t kernel;           /* kernel_kind       */
    plan plan;                /* 8 bytes, in the order of feature/plan.h */
    uint32_t text, last_text; /* of a record with several           */
    uint32_t tags;            /* TAGS_ below                             */
    uint32_t n_knots;         /* of all lanes                            */
} settings;

enum {
    TAGS_PLAN = 1,    /* the plan is PLAN_TAGS, and tags are hashed by feature_tag                */
    TAGS_OVERLAP = 2, /* the task's last text is made of the first two, and is one of tags        */
};

_Static_assert(sizeof(header) == 64 && sizeof(section) == 32, "the format has no padding of the compiler's");
_Static_assert(sizeof(settings) == 88 && sizeof(plan) == 8, "the format has no padding of the compiler's");

static uint64_t align(uint64_t at)
{
    return (at + ALIGN - 1) / ALIGN * ALIGN;
}

/* -------------------------------------------------------------------------------- what kind of file is this
 */

/* What to say of bytes that are no model. */
static bool foreign(const unsigned char *p, size_t n, err *e)
{
    static const struct {
        const char *begin;
        const char *what;
    } known[] = {
        {"\x1f\x8b", "gzip data: unpack it first"},
        {"\x28\xb5\x2f\xfd", "zstd data: unpack it first"},
        {"PK\x03\x04", "a zip archive"},
        {"\xff\xfe", "UTF-16 text"},
        {"\xfe\xff", "UTF-16 text"},
        {"\x7f"
         "ELF",
         "a program"},
    };
    str head = {(const char *)p, n < 16 ? n : 16};
    size_t sample = n < 512 ? n : 512;
    size_t bad = utf8_bad((str){(const char *)p, sample});

    if (n == 0)
        return err_set(e, ERR_MODEL, "not a slant model: the file is empty");
    /* Our magic, with a byte before the name or the line ends behind it changed. */
    for (size_t i = 1; i < 4 && i < head.n; i++)
        if (str_starts((str){head.p + i, head.n - i}, STR("slant")) && memchr(head.p, 0x1a, head.n))
            return err_set(e, ERR_MODEL, "damaged: a transfer in text mode has changed its bytes");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_starts((str){(const char *)p, n}, str_z(known[i].begin)))
            return err_set(e, ERR_MODEL, "not a slant model but %s", known[i].what);
    /* The sample may end inside a character. */
    if ((bad == sample || (sample >= sizeof(header) && bad + 4 > sample)) && !memchr(p, 0, sample))
        return err_set(e, ERR_MODEL, "not a slant model but a text file");
    return err_set(e, ERR_MODEL, "not a slant model");
}

/* The first 64 bytes, as far as they are there. After this out->n_file may be believed. */
static bool header_read(const unsigned char *p, size_t n, header *out, err *e)
{
    if (n == 0 || memcmp(p, magic, n < sizeof magic ? n : sizeof magic) != 0)
        return foreign(p, n, e);
    if (n < sizeof *out)
        return err_set(e, ERR_MODEL, "truncated: %zu bytes, the header alone has %zu", n, sizeof *out);
    memcpy(out, p, sizeof *out);
    if (out->order == ORDER_OTHER)
        return err_set(e, ERR_MODEL, "made for another byte order");
    if (out->order != ORDER)
        return err_set(e, ERR_MODEL, "damaged: header");
    if (out->version > MODEL_VERSION)
        return err_set(e, ERR_MODEL, "made by a newer slant (format %u, this one reads %d)", out->version,
                       MODEL_VERSION);
    if (out->version && out->version < MODEL_VERSION)
        return err_set(e, ERR_MODEL, "made by an older slant (format %u, this one reads %d): train it again",
                       out->version, MODEL_VERSION);
    if (out->version == 0 || out->checksum != hash_bytes(p, offsetof(header, checksum), 0))
        return err_set(e, ERR_MODEL, "damaged: header");
    if (out->n_sections != N_SECTIONS || out->zero || out->spare[0] || out->spare[1])
        return err_set(e, ERR_MODEL, "invalid: header");
    return true;
}

static bool all_zero(const unsigned char *p, uint64_t n)
{
    unsigned char any = 0;

    for (uint64_t i = 0; i < n; i++)
        any |= p[i];
    return any == 0;
}

/* The directory: sections lie behind each other with the smallest gaps and fill the file. */
static bool directory_read(const unsigned char *p, size_t n, section *out, err *e)
{
    uint64_t end = sizeof(header) + N_SECTIONS * sizeof(section);
    header h = {0};

    if (!header_read(p, n, &h, e))
        return false;
    if (h.n_file > n)
        return err_set(e, ERR_MODEL, "truncated: %zu of %llu bytes", n, (unsigned long long)h.n_file);
    if (h.n_file < n)
        return err_set(e, ERR_MODEL, "damaged: %llu bytes follow the model",
                       (unsigned long long)(n - h.n_file));
    if (n < end)
        return err_set(e, ERR_MODEL, "invalid: no room for the directory");
    if (hash_bytes(p + sizeof h, N_SECTIONS * sizeof *out, 0) != h.directory_checksum)
        return err_set(e, ERR_MODEL, "damaged: directory");
    memcpy(out, p + sizeof h, N_SECTIONS * sizeof *out);
    for (unsigned i = 0; i < N_SECTIONS; i++) {
        uint64_t begin = align(end);

        if (memcmp(out[i].name, section_name[i], sizeof out[i].name) != 0 || out[i].begin != begin ||
            begin > n || out[i].n > n - begin)
            return err_set(e, ERR_MODEL, "invalid: directory");
        if (!all_zero(p + end, begin - end))
            return err_set(e, ERR_MODEL, "damaged: bytes before section %s", section_name[i]);
        end = begin + out[i].n;
    }
    if (align(end) != n)
        return err_set(e, ERR_MODEL, "invalid: directory");
    if (!all_zero(p + end, n - end))
        return err_set(e, ERR_MODEL, "damaged: bytes at the end");
    return true;
}

/* ----------------------------------------------------------------------------------------- what is inside it
 */

/* "invalid: section labels: why" */
static bool invalid(unsigned which, err *e, const char *why)
{
    return err_set(e, ERR_MODEL, "invalid: section %s: %s", section_name[which], why);
}

/* Numbers of at most 1e30, so that a sum over any text is finite; NaN is larger than that when seen as bits.
 */
static bool floats_tame(const float *v, size_t n)
{
    enum { STEP = 16 };
    const uint32_t limit = 0x7149f2ca; /* 1e30f */
    uint32_t bits[STEP], wild = 0;
    size_t i = 0;

    /* Fixed steps, which the compiler turns into vectors. */
    for (; n - i >= STEP; i += STEP) {
        memcpy(bits, v + i, sizeof bits);
        for (unsigned k = 0; k < STEP; k++)
            wild |= limit - (bits[k] & 0x7fffffff);
    }
    for (; i < n; i++) {
        memcpy(bits, v + i, sizeof bits[0]);
        wild |= limit - (bits[0] & 0x7fffffff);
    }
    return wild >> 31 == 0; /* no subtraction has wrapped */
}

static bool doubles_tame(const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(v[i] >= -1e30 && v[i] <= 1e30))
            return false;
    return true;
}

static bool tags_check(const settings *s, err *e)
{
    bool tags = plan_equal(&s->plan, &PLAN_TAGS);

    if (tags && !(s->tags & TAGS_PLAN))
        return err_set(e, ERR_MODEL, "of tags, and made by an older slant: train it again");
    if (s->tags > (TAGS_PLAN | TAGS_OVERLAP) || (s->tags & TAGS_PLAN) != tags)
        return invalid(SECTION_SETTINGS, e, "tags");
    if (s->tags & TAGS_OVERLAP && (s->last_text < 2 || (s->text == s->last_text && !tags)))
        return invalid(SECTION_SETTINGS, e, "texts");
    return true;
}

/* Numbers that stand alone, and those that must fit each other. */
static bool settings_check(const settings *s, err *e)
{
    uint32_t K_min = s->multi_label ? 1 : 2;
    bool linear = s->kernel == KERNEL_NONE;

    if (s->multi_label > 1 || s->K < K_min || s->K > MODEL_LABELS_MAX)
        return invalid(SECTION_SETTINGS, e, "number of labels");
    if (s->L != (s->K == 2 && !s->multi_label ? 1 : s->K))
        return invalid(SECTION_SETTINGS, e, "number of lanes");
    if (s->multi_label && (s->separator <= ' ' || s->separator > '~')) /* it goes into rows as it is */
        return invalid(SECTION_SETTINGS, e, "separator");
    if (!plan_check(&s->plan, &(err){0}))
        return invalid(SECTION_SETTINGS, e, "plan");
    if (s->bits < TABLE_BITS_MIN || s->bits > TABLE_BITS_MAX || s->turn > 63 ||
        s->width != (linear ? s->L + 1 : 0))
        return invalid(SECTION_SETTINGS, e, "size of the table");
    if (s->calibration > CALIBRATION_KNOTS || (s->calibration == CALIBRATION_KNOTS) != (s->n_knots > 0) ||
        (s->calibration == CALIBRATION_SIGMOID && s->L > 1 && !s->multi_label) ||
        (s->calibration == CALIBRATION_SOFTMAX && (s->L < 3 || s->multi_label)))
        return invalid(SECTION_SETTINGS, e, "calibration");
    if (s->kernel > KERNEL_SIGMOID || linear != (s->n_vectors == 0) || !doubles_tame(&s->gamma, 1) ||
        !doubles_tame(&s->coef0, 1) || (s->kernel == KERNEL_RBF && s->gamma < 0))
        return invalid(SECTION_SETTINGS, e, "kernel");
    /* As bytes: there is a zero with a sign, and one model has one file. */
    if (linear &&
        (s->n_cells || s->degree || !all_zero((const unsigned char *)&s->gamma, 2 * sizeof s->gamma)))
        return invalid(SECTION_SETTINGS, e, "kernel");
    if (s->text > s->last_text || s->last_text >= TEXTS_MAX || (!linear && s->last_text))
        return invalid(SECTION_SETTINGS, e, "texts");
    return tags_check(s, e);
}

/* Every section is as long as the settings say. None of the products can overflow: 2^30 slots of 10^4 floats,
 * 2^32 vectors of 10^4 lanes, and cells are limited first. */
static bool sizes_check(const settings *s, const section *d, err *e)
{
    uint64_t lanes = s->L, knots = s->n_knots, n_slots = UINT64_C(1) << s->bits, vectors = s->n_vectors;
    uint64_t want[N_SECTIONS] = {0};

    if (s->n_cells > UINT64_MAX / 8)
        return invalid(SECTION_SETTINGS, e, "kernel");
    want[SECTION_LANES] = (lanes + 2) * sizeof(double);
    if (s->calibration == CALIBRATION_KNOTS)
        want[SECTION_LANES] += lanes * sizeof(uint64_t) + 2 * knots * sizeof(double);
    else if (s->calibration != CALIBRATION_NONE)
        want[SECTION_LANES] += 2 * lanes * sizeof(double);
    want[SECTION_CHECKS] = n_slots * sizeof(uint32_t);
    want[SECTION_WEIGHTS] = n_slots * table_stride(s->width) * sizeof(uint16_t);
    want[SECTION_SCALES] = s->width * sizeof(float);
    want[SECTION_SV_BEGIN] = vectors ? (vectors + 1) * sizeof(uint64_t) : 0;
    want[SECTION_SV_SLOT] = s->n_cells * sizeof(uint32_t);
    want[SECTION_SV_VALUE] = s->n_cells * sizeof(float);
    want[SECTION_SV_COEF] = vectors * lanes * sizeof(float);
    want[SECTION_SV_NORM] = vectors ? n_slots * sizeof(float) : 0;
    for (unsigned i = SECTION_LANES; i <= SECTION_SV_NORM; i++)
        if (d[i].n != want[i])
            return invalid(i, e, "its size contradicts the settings");
    return true;
}

static bool name_good(str name)
{
    return name.n > 0 && name.n <= MODEL_NAME_MAX && utf8_bad(name) == name.n;
}

/* Task and labels: good names, labels rising, none that a list of labels would cut in two. */
static bool labels_read(const unsigned char *p, uint64_t n, model *m, err *e)
{
    uint64_t at = ((uint64_t)m->K + 1) * sizeof(uint32_t);

    if (n < at)
        return invalid(SECTION_LABELS, e, "no room for the lengths");
    m->label = ARENA_NEW(&m->owned->arena, m->K, str);
    if (!m->label)
        return err_memory(e);
    for (uint32_t i = 0; i <= m->K; i++) {
        uint32_t length;
        str name;

        memcpy(&length, p + i * sizeof length, sizeof length);
        if (length > n - at)
            return invalid(SECTION_LABELS, e, "a name runs over the end");
        name = (str){(const char *)p + at, length};
        at += length;
        if (!name_good(name))
            return invalid(SECTION_LABELS, e, "a name is empty, too long or not UTF-8");
        if (i == 0) {
            m->task = name;
            continue;
        }
        if (i > 1 && str_cmp(m->label[i - 2], name) >= 0)
            return invalid(SECTION_LABELS, e, "labels are not in order");
        if (m->multi_label && memchr(name.p, m->separator, name.n))
            return invalid(SECTION_LABELS, e, "a label holds the separator");
        m->label[i - 1] = name;
    }
    return at == n ? true : invalid(SECTION_LABELS, e, "bytes are left over");
}

/* Each lane has a few knots, margins rise, heights never fall, and neither 0 nor 1 is among them. */
static bool knots_check(const calibration *c, uint32_t L, uint64_t n_knots, err *e)
{
    uint64_t begin = 0;

    for (uint32_t l = 0; l < L; begin = c->end[l++])
        if (c->end[l] <= begin || c->end[l] > n_knots || c->end[l] - begin > MODEL_KNOTS_MAX)
            return invalid(SECTION_LANES, e, "a lane has no knots, or too many");
    if (begin != n_knots)
        return invalid(SECTION_LANES, e, "knots are left over");
    if (!doubles_tame(c->at, n_knots))
        return invalid(SECTION_LANES, e, "a number is not finite or too large");
    for (uint64_t i = 0; i < n_knots; i++)
        if (!(c->height[i] > 0 && c->height[i] < 1))
            return invalid(SECTION_LANES, e, "a probability is not between 0 and 1");
    begin = 0;
    for (uint32_t l = 0; l < L; begin = c->end[l++])
        for (uint64_t i = begin + 1; i < c->end[l]; i++)
            if (!(c->at[i] > c->at[i - 1] && c->height[i] >= c->height[i - 1]))
                return invalid(SECTION_LANES, e, "knots are not in order");
    return true;
}

static bool lanes_read(const void *p, const settings *s, model *m, err *e)
{
    calibration *c = &m->calibration;
    size_t L = m->L, n_plain = L;                    /* bias; slope and shift */
    const double *threshold = (const double *)p + L; /* behind the rest */

    m->bias = p;
    *c = (calibration){.kind = (calibration_kind)s->calibration};
    if (c->kind == CALIBRATION_KNOTS) {
        c->end = (const uint64_t *)p + L;
        c->at = m->bias + 2 * L;
        c->height = c->at + s->n_knots;
        threshold = c->height + s->n_knots;
    } else if (c->kind != CALIBRATION_NONE) {
        c->slope = m->bias + L;
        c->shift = m->bias + 2 * L;
        threshold = c->shift + L;
        n_plain = 3 * L;
    }
    if (!doubles_tame(m->bias, n_plain))
        return invalid(SECTION_LANES, e, "a number is not finite or too large");
    m->threshold = threshold[0];
    m->familiar = threshold[1];
    if (!(m->threshold >= 0 && m->threshold <= 1) || signbit(m->threshold) ||
        (m->threshold > 0 && c->kind == CALIBRATION_NONE))
        return invalid(SECTION_LANES, e, "the threshold");
    if (!(m->familiar >= 0 && m->familiar <= 1e30) || signbit(m->familiar))
        return invalid(SECTION_LANES, e, "what is familiar");
    return c->kind != CALIBRATION_KNOTS || knots_check(c, m->L, s->n_knots, e);
}

static bool kernel_check(const kernel *k, uint32_t bits, uint32_t L, uint64_t n_cells, err *e)
{
    if (k->begin[0] != 0 || k->begin[k->n] != n_cells)
        return invalid(SECTION_SV_BEGIN, e, "rows do not fill the cells");
    for (uint32_t s = 0; s < k->n; s++)
        if (k->begin[s] > k->begin[s + 1])
            return invalid(SECTION_SV_BEGIN, e, "rows are not in order");
    for (uint32_t s = 0; s < k->n; s++)
        for (uint64_t c = k->begin[s]; c < k->begin[s + 1]; c++)
            if (k->slot[c] >> bits || (c > k->begin[s] && k->slot[c] <= k->slot[c - 1]))
                return invalid(SECTION_SV_SLOT, e, "slots are not in order or out of range");
    if (!floats_tame(k->value, n_cells))
        return invalid(SECTION_SV_VALUE, e, "a number is not finite or too large");
    if (!floats_tame(k->coef, (size_t)k->n * L))
        return invalid(SECTION_SV_COEF, e, "a number is not finite or too large");
    if (!floats_tame(k->square, (size_t)1 << bits))
        return invalid(SECTION_SV_NORM, e, "a number is not finite or too large");
    for (size_t slot = 0; slot < (size_t)1 << bits; slot++)
        if (k->square[slot] < 0)
            return invalid(SECTION_SV_NORM, e, "a square is negative");
    return true;
}

/* Points m at the sections and looks at every value. */
static bool sections_read(const unsigned char *p, const section *d, model *m, err *e)
{
    const void *at[N_SECTIONS];
    settings s;

    for (unsigned i = 0; i < N_SECTIONS; i++) {
        at[i] = p + d[i].begin;
        if (i != SECTION_NAMES && hash_bytes(at[i], d[i].n, 0) != d[i].checksum)
            return err_set(e, ERR_MODEL, "damaged: section %s", section_name[i]);
    }
    if (d[SECTION_SETTINGS].n != sizeof s)
        return invalid(SECTION_SETTINGS, e, "its size");
    memcpy(&s, at[SECTION_SETTINGS], sizeof s);
    if (!settings_check(&s, e) || !sizes_check(&s, d, e))
        return false;

    m->K = s.K;
    m->L = s.L;
    m->text = s.text;
    m->last_text = s.last_text;
    m->overlap = s.tags & TAGS_OVERLAP;
    m->multi_label = s.multi_label != 0;
    m->separator = s.separator;
    m->plan = s.plan;
    if (!labels_read(at[SECTION_LABELS], d[SECTION_LABELS].n, m, e))
        return false;

    if (!lanes_read(at[SECTION_LANES], &s, m, e))
        return false;

    m->table = (table){.check = at[SECTION_CHECKS],
                       .row = at[SECTION_WEIGHTS],
                       .scale = at[SECTION_SCALES],
                       .turn = (uint32_t)s.turn,
                       .bits = s.bits,
                       .width = s.width,
                       .stride = table_stride(s.width),
                       .n = s.n_features};
    if (!table_checks_sound(&m->table))
        return invalid(SECTION_CHECKS, e, "too full, with gaps, or not as many features as it says");
    if (!table_scales_sound(&m->table))
        return invalid(SECTION_SCALES, e, "no power of two, or out of range");
    if (!table_rows_sound(&m->table))
        return invalid(SECTION_WEIGHTS, e, "a number is not finite, behind the last, or a negative square");

    if (s.kernel != KERNEL_NONE) {
        m->kernel = (kernel){(kernel_kind)s.kernel,
                             s.gamma,
                             s.coef0,
                             s.degree,
                             s.n_vectors,
                             at[SECTION_SV_BEGIN],
                             at[SECTION_SV_SLOT],
                             at[SECTION_SV_VALUE],
                             at[SECTION_SV_COEF],
                             at[SECTION_SV_NORM]};
        if (!kernel_check(&m->kernel, s.bits, s.L, s.n_cells, e))
            return false;
    }

    m->card = (str){at[SECTION_CARD], d[SECTION_CARD].n};
    if (utf8_bad(m->card) != m->card.n)
        return invalid(SECTION_CARD, e, "not UTF-8");
    m->names = (str){at[SECTION_NAMES], d[SECTION_NAMES].n};
    m->owned->names_checksum = d[SECTION_NAMES].checksum;
    return true;
}

bool model_map(const void *bytes, size_t n, const char *path, model *out, err *e)
{
    section directory[N_SECTIONS] = {0};
    bool fresh = e->code == ERR_NONE;

    if (model_init(out, e)) {
        out->owned->built = false;
        if (directory_read(bytes, n, directory, e) && sections_read(bytes, directory, out, e))
            return true;
    }
    model_free(out);
    if (fresh)
        e->path = path;
    return false;
}

/* -------------------------------------------------------------------------------------------- from the disk
 */

/* All of what is no regular file, a pipe mostly. What does not begin as a model is not read on. */
static bool stream_read(int fd, const char *path, buf *b, err *e)
{
    uint64_t begin = 0, want = sizeof(header); /* of the model at hand, and up to where */
    header h = {0};

    while (b->n < want) {
        uint64_t step = want - b->n < STREAM_STEP ? want - b->n : STREAM_STEP;
        ssize_t got;

        if (!buf_room(b, (size_t)step))
            return err_memory(e);
        got = read(fd, b->p + b->n, (size_t)step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(e, path, "read");
        if (got == 0)
            break;
        b->n += (size_t)got;
        if (b->n < want)
            continue;
        if (want == begin + sizeof h) {
            if (!header_read((const unsigned char *)b->p + begin, sizeof h, &h, e))
                return false;
            if (h.n_file >= sizeof h && h.n_file <= UINT64_MAX / 4 && begin <= UINT64_MAX / 4)
                want = begin + h.n_file;
        }
        if (b->n == want) { /* the next one, if there is one */
            begin = want;
            want += sizeof h;
        }
    }
    return true;
}

/* A large regular file's n bytes, or as many as it has by now. What does not begin as a model is not read. */
static bool slab_read(int fd, const char *path, size_t n, bundle *out, err *e)
{
    unsigned char first[sizeof(header)];
    ssize_t got = pread(fd, first, sizeof first, 0);
    header h;
    char *p;

    if (got < 0)
        return err_errno(e, path, "read");
    if (!header_read(first, (size_t)got, &h, e))
        return false;
    p = slab_new(n);
    if (!p)
        return err_memory(e);
    *out = (bundle){.file = p, .held = BUNDLE_SLAB, .n_slab = n};
    while (out->n_file < n && got) {
        got = read(fd, p + out->n_file, n - out->n_file);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(e, path, "read");
        out->n_file += (size_t)got;
    }
    return true;
}

/* The file's bytes in memory, however many. */
static bool file_read(const char *path, bundle *out, err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    buf b = {0};
    bool ok = false;

    if (fd < 0)
        return err_errno(e, path, "open the model");
    if (fstat(fd, &st) != 0) {
        err_errno(e, path, "read");
        goto done;
    }
    if (S_ISDIR(st.st_mode)) {
        err_set(e, ERR_MODEL, "not a slant model but a folder");
        goto done;
    }
    if (S_ISREG(st.st_mode) && st.st_size > MAPPED_MAX && (uint64_t)st.st_size <= SIZE_MAX) {
        ok = slab_read(fd, path, (size_t)st.st_size, out, e);
        goto done;
    }
    if (S_ISREG(st.st_mode) && st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

        if (p != MAP_FAILED) {
            out->file = p;
            out->n_file = (size_t)st.st_size;
            out->held = BUNDLE_MAPPED;
            ok = true;
            goto done;
        }
    }
    ok = stream_read(fd, path, &b, e);
    out->file = b.p;
    out->n_file = b.n;

done:
    (void)close(fd);
    return ok;
}

/* The next model of a task with several texts reads its next text, and is otherwise of one kind with it. */
static bool follows(const model *a, const model *b)
{
    bool same = b->text == a->text + 1 && b->last_text == a->last_text && a->K == b->K &&
                a->overlap == b->overlap && a->multi_label == b->multi_label && str_eq(a->task, b->task);

    for (uint32_t k = 0; same && k < a->K; k++)
        same = str_eq(a->label[k], b->label[k]);
    return same;
}

static bool models_read(const char *path, bundle *out, err *e)
{
    const unsigned char *p = out->file;
    size_t at = 0, cap = 0;

    do {
        size_t n = out->n_file - at;
        model *m;
        header h = {0};

        if (at && n < sizeof h)
            return err_set(e, ERR_MODEL, "damaged: %zu bytes follow the model", n);
        if (!header_read(p + at, n, &h, e))
            return false;
        if (h.n_file < n && h.n_file % ALIGN == 0)
            n = h.n_file;
        if (!GROW(out->model, cap, out->n + 1))
            return err_memory(e);
        m = &out->model[out->n];
        if (!model_map(p + at, n, path, m, e))
            return false;
        out->n++;
        if (m->text ? out->n < 2 || !follows(m - 1, m) : out->n > 1 && m[-1].text != m[-1].last_text)
            return err_set(e, ERR_MODEL, "invalid: the models of a task with several texts are not together");
        at += n;
    } while (at < out->n_file);
    if (out->model[out->n - 1].text != out->model[out->n - 1].last_text)
        return err_set(e, ERR_MODEL, "truncated: the model of a text is missing");
    return true;
}

bool bundle_load(const char *path, bundle *out, err *e)
{
    bool fresh = e->code == ERR_NONE;

    *out = (bundle){0};
    if (file_read(path, out, e) && models_read(path, out, e))
        return true;
    bundle_free(out);
    if (fresh)
        e->path = path;
    return false;
}

void bundle_free(bundle *b)
{
    for (size_t i = 0; i < b->n; i++)
        model_free(&b->model[i]);
    free(b->model);
    if (b->held == BUNDLE_SLAB)
        slab_free(b->file, b->n_slab);
    else if (b->held == BUNDLE_MAPPED)
        (void)munmap(b->file, b->n_file);
    else
        free(b->file);
    *b = (bundle){0};
}

/* ---------------------------------------------------------------------------------------------- to the disk
 */

static settings settings_of(const model *m)
{
    bool linear = m->kernel.kind == KERNEL_NONE;
    settings s = {.K = m->K,
                  .L = m->L,
                  .bits = m->table.bits,
                  .width = m->table.width,
                  .n_features = m->table.n,
                  .turn = m->table.turn,
                  .multi_label = m->multi_label,
                  .separator = m->separator,
                  .calibration = (uint8_t)m->calibration.kind,
                  .kernel = (uint8_t)m->kernel.kind,
                  .plan = m->plan,
                  .tags =
                      (plan_equal(&m->plan, &PLAN_TAGS) ? TAGS_PLAN : 0U) | (m->overlap ? TAGS_OVERLAP : 0U),
                  .text = m->text,
                  .last_text = m->last_text};

    if (m->calibration.kind == CALIBRATION_KNOTS)
        s.n_knots = (uint32_t)m->calibration.end[m->L - 1];
    if (!linear) {
        s.gamma = m->kernel.gamma;
        s.coef0 = m->kernel.coef0;
        s.degree = m->kernel.degree;
        s.n_vectors = m->kernel.n;
        s.n_cells = m->kernel.begin[m->kernel.n];
    }
    return s;
}

static bool labels_write(const model *m, buf *b, err *e)
{
    /* Before 32 bits are relied on; the rest is checked when the finished file is read. */
    if (m->K > MODEL_LABELS_MAX)
        return err_set(e, ERR_INPUT, "too many labels: %u, at most %d", m->K, MODEL_LABELS_MAX);
    for (uint32_t i = 0; i <= m->K; i++) {
        str name = i ? m->label[i - 1] : m->task;
        uint32_t length = (uint32_t)name.n;

        if (!name_good(name))
            return err_set(e, ERR_INPUT, "a %s must have 1 to %d bytes of UTF-8: '%.*s' has %zu",
                           i ? "label" : "task's name", MODEL_NAME_MAX, (int)(name.n < 80 ? name.n : 80),
                           name.n ? name.p : "", name.n);
        buf_add(b, &length, sizeof length);
    }
    buf_str(b, m->task);
    for (uint32_t k = 0; k < m->K; k++)
        buf_str(b, m->label[k]);
    return b->failed ? err_memory(e) : true;
}

static void lanes_write(const model *m, buf *b)
{
    const calibration *c = &m->calibration;
    size_t L = m->L;

    buf_add(b, m->bias, L * sizeof(double));
    if (c->kind == CALIBRATION_KNOTS) {
        buf_add(b, c->end, L * sizeof *c->end);
        buf_add(b, c->at, c->end[L - 1] * sizeof *c->at);
        buf_add(b, c->height, c->end[L - 1] * sizeof *c->height);
    } else if (c->kind != CALIBRATION_NONE) {
        buf_add(b, c->slope, L * sizeof(double));
        buf_add(b, c->shift, L * sizeof(double));
    }
    buf_add(b, &m->threshold, sizeof m->threshold);
    buf_add(b, &m->familiar, sizeof m->familiar);
}

static void pad_to(buf *out, uint64_t at)
{
    while (out->n < at && !out->failed)
        buf_char(out, 0);
}

bool model_write(const model *m, const model_name *names, size_t n_names, buf *out, err *e)
{
    header h = {.order = ORDER, .version = MODEL_VERSION, .n_sections = N_SECTIONS};
    section d[N_SECTIONS] = {0};
    str part[N_SECTIONS] = {0};
    buf labels = {0}, lanes = {0}, packed = {0};
    uint64_t n_slots = UINT64_C(1) << m->table.bits, L = m->L;
    settings s = settings_of(m);
    model again;
    bool ok = false;

    if (!labels_write(m, &labels, e) || !names_pack(m, names, n_names, &packed, e))
        goto done;
    lanes_write(m, &lanes);

    part[SECTION_SETTINGS] = (str){(const char *)&s, sizeof s};
    part[SECTION_LABELS] = buf_view(&labels);
    part[SECTION_LANES] = buf_view(&lanes);
    part[SECTION_CHECKS] = (str){(const char *)m->table.check, n_slots * sizeof(uint32_t)};
    part[SECTION_WEIGHTS] = (str){(const char *)m->table.row, n_slots * m->table.stride * sizeof(uint16_t)};
    part[SECTION_SCALES] = (str){(const char *)m->table.scale, m->table.width * sizeof(float)};
    if (s.kernel != KERNEL_NONE) {
        part[SECTION_SV_BEGIN] =
            (str){(const char *)m->kernel.begin, ((size_t)s.n_vectors + 1) * sizeof(uint64_t)};
        part[SECTION_SV_SLOT] = (str){(const char *)m->kernel.slot, s.n_cells * sizeof(uint32_t)};
        part[SECTION_SV_VALUE] = (str){(const char *)m->kernel.value, s.n_cells * sizeof(float)};
        part[SECTION_SV_COEF] = (str){(const char *)m->kernel.coef, s.n_vectors * L * sizeof(float)};
        part[SECTION_SV_NORM] = (str){(const char *)m->kernel.square, n_slots * sizeof(float)};
    }
    part[SECTION_CARD] = m->card;
    part[SECTION_NAMES] = buf_view(&packed);

    h.n_file = sizeof h + sizeof d;
    for (unsigned i = 0; i < N_SECTIONS; i++) {
        memcpy(d[i].name, section_name[i], sizeof d[i].name);
        d[i].begin = align(h.n_file);
        d[i].n = part[i].n;
        d[i].checksum = hash_str(part[i], 0);
        h.n_file = d[i].begin + d[i].n;
    }
    h.n_file = align(h.n_file);
    memcpy(h.magic, magic, sizeof magic);
    h.directory_checksum = hash_bytes(d, sizeof d, 0);
    h.checksum = hash_bytes(&h, offsetof(header, checksum), 0);

    out->n = 0;
    (void)buf_room(out, h.n_file);
    buf_add(out, &h, sizeof h);
    buf_add(out, d, sizeof d);
    for (unsigned i = 0; i < N_SECTIONS; i++) {
        pad_to(out, d[i].begin);
        buf_str(out, part[i]);
    }
    pad_to(out, h.n_file);
    if (lanes.failed || out->failed) {
        err_memory(e);
        goto done;
    }

    /* What cannot be read is not handed out: a trainer's NaN is found here, not by its users. */
    ok = model_map(out->p, out->n, NULL, &again, e);
    if (ok)
        model_free(&again);

done:
    buf_free(&labels);
    buf_free(&lanes);
    buf_free(&packed);
    return ok;
}

/* gunzip by isa-l, whose inflate is the fastest there is. It checks each member's checksum and length too.
 *
 * A member's header (RFC 1952, section 2.3) is read here, a byte at a time: isal_inflate forgets the header's
 * flags when the bytes run out inside of it, as they do wherever a block of the file ends in a header, and
 * takes reserved flags for nothing (seen in 2.30). */
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/gunzip.h"

typedef enum part { BASE, EXTRA_SIZE, EXTRA, NAME, COMMENT, CHECK, BODY } part;

enum { BASE_SIZE = 10, DEFLATE = 8, RESERVED_FLAGS = 0xE0 };

/* The flag that says that a part is there. */
static const unsigned char flag_of[] = {
    [EXTRA_SIZE] = 4, [EXTRA] = 4, [NAME] = 8, [COMMENT] = 16, [CHECK] = 2};

struct gunzip {
    struct inflate_state body;
    part part;
    unsigned n; /* bytes of this part that were read */
    unsigned flags, extra_size;
    uint32_t crc; /* of the header so far */
    int fault;    /* what isa-l said, while there is output of before it to hand out */
};

static void begin_member(gunzip *g)
{
    g->part = BASE;
    g->n = g->extra_size = 0;
    g->crc = 0;
    isal_inflate_reset(&g->body);
    g->body.crc_flag = ISAL_GZIP_NO_HDR_VER; /* it checks what stands behind the body */
}

gunzip *gunzip_new(void)
{
    gunzip *g = calloc(1, sizeof *g);

    if (g) {
        isal_inflate_init(&g->body);
        begin_member(g);
    }
    return g;
}

void gunzip_free(gunzip *g)
{
    free(g);
}

/* ---- the header ---- */

static void next_part(gunzip *g)
{
    do
        g->part++;
    while (g->part != BODY && !(g->flags & flag_of[g->part]));
    g->n = 0;
}

/* The header's next byte; NULL, or what is wrong with it. */
static const char *header_byte(gunzip *g, unsigned char c)
{
    if (g->part != CHECK)
        g->crc = crc32_gzip_refl(g->crc, &c, 1);
    switch (g->part) {
    case BASE:
        if ((g->n == 0 && c != 0x1F) || (g->n == 1 && c != 0x8B))
            return "incorrect header check";
        if (g->n == 2 && c != DEFLATE)
            return "unknown compression method";
        if (g->n == 3 && (c & RESERVED_FLAGS))
            return "unknown header flags set";
        if (g->n == 3)
            g->flags = c;
        if (++g->n == BASE_SIZE)
            next_part(g);
        break;
    case EXTRA_SIZE:
        g->extra_size |= (unsigned)c << 8 * g->n;
        if (++g->n == 2)
            next_part(g);
        if (g->part == EXTRA && g->extra_size == 0)
            next_part(g);
        break;
    case EXTRA:
        if (++g->n == g->extra_size)
            next_part(g);
        break;
    case NAME:
    case COMMENT:
        if (c == 0)
            next_part(g);
        break;
    case CHECK:
        if (c != (g->crc >> 8 * g->n & 0xFF))
            return "header crc mismatch";
        if (++g->n == 2)
            next_part(g);
        break;
    case BODY:
        break;
    }
    return NULL;
}

/* ---- the body ---- */

static const char *reason(int status)
{
    switch (status) {
    case ISAL_INCORRECT_CHECKSUM:
        return "incorrect data check or length check";
    case ISAL_INVALID_BLOCK:
        return "invalid block";
    case ISAL_INVALID_SYMBOL:
        return "invalid code";
    case ISAL_INVALID_LOOKBACK:
        return "invalid distance too far back";
    default:
        return NULL;
    }
}

/* After a fault: what isa-l had unpacked into its own buffer when there was no room for it outside. */
static size_t left_over(struct inflate_state *s, char *out, size_t room)
{
    size_t n = (size_t)(s->tmp_out_valid - s->tmp_out_processed);

    n = n < room ? n : room;
    memcpy(out, s->tmp_out_buffer + s->tmp_out_processed, n);
    s->tmp_out_processed += (int32_t)n;
    return n;
}

gunzip_status gunzip_step(gunzip *g, const unsigned char *in, size_t *n_in, char *out, size_t *n_out,
                          const char **why)
{
    struct inflate_state *s = &g->body;
    size_t had = *n_in, room = *n_out, at = 0;
    uint32_t most_in, most_out;

    *n_in = *n_out = 0;
    *why = NULL;
    if (s->block_state == ISAL_BLOCK_FINISH)
        begin_member(g);
    while (g->part != BODY && at < had && !*why)
        *why = header_byte(g, in[at++]);
    *n_in = at;
    if (*why)
        return GUNZIP_DAMAGED;
    if (g->part != BODY)
        return GUNZIP_MORE;

    /* It counts in uint32_t, here and there by way of int32_t. */
    most_in = had - at < INT32_MAX ? (uint32_t)(had - at) : INT32_MAX;
    most_out = room < INT32_MAX ? (uint32_t)room : INT32_MAX;
    if (g->fault == ISAL_DECOMP_OK) {
        s->next_in = (uint8_t *)(in + at); /* not written to */
        s->avail_in = most_in;
        s->next_out = (uint8_t *)out;
        s->avail_out = most_out;
        g->fault = isal_inflate(s);
        *n_in += most_in - s->avail_in;
        *n_out = most_out - s->avail_out;
    }
    if (g->fault != ISAL_DECOMP_OK) {
        *n_out += left_over(s, out + *n_out, room - *n_out);
        if (s->tmp_out_processed < s->tmp_out_valid)
            return GUNZIP_MORE;
        *why = reason(g->fault);
        return GUNZIP_DAMAGED;
    }
    return s->block_state == ISAL_BLOCK_FINISH ? GUNZIP_END : GUNZIP_MORE;
}

/* A path -> its bytes, unpacked. Raw bytes come from read(2) or from memory into one input block; the block's
 * first bytes say which of three unpackers takes it from there. An unpacker is a function that fills the
 * caller's bytes as far as it can and notes why it stopped; the note becomes an error only when a call has
 * nothing else to give, so that what could be unpacked is never lost. gunzip.h checks each member's CRC and
 * length, libzstd the checksum where the frame has one. */
#include "corpus/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "corpus/gunzip.h"

enum { BLOCK = 128 * 1024, MAGIC = 4 };

typedef enum kind { PLAIN, GZIP, ZSTD } kind;

struct source {
    const char *path;
    int fd;             /* -1 for bytes in memory */
    unsigned char *own; /* [BLOCK] the input block of a file */
    const unsigned char *block;
    size_t at, n;   /* block[at .. n) was not unpacked yet */
    bool ended;     /* nothing comes after the block */
    laps *laps;     /* NULL where nobody asks */
    uint64_t taken; /* bytes that came in, the block included */
    uint64_t given; /* unpacked bytes that went out */
    kind kind;
    gunzip *gzip;
    ZSTD_DStream *zstd;
    bool inside; /* within a member or frame: an end here is a cut */
    err fault;   /* why it cannot go on, until there is nothing else to hand out */
};

/* Puts more bytes behind what is left of the block. At the end of the file, `ended`. */
static bool refill(source *s, err *e)
{
    ssize_t got;

    if (s->ended)
        return true;
    if (s->at == s->n) {
        s->at = s->n = 0;
    } else if (s->at > 0) {
        memmove(s->own, s->own + s->at, s->n - s->at);
        s->n -= s->at;
        s->at = 0;
    }
    laps_end(s->laps, STAGE_UNPACK);
    do
        got = read(s->fd, s->own + s->n, BLOCK - s->n);
    while (got < 0 && errno == EINTR);
    laps_end(s->laps, STAGE_READ);
    if (got < 0)
        return err_errno(e, s->path, "read");
    s->ended = got == 0;
    s->n += (size_t)got;
    s->taken += (uint64_t)got;
    return true;
}

static bool is_zstd(const unsigned char *p)
{
    bool frame = p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD;
    bool skippable = (p[0] & 0xF0) == 0x50 && p[1] == 0x2A && p[2] == 0x4D && p[3] == 0x18;

    return frame || skippable;
}

/* Looks at the first bytes and makes the unpacker ready. */
static bool begin(source *s, err *e)
{
    while (!s->ended && s->n < MAGIC)
        if (!refill(s, e))
            return false;
    if (s->n >= 2 && s->block[0] == 0x1F && s->block[1] == 0x8B) {
        s->kind = GZIP;
        s->gzip = gunzip_new();
        if (!s->gzip)
            return err_memory(e);
        s->inside = true;
    } else if (s->n >= MAGIC && is_zstd(s->block)) {
        s->kind = ZSTD;
        s->zstd = ZSTD_createDStream();
        if (!s->zstd)
            return err_memory(e);
    }
    return true;
}

static bool open_common(source *s, source **out, err *e)
{
    if (!begin(s, e)) {
        source_close(s);
        return false;
    }
    *out = s;
    return true;
}

bool source_open(const char *path, source **out, err *e)
{
    bool standard = strcmp(path, "-") == 0;
    source *s = calloc(1, sizeof *s);

    *out = NULL;
    if (!s)
        return err_memory(e);
    s->path = path;
    s->own = malloc(BLOCK);
    s->block = s->own;
    s->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0) {
        (void)err_errno(e, path, "open");
        source_close(s);
        return false;
    }
    if (!s->own) {
        source_close(s);
        return err_memory(e);
    }
    return open_common(s, out, e);
}

bool source_open_bytes(const char *name, str bytes, source **out, err *e)
{
    source *s = calloc(1, sizeof *s);

    *out = NULL;
    if (!s)
        return err_memory(e);
    s->path = name;
    s->fd = -1;
    s->block = (const unsigned char *)bytes.p;
    s->n = bytes.n;
    s->taken = bytes.n;
    s->ended = true;
    return open_common(s, out, e);
}

/* Notes a fault of the stream at the unpacked byte that it has got to. */
static void damaged(source *s, size_t n, const char *what, const char *why)
{
    (void)err_at(&s->fault, ERR_INPUT, s->path, 0, s->given + n, why ? "%s: %s" : "%s", what, why);
}

static void cut_short(source *s, size_t n)
{
    damaged(s, n, s->kind == GZIP ? "gzip stream is cut short" : "zstd stream is cut short", NULL);
}

/* Between two gzip members: true when another one begins here. Zeros up to the end are padding. */
static bool next_member(source *s, size_t n)
{
    bool padded = false;

    for (;;) {
        while (s->at < s->n && s->block[s->at] == 0) {
            s->at++;
            padded = true;
        }
        if (s->at < s->n)
            break;
        if (s->ended || !refill(s, &s->fault))
            return false;
    }
    if (padded || s->block[s->at] != 0x1F) {
        damaged(s, n, "garbage behind the end of the gzip stream", NULL);
        return false;
    }
    return s->inside = true;
}

/* The three unpackers: as much as fits into out[cap]; less only at the end or when `fault` is set. */
static size_t read_gzip(source *s, char *out, size_t cap)
{
    size_t n = 0;

    while (n < cap && !s->fault.code) {
        size_t in, room = cap - n;
        const char *why;
        gunzip_status status;

        if (!s->inside && !next_member(s, n))
            break;
        if (s->at == s->n && !refill(s, &s->fault))
            break;
        /* With all of the input in, some output may still wait inside. */
        in = s->n - s->at;
        status = gunzip_step(s->gzip, s->block + s->at, &in, out + n, &room, &why);
        s->at += in;
        n += room;
        s->inside = status != GUNZIP_END;
        if (status == GUNZIP_DAMAGED)
            damaged(s, n, "damaged gzip stream", why);
        else if (status == GUNZIP_FAILED)
            (void)err_memory(&s->fault);
        else if (status == GUNZIP_MORE && in == 0 && room == 0 && s->ended)
            cut_short(s, n);
    }
    return n;
}

static size_t read_zstd(source *s, char *out, size_t cap)
{
    ZSTD_outBuffer to = {out, cap, 0};

    while (to.pos < cap && !s->fault.code) {
        ZSTD_inBuffer from;
        size_t status, before = to.pos;

        if (s->at == s->n && !refill(s, &s->fault))
            break;
        /* Within a frame the last bytes may be all in, and its output not yet all out. */
        if (s->at == s->n && s->ended && !s->inside)
            break;
        from = (ZSTD_inBuffer){s->block, s->n, s->at};
        status = ZSTD_decompressStream(s->zstd, &to, &from);
        if (ZSTD_isError(status)) {
            if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge)
                damaged(s, to.pos, "packed with --long", "pack it again with a window of at most 27 bits");
            else
                damaged(s, to.pos, "damaged zstd stream", ZSTD_getErrorName(status));
            break;
        }
        if (from.pos == s->at && to.pos == before && status != 0) {
            cut_short(s, to.pos);
            break;
        }
        s->at = from.pos;
        s->inside = status != 0;
    }
    return to.pos;
}

static size_t read_plain(source *s, char *out, size_t cap)
{
    size_t n = s->n - s->at < cap ? s->n - s->at : cap;
    ssize_t got;

    if (n) {
        memcpy(out, s->block + s->at, n);
        s->at += n;
    }
    while (n < cap && !s->ended) {
        got = read(s->fd, out + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            (void)err_errno(&s->fault, s->path, "read");
            break;
        }
        s->ended = got == 0;
        n += (size_t)got;
        s->taken += (uint64_t)got;
    }
    return n;
}

bool source_read(source *s, char *out, size_t cap, size_t *n, err *e)
{
    *n = 0;
    if (!s->fault.code)
        *n = s->kind == GZIP   ? read_gzip(s, out, cap)
             : s->kind == ZSTD ? read_zstd(s, out, cap)
                               : read_plain(s, out, cap);
    s->given += *n;
    laps_end(s->laps, s->kind == PLAIN ? STAGE_READ : STAGE_UNPACK);
    if (*n == 0 && s->fault.code) {
        if (!e->code)
            *e = s->fault;
        return false;
    }
    return true;
}

void source_time(source *s, laps *l)
{
    s->laps = l;
}

uint64_t source_consumed(const source *s)
{
    return s->taken - (s->n - s->at);
}

void source_close(source *s)
{
    if (!s)
        return;
    gunzip_free(s->gzip);
    (void)ZSTD_freeDStream(s->zstd);
    if (s->fd >= 0 && strcmp(s->path, "-") != 0)
        (void)close(s->fd);
    free(s->own);
    free(s);
}

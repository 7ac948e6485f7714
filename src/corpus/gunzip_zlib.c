/* gunzip by zlib, which every system has. zlib checks each member's checksum and length. */
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "corpus/gunzip.h"

struct gunzip {
    z_stream z;
    bool ended; /* a member was read to its end */
};

gunzip *gunzip_new(void)
{
    gunzip *g = calloc(1, sizeof *g);

    if (g && inflateInit2(&g->z, MAX_WBITS + 16) != Z_OK) {
        free(g);
        g = NULL;
    }
    return g;
}

void gunzip_free(gunzip *g)
{
    if (g)
        (void)inflateEnd(&g->z);
    free(g);
}

gunzip_status gunzip_step(gunzip *g, const unsigned char *in, size_t *n_in, char *out, size_t *n_out,
                          const char **why)
{
    /* It counts in unsigned int. */
    uInt room_in = *n_in < UINT_MAX ? (uInt)*n_in : UINT_MAX;
    uInt room_out = *n_out < UINT_MAX ? (uInt)*n_out : UINT_MAX;
    int status = g->ended ? inflateReset(&g->z) : Z_OK;

    g->ended = false;
    g->z.next_in = (z_const Bytef *)in;
    g->z.avail_in = room_in;
    g->z.next_out = (Bytef *)out;
    g->z.avail_out = room_out;
    if (status == Z_OK)
        status = inflate(&g->z, Z_NO_FLUSH);
    *n_in = room_in - g->z.avail_in;
    *n_out = room_out - g->z.avail_out;
    *why = g->z.msg;
    switch (status) {
    case Z_STREAM_END:
        g->ended = true;
        return GUNZIP_END;
    case Z_OK:
    case Z_BUF_ERROR:
        return GUNZIP_MORE;
    case Z_MEM_ERROR:
        return GUNZIP_FAILED;
    default:
        return GUNZIP_DAMAGED;
    }
}

/* gunzip: a gzip stream unpacked, member by member. The only door to what inflates inputs.
 *
 * There are two of them, and a build has one: gunzip_isal.c where the Makefile finds libisal, else
 * gunzip_zlib.c. They differ in speed and in the words of a fault, in nothing else; both are tested.
 *
 * Owns     a gunzip owns its state, until gunzip_free (NULL is fine).      Threads  one at a time.
 * Errors   GUNZIP_DAMAGED: a header, a block, a checksum or a length that is wrong. What precedes the fault
 *          comes out in the same call. After it the gunzip is to be freed.
 * Cost     isa-l unpacks news some 2.5 times as fast as zlib does.
 */
#ifndef SLANT_CORPUS_GUNZIP_H
#define SLANT_CORPUS_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gunzip gunzip;

/* NULL when memory is out. */
gunzip *gunzip_new(void);
void gunzip_free(gunzip *g);

typedef enum gunzip_status {
    GUNZIP_MORE,    /* inside a member                                                          */
    GUNZIP_END,     /* behind a member whose checksum and length are right; the next call begins another */
    GUNZIP_DAMAGED, /* *why says what is wrong, or is NULL; static                              */
    GUNZIP_FAILED,  /* out of memory                                                            */
} gunzip_status;

/* Unpacks as much of in[*n_in] as fits into out[*n_out]; *n_in and *n_out become what was taken and what was
 * written. Where both become 0 and it is GUNZIP_MORE, it wants input. *n_out > 0. */
gunzip_status gunzip_step(gunzip *g, const unsigned char *in, size_t *n_in, char *out, size_t *n_out,
                          const char **why);

#endif

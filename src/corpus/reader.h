/* reader: files -> chunks of whole records. One thread at a time reads and unpacks; what it hands out, any
 * thread may parse.
 *
 * A chunk holds complete records of one file, in order, cut only where a record ends, so that workers can
 * parse and score chunks side by side while ids, lines and byte offsets stay what they are in the file.
 *
 * Owns     a reader owns its open file and the columns of every file it opened (until reader_close). A chunk
 *          is the caller's: the next reader_next on it takes its bytes and gives it others.
 * Threads  one thread at a time calls reader_next; chunks go to any.
 * Errors   ERR_IO / ERR_INPUT for what makes the rest of a file unreadable: a gzip stream that is cut or
 *          damaged (with the byte it had got to), UTF-16 ("UTF-16 text; convert it to UTF-8 first"), lines that
 *          end in CR alone, a NUL in the first 4 KiB ("not a text file"; of a txt file, which is one record,
 *          both are a bad record), a
 *          header without a wanted column (names the columns there are and the nearest), a header with no
 *          rows is no error.
 *          Whole records that were read before the failure are handed out first; then the error comes.
 * Cost     read(2) into the chunk's own bytes, then memchr for line formats, a small machine of states for
 *          csv quotes: 0.2 and 0.3 ns a byte. Unpacking costs more: gzip 1.5 ns with isa-l and 3.5 with zlib,
 *          zstd 1.4.
 */
#ifndef SLANT_CORPUS_READER_H
#define SLANT_CORPUS_READER_H

#include "base/buf.h"
#include "base/laps.h"
#include "base/texts.h"
#include "corpus/input.h"

/* Names (or, with no_header, 1-based numbers in decimal) of the columns that mean something. NULL: not used.
 * text and id are optional in this sense: a `text` column missing from a table is an error, a missing id
 * means line numbers. `required_*` make a missing label, target ... an error of the file. */
typedef struct fields {
    const char *text, *label, *id, *target, *weight, *group;
    const char *more[TEXTS_MAX - 1]; /* [n_more]  further texts, see base/texts.h   */
    unsigned n_more;
    unsigned n_tags; /* how many of them, the last ones, are tags: words that count as they stand */
    bool need_label, need_target, need_weight, need_group, need_id;
    bool no_header;
    bool fixed; /* the names are not the user's to choose */
} fields;

#define FIELDS_DEFAULT ((fields){.text = "text", .label = "label", .id = "id", .target = "target"})

/* The first file that seems to be in another encoding than UTF-8, as old collections in Windows-1252 are: of
 * its first 64 KiB more is ill-formed than is a character beyond ASCII. */
typedef struct not_utf8 {
    const char *path; /* NULL: none so far             */
    uint64_t byte;    /* where it is ill-formed first  */
} not_utf8;

typedef struct reader_options {
    fields fields;
    size_t max_record;  /* bytes; a longer record is rejected, never truncated. 0: 16 MiB */
    size_t chunk_bytes; /* a chunk's size, give or take a record, of which it holds one at
                           least. 0: 256 KiB                                              */
    bool strict;        /* invalid UTF-8 in a record rejects it                           */
    bool keep;          /* all columns are wanted, not only the ones in fields            */
    not_utf8 *not_utf8; /* told of such a file, which is read all the same; NULL: nobody   */
    laps *laps;         /* told what reading, unpacking and cutting take; NULL: nobody     */
} reader_options;

/* Why a file that begins so is no text, and at which byte; NULL where it may be. */
const char *reader_refuses(str head, size_t *byte);

/* Where a wanted thing stands in the rows of one table file. -1: not there. */
typedef struct columns {
    int n; /* columns in the header; 1, called text, for lines and txt; 0 for jsonl */
    int text, label, id, target, weight, group;
    int more[TEXTS_MAX - 1];
    const str *name; /* [n] no two alike (apart.h)  */
    char comma;      /* of a csv file: what stands between cells */
} columns;

typedef struct chunk {
    buf bytes;              /* whole records, with their line ends as in the file          */
    const input *in;        /* the file                                                    */
    const columns *columns; /* its header                                                  */
    uint64_t line;          /* 1-based line of the first byte                              */
    uint64_t byte;          /* offset of the first byte in the unpacked file               */
    /* A chunk may instead stand for one record that could not be kept, because it is longer than max_record.
     * Then bytes holds its beginning (at most 64 KiB) and this says why. */
    const char *reject; /* NULL, or "record is longer than 16777216 bytes (--max-record)"; reader-owned */
    /* A csv quote that is open at the end of the file, or for more than max_record bytes, or up to a quote on
     * another line that cannot close it (text follows): in what was looked through, quotes do not span lines,
     * so that only the line where it stands is lost. */
    bool csv_one_line;
} chunk;

typedef struct reader reader;

/* `in` is borrowed until reader_close, and so are the names in o->fields. No file is opened yet. */
bool reader_open(const input *in, size_t n, const reader_options *o, reader **out, err *e);

/* The same for one file whose bytes, packed or not, are in memory and borrowed; in->path is its name. */
bool reader_open_bytes(const input *in, str bytes, const reader_options *o, reader **out, err *e);

/* The next chunk; *more is false, and the chunk empty, after the last one. A chunk is all zero at first.
 * After a failure the next call goes on with the next file, if the caller wants to. */
bool reader_next(reader *r, chunk *c, bool *more, err *e);

/* Compressed bytes consumed so far and the sum of the inputs' sizes, for progress. Any thread. */
void reader_progress(const reader *r, uint64_t *done, uint64_t *total);
/* Unpacked bytes handed out so far. */
uint64_t reader_bytes(const reader *r);

void reader_close(reader *r);
void chunk_free(chunk *c);

#endif

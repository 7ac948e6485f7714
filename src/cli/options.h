/* options: one table says which options a command has; parsing, checking, help, the man page and completion
 * all read it, so they cannot disagree.
 *
 * A table is an array of `option` that ends with OPTIONS_END. A row with only a heading begins a group. An
 * option's default is written once, as the user would type it, in `value`: opt_* give it back, parsed, where
 * the user said nothing, and help shows it. Where the default cannot be typed, `shown` tells people what
 * happens ("all cores"), and opt_* give NULL, 0 or false.
 *
 *     static const option classify_options[] = {
 *         OPTION_MODELS,
 *         {.word = "threshold", .argument = "P", .type = OPTION_REAL, .min = 0, .max = 1, .value = "0",
 *          .help = "say unsure below this probability"},
 *         INPUT_OPTIONS,
 *         OUTPUT_OPTIONS,
 *         OPTION_THREADS,
 *         OPTIONS_END,
 *     };
 *
 * -h/--help is in every command without being listed. Of an option that is not repeatable the last one
 * counts. Long options may be shortened as long as only one fits. Options may stand after operands; `--`
 * ends them; `-` alone is an operand.
 *
 * Owns     nothing: strings point into argv and the table, arrays live in the arena.
 * Threads  options_parse one at a time (getopt_long keeps its place in globals); opt_* from any.
 * Errors   ERR_USAGE, one line, "train: --C: 'abc' is not a number (expected a real > 0)". Asking opt_* for a
 *          word that the table lacks, or as another type, is our bug and an assert.
 */
#ifndef SLANT_CLI_OPTIONS_H
#define SLANT_CLI_OPTIONS_H

#include <math.h>

#include "base/arena.h"
#include "base/err.h"

typedef enum option_type {
    OPTION_FLAG, /* no argument                                          opt_flag        */
    OPTION_TEXT, /* any string, not empty: file names, columns           opt_string/list */
    OPTION_WORD, /* one of .words                                        opt_string      */
    OPTION_INT,  /* min <= v <= max                                      opt_int         */
    OPTION_REAL, /* min <= v <= max; min < v when .above                 opt_real        */
    OPTION_SIZE, /* bytes: 1000, 64K, 16M, 2G (powers of 1024)           opt_size        */
    OPTION_SPAN, /* N or N-M with min <= N <= M <= max                   opt_span        */
} option_type;

/* The struct has no tag: <getopt.h> has taken `struct option`. */
typedef struct {
    const char *heading;      /* begins a group in the help; every other field is empty then          */
    char letter;              /* 'o' for -o; 0 for none                                               */
    const char *word;         /* "output" for --output                                                */
    const char *argument;     /* "FILE"; NULL for a flag                                              */
    option_type type;         /*                                                                      */
    const char *const *words; /* OPTION_WORD: what is allowed, ends with NULL; see WORDS              */
    double min, max;          /* numbers: the range, INFINITY for no end; always given, min < max     */
    bool above;               /* OPTION_REAL: min itself is not allowed                               */
    bool repeatable;          /* may be given several times: opt_list                                 */
    bool required;            /* leaving it out is a usage error                                      */
    const char *unit;         /* "seconds", "bytes"; shown behind the default; NULL for none          */
    const char *value;        /* the default as typed; NULL for none                                  */
    const char *shown;        /* what help says of the default where `value` is NULL; NULL: nothing   */
    const char *help;         /* lower case, no full stop, short: one line of help                    */
    bool rare;                /* of use to few: --help leaves it out, help --all and the manual do not */
} option;

#define OPTIONS_END {0}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- options that several commands share ---- */

#define OPTION_MODELS                                                                                         \
    {.letter = 'm', .word = "model", .argument = "MODEL", .type = OPTION_TEXT, .repeatable = true,            \
     .shown = "those that ship", .help = "model to use, may be repeated"}

#define OPTION_FORMAT                                                                                         \
    {.word = "format", .argument = "NAME", .type = OPTION_WORD,                                               \
     .words = WORDS("tsv", "csv", "jsonl", "lines", "txt"), .shown = "by file ending",                        \
     .help = "tsv, csv, jsonl, lines or txt"}
#define OPTION_TEXT_FIELD                                                                                     \
    {.word = "text-field", .argument = "NAME", .type = OPTION_TEXT, .value = "text", .repeatable = true,        \
     .help = "column of the text; several: each apart"}
#define OPTION_ARTICLE_FIELD                                                                                  \
    {.word = "text-field", .argument = "NAME", .type = OPTION_TEXT, .value = "text", .repeatable = true,        \
     .help = "column of the text"}
#define OPTION_TAG_FIELD                                                                                      \
    {.word = "tag-field", .argument = "NAME", .type = OPTION_TEXT, .repeatable = true,                        \
     .rare = true, .help = "column of tags: a text of whole words only"}
#define OPTION_LABEL_FIELD                                                                                    \
    {.word = "label-field", .argument = "NAME", .type = OPTION_TEXT, .value = "label",                        \
     .help = "column of the label"}
#define OPTION_ID_FIELD                                                                                       \
    {.word = "id-field", .argument = "NAME", .type = OPTION_TEXT, .value = "id",                              \
     .help = "column of the id, else line numbers"}
#define OPTION_TARGET_FIELD                                                                                   \
    {.word = "target-field", .argument = "NAME", .type = OPTION_TEXT, .value = "target",                      \
     .help = "column of the target"}
#define OPTION_WEIGHT_FIELD                                                                                   \
    {.word = "weight-field", .argument = "NAME", .type = OPTION_TEXT, .shown = "all weigh 1",                 \
     .rare = true, .help = "column of the record's weight"}
#define OPTION_GROUP_FIELD                                                                                    \
    {.word = "group-field", .argument = "NAME", .type = OPTION_TEXT,                                          \
     .help = "column of what belongs together"}
#define OPTION_NO_HEADER                                                                                      \
    {.word = "no-header", .help = "tables begin with data; columns have numbers"}
#define OPTION_MAX_RECORD_OF(size)                                                                            \
    {.word = "max-record", .argument = "SIZE", .type = OPTION_SIZE, .min = 1, .max = 1073741824.0,            \
     .value = (size), .unit = "bytes", .rare = true, .help = "reject longer records"}
#define OPTION_MAX_RECORD OPTION_MAX_RECORD_OF("16M")
#define OPTION_STRICT {.word = "strict", .rare = true, .help = "reject records with invalid UTF-8"}

#define OPTION_OUTPUT                                                                                         \
    {.letter = 'o', .word = "output", .argument = "FILE", .type = OPTION_TEXT, .shown = "stdout",             \
     .help = "where results go, whole or not at all"}
#define OPTION_TO                                                                                             \
    {.word = "to", .argument = "NAME", .type = OPTION_WORD, .words = WORDS("jsonl", "tsv", "csv", "text"),    \
     .value = "jsonl", .help = "form of the results: jsonl, tsv, csv or text"}
#define OPTION_KEEP {.word = "keep", .help = "copy the input's columns to the results"}
#define OPTION_REJECTS                                                                                        \
    {.word = "rejects", .argument = "FILE", .type = OPTION_TEXT,                                              \
     .help = "write bad records there, with the reason"}
#define OPTION_MAX_REJECTS                                                                                    \
    {.word = "max-rejects", .argument = "N", .type = OPTION_INT, .min = 0, .max = 9007199254740992.0,         \
     .shown = "no limit", .rare = true, .help = "stop when more records are bad"}

#define OPTION_THREADS                                                                                        \
    {.word = "threads", .argument = "N", .type = OPTION_INT, .min = 1, .max = 1024, .shown = "all cores",     \
     .help = "threads; the results are the same"}

#define OPTION_THRESHOLD                                                                                      \
    {.word = "threshold", .argument = "P", .type = OPTION_REAL, .min = 0, .max = 1, .shown = "model's",       \
     .help = "below this probability the label is unsure"}
#define OPTION_PRIOR                                                                                          \
    {.word = "prior", .argument = "SHARES", .type = OPTION_TEXT, .shown = "training's",                       \
     .help = "labels' shares: NAME=SHARE,... or auto"}
#define OPTION_SEED(of)                                                                                       \
    {.word = "seed", .argument = "N", .type = OPTION_INT, .min = 0, .max = 9007199254740992.0, .value = "1",  \
     .help = (of)}

/* What reads records, what reads labelled ones too, and what writes a result for each. A command that wants
 * fewer lists the single options. */
#define INPUT_OPTIONS                                                                                         \
    {.heading = "Input"}, OPTION_FORMAT, OPTION_TEXT_FIELD, OPTION_TAG_FIELD, OPTION_ID_FIELD, OPTION_NO_HEADER,                \
        OPTION_MAX_RECORD, OPTION_STRICT
#define LABEL_OPTIONS OPTION_LABEL_FIELD, OPTION_TARGET_FIELD, OPTION_WEIGHT_FIELD, OPTION_GROUP_FIELD
#define REJECT_OPTIONS OPTION_REJECTS, OPTION_MAX_REJECTS
#define OUTPUT_OPTIONS {.heading = "Output"}, OPTION_OUTPUT, OPTION_TO, OPTION_KEEP, REJECT_OPTIONS

/* ---- what the user typed ---- */

typedef struct option_value option_value;

typedef struct parsed {
    const option *table;
    const option_value *value;  /* one for each row of the table                           */
    const char *const *operand; /* [n_operands]  what is not an option, in order           */
    size_t n_operands;
    const char *const *argv;    /* [argc]  the command line as given; argv[0] is the name  */
    int argc;                   /*         of the command: for a model's card              */
    arena *arena;               /* lives until the error, if any, has been printed: inputs */
                                /*         belong here, since e->path points at their names */
    bool help;                  /* -h or --help was given: nothing else has been checked   */
} parsed;

/* argv[0] is the command's name, for messages. All arrays from `a`. */
bool options_parse(const option *table, int argc, char **argv, arena *a, parsed *out, err *e);

/* Every table an engineer writes obeys the rules above (ranges, words, defaults that parse, no letter or
 * word twice). For tests; the fault is in e. */
bool options_check(const option *table, err *e);

/* What people are told of the default: "16M bytes", "all cores"; empty where there is nothing to tell. For
 * help and the man page. Returns out. */
const char *option_default(const option *o, char *out, size_t cap);

/* The user's value (the last one), else the default; see the top for "no default". */
const char *opt_string(const parsed *p, const char *word);
int64_t opt_int(const parsed *p, const char *word);
double opt_real(const parsed *p, const char *word);
uint64_t opt_size(const parsed *p, const char *word);
void opt_span(const parsed *p, const char *word, unsigned *from, unsigned *to);
bool opt_flag(const parsed *p, const char *word);

/* All values of a repeatable option in the order given; *n is 0 where there are none (the default, if any,
 * counts as one). */
const char *const *opt_list(const parsed *p, const char *word, size_t *n);

/* Whether the user gave it, however often. */
bool opt_given(const parsed *p, const char *word);

#endif

/* A command line and a table go in, checked values come out. getopt_long finds the options, so that they
 * behave as on any other program of the system; what it would print is turned off and said by us, in one
 * line with the nearest valid word. Values are parsed here and once: a command never sees a string that
 * should have been a number.
 *
 * It does not know what an option is for, and options that contradict each other are the command's matter. */
#include "cli/options.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/real.h"

struct option_value {
    const char *const *text; /* [n]  as typed: the user's, or the default                */
    size_t n;
    bool given;
    int64_t integer; /* the last text, by the option's type                              */
    double real;
    uint64_t size;
    unsigned from, to;
};

/* getopt_long's codes: letters stand for themselves, row i of the table is LONG + i. */
enum { LONG = 256, HELP = 'h' };

/* Beyond this a limit is there for the type's sake, and telling people would only confuse them. */
static const double limit_shown = 1e12;

static size_t rows(const option *table)
{
    size_t n = 0;

    while (table[n].word || table[n].heading)
        n++;
    return n;
}

/* ---- one value ---- */

static void number_say(const option *o, double v, char *out, size_t cap)
{
    static const char suffix[] = {'\0', 'K', 'M', 'G', 'T', '\0'};
    unsigned power = 0;

    if (o->type == OPTION_SIZE)
        while (v >= 1024 && fmod(v, 1024) == 0 && suffix[power + 1])
            v /= 1024, power++;
    (void)snprintf(out, cap, "%.12g%.1s", v, &suffix[power]);
}

/* "a real > 0", "an integer from 1 to 1024": what would have been right. */
static const char *expected(const option *o, char *out, size_t cap)
{
    const char *kind = o->type == OPTION_REAL   ? "a real"
                       : o->type == OPTION_INT  ? "an integer"
                       : o->type == OPTION_SIZE ? "a size such as 64K or 16M,"
                                                : "N or N-M, integers";
    bool has_min = isfinite(o->min), has_max = isfinite(o->max) && o->max <= limit_shown;
    char min[32], max[32];

    number_say(o, o->min, min, sizeof min);
    number_say(o, o->max, max, sizeof max);
    if (has_min && has_max && !o->above)
        (void)snprintf(out, cap, "%s from %s to %s", kind, min, max);
    else if (has_min && has_max)
        (void)snprintf(out, cap, "%s > %s and <= %s", kind, min, max);
    else if (has_min)
        (void)snprintf(out, cap, "%s %s %s", kind, o->above ? ">" : ">=", min);
    else if (has_max)
        (void)snprintf(out, cap, "%s <= %s", kind, max);
    else
        (void)snprintf(out, cap, "%s", kind);
    return out;
}

static bool in_range(const option *o, double v)
{
    return v <= o->max && (o->above ? v > o->min : v >= o->min);
}

/* Digits up to *end; false where there are none or they do not fit. Signs and blanks, which strtoull would
 * take, are no digits. */
static bool digits(const char *p, const char **end, uint64_t *v)
{
    *v = 0;
    for (*end = p; **end >= '0' && **end <= '9'; ++*end) {
        unsigned digit = (unsigned)(**end - '0');

        if (*v > (UINT64_MAX - digit) / 10)
            return false;
        *v = *v * 10 + digit;
    }
    return *end > p;
}

static bool parse_int(const char *p, int64_t *out)
{
    bool minus = *p == '-';
    uint64_t v;

    if (!digits(p + minus, &p, &v) || *p || v > INT64_MAX)
        return false;
    *out = minus ? -(int64_t)v : (int64_t)v;
    return true;
}

static bool parse_size(const char *p, uint64_t *out)
{
    static const char suffix[] = "KMGTkmgt";
    uint64_t v;
    unsigned shift = 0;

    if (!digits(p, &p, &v))
        return false;
    if (*p && strchr(suffix, *p))
        shift = 10 * (unsigned)((strchr(suffix, *p++) - suffix) % 4 + 1);
    if (*p || v > UINT64_MAX >> shift)
        return false;
    *out = v << shift;
    return true;
}

static bool parse_span(const char *p, unsigned *from, unsigned *to)
{
    uint64_t a, b;

    if (!digits(p, &p, &a))
        return false;
    b = a;
    if (*p == '-' && !digits(p + 1, &p, &b))
        return false;
    if (*p || a > b || b > UINT32_MAX)
        return false;
    *from = (unsigned)a;
    *to = (unsigned)b;
    return true;
}

static size_t word_count(const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    return n;
}

static bool word_fail(const char *who, const option *o, const char *text, err *e)
{
    size_t n = word_count(o->words);
    const char *near = nearest(str_z(text), o->words, n);
    char all[150] = "";
    size_t used = 0;

    for (size_t i = 0; i < n && used < sizeof all; i++)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", o->words[i]);
    if (near)
        return err_set(e, ERR_USAGE, "%s: --%s: '%.60s' is not known; did you mean '%s'? (there are %s)", who,
                       o->word, text, near, all);
    return err_set(e, ERR_USAGE, "%s: --%s: '%.60s' is not known (there are %s)", who, o->word, text, all);
}

/* Checks one argument and leaves its value in v. `who` is the command, for the message. */
static bool value_parse(const char *who, const option *o, const char *text, option_value *v, err *e)
{
    bool ok = true, fits = true;
    char want[100];

    switch (o->type) {
    case OPTION_FLAG:
        return true;
    case OPTION_TEXT:
        return *text || err_set(e, ERR_USAGE, "%s: --%s: %s is empty", who, o->word, o->argument);
    case OPTION_WORD:
        for (const char *const *w = o->words; *w; w++)
            if (strcmp(*w, text) == 0)
                return true;
        return word_fail(who, o, text, e);
    case OPTION_INT:
        ok = parse_int(text, &v->integer);
        fits = ok && in_range(o, (double)v->integer);
        break;
    case OPTION_REAL:
        ok = real_parse(str_z(text), &v->real);
        fits = ok && in_range(o, v->real);
        break;
    case OPTION_SIZE:
        ok = parse_size(text, &v->size);
        fits = ok && in_range(o, (double)v->size);
        break;
    case OPTION_SPAN:
        ok = parse_span(text, &v->from, &v->to);
        fits = ok && in_range(o, v->from) && in_range(o, v->to);
        break;
    }
    if (ok && fits)
        return true;
    return err_set(e, ERR_USAGE, "%s: --%s: '%.60s' is %s (expected %s)", who, o->word, text,
                   ok                       ? "out of range"
                   : o->type == OPTION_SIZE ? "not a size"
                   : o->type == OPTION_SPAN ? "not a range"
                                            : "not a number",
                   expected(o, want, sizeof want));
}

/* ---- the command line ---- */

/* What getopt_long could not place: a long option (optopt is 0 then) that is unknown or fits several words,
 * a letter, or a flag with "=...". */
static bool unknown(const option *table, size_t n, const char *typed, err *e, const char *who, arena *a)
{
    const char **words = ARENA_NEW(a, n + 1, const char *);
    str name = str_z(typed);
    char fits[100] = "";
    size_t n_words = 0, n_fits = 0, used = 0;
    const char *near;

    if (!words)
        return err_memory(e);
    if (optopt >= LONG)
        return err_set(e, ERR_USAGE, "%s: --%s takes no argument", who,
                       (size_t)optopt == LONG + n ? "help" : table[optopt - LONG].word);
    if (optopt)
        return err_set(e, ERR_USAGE, "%s: unknown option '-%c' ('slant help %s' lists them)", who,
                       (char)optopt, who);

    name = (str){name.p + 2, name.n - 2};
    name = str_cut(&name, '=');
    for (size_t i = 0; i <= n; i++) {
        const char *word = i < n ? table[i].word : "help";

        if (!word)
            continue;
        words[n_words++] = word;
        if (str_starts(str_z(word), name) && used < sizeof fits) {
            used += (size_t)snprintf(fits + used, sizeof fits - used, "%s--%s", n_fits ? ", " : "", word);
            n_fits++;
        }
    }
    if (n_fits > 1)
        return err_set(e, ERR_USAGE, "%s: '%.60s' fits several options: %s", who, typed, fits);
    near = nearest(name, words, n_words);
    if (near)
        return err_set(e, ERR_USAGE, "%s: unknown option '%.60s'; did you mean '--%s'?", who, typed, near);
    return err_set(e, ERR_USAGE, "%s: unknown option '%.60s' ('slant help %s' lists them)", who, typed, who);
}

/* Notes one more argument of option o; text is NULL for a flag. */
static bool take(const char *who, const option *o, const char *text, size_t argc, option_value *v, arena *a,
                 err *e)
{
    const char **texts = (const char **)v->text;

    v->given = true;
    if (o->type == OPTION_FLAG)
        return true;
    if (!texts || !o->repeatable) {
        texts = ARENA_NEW(a, o->repeatable ? argc : 1, const char *);
        if (!texts)
            return err_memory(e);
        v->text = texts;
        v->n = 0;
    }
    texts[v->n++] = text;
    return value_parse(who, o, text, v, e);
}

/* The table as getopt_long wants it. */
static bool getopt_table(const option *table, size_t n, arena *a, char **letters, struct option **words)
{
    char *l;
    struct option *w;

    *letters = l = ARENA_NEW(a, 2 * n + 3, char);
    *words = w = ARENA_NEW(a, n + 2, struct option);
    if (!l || !w)
        return false;
    *l++ = ':'; /* a missing argument is told apart from an unknown option */
    *l++ = HELP;
    for (size_t i = 0; i < n; i++) {
        const option *o = &table[i];

        if (!o->word)
            continue;
        *w++ = (struct option){o->word, o->argument ? required_argument : no_argument, NULL, (int)(LONG + i)};
        if (o->letter)
            *l++ = o->letter;
        if (o->letter && o->argument)
            *l++ = ':';
    }
    *w = (struct option){"help", no_argument, NULL, (int)(LONG + n)};
    return true;
}

static bool getopt_walk(const option *table, size_t n, int argc, char **argv, option_value *value, bool *help,
                        arena *a, err *e)
{
    const char *who = argv[0];
    struct option *words;
    char *letters;

    if (!getopt_table(table, n, a, &letters, &words))
        return err_memory(e);

    opterr = 0;
    optind = 0; /* glibc and musl: forget any earlier command line */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there is a second thread */
    for (int code; (code = getopt_long(argc, argv, letters, words, NULL)) != -1;) {
        size_t i = (size_t)(code - LONG);

        if (code == HELP || i == n) {
            *help = true;
            return true;
        }
        if (code == '?')
            return unknown(table, n, argv[optind - 1], e, who, a);
        if (code == ':')
            code = optopt;
        for (i = 0; i < n; i++)
            if (code == (int)(LONG + i) || (table[i].letter && code == table[i].letter))
                break;
        assert(i < n);
        if (table[i].argument && !optarg)
            return err_set(e, ERR_USAGE, "%s: --%s: its argument %s is missing", who, table[i].word,
                           table[i].argument);
        if (!take(who, &table[i], optarg, (size_t)argc, &value[i], a, e))
            return false;
    }
    return true;
}

bool options_parse(const option *table, int argc, char **argv, arena *a, parsed *out, err *e)
{
    size_t n = rows(table), count = (size_t)argc;
    option_value *value = ARENA_NEW(a, n + 1, option_value);
    const char **as_given = ARENA_NEW(a, count + 1, const char *);
    const char **operand = ARENA_NEW(a, count + 1, const char *);

    if (!value || !as_given || !operand)
        return err_memory(e);
    *out = (parsed){
        .table = table, .value = value, .operand = operand, .argv = as_given, .argc = argc, .arena = a};

    /* getopt_long sorts operands behind options in argv itself: remember what was typed. */
    for (size_t i = 0; i < count; i++)
        as_given[i] = argv[i];

    if (!getopt_walk(table, n, argc, argv, value, &out->help, a, e))
        return false;
    if (out->help)
        return true;

    for (size_t i = (size_t)optind; i < count; i++)
        operand[out->n_operands++] = argv[i];

    for (size_t i = 0; i < n; i++) {
        const option *o = &table[i];

        if (o->required && !value[i].given)
            return err_set(e, ERR_USAGE, "%s: --%s %s is missing", argv[0], o->word, o->argument);
        if (o->value && !value[i].given) {
            value[i].text = &o->value;
            value[i].n = 1;
            if (!value_parse(argv[0], o, o->value, &value[i], e))
                return false;
        }
    }
    return true;
}

/* ---- the values ---- */

/* The row of a word; `types` has a bit for each type that the caller can take. */
static const option_value *find(const parsed *p, const char *word, unsigned types)
{
    size_t i = 0;

    while (p->table[i].heading || (p->table[i].word && strcmp(p->table[i].word, word) != 0))
        i++;
    assert(p->table[i].word && "the command's table has no such option");
    assert(types >> p->table[i].type & 1 && "the option is of another type");
    (void)types;
    return &p->value[i];
}

const char *opt_string(const parsed *p, const char *word)
{
    const option_value *v = find(p, word, 1u << OPTION_TEXT | 1u << OPTION_WORD);

    return v->n ? v->text[v->n - 1] : NULL;
}

const char *const *opt_list(const parsed *p, const char *word, size_t *n)
{
    const option_value *v = find(p, word, 1u << OPTION_TEXT | 1u << OPTION_WORD);

    *n = v->n;
    return v->text;
}

int64_t opt_int(const parsed *p, const char *word)
{
    return find(p, word, 1u << OPTION_INT)->integer;
}

double opt_real(const parsed *p, const char *word)
{
    return find(p, word, 1u << OPTION_REAL)->real;
}

uint64_t opt_size(const parsed *p, const char *word)
{
    return find(p, word, 1u << OPTION_SIZE)->size;
}

void opt_span(const parsed *p, const char *word, unsigned *from, unsigned *to)
{
    const option_value *v = find(p, word, 1u << OPTION_SPAN);

    *from = v->from;
    *to = v->to;
}

bool opt_flag(const parsed *p, const char *word)
{
    return find(p, word, 1u << OPTION_FLAG)->given;
}

bool opt_given(const parsed *p, const char *word)
{
    return find(p, word, ~0u)->given;
}

/* ---- tables ---- */

const char *option_default(const option *o, char *out, size_t cap)
{
    if (o->value)
        (void)snprintf(out, cap, "%s%s%s", o->value, o->unit ? " " : "", o->unit ? o->unit : "");
    else
        (void)snprintf(out, cap, "%s", o->shown ? o->shown : "");
    return out;
}

static bool row_check(const option *o, err *e)
{
    bool number = o->type >= OPTION_INT && o->type <= OPTION_SPAN;
    option_value v = {0};

    if (!o->help)
        return err_set(e, ERR_USAGE, "--%s: no help", o->word);
    if ((o->type == OPTION_FLAG) != !o->argument)
        return err_set(e, ERR_USAGE, "--%s: a flag has no argument, all others have one", o->word);
    if (number && !(o->min < o->max))
        return err_set(e, ERR_USAGE, "--%s: its range is empty", o->word);
    if ((o->type == OPTION_WORD) != !!o->words)
        return err_set(e, ERR_USAGE, "--%s: a list of words, or not", o->word);
    if (o->value && o->shown)
        return err_set(e, ERR_USAGE, "--%s: two defaults", o->word);
    if (o->required && (o->value || o->type == OPTION_FLAG))
        return err_set(e, ERR_USAGE, "--%s: required, with a default or nothing to give", o->word);
    return !o->value || value_parse("table", o, o->value, &v, e);
}

bool options_check(const option *table, err *e)
{
    size_t n = rows(table);

    for (size_t i = 0; i < n; i++) {
        const option *o = &table[i];

        if (!o->word)
            continue;
        if (!row_check(o, e))
            return false;
        if (strcmp(o->word, "help") == 0 || o->letter == HELP)
            return err_set(e, ERR_USAGE, "--%s: help is in every command already", o->word);
        for (size_t j = i + 1; j < n; j++) {
            if (table[j].word && strcmp(table[j].word, o->word) == 0)
                return err_set(e, ERR_USAGE, "--%s: in the table twice", o->word);
            if (table[j].letter && table[j].letter == o->letter)
                return err_set(e, ERR_USAGE, "--%s: -%c is --%s already", table[j].word, o->letter, o->word);
        }
    }
    return true;
}

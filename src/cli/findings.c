/* Findings to a report, to JSON lines, to a table. All three go through them in their order; the report puts
 * those of one place and kind under one heading. */
#include "cli/findings.h"

#include <math.h>
#include <stdio.h>

#include "model/card.h"

static const finding_row *row_of(const findings *f, uint32_t at)
{
    return at == LEAKS_NONE ? NULL : &f->row[at];
}

static void put_day(uint32_t day, buf *out)
{
    buf_printf(out, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
}

static const char *test_name(homogeneity_test test)
{
    return test == HOMOGENEITY_FISHER ? "fisher" : "chi-squared";
}

/* ---- what a finding is about, beside its records ---- */

/* The value of a record under a kind: its group, label or day. False where the kind has none. */
static bool value_of(const findings *f, const leak *l, uint32_t at, buf *out)
{
    const finding_row *r = row_of(f, at);

    out->n = 0;
    switch ((leak_kind)l->kind) {
    case LEAK_SAME_GROUP:
        if (r && at == l->row)
            buf_str(out, r->group);
        return r && at == l->row;
    case LEAK_DATE_OVERLAP:
        if (r)
            put_day(r->day, out);
        return r != NULL;
    case LEAK_LABEL_CONFLICT:
    case LEAK_LABEL_ONE_SIDE:
        if (r)
            buf_str(out, r->label);
        return r != NULL;
    case LEAK_LABEL_SHARES:
        if (at == l->row)
            buf_str(out, f->label[f->leaks->shares.farthest]);
        return at == l->row;
    default:
        return false;
    }
}

/* ---- for people ---- */

/* "b.tsv:3 x-2". An id that says no more than the place, as it does where there is no column of ids, is not
 * said again; nor is the line of a file that is one record. */
static void put_row(const findings *f, uint32_t at, buf *out)
{
    const finding_row *r = &f->row[at];
    str path = str_z(r->path), line;
    char digits[24];

    (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)r->line);
    line = str_z(digits);
    card_show(path, out);
    if (str_eq(r->id, path))
        return;
    buf_char(out, ':');
    buf_str(out, line);
    if (str_eq(r->id, line) ||
        (r->id.n == path.n + 1 + line.n && str_starts(r->id, path) && str_ends(r->id, line)))
        return;
    buf_char(out, ' ');
    card_show(r->id, out);
}

static void put_records(uint32_t n, buf *out)
{
    buf_printf(out, " (%u record%s)", n, n == 1 ? "" : "s");
}

/* One example. */
static void text_one(const findings *f, const leak *l, buf *value, buf *out)
{
    bool has = value_of(f, l, l->row, value);

    buf_z(out, "    ");
    if (l->kind == LEAK_SAME_GROUP || l->kind == LEAK_LABEL_ONE_SIDE) {
        card_show(buf_view(value), out);
        put_records(l->n, out);
        buf_z(out, ": ");
        has = false;
    }
    put_row(f, l->row, out);
    if (has) {
        buf_z(out, " [");
        card_show(buf_view(value), out);
        buf_char(out, ']');
    }
    if (l->other != LEAKS_NONE) {
        buf_z(out, "  ");
        if (l->kind == LEAK_SIMILAR_TEXT) {
            buf_fixed(out, l->similarity, 2);
            buf_z(out, "  ");
        }
        put_row(f, l->other, out);
        if (value_of(f, l, l->other, value)) {
            buf_z(out, " [");
            card_show(buf_view(value), out);
            buf_char(out, ']');
        }
    }
    buf_char(out, '\n');
}

static void put_p(double p, buf *out)
{
    buf_z(out, p < 0.0001 ? "p below " : "p ");
    buf_fixed(out, p < 0.0001 ? 0.0001 : p, 4);
}

/* "0.364 of train, 0.252 of test; chi-squared 19.80, 1 df, p below 0.0001, distance 0.112". */
static void put_shares(const homogeneity *s, buf *out)
{
    buf_fixed(out, s->share[0], 3);
    buf_z(out, " of train, ");
    buf_fixed(out, s->share[1], 3);
    buf_z(out, " of test; ");
    if (s->test == HOMOGENEITY_FISHER) {
        buf_z(out, "Fisher's exact test, ");
    } else {
        buf_z(out, "chi-squared ");
        buf_fixed(out, s->statistic, 2);
        buf_printf(out, ", %u df, ", s->df);
    }
    put_p(s->p, out);
    buf_z(out, ", distance ");
    buf_fixed(out, s->distance, 3);
}

static void text_shares(const findings *f, buf *out)
{
    const homogeneity *s = &f->leaks->shares;

    buf_z(out, "    ");
    card_show(f->label[s->farthest], out);
    buf_char(out, ' ');
    put_shares(s, out);
    buf_char(out, '\n');
}

static const char *title(leak_kind kind, leak_place place)
{
    static const char *const name[N_LEAK_KINDS] = {"same text",
                                                   "near-duplicate",
                                                   "same group",
                                                   "date not after train's last",
                                                   "same text, other label",
                                                   "label shares differ",
                                                   NULL,
                                                   "empty text",
                                                   "fewer than 3 words",
                                                   "no date YYYY-MM-DD"};
    static const char *const own[N_LEAK_KINDS] = {"text again", "near-duplicate of an earlier one"};

    if (kind == LEAK_LABEL_ONE_SIDE)
        return place == LEAK_TRAIN ? "label not in test" : "label not in train";
    return place != LEAK_ACROSS && own[kind] ? own[kind] : name[kind];
}

/* Findings [begin, end) are of one place and kind. */
static void text_kind(const findings *f, const leak *begin, const leak *end, buf *value, buf *out)
{
    leak_kind kind = (leak_kind)begin->kind;
    uint32_t of = f->n[begin->place != LEAK_TRAIN];
    uint64_t records = 0;

    if (kind == LEAK_LABEL_SHARES) {
        buf_printf(out, "  %s\n", title(kind, LEAK_ACROSS));
        text_shares(f, out);
        return;
    }
    for (const leak *l = begin; l < end; l++)
        records += l->n;
    buf_printf(out, "  %-34s %9llu %7.2f %%\n", title(kind, (leak_place)begin->place),
               (unsigned long long)records, of ? 100.0 * (double)records / of : 0);
    for (const leak *l = begin; l < end && (size_t)(l - begin) < f->top; l++)
        text_one(f, l, value, out);
    if (f->top && (size_t)(end - begin) > f->top)
        buf_printf(out, "    ... and %zu more\n", (size_t)(end - begin) - f->top);
}

/* What was compared without a finding, and what a reader should know. */
static void text_notes(const findings *f, buf *out)
{
    const leaks *l = f->leaks;
    const homogeneity *s = &l->shares;

    if (s->test != HOMOGENEITY_NO_TEST && !(s->p < LEAKS_P && s->distance >= LEAKS_DISTANCE)) {
        buf_printf(out, "\nlabel shares %s: ", s->p < LEAKS_P ? "differ little" : "could be alike");
        card_show(f->label[s->farthest], out);
        buf_char(out, ' ');
        put_shares(s, out);
        buf_char(out, '\n');
    }
    if (l->n_known)
        buf_printf(out, "\nnot new, by text, near-duplicate or group: %u of %u test records, %.2f %%\n",
                   l->n_known, f->n[1], 100.0 * l->n_known / f->n[1]);
    if (l->n_cut)
        buf_printf(out,
                   "\n%u text%s resemble%s so many others that not all were compared: a nearer twin may be "
                   "missing\n",
                   l->n_cut, l->n_cut == 1 ? "" : "s", l->n_cut == 1 ? "s" : "");
}

void findings_text(const findings *f, buf *out)
{
    static const char *const where[N_LEAK_PLACES] = {"test against train", "within train", "within test"};
    static const char *const whose[N_LEAK_PLACES] = {"of test", "of train", "of test"};
    const leak *l = f->leaks->found, *end = l + f->leaks->n, *next;
    buf value = {0};
    int place = -1;

    for (int side = 0; side < 2 && f->path[side]; side++) {
        buf_z(out, !f->path[1] ? "" : side ? "test   " : "train  ");
        card_show(str_z(f->path[side]), out);
        buf_printf(out, ": %u record%s\n", f->n[side], f->n[side] == 1 ? "" : "s");
    }
    if (f->leaks->n == 0)
        buf_z(out, "\nnothing found\n");
    for (; l < end; l = next) {
        for (next = l; next < end && next->place == l->place && next->kind == l->kind;)
            next++;
        if (l->place != place) {
            place = l->place;
            buf_printf(out, "\n%-36s %9s %9s\n", f->path[1] ? where[place] : "in the file", "records",
                       f->path[1] ? whose[place] : "of all");
        }
        text_kind(f, l, next, &value, out);
    }
    text_notes(f, out);
    out->failed |= value.failed;
    buf_free(&value);
}

/* ---- for programs ---- */

static void json_row(const findings *f, const char *before, uint32_t at, buf *out)
{
    const finding_row *r = &f->row[at];

    buf_printf(out, ",\"%sfile\":", before);
    buf_json(out, str_z(r->path));
    buf_printf(out, ",\"%sline\":", before);
    buf_u64(out, r->line);
    buf_printf(out, ",\"%sid\":", before);
    buf_json(out, r->id);
}

static void json_shares(const homogeneity *s, buf *out)
{
    buf_printf(out, ",\"test\":\"%s\"", test_name(s->test));
    if (s->test == HOMOGENEITY_CHI_SQUARED) {
        buf_z(out, ",\"statistic\":");
        buf_fixed(out, s->statistic, 6);
        buf_printf(out, ",\"df\":%u", s->df);
    }
    buf_printf(out, ",\"p\":%.6g,\"distance\":", s->p);
    buf_fixed(out, s->distance, 6);
    buf_z(out, ",\"share\":[");
    buf_fixed(out, s->share[0], 6);
    buf_char(out, ',');
    buf_fixed(out, s->share[1], 6);
    buf_char(out, ']');
}

void findings_jsonl(const findings *f, buf *out)
{
    buf value = {0};

    for (size_t i = 0; i < f->leaks->n; i++) {
        const leak *l = &f->leaks->found[i];

        buf_printf(out, "{\"kind\":\"%s\",\"place\":\"%s\"", leaks_kind((leak_kind)l->kind),
                   leaks_place((leak_place)l->place));
        if (l->row != LEAKS_NONE)
            json_row(f, "", l->row, out);
        if (l->other != LEAKS_NONE)
            json_row(f, "other_", l->other, out);
        if (!isnan(l->similarity)) {
            buf_z(out, ",\"similarity\":");
            buf_fixed(out, l->similarity, 4);
        }
        buf_printf(out, ",\"records\":%u", l->n);
        if (value_of(f, l, l->row, &value)) {
            buf_z(out, ",\"value\":");
            buf_json(out, buf_view(&value));
        }
        if (l->other != LEAKS_NONE && value_of(f, l, l->other, &value)) {
            buf_z(out, ",\"other_value\":");
            buf_json(out, buf_view(&value));
        }
        if (l->kind == LEAK_LABEL_SHARES)
            json_shares(&f->leaks->shares, out);
        buf_z(out, "}\n");
    }
    out->failed |= value.failed;
    buf_free(&value);
}

/* Three cells, each with a tab behind it. */
static void tsv_row(const findings *f, uint32_t at, buf *out)
{
    if (at == LEAKS_NONE) {
        buf_z(out, "\t\t\t");
        return;
    }
    buf_tsv(out, str_z(f->row[at].path));
    buf_char(out, '\t');
    buf_u64(out, f->row[at].line);
    buf_char(out, '\t');
    buf_tsv(out, f->row[at].id);
    buf_char(out, '\t');
}

void findings_tsv(const findings *f, buf *out)
{
    buf value = {0};

    buf_z(out, "kind\tplace\tfile\tline\tid\tother_file\tother_line\tother_id\tsimilarity\trecords\tvalue\t"
               "other_value\tdetail\n");
    for (size_t i = 0; i < f->leaks->n; i++) {
        const leak *l = &f->leaks->found[i];

        buf_printf(out, "%s\t%s\t", leaks_kind((leak_kind)l->kind), leaks_place((leak_place)l->place));
        tsv_row(f, l->row, out);
        tsv_row(f, l->other, out);
        if (!isnan(l->similarity))
            buf_fixed(out, l->similarity, 4);
        buf_printf(out, "\t%u\t", l->n);
        if (value_of(f, l, l->row, &value))
            buf_tsv(out, buf_view(&value));
        buf_char(out, '\t');
        if (l->other != LEAKS_NONE && value_of(f, l, l->other, &value))
            buf_tsv(out, buf_view(&value));
        buf_char(out, '\t');
        if (l->kind == LEAK_LABEL_SHARES)
            put_shares(&f->leaks->shares, out);
        buf_char(out, '\n');
    }
    out->failed |= value.failed;
    buf_free(&value);
}

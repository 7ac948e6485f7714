/* Passes to a report. The stages shown are those of one pass, the median one, so that they add up to what it
 * took, as medians of each stage would not. */
#include "cli/timing.h"

#include <stdlib.h>

#include "base/grow.h"

/* Below this much of its time on the processor a pass says more about the machine's other work. */
static const double busy_enough = 0.9;

bool timing_add(timing *t, const double ns[N_STAGES], double busy, err *e)
{
    timing_pass p = {.busy = busy};

    for (unsigned s = 0; s < N_STAGES; s++) {
        p.ns[s] = ns[s];
        p.all_ns += ns[s];
    }
    if (t->first.all_ns == 0) {
        t->first = p;
        return true;
    }
    if (!GROW(t->later, t->cap, t->n + 1))
        return err_memory(e);
    t->later[t->n++] = p;
    return true;
}

void timing_free(timing *t)
{
    free(t->later);
    *t = (timing){0};
}

static int by_time(const void *x, const void *y)
{
    const timing_pass *a = x, *b = y;

    return (a->all_ns > b->all_ns) - (a->all_ns < b->all_ns);
}

void timing_sort(timing *t)
{
    qsort(t->later, t->n, sizeof *t->later, by_time);
}

static const timing_pass *median(const timing *t)
{
    return &t->later[(t->n - 1) / 2];
}

/* 10^6 bytes a second: a thousand bytes a microsecond. */
static double mb_s(const timing *t, const timing_pass *p)
{
    return (double)t->bytes / p->all_ns * 1e3;
}

static double percent(uint64_t part, uint64_t all)
{
    return all ? 100 * (double)part / (double)all : 0;
}

/* ---- for people ---- */

static void stage_line(const char *name, double ns, const timing_pass *p, uint64_t bytes, buf *out)
{
    buf_printf(out, "%-8s %10.2f %7.0f %%\n", name, ns / (double)bytes, 100 * ns / p->all_ns);
}

void timing_text(const timing *t, buf *out)
{
    const timing_pass *m = median(t);
    const memo_counts *c = &t->counts;
    double seconds = m->all_ns / 1e9;

    buf_z(out, "stage       ns/byte     share\n");
    for (unsigned s = 0; s < N_STAGES; s++)
        stage_line(stage_name(s), m->ns[s], m, t->bytes, out);
    stage_line("all", m->all_ns, m, t->bytes, out);

    buf_printf(out, "\n%19s  %12s\n", "all", "a second");
    buf_printf(out, "MB       %10.1f  %12.1f\n", (double)t->bytes / 1e6, mb_s(t, m));
    buf_printf(out, "records  %10llu  %12.0f\n", (unsigned long long)t->records,
               (double)t->records / seconds);
    buf_printf(out, "words    %10llu  %12.0f\n", (unsigned long long)c->words, (double)c->words / seconds);

    buf_printf(out, "\nmemo     %.1f %% of the words were remembered, %llu were worked out\n",
               percent(c->words - c->misses, c->words), (unsigned long long)c->misses);
    buf_printf(out, "n-grams  %llu looked up, %.1f %% of them known to a model\n",
               (unsigned long long)c->grams, percent(c->grams_found, c->grams));
    buf_printf(out, "passes   %zu on one thread: median %.3g s, best %.3g s; before them the first, %.3g s\n",
               t->n, seconds, t->later[0].all_ns / 1e9, t->first.all_ns / 1e9);
    buf_printf(out, "start    %.1f ms to the first results; at most %.1f MB of memory\n", t->first_record_ms,
               (double)t->peak_bytes / 1e6);
    if (m->busy < busy_enough)
        buf_printf(
            out,
            "note     the processor worked on this for %.0f %% of the time: something else runs beside "
            "it\n         or the files are waited for, and all figures are too high\n",
            100 * m->busy);
}

/* ---- for programs ---- */

static void json_count(const char *before, uint64_t v, buf *out)
{
    buf_z(out, before);
    buf_u64(out, v);
}

static void json_number(const char *before, double v, unsigned places, buf *out)
{
    buf_z(out, before);
    buf_fixed(out, v, places);
}

void timing_json(const timing *t, buf *out)
{
    const timing_pass *m = median(t);
    const memo_counts *c = &t->counts;

    json_count("{\"bytes\":", t->bytes, out);
    json_count(",\"records\":", t->records, out);
    json_count(",\"words\":", c->words, out);
    json_number(",\"seconds\":", m->all_ns / 1e9, 6, out);
    buf_z(out, ",\"stages\":[");
    for (unsigned s = 0; s < STAGE_REST; s++) {
        buf_printf(out, "%s{\"name\":\"%s\"", s ? "," : "", stage_name(s));
        json_number(",\"ns_per_byte\":", m->ns[s] / (double)t->bytes, 4, out);
        buf_char(out, '}');
    }
    json_count("],\"memo\":{\"hits\":", c->words - c->misses, out);
    json_count(",\"misses\":", c->misses, out);
    json_count("},\"grams\":{\"looked_up\":", c->grams, out);
    json_count(",\"found\":", c->grams_found, out);
    json_number("},\"rest_ns_per_byte\":", m->ns[STAGE_REST] / (double)t->bytes, 4, out);
    json_number(",\"mb_s\":", mb_s(t, m), 1, out);
    json_number(",\"best_mb_s\":", mb_s(t, &t->later[0]), 1, out);
    json_number(",\"busy\":", m->busy, 3, out);
    json_number(",\"first_pass_seconds\":", t->first.all_ns / 1e9, 6, out);
    json_count(",\"passes\":", t->n, out);
    json_number(",\"first_record_ms\":", t->first_record_ms, 2, out);
    json_count(",\"peak_bytes\":", t->peak_bytes, out);
    json_count(",\"rejected\":", t->rejected, out);
    buf_z(out, ",\"threads\":1}\n");
}

/* A worker writes a row for each record and behind it what each model said; emit (batch.h), which gets the
 * rows in the input's order, files them in arrays by what they say. Labels and groups become numbers when all
 * are known. */
#include "cli/collect.h"

#include <stdlib.h>

#include "base/grow.h"
#include "cli/job.h"
#include "cli/prior.h"
#include "score/batch.h"

/* One record, as a worker writes it; then, for each model, an answer with its numbers and scores; then the
 * true labels as they stood, the group and, where details are wanted of an answer that is wrong, the id and
 * the text. */
typedef struct row {
    double weight;
    const char *path;
    uint64_t line;
    uint32_t n_truth, n_group, n_id, n_text; /* bytes */
} row;

typedef struct answer {
    certainty certainty;
    double wrong;   /* as collected_model has it */
    uint32_t given; /* the best label            */
    uint32_t unsure;
    uint32_t n_given; /* numbers that follow: the one label, or all that were given */
} answer;

/* ---- the workers' side ---- */

static void reject(const collected *c, const record *r, const char *why, batch_results *out)
{
    record bad = *r;

    if (!r->bad)
        (void)err_at(&bad.why, ERR_INPUT, r->path, r->line, r->byte, "%s", why);
    reject_count(&c->rejects, &bad, out);
}

/* The score of each label. */
static void put_scores(const model *m, const double *margin, const double *p, buf *out)
{
    for (uint32_t k = 0; k < m->K; k++) {
        float score = (float)(isnan(p[k]) ? model_margin(m, margin, k) : p[k]);

        buf_add(out, &score, sizeof score);
    }
}

/* What one model says of the record that was scored. Returns whether it is surely wrong. */
static bool put_answer(const collected *c, const model *m, const double *margin, double *p, familiarity known,
                       str truth, buf *out)
{
    answer a = {.wrong = (double)NAN, .given = model_decide(m, margin, p)};

    a.unsure = labeller_unsure(m, a.given, p, c->threshold, known);
    if (m->multi_label) {
        for (uint32_t k = 0; (k = labeller_given(m, margin, p, c->threshold, known, k)) < m->K; k++)
            a.n_given++;
    } else {
        uint32_t number = labeller_label(m, truth);

        a.n_given = 1;
        a.certainty = metrics_certainty(p, m->K, number, a.given);
        if (c->details && number != a.given && !a.unsure)
            a.wrong = isnan(p[a.given]) ? model_margin(m, margin, a.given) : p[a.given];
    }
    buf_add(out, &a, sizeof a);
    if (!m->multi_label)
        buf_add(out, &a.given, sizeof a.given);
    else
        for (uint32_t k = 0; (k = labeller_given(m, margin, p, c->threshold, known, k)) < m->K; k++)
            buf_add(out, &k, sizeof k);
    if (collect_has_scores(c))
        put_scores(m, margin, p, out);
    return !isnan(a.wrong);
}

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    collected *c = to;
    const tasks_work *w = &c->labeller.work[worker];
    str truth = str_trim(r->label);
    row head = {.weight = r->weight,
                .path = r->path,
                .line = r->line,
                .n_truth = (uint32_t)truth.n,
                .n_group = (uint32_t)r->group.n};
    size_t at = out->out.n;
    bool wrong = false;

    if (r->bad || (truth.n == 0 && !c->models.each[0]->multi_label)) {
        reject(c, r, "the label is empty", out);
        return true;
    }
    if (!labeller_score(&c->labeller, worker, r->text, e))
        return false;
    buf_add(&out->out, &head, sizeof head);
    for (uint32_t i = 0; i < c->labeller.tasks.n; i++) {
        const task *t = &c->labeller.tasks.task[i];

        wrong |= put_answer(c, t->m, w->margin + t->margins, w->p, w->known[i], truth, &out->out);
    }
    buf_str(&out->out, truth);
    buf_str(&out->out, r->group);
    if (wrong) {
        head.n_id = (uint32_t)r->id.n;
        head.n_text = (uint32_t)r->text.n;
        buf_str(&out->out, r->id);
        buf_str(&out->out, r->text);
    }
    if (!out->out.failed)
        memcpy(out->out.p + at, &head, sizeof head);
    return true;
}

/* ---- the writer's side ---- */

static bool rows_room(collected *c)
{
    size_t need = c->N + 2, c0 = c->cap_rows, c1 = c0;

    return GROW(c->weight, c0, need) && GROW(c->group_name, c1, need) &&
           GROW(c->truth_begin, c->cap_rows, need);
}

static bool collect_truth(collected *c, str rest)
{
    const model *m = c->models.each[0];

    do {
        str name = str_trim(m->multi_label ? str_cut(&rest, m->separator) : rest);

        if (m->multi_label && name.n == 0)
            continue;
        if (!GROW(c->truth_name, c->cap_truth, c->n_truth + 1))
            return false;
        c->truth_name[c->n_truth] = arena_copy(&c->memory, name);
        if (!c->truth_name[c->n_truth++].p)
            return false;
    } while (m->multi_label && rest.p);
    return true;
}

static bool collect_scores(const collected *c, collected_model *of, const char **at)
{
    size_t K = c->models.each[0]->K;

    if (!GROW(of->score, of->cap_scores, (c->N + 1) * K))
        return false;
    memcpy(of->score + c->N * K, *at, K * sizeof *of->score);
    *at += K * sizeof *of->score;
    return true;
}

/* Files the answer at *at and moves behind it. */
static bool collect_answer(collected *c, collected_model *of, const char **at)
{
    size_t need = c->N + 2, c0 = of->cap_rows, c1 = c0;
    answer a;

    memcpy(&a, *at, sizeof a);
    *at += sizeof a;
    if (!GROW(of->certainty, c0, need) || !GROW(of->unsure, c1, need) ||
        !GROW(of->given_begin, of->cap_rows, need) ||
        !GROW(of->given, of->cap_given, of->n_given + a.n_given + 1))
        return false;
    of->certainty[c->N] = a.certainty;
    of->unsure[c->N] = (uint8_t)a.unsure;
    of->wrong = a.wrong;
    memcpy(of->given + of->n_given, *at, a.n_given * sizeof *of->given);
    *at += a.n_given * sizeof *of->given;
    of->n_given += a.n_given;
    of->given_begin[c->N + 1] = of->n_given;
    return !collect_has_scores(c) || collect_scores(c, of, at);
}

/* The next n bytes. */
static str cut(const char **at, size_t n)
{
    str s = {*at, n};

    *at += n;
    return s;
}

static bool collect_row(collected *c, const char **at, err *e)
{
    row head;
    mistake found;
    bool ok = rows_room(c);

    memcpy(&head, *at, sizeof head);
    *at += sizeof head;
    for (size_t i = 0; ok && i < c->models.n; i++)
        ok = collect_answer(c, &c->of[i], at);
    if (!ok)
        return err_memory(e);
    found = (mistake){.path = head.path, .line = head.line, .truth = cut(at, head.n_truth)};
    c->weight[c->N] = head.weight;
    c->group_name[c->N] = arena_copy(&c->memory, cut(at, head.n_group));
    if (!c->group_name[c->N].p || !collect_truth(c, found.truth))
        return err_memory(e);
    c->truth_begin[++c->N] = c->n_truth;

    found.id = cut(at, head.n_id);
    found.text = cut(at, head.n_text);
    for (size_t i = 0; ok && i < c->models.n; i++) {
        collected_model *of = &c->of[i];

        found.confidence = of->wrong;
        found.given = of->n_given ? of->given[of->n_given - 1] : 0;
        ok = isnan(of->wrong) || mistakes_offer(&of->mistakes, &found, e);
    }
    return ok;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    collected *c = to;

    for (const char *at = r->out.p, *end = at + r->out.n; at < end;)
        if (!collect_row(c, &at, e))
            return false;
    return rejects_add(&c->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    collected *c = to;

    c->n_bytes = reader_bytes(r);
    progress_reader(&c->progress, r, c->N + c->rejects.n);
}

/* ---- the whole ---- */

/* Whether two models answer one question. */
static bool same_task(const models *ms, size_t i, err *e)
{
    const model *one = ms->each[0], *two = ms->each[i];
    bool same = one->K == two->K && one->multi_label == two->multi_label && one->separator == two->separator;

    if (!str_eq(one->task, two->task))
        return err_set(e, ERR_USAGE, "eval: one task at a time: %.60s decides '%.*s', %.60s '%.*s'",
                       ms->path[0], one->task.n < 30 ? (int)one->task.n : 30, one->task.p, ms->path[i],
                       two->task.n < 30 ? (int)two->task.n : 30, two->task.p);
    for (uint32_t k = 0; same && k < one->K; k++)
        same = str_eq(one->label[k], two->label[k]);
    return same ||
           err_set(e, ERR_USAGE, "eval: %.60s and %.60s do not have the same labels: they cannot be compared",
                   ms->path[0], ms->path[i]);
}

bool collect_open(const parsed *p, bool details, collected *out, err *e)
{
    reader_options how = job_reader(p, true);
    bool ok;

    *out = (collected){.threshold = opt_given(p, "threshold") ? opt_real(p, "threshold") : -1,
                       .grouped = how.fields.group != NULL,
                       .weighted = how.fields.weight != NULL,
                       .details = details,
                       .rejects = {.file = {.fd = -1}}};
    ok = job_inputs(p, p->arena, &out->in, &out->n_in, e) && job_outputs(p, out->in, out->n_in, e) &&
         models_open(p, 1 + how.fields.n_more, p->arena, &out->models, e);
    for (size_t i = 1; ok && i < out->models.n; i++)
        ok = same_task(&out->models, i, e);
    if (ok) {
        out->of = ARENA_NEW(&out->memory, out->models.n, collected_model);
        ok = out->of || err_memory(e);
    }
    return ok && labeller_open(&out->models, job_threads(p), "eval", out->threshold, &out->labeller, e) &&
           prior_apply(p, &out->models, &out->labeller, out->in, out->n_in, &how, e) &&
           rejects_open(p, &out->rejects, e);
}

/* A label that a row names twice counts once: rows move up. */
static void truths_set(collected *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->N; i++) {
        size_t begin = c->truth_begin[i], end = c->truth_begin[i + 1];
        uint32_t left = metrics_set(c->truth + begin, (uint32_t)(end - begin));

        memmove(c->truth + n, c->truth + begin, left * sizeof *c->truth);
        c->truth_begin[i] = n;
        n += left;
    }
    c->truth_begin[c->N] = n;
}

/* From names to numbers. */
static bool number_names(collected *c, err *e)
{
    const model *m = c->models.each[0];
    str *groups;
    uint32_t n_groups;

    if (c->N == 0)
        return err_set(e, ERR_INPUT, "no labelled records to measure on (%llu rejected)",
                       (unsigned long long)c->rejects.n);
    c->truth = ARENA_NEW(&c->memory, c->n_truth, uint32_t);
    c->group = c->grouped ? ARENA_NEW(&c->memory, c->N, uint32_t) : NULL;
    if (!c->truth || (c->grouped && !c->group))
        return err_memory(e);
    if (!metrics_names(m->label, m->K, c->truth_name, c->n_truth, &c->memory, &c->label, &c->T, c->truth, e))
        return false;
    if (m->multi_label)
        truths_set(c);
    if (c->grouped &&
        !metrics_names(NULL, 0, c->group_name, c->N, &c->memory, &groups, &n_groups, c->group, e))
        return false;
    for (size_t i = 0; c->grouped && i < c->N; i++)
        if (c->group_name[i].n == 0) /* no group: one of its own */
            c->group[i] = n_groups++;
    return true;
}

bool collect_run(const parsed *p, collected *c, err *e)
{
    reader_options how = job_reader(p, true);
    batch b = {.in = c->in,
               .n_in = c->n_in,
               .reader = &how,
               .threads = c->labeller.threads,
               .to = c,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok;

    how.not_utf8 = &c->rejects.coding;
    progress_begin(&c->progress, "eval");
    ok = batch_run(&b, e);
    progress_end(&c->progress);
    return ok && number_names(c, e);
}

answers collect_answers(const collected *c, size_t which)
{
    const model *m = c->models.each[which];
    const collected_model *of = &c->of[which];
    answers in = {.N = c->N,
                  .K = m->K,
                  .T = c->T,
                  .label = c->label,
                  .multi_label = m->multi_label,
                  .truth = c->truth,
                  .given = of->given,
                  .weight = c->weighted ? c->weight : NULL};

    if (m->multi_label) {
        in.truth_begin = c->truth_begin;
        in.given_begin = of->given_begin;
    } else {
        in.unsure = of->unsure;
        in.certainty = m->calibration.kind != CALIBRATION_NONE ? of->certainty : NULL;
    }
    return in;
}

bool collect_end(collected *c, bool ok, err *e)
{
    ok = ok && rejects_commit(&c->rejects, e);
    if (!ok) {
        rejects_abandon(&c->rejects, e);
    } else {
        rejects_report(&c->rejects, c->N + c->rejects.n, "measured", false);
        models_warn_learnt(&c->models, c->n_bytes, c->N);
    }
    for (size_t i = 0; c->of && i < c->models.n; i++) {
        free(c->of[i].certainty);
        free(c->of[i].unsure);
        free(c->of[i].given_begin);
        free(c->of[i].given);
        free(c->of[i].score);
        mistakes_free(&c->of[i].mistakes);
    }
    free(c->weight);
    free(c->group_name);
    free(c->truth_begin);
    free(c->truth_name);
    labeller_close(&c->labeller);
    models_close(&c->models);
    arena_free(&c->memory);
    return ok;
}

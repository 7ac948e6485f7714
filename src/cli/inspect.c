/* slant inspect: what a model holds: its card, its size, and the n-grams that speak most for each label. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/save.h"
#include "cli/strongest.h"
#include "model/card.h"
#include "model/model.h"

static void print_text(const ngram_say *s, size_t n, buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_z(out, i ? "  " : "    ");
        if (s[i].name->block == BLOCK_CHAR)
            buf_char(out, '"');
        card_show(s[i].name->text, out);
        if (s[i].name->block == BLOCK_CHAR)
            buf_char(out, '"');
        buf_printf(out, " %.2f", s[i].weight);
    }
    buf_char(out, '\n');
}

static void print_json(const ngram_say *s, size_t n, buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_z(out, i ? ",{\"block\":" : "{\"block\":");
        buf_json(out, str_z(block_name(s[i].name->block)));
        buf_z(out, ",\"ngram\":");
        buf_json(out, s[i].name->text);
        buf_z(out, ",\"weight\":");
        buf_fixed(out, s[i].weight, 6);
        buf_char(out, '}');
    }
}

/* The strongest n-grams of one label, block by block. */
static void label_strongest(strongest_ngrams *s, uint32_t label, bool json, buf *out)
{
    bool first = true;

    for (unsigned block = 0; block < N_BLOCKS; block++) {
        if (!strongest_of(s, label, block))
            continue;
        if (json) {
            if (!first)
                buf_char(out, ',');
            print_json(s->say, s->n, out);
        } else {
            buf_printf(out, "  %s\n", block_name(block));
            print_text(s->say, s->n, out);
        }
        first = false;
    }
}

/* Of one model, which is a task's or that of one of its texts. */
static bool model_strongest(const model *m, size_t top, bool json, bool *first, buf *out, err *e)
{
    strongest_ngrams s;
    bool ok = strongest_open(m, top, &s, e);

    for (uint32_t k = 0; ok && k < m->K; k++) {
        if (json) {
            buf_z(out, *first ? "{\"label\":" : ",{\"label\":");
            buf_json(out, m->label[k]);
            if (m->last_text)
                buf_printf(out, ",\"text\":%u", m->text + 1);
            buf_z(out, ",\"ngrams\":[");
        } else {
            buf_z(out, "\nstrongest for ");
            card_show(m->label[k], out);
            if (m->last_text)
                buf_printf(out, ", in text %u of %u", m->text + 1, m->last_text + 1);
            buf_char(out, '\n');
        }
        label_strongest(&s, k, json, out);
        if (json)
            buf_z(out, "]}");
        *first = false;
    }
    strongest_close(&s);
    return ok;
}

/* A task, whose models are m[0 .. m->last_text]. */
static bool inspect_task(const model *m, size_t top, bool json, buf *out, err *e)
{
    bool first = true, ok = true;

    if (json) {
        buf_z(out, "{\"card\":");
        buf_str(out, str_trim(m->card));
        buf_z(out, ",\"strongest\":[");
    } else {
        ok = card_text(m->card, out, e);
    }
    if (ok && m->kernel.kind == KERNEL_NONE)
        for (uint32_t i = 0; ok && top > 0 && i <= m->last_text; i++)
            ok = model_strongest(m + i, top, json, &first, out, e);
    else if (ok && top > 0 && !json)
        buf_printf(out, "\na kernel machine with %u support vectors: no n-gram has a weight of its own\n",
                   m->kernel.n);
    if (json)
        buf_z(out, "]}\n");
    return ok;
}

static bool inspect_run(const parsed *p, uint64_t *rejected, err *e)
{
    size_t top = (size_t)opt_int(p, "top");
    bool json = strcmp(opt_string(p, "to"), "json") == 0, ok = true;
    bundle b;
    buf out = {0};

    (void)rejected;
    if (!bundle_load(p->operand[0], &b, e))
        return false;
    for (size_t i = 0; ok && i < b.n; i += b.model[i].last_text + 1) {
        if (i && !json)
            buf_z(&out, "\n\n");
        ok = inspect_task(&b.model[i], top, json, &out, e);
    }
    if (!ok && !e->path)
        e->path = p->operand[0];
    ok = ok && (!out.failed || err_memory(e)) && save_file(NULL, buf_view(&out), e);
    buf_free(&out);
    bundle_free(&b);
    return ok;
}

static const option inspect_options[] = {
    {.word = "top",
     .argument = "N",
     .type = OPTION_INT,
     .min = 0,
     .max = 1000000,
     .value = "12",
     .help = "n-grams to show of each label and block"},
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("text", "json"),
     .value = "text",
     .help = "form: text or json"},
    OPTIONS_END,
};

const command inspect_command = {
    .name = "inspect",
    .summary = "show what a model holds: card, sizes, strongest n-grams",
    .usage = "slant inspect [--top N] [--to text|json] MODEL",
    .description =
        "Prints the model's card (task, labels, options, data, cross-validated figures) and the n-grams "
        "with the largest weights for each label.",
    .options = inspect_options,
    .operand = "MODEL",
    .min_operands = 1,
    .max_operands = 1,
    .example = "slant inspect models/subjectivity.slant",
    .run = inspect_run,
};

/* JSON in, an article out, checked. Members are few, so each object is walked as it comes: its members are
 * copied, because the parser has one array for all. */
#include "article/gold.h"

#include "article/labels.h"
#include "article/split.h"
#include "base/hash.h"
#include "base/utf8.h"

typedef struct gold {
    const record *r;
    json *j;
    arena *a;
    err *e;
    article *out;
    uint32_t *slot; /* [n_slots] entities by their names' hashes, + 1 */
    size_t n_slots;
    size_t cap_attributions, cap_entities, cap_mentions, cap_stances;
    const char *list; /* "sentence", "attribution", "stance", and which one is read, from 1; 0: none */
    size_t number;
} gold;

/* Of a sentence's attributions, the last so many may hold a stance. */
enum { HOLDERS_MAX = 64 };

typedef struct members {
    const json_member *m;
    size_t n;
} members;

static bool wrong(gold *g, const char *what, const char *why)
{
    if (g->number) /* an article is a line, however many it has */
        return err_at(g->e, ERR_INPUT, g->r->path, g->r->line, g->r->byte, "%s: %s (%s %zu)", what, why,
                      g->list, g->number);
    return err_at(g->e, ERR_INPUT, g->r->path, g->r->line, g->r->byte, "%s: %s", what, why);
}

/* The members of an object, or the items of an array, in the arena. */
static bool walk(gold *g, const char *what, str value, bool array, members *out)
{
    const json_member *m = NULL;
    json_fault fault = {0};
    json_member *copy;

    if (!(array ? json_items : json_members)(g->j, value, &m, &out->n, &fault))
        return fault.memory ? err_memory(g->e) : wrong(g, what, fault.why);
    copy = ARENA_NEW(g->a, out->n + 1, json_member);
    if (!copy)
        return err_memory(g->e);
    if (out->n)
        memcpy(copy, m, out->n * sizeof *copy);
    out->m = copy;
    return true;
}

static const json_member *member(const members *o, const char *key)
{
    for (size_t i = o->n; i-- > 0;)
        if (str_eq(o->m[i].key, str_z(key)) && o->m[i].kind != JSON_NULL)
            return &o->m[i];
    return NULL;
}

static bool string(gold *g, const char *what, const json_member *m, str *out)
{
    json_fault fault = {0};
    str inside;
    char *p;

    *out = (str){0};
    if (m->kind != JSON_STRING)
        return wrong(g, what, "not a string");
    inside = (str){m->value.p + 1, m->value.n - 2};
    *out = inside;
    if (!m->escaped)
        return true;
    p = arena_take(g->a, inside.n + 1, 1);
    if (!p)
        return err_memory(g->e);
    *out = (str){p, 0};
    return json_unescape(inside, p, &out->n, &fault) || wrong(g, what, fault.why);
}

static bool number(gold *g, const char *what, const members *o, const char *key, uint32_t *out)
{
    const json_member *m = member(o, key);
    double v = 0;

    if (!m || m->kind != JSON_NUMBER || !json_number(m->value, &v) || v < 0 || v > UINT32_MAX - 1 ||
        v != (double)(uint32_t)v)
        return wrong(g, what, "begin and end must be whole numbers of 0 and more");
    *out = (uint32_t)v;
    return true;
}

static bool place(gold *g, const char *what, const members *o, span *out)
{
    str text = g->out->text;

    if (!number(g, what, o, "begin", &out->begin) || !number(g, what, o, "end", &out->end))
        return false;
    if (out->begin >= out->end || out->end > text.n)
        return wrong(g, what, "begin and end lie outside of the text, or nothing is between them");
    if (utf8_inside(text, out->begin) || utf8_inside(text, out->end))
        return wrong(g, what, "begin or end is inside a character: offsets are bytes");
    return true;
}

/* {"label":"x","p":..} or "x"; absent: undecided; "unsure" is that too. */
static bool label(gold *g, const char *what, const json_member *m, const char *const *labels, verdict *out)
{
    str name;
    members o;

    *out = UNDECIDED;
    if (!m)
        return true;
    if (m->kind == JSON_OBJECT) {
        const json_member *sure;
        double p;

        if (!walk(g, what, m->value, false, &o))
            return false;
        sure = member(&o, "p");
        if (sure) {
            if (sure->kind != JSON_NUMBER || !json_number(sure->value, &p) || p < 0 || p > 1)
                return wrong(g, what, "p must be a number from 0 to 1");
            out->p = (float)p;
        }
        if (!(m = member(&o, "label")))
            return true;
    }
    if (!string(g, what, m, &name))
        return false;
    for (uint32_t i = 0; labels[i]; i++)
        if (str_eq(name, str_z(labels[i])))
            out->label = i;
    out->strange = str_eq(name, STR("unsure"));
    return out->label != NONE || out->strange || wrong(g, what, "a label that there is not");
}

/* The slot of a name: its entity's, or the empty one where it belongs. */
static uint32_t *slot_of(const gold *g, str name)
{
    size_t i = (size_t)hash_str(name, 0) & (g->n_slots - 1);

    while (g->slot[i] && !str_eq(g->out->entity[g->slot[i] - 1].name, name))
        i = (i + 1) & (g->n_slots - 1);
    return &g->slot[i];
}

static bool more_slots(gold *g)
{
    size_t n = g->n_slots ? 2 * g->n_slots : 64;
    uint32_t *slot = ARENA_NEW(g->a, n, uint32_t);

    if (!slot)
        return err_memory(g->e);
    g->slot = slot;
    g->n_slots = n;
    for (uint32_t i = 0; i < g->out->n_entities; i++)
        *slot_of(g, g->out->entity[i].name) = i + 1;
    return true;
}

static bool entity_of(gold *g, str name, uint32_t *at)
{
    article *out = g->out;
    uint32_t *slot;

    if (2 * ((size_t)out->n_entities + 1) > g->n_slots && !more_slots(g))
        return false;
    slot = slot_of(g, name);
    if (!*slot) {
        if (!ARENA_GROW(g->a, out->entity, g->cap_entities, (size_t)out->n_entities + 1))
            return err_memory(g->e);
        out->entity[out->n_entities++] = (entity){.name = name, .gender = '?'};
        *slot = out->n_entities;
    }
    *at = *slot - 1;
    return true;
}

static bool read_contents(gold *g, const json_member *m, attribution *to)
{
    members all, one;
    content *c;

    if (m->kind != JSON_ARRAY)
        return wrong(g, "quotes", "not an array");
    if (!walk(g, "quotes", m->value, true, &all))
        return false;
    c = ARENA_NEW(g->a, all.n + 1, content);
    if (!c)
        return err_memory(g->e);
    for (size_t i = 0; i < all.n; i++) {
        verdict kind;

        if (all.m[i].kind != JSON_OBJECT)
            return wrong(g, "quotes", "not an object");
        if (!walk(g, "quotes", all.m[i].value, false, &one) || !place(g, "quotes", &one, &c[i].at) ||
            !label(g, "kind", member(&one, "kind"), labels_kind, &kind))
            return false;
        c[i].kind = kind.label == NONE ? CONTENT_DIRECT : (uint8_t)kind.label;
    }
    to->content = c;
    to->n_contents = (uint32_t)all.n;
    return true;
}

/* The source, cue and contents that stand in an object. */
static bool read_attribution(gold *g, const members *o, uint32_t sentence, attribution *to)
{
    const json_member *source = member(o, "source"), *cue = member(o, "cue"), *quotes = member(o, "quotes");
    const json_member *name;
    members in;
    str text;

    *to = (attribution){.sentence = sentence, .entity = NONE, .p = NAN};
    if (source) {
        if (source->kind != JSON_OBJECT)
            return wrong(g, "source", "not an object");
        if (!walk(g, "source", source->value, false, &in) || !place(g, "source", &in, &to->source))
            return false;
        if ((name = member(&in, "name")) &&
            (!string(g, "name", name, &text) || !entity_of(g, text, &to->entity)))
            return false;
    }
    if (cue) {
        if (cue->kind != JSON_OBJECT)
            return wrong(g, "cue", "not an object");
        if (!walk(g, "cue", cue->value, false, &in) || !place(g, "cue", &in, &to->cue))
            return false;
    }
    return !quotes || read_contents(g, quotes, to);
}

static bool add_attribution(gold *g, const members *o, uint32_t sentence)
{
    article *out = g->out;
    attribution one;

    if (!read_attribution(g, o, sentence, &one))
        return false;
    if (!ARENA_GROW(g->a, out->attribution, g->cap_attributions, (size_t)out->n_attributions + 1))
        return err_memory(g->e);
    out->attribution[out->n_attributions++] = one;
    return true;
}

/* A holder that is not the author speaks through one of the sentence's attributions: the last that is called
 * so, else the first; without a name the last. Where the sentence has none the name is all there is. */
static bool find_holder(gold *g, const str *name, uint32_t sentence, stance *s)
{
    const article *out = g->out;
    uint32_t left = HOLDERS_MAX;

    for (uint32_t i = out->n_attributions;
         i-- > 0 && left-- > 0 && out->attribution[i].sentence == sentence;) {
        s->attribution = i;
        s->holder = out->attribution[i].entity;
        if (!name || str_eq(article_speaker(out, &out->attribution[i]), *name))
            return true;
    }
    return s->attribution != NONE || !name || entity_of(g, *name, &s->holder);
}

/* The last sentence that begins at a place or before it. */
static uint32_t sentence_at(const article *a, uint32_t at)
{
    uint32_t i = spans_find(a->sentence, sizeof *a->sentence, 0, a->n_sentences, false, at + 1);

    return i ? i - 1 : 0;
}

/* With no sentence given, the one where its mention stands; then whom it is toward need not be said. */
static bool add_stance(gold *g, const members *o, uint32_t sentence)
{
    article *out = g->out;
    const json_member *target = member(o, "target"), *holder = member(o, "holder");
    mention m = {.sentence = sentence, .entity = NONE};
    stance s = {.holder = NONE, .attribution = NONE, .margin = NAN};
    str name;

    if (!target && sentence != NONE)
        return wrong(g, "stances", "no target");
    if (!place(g, "stances", o, &m.at) || !label(g, "stances", member(o, "label"), labels_stance, &s.is))
        return false;
    if (sentence == NONE)
        m.sentence = sentence_at(out, m.at.begin);
    if (target && (!string(g, "target", target, &name) || !entity_of(g, name, &m.entity)))
        return false;
    if (holder && !string(g, "holder", holder, &name))
        return false;
    if ((!holder || !str_eq(name, STR("author"))) && !find_holder(g, holder ? &name : NULL, m.sentence, &s))
        return false;
    if (!ARENA_GROW(g->a, out->mention, g->cap_mentions, (size_t)out->n_mentions + 1) ||
        !ARENA_GROW(g->a, out->stance, g->cap_stances, (size_t)out->n_stances + 1))
        return err_memory(g->e);
    s.mention = out->n_mentions;
    out->mention[out->n_mentions++] = m;
    out->stance[out->n_stances++] = s;
    return true;
}

/* The objects of an array, each to `add`. Those of no sentence, NONE, are numbered for what is wrong with
 * them. */
static bool each(gold *g, const char *what, const json_member *m, uint32_t sentence,
                 bool (*add)(gold *, const members *, uint32_t))
{
    members all, one;

    if (!m)
        return true;
    if (m->kind != JSON_ARRAY)
        return wrong(g, what, "not an array");
    if (!walk(g, what, m->value, true, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (sentence == NONE)
            g->number = i + 1;
        if (all.m[i].kind != JSON_OBJECT)
            return wrong(g, what, "not an object");
        if (!walk(g, what, all.m[i].value, false, &one) || !add(g, &one, sentence))
            return false;
    }
    return true;
}

static bool read_sentence(gold *g, const members *o, uint32_t i, sentence_read *s)
{
    const json_member *voice = member(o, "voice");
    members in;

    if (!place(g, "sentences", o, &s->at) ||
        !label(g, "content", member(o, "content"), labels_content, &s->content) ||
        !label(g, "voice", voice, labels_voice, &s->voice))
        return false;
    s->attribution = NONE;
    if (voice && voice->kind == JSON_OBJECT && s->voice.label == VOICE_SOURCE) {
        s->attribution = g->out->n_attributions;
        if (!walk(g, "voice", voice->value, false, &in) || !add_attribution(g, &in, i))
            return false;
    }
    return each(g, "also", member(o, "also"), i, add_attribution) &&
           each(g, "stances", member(o, "stances"), i, add_stance);
}

static bool read_sentences(gold *g, const column_value *c)
{
    article *out = g->out;
    members all, one;
    sentence_read *s;
    bool titled = false;

    if (!c || !c->raw.n || c->raw.p[0] != '[')
        return wrong(g, "sentences", "not an array: is this an annotated article?");
    if (!walk(g, "sentences", c->raw, true, &all))
        return false;
    s = ARENA_NEW(g->a, all.n + 1, sentence_read);
    if (!s)
        return err_memory(g->e);
    g->list = "sentence";
    for (size_t i = 0; i < all.n; i++) {
        g->number = i + 1;
        if (all.m[i].kind != JSON_OBJECT)
            return wrong(g, "sentences", "not an object");
        if (!walk(g, "sentences", all.m[i].value, false, &one) || !read_sentence(g, &one, (uint32_t)i, &s[i]))
            return false;
        titled |= i == 0 && member(&one, "part") != NULL;
        if (i && s[i].at.begin < s[i - 1].at.end)
            return wrong(g, "sentences", "a sentence begins before the one before it has ended");
    }
    return article_resplit(out, s, (uint32_t)all.n, titled, g->a, g->e);
}

/* An attribution without a sentence belongs where its cue stands, or its first content. */
static bool add_placed_attribution(gold *g, const members *o, uint32_t none)
{
    article *out = g->out;
    attribution *by;

    if (!add_attribution(g, o, none))
        return false;
    by = &out->attribution[out->n_attributions - 1];
    by->sentence = sentence_at(out, !span_empty(by->cue) ? by->cue.begin
                                    : by->n_contents     ? by->content[0].at.begin
                                                         : 0);
    return out->n_attributions == 1 || by->sentence >= by[-1].sentence ||
           wrong(g, "attributions", "not in the order of their cues");
}

static bool add_placed_stance(gold *g, const members *o, uint32_t none)
{
    const mention *m;

    if (!add_stance(g, o, none))
        return false;
    m = &g->out->mention[g->out->n_mentions - 1];
    return g->out->n_mentions == 1 || m->at.begin >= m[-1].at.begin ||
           wrong(g, "stances", "not in their order");
}

/* What stands in an article beside no sentences. */
static bool read_placed(gold *g, const char *what, const char *one_of, const column_value *c,
                        bool (*add)(gold *, const members *, uint32_t))
{
    const json_member list = {.value = c ? c->raw : (str){0}, .kind = JSON_ARRAY};

    g->list = one_of;
    g->number = 0;
    if (c && (!c->raw.n || c->raw.p[0] != '['))
        return wrong(g, what, "not an array: is this an annotated article?");
    return each(g, what, c ? &list : NULL, NONE, add);
}

static bool read_without_sentences(gold *g)
{
    const column_value *attributions = record_column(g->r, STR("attributions")),
                       *stances = record_column(g->r, STR("stances"));

    for (uint32_t i = 0; i < g->out->n_sentences; i++) {
        sentence_read *s = &g->out->sentence[i];

        s->content = s->voice = UNDECIDED;
        s->attribution = NONE;
    }
    if (!attributions && !stances)
        return wrong(g, "sentences", "not an array: is this an annotated article?");
    return read_placed(g, "attributions", "attribution", attributions, add_placed_attribution) &&
           read_placed(g, "stances", "stance", stances, add_placed_stance);
}

bool gold_read(const record *r, json *j, article *out, arena *a, err *e)
{
    const column_value *genre = record_column(r, STR("genre")), *title = record_column(r, STR("title"));
    gold g = {.r = r, .j = j, .a = a, .e = e, .out = out};
    json_member m = {0};

    if (!article_split(r->text, false, out, a, e))
        return false;
    out->id = r->id;
    out->genre = UNDECIDED;
    if (title)
        out->title = title->value;
    if (genre && genre->raw.n) {
        m.value = genre->raw;
        m.kind = genre->raw.p[0] == '{' ? JSON_OBJECT : genre->raw.p[0] == '"' ? JSON_STRING : JSON_NUMBER;
        m.escaped = m.kind == JSON_STRING;
        if (!label(&g, "genre", &m, labels_genre, &out->genre))
            return false;
    }
    if (!record_column(r, STR("sentences")))
        return read_without_sentences(&g);
    return read_sentences(&g, record_column(r, STR("sentences")));
}

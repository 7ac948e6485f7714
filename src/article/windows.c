/* What is read so far goes in, made-up words and the text's own come out. Counts become a few steps, because
 * a linear machine sees a word or does not; the steps are guesses that cross-validation did not mind
 * (README). */
#include "article/windows.h"

#include "article/labels.h"
#include "base/texts.h"

/* The text with breaks as blanks. */
static void put_text(str text, ask *out)
{
    size_t n = out->text.n;

    buf_str(&out->text, text);
    for (size_t i = n; i < out->text.n; i++)
        if (out->text.p[i] == TEXT_BREAK)
            out->text.p[i] = ' ';
    ask_text(out);
}

/* What a sentence looks like from outside. */
struct look {
    uint64_t quoted;     /* bytes in speech at the top level   */
    uint64_t attributed; /* bytes that somebody is said to say */
    uint32_t n_cues;
    float p;           /* of the likeliest cue               */
    bool opens_inside; /* begins within a quotation          */
    bool ends_inside;  /* and ends within one                */
    bool term;         /* has words that are only mentioned  */
    bool source, pronoun;
};

static void look_at_quote(const article *a, const quote *q, look *l)
{
    for (uint32_t i = article_sentence_from(a, q->at.begin);
         i < a->n_sentences && a->sentence[i].at.begin < q->at.end; i++) {
        span s = a->sentence[i].at;

        l[i].term |= q->use == QUOTE_TERM;
        if (q->use == QUOTE_TERM)
            continue;
        l[i].quoted += spans_common(s, q->at);
        l[i].opens_inside |= q->at.begin < s.begin || (q->at.begin == s.begin && q->before != NONE);
        l[i].ends_inside |= q->at.end > s.end || (q->at.end == s.end && !q->closed);
    }
}

static void look_at_attribution(const article *a, const attribution *by, look *l)
{
    look *own = &l[by->sentence];

    for (uint32_t c = 0; c < by->n_contents; c++) {
        span at = by->content[c].at;

        for (uint32_t i = article_sentence_from(a, at.begin);
             i < a->n_sentences && a->sentence[i].at.begin < at.end; i++)
            l[i].attributed += spans_common(a->sentence[i].at, at);
    }
    if (span_empty(by->cue))
        return;
    own->n_cues++;
    own->p = by->p > own->p ? by->p : own->p;
    own->source |= !span_empty(by->source);
    own->pronoun |= !span_empty(by->source) && by->source.end - by->source.begin <= 4;
}

look *windows_look(const article *a, arena *memory)
{
    look *l = ARENA_NEW(memory, (size_t)a->n_sentences + 1, look);

    for (uint32_t i = 0; l && i < a->n_quotes; i++)
        if (a->quote[i].outer == NONE)
            look_at_quote(a, &a->quote[i], l);
    for (uint32_t i = 0; l && i < a->n_attributions; i++)
        look_at_attribution(a, &a->attribution[i], l);
    return l;
}

static const char *share_word(uint64_t part, uint64_t whole, const char *const steps[5])
{
    if (part == 0)
        return steps[0];
    if (4 * part < whole)
        return steps[1];
    if (4 * part < 3 * whole)
        return steps[2];
    return 20 * part < 19 * whole ? steps[3] : steps[4];
}

static void put_look(const article *a, const look *looks, uint32_t i, const char *who, tags *out)
{
    static const char *const quoted[] = {"qnone", "qfew", "qhalf", "qmost", "qall"};
    static const char *const said[] = {"snone", "sfew", "shalf", "smost", "sall"};
    span s = a->sentence[i].at;
    look l = looks[i];
    const char *state[12];
    uint32_t n = 0;

    state[n++] = share_word(l.quoted, s.end - s.begin, quoted);
    state[n++] = share_word(l.attributed, s.end - s.begin, said);
    if (l.opens_inside)
        state[n++] = "qgoeson";
    if (l.ends_inside)
        state[n++] = "qopen";
    if (l.term)
        state[n++] = "qterm";
    if (l.n_cues)
        state[n++] = l.p > 0.9F ? "cuesure" : l.p > 0.6F ? "cuelikely" : "cuemay";
    if (l.n_cues > 1)
        state[n++] = "cues";
    if (l.source)
        state[n++] = l.pronoun ? "srcshort" : "src";
    for (uint32_t k = 0; k < n; k++) {
        tags_new(out, who);
        tags_z(out, state[k]);
    }
}

void window_sentence(const article *a, const look *looks, uint32_t i, ask *out)
{
    const sentence_read *s = &a->sentence[i];
    const passage *in = &a->passage[s->passage];
    tags *t = &out->tags;

    put_text(span_text(a, s->at), out);
    put_look(a, looks, i, "", t);
    if (i > 0)
        put_look(a, looks, i - 1, "b", t);
    else
        tags_new(t, "first");
    if (i + 1 < a->n_sentences)
        put_look(a, looks, i + 1, "n", t);
    else
        tags_new(t, "last");
    if (in->part == PART_TITLE)
        tags_new(t, "title");
    else if (i == in->first)
        tags_new(t, i + 1 == in->last ? "alone" : "opens");
    tags_new(t, s->last - s->first < 8 ? "short" : s->last - s->first < 20 ? "middling" : "long");
    ask_tags(out);
}

static void put_share(const char *what, uint64_t part, uint64_t whole, tags *out)
{
    static const char *const steps[] = {"none", "few", "some", "half", "most", "all"};
    uint32_t step = part == 0               ? 0
                    : 10 * part < whole     ? 1
                    : 10 * part < 3 * whole ? 2
                    : 10 * part < 6 * whole ? 3
                    : 10 * part < 9 * whole ? 4
                                            : 5;

    tags_new(out, what);
    tags_z(out, steps[step]);
}

void window_genre(const article *a, const look *looks, ask *out)
{
    uint32_t n[2][2] = {{0}}, n_quoted = 0, n_body = 0;
    size_t body = 0;
    tags *t = &out->tags;

    for (uint32_t i = 0; i < a->n_sentences; i++) {
        const sentence_read *s = &a->sentence[i];

        if (a->passage[s->passage].part == PART_TITLE) {
            body = s->at.end;
            continue;
        }
        if (s->content.label <= SAYS_OPINION && s->voice.label <= VOICE_SOURCE)
            n[s->content.label][s->voice.label]++;
        n_quoted += looks[i].quoted > 0;
        n_body++;
    }
    put_text((str){a->text.p, body}, out);
    put_text((str){a->text.p + body, a->text.n - body}, out);
    put_share("authoropinion", n[SAYS_OPINION][VOICE_AUTHOR], n_body, t);
    put_share("authorfact", n[SAYS_FACT][VOICE_AUTHOR], n_body, t);
    put_share("quotedopinion", n[SAYS_OPINION][VOICE_SOURCE], n_body, t);
    put_share("quotedclaim", n[SAYS_FACT][VOICE_SOURCE], n_body, t);
    put_share("quoting", n_quoted, n_body, t);
    tags_new(t, n_body < 6 ? "brief" : n_body < 20 ? "middling" : "long");
    ask_tags(out);
}

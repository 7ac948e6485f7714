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

/* Where a mark stands in its sentence. */
enum { STRAY_FIRST, STRAY_AMID, STRAY_LAST, N_STRAYS };

enum { AROUND = 3 }; /* sentences before and behind one */

/* What a sentence looks like from outside. */
struct outlook {
    uint64_t quoted;      /* bytes in speech at the top level   */
    uint64_t attributed;  /* bytes that somebody is said to say */
    uint32_t first, last; /* attributions whose cue stands here [first, last), and such as only go on */
    uint32_t n_cues;
    float p;           /* of the likeliest cue               */
    bool opens_inside; /* begins within a quotation          */
    bool ends_inside;  /* and ends within one                */
    bool term;         /* has words that are only mentioned  */
    bool source, pronoun;
    bool stray[N_STRAYS]; /* quotation marks that belong to no quotation */
};

static void look_at_quote(const article *a, const quote *q, outlook *l)
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

/* Marks without a partner: speech may have begun before the text, or its other mark is missing. */
static void look_for_strays(const article *a, outlook *l)
{
    uint32_t q = 0, end = 0;

    for (uint32_t t = 0; t < a->n_tokens; t++) {
        const token *of = &a->token[t];
        const sentence_read *s = &a->sentence[of->sentence];

        for (; q < a->n_quotes && a->quote[q].at.begin <= of->at.begin; q++)
            end = a->quote[q].at.end > end ? a->quote[q].at.end : end;
        if (of->mark && of->word->sign == '"' && of->at.begin >= end)
            l[of->sentence].stray[t == s->first     ? STRAY_FIRST
                                  : t + 1 < s->last ? STRAY_AMID
                                                    : STRAY_LAST] = true;
    }
}

static void look_at_attribution(const article *a, uint32_t k, outlook *l)
{
    const attribution *by = &a->attribution[k];
    outlook *own = &l[by->sentence];

    for (uint32_t c = 0; c < by->n_contents; c++) {
        span at = by->content[c].at;

        for (uint32_t i = article_sentence_from(a, at.begin);
             i < a->n_sentences && a->sentence[i].at.begin < at.end; i++)
            l[i].attributed += spans_common(a->sentence[i].at, at);
    }
    if (own->last == 0)
        own->first = k;
    own->last = k + 1;
    if (span_empty(by->cue))
        return;
    own->n_cues++;
    own->p = by->p > own->p ? by->p : own->p;
    own->source |= !span_empty(by->source);
    own->pronoun |= !span_empty(by->source) && by->source.end - by->source.begin <= 4;
}

outlook *windows_look(const article *a, arena *memory)
{
    outlook *l = ARENA_NEW(memory, (size_t)a->n_sentences + 1, outlook);

    for (uint32_t i = 0; l && i < a->n_quotes; i++)
        if (a->quote[i].outer == NONE)
            look_at_quote(a, &a->quote[i], l);
    for (uint32_t i = 0; l && i < a->n_attributions; i++)
        look_at_attribution(a, i, l);
    if (l)
        look_for_strays(a, l);
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

static void put_look(const article *a, const outlook *looks, uint32_t i, const char *who, tags *out)
{
    static const char *const quoted[] = {"qnone", "qfew", "qhalf", "qmost", "qall"};
    static const char *const said[] = {"snone", "sfew", "shalf", "smost", "sall"};
    span s = a->sentence[i].at;
    outlook l = looks[i];
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

/* A tag of a name and the word that begins or ends a span. */
static void put_edge(const article *a, const char *name, span at, bool end, tags *out)
{
    uint32_t t = end ? article_token_from(a, at.end) - 1 : article_token_from(a, at.begin);

    if (span_empty(at) || t >= a->n_tokens)
        return;
    tags_new(out, name);
    tags_word(out, a->token[t].word);
}

/* Who speaks by which cue; in which order: s source, k cue, c what is said; how many quarters of the sentence
 * that is. */
static void put_attribution(const article *a, const attribution *by, span sentence, tags *out)
{
    span said = by->n_contents ? by->content[0].at : (span){0, 0};
    uint64_t bytes = 0, size = span_empty(sentence) ? 1 : sentence.end - sentence.begin;

    for (uint32_t c = 0; c < by->n_contents; c++)
        bytes += spans_common(by->content[c].at, sentence);
    put_edge(a, "cue", by->cue, false, out);
    put_edge(a, "cueend", by->cue, true, out);
    put_edge(a, "source", by->source, true, out);
    put_edge(a, "said", said, false, out);
    tags_new(out, "order");
    if (!span_empty(by->source) && by->source.begin < by->cue.begin)
        tags_char(out, 's');
    if (by->n_contents && said.begin < by->cue.begin)
        tags_char(out, 'c');
    tags_char(out, 'k');
    if (by->source.begin > by->cue.begin)
        tags_char(out, 's');
    if (said.begin > by->cue.begin)
        tags_char(out, 'c');
    tags_char(out, tags_digit((uint32_t)(4 * bytes / size), 4));
}

void window_sentence(const article *a, const outlook *looks, uint32_t i, ask *out)
{
    static const char *const strays[] = {"strayfirst", "strayamid", "straylast"};
    const outlook *own = &looks[i];
    const sentence_read *s = &a->sentence[i];
    const passage *in = &a->passage[s->passage];
    tags *t = &out->tags;

    put_text(span_text(a, s->at), out);
    put_look(a, looks, i, "", t);
    for (uint32_t k = own->first; k < own->last; k++)
        if (!span_empty(a->attribution[k].cue))
            put_attribution(a, &a->attribution[k], s->at, t);
    for (unsigned k = 0; k < N_STRAYS; k++)
        if (own->stray[k])
            tags_new(t, strays[k]);
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

/* A tag of a name, a letter and a tenth. */
static void put_chance(const char *name, char of, float p, tags *out)
{
    if (isnan(p))
        return;
    tags_new(out, name);
    tags_char(out, of);
    tags_char(out, tags_digit((uint32_t)(p * 10), 9));
}

void window_near(const glance *seems, uint32_t n_sentences, uint32_t i, ask *out)
{
    static const char *const names[] = {"prevprev", "prev", "", "next", "nextnext"};
    uint32_t from = i < AROUND ? 0 : i - AROUND, to = n_sentences - i > AROUND ? i + AROUND + 1 : n_sentences;
    glance mean = {0, 0};

    for (uint32_t k = from; k < to; k++) {
        if (k == i)
            continue;
        mean.opinion += seems[k].opinion;
        mean.source += seems[k].source;
        if (k + 2 >= i && k <= i + 2) {
            put_chance(names[k + 2 - i], 'c', seems[k].opinion, &out->tags);
            put_chance(names[k + 2 - i], 'v', seems[k].source, &out->tags);
        }
    }
    put_chance("around", 'c', mean.opinion / (float)(to - from - 1), &out->tags); /* alone: 0 / 0 is NAN */
    put_chance("around", 'v', mean.source / (float)(to - from - 1), &out->tags);
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

void window_genre(const article *a, const outlook *looks, ask *out)
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

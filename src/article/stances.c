/* Mentions go in, stances come out: who is asked about, who would hold the stance, and what the model says to
 * the mention's window (toward.h).
 *
 * The window does not say who the holder is: a sentence judges somebody or does not, whoever speaks, and the
 * models that find sources may change without this one. Stances that stand in no sentence alone ("He did it
 * again.") are not found. */
#include "article/stances.h"

#include "article/attribution_words.h"
#include "article/labels.h"
#include "article/outright.h"
#include "article/speaks.h"
#include "article/toward.h"

const char *const stance_texts[] = {"sentence", "left", "right", NULL}, *const stance_tags[] = {
                                                                            "state", "frame", NULL};

/* How likely a stance is one that words say outright. Of the labelled mentions where that counts 104 of 114
 * in the real articles of corpora/stances (train) and 41 of 55 in our own have it as their label. */
static const float outright_p = 0.8F;

/* ---- who is asked about, and who holds it ---- */

/* The attribution that says a mention: the one with the shortest content around it. */
typedef struct said {
    uint32_t attribution, bytes;
} said;

#define UNSAID ((said){NONE, UINT32_MAX})

/* One more whose content, at `in`, has the mention. */
static void say(said *by, uint32_t one, span in)
{
    if (in.end - in.begin < by->bytes)
        *by = (said){one, in.end - in.begin};
}

static said *find_said(const article *a, arena *memory)
{
    said *by = ARENA_NEW(memory, (size_t)a->n_mentions + 1, said);

    for (uint32_t m = 0; by && m < a->n_mentions; m++)
        by[m] = UNSAID;
    for (uint32_t k = 0; by && k < a->n_attributions; k++)
        for (uint32_t c = 0; c < a->attribution[k].n_contents; c++) {
            span at = a->attribution[k].content[c].at;

            for (uint32_t m = article_mention_from(a, at.begin);
                 m < a->n_mentions && a->mention[m].at.begin < at.end; m++)
                if (span_in(a->mention[m].at, at))
                    say(&by[m], k, at);
        }
    return by;
}

/* Whether the sentence's source also speaks at a span that stands outside of what he is quoted with: in "He
 * was accused by Lee of theft", "Lee praised him for" he does. Not where he is named himself, "the disgraced
 * minister said", nor in an opinion piece behind his name, "Lee says no, and she is right": of our
 * annotators' stances at such places there 34 of 36 are the author's, in reports one of 30. */
static bool speaks_there(const article *a, const attribution *by, span at, uint32_t whom)
{
    bool behind = at.begin > by->cue.begin || (!span_empty(by->source) && at.begin > by->source.begin);

    if (spans_meet(at, by->source) || spans_meet(at, by->cue))
        return false;
    return a->genre.label != GENRE_OPINION || !(behind || (whom != NONE && whom == by->entity));
}

bool stances_own(const article *a, const attribution *by)
{
    return a->sentence[by->sentence].voice.label == VOICE_AUTHOR &&
           (span_empty(by->source) ? !by->hearsay : speaks_first_person(a, by));
}

/* Who would hold a stance toward somebody at a span: all but the mention. */
static stance hold(const article *a, uint32_t sentence, span at, uint32_t whom, said inner)
{
    const sentence_read *s = &a->sentence[sentence];
    stance out = {.mention = NONE,
                  .holder = NONE,
                  .attribution = inner.attribution,
                  .said = inner.attribution != NONE,
                  .is = UNDECIDED,
                  .margin = NAN};

    if (out.said && stances_own(a, &a->attribution[out.attribution])) {
        out.attribution = NONE;
        out.said = false;
    }
    if (!out.said && s->voice.label == VOICE_SOURCE && s->attribution != NONE &&
        speaks_there(a, &a->attribution[s->attribution], at, whom))
        out.attribution = s->attribution;
    if (out.attribution != NONE)
        out.holder = a->attribution[out.attribution].entity;
    return out;
}

static toward_by held_by(const stance *s)
{
    return s->attribution == NONE ? TOWARD_BY_AUTHOR : s->said ? TOWARD_BY_SAID : TOWARD_BY_SOURCE;
}

/* Whether a mention is a turn's label: it says who speaks and nothing of him. */
static bool is_label(const article *a, const mention *m, uint32_t *next_turn)
{
    for (; *next_turn < a->n_turns; ++*next_turn) {
        const turn *t = &a->turn[*next_turn];

        if (t->colon != NONE && a->token[t->colon].at.begin > m->at.begin)
            return a->token[t->label].at.begin <= m->at.begin;
    }
    return false;
}

/* "The National Farm Union (NFU)": the letters in brackets say nothing that the name before them does not. */
static bool is_bracketed(const article *a, uint32_t i)
{
    const mention *m = &a->mention[i], *before = i ? m - 1 : m;
    uint32_t t = article_token_from(a, m->at.begin);

    return before < m && before->entity == m->entity && before->sentence == m->sentence && t > 0 &&
           article_sign(a, t - 1) == '(' && a->token[t - 1].at.begin <= before->at.end + 1;
}

/* "His" of "his coach": what is said is said of the whole, which comes before it, if that is asked about. */
static bool is_owner(const article *a, uint32_t i)
{
    const mention *m = &a->mention[i];

    return i > 0 && !a->targeted && m[-1].at.begin == m->at.begin && m[-1].at.end > m->at.end;
}

/* Whether a mention blames or praises in the passive: "was criticised by the watchdog", "accused of theft by
 * Lee" judge whom they are of. */
static bool judges_in_passive(const article *a, const mention *m)
{
    enum { BETWEEN = 3, VERB = 6 };
    const uint32_t first = a->sentence[m->sentence].first;
    uint32_t i = article_token_from(a, m->at.begin);

    for (uint32_t left = BETWEEN; left && i > first + 1 && !a->token[i - 1].mark &&
                                  !str_eq(lexeme_letters(a->token[i - 1].word), STR("by"));
         left--)
        i--;
    if (i <= first + 1 || !str_eq(lexeme_letters(a->token[--i].word), STR("by")))
        return false;
    for (uint32_t left = VERB; left && i > first && (!a->token[i - 1].mark || article_sign(a, i - 1) == '"');
         i--, left--)
        if (a->token[i - 1].word->says & (SAID_BLAMES | SAID_PRAISES | SAID_CALLS | SAID_CALLS_AS))
            return true;
    return false;
}

/* Whether a mention is in a title, and in the source that the title names: "Minister a liar: Lee". */
static bool is_titles_source(const article *a, const mention *m)
{
    const sentence_read *s = &a->sentence[m->sentence];

    return a->passage[s->passage].part == PART_TITLE && s->attribution != NONE &&
           span_in(m->at, a->attribution[s->attribution].source);
}

/* Whether a sentence is a mention and no more: the name below a letter. */
static bool is_signature(const article *a, const mention *m)
{
    const sentence_read *s = &a->sentence[m->sentence];
    uint32_t last = s->last;

    if (s->first == s->last || m->at.begin > a->token[s->first].at.begin)
        return false;
    while (last > s->first && a->token[last - 1].mark)
        last--;
    return last > s->first && m->at.end >= a->token[last - 1].at.end;
}

bool stances_list(article *out, arena *memory, err *e)
{
    said *by = find_said(out, memory);
    uint32_t next_turn = 0;

    out->n_stances = 0;
    out->stance = ARENA_NEW(memory, (size_t)out->n_mentions + 1, stance);
    if (!by || !out->stance)
        return err_memory(e);
    for (uint32_t i = 0; i < out->n_mentions; i++) {
        const mention *m = &out->mention[i];
        stance s;

        if ((out->targeted && (m->entity == NONE || !out->entity[m->entity].target)) ||
            is_label(out, m, &next_turn) || is_bracketed(out, i) || is_owner(out, i))
            continue;
        s = hold(out, m->sentence, m->at, m->entity, by[i]);
        s.mention = i;
        if (s.attribution == NONE &&
            (judges_in_passive(out, m) || is_titles_source(out, m) || is_signature(out, m)))
            continue;
        if (s.holder == NONE || s.holder != m->entity)
            out->stance[out->n_stances++] = s;
    }
    return true;
}

/* ---- reading ---- */

/* Where the model has not said so, or is not sure, what words say outright counts. */
static void settle_outright(const article *a, const mention *m, stance *s)
{
    uint32_t is = outright_stance(a, m, s->attribution == NONE ? NULL : &a->attribution[s->attribution]);

    if (is == NONE || (s->is.label != STANCE_NONE && s->is.label != is) ||
        (s->is.label == is && s->is.p >= outright_p))
        return;
    s->is = (verdict){.label = is, .p = outright_p};
    s->margin = is == STANCE_AGAINST ? -1 : 1;
}

bool stances_decide(const article_reader *r, article_work *w, article *out, err *e)
{
    uint32_t n = 0;

    if (r->task[QUESTION_STANCE] == NONE)
        return true;
    if (!stances_list(out, &w->arena, e))
        return false;
    for (uint32_t i = 0; i < out->n_stances; i++) {
        stance s = out->stance[i];
        const mention *m = &out->mention[s.mention];
        const double *margin;

        if (!toward_put(w->toward, out, m->sentence, m->at, m->entity, held_by(&s),
                        article_ask(r, VIEW_STANCE, w)))
            continue;
        if (!ask_end(&w->ask, e))
            return false;
        margin = article_margin(r, QUESTION_STANCE, w);
        s.margin = (float)(margin[STANCE_FAVOR] - margin[STANCE_AGAINST]);
        s.is = article_verdict(r, QUESTION_STANCE, w);
        settle_outright(out, m, &s);
        out->stance[n++] = s;
    }
    out->n_stances = n;
    return true;
}

/* ---- learning ---- */

typedef struct learning {
    article_work *w;
    const article *read;
    const example_sink *sink;
} learning;

static bool tell(learning *l, uint32_t sentence, span at, uint32_t who, toward_by by, verdict is, err *e)
{
    return is.label == NONE ||
           !toward_put(l->w->toward, l->read, sentence, at, who, by, article_example(l->w)) ||
           article_tell(QUESTION_STANCE, is, l->w, l->sink, e);
}

/* The annotator's mention as reading finds it: the one of ours that shares most with it, NONE without any. */
static uint32_t as_read(const article *read, const mention *his)
{
    span in = read->sentence[his->sentence].at;
    uint32_t best = NONE, most = 0, least = 0;

    for (uint32_t m = article_mention_from(read, in.begin);
         m < read->n_mentions && read->mention[m].at.begin < in.end; m++) {
        span at = read->mention[m].at;
        uint32_t n = spans_common(at, his->at), other = at.end - at.begin - n;

        if (n > most || (n && n == most && other < least)) {
            best = m;
            most = n;
            least = other;
        }
    }
    return best;
}

/* Who holds it at a span that need not be a mention of ours. */
static toward_by held_at(const article *a, uint32_t sentence, span at, uint32_t whom)
{
    said inner = UNSAID;
    stance s;

    for (uint32_t k = 0; k < a->n_attributions; k++)
        for (uint32_t c = 0; c < a->attribution[k].n_contents; c++)
            if (span_in(at, a->attribution[k].content[c].at))
                say(&inner, k, a->attribution[k].content[c].at);
    s = hold(a, sentence, at, whom, inner);
    return held_by(&s);
}

static bool judged(const article *gold, uint32_t from, uint32_t sentence, span at)
{
    for (uint32_t i = from;
         i < gold->n_stances && gold->mention[gold->stance[i].mention].sentence == sentence; i++)
        if (spans_meet(gold->mention[gold->stance[i].mention].at, at))
            return true;
    return false;
}

bool stances_examples(const article *gold, article_work *w, article *read, const example_sink *sink, err *e)
{
    learning l = {w, read, sink};
    uint32_t first = 0; /* the first of the annotator's that is not before the sentence */

    if (!stances_list(read, &w->arena, e))
        return false;
    for (uint32_t i = 0; i < gold->n_stances; i++) {
        const mention *his = &gold->mention[gold->stance[i].mention];
        uint32_t m = as_read(read, his);
        span at = m == NONE ? his->at : read->mention[m].at;
        uint32_t whom = m == NONE ? NONE : read->mention[m].entity;

        if (!tell(&l, his->sentence, at, whom, held_at(read, his->sentence, at, whom), gold->stance[i].is, e))
            return false;
    }
    for (uint32_t i = 0; i < read->n_stances; i++) {
        const mention *m = &read->mention[read->stance[i].mention];

        while (first < gold->n_stances && gold->mention[gold->stance[first].mention].sentence < m->sentence)
            first++;
        if (gold->sentence[m->sentence].voice.label == NONE || judged(gold, first, m->sentence, m->at))
            continue;
        if (!tell(&l, m->sentence, m->at, m->entity, held_by(&read->stance[i]),
                  (verdict){.label = STANCE_NONE, .p = 1}, e))
            return false;
    }
    return true;
}

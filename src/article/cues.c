/* Words go in, cues come out. Each word that may be one is B, I or O, from left to right, the likeliest at
 * once (Kudo & Matsumoto, NAACL 2001, without their search backwards): the decisions so far are in the
 * window, and that learning sees the annotator's in their place costs little.
 *
 * Which words may be one: attribution_words.h knows 1000, another is any that ends in -ed or -ing, then a
 * colon, and what follows upon B or I. In the training part of PolNeAR they hold the first words of 91 % of
 * the cues; most of the others are nouns. */
#include "article/cues.h"

#include "article/attribution_words.h"
#include "article/calling.h"
#include "article/hearsay.h"
#include "article/label.h"
#include "article/lexicon.h"

const char *const cue_texts[] = {"word", "before", "behind", NULL};
const char *const cue_tags[] = {"words", "forms", "state", "history", NULL};

enum { BEGINS, INSIDE, OUTSIDE }; /* B, I, O */

enum {
    SUBJECT_REACH = 8,  /* tokens to the left     */
    QUOTE_REACH = 7,    /* to an opening mark     */
    HISTORY_REACH = 12, /* to the last cue        */
    LONGEST = 12,       /* 4 in 1000 of PolNeAR's cues are longer */
};

/* Added to the margins of B and I where nobody looks at the cues again. On a fifth of PolNeAR's training
 * part, learnt without it, F1 of cues found exactly is 0.630, 0.631, 0.629, 0.626 with 0.2, 0.3, 0.4, 0.5 for
 * B. Its dev part is marked more fully: from 0.3 to 0.45 F1 by overlap rises from 0.752 to 0.761 there, of
 * sources from 0.762 to 0.769, of what is said from 0.814 to 0.823, and on our own articles falls by 0.004,
 * 0.003, 0.005. */
static const double begin_bias = 0.45, inside_bias = 0.1;

/* Where somebody does (verify.h): on a fifth of PolNeAR's training part, held out, 0.9, 1.1 and 1.4 gave
 * 0.629, 0.635 and 0.626 exact and 0.742, 0.749 and 0.747 by overlap. */
static const double ready_bias = 1.1;

/* So far below the bias the words alone decide that no cue begins: F1 on the dev parts is the same within
 * 0.001. */
static const double hopeless_by = 0.55;

/* That words of hearsay attribute: a guess. */
static const float hearsay_p = 0.9F;

/* And that a verb of calling does, where the model has not seen it: of 210 sentences of our articles with one
 * 190 have it for a cue. */
static const float calling_p = 0.9F;

/* And a headline's label: of the 43 headlines of FNC-1's training set that it reads otherwise 41 are right
 * now. */
static const float label_p = 0.9F;

/* What has been decided in a sentence. */
typedef struct history {
    uint32_t sentence;
    uint32_t open; /* where the cue begins that the last token is in, or NONE */
    uint32_t last; /* the last token that is in a cue, or NONE                */
    uint32_t n;    /* cues                                                    */
    char before;   /* what the last token is: B, I or O                       */
} history;

static void history_enter(history *h, uint32_t sentence)
{
    if (h->sentence != sentence)
        *h = (history){sentence, NONE, NONE, 0, 'O'};
}

static void history_add(history *h, uint32_t i, unsigned label)
{
    h->before = "BIO"[label];
    if (label == OUTSIDE) {
        h->open = NONE;
        return;
    }
    if (label == BEGINS || h->open == NONE) {
        h->open = i;
        h->n++;
    }
    h->last = i;
}

/* The last cue ends here, where a rule has found it. */
static void history_close(history *h)
{
    h->open = NONE;
    h->before = 'O';
}

/* Whether a rule has a cue of one word at token i: calling.h. */
static bool is_ruled(const facets *f, uint32_t i)
{
    return calling_at(f, i) || calling_judges(f, i);
}

static bool may_be_cue(const facets *f, uint32_t i)
{
    return f->at[i].kinds & SAID_CUE || f->at[i].verb || f->at[i].class == 'n';
}

/* ---- the window ---- */

enum { N_BESIDE = 3 };

static bool pronoun(const facets *f, uint32_t i)
{
    return f->at[i].kinds & SAID_PRONOUN;
}

/* The last name or pronoun before i, or NONE. */
static uint32_t subject_of(const facets *f, uint32_t i, stretch in)
{
    for (uint32_t k = i; k-- > in.first && i - k <= SUBJECT_REACH;)
        if (facets_is(f, k, FACET_CAPITAL) || pronoun(f, k))
            return k;
    return NONE;
}

static void put_words(const facets *f, uint32_t at, stretch in, uint32_t subject, tags *out)
{
    int64_t i = at;

    if (subject != NONE)
        tags_new(out, "sw"), tags_low(out, f, subject, in);
    tags_new(out, "a2"), tags_low(out, f, i - 2, in);
    tags_new(out, "b2"), tags_low(out, f, i + 2, in);
    tags_new(out, "a3"), tags_low(out, f, i - 3, in);
    tags_new(out, "a4"), tags_low(out, f, i - 4, in);
    tags_new(out, "b3"), tags_low(out, f, i + 3, in);
    tags_new(out, "b4"), tags_low(out, f, i + 4, in);
    tags_new(out, "al"), tags_low(out, f, i - 1, in), tags_low(out, f, i, in);
    tags_new(out, "bl"), tags_low(out, f, i, in), tags_low(out, f, i + 1, in);
    tags_new(out, "am"), tags_low(out, f, i - 2, in), tags_low(out, f, i - 1, in), tags_low(out, f, i, in);
    tags_new(out, "bm"), tags_low(out, f, i, in), tags_low(out, f, i + 1, in), tags_low(out, f, i + 2, in);
}

static void put_forms(const facets *f, uint32_t at, stretch in, uint32_t subject, tags *out)
{
    const facet *w = &f->at[at];
    str low = {w->low, w->n}, end = w->n > 5 ? (str){w->low + w->n - 3, 3} : low;
    int64_t i = at;
    char c[5];
    const facet_sums *sum = f->sum;
    bool that = false;

    for (int k = 0; k < 5; k++)
        c[k] = tags_class(f, i + k - 2, in);
    for (uint32_t k = at + 1; k < in.last && k < at + 5; k++)
        that |= (f->at[k].kinds & SAID_THAT) != 0;
    /* classes on both sides, alone and with the word or its ending */
    tags_new(out, "cl"), tags_part(out, (str){c, 2});
    tags_new(out, "cr"), tags_part(out, (str){c + 3, 2});
    tags_new(out, "kl"), tags_part(out, low), tags_part(out, (str){c + 1, 1});
    tags_new(out, "kr"), tags_part(out, low), tags_part(out, (str){c + 3, 1});
    tags_new(out, "kb"), tags_part(out, low), tags_part(out, (str){c + 1, 1}),
        tags_part(out, (str){c + 3, 1});
    tags_new(out, "el"), tags_part(out, end), tags_part(out, (str){c, 2});
    tags_new(out, "er"), tags_part(out, end), tags_part(out, (str){c + 3, 2});
    tags_new(out, "eb"), tags_part(out, end), tags_part(out, (str){c + 1, 1}),
        tags_part(out, (str){c + 3, 1});
    /* the subject and how far it is */
    tags_new(out, "su"), tags_part(out, low);
    if (subject != NONE) {
        if (pronoun(f, subject))
            tags_low(out, f, subject, in);
        else
            tags_part(out, STR("C"));
        tags_char(out, tags_digit(at - subject, 3));
    }
    /* quoted itself, quoted before, behind */
    tags_new(out, "qu"), tags_part(out, low);
    tags_char(out, facets_is(f, at, FACET_QUOTED) ? '1' : '0');
    tags_char(out, sum[at].quoted > sum[in.first].quoted ? '1' : '0');
    tags_char(out, sum[in.last].quoted > sum[at + 1].quoted ? '1' : '0');
    tags_new(out, "th"), tags_part(out, low);
    tags_char(out, that ? 't' : 'n');
    tags_new(out, "pa"), tags_part(out, low);
    tags_char(out, facets_is(f, in.first, FACET_PARAGRAPH) ? '1' : '0');
    tags_char(out, at - in.first < 3 ? '1' : '0');
    tags_char(out, in.last - at < 4 ? '1' : '0');
}

static void put_state(const facets *f, uint32_t i, stretch in, tags *out)
{
    const facet_sums *sum = f->sum;
    uint32_t strong = sum[in.last].strong - sum[in.first].strong,
             sooner = sum[i].strong - sum[in.first].strong;
    char open = 'x', closed = 'x';

    strong -= (f->at[i].kinds & SAID_STRONG) != 0;
    for (uint32_t k = i + 1; k < in.last && k <= i + QUOTE_REACH && open == 'x'; k++)
        if (facets_is(f, k, FACET_OPENS))
            open = tags_digit(k - i, 9);
    for (uint32_t k = i; k-- > in.first && k + QUOTE_REACH >= i && closed == 'x';)
        if (facets_is(f, k, FACET_CLOSES))
            closed = tags_digit(i - k, 9);
    tags_new(out, facets_is(f, i, FACET_QUOTED) ? "inq" : "noq");
    tags_new(out, sum[i].quoted > sum[in.first].quoted ? "sq" : "sn");
    tags_new(out, sum[in.last].quoted > sum[i + 1].quoted ? "eq" : "en");
    tags_new(out, f->a->token[i].sentence == 0 ? "first" : "body");
    tags_new(out, "pb"), tags_char(out, tags_step(i - in.first));
    tags_new(out, "pe"), tags_char(out, tags_step(in.last - 1 - i));
    tags_new(out, "st"), tags_char(out, tags_digit(strong, 3));
    tags_new(out, "sl"), tags_char(out, tags_digit(sooner, 2));
    tags_new(out,
             in.first && !facets_is(f, in.first, FACET_PARAGRAPH) && facets_is(f, in.first - 1, FACET_QUOTED)
                 ? "pq"
                 : "pn");
    tags_new(out, in.last < f->n && facets_is(f, in.last, FACET_QUOTED) ? "nq" : "nn");
    tags_new(out, "qb"), tags_char(out, open), tags_char(out, closed);
    tags_new(out, "qw"), tags_char(out, closed), tags_low(out, f, i, in);
    tags_new(out, "qv"), tags_char(out, open), tags_low(out, f, i, in);
}

static void put_history(const facets *f, uint32_t i, stretch in, const history *h, tags *out)
{
    uint32_t far = h->last == NONE || i - h->last > HISTORY_REACH ? HISTORY_REACH : i - h->last - 1;

    tags_new(out, "h"), tags_char(out, h->before);
    tags_new(out, "hl"), tags_char(out, tags_digit(h->open == NONE ? 0 : i - h->open, 4));
    tags_new(out, "hd"), tags_char(out, tags_step(far));
    tags_new(out, "hn"), tags_char(out, tags_digit(h->n, 3));
    tags_new(out, "hw"), tags_char(out, h->before), tags_low(out, f, i, in);
    if (h->open != NONE) {
        uint32_t k = i - h->open > 3 ? i - 3 : h->open;

        tags_new(out, "ho");
        for (uint32_t x = k; x < i; x++)
            tags_low(out, f, x, in);
        tags_new(out, "hc");
        for (uint32_t x = k; x <= i; x++)
            tags_low(out, f, x, in);
    }
    if (h->last != NONE && far < HISTORY_REACH)
        tags_new(out, "hp"), tags_low(out, f, h->last, in);
}

/* The word and those beside it. */
static void begin_window(const facets *f, uint32_t i, ask *out)
{
    static const int beside[N_BESIDE] = {0, -1, 1};
    stretch in = {facets_first(f, i), facets_last(f, i)};

    for (size_t k = 0; k < N_BESIDE; k++)
        ask_token(out, f, (int64_t)i + beside[k], in);
}

static void end_window(const facets *f, uint32_t i, const history *h, ask *out)
{
    stretch in = {facets_first(f, i), facets_last(f, i)};
    uint32_t subject = subject_of(f, i, in);

    put_words(f, i, in, subject, &out->tags);
    ask_tags(out);
    put_forms(f, i, in, subject, &out->tags);
    ask_tags(out);
    put_state(f, i, in, &out->tags);
    ask_tags(out);
    put_history(f, i, in, h, &out->tags);
    ask_tags(out);
}

/* Whether a turn's label ends with token i: the rule's to read, not the model's (turns.h). Asked of all
 * tokens in order. */
static bool ends_label(const article *a, uint32_t i, uint32_t *next)
{
    while (*next < a->n_turns && (a->turn[*next].colon == NONE || a->turn[*next].colon < i))
        ++*next;
    return *next < a->n_turns && a->turn[*next].colon == i;
}

/* "It should be noted that": so the author says something himself. */
static bool of_own_remark(const facets *f, uint32_t i)
{
    static const char *const modals[] = {"may", "must", "ought", "should", NULL};
    static const char *const verbs[] = {"acknowledged", "added",      "admitted", "conceded",
                                        "emphasised",   "emphasized", "noted",    "recalled",
                                        "remembered",   "said",       "stressed", NULL};
    const uint32_t first = facets_first(f, i), last = facets_last(f, i);

    for (uint32_t it = i > first + 3 ? i - 3 : first; it < i && it + 3 < last; it++)
        if (str_eq(facets_low(f, it), STR("it")) && str_among(facets_low(f, it + 1), modals) &&
            str_eq(facets_low(f, it + 2), STR("be")) && str_among(facets_low(f, it + 3), verbs))
            return true;
    return false;
}

/* "Image: The mayor opened the bridge": a label of a page, its colon too, which lets nobody speak unless a
 * quotation follows. */
static bool of_page_label(const facets *f, uint32_t i)
{
    static const char *const labels[] = {
        "caption", "fact",     "file", "graphic", "image",    "listen", "map",     "note",  "photo", "photos",
        "picture", "pictured", "read", "related", "timeline", "video",  "warning", "watch", NULL};
    const uint32_t first = facets_first(f, i);

    return i <= first + 1 && first + 2 < facets_last(f, i) && f->at[first + 1].class == 'n' &&
           !facets_is(f, first + 2, FACET_OPENS) && str_among(facets_low(f, first), labels);
}

/* Whether a token is what a dateline is made of: a place in capitals, a date, what parts them. */
static bool of_dateline(const article *a, uint32_t i)
{
    const lexeme *l = a->token[i].word;

    return l->mark ? l->sign && strchr(",.()/-", l->sign)
                   : l->flags & (LEXEME_CAPS | LEXEME_DIGIT) || l->kinds & LEX_CALENDAR;
}

/* Whether a quotation begins at i that nothing outside of it in its sentence seems to attribute. */
static bool only_quotes(const facets *f, uint32_t i)
{
    uint32_t last = facets_last(f, i);

    if (!facets_is(f, i, FACET_OPENS))
        return false;
    while (i < last && (facets_is(f, i, FACET_QUOTED) || !(f->at[i].kinds & SAID_STRONG)))
        i++;
    return i == last;
}

/* The colon of a dateline with which the body begins, "NEW DELHI: Food minister ..."; NONE without one. Who
 * is in capitals before a quotation alone says it; a label that is a turn's is left to turns.h. */
static uint32_t dateline_colon(const facets *f)
{
    enum { LONGEST_DATELINE = 14 };
    const article *a = f->a;
    uint32_t p = 0, i, last;

    while (p < a->n_passages &&
           (a->passage[p].part == PART_TITLE || a->passage[p].first == a->passage[p].last))
        p++;
    if (p == a->n_passages)
        return NONE;
    i = a->sentence[a->passage[p].first].first;
    last = a->sentence[a->passage[p].first].last;
    last = last - i > LONGEST_DATELINE ? i + LONGEST_DATELINE : last;
    if (i == last || a->token[i].mark)
        return NONE;
    while (i < last && of_dateline(a, i))
        i++;
    return i + 1 < last && f->at[i].class == 'n' && !only_quotes(f, i + 1) ? i : NONE;
}

/* ---- finding ---- */

/* B, I or O, and how likely it is not O. */
static bool decide(const article_reader *r, const history *h, double bias, article_work *w, unsigned *label,
                   float *p, err *e)
{
    const double *margin;
    double best;

    if (!ask_end(&w->ask, e))
        return false;
    (void)article_verdict(r, QUESTION_CUE, w);
    margin = article_margin(r, QUESTION_CUE, w);
    *p = (float)(1 - w->view[VIEW_CUE].p[OUTSIDE]);
    *label = OUTSIDE;
    best = margin[OUTSIDE];
    if (margin[BEGINS] + bias > best) {
        *label = BEGINS;
        best = margin[BEGINS] + bias;
    }
    if (h->before != 'O' && margin[INSIDE] + inside_bias > best)
        *label = INSIDE;
    return true;
}

/* Whether the word and those beside it say so clearly that no cue begins here that the rest needs not be
 * asked. */
static bool hopeless(const article_reader *r, double bias, const article_work *w)
{
    const double *margin = article_margin(r, QUESTION_CUE, w);

    return margin[BEGINS] - margin[OUTSIDE] + bias + hopeless_by < 0;
}

/* Whether the cue is what somebody is, with a colon, "forgiving:" of "was more forgiving:", and no verb. */
static bool is_adjective(const facets *f, const cue *c)
{
    enum { REACH = 3 };
    uint32_t first = facets_first(f, c->begin);

    if (c->end != c->begin + 2 || f->at[c->end - 1].class != 'n' || f->at[c->begin].kinds & SAID_STRONG)
        return false;
    for (uint32_t i = c->begin; i > first && c->begin - i < REACH; i--)
        if (lexicon_is_be(f->a->token[i - 1].word->kinds))
            return true;
    return false;
}

/* What is left to say of each: no cue ends in and, or; of "forgiving:" the colon is one; and of "the
 * opposition called" the noun, behind its article, is who does. */
static void trim(const facets *f, cues *all)
{
    for (uint32_t i = 0; i < all->n; i++) {
        cue *c = &all->cue[i];

        while (c->end > c->begin + 1 && f->at[c->end - 1].class == 'a')
            c->end--;
        if (is_adjective(f, c))
            c->begin++;
        if (c->end > c->begin + 1 && c->begin > facets_first(f, c->begin) &&
            str_eq(facets_low(f, c->begin - 1), STR("the")) && f->at[c->begin + 1].kinds & SAID_STRONG)
            c->begin++;
        for (uint32_t k = c->begin; k < c->end && !c->hearsay && !c->label; k++) {
            c->calls |= calling_at(f, k);
            c->judges |= calling_judges(f, k);
        }
    }
}

bool cues_find(const article_reader *r, const facets *f, bool ready, article_work *w, cues *out, err *e)
{
    const double bias = ready ? ready_bias : begin_bias;
    size_t cap = 0;
    const uint32_t dateline = dateline_colon(f);
    uint32_t next_turn = 0;
    history h = {.sentence = NONE};

    *out = (cues){0};
    for (uint32_t i = 0; i < f->n; i++) {
        unsigned label = OUTSIDE;
        float p = NAN;
        bool ruled;
        stretch told, source;

        history_enter(&h, f->a->token[i].sentence);
        told = hearsay_cue(f, i);
        if (!stretch_empty(told)) {
            if (!ARENA_GROW(&w->arena, out->cue, cap, (size_t)out->n + 1))
                return err_memory(e);
            out->cue[out->n++] =
                (cue){.begin = told.first, .end = told.last, .p = hearsay_p, .hearsay = true};
            for (; i < told.last; i++)
                history_add(&h, i, i == told.first ? BEGINS : INSIDE);
            i--;
            history_close(&h);
            continue;
        }
        if (!ends_label(f->a, i, &next_turn) && label_at(f, i, &source, &told)) {
            if (!ARENA_GROW(&w->arena, out->cue, cap, (size_t)out->n + 1))
                return err_memory(e);
            out->cue[out->n++] = (cue){.begin = i, .end = i + 1, .p = label_p, .label = true};
            history_add(&h, i, BEGINS);
            history_close(&h);
            continue;
        }
        if (!ends_label(f->a, i, &next_turn) && i != dateline && (may_be_cue(f, i) || h.before != 'O') &&
            !of_page_label(f, i) && !of_own_remark(f, i)) {
            begin_window(f, i, article_ask(r, VIEW_CUE, w));
            if (!ask_end(&w->ask, e))
                return false;
            if (h.before != 'O' || !hopeless(r, bias, w)) {
                end_window(f, i, &h, &w->ask);
                if (!decide(r, &h, bias, w, &label, &p, e))
                    return false;
            }
        }
        ruled = is_ruled(f, i);
        if (ruled && label == OUTSIDE) {
            label = h.before == 'O' ? BEGINS : INSIDE;
            p = calling_p;
        }
        if (label == INSIDE && i - out->cue[out->n - 1].begin >= LONGEST) { /* it runs on: it was none */
            out->n--;
            label = OUTSIDE;
        }
        history_add(&h, i, label);
        if (label == BEGINS) {
            if (!ARENA_GROW(&w->arena, out->cue, cap, (size_t)out->n + 1))
                return err_memory(e);
            out->cue[out->n++] = (cue){.begin = i, .end = i + 1, .p = p};
        } else if (label == INSIDE) {
            out->cue[out->n - 1].end = i + 1;
        }
        if (ruled)
            history_close(&h);
    }
    trim(f, out);
    return cues_count(f, &w->arena, out, e);
}

bool cues_count(const facets *f, arena *memory, cues *all, err *e)
{
    uint32_t k = 0, n = 0;

    all->before = ARENA_NEW(memory, (size_t)f->n + 1, uint32_t);
    if (!all->before)
        return err_memory(e);
    for (uint32_t i = 0; i < f->n; i++) {
        all->before[i] = n;
        while (k < all->n && all->cue[k].end <= i)
            k++;
        n += k < all->n && all->cue[k].begin <= i;
    }
    all->before[f->n] = n;
    return true;
}

bool cues_examples(const facets *f, const cues *gold, article_work *w, const example_sink *sink, err *e)
{
    history h = {.sentence = NONE};
    const uint32_t dateline = dateline_colon(f);
    uint32_t k = 0, next_turn = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        unsigned label;
        bool told =
            ends_label(f->a, i, &next_turn) || i == dateline || of_page_label(f, i) || of_own_remark(f, i);

        while (k < gold->n && gold->cue[k].end <= i)
            k++;
        label = told || k == gold->n || i < gold->cue[k].begin ? OUTSIDE
                : i == gold->cue[k].begin                      ? BEGINS
                                                               : INSIDE;
        history_enter(&h, f->a->token[i].sentence);
        if (!told && (may_be_cue(f, i) || h.before != 'O' || label != OUTSIDE)) {
            begin_window(f, i, article_example(w));
            end_window(f, i, &h, &w->ask);
            if (!article_tell(QUESTION_CUE, (verdict){.label = label, .p = 1}, w, sink, e))
                return false;
        }
        history_add(&h, i, label);
        if (label != OUTSIDE && is_ruled(f, i))
            history_close(&h);
    }
    return true;
}

/* ---- where a cue stands ---- */

site cues_site(const facets *f, const cues *all, uint32_t own)
{
    const cue *c = &all->cue[own];
    site s = {.f = f,
              .all = all,
              .own = own,
              .begin = c->begin,
              .end = c->end,
              .in = {facets_first(f, c->begin), facets_last(f, c->end - 1)},
              .head = c->end - 1};

    for (uint32_t i = c->end; i-- > c->begin;)
        if (f->at[i].kinds & SAID_STRONG) {
            s.head = i;
            break;
        }
    return s;
}

void cues_put(tags *out, const site *s)
{
    for (uint32_t i = s->begin; i < s->end && i < s->begin + 4; i++)
        tags_low(out, s->f, i, s->in);
}

/* Lines that begin with a label come first; then who asks; then the paragraphs in between. */
#include "article/turns.h"

#include "article/lexicon.h"
#include "base/utf8.h"

enum {
    LABEL_WORDS = 4,
    CANDIDATES = 64,      /* labels that are looked at; those behind are none                   */
    TURNS_MIN = 3,        /* fewer may be anything that has a colon                             */
    GOES_ON = 6,          /* paragraphs of an answer                                            */
    QUESTION_LONGEST = 3, /* sentences of a paragraph that asks and has no label              */
};

/* A line that begins with a label. */
typedef struct start {
    uint32_t token, colon;
    uint32_t passage;
    uint32_t who; /* speaker */
} start;

typedef struct speaker {
    uint64_t key;  /* of all words                                    */
    uint64_t last; /* of the last                                     */
    uint32_t n_words;
    uint32_t n, n_asks; /* turns, and such as ask                     */
    bool capitals;      /* all words are in capitals, or initials          */
    bool named;         /* the last one stands elsewhere in the article    */
} speaker;

typedef struct work {
    article *a;
    start *start;
    speaker speaker[CANDIDATES];
    uint32_t n_starts, n_speakers;
    uint32_t asker; /* speaker, or NONE */
} work;

static uint32_t code_of(const article *a, uint32_t t)
{
    return a->token[t].mark ? utf8_next(a->text, a->token[t].at.begin).code : 0;
}

static bool key_among(uint64_t key, const uint64_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == key)
            return true;
    return false;
}

#define KEY(word) lexeme_key(STR(word))
#define AMONG(key, ...)                                                                                      \
    key_among(key, (const uint64_t[]){__VA_ARGS__},                                                          \
              sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static bool questions(uint64_t key)
{
    return AMONG(key, KEY("q"), KEY("question"));
}

static bool answers(uint64_t key)
{
    return AMONG(key, KEY("a"), KEY("answer"));
}

/* Labels that stand before what nobody says. */
static bool heads_list(uint64_t key)
{
    return AMONG(key, KEY("claim"), KEY("fact"), KEY("facts"), KEY("myth"), KEY("fiction"), KEY("verdict"),
                 KEY("truth"), KEY("reality"), KEY("rating"), KEY("source"), KEY("sources"), KEY("photo"),
                 KEY("pros"), KEY("cons"), KEY("note"), KEY("correction"), KEY("update"), KEY("read"));
}

/* ---- labels ---- */

static bool begins_line(const article *a, const sentence_read *s)
{
    uint32_t i = s->at.begin;

    while (i > 0 && (a->text.p[i - 1] == ' ' || a->text.p[i - 1] == '\t'))
        i--;
    return i == 0 || a->text.p[i - 1] == '\n' || s->at.begin == a->passage[s->passage].at.begin;
}

/* The colon behind the label that begins with token `first` of a sentence, or NONE. */
static uint32_t label_colon(const article *a, const sentence_read *s, uint32_t first)
{
    uint32_t words = 0;

    for (uint32_t t = first; t + 1 < s->last; t++) {
        const lexeme *l = a->token[t].word;

        if (l->mark && l->sign == ':')
            return words ? t : NONE;
        if (l->mark ? l->sign != '.' && l->sign != '-' : words == LABEL_WORDS)
            return NONE;
        if (!l->mark && !(l->flags & LEXEME_CAPITAL) && !(l->kinds & LEX_PARTICLE))
            return NONE;
        words += !l->mark;
    }
    return NONE;
}

/* The first token of a sentence behind the dash of a list. */
static uint32_t behind_dash(const article *a, const sentence_read *s)
{
    uint32_t t = s->first;

    while (t < s->last && a->token[t].mark && a->token[t].word->sign == '-')
        t++;
    return t;
}

/* Whose label that is; NONE when there are too many. */
static uint32_t speaker_of(work *w, uint32_t first, uint32_t colon)
{
    speaker one = {.capitals = true};
    uint32_t k = 0;

    for (uint32_t t = first; t < colon; t++) {
        const lexeme *l = w->a->token[t].word;

        if (l->mark)
            continue;
        one.n_words++;
        one.last = l->key;
        one.key = hash_mix(one.key + l->key);
        one.capitals &= (l->flags & (LEXEME_CAPS | LEXEME_INITIAL)) != 0;
    }
    while (k < w->n_speakers && w->speaker[k].key != one.key)
        k++;
    if (k == w->n_speakers) {
        if (k == CANDIDATES)
            return NONE;
        w->speaker[w->n_speakers++] = one;
    }
    return k;
}

static uint32_t passage_end(const article *a, uint32_t p)
{
    return a->sentence[a->passage[p].last - 1].last;
}

/* Where the turn of the i-th start ends in its paragraph. */
static uint32_t turn_end(const work *w, uint32_t i)
{
    const start *s = &w->start[i];

    return i + 1 < w->n_starts && s[1].passage == s->passage ? s[1].token : passage_end(w->a, s->passage);
}

/* Whether a question mark stands at the end of [first, last), perhaps in a quotation or brackets. */
static bool asks(const article *a, uint32_t first, uint32_t last)
{
    for (; last > first && a->token[last - 1].mark; last--)
        if (code_of(a, last - 1) == '?')
            return true;
    return false;
}

/* Whether a label's last word stands elsewhere too: in no label, and not as a sentence's first word, which
 * always has a capital. */
static void look_for_names(work *w)
{
    uint32_t k = 0;

    for (uint32_t t = 0; t < w->a->n_tokens; t++) {
        const lexeme *l = w->a->token[t].word;

        while (k < w->n_starts && w->start[k].colon <= t)
            k++;
        if (l->mark || !(l->flags & LEXEME_CAPITAL) || (k < w->n_starts && w->start[k].token <= t) ||
            w->a->sentence[w->a->token[t].sentence].first == t)
            continue;
        for (uint32_t i = 0; i < w->n_speakers; i++)
            w->speaker[i].named |= w->speaker[i].last == l->key;
    }
}

static bool speaks(const speaker *s)
{
    return (s->n_words == 1 && (questions(s->last) || answers(s->last))) ||
           (!heads_list(s->last) && (s->capitals || s->named));
}

/* Leaves the starts of those who speak, and numbers them anew; none when these are no turns. */
static void keep_speakers(work *w)
{
    uint32_t to[CANDIDATES], n_speakers = 0, n = 0;

    for (uint32_t k = 0; k < w->n_speakers; k++) {
        to[k] = NONE;
        if (!speaks(&w->speaker[k]))
            continue;
        to[k] = n_speakers;
        w->speaker[n_speakers++] = w->speaker[k];
    }
    for (uint32_t i = 0; i < w->n_starts; i++) {
        start s = w->start[i];

        if (to[s.who] == NONE)
            continue;
        s.who = to[s.who];
        w->speaker[s.who].n++;
        w->start[n++] = s;
    }
    w->n_speakers = n_speakers;
    w->n_starts = n >= TURNS_MIN && n_speakers <= TURN_SPEAKERS && n >= 2 * n_speakers ? n : 0;
}

static bool find_starts(work *w, arena *memory, err *e)
{
    const article *a = w->a;

    w->start = ARENA_NEW(memory, (size_t)a->n_sentences + 1, start);
    if (!w->start)
        return err_memory(e);
    for (uint32_t i = 0; i < a->n_sentences; i++) {
        const sentence_read *s = &a->sentence[i];
        uint32_t first = behind_dash(a, s), colon, who;

        if (a->passage[s->passage].part != PART_BODY || (colon = label_colon(a, s, first)) == NONE ||
            !begins_line(a, s) || (who = speaker_of(w, first, colon)) == NONE)
            continue;
        w->start[w->n_starts++] = (start){first, colon, s->passage, who};
    }
    if (w->n_starts >= TURNS_MIN)
        look_for_names(w);
    keep_speakers(w);
    return true;
}

static void find_asker(work *w)
{
    w->asker = NONE;
    for (uint32_t i = 0; i < w->n_starts; i++)
        w->speaker[w->start[i].who].n_asks += asks(w->a, w->start[i].colon + 1, turn_end(w, i));
    for (uint32_t k = 0, n = 0; k < w->n_speakers; k++) {
        const speaker *s = &w->speaker[k];

        if (s->n_words == 1 && questions(s->last)) {
            w->asker = k;
            return;
        }
        if (2 * s->n_asks > s->n)
            w->asker = n++ ? NONE : k;
    }
}

/* ---- turns ---- */

/* A paragraph without a label; there are some without a token. */
static void add_unlabelled(article *a, uint32_t first, uint32_t last, bool asking, bool goes_on)
{
    if (first == last)
        return;
    a->turn[a->n_turns++] = (turn){first, NONE, first, last, 0, asking, goes_on};
}

/* The paragraphs [from, to) between two turns. */
static void fill_gap(work *w, uint32_t from, uint32_t to)
{
    article *a = w->a;

    if (to - from > GOES_ON)
        return;
    for (uint32_t p = from; p < to; p++) {
        uint32_t first = a->sentence[a->passage[p].first].first, last = passage_end(a, p);
        bool before = a->turn[a->n_turns - 1].asks;
        bool asking = w->n_speakers > 1 ? before : w->asker == NONE && asks(a, first, last);

        add_unlabelled(a, first, last, asking, asking == before);
    }
}

static void take_labelled(work *w)
{
    article *a = w->a;

    for (uint32_t i = 0; i < w->n_starts; i++) {
        const start *s = &w->start[i];
        uint32_t next = i + 1 < w->n_starts ? s[1].passage : s->passage + 1;

        a->turn[a->n_turns++] = (turn){s->token,        s->colon,           s->colon + 1, turn_end(w, i),
                                       (uint8_t)s->who, s->who == w->asker, false};
        if (next > s->passage + 1)
            fill_gap(w, s->passage + 1, next);
        if (next <= s->passage || i + 1 < w->n_starts)
            continue;
        /* The last question, where answers have no label. */
        if (s->who == w->asker && s->passage + 1 < a->n_passages && w->n_speakers == 1)
            fill_gap(w, s->passage + 1, s->passage + 2);
    }
}

/* ---- without labels ---- */

static bool has_word(const article *a, uint32_t first, uint32_t last, bool (*is)(uint64_t key))
{
    for (uint32_t t = first; t < last; t++)
        if (!a->token[t].mark && is(a->token[t].word->key))
            return true;
    return false;
}

static bool spoken_to(uint64_t key)
{
    return AMONG(key, KEY("you"), KEY("your"), KEY("yourself"));
}

static bool speaking(uint64_t key)
{
    return AMONG(key, KEY("i"), KEY("we"), KEY("my"), KEY("me"), KEY("our"), KEY("us"));
}

/* A short paragraph that ends in a question mark. */
static bool is_question(const article *a, uint32_t p)
{
    uint32_t first = a->sentence[a->passage[p].first].first;

    return a->passage[p].part == PART_BODY && a->passage[p].last - a->passage[p].first <= QUESTION_LONGEST &&
           first < passage_end(a, p) && !a->token[first].mark && asks(a, first, passage_end(a, p));
}

/* The paragraph behind the answer to what p asks; p + 1 where it asks nothing or nobody answers. */
static uint32_t answer_end(const article *a, uint32_t p)
{
    uint32_t to = p + 1;

    if (!is_question(a, p))
        return to;
    while (to < a->n_passages && !is_question(a, to))
        to++;
    if (to == a->n_passages && to > p + 2)
        to = p + 2;
    return to - p - 1 > GOES_ON ? p + 1 : to;
}

static void take_unlabelled(article *a)
{
    uint32_t n = 0, n_you = 0, n_i = 0;

    for (uint32_t p = 0; p < a->n_passages; p++) {
        uint32_t to = answer_end(a, p), first = a->sentence[a->passage[p].first].first;

        if (to == p + 1)
            continue;
        n++;
        n_you += has_word(a, first, passage_end(a, p), spoken_to);
        n_i += has_word(a, passage_end(a, p), passage_end(a, to - 1), speaking);
    }
    if (n < TURNS_MIN || 2 * n_you < n || 2 * n_i < n)
        return;
    for (uint32_t p = 0; p < a->n_passages; p++)
        for (uint32_t i = p + 1, to = answer_end(a, p); i < to; i++)
            add_unlabelled(a, a->sentence[a->passage[i].first].first, passage_end(a, i), false, i > p + 1);
}

bool turns_find(article *out, arena *memory, err *e)
{
    work w = {.a = out};

    out->n_turns = 0;
    out->turn = ARENA_NEW(memory, (size_t)out->n_sentences + out->n_passages + 1, turn);
    if (!out->turn)
        return err_memory(e);
    if (!find_starts(&w, memory, e))
        return false;
    if (w.n_starts) {
        find_asker(&w);
        take_labelled(&w);
    } else {
        take_unlabelled(out);
    }
    return true;
}

/* ---- whom a label means ---- */

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool same(str a, str b)
{
    bool is = a.n == b.n;

    for (size_t i = 0; is && i < a.n; i++)
        is = small(a.p[i]) == small(b.p[i]);
    return is;
}

/* A name's first word, its last, and how many there are. */
static uint32_t name_words(str name, str *first, str *last)
{
    uint32_t n = 0;

    *first = *last = name;
    while (name.n) {
        *last = str_cut(&name, ' ');
        if (n++ == 0)
            *first = *last;
    }
    return n;
}

/* Two letters, of the first and the last word; stops do not count. */
static bool initials(str label, str name)
{
    str first, last;
    char two[2] = {0};
    uint32_t n = 0;

    for (size_t i = 0; i < label.n; i++)
        if (label.p[i] != '.' && label.p[i] != ' ') {
            if (n == 2)
                return false;
            two[n++] = label.p[i];
        }
    return n == 2 && name_words(name, &first, &last) > 1 && first.p[0] == two[0] && last.p[0] == two[1];
}

static bool means(str label, str name)
{
    str first, last;

    name_words(name, &first, &last);
    return same(label, name) || same(label, last) || initials(label, name);
}

/* Of the persons of the mentions before the first turn, the first few of them, the one who has most. */
static uint32_t introduced(const article *a)
{
    enum { FEW = 64 };
    uint32_t end = article_mention_from(a, a->token[a->turn[0].label].at.begin), best = NONE, most = 0;

    end = end < FEW ? end : FEW;
    for (uint32_t i = 0; i < end; i++) {
        uint32_t n = 0, who = a->mention[i].entity;

        if (who == NONE || !a->entity[who].person)
            continue;
        for (uint32_t k = 0; k < end; k++)
            n += a->mention[k].entity == who;
        if (n > most || (n == most && who != best))
            best = n > most ? who : NONE;
        most = n > most ? n : most;
    }
    return best;
}

uint32_t turns_speaker(const article *a, span label)
{
    str words = span_text(a, label);
    uint32_t best = NONE;

    if (answers(lexeme_key(words)))
        return introduced(a);
    for (uint32_t i = 0; i < a->n_entities; i++) {
        const entity *one = &a->entity[i];

        /* "PAVEL ORLIN" may be taken for a name of its own; whom it means is asked. */
        if (!one->person || str_eq(one->name, words) || !means(words, one->name))
            continue;
        if (best != NONE)
            return NONE;
        best = i;
    }
    return best;
}

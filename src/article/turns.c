/* Lines that have the form of a label come first, and which of them are labels of speakers; then who asks;
 * then the paragraphs in between. The rules err on the author's side: who reads a column as an interview puts
 * the paper's words into somebody's mouth. */
#include "article/turns.h"

#include "article/lexicon.h"

enum {
    LABEL_WORDS = 4,
    ASIDE = 8,            /* tokens in brackets between a label and its colon: "(laughing)"     */
    CANDIDATES = 64,      /* labels that are looked at; those behind are none                   */
    TURNS_MIN = 3,        /* fewer may be anything that has a colon                             */
    GOES_ON = 6,          /* paragraphs of an answer                                            */
    QUESTION_LONGEST = 3, /* sentences of a paragraph that asks and has no label                */
};

/* What a label says by itself. */
typedef enum part { PART_NAME, PART_ASKS, PART_ANSWERS, PART_SPEAKS } part;

/* A line that has the form of a label. */
typedef struct start {
    uint32_t first, last; /* tokens of the label */
    uint32_t colon;
    uint32_t passage;
    uint32_t who; /* speaker; NONE: a heading */
    bool again;   /* of a label that comes more than once */
} start;

typedef struct speaker {
    uint64_t key;  /* of all words, or of the part */
    uint64_t last; /* of the last word             */
    uint32_t n_words;
    part part;
    uint32_t n, n_asks, n_spoken; /* lines; such as ask; such as say I or you */
    char initials[2];             /* of the first and the last word; of "TB" T and B; else NUL */
    bool titled;                  /* "Sen. Hart" */
    bool capitals;                /* "PO", "P.O.", "PAVEL ORLIN" */
    bool common;                  /* a month, "and": no name */
    bool shortened;               /* to initials, later on */
    bool named, small;            /* the last word stands elsewhere, with a capital; in small letters */
} speaker;

typedef struct work {
    article *a;
    start *start;
    speaker speaker[CANDIDATES];
    uint32_t n_starts, n_speakers;
    uint32_t asker; /* speaker, or NONE */
} work;

static str low(const article *a, uint32_t t)
{
    return lexeme_letters(a->token[t].word);
}

static uint32_t passage_first(const article *a, uint32_t p)
{
    return a->sentence[a->passage[p].first].first;
}

static uint32_t passage_last(const article *a, uint32_t p)
{
    return a->sentence[a->passage[p].last - 1].last;
}

/* Whether the tokens say I or we, in whatever case, with PRONOUN_FIRST; or you, with PRONOUN_SECOND. */
static bool says(const article *a, uint32_t first, uint32_t last, unsigned person)
{
    for (uint32_t t = first; t < last; t++)
        if (a->token[t].word->pronoun & person)
            return true;
    return false;
}

/* ---- labels ---- */

static bool begins_line(const article *a, const sentence_read *s)
{
    uint32_t i = s->at.begin;

    while (i > 0 && (a->text.p[i - 1] == ' ' || a->text.p[i - 1] == '\t'))
        i--;
    return i == 0 || a->text.p[i - 1] == '\n' || s->at.begin == a->passage[s->passage].at.begin;
}

/* Q, A1, Interviewer: what a single word says of who speaks. */
static part part_of(str word)
{
    static const char *const ask[] = {"q",         "question",   "interviewer", "reporter", "host",
                                      "moderator", "journalist", "presenter",   NULL},
                             *const answer[] = {"a", "answer", NULL},
                             *const speak[] = {"audience", "caller", "guest", "interviewee", "reader", NULL};

    while (word.n > 1 && word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9')
        word.n--;
    return str_among(word, ask)      ? PART_ASKS
           : str_among(word, answer) ? PART_ANSWERS
           : str_among(word, speak)  ? PART_SPEAKS
                                     : PART_NAME;
}

/* The end of the name or letters that a label begins with: [first, end). */
static uint32_t name_end(const article *a, uint32_t first, uint32_t last)
{
    uint32_t words = 0, t = first;

    for (; t < last; t++) {
        const lexeme *l = a->token[t].word;

        if (l->mark ? l->sign != '.' && l->sign != '-' : words == LABEL_WORDS)
            break;
        if (!l->mark && !(l->flags & LEXEME_CAPITAL) && !(l->kinds & LEX_PARTICLE))
            break;
        words += !l->mark;
    }
    return words ? t : first;
}

/* The label that a sentence begins with, behind the marks of a list or of bold letters. It ends in a colon,
 * perhaps behind "(laughing)"; Q and A may end in a full stop. */
static bool read_label(const article *a, const sentence_read *s, start *to)
{
    uint32_t t = s->first;

    while (t < s->last && a->token[t].mark && (token_code(a, t) == '*' || article_sign(a, t) == '-'))
        t++;
    to->first = t;
    if (t + 2 < s->last && token_code(a, t + 1) == '.' && !a->token[t].mark &&
        a->token[t].word->n_small == 1 && part_of(low(a, t)) != PART_NAME) {
        to->last = to->colon = t + 1;
        return true;
    }
    to->last = t = name_end(a, t, s->last);
    if (t < s->last && (token_code(a, t) == '(' || token_code(a, t) == '['))
        for (uint32_t i = t + 1; i < s->last && i < t + ASIDE; i++)
            if (token_code(a, i) == ')' || token_code(a, i) == ']') {
                t = i + 1;
                break;
            }
    to->colon = t;
    return to->first < to->last && t + 1 < s->last && token_code(a, t) == ':';
}

/* "TB", "T.B.": the two letters, or NUL. */
static void read_initials(str label, char to[2])
{
    char two[2] = {0};
    uint32_t n = 0;

    for (size_t i = 0; i < label.n; i++)
        if (label.p[i] != '.' && label.p[i] != ' ') {
            if (n == 2 || label.p[i] < 'A' || label.p[i] > 'Z')
                return;
            two[n++] = label.p[i];
        }
    if (n == 2)
        memcpy(to, two, sizeof two);
}

/* Who has these initials and was called by his full name before; n_speakers without one. */
static uint32_t full_name_of(const work *w, const char initials[2])
{
    uint32_t best = w->n_speakers;

    for (uint32_t k = 0; k < w->n_speakers && initials[0]; k++)
        if (w->speaker[k].n_words > 1 && !memcmp(w->speaker[k].initials, initials, 2)) {
            if (best < w->n_speakers)
                return w->n_speakers;
            best = k;
        }
    return best;
}

/* Whose label that is; NONE when there are too many. */
static uint32_t speaker_of(work *w, const start *label)
{
    const article *a = w->a;
    speaker one = {.capitals = true};
    uint32_t k = 0;

    for (uint32_t t = label->first; t < label->last; t++) {
        const lexeme *l = a->token[t].word;

        if (l->mark)
            continue;
        if (one.n_words == 0)
            one.initials[0] = a->text.p[a->token[t].at.begin];
        one.initials[1] = a->text.p[a->token[t].at.begin];
        one.n_words++;
        one.last = l->key;
        one.key = hash_mix(one.key + l->key);
        one.capitals &= (l->flags & (LEXEME_CAPS | LEXEME_INITIAL)) != 0;
        one.titled |= t == label->first && l->kinds & LEX_TITLE;
        one.common = l->kinds & (LEX_CALENDAR | LEX_FUNCTION);
        if (one.n_words == 1)
            one.part = part_of(lexeme_letters(l));
    }
    if (one.n_words > 1)
        one.part = PART_NAME;
    else if (one.part == PART_ASKS || one.part == PART_ANSWERS)
        one.key = one.part; /* Q1, Q2 */
    one.titled &= one.n_words > 1;
    if (one.n_words == 1) {
        memset(one.initials, 0, sizeof one.initials);
        read_initials(span_text(a, (span){a->token[label->first].at.begin, a->token[label->last - 1].at.end}),
                      one.initials);
    }
    while (k < w->n_speakers && w->speaker[k].key != one.key)
        k++;
    if (k == w->n_speakers && one.n_words == 1) {
        k = full_name_of(w, one.initials);
        if (k < w->n_speakers)
            w->speaker[k].shortened = true;
    }
    if (k == w->n_speakers) {
        if (k == CANDIDATES)
            return NONE;
        w->speaker[w->n_speakers++] = one;
    }
    return k;
}

/* Whether the labels' last words stand elsewhere, in no label. */
static void look_for_names(work *w)
{
    const article *a = w->a;

    for (uint32_t t = 0, k = 0; t < a->n_tokens; t++) {
        const lexeme *l = a->token[t].word;

        while (k < w->n_starts && w->start[k].colon <= t)
            k++;
        if (l->mark || (k < w->n_starts && w->start[k].first <= t))
            continue;
        for (uint32_t i = 0; i < w->n_speakers; i++)
            if (w->speaker[i].last == l->key)
                *(l->flags & LEXEME_CAPITAL ? &w->speaker[i].named : &w->speaker[i].small) = true;
    }
}

/* Where the turn of the i-th start ends in its paragraph. */
static uint32_t turn_last(const work *w, uint32_t i)
{
    const start *s = &w->start[i];

    return i + 1 < w->n_starts && s[1].passage == s->passage ? s[1].first : passage_last(w->a, s->passage);
}

/* Whether a question mark stands at the end of [first, last), perhaps in a quotation or brackets. */
static bool asks(const article *a, uint32_t first, uint32_t last)
{
    for (; last > first && a->token[last - 1].mark; last--)
        if (token_code(a, last - 1) == '?')
            return true;
    return false;
}

static void count_lines(work *w)
{
    for (uint32_t i = 0; i < w->n_starts; i++) {
        const start *s = &w->start[i];
        speaker *who = &w->speaker[s->who];

        who->n++;
        who->n_asks += asks(w->a, s->colon + 1, turn_last(w, i));
        who->n_spoken += says(w->a, s->colon + 1, turn_last(w, i), PRONOUN_FIRST | PRONOUN_SECOND);
    }
}

/* A name in capitals that stands nowhere else may be a heading ("WINNER:"), unless who is called so says I or
 * you. */
static bool speaks(const speaker *s)
{
    return s->part != PART_NAME || s->titled || s->shortened ||
           (!s->common && !s->small && (s->named || (s->capitals && 2 * s->n_spoken >= s->n)));
}

/* Two names in turn, each twice or more, of whom one asks or half of whose lines say I or you: an interview,
 * although the article names neither of them elsewhere. */
static bool alternate(const work *w)
{
    const speaker *a = &w->speaker[0], *b = &w->speaker[1];

    if (w->n_speakers != 2 || a->n < 2 || b->n < 2)
        return false;
    for (uint32_t i = 1; i < w->n_starts; i++)
        if (w->start[i].who == w->start[i - 1].who)
            return false;
    return !a->common && !b->common && !a->small && !b->small &&
           (2 * a->n_asks > a->n || 2 * b->n_asks > b->n || 2 * (a->n_spoken + b->n_spoken) >= w->n_starts);
}

/* Numbers those who speak anew; the labels of others are headings, and all are when these are no turns. */
static void keep_speakers(work *w)
{
    uint32_t to[CANDIDATES] = {0}, n_speakers = 0, n = 0;
    bool in_turn = alternate(w);

    for (uint32_t i = 0; i < w->n_starts; i++)
        w->start[i].again = w->speaker[w->start[i].who].n > 1;
    for (uint32_t k = 0; k < w->n_speakers; k++) {
        to[k] = NONE;
        if (!in_turn && !speaks(&w->speaker[k]))
            continue;
        n += w->speaker[k].n;
        to[k] = n_speakers;
        w->speaker[n_speakers++] = w->speaker[k];
    }
    w->n_speakers = n >= TURNS_MIN && n_speakers <= TURN_SPEAKERS && n >= 2 * n_speakers ? n_speakers : 0;
    for (uint32_t i = 0; i < w->n_starts; i++)
        w->start[i].who = w->n_speakers ? to[w->start[i].who] : NONE;
}

/* Whether a label may stand in the line of the last one: "Q: Were you ready? A: No. Q: And now?" */
static bool in_line(const work *w, const start *label)
{
    const start *last = w->n_starts ? &w->start[w->n_starts - 1] : NULL;

    return last && last->passage == label->passage &&
           (w->speaker[last->who].part == PART_ASKS ||
            (label->first + 1 == label->last && part_of(low(w->a, label->first)) == PART_ASKS));
}

static bool find_starts(work *w, arena *memory, err *e)
{
    const article *a = w->a;

    w->start = ARENA_NEW(memory, (size_t)a->n_sentences + 1, start);
    if (!w->start)
        return err_memory(e);
    for (uint32_t i = 0; i < a->n_sentences; i++) {
        const sentence_read *s = &a->sentence[i];
        start one = {.passage = s->passage};

        if (a->passage[s->passage].part == PART_BODY && read_label(a, s, &one) &&
            (begins_line(a, s) || in_line(w, &one)) && (one.who = speaker_of(w, &one)) != NONE)
            w->start[w->n_starts++] = one;
    }
    if (w->n_starts < TURNS_MIN) {
        w->n_starts = w->n_speakers = 0;
        return true;
    }
    look_for_names(w);
    count_lines(w);
    keep_speakers(w);
    return true;
}

/* ---- who asks ---- */

/* Who is called so, else the only one most of whose lines ask, of two a third, one line or more of three,
 * while the other never does. */
static void find_asker(work *w)
{
    w->asker = NONE;
    for (uint32_t k = 0; k < w->n_speakers; k++)
        if (w->speaker[k].part == PART_ASKS) {
            w->asker = k;
            return;
        }
    for (uint32_t k = 0, n = 0; k < w->n_speakers; k++) {
        const speaker *s = &w->speaker[k];
        bool alone = w->n_speakers == 2 && w->speaker[!k].n_asks == 0;

        if (2 * s->n_asks > s->n || (alone && s->n >= 3 && 3 * s->n_asks >= s->n))
            w->asker = n++ ? NONE : k;
    }
}

static bool asks_others(const work *w, uint32_t who)
{
    return who == w->asker || w->speaker[who].part == PART_ASKS;
}

/* ---- turns ---- */

/* A paragraph without a label; there are some without a token. */
static void add_unlabelled(article *a, uint32_t p, bool asking, bool goes_on)
{
    uint32_t first = passage_first(a, p), last = passage_last(a, p);

    if (first < last)
        a->turn[a->n_turns++] = (turn){.label = first,
                                       .label_last = first,
                                       .colon = NONE,
                                       .first = first,
                                       .last = last,
                                       .asks = asking,
                                       .goes_on = goes_on};
}

/* "(He laughs.)" */
static bool in_brackets(const article *a, uint32_t p)
{
    uint32_t first = passage_first(a, p), last = passage_last(a, p);

    return first < last && (token_code(a, first) == '(' || token_code(a, first) == '[') &&
           (token_code(a, last - 1) == ')' || token_code(a, last - 1) == ']');
}

/* Whether a paragraph speaks of the speaker by his name, as he does not. */
static bool speaks_of(const article *a, uint32_t p, const speaker *who)
{
    for (uint32_t t = passage_first(a, p); who->part == PART_NAME && t < passage_last(a, p); t++)
        if (a->token[t].word->key == who->last && a->token[t].word->flags & LEXEME_CAPITAL)
            return true;
    return false;
}

/* The paragraphs [from, to) behind the turn of a speaker, up to one that is not his. */
static void fill_gap(work *w, const speaker *who, uint32_t from, uint32_t to)
{
    article *a = w->a;

    for (uint32_t p = from; p < to && !speaks_of(a, p, who); p++) {
        bool before = a->turn[a->n_turns - 1].asks;
        bool asking =
            w->n_speakers > 1 ? before : w->asker == NONE && asks(a, passage_first(a, p), passage_last(a, p));

        if (!in_brackets(a, p))
            add_unlabelled(a, p, asking, asking == before);
    }
}

/* The end of the paragraphs behind the last turn that still say "I" or "we". */
static uint32_t tail_end(const article *a, uint32_t p)
{
    uint32_t to = p;

    while (to < a->n_passages && to < p + GOES_ON &&
           says(a, passage_first(a, to), passage_last(a, to), PRONOUN_FIRST))
        to++;
    return to;
}

static void add_labelled(work *w, uint32_t i)
{
    article *a = w->a;
    const start *s = &w->start[i];

    a->turn[a->n_turns++] = (turn){.label = s->first,
                                   .label_last = s->last,
                                   .colon = s->colon,
                                   .first = s->colon + 1,
                                   .last = turn_last(w, i),
                                   .speaker = s->who == NONE ? 0 : (uint8_t)s->who,
                                   .asks = s->who == NONE || asks_others(w, s->who),
                                   .heading = s->who == NONE};
}

static void take_labelled(work *w)
{
    const article *a = w->a;

    for (uint32_t i = 0; i < w->n_starts; i++) {
        const start *s = &w->start[i];
        bool last = i + 1 == w->n_starts;
        uint32_t next = s->passage + 1, to = last ? next : s[1].passage;

        if (s->who != NONE || s->again)
            add_labelled(w, i);
        if (s->who == NONE)
            continue;
        if (last && !asks_others(w, s->who))
            to = tail_end(a, next);
        else if (last && w->n_speakers == 1 && next < a->n_passages) /* answers have no label */
            to = next + 1;
        if (to > next && to - next <= GOES_ON)
            fill_gap(w, &w->speaker[s->who], next, to);
    }
}

/* ---- without labels ---- */

/* A short paragraph that ends in a question mark. */
static bool is_question(const article *a, uint32_t p)
{
    uint32_t first = passage_first(a, p), last = passage_last(a, p);

    return a->passage[p].part == PART_BODY && a->passage[p].last - a->passage[p].first <= QUESTION_LONGEST &&
           first < last && !a->token[first].mark && asks(a, first, last);
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

/* Whether the paragraphs before p say that somebody is interviewed: a column asks its readers too. */
static bool is_announced(const article *a, uint32_t p)
{
    static const char *const meets[] = {"speaks", "spoke", "spoken",  "talked",   "talks",
                                        "sat",    "sits",  "answers", "answered", NULL},
                             *const with[] = {"to", "with", "down", "our", "questions", NULL},
                             *const interview[] = {"interview", "interviewed", "interviews", "q&a", NULL};

    for (uint32_t t = 0; t < passage_first(a, p); t++)
        if (str_among(low(a, t), interview) ||
            (t > 0 && str_among(low(a, t), with) && str_among(low(a, t - 1), meets)))
            return true;
    return false;
}

static void take_unlabelled(article *a)
{
    uint32_t n = 0, n_you = 0, n_i = 0, first = 0;

    for (uint32_t p = 0; p < a->n_passages; p++) {
        uint32_t to = answer_end(a, p);

        if (to == p + 1)
            continue;
        if (n++ == 0)
            first = p;
        n_you += says(a, passage_first(a, p), passage_last(a, p), PRONOUN_SECOND);
        n_i += says(a, passage_last(a, p), passage_last(a, to - 1), PRONOUN_FIRST);
    }
    if (n < TURNS_MIN || 2 * n_you < n || 2 * n_i < n || !is_announced(a, first))
        return;
    for (uint32_t p = first; p < a->n_passages; p++) {
        uint32_t to = answer_end(a, p);

        if (to > p + 1)
            add_unlabelled(a, p, true, false);
        for (uint32_t i = p + 1; i < to; i++)
            if (!in_brackets(a, i))
                add_unlabelled(a, i, false, i > p + 1);
    }
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
    find_asker(&w);
    take_labelled(&w);
    if (w.n_speakers == 0 && out->n_turns == 0)
        take_unlabelled(out);
    return true;
}

/* ---- whom a label means ---- */

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

    read_initials(label, two);
    return two[0] && name_words(name, &first, &last) > 1 && first.n && last.n && first.p[0] == two[0] &&
           last.p[0] == two[1];
}

static bool means(str label, str name)
{
    str first, last;

    name_words(name, &first, &last);
    return str_same(label, name) || str_same(label, last) || initials(label, name);
}

/* Whether the mention is who answers by its place: not who asks, "spoke to Ann Lee", nor of whom the answers
 * speak, in a quotation. */
static bool may_answer(const article *a, const mention *m)
{
    uint32_t t = article_token_from(a, m->at.begin);

    if (m->entity == NONE || !a->entity[m->entity].person || article_is_quoted(a, m->at))
        return false;
    return t == 0 || a->token[t - 1].sentence != a->token[t].sentence ||
           !str_among(low(a, t - 1), (const char *const[]){"by", "to", "with", NULL});
}

/* Of the persons of the mentions before the first turn, the first few of them, the one who has most; of two,
 * the first. */
static uint32_t introduced(const article *a)
{
    enum { FIRST = 64 };
    uint32_t end = article_mention_from(a, a->token[a->turn[0].label].at.begin), best = NONE, most = 0;

    end = end < FIRST ? end : FIRST;
    for (uint32_t i = 0; i < end; i++) {
        uint32_t n = 0, who = a->mention[i].entity;

        if (!may_answer(a, &a->mention[i]))
            continue;
        for (uint32_t k = 0; k < end; k++)
            n += a->mention[k].entity == who && may_answer(a, &a->mention[k]);
        if (n > most)
            best = who;
        most = n > most ? n : most;
    }
    return best;
}

/* Behind a title: of "SEN. HART" the second word. */
static str without_title(const article *a, const turn *t)
{
    uint32_t first = t->label;

    while (first + 1 < t->label_last &&
           (a->token[first].word->kinds & LEX_TITLE || (a->token[first].mark && first > t->label)))
        first++;
    return span_text(a, (span){a->token[first].at.begin, a->token[t->label_last - 1].at.end});
}

uint32_t turns_speaker(const article *a, const turn *t)
{
    str label = span_text(a, (span){a->token[t->label].at.begin, a->token[t->label_last - 1].at.end}), name;
    uint32_t best = NONE, same = NONE;

    if (t->label + 1 == t->label_last && part_of(low(a, t->label)) == PART_ANSWERS)
        return introduced(a);
    name = without_title(a, t);
    for (uint32_t i = 0; i < a->n_entities; i++) {
        const entity *one = &a->entity[i];

        if (!one->person || !means(name, one->name))
            continue;
        if (str_eq(one->name, label)) { /* "PAVEL ORLIN" may be taken for a name of its own */
            same = i;
            continue;
        }
        if (best != NONE)
            return NONE;
        best = i;
    }
    return best != NONE ? best : same;
}

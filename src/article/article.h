/* article: what is read in an article: its sentences, who speaks in them, of what kind what they say is, who
 * takes which stance toward whom. One struct that the stages of article_read fill, top to bottom.
 *
 * All spans are bytes of the original text, half-open, whole characters. An empty span is "none". Arrays come
 * from the reader's arena and are in order of `begin`; indices into them are uint32_t, NONE for none.
 *
 * Owns     nothing; strings point into the text, into the arena, into the models or into the lexemes.
 */
#ifndef SLANT_ARTICLE_ARTICLE_H
#define SLANT_ARTICLE_ARTICLE_H

#include <math.h>

#include "article/lexeme.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/utf8.h"

#define NONE UINT32_MAX

typedef struct span {
    uint32_t begin, end;
} span;

/* A word or mark, as text/words.h has it. */
typedef struct token {
    span at;
    uint32_t sentence;
    bool mark;
    const lexeme *word; /* what is known of its spelling */
} token;

/* ---- split.h: title, paragraphs, sentences, tokens ---- */

enum { PART_BODY, PART_TITLE };

typedef struct passage {
    span at;
    uint32_t first, last; /* sentences [first, last)                        */
    uint8_t part;         /* PART_TITLE is the first one, if there is any   */
} passage;                /* a title or a paragraph                         */

/* ---- turns.h: who speaks when in an interview ---- */

enum { TURN_SPEAKERS = 32 }; /* with labels; more are no interview, nor a debate that is printed like one */

typedef struct turn {
    uint32_t label, label_last; /* tokens: who speaks, [label, label_last)                        */
    uint32_t colon;             /* behind it; NONE: there is no label                             */
    uint32_t first, last;       /* what is said [first, last), in one paragraph; never empty      */
    uint8_t speaker;            /* the same for the same label, < TURN_SPEAKERS                   */
    bool asks;                  /* the author's: the interviewer's, or no turn but under a heading */
    bool heading;               /* the latter                                                     */
    bool goes_on;               /* from the turn before                                           */
} turn;

/* ---- quotes.h: what stands between quotation marks ---- */

typedef enum quote_use {
    QUOTE_SPEECH, /* words of a source: a sentence or a part of one                                 */
    QUOTE_TERM,   /* a title, a nickname, a scare quote: words that are mentioned, not said          */
} quote_use;

typedef struct quote {
    span at;         /* marks included; an unclosed one ends where its paragraph's speech does       */
    uint32_t outer;  /* the quotation that it stands in, NONE at the top                             */
    uint32_t before; /* the one that it goes on from (opened again in a new paragraph), or NONE      */
    uint8_t use;     /* quote_use                                                                    */
    bool closed;     /* false: goes on in the next paragraph, or the mark is missing                 */
} quote;

/* ---- voices.h: cues, sources and what is attributed ---- */

typedef enum content_kind { CONTENT_DIRECT, CONTENT_INDIRECT, CONTENT_MIXED } content_kind;

typedef struct content {
    span at;      /* may lie in several sentences */
    uint8_t kind; /* content_kind                 */
} content;

typedef struct attribution {
    uint32_t sentence; /* where its cue stands; without a cue, where its content begins      */
    span cue;          /* "said", "according to"; empty for a quotation that only goes on    */
    span source;       /* "the retired general"; empty where nobody is named                 */
    uint32_t entity;   /* whom the source stands for, or NONE                                */
    const content *content;
    uint32_t n_contents;
    float p; /* that the cue attributes                                                      */
    bool hearsay;   /* to nobody, by its words: "is rumoured to", hearsay.h                  */
    bool firm;      /* the same, as a claim and not as a forecast                            */
    bool calls;     /* somebody something: calling.h                                         */
    bool judges;    /* a headline's: calling.h                                               */
    bool label;     /* a headline says whose words they are: label.h                         */
    bool signature; /* the cue is a dash behind the quotation or post: voices.h, posts.h      */
    uint32_t turn;  /* one more than the turn whose label it is; 0: of none                  */
} attribution;

/* ---- names.h: the persons and bodies of the article ---- */

typedef struct entity {
    str name;     /* the fullest form in the article, or the target's name as given */
    bool person;  /* false: a body, a place, or not known                            */
    char gender;  /* 'f', 'm' or '?'                                                 */
    bool target;  /* from --targets or the record's target column                    */
    bool unnamed; /* by no name: "the board", which is another one in another article */
    uint32_t n_mentions;
} entity;

typedef struct mention {
    span at;
    uint32_t entity; /* NONE: somebody without a name, groups.h */
    uint32_t sentence;
    bool pronoun;
    span called; /* of a pronoun without an entity the words that it goes back to, "the drivers"; empty: none */
} mention;

/* ---- what is decided ---- */

typedef struct verdict {
    uint32_t label; /* labels.h; NONE where nobody has decided */
    float p;        /* NAN without a model or a calibration */
    bool strange;   /* nobody has: the model knows too little of the text (model_familiarity), or it is not English */
} verdict;

#define UNDECIDED ((verdict){.label = NONE, .p = NAN})

typedef struct stance {
    uint32_t mention;
    uint32_t holder;      /* an entity; NONE: the author, or a source without a name  */
    uint32_t attribution; /* through which the holder speaks; NONE: the author         */
    bool said;            /* the mention stands in what that attribution says          */
    verdict is;
    float margin; /* above 0 favor, below 0 against: how strongly                   */
} stance;

typedef struct sentence_read {
    span at;
    uint32_t passage;
    uint32_t first, last; /* tokens [first, last)                                    */
    verdict content;      /* fact, opinion                                           */
    verdict voice;        /* author, source                                          */
    uint32_t attribution; /* the one that the voice speaks through, or NONE          */
} sentence_read;

typedef struct article {
    lexemes *lexemes; /* borrowed; NULL: split.h makes some in the article's memory */
    str text;
    str id;    /* of the record                                            */
    str title; /* of the record, or the title passage's words              */
    verdict genre;
    passage *passage;
    sentence_read *sentence;
    token *token;
    turn *turn;
    quote *quote;
    attribution *attribution;
    entity *entity;
    mention *mention;
    stance *stance;
    uint32_t n_passages, n_sentences, n_tokens, n_turns, n_quotes;
    uint32_t n_attributions, n_entities, n_mentions, n_stances;
    bool targeted; /* targets are given: stances are looked for toward nobody else */
} article;

static inline bool span_empty(span s)
{
    return s.begin >= s.end;
}

static inline bool span_in(span inner, span outer)
{
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

static inline bool spans_meet(span a, span b)
{
    return a.begin < b.end && b.begin < a.end;
}

/* How many bytes two spans share. */
static inline uint32_t spans_common(span a, span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;

    return end > begin ? end - begin : 0;
}

static inline str span_text(const article *a, span s)
{
    return (str){a->text.p + s.begin, s.end - s.begin};
}

/* The first code point of a mark, 0 of a word; the text of a word, empty of a mark. */
static inline uint32_t token_code(const article *a, uint32_t t)
{
    return a->token[t].mark ? utf8_next(a->text, a->token[t].at.begin).code : 0;
}

static inline str token_word(const article *a, uint32_t t)
{
    return a->token[t].mark ? (str){NULL, 0} : span_text(a, a->token[t].at);
}

/* Of things of `size` bytes that begin with their span, in order: the first of [low, high) that begins at byte `at`
 * or later; with `ends` the first that ends behind it, where none lies in another. high without one. */
static inline uint32_t spans_find(const void *list, size_t size, uint32_t low, uint32_t high, bool ends, uint32_t at)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const span *s = (const span *)(const void *)((const char *)list + middle * size);

        if (ends ? s->end <= at : s->begin < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first sentence that ends behind byte `at`; n_sentences without one. */
static inline uint32_t article_sentence_from(const article *a, uint32_t at)
{
    return spans_find(a->sentence, sizeof *a->sentence, 0, a->n_sentences, true, at);
}

/* Who speaks in an attribution: the name, or the source's words; empty where nobody is named. */
static inline str article_speaker(const article *a, const attribution *by)
{
    return by->entity != NONE ? a->entity[by->entity].name : span_text(a, by->source);
}

/* The first token that begins at byte `at` or later; n_tokens without one. */
static inline uint32_t article_token_from(const article *a, uint32_t at)
{
    return spans_find(a->token, sizeof *a->token, 0, a->n_tokens, false, at);
}

/* The first of the tokens [first, last) that ends behind byte `at`; last without one. */
static inline uint32_t article_token_at(const article *a, uint32_t first, uint32_t last, uint32_t at)
{
    return spans_find(a->token, sizeof *a->token, first, last, true, at);
}

/* Of the sentence of token i: its first token, the one behind its last, and the passage that it is of. */
static inline uint32_t article_first(const article *a, uint32_t i)
{
    return a->sentence[a->token[i].sentence].first;
}

static inline uint32_t article_last(const article *a, uint32_t i)
{
    return a->sentence[a->token[i].sentence].last;
}

static inline uint32_t article_passage(const article *a, uint32_t i)
{
    return a->sentence[a->token[i].sentence].passage;
}

/* The first quotation that begins at byte `at` or later; n_quotes without one. */
static inline uint32_t article_quote_from(const article *a, uint32_t at)
{
    return spans_find(a->quote, sizeof *a->quote, 0, a->n_quotes, false, at);
}

/* Whether a span lies in a quotation that begins before it. */
static inline bool article_is_quoted(const article *a, span at)
{
    uint32_t q = article_quote_from(a, at.begin);

    for (q = q ? q - 1 : NONE; q != NONE; q = a->quote[q].outer)
        if (span_in(at, a->quote[q].at))
            return true;
    return false;
}

/* The quotation at the top level that the last one which begins before byte `at` is, or is in; NONE without one. */
static inline uint32_t article_top_quote(const article *a, uint32_t at)
{
    uint32_t q = article_quote_from(a, at);

    for (q = q ? q - 1 : NONE; q != NONE && a->quote[q].outer != NONE;)
        q = a->quote[q].outer;
    return q;
}

/* Whether a token lies in a quotation that is said, its marks included. */
static inline bool article_is_said(const article *a, uint32_t t)
{
    uint32_t q = article_quote_from(a, a->token[t].at.begin + 1);

    for (q = q ? q - 1 : NONE; q != NONE; q = a->quote[q].outer)
        if (a->quote[q].use != QUOTE_TERM && span_in(a->token[t].at, a->quote[q].at))
            return true;
    return false;
}

/* Whether a sentence is a quotation, or within one. */
static inline bool article_all_said(const article *a, uint32_t sentence)
{
    const sentence_read *s = &a->sentence[sentence];

    return s->first < s->last && article_is_said(a, s->first) && article_is_said(a, s->last - 1);
}

/* The number of a sentence's paragraph, from 1 on; 0: it is of the title. */
static inline uint32_t article_paragraph(const article *a, const sentence_read *s)
{
    return s->passage + (a->passage[0].part != PART_TITLE);
}

/* The mark that token i is, of its kind the plainest (lexeme.h); 0 for a word. */
static inline char article_sign(const article *a, uint32_t i)
{
    return a->token[i].word->sign;
}

/* The first mention that begins at byte `at` or later; n_mentions without one. */
static inline uint32_t article_mention_from(const article *a, uint32_t at)
{
    return spans_find(a->mention, sizeof *a->mention, 0, a->n_mentions, false, at);
}

#endif

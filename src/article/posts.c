/* Dashes go in; those that sign a post come out, with what it says. */
#include "article/posts.h"

#include "article/lexicon.h"

enum {
    NAME = 10,   /* tokens between the dash and the bracket */
    LONGEST = 90 /* tokens of a post                        */
};

static bool is_mark(const article *a, uint32_t t, char c)
{
    return t < a->n_tokens && token_code(a, t) == (unsigned char)c;
}

static bool is_number(const article *a, uint32_t t)
{
    return t < a->n_tokens && !a->token[t].mark && a->token[t].word->flags & LEXEME_DIGIT;
}

/* A dash with a blank beside it, and something before it in the body. */
static bool is_dash(const article *a, uint32_t t)
{
    return t > 0 && t + 1 < a->n_tokens && a->token[t].mark && article_sign(a, t) == '-' &&
           (a->token[t - 1].at.end < a->token[t].at.begin || a->token[t].at.end < a->token[t + 1].at.begin) &&
           a->passage[article_passage(a, t - 1)].part != PART_TITLE;
}

/* "Ann Lee (@annlee) May 17, 2020" from token t on: the token behind it, or 0; *bracket: the one behind the
 * name. */
static uint32_t signed_by(const article *a, uint32_t t, uint32_t *bracket)
{
    uint32_t i = t;

    while (i < a->n_tokens && i < t + NAME && a->token[i].sentence == a->token[t].sentence &&
           !is_mark(a, i, '('))
        i++;
    *bracket = i;
    if (i == t || !is_mark(a, i, '(') || !is_mark(a, i + 1, '@') || !is_mark(a, i + 3, ')') ||
        i + 4 >= a->n_tokens || !(a->token[i + 4].word->kinds & LEX_CALENDAR) || !is_number(a, i + 5) ||
        !is_mark(a, i + 6, ',') || !is_number(a, i + 7))
        return 0;
    return i + 8;
}

/* Where the quotation begins, not within another, that token t is in; t where it is in none. */
static uint32_t quotation_begin(const article *a, uint32_t t)
{
    return article_is_said(a, t)
               ? article_token_from(a, a->quote[article_top_quote(a, a->token[t].at.begin + 1)].at.begin)
               : t;
}

/* Where a post begins that is signed at the dash; the last one's signature ended before token `behind_last`.
 */
static uint32_t begin_of(const article *a, uint32_t dash, uint32_t behind_last)
{
    const uint32_t near = dash > LONGEST ? dash - LONGEST : 0, quoted = quotation_begin(a, dash - 1);
    uint32_t first = a->sentence[a->token[dash - 1].sentence].first;

    if (behind_last > near && article_passage(a, behind_last) == article_passage(a, dash - 1))
        return behind_last;
    first = quoted < first ? quoted : first;
    first = first < near ? near : first;
    return first < behind_last ? behind_last : first;
}

bool posts_find(const article *a, arena *memory, attribution **out, uint32_t *n, err *e)
{
    uint32_t behind_last = 0;
    size_t cap = 0;

    *out = NULL;
    *n = 0;
    for (uint32_t dash = 1; dash < a->n_tokens; dash++) {
        uint32_t bracket, end, first;
        content *said;

        if (dash < behind_last || !is_dash(a, dash) || (end = signed_by(a, dash + 1, &bracket)) == 0)
            continue;
        first = begin_of(a, dash, behind_last);
        behind_last = end;
        if (first >= dash)
            continue;
        said = ARENA_NEW(memory, 1, content);
        if (!said || !ARENA_GROW(memory, *out, cap, (size_t)*n + 1))
            return err_memory(e);
        *said = (content){{a->token[first].at.begin, a->token[dash - 1].at.end}, CONTENT_DIRECT};
        (*out)[(*n)++] = (attribution){
            .sentence = a->token[dash].sentence,
            .cue = a->token[dash].at,
            .source = {a->token[dash + 1].at.begin, a->token[bracket - 1].at.end},
            .entity = NONE,
            .content = said,
            .n_contents = 1,
            .p = 1,
            .signature = true,
        };
    }
    return true;
}

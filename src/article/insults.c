/* A pronoun, a form of to be, an article and a word that judges: so somebody is called something. */
#include "article/insults.h"

#include "article/judgement.h"
#include "article/labels.h"

/* Whether token i is the noun of "a thug": behind an article and at most one word more, before a mark. */
static bool is_verdict(const article *a, uint32_t article_at, uint32_t end)
{
    for (uint32_t i = article_at + 1; i < end && i <= article_at + 2 && !a->token[i].mark; i++)
        if (a->token[i].word->judges & (1U << JUDGE_BAD | 1U << JUDGE_GOOD) &&
            (i + 1 == end || a->token[i + 1].mark))
            return true;
    return false;
}

/* "He is a thug," "She's a brave woman.": who says so judges, whatever the other words are like. */
static bool calls_names(const article *a, const sentence_read *s)
{
    for (uint32_t i = s->first; i + 2 < s->last; i++) {
        const lexeme *l = a->token[i].word, *next = a->token[i + 1].word;
        bool joined = l->n_bare < l->text.n; /* "he's" */
        uint32_t behind = i + 2 - joined;

        if (l->pronoun & PRONOUN_SUBJECT && l->pronoun & (PRONOUN_SECOND | PRONOUN_THIRD) &&
            !(l->pronoun & PRONOUN_THING) &&
            (joined || str_among(lexeme_letters(next), (const char *const[]){"are", "is", NULL})) &&
            str_among(lexeme_letters(a->token[behind].word), (const char *const[]){"a", "an", NULL}) &&
            is_verdict(a, behind, s->last))
            return true;
    }
    return false;
}

void insults_settle(article *out)
{
    const verdict opinion = {.label = SAYS_OPINION, .p = 0.9F};

    for (uint32_t i = 0; i < out->n_sentences; i++)
        if (out->sentence[i].content.label == SAYS_FACT && calls_names(out, &out->sentence[i]))
            out->sentence[i].content = opinion;
}

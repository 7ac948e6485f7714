/* Said or mentioned: the tokens of a quotation come in, its use goes out.
 *
 * The questions are few: how many words, written as a title or not, a verb that brings a quotation close to
 * it or not, a sentence of its own or not. They and their numbers were chosen by a small decision tree over
 * two dozen questions on the training part of PolNeAR, where a quotation counts as said when it lies in what
 * an annotator gave to a source by a cue. Of the 6,858 quotations there that are not a small part of some
 * larger content, where it matters, precision and recall are 0.97 and 0.97 for speech and 0.77 and 0.75 for
 * terms (dev part: 0.97, 0.96, 0.68, 0.74). Two words for three gave terms 0.79 and 0.71, four 0.72 and 0.78.
 *
 * It does not know names of works, nor irony. The words in its lists are English. */
#include "article/uses.h"

#include "text/ucd.h"
#include "text/wordlist.h"

enum {
    TERM_WORDS_MAX = 3,  /* of what is mentioned and is no title            */
    TITLE_SMALL_MAX = 3, /* letters of a word that titles write small       */
    CUE_TOKENS_MAX = 6,  /* between a quotation and the verb that brings it */
};

bool uses_spoken(const lexeme *l)
{
    static const char *const short_forms[] = {"don't", "i'm", "it's", "we're", NULL};
    const uint16_t is = lexeme_alone(l);

    return (is & (PRONOUN_FIRST | PRONOUN_SECOND) && !(is & (PRONOUN_OWN | PRONOUN_SELF))) ||
           str_among(lexeme_letters(l), short_forms);
}

/* Verbs that bring a quotation: those of saying, and some that wordlist.h has no use for. */
static bool brings(const article *a, uint32_t i)
{
    static const char *const list[] = {"say",     "saying",  "tell",      "telling",   "called",
                                       "calling", "calls",   "according", "described", "describing",
                                       "posted",  "claimed", NULL};

    return wordlist_find(token_word(a, i)) & LIST_SPEECH || str_among(lexeme_letters(a->token[i].word), list);
}

/* Written as titles are: the first word and all longer ones with a capital, and not the first alone ("He has
 * to go."). */
static bool is_title(const article *a, uint32_t first, uint32_t last)
{
    bool begins = true;
    uint32_t n_small = 0, n_more = 0;

    for (uint32_t i = first + 1; i + 1 < last; i++) {
        str word = token_word(a, i);
        size_t next;
        unsigned shape;

        if (word.n == 0)
            continue;
        shape = UCD_SHAPE(ucd_at(word, 0, &next));
        if (uses_spoken(a->token[i].word) || (shape == SHAPE_LOWER && (begins || word.n > TITLE_SMALL_MAX)))
            return false;
        n_small += shape == SHAPE_LOWER;
        n_more += !begins && shape != SHAPE_LOWER;
        begins = false;
    }
    return !begins && (n_more || !n_small);
}

/* Whether a verb that brings it stands close before the quotation, or behind, in its sentences. */
static bool brought_before(const article *a, uint32_t first)
{
    uint32_t begin = article_first(a, first);

    for (uint32_t n = 0, i = first; n < CUE_TOKENS_MAX && i > begin; n++)
        if (brings(a, --i) && (i == begin || token_code(a, i - 1) != '-')) /* not "so-called" */
            return true;
    return false;
}

static bool brought_behind(const article *a, uint32_t last)
{
    uint32_t end = article_last(a, last - 1);

    for (uint32_t n = 0, i = last; n < CUE_TOKENS_MAX && i < end; n++, i++)
        if (brings(a, i))
            return true;
    return false;
}

/* A sentence of its own, with its stop. */
static bool is_sentence(const article *a, uint32_t first, uint32_t last)
{
    uint32_t stop = last - 2 > first ? token_code(a, last - 2) : 0;

    return first == article_first(a, first) && last == article_last(a, last - 1) &&
           (stop == '.' || stop == '!' || stop == '?');
}

quote_use uses_tell(const article *a, uint32_t first, uint32_t last)
{
    uint32_t n_words = 0;
    bool title;

    for (uint32_t i = first + 1; i + 1 < last && n_words <= TERM_WORDS_MAX; i++)
        n_words += !a->token[i].mark;
    title = a->passage[article_passage(a, first)].part == PART_BODY && is_title(a, first, last);
    if (n_words > TERM_WORDS_MAX && !title)
        return QUOTE_SPEECH;
    if (brought_behind(a, last) || (!title && (brought_before(a, first) || is_sentence(a, first, last))))
        return QUOTE_SPEECH;
    return QUOTE_TERM;
}

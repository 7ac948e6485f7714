/* toward: the window of a stance: a sentence as it looks from one of its mentions.
 *
 *   sentence   its words; the mention is xtarget, others of the same entity are xsame, those of others xother. A
 *              pronoun of which nobody knows whom it means stays as it is.
 *   left       what stands before the mention in its clause, back to the next comma, stop, colon, bracket, dash or
 *              double quotation mark, or to a but, because, while, although or though
 *   right      what stands behind it, up to the next of these
 *   state      tags (texts.h: whole words only): where the mention stands and what it looks like; then of each word of
 *              judgement.h its class, whether the mention is its subject or its object, how far it is and what stands
 *              between; then each two of these that follow each other, as one
 *
 * "Moore was harshly criticized by Mr Hannity, who said he should quit", from Moore:
 *
 *   xtarget was harshly criticized by xother , who said xsame should quit / - / was harshly criticized by xother /
 *   noquote name first nother1 nsame1 otherspeaker prevb ... oobjnra oobjnyn oobjn ... noquote_name name_first ...
 *
 *   frame      a tag of three letters behind "by": who would hold the stance (a the author; c a source, and the mention
 *              is in what it says; s a source, and it is not), what the sentence is (f fact, o opinion), what the
 *              article is (r report, o opinion piece); u where nobody has decided. Then each tag of the state that is
 *              no pair, with this one: bycfr_name. A record of one sentence is no article: alone, alone_name ..., and
 *              its words: aloneZcriticized
 *
 * Those without a name (groups.h) are no slot unless they are the target.
 *
 * Of a sentence of more than TOWARD_TOKENS words those around the mention count.
 *
 *   at        in the sentence
 *   whom      the entity; NONE: nobody else's mention is the same
 *   by        who would hold the stance
 *   false     there is no word in `at`; nothing is written
 *
 * Owns     scratch, in the arena; puts its texts to out.      Threads  one thread a toward.      Errors  ask_end.
 * Cost     O(TOWARD_TOKENS) for a mention.
 */
#ifndef SLANT_ARTICLE_TOWARD_H
#define SLANT_ARTICLE_TOWARD_H

#include "article/ask.h"

enum { TOWARD_TOKENS = 200 };

typedef enum toward_by {
    TOWARD_BY_AUTHOR,
    TOWARD_BY_SOURCE, /* in a sentence of a source's, but not in what it says */
    TOWARD_BY_SAID    /* in what a source says                                */
} toward_by;

typedef struct toward toward;

/* NULL when memory is out. */
toward *toward_new(arena *a);

bool toward_put(toward *t, const article *a, uint32_t sentence, span at, uint32_t whom, toward_by by,
                ask *out);

#endif

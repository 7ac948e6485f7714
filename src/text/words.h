/* words: the words and marks of a text, by the word boundaries of UAX #29 (Unicode 15.0, rules WB1 to WB999).
 *
 *   words w;
 *   word some[64];
 *
 *   words_begin(&w, text);
 *   while ((n = words_next(&w, some, 64)))
 *       for (size_t i = 0; i < n; i++)
 *           ... text.p + some[i].begin ...
 *
 * A segment with a letter, number, ideograph or kana is a word; any other that can be seen is a mark:
 * punctuation, a symbol, an emoji with all its parts, a flag. Segments of white space, controls and ignorable
 * characters are left out. So is ill-formed UTF-8: each maximal ill-formed part is a segment of its own,
 * which ends the word before it. No other departure from the rules. Where they want a dictionary (Thai, Lao,
 * Khmer, Burmese, Han), each character with its marks is a word.
 *
 * Owns     nothing; the text is borrowed.      Threads  one words a thread, no shared state.
 * Errors   none: any bytes are a text.
 * Cost     O(n), no memory; 8 ASCII bytes a step inside a word, otherwise one table row a character.
 * Source   Unicode Standard Annex #29, revision 41. tests/unit/words_test.c: all of WordBreakTest.txt, and
 *          words_next against words_edge on random text.
 */
#ifndef SLANT_TEXT_WORDS_H
#define SLANT_TEXT_WORDS_H

#include "base/str.h"

typedef enum word_kind {
    WORD_WORD, /* has a letter, number, ideograph or kana */
    WORD_MARK, /* punctuation or a symbol                 */
} word_kind;

typedef struct word {
    uint32_t begin, end; /* bytes of the text, half-open; whole characters, well-formed */
    uint8_t kind;        /* word_kind                                                   */
} word;

typedef struct words {
    str text;  /* borrowed                       */
    size_t at; /* the segment that comes next    */
} words;

/* text.n < 4 GiB. */
void words_begin(words *w, str text);

/* Writes the next words and marks, in order, to out[cap], cap > 0. Returns how many; 0 at the end. */
size_t words_next(words *w, word *out, size_t cap);

/* Where the segment that begins at byte `at` < text.n ends, by the rules one character after the other: the
 * plain twin of words_next. `at` is 0 or what words_edge returned. *marks is set to the ucd flags of all its
 * characters, or'ed: UCD_WORD, UCD_VISIBLE; 0 for an ill-formed part. */
size_t words_edge(str text, size_t at, unsigned *marks);

#endif

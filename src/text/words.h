/* words: the words and marks of a text, by the word boundaries of UAX #29 (Unicode 15.0, rules WB1 to WB999).
 *
 *   words w;
 *   word some[64];
 *
 *   words_begin(&w, text, true);
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
 * Cost     O(n), no memory; ASCII 64 bytes a step, otherwise one table row a character.
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
    str text;  /* borrowed                    */
    size_t at; /* the segment that comes next */
    bool marks;
} words;

/* text.n < 4 GiB. Without `marks` they are left out. */
void words_begin(words *w, str text, bool marks);

/* Writes the next words and marks, in order, to out[cap], cap > 0. Returns how many; 0 at the end. */
size_t words_next(words *w, word *out, size_t cap);

/* ---- the same by hand, for who has no time to lose: words_next is made of these two ---- */

enum { WORDS_READABLE = 80 };

/* The words and marks at the front of 64 bytes of text, as bits: byte i is bit i. */
typedef struct words_bits {
    const char *p;   /* those bytes, with WORDS_READABLE that may be read: the text, or a copy of its end    */
    uint64_t begins; /* where words begin, and marks, which are one byte long                               */
    uint64_t in;     /* what is part of a word; a word ends before the next bit that is not                  */
    unsigned n;      /* bytes that this is all there is to say of: to be added to w->at                     */
} words_bits;

/* Whether the next words can be told from bits. At the end of the text, and where the next segment is long or
 * is not of ASCII alone, they cannot: then comes words_step. */
typedef bool words_ahead_fn(const words *w, char copy[WORDS_READABLE], words_bits *out);

/* The ways to do so that this processor has, which all give the same: the plainest for i = 0, NULL behind the
 * last; and the fastest of them. */
words_ahead_fn *words_ahead_way(unsigned i);
words_ahead_fn *words_ahead_best(void);

/* Passes the next segment by the rules, one character after the other; w->at < w->text.n. Whether it is a
 * word or a mark that is wanted, which is then *out. */
bool words_step(words *w, word *out);

/* Where the segment that begins at byte `at` < text.n ends, by the rules one character after the other: the
 * plain twin of words_next. `at` is 0 or what words_edge returned. *marks is set to the ucd flags of all its
 * characters, or'ed: UCD_WORD, UCD_VISIBLE; 0 for an ill-formed part. */
size_t words_edge(str text, size_t at, unsigned *marks);

#endif

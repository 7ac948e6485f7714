/* norm: one spelling for all the ways to write a word: "Straße", "STRASSE" and "Stras\u00ADse" become
 * "strasse".
 *
 *   no flag               NFKC_Casefold (Unicode 15.0): compatibility forms and full case folding, composed,
 *                         without default ignorables (soft hyphen, joiners, variation selectors)
 *   NORM_KEEP_CASE        NFKC without default ignorables
 *   NORM_FOLD_DIGITS      then every decimal digit (Nd), of any script, becomes '0'
 *   NORM_KEEP_IGNORABLES  leaves default ignorables; for the test against NormalizationTest.txt
 *
 * Spellings that are canonically equivalent give the same result, and a result is its own normal form. A word
 * of ignorables alone becomes empty. A mark may hold a blank afterwards: U+00B4 is by NFKC " \u0301".
 *
 * Bounds   raw is cut to NORM_RAW_MAX bytes. No byte of UTF-8 becomes more than 11 (U+FDFA: 3 bytes, 33), so
 *          that NORM_OUT_MAX bytes hold any result. Measured over all code points, decomposed in full;
 *          composing makes nothing longer; tests/unit/norm_test.c repeats it.
 * Owns     nothing; the result lies in out.      Threads  pure.
 * Errors   none. raw is well-formed, as every word of words.h is; what is not gives an empty result. With
 *          cap < NORM_OUT_MAX a long result is cut at a character.
 * Cost     ASCII: a pass over the bytes. Others about 20 ns a byte, two passes of utf8proc: meant to be paid
 *          once per distinct word.
 * Source   Unicode Standard, chapter 3.13, D146 (toNFKC_Casefold(NFD(X))); UAX #15. libutf8proc does the
 *          work; the test compares it with NormalizationTest.txt and DerivedNormalizationProps.txt.
 */
#ifndef SLANT_TEXT_NORM_H
#define SLANT_TEXT_NORM_H

#include "base/str.h"

enum { NORM_RAW_MAX = 256, NORM_OUT_MAX = 11 * NORM_RAW_MAX };

enum { NORM_KEEP_CASE = 1, NORM_FOLD_DIGITS = 2, NORM_KEEP_IGNORABLES = 4 };

/* The first NORM_RAW_MAX bytes of a word, or up to three fewer so that no character is cut. */
str norm_cut(str raw);

/* Whether a word is ASCII alone; then so is its normal form, of the same length. */
bool norm_is_ascii(str s);

/* raw in the spelling that the flags ask for, written to out[cap]. raw and out do not overlap. */
str norm_word(str raw, unsigned flags, char *out, size_t cap);

/* raw without the marks on its letters, "José" Jose, to out[cap]; letters that have no such parts, as in "Łódź", stay. */
str norm_unmarked(str raw, char *out, size_t cap);

/* The pattern of a word: of its NFKC form, case kept, each capital is X, each other letter x, each decimal
 * digit d, combining marks are left out and anything else is itself; what comes more than twice in a row is
 * written twice. "Obama" Xxx, "NATO" XX, "iPhone" xXxx, "1,984.50" d,dd.dd, "U.S" X.X, "don't" xx'x. */
str norm_shape(str raw, char *out, size_t cap);

/* How many columns of a terminal a character takes: 0, 1 or 2. */
unsigned norm_columns(uint32_t code);

#endif

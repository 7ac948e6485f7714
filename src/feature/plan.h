/* plan: which features a text has. Training and scoring of one model share one plan; models with equal
 * plans share the work of making features.
 *
 * Blocks (each with a norm of its own):
 *   word   n-grams of neighbouring normalised words, word_min <= n <= word_max; with `edges`, where the text begins
 *          and where it ends are neighbours too
 *   char   n-grams of code points inside one normalised word with a blank on either side,
 *          char_min <= n <= char_max
 *   shape  one feature a word: its pattern of capitals, small letters, digits and marks ("Xx", "dd.d")
 *   vector one feature a word: that it has a word vector (learn/word_vectors.h)
 *
 * Owns     nothing, plain values; compare field by field with plan_equal.
 */
#ifndef SLANT_FEATURE_PLAN_H
#define SLANT_FEATURE_PLAN_H

#include "base/err.h"
#include "base/str.h"

enum { BLOCK_WORD, BLOCK_CHAR, BLOCK_SHAPE, BLOCK_VECTOR, N_BLOCKS };
enum { WORD_NGRAM_MAX = 5, CHAR_NGRAM_MAX = 8 };

typedef struct plan {
    uint8_t word_min, word_max; /* 0, 0: no word block                              */
    uint8_t char_min, char_max; /* 0, 0: no character block                         */
    uint8_t shape : 1;          /* the shape block                                  */
    uint8_t vector : 1;         /* the vector block                                 */
    uint8_t edges : 1;          /* n-grams of two words and more know where a text begins, ends */
    uint8_t unused : 5;         /* 0                                                */
    uint8_t punct;              /* 1: a mark is a word too, for the word block      */
    uint8_t keep_case;          /* 1: "May" and "may" stay two words                */
    uint8_t fold_numbers;       /* 1: every digit becomes 0: "1984" -> "0000"       */
} plan;

#define PLAN_DEFAULT ((plan){.word_min = 1, .word_max = 2, .char_min = 2, .char_max = 5})

/* Of a text of tags only whole words count, as they are written. */
#define PLAN_TAGS ((plan){.word_min = 1, .word_max = 1, .keep_case = 1})

bool plan_equal(const plan *a, const plan *b);

/* Whether the plan's numbers are within the limits above, min <= max, at least one block is there, and what edges need.
 * What train and the model loader both ask before a plan is used. */
bool plan_check(const plan *p, err *e);

/* Whether the plan has that block. */
bool plan_has(const plan *p, unsigned block);

/* The first that it has: what tells best whether a text is known. */
unsigned plan_first(const plan *p);

/* "word", "char", "shape", "vector". */
const char *block_name(unsigned block);

#endif

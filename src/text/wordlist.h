/* wordlist: what English words say about the full stop, or the sentence, beside them. Our own list, made by
 * hand for news; sentences.c says what follows from each kind.
 *
 * Owns     nothing, a constant table.      Threads  pure.
 * Errors   none: a word that is not in it has kind 0.
 * Cost     a binary search over some 500 words.
 */
#ifndef SLANT_TEXT_WORDLIST_H
#define SLANT_TEXT_WORDLIST_H

#include "base/str.h"

enum {
    LIST_TITLE = 1 << 0,    /* abbreviation that a name follows: Mr. Gen. Sen.                      */
    LIST_INSIDE = 1 << 1,   /* abbreviation that never ends a sentence: e.g. vs. approx.            */
    LIST_NUMBER = 1 << 2,   /* abbreviation only before a number: No. Sept. p.                      */
    LIST_NAME = 1 << 3,     /* abbreviation that is part of a name, or ends one: Inc. Calif. Jr. St. */
    LIST_TIME = 1 << 4,     /* a.m. p.m.                                                            */
    LIST_CALENDAR = 1 << 5, /* day, month or time zone: may follow a time of day                    */
    LIST_OPENER = 1 << 6,   /* function word: with a capital, it begins a sentence                  */
    LIST_SPEECH = 1 << 7,   /* verb of saying, third person: said, asks                             */
    LIST_LETTERED = 1 << 8, /* a single letter after it is its number: plan B, vitamin C            */
    LIST_PARTICLE = 1 << 9, /* small word inside a person's name: van, bin                          */
    LIST_BANG = 1 << 10,    /* a name that ends in "!": Yahoo!                                      */
    LIST_CAPITAL = 1 << 11, /* only when written with a capital: Ill. Miss. Rep.                    */
};

/* The kinds of a word, without its full stop ("Mr", "e.g"), whatever the case of its letters; 0 when it is
 * not in the list, or only with a capital that it does not have. */
unsigned wordlist_find(str word);

/* The i-th word of the list and its kinds, in bytewise order; an empty string behind the last. For tests. */
str wordlist_at(size_t i, unsigned *kinds);

#endif

/* sentences: where sentences begin and end, by UAX #29 (Unicode 15.0) improved for news, or by UAX #29 alone.
 *
 *   sentences s;
 *   sentence one;
 *
 *   sentences_begin(&s, text, 0);
 *   while (sentences_next(&s, &one))
 *       ... text.p + one.begin, one.end - one.begin bytes ...
 *
 * Every character that is not white space is in exactly one sentence.
 *
 * With SENTENCES_UAX29, rules SB1 to SB998 as they are. Without it, in these points otherwise:
 *   1 a line end is a space, but a blank line ends the sentence, as U+2029 does (SB4 ends at every line);
 *     SENTENCES_LINES makes every line end one
 *   2 a full stop after an abbreviation: a title (Gen.), or e.g. or vs., never ends one; No. or Sept. not
 *     before a number; Inc. or Calif., an acronym (U.S.) and an initial (J.) only before a function word with
 *     a capital (The, He, In ...) without a dash between; a.m. and p.m. not before a day, month or time zone
 *   3 "1." or "A." alone, at the beginning, is a list's number and belongs to what follows
 *   4 after a full stop, a number or a symbol begins a sentence even if a small letter comes later (SB8 looks
 *     past them); so does a word like iPhone, and a dash before a capital (SB8a)
 *   5 ! and ? end none before a small letter (as SB8 has it for full stops); nor, in a quotation, before a
 *     name and a verb of saying ("Why?" Smith asked); nor the ! of a name like Yahoo!
 *   6 an ellipsis, also U+2026 and ". . .", ends one before a capital, unless the word before comes again
 *     ("I ... I don't") or it begins a quotation or stands alone in brackets
 *   7 after a stop, closing quotes and brackets go with the sentence, further stops too; an opening bracket
 *     does not, nor an initial quote that a letter follows (both are Close to SB9)
 *   8 without a space: a full stop or ellipsis ends none (example.com, U.S, 3.5), unless a quotation is
 *     closed and a capital follows; ! and ? end one before a capital or a letter without case. Stops that
 *     mean nothing else (U+3002, U+0964 ...) end one as SB11 says, with a space or without
 * Words are looked up in wordlist.h, which is English. Known misses: "left.The" without a space; "Inc. Apple
 * said"; a sentence that begins with a small letter.
 *
 * Owns     nothing; the text is borrowed.      Threads  one sentences a thread, no shared state.
 * Errors   none: any bytes are a text; an ill-formed part is a character like others.
 * Cost     O(n), no memory: a stop looks at a bounded number of characters, and at the run of white space and
 *          stops behind it, which is crossed a fixed number of times.
 * Source   Unicode Standard Annex #29, revision 41. tests/unit/sentences_test.c: all of SentenceBreakTest.txt
 *          for SENTENCES_UAX29, our own snippets for news.
 */
#ifndef SLANT_TEXT_SENTENCES_H
#define SLANT_TEXT_SENTENCES_H

#include "base/str.h"

enum { SENTENCES_UAX29 = 1, SENTENCES_LINES = 2 };

typedef struct sentence {
    uint32_t begin, end; /* bytes of the text, half-open, without white space on either side; never empty */
} sentence;

typedef struct sentences {
    str text;       /* borrowed                         */
    size_t at;      /* where the next one is looked for */
    unsigned flags; /* SENTENCES_...                    */
} sentences;

/* text.n < 4 GiB. flags: 0 for news, or those above. */
void sentences_begin(sentences *s, str text, unsigned flags);

/* The next sentence; false when there is none. */
bool sentences_next(sentences *s, sentence *out);

/* Where UAX #29 puts the boundary after `at` < text.n, which is one itself (0, or returned from here). */
size_t sentences_edge(str text, size_t at);

#endif

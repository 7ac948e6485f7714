/* marks: the quotation marks of a passage, and what each may do by its form and by what stands beside it.
 *
 *   family    of marks that close one another: "this” and „that“ do, since writers mix them
 *   form      “ opens and ” closes wherever they stand, unless the other is the only way; " says nothing
 *   opens     blank, bracket or dash before it and a word behind: it may open
 *   closes    a word or stop before it and a blank or punctuation behind: it may close
 *   weak      it may as well be none: a mark inside a word (the"best), a plural's apostrophe (dogs'), inches
 *
 * An apostrophe (don't, '90s, 'em, rock 'n' roll) and the inches of 5'10" are no marks and left out. `` '' ‘‘ ’’
 * count as one double mark; so does "" beside a word, where two straight quotations begin or end (count 2).
 *
 * Owns     nothing: *found, of which *cap are taken, is in the arena; from an earlier call, or NULL and 0.
 * Errors   false: memory is out.      Cost     O(tokens of the passage).
 */
#ifndef SLANT_ARTICLE_MARKS_H
#define SLANT_ARTICLE_MARKS_H

#include "article/article.h"

enum { MARK_DOUBLE, MARK_SINGLE, MARK_ANGLE, MARK_ANGLE_SINGLE, MARK_CORNER, MARK_CORNER_DOUBLE, N_MARKS };

enum { FORM_STRAIGHT, FORM_OPEN, FORM_CLOSE };

typedef struct mark {
    span at;
    uint32_t token, end; /* the tokens of `at`: [token, end)                          */
    uint32_t next;       /* the next mark of the family in the passage, or NONE       */
    uint32_t firm;       /* the next one that is not weak, or NONE                    */
    uint8_t family;      /* MARK_...                                                  */
    uint8_t form;        /* FORM_...                                                  */
    uint8_t count;       /* marks in one: 2 for ""                                    */
    bool opens, closes;
    bool weak;
} mark;

bool marks_find(const article *a, const passage *in, mark **found, size_t *cap, uint32_t *n, arena *memory);

/* The families of the marks that a passage begins with, at most `most`; returns how many. */
uint32_t marks_lead(const article *a, const passage *in, uint8_t *family, uint32_t most);

/* Whether a text begins with a double mark, which an apostrophe never is. */
bool marks_quoted(str text);

/* Whether the mark is a closing one, as far as can be seen without the marks before it. */
static inline bool mark_closing(const mark *m)
{
    return m->form == FORM_CLOSE ? m->closes || !m->opens : m->closes && (m->form == FORM_STRAIGHT || !m->opens);
}

#endif

/* texts: a record may have several texts, say a title and a body, each with features of its own. On the road
 * they travel as one str with TEXT_BREAK between two, ASCII's unit separator; one inside a text has become a blank.
 */
#ifndef SLANT_BASE_TEXTS_H
#define SLANT_BASE_TEXTS_H

#define TEXT_BREAK '\x1f'

enum { TEXTS_MAX = 16 };

#endif

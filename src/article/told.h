/* told: to whom something is said, where that stands right behind the cue: "told the Fenwick Courier it was over". It
 * is no part of what is said. Rules, because without "that" the models take the one for the beginning of the other.
 *
 * told_end     the token behind those who are told; the cue's end where nobody is, where the cue has no form of "to
 *              tell" or is passive ("was told he must go"), and where they cannot be told from what is said: "told
 *              reporters", "told the truth", and what somebody is told to do, which the annotators have with its
 *              object: "told the crowd to go"
 * told_begins  whether what is said may begin with token i, behind them, without "that": with its subject
 *
 * Known misses: two names beside each other whose second begins with no given name: "told the Courier Lowe had gone".
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     a look at fifteen words.
 */
#ifndef SLANT_ARTICLE_TOLD_H
#define SLANT_ARTICLE_TOLD_H

#include "article/cues.h"

uint32_t told_end(const site *s);
bool told_begins(const facets *f, uint32_t i);

#endif

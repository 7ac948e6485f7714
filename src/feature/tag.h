/* tag: H(w) of feature.h for the words of a plan of tags (PLAN_TAGS): a polynomial over the word's bytes. Tags are put
 * together of pieces (article/tags.h), and so is then their hash.
 *
 * Threads  pure.      Cost     one multiplication, behind those of hash_roll.
 */
#ifndef SLANT_FEATURE_TAG_H
#define SLANT_FEATURE_TAG_H

#include "base/hash.h"

/* What the roll of a tag begins with. */
#define FEATURE_SEED_TAG UINT64_C(0x3f91c6e58d2ab417)

/* H(w), of hash_roll over all of its bytes. */
static inline uint64_t feature_tag(uint64_t roll)
{
    uint64_t h = hash_mix(roll);

    return h + (h == 0); /* scoring keeps 0 for a word that is dropped */
}

#endif

/* A slot is claimed by changing its tag from 0 to 1, filled, and opened by writing the tag. */
#include "score/store.h"

#include "base/slab.h"

static size_t size_of(const store *s)
{
    return ((size_t)1 << s->bits) * s->stride;
}

bool store_init(store *s, uint32_t stride, uint32_t bits, err *e)
{
    *s = (store){.bits = bits, .stride = stride, .shift = 64 - bits};
    s->slot = slab_new(size_of(s));
    return s->slot || err_memory(e);
}

void store_free(store *s)
{
    slab_free(s->slot, size_of(s));
    *s = (store){0};
}

const void *store_add(const store *s, stored *home, uint64_t tag, const void *value, size_t size)
{
    unsigned char *at = (unsigned char *)home;

    for (unsigned step = 0; step < STORE_STEPS && tag > 1; step++, at += s->stride) {
        stored *one = (stored *)(void *)at;
        uint64_t empty = 0;

        if (!atomic_compare_exchange_strong_explicit(&one->tag, &empty, 1, memory_order_acquire,
                                                     memory_order_relaxed))
            continue;
        memcpy(one->value, value, size);
        atomic_store_explicit(&one->tag, tag, memory_order_release);
        return one->value;
    }
    return NULL;
}

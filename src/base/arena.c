/* A list of malloc'd blocks, bumped from the newest. Under AddressSanitizer what is not taken is poisoned,
 * so that a pointer kept over a reset is caught by the tests instead of reading the next record's bytes. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#endif
#ifdef POISONED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, BLOCK = 64 * 1024, KEEP = 1024 * 1024 };

struct arena_block {
    arena_block *older;
    size_t cap; /* bytes behind the header */
    bool fresh; /* it was never reset: what was not taken is zero, and nothing may have touched it */
    alignas(ALIGN) unsigned char at[];
};

void *arena_take(arena *a, size_t n, size_t size)
{
    size_t need;

    if (size && n > (SIZE_MAX / 4) / size)
        return NULL;
    need = (n * size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (need == 0)
        need = ALIGN;

    if (!a->head || need > a->head->cap - a->used) {
        /* Blocks double, so that a record of any size costs few mallocs. */
        size_t cap = a->head ? a->head->cap * 2 : BLOCK;
        arena_block *b;

        if (cap > (size_t)64 << 20)
            cap = (size_t)64 << 20;
        if (cap < need)
            cap = need;
        /* From calloc, so that what is asked for in case, and never used, costs nothing. */
        b = calloc(1, sizeof *b + cap);
        if (!b)
            return NULL;
        b->older = a->head;
        b->cap = cap;
        b->fresh = true;
        ASAN_POISON_MEMORY_REGION(b->at, cap);
        a->head = b;
        a->used = 0;
    }

    void *p = a->head->at + a->used;

    a->used += need;
    ASAN_UNPOISON_MEMORY_REGION(p, need);
    return a->head->fresh ? p : memset(p, 0, need);
}

bool arena_grow(arena *a, void *array, size_t *cap, size_t need, size_t size)
{
    size_t wanted = *cap < 8 ? 16 : *cap * 2;
    void *old, *more;

    if (wanted < need)
        wanted = need;
    more = arena_take(a, wanted, size);
    if (!more)
        return false;
    memcpy(&old, array, sizeof old); /* `array` is the address of a pointer of any type */
    if (*cap)
        memcpy(more, old, *cap * size);
    memcpy(array, &more, sizeof more);
    *cap = wanted;
    return true;
}

str arena_copy(arena *a, str s)
{
    char *p = arena_take(a, s.n + 1, 1);

    if (!p)
        return (str){0};
    if (s.n)
        memcpy(p, s.p, s.n);
    return (str){p, s.n};
}

void arena_reset(arena *a)
{
    size_t keep = a->keep ? a->keep : KEEP;

    /* The newest block is the largest; the older ones were steps on the way to it. */
    if (a->head) {
        for (arena_block *b = a->head->older, *older; b; b = older) {
            older = b->older;
            free(b);
        }
        a->head->older = NULL;
        if (a->head->cap > keep && a->head->cap > BLOCK) {
            free(a->head);
            a->head = NULL;
        } else {
            a->head->fresh = false;
            ASAN_POISON_MEMORY_REGION(a->head->at, a->head->cap);
        }
    }
    a->used = 0;
}

void arena_free(arena *a)
{
    for (arena_block *b = a->head, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    *a = (arena){.keep = a->keep};
}

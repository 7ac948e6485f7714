/* Groups of four slots, replaced by age. A set-associative cache as processors have them, with the record's
 * number for a clock: exact counts need only that the words of the present record stay. */
#include "score/wordmemo.h"

#include "base/slab.h"

enum { LINE = 64 };

#define ONE_RECORD (UINT64_C(1) << 32)

/* Where a slot's sums begin: behind the hashes. */
static uint32_t sums_at(uint32_t n_plans)
{
    return (uint32_t)(sizeof(remembered) + n_plans * sizeof(uint64_t));
}

uint32_t wordmemo_value(uint32_t n_plans, uint32_t n_sums)
{
    return (uint32_t)(n_plans * sizeof(uint64_t) + n_sums * sizeof(float));
}

uint32_t wordmemo_stride(uint32_t n_plans, uint32_t n_sums)
{
    size_t size = sizeof(remembered) + wordmemo_value(n_plans, n_sums);

    /* One line, or as few lines as any other beginning would touch. */
    return (uint32_t)(size <= LINE ? LINE : (size + 31) / 32 * 32);
}

bool wordmemo_init(wordmemo *m, uint32_t n_plans, uint32_t n_sums, uint32_t bits, uint32_t bits_max,
                   uint64_t seed, err *e)
{
    *m = (wordmemo){.bits = bits < bits_max ? bits : bits_max,
                    .bits_max = bits_max,
                    .stride = wordmemo_stride(n_plans, n_sums),
                    .sums_at = sums_at(n_plans),
                    .record = ONE_RECORD,
                    .seed = {hash_mix(seed), hash_mix(seed ^ HASH_K1)}};
    m->shift = 64 - m->bits;
    m->slot = slab_new((size_t)m->stride << m->bits);
    return m->slot || err_memory(e);
}

void wordmemo_free(wordmemo *m)
{
    slab_free(m->slot, (size_t)m->stride << m->bits);
    *m = (wordmemo){0};
}

void wordmemo_clear(wordmemo *m)
{
    memset(m->slot, 0, (size_t)m->stride << m->bits);
    m->n = 0;
    m->gone = 0;
    m->record = ONE_RECORD;
}

void wordmemo_record(wordmemo *m)
{
    m->record += ONE_RECORD;
    /* After 2^32 records the numbers come round: no word may look as if it were of this one. */
    if (m->record == 0)
        wordmemo_clear(m);
}

uint64_t wordmemo_long_key(const wordmemo *m, str word)
{
    return hash_mix(hash_str(word, m->seed[0]) ^ m->seed[1]) | 1;
}

/* The slot of its group whose word was met longest ago; an empty one first of all. */
static remembered *oldest(const wordmemo *m, uint64_t key)
{
    size_t home = wordmemo_home(m, key);
    remembered *found = wordmemo_at(m, home);

    for (unsigned way = 1; way < WORDMEMO_WAYS; way++) {
        remembered *at = wordmemo_at(m, home ^ way);

        if (at->met < found->met)
            found = at;
    }
    return found;
}

remembered *wordmemo_place(wordmemo *m, uint64_t key)
{
    remembered *at = oldest(m, key);

    if (at->met >= m->record)
        return NULL;
    if (at->met)
        m->gone++;
    else
        m->n++;
    at->key = key;
    at->met = m->record | 1;
    return at;
}

remembered *wordmemo_to_front(wordmemo *m, remembered *at)
{
    unsigned char *front = m->slot + wordmemo_home(m, at->key) * m->stride, *back = (unsigned char *)at;

    if (front == back || at->met >= m->record || ((remembered *)(void *)front)->met >= m->record)
        return at;
    for (uint32_t i = 0; i < m->stride; i += 32) {
        unsigned char some[32];

        memcpy(some, front + i, 32);
        memcpy(front + i, back + i, 32);
        memcpy(back + i, some, 32);
    }
    return (remembered *)(void *)front;
}

bool wordmemo_grow(wordmemo *m, uint32_t bits)
{
    wordmemo larger = *m;

    larger.bits = bits < m->bits_max ? bits : m->bits_max;
    if (larger.bits <= m->bits)
        return false;
    larger.shift = 64 - larger.bits;
    larger.slot = slab_new((size_t)m->stride << larger.bits);
    larger.gone = 0;
    if (!larger.slot)
        return false;
    for (size_t i = 0; i < (size_t)1 << m->bits; i++) {
        const remembered *from = wordmemo_at(m, i);

        /* The four words of a group go to several groups: there is room. */
        if (from->met)
            memcpy(oldest(&larger, from->key), from, m->stride);
    }
    slab_free(m->slot, (size_t)m->stride << m->bits);
    *m = larger;
    return true;
}

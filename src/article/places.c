/* A count is kept at every STEP-th byte, and at each where parts of the text are ill-formed. */
#include "article/places.h"

#include "base/utf8.h"

enum { STEP = 256 };

static uint32_t points(str text, size_t begin, size_t end)
{
    uint32_t n = 0;

    for (size_t i = begin; i < end; i++)
        n += !utf8_inside(text, i);
    return n;
}

bool places_of(str text, arena *a, places *out, err *e)
{
    places p = {.text = text, .step = utf8_bad(text) < text.n ? 1 : STEP};
    uint32_t n = 0;

    p.before = ARENA_NEW(a, text.n / p.step + 1, uint32_t);
    if (!p.before)
        return err_memory(e);
    for (size_t i = 1; p.step == STEP && i <= text.n / STEP; i++)
        p.before[i] = p.before[i - 1] + points(text, (i - 1) * STEP, i * STEP);
    for (size_t i = 0, next; p.step == 1 && i < text.n; i = next)
        for (next = i + utf8_next(text, i).n, n++; i < next; i++)
            p.before[i + 1] = n;
    *out = p;
    return true;
}

uint32_t places_at(const places *p, uint32_t at)
{
    size_t k = p ? at / p->step : 0;

    return p ? p->before[k] + points(p->text, k * p->step, at) : at;
}

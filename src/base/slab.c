/* Memory straight from the system, which gives it zeroed, at a place chosen with the processor in mind. */
#include "base/slab.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 2 << 20 };

static size_t whole_pages(size_t size)
{
    size_t unit = size >= LARGE_PAGE ? LARGE_PAGE : 4096;

    return (size + unit - 1) / unit * unit;
}

void *slab_new(size_t size)
{
    bool large = size >= LARGE_PAGE;
    size_t whole = whole_pages(size), before;
    char *p;

    if (size > SIZE_MAX / 2)
        return NULL;
    p = mmap(NULL, whole + (large ? LARGE_PAGE : 0), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
             0);
    if (p == MAP_FAILED)
        return NULL;
    if (!large)
        return p;
    /* Cut to where a large page may begin. */
    before = (LARGE_PAGE - (uintptr_t)p % LARGE_PAGE) % LARGE_PAGE;
    if (before)
        (void)munmap(p, before);
    if (before < LARGE_PAGE)
        (void)munmap(p + before + whole, LARGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    (void)madvise(p + before, whole, MADV_HUGEPAGE); /* advice: without it all is slower and still right */
#endif
    return p + before;
}

void slab_free(void *p, size_t size)
{
    if (p)
        (void)munmap(p, whole_pages(size));
}

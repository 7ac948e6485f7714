#define _GNU_SOURCE /* getentropy is glibc's */
#include "base/secret.h"

#include <time.h>
#include <unistd.h>

#include "base/hash.h"

uint64_t secret(void)
{
    struct timespec now = {0};
    uint64_t random = 0;

    if (getentropy(&random, sizeof random) == 0)
        return random;
    clock_gettime(CLOCK_REALTIME, &now);
    return hash_mix((uint64_t)now.tv_nsec ^ (uint64_t)getpid() << 32);
}

/* secret: a number that nobody who writes texts can know, for maps of words that must not be crowded. Results never
 * depend on it.
 *
 * Owns     nothing.      Threads  any.
 * Errors   none: where the system has no randomness to give, the time and the process stand in.
 */
#ifndef SLANT_BASE_SECRET_H
#define SLANT_BASE_SECRET_H

#include <stdint.h>

uint64_t secret(void);

#endif

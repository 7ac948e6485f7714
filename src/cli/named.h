/* named: NAME=NUMBER,NAME=NUMBER as the value of an option, where names are labels. The last "=" divides: a label may
 * hold one itself.
 *
 *   out [K]  written where a label is named; the others stay as they are
 *
 * Owns     nothing.      Errors   ERR_USAGE, one line, with what is not so.
 */
#ifndef SLANT_CLI_NAMED_H
#define SLANT_CLI_NAMED_H

#include "base/err.h"
#include "base/str.h"

typedef struct named {
    const char *command, *word; /* "train", "class-weight": for messages        */
    const char *form;           /* "NAME=WEIGHT (or: balanced)"                 */
    const char *nobody;         /* "no record has": the label that was named    */
    double max;                 /* a number is above 0 and at most this         */
} named;

bool named_numbers(const named *how, str value, const str *label, uint32_t K, double *out, err *e);

#endif

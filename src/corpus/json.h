/* json: one line -> the members of its object. The only file that knows simdjson.
 *
 * The line must be one JSON object (RFC 8259), all of it: values that nobody asked for are checked too, so
 * that a line is good or bad whatever is wanted of it. Strings come out as written; json_unescape turns one
 * into text, and alone sees what is wrong inside a top-level string (a bad escape, a lone surrogate).
 *
 * Owns     a json owns the array of members, until the next call; their strings point into the line.
 * Threads  one at a time.
 * Errors   json_fault: a reason and a byte of what was looked at; `memory` where it was out.
 * Cost     simdjson finds the structure (some 5 GB/s); a step for each bracket, colon, comma and value.
 *          Scratch above 4 MiB is given back, so that one giant line does not stay.
 */
#ifndef SLANT_CORPUS_JSON_H
#define SLANT_CORPUS_JSON_H

#include "base/str.h"

/* Objects and arrays in one another, the outermost one counted. */
#define JSON_DEPTH 128

typedef enum json_kind { JSON_STRING, JSON_NUMBER, JSON_BOOL, JSON_NULL, JSON_ARRAY, JSON_OBJECT } json_kind;

typedef struct json_member {
    str key;   /* between its quotes, escapes as written           */
    str value; /* as written, a string with its quotes and escapes */
    json_kind kind;
    bool key_escaped; /* the key holds a backslash      */
    bool escaped;     /* it is a string that holds one  */
} json_member;

typedef struct json_fault {
    const char *why; /* static; lower case, no full stop */
    size_t at;
    bool memory; /* it was out: the bytes need not be at fault */
} json_fault; /* written where a call fails */

typedef struct json json;

#ifdef __cplusplus
extern "C" {
#endif

json *json_new(void);
void json_free(json *j);

/* All members in order, a repeated key as often as it stands there. */
bool json_members(json *j, str line, const json_member **member, size_t *n, json_fault *fault);

/* The items of an array, such as a member's value, without keys; as json_members in all else. */
bool json_items(json *j, str array, const json_member **item, size_t *n, json_fault *fault);

/* The text of a string whose inside is `raw`, a member's key or the inside of its value; out[raw.n] takes it
 * and may be NULL to check only. fault->at counts from raw.p. */
bool json_unescape(str raw, char *out, size_t *n, json_fault *fault);

/* A decimal number, "12", "0.5", "1e3": correctly rounded, no locale. False for anything else, and for what
 * no double can hold. For cells of tables as well. */
bool json_number(str s, double *out);

#ifdef __cplusplus
}
#endif

#endif

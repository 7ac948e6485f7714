/* json: an article as one line of JSON, what `slant annotate --to jsonl` writes (and `slant eval` reads).
 *
 *   {"id":..,"title":..,"genre":{"label":"report","p":0.97},
 *    "sentences":[{"begin":0,"end":118,"part":"title","content":{"label":"opinion","p":0.91},
 *      "cell":"quoted opinion",
 *      "voice":{"label":"source","p":0.99,"source":{"text":..,"begin":67,"end":86,"name":"Barry Jones"},
 *               "cue":{"text":"said","begin":87,"end":91},"quotes":[{"kind":"direct","begin":0,"end":63}]},
 *      "also":[{"source":..,"cue":..,"quotes":..}],
 *      "stances":[{"holder":"Barry Jones","target":"Ivan Petrov","label":"against","p":0.88,"begin":1,"end":3}]}],
 *    "ledger":[{"holder":"Barry Jones","target":"Ivan Petrov","favor":0,"against":3,"none":1}]}
 *
 * "part" only for the title; "also" holds further attributions of a sentence, and those in an author's; "stances"
 * only where there are any. What nobody has decided is left out; where the models know too little of the words, or
 * they are another language's, content, voice and genre are {"label":"unsure","flag":"too few known words"}, and
 * "cell" is "unsure". "name" is null where the article gives none. Offsets are bytes into the text, half-open, or
 * with `places` code points. What is not UTF-8 becomes U+FFFD.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_ARTICLE_JSON_H
#define SLANT_ARTICLE_JSON_H

#include "article/article.h"
#include "article/ledger.h"
#include "article/places.h"
#include "base/buf.h"

typedef struct article_json_form {
    const places *places;  /* of the text, for offsets in code points; NULL: bytes */
    const ledger_row *row; /* [n_rows] the ledger                                  */
    uint32_t n_rows;
} article_json_form;

/* The members from "title" on, each with a comma before it; the caller writes what comes before, and the braces. */
void article_json(const article *a, const article_json_form *form, buf *out);

#endif

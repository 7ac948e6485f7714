/* mistakes: the wrong answers that a model was surest of, and why it gave them.
 *
 *     mistakes m = {0};
 *     mistakes_offer(&m, &found);              // each wrong answer; the MISTAKES surest ones stay
 *     mistakes_explain(&m, &task, seed, e);    // once, at the end
 *     mistakes_free(&m);
 *
 * Surest first, of equals the one that was offered first. What is explained is the label given. A kernel machine, of
 * which there is no exact explanation by n-grams, and a model without names leave `explained` false.
 *
 * Owns     copies of the strings of what stays; the names of the model's features from mistakes_explain on.
 * Threads  one at a time.      Errors   memory; ERR_MODEL for damaged names.
 * Cost     an offer: O(MISTAKES), and a copy of the text if it stays.
 */
#ifndef SLANT_CLI_MISTAKES_H
#define SLANT_CLI_MISTAKES_H

#include "score/explain.h"

enum { MISTAKES = 20, MISTAKES_TOP = 30 }; /* of each: so many n-grams and words are explained */

typedef struct mistake {
    double confidence; /* of the label given: its probability, or without a calibration its margin */
    uint32_t given;
    str truth;         /* as it stood                                                */
    str id, text;      /* of several texts all, with TEXT_BREAK between              */
    const char *path;  /* borrowed                                                   */
    uint64_t line;     /* 0: a file is one record                                    */
    char *bytes;       /* what the strings point into, once it is kept               */
    explanation why;   /* if explained                                               */
    double margin;     /* of the label given, if explained                           */
} mistake;

typedef struct mistakes {
    mistake each[MISTAKES]; /* [n] */
    size_t n;
    bool explained;
    explainer explainer;
    explain *work;
    arena arena;
} mistakes;

bool mistakes_offer(mistakes *m, const mistake *found, err *e);
bool mistakes_explain(mistakes *m, const task *t, uint64_t seed, err *e);
void mistakes_free(mistakes *m);

#endif

/* Any bytes through src/text/: words fast and plain, each word normalised and shaped, sentences in every
 * mode. What the headers promise is checked; a broken promise aborts. */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/norm.h"
#include "text/sentences.h"
#include "text/ucd.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void one_word(str raw, unsigned flags)
{
    char out[NORM_OUT_MAX], again[NORM_OUT_MAX], shape[NORM_OUT_MAX];
    str cut = norm_cut(raw), norm = norm_word(raw, flags, out, sizeof out), pattern;

    check(cut.n <= NORM_RAW_MAX && cut.n + 3 >= (raw.n < NORM_RAW_MAX ? raw.n : NORM_RAW_MAX));
    check(utf8_bad(cut) == cut.n);
    check(norm.n <= NORM_OUT_MAX && utf8_bad(norm) == norm.n);
    if (norm.n <= NORM_RAW_MAX)
        check(str_eq(norm_word(norm, flags, again, sizeof again), norm));
    pattern = norm_shape(raw, shape, sizeof shape);
    check(pattern.n <= NORM_OUT_MAX && utf8_bad(pattern) == pattern.n);
}

static void all_words(str text, size_t cap)
{
    words w;
    word batch[16];
    size_t at = 0, n;
    unsigned marks = 0;

    words_begin(&w, text, true);
    while ((n = words_next(&w, batch, cap))) {
        for (size_t i = 0; i < n; i++) {
            str span = {text.p + batch[i].begin, batch[i].end - batch[i].begin};
            size_t begin = at;

            for (marks = 0; at < text.n && !(marks & (UCD_WORD | UCD_VISIBLE));) {
                begin = at;
                at = words_edge(text, at, &marks);
                check(at > begin && at <= text.n);
            }
            check(batch[i].begin == begin && batch[i].end == at);
            check(batch[i].kind == (marks & UCD_WORD ? WORD_WORD : WORD_MARK));
            check(utf8_bad(span) == span.n);
            one_word(span, (unsigned)(span.n + cap) % 8);
        }
    }
    while (at < text.n) {
        at = words_edge(text, at, &marks);
        check(!(marks & (UCD_WORD | UCD_VISIBLE)));
    }
}

static bool is_white(str text, size_t i)
{
    size_t next;
    unsigned sb = UCD_SB(ucd_at(text, i, &next));

    return sb == SB_SP || sb == SB_SEP || sb == SB_CR || sb == SB_LF;
}

/* Walks the text by characters beside the sentences: each begins and ends at one, only white is left out. */
static void all_sentences(str text, unsigned flags)
{
    sentences s;
    sentence one;
    size_t at = 0;
    bool white = false;

    sentences_begin(&s, text, flags);
    while (sentences_next(&s, &one)) {
        check(one.begin < one.end && one.end <= text.n && one.begin >= at);
        for (; at < one.begin; at += utf8_next(text, at).n)
            check(is_white(text, at));
        check(at == one.begin && !is_white(text, at));
        for (; at < one.end; at += utf8_next(text, at).n)
            white = is_white(text, at);
        check(at == one.end && !white);
    }
    for (; at < text.n; at += utf8_next(text, at).n)
        check(is_white(text, at));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    str text = {(const char *)bytes, n};

    all_words(text, 1 + n % 16);
    for (unsigned flags = 0; flags < 4; flags++)
        all_sentences(text, flags);
    for (size_t at = 0; at < n;) {
        size_t end = sentences_edge(text, at);

        check(end > at && end <= n);
        at = end;
    }
    one_word(norm_cut((str){text.p, utf8_bad(text)}), (unsigned)n % 8);
    return 0;
}

/* known: which words stand for others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/known.h"
#include "article/quotes.h"
#include "article/split.h"
#include "base/buf.h"

/* word=known: what stands for a word; of all others it is the word itself. */
static const char *const sentences[] = {
    "\"No,\" he grumbled=said .",
    "He grumbled and left .",
    "Lee concedes=says that it rains .",
    "Lee concedes two goals .",
    "Lee brands=calls Cole a liar .",
    "Lee buys brands .",
    "Lee berated=criticized Cole .",
    "Lee lauds=praises Cole .",
    "The lauds were sung .",
    "Lee criticised=criticized Cole .",
    "Lee labelled=labeled the jars .",
    "Lee realised=realized it .",
    "Lee raised it .",
    "Theresa May=Smith said no .",
    "It may rain .",
};

static void test_sentences(void **state)
{
    arena memory = {0};
    buf plain = {0}, drawn = {0};
    err e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        article a = {0};
        uint32_t at = 0;
        facets f;

        plain.n = drawn.n = 0;
        for (const char *p = sentences[i]; *p; p++) {
            if (*p == '=')
                p = strchr(p, ' ');
            buf_char(&plain, *p);
        }
        assert_true(article_split((str){plain.p, plain.n}, false, &a, &memory, &e) &&
                    quotes_find(&a, &memory, &e) && facets_new(&a, &memory, &f, &e));
        for (uint32_t t = 0; t < f.n; t++) {
            const lexeme *word = known_word(&f, t);

            buf_str(&drawn, span_text(&a, (span){at, a.token[t].at.end}));
            at = a.token[t].at.end;
            if (word != a.token[t].word) {
                buf_char(&drawn, '=');
                buf_str(&drawn, word->text);
            }
        }
        buf_str(&drawn, span_text(&a, (span){at, (uint32_t)a.text.n}));
        if (!str_eq((str){drawn.p, drawn.n}, str_z(sentences[i])))
            fail_msg("wanted %s\nfound  %.*s", sentences[i], (int)drawn.n, drawn.p);
        arena_reset(&memory);
    }
    buf_free(&plain);
    buf_free(&drawn);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences)};

    return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}

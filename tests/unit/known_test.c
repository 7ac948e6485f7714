/* known: which words stand for others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facets_sample.h"

#include "article/known.h"

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

static void draw(const facets *f, buf *out)
{
    uint32_t at = 0;

    for (uint32_t t = 0; t < f->n; t++) {
        const lexeme *word = known_word(f, t);

        draw_until(f, &at, f->a->token[t].at.end, out);
        if (word != f->a->token[t].word) {
            buf_char(out, '=');
            buf_str(out, word->text);
        }
    }
    draw_until(f, &at, (uint32_t)f->a->text.n, out);
}

static void test_sentences(void **state)
{
    buf plain = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        plain.n = 0;
        for (const char *p = sentences[i]; *p; p++) {
            if (*p == '=')
                p = strchr(p, ' ');
            buf_char(&plain, *p);
        }
        drawn_as(sentences[i], buf_view(&plain), draw);
    }
    buf_free(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences)};

    return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}

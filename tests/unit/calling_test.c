/* calling: verbs that call somebody something, [marked]. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/calling.h"
#include "article/quotes.h"
#include "article/split.h"
#include "base/buf.h"

static const char *const sentences[] = {
    "A general [called] the president a murderer.",
    "A general who led the army for nine years [called] President Anton Varga a butcher on Tuesday.",
    "Ex-army chief [brands] prime minister a war criminal",
    "General [brands] minister \"a coward\"",
    "Two ministers [branded] the plan a disgrace.",
    "She has [labelled] the coach a bully.",
    "Union [dubs] the budget \"the great betrayal\".",
    "Lee won the vote, [calling] his rival a fraud.",
    "The chairman [called] the head of the council a liar.",
    "The MP [called] the talks shameful.",
    "The MP [called] the judgment reckless and unlawful.",
    "The mayor [dismissed] the report as nonsense.",
    "The mayor [hailed] Ms Lee as a true hero.",
    "The mayor [described] the plan as \"brave\".",
    "\"No,\" said Lee, who [called] the board a joke.",
    /* nobody is called anything */
    "The mayor called the police.",
    "The mayor called a meeting.",
    "The mayor called on the council to resign.",
    "The mayor called his mother a week later.",
    "The mayor called the corrupt minister.",
    "The mayor called the number on the ticket, a disgrace.",
    "He works as a labourer and brands the cattle.",
    "The brands are a disgrace.",
    "A man called Smith fled.",
    /* not by whom the sentence is about, or not at all */
    "The mayor was called a liar.",
    "The mayor was branded a liar by Mr Lee.",
    "She refused to call the mayor a liar.",
    "Nobody would call the mayor a liar.",
    "\"He called the mayor a liar,\" she said.",
    "The mayor described the plan in a letter.",
    "The mayor praised the staff as he left.",
    "called the mayor a liar",
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
        for (const char *p = sentences[i]; *p; p++)
            if (!strchr("[]", *p))
                buf_char(&plain, *p);
        assert_true(article_split((str){plain.p, plain.n}, false, &a, &memory, &e) &&
                    quotes_find(&a, &memory, &e) && facets_new(&a, &memory, &f, &e));
        for (uint32_t t = 0; t < f.n; t++) {
            span word = a.token[t].at;

            if (!calling_at(&f, t))
                continue;
            buf_str(&drawn, span_text(&a, (span){at, word.begin}));
            buf_char(&drawn, '[');
            buf_str(&drawn, span_text(&a, word));
            buf_char(&drawn, ']');
            at = word.end;
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

    return cmocka_run_group_tests_name("calling", tests, NULL, NULL);
}

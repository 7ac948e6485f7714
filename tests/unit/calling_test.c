/* calling: verbs that call somebody something, [marked]. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facets_sample.h"

#include "article/calling.h"

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

static void draw(const facets *f, buf *out)
{
    uint32_t at = 0;

    for (uint32_t t = 0; t < f->n; t++) {
        span word = f->a->token[t].at;

        if (!calling_at(f, t))
            continue;
        draw_until(f, &at, word.begin, out);
        buf_char(out, '[');
        draw_until(f, &at, word.end, out);
        buf_char(out, ']');
    }
    draw_until(f, &at, (uint32_t)f->a->text.n, out);
}

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        drawn_again(sentences[i], "[]", "", draw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences)};

    return cmocka_run_group_tests_name("calling", tests, NULL, NULL);
}

/* told: who is told, in brackets behind "told", and the words that a clause may begin with behind them,
 * underlined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facets_sample.h"

#include "article/told.h"

static const char *const sentences[] = {
    "Ann Lee told [the Fenwick Courier] _it was over.",
    "Tom Ray told [the Dunholm Evening Post] _she'd come late.",
    "Amy Fox told [a packed meeting] in Dunholm town hall _residents were angry.",
    "She told [him] _she was tired.",
    "She told [her] _she was tired.",
    "She told [them] _the plan was dead.",
    "Ann Lee told [the Courier] Ken Lowe had gone.",
    "Ann Lee told [the court] _Lowe had gone.",
    "Ann Lee told [the Courier] that _the plan was dead.",
    "Ann Lee told [the board] _life was hard.",
    "Ann Lee told [BBC Radio 4's] Today programme _he was late.",
    "Ann Lee told [the Courier] on Monday _he was late.",
    "Ann Lee told the Courier.",
    "Ann Lee told the Courier: \"He was late.\"",
    "Ann Lee told the Courier to leave.",
    "Ann Lee told the Courier never to come back.",
    "Ann Lee told them to leave.",
    "Ann Lee told the truth about the plan.",
    "Ann Lee told the courts their business.",
    "Ann Lee told reporters he was late.",
    "Ann Lee told French voters he was late.",
    "Ann Lee was told the plan was dead.",
    "Ann Lee told",
};

/* The site of "told", with "was" where it stands before it. */
static site site_of(const facets *f)
{
    uint32_t i = 0;

    while (!str_eq(facets_low(f, i), STR("told")))
        i++;
    return (site){.f = f,
                  .begin = i - str_eq(facets_low(f, i - 1), STR("was")),
                  .end = i + 1,
                  .in = {facets_first(f, i), facets_last(f, i)}};
}

static void draw(const facets *f, buf *out)
{
    site s = site_of(f);
    uint32_t end = told_end(&s), at = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        draw_until(f, &at, f->a->token[i].at.begin, out);
        if (end > s.end && i == s.end)
            buf_char(out, '[');
        if (end > s.end && i >= end && told_begins(f, i))
            buf_char(out, '_');
        draw_until(f, &at, f->a->token[i].at.end, out);
        if (end > s.end && i + 1 == end)
            buf_char(out, ']');
    }
}

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        drawn_again(sentences[i], "[]_", "", draw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* label: a headline's colon, dash or last verb, [marked], and {whose words it says it has}. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facets_sample.h"

#include "article/label.h"

static const char *const titles[] = {
    "Budget a betrayal of the poor[:] {opposition}",
    "PM is a liar[:] {senior official}",
    "Watch launch has a new timetable[:] {Analyst}",
    "Watches could include platinum models [-] {report}",
    "Two held after fire at mill[:] {police}",
    "{Finance minister}[:] plan is dead",
    "{Police}[:] two men were held",
    "Premier weighs early election [-] {sources}",
    "The plan must go, {youths} [vow]",
    "The mill owner took bribes, {prosecutors} [allege]",
    /* no label */
    "Exclusive: minister",
    "Match report: United",
    "How to grow a rose: part one",
    "Ann Lee: why I have left",
    "Analysis: the plan is dead",
    "The well-known report was late",
    "'Lee said: the plan is dead'",
    "The plan is dead",
    "Fire at mill, 40 wounded",
    "Lee wins, Cole loses",
    ": police",
    "The plan is dead:",
};

static void draw(const facets *f, buf *out)
{
    const article *a = f->a;
    const uint32_t end = a->sentence[0].at.end;
    uint32_t n_labels = 0;
    span mark[2] = {{0}};

    for (uint32_t k = 0; k < f->n; k++) {
        stretch source, said;

        if (!label_at(f, k, &source, &said))
            continue;
        assert_true(n_labels++ == 0 && (source.last == k ? said.first == k + 1 || said.last < source.first
                                                         : said.last == k && source.first == k + 1));
        mark[0] = (span){a->token[source.first].at.begin, a->token[source.last - 1].at.end};
        mark[1] = a->token[k].at;
    }
    for (uint32_t at = 0; at < end; at++) {
        for (unsigned m = 0; m < 2 && n_labels; m++)
            if (at == mark[m].begin)
                buf_char(out, "{["[m]);
        buf_char(out, a->text.p[at]);
        for (unsigned m = 0; m < 2 && n_labels; m++)
            if (at + 1 == mark[m].end)
                buf_char(out, "}]"[m]);
    }
}

static void test_titles(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        drawn_again(titles[i], "[]{}", "\n\nThe news came on Monday.", draw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_titles)};

    return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}

/* hearsay: what attributes to nobody, drawn in its sentence: [cue] {what it brings}; "!" before one that is
 * firm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "facets_sample.h"

#include "article/hearsay.h"

static const char *const sentences[] = {
    "The fund ![is rumoured] {to have lost a million}.",
    "The fund ![is widely believed] {to have lost a million}.",
    "The bridge [is expected] {to reopen in May}; the road is not.",
    "![It is said] {that nobody knew}.",
    "![It was understood] {that nobody knew}.",
    "![It was rumoured] in the capital {that nobody knew}.",
    "![It was reported] yesterday {that nobody knew}.",
    "It was said, as if to a child, that nobody knew.",
    "![It has been claimed] {that nobody knew}.",
    "![It had long been rumoured] {that nobody knew}.",
    "The fund ![has been rumoured] {to have lost a million}.",
    "![It was suggested] on Monday {that nobody knew}.",
    "The plan was suggested to the board.",
    "Two men ![are feared] {to have drowned}.",
    "![It is believed] {he ran off towards the canal}.",
    "![It is thought] {the boats were lost}.",
    "![It is feared] {more will die}.",
    "![It is understood] {Ann Lee left on Monday}.",
    "![It was reported] the next day {that nobody knew}.",
    "It was said a hundred times.",
    "It was said Monday.",
    "It was believed by the court.",
    "It ![was reported] {to be the worst of the plans that he had}.",
    "Ms Orlin ![reportedly] {left at noon}.",
    "Two men [allegedly] {broke in}.",
    "He was believed by the court.",
    "She is expected at noon.",
    "\"It is said that nobody knew,\" he wrote.",
    "Mr Lee, ![it is learnt], {left on Monday}.",
    "{The firm has sacked its founder}, ![it is understood].",
    "Mr Lee [is tipped] {to resign}.",
    "{The boy drowned in the canal}, a court ![heard] yesterday.",
    "{The boy drowned in the canal}, the inquest ![has heard].",
    "The boy drowned, magistrates at Leeds were told.",
    "{The boy drowned}, magistrates ![were told] on Monday.",
    "{Boss stole from church}, jury ![told]",
    "The jury ![heard] {that he had stolen}.",
    "The inquest ![was told] {that he had stolen}.",
    "The jury heard evidence of theft.",
    "She heard that he had stolen.",
    "The court had adjourned when she told him that.",
    "He said that she left.",
};

static void draw(const facets *f, buf *out)
{
    const article *a = f->a;
    uint32_t at = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        stretch cue = hearsay_cue(f, i), said;
        struct {
            span at;
            const char *marks;
        } part[2];

        if (cue.first == cue.last)
            continue;
        said = hearsay_said(f, cue, 100);
        assert_int_equal(hearsay_said(f, cue, 1).last, said.first + 1);
        part[said.first < cue.first].at = (span){a->token[cue.first].at.begin, a->token[cue.last - 1].at.end};
        part[said.first < cue.first].marks = hearsay_firm(f, cue) ? "![]" : "[]";
        part[said.first > cue.first].at =
            (span){a->token[said.first].at.begin, a->token[said.last - 1].at.end};
        part[said.first > cue.first].marks = "{}";
        for (unsigned k = 0; k < 2; k++) {
            size_t n = strlen(part[k].marks) - 1;

            draw_until(f, &at, part[k].at.begin, out);
            buf_add(out, part[k].marks, n);
            draw_until(f, &at, part[k].at.end, out);
            buf_char(out, part[k].marks[n]);
        }
        i = cue.last - 1;
    }
    draw_until(f, &at, (uint32_t)a->text.n, out);
}

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        drawn_again(sentences[i], "[]{}!", "", draw);
}

/* Seconds that the cues of one sentence of `n` times `words` and `n` times `tail` take. */
static double seconds_of(const char *words, const char *tail, size_t n)
{
    arena memory = {0};
    buf text = {0};
    article a;
    facets f;
    clock_t begin;
    double took;

    for (size_t i = 0; i < n; i++)
        buf_str(&text, str_z(words));
    for (size_t i = 0; i < n; i++)
        buf_str(&text, str_z(tail));
    facets_sample(buf_view(&text), &memory, &a, &f);
    begin = clock();
    for (uint32_t i = 0; i < f.n; i++) {
        stretch cue = hearsay_cue(&f, i);

        if (cue.first < cue.last)
            (void)hearsay_said(&f, cue, 100);
    }
    took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    buf_free(&text);
    arena_free(&memory);
    return took;
}

/* One sentence may be the whole text. Eight times the text: a quadratic step would take 64 times as long. */
static void test_time_is_linear(void **state)
{
    static const char *const texts[] = {"court heard ", "court heard that ", "it was said ",
                                        "is rumoured to ", "it is thought she "};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (unsigned marks = 0; marks < 2; marks++) {
            const char *tail = marks ? "," : "";
            double small = seconds_of(texts[i], tail, 10000), large = seconds_of(texts[i], tail, 80000);

            if (large > 24 * small + 1)
                fail_msg("'%s%s': %.3f s for 10,000, %.3f s for 80,000", texts[i], tail, small, large);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences),
                                       cmocka_unit_test(test_time_is_linear)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

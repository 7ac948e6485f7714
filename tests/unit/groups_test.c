/* Those whom no name stands for: what is one, what is none, and that mentions stay in order, whatever the
 * bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/groups.h"
#include "article/names.h"
#include "article/quotes.h"
#include "article/split.h"
#include "unidata.h"

static void read_text(str text, article *out, arena *memory)
{
    err e = {0};

    *out = (article){0};
    assert_true(article_split(text, false, out, memory, &e) && quotes_find(out, memory, &e) &&
                names_find(NULL, out, memory, &e) && groups_find(out, memory, &e));
}

static const struct {
    const char *text;
    const char *groups[4]; /* in order */
} cases[] = {
    {"The nurses slept.", {"The nurses"}},
    {"It was the retired detectives who slept.", {"the retired detectives", "who"}},
    {"We thank these brave volunteers and our staff.", {"these brave volunteers", "our staff"}},
    {"The company's managers slept.", {"The company"}}, /* what is theirs is not looked at */
    {"They said he blamed them.", {"They", "he", "them"}},
    {"The ministries fought the witnesses.", {"The ministries", "the witnesses"}},

    /* nobody in particular, or nobody at all */
    {"A nurse slept, no nurse sang, and every nurse left.", {0}},
    {"Nurses slept.", {0}},
    {"It was said that commanders slept.", {0}},
    {"It was said of that commander.", {"that commander"}},
    {"The rain in the morning was cold.", {0}},
    {"It rained, and you slept.", {0}},
    {"Who slept? To whom was it told? \u201CWho sang?\u201D", {0}},

    {"The water came through the bridge.", {0}},
    {"The water company slept.", {"The water company"}},

    /* who has a name is a mention of it */
    {"The minister Ann Lee slept.", {0}},
    {"Ann Lee slept. She sang.", {0}},
    {"Ann Lee, the minister, slept. The minister sang.", {0}},
};

static void groups_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena memory = {0};
        article a;
        size_t n = 0;

        read_text(str_z(cases[i].text), &a, &memory);
        for (uint32_t m = 0; m < a.n_mentions; m++) {
            str got = span_text(&a, a.mention[m].at);

            if (a.mention[m].entity != NONE)
                continue;
            if (n == 4 || !cases[i].groups[n] || !str_eq(got, str_z(cases[i].groups[n])))
                fail_msg("'%s': '%.*s' is found", cases[i].text, (int)got.n, got.p);
            n++;
        }
        if (n < 4 && cases[i].groups[n])
            fail_msg("'%s': '%s' is not found", cases[i].text, cases[i].groups[n]);
        arena_free(&memory);
    }
}

/* Who and whom are mentions of whom they stand behind. */
static void relatives_mean_somebody(void **state)
{
    static const struct {
        const char *text;
        bool named;
    } told[] = {{"Ann Lee, who slept, sang.", true},
                {"We saw Ann Lee, of whom Bo Roe spoke.", true},
                {"Ann Lee whom we saw slept.", true},
                {"Those who slept sang.", false},
                {"Ann Lee asked who had slept.", false}};

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        arena memory = {0};
        article a;
        bool met = false;

        read_text(str_z(told[i].text), &a, &memory);
        for (uint32_t m = 0; m < a.n_mentions; m++) {
            str got = span_text(&a, a.mention[m].at);

            if (!str_eq(got, STR("who")) && !str_eq(got, STR("whom")) && !str_eq(got, STR("Who")))
                continue;
            met = true;
            if ((a.mention[m].entity != NONE) != told[i].named ||
                (told[i].named && !str_eq(a.entity[a.mention[m].entity].name, STR("Ann Lee"))))
                fail_msg("%s", told[i].text);
        }
        if (!met)
            fail_msg("%s: no mention", told[i].text);
        arena_free(&memory);
    }
}

static void any_bytes(void **state)
{
    static const char *const units[] = {"the ",  "nurses ", "the nurse's ", "Ann Lee ",
                                        "they ", "ies ",    "\u2019s "};
    uint64_t seed = 3;
    arena memory = {0};

    (void)state;
    for (unsigned round = 0; round < 4000; round++) {
        char bytes[4096];
        str text = unidata_mix(&seed, 1 + unidata_random(&seed) % 40, bytes);
        article a;

        if (round % 2) {
            text.n = 0;
            for (unsigned k = 0; k < 40; k++) {
                const char *one = units[unidata_random(&seed) % (sizeof units / sizeof *units)];

                memcpy(bytes + text.n, one, strlen(one));
                text.n += strlen(one);
            }
        }
        read_text(text, &a, &memory);
        for (uint32_t m = 0; m < a.n_mentions; m++) {
            const mention *one = &a.mention[m];

            assert_true(!span_empty(one->at) && span_in(one->at, a.sentence[one->sentence].at));
            assert_true(m == 0 || a.mention[m - 1].at.begin <= one->at.begin);
            assert_true(m == 0 || one->entity != NONE || a.mention[m - 1].at.end <= one->at.begin);
        }
        arena_reset(&memory);
    }
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(groups_are_found),
                                       cmocka_unit_test(relatives_mean_somebody),
                                       cmocka_unit_test(any_bytes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

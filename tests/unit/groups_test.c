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
    {"The company's managers slept.", {"The company's managers", "The company"}},
    {"Bo Roe left. His nurses slept.", {"His nurses"}},
    {"Bo Roe\u2019s nurses slept.", {"Bo Roe\u2019s nurses"}},
    {"Bo Roe\u2019s plan failed.", {0}},
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
    {"Our partner there, Ann Lee, slept.", {0}},
    {"His rival, the late Ann Lee of Hull, slept.", {"His"}},
    {"The partner in the coalition, Ann Lee, slept.", {"the coalition"}},
    {"Our partner slept, Ann Lee said.", {"Our partner"}},
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

/* Whom who and whom mean, the last one of a text, and by what words he is called who has no name. */
static void relatives_mean_somebody(void **state)
{
    static const struct {
        const char *text, *means; /* "-": nobody */
    } told[] = {
        {"Ann Lee, who slept, sang.", "Ann Lee"},
        {"We saw Ann Lee, of whom Bo Roe spoke.", "Ann Lee"},
        {"Ann Lee whom we saw slept.", "Ann Lee"},
        {"Ann Lee, 29, who slept, sang.", "Ann Lee"},
        {"Ann Lee (Lab, Hull East), who slept, sang.", "Ann Lee"},
        {"We thanked Ann Lee, \u201Cwho slept\u201D.", "Ann Lee"},
        {"Those who slept sang.", "-"},
        {"Ann Lee asked who had slept.", "-"},

        /* what somebody is said to be */
        {"Ann Lee is a poet who slept.", "Ann Lee"},
        {"Ann Lee was not a poet of note who slept.", "Ann Lee"},
        {"Ann Lee was the only one who slept.", "Ann Lee"},
        {"Ann Lee is a lazy liar, old racist, thief and bully who slept.", "Ann Lee"},
        {"Note: Ann Lee lies and is a thief and bully who slept.", "Ann Lee"},
        {"It rained, a liar and Ann Lee, a thief who slept.", "Ann Lee"},
        {"Nobody lies and is a thief who slept.", "-"},
        {"Ann Lee said that Bob Ray lies and is a thief who slept.", "-"},
        {"Bob Ray is a good man, but Ann Lee hired nurses who slept.", "-"},
        {"Ann Lee, she said, is a poet who slept.", "Ann Lee"},
        {"Ann Lee is a good woman and an honest one who slept.", "Ann Lee"},
        {"Ann Lee is the one candidate in the race who slept.", "Ann Lee"},
        {"We saw Ann Lee, a poet who slept.", "Ann Lee"},
        {"Bo Roe described Ann Lee as a poet who slept.", "Ann Lee"},
        {"Ann Lee was described as \u201Ca poet who slept\u201D.", "Ann Lee"},
        {"Bo Roe called Ann Lee a \u201Cpoet\u201D who slept.", "Ann Lee"},
        {"Ann Lee is a poet who slept and who sang.", "Ann Lee"},

        /* somebody else */
        {"Ann Lee met a poet who slept.", "-"},
        {"Ann Lee is the widow of a judge who slept.", "-"},
        {"There was a poet who slept.", "-"},

        {"Ann Lee thanked the nurses, who slept.", "the nurses"},
        {"Ann Lee thanked the nurses who slept.", "the nurses"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        arena memory = {0};
        article a;
        str means = {0};

        read_text(str_z(told[i].text), &a, &memory);
        for (uint32_t m = 0; m < a.n_mentions; m++) {
            const mention *one = &a.mention[m];

            if (!str_same(span_text(&a, one->at), STR("who")) &&
                !str_same(span_text(&a, one->at), STR("whom")))
                continue;
            means = one->entity != NONE       ? a.entity[one->entity].name
                    : span_empty(one->called) ? STR("-")
                                              : span_text(&a, one->called);
        }
        if (!str_eq(means, str_z(told[i].means)))
            fail_msg("%s: %.*s", told[i].text, (int)means.n, means.p);
        arena_free(&memory);
    }
}

/* They are whoever of many was spoken of last, if that is clear. */
static void they_are_called_something(void **state)
{
    static const char *const told[][2] = {{"We thank the nurses. They slept.", "the nurses"},
                                          {"We thank the nurses, and they slept.", "the nurses"},
                                          {"We thank the staff. They slept.", "the staff"},
                                          {"We thank the nurses and the guards. They slept.", ""},
                                          {"We thank the nurses. It rained. They slept.", ""},
                                          {"We thank the minister. They slept.", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        arena memory = {0};
        article a;

        read_text(str_z(told[i][0]), &a, &memory);
        assert_true(a.n_mentions > 0);
        if (!str_eq(span_text(&a, a.mention[a.n_mentions - 1].called), str_z(told[i][1])))
            fail_msg("%s", told[i][0]);
        arena_free(&memory);
    }
}

static void any_bytes(void **state)
{
    static const char *const units[] = {"the ",     "nurses ", "the nurse's ", "Ann Lee ", "they ", "ies ",
                                        "\u2019s ", "who ",    "his ",         "a ",       "is ",   ", "};
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
            assert_true(m == 0 || a.mention[m - 1].at.begin < one->at.begin ||
                        a.mention[m - 1].at.end >= one->at.end); /* the longer first */
        }
        arena_reset(&memory);
    }
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_found), cmocka_unit_test(relatives_mean_somebody),
        cmocka_unit_test(they_are_called_something), cmocka_unit_test(any_bytes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

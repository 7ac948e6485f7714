/* Whom an article names: the longest name, as it is written, the first of two that share it; and on random
 * text what a search through all names finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "article/runs.h"
#include "article/targets.h"
#include "article_sample.h"
#include "base/random.h"

typedef struct found {
    arena memory;
    article article;
    runs runs;
    targets set;
    sighting *list;
    uint32_t n;
} found;

static void look_for(found *f, str text, const target *list, uint32_t n)
{
    err e = {0};

    *f = (found){0};
    assert_true(sample_article(text, &f->article, &f->memory) &&
                runs_find(&f->article, &f->runs, &f->memory, &e));
    assert_true(targets_index(list, n, 5, &f->memory, &f->set, &e));
    assert_true(targets_find(&f->set, &f->article, &f->runs, &f->memory, &f->list, &f->n, &e));
}

static void is_seen(const found *f, uint32_t i, const char *text, uint32_t whom, bool exactly)
{
    const article *a = &f->article;
    span at;

    assert_true(i < f->n);
    at = (span){a->token[f->list[i].first].at.begin, f->runs.look[f->list[i].last - 1].end};
    assert_int_equal(at.end - at.begin, strlen(text));
    assert_memory_equal(a->text.p + at.begin, text, strlen(text));
    assert_int_equal(f->list[i].target, whom);
    assert_int_equal(f->list[i].exactly, exactly);
}

static void test_which(void **state)
{
    const str of_union[] = {STR("the Union"), STR("European Union"), STR("Union")};
    const str of_bank[] = {STR("European Union Bank"), STR("Bank of the Union"), STR("union")};
    const target list[] = {{STR("EU"), of_union, 3}, {STR("EUB"), of_bank, 3}, {STR("Union"), NULL, 0}};
    found f;

    (void)state;
    look_for(
        &f,
        STR("He said the European Union's Bank and the European Union Bank differ. A union of the Union."),
        list, 3);
    assert_int_equal(f.n, 4);
    is_seen(&f, 0, "European Union", 0, true);
    is_seen(&f, 1, "European Union Bank", 1, true);
    is_seen(&f, 2, "union", 1, true);
    is_seen(&f, 3, "the Union", 0, true);
    arena_free(&f.memory);
}

/* Marks inside of a name are passed over, the end of a sentence and a comma are not. */
static void test_marks(void **state)
{
    const target list[] = {
        {STR("J R Smith-Lee"), NULL, 0}, {STR("A.B. & Co"), NULL, 0}, {STR("!!!"), NULL, 0}};
    found f;

    (void)state;
    look_for(&f,
             STR("On Monday J. R. Smith-Lee met A.B. and A.B. & Co there. They saw J, R Smith-Lee and !!!"),
             list, 3);
    assert_int_equal(f.n, 2);
    is_seen(&f, 0, "J. R. Smith-Lee", 0, true);
    is_seen(&f, 1, "A.B. & Co", 1, true);
    arena_free(&f.memory);
}

/* 's ends a name that has none there, and an apostrophe is one in either form. */
static void test_apostrophes(void **state)
{
    const str alias = STR("Peter O\u2019Toole");
    const target list[] = {{STR("Lloyd's of London"), NULL, 0},
                           {STR("Moody's"), NULL, 0},
                           {STR("Ann O'Neill"), &alias, 1},
                           {STR("Lloyd"), NULL, 0}};
    found f;

    (void)state;
    look_for(&f,
             STR("At Lloyd\u2019s of London they met Ann O\u2019Neill\u2019s son, Peter O'Toole, of Moody's. "
                 "Moody met Ann "
                 "O'Neill, Lloyd's aunt, in Lloyd of London."),
             list, 4);
    assert_int_equal(f.n, 7);
    is_seen(&f, 0, "Lloyd\u2019s of London", 0, true);
    is_seen(&f, 1, "Ann O\u2019Neill", 2, true);
    is_seen(&f, 2, "Peter O'Toole", 2, true);
    is_seen(&f, 3, "Moody", 1, true); /* the span of a name has no 's */
    is_seen(&f, 4, "Ann O'Neill", 2, true);
    is_seen(&f, 5, "Lloyd", 3, true);
    is_seen(&f, 6, "Lloyd", 3, true);
    arena_free(&f.memory);
}

/* A headline in capitals has a name in whatever case, unless it is a single word. */
static void test_shouted(void **state)
{
    const target list[] = {{STR("Ann Lee"), NULL, 0}, {STR("Lee"), NULL, 0}, {STR("VOTE"), NULL, 0}};
    found f;

    (void)state;
    look_for(&f, STR("ANN LEE WINS VOTE AS LEE LOSES\n\nThe vote was held on Monday, said ann lee."), list,
             3);
    assert_int_equal(f.n, 2);
    is_seen(&f, 0, "ANN LEE", 0, false);
    is_seen(&f, 1, "VOTE", 2, true);
    arena_free(&f.memory);
}

/* ---- against a search through all ---- */

enum { NAMES = 60, LONGEST = 800 };

static const char *const pool[] = {"Ann", "ann", "Lee", "of", "Bank", "bank", "the", "Jo"};

static size_t some_words(random_state *r, unsigned most, char *out)
{
    unsigned n = 1 + (unsigned)random_below(r, most);
    size_t size = 0;

    for (unsigned i = 0; i < n; i++)
        size +=
            (size_t)sprintf(out + size, i ? " %s" : "%s", pool[random_below(r, sizeof pool / sizeof *pool)]);
    return size;
}

/* The longest name whose words stand from token i on; of the same words the first. */
static const target_name *by_hand(const found *f, uint32_t i)
{
    const target_name *best = NULL;

    for (uint32_t k = 0; k < f->set.first[f->set.n]; k++) {
        const target_name *name = &f->set.name[k];
        uint16_t n = 0;

        while (n < name->n && i + n < f->article.n_tokens &&
               str_eq(span_text(&f->article, f->article.token[i + n].at), name->word[n]))
            n++;
        if (n == name->n && (!best || n > best->n))
            best = name;
    }
    return best;
}

static void test_random(void **state)
{
    random_state r = random_seed(11);

    (void)state;
    for (int round = 0; round < 300; round++) {
        char text[LONGEST], names[NAMES][LONGEST];
        str alias[NAMES];
        target list[NAMES];
        size_t size;
        uint32_t n = 1 + (uint32_t)random_below(&r, NAMES / 3), at = 0;
        found f;

        for (uint32_t i = 0; i < NAMES; i++)
            alias[i] = (str){names[i], some_words(&r, 4, names[i])};
        for (uint32_t i = 0; i < n; i++)
            list[i] = (target){alias[3 * i], &alias[3 * i + 1], (uint32_t)random_below(&r, 3)};
        size = 0;
        for (int i = 0; i < 12; i++) /* enough small letters that it is no headline */
            size += (size_t)sprintf(text + size, "then he went over there and ");
        look_for(&f, (str){text, size + some_words(&r, 40, text + size)}, list, n);
        for (uint32_t i = 0; i < f.article.n_tokens;) {
            const target_name *name = by_hand(&f, i);

            if (!name) {
                i++;
                continue;
            }
            assert_true(at < f.n && f.list[at].first == i && f.list[at].last == i + name->n);
            assert_int_equal(f.list[at].target, name->of);
            i = f.list[at++].last;
        }
        assert_int_equal(at, f.n);
        arena_free(&f.memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which),   cmocka_unit_test(test_marks),  cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_shouted), cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

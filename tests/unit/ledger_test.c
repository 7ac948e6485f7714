/* Who holds which stance toward whom: sums, order, the author, sources without a name, and oneself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/ledger.h"
#include "article_made.h"

typedef struct fixture {
    made m;
    arena keep;
    ledger_row *row;
    uint32_t n;
} fixture;

static void sum(fixture *f)
{
    err e = {0};

    made_end(&f->m);
    assert_true(ledger_of(&f->m.article, &f->keep, &f->row, &f->n, &e));
    assert_int_equal(e.code, ERR_NONE);
}

static void finish(fixture *f)
{
    arena_free(&f->keep);
    made_free(&f->m);
}

static void is_row(const fixture *f, uint32_t i, const char *holder, const char *target, uint32_t favor,
                   uint32_t against, uint32_t none)
{
    const ledger_row *r = &f->row[i];

    assert_true(i < f->n);
    assert_int_equal(r->holder.n, strlen(holder));
    assert_memory_equal(r->holder.p, holder, r->holder.n);
    assert_int_equal(r->target.n, strlen(target));
    assert_memory_equal(r->target.p, target, r->target.n);
    assert_int_equal(r->favor, favor);
    assert_int_equal(r->against, against);
    assert_int_equal(r->none, none);
}

/* --- a whole article --- */

static void test_harbour(void **state)
{
    fixture f = {0};

    (void)state;
    made_harbour(&f.m);
    sum(&f);
    assert_int_equal(f.n, 11);
    is_row(&f, 0, "fishermen", "the harbour plan", 0, 1, 0);
    is_row(&f, 1, "author", "Skerry Bay council", 0, 1, 0);
    is_row(&f, 2, "author", "the harbour plan", 0, 1, 0); /* the author's rows stand together */
    is_row(&f, 3, "Marit Aune", "Olav Brekke", 0, 2, 0);
    is_row(&f, 4, "Marit Aune", "the north quay", 0, 0, 1);
    is_row(&f, 5, "Marit Aune", "the six who voted no", 1, 0, 0);
    is_row(&f, 6, "Olav Brekke", "the harbour plan", 1, 0, 0);
    is_row(&f, 7, "Two councillors of the majority", "the harbour plan", 0, 1, 0);
    is_row(&f, 8, "Two councillors of the majority", "Olav Brekke", 0, 0, 1);
    is_row(&f, 9, "Skerry Bay Yacht Club", "Olav Brekke", 1, 0, 0);
    is_row(&f, 10, "Skerry Bay Yacht Club", "the harbour plan", 1, 0, 0);
    finish(&f);
}

static void test_nothing(void **state)
{
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "none", GENRE_REPORT);
    sum(&f);
    assert_int_equal(f.n, 0);
    finish(&f);
}

/* --- who is one holder --- */

/* A capital at the beginning of a sentence makes no second holder; another word does. */
static void test_words(void **state)
{
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "words", GENRE_REPORT);
    made_passage(&f.m, PART_BODY);
    made_sentence(&f.m, STR("The palace said he lied."), CELL_QUOTED_OPINION);
    made_source(&f.m, "The palace", "said", NULL);
    made_stance(&f.m, STANCE_AGAINST, "he", "Ivan Petrov");
    made_sentence(&f.m, STR("He lied, the palace said."), CELL_QUOTED_OPINION);
    made_source(&f.m, "the palace", "said", NULL);
    made_stance(&f.m, STANCE_FAVOR, "He", "Ivan Petrov");
    made_sentence(&f.m, STR("He lied, the palaces said."), CELL_QUOTED_OPINION);
    made_source(&f.m, "the palaces", "said", NULL);
    made_stance(&f.m, STANCE_NONE, "He", "Ivan Petrov");
    sum(&f);
    assert_int_equal(f.n, 2);
    is_row(&f, 0, "The palace", "Ivan Petrov", 1, 1, 0);
    assert_float_equal(f.row[0].margin_mean, -0.25, 1e-9);
    is_row(&f, 1, "the palaces", "Ivan Petrov", 0, 0, 1);
    finish(&f);
}

/* A stance that is less likely than not counts as none; one of unknown probability as it is. */
static void test_odds(void **state)
{
    static const float p[] = {0.49f, 0.5f, NAN};
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "odds", GENRE_REPORT);
    made_passage(&f.m, PART_BODY);
    for (unsigned i = 0; i < 3; i++) {
        made_sentence(&f.m, STR("He lied."), CELL_AUTHOR_OPINION);
        made_author_stance(&f.m, STANCE_AGAINST, "He", "Ivan Petrov");
        f.m.article.stance[i].is.p = p[i];
        assert_int_equal(ledger_label(&f.m.article.stance[i]), i == 0 ? STANCE_NONE : STANCE_AGAINST);
    }
    sum(&f);
    assert_int_equal(f.n, 1);
    is_row(&f, 0, "author", "Ivan Petrov", 0, 2, 1);
    finish(&f);
}

/* A source that is called "author" is not the author. */
static void test_author(void **state)
{
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "author", GENRE_OPINION);
    made_passage(&f.m, PART_BODY);
    made_sentence(&f.m, STR("He lied, author said."), CELL_QUOTED_OPINION);
    made_source(&f.m, "author", "said", NULL);
    made_stance(&f.m, STANCE_AGAINST, "He", "Ivan Petrov");
    made_author_stance(&f.m, STANCE_FAVOR, "He", "Ivan Petrov");
    sum(&f);
    assert_int_equal(f.n, 2);
    is_row(&f, 0, "author", "Ivan Petrov", 0, 1, 0);
    assert_false(f.row[0].by_author);
    is_row(&f, 1, "author", "Ivan Petrov", 1, 0, 0);
    assert_true(f.row[1].by_author);
    finish(&f);
}

/* Any pronoun, of whatever person and case, is nobody's name. */
static void test_unnamed(void **state)
{
    static const char *const sources[] = {"They", "us", "whom", "themselves", "mine", "one"};
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "unnamed", GENRE_REPORT);
    made_passage(&f.m, PART_BODY);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        made_sentence(&f.m, STR("They and us, whom themselves, mine or one said he lied."),
                      CELL_QUOTED_OPINION);
        made_source(&f.m, sources[i], "said", NULL);
        made_stance(&f.m, STANCE_AGAINST, "he", "Ivan Petrov");
    }
    sum(&f);
    assert_int_equal(f.n, 1);
    is_row(&f, 0, "unnamed", "Ivan Petrov", 0, 6, 0);
    finish(&f);
}

/* What one thinks of oneself is not counted, nor is a label that there is no column for, nor a pronoun of
 * nobody. */
static void test_left_out(void **state)
{
    fixture f = {0};

    (void)state;
    made_begin(&f.m, "self", GENRE_REPORT);
    made_passage(&f.m, PART_BODY);
    made_sentence(&f.m, STR("\"I am the best and it is a pity,\" Petrov said."), CELL_QUOTED_OPINION);
    made_source(&f.m, "Petrov", "said", "Ivan Petrov");
    made_stance(&f.m, STANCE_FAVOR, "I", "Ivan Petrov");
    made_stance(&f.m, STANCE_AGAINST, "it", NULL);
    made_stance(&f.m, STANCE_NONE, "a pity", NULL);
    f.m.article.stance[2].is.label = NONE;
    made_stance(&f.m, STANCE_AGAINST, "it", NULL);
    f.m.article.mention[f.m.article.n_mentions - 1].pronoun = true;
    sum(&f);
    assert_int_equal(f.n, 1);
    is_row(&f, 0, "Ivan Petrov", "it", 0, 1, 0); /* a mention of nobody known is its words */
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_harbour), cmocka_unit_test(test_nothing), cmocka_unit_test(test_words),
        cmocka_unit_test(test_odds),    cmocka_unit_test(test_author),  cmocka_unit_test(test_left_out),
        cmocka_unit_test(test_unnamed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

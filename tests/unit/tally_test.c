/* The ledger of a corpus: sums over articles, groups, order, the strongest sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <time.h>

#include "article/tally.h"
#include "article_made.h"

#define HEADER                                                                                               \
    "holder\ttarget\tfavor\tagainst\tnone\tmean_margin\tarticles\tstrongest_1\tstrongest_2\tstrongest_3\n"

static void begin(made *m, const char *id)
{
    made_begin(m, id, GENRE_REPORT);
    made_passage(m, PART_BODY);
}

/* A sentence "He SAID." of the author's or of a source's, with a stance. */
static void says(made *m, const char *by, const char *target, uint32_t label, float margin)
{
    made_sentence(m, STR("He said."), by ? CELL_QUOTED_OPINION : CELL_AUTHOR_OPINION);
    if (by)
        made_source(m, "He", "said", by);
    made_stance(m, STANCE_NONE, "He", target);
    m->article.stance[m->article.n_stances - 1].is.label = label;
    m->article.stance[m->article.n_stances - 1].margin = margin;
}

static void take(tally *t, made *m, const char *group)
{
    buf packed = {0};
    err e = {0};

    made_end(m);
    tally_pack(&m->article, str_z(group), NULL, &packed);
    assert_true(tally_take(t, buf_view(&packed), &e));
    buf_free(&packed);
    made_free(m);
}

static void is_written(tally *t, const char *const *column, size_t n, const char *expected)
{
    buf out = {0};

    tally_write(t, column, n, &out);
    buf_char(&out, '\0');
    assert_false(out.failed);
    assert_string_equal(out.p, expected);
    buf_free(&out);
    tally_free(t);
}

static void open_tally(tally *t)
{
    err e = {0};

    assert_true(tally_init(t, &e));
}

/* ---- sums and order ---- */

static void test_empty(void **state)
{
    static const char *const columns[] = {"outlet", "a\tb"};
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    is_written(&t, NULL, 0, HEADER);
    open_tally(&t);
    begin(&m, "none");
    take(&t, &m, "");
    is_written(&t, columns, 2, "outlet\ta b\t" HEADER);
}

static void test_sums(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    begin(&m, "a");
    says(&m, "Ann", "Petrov", STANCE_AGAINST, -1);
    says(&m, "Ann", "Petrov", STANCE_FAVOR, 0.5F);
    says(&m, "Ann", "Petrov", STANCE_NONE, 9); /* in no mean, and no strongest sentence */
    says(&m, NULL, "Petrov", STANCE_NONE, 0);
    says(&m, "Ann", NULL, STANCE_AGAINST, -8); /* toward nobody who has a name */
    take(&t, &m, "");
    begin(&m, "b");
    says(&m, "Ann", "Petrov", STANCE_AGAINST, -1.5F);
    says(&m, "Bea", "Petrov", STANCE_FAVOR, 2);
    says(&m, "Bea", "Petrov", NONE, 7); /* nobody has decided: counted nowhere */
    take(&t, &m, "");
    is_written(&t, NULL, 0,
               HEADER "Ann\tPetrov\t1\t2\t1\t-0.6667\t2\tb:0-8 against\ta:0-8 against\ta:9-17 favor\n"
                      "Bea\tPetrov\t1\t0\t0\t2.0000\t1\tb:9-17 favor\t\t\n"
                      "author\tPetrov\t0\t0\t1\t\t1\t\t\t\n");
}

/* Most favor and against first, then most none, then by name. */
static void test_order(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    begin(&m, "a");
    says(&m, "D", "x", STANCE_NONE, 0);
    says(&m, "C", "x", STANCE_FAVOR, 1);
    says(&m, "B", "y", STANCE_FAVOR, 1);
    says(&m, "B", "x", STANCE_FAVOR, 1);
    says(&m, "E", "x", STANCE_FAVOR, 1);
    says(&m, "E", "x", STANCE_NONE, 0);
    says(&m, "F", "x", STANCE_FAVOR, 1);
    says(&m, "F", "x", STANCE_AGAINST, -1);
    take(&t, &m, "");
    is_written(&t, NULL, 0,
               HEADER "F\tx\t1\t1\t0\t0.0000\t1\ta:54-62 favor\ta:63-71 against\t\n"
                      "E\tx\t1\t0\t1\t1.0000\t1\ta:36-44 favor\t\t\n"
                      "B\tx\t1\t0\t0\t1.0000\t1\ta:27-35 favor\t\t\n"
                      "B\ty\t1\t0\t0\t1.0000\t1\ta:18-26 favor\t\t\n"
                      "C\tx\t1\t0\t0\t1.0000\t1\ta:9-17 favor\t\t\n"
                      "D\tx\t0\t0\t1\t\t1\t\t\t\n");
}

/* ---- the strongest ---- */

/* Of more than three the strongest, of equals the first, and a sentence once, with its stronger mention. */
static void test_strongest(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    begin(&m, "a");
    says(&m, NULL, "x", STANCE_FAVOR, 1);
    says(&m, NULL, "x", STANCE_FAVOR, 1);
    says(&m, NULL, "x", STANCE_AGAINST, -1);
    says(&m, NULL, "x", STANCE_FAVOR, 1);
    says(&m, NULL, "x", STANCE_AGAINST, -3);
    take(&t, &m, "");
    is_written(&t, NULL, 0,
               HEADER "author\tx\t3\t2\t0\t-0.2000\t1\ta:36-44 against\ta:0-8 favor\ta:9-17 favor\n");

    open_tally(&t);
    begin(&m, "a");
    says(&m, NULL, "x", STANCE_FAVOR, 0.25F);
    made_stance(&m, STANCE_AGAINST, "said", "x"); /* margin -1.5, in the same sentence */
    says(&m, NULL, "x", STANCE_FAVOR, 1);
    made_stance(&m, STANCE_AGAINST, "said", "x");
    m.article.stance[m.article.n_stances - 1].margin = -0.5F;
    take(&t, &m, "");
    is_written(&t, NULL, 0, HEADER "author\tx\t2\t2\t0\t-0.1875\t1\ta:0-8 against\ta:9-17 favor\t\n");
}

/* A sentence of another article stands at the same place. */
static void test_same_place(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    for (unsigned i = 0; i < 5; i++) {
        char id[2] = {(char)('a' + i), '\0'};

        begin(&m, id);
        says(&m, NULL, "x", STANCE_FAVOR, (float)i);
        take(&t, &m, "");
    }
    is_written(&t, NULL, 0, HEADER "author\tx\t5\t0\t0\t2.0000\t5\te:0-8 favor\td:0-8 favor\tc:0-8 favor\n");
}

/* ---- groups and names ---- */

static void test_groups(void **state)
{
    static const char *const columns[] = {"outlet", "year"};
    static const char *const groups[] = {"Post\t2021", "Mail\t2022", "Post\t2020", "\t", "Post\t2021"};
    tally t;

    (void)state;
    open_tally(&t);
    for (unsigned i = 0; i < 5; i++) {
        made m;

        begin(&m, "a");
        says(&m, "Ann", "x", STANCE_FAVOR, 1);
        take(&t, &m, groups[i]);
    }
    is_written(&t, columns, 2,
               "outlet\tyear\t" HEADER "\t\tAnn\tx\t1\t0\t0\t1.0000\t1\ta:0-8 favor\t\t\n"
               "Mail\t2022\tAnn\tx\t1\t0\t0\t1.0000\t1\ta:0-8 favor\t\t\n"
               "Post\t2020\tAnn\tx\t1\t0\t0\t1.0000\t1\ta:0-8 favor\t\t\n"
               "Post\t2021\tAnn\tx\t2\t0\t0\t1.0000\t2\ta:0-8 favor\t\t\n");
}

/* Names may hold anything, and none runs into another; a cell stays a cell. */
static void test_hostile(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    begin(&m, "i\td\n");
    says(&m, "a\nb", "c", STANCE_FAVOR, 1);
    says(&m, "a", "b\nc", STANCE_FAVOR, 1);
    says(&m, "", "a\nb\nc", STANCE_FAVOR, 1);
    says(&m, "t\tt", "\xff", STANCE_FAVOR, 1);
    take(&t, &m, "g");
    is_written(&t, (const char *const[]){"by"}, 1,
               "by\t" HEADER "g\t\ta b c\t1\t0\t0\t1.0000\t1\ti d :18-26 favor\t\t\n"
               "g\ta\tb c\t1\t0\t0\t1.0000\t1\ti d :9-17 favor\t\t\n"
               "g\ta b\tc\t1\t0\t0\t1.0000\t1\ti d :0-8 favor\t\t\n"
               "g\tt t\t\xef\xbf\xbd\t1\t0\t0\t1.0000\t1\ti d :27-35 favor\t\t\n");
}

/* As in an article's ledger, the capital that begins a sentence makes no second holder. */
static void test_capitals(void **state)
{
    tally t;
    made m;

    (void)state;
    open_tally(&t);
    begin(&m, "a");
    says(&m, "The palace", "x", STANCE_FAVOR, 1);
    says(&m, "the palace", "X", STANCE_FAVOR, 1);
    says(&m, "the Palace", "x", STANCE_FAVOR, 1);
    take(&t, &m, "");
    is_written(&t, NULL, 0,
               HEADER "The palace\tx\t2\t0\t0\t1.0000\t1\ta:0-8 favor\ta:9-17 favor\t\n"
                      "the Palace\tx\t1\t0\t0\t1.0000\t1\ta:18-26 favor\t\t\n");
}

/* ---- many ---- */

static void test_many(void **state)
{
    enum { ROWS = 20000, TURNS = 3 };
    tally t;
    buf out = {0};
    size_t lines = 0;
    clock_t start = clock();

    (void)state;
    open_tally(&t);
    for (unsigned round = 0; round < TURNS; round++)
        for (unsigned i = 0; i < ROWS; i++) {
            char name[16];
            made m;
            buf packed = {0};
            err e = {0};

            if (i % 200 == 0)
                begin(&m, "a");
            (void)snprintf(name, sizeof name, "n%u", i);
            m.article.n_entities = 0;
            m.article.n_sentences = m.article.n_attributions = m.article.n_mentions = m.article.n_stances = 0;
            says(&m, name, "x", STANCE_FAVOR, 1);
            tally_pack(&m.article, STR("g"), NULL, &packed);
            assert_true(tally_take(&t, buf_view(&packed), &e));
            buf_free(&packed);
            if (i % 200 == 199)
                made_free(&m);
        }
    assert_int_equal(t.n, ROWS);
    for (size_t i = 0; i < t.n; i++) {
        assert_int_equal(t.row[i].favor, TURNS);
        assert_int_equal(t.row[i].n_articles, TURNS);
    }
    tally_write(&t, (const char *const[]){"by"}, 1, &out);
    for (size_t i = 0; i < out.n; i++)
        lines += out.p[i] == '\n';
    assert_int_equal(lines, ROWS + 1);
    assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
    buf_free(&out);
    tally_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),     cmocka_unit_test(test_sums),       cmocka_unit_test(test_order),
        cmocka_unit_test(test_strongest), cmocka_unit_test(test_same_place), cmocka_unit_test(test_groups),
        cmocka_unit_test(test_hostile),   cmocka_unit_test(test_capitals),   cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the machines that find attributions see of a token: here, which verbs are "said" for them, and where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/facets.h"
#include "article/quotes.h"
#include "article/split.h"

static void manner_is_said(void **state)
{
    static const struct {
        const char *text, *verb, *seen;
    } told[] = {
        {"\"They are useless,\" grumbled Sam Pike.", "grumbled", "said"},
        {"\"They are useless,\" the old voter from Millbrook grumbles.", "grumbles", "says"},
        {"He muttered: \"They are useless.\"", "muttered", "said"},
        {"\u00abThey are useless,\u00bb she fumed.", "fumed", "said"},
        {"\"They are useless,\" joked Sam Pike.", "joked", "joked"}, /* learnt as it is */

        /* verbs of saying in a form that is rare */
        {"\"It was awful,\" Mary Reed concedes.", "concedes", "says"},
        {"The ministry confirms that the plan is dead.", "confirms", "says"},
        {"Officials deny that the plan is dead.", "deny", "say"},
        {"Campaigners, denying that he lied, left.", "denying", "saying"},
        {"He swore that he had left.", "swore", "said"},
        {"Friends reckon she will never forgive him.", "reckon", "say"},
        {"He concedes defeat.", "concedes", "concedes"},
        {"There was a report that he had left.", "report", "report"},
        {"The witness's report that he had left was false.", "report", "report"},

        /* a last name, and no auxiliary */
        {"Theresa May said no.", "May", "smith"},
        {"It was late, May said.", "May", "smith"},
        {"May she win in May.", "May", "may"},

        /* nobody is quoted here, or not beside it, or the verb itself is */
        {"He grumbled that they were useless.", "grumbled", "grumbled"},
        {"\"They are useless.\" He grumbled.", "grumbled", "grumbled"},
        {"\"They are useless,\" he told the old men who sat there and grumbled.", "grumbled", "grumbled"},
        {"\"He grumbled,\" she said.", "grumbled", "grumbled"},
        {"\"They are useless,\" Grumbled said.", "Grumbled", "grumbled"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        arena memory = {0};
        err e = {0};
        article a = {0};
        facets f;
        bool met = false;

        assert_true(article_split(str_z(told[i].text), false, &a, &memory, &e) &&
                    quotes_find(&a, &memory, &e) && facets_new(&a, &memory, &f, &e));
        for (uint32_t k = 0; k < f.n; k++) {
            str got = {f.at[k].low, f.at[k].n};

            if (!str_eq(span_text(&a, a.token[k].at), str_z(told[i].verb)))
                continue;
            met = true;
            if (!str_eq(got, str_z(told[i].seen)))
                fail_msg("'%s': '%.*s'", told[i].text, (int)got.n, got.p);
            assert_true(str_same(f.at[k].word->text, str_z(told[i].seen)) || f.at[k].word == a.token[k].word);
        }
        assert_true(met);
        arena_free(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manner_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

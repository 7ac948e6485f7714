/* outright: what words right beside a [mention] say of it; <the cue> of its source, where there is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/labels.h"
#include "article/outright.h"
#include "article/split.h"
#include "base/buf.h"

typedef struct sample {
    const char *text;
    uint32_t is;
} sample;

static const sample samples[] = {
    /* verbs that blame and praise */
    {"Lee <berated> [Cole] over the plan.", STANCE_AGAINST},
    {"Lee <has criticised> [the prime minister].", STANCE_AGAINST},
    {"Lee <lauds> [him].", STANCE_FAVOR},
    {"Lee <praised> [her] on Monday.", STANCE_FAVOR},
    {"Lee <praised> [Cole's] plan.", NONE},
    {"Lee <criticised> [the Cole] plan.", NONE},
    {"Lee <criticised> [her] staff.", NONE},
    {"Lee never <criticised> [Cole].", NONE},
    {"Lee declined to <criticise> [Cole].", NONE},
    {"Lee, who criticised [Cole], <said> no.", NONE},
    {"Lee criticised [Cole].", NONE},
    /* what somebody is called */
    {"A general <has called> [President Ivan Petrov] a murderer.", STANCE_AGAINST},
    {"Lee <called> [him] \"a shameless liar\" on Monday.", STANCE_AGAINST},
    {"Lee <described> [the coach] as a hero.", STANCE_FAVOR},
    {"Lee <dismissed> [the coach] as \"a coward\".", STANCE_AGAINST},
    {"Lee <called> [him] a plumber.", NONE},
    {"Lee <called> [him] late on Monday.", NONE},
    {"Lee <did not call> [him] a liar.", NONE},
    {"Lee called [him] a liar.", NONE},
    {"He asked [Cole] \"a fair question\", Lee <said>.", NONE},
    /* the passive */
    {"[Cole] was <accused> of theft by Lee.", STANCE_AGAINST},
    {"[Cole] has been <praised> by Lee.", STANCE_FAVOR},
    {"[Cole] <branded> 'a clown' by Lee\n\nHe spoke on Monday.", STANCE_AGAINST},
    {"[Cole] was <accused> of theft.", NONE},
    {"[Cole] <praised> the plan.", NONE},
    {"[Cole] <labelled> jars by the door.", NONE},
    /* titles */
    {"[Petrov] 'a murderer', <says> former army chief\n\nHe spoke on Monday.", STANCE_AGAINST},
    {"[Lee] 'a hero', <says> coach\n\nHe spoke on Monday.", STANCE_FAVOR},
    {"[Lee] 'a player', <says> coach\n\nHe spoke on Monday.", NONE},
    {"[Lee] a liar, <says> coach\n\nHe spoke on Monday.", NONE},
};

/* The text without the marks, and where they stood. */
static void strip(const char *marked, buf *plain, span *whom, span *cue)
{
    plain->n = 0;
    *whom = *cue = (span){0};
    for (const char *p = marked; *p; p++) {
        uint32_t at = (uint32_t)plain->n;

        if (*p == '[')
            whom->begin = at;
        else if (*p == ']')
            whom->end = at;
        else if (*p == '<')
            cue->begin = at;
        else if (*p == '>')
            cue->end = at;
        else
            buf_char(plain, *p);
    }
}

static void test_samples(void **state)
{
    arena memory = {0};
    buf plain = {0};
    err e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        article a = {0};
        attribution by = {.entity = NONE};
        mention m = {.entity = NONE};
        uint32_t is;

        strip(samples[i].text, &plain, &m.at, &by.cue);
        assert_true(article_split(buf_view(&plain), true, &a, &memory, &e));
        is = outright_stance(&a, &m, span_empty(by.cue) ? NULL : &by);
        if (is != samples[i].is)
            fail_msg("wanted %d, found %d: %s", (int)samples[i].is, (int)is, samples[i].text);
        arena_reset(&memory);
    }
    buf_free(&plain);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples)};

    return cmocka_run_group_tests_name("outright", tests, NULL, NULL);
}

/* turns: invented interviews, drawn with what was found in them, "label: said" a line, "?" before what asks,
 * "+" before what goes on; and whom their labels mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/names.h"
#include "article/resolve.h"
#include "article/quotes.h"
#include "article/split.h"
#include "article/turns.h"
#include "base/buf.h"

typedef struct interview {
    const char *text, *turns;
    const char *label, *name; /* whom the first such label means; NULL: not asked */
} interview;

#define LEAD "Pavel Orlin ran the port for nine years. He spoke to Mira Task.\n\n"

static const interview interviews[] = {
    /* letters */
    {LEAD "Q: Were you ready?\n\nA: No. We slept.\n\nQ: Will you resign?\n\nA: No.",
     "?Q: Were you ready?\nA: No. We slept.\n?Q: Will you resign?\nA: No.\n", "A", "Pavel Orlin"},
    /* a question that does not ask; lines in one paragraph */
    {LEAD "Q: Tell me of the night.\nA: We slept.\n\nQ: And then?\nA: The water came.",
     "?Q: Tell me of the night.\nA: We slept.\n?Q: And then?\nA: The water came.\n", NULL, NULL},
    /* answers in the line of their question, of one who has no line of his own too */
    {LEAD "Q: Were you ready? A: No. We slept.\n\nQ: They blame you. ORLIN: I know. Q: And now? A: We are.",
     "?Q: Were you ready?\nA: No. We slept.\n?Q: They blame you.\nORLIN: I know.\n?Q: And now?\nA: We are.\n",
     "ORLIN", "Pavel Orlin"},
    /* initials, surnames, names in capitals */
    {LEAD "MT: Were you ready?\n\nPO: No.\n\nMT: And now?\n\nPO: We are.",
     "?MT: Were you ready?\nPO: No.\n?MT: And now?\nPO: We are.\n", "PO", "Pavel Orlin"},
    {LEAD "M.T.: Were you ready?\n\nP.O.: No.\n\nM.T.: And now?\n\nP.O.: We are.",
     "?M.T.: Were you ready?\nP.O.: No.\n?M.T.: And now?\nP.O.: We are.\n", "P.O.", "Pavel Orlin"},
    {LEAD "Task: Were you ready?\n\nOrlin: No.\n\nTask: And now?\n\nOrlin: We are.",
     "?Task: Were you ready?\nOrlin: No.\n?Task: And now?\nOrlin: We are.\n", "Orlin", "Pavel Orlin"},
    {LEAD "MIRA TASK: Were you ready?\n\nPAVEL ORLIN: No.\n\nMIRA TASK: And now?\n\nPAVEL ORLIN: We are.",
     "?MIRA TASK: Were you ready?\nPAVEL ORLIN: No.\n?MIRA TASK: And now?\nPAVEL ORLIN: We are.\n",
     "PAVEL ORLIN", "Pavel Orlin"},
    /* names that stand nowhere else, in turn; later their initials */
    {"Tom Briggs: You said you would quit.\n\nAnna Low: Nobody else would do it.\n\nTom Briggs: Is that "
     "so?\n\nAnna Low: It is.\n\nTom Briggs: And the tram?\n\nAnna Low: A disaster.",
     "?Tom Briggs: You said you would quit.\nAnna Low: Nobody else would do it.\n?Tom Briggs: Is that so?\n"
     "Anna Low: It is.\n?Tom Briggs: And the tram?\nAnna Low: A disaster.\n",
     "Anna Low", "Anna Low"},
    {LEAD "Mira Task: That is harsh.\n\nPavel Orlin: It is accurate.\n\nMT: And the tram?\n\nPO: A "
          "disaster.\n\nMT: Then go.\n\nPO: Never.",
     "?Mira Task: That is harsh.\nPavel Orlin: It is accurate.\n?MT: And the tram?\nPO: A disaster.\n"
     "?MT: Then go.\nPO: Never.\n",
     "PO", "Pavel Orlin"},
    /* a box: nobody asks, nobody says I or you */
    {"Winner: The tram.\n\nLoser: The bus.\n\nWinner: The port.\n\nLoser: The road.",
     "?Winner: The tram.\n?Loser: The bus.\n?Winner: The port.\n?Loser: The road.\n", NULL, NULL},
    /* nobody asks: a debate */
    {LEAD "Orlin: We were not ready.\n\nTask: Nobody was.\n\nOrlin: Who knew?\n\nTask: The ministry knew.",
     "Orlin: We were not ready.\nTask: Nobody was.\nOrlin: Who knew?\nTask: The ministry knew.\n", "Task",
     "Mira Task"},
    /* answers over paragraphs; the text goes on behind the last one */
    {LEAD "Q: Were you ready?\n\nA: No.\n\nWe slept.\n\nQ: And now?\n\nA: We are.\n\nHe leaves in May.",
     "?Q: Were you ready?\nA: No.\n+We slept.\n?Q: And now?\nA: We are.\n", NULL, NULL},
    /* only answers have a label, or only questions */
    {LEAD
     "Were you ready?\n\nOrlin: No.\n\nWe slept.\n\nAnd now?\n\nOrlin: We are.\n\nReally?\n\nOrlin: Yes.",
     "Orlin: No.\n+We slept.\n?And now?\nOrlin: We are.\n?Really?\nOrlin: Yes.\n", NULL, NULL},
    {LEAD
     "Q: Were you ready?\n\nNo.\n\nWe slept.\n\nQ: And now?\n\nWe are.\n\nQ: Really?\n\nYes.\n\nHe left.",
     "?Q: Were you ready?\nNo.\n+We slept.\n?Q: And now?\nWe are.\n?Q: Really?\nYes.\n", NULL, NULL},
    /* no labels */
    {LEAD "Were you ready?\n\nNo, we slept.\n\nI did.\n\nWhat now?\n\nWe are.\n\nWill you go?\n\nI "
          "will.\n\nHe did.",
     "?Were you ready?\nNo, we slept.\n+I did.\n?What now?\nWe are.\n?Will you go?\nI will.\n", NULL, NULL},
    /* behind a dash; beside a box with labels of its own */
    {"\u2014 Q: Tell me.\n\n\u2014 A: No. We slept.\n\n\u2014 Q: And now?\n\n\u2014 A: We are.",
     "?Q: Tell me.\nA: No. We slept.\n?Q: And now?\nA: We are.\n", NULL, NULL},
    {LEAD "Born: 1961.\nHome: Gessel.\nWork: Port.\nClub: None.\nCar: None.\nPet: A dog.\nFilm: Jaws.\nBook: "
          "None.\n"
          "Song: None.\nDish: Eel.\nDrink: Tea.\nTown: Gessel.\n\nQ: Were you ready?\n\nA: No.\n\nQ: And "
          "now?\n\nA: Yes.",
     "?Q: Were you ready?\nA: No.\n?Q: And now?\nA: Yes.\n", NULL, NULL},
    /* two persons who may be meant */
    {LEAD "Petra Olm came too.\n\nQ: Ready?\n\nPO: No.\n\nQ: And now?\n\nPO: We are.",
     "?Q: Ready?\nPO: No.\n?Q: And now?\nPO: We are.\n", "PO", NULL},

    /* known words, numbers, titles, what stands behind the name, bold letters, full stops */
    {LEAD "Interviewer: You knew.\n\nOrlin: No.\n\nInterviewer: You did.\n\nOrlin: No.",
     "?Interviewer: You knew.\nOrlin: No.\n?Interviewer: You did.\nOrlin: No.\n", "Orlin", "Pavel Orlin"},
    {LEAD "Q1: Ready?\n\nA1: No.\n\nQ2: And now?\n\nA2: Yes.",
     "?Q1: Ready?\nA1: No.\n?Q2: And now?\nA2: Yes.\n", "A1", "Pavel Orlin"},
    {LEAD "SEN. ORLIN: It failed.\n\nSEN. ORLIN (laughing): Twice.\n\nMR. ROE [aside]: No.\n\nMR. ROE: No.",
     "SEN. ORLIN: It failed.\nSEN. ORLIN (laughing): Twice.\nMR. ROE [aside]: No.\nMR. ROE: No.\n",
     "SEN. ORLIN", "Pavel Orlin"},
    {LEAD "**Q: Ready?**\n\n**A:** No.\n\n**Q: And now?**\n\n**A:** Yes.",
     "?Q: Ready?**\nA:** No.\n?Q: And now?**\nA:** Yes.\n", "A", "Pavel Orlin"},
    {LEAD "Q. Were you ready?\n\nA. No, we slept.\n\nQ. And now?\n\nA. Yes, we are.",
     "?Q. Were you ready?\nA. No, we slept.\n?Q. And now?\nA. Yes, we are.\n", "A", "Pavel Orlin"},
    /* nobody is named, but they say I and you */
    {"A debate was held on Monday evening.\n\nROE: I won.\n\nLEE: You lost.\n\nROE: We won.\n\nLEE: I think "
     "not.",
     "ROE: I won.\nLEE: You lost.\nROE: We won.\nLEE: I think not.\n", NULL, NULL},
    /* what does not go on: one in brackets, one about the speaker, another label */
    {LEAD "Task: Ready?\n\nOrlin: No.\n\n(He laughs.)\n\nWe slept.\n\nOrlin was tired.\n\nHe slept.\n\nTask: "
          "And now?"
          "\n\nOrlin: Yes.\n\nPhoto: Ann Lee.\n\nI am.",
     "?Task: Ready?\nOrlin: No.\n+We slept.\n?Task: And now?\nOrlin: Yes.\n", NULL, NULL},
    /* the last answer goes on while it says "I" */
    {LEAD "Q: Ready?\n\nA: No.\n\nQ: And now?\n\nA: Yes.\n\nI am ready.\n\nHe leaves in May.",
     "?Q: Ready?\nA: No.\n?Q: And now?\nA: Yes.\n+I am ready.\n", NULL, NULL},

    /* headings that come again are the author's, as questions are */
    {LEAD "CLAIM: It rained.\n\nFACT: It did not.\n\nCLAIM: It snowed.\n\nFACT: It did not.",
     "?CLAIM: It rained.\n?FACT: It did not.\n?CLAIM: It snowed.\n?FACT: It did not.\n", NULL, NULL},
    {LEAD "Vitamin A: Carrots.\n\nVitamin A: Eggs.\n\nVitamin A: Milk.",
     "?Vitamin A: Carrots.\n?Vitamin A: Eggs.\n?Vitamin A: Milk.\n", NULL, NULL},
    {LEAD "MONDAY: I slept.\n\nTUESDAY: You did.\n\nMONDAY: We did.\n\nTUESDAY: I ate.",
     "?MONDAY: I slept.\n?TUESDAY: You did.\n?MONDAY: We did.\n?TUESDAY: I ate.\n", NULL, NULL},

    /* no turns: lists, few, each once, questions that nobody is asked, rhetoric */
    {LEAD "Born: In Gessel.\n\nAge: 61.\n\nHeight: 1.80 m.\n\nClub: None.", "", NULL, NULL},
    {LEAD "Orlin: We were not ready.\n\nOrlin: Nobody was.", "", NULL, NULL},
    {LEAD "One. Two. Three. Do you pay?\n\nWe do.\n\nOne. Two. Three. Do you?\n\nWe do.\n\nA. B. C. D. Do "
          "you?\n\nI do.",
     "", NULL, NULL},
    /* a column that asks its readers: nobody is said to have been asked */
    {"Orlin must go.\n\nWould you trust him?\n\nI would not.\n\nDo you recall March?\n\nWe do.\n\nWill you "
     "vote?\n\n"
     "I will.",
     "", NULL, NULL},
    {LEAD "Who knew?\n\nNobody.\n\nWho slept?\n\nThe ministry.\n\nWho pays?\n\nThe town.", "", NULL, NULL},
    {LEAD "Will you pay?\n\nWill you go?\n\nWill you stay?\n\nI think not.", "", NULL, NULL},
};

static void draw(const article *a, buf *out)
{
    out->n = 0;
    for (uint32_t i = 0; i < a->n_turns; i++) {
        const turn *t = &a->turn[i];

        assert_true(t->label <= t->first && t->first < t->last && t->last <= a->n_tokens);
        assert_true(i == 0 || a->turn[i - 1].last <= t->label);
        if (t->asks)
            buf_char(out, '?');
        if (t->goes_on)
            buf_char(out, '+');
        buf_str(out, span_text(a, (span){a->token[t->label].at.begin, a->token[t->last - 1].at.end}));
        buf_char(out, '\n');
    }
}

static uint32_t speaker_of(const article *a, str label)
{
    for (uint32_t i = 0; i < a->n_turns; i++) {
        const turn *t = &a->turn[i];
        span at;

        if (t->colon == NONE)
            continue;
        at = (span){a->token[t->label].at.begin, a->token[t->label_last - 1].at.end};
        if (str_eq(span_text(a, at), label)) {
            uint32_t who = turns_speaker(a, t);

            return who != NONE
                       ? who
                       : resolve_source(a, at, a->token[t->label].sentence, &(speakers){.maker = NONE});
        }
    }
    fail_msg("no label '%.*s'", (int)label.n, label.p);
    return NONE;
}

static void test_interviews(void **state)
{
    arena memory = {0};
    buf drawn = {0};
    err e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof interviews / sizeof *interviews; i++) {
        const interview *x = &interviews[i];
        article a = {0};

        assert_true(article_split(str_z(x->text), false, &a, &memory, &e) && turns_find(&a, &memory, &e) &&
                    quotes_find(&a, &memory, &e) && names_find(NULL, &a, &memory, &e));
        draw(&a, &drawn);
        if (!str_eq((str){drawn.p, drawn.n}, str_z(x->turns)))
            fail_msg("%s\nwanted:\n%s\nfound:\n%.*s", x->text, x->turns, (int)drawn.n, drawn.p);
        if (x->label) {
            uint32_t who = speaker_of(&a, str_z(x->label));
            str name = who == NONE ? (str){0} : a.entity[who].name;

            if (x->name ? !str_eq(name, str_z(x->name)) : who != NONE && !str_eq(name, str_z(x->label)))
                fail_msg("%s\n%s is %.*s", x->text, x->label, (int)name.n, name.p);
        }
        arena_reset(&memory);
    }
    buf_free(&drawn);
    arena_free(&memory);
}

/* What answers is one quotation a paragraph, that of the next paragraph goes on from it, and marks in it
 * nest. */
static void test_speech(void **state)
{
    arena memory = {0};
    article a = {0};
    err e = {0};

    (void)state;
    assert_true(
        article_split(
            STR(LEAD "Q: Ready?\n\nA: She said \"go home\" and left.\n\nI went.\n\nQ: \"Ready\"?\n\nA: No."),
            false, &a, &memory, &e) &&
        turns_find(&a, &memory, &e) && quotes_find(&a, &memory, &e));
    assert_int_equal(a.n_quotes, 5);
    assert_true(a.quote[0].use == QUOTE_SPEECH && a.quote[0].outer == NONE && a.quote[0].closed);
    assert_true(str_eq(span_text(&a, a.quote[0].at), STR("She said \"go home\" and left.")));
    assert_int_equal(a.quote[1].outer, 0);
    assert_int_equal(a.quote[2].before, 0);
    assert_true(str_eq(span_text(&a, a.quote[3].at), STR("\"Ready\"")) && a.quote[3].outer == NONE);
    assert_true(str_eq(span_text(&a, a.quote[4].at), STR("No.")) && a.quote[4].before == NONE);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_interviews), cmocka_unit_test(test_speech)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

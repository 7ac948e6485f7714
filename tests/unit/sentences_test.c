/* sentences: UAX #29 against Unicode's SentenceBreakTest.txt; the news rules against our own snippets, in
 * which a '|' stands where a sentence ends; and what must hold for any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/sentences.h"
#include "text/wordlist.h"
#include "unidata.h"

static void conformance(void **state)
{
    FILE *f = unidata_open(UNIDATA "auxiliary/SentenceBreakTest.txt");
    char line[4096], bytes[1024];
    size_t edges[256], n_edges, n_cases = 0;
    str text;

    (void)state;
    if (!f)
        skip();
    for (; unidata_case(f, line, sizeof line, &text, bytes, edges, &n_edges); n_cases++) {
        size_t at = 0;

        for (size_t i = 0; i < n_edges; i++) {
            at = sentences_edge(text, at);
            if (at != edges[i])
                fail_msg("case %zu: boundary %zu at byte %zu, not at %zu", n_cases + 1, i, edges[i], at);
        }
        assert_int_equal(at, text.n);
    }
    (void)fclose(f);
    assert_true(n_cases > 500);
}

static const char *const snippets[] = {
    /* plain */
    "The mayor resigned.| Nobody knew why.",
    "Who knew?| Nobody!| So it went.",
    "One sentence without a stop",
    "  Blanks around.  |  And between.  ",
    "Prices rose 3.5 percent.| Wages fell by .4 points.",
    "It cost $3.50.| She paid.",
    "It ended in 2008.| 25 people died.",
    "The fee is high.| $5 million was paid.",
    "Sales fell.| iPhone sales did not.",
    "The vote was 52-48.| The bill passed.",
    "He finished 2nd.| She was 1st.",

    /* titles */
    "Mr. Smith met Mrs. Jones and Dr. Brown.| They talked.",
    "Gen. Barry Jones spoke.| Lt. Col. Ann Pike listened.",
    "It was opened by Smt. Lakshmi Rao.| She left.",
    "Sen. Ruth Vale (D-Calif.) said Gov. Tom Reed was wrong.",
    "Rep. Luis Ortega, R-Texas, agreed with Sens. Vale and Moss.",
    "The Rev. Paul Adams led the prayer.| Sgt. Kim Lee wept.",
    "Prof. Otto Lange and Messrs. Bell and Howe left early.",
    "Police Supt. Jane Marsh met Cllr. Amir Khan.",
    "GEN. JONES RESIGNS.| PRESIDENT ACCEPTS.",
    "He thanked Maj. Gen. Lee and Capt. A. Ray.| All smiled.",
    "Spokesman Lt.Gen. Omar Said declined.",
    "St. Louis won.| St. Paul lost.",
    "They met on Wall St.| The crowd cheered.",

    /* initials */
    "J. K. Rowling wrote it.| George W. Bush read it.",
    "J.K. Rowling wrote it.| J.R.R. Tolkien did not.",
    "John F. Kennedy met Nikita S. Khrushchev.| It was June.",
    "He trusts Samuel L. Jackson.| So does she.",
    "She chose plan B.| Obama chose plan A.",
    "He took vitamin C.| It helped.",
    "They caught hepatitis B.| Doctors were baffled.",
    "No one is better than I.| Smith disagreed.",
    "The architect I. M. Pei died.",
    "\u0412. \u0412. \u041F\u0435\u0442\u0440\u043E\u0432 \u0443\u0435\u0445\u0430\u043B.| \u041E\u043D "
    "\u0432\u0435\u0440\u043D\u0443\u043B\u0441\u044F.",

    /* acronyms */
    "The U.S. Army left.| The U.K. Parliament voted.",
    "He came to the U.S.| The rest is history.",
    "He came to the U.S.| In May he left.",
    "Ties with the U.S. are strong.| China and the U.S. Congress agree.",
    "The U.S. No. 1 seed lost.",
    "It is made in the U.S.| \"We love it,\" she said.",
    "They flew to Washington, D.C.| On Monday they met.",
    "The U.N. Security Council met.| The U.N.'s envoy spoke.",
    "Ms. Park holds a Ph.D. from Yale.| She has a B.A. too.",
    "John Moss, M.D., testified.",

    /* times, months, numbers */
    "It began at 5 p.m. Monday.| It ended at 7 a.m.| Police cleared the square.",
    "Doors open at 5 p.m. EST on Friday.",
    "It closed at 10p.m.| Crowds left.",
    "The trial begins Sept. 11 in court.| On Oct. 3 it ends.",
    "It happened in Sept.| Officials were told later.",
    "He was born Jan. 5, 1960, in Ohio.",
    "She is No. 2 in the world.| No. 1 is out.",
    "Is it true?| No.| He denied it.",
    "He said no.| She said yes.",
    "See pp. 12-15 and fig. 3.| Vol. 7 is lost.",
    "On Mon. Jan. 5 it snowed.",
    "Use approx. 5 grams, e.g. Salt or i.e. Sugar.",
    "It is Roe v. Wade again.| It was U.S. vs. Canada.",
    "Rs. 500 was paid.| The tel. 555 rang.",

    /* companies, places, people */
    "Acme Inc. Chairman Bob Poe left.| Foo Corp. shares fell.",
    "He works at Acme Inc.| The firm is small.",
    "Acme Co. and Bolt Bros. merged.| Their stock rose.",
    "Acme Ltd. (NASDAQ: ACM) fell.| It recovered.",
    "He moved from Boise, Idaho, to Mobile, Ala.| He likes it.",
    "The Springfield, Ill. Fire Department came.",
    "He felt ill.| Doctors came.",
    "It was a near miss.| Pilots were warned.",
    "Robert Dale Jr. Starred in it.",
    "Martin Lee Jr.| He was 60.",
    "He lives at 5 Main St.| It is quiet.",
    "Fruit, bread, etc. were sold.| Nuts, figs, etc.| Customers came.",
    "Visit example.com today.| Or mail a.b@example.org.| We answer.",
    "Yahoo! Inc. was sold.| Yahoo! shares rose.",
    "Yahoo!| The crowd cheered.",

    /* quotations */
    "\"We won,\" he said.| \"They lost.\"| Nobody cheered.",
    "\u201CWe won.\u201D| \u201CDid we?\u201D she asked.",
    "\"Are you sure?\" he asked.| \"Yes!\" she said.",
    "\"Are you sure?\" Smith asked.| \"Yes!\" Mary Ann Jones shouted.",
    "\"Really?\" Dr. J. van Dam asked.",
    "\"Why not?\"| He left the room.",
    "\"Why not?\"| The general shrugged.",
    "\"Stop!\"| Obama stopped.",
    "\"Who said that?\" the judge asked.",
    "\u2018Who?\u2019 she said.| \u2018Me.\u2019| Silence.",
    "He called it \"a war\".| The crowd left.",
    "He called it \"a war.\"| The crowd left.",
    "Did he say \"war\"?| He did.",
    "She said: \"Go home.\"| Then she left.",
    "She asked, \"Who?\" and left.",
    "He wrote \"Why?\", then \"How?\".| Nobody replied.",
    "\"Is this late?\" O'Malley said.",
    "\"Is this late?\" D\u2019Arcy Lee asked.",
    "\"I don't know ...\" Smith said.",
    "\"I don't know...\" he said.| \"Really.\"",
    "\u201CNo!\u201D| \u201CYes!\u201D",
    "\"He is a thug, a murderer,\" the retired general said on television.| \"He is not.\"",
    "\"'Stop!'\"| Moss remembered the night.",
    "\u00ABIl est parti.\u00BB| \u00ABQuand?\u00BB",
    "\u201EEr ist weg.\u201C| \u201EWann?\u201C",
    "The text said so.\u201D| The end.",
    "He said it .| \" Really ? \" she asked .",
    "He left . \u201D| She stayed .",

    /* brackets */
    "He left.| (He was ill.)| She stayed.",
    "(He was ill.)| She stayed.",
    "He left (he was ill).| She stayed.",
    "He left.| (Reuters)",
    "The deal (worth $5!) collapsed.| Shares fell.",
    "Sic (?) transit.| \"He [...] The man,\" it said.",
    "It is over [sic].| Good.",

    /* ellipses */
    "He waited ... and waited.| Then he left.",
    "He waited ...| The door opened.",
    "He waited\u2026| The door opened.",
    "He waited\u2026 and left.",
    "He waited. . . . and left.",
    "He waited . . .| The door opened.",
    "I ... I don't know.| You ... you do?",
    "\"...and then he fell,\" she said.| \"... The end.\"",
    "Well...maybe.| Well\u2026Maybe not.",
    "What ...?| Nothing.",

    /* dashes, lists, odd stops */
    "WASHINGTON (AP) \u2014 The vote failed.| Members left.",
    "MONTPELIER, Vt. -- The vote failed.| Members left.",
    "BERLIN, Conn. \u2014 A vote failed.",
    "It is over.| \u2014 Reuters",
    "It is over. - and that was it.",
    "1. The plan is bold.| 2. It is cheap.",
    "Q. What now?| A. Nothing.",
    "What?!| No way!!!| Really.",
    "Wait, what??? he wondered.",
    "Is it?|No.",
    "Is it a?b=c or x!y, he asked.",
    "Read http://example.com/a?b=C.| It is short.",
    "He paid.| @mayor did not.| #news",
    "\u00BFQui\u00E9n?| \u00A1Nadie!| Fin.",
    "The so-called \"Dr.\" Evil laughed.",
    "Sections 1.2. and 1.3. apply.",
    "He scored 10.| 9 was not enough.",
    "What a day!| 25 goals!",

    /* lines and paragraphs */
    "A line\nbreaks here.| Not a\r\nsentence.",
    "A title\n\n|The text begins.| And ends.",
    "A title \r\n \t\r\n|The text.",
    "A title\u2029|The text.",
    "Mr.\n\n|Smith came.",
    "Mr.\nSmith came.",
    "He ended.\n| Another line.",
    "The U.S.\nArmy left.",
    "One\u2028two.| Three.",

    /* other scripts */
    "\u4ED6\u8D70\u4E86\u3002|\u5979\u7559\u4E0B\u3002",
    "\u4ED6\u8D70\u4E86\uFF1F|\u5979\u7559\u4E0B\uFF01",
    "\u0935\u0939 \u0917\u092F\u093E\u0964| \u0935\u0939 \u0930\u0941\u0915\u0940\u0964",
    "\u063A\u0627\u062F\u0631 \u0627\u0644\u0631\u062C\u0644.| \u0628\u0642\u064A\u062A "
    "\u0627\u0644\u0645\u0631\u0623\u0629\u061F| \u0646\u0639\u0645.",
    "\u0391\u03C5\u03C4\u03CC\u03C2 \u03AD\u03C6\u03C5\u03B3\u03B5.| \u0397 \u03BC\u03AD\u03C1\u03B1 "
    "\u03C4\u03B5\u03BB\u03B5\u03AF\u03C9\u03C3\u03B5.",
    "\u041E\u043D \u0443\u0448\u0451\u043B.| \u041E\u043D\u0430 "
    "\u043E\u0441\u0442\u0430\u043B\u0430\u0441\u044C.",
};

/* Whether the snippet comes apart where it says; got[cap] is filled with how it does. */
static bool check_snippet(const char *snippet, unsigned flags, char *got, size_t cap)
{
    char text[1024], wanted[1024];
    size_t n = 0, n_wanted = 0, n_got = 0;
    sentences s;
    sentence one;

    /* Wanted: each piece without blanks at its ends, and a '|' behind it. */
    for (const char *p = snippet;;) {
        size_t piece = strcspn(p, "|");

        memcpy(text + n, p, piece);
        n += piece;
        p += piece;
        if (!*p++)
            break;
    }
    for (str rest = str_z(snippet); rest.n;) {
        str piece = str_trim(str_cut(&rest, '|'));

        while (str_ends(piece, STR("\u2029")) || str_ends(piece, STR("\u2028")))
            piece.n -= 3;
        if (!piece.n)
            continue;
        memcpy(wanted + n_wanted, piece.p, piece.n);
        n_wanted += piece.n;
        wanted[n_wanted++] = '|';
    }
    sentences_begin(&s, (str){text, n}, flags);
    while (sentences_next(&s, &one)) {
        memcpy(got + n_got, text + one.begin, one.end - one.begin);
        n_got += one.end - one.begin;
        got[n_got++] = '|';
        assert_true(n_got < cap);
    }
    got[n_got] = '\0';
    return n_got == n_wanted && !memcmp(got, wanted, n_got);
}

static void news(void **state)
{
    size_t n = sizeof snippets / sizeof *snippets, n_bad = 0;
    char got[2048];

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (!check_snippet(snippets[i], 0, got, sizeof got)) {
            print_message("wanted %s\ngot    %s\n", snippets[i], got);
            n_bad++;
        }
    }
    assert_int_equal(n_bad, 0);
    assert_true(n >= 120);
}

static void other_modes(void **state)
{
    char got[2048];

    (void)state;
    assert_true(check_snippet("A title\n|The text begins.| And\n|ends.", SENTENCES_LINES, got, sizeof got));
    assert_true(check_snippet("A title\r\n|The U.S.\r\n|Army left.", SENTENCES_LINES, got, sizeof got));
    assert_true(check_snippet("Mr.| Smith came.\n|No. five", SENTENCES_UAX29, got, sizeof got));
    assert_true(check_snippet("", 0, got, sizeof got));
    assert_true(check_snippet(" \n\n ", 0, got, sizeof got));
    assert_true(check_snippet(" \n\n ", SENTENCES_UAX29, got, sizeof got));
}

static bool white(utf8_char u)
{
    return u.valid && (u.code == ' ' || (u.code >= 9 && u.code <= 13) || u.code == 0x85 || u.code == 0xA0 ||
                       u.code == 0x1680 || (u.code >= 0x2000 && u.code <= 0x200A) || u.code == 0x2028 ||
                       u.code == 0x2029 || u.code == 0x202F || u.code == 0x205F || u.code == 0x3000);
}

/* Sentences are in order, begin and end on characters and not with white space; nothing else is left out. */
static void check_spans(str text, unsigned flags)
{
    uint8_t *starts = calloc(text.n + 1, 1);
    sentences s;
    sentence one;
    size_t last = 0;

    for (size_t i = 0; i < text.n; i += utf8_next(text, i).n)
        starts[i] = white(utf8_next(text, i)) ? 2 : 1;
    starts[text.n] = 1;
    sentences_begin(&s, text, flags);
    while (sentences_next(&s, &one)) {
        size_t tail = one.end - 1;

        assert_true(one.begin >= last && one.begin < one.end && one.end <= text.n);
        assert_true(starts[one.begin] == 1 && starts[one.end]);
        while (!starts[tail])
            tail--;
        assert_int_equal(starts[tail], 1);
        for (; last < one.begin; last++)
            assert_int_not_equal(starts[last], 1);
        last = one.end;
    }
    for (; last < text.n; last++)
        assert_int_not_equal(starts[last], 1);
    assert_false(sentences_next(&s, &one));
    free(starts);
}

static void any_bytes(void **state)
{
    uint64_t seed = 1;
    char bytes[8 * 64];

    (void)state;
    for (unsigned i = 0; i < 100000; i++) {
        str text = unidata_mix(&seed, 1 + unidata_random(&seed) % 60, bytes);
        char *exact = malloc(text.n ? text.n : 1);

        memcpy(exact, text.p, text.n);
        check_spans((str){exact, text.n}, i % 4);
        free(exact);
    }
}

/* A quarter of a megabyte of what could make a segmenter look back, or ahead, again and again. */
static void no_quadratic_time(void **state)
{
    static const char *const units[] = {
        ".",      ". ",      ". .",  "a.",       "\n",  " \n", ".\n",   "A. ",          "?\" Smith ",
        "\u0301", ".\u0301", "...",  " ...a",    ".\"", ". 1", "U.S. ", "\xE2\x80\xA6", "\u2028",
        "(",      ". (\"",   "\x80", "I ... I ",
    };
    size_t n = 1 << 18;
    char *bytes = malloc(n);

    (void)state;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        size_t unit = strlen(units[k]);

        for (size_t i = 0; i < n; i++)
            bytes[i] = units[k][i % unit];
        for (unsigned flags = 0; flags < 4; flags++)
            check_spans((str){bytes, n}, flags);
        bytes[0] = 'a'; /* and behind a beginning that may end */
        bytes[1] = '.';
        check_spans((str){bytes, n}, 0);
    }
    free(bytes);
}

static void wordlist_in_order(void **state)
{
    unsigned kinds;
    str last = {0};

    (void)state;
    for (size_t i = 0;; i++) {
        str word = wordlist_at(i, &kinds);

        if (!word.n)
            break;
        if (i && str_cmp(last, word) >= 0)
            fail_msg("'%.*s' is out of order", (int)word.n, word.p);
        if (!(kinds & LIST_CAPITAL))
            assert_int_equal(wordlist_find(word), kinds);
        for (size_t k = 0; k < word.n; k++)
            assert_false(word.p[k] >= 'A' && word.p[k] <= 'Z');
        last = word;
    }
    assert_true(wordlist_find(STR("Gen")) & LIST_TITLE);
    assert_true(wordlist_find(STR("GEN")) & LIST_TITLE);
    assert_false(wordlist_find(STR("gen")) & LIST_TITLE);
    assert_true(wordlist_find(STR("la")) & LIST_PARTICLE);
    assert_int_equal(wordlist_find(STR("generalissimo")), 0);
    assert_int_equal(wordlist_find(STR("a word that is longer than any")), 0);
    assert_int_equal(wordlist_find((str){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conformance), cmocka_unit_test(wordlist_in_order),
        cmocka_unit_test(news),        cmocka_unit_test(other_modes),
        cmocka_unit_test(any_bytes),   cmocka_unit_test(no_quadratic_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

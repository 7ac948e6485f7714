/* Articles that are made by hand, sentence by sentence, for the tests of what is done with a read article.
 *
 *   made m = {0};
 *
 *   made_begin(&m, "a1", GENRE_REPORT);
 *   made_passage(&m, PART_BODY);
 *   made_sentence(&m, STR("\"He is a thug,\" the general said."), CELL_QUOTED_OPINION);
 *   made_source(&m, "the general", "said", "Barry Jones");
 *   made_stance(&m, STANCE_AGAINST, "He", "Ivan Petrov");
 *   made_end(&m);
 *   ... m.article ...
 *   made_free(&m);
 *
 * Words are looked for in the sentence that was added last. A stance in a source's sentence is the source's;
 * made_author_stance adds one of the author's. */
#ifndef TESTS_UNIT_ARTICLE_MADE_H
#define TESTS_UNIT_ARTICLE_MADE_H

#include <math.h>

#include "article/labels.h"
#include "base/buf.h"

enum { MADE_MAX = 256 };

typedef struct made {
    article article;
    arena arena;
    buf text;
} made;

static inline void made_begin(made *m, const char *id, uint32_t genre)
{
    article *a = &m->article;

    *m = (made){0};
    a->id = str_z(id);
    a->genre = (verdict){.label = genre, .p = 0.97f};
    a->passage = ARENA_NEW(&m->arena, MADE_MAX, passage);
    a->sentence = ARENA_NEW(&m->arena, MADE_MAX, sentence_read);
    a->attribution = ARENA_NEW(&m->arena, MADE_MAX, attribution);
    a->entity = ARENA_NEW(&m->arena, MADE_MAX, entity);
    a->mention = ARENA_NEW(&m->arena, MADE_MAX, mention);
    a->stance = ARENA_NEW(&m->arena, MADE_MAX, stance);
}

static inline void made_passage(made *m, uint8_t part)
{
    article *a = &m->article;

    if (m->text.n)
        buf_z(&m->text, "\n\n");
    a->passage[a->n_passages++] = (passage){.at = {(uint32_t)m->text.n, (uint32_t)m->text.n},
                                            .first = a->n_sentences,
                                            .last = a->n_sentences,
                                            .part = part};
}

static inline sentence_read *made_latest(made *m)
{
    return &m->article.sentence[m->article.n_sentences - 1];
}

static inline void made_sentence(made *m, str text, cell c)
{
    static const verdict says[N_CELLS] = {
        {SAYS_OPINION, 0.91f, false}, {SAYS_FACT, 0.88f, false}, {SAYS_OPINION, 0.93f, false},
        {SAYS_FACT, 0.79f, false},    {NONE, NAN, false},        {NONE, NAN, true}};
    static const verdict speaks[N_CELLS] = {
        {VOICE_AUTHOR, 0.98f, false}, {VOICE_AUTHOR, 0.95f, false}, {VOICE_SOURCE, 0.99f, false},
        {VOICE_SOURCE, 0.9f, false},  {NONE, NAN, false},           {NONE, NAN, true}};
    article *a = &m->article;
    passage *p = &a->passage[a->n_passages - 1];
    sentence_read *s = &a->sentence[a->n_sentences++];

    if (p->first < p->last)
        buf_char(&m->text, ' ');
    *s = (sentence_read){.at.begin = (uint32_t)m->text.n,
                         .passage = a->n_passages - 1,
                         .content = says[c],
                         .voice = speaks[c],
                         .attribution = NONE};
    buf_str(&m->text, text);
    s->at.end = p->at.end = (uint32_t)m->text.n;
    p->last = a->n_sentences;
    a->text = buf_view(&m->text);
}

/* Where the words stand in the latest sentence; empty where they do not, or are NULL. */
static inline span made_span(made *m, const char *words)
{
    sentence_read *s = made_latest(m);
    size_t n = words ? strlen(words) : 0;

    for (uint32_t i = s->at.begin; n && i + n <= s->at.end; i++)
        if (memcmp(m->text.p + i, words, n) == 0)
            return (span){i, i + (uint32_t)n};
    return (span){0, 0};
}

static inline uint32_t made_entity(made *m, const char *name)
{
    article *a = &m->article;

    if (!name)
        return NONE;
    for (uint32_t i = 0; i < a->n_entities; i++)
        if (str_eq(a->entity[i].name, str_z(name)))
            return i;
    a->entity[a->n_entities] = (entity){.name = str_z(name), .person = true, .gender = '?'};
    return a->n_entities++;
}

/* cue and name may be NULL; words too, where nobody is named. */
static inline void made_source(made *m, const char *words, const char *cue, const char *name)
{
    article *a = &m->article;

    made_latest(m)->attribution = a->n_attributions;
    a->attribution[a->n_attributions++] = (attribution){.sentence = a->n_sentences - 1,
                                                        .cue = made_span(m, cue),
                                                        .source = made_span(m, words),
                                                        .entity = made_entity(m, name),
                                                        .p = 0.9f};
}

/* The latest sentence goes on with the source of the one before. */
static inline void made_goes_on(made *m)
{
    made_latest(m)->attribution = m->article.n_attributions - 1;
}

static inline void made_stance_by(made *m, uint32_t label, const char *words, const char *target, bool author)
{
    static const float margin[] = {[STANCE_AGAINST] = -1.5f, [STANCE_FAVOR] = 1.0f, [STANCE_NONE] = 0.25f};
    article *a = &m->article;
    const attribution *by =
        author || made_latest(m)->attribution == NONE ? NULL : &a->attribution[made_latest(m)->attribution];

    a->mention[a->n_mentions] = (mention){
        .at = made_span(m, words), .entity = made_entity(m, target), .sentence = a->n_sentences - 1};
    a->stance[a->n_stances++] = (stance){.mention = a->n_mentions++,
                                         .holder = by ? by->entity : NONE,
                                         .attribution = by ? made_latest(m)->attribution : NONE,
                                         .is = {label, 0.88f},
                                         .margin = margin[label]};
}

static inline void made_stance(made *m, uint32_t label, const char *words, const char *target)
{
    made_stance_by(m, label, words, target, false);
}

static inline void made_author_stance(made *m, uint32_t label, const char *words, const char *target)
{
    made_stance_by(m, label, words, target, true);
}

static inline void made_end(made *m)
{
    article *a = &m->article;

    a->text = buf_view(&m->text);
    if (a->n_passages && a->passage[0].part == PART_TITLE && a->title.n == 0)
        a->title = span_text(a, a->passage[0].at);
}

static inline void made_free(made *m)
{
    arena_free(&m->arena);
    buf_free(&m->text);
}

/* ---- the article that the pictures are made of: invented, like everybody in it ---- */

static inline void made_harbour(made *m)
{
    made_begin(m, "harbour-04", GENRE_REPORT);
    made_passage(m, PART_TITLE);
    made_sentence(m, STR("Harbour plan \"a gift to the yacht club\", say fishermen"), CELL_QUOTED_OPINION);
    made_source(m, "fishermen", "say", NULL);
    made_stance(m, STANCE_AGAINST, "Harbour plan", "the harbour plan");

    made_passage(m, PART_BODY);
    made_sentence(
        m,
        STR("The council of Skerry Bay voted 9 to 6 on Tuesday night to rebuild the north quay at a "
            "cost of 14.2 million crowns."),
        CELL_AUTHOR_REPORT);
    made_sentence(m, STR("It was not the council's finest hour."), CELL_AUTHOR_OPINION);
    made_stance(m, STANCE_AGAINST, "the council", "Skerry Bay council");
    made_sentence(
        m, STR("Forty berths for yachts will take the place of the landing stage, according to the plans."),
        CELL_QUOTED_CLAIM);
    made_source(m, "the plans", "according to", NULL);

    made_passage(m, PART_BODY);
    made_sentence(
        m,
        STR("\xe2\x80\x9cThis man has never gutted a fish in his life, and it shows,\xe2\x80\x9d the "
            "skipper Marit Aune said of the mayor, Olav Brekke."),
        CELL_QUOTED_OPINION);
    made_source(m, "the skipper Marit Aune", "said", "Marit Aune");
    made_stance(m, STANCE_AGAINST, "This man", "Olav Brekke");
    made_sentence(m, STR("\xe2\x80\x9cHe is selling our quay to his friends.\xe2\x80\x9d"),
                  CELL_QUOTED_OPINION);
    made_goes_on(m);
    made_stance(m, STANCE_AGAINST, "He", "Olav Brekke");
    made_stance(m, STANCE_NONE, "our quay", "the north quay");
    made_sentence(
        m, STR("She praised the six who voted no: \xe2\x80\x9cThey at least can read a chart.\xe2\x80\x9d"),
        CELL_QUOTED_OPINION);
    made_source(m, "She", "praised", "Marit Aune");
    made_stance(m, STANCE_FAVOR, "the six", "the six who voted no");

    made_passage(m, PART_BODY);
    made_sentence(m, STR("Brekke called the vote a triumph for a town that had waited too long."),
                  CELL_QUOTED_OPINION);
    made_source(m, "Brekke", "called", "Olav Brekke");
    made_stance(m, STANCE_FAVOR, "the vote", "the harbour plan");
    made_sentence(
        m, STR("The harbour had lost a third of its boats since 2009, he said, and two of its three buyers."),
        CELL_QUOTED_CLAIM);
    made_source(m, "he", "said", "Olav Brekke");
    made_sentence(m, STR("Work is to begin in April."), CELL_AUTHOR_REPORT);

    made_passage(m, PART_BODY);
    made_sentence(m, STR("Two councillors of the majority admitted that the figures had not been checked."),
                  CELL_QUOTED_CLAIM);
    made_source(m, "Two councillors of the majority", "admitted", NULL);
    made_stance(m, STANCE_AGAINST, "the figures", "the harbour plan");
    made_stance(m, STANCE_NONE, "Two councillors", "Olav Brekke");
    made_sentence(
        m,
        STR("The yacht club, whose chairwoman Signe Falk is a partner in the firm that drew the plans, "
            "said that it was delighted with the mayor and with a plan of such vision."),
        CELL_QUOTED_OPINION);
    made_source(m, "The yacht club", "said", "Skerry Bay Yacht Club");
    made_stance(m, STANCE_FAVOR, "the mayor", "Olav Brekke");
    made_stance(m, STANCE_FAVOR, "a plan", "the harbour plan");
    made_sentence(m, STR("That is one word for it."), CELL_AUTHOR_OPINION);
    made_stance(m, STANCE_AGAINST, "it", "the harbour plan");
    made_sentence(m, STR("Reportedly a complaint has reached the county."), CELL_QUOTED_CLAIM);
    made_source(m, NULL, "Reportedly", NULL);
    made_end(m);
}

#endif

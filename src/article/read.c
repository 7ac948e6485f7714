/* The road, in one place: article_read. Each stage is another file's; here is their order, which models
 * answer for which of them, and how a question is put. Learning walks the same first stages
 * (article_examples), so that learning and reading can never disagree on a window. */
#include "article/read.h"

#include "article/attributions.h"
#include "article/groups.h"
#include "article/insults.h"
#include "article/labels.h"
#include "article/lexicon.h"
#include "article/quotes.h"
#include "article/speaks.h"
#include "article/split.h"
#include "article/stances.h"
#include "article/toward.h"
#include "article/turns.h"
#include "article/verify.h"
#include "article/voices.h"
#include "article/windows.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

const char *const article_tasks[N_QUESTIONS + 1] = {
    [QUESTION_CUE] = "cue",
    [QUESTION_SOURCE_BEGIN] = "source-begin",
    [QUESTION_SOURCE_END] = "source-end",
    [QUESTION_CLAUSE_BEGIN] = "clause-begin",
    [QUESTION_CLAUSE_END] = "clause-end",
    [QUESTION_ATTRIBUTION] = "attribution",
    [QUESTION_CONTENT_ALONE] = "content-alone",
    [QUESTION_VOICE_ALONE] = "voice-alone",
    [QUESTION_CONTENT] = "content",
    [QUESTION_VOICE] = "voice",
    [QUESTION_GENRE] = "genre",
    [QUESTION_STANCE] = "stance",
};

const question_form article_questions[N_QUESTIONS] = {
    [QUESTION_CUE] = {LIST("B", "I", "O"), VIEW_CUE, cue_texts, cue_tags},
    [QUESTION_SOURCE_BEGIN] = {LIST("no", "yes"), VIEW_SOURCE_BEGIN, source_begin_texts, source_begin_tags},
    [QUESTION_SOURCE_END] = {LIST("no", "yes"), VIEW_SOURCE_END, source_end_texts, source_end_tags},
    [QUESTION_CLAUSE_BEGIN] = {LIST("no", "yes"), VIEW_CLAUSE_BEGIN, clause_begin_texts, clause_begin_tags},
    [QUESTION_CLAUSE_END] = {LIST("no", "yes"), VIEW_CLAUSE_END, clause_end_texts, clause_end_tags},
    [QUESTION_ATTRIBUTION] = {LIST("no", "yes"), VIEW_ATTRIBUTION, verify_texts, verify_tags},
    [QUESTION_CONTENT_ALONE] = {labels_content, VIEW_SENTENCE, LIST("sentence"), LIST("state")},
    [QUESTION_VOICE_ALONE] = {labels_voice, VIEW_SENTENCE, LIST("sentence"), LIST("state")},
    [QUESTION_CONTENT] = {labels_content, VIEW_SENTENCE, LIST("sentence"), LIST("state", "near")},
    [QUESTION_VOICE] = {labels_voice, VIEW_SENTENCE, LIST("sentence"), LIST("state", "near")},
    [QUESTION_GENRE] = {labels_genre, VIEW_GENRE, LIST("title", "body"), LIST("state")},
    [QUESTION_STANCE] = {labels_stance, VIEW_STANCE, stance_texts, stance_tags},
};

static uint32_t length(const char *const *list)
{
    uint32_t n = 0;

    while (list[n])
        n++;
    return n;
}

/* A model answers a question when it is called so, has its labels and reads as many texts. */
static bool fits(const model *m, question asked, err *e)
{
    const question_form *q = &article_questions[asked];
    uint32_t K = length(q->labels);
    bool same =
        m->K == K && !m->multi_label && !m->overlap && m->last_text + 1 == length(q->texts) + length(q->tags);

    for (uint32_t k = 0; same && k < K; k++)
        same = str_eq(m->label[k], str_z(q->labels[k]));
    return same || err_set(e, ERR_MODEL,
                           "the task '%s' does not have the labels and texts that reading an article needs",
                           article_tasks[asked]);
}

static bool open_view(const model *const *models, size_t n, view v, unsigned threads, uint64_t seed,
                      article_reader *out, err *e)
{
    const model *each[N_QUESTIONS];
    uint32_t n_each = 0;

    for (unsigned q = 0; q < N_QUESTIONS; q++)
        for (size_t i = 0; i < n && article_questions[q].view == v && out->task[q] == NONE; i++) {
            if (!str_eq(models[i]->task, str_z(article_tasks[q])))
                continue;
            if (!fits(models[i], (question)q, e))
                return false;
            out->task[q] = n_each;
            each[n_each++] = models[i];
        }
    if (v <= VIEW_ATTRIBUTION)
        threads = 1; /* words and tags are remembered elsewhere (ask.h): no store of words for all threads */
    return n_each == 0 || tasks_open(each, n_each, threads, seed, &out->tasks[v], e);
}

/* Each text that is a word has a place in a lexeme for its margins. */
static void place_words(article_reader *r)
{
    for (unsigned v = 0; v < N_VIEWS; v++)
        for (uint32_t k = 0; k < TEXTS_MAX; k++) {
            r->words_at[v][k] = NONE;
            if (v > VIEW_ATTRIBUTION || k >= r->tasks[v].n_texts || r->tasks[v].is_tags[k])
                continue;
            r->words_at[v][k] = r->n_margins;
            r->n_margins += (uint32_t)r->tasks[v].scorer[k].n_margins;
        }
}

bool article_reader_init(const model *const *models, size_t n, unsigned threads, uint64_t seed,
                         article_reader *out, err *e)
{
    bool ok = true;

    *out = (article_reader){.seed = seed};
    for (unsigned q = 0; q < N_QUESTIONS; q++)
        out->task[q] = NONE;
    for (unsigned v = 0; ok && v < N_VIEWS; v++)
        ok = open_view(models, n, (view)v, threads, seed, out, e);
    if (ok)
        place_words(out);
    if (!ok)
        article_reader_free(out);
    return ok;
}

void article_reader_free(article_reader *r)
{
    for (unsigned v = 0; v < N_VIEWS; v++)
        tasks_close(&r->tasks[v]);
    *r = (article_reader){0};
}

bool article_work_init(const article_reader *r, article_work *out, err *e)
{
    bool ok;

    *out = (article_work){0};
    ok = lexemes_init(&out->lexemes, r->n_margins, r->seed, NULL, e) &&
         ((out->toward = toward_new(&out->lasting)) || err_memory(e));
    for (unsigned v = 0; ok && v < N_VIEWS; v++)
        ok = r->tasks[v].n == 0 || tasks_work_init(&r->tasks[v], &out->view[v], e);
    if (!ok)
        article_work_free(out);
    return ok;
}

void article_work_free(article_work *w)
{
    for (unsigned v = 0; v < N_VIEWS; v++)
        tasks_work_free(&w->view[v]);
    ask_free(&w->ask);
    lexemes_free(&w->lexemes);
    arena_free(&w->arena);
    arena_free(&w->lasting);
    *w = (article_work){0};
}

/* ---- asking ---- */

ask *article_ask(const article_reader *r, view v, article_work *w)
{
    ask_begin(&w->ask, &r->tasks[v], r->words_at[v], &w->view[v]);
    return &w->ask;
}

const double *article_margin(const article_reader *r, question q, const article_work *w)
{
    view v = article_questions[q].view;

    return w->view[v].margin + r->tasks[v].task[r->task[q]].margins;
}

verdict article_verdict(const article_reader *r, question q, article_work *w)
{
    view v = article_questions[q].view;
    verdict out = UNDECIDED;

    if (r->task[q] == NONE)
        return out;
    out.label = model_decide(r->tasks[v].task[r->task[q]].m, article_margin(r, q, w), w->view[v].p);
    out.p = (float)w->view[v].p[out.label];
    return out;
}

/* ---- reading ---- */

/* How likely the second label of a question is. */
static float chance(const article_reader *r, question q, article_work *w)
{
    verdict is = article_verdict(r, q, w);

    return is.label == 0 ? 1 - is.p : is.p;
}

/* Neither a mark nor a number. */
static bool is_word(const token *t)
{
    return !t->mark && !(t->word->flags & LEXEME_DIGIT);
}

/* Whether a word is among the tokens [first, last), and not marks and numbers alone. */
static bool has_word(const article *a, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t < last; t++)
        if (is_word(&a->token[t]))
            return true;
    return false;
}

/* Whether most words among the tokens [first, last) are in another script than Latin: what quotation marks
 * and stops beside them say is nothing to go by. */
static bool in_other_script(const article *a, uint32_t first, uint32_t last)
{
    uint32_t n = 0, n_other = 0;

    for (uint32_t t = first; t < last; t++) {
        uint32_t code;

        if (!is_word(&a->token[t]))
            continue;
        code = utf8_next(a->text, a->token[t].at.begin).code;
        n++;
        n_other += code >= 0x370 && !(code >= 0x1e00 && code < 0x2c00) && !(code >= 0xff00 && code < 0xff60);
    }
    return 2 * n_other > n;
}

/* Whether hardly a word of an article is one of those that every English text is full of, nor is it a table
 * of numbers: it is in another language then, or no text at all. A few words do not tell; nor does a letter,
 * which many languages have for a word. In PolNeAR's 84 articles three words in ten are such ones at the
 * least. */
static bool is_foreign(const article *a)
{
    enum { ENOUGH = 20, ONE_IN = 10, TABLE = 4 };
    uint32_t n = 0, n_common = 0, n_numbers = 0;

    for (uint32_t t = 0; t < a->n_tokens; t++) {
        const token *one = &a->token[t];
        const lexeme *l = one->word;

        n += is_word(one);
        n_numbers += !one->mark && !is_word(one);
        n_common += l->text.n > 1 && l->kinds & (LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER);
    }
    return n >= ENOUGH && n_common < n / ONE_IN && n_numbers < n / TABLE;
}

/* Whether no model can know what the tokens [first, last) say: marks are known to it, but not what they would
 * say alone or between words of another script. */
static bool is_unreadable(const article *a, uint32_t first, uint32_t last)
{
    return !has_word(a, first, last) || in_other_script(a, first, last);
}

/* Whether a question's model knows too little of the tokens whose texts were put last. */
static bool is_strange(const article_reader *r, question q, bool unreadable, const article_work *w)
{
    view v = article_questions[q].view;

    return r->task[q] != NONE &&
           (unreadable || tasks_familiarity(&r->tasks[v], &w->view[v], r->task[q]) == KNOWN_TOO_LITTLE);
}

/* Each sentence by itself: all margins that its own texts give, [n_sentences][n_margins], what it seems to
 * be, and whether that can be told. */
static bool look_at_sentences(const article_reader *r, const outlook *looks, article_work *w, article *a,
                              double *margins, glance *seems, err *e)
{
    const uint32_t n = r->tasks[VIEW_SENTENCE].n_margins;

    for (uint32_t i = 0; i < a->n_sentences; i++) {
        sentence_read *s = &a->sentence[i];
        const bool unreadable = is_unreadable(a, s->first, s->last);

        window_sentence(a, looks, i, article_ask(r, VIEW_SENTENCE, w));
        if (!ask_end(&w->ask, e))
            return false;
        for (uint32_t c = 0; c < n; c++)
            margins[(size_t)i * n + c] = w->view[VIEW_SENTENCE].margin[c];
        seems[i] = (glance){chance(r, QUESTION_CONTENT_ALONE, w), chance(r, QUESTION_VOICE_ALONE, w)};
        s->content.strange = is_strange(r, QUESTION_CONTENT, unreadable, w);
        s->voice.strange = is_strange(r, QUESTION_VOICE, unreadable, w);
    }
    return true;
}

/* Then once more, with what its neighbours seem to be. */
static bool decide_sentences(const article_reader *r, const outlook *looks, article_work *w, article *out,
                             glance **seems, err *e)
{
    const tasks *t = &r->tasks[VIEW_SENTENCE];
    double *margins = ARENA_NEW(&w->arena, (size_t)out->n_sentences * t->n_margins + 1, double);

    *seems = ARENA_NEW(&w->arena, (size_t)out->n_sentences + 1, glance);
    if (!margins || !*seems)
        return err_memory(e);
    if (!look_at_sentences(r, looks, w, out, margins, *seems, e))
        return false;
    for (uint32_t i = 0; i < out->n_sentences; i++) {
        sentence_read *s = &out->sentence[i];
        bool strange[] = {s->content.strange, s->voice.strange};

        ask_resume(&w->ask, WINDOW_NEAR, margins + (size_t)i * t->n_margins);
        window_near(*seems, out->n_sentences, i, &w->ask);
        if (!ask_end(&w->ask, e))
            return false;
        s->content = article_verdict(r, QUESTION_CONTENT, w);
        s->voice = article_verdict(r, QUESTION_VOICE, w);
        s->content.strange = strange[0];
        s->voice.strange = strange[1];
    }
    return true;
}

static bool decide_genre(const article_reader *r, const outlook *looks, article_work *w, article *out, err *e)
{
    window_genre(out, looks, article_ask(r, VIEW_GENRE, w));
    if (!ask_end(&w->ask, e))
        return false;
    out->genre = article_verdict(r, QUESTION_GENRE, w);
    out->genre.strange = is_strange(r, QUESTION_GENRE, is_unreadable(out, 0, out->n_tokens), w);
    return true;
}

/* What the models know too little of, or is in another language, is better not decided than guessed. A
 * sentence is withheld where both its models say so: one alone may stumble over a short one of names ("Raye
 * is astonishing."), unless the article is strange as well. Last, so that what stands beside it is read as in
 * learning. */
static void withhold_strange(article *out)
{
    const verdict strange = {.label = NONE, .p = NAN, .strange = true};
    const bool foreign = is_foreign(out);
    uint32_t n = 0;

    for (uint32_t i = 0; i < out->n_sentences; i++) {
        sentence_read *s = &out->sentence[i];

        if (foreign || s->content.strange + s->voice.strange + out->genre.strange >= 2)
            s->content = s->voice = strange;
        else
            s->content.strange = s->voice.strange = false;
    }
    if (foreign || out->genre.strange)
        out->genre = strange;
    for (uint32_t i = 0; i < out->n_stances; i++)
        if (!out->sentence[out->mention[out->stance[i].mention].sentence].content.strange)
            out->stance[n++] = out->stance[i];
    out->n_stances = n;
}

/* From sentences, whoever has cut them, to who speaks and what each sentence looks like. */
static bool find_voices(const article_reader *r, str wanted, article_work *w, article *out, outlook **looks,
                        err *e)
{
    target one = {.name = wanted};
    targets own;
    const targets *set = r->targets;

    if (wanted.n > 0) { /* the record's target comes in place of others */
        if (!targets_index(&one, 1, r->seed, &w->arena, &own, e))
            return false;
        own.always = true;
        set = &own;
    }
    return turns_find(out, &w->arena, e) && quotes_find(out, &w->arena, e) &&
           names_find(set, out, &w->arena, e) && voices_find(r, w, out, e) &&
           ((*looks = windows_look(out, &w->arena)) || err_memory(e));
}

bool article_read(const article_reader *r, str text, str title, bool titled, str wanted, article_work *w,
                  article *out, err *e)
{
    outlook *looks;
    glance *seems;
    bool ok;

    *out = (article){.lexemes = &w->lexemes, .title = title, .genre = UNDECIDED};
    arena_reset(&w->arena);
    ok = lexemes_trim(&w->lexemes, e) && article_split(text, titled, out, &w->arena, e) &&
         find_voices(r, wanted, w, out, &looks, e) && decide_sentences(r, looks, w, out, &seems, e) &&
         speaks_settle(out, &w->arena, e) && decide_genre(r, looks, w, out, e) &&
         groups_find(out, &w->arena, e) && stances_decide(r, w, out, e);
    if (ok) {
        insults_settle(out);
        withhold_strange(out);
    }
    return ok;
}

/* ---- learning ---- */

ask *article_example(article_work *w)
{
    ask_begin(&w->ask, NULL, NULL, NULL);
    return &w->ask;
}

bool article_tell(question q, verdict is, const article_work *w, const example_sink *sink, err *e)
{
    return ask_end(&w->ask, e) &&
           (is.label == NONE ||
            sink->take(sink->to, q, ask_written(&w->ask), str_z(article_questions[q].labels[is.label]),
                       isnan(is.p) ? 1 : is.p, e));
}

/* The annotator's sentences, with nothing said of them yet. */
static bool take_sentences(const article *gold, article_work *w, article *out, err *e)
{
    sentence_read *s = ARENA_NEW(&w->arena, (size_t)gold->n_sentences + 1, sentence_read);

    *out = (article){.lexemes = &w->lexemes, .text = gold->text, .title = gold->title, .genre = UNDECIDED};
    if (!s)
        return err_memory(e);
    for (uint32_t i = 0; i < gold->n_sentences; i++)
        s[i] = (sentence_read){.at = gold->sentence[i].at, .attribution = NONE};
    return article_resplit(out, s, gold->n_sentences, gold->n_passages && gold->passage[0].part == PART_TITLE,
                           &w->arena, e);
}

static bool sentence_examples(question q, const article *gold, const outlook *looks, const glance *seems,
                              article_work *w, const article *read, const example_sink *sink, err *e)
{
    bool of_content = q == QUESTION_CONTENT || q == QUESTION_CONTENT_ALONE;

    for (uint32_t i = 0; i < gold->n_sentences; i++) {
        const sentence_read *is = &gold->sentence[i];

        window_sentence(read, looks, i, article_example(w));
        if (q == QUESTION_CONTENT || q == QUESTION_VOICE)
            window_near(seems, gold->n_sentences, i, &w->ask);
        if (!article_tell(q, of_content ? is->content : is->voice, w, sink, e))
            return false;
    }
    return true;
}

bool article_examples(const article_reader *r, question q, const article *gold, article_work *w, article *out,
                      const example_sink *sink, err *e)
{
    outlook *looks;
    glance *seems;

    arena_reset(&w->arena);
    if (!lexemes_trim(&w->lexemes, e) || !take_sentences(gold, w, out, e))
        return false;
    if (q <= QUESTION_ATTRIBUTION)
        return turns_find(out, &w->arena, e) && quotes_find(out, &w->arena, e) &&
               attributions_examples(r, q, gold, w, out, sink, e);
    if (!find_voices(r, (str){0}, w, out, &looks, e) || !decide_sentences(r, looks, w, out, &seems, e))
        return false;
    if (q == QUESTION_STANCE)
        return speaks_settle(out, &w->arena, e) && decide_genre(r, looks, w, out, e) &&
               groups_find(out, &w->arena, e) && stances_examples(gold, w, out, sink, e);
    if (q == QUESTION_GENRE) {
        window_genre(out, looks, article_example(w));
        return article_tell(q, gold->genre, w, sink, e);
    }
    return sentence_examples(q, gold, looks, seems, w, out, sink, e);
}

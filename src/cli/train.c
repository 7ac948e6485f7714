/* slant train: options to settings, settings and data to a model. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/card_options.h"
#include "cli/command.h"
#include "cli/job.h"
#include "cli/learning_html.h"
#include "cli/learning_tsv.h"
#include "cli/named.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "cli/train_report.h"
#include "learn/train.h"

/* Beyond this the solvers' sums lose what distinguishes records, and in the end overflow. */
#define LARGEST 1e9

typedef struct training {
    rejects rejects;
    uint32_t n_folds;
    progress progress;
} training;

/* ---- while it works ---- */

static bool on_reject(void *to, const record *r, err *e)
{
    training *t = to;
    buf line = {0};
    bool ok;

    if (t->rejects.wanted)
        reject_write(r, &line);
    ok = line.failed ? err_memory(e) : rejects_add(&t->rejects, 1, buf_view(&line), e);
    buf_free(&line);
    return ok;
}

static void on_read(void *to, const reader *r, uint32_t n_records)
{
    training *t = to;

    progress_reader(&t->progress, r, n_records);
}

static void on_folds(void *to, uint32_t done)
{
    training *t = to;

    progress_steps(&t->progress, done, t->n_folds, NULL);
}

static void on_learning(void *to, uint64_t done, uint64_t total)
{
    training *t = to;

    if (done == 0) {
        progress_end(&t->progress);
        progress_begin(&t->progress, "learning curve");
    }
    progress_steps(&t->progress, done, total, "records");
}

static void on_search(void *to, uint32_t done, uint32_t about, const setting *tried, double macro_f1,
                      bool best)
{
    training *t = to;
    char words[160];

    progress_end(&t->progress);
    (void)fprintf(stderr, "slant: search %2u: macro-F1 %.4f%s  %s\n", done, macro_f1, best ? " *" : "  ",
                  train_words(tried, words, sizeof words));
    progress_steps(&t->progress, done, about > done ? about : done, NULL);
}

/* ---- options to settings ---- */

static plan plan_of(const parsed *p, err *e)
{
    plan out = {.edges = opt_flag(p, "edges"),
                .shape = opt_flag(p, "shape"),
                .vector = opt_given(p, "vectors"),
                .punct = !opt_flag(p, "no-punct"),
                .keep_case = opt_flag(p, "keep-case"),
                .fold_numbers = opt_flag(p, "fold-numbers")};
    unsigned from = 0, to = 0;

    if (!opt_flag(p, "no-words")) {
        opt_span(p, "words", &from, &to);
        out.word_min = (uint8_t)from;
        out.word_max = (uint8_t)to;
    }
    if (!opt_flag(p, "no-chars")) {
        opt_span(p, "chars", &from, &to);
        out.char_min = (uint8_t)from;
        out.char_max = (uint8_t)to;
    }
    (void)plan_check(&out, e);
    return out;
}

static kernel_options kernel_of(const parsed *p)
{
    const char *name = opt_string(p, "kernel");
    kernel_options k = KERNEL_DEFAULT;

    k.kind = !name || strcmp(name, "linear") == 0 ? KERNEL_NONE
             : strcmp(name, "poly") == 0          ? KERNEL_POLY
             : strcmp(name, "rbf") == 0           ? KERNEL_RBF
                                                  : KERNEL_SIGMOID;
    k.gamma = opt_real(p, "gamma");
    k.coef0 = opt_real(p, "coef0");
    k.degree = (uint32_t)opt_int(p, "degree");
    k.nu_svc = opt_given(p, "nu");
    k.nu = k.nu_svc ? opt_real(p, "nu") : k.nu;
    k.C = opt_real(p, "C");
    return k;
}

static setting setting_of(const parsed *p, err *e)
{
    setting s = {
        .weighing = {.plan = plan_of(p, e),
                     .idf = !opt_flag(p, "no-idf"),
                     .ratio = opt_flag(p, "ratio") ? opt_real(p, "ratio-power") : 0,
                     .min_df = (uint32_t)opt_int(p, "min-df"),
                     .max_features = opt_given(p, "max-features") ? (uint32_t)opt_int(p, "max-features") : 0,
                     .vector_weight = opt_real(p, "vector-weight")},
        .libsvm = opt_given(p, "kernel") || opt_given(p, "nu"),
        .linear = LINEAR_DEFAULT,
        .kernel = kernel_of(p)};

    s.linear.C = opt_real(p, "C");
    s.linear.eps = opt_real(p, "eps");
    return s;
}

static map_method method_of(const parsed *p)
{
    map_method how = MAP_PLATT;

    while (how < N_MAP_METHODS && strcmp(maps_name(how), opt_string(p, "calibrate")) != 0)
        how++;
    return how < N_MAP_METHODS ? how : MAP_PLATT; /* none: no matter which */
}

/* --class-weight balanced | NAME=W,NAME=W: once the labels are known. weight [K]. */
static bool class_weights(const parsed *p, const dataset *d, setting *s, double *weight, err *e)
{
    const named how = {"train", "class-weight", "NAME=WEIGHT (or: balanced)", "no record has", LARGEST};
    str value = str_z(opt_string(p, "class-weight"));

    s->balanced = str_eq(value, STR("balanced"));
    if (s->balanced || value.n == 0)
        return true;
    for (uint32_t k = 0; k < d->K; k++)
        weight[k] = 1;
    s->class_weight = weight;
    return named_numbers(&how, value, d->label, d->K, weight, e);
}

/* An option that would change nothing is a misunderstanding. */
static bool only_with(const parsed *p, const char *word, bool means, const char *what, err *e)
{
    return means || !opt_given(p, word) ||
           err_set(e, ERR_USAGE, "train: --%s means something only with %s", word, what);
}

static bool target_means(const parsed *p, const char *word, err *e)
{
    return only_with(p, word, opt_int(p, "cv") > 0 && strcmp(opt_string(p, "calibrate"), "none") != 0,
                     "probabilities: --cv 2 or more, and a --calibrate", e) &&
           only_with(p, word, !opt_flag(p, "multi-label"), "one label a record", e);
}

/* The precision that answers are to have; 0: whatever they have. */
static double target_of(const parsed *p)
{
    return opt_given(p, "target-precision") ? opt_real(p, "target-precision")
           : opt_given(p, "target-risk")    ? 1 - opt_real(p, "target-risk")
                                            : 0;
}

static bool target_asks(const parsed *p, err *e)
{
    return (!opt_given(p, "target-precision") && !opt_given(p, "target-risk")) || target_of(p) > 0 ||
           err_set(e, ERR_USAGE, "train: a target of 0 right asks for nothing: leave it out");
}

static bool check_options(const parsed *p, const fields *f, err *e)
{
    unsigned n_more = f->n_more, n_texts = 1 + n_more - f->n_tags;
    const char *machine = opt_string(p, "kernel");
    bool curved = machine && strcmp(machine, "linear") != 0;

    if (opt_flag(p, "search") && opt_int(p, "cv") == 0)
        return err_set(e, ERR_USAGE, "train: --search needs folds: --cv 2 or more");
    if (opt_flag(p, "search") && (opt_given(p, "kernel") || opt_given(p, "nu")))
        return err_set(e, ERR_USAGE,
                       "train: --search knows linear machines only: leave out --kernel and --nu");
    if (opt_given(p, "vectors") && (opt_given(p, "kernel") || opt_given(p, "nu")))
        return err_set(e, ERR_USAGE,
                       "train: --vectors needs the linear machine: leave out --kernel and --nu");
    if (opt_given(p, "max-features") && (opt_given(p, "kernel") || opt_given(p, "nu")))
        return err_set(e, ERR_USAGE,
                       "train: --max-features needs the linear machine: leave out --kernel and --nu");
    if (n_more && (opt_given(p, "kernel") || opt_given(p, "nu")))
        return err_set(e, ERR_USAGE,
                       "train: several --text-field need the linear machine: leave out --kernel and --nu");
    if (opt_flag(p, "overlap") && n_texts < 2)
        return err_set(e, ERR_USAGE, "train: --overlap needs two texts: give --text-field twice");
    if (opt_flag(p, "overlap") && n_more + 2 > TEXTS_MAX)
        return err_set(e, ERR_USAGE, "train: --overlap is a text too: give at most %d others", TEXTS_MAX - 1);
    if (opt_int(p, "cv") == 1)
        return err_set(e, ERR_USAGE, "train: --cv: 1 fold leaves nothing to learn from (0 or 2 and more)");
    if (opt_given(p, "learning-curve") && (opt_int(p, "cv") == 0 || opt_given(p, "nu")))
        return err_set(e, ERR_USAGE, "train: --learning-curve needs %s",
                       opt_given(p, "nu") ? "a C-SVC: leave out --nu" : "folds: --cv 2 or more");
    if (opt_given(p, "separator") && strlen(opt_string(p, "separator")) != 1)
        return err_set(e, ERR_USAGE, "train: --separator: '%s' is not one byte", opt_string(p, "separator"));
    if (opt_given(p, "separator") && !strchr("|,;:/+&#~^*!$%=_@", opt_string(p, "separator")[0]))
        return err_set(e, ERR_USAGE,
                       "train: --separator: '%s' is no mark to tell labels and their numbers apart by",
                       opt_string(p, "separator"));
    if (opt_flag(p, "no-words") && opt_given(p, "words"))
        return err_set(e, ERR_USAGE, "train: --words and --no-words contradict each other");
    if (opt_given(p, "target-precision") && opt_given(p, "target-risk"))
        return err_set(e, ERR_USAGE, "train: --target-precision and --target-risk say the same: give one");
    if (opt_flag(p, "no-chars") && opt_given(p, "chars"))
        return err_set(e, ERR_USAGE, "train: --chars and --no-chars contradict each other");
    return only_with(p, "gamma", curved, "--kernel poly, rbf or sigmoid", e) &&
           only_with(p, "coef0", curved && strcmp(machine, "rbf") != 0, "--kernel poly or sigmoid", e) &&
           only_with(p, "degree", curved && strcmp(machine, "poly") == 0, "--kernel poly", e) &&
           only_with(p, "eps", !machine && !opt_given(p, "nu"),
                     "the linear machine: leave out --kernel and --nu", e) &&
           only_with(p, "C", !opt_given(p, "nu"), "a C-SVC: leave out --nu", e) &&
           only_with(p, "calibrate", opt_int(p, "cv") > 0, "folds: --cv 2 or more", e) &&
           target_means(p, "target-precision", e) && target_means(p, "target-risk", e) && target_asks(p, e) &&
           only_with(p, "separator", opt_flag(p, "multi-label"), "--multi-label", e) &&
           only_with(p, "vector-weight", opt_given(p, "vectors"), "--vectors FILE", e) &&
           only_with(p, "ratio-power", opt_flag(p, "ratio"), "--ratio", e) &&
           only_with(p, "time-limit", opt_flag(p, "search"), "--search", e);
}

/* A page where the name says so, else a table. */
static bool save_learning(const parsed *p, str task, const learning_curve *c, err *e)
{
    size_t n;
    const char *const *path = opt_list(p, "learning-curve", &n);
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++) {
        buf out = {0};

        if (str_ends(str_z(path[i]), STR(".html")))
            learning_html_page(task, p->operand, p->n_operands, c, &out);
        else
            learning_tsv_write(c, &out);
        ok = (!out.failed || err_memory(e)) && save_file(path[i], buf_view(&out), e);
        buf_free(&out);
    }
    return ok;
}

/* The road: read, learn, save. */
static bool run(const parsed *p, training *t, err *e)
{
    arena *a = p->arena;
    input *in = NULL;
    size_t n_in = 0;
    dataset d = {0};
    trained made = {0};
    double *weight = NULL;
    word_vectors beforehand = {0};
    train_options o = {.setting = setting_of(p, e),
                       .multi_label = opt_flag(p, "multi-label"),
                       .separator = opt_string(p, "separator")[0],
                       .search = opt_flag(p, "search"),
                       .limit_s = opt_given(p, "time-limit") ? opt_real(p, "time-limit") : (double)INFINITY,
                       .n_folds = (uint32_t)opt_int(p, "cv"),
                       .seed = (uint64_t)opt_int(p, "seed"),
                       .threads = job_threads(p),
                       .calibrate = strcmp(opt_string(p, "calibrate"), "none") != 0,
                       .method = method_of(p),
                       .target = target_of(p),
                       .learning_curve = opt_given(p, "learning-curve"),
                       .export_libsvm = opt_given(p, "export-libsvm"),
                       .on_folds = on_folds,
                       .on_learning = on_learning,
                       .on_search = on_search,
                       .to = t};
    dataset_options how = {.plan = o.setting.weighing.plan,
                           .reader = job_reader(p, true),
                           .overlap = opt_flag(p, "overlap"),
                           .multi_label = o.multi_label,
                           .separator = o.separator,
                           .on_reject = on_reject,
                           .on_progress = on_read,
                           .to = t};
    bool ok = e->code == ERR_NONE && check_options(p, &how.reader.fields, e) &&
              job_inputs(p, a, &in, &n_in, e) && job_outputs(p, in, n_in, e) && job_apart(p, in, n_in, e);

    if (ok && opt_given(p, "vectors")) {
        ok = word_vectors_read(opt_string(p, "vectors"), &o.setting.weighing.plan, a, &beforehand, e);
        o.setting.weighing.vectors = &beforehand;
    }
    if (o.search)
        how.plan = search_plan(&how.plan);
    t->n_folds = o.n_folds;
    how.reader.not_utf8 = &t->rejects.coding;
    ok = ok && rejects_open(p, &t->rejects, e);
    progress_begin(&t->progress, "read");
    ok = ok && dataset_read(in, n_in, &how, &d, e);
    progress_end(&t->progress);

    weight = ok ? calloc((size_t)d.K + 1, sizeof *weight) : NULL;
    ok = ok && (weight || err_memory(e)) && class_weights(p, &d, &o.setting, weight, e);
    if (ok && o.setting.libsvm &&
        !opt_given(p, "gamma")) /* 1 / mean squared length: vectors of b blocks have b */
        o.setting.kernel.gamma =
            1.0 / ((o.setting.weighing.plan.word_max > 0) + (o.setting.weighing.plan.char_max > 0) +
                   (o.setting.weighing.plan.shape > 0));
    if (ok) {
        o.task = str_z(opt_given(p, "task") ? opt_string(p, "task") : opt_string(p, "label-field"));
        o.card = (card){.version = STR(SLANT_VERSION),
                        .licence = str_z(opt_string(p, "licence")),
                        .notes = str_z(opt_string(p, "note")),
                        .date = str_z(opt_string(p, "date"))};
        progress_begin(&t->progress, "folds");
        ok = card_options(p, a, &o.card, e) && train_model(&d, &o, &made, e);
        progress_end(&t->progress);
    }
    ok = ok && (!o.export_libsvm || save_file(opt_string(p, "export-libsvm"), buf_view(&made.libsvm), e)) &&
         save_learning(p, o.task, &made.learning, e) && rejects_commit(&t->rejects, e) &&
         save_file(opt_string(p, "output"), buf_view(&made.model), e);
    if (ok) {
        train_report(&t->rejects, &d, &o, &made, opt_string(p, "output"));
    } else {
        if (t->rejects.n) /* which may be why */
            rejects_report(&t->rejects, d.N + t->rejects.n, "used", false);
        rejects_abandon(&t->rejects, e);
    }
    trained_free(&made);
    dataset_free(&d);
    word_vectors_free(&beforehand);
    free(weight);
    return ok;
}

static bool train_run(const parsed *p, uint64_t *rejected, err *e)
{
    training t = {.rejects = {.file = {.fd = -1}}};
    bool ok = run(p, &t, e);

    *rejected = t.rejects.n;
    return ok;
}

static const option train_options_table[] = {
    {.letter = 'o',
     .word = "output",
     .argument = "MODEL",
     .type = OPTION_TEXT,
     .required = true,
     .help = "the model file to write"},
    {.word = "export-libsvm",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .rare = true,
     .help = "write the vectors in libsvm's format"},
    OPTION_THREADS,
    {.heading = "Features"},
    {.word = "words",
     .argument = "N-M",
     .type = OPTION_SPAN,
     .min = 1,
     .max = WORD_NGRAM_MAX,
     .value = "1-2",
     .help = "n-grams of words"},
    {.word = "chars",
     .argument = "N-M",
     .type = OPTION_SPAN,
     .min = 1,
     .max = CHAR_NGRAM_MAX,
     .value = "2-5",
     .help = "n-grams of characters inside words"},
    {.word = "no-words", .rare = true, .help = "no n-grams of words"},
    {.word = "no-chars", .rare = true, .help = "no n-grams of characters"},
    {.word = "edges", .rare = true, .help = "n-grams of words know where a text begins, ends"},
    {.word = "shape", .rare = true, .help = "shapes of words too: Xxx, dd.d"},
    {.word = "vectors",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "word vectors, as `slant vectors` makes them"},
    {.word = "vector-weight",
     .argument = "X",
     .type = OPTION_REAL,
     .rare = true,
     .value = "0.5",
     .min = 0,
     .max = LARGEST,
     .above = true,
     .help = "of vectors, where other blocks weigh 1"},
    {.word = "overlap", .rare = true, .help = "what the second text has of the first one"},
    {.word = "no-punct", .rare = true, .help = "leave punctuation out: marks are no words"},
    {.word = "keep-case", .rare = true, .help = "'May' and 'may' stay two words"},
    {.word = "fold-numbers", .rare = true, .help = "every digit becomes 0"},
    {.word = "min-df",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 4000000000.0,
     .value = "2",
     .help = "drop features of fewer records"},
    {.word = "max-features",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 1000000000,
     .shown = "all",
     .rare = true,
     .help = "keep those that matter most: a smaller file"},
    {.word = "no-idf", .rare = true, .help = "do not weigh features by rarity"},
    {.word = "ratio", .help = "weigh by naive-Bayes log-count ratios"},
    {.word = "ratio-power",
     .argument = "X",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .above = true,
     .value = "1",
     .rare = true,
     .help = "raise the ratios to it: 0.5 trusts them less"},
    {.heading = "Learning"},
    {.word = "C",
     .argument = "X",
     .type = OPTION_REAL,
     .min = 0,
     .max = LARGEST,
     .above = true,
     .value = "0.25",
     .help = "cost of a record on the wrong side"},
    {.word = "class-weight", .argument = "W", .type = OPTION_TEXT, .help = "balanced, or NAME=WEIGHT,..."},
    {.word = "eps",
     .argument = "X",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .above = true,
     .value = "0.1",
     .rare = true,
     .help = "stop where margins are settled within X"},
    {.word = "kernel",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("linear", "poly", "rbf", "sigmoid"),
     .shown = "none",
     .help = "LIBSVM: linear, poly, rbf, sigmoid"},
    {.word = "nu",
     .argument = "X",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .above = true,
     .rare = true,
     .help = "LIBSVM's nu-SVC with this nu"},
    {.word = "gamma",
     .argument = "X",
     .type = OPTION_REAL,
     .min = 0,
     .max = LARGEST,
     .shown = "1/blocks",
     .rare = true,
     .help = "of poly, rbf, sigmoid"},
    {.word = "coef0",
     .argument = "X",
     .type = OPTION_REAL,
     .min = -LARGEST,
     .max = LARGEST,
     .value = "0",
     .rare = true,
     .help = "of poly, sigmoid"},
    {.word = "degree",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 20,
     .value = "3",
     .rare = true,
     .help = "of poly"},
    {.word = "multi-label", .help = "records may have several labels"},
    {.word = "separator",
     .argument = "C",
     .type = OPTION_TEXT,
     .value = "|",
     .rare = true,
     .help = "between a record's labels"},
    {.heading = "Choosing and measuring"},
    {.word = "cv",
     .argument = "K",
     .type = OPTION_INT,
     .min = 0,
     .max = 1000,
     .value = "5",
     .help = "folds; 0: no figures, no probabilities"},
    OPTION_SEED("of the folds and intervals"),
    {.word = "search", .help = "choose C, n-grams, ratios by macro-F1"},
    {.word = "time-limit",
     .argument = "S",
     .type = OPTION_REAL,
     .min = 0,
     .max = INFINITY,
     .unit = "seconds",
     .shown = "none",
     .rare = true,
     .help = "of the search"},
    {.word = "learning-curve",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .repeatable = true,
     .help = "figures at growing shares: a table, or .html"},
    {.word = "calibrate",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("platt", "isotonic", "temperature", "none"),
     .value = "platt",
     .help = "platt, isotonic, temperature or none"},
    {.word = "target-precision",
     .argument = "P",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .above = true,
     .shown = "answer all",
     .help = "be unsure, so that answers are right"},
    {.word = "target-risk",
     .argument = "R",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .above = true,
     .shown = "answer all",
     .rare = true,
     .help = "the same, as a share of mistakes"},
    {.heading = "The model's card"},
    {.word = "task",
     .argument = "NAME",
     .type = OPTION_TEXT,
     .shown = "--label-field",
     .help = "what is decided; names the results"},
    {.word = "note", .argument = "TEXT", .type = OPTION_TEXT, .help = "for its users: data, limits"},
    {.word = "licence", .argument = "TEXT", .type = OPTION_TEXT, .rare = true, .help = "of the model"},
    {.word = "date",
     .argument = "TEXT",
     .type = OPTION_TEXT,
     .shown = "none",
     .rare = true,
     .help = "to put on it"},
    INPUT_OPTIONS,
    OPTION_LABEL_FIELD,
    OPTION_WEIGHT_FIELD,
    OPTION_GROUP_FIELD,
    REJECT_OPTIONS,
    OPTIONS_END,
};

const command train_command = {
    .name = "train",
    .summary = "learn a model from labelled records",
    .usage = "slant train -o MODEL [options] FILE...",
    .description = "Learns a machine over n-grams, and its probabilities by cross-validation.",
    .options = train_options_table,
    .operand = "FILE",
    .min_operands = 1,
    .max_operands = OPERANDS_ANY,
    .example = "slant train -o opinion.slant --group-field article corpora/opinion/train.tsv",
    .run = train_run,
};

/* A mention goes in, what its sentence says beside it comes out, as texts and made-up words.
 *
 * Who is meant must not matter, or the machine would learn whom the news of one year was against: so names
 * become slots. What matters is what is said of whom, and a linear machine sees words, not who does what to
 * whom: so every word that judges (judgement.h) is said once more as a tag with the part that the mention has
 * in it. "blamed X", "X was blamed" are both oobjn, "X blamed", "blamed by X" both osubn. The part is guessed
 * from the order of words and a passive's form; no sentence is parsed.
 *
 * Chosen by cross-validation on NewsMTSC (macro-F1 of windows): words that judge 0.637 to 0.694, pairs of
 * tags 0.664 to 0.672, xsame apart from xother 0.668 to 0.672. Of no use there: other windows of words than
 * the clause, classes of the words in the sentences beside it, whether the sentence is an opinion, whether a
 * person is meant. In whole articles, which NewsMTSC has not, the frame is of most use: mean F1 of favor and
 * against at the mentions of 366 articles of ours, each by models of other writers' articles, 0.506 without
 * it, 0.525 with it, 0.538 with each tag of the state once more beside it. Of no use beside it: how often the
 * entity is mentioned, the word that attributes, the content of the sentences before and behind, the mean of
 * what the model says at the entity's other mentions.
 *
 * Tokens are words of words.h and hold neither controls nor TEXT_BREAK. A text that itself says "xtarget" is
 * read as if there were a slot. */
#include "article/toward.h"

#include "article/judgement.h"
#include "article/labels.h"
#include "article/lexicon.h"

typedef enum slot { SLOT_NONE, SLOT_TARGET, SLOT_SAME, SLOT_OTHER } slot;

/* A word of the sentence, or a slot. */
typedef struct item {
    str text;
    const lexeme *word; /* NULL: a slot */
    uint8_t slot;
} item;

enum {
    MAX_ITEMS = 2 * TOWARD_TOKENS + 2,
    MAX_TAGS = TAGS_MAX / 2, /* each two make one more */
    TAG_BYTES = 32,
};

struct toward {
    uint32_t owner[TOWARD_TOKENS]; /* of each token a mention, or one of the two below */
    item item[MAX_ITEMS];
    uint32_t n;
    uint32_t target; /* the item that the mention is                     */
    uint32_t others[MAX_ITEMS + 1], hards[MAX_ITEMS + 1], bys[MAX_ITEMS + 1]; /* how many before each */
    span range;                                                               /* of the text         */
    tags_piece tag[MAX_TAGS];
    uint32_t n_tags;
    bool failed;                      /* memory was out */
    char bytes[MAX_TAGS * TAG_BYTES]; /* of the tags */
};

enum { OWNER_TARGET = NONE - 1 };

toward *toward_new(arena *a)
{
    return ARENA_NEW(a, 1, toward);
}

/* Slots say nothing. */
static const lexeme no_word = {.text = {"", 0}, .judged_at = JUDGEMENT_NONE};

static str small(const item *x)
{
    return lexeme_letters(x->word);
}

static bool is_one(const item *x, const char *const *list)
{
    return str_among(small(x), list);
}

/* ---- the sentence with slots ---- */

static void add(toward *t, str text, const lexeme *of, slot s)
{
    uint32_t i = t->n;

    if (i == MAX_ITEMS)
        return;
    t->item[t->n++] = (item){.text = text, .word = of, .slot = (uint8_t)s};
    t->others[i + 1] = t->others[i] + (s == SLOT_OTHER);
    t->hards[i + 1] = t->hards[i] + ((of->flags & LEXEME_BREAK) != 0);
    t->bys[i + 1] = t->bys[i] + str_eq(lexeme_letters(of), STR("by"));
}

/* A clause ends here. */
static bool breaks(const item *x)
{
    return x->word->flags & LEXEME_BREAK;
}

/* Part of a token. */
static void add_part(toward *t, const article *a, str text)
{
    const lexeme *of = lexemes_of(a->lexemes, text, false);

    t->failed |= !of;
    add(t, text, of ? of : &no_word, SLOT_NONE);
}

/* Whose token each of [first, last) is. Of mentions in each other the inner one counts, but the target
 * always. */
static void own(toward *t, const article *a, uint32_t first, uint32_t last, span at)
{
    uint32_t from = first;

    for (uint32_t i = first; i < last; i++)
        t->owner[i - first] = NONE;
    for (uint32_t m = article_mention_from(a, t->range.begin);
         m < a->n_mentions && a->mention[m].at.begin < t->range.end; m++) {
        const mention *one = &a->mention[m];

        if (one->entity == NONE)
            continue;
        while (from < last && a->token[from].at.end <= one->at.begin)
            from++;
        for (uint32_t i = from; i < last && a->token[i].at.begin < one->at.end; i++)
            t->owner[i - first] = m;
    }
    for (uint32_t i = first; i < last; i++)
        if (spans_meet(a->token[i].at, at))
            t->owner[i - first] = OWNER_TARGET;
}

/* Cuts off what hangs on a word by an apostrophe, the 's of "Jones's", the 'd of "she'd"; NULL where nothing
 * does. */
static const char *cut_tail(str *whole)
{
    static const char *const tails[] = {"'s", "'d", "'ll", "'re", "'ve"};

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t letters = strlen(tails[i]) - 1;
        str rest = {whole->p, whole->n - letters};

        if (whole->n <= letters || memcmp(whole->p + rest.n, tails[i] + 1, letters) != 0)
            continue;
        if (str_ends(rest, STR("'")) || str_ends(rest, STR("\u2019"))) {
            whole->n = rest.n - (str_ends(rest, STR("'")) ? 1 : 3);
            return tails[i];
        }
    }
    return NULL;
}

/* One slot, and what of its last token is not the name. Returns the token behind it. */
static uint32_t add_slot(toward *t, const article *a, span at, slot s, uint32_t last_token, uint32_t end)
{
    static const char *const name[] = {NULL, "xtarget", "xsame", "xother"};
    span whole = a->token[last_token].at, rest = {at.end, whole.end};
    str text = span_text(a, whole), next = {0};
    const char *tail = cut_tail(&text);

    add(t, str_z(name[s]), &no_word, s);
    if (last_token + 1 < end && a->token[last_token + 1].at.begin == whole.end)
        next = span_text(a, a->token[last_token + 1].at);
    if (tail) {
        add_part(t, a, str_z(tail));
    } else if (rest.begin < rest.end && rest.begin > whole.begin) {
        add_part(t, a, span_text(a, rest));
    } else if (str_ends(text, STR("s")) && (str_eq(next, STR("'")) || str_eq(next, STR("\u2019")))) {
        add_part(t, a, STR("'s"));
        return last_token + 2;
    }
    return last_token + 1;
}

static bool lay_out(toward *t, const article *a, uint32_t sentence, span at, uint32_t whom)
{
    const sentence_read *s = &a->sentence[sentence];
    uint32_t first = article_token_at(a, s->first, s->last, at.begin), last, i;

    if (first == s->last || !spans_meet(a->token[first].at, at))
        return false;
    first -= first - s->first < TOWARD_TOKENS / 2 ? first - s->first : TOWARD_TOKENS / 2;
    last = s->last - first < TOWARD_TOKENS ? s->last : first + TOWARD_TOKENS;
    t->range = (span){a->token[first].at.begin, a->token[last - 1].at.end};
    t->n = 0;
    t->target = NONE;
    own(t, a, first, last, at);
    for (i = first; i < last;) {
        uint32_t who = t->owner[i - first];

        if (who == NONE) {
            add(t, span_text(a, a->token[i].at), a->token[i].word, SLOT_NONE);
            i++;
            continue;
        }
        while (i + 1 < last && t->owner[i + 1 - first] == who)
            i++;
        if (who == OWNER_TARGET) {
            t->target = t->n;
            i = add_slot(t, a, at, SLOT_TARGET, i, last);
        } else {
            const mention *one = &a->mention[who];

            i = add_slot(t, a, one->at, whom != NONE && one->entity == whom ? SLOT_SAME : SLOT_OTHER, i,
                         last);
        }
    }
    return t->target != NONE;
}

static void put_items(const toward *t, uint32_t from, uint32_t to, ask *out)
{
    for (uint32_t i = from; i < to; i++) {
        if (i > from)
            buf_char(&out->text, ' ');
        buf_str(&out->text, t->item[i].text);
    }
    ask_text(out);
}

static void put_texts(const toward *t, ask *out)
{
    uint32_t from = t->target, to = t->target + 1;

    while (from > 0 && !breaks(&t->item[from - 1]))
        from--;
    while (to < t->n && !breaks(&t->item[to]))
        to++;
    put_items(t, 0, t->n, out);
    put_items(t, from, t->target, out);
    put_items(t, t->target + 1, to, out);
}

/* ---- tags ---- */

/* A tag of up to four parts. */
static void tag(toward *t, const char *a, const char *b, const char *c, const char *d)
{
    const char *const parts[] = {a, b, c, d};
    char *to = t->bytes + (size_t)t->n_tags * TAG_BYTES;
    size_t n = 0;

    if (t->n_tags == MAX_TAGS)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const char *p = parts[i]; *p && n < TAG_BYTES; p++)
            to[n++] = *p;
    t->tag[t->n_tags++] = tags_piece_of((str){to, n});
}

static void tag1(toward *t, const char *a)
{
    tag(t, a, "", "", "");
}

static bool in_speech(const article *a, uint32_t i, span at)
{
    for (; i != NONE; i = a->quote[i].outer)
        if (a->quote[i].use == QUOTE_SPEECH && spans_meet(a->quote[i].at, at))
            return true;
    return false;
}

/* The last quotation that begins before a place, or NONE. */
static uint32_t quote_before(const article *a, uint32_t at)
{
    uint32_t i = article_quote_from(a, at);

    return i ? i - 1 : NONE;
}

static bool has_speech(const article *a, span range)
{
    uint32_t i = quote_before(a, range.end);

    for (; i != NONE && a->quote[i].at.begin >= range.begin; i = i ? i - 1 : NONE)
        if (a->quote[i].use == QUOTE_SPEECH)
            return true;
    return in_speech(a, i, range);
}

static bool speech(const item *x)
{
    return x->word->judges & 1U << JUDGE_SPEECH || x->word->kinds & LEX_SPEECH;
}

/* "was criticized", "got beaten". */
static bool passive(const toward *t, uint32_t k)
{
    static const char *const be[] = {"is", "are", "was",  "were", "been",    "be", "being",
                                     "am", "get", "gets", "got",  "getting", "'s", NULL};
    static const char *const ends[] = {"ed", "en", "own", "ught", "ung"};
    str word_k = small(&t->item[k]);
    bool form = false;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        form |= str_ends(word_k, str_z(ends[i]));
    for (uint32_t i = k > 3 ? k - 3 : 0; form && i < k; i++)
        if (is_one(&t->item[i], be))
            return true;
    return false;
}

/* Whether the mention is whom the sentence lets speak: "X said", "..., said X", "according to X". */
static bool speaks(const toward *t, bool quoted, bool has_quote)
{
    static const char *const according[] = {"according", NULL};
    uint32_t i = t->target;

    for (uint32_t k = i + 1; k < t->n && k < i + 5; k++) {
        if (t->item[k].slot == SLOT_OTHER)
            break;
        if (speech(&t->item[k]))
            return !passive(t, k);
        if (breaks(&t->item[k]))
            break;
    }
    if (i > 0 && has_quote && !quoted && speech(&t->item[i - 1]))
        return true;
    return (i > 0 && is_one(&t->item[i - 1], according)) || (i > 1 && is_one(&t->item[i - 2], according));
}

/* More than three words, most of them with a capital: a headline. */
static bool all_capitals(const article *a, const sentence_read *s, span range)
{
    uint32_t n = 0, capitals = 0;

    for (uint32_t i = article_token_at(a, s->first, s->last, range.begin);
         i < s->last && a->token[i].at.begin < range.end; i++) {
        char c = a->text.p[a->token[i].at.begin];

        if (a->token[i].mark || (c >= '0' && c <= '9'))
            continue;
        n++;
        capitals += c >= 'A' && c <= 'Z';
    }
    return n > 3 && 10 * capitals > 6 * n;
}

static void tag_mention(toward *t, uint16_t is)
{
    static const char *const owns[] = {"'s", "'", NULL};
    const bool he = pronoun_words_of_person(is) && !(is & PRONOUN_OWNER); /* she, they, him ... */

    tag1(t, is ? "pron" : "name");
    if (is & PRONOUN_OWNER || (t->target + 1 < t->n && is_one(&t->item[t->target + 1], owns)))
        tag1(t, "poss");
    if (he && is & PRONOUN_OBJECT)
        tag1(t, "objpron");
    if (he && is & PRONOUN_SUBJECT)
        tag1(t, "subjpron");
}

static void tag_place(toward *t, str named)
{
    static const char *const others[] = {"nother0", "nother1", "nother2", "nother3"};
    static const char *const same[] = {"nsame0", "nsame1", "nsame2"};
    uint32_t n_other = t->others[t->n], n_same = 0, blanks = 0;

    for (uint32_t i = 0; i < t->n; i++)
        n_same += t->item[i].slot == SLOT_SAME;
    for (size_t i = 0; i < named.n; i++)
        blanks += named.p[i] == ' ';
    tag1(t, t->target == 0 ? "first" : t->target + 2 >= t->n ? "last" : "mid");
    tag1(t, others[n_other < 3 ? n_other : 3]);
    tag1(t, same[n_same < 2 ? n_same : 2]);
    if (blanks >= 4)
        tag1(t, "longmention");
    if (named.n && named.p[0] >= 'a' && named.p[0] <= 'z' && !lexeme_pronoun(named))
        tag1(t, "commonnoun");
}

static void tag_before(toward *t)
{
    static const char *const joins[] = {"to",  "for",  "of", "by",    "on",   "against", "with", "that",
                                        "and", "from", "at", "about", "than", "as",      "like", NULL};
    const item *x = t->target ? &t->item[t->target - 1] : NULL;

    if (!x)
        tag1(t, "prevb");
    else if (is_one(x, joins))
        tag(t, "prev", x->word->small, "", "");
    else
        tag1(t, x->slot || !x->word->mark ? "prevw" : "prevp");
}

static void tag_states(toward *t, const article *a, const sentence_read *s, span at)
{
    str named = span_text(a, at);
    bool quoted = in_speech(a, quote_before(a, at.end), at), has_quote = has_speech(a, t->range),
         said = false, question = false, exclaim = false;

    for (uint32_t i = 0; i < t->n; i++) {
        said |= speech(&t->item[i]);
        question |= str_eq(t->item[i].text, STR("?"));
        exclaim |= str_eq(t->item[i].text, STR("!"));
    }
    (void)cut_tail(&named);
    tag1(t, quoted ? "inquote" : has_quote ? "hasquote" : "noquote");
    tag_mention(t, lexeme_pronoun(named));
    if (all_capitals(a, s, t->range))
        tag1(t, "titlecase");
    tag_place(t, named);
    tag1(t, speaks(t, quoted, has_quote) ? "speaker" : said ? "otherspeaker" : "nospeaker");
    if (question)
        tag1(t, "question");
    if (exclaim)
        tag1(t, "exclaim");
    tag_before(t);
}

/* ---- words that judge ---- */

/* "Nothing but supportive" is supportive, "anything but honest" is not, "never anything but honest" is. */
static bool negated(const toward *t, uint32_t k)
{
    bool but = k > 1 && str_eq(small(&t->item[k - 1]), STR("but")), turned = false, any = false;

    if (but && str_eq(small(&t->item[k - 2]), STR("nothing")))
        return false;
    if (but && str_eq(small(&t->item[k - 2]), STR("anything"))) {
        turned = true;
        k -= 2;
    }
    for (uint32_t i = k > 3 ? k - 3 : 0; i < k; i++)
        any |= (t->item[i].word->judges & 1U << JUDGE_NEGATES) != 0;
    return any != turned;
}

static void tag_judgement(toward *t, uint32_t k, uint32_t classes)
{
    static const char *const kind[N_JUDGEMENTS] = {"e", "e", "f",  "j",  "k",  "w",  "o",  "o",  "w",  "s",
                                                   "s", "x", "za", "ze", "zf", "zl", "zm", "zo", "zp", ""};
    static const char *const sign[N_JUDGEMENTS] = {"n", "p", "n", "n", "n", "n",
                                                   "n", "p", "p", "n", "p", "n"};
    uint32_t target = t->target, low = k < target ? k : target, high = k < target ? target : k;
    bool before = k < target, bare = passive(t, k), by = before && t->bys[target] > t->bys[k];
    uint32_t d = high - low;
    char where[] = {before ? 'l' : 'r', d <= 3 ? 'a' : d <= 8 ? 'b' : 'c', 0};
    char between[] = {t->others[high] > t->others[low + 1] ? 'x' : 'y',
                      t->hards[high] > t->hards[low + 1] ? 'h' : 'n', 0};
    const char *not = negated(t, k) ? "neg" : "";
    const char *part = (before && !bare && !by) || (!before && bare) ? "obj" : !before || by ? "sub" : "oth";
    const char *does = (!before && !bare) || by ? "sub" : "obj";

    for (uint32_t c = 0; c < JUDGE_NEGATES; c++) {
        char base[8] = {0};
        const char *role = c == JUDGE_BAD || c == JUDGE_GOOD             ? ""
                           : c == JUDGE_DOES_ILL || c == JUDGE_DOES_WELL ? does
                                                                         : part;

        if (!(classes & 1U << c))
            continue;
        if (c >= JUDGE_SPEECH) {
            tag(t, kind[c], where, "", "");
            tag1(t, kind[c]);
            continue;
        }
        base[0] = kind[c][0];
        memcpy(base + 1, role, strlen(role));
        base[1 + strlen(role)] = sign[c][0];
        tag(t, base, not, where, "");
        tag(t, base, not, between, "");
        tag(t, base, not, "", "");
    }
}

static void tag_judgements(toward *t)
{
    bool any = false;

    for (uint32_t k = 0; k < t->n;) {
        str phrase[JUDGEMENT_WORDS];
        uint32_t n = 0, classes;

        if (t->item[k].word->judged_at == JUDGEMENT_NONE) {
            k++;
            continue;
        }
        for (; n < JUDGEMENT_WORDS && k + n < t->n && t->item[k + n].word->n_small; n++)
            phrase[n] = small(&t->item[k + n]);
        n = (uint32_t)judgement_find(t->item[k].word->judged_at, phrase, n, &classes);
        classes &= ~(1U << JUDGE_NEGATES);
        if (classes) {
            any = true;
            tag_judgement(t, k, classes);
        }
        k += n ? n : 1;
    }
    if (!any)
        tag1(t, "nolex");
}

/* The tags, then each two of them that follow each other: of tags a machine sees no n-grams. */
static void put_tags(const toward *t, ask *out)
{
    for (uint32_t i = 0; i < t->n_tags; i++) {
        tags_new(&out->tags, "");
        tags_put(&out->tags, &t->tag[i]);
    }
    for (uint32_t i = 1; i < t->n_tags; i++) {
        tags_new(&out->tags, "");
        tags_put(&out->tags, &t->tag[i - 1]);
        tags_char(&out->tags, '_');
        tags_put(&out->tags, &t->tag[i]);
    }
    ask_tags(out);
}

/* ---- the frame ---- */

/* The frame, then every tag of the state once more with it. */
static void put_framed(const toward *of, str frame, tags *out)
{
    const tags_piece piece = tags_piece_of(frame);

    tags_new(out, "");
    tags_put(out, &piece);
    for (uint32_t i = 0; i < of->n_tags; i++) {
        tags_new(out, "");
        tags_put(out, &piece);
        tags_char(out, '_');
        tags_put(out, &of->tag[i]);
    }
}

/* What the words do not say: of the mentions in the author's own words a stance bears on 339 of
 * 4851 in our reports, on 1309 of 3252 in our opinion pieces. One tag for all three facts, since a linear
 * machine sees no two at a time. A sentence that is a record by itself has its words once more, apart from
 * those of articles: in the sentences that we learn from (NewsMTSC) misfortune is against whom it befalls
 * (Daume, ACL 2007). */
static void put_frame(const toward *of, const article *a, uint32_t sentence, toward_by by, ask *out)
{
    static const char who[] = {[TOWARD_BY_AUTHOR] = 'a', [TOWARD_BY_SOURCE] = 's', [TOWARD_BY_SAID] = 'c'};
    static const char says[] = {[SAYS_FACT] = 'f', [SAYS_OPINION] = 'o'};
    static const char in[] = {[GENRE_OPINION] = 'o', [GENRE_REPORT] = 'r'};
    uint32_t label = a->sentence[sentence].content.label, genre = a->genre.label;
    const char frame[] = {
        'b', 'y', who[by], label < sizeof says ? says[label] : 'u', genre < sizeof in ? in[genre] : 'u', 0};

    if (a->n_sentences > 1) {
        put_framed(of, str_z(frame), &out->tags);
    } else {
        put_framed(of, STR("alone"), &out->tags);
        for (uint32_t i = 0; i < of->n; i++) {
            const lexeme *one = of->item[i].word;

            if (one->n_low) {
                tags_new(&out->tags, "alone");
                tags_word(&out->tags, one);
            }
        }
    }
    ask_tags(out);
}

bool toward_put(toward *t, const article *a, uint32_t sentence, span at, uint32_t whom, toward_by by,
                ask *out)
{
    t->failed = false;
    if (!lay_out(t, a, sentence, at, whom))
        return false;
    if (t->failed)
        (void)err_memory(&out->e);
    put_texts(t, out);
    t->n_tags = 0;
    tag_states(t, a, &a->sentence[sentence], at);
    tag_judgements(t);
    put_tags(t, out);
    put_frame(t, a, sentence, by, out);
    return true;
}

/* A word goes in, bits come out. The table is kept in bytewise order by hand; the test says where it is not.
 *
 * What belongs in it: abbreviations of American and British news, the function words that a sentence likes to
 * begin with, verbs of saying. A function word that is part of names too (Will, May, Do) stays out of the
 * openers. Other languages are not in it: their sentences end by the general rules alone. */
#include "text/wordlist.h"

#include "base/sorted.h"

enum {
    TITLE = LIST_TITLE,
    INSIDE = LIST_INSIDE,
    NUMBER = LIST_NUMBER,
    NAME = LIST_NAME,
    TIME = LIST_TIME,
    CALENDAR = LIST_CALENDAR,
    OPENER = LIST_OPENER,
    SPEECH = LIST_SPEECH,
    LETTERED = LIST_LETTERED,
    PARTICLE = LIST_PARTICLE,
    BANG = LIST_BANG,
    CAPITAL = LIST_CAPITAL,
    ABBREVIATION = TITLE | INSIDE | NUMBER | NAME | TIME | BANG,
};

enum { LONGEST = 15 };

typedef struct entry {
    char text[LONGEST + 1]; /* small ASCII letters, padded with NUL */
    uint16_t kinds;
} entry;

/* clang-format off */
static const entry list[] = {
    {"a", OPENER}, {"a.m", TIME}, {"about", OPENER}, {"according", OPENER}, {"added", SPEECH},
    {"adds", SPEECH}, {"adm", TITLE | CAPITAL}, {"admin", NAME | CAPITAL}, {"admits", SPEECH},
    {"admitted", SPEECH}, {"adms", TITLE | CAPITAL}, {"after", OPENER}, {"al", PARTICLE},
    {"ala", NAME | CAPITAL}, {"ald", TITLE | CAPITAL}, {"alh", TITLE | CAPITAL}, {"all", OPENER},
    {"also", OPENER}, {"alta", NAME | CAPITAL}, {"although", OPENER}, {"amb", TITLE | CAPITAL},
    {"an", OPENER}, {"and", OPENER}, {"another", OPENER}, {"answered", SPEECH}, {"answers", SPEECH},
    {"any", OPENER}, {"ap", PARTICLE}, {"appendix", LETTERED}, {"approx", INSIDE},
    {"apr", NUMBER | CALENDAR | CAPITAL}, {"april", CALENDAR}, {"apt", NAME | CAPITAL},
    {"archbp", TITLE | CAPITAL}, {"argued", SPEECH}, {"argues", SPEECH}, {"ariz", NAME | CAPITAL},
    {"ark", NAME | CAPITAL}, {"art", NUMBER | CAPITAL}, {"arts", NUMBER | CAPITAL}, {"as", OPENER},
    {"asked", OPENER | SPEECH}, {"asks", SPEECH}, {"assn", NAME}, {"assoc", NAME}, {"asst", TITLE | CAPITAL},
    {"at", OPENER}, {"atty", TITLE | CAPITAL}, {"aug", NUMBER | CALENDAR | CAPITAL}, {"august", CALENDAR},
    {"ave", NAME}, {"b.sc", NAME}, {"barr", TITLE | CAPITAL}, {"because", OPENER}, {"before", OPENER},
    {"ben", PARTICLE}, {"bhd", NAME}, {"bin", PARTICLE}, {"bk", NUMBER | CAPITAL}, {"bldg", NAME},
    {"block", LETTERED}, {"blvd", NAME}, {"boasted", SPEECH}, {"boasts", SPEECH}, {"both", OPENER},
    {"bp", TITLE | CAPITAL}, {"brig", TITLE | CAPITAL}, {"bros", NAME}, {"bst", CALENDAR}, {"but", OPENER},
    {"by", OPENER}, {"c", NUMBER}, {"ca", NUMBER}, {"calif", NAME | CAPITAL}, {"capt", TITLE | CAPITAL},
    {"capts", TITLE | CAPITAL}, {"card", TITLE | CAPITAL}, {"category", LETTERED}, {"cdr", TITLE | CAPITAL},
    {"cdt", CALENDAR}, {"central", CALENDAR}, {"cest", CALENDAR}, {"cet", CALENDAR}, {"cf", INSIDE},
    {"ch", NUMBER}, {"channel", LETTERED}, {"chapter", LETTERED}, {"cie", NAME}, {"class", LETTERED},
    {"cllr", TITLE | CAPITAL}, {"cmdr", TITLE | CAPITAL}, {"cmdrs", TITLE | CAPITAL}, {"co", NAME},
    {"col", TITLE | CAPITAL}, {"colo", NAME | CAPITAL}, {"cols", TITLE | CAPITAL}, {"column", LETTERED},
    {"comdr", TITLE | CAPITAL}, {"complained", SPEECH}, {"complains", SPEECH}, {"comr", TITLE | CAPITAL},
    {"conceded", SPEECH}, {"concedes", SPEECH}, {"cong", TITLE | CAPITAL}, {"congr", TITLE | CAPITAL},
    {"conn", NAME | CAPITAL}, {"const", TITLE | CAPITAL}, {"continued", SPEECH}, {"continues", SPEECH},
    {"corp", NAME}, {"cos", NAME}, {"cpl", TITLE | CAPITAL}, {"cpt", TITLE | CAPITAL}, {"cried", SPEECH},
    {"cries", SPEECH}, {"cst", CALENDAR}, {"ct", CALENDAR}, {"da", PARTICLE}, {"dal", PARTICLE},
    {"de", PARTICLE}, {"dec", NUMBER | CALENDAR | CAPITAL}, {"december", CALENDAR}, {"declared", SPEECH},
    {"declares", SPEECH}, {"del", NAME | PARTICLE | CAPITAL}, {"della", PARTICLE}, {"demanded", SPEECH},
    {"demands", SPEECH}, {"den", PARTICLE}, {"dep", TITLE | CAPITAL}, {"dep't", NAME}, {"dept", NAME},
    {"der", PARTICLE}, {"despite", OPENER}, {"det", TITLE | CAPITAL}, {"di", PARTICLE},
    {"dir", TITLE | CAPITAL}, {"dist", NAME | CAPITAL}, {"dos", PARTICLE}, {"dr", TITLE}, {"drs", TITLE},
    {"du", PARTICLE}, {"during", OPENER}, {"e.g", INSIDE}, {"each", OPENER}, {"earlier", OPENER},
    {"eastern", CALENDAR}, {"ed.d", NAME}, {"edt", CALENDAR}, {"eg", INSIDE}, {"el", PARTICLE},
    {"engr", TITLE | CAPITAL}, {"ens", TITLE | CAPITAL}, {"esp", INSIDE}, {"esq", NAME},
    {"est", NUMBER | CALENDAR}, {"et", CALENDAR}, {"even", OPENER}, {"every", OPENER}, {"everybody", OPENER},
    {"everyone", OPENER}, {"ex", NUMBER | CAPITAL}, {"exclaimed", SPEECH}, {"exclaims", SPEECH},
    {"exhibit", LETTERED}, {"explained", SPEECH}, {"explains", SPEECH}, {"ext", NUMBER},
    {"feb", NUMBER | CALENDAR | CAPITAL}, {"february", CALENDAR}, {"fed", NAME | CAPITAL}, {"few", OPENER},
    {"fig", NUMBER}, {"figs", NUMBER}, {"fla", NAME | CAPITAL}, {"for", OPENER}, {"fr", TITLE | CAPITAL},
    {"fri", NAME | CALENDAR | CAPITAL}, {"friday", CALENDAR}, {"from", OPENER}, {"ft", NAME},
    {"fumed", SPEECH}, {"fumes", SPEECH}, {"ga", NAME | CAPITAL}, {"gate", LETTERED},
    {"gen", TITLE | CAPITAL}, {"gens", TITLE | CAPITAL}, {"gmt", CALENDAR}, {"gov", TITLE | CAPITAL},
    {"gov't", NAME}, {"govs", TITLE | CAPITAL}, {"govt", NAME}, {"grade", LETTERED}, {"group", LETTERED},
    {"groups", LETTERED}, {"had", OPENER}, {"he", OPENER}, {"hence", OPENER}, {"hepatitis", LETTERED},
    {"her", OPENER}, {"here", OPENER}, {"hers", OPENER}, {"his", OPENER}, {"hon", TITLE | CAPITAL},
    {"how", OPENER}, {"however", OPENER}, {"hwy", NAME}, {"i", OPENER}, {"i.e", INSIDE}, {"ibn", PARTICLE},
    {"if", OPENER}, {"ill", NAME | CAPITAL}, {"in", OPENER}, {"inc", NAME}, {"incl", INSIDE},
    {"ind", NAME | CAPITAL}, {"influenza", LETTERED}, {"inquired", SPEECH}, {"inquires", SPEECH},
    {"insisted", SPEECH}, {"insists", SPEECH}, {"insp", TITLE | CAPITAL}, {"inst", NAME}, {"instead", OPENER},
    {"int'l", NAME}, {"intl", NAME}, {"ist", CALENDAR}, {"it", OPENER}, {"its", OPENER},
    {"jan", NUMBER | CALENDAR | CAPITAL}, {"january", CALENDAR}, {"jeopardy", BANG | CAPITAL},
    {"joked", SPEECH}, {"jokes", SPEECH}, {"jr", NAME}, {"jul", NUMBER | CALENDAR | CAPITAL},
    {"july", CALENDAR}, {"jun", NUMBER | CALENDAR | CAPITAL}, {"june", CALENDAR}, {"just", OPENER},
    {"kan", NAME | CAPITAL}, {"kans", NAME | CAPITAL}, {"ky", NAME | CAPITAL}, {"l.l.c", NAME},
    {"la", NAME | PARTICLE | CAPITAL}, {"lamented", SPEECH}, {"laments", SPEECH}, {"last", OPENER},
    {"later", OPENER}, {"lcpl", TITLE | CAPITAL}, {"le", PARTICLE}, {"like", OPENER}, {"llc", NAME},
    {"ln", NAME | CAPITAL}, {"lt", TITLE | CAPITAL}, {"ltd", NAME}, {"lts", TITLE | CAPITAL},
    {"m.phil", NAME}, {"m.sc", NAME}, {"maj", TITLE | CAPITAL}, {"majs", TITLE | CAPITAL},
    {"mamma", BANG | CAPITAL}, {"many", OPENER}, {"mar", NUMBER | CALENDAR | CAPITAL}, {"march", CALENDAR},
    {"mass", NAME | CAPITAL}, {"may", CALENDAR}, {"md", NAME | CAPITAL}, {"mdt", CALENDAR},
    {"meanwhile", OPENER}, {"messrs", TITLE}, {"mfg", NAME}, {"mgr", TITLE | CAPITAL},
    {"mich", NAME | CAPITAL}, {"minn", NAME | CAPITAL}, {"miss", NAME | CAPITAL}, {"mlle", TITLE},
    {"mme", TITLE}, {"mo", NAME | CAPITAL}, {"mon", NAME | CALENDAR | CAPITAL}, {"monday", CALENDAR},
    {"mons", TITLE | CAPITAL}, {"mont", NAME | CAPITAL}, {"more", OPENER}, {"most", OPENER}, {"mr", TITLE},
    {"mrs", TITLE}, {"ms", TITLE}, {"msgr", TITLE | CAPITAL}, {"mst", CALENDAR}, {"mt", TITLE | CAPITAL},
    {"much", OPENER}, {"mused", SPEECH}, {"muses", SPEECH}, {"mx", TITLE}, {"my", OPENER}, {"nat'l", NAME},
    {"natl", NAME}, {"neb", NAME | CAPITAL}, {"nebr", NAME | CAPITAL}, {"neither", OPENER},
    {"nev", NAME | CAPITAL}, {"nevertheless", OPENER}, {"next", OPENER}, {"no", NUMBER | OPENER},
    {"nobody", OPENER}, {"none", OPENER}, {"nor", OPENER}, {"nos", NUMBER}, {"not", OPENER},
    {"noted", SPEECH}, {"notes", SPEECH}, {"nothing", OPENER}, {"nov", NUMBER | CALENDAR | CAPITAL},
    {"november", CALENDAR}, {"now", OPENER}, {"observed", SPEECH}, {"observes", SPEECH},
    {"oct", NUMBER | CALENDAR | CAPITAL}, {"october", CALENDAR}, {"officials", OPENER},
    {"okla", NAME | CAPITAL}, {"omega", LETTERED}, {"on", OPENER}, {"once", OPENER}, {"one", OPENER},
    {"only", OPENER}, {"ont", NAME | CAPITAL}, {"op", NUMBER | CAPITAL}, {"option", LETTERED},
    {"ore", NAME | CAPITAL}, {"oreg", NAME | CAPITAL}, {"other", OPENER}, {"others", OPENER}, {"our", OPENER},
    {"over", OPENER}, {"p", NUMBER}, {"p.m", TIME}, {"pa", NAME | CAPITAL}, {"pacific", CALENDAR},
    {"para", NUMBER}, {"paras", NUMBER}, {"part", LETTERED}, {"pdt", CALENDAR}, {"penn", NAME | CAPITAL},
    {"perhaps", OPENER}, {"pfc", TITLE | CAPITAL}, {"pg", NUMBER}, {"ph.d", NAME}, {"phase", LETTERED},
    {"pkwy", NAME}, {"pl", NAME | CAPITAL}, {"plan", LETTERED}, {"plc", NAME}, {"pleaded", SPEECH},
    {"pleads", SPEECH}, {"police", OPENER}, {"pool", LETTERED}, {"pp", NUMBER}, {"predicted", SPEECH},
    {"predicts", SPEECH}, {"pres", TITLE | CAPITAL}, {"prof", TITLE}, {"profs", TITLE}, {"promised", SPEECH},
    {"promises", SPEECH}, {"pst", CALENDAR}, {"pt", NUMBER | CALENDAR | CAPITAL}, {"pte", TITLE | CAPITAL},
    {"pty", NAME}, {"pvt", TITLE | CAPITAL}, {"que", NAME | CAPITAL}, {"queried", SPEECH},
    {"quipped", SPEECH}, {"quips", SPEECH}, {"rd", NAME}, {"recalled", SPEECH}, {"recalls", SPEECH},
    {"reg", NUMBER | CAPITAL}, {"remarked", SPEECH}, {"remarks", SPEECH}, {"rep", TITLE | CAPITAL},
    {"replied", SPEECH}, {"replies", SPEECH}, {"reps", TITLE | CAPITAL}, {"responded", SPEECH},
    {"responds", SPEECH}, {"ret", NAME | CAPITAL}, {"retorted", SPEECH}, {"rev", TITLE | CAPITAL},
    {"revs", TITLE | CAPITAL}, {"rm", NUMBER | CAPITAL}, {"rs", NUMBER | CAPITAL}, {"rt", TITLE | CAPITAL},
    {"rte", NAME}, {"s.p.a", NAME}, {"said", SPEECH}, {"sask", NAME | CAPITAL},
    {"sat", NAME | CALENDAR | CAPITAL}, {"saturday", CALENDAR}, {"says", SPEECH}, {"schedule", LETTERED},
    {"screamed", SPEECH}, {"screams", SPEECH}, {"sdn", NAME}, {"sec", TITLE | CAPITAL},
    {"sect", TITLE | CAPITAL}, {"section", LETTERED}, {"sen", TITLE | CAPITAL}, {"sens", TITLE | CAPITAL},
    {"sep", NUMBER | CALENDAR | CAPITAL}, {"sept", NUMBER | CALENDAR | CAPITAL}, {"september", CALENDAR},
    {"series", LETTERED}, {"several", OPENER}, {"sgt", TITLE | CAPITAL}, {"sgts", TITLE | CAPITAL},
    {"she", OPENER}, {"shouted", SPEECH}, {"shouts", SPEECH}, {"sighed", SPEECH}, {"sighs", SPEECH},
    {"since", OPENER}, {"size", LETTERED}, {"smt", TITLE}, {"snapped", SPEECH}, {"snaps", SPEECH}, {"so", OPENER},
    {"some", OPENER}, {"somebody", OPENER}, {"someone", OPENER}, {"spc", TITLE | CAPITAL},
    {"sq", NAME | CAPITAL}, {"sr", NAME}, {"sra", TITLE | CAPITAL}, {"srta", TITLE | CAPITAL},
    {"ssgt", TITLE | CAPITAL}, {"st", NAME | CAPITAL}, {"stat", NUMBER | CAPITAL}, {"stated", SPEECH},
    {"ste", NAME | CAPITAL}, {"still", OPENER}, {"stressed", SPEECH}, {"stresses", SPEECH},
    {"sts", NAME | CAPITAL}, {"such", OPENER}, {"sunday", CALENDAR}, {"supt", TITLE | CAPITAL},
    {"team", LETTERED}, {"tel", NUMBER}, {"tells", SPEECH}, {"tenn", NAME | CAPITAL}, {"ter", PARTICLE},
    {"terminal", LETTERED}, {"tex", NAME | CAPITAL}, {"that", OPENER}, {"the", OPENER}, {"their", OPENER},
    {"then", OPENER}, {"there", OPENER}, {"therefore", OPENER}, {"these", OPENER}, {"they", OPENER},
    {"this", OPENER}, {"those", OPENER}, {"though", OPENER}, {"thu", NAME | CALENDAR | CAPITAL},
    {"thundered", SPEECH}, {"thur", NAME | CALENDAR | CAPITAL}, {"thurs", NAME | CALENDAR | CAPITAL},
    {"thursday", CALENDAR}, {"thus", OPENER}, {"tier", LETTERED}, {"title", LETTERED}, {"today", OPENER},
    {"told", SPEECH}, {"tomorrow", OPENER}, {"tonight", OPENER}, {"tr", NUMBER | CAPITAL},
    {"treas", TITLE | CAPITAL}, {"tue", NAME | CALENDAR | CAPITAL}, {"tues", NAME | CALENDAR | CAPITAL},
    {"tuesday", CALENDAR}, {"tweeted", SPEECH}, {"tweets", SPEECH}, {"two", OPENER}, {"type", LETTERED},
    {"under", OPENER}, {"undersec", TITLE | CAPITAL}, {"univ", NAME}, {"unlike", OPENER}, {"until", OPENER},
    {"utc", CALENDAR}, {"v", INSIDE}, {"va", NAME | CAPITAL}, {"van", PARTICLE}, {"ven", TITLE | CAPITAL},
    {"vitamin", LETTERED}, {"vitamins", LETTERED}, {"viz", INSIDE}, {"vol", NUMBER}, {"vols", NUMBER},
    {"von", PARTICLE}, {"vowed", SPEECH}, {"vows", SPEECH}, {"vs", INSIDE}, {"vt", NAME | CAPITAL},
    {"warned", SPEECH}, {"warns", SPEECH}, {"wash", NAME | CAPITAL}, {"we", OPENER},
    {"wed", NAME | CALENDAR | CAPITAL}, {"wednesday", CALENDAR}, {"were", OPENER}, {"wham", BANG | CAPITAL},
    {"what", OPENER}, {"when", OPENER}, {"where", OPENER}, {"whether", OPENER}, {"which", OPENER},
    {"while", OPENER}, {"whispered", SPEECH}, {"whispers", SPEECH}, {"who", OPENER}, {"whose", OPENER},
    {"why", OPENER}, {"wis", NAME | CAPITAL}, {"wisc", NAME | CAPITAL}, {"with", OPENER}, {"within", OPENER},
    {"without", OPENER}, {"wondered", SPEECH}, {"wonders", SPEECH}, {"writes", SPEECH}, {"wrote", SPEECH},
    {"wyo", NAME | CAPITAL}, {"y", PARTICLE}, {"yahoo", BANG | CAPITAL}, {"yelled", SPEECH},
    {"yells", SPEECH}, {"yes", OPENER}, {"yesterday", OPENER}, {"yet", OPENER}, {"you", OPENER},
    {"your", OPENER}, {"yum", BANG | CAPITAL}, {"zone", LETTERED}, {"zu", PARTICLE},
};
/* clang-format on */

enum { N_LIST = sizeof list / sizeof *list };

unsigned wordlist_find(str word)
{
    char small[LONGEST + 1] = {0};
    size_t at;
    unsigned kinds;

    if (!word.n || word.n > LONGEST)
        return 0;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];

        small[i] = str_small(c);
    }
    at = sorted_find(list, N_LIST, sizeof *list, small, sizeof small);
    if (at == N_LIST)
        return 0;
    kinds = list[at].kinds;
    return kinds & CAPITAL && small[0] == word.p[0] ? kinds & ~(unsigned)ABBREVIATION : kinds;
}

str wordlist_at(size_t i, unsigned *kinds)
{
    *kinds = i < N_LIST ? list[i].kinds : 0u;
    return i < N_LIST ? str_z(list[i].text) : (str){0};
}

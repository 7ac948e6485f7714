/* A word goes in, bits come out. The words are a closed class; what nobody writes any more is left out, and
 * "themself". */
#include "article/pronoun_words.h"

enum {
    I = PRONOUN_FIRST,
    WE = PRONOUN_FIRST | PRONOUN_PLURAL,
    YOU = PRONOUN_SECOND,
    HE = PRONOUN_THIRD | PRONOUN_MALE,
    SHE = PRONOUN_THIRD | PRONOUN_FEMALE,
    IT = PRONOUN_THIRD | PRONOUN_THING,
    THEY = PRONOUN_THIRD | PRONOUN_PLURAL,
    WHO = PRONOUN_RELATIVE,
    WHICH = PRONOUN_RELATIVE | PRONOUN_THING,
    SUBJECT = PRONOUN_SUBJECT,
    OBJECT = PRONOUN_OBJECT,
    OWNER = PRONOUN_OWNER,
    OWN = PRONOUN_OWN,
    SELF = PRONOUN_SELF,
};

/* clang-format off: a row for whom they mean */
static const struct {
    const char *word;
    uint16_t is;
} list[] = {
    {"i", I | SUBJECT},
    {"me", I | OBJECT},
    {"my", I | OWNER},
    {"mine", I | OWN},
    {"myself", I | SELF},
    {"we", WE | SUBJECT},
    {"us", WE | OBJECT},
    {"our", WE | OWNER},
    {"ours", WE | OWN},
    {"ourselves", WE | SELF},
    {"you", YOU | SUBJECT | OBJECT},
    {"your", YOU | OWNER},
    {"yours", YOU | OWN},
    {"yourself", YOU | SELF},
    {"yourselves", YOU | SELF | PRONOUN_PLURAL},
    {"he", HE | SUBJECT},
    {"him", HE | OBJECT},
    {"his", HE | OWNER | OWN},
    {"himself", HE | SELF},
    {"she", SHE | SUBJECT},
    {"her", SHE | OBJECT | OWNER},
    {"hers", SHE | OWN},
    {"herself", SHE | SELF},
    {"it", IT | SUBJECT | OBJECT},
    {"its", IT | OWNER},
    {"itself", IT | SELF},
    {"they", THEY | SUBJECT},
    {"them", THEY | OBJECT},
    {"their", THEY | OWNER},
    {"theirs", THEY | OWN},
    {"themselves", THEY | SELF},
    {"who", WHO | SUBJECT},
    {"whom", WHO | OBJECT},
    {"whose", WHO | OWNER},
    {"which", WHICH | SUBJECT | OBJECT},
};
/* clang-format on */

uint16_t pronoun_words_find(str small)
{
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(small, str_z(list[i].word)))
            return list[i].is;
    return 0;
}

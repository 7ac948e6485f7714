/* A string and labels in, a number for each label that it names out. */
#include "cli/named.h"

#include "base/real.h"

static int shown(str s)
{
    return (int)(s.n < 80 ? s.n : 80);
}

/* What stands before the last "=". */
static str name_of(str number)
{
    str name = {number.p, 0};

    for (size_t i = 0; i < number.n; i++)
        if (number.p[i] == '=')
            name.n = i;
    return name;
}

static bool take_one(const named *how, str number, const str *label, uint32_t K, double *out, err *e)
{
    str name = name_of(number);
    uint32_t k = 0;
    double v;

    if (name.n == 0)
        return err_set(e, ERR_USAGE, "%s: --%s: '%.*s' is not %s", how->command, how->word, shown(number),
                       number.p, how->form);
    number.p += name.n + 1;
    number.n -= name.n + 1;
    if (!real_parse(number, &v) || !(v > 0 && v <= how->max))
        return err_set(e, ERR_USAGE, "%s: --%s: '%.*s' is not a number > 0 and <= %g", how->command,
                       how->word, shown(number), number.p, how->max);
    while (k < K && !str_eq(label[k], name))
        k++;
    if (k == K)
        return err_set(e, ERR_USAGE, "%s: --%s: %s the label '%.*s'", how->command, how->word, how->nobody,
                       shown(name), name.p);
    out[k] = v;
    return true;
}

bool named_numbers(const named *how, str value, const str *label, uint32_t K, double *out, err *e)
{
    const str all = value;

    while (value.p) {
        str one = str_cut(&value, ','), rest = all, other;

        for (; (other = str_cut(&rest, ',')).p != one.p;)
            if (str_eq(name_of(other), name_of(one)))
                return err_set(e, ERR_USAGE, "%s: --%s: '%.*s' is there twice", how->command, how->word,
                               shown(name_of(one)), one.p);
        if (!take_one(how, one, label, K, out, e))
            return false;
    }
    return true;
}

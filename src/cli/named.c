/* A string and labels in, a number for each label that it names out. */
#include "cli/named.h"

#include "base/real.h"

static int shown(str s)
{
    return (int)(s.n < 80 ? s.n : 80);
}

static bool take_one(const named *how, str number, const str *label, uint32_t K, double *out, err *e)
{
    str name = {number.p, 0};
    uint32_t k = 0;
    double v;

    for (size_t i = 0; i < number.n; i++)
        if (number.p[i] == '=')
            name.n = i;
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
    while (value.p)
        if (!take_one(how, str_cut(&value, ','), label, K, out, e))
            return false;
    return true;
}

#include "base/utf8.h"

utf8_char utf8_next(str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.p + i;
    size_t left = s.n - i;
    uint32_t code;
    unsigned need, low = 0x80, high = 0xBF;

    if (p[0] < 0x80)
        return (utf8_char){p[0], 1, true};
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return (utf8_char){0xFFFD, 1, false};

    /* Table 3-7: only the second byte's range depends on the first. */
    if (p[0] < 0xE0) {
        need = 1, code = p[0] & 0x1Fu;
    } else if (p[0] < 0xF0) {
        need = 2, code = p[0] & 0x0Fu;
        if (p[0] == 0xE0)
            low = 0xA0;
        if (p[0] == 0xED)
            high = 0x9F;
    } else {
        need = 3, code = p[0] & 0x07u;
        if (p[0] == 0xF0)
            low = 0x90;
        if (p[0] == 0xF4)
            high = 0x8F;
    }
    for (unsigned k = 1; k <= need; k++, low = 0x80, high = 0xBF) {
        if (k >= left || p[k] < low || p[k] > high)
            return (utf8_char){0xFFFD, (uint8_t)k, false};
        code = code << 6 | (p[k] & 0x3Fu);
    }
    return (utf8_char){code, (uint8_t)(need + 1), true};
}

size_t utf8_bad(str s)
{
    size_t i = 0;

    while (i < s.n) {
        uint64_t eight;

        while (s.n - i >= 8 && (memcpy(&eight, s.p + i, 8), !(eight & 0x8080808080808080u)))
            i += 8;
        if (i == s.n)
            break;

        utf8_char u = utf8_next(s, i);

        if (!u.valid)
            return i;
        i += u.n;
    }
    return i;
}

size_t utf8_put(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t utf8_count(str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; n++)
        i += utf8_next(s, i).n;
    return n;
}

/* A spelling and its normal form go in, the place where each byte of the second comes from goes out.
 *
 * Normalising knows no places: it composes, reorders, folds one character to three. But a cut that changes
 * nothing shows itself, for the normal forms of the parts are then the normal form of the whole. So the next
 * piece is the shortest one whose normal form stands at the front of what has not been explained: a letter
 * whose accent follows does not, for the whole has the two composed. */
#include "feature/origin.h"

#include "base/utf8.h"

/* The piece that begins at byte `at`: its end, and the bytes *n that it gives of the `left` at norm. */
static size_t piece_end(const plan *p, str raw, size_t at, const char *norm, unsigned left, unsigned *n)
{
    size_t end = at;
    word_form piece;

    for (unsigned tries = 0; tries < ORIGIN_PIECE_MAX && end < raw.n; tries++) {
        end += utf8_next(raw, end).n;
        feature_word(p, (str){raw.p + at, end - at}, WORD_WORD, &piece);
        /* The last piece gives all that is left. */
        if (piece.n > left || (end == raw.n && piece.n < left))
            continue;
        if (memcmp(piece.text + 1, norm, piece.n) == 0) {
            *n = piece.n;
            return end;
        }
    }
    *n = left;
    return raw.n;
}

void origin_find(const plan *p, const word_form *w, origin *out)
{
    str raw = {w->raw, w->n_raw};
    size_t begin = 0;

    out->same = norm_is_ascii(raw);
    for (unsigned done = 0, n; !out->same && done < w->n; done += n) {
        size_t end = piece_end(p, raw, begin, w->text + 1 + done, w->n - done, &n);

        for (unsigned i = done; i < done + n; i++) {
            out->begin[i] = (uint16_t)begin;
            out->end[i] = (uint16_t)end;
        }
        begin = end;
    }
}

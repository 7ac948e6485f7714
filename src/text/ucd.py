#!/usr/bin/env python3
"""Writes ucd.c, the table that ucd.h describes, from the Unicode data files.

    src/text/ucd.py [/usr/share/unicode] > src/text/ucd.c

The folder is the one of Debian's package unicode-data. Run it again when the Unicode version changes,
together with a libutf8proc of the same version; the tests compare both with the files.
"""
import os
import re
import sys
import textwrap

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
BLOCK = 128
LAST = 0x110000

WB = ("Other CR LF Newline Extend ZWJ Format Regional_Indicator Katakana Hebrew_Letter ALetter Single_Quote "
      "Double_Quote MidNumLet MidLetter MidNum Numeric ExtendNumLet WSegSpace").split()
SB = "Other CR LF Sep Extend Format Sp Lower Upper OLetter Numeric ATerm STerm Close SContinue".split()
MARK, UPPER, LOWER, LETTER, DIGIT, COMBINING = range(6)
EXTPICT, WORD, VISIBLE, OPEN = 1 << 12, 1 << 13, 1 << 14, 1 << 15


def ranges(name):
    """Yields (first, last, property) for each line of a data file."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as lines:
        for line in lines:
            fields = [f.strip() for f in line.split("#")[0].split(";")]
            if len(fields) >= 2:
                first, _, last = fields[0].partition("..")
                yield int(first, 16), int(last or first, 16), fields[1]


def one_of(name, default):
    """The value of a property that every code point has, as a list."""
    values = [default] * LAST
    for first, last, value in ranges(name):
        values[first:last + 1] = [value] * (last + 1 - first)
    return values


def having(name, *wanted):
    """The code points that have one of the yes-or-no properties, as a set."""
    return {c for first, last, value in ranges(name) if value in wanted for c in range(first, last + 1)}


def version():
    with open(os.path.join(FOLDER, "auxiliary/WordBreakProperty.txt"), encoding="utf-8") as lines:
        return re.search(r"-([0-9.]+)\.txt", lines.readline()).group(1)


def rows():
    category = one_of("extracted/DerivedGeneralCategory.txt", "Cn")
    word_break = one_of("auxiliary/WordBreakProperty.txt", "Other")
    sentence_break = one_of("auxiliary/SentenceBreakProperty.txt", "Other")
    core = "DerivedCoreProperties.txt"
    alphabetic = having(core, "Alphabetic")
    upper, lower = having(core, "Uppercase"), having(core, "Lowercase")
    ignorable = having(core, "Default_Ignorable_Code_Point")
    white = having("PropList.txt", "White_Space")
    pictographic = having("emoji/emoji-data.txt", "Extended_Pictographic")

    def describe(c):
        kind = category[c]
        if kind == "Nd":
            shape = DIGIT
        elif c in upper or kind == "Lt":
            shape = UPPER
        elif c in lower:
            shape = LOWER
        elif kind[0] == "M":
            shape = COMBINING
        elif c in alphabetic or kind[0] == "L":
            shape = LETTER
        else:
            shape = MARK
        value = WB.index(word_break[c]) | SB.index(sentence_break[c]) << 5 | shape << 9
        if c in pictographic:
            value |= EXTPICT
        if kind[0] in "LN" or c in alphabetic:
            value |= WORD
        if kind not in ("Cc", "Cs") and c not in white and c not in ignorable:
            value |= VISIBLE
        if kind in ("Ps", "Pi"):
            value |= OPEN
        return value

    values = [describe(c) for c in range(LAST)]
    return [tuple(values[at:at + BLOCK]) for at in range(0, LAST, BLOCK)]


def table(name, numbers):
    return name + "\n" + textwrap.fill(", ".join(map(str, numbers)) + ",", 110) + "\n"


def main():
    blocks = rows()
    distinct = list(dict.fromkeys(blocks))
    assert len(distinct) <= 256
    place = {row: at for at, row in enumerate(distinct)}
    print(f"""/* Written by ucd.py; do not edit. Two stages: a block of {BLOCK} code points, then one in it.
 * The bits are described in ucd.h.
 *
 * Derived from the Unicode Character Database {version()}, Copyright (c) 1991-2022 Unicode, Inc., used under
 * the Unicode License (https://www.unicode.org/license.txt): data files may be used, changed and passed on
 * freely, without warranty, as long as this notice goes with them. */
/* clang-format off */
#include "text/ucd.h"
""")
    print(table(f"const uint8_t ucd_block[0x110000 >> UCD_BLOCK_BITS] = {{",
                [place[row] for row in blocks]) + "};\n")
    print(f"const uint16_t ucd_row[{len(distinct)}][1 << UCD_BLOCK_BITS] = {{")
    for row in distinct:
        print(table("{", row) + "},")
    print("};")


main()

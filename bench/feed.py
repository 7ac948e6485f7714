#!/usr/bin/env python3
"""feed FILE BYTES: the file, over and over, whole lines of it, until BYTES or a little fewer are written.

A stream of any length without a file of that length; the file itself is held in memory.
"""

import os
import sys

CHUNK = 1 << 20


def main(path, size):
    size = int(size)
    with open(path, "rb") as f:
        text = memoryview(f.read())
    while size > 0:
        # A line that would go over the end is left out.
        part = text if len(text) <= size else text[: bytes(text[:size]).rfind(b"\n") + 1]
        if not part:
            break
        for i in range(0, len(part), CHUNK):
            rest = part[i : i + CHUNK]
            while rest:
                rest = rest[os.write(1, rest) :]
        size -= len(part)


if __name__ == "__main__":
    main(*sys.argv[1:])

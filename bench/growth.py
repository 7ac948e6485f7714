"""growth: what more text, and more models, cost.

Enters: the corpus, streamed over and over to standard input, so that no vocabulary is new after its end.
Leaves: nanoseconds a byte for streams of several lengths, which should not grow with it; peak memory on the
longest, which should not either; and the time of eight models over one feature plan beside that of one.
"""

import os
import random

from setting import FEATURES, read_table
from turns import MB, Row, apart, faster, markdown, spread, times

STREAMS_MB = (1, 4, 16, 76, 300, 2000)
MODELS = (1, 2, 4, 8)
LIMIT_MIB = 64
MANY = 16  # threads, whatever there are of cores: what they hold is the same


# ---- streams ----


def stream_rows(setting, model):
    """A row a length on one thread; the longest on every core too, and on MANY threads."""
    path, text, size = model["lanes1"]["path"], setting.form["txt"], setting.counts["txt"][0]

    def stream(name, mb, threads, every):
        argv = setting.classify([path], "-", threads=threads)
        return Row(name, argv, int(mb * MB), setting.out, feed=(text, int(mb * MB)), every=every)

    # What no stream at all takes is the start-up, which is not the text's.
    found = [Row("nothing", setting.classify([path], os.devnull), 1, setting.out)]
    for mb in STREAMS_MB:
        every = 1 if mb * MB <= size else 2 if mb < 1000 else 3
        found.append(stream(f"{mb} MB", mb, 1, every))
    for threads in sorted({setting.cores, MANY} - {1}):
        found.append(stream(f"{mb} MB, {threads} threads", mb, threads, 5))
    return found


def stream_report(model, found):
    """(figures, lines) of streams that have had their turns."""
    nothing, *streams = found
    start = nothing.ns()
    limit = LIMIT_MIB * 2**20 + model["lanes1"]["bytes"]
    figures, cells, before = [], [], nothing
    for row in streams:
        threads = row.name.partition(", ")[2]
        without = (row.ns() * row.size - start) / row.size
        added = (
            (row.ns() * row.size - before.ns() * before.size) / (row.size - before.size)
            if not threads
            else None
        )
        each = [s * 1e9 / row.size for s in row.wall.values()]
        extra = {
            "ns_byte": each,
            "ns_byte_without_start": without,
            "ns_byte_added": added,
            "limit_mb": limit / MB,
        }
        figures.append({**row.figures(), **extra})
        cells.append(
            [
                row.name,
                spread(each, 2),
                f"{without:.2f}",
                f"{added:.2f}" if added else "-",
                f"{row.peak / MB:.0f}",
                f"{limit / MB:.0f}, {'kept' if row.peak <= limit else 'broken'}",
            ]
        )
        before = row
    head = ["stream", "ns/byte (min-max)", "without start-up", "of the bytes since the row above"]
    what = "Growth, 1 lane, the corpus over and over through a pipe, one pinned thread unless said; "
    what += f"start-up {start / 1e6:.1f} ms; the limit is {LIMIT_MIB} MiB and the model file:"
    return figures, [what, "", *markdown([*head, "peak MB", "limit MB"], cells)]


# ---- models ----


def model_rows(setting):
    """So many of eight models whose features are the same and whose labels are not."""

    def make():
        texts = [r["text"] for r in read_table(setting.work / "lanes1.tsv")]
        out = []
        for k in range(max(MODELS)):
            # Labels by chance: no use, but the n-grams are those of the text, the same for all.
            rng = random.Random(k)
            labels = [(t, f"label{rng.randrange(2)}") for t in texts]
            out.append(setting.train(f"plan{k}", labels, [*FEATURES, "--task", f"task{k}"]))
        return out

    paths, (size, records, _) = apart(make), setting.counts["txt"]
    return [
        Row(
            f"{n} model{'s' * (n > 1)}",
            setting.classify(paths[:n], setting.form["txt"]),
            size,
            setting.out,
            every=2,
            answers=records + 1,
        )
        for n in MODELS
    ]


def model_report(found):
    """(figures, lines) of models that have had their turns."""
    figures, cells = [], []
    for row in found:
        slower = [1 / x for x in faster(row, found[0])]
        figures.append({**row.figures(), "times_one": slower})
        cells.append([row.name, spread(row.rates()), times(slower), f"{row.peak / MB:.0f}"])
    head = ["over one feature plan", "MB/s, median (min-max)", "times the seconds of one", "peak MB"]
    lines = ["Models, 1 lane each, generated labels, one pinned thread; eight should take less than 2:", ""]
    return figures, [*lines, *markdown(head, cells)]

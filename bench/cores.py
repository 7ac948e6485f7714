"""cores: what more threads bring, up to one a core.

Enters: the corpus, and a file in which it stands over and over, so that most words are not new. Leaves: a table of
how many times the speed of one pinned thread 2, 4, 8 ... threads have on each.
"""

import itertools
from pathlib import Path

from setting import whole
from turns import MB, Row, apart, faster, markdown, spread, times


def counts(setting):
    """1, 2, 4 ... and every core."""
    powers = itertools.takewhile(lambda n: n < setting.cores, (2**k for k in itertools.count()))
    return [*powers, setting.cores]


def long_text(setting):
    """The corpus over and over, whole, to --long-mb or a little more: a path, made if it is not there."""
    path = setting.work / f"long-{setting.args.long_mb}.txt"
    if not path.exists():
        text = setting.form["txt"].read_bytes()
        times_over = -(-int(setting.args.long_mb * MB) // len(text))
        whole(path, lambda out: out.writelines(itertools.repeat(text, times_over)))
    return path


def rows(setting, model):
    """A row a number of threads and text; the corpus's before the long one's."""
    one, found = [model["lanes1"]["path"]], []
    long = Path(apart(lambda: str(long_text(setting))))
    for name, path, every in (("corpus", setting.form["txt"], 1), ("long", long, 3)):
        size = path.stat().st_size
        for threads in counts(setting):
            argv = setting.classify(one, path, threads=threads)
            found.append(Row(f"{name}, {threads}", argv, size, setting.out, every=every))
    return found


def report(setting, found):
    """(figures, lines) of rows that have had their turns."""
    threads = counts(setting)
    texts = found[: len(threads)], found[len(threads) :]
    figures, cells = [], []
    for n, *both in zip(threads, *texts):
        cells.append([n])
        for row, all_rows in zip(both, texts):
            more = faster(row, all_rows[0])
            figures.append({**row.figures(), "threads": n, "times_one": more})
            cells[-1] += [spread(row.rates()), times(more), f"{row.peak / MB:.0f}"]
    sizes = [f"{rows[0].size / MB:.0f} MB" for rows in texts]
    head = ["threads"] + [h for size in sizes for h in (f"{size}: MB/s", "times one", "peak MB")]
    what = "Threads, 1 lane, median (min-max); the longer text is the shorter one over and over:"
    return figures, [what, "", *markdown(head, cells)]

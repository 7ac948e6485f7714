#!/usr/bin/env python3
"""shares: how far off `slant estimate` is, and how often its intervals hold the truth, method by method.

  shares.py [--turns 60] [--samples 300] [--only SET...] [--jobs 2] [--data FOLDER]

Enters: labelled data; from FOLDER (../shared/corpora) the sets of SETS that are there, else corpora/opinion. No file
whose name begins with test is opened. Leaves: a table on standard output and in build/bench/shares.md.

Each turn cuts a set at random: a third teaches the model; of the rest come the labelled sample and the corpus, which
have no record in common. There are three questions:

  elsewhere  the sample is drawn from the rest as it is; the corpus's groups have the first label in 10, 30, 50, 70 and
             90 % of records: shares shift, the texts of a label do not
  random     the sample is a random one of the corpus, so many records of each such group
  outlets    where a set names outlets: the corpus is what is left of the five largest, each a group with its own texts
             and shares; the sample is a random one of all of them together; `ppi` is told the group of each

A group's truth is the share that it was drawn with; of an outlet, the share in its own records. For every method: the
mean absolute error of the estimated shares, the part of intervals that hold the truth (wanted: 95 %), their mean width.
"""

import argparse
import csv
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SLANT = str(ROOT / "build/slant")
METHODS = ("count", "adjusted", "probabilistic", "em", "ppi")
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
GROUP = 1000  # records of a drawn group
RESAMPLES = "500"


@dataclass(frozen=True)
class Set:
    name: str
    files: tuple
    label: str
    outlet: str = ""
    skip: tuple = ()


SETS = (
    Set("content", ("content_voice/train.tsv",), "content"),
    Set("pstance", ("pstance/train.tsv",), "label"),
    Set("babe", ("babe/sg2.tsv",), "label", "outlet", ("no_agreement",)),
)
OWN = Set("opinion", ("opinion/train.tsv",), "label")


def read(data, folder):
    """Rows of (text, label, outlet)."""
    rows = []
    for name in data.files:
        with open(folder / name, encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows += [(r["text"], r[data.label], r[data.outlet] if data.outlet else "") for r in table]
    return [r for r in rows if r[1] not in data.skip]


def write(path, rows, grouped):
    """rows of (text, label, group)."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("text\tlabel" + ("\tgroup" if grouped else "") + "\n")
        for text, label, group in rows:
            file.write("\t".join((text, label, group)[: 3 if grouped else 2]) + "\n")


def estimate(model, sample, corpus, method):
    """{(group, label): (estimated, low, high)}"""
    command = [SLANT, "estimate", "-m", model, "--labelled", sample, "--by", "group", "--method", method]
    command += ["--resamples", RESAMPLES, "--threads", "1", corpus]
    out = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    table = csv.DictReader(out.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        (r["group"], r["label"]): tuple(float(r[k]) if r[k] else None for k in ("estimated", "low", "high"))
        for r in table
    }


def drawn_groups(draw, by_label, parts, size, apart=False):
    """Groups with the first label in each of SHARES, the others in the parts given; and their truth. `apart`: what is
    drawn is taken out of by_label."""
    labels, rows, truth = list(by_label), [], {}
    for share in SHARES:
        weights = [share] + [(1 - share) * parts[k] for k in labels[1:]]
        group = f"{share}"
        truth |= {(group, k): w for k, w in zip(labels, weights)}
        for label in draw.choices(labels, weights, k=size):
            row = by_label[label].pop() if apart else draw.choice(by_label[label])
            rows.append((row[0], label, group))
    return rows, truth


def questions(draw, data, rest, labels, n):
    """(name, sample, whether it is told its groups, corpus, truth) of each question."""
    draw.shuffle(rest)
    all_others = sum(r[1] != labels[0] for r in rest)
    parts = {k: sum(r[1] == k for r in rest) / all_others for k in labels}
    sample, by_label = rest[:n], {k: [r for r in rest[n:] if r[1] == k] for k in labels}
    yield "elsewhere", sample, False, *drawn_groups(draw, by_label, parts, GROUP)
    by_label = {k: [r for r in rest if r[1] == k] for k in labels}
    sample, _ = drawn_groups(draw, by_label, parts, n // len(SHARES), apart=True)
    yield "random", sample, True, *drawn_groups(draw, by_label, parts, GROUP)
    if data.outlet:
        largest = {k for k, _ in Counter(r[2] for r in rest).most_common(5)}
        rows = [r for r in rest if r[2] in largest]
        corpus = rows[n:]
        of = Counter(r[2] for r in corpus)
        both = Counter((r[2], r[1]) for r in corpus)
        yield "outlets", rows[:n], True, corpus, {(g, k): both[g, k] / of[g] for g in largest for k in labels}


def one_turn(data, rows, n, seed):
    """[(question, method, error, held, width)], held and width None where there is no interval."""
    draw = random.Random(seed)
    rows = list(rows)
    draw.shuffle(rows)
    third = len(rows) // 3
    # The first label is the rarest of two, of more the most frequent: its share is what is moved.
    labels = [k for k, _ in Counter(r[1] for r in rows).most_common()]
    labels = labels[::-1] if len(labels) == 2 else labels
    found = []
    with tempfile.TemporaryDirectory() as folder:
        model, taught = f"{folder}/model.slant", f"{folder}/taught.tsv"
        write(taught, rows[:third], False)
        subprocess.run(
            [SLANT, "train", "-o", model, "--threads", "1", taught], check=True, stderr=subprocess.DEVNULL
        )
        for question, sample, told, corpus, truth in questions(draw, data, rows[third:], labels, n):
            files = {}
            write(f"{folder}/corpus.tsv", corpus, True)
            for grouped in (False, True):
                files[grouped] = f"{folder}/sample{int(grouped)}.tsv"
                write(files[grouped], sample, grouped)
            for method in METHODS:
                got = estimate(model, files[told and method == "ppi"], f"{folder}/corpus.tsv", method)
                for key, want in truth.items():
                    value, low, high = got.get(key, (None, None, None))
                    if value is None or low is None:
                        found.append((question, method, None, None, None))
                    else:
                        found.append((question, method, abs(value - want), low <= want <= high, high - low))
    return found


def table(results):
    """Lines of a Markdown table; results: {(set, n): [turns' rows]}."""
    yield "| data | sample | question | method | mean error | intervals that hold | mean width | none |"
    yield "|---|---|---|---|---|---|---|---|"
    for (name, n), rows in results.items():
        cells = defaultdict(list)
        for question, method, *figures in rows:
            cells[question, method].append(figures)
        for (question, method), figures in cells.items():
            told = [f for f in figures if f[0] is not None]
            error, held, width = (statistics.fmean(f[i] for f in told) if told else 0 for i in range(3))
            none = len(figures) - len(told)
            yield f"| {name} | {n} | {question} | {method} | {error:.3f} | {100 * held:.1f} % | {width:.3f} | {none} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--samples", type=int, nargs="+", default=[300])
    parser.add_argument("--only", nargs="+", help="names of sets")
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/corpora")
    args = parser.parse_args()
    folder, sets = args.data, [s for s in SETS if all((args.data / f).exists() for f in s.files)]
    if not sets:
        print(f"shares: no data set in {args.data}: corpora/opinion alone, which is small", file=sys.stderr)
        folder, sets = ROOT / "corpora", [OWN]
    results = {}
    for data in sets:
        if args.only and data.name not in args.only:
            continue
        rows = read(data, folder)
        for n in args.samples:
            with ThreadPoolExecutor(args.jobs) as pool:
                turns = pool.map(lambda seed: one_turn(data, rows, n, seed), range(args.turns))
                results[data.name, n] = [row for turn in turns for row in turn]
            print(f"shares: {data.name}, {n}: done", file=sys.stderr)
    text = "\n".join(table(results)) + "\n"
    print(text, end="")
    out = ROOT / "build/bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / "shares.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Who is for or against whom, in real articles: how often `slant annotate` has the holder and the target that readers have
(corpora/stances/holders.*.tsv), where a stance is.

    python3 bench/holders.py [MODEL] [dev|train]

Two names are the same where they are so but for titles, articles and small words, or one is part of the other. Prints shares
with 95 % intervals, articles drawn anew: of all mentions that readers have marked, and of those for which slant shows the
right label, which is what a reader of its output sees. Wants ../shared/corpora, and says so where it is not there.
"""
import csv
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared/corpora"
SMALL = set("a an dr former gov her his its mr mrs ms president rep secretary sen senator the their".split())
FILES = {"dev": {"genre": "genre/dev.tsv", "polnear": "polnear/dev.jsonl"},
         "train": {"genre": "genre/train.tsv", "polnear": "polnear/train.jsonl"}}


def words(name):
    name = re.sub(r"'s?\b", "", name.lower().replace("’", "'"))
    all_words = re.findall(r"\w+", name)
    return [w for w in all_words if w not in SMALL] or all_words


def same(ours, theirs):
    if ours == theirs or {ours, theirs} & {"author", "unnamed"}:
        return ours == theirs
    x, y = words(ours), words(theirs)
    return set(x) <= set(y) or set(y) <= set(x) or (x[-1] == y[-1] and (min(len(x), len(y)) == 1 or x[0] == y[0]))


def articles(part):
    for name, path in FILES[part].items():
        lines = subprocess.run([sys.executable, ROOT / "models/convert.py", name, DATA / path], capture_output=True,
                               text=True, check=True).stdout
        for line in lines.splitlines():
            article = json.loads(line)
            yield name, article["id"], {k: article[k] for k in ("id", "title", "text") if k in article}


def share(rows, right):
    """The share of rows that are right, with its interval: [article] lists."""
    def of(some):
        n = sum(len(x) for x in some)
        return sum(right(r) for x in some for r in x) / n if n else float("nan")

    draw = random.Random(1)
    many = sorted(of([draw.choice(rows) for _ in rows]) for _ in range(1000))
    return f"{of(rows):.3f} [{many[25]:.3f}, {many[974]:.3f}]"


def main():
    model = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "models/news.slant")
    part = sys.argv[2] if len(sys.argv) > 2 else "dev"
    if not all((DATA / path).exists() for path in FILES[part].values()):
        sys.exit(f"{DATA}: no {' or '.join(FILES[part].values())} there")
    marked = {}
    with open(ROOT / f"corpora/stances/holders.{part}.tsv", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked.setdefault((r["set"], r["id"]), []).append(r)
    texts = {(name, number): article for name, number, article in articles(part)}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for key in marked:
            f.write(json.dumps(texts[key], ensure_ascii=False) + "\n")
        f.flush()
        read = subprocess.run([os.environ.get("SLANT", str(ROOT / "build/slant")), "annotate", "-m", model, f.name], capture_output=True,
                              text=True, check=True).stdout.splitlines()
    rows = []
    for mentions, line in zip(marked.values(), read):
        ours = [s for sentence in json.loads(line)["sentences"] for s in sentence.get("stances", [])]
        rows.append([])
        for r in mentions:
            begin, end = int(r["begin"]), int(r["end"])
            at = [s for s in ours if s["begin"] < end and s["end"] > begin]
            if at:
                best = max(at, key=lambda s: min(s["end"], end) - max(s["begin"], begin))
                rows[-1].append((best["label"] == r["label"], same(best["holder"] or "unnamed", r["holder"]),
                                 same(best["target"], r["target"])))
    found = sum(map(len, rows))
    print(f"{len(rows)} articles, {sum(map(len, marked.values()))} mentions, {found} asked about")
    print("| | mentions | holder | target | both |\n|---|---|---|---|---|")
    for name, some in (("all", rows), ("label right", [[r for r in x if r[0]] for x in rows])):
        print(f"| {name} | {sum(map(len, some))} | {share(some, lambda r: r[1])} | {share(some, lambda r: r[2])} "
              f"| {share(some, lambda r: r[1] and r[2])} |")


if __name__ == "__main__":
    main()

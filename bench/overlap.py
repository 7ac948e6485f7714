#!/usr/bin/env python3
"""overlap: what `slant check` finds in public data sets and in the project's own, set by set.

    python3 bench/overlap.py [FOLDER]

FOLDER: a folder with one folder a data set; default ../shared/corpora. Sets that are not there are named on standard
error and left out. Leaves a table on standard output: records, not texts, with their share of the test set.
"""
import json
import os
import subprocess
import sys
from collections import Counter

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPORA = os.path.join(ROOT, "../shared/corpora")

# Name, training file, test file (None: one file by itself), options.
OWN = [
    ("corpora/opinion, train, test", "corpora/opinion/train.tsv", "corpora/opinion/test.tsv", "--group-field article"),
    ("corpora/news, train, test", "corpora/news/train.jsonl", "corpora/news/test.jsonl", ""),
]
SETS = [
    ("20newsgroups, train, test", "20newsgroups/train.tsv", "20newsgroups/test.tsv", ""),
    ("reuters21578, train, test", "reuters21578/modapte_train.tsv", "reuters21578/modapte_test.tsv", ""),
    ("checkthat2024, train, dev", "checkthat2024/train.tsv", "checkthat2024/dev.tsv", ""),
    ("checkthat2024, train, dev_test", "checkthat2024/train.tsv", "checkthat2024/dev_test.tsv", ""),
    ("checkthat2024, train, test", "checkthat2024/train.tsv", "checkthat2024/test.tsv", ""),
    ("newssd_eng, train, val", "newssd_eng/train.tsv", "newssd_eng/val.tsv", ""),
    ("newssd_eng, train, test", "newssd_eng/train.tsv", "newssd_eng/test.tsv", ""),
    ("checkthat2024 train, newssd_eng val", "checkthat2024/train.tsv", "newssd_eng/val.tsv", ""),
    ("checkthat2024 dev, newssd_eng test", "checkthat2024/dev.tsv", "newssd_eng/test.tsv", ""),
    ("pstance, train, val", "pstance/train.tsv", "pstance/val.tsv", ""),
    ("pstance, train, test", "pstance/train.tsv", "pstance/test.tsv", ""),
    ("semeval2016_t6, train, test A", "semeval2016_t6/train.tsv", "semeval2016_t6/test_taskA.tsv", ""),
    ("vast, train, dev", "vast/train.tsv", "vast/dev.tsv", "--group-field article_id"),
    ("newsmtsc, train, dev_mt", "newsmtsc/train.tsv", "newsmtsc/dev_mt.tsv", ""),
    ("newsmtsc, train, dev_rw", "newsmtsc/train.tsv", "newsmtsc/dev_rw.tsv", ""),
    ("polnear sentences, train, dev", "polnear/train_sentences.tsv", "polnear/dev_sentences.tsv",
     "--group-field article_id"),
    ("content_voice, train, dev", "content_voice/train.tsv", "content_voice/dev.tsv",
     "--label-field content --group-field article_id"),
    ("genre, train, dev", "genre/train.tsv", "genre/dev.tsv", ""),
    ("ibm30k_argq, train, dev", "ibm30k_argq/train.tsv", "ibm30k_argq/dev.tsv", ""),
    ("ibm_claim_stance", "ibm_claim_stance/train.tsv", None, ""),
    ("fnc1, headline and body", "fnc1/train_stances.tsv", None, "--target-field body_id"),
    ("babe", "babe/sg2.tsv", None, ""),
    ("subj", "subj/all.tsv", None, ""),
    ("bbc", "bbc/all.tsv", None, ""),
    ("ag_news", "ag_news/test.tsv", None, ""),
    ("gwsd", "gwsd/train.tsv", None, ""),
    ("plain_text", "plain_text/all_articles.txt.gz", None, "--format lines"),
]


def check(slant, train, test, options):
    """(records of train and of test, records by kind and place, the finding on label shares or None)."""
    files = [train] + ([test] if test else [])
    argv = [slant, "check", *options.split(), *files]
    run = subprocess.run(argv + ["--to", "jsonl"], capture_output=True, text=True, encoding="utf-8")
    if run.returncode > 1:
        sys.exit(f"{' '.join(argv)}: {run.stderr.strip()}")
    found, shares = Counter(), None
    for line in run.stdout.splitlines():
        row = json.loads(line)
        found[row["kind"], row["place"]] += row["records"]
        if row["kind"] == "label_shares":
            shares = row
    head = subprocess.run(argv + ["--top", "0"], capture_output=True, text=True, encoding="utf-8").stdout
    n = [int(line.split(": ")[1].split()[0]) for line in head.splitlines()[:len(files)]]
    return n, found, shares


def of_test(found, kind, n):
    count = found[kind, "across"]
    return f"{count:,} ({100 * count / n:.1f} %)" if count else "-"


def cells(name, test, options, n, found, shares):
    """A row of the table. Empty: not asked for, or there is nothing to compare with."""
    out = [name, f"{n[0]:,}" + (f" / {n[1]:,}" if test else "")]
    for kind in ("same_text", "similar_text", "same_group"):
        asked = test and (kind != "same_group" or "--group-field" in options)
        out.append(of_test(found, kind, n[1]) if asked else "")
    for kind in ("same_text", "similar_text"):
        out.append(f"{found[kind, 'train']:,}" if found[kind, "train"] else "-")
    conflicts = found["label_conflict", "across"], found["label_conflict", "train"] + found["label_conflict", "test"]
    out.append(" / ".join(f"{c}" for c in conflicts) if sum(conflicts) else "-")
    out.append(f"{shares['distance']:.2f}" if shares else "-" if test else "")
    return out


def main():
    corpora = sys.argv[1] if len(sys.argv) > 1 else CORPORA
    slant = os.environ.get("SLANT", os.path.join(ROOT, "build/slant"))
    jobs = [(name, ROOT, *rest) for name, *rest in OWN] + [(name, corpora, *rest) for name, *rest in SETS]
    print("| data | records, train / test | test: text in train | near-duplicate in train | group in train "
          "| train: text again | train: near-duplicate | other label, across / within | label shares apart |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, folder, train, test, options in jobs:
        paths = [os.path.join(folder, p) if p else None for p in (train, test)]
        missing = [p for p in paths if p and not os.path.exists(p)]
        if missing:
            print(f"overlap: {name}: {missing[0]} is not there", file=sys.stderr)
            continue
        print("| " + " | ".join(cells(name, test, options, *check(slant, *paths, options))) + " |", flush=True)


if __name__ == "__main__":
    main()

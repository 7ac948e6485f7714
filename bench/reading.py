#!/usr/bin/env python3
"""Speed of `slant annotate`, by what it is asked, beside `slant classify` and `wc -w` in one interleaved run.

    python3 bench/reading.py [FILE] [TURNS]

FILE: articles, one a line; default the first 4 MB of ../shared/corpora/plain_text/all_articles.txt.gz, or generated
text where that is absent. One pinned thread; jsonl to a file. Prints MB/s, best and median, and the ratio to wc -w.
"""
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(ROOT, "../shared/corpora/plain_text/all_articles.txt.gz")
SIZE = 4_000_000


def text(folder):
    path = os.path.join(folder, "articles.txt")
    if os.path.exists(CORPUS):
        with gzip.open(CORPUS, "rb") as f:
            data = f.read(SIZE)
        data = data[:data.rindex(b"\n") + 1]
    else:
        print("no plain_text corpus here: the project's own articles, over and over", file=sys.stderr)
        import json
        with open(os.path.join(ROOT, "corpora/news/train.jsonl"), encoding="utf-8") as f:
            own = b"".join(json.loads(line)["text"].replace("\n", " ").encode() + b"\n" for line in f)
        data = own * (SIZE // len(own) + 1)
    with open(path, "wb") as f:
        f.write(data)
    return path


def main():
    slant = os.environ.get("SLANT", os.path.join(ROOT, "build/slant"))
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    news = os.path.join(ROOT, "models/news.slant")
    with tempfile.TemporaryDirectory() as folder:
        path = sys.argv[1] if len(sys.argv) > 1 else text(folder)
        size = os.path.getsize(path)
        out = os.path.join(folder, "out")
        runs = {
            "wc -w": ["wc", "-w", path],
            "slant classify, subjectivity": [slant, "classify", "-m", os.path.join(ROOT, "models/subjectivity.slant"),
                                             "--threads", "1", "--format", "lines", "-o", out, path],
            "slant annotate, quotations and names alone": [slant, "annotate", "-m",
                                                           os.path.join(ROOT, "models/subjectivity.slant"),
                                                           "--threads", "1", "--format", "lines", "-o", out, path],
            "slant annotate, news.slant": [slant, "annotate", "-m", news, "--threads", "1", "--format", "lines",
                                           "-o", out, path],
        }
        pin = ["taskset", "-c", str(max(os.sched_getaffinity(0)))]
        took = {name: [] for name in runs}
        for _ in range(turns):
            for name, command in runs.items():
                begin = time.monotonic()
                subprocess.run(pin + command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, "LC_ALL": "C.UTF-8"})
                took[name].append(time.monotonic() - begin)
        print(f"{size / 1e6:.1f} MB, {turns} turns\n\n| | MB/s, best | median (min-max) | of `wc -w` |\n|---|---|---|---|")
        for name, t in took.items():
            ratio = [w / x for w, x in zip(took["wc -w"], t)]
            print(f"| {name} | {size / 1e6 / min(t):.1f} | {size / 1e6 / statistics.median(t):.1f} "
                  f"({size / 1e6 / max(t):.1f}-{size / 1e6 / min(t):.1f}) | {statistics.median(ratio):.3f} |")


if __name__ == "__main__":
    main()

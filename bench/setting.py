"""setting: what every part of the bench shares: where things are, how slant is called, the texts to read.

Enters: the command line's options. Leaves: a Setting, with the corpus in each of its forms, and models that
were trained on the way.
"""

import gzip
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import generate
from turns import MB, apart, run

ROOT = Path(__file__).resolve().parent.parent
SLANT = str(ROOT / "build/slant")
PEER = str(ROOT / "bench/peer.py")
# The peers know no words of punctuation; with them slant takes a tenth longer.
NGRAMS = ["--words", "1-2", "--chars", "2-5"]
FEATURES = [*NGRAMS, "--no-punct"]
UTF8 = {**os.environ, "LC_ALL": "C.UTF-8"}
OUTLETS = ("The Morning Ledger", "Harbour Gazette", "Evening Standard-Times", "Northern Post", "wire")


class Setting:
    """The options, the machine's cores, the corpus; `absent` gathers what could not be measured."""

    def __init__(self, args):
        self.args, self.work, self.absent = args, args.work, []
        self.cores = len(os.sched_getaffinity(0))
        self.pin = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
        self.out = args.work / "out"
        self.form = {
            k: Path(v) for k, v in apart(lambda: {k: str(v) for k, v in prepare(args).items()}).items()
        }
        self.counts = {name: count(self.form[name]) for name in ("txt", "sample")}

    def classify(self, models, source, to="tsv", threads=1, form="lines"):
        """A command; with one thread on one core, with more wherever they like."""
        given = [word for model in models for word in ("-m", model)]
        options = ["--format", form, "--to", to, "--threads", threads]
        return [*(self.pin if threads == 1 else []), SLANT, "classify", *given, *options, source]

    def train(self, name, rows, features=FEATURES):
        """A model file of rows (text, label), its table beside it."""
        table, model = self.work / f"{name}.tsv", self.work / f"{name}.slant"
        write_table(table, rows)
        run([SLANT, "train", "-o", model, *features, "--cv", "2", "--eps", "0.1", table])
        return str(model)


# ---- the corpus ----


def prepare(args):
    """The corpus in each of its forms, made once; name -> path."""
    source = args.corpus
    if not source.exists():
        print(f"bench: {source} is not there: generating {args.generate_mb} MB", file=sys.stderr)
        source = generated(args.work, "English", args.generate_mb)
    stem = args.work / f"corpus-{source.name.removesuffix('.gz').removesuffix('.txt')}"
    endings = {"txt": "txt", "gz": "txt.gz", "zst": "txt.zst", "jsonl": "articles.jsonl"}
    form = {name: Path(f"{stem}.{ending}") for name, ending in endings.items()}
    form["sample"] = Path(f"{stem}-sample{args.sample_mb}.txt")
    if not form["txt"].exists():
        with gzip.open(source) if source.suffix == ".gz" else open(source, "rb") as f:
            whole(form["txt"], lambda out: shutil.copyfileobj(f, out))
    if not form["gz"].exists():
        if source.suffix == ".gz":
            whole(form["gz"], lambda out: out.write(source.read_bytes()))
        else:
            subprocess.run(f"gzip -c '{form['txt']}' > '{form['gz']}'", shell=True, check=True)
    if not form["zst"].exists() and shutil.which("zstd"):
        subprocess.run(["zstd", "-q", "-3", "-o", form["zst"], form["txt"]], check=True)
    if not form["jsonl"].exists():
        with open(form["txt"], encoding="utf-8", newline="\n") as f:
            whole(form["jsonl"], lambda out: out.writelines(map(article, itertools.count(1), f)))
    if not form["sample"].exists():
        # Every k-th article, so that the sample is like the whole.
        step = max(1, form["txt"].stat().st_size // int(args.sample_mb * MB))
        with open(form["txt"], "rb") as f:
            whole(form["sample"], lambda out: out.writelines(itertools.islice(f, 0, None, step)))
    return form


def generated(work, script, mb):
    """A generated text's path; made if it is not there."""
    path = work / f"generated-{script}-{mb}.txt"
    if not path.exists():
        whole(path, lambda out: out.writelines(generate.articles(script, mb * MB)))
    return path


def article(i, line):
    """A line of the corpus as a line of JSON, with five fields as an archive of articles has them."""
    text = line.rstrip("\n")
    title = text[:70].rsplit(" ", 1)[0]
    date = f"{1990 + i % 30}-{1 + i % 12:02}-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:00Z"
    row = {"id": f"article-{i}", "outlet": OUTLETS[i % 5], "date": date, "title": title, "text": text}
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def whole(path, fill):
    """A file that is there is complete: it gets its name last."""
    part = Path(f"{path}.part")
    with open(part, "wb") as out:
        fill(out)
    part.rename(path)


def count(path):
    """(bytes, records, words) as `wc` sees them."""
    argv = ["wc", "-lwc", path]
    counted = subprocess.run(argv, capture_output=True, text=True, env=UTF8, check=True).stdout
    lines, words, size = counted.split()[:3]
    return int(size), int(lines), int(words)


def digest(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            h.update(block)
    return h.hexdigest()


# ---- tables of labelled records ----


def read_table(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        names = f.readline().rstrip("\n").split("\t")
        for line in f:
            yield dict(zip(names, line.rstrip("\n").split("\t")))


def write_table(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("text\tlabel\n")
        f.writelines(f"{text}\t{label}\n" for text, label in rows)


def by_turns(path, n, labels):
    """The first lines of a text, labelled by turns: no use, but n-grams and lanes as a model that has."""
    with open(path, encoding="utf-8", newline="\n") as f:
        return [(t.rstrip("\n"), f"label{i % labels}") for i, t in enumerate(itertools.islice(f, n))]


def python_with_sklearn():
    """Debian's own Python has Debian's packages; another first on the path may not."""
    for python in ("/usr/bin/python3", sys.executable):
        try:
            if subprocess.run([python, PEER, "there"], check=False, capture_output=True).returncode == 0:
                return python
        except FileNotFoundError:
            pass
    return None

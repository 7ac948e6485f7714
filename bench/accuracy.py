#!/usr/bin/env python3
"""accuracy: slant on public data sets, each under its usual protocol, beside the figure to beat.

Enters: a folder with one folder a data set (tab-separated files with a header line, as many as there are).
Leaves: a table on standard output, and in build/bench/accuracy.md and accuracy.json.

All learning, cross-validation and measuring is done by the program; this file only cuts data into training
and test files, and pools what the program answered where a protocol's figure goes over several models.

Options are in OPTIONS and were chosen on training and dev data alone, mostly by `--tune="OPTIONS..."`: it
cross-validates those options on the training part of every set and opens no test file. It draws other folds
than the table's, so that a cross-validated figure is not quite the one that was chosen for; where a set has
no test file, the figure still flatters a little.

What it does not do: choose options, or use anything but the Python standard library.
"""

import argparse
import bisect
import gzip
import json
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# ---- the options of each set (of a part: "set/part"), never chosen on a test file ----

# All by cross-validation on training data, but for two. CheckThat's files differ in their share of SUBJ,
# which random folds hide: chosen by training on two of its three files and measuring on the third. P-Stance:
# by the mean of cross-validation and its val file. SemEval: by folds of each target's own tweets, the other
# targets' always learnt from (--tune knows the card's figures alone, and cannot do that).
OPTIONS = {
    "subj": "--ratio --min-df 1 --chars 3-6 --words 1-3 --edges --C 1",
    "20newsgroups": "--no-punct --no-chars --C 1 --eps 0.1",
    "reuters21578": "--no-punct --no-chars --words 1-1 --ratio --C 1 --eps 0.1",
    "newssd_eng": "--shape --C 0.0625 --class-weight balanced --vectors WORDS100",
    "checkthat2024": "--C 0.03 --chars 3-6 --class-weight balanced --vectors WORDS100 --vector-weight 0.3",
    "pstance": "--ratio --ratio-power 0.5 --C 0.09 --words 1-3 --min-df 3",
    "semeval2016_t6": "--ratio --ratio-power 0.5 --min-df 1 --C 0.09 --class-weight balanced --cv 0 --vectors WORDS100",
    "content": "--ratio --ratio-power 0.5 --C 0.125 --words 1-3 --vectors WORDS200",
    "voice": "--ratio --ratio-power 0.5 --C 0.125 --edges --vectors WORDS100",
    "newsmtsc-mt": "--ratio --ratio-power 0.5 --C 0.125 --min-df 1 --vectors WORDS300",
    "newsmtsc-rw": "--ratio --ratio-power 0.5 --C 0.125 --min-df 1 --vectors WORDS300",
    "babe-content": "--ratio --ratio-power 0.5 --C 0.3 --words 1-3 --chars 3-6 --vectors WORDS300",
    "babe-three": "--words 1-3 --min-df 1 --vectors WORDS300",
    "babe-bias": "--ratio --ratio-power 0.5 --C 0.08 --chars 3-5 --min-df 1 --vectors WORDS300",
    "brown_press": "--no-punct",
    "genre": "--C 2 --words 1-1 --chars 3-5",
    "gwsd": "--no-punct --C 0.125 --fold-numbers --min-df 1 --class-weight balanced --vectors WORDS200",
    "polnear": "--min-df 1 --edges --vectors WORDS100",
    "ag_news": "--ratio --ratio-power 0.5 --C 0.125",
    "fnc1": "--overlap --no-chars --min-df 5 --C 0.0625 --cv 0",
}
# Models of other data, whose answers are features of a set's own model.
HELPERS = {
    "content": "--ratio --ratio-power 0.5 --C 0.125 --words 1-3",
    "voice": "--ratio --ratio-power 0.5 --C 0.125",
    "babe": "--ratio --ratio-power 0.5 --C 0.3 --words 1-3 --chars 3-6",
    "pstance": "--ratio --ratio-power 0.5 --C 0.09 --words 1-3 --min-df 3",
}
# Unlabelled texts that word vectors are learnt from (`slant vectors`), where options say `--vectors WORDS100`, of 100
# dimensions: a corpus of news, and these sets' training files. Of the sets that use them none has its test or dev texts there, nor texts that are
# cross-validated.
UNLABELLED = ("content_voice", "newsmtsc", "pstance", "semeval2016_t6", "vast", "ibm30k_argq", "genre")
TUNE_SEED = 7  # of the folds that options are chosen on; figures are reported on the folds of seed 1
RESAMPLES = 1000


# ---- data ----


def read(path):
    """The rows of a tab-separated file, as one dict a row."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[-1] == "":
        lines.pop()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


MORE = ("body", "own", "weight", "tags", "group")  # columns that some sets have


def write(path, rows):
    """Writes the columns that learning needs; what is read back is what was read."""
    names = ["id", "text", "label"] + [x for x in MORE if rows and x in rows[0]]
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(names) + "\n")
        f.writelines("\t".join(row[name] for name in names) + "\n" for row in rows)


def cut(rows, label="label", keep=None, rename=None, group=None, text=lambda t: t):
    """Rows with this column as the label: those of `keep`, under the names of `rename`."""
    out = []
    for row in rows:
        name = row[label]
        if keep and name not in keep:
            continue
        new = {"id": row["id"], "text": text(row["text"]), "label": (rename or {}).get(name, name)}
        if group:
            new["group"] = group(row)
        out.append(new)
    return out


@dataclass
class Helper:
    """A model of other data: how likely it thinks its first label becomes a tag of a part's texts."""

    name: str
    train: list
    options: str


@dataclass
class Part:
    """One model: what it learns from, and a function that reads what it is measured on.

    A function, so that tuning cannot open a test file; None means that the figure is cross-validated.
    """

    name: str
    train: list
    test: object = None
    helpers: list = field(default_factory=list)


# ---- the figures of protocols that go over several models, from (part, truth, given) ----


def labels(text):
    return frozenset(x for x in text.split("|") if x)


def f1s(answers, of):
    """The F1 of each label; labels are sets, so that a record may have several."""
    right, given, true = Counter(), Counter(), Counter()
    for _, truth, answer in answers:
        true.update(truth)
        given.update(answer)
        right.update(truth & answer)
    return [2 * right[x] / max(1, given[x] + true[x]) for x in of]


def favor_against(answers):
    return sum(f1s(answers, ("FAVOR", "AGAINST"))) / 2


def mean_macro_f1(answers):
    parts = {}
    for answer in answers:
        parts.setdefault(answer[0], []).append(answer)
    return sum(favor_against(some) for some in parts.values()) / len(parts)


def topics_micro_f1(answers):
    """Micro-F1 over topics; '-' stands for none of them."""
    right = sum(len((truth & given) - {"-"}) for _, truth, given in answers)
    both = sum(len(truth - {"-"}) + len(given - {"-"}) for _, truth, given in answers)
    return 2 * right / max(1, both)


def fnc_score(answers):
    """Of the Fake News Challenge: a quarter for related or not, three more for which of the related ones."""
    got = best = 0
    for _, truth, given in answers:
        best += 1 if truth != {"unrelated"} else 0.25
        got += 0.25 * ((truth == {"unrelated"}) == (given == {"unrelated"}))
        got += 0.75 * (truth == given != {"unrelated"})
    return got / best


# ---- the sets ----


@dataclass
class Set:
    name: str
    protocol: str
    metric: str  # as people call it
    figure: str  # as the program calls it
    beat: str
    parts: object  # folder of all data -> list of Part
    args: list = field(default_factory=list)
    pool: object = None  # answers of all parts -> figure
    texts: list = field(default_factory=list)  # options that name the texts, where there is not one
    by_part: bool = True  # whether the parts have figures of their own


def babe(label, keep):
    def parts(data):
        rows = read(data / "babe/sg2.tsv")
        return [Part("", cut(rows, label, keep, group=lambda r: r["article_id"]))]

    return parts


def content_voice(label):
    def some(data, name):
        return cut(read(data / "content_voice" / name), label, group=lambda r: r["article_id"].split("#")[0])

    return lambda data: [Part("", some(data, "train.tsv"), lambda: some(data, "dev.tsv"))]


def brown(data):
    other = {"editorial": "other", "reviews": "other"}
    return [Part("", cut(read(data / "brown_press/documents.tsv"), rename=other))]


def files(train, test=None):
    """Every row of some files, as they are."""

    def parts(data):
        rows = [row for name in train for row in cut(read(data / name))]
        return [Part("", rows, (lambda: cut(read(data / test))) if test else None)]

    return parts


def by_target(train, test):
    """One model a target."""

    def of(some, target):
        return cut([r for r in some if r["target"] == target])

    def parts(data):
        rows = [row for name in train for row in read(data / name)]
        targets = sorted({r["target"] for r in rows})
        return [Part(t, of(rows, t), lambda t=t: of(read(data / test), t)) for t in targets]

    return parts


def labelled_sentences(data):
    """Those of corpora/sentences, whose texts are in other sets' training files, as content_voice's rows are."""
    convert, rows = [sys.executable, str(ROOT / "models/convert.py")], []
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, file in ("polnear", "train.jsonl"), ("genre", "train.tsv"), ("newsmtsc", "train.tsv"):
            paths.append(f"{folder}/{name}.jsonl")
            with open(paths[-1], "w", encoding="utf-8") as f:
                subprocess.run([*convert, name, str(data / name / file)], stdout=f, check=True)
        labels = str(ROOT / "corpora/sentences/train.tsv")
        lines = subprocess.run([*convert, "sentences", labels, *paths], stdout=subprocess.PIPE, check=True).stdout.decode()
    for line in lines.splitlines():
        excerpt = json.loads(line)
        text = excerpt["text"].encode()
        for s in excerpt["sentences"]:
            one = " ".join(text[s["begin"] : s["end"]].decode().split())
            rows.append({"id": excerpt["id"], "text": one, **{x: s[x]["label"] for x in ("content", "voice")}})
    return rows


def sentence_helpers(data):
    """What content_voice, corpora/sentences and BABE know of a sentence: opinion or fact, whose voice, whether both are SUBJ."""
    rows = read(data / "content_voice/train.tsv") + labelled_sentences(data)
    both = [dict(r, both="SUBJ" if (r["content"], r["voice"]) == ("opinion", "author") else "OBJ") for r in rows]
    return [
        Helper("both", cut(both, "both"), HELPERS["content"]),
        Helper("content", cut(rows, "content"), HELPERS["content"]),
        Helper("voice", cut(rows, "voice"), HELPERS["voice"]),
        Helper("babe", cut(read(data / "babe/sg2.tsv"), keep=("factual", "opinion")), HELPERS["babe"]),
    ]


def checkthat(data):
    part = files([f"checkthat2024/{x}.tsv" for x in ("train", "dev", "dev_test")], "checkthat2024/test.tsv")(data)[0]
    part.helpers = sentence_helpers(data)
    return [part]


def pstance_helpers(data):
    """What tweets on three candidates know of one on a fourth: each candidate's, all as they are, all by party."""
    rows = read(data / "pstance/train.tsv")
    turned = {"FAVOR": "AGAINST", "AGAINST": "FAVOR"}
    left = [dict(r, label=turned[r["label"]]) if r["target"].endswith("Trump") else r for r in rows]
    names = {r["target"]: r["target"].split()[-1] for r in rows}
    each = [Helper(names[t], cut([r for r in rows if r["target"] == t]), HELPERS["pstance"]) for t in sorted(names)]
    return each + [Helper("left", cut(left), HELPERS["pstance"]), Helper("favor", cut(rows), HELPERS["pstance"])]


def semeval(data):
    """One model a target. It learns from the other targets too, a little: each feature has a copy for all
    targets (`text`) and one for this (`own`; Daume, ACL 2007). Only for the politician do other data help."""
    rows = read(data / "semeval2016_t6/train.tsv") + read(data / "semeval2016_t6/trial.tsv")
    parts = []

    def of(rows, target, learning):
        out = []
        for r, new in zip(rows, cut(rows, text=lambda t: t.replace("#SemST", "").strip())):
            if r["target"] == target or learning:
                mine = r["target"] == target
                out.append(dict(new, own=new["text"] if mine else "", weight="1" if mine else "0.03"))
        return out

    for target in sorted({r["target"] for r in rows}):
        test = lambda t=target: of(read(data / "semeval2016_t6/test_taskA.tsv"), t, False)
        helpers = pstance_helpers(data) if target == "Hillary Clinton" else []
        parts.append(Part(target, of(rows, target, True), test, helpers))
    return parts


def newsmtsc(test):
    def some(data, name):
        return cut(read(data / "newsmtsc" / name), group=lambda r: "_".join(r["sentence_id"].split("_")[:3]))

    return lambda data: [Part("", some(data, "train.tsv"), lambda: some(data, test))]


def polnear(data):
    def some(name):
        rest = {"none": "not", "other_role": "not"}
        return cut(read(data / "polnear" / name), rename=rest, group=lambda r: r["article_id"])

    return [Part("", some("train_sentences.tsv"), lambda: some("dev_sentences.tsv"))]


def fnc(data):
    """Five parts by body: each is measured on the bodies of a fifth and learns from the others."""
    bodies = {row["body_id"]: row["text"] for row in read(data / "fnc1/train_bodies.tsv")}
    ids = sorted(bodies)
    random.Random(1).shuffle(ids)
    fold = {body: i % 5 for i, body in enumerate(ids)}
    rows = [
        {"id": r["id"], "text": r["text"], "body": bodies[r["body_id"]], "label": r["label"], "group": r["body_id"]}
        for r in read(data / "fnc1/train_stances.tsv")
    ]

    def of(k, held):
        return [row for row in rows if (fold[row["group"]] == k) == held]

    return [Part(str(k + 1), of(k, False), lambda k=k: of(k, True)) for k in range(5)]


MACRO, ACCURACY = ("macro-F1", "macro_f1"), ("accuracy", "accuracy")

SETS = [
    Set("subj", "10-fold", *ACCURACY, "0.932", files(["subj/all.tsv"]), ["--cv", "10"]),
    Set(
        "20newsgroups", "test", *ACCURACY, "0.866", files(["20newsgroups/train.tsv"], "20newsgroups/test.tsv")
    ),
    Set(
        "reuters21578",
        "ModApte test, topics only",
        "micro-F1",
        "micro_f1",
        "0.86-0.88",
        files(["reuters21578/modapte_train.tsv"], "reuters21578/modapte_test.tsv"),
        ["--multi-label"],
        topics_micro_f1,
    ),
    Set("newssd_eng", "test", *MACRO, "0.55", files(["newssd_eng/train.tsv"], "newssd_eng/test.tsv")),
    Set("checkthat2024", "test; train + dev + dev_test", *MACRO, "0.652", checkthat),
    Set(
        "babe-content",
        "5-fold by article, factual or opinion",
        *MACRO,
        "0.881",
        babe("label", ("factual", "opinion")),
    ),
    Set(
        "babe-three",
        "5-fold by article, three classes",
        *MACRO,
        "0.628",
        babe("label", ("factual", "mixed", "opinion")),
    ),
    Set("babe-bias", "5-fold by article", *MACRO, "0.750", babe("label_bias", ("Biased", "Non-biased"))),
    Set("brown_press", "10-fold, news or the rest", *MACRO, "0.898", brown, ["--cv", "10"]),
    Set(
        "pstance",
        "test, mean over three targets",
        *MACRO,
        "0.771",
        by_target(["pstance/train.tsv"], "pstance/test.tsv"),
        pool=mean_macro_f1,
    ),
    Set(
        "semeval2016_t6",
        "test A, pooled over five targets",
        "F_avg",
        "f_avg",
        "0.690",
        semeval,
        ["--weight-field", "weight"],
        pool=favor_against,
        texts=["--text-field", "text", "--text-field", "own"],
    ),
    Set("content", "dev, by article", *MACRO, "0.790", content_voice("content")),
    Set("voice", "dev, by article", *MACRO, "0.838", content_voice("voice")),
    Set("genre", "dev", *MACRO, "-", files(["genre/train.tsv"], "genre/dev.tsv")),
    Set("newsmtsc-mt", "dev_mt, as plain text", *MACRO, "0.60-0.63 with target", newsmtsc("dev_mt.tsv")),
    Set("newsmtsc-rw", "dev_rw, as plain text", *MACRO, "0.60-0.63 with target", newsmtsc("dev_rw.tsv")),
    Set("gwsd", "5-fold", *MACRO, "0.60", files(["gwsd/train.tsv"])),
    Set("bbc", "5-fold", *MACRO, "-", files(["bbc/all.tsv"])),
    Set("ag_news", "5-fold", *MACRO, "-", files(["ag_news/test.tsv"])),
    Set("polnear", "dev, sentence attributed or not", *MACRO, "-", polnear),
    Set(
        "fnc1",
        "5-fold by body, headline and body",
        "FNC score",
        "accuracy",
        "0.79-0.82",
        fnc,
        pool=fnc_score,
        texts=["--text-field", "text", "--text-field", "body"],
        by_part=False,
    ),
]


# ---- running the program ----


class Bench:
    def __init__(self, args):
        self.slant = args.slant
        self.data = args.data
        self.work = args.work
        self.learnt = set()  # helpers' models
        self.cuts = {}  # of what they say, by part and helper: tenths of its training rows
        self.threads = ["--threads", str(args.threads)] if args.threads else []
        self.words = {}  # files of word vectors, by dimensions

    def unlabelled(self):
        """The texts without labels in one file, written once; its path."""
        texts, news = self.work / "unlabelled.txt", self.data / "plain_text/all_articles.txt.gz"
        if self.words:
            return texts
        with open(texts, "w", encoding="utf-8", newline="\n") as f:
            with gzip.open(news, "rt", encoding="utf-8", errors="replace", newline="\n") as more:
                f.writelines(more)
            for name in UNLABELLED:
                f.writelines(row["text"] + "\n" for row in read(self.data / name / "train.tsv"))
        return texts

    def vectors(self, dims):
        """Learns word vectors, once; the path of their file."""
        if dims not in self.words:
            path = str(self.work / f"words{dims}.vec")
            self.run("vectors", "-o", path, "--dims", dims, "--format", "lines", *self.threads, self.unlabelled())
            self.words[dims] = path
        return self.words[dims]

    def options(self, text):
        """Options as arguments."""
        return [self.vectors(x[5:]) if x.startswith("WORDS") else x for x in shlex.split(text)]

    def run(self, *args):
        p = subprocess.run([self.slant, *args], capture_output=True, text=True)
        if p.returncode != 0:
            raise RuntimeError(f"slant {shlex.join(map(str, args))}: exit {p.returncode}: {p.stderr.strip()}")
        return p.stdout

    def asked(self, stem, helper, rows):
        """How likely a helper thinks its first label, of each row's text."""
        data, model, texts = (f"{stem}.{helper.name}{x}" for x in (".tsv", ".slant", ".texts.tsv"))
        if model not in self.learnt:
            write(data, helper.train)
            self.run("train", "-o", model, *self.options(helper.options), *self.threads, data)
            self.learnt.add(model)
        write(texts, [{"id": r["id"], "text": r["text"], "label": ""} for r in rows])
        out = self.run("classify", "-m", model, "--threshold", "0", "--to", "tsv", *self.threads, texts)
        first = min(r["label"] for r in helper.train)
        answers = [line.split("\t") for line in out.split("\n")[1:-1]]
        return [float(a[2]) if a[1] == first else 1 - float(a[2]) for a in answers]

    def tagged(self, model, part, rows):
        """The rows with what the part's helpers say of their texts, as tags: content7, by tenths of training."""
        stem = model.replace(".slant", "")
        tags = [[] for _ in rows]
        for helper in part.helpers:
            said = self.asked(stem, helper, rows)
            if rows is part.train:
                self.cuts[stem, helper.name] = [sorted(said)[len(said) * i // 10] for i in range(1, 10)]
            for of, p in zip(tags, said):
                of.append(f"{helper.name}{bisect.bisect(self.cuts[stem, helper.name], p)}")
        return [dict(r, tags=" ".join(of)) for r, of in zip(rows, tags)] if part.helpers else rows

    def fields(self, s, part):
        return [*(s.texts or ["--text-field", "text"]), *(["--tag-field", "tags"] if part.helpers else [])]

    def train(self, s, part, options, seed=1):
        """Trains on a part; the path of the model."""
        stem = self.work / "-".join(x for x in (s.name, part.name.replace(" ", "_")) if x)
        train, model = f"{stem}.train.tsv", f"{stem}.slant"
        write(train, self.tagged(model, part, part.train))
        group = ["--group-field", "group"] if "group" in part.train[0] else []
        # The set's own come last: the protocol decides the folds.
        args = [*options, *s.args, *self.fields(s, part), *group, "--seed", str(seed), *self.threads]
        self.run("train", "-o", model, *args, train)
        return model

    def card(self, model, figure):
        card = json.loads(self.run("inspect", "--top", "0", "--to", "json", model))["card"]
        return next(f for f in card["validation"]["figures"] if f["name"] == figure)

    def eval(self, s, part, model):
        rows, test = part.test(), model.replace(".slant", ".test.tsv")
        write(test, self.tagged(model, part, rows))
        group = ["--group-field", "group"] if "group" in rows[0] else []
        args = ["-m", model, "--threshold", "0", "--to", "json", *self.fields(s, part), *group, *self.threads]
        return json.loads(self.run("eval", *args, test))["figures"]

    def answers(self, s, part, model):
        """(part, truth, given) of each test record, as sets of labels."""
        rows, test = part.test(), model.replace(".slant", ".test.tsv")
        write(test, self.tagged(model, part, rows))
        args = ["-m", model, "--threshold", "0", "--to", "tsv", *self.fields(s, part), *self.threads]
        lines = self.run("classify", *args, test).split("\n")[1:-1]
        if len(lines) != len(rows):
            raise RuntimeError(f"{s.name}: {len(rows)} records in, {len(lines)} out")
        return [
            (part.name, labels(row["label"]), labels(line.split("\t")[1])) for row, line in zip(rows, lines)
        ]


def interval(answers, figure):
    """Percentile bootstrap over records, within parts: the size of each target's test is not chance."""
    parts = {}
    for answer in answers:
        parts.setdefault(answer[0], []).append(answer)
    rng = random.Random(1)
    tries = sorted(
        figure([x for some in parts.values() for x in rng.choices(some, k=len(some))])
        for _ in range(RESAMPLES)
    )
    return {"low": tries[int(RESAMPLES * 0.025)], "high": tries[int(RESAMPLES * 0.975) - 1]}


def options_of(s, part):
    return OPTIONS.get(f"{s.name}/{part.name}", OPTIONS.get(s.name, ""))


def measure(b, s):
    """One row of the table: the set's figure under its protocol."""
    answers, used, more = [], [], {}
    for part in s.parts(b.data):
        options = options_of(s, part)
        used.append((part.name, options))
        model = b.train(s, part, b.options(options))
        if part.test is None:
            return b.card(model, s.figure), options, more
        if s.pool is None:
            return b.eval(s, part, model)[s.figure], options, more
        if s.by_part:
            more[part.name or "all labels"] = b.eval(s, part, model)[s.figure]
        answers += b.answers(s, part, model)
    same = len({options for _, options in used}) == 1
    text = used[0][1] if same else "; ".join(f"{name}: {options}" for name, options in used)
    return {"value": s.pool(answers), **interval(answers, s.pool)}, text, more


def tune(b, s, options):
    """The mean over parts of the cross-validated figure on training data; no test file's rows are used."""
    values = []
    for part in s.parts(b.data):
        values.append(b.card(b.train(s, part, options, TUNE_SEED), s.figure)["value"])
    return sum(values) / len(values), values


# ---- the table ----


def main():
    p = argparse.ArgumentParser(description="slant's figures on public data sets, beside those to beat")
    data, work = ROOT.parent / "shared/corpora", ROOT / "build/bench"
    p.add_argument("--data", type=Path, default=data, help="folder of data sets [%(default)s]")
    p.add_argument("--work", type=Path, default=work, help="for cut files and models [%(default)s]")
    p.add_argument("--slant", default=str(ROOT / "build/slant"), help="the program [%(default)s]")
    p.add_argument("--only", default="", help="names of sets, comma-separated [all]")
    p.add_argument("--threads", type=int, default=0, help="threads of slant [all cores]")
    p.add_argument("--tune", metavar="OPTIONS", help="cross-validate on training data: --tune=--shape")
    args = p.parse_args()
    only = set(filter(None, args.only.split(",")))
    unknown = only - {s.name for s in SETS}
    if unknown:
        p.error(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in SETS)}")
    args.work.mkdir(parents=True, exist_ok=True)
    b = Bench(args)
    version = b.run("--version").strip()

    rows, absent = [], []
    for s in SETS:
        if only and s.name not in only:
            continue
        begin = time.monotonic()
        try:
            if args.tune is not None:
                value, values = tune(b, s, b.options(args.tune))
                each = " ".join(f"{v:.4f}" for v in values) if len(values) > 1 else ""
                seconds = time.monotonic() - begin
                print(f"{value:.4f}\t{s.name}\t{args.tune}\t{seconds:.1f} s\t{each}", flush=True)
                continue
            figure, options, more = measure(b, s)
        except FileNotFoundError:
            absent.append(s.name)
            continue
        rows.append(
            {
                "set": s.name,
                "protocol": s.protocol,
                "metric": s.metric,
                "value": figure["value"],
                "low": figure["low"],
                "high": figure["high"],
                "beat": s.beat,
                "options": options,
                "parts": more,
                "seconds": round(time.monotonic() - begin, 1),
            }
        )
        print(line(rows[-1]) if len(rows) > 1 else f"{HEAD}\n{line(rows[-1])}", flush=True)
    if absent:
        print(f"\nnot in {args.data}: {', '.join(absent)}", file=sys.stderr)
    if rows:
        save(args.work, version, rows)
    return 0


HEAD = "| data set | protocol | metric | slant | 95 % interval | to beat | options |\n" + "|---" * 7 + "|"


def line(r):
    """A row of the table, and one for each of its parts."""
    options = f"`{r['options']}`" if r["options"] else "defaults"
    out = (
        f"| {r['set']} | {r['protocol']} | {r['metric']} | {r['value']:.3f} | {r['low']:.3f}-{r['high']:.3f} "
        f"| {r['beat']} | {options} |"
    )
    for name, f in r["parts"].items():
        figure = f"{f['value']:.3f} | {f['low']:.3f}-{f['high']:.3f}"
        out += f"\n| {r['set']}, {name} | | {r['metric']} | {figure} | | |"
    return out


def save(work, version, rows):
    table = "\n".join([HEAD, *map(line, rows)]) + "\n"
    (work / "accuracy.md").write_text(table, encoding="utf-8")
    figures = json.dumps({"slant": version, "rows": rows}, indent=1) + "\n"
    (work / "accuracy.json").write_text(figures, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

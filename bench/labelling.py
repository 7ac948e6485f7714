"""labelling: how fast slant labels a corpus, beside programs that read or label the same text.

Enters: the corpus in its forms. Leaves: a table of speeds, one of ratios to each peer, one of how long a
single sentence takes. One pinned thread, a tab-separated answer to a file, unless a row says otherwise.
"""

import json
import os
import shutil
import statistics

from setting import (
    NGRAMS,
    PEER,
    ROOT,
    SLANT,
    UTF8,
    by_turns,
    python_with_sklearn,
    read_table,
)
from turns import MB, Row, apart, faster, markdown, run, spread, times

LANES = (1, 4, 8)


# ---- models to label with ----


def labelled(setting, lanes):
    """(what, rows of (text, label)) to train a model of so many lanes on; real labels where at hand."""
    data = setting.args.data
    if lanes == 1:
        path = data / "content_voice/train.tsv"
        if path.exists():
            return "content_voice, content", [(r["text"], r["content"]) for r in read_table(path)]
        own = ROOT / "corpora/opinion/train.tsv"
        return "corpora/opinion", [(r["text"], r["label"]) for r in read_table(own)]
    if lanes == 4 and (data / "ag_news/test.tsv").exists():
        return "ag_news", [(r["text"], r["label"]) for r in read_table(data / "ag_news/test.tsv")]
    if lanes == 8 and (data / "20newsgroups/train.tsv").exists():
        rows = list(read_table(data / "20newsgroups/train.tsv"))
        names = sorted({r["label"] for r in rows})[:8]
        return "8 of 20newsgroups", [(r["text"], r["label"]) for r in rows if r["label"] in names]
    return "generated labels", by_turns(setting.form["txt"], 3000, lanes)


def models(setting):
    """name -> {path, what it was trained on, features, bytes}; lanes1.tsv stays, for the peers."""

    def make():
        out = {}
        for lanes in LANES:
            what, rows = labelled(setting, lanes)
            out[f"lanes{lanes}"] = (setting.train(f"lanes{lanes}", rows), what)
            if lanes == 1:
                out["defaults"] = (setting.train("defaults", rows, NGRAMS), f"{what}, default options")
        return out

    return {name: card(path, what) for name, (path, what) in apart(make).items()}


def card(path, what):
    inside = json.loads(run([SLANT, "inspect", "--top", "0", "--to", "json", path])[3])
    return {
        "path": path,
        "trained_on": what,
        "features": inside["card"]["features"]["count"],
        "bytes": os.path.getsize(path),
    }


# ---- the rows ----


def rows(setting, model):
    """slant's rows and the peers'."""
    form, out, pin, (size, records, _) = setting.form, setting.out, setting.pin, setting.counts["txt"]
    one = [model["lanes1"]["path"]]

    def slant(name, argv, header=1, beside=None):
        return Row(name, argv, size, out, answers=records + header, beside=beside)

    found = [Row("`wc -w`, C.UTF-8", [*pin, "wc", "-w", form["txt"]], size, env=UTF8)]
    for lanes in LANES:
        argv = setting.classify([model[f"lanes{lanes}"]["path"]], form["txt"])
        found.append(slant(f"slant, {lanes} lane{'s' * (lanes > 1)}", argv))
    argv = setting.classify([model["defaults"]["path"]], form["txt"])
    found.append(slant("slant, 1 lane, default options", argv))
    argv = setting.classify(one, form["jsonl"], "jsonl", form="jsonl")
    found.append(slant("slant, 1 lane, JSON lines to JSON lines", argv, header=0))
    for ending, unpack in (("gz", "zcat"), ("zst", "zstdcat")):
        if not shutil.which(unpack) or not form[ending].exists():
            setting.absent.append(unpack)
            continue
        unpacking = Row(f"`{unpack}`", [*pin, unpack, form[ending]], size, os.devnull)
        argv = setting.classify(one, form[ending], threads=2)
        name = f"slant, 1 lane, .{ending}, 2 threads"
        found += [unpacking, slant(name, argv, beside=unpacking)]
    return found + fasttext_rows(setting) + sklearn_rows(setting)


def fasttext_rows(setting):
    if not shutil.which("fasttext"):
        setting.absent.append("fasttext")
        return []
    train = setting.work / "lanes1.fasttext"
    with open(train, "w", encoding="utf-8") as f:
        f.writelines(f"__label__{r['label']} {r['text']}\n" for r in read_table(setting.work / "lanes1.tsv"))
    found = []
    sub = ["-minn", 2, "-maxn", 5]
    for name, text, more in (("word 2-grams", "txt", []), ("word 2-grams, char 2-5", "sample", sub)):
        stem = setting.work / f"fasttext{len(found)}"
        options = ["-wordNgrams", 2, "-dim", 10, "-thread", 1, "-verbose", 0, *more]
        run(["fasttext", "supervised", "-input", train, "-output", stem, *options])
        argv = [*setting.pin, "fasttext", "predict", f"{stem}.bin", setting.form[text]]
        every = 2 if text == "sample" else 1
        found.append(Row(f"fastText, {name}", argv, setting.counts[text][0], setting.out, every=every))
    return found


def sklearn_rows(setting):
    python = python_with_sklearn()
    if not python:
        setting.absent.append("scikit-learn")
        return []
    model = setting.work / "lanes1.pickle"
    run([python, PEER, "fit", setting.work / "lanes1.tsv", model, "chars"])
    argv = [*setting.pin, python, PEER, "label", model, setting.form["sample"], setting.out]
    return [Row("scikit-learn, the same n-grams", argv, setting.counts["sample"][0], own_clock=True, every=2)]


# ---- the tables ----


def report(setting, found):
    """(figures, lines) of rows that have had their turns."""
    wc, size = found[0], setting.counts["txt"][0]
    figures, cells = [], []
    for row in found:
        of_wc, rate = faster(row, wc), row.rates()
        text = setting.counts["txt" if row.size == size else "sample"]
        best = min(row.wall.values())
        extra = {"of_wc": of_wc, "records_s": text[1] / best, "words_s": text[2] / best}
        figures.append({**row.figures(), **extra})
        digits = 0 if max(rate) >= 20 else 2
        sample = "" if row.size == size else f" (a sample of {row.size / MB:.0f} MB)"
        cells.append(
            [
                row.name + sample,
                f"{max(rate):.{digits}f}",
                spread(rate, digits),
                spread(of_wc, 3),
                f"{figures[-1]['mb_cpu_s_median']:.{digits}f}",
                f"{extra['records_s']:,.0f}",
                f"{extra['words_s'] / 1e6:.2f} M",
                f"{row.peak / MB:.0f}",
            ]
        )
    head = ["program", "MB/s best", "median (min-max)", "of `wc -w`", "MB per processor s"]
    what = "Labelling, word 1-2 + char 2-5, no words of punctuation but for the default options; MB of plain "
    what += f"text, though its JSON lines are {setting.form['jsonl'].stat().st_size / MB:.0f} MB:"
    lines = [what, "", *markdown([*head, "records/s", "words/s", "peak MB"], cells), ""]
    return figures, lines + ratios(found)


def ratios(found):
    """Lines: how many times the peers' speed, and how many times that of the row it stands beside."""
    beside = [row for row in found if row.beside]
    plain = [row for row in found if row.name.startswith("slant") and not row.beside]
    unpackers = [row.beside for row in beside]
    peers = [row for row in found if not row.name.startswith("slant") and row not in unpackers]
    cells = [[row.name, *(times(faster(row, peer)) for peer in peers)] for row in plain]
    lines = ["Times the speed of, median (min-max) over the turns that both took part in:", ""]
    lines += markdown(["", *(peer.name for peer in peers)], cells)
    cells = [[row.name, row.beside.name, times(faster(row, row.beside))] for row in beside]
    return [*lines, "", *markdown(["", "beside", "times its speed"], cells)] if cells else lines


# ---- one sentence ----


def start(setting, model):
    """(figures, lines): one sentence from standard input; all of it is start-up."""
    sentence = b"Nobody should be surprised by this disgrace.\n"
    jobs = {}
    paths = {"shipped": str(ROOT / "models/subjectivity.slant")}
    paths |= {name: model[name]["path"] for name in ("lanes1", "lanes8")}
    for name, path in paths.items():
        size = os.path.getsize(path) / MB
        jobs[f"slant classify, {name} model, {size:.1f} MB"] = [SLANT, "classify", "-m", path]
    if (setting.work / "fasttext0.bin").exists() and shutil.which("fasttext"):
        jobs["fasttext predict"] = ["fasttext", "predict", setting.work / "fasttext0.bin", "-"]
    ms = {name: [] for name in jobs}
    for _ in range(21):
        for name, argv in jobs.items():
            ms[name].append(run(argv, stdin=sentence)[0] * 1e3)
    cells = [[name, spread(t[1:], 1)] for name, t in ms.items()]
    figures = {name: {"median_ms": statistics.median(t[1:]), "ms": t[1:]} for name, t in ms.items()}
    return figures, [
        "From start to end:",
        "",
        *markdown(["one sentence", "ms, median of 20 (min-max)"], cells),
    ]

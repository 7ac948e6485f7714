"""learning: slant's time from raw text to a saved model, beside scikit-learn; and on a million records.

Enters: 20 newsgroups where it is at hand; for the million, generated short records. Leaves: tables.
"""

import json
import statistics
import sys

import generate
from setting import PEER, SLANT, python_with_sklearn, write_table
from turns import MB, apart, markdown, run, spread

LIMIT_GB = 4


def news(setting):
    """(figures, lines): 20 newsgroups, words 1-2; the jobs take turns."""
    train, test = (setting.args.data / "20newsgroups" / name for name in ("train.tsv", "test.tsv"))
    if not train.exists() or setting.args.train_runs == 0:
        setting.absent.append("20newsgroups, for the time of training")
        return [], []
    model = setting.work / "news.slant"
    # As bench/accuracy.py has them, chosen by cross-validation.
    words = [SLANT, "train", "-o", model, "--no-chars", "--no-punct", "--C", "1"]
    jobs = {
        "slant, no cross-validation, 1 thread": [*words, "--cv", "0", "--threads", "1", train],
        "slant, no cross-validation": [*words, "--cv", "0", train],
        "slant, with 5 folds and probabilities": [*words, train],
    }
    python, pickle = python_with_sklearn(), setting.work / "news.pickle"
    peer = "scikit-learn, every n-gram"
    if python:
        for name, blocks in ((peer, "all"), ("scikit-learn, n-grams of two records or more", "words")):
            jobs[name] = [python, PEER, "fit", train, pickle, blocks]

    def accuracy(argv):
        if argv[0] == SLANT:
            measure = [SLANT, "eval", "-m", model, "--threshold", "0", "--to", "json", "--resamples", "10", test]
            return json.loads(run(measure)[3])["figures"]["accuracy"]["value"]
        return json.loads(run([python, PEER, "accuracy", pickle, test])[3])["accuracy"]

    seconds, right, peak = {k: [] for k in jobs}, {}, dict.fromkeys(jobs, 0)
    for i in range(setting.args.train_runs):
        for name, argv in jobs.items():
            wall, _, rss, printed = run(argv)
            if printed.startswith(b"{"):
                wall = json.loads(printed)["seconds"]
            seconds[name].append(wall)
            peak[name] = max(peak[name], rss)
            print(
                f"bench: training {i + 1} of {setting.args.train_runs}: {name}: {wall:.1f} s", file=sys.stderr
            )
            if i == 0:
                right[name] = accuracy(argv)
    base = seconds.get(peer)
    figures, cells = [], []
    for name, s in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(s, base)) if base else None
        row = {
            "program": name,
            "seconds": s,
            "ratio": ratio,
            "accuracy": right[name],
            "peak_mb": peak[name] / MB,
        }
        figures.append(row)
        share = f"{ratio:.2f}" if ratio else "-"
        cells.append(
            [name, f"{min(s):.1f}", spread(s, 1), share, f"{right[name]:.4f}", f"{peak[name] / MB:.0f}"]
        )
    head = ["20newsgroups, words 1-2", "s best", "median (min-max)", f"of {peer}", "test accuracy", "peak MB"]
    what = (
        f"Training, {setting.args.train_runs} turns, raw text to saved model, all cores unless said; slant "
    )
    what += "takes n-grams of two records or more; scikit-learn's imports are not counted:"
    return figures, [what, "", *markdown(head, cells)]


def million(setting):
    """(figures, lines): a million generated short records, once, default features, all cores."""
    table = setting.work / "million.tsv"
    if not table.exists():
        part = setting.work / "million.part"
        apart(lambda: write_table(part, generate.records(1_000_000)))
        part.rename(table)
    seconds, _, peak, _ = run([SLANT, "train", "-o", setting.work / "million.slant", "--cv", "0", table])
    size = table.stat().st_size / MB
    figures = {"seconds": seconds, "peak_mb": peak / MB, "limit_mb": LIMIT_GB * 1e3, "table_mb": size}
    kept = "kept" if peak <= LIMIT_GB * 1e9 else "broken"
    head = ["", "MB of text", "s", "peak GB", "limit GB"]
    cells = [
        "slant, no cross-validation",
        f"{size:.0f}",
        f"{seconds:.0f}",
        f"{peak / 1e9:.2f}",
        f"{LIMIT_GB}, {kept}",
    ]
    lines = [
        "A million generated records, default features, all cores, one run:",
        "",
        *markdown(head, [cells]),
    ]
    return figures, lines

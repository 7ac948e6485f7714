#!/usr/bin/env python3
"""throughput: how fast slant labels plain text and learns from it, beside other programs, in one run.

Enters: a plain-text corpus, an article a line; where there is none, one is generated with a vocabulary that
grows as a real one's (see `generate`). Leaves: tables on standard output, and build/bench/throughput.md and
.json.

The rows take turns (A B C A B C ...), so that a machine that slows down slows all of them; the first turn
warms up and is dropped. Time is the wall clock around a whole process, start-up and output to a file
included. Only ratios taken in one run count: each row is also given as a share of `wc -w` in the same turn.
Processor time, which other programs' load disturbs less, is there to check the wall clock by.

What it does not do: quiet the machine. It prints the load; whether to believe a noisy run is the reader's.
"""

import argparse
import gzip
import hashlib
import itertools
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SLANT = str(ROOT / "build/slant")
PEER = str(ROOT / "bench/peer.py")
# The peers know no words of punctuation; with them slant takes a tenth longer.
FEATURES = ["--words", "1-2", "--chars", "2-5", "--no-punct"]
MB = 1e6


# ---- the corpus ----


def generate(path, size):
    """Made-up articles, always the same: Zipf-Mandelbrot with exponent 1.3, offset 20 and 400,000 words.

    Fitted to the growth of English news, where 10^4, 1.6 * 10^5 and 2.6 * 10^6 words hold 3,484, 23,186 and
    130,940 distinct ones; capitals and full stops come on top. Articles are log-normal, 150 words on average.
    """
    rng = random.Random(1)
    first = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "")
    parts = [c + v for c in first for v in "aeiou"]

    def word(rank):
        # Frequent words are short: one part more for each factor of 75.
        out = ""
        while True:
            out += parts[rank % len(parts)]
            rank //= len(parts)
            if rank == 0:
                return out + rng.choice(("", "n", "s", "r", "t", "ed", "ing"))

    words = [word(r) for r in range(400_000)]
    weights = list(itertools.accumulate((r + 21) ** -1.3 for r in range(len(words))))
    written = 0
    with open(path, "w", encoding="utf-8") as f:
        while written < size:
            n = max(1, round(rng.lognormvariate(4.6, 0.86)))
            line = rng.choices(words, cum_weights=weights, k=n)
            for i in range(0, n, 17):
                line[i] = line[i].capitalize()
                line[min(n, i + 17) - 1] += "."
            text = " ".join(line) + "\n"
            f.write(text)
            written += len(text)


def prepare(args):
    """The corpus in each of its forms, made once; name -> path, and its counts."""
    source = args.corpus
    if not source.exists():
        print(f"bench: {source} is not there: generating {args.generate_mb} MB", file=sys.stderr)
        source = args.work / f"generated-{args.generate_mb}.txt"
        if not source.exists():
            generate(source, args.generate_mb * MB)
    stem = args.work / f"corpus-{source.name.removesuffix('.gz').removesuffix('.txt')}"
    endings = {"txt": "txt", "gz": "txt.gz", "zst": "txt.zst", "jsonl": "jsonl"}
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
            rows = ({"id": str(i), "text": t.rstrip("\n")} for i, t in enumerate(f, 1))
            texts = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            whole(form["jsonl"], lambda out: out.writelines(text.encode() for text in texts))
    if not form["sample"].exists():
        # Every k-th article, so that the sample is like the whole.
        step = max(1, form["txt"].stat().st_size // int(args.sample_mb * MB))
        with open(form["txt"], "rb") as f:
            whole(form["sample"], lambda out: out.writelines(itertools.islice(f, 0, None, step)))
    return form


def whole(path, fill):
    """A file that is there is complete: it gets its name last."""
    part = Path(f"{path}.part")
    with open(part, "wb") as out:
        fill(out)
    part.rename(path)


def count(path):
    """(bytes, records, words) as `wc` sees them."""
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    counted = subprocess.run(["wc", "-lwc", path], capture_output=True, text=True, env=env, check=True).stdout
    lines, words, size = counted.split()[:3]
    return int(size), int(lines), int(words)


def digest(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            h.update(block)
    return h.hexdigest()


# ---- running one process ----


def run(argv, out=None, stdin=None, env=None):
    """Runs to the end; (wall seconds, processor seconds, peak resident bytes, what it printed).

    The kernel counts a child's peak from before its exec, so no peak below this process's own can be seen:
    whatever needs memory here is done by `apart`.
    """
    sink = open(out, "wb") if out else subprocess.PIPE
    feed = subprocess.PIPE if stdin is not None else subprocess.DEVNULL
    begin = time.perf_counter()
    p = subprocess.Popen([str(a) for a in argv], stdin=feed, stdout=sink, stderr=subprocess.PIPE, env=env)
    if stdin is not None:
        p.stdin.write(stdin)
        p.stdin.close()
    # What is printed here is a line or two, far below a pipe's room.
    printed = b"" if out else p.stdout.read()
    errors = p.stderr.read()
    _, status, usage = os.wait4(p.pid, 0)
    seconds = time.perf_counter() - begin
    p.returncode = os.waitstatus_to_exitcode(status)
    for f in (p.stderr, sink if out else p.stdout):
        f.close()
    if p.returncode != 0:
        said = errors.decode(errors="replace")[-400:]
        raise RuntimeError(f"{' '.join(map(str, argv))}: exit {p.returncode}: {said}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, printed


def apart(job):
    """What `job` returns, by way of JSON, from a process of its own, so that this one stays small."""
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(r)
            with open(w, "w", encoding="utf-8") as f:
                json.dump(job(), f)
            status = 0
        except Exception as e:
            print(f"bench: {e}", file=sys.stderr)
        finally:
            os._exit(status)
    os.close(w)
    with open(r, encoding="utf-8") as f:
        text = f.read()
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(3)
    return json.loads(text)


def lines_of(path):
    n = 0
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            n += block.count(b"\n")
    return n


# ---- models to label with ----


def table(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        names = f.readline().rstrip("\n").split("\t")
        for line in f:
            yield dict(zip(names, line.rstrip("\n").split("\t")))


def labelled(args, form, lanes):
    """(what, rows of (text, label)) to train a model of so many lanes on; real labels where at hand."""
    data = args.data
    if lanes == 1:
        path = data / "content_voice/train.tsv"
        if path.exists():
            return "content_voice, content", [(r["text"], r["content"]) for r in table(path)]
        return "corpora/opinion", [(r["text"], r["label"]) for r in table(ROOT / "corpora/opinion/train.tsv")]
    if lanes == 4 and (data / "ag_news/test.tsv").exists():
        return "ag_news", [(r["text"], r["label"]) for r in table(data / "ag_news/test.tsv")]
    if lanes == 8 and (data / "20newsgroups/train.tsv").exists():
        rows = list(table(data / "20newsgroups/train.tsv"))
        names = sorted({r["label"] for r in rows})[:8]
        return "8 of 20newsgroups", [(r["text"], r["label"]) for r in rows if r["label"] in names]
    # Labels by turns over real text: no use, but as many features and lanes as a model that has one.
    with open(form["txt"], encoding="utf-8", newline="\n") as f:
        texts = [t.rstrip("\n") for t in itertools.islice(f, 3000)]
    return "generated labels", [(t, f"label{i % lanes}") for i, t in enumerate(texts)]


def models(args, form):
    """lanes -> (path, what it was trained on, features, bytes); lanes1.tsv stays, for the peers."""
    out = {}
    for lanes in (1, 4, 8):
        what, rows = labelled(args, form, lanes)
        train, model = args.work / f"lanes{lanes}.tsv", args.work / f"lanes{lanes}.slant"
        with open(train, "w", encoding="utf-8", newline="\n") as f:
            f.write("text\tlabel\n")
            f.writelines(f"{t}\t{label}\n" for t, label in rows)
        run([SLANT, "train", "-o", model, *FEATURES, "--cv", "2", "--eps", "0.1", train])
        card = json.loads(run([SLANT, "inspect", "--top", "0", "--to", "json", model])[3])["card"]
        out[lanes] = (str(model), what, card["features"]["count"], model.stat().st_size)
    return out


# ---- the rows of the labelling table ----


class Row:
    """One program at one job: `text` is the corpus it reads (whole or sample), `out` where its labels go."""

    def __init__(self, name, argv, text, out=None, env=None, own_clock=False):
        self.name, self.argv, self.text, self.out = name, argv, text, out
        self.env, self.own_clock = env, own_clock
        self.wall, self.cpu, self.peak = [], [], 0

    def turn(self):
        """(wall, processor) seconds of one run."""
        wall, cpu, peak, printed = run(self.argv, self.out, env=self.env)
        if self.own_clock:
            own = json.loads(printed)
            wall, cpu = own["seconds"], own["cpu_seconds"]
        self.peak = max(self.peak, peak)
        return wall, cpu


def rows_of(args, form, model, absent):
    cpu = str(min(os.sched_getaffinity(0)))
    pin = ["taskset", "-c", cpu] if shutil.which("taskset") else []
    cores = len(os.sched_getaffinity(0))
    out = args.work / "out"
    utf8 = {**os.environ, "LC_ALL": "C.UTF-8"}

    def slant(lanes, source, to="tsv", threads=1):
        options = ["--format", "jsonl" if source == "jsonl" else "lines", "--to", to, "--threads", threads]
        return [
            *(pin if threads == 1 else []),
            SLANT,
            "classify",
            "-m",
            model[lanes][0],
            *options,
            form[source],
        ]

    rows = [
        Row("`wc -w`, C.UTF-8", [*pin, "wc", "-w", form["txt"]], "txt", env=utf8),
        Row("`zcat`", [*pin, "zcat", form["gz"]], "txt", os.devnull),
    ]
    for lanes in (1, 4, 8):
        rows.append(Row(f"slant, {lanes} lane{'s' * (lanes > 1)}", slant(lanes, "txt"), "txt", out))
    rows.append(Row("slant, 1 lane, jsonl to jsonl", slant(1, "jsonl", "jsonl"), "txt", out))
    rows.append(Row("slant, 1 lane, .gz", slant(1, "gz"), "txt", out))
    if form["zst"].exists():
        rows.append(Row("slant, 1 lane, .zst", slant(1, "zst"), "txt", out))
    else:
        absent.append("zstd")
    for threads in sorted({2, cores} - {1}):
        if threads <= cores:
            rows.append(
                Row(f"slant, 1 lane, {threads} threads", slant(1, "txt", threads=threads), "txt", out)
            )
    rows += fasttext_rows(args, form, pin, out, absent) + sklearn_rows(args, form, pin, out, absent)
    return rows


def fasttext_rows(args, form, pin, out, absent):
    if not shutil.which("fasttext"):
        absent.append("fasttext")
        return []
    train = args.work / "lanes1.fasttext"
    with open(train, "w", encoding="utf-8") as f:
        f.writelines(f"__label__{r['label']} {r['text']}\n" for r in table(args.work / "lanes1.tsv"))
    rows = []
    sub = ["-minn", 2, "-maxn", 5]
    for name, text, more in (("word 2-grams", "txt", []), ("word 2-grams, char 2-5", "sample", sub)):
        stem = args.work / f"fasttext{len(rows)}"
        options = ["-wordNgrams", 2, "-dim", 10, "-thread", 1, "-verbose", 0, *more]
        run(["fasttext", "supervised", "-input", train, "-output", stem, *options])
        argv = [*pin, "fasttext", "predict", f"{stem}.bin", form[text]]
        rows.append(Row(f"fastText, {name}, dim 10", argv, text, out))
    return rows


def python_with_sklearn():
    """Debian's own Python has Debian's packages; another first on the path may not."""
    for python in ("/usr/bin/python3", sys.executable):
        if (
            os.path.exists(python)
            and subprocess.run([python, PEER, "there"], capture_output=True).returncode == 0
        ):
            return python
    return None


def sklearn_rows(args, form, pin, out, absent):
    python = python_with_sklearn()
    if not python:
        absent.append("scikit-learn")
        return []
    model = args.work / "lanes1.pickle"
    run([python, PEER, "fit", args.work / "lanes1.tsv", model, "chars"])
    argv = [*pin, python, PEER, "label", model, form["sample"], out]
    return [Row("scikit-learn, word 1-2 + char_wb 2-5, LinearSVC", argv, "sample", own_clock=True)]


def label(args, form, model, counts, absent):
    """Turns, and a table."""
    rows = rows_of(args, form, model, absent)
    for i in range(args.runs + 1):
        for row in rows:
            wall, cpu = row.turn()
            header = "jsonl" not in row.name
            if i == 0 and row.name.startswith("slant") and lines_of(row.out) != counts["txt"][1] + header:
                raise RuntimeError(f"{row.name}: not one line for each record")
            if i:
                row.wall.append(wall)
                row.cpu.append(cpu)
            print(f"bench: turn {i} of {args.runs}: {row.name}: {wall:.2f} s", file=sys.stderr)
    wc = rows[0]
    out = []
    for row in rows:
        size, records, words = counts[row.text]
        rate = [size / MB / s for s in row.wall]
        ratio = [a / (counts["txt"][0] / MB / b) for a, b in zip(rate, wc.wall)]
        best = min(row.wall)
        out.append(
            {
                "program": row.name + (f" (a sample of {size / MB:.0f} MB)" if row.text == "sample" else ""),
                "mb_s_best": max(rate),
                "mb_s_median": statistics.median(rate),
                "mb_s_low": min(rate),
                "of_wc_median": statistics.median(ratio),
                "of_wc_low": min(ratio),
                "of_wc_high": max(ratio),
                "records_s": records / best,
                "words_s": words / best,
                "mb_cpu_s_median": statistics.median(size / MB / max(1e-9, s) for s in row.cpu),
                "peak_mb": row.peak / MB,
                "wall_s": row.wall,
                "cpu_s": row.cpu,
            }
        )
    head = "| program | MB/s best | median (min-max) | of `wc -w`, median (min-max) | MB per processor s "
    lines = [head + "| records/s | words/s | peak MB |", "|---|---|---|---|---|---|---|---|"]
    for r in out:
        digits = 0 if r["mb_s_best"] >= 20 else 2
        lines.append(
            f"| {r['program']} | {r['mb_s_best']:.{digits}f} "
            f"| {r['mb_s_median']:.{digits}f} ({r['mb_s_low']:.{digits}f}-{r['mb_s_best']:.{digits}f}) "
            f"| {r['of_wc_median']:.3f} ({r['of_wc_low']:.3f}-{r['of_wc_high']:.3f}) "
            f"| {r['mb_cpu_s_median']:.{digits}f} | {r['records_s']:,.0f} | {r['words_s'] / 1e6:.2f} M "
            f"| {r['peak_mb']:.0f} |"
        )
    return out, lines


def startup(args, model):
    """One sentence from standard input: all of it is start-up."""
    sentence = b"Nobody should be surprised by this disgrace.\n"
    jobs = {}
    for lanes in (1, 8):
        path, _, _, size = model[lanes]
        jobs[f"slant classify, {lanes} lane model ({size / MB:.1f} MB)"] = [SLANT, "classify", "-m", path]
    if (args.work / "fasttext0.bin").exists() and shutil.which("fasttext"):
        jobs["fasttext predict"] = ["fasttext", "predict", args.work / "fasttext0.bin", "-"]
    out = {}
    for name, argv in jobs.items():
        ms = [run(argv, stdin=sentence)[0] * 1e3 for _ in range(21)][1:]
        out[name] = {"median_ms": statistics.median(ms), "min_ms": min(ms), "max_ms": max(ms)}
    lines = ["| one sentence | median of 20, ms | min-max |", "|---|---|---|"]
    lines += [f"| {k} | {v['median_ms']:.1f} | {v['min_ms']:.1f}-{v['max_ms']:.1f} |" for k, v in out.items()]
    return out, lines


# ---- learning: 20 newsgroups, from raw text to a saved model ----


def learn(args, absent):
    train, test = (args.data / "20newsgroups" / name for name in ("train.tsv", "test.tsv"))
    if not train.exists() or args.train_runs == 0:
        absent.append("20newsgroups, for the time of training")
        return [], []
    model = args.work / "news.slant"
    # As bench/accuracy.py has them, chosen by cross-validation.
    words = [SLANT, "train", "-o", model, "--no-chars", "--no-punct", "--C", "1"]
    jobs = {
        "slant, no cross-validation, 1 thread": [*words, "--cv", "0", "--threads", "1", train],
        "slant, no cross-validation": [*words, "--cv", "0", train],
        "slant, with 5 folds and probabilities": [*words, train],
    }
    python = python_with_sklearn()
    peer = "scikit-learn, every n-gram"
    if python:
        for name, blocks in ((peer, "all"), ("scikit-learn, n-grams of two records or more", "words")):
            jobs[name] = [python, PEER, "fit", train, args.work / "news.pickle", blocks]
    seconds, accuracy, peak = {k: [] for k in jobs}, {}, dict.fromkeys(jobs, 0)
    for i in range(args.train_runs):
        for name, argv in jobs.items():
            wall, _, rss, printed = run(argv)
            if printed.startswith(b"{"):
                wall = json.loads(printed)["seconds"]
            seconds[name].append(wall)
            peak[name] = max(peak[name], rss)
            print(f"bench: training {i + 1} of {args.train_runs}: {name}: {wall:.1f} s", file=sys.stderr)
            if i == 0:
                accuracy[name] = measured(args, argv, python, test)
    base = seconds.get(peer)
    head = f"| 20newsgroups, words 1-2 | s best | median (min-max) | of {peer} | test accuracy | peak MB |"
    out, lines = [], [head, "|---|---|---|---|---|---|"]
    for name, s in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(s, base)) if base else None
        row = {"program": name, "seconds": s, "ratio": ratio, "accuracy": accuracy[name]}
        out.append({**row, "peak_mb": peak[name] / MB})
        lines.append(
            f"| {name} | {min(s):.1f} | {statistics.median(s):.1f} ({min(s):.1f}-{max(s):.1f}) "
            f"| {f'{ratio:.2f}' if ratio else '-'} | {accuracy[name]:.4f} | {peak[name] / MB:.0f} |"
        )
    return out, lines


def measured(args, argv, python, test):
    if argv[0] == SLANT:
        argv = [SLANT, "eval", "-m", args.work / "news.slant", "--to", "json", "--resamples", "10", test]
        return json.loads(run(argv)[3])["figures"]["accuracy"]["value"]
    return json.loads(run([python, PEER, "accuracy", args.work / "news.pickle", test])[3])["accuracy"]


# ---- where it ran ----


def own_peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def first_line(*argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True, cwd=ROOT).stdout.strip().split("\n")[0]
    except FileNotFoundError:
        return "?"


def machine():
    cpu = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            cpu = next((x.split(":", 1)[1].strip() for x in f if x.startswith("model name")), cpu)
    except OSError:
        pass
    flags = "bench-flags: ; @echo $(CSTD) $(COMMON) $(CFLAGS)"
    return {
        "processor": cpu,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": [round(x, 2) for x in os.getloadavg()],
        "compiler": first_line("cc", "--version"),
        "flags": first_line("make", "-s", "--no-print-directory", "--eval", flags, "bench-flags"),
        "commit": first_line("git", "describe", "--always", "--dirty"),
        "slant": first_line(SLANT, "--version"),
    }


def main():
    p = argparse.ArgumentParser(description="slant's speed, beside other programs, in one interleaved run")
    shared = ROOT.parent / "shared/corpora"
    corpus, work = shared / "plain_text/all_articles.txt.gz", ROOT / "build/bench"
    p.add_argument("--corpus", type=Path, default=corpus, help="an article a line [%(default)s]")
    p.add_argument("--data", type=Path, default=shared, help="folder of labelled sets [%(default)s]")
    p.add_argument("--work", type=Path, default=work, help="for files made on the way [%(default)s]")
    p.add_argument("--runs", type=int, default=10, help="turns that count [%(default)s]")
    p.add_argument("--train-runs", type=int, default=3, help="turns of training; 0: none [%(default)s]")
    p.add_argument("--sample-mb", type=int, default=8, help="for slow programs [%(default)s]")
    p.add_argument("--generate-mb", type=int, default=76, help="where there is no corpus [%(default)s]")
    args = p.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)

    absent = []
    where = machine()
    form = {k: Path(v) for k, v in apart(lambda: {k: str(v) for k, v in prepare(args).items()}).items()}
    counts = {name: count(form[name]) for name in ("txt", "sample")}
    model = {int(lanes): m for lanes, m in apart(lambda: models(args, form)).items()}
    corpus = {"file": form["txt"].name, **dict(zip(("bytes", "records", "words"), counts["txt"]))}
    corpus["sha256"] = digest(form["txt"])

    labels, label_lines = label(args, form, model, counts, absent)
    starts, start_lines = startup(args, model)
    trained, train_lines = learn(args, absent)

    text = [f"{k.replace('_', ' ')}: {v}  " for k, v in where.items()]
    text.append("corpus: " + ", ".join(f"{k} {v}" for k, v in corpus.items()) + "  ")
    text += [f"model of {n} lane(s): {m[1]}, {m[2]} features, {m[3] / MB:.1f} MB  " for n, m in model.items()]
    text.append("memory peaks below {:.0f} MB, this script's own, cannot be seen  ".format(own_peak() / MB))
    text.append("absent: " + (", ".join(absent) or "nothing") + "  ")
    text += ["", f"Labelling, {args.runs} turns, word 1-2 + char 2-5, one pinned thread unless said;"]
    text += ["MB of plain text:", ""]
    text += [*label_lines, "", *start_lines]
    if train_lines:
        text += ["", f"Training, {args.train_runs} turns, raw text to saved model, all cores unless said;"]
        text += ["slant takes n-grams of two records or more; scikit-learn's imports are not counted:", ""]
        text += train_lines
    print("\n".join(text))
    (args.work / "throughput.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    result = {"machine": where, "corpus": corpus, "absent": absent}
    result |= {"labelling": labels, "startup": starts, "training": trained}
    (args.work / "throughput.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

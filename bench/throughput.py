#!/usr/bin/env python3
"""throughput: how fast slant labels text and learns from it, beside other programs, in one run.

Enters: a plain-text corpus, an article a line; where there is none, one is generated (generate.py). Leaves:
tables on standard output, and build/bench/throughput.md and .json; bench/where.svg.

The rows of all parts take turns (A B C A B C ...), so that a machine that slows down slows all of them; the
first turn warms up and is dropped; long rows take part in every second turn or third. Time is the wall clock
around a whole process, start-up and output to a file included. Only ratios taken in one run count: they are
taken within a turn. Processor time, which other programs' load disturbs less, is there to check the wall
clock by.

What it does not do: quiet the machine. It prints the load; whether to believe a noisy run is the reader's.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path

import cores
import growth
import labelling
import learning
import scripts
import where
from setting import ROOT, SLANT, Setting, digest
from turns import MB, take_turns

PARTS = ("labelling", "scripts", "cores", "growth", "models", "where", "start", "learning")


def own_peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def first_line(*argv):
    try:
        said = subprocess.run(argv, check=False, capture_output=True, text=True, cwd=ROOT).stdout
        return said.strip().split("\n")[0]
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


def options():
    p = argparse.ArgumentParser(description="slant's speed, beside other programs, in one interleaved run")
    shared = ROOT.parent / "shared/corpora"
    corpus, work = shared / "plain_text/all_articles.txt.gz", ROOT / "build/bench"
    p.add_argument("--corpus", type=Path, default=corpus, help="an article a line [%(default)s]")
    p.add_argument("--data", type=Path, default=shared, help="folder of labelled sets [%(default)s]")
    p.add_argument("--work", type=Path, default=work, help="for files made on the way [%(default)s]")
    p.add_argument("--only", metavar="PART,...", default=",".join(PARTS), help="[%(default)s]")
    p.add_argument("--million", action="store_true", help="learn from a million records too; minutes, GBs")
    p.add_argument("--runs", type=int, default=10, help="turns that count [%(default)s]")
    p.add_argument("--train-runs", type=int, default=3, help="turns of training; 0: none [%(default)s]")
    p.add_argument("--sample-mb", type=int, default=8, help="for slow programs [%(default)s]")
    p.add_argument("--script-mb", type=int, default=20, help="generated text of each script [%(default)s]")
    p.add_argument("--long-mb", type=int, default=2000, help="text for many threads [%(default)s]")
    p.add_argument("--generate-mb", type=int, default=76, help="where there is no corpus [%(default)s]")
    args = p.parse_args()
    args.only = args.only.split(",")
    for part in args.only:
        if part not in PARTS:
            p.error(f"--only: no part '{part}'; there are {', '.join(PARTS)}")
    args.work.mkdir(parents=True, exist_ok=True)
    return args


def measure(setting, model):
    """part -> (figures, lines), in the order of PARTS; the parts' rows take turns with each other."""
    make = {
        "labelling": lambda: labelling.rows(setting, model),
        "scripts": lambda: scripts.rows(setting),
        "cores": lambda: cores.rows(setting, model),
        "growth": lambda: growth.stream_rows(setting, model),
        "models": lambda: growth.model_rows(setting),
        "where": lambda: where.rows(setting, model),
    }
    rows = {part: make[part]() for part in PARTS if part in make and part in setting.args.only}
    take_turns([row for part in rows.values() for row in part], setting.args.runs)
    report = {
        "labelling": lambda: labelling.report(setting, rows["labelling"]),
        "scripts": lambda: scripts.report(setting, rows["scripts"]),
        "cores": lambda: cores.report(setting, rows["cores"]),
        "growth": lambda: growth.stream_report(model, rows["growth"]),
        "models": lambda: growth.model_report(rows["models"]),
        "where": lambda: where.report(rows["where"], ROOT / "bench/where.svg"),
        "start": lambda: labelling.start(setting, model),
        "learning": lambda: learning.news(setting),
    }
    found = {part: report[part]() for part in PARTS if part in setting.args.only}
    if setting.args.million:
        found["million"] = learning.million(setting)
    return found


def main():
    setting = Setting(options())
    place = machine()
    model = labelling.models(setting)
    corpus = {"file": setting.form["txt"].name}
    corpus |= dict(zip(("bytes", "records", "words"), setting.counts["txt"]))
    corpus["sha256"] = digest(setting.form["txt"])
    found = measure(setting, model)

    text = [f"{k.replace('_', ' ')}: {v}  " for k, v in place.items()]
    text.append("corpus: " + ", ".join(f"{k} {v}" for k, v in corpus.items()) + "  ")
    for name, m in model.items():
        size = f"{m['features']} features, {m['bytes'] / MB:.1f} MB"
        text.append(f"model {name}: {m['trained_on']}, {size}  ")
    text.append(f"turns: {setting.args.runs}; of growth, scripts, models and slow peers a half or a third  ")
    text.append(f"memory peaks below {own_peak() / MB:.0f} MB, this script's own, cannot be seen  ")
    text.append("absent: " + (", ".join(setting.absent) or "nothing") + "  ")
    for _, lines in found.values():
        text += ["", *lines] if lines else []
    print("\n".join(text))
    (setting.work / "throughput.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    result = {"machine": place, "corpus": corpus, "models": model, "absent": setting.absent}
    # The part on models has a name of its own: above are those that the rows labelled with.
    result |= {("plan" if part == "models" else part): figures for part, (figures, _) in found.items()}
    (setting.work / "throughput.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

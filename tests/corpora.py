#!/usr/bin/env python3
"""corpora/news as it is shipped: every article goes through corpora/mark.py to marked text and back, which checks all its
marks, and comes out the same; no article is in two parts; the table in corpora/README.md counts right. corpora/stances: its
places are such, no mention has two labels, no article is in two parts, the table counts right; whose they are is told of its
mentions. corpora/sentences: the same of its places and table. Prints TAP."""
import csv
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
NEWS = ROOT / "corpora" / "news"
done = failed = 0


def result(fine, name, why=""):
    global done, failed
    done += 1
    failed += not fine
    print(f"{'ok' if fine else 'not ok'} {done} - {name}" + "".join(f"\n#   {line}" for line in why.splitlines() if not fine))


def mark(*arguments, given=None):
    command = [sys.executable, str(ROOT / "corpora" / "mark.py"), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8")


def row(articles):
    """A line of the README's table, but for the file's name."""
    sentences = [s for a in articles for s in a["sentences"]]
    voices = [v for s in sentences for v in [s["voice"]] * (s["voice"]["label"] == "source") + s.get("also", [])]
    labels = [x["label"] for s in sentences for x in s.get("stances", [])]
    content = [s["content"]["label"] for s in sentences]
    voice = [s["voice"]["label"] for s in sentences]
    opinion = sum(a["genre"]["label"] == "opinion" for a in articles)
    return (f"{len(articles)} ({opinion}) | {len(sentences):,} | {content.count('fact'):,} / {content.count('opinion'):,} | "
            f"{voice.count('author'):,} / {voice.count('source'):,} | {len(voices):,} | "
            f"{labels.count('favor'):,} / {labels.count('against'):,} |")


def table(path):
    with open(ROOT / "corpora" / path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def misplaced(rows, columns):
    """Rows whose places, begin-end in some columns, are none or overlap."""
    wrong = []
    for r in rows:
        places = sorted(tuple(map(int, at.rstrip("?").split("-"))) for column in columns for at in r[column].split())
        if not places or any(b >= e for b, e in places) or any(x[1] > y[0] for x, y in zip(places, places[1:])):
            wrong.append(f"{r['set']} {r['id']}")
    return wrong


def stances(readme):
    labels, parts, marked = ("none", "favor", "against"), {}, {}
    for part in ("train", "dev", "second"):
        rows = table(f"stances/{part}.tsv")
        parts[part] = [(r["set"], r["id"]) for r in rows]
        marked[part] = {(r["set"], r["id"]): r for r in rows}
        wrong = misplaced(rows, labels)
        result(not wrong, f"stances/{part}: places that do not overlap, with one label", "\n".join(wrong[:5]))
        counts = " | ".join(f"{sum(len(r[label].split()) for r in rows):,}" for label in labels)
        result(f"| {counts} |" in readme and (part == "second" or f"| {len(rows):,} |" in readme),
               f"stances/{part}: corpora/README.md counts right", f"{len(rows)} | {counts}")
    result(len(set(parts["train"])) == len(parts["train"]) and not set(parts["train"]) & set(parts["dev"]),
           "stances: no article twice, none in train and dev")
    result(parts["dev"] == parts["second"], "stances: second has the articles of dev")
    for part in ("train", "dev"):
        rows = table(f"stances/holders.{part}.tsv")
        labelled = {(*key, label, at) for key, of in marked[part].items() for label in labels for at in of[label].split()}
        wrong = [r for r in rows if not r["holder"] or not r["target"] or
                 (r["set"], r["id"], r["label"], f"{r['begin']}-{r['end']}") not in labelled]
        result(not wrong and len({(r["set"], r["id"], r["begin"]) for r in rows}) == len(rows),
               f"stances/holders.{part}: each of a mention that has this label, once", str(wrong[:3]))
        count = f"| `stances/holders.{part}.tsv` | {len({(r['set'], r['id']) for r in rows})} | {len(rows):,} |"
        result(count in readme, f"stances/holders.{part}: corpora/README.md counts right", count)


def sentences(readme):
    cells = ("author_report", "author_opinion", "quoted_claim", "quoted_opinion")
    rows = table("sentences/train.tsv")
    wrong = misplaced(rows, cells)
    result(not wrong, "sentences/train: places that do not overlap, with one cell", "\n".join(wrong[:5]))
    counts = " | ".join(f"{sum(len(r[cell].split()) for r in rows):,}" for cell in cells)
    result(f"| {len(rows):,} | {counts} |" in readme, "sentences/train: corpora/README.md counts right", f"{len(rows)} | {counts}")


def main():
    readme = (ROOT / "corpora" / "README.md").read_text(encoding="utf-8")
    ids, texts = {}, {}
    for part in ("train", "dev", "test", "second"):
        lines = (NEWS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        articles = [json.loads(line) for line in lines]
        text = mark("--back", str(NEWS / f"{part}.jsonl"))
        again = mark("/dev/stdin", given=text.stdout)
        other = [a["id"] for a, x, y in zip(articles, lines, again.stdout.splitlines()) if x != y]
        result(not text.stderr and not again.stderr and again.stdout.splitlines() == lines,
               f"{part}: marked text and back is the same", text.stderr + again.stderr + "\n".join(other[:5]))
        if part == "second":
            other = [a["id"] for a in articles if texts.get(a["id"]) != a["text"]]
            result(not other, "second: its articles are those of the other parts", "\n".join(other[:5]))
        else:
            twice = [a["id"] for a in articles if a["id"] in ids]
            ids.update((a["id"], part) for a in articles)
            texts.update((a["id"], a["text"]) for a in articles)
            result(not twice, f"{part}: its articles are in no other part", "\n".join(twice[:5]))
            result(row(articles) in readme, f"{part}: corpora/README.md counts right", row(articles))
    stances(readme)
    sentences(readme)
    print(f"1..{done}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

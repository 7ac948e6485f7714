#!/usr/bin/env python3
"""Research corpora as annotated articles, one a line, in the form that `slant annotate` writes and learns from.

    python3 models/convert.py content_voice|genre|polnear|newsmtsc FILE > articles.jsonl
    python3 models/convert.py stances LABELS ARTICLES... > articles.jsonl
    python3 models/convert.py sentences LABELS ARTICLES... > articles.jsonl
    python3 models/convert.py subjectivity CONTENT_VOICE NEWSSD... > sentences.tsv

What a corpus does not say is left out. Offsets become bytes. A label that its annotators were less sure of has half the
probability, by which it is weighted.
"""
import csv
import json
import sys


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(article):
    print(json.dumps(article, ensure_ascii=False))


def content_voice(path):
    """Windows of neighbouring sentences: a gap in the ids, or another article, begins a new one."""
    window, before = [], None

    def flush():
        text, sentences = b"", []
        for r in window:
            one = r["text"].encode()
            text += b" " if text else b""
            p = 1 if r["sure"] == "2" else 0.5
            sentences.append({"begin": len(text), "end": len(text) + len(one),
                              "content": {"label": r["content"], "p": p}, "voice": {"label": r["voice"], "p": p}})
            text += one
        if window:
            write({"id": window[0]["id"], "group": window[0]["article_id"].split("#")[0], "text": text.decode(),
                   "sentences": sentences})

    for r in rows(path):
        if before and (r["article_id"] != before["article_id"] or int(r["id"]) != int(before["id"]) + 1):
            flush()
            window = []
        window.append(r)
        before = r
    flush()


def genre(path):
    for r in rows(path):
        write({"id": r["id"], "group": r["id"], "text": r["text"], "attributions": [],
               "genre": {"label": r["label"], "p": 1 if r["sure"] == "2" else 0.5}})


def newsmtsc(path):
    names = {"positive": "favor", "negative": "against", "neutral": "none"}
    for r in rows(path):
        text = r["text"]
        begin, end = (len(text[:int(r[k])].encode()) for k in ("from", "to"))
        write({"id": r["id"], "group": text[:60], "text": text, "target": r["target"],
               "sentences": [{"begin": 0, "end": len(text.encode()),
                              "stances": [{"target": r["target"], "label": names[r["label"]],
                                           "begin": begin, "end": end}]}]})


def polnear(path):
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        text = d["text"]
        at = [0]
        for c in text:
            at.append(at[-1] + len(c.encode()))

        def merged(spans):
            return {"begin": at[spans[0][0]], "end": at[max(e for _, e in spans)]}

        def parts(spans):
            return [{"begin": at[b], "end": at[e]} for b, e in spans]

        held = []
        for a in d["attributions"] or []:
            one = {}
            if a["source"]:
                one["source"] = merged(a["source"])
            if a["cue"]:
                one["cue"] = merged(a["cue"])
            if a["content"]:
                one["quotes"] = parts(a["content"])
            if "cue" in one or "quotes" in one:
                held.append(one)
        held.sort(key=lambda one: one.get("cue", one.get("quotes", [None])[0])["begin"])
        write({"id": d["id"], "group": d["id"], "outlet": d.get("publisher"), "title": d.get("title") or "", "text": text,
               "attributions": held})


def texts_of(paths):
    """Articles by set, which the file is called after, and id."""
    texts = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            article = json.loads(line)
            texts[path.rsplit("/", 1)[-1].split(".")[0], article["id"]] = article
    return texts


def stances(labels, *articles):
    """Our own labels (corpora/stances) at mentions in other sets' articles, which ARTICLES are as made by this program:
    polnear.jsonl, genre.jsonl, content_voice.jsonl."""
    texts = texts_of(articles)
    for r in rows(labels):
        held = [(*map(int, at.split("-")), label) for label in ("none", "favor", "against") for at in r[label].split()]
        article = texts[r["set"], r["id"]]
        write({"id": r["id"], "group": article["group"], "title": article.get("title", ""), "text": article["text"],
               "stances": [{"label": label, "begin": begin, "end": end} for begin, end, label in sorted(held)]})


CELLS = {"author_report": ("fact", "author"), "author_opinion": ("opinion", "author"),
         "quoted_claim": ("fact", "source"), "quoted_opinion": ("opinion", "source")}


def sentences(labels, *articles):
    """Our own labels (corpora/sentences) of other sets' sentences, in excerpts of a few; ARTICLES as above, and
    newsmtsc.jsonl. They count half of content_voice's, with which they agree less than its own readers do. An excerpt's group
    is the one that content_voice gives to the same article."""
    texts = texts_of(articles)
    for r in rows(labels):
        held = []
        for cell, (content, voice) in CELLS.items():
            for at in r[cell].split():
                p = 0.25 if at[-1] == "?" else 0.5
                begin, end = map(int, at.rstrip("?").split("-"))
                held.append((begin, end, {"label": content, "p": p}, {"label": voice, "p": p}))
        held.sort(key=lambda s: s[0])
        begin, end = held[0][0], held[-1][1]
        text = texts[r["set"], r["id"]]["text"].encode()[begin:end].decode()
        group = {"polnear": "pol:", "newsmtsc": "mtsc:"}.get(r["set"], "web:" if r["id"].startswith("mbic-") else "") + r["id"]
        write({"id": f"{r['id']}#{begin}", "group": group, "text": text,
               "sentences": [{"begin": b - begin, "end": e - begin, "content": content, "voice": voice}
                             for b, e, content, voice in held]})


def subjectivity(content_voice, *newssd):
    """Sentences as SUBJ, the author's own opinion, or OBJ: NewsSD's, and twice as many of content_voice by weight, where an
    opinion in the author's voice is SUBJ. In each set both labels weigh the same, so that neither teaches the other's shares."""
    sets = [[], []]
    for r in rows(content_voice):
        subj = r["content"] == "opinion" and r["voice"] == "author"
        sets[0].append((r["article_id"].split("#")[0], "SUBJ" if subj else "OBJ", 1 if r["sure"] == "2" else 0.5, r["text"]))
    for path in newssd:
        sets[1] += [(r["id"], r["label"], 1, r["text"]) for r in rows(path)]
    print("group", "label", "weight", "text", sep="\t")
    for some, size in zip(sets, (2 * len(sets[1]), len(sets[1]))):
        for label in "OBJ", "SUBJ":
            share = size / 2 / sum(r[2] for r in some if r[1] == label)
            for group, _, weight, text in (r for r in some if r[1] == label):
                print(group, label, f"{weight * share:.4f}", text, sep="\t")


if __name__ == "__main__":
    kinds = {f.__name__: f for f in (content_voice, genre, polnear, newsmtsc, stances, sentences, subjectivity)}
    if len(sys.argv) < 3 or sys.argv[1] not in kinds or (len(sys.argv) > 3) != (sys.argv[1] in ("stances", "sentences", "subjectivity")):
        sys.exit(__doc__)
    kinds[sys.argv[1]](*sys.argv[2:])

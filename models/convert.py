#!/usr/bin/env python3
"""Research corpora as annotated articles, one a line, in the form that `slant annotate` writes and learns from.

    python3 models/convert.py content_voice|genre|polnear|newsmtsc FILE > articles.jsonl

What a corpus does not say is left out. Offsets become bytes. A label that its annotators were less sure of has "p":0.5.
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


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("content_voice", "genre", "polnear", "newsmtsc"):
        sys.exit(__doc__)
    globals()[sys.argv[1]](sys.argv[2])

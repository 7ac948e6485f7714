#!/usr/bin/env python3
"""How far two annotations of the same articles agree.

    python3 corpora/agree.py FIRST.jsonl SECOND.jsonl

Cohen's kappa of content and voice over sentences and of genre over articles; F1 of cues, sources and quotations, exact
and by overlap; of stances at mentions, kappa over favor, against and none where either has marked the mention. Articles
that only one file has are passed over.
"""
import json
import sys


def kappa(pairs):
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    labels = {x for p in pairs for x in p}
    chance = sum((sum(a == x for a, _ in pairs) / n) * (sum(b == x for _, b in pairs) / n) for x in labels)
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def voices(article):
    for s in article["sentences"]:
        if s["voice"]["label"] == "source":
            yield s["voice"]
        yield from s.get("also", [])


def spans(article, kind):
    found = set()
    for v in voices(article):
        for one in [v[kind]] if kind in v and kind != "quotes" else v.get("quotes", []) if kind == "quotes" else []:
            found.add((one["begin"], one["end"]))
    return found


def f1(first, second, meet):
    hit = sum(any(meet(a, b) for b in second[i]) for i in first for a in first[i])
    back = sum(any(meet(a, b) for a in first[i]) for i in first for b in second[i])
    n, m = sum(map(len, first.values())), sum(map(len, second.values()))
    recall, precision = hit / n, back / m
    return 2 * precision * recall / (precision + recall)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    one, two = ({d["id"]: d for d in map(json.loads, open(p, encoding="utf-8"))} for p in sys.argv[1:])
    both = sorted(one.keys() & two.keys())
    content, voice, stance = [], [], []
    for i in both:
        for a, b in zip(one[i]["sentences"], two[i]["sentences"], strict=True):
            assert (a["begin"], a["end"]) == (b["begin"], b["end"]), i
            content.append((a["content"]["label"], b["content"]["label"]))
            voice.append((a["voice"]["label"], b["voice"]["label"]))
            marks = [{(x["begin"], x["end"]): x["label"] for x in s.get("stances", [])} for s in (a, b)]
            for at in marks[0].keys() | marks[1].keys():
                got = [next((v for k, v in m.items() if k[0] < at[1] and at[0] < k[1]), "none") for m in marks]
                stance.append(tuple(got))
    genre = [(one[i]["genre"]["label"], two[i]["genre"]["label"]) for i in both]
    print(f"{len(both)} articles, {len(content)} sentences")
    for name, pairs in (("genre", genre), ("content", content), ("voice", voice), ("stance", stance)):
        print(f"{name:8} kappa {kappa(pairs):.3f}  same {sum(a == b for a, b in pairs) / len(pairs):.3f}  n {len(pairs)}")
    for kind in ("cue", "source", "quotes"):
        a, b = ({i: spans(d[i], kind) for i in both} for d in (one, two))
        exact = f1(a, b, lambda x, y: x == y)
        overlap = f1(a, b, lambda x, y: x[0] < y[1] and y[0] < x[1])
        print(f"{kind:8} F1 exact {exact:.3f}  overlap {overlap:.3f}  n {sum(map(len, a.values()))}")
    names = [(v["source"]["name"], w["source"]["name"]) for i in both for v in voices(one[i]) for w in voices(two[i])
             if "source" in v and "source" in w and v["source"]["begin"] < w["source"]["end"]
             and w["source"]["begin"] < v["source"]["end"]]
    print(f"names    same {sum(a == b for a, b in names) / len(names):.3f}  n {len(names)}")


if __name__ == "__main__":
    main()

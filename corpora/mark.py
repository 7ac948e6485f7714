#!/usr/bin/env python3
"""Annotated articles between two forms: marked text, for people to write, and JSON lines, for slant to read.

    python3 corpora/mark.py FILE...  > articles.jsonl     marked text -> JSON lines; checks everything
    python3 corpora/mark.py --back FILE.jsonl > FILE      JSON lines -> marked text

The marked form, and how each label is decided, is in corpora/GUIDE.md. The JSON form is what `slant annotate` writes,
with the text and without probabilities; offsets are bytes into the text, half-open.
"""
import json
import re
import sys

CONTENT, VOICE, STANCE, KIND = ("fact", "opinion"), ("author", "source"), ("favor", "against", "none"), \
    ("direct", "indirect", "mixed")


class Fault(Exception):
    pass


def find(text, wanted, line):
    """[begin, end) of a piece of a sentence: 'all of it', 'its beginning ~ its end', 'a word#2', or * for all."""
    if wanted == "*":
        return 0, len(text)
    nth = 1
    if re.search(r"#\d$", wanted):
        wanted, nth = wanted[:-2], int(wanted[-1])
    first, _, last = wanted.partition(" ~ ")
    begin = -1
    for _ in range(nth):
        begin = text.find(first, begin + 1)
        # A short piece must not be found inside a word.
        while begin >= 0 and first[-1:].isalnum() and (
                (begin and text[begin - 1].isalnum() and first[0].isalnum())
                or (not last and text[begin + len(first):begin + len(first) + 1].isalnum())):
            begin = text.find(first, begin + 1)
        if begin < 0:
            raise Fault(f"{line}: '{first}' (number {nth}) is not in the sentence: {text[:60]}")
    end = begin + len(first)
    if last:
        at = text.find(last, end)
        if at < 0:
            raise Fault(f"{line}: '{last}' is not behind '{first}'")
        end = at + len(last)
    return begin, end


class Attribution:
    def __init__(self):
        self.by = self.name = self.cue = self.carried = None
        self.quotes = []


class Sentence:
    def __init__(self, text, line, title):
        self.text, self.line, self.title = text, line, title
        self.content = self.voice = None
        self.attributions = [Attribution()]
        self.stances = []  # (attribution or None for the author, label, target, (begin, end))
        self.first = False  # of a paragraph


class Article:
    def __init__(self, head, line):
        self.line, self.sentences = line, []
        self.head = {k: v if v is not None and v != "" else w
                     for k, v, w in re.findall(r'(\w+)=(?:"([^"]*)"|(\S+))', head)}
        for k in ("id", "genre"):
            if k not in self.head:
                raise Fault(f"{line}: the head has no {k}=")
        if self.head["genre"] not in ("report", "opinion"):
            raise Fault(f"{line}: genre is report or opinion")


def annotate(s, what, line):
    a = s.attributions[-1]
    if what == "also":
        s.attributions.append(Attribution())
        return
    if ":" not in what:
        words = what.split()
        if len(words) != 2 or words[0] not in CONTENT or words[1] not in VOICE:
            raise Fault(f"{line}: wanted 'fact|opinion author|source', found '{what}'")
        s.content, s.voice = words
        return
    key, value = (x.strip() for x in what.split(":", 1))
    if key == "by":
        if value in ("^", "v"):
            a.carried = value
        elif value != "-":
            if " = " not in value:
                raise Fault(f"{line}: wanted 'by: WORDS = NAME' or '= ?'")
            words, name = value.rsplit(" = ", 1)
            a.by = find(s.text, words, line)
            a.name = None if name.strip() == "?" else name.strip()
    elif key == "cue":
        a.cue = find(s.text, value, line)
    elif key in KIND:
        a.quotes.append((key, find(s.text, value, line)))
    elif key in ("stance", "author stance"):
        m = re.fullmatch(r"(\w+) (.+) @ (.+)", value)
        if not m or m.group(1) not in STANCE:
            raise Fault(f"{line}: wanted 'favor|against|none TARGET @ WORDS', found '{value}'")
        mine = key == "stance" and (s.voice == "source" or len(s.attributions) > 1)
        s.stances.append((a if mine else None, m.group(1), m.group(2), find(s.text, m.group(3), line)))
    else:
        raise Fault(f"{line}: '{key}' is unknown: by, cue, direct, indirect, mixed, stance, author stance, also")


def read(path):
    article = None
    fresh = True
    for number, raw in enumerate(open(path, encoding="utf-8"), 1):
        line, where = raw.rstrip("\n"), f"{path}:{number}"
        if line.startswith("## "):
            if article:
                yield article
            article, fresh = Article(line[3:], where), True
        elif article is None:
            if line.strip():
                raise Fault(f"{where}: an article begins with '## id=NAME genre=report'")
        elif line.startswith("| "):
            if not article.sentences:
                raise Fault(f"{where}: a mark before the first sentence")
            annotate(article.sentences[-1], line[2:].strip(), where)
        elif not line.strip():
            fresh = True
        else:
            title = line.startswith("= ")
            s = Sentence((line[2:] if title else line).strip(), where, title)
            s.first, fresh = fresh or title, title
            article.sentences.append(s)
    if article:
        yield article


def span(text, base, at):
    """Code points of a sentence to bytes of the article, with the words."""
    begin = base + len(text[:at[0]].encode())
    return {"text": text[at[0]:at[1]], "begin": begin, "end": begin + len(text[at[0]:at[1]].encode())}


def source_of(article, i, j, base):
    """The source's span and name: its own, or that of the attribution before or after which it goes on from."""
    a = article.sentences[i].attributions[j]
    if a.carried:
        step = -1 if a.carried == "^" else 1
        k = i + step
        while 0 <= k < len(article.sentences):
            s = article.sentences[k]
            if s.voice == "source":
                b = s.attributions[-1 if step < 0 else 0]
                if not b.carried:
                    return source_of(article, k, s.attributions.index(b), base) if b.by else None
            k += step
        raise Fault(f"{article.sentences[i].line}: no source to carry {a.carried}")
    if not a.by:
        return None
    s = article.sentences[i]
    return {**span(s.text, base[i], a.by), "name": a.name}


def voice(article, i, j, base):
    s = article.sentences[i]
    a = s.attributions[j]
    out = {}
    if (source := source_of(article, i, j, base)) is not None:
        out["source"] = source
    if a.cue:
        out["cue"] = span(s.text, base[i], a.cue)
    if a.quotes:
        out["quotes"] = [{"kind": k, **{x: y for x, y in span(s.text, base[i], at).items() if x != "text"}}
                         for k, at in a.quotes]
    return out


def write(article):
    text, base = "", []
    for i, s in enumerate(article.sentences):
        if s.content is None:
            raise Fault(f"{s.line}: no 'fact|opinion author|source' under the sentence")
        text += "" if i == 0 else "\n\n" if s.first else " "
        base.append(len(text.encode()))
        text += s.text
    out = {**{k: v for k, v in article.head.items() if k != "genre"},
           "text": text, "genre": {"label": article.head["genre"]}, "sentences": []}
    for i, s in enumerate(article.sentences):
        one = {"begin": base[i], "end": base[i] + len(s.text.encode())}
        if s.title:
            one["part"] = "title"
            out["title"] = s.text
        one["content"] = {"label": s.content}
        one["voice"] = {"label": s.voice}
        if s.voice == "source":
            one["voice"].update(voice(article, i, 0, base))
        elif any(a.by or a.cue or a.quotes for a in s.attributions[:1]):
            raise Fault(f"{s.line}: the author's sentence has a source, cue or quotation; put them behind 'also'")
        if len(s.attributions) > 1:
            one["also"] = [voice(article, i, j, base) for j in range(1, len(s.attributions))]
        stances = []
        for a, label, target, at in s.stances:
            holder = "author"
            if a:
                source = source_of(article, i, s.attributions.index(a), base)
                holder = (source["name"] or source["text"]) if source else None
            stances.append({"holder": holder, "target": target, "label": label,
                            **{k: v for k, v in span(s.text, base[i], at).items() if k != "text"}})
        if stances:
            one["stances"] = sorted(stances, key=lambda x: (x["begin"], x["end"], x["holder"] or ""))
        out["sentences"].append(one)
    return out


def back(path):
    for raw in open(path, encoding="utf-8"):
        d = json.loads(raw)
        text = d["text"].encode()
        head = " ".join(f'{k}="{v}"' if re.search(r"\s", v) else f"{k}={v}" for k, v in d.items()
                        if isinstance(v, str) and k not in ("text", "title"))
        print(f"## {head} genre={d['genre']['label']}\n")
        end = 0

        def mark(s, at):
            """How to name a span: the words, with a number where they come more than once."""
            words = text[at["begin"]:at["end"]].decode()
            sentence = text[s["begin"]:s["end"]].decode()
            want = (at["begin"], at["end"])
            base = s["begin"]
            if words == sentence:
                return "*"
            for name in [words] + [f"{words}#{n}" for n in range(2, 10)]:
                try:
                    b, e = find(sentence, name, "")
                except Fault:
                    break
                got = base + len(sentence[:b].encode())
                if (got, got + len(sentence[b:e].encode())) == want:
                    return name
            raise Fault(f"{path}: {d['id']}: cannot name {words}")

        def attribution(s, v):
            source = v.get("source")
            if not source:
                print("| by: -")
            elif s["begin"] <= source["begin"] < s["end"]:
                print(f"| by: {mark(s, source)} = {source['name'] or '?'}")
            else:
                print("| by: " + ("^" if source["begin"] < s["begin"] else "v"))
            if "cue" in v:
                print(f"| cue: {mark(s, v['cue'])}")
            for q in v.get("quotes", []):
                print(f"| {q['kind']}: {mark(s, q)}")

        for s in d["sentences"]:
            if b"\n\n" in text[end:s["begin"]]:
                print()
            end = s["end"]
            print(("= " if s.get("part") == "title" else "") + text[s["begin"]:s["end"]].decode())
            print(f"| {s['content']['label']} {s['voice']['label']}")
            held = list(s.get("stances", []))

            def stances(holder, key):
                for x in [x for x in held if x["holder"] == holder]:
                    print(f"| {key}: {x['label']} {x['target']} @ {mark(s, x)}")
                    held.remove(x)

            def name(v):
                return (v["source"]["name"] or v["source"]["text"]) if v.get("source") else None

            if s["voice"]["label"] == "source":
                attribution(s, s["voice"])
                stances(name(s["voice"]), "stance")
            stances("author", "author stance" if s["voice"]["label"] == "source" else "stance")
            for v in s.get("also", []):
                print("| also")
                attribution(s, v)
                stances(name(v), "stance")
        print()


def main():
    if sys.argv[1:2] == ["--back"]:
        for path in sys.argv[2:]:
            back(path)
        return 0
    seen, faults = set(), 0
    for path in sys.argv[1:]:
        try:
            for article in read(path):
                try:
                    if article.head["id"] in seen:
                        raise Fault(f"{article.line}: id {article.head['id']} comes twice")
                    seen.add(article.head["id"])
                    print(json.dumps(write(article), ensure_ascii=False))
                except Fault as f:
                    faults += 1
                    print(f, file=sys.stderr)
        except Fault as f:
            faults += 1
            print(f, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

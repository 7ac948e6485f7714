"""generate: made-up text in several scripts, always the same, with the vocabulary growth of a real corpus.

Enters: a script's name and a size. Leaves: articles, one a line. Zipf-Mandelbrot with exponent 1.3, offset 20
and 400,000 words, fitted to the growth of English news, where 10^4, 1.6 * 10^5 and 2.6 * 10^6 words hold
3,484, 23,186 and 130,940 distinct ones. Articles are log-normal, 150 words on average.

A word is made of the syllables that its language has: clusters, endings, accents, vowel signs and conjuncts
stand where they would, so that a splitter of words meets what it meets in real text. The words mean nothing,
and what follows what is chance: n-grams of two words repeat less than in real text.
"""

import itertools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass

VOCABULARY = 400_000


@dataclass
class Script:
    """What a text is made of: its words, and the marks between them."""

    word: Callable  # (rng, syllables) -> a word
    comma: str
    stops: str  # alternatives, split at spaces; what stands twice is twice as frequent
    quotes: str  # opening and closing, one character each
    space: str = " "
    capitals: bool = False


def choices(text):
    """Alternatives, split at spaces: what stands twice is twice as frequent, `_` is nothing."""
    return [part.replace("_", "") for part in text.split()]


def syllables(onsets, vowels, codas, endings):
    onsets, vowels, codas, endings = map(choices, (onsets, vowels, codas, endings))

    def word(rng, n):
        parts = [rng.choice(kind) for _ in range(n) for kind in (onsets, vowels, codas)]
        return "".join(parts) + rng.choice(endings)

    return word


latin = syllables("b c d f g l m n p r s t st tr _", "a e i o u", "_", "_ n s r t ed ing")

russian = syllables(
    "с с т т н н р р в в л л к к м д д п п б г з ж ч ш щ х ц ст пр тр кр гр вл сл _",
    "о о о о а а а е е е и и и у у ы я ю э",
    "_ _ _ _ _ н р л с т й м ст",
    "_ _ а и ы ов ый ого ая ой ть л ла ет ом ами е у ость ения ся ий ных",
)


def greek_of():
    onsets = choices("σ σ τ τ π κ κ μ ν ν λ λ ρ ρ δ γ θ φ χ β ζ ξ ψ στ πρ τρ κρ κτ γρ χρ _")
    vowels = choices("α α α ε ε ι ι ο ο η υ ω ου ει αι οι")
    codas = choices("_ _ _ _ _ ν ρ λ ς")
    endings = choices("_ ος ης ας ον ων ους α η ι ει ται σε με")
    accent = str.maketrans("αεηιουω", "άέήίόύώ")

    def word(rng, n):
        # One accent a word, on the last letter of a vowel; the sigma at the end of a word has its own form.
        stressed = rng.randrange(n)
        out = ""
        for i in range(n):
            v = rng.choice(vowels)
            if i == stressed:
                v = v[:-1] + v[-1].translate(accent)
            out += rng.choice(onsets) + v + (rng.choice(codas) if i == n - 1 else "")
        ending = "" if out.endswith("ς") else rng.choice(endings)
        return out + ending

    return word


def arabic_of():
    root = choices("ر ر ل ل م م ن ن ب ب ع ع د د ق ف س س ح ك ج ش ط خ ص ه ض ز ذ ث غ ظ ت و ي ء")
    short = choices("CC CاC CCC Cي Cا CC")
    long = choices("CCC CاCC CCيC CCاC مCCوC مCCC تCCيC CCCي اCCCاC استCCاC CCاCي CواCC")
    before = choices("_ _ _ _ ال ال ال و وال ب بال لل ف س ي ت")
    after = choices("_ _ _ _ _ ة ات ون ين ها هم ه نا ية")
    marks = choices("\u064e \u064f \u0650 \u0651 \u064b")

    def word(rng, n):
        stem = "".join(rng.choice(root) if c == "C" else c for c in rng.choice(short if n == 1 else long))
        # Vowel marks are rare in news.
        if rng.random() < 0.02:
            stem = stem[0] + rng.choice(marks) + stem[1:]
        return (
            stem if n == 1 else rng.choice(before) + stem + "".join(rng.choice(after) for _ in range(n - 1))
        )

    return word


def hindi_of():
    consonants = choices(
        "क क र र न न स स त त म म ल प ह द य व ब ग ज च श ट भ ध ख थ ण घ फ छ ड ठ ष ड\u093c ज\u093c"
    )
    second = choices("र य त व ल म न")
    signs = [
        "",
        "",
        "",
        "",
        *"\u093e\u093e\u093e\u093f\u0940\u0940\u0947\u0947\u0941\u0942\u0948\u094b\u094b\u094c",
    ]
    vowels = choices("अ आ इ ई उ ए ओ")
    endings = choices("_ _ _ ों ता ना ने ी ें ित िया")

    def syllable(rng, first):
        if first and rng.random() < 0.1:
            return rng.choice(vowels)
        # Two consonants under one vowel are joined by a virama.
        joined = "\u094d" + rng.choice(second) if rng.random() < 0.12 else ""
        nasal = "\u0902" if rng.random() < 0.07 else ""
        return rng.choice(consonants) + joined + rng.choice(signs) + nasal

    def word(rng, n):
        out = "".join(syllable(rng, i == 0) for i in range(n))
        # An ending that is a vowel sign needs a bare consonant before it.
        return out + rng.choice(consonants) + rng.choice(endings) if n > 2 else out

    return word


def han(n, seed):
    """So many ideographs, the frequent ones first, and their weights."""
    signs = [chr(c) for c in random.Random(seed).sample(range(0x4E00, 0x9FA6), n)]
    return signs, list(itertools.accumulate(1 / (r + 30) for r in range(n)))


def chinese_of():
    signs, weights = han(3500, 1)
    return lambda rng, n: "".join(rng.choices(signs, cum_weights=weights, k=n))


def japanese_of():
    signs, weights = han(2000, 2)
    particles = choices(
        "は が を に の で と も か ら へ や から まで より です ます した して いる ない こと"
    )
    endings = choices("_ _ _ する した って った ない ます く い しい さ れる")
    kana = "アイウエオカキクコサシスタテトナニノハフマミムラリルレロンーップドジ"

    def word(rng, n):
        if n == 1:
            return rng.choice(particles)
        if rng.random() < 0.15:
            return "".join(rng.choice(kana) for _ in range(n + 1))
        return "".join(rng.choices(signs, cum_weights=weights, k=n - 1)) + rng.choice(endings)

    return word


SCRIPTS = {
    "English": Script(latin, ",", ". . . ? !", "“”", capitals=True),
    "Russian": Script(russian, ",", ". . . . ? !", "«»", capitals=True),
    "Arabic": Script(arabic_of(), "،", ". . . ؟ ؛", "«»"),
    "Greek": Script(greek_of(), ",", ". . . . ; ·", "«»", capitals=True),
    "Hindi": Script(hindi_of(), ",", "। । । । ? !", "“”"),
    "Chinese": Script(chinese_of(), "，", "。 。 。 ？ ！ ；", "“”", space=""),
    "Japanese": Script(japanese_of(), "、", "。 。 。 。 ？ ！", "「」", space=""),
}


class Words(dict):
    """rank -> word, made when it is first asked for; frequent words are short, no two ranks share one."""

    def __init__(self, script, rng):
        super().__init__()
        self.script, self.rng, self.taken = script, rng, set()
        self.weights = list(itertools.accumulate((r + 21) ** -1.3 for r in range(VOCABULARY)))

    def __missing__(self, rank):
        # One syllable more for each factor of 75, and where that word is taken.
        n = 1 + int(math.log(rank + 1, 75))
        while (word := self.script.word(self.rng, n)) in self.taken:
            n += 1
        self.taken.add(word)
        self[rank] = word
        return word

    def draw(self, n):
        return [self[r] for r in self.rng.choices(range(VOCABULARY), cum_weights=self.weights, k=n)]


def sentence(script, rng, words):
    """The words with capitals and marks."""
    if script.capitals:
        words[0] = words[0][0].upper() + words[0][1:]
    if len(words) > 12:
        words[len(words) // 2] += script.comma
    if len(words) > 4 and rng.random() < 0.15:
        begin = rng.randrange(len(words) - 3)
        words[begin] = script.quotes[0] + words[begin]
        words[begin + 3] += script.quotes[1]
    words[-1] += rng.choice(script.stops.split())
    return script.space.join(words)


def articles(name, size):
    """Lines, one article each, until `size` bytes are reached."""
    script, rng = SCRIPTS[name], random.Random(1)
    words = Words(script, rng)
    written = 0
    while written < size:
        left = max(1, round(rng.lognormvariate(4.6, 0.86)))
        sentences = []
        while left > 0:
            n = min(left, rng.randint(5, 29))
            sentences.append(sentence(script, rng, words.draw(n)))
            left -= n
        line = (script.space.join(sentences) + "\n").encode()
        written += len(line)
        yield line


def records(n):
    """Rows (text, label) of a table: short texts, 15 words on average, two labels.

    Something is there to be learnt: one word in ten is the label's own.
    """
    script, rng = SCRIPTS["English"], random.Random(2)
    words = Words(script, rng)
    own = [[words[r * 2 + label] for r in range(100, 1100)] for label in range(2)]
    for _ in range(n):
        label = rng.randrange(2)
        text = words.draw(max(3, round(rng.lognormvariate(2.6, 0.5))))
        for i in range(len(text)):
            if rng.random() < 0.1:
                text[i] = rng.choice(own[label])
        yield sentence(script, rng, text), f"label{label}"

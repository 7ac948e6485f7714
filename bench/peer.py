#!/usr/bin/env python3
"""peer: scikit-learn at slant's work, each job a process of its own that prints how long it took.

  peer.py there                                   exit 0 if scikit-learn can be imported
  peer.py fit TRAIN.tsv MODEL BLOCKS              raw text to a saved model, by one of:
                                                    chars  words 1-2 and characters 2-5 of two records or more
                                                    words  words 1-2 of two records or more
                                                    all    words 1-2, every one
  peer.py label MODEL TEXTS OUT                   a text a line to a label a line
  peer.py accuracy MODEL TEST.tsv

Prints one JSON object. Seconds there leave out the imports and, for `label`, the loading of the model: what
start-up costs is not what is compared. TfidfVectorizer with sub-linear tf, LinearSVC, otherwise as they come.
"""

import json
import pickle
import sys
import time


def read(path):
    with open(path, encoding="utf-8") as f:
        names = f.readline().rstrip("\n").split("\t")
        text, label = names.index("text"), names.index("label")
        rows = [line.rstrip("\n").split("\t") for line in f]
    return [r[text] for r in rows], [r[label] for r in rows]


def model_of(blocks):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1 if blocks == "all" else 2)
    if blocks != "chars":
        return make_pipeline(words, LinearSVC())
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return make_pipeline(make_union(words, chars), LinearSVC())


def clocks():
    return time.perf_counter(), time.process_time()


def since(begin):
    return {"seconds": time.perf_counter() - begin[0], "cpu_seconds": time.process_time() - begin[1]}


def main(job, *args):
    import sklearn

    if job == "there":
        return {"version": sklearn.__version__}
    if job == "fit":
        model = model_of(args[2])
        begin = clocks()
        model.fit(*read(args[0]))
        with open(args[1], "wb") as f:
            pickle.dump(model, f)
        return since(begin)
    # Written by `fit` a moment ago, in the bench's own folder.
    with open(args[0], "rb") as f:
        model = pickle.load(f)
    if job == "accuracy":
        return {"accuracy": model.score(*read(args[1]))}
    begin = clocks()
    with open(args[1], encoding="utf-8") as f:
        labels = model.predict(f.read().split("\n")[:-1])
    with open(args[2], "w", encoding="utf-8") as f:
        f.writelines(label + "\n" for label in labels)
    return since(begin)


if __name__ == "__main__":
    try:
        print(json.dumps(main(*sys.argv[1:])))
    except ImportError:
        sys.exit(1)

"""scripts: how fast slant labels text that is not English, beside `wc -w` on the same text.

Enters: generated texts, see generate.py. Leaves: a table. A model is trained on the first lines of each text,
labelled by turns, so that many of the n-grams it meets are known to it.
"""

from generate import SCRIPTS
from setting import UTF8, by_turns, count, digest, generated
from turns import MB, Row, apart, faster, markdown, spread

SPACELESS = ("Chinese", "Japanese")
TRAINED_ON = 1500


def rows(setting):
    """Two rows a script; one where there are no spaces for `wc -w` to count by."""

    def make():
        out = {}
        for script in SCRIPTS:
            if script != "English":
                path = generated(setting.work, script, setting.args.script_mb)
                out[script] = str(path), setting.train(f"script-{script}", by_turns(path, TRAINED_ON, 2))
        return out

    found = []
    for script, (path, model) in apart(make).items():
        size, records, _ = count(path)
        if script not in SPACELESS:
            argv = [*setting.pin, "wc", "-w", path]
            found.append(Row(f"`wc -w`, {script}", argv, size, env=UTF8, every=2))
        argv = setting.classify([model], path)
        found.append(Row(f"slant, {script}", argv, size, setting.out, every=2, answers=records + 1))
    return found


def report(setting, found):
    """(figures, lines) of rows that have had their turns."""
    by_name = {row.name: row for row in found}
    figures, cells = [], []
    for row in found:
        program, script = row.name.split(", ")
        if program != "slant":
            continue
        wc = by_name.get(f"`wc -w`, {script}")
        of_wc = faster(row, wc) if wc else []
        path = generated(setting.work, script, setting.args.script_mb)
        figures.append({**row.figures(), "sha256": digest(path), "of_wc": of_wc})
        if wc:
            figures[-1]["wc"] = wc.figures()
        cells.append(
            [
                script,
                f"{row.size / MB:.0f}",
                spread(wc.rates()) if wc else "-",
                f"{max(row.rates()):.0f}",
                spread(row.rates()),
                spread(of_wc, 2),
                f"{row.peak / MB:.0f}",
            ]
        )
    head = [
        "generated text",
        "MB",
        "`wc -w` MB/s",
        "slant MB/s best",
        "median (min-max)",
        "of `wc -w`",
        "peak MB",
    ]
    lines = [
        "Other scripts, 1 lane, generated texts and labels, one pinned thread:",
        "",
        *markdown(head, cells),
    ]
    return figures, lines

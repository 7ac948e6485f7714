"""turns: programs that take turns, each a process that is timed from outside, and the figures of that.

Enters: rows (a command, what it reads, where its answer goes). Leaves: in each row its seconds, of the wall
clock and the processor, turn by turn, its peak memory, and what it printed.

What it does not do: quiet the machine, or judge what it measured.
"""

import json
import os
import select
import statistics
import subprocess
import sys
import time
from pathlib import Path

FEED = str(Path(__file__).resolve().parent / "feed.py")
MB = 1e6


# ---- one process ----


def run(argv, out=None, stdin=None, env=None, feed=None):
    """Runs to the end; (wall seconds, processor seconds, peak resident bytes, what it printed).

    `stdin` are bytes; `feed` is (file, bytes), a stream of so many bytes by a process of its own, whose start
    is not counted. The kernel counts a child's peak from before its exec, so no peak below this process's own
    can be seen: whatever needs memory here is done by `apart`.
    """
    with open(out or os.devnull, "wb") as sink:
        feeder = None
        if feed:
            feeder = subprocess.Popen([sys.executable, FEED, *map(str, feed)], stdout=subprocess.PIPE)
            select.select([feeder.stdout], [], [])
        source = feeder.stdout if feeder else subprocess.DEVNULL if stdin is None else subprocess.PIPE
        begin = time.perf_counter()
        p = subprocess.Popen(
            [str(a) for a in argv],
            stdin=source,
            stdout=sink if out else subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
        )
        if feeder:
            feeder.stdout.close()
        if stdin is not None:
            p.stdin.write(stdin)
            p.stdin.close()
        # What is printed here is a line or two, far below a pipe's room.
        printed = b"" if out else p.stdout.read()
        errors = p.stderr.read()
        _, status, usage = os.wait4(p.pid, 0)
        seconds = time.perf_counter() - begin
    p.returncode = os.waitstatus_to_exitcode(status)
    for f in (p.stderr, p.stdout):
        if f:
            f.close()
    if p.returncode != 0 or (feeder and feeder.wait() != 0):
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
        except Exception as e:  # noqa: BLE001 whatever it is, the parent hears of it by the exit status
            print(f"bench: {e}", file=sys.stderr)
        finally:
            os._exit(status)
    os.close(w)
    with open(r, encoding="utf-8") as f:
        text = f.read()
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(3)
    return json.loads(text)


# ---- rows that take turns ----


class Row:
    """One program at one job.

    size       bytes of text that it reads: what its speed is counted in
    out        the file that gets its answer; None: kept in `printed`, a few lines
    feed       (file, bytes): what is streamed to its standard input
    own_clock  it prints its own seconds, as JSON
    every      takes part in one of so many turns
    answers    lines that `out` must have
    beside     the row whose speed it is to be compared with; None: all peers
    """

    def __init__(
        self,
        name,
        argv,
        size,
        out=None,
        *,
        env=None,
        feed=None,
        own_clock=False,
        every=1,
        answers=None,
        beside=None,
    ):
        self.name, self.argv, self.size, self.out, self.env, self.feed = name, argv, size, out, env, feed
        self.own_clock, self.every, self.answers, self.beside = own_clock, every, answers, beside
        self.wall, self.cpu, self.printed, self.peak = {}, {}, {}, 0

    def turn(self, i):
        """Runs once; turn 0 warms up and is not counted. Wall seconds."""
        wall, cpu, peak, printed = run(self.argv, self.out, env=self.env, feed=self.feed)
        if self.own_clock:
            own = json.loads(printed)
            wall, cpu = own["seconds"], own["cpu_seconds"]
        if self.answers is not None and (n := lines_of(self.out)) != self.answers:
            raise RuntimeError(f"{self.name}: {n} lines where there should be {self.answers}")
        self.peak = max(self.peak, peak)
        if i:
            self.wall[i], self.cpu[i], self.printed[i] = wall, cpu, printed
        return wall

    def rates(self):
        """MB/s of each turn."""
        return [self.size / MB / s for s in self.wall.values()]

    def ns(self):
        """Median nanoseconds a byte."""
        return statistics.median(self.wall.values()) * 1e9 / self.size

    def figures(self):
        """For the JSON file: everything that was measured."""
        wall, cpu = list(self.wall.values()), list(self.cpu.values())
        rate = self.rates()
        return {
            "program": self.name,
            "bytes": self.size,
            "mb_s_best": max(rate),
            "mb_s_median": statistics.median(rate),
            "mb_s_low": min(rate),
            "mb_cpu_s_median": statistics.median(self.size / MB / max(1e-9, s) for s in cpu),
            "peak_mb": self.peak / MB,
            "wall_s": wall,
            "cpu_s": cpu,
        }


def take_turns(rows, runs):
    """A B C A B C ...: `runs` turns that count, behind one that warms up.

    A row of every second turn or fewer takes no part in the first: others have warmed what it reads.
    """
    for i in range(runs + 1):
        for row in rows:
            if i % row.every == row.every - 1 or (i == runs and not row.wall):
                wall = row.turn(i)
                print(f"bench: turn {i} of {runs}: {row.name}: {wall:.2f} s", file=sys.stderr)


# ---- figures ----


def faster(row, base):
    """How many times the speed of `base`, in each turn that both took part in."""
    both = row.wall.keys() & base.wall.keys()
    return [(row.size / row.wall[i]) / (base.size / base.wall[i]) for i in sorted(both)]


def spread(values, digits=0):
    """Median (min-max)."""
    values = list(values)
    if not values:
        return "-"
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def times(values):
    """A ratio's median (min-max), with as many digits as it is worth."""
    values = list(values)
    return spread(values, 0 if values and min(values) >= 20 else 1 if values and min(values) >= 5 else 2)


def markdown(head, rows):
    """A table's lines, from cells."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(map(str, cells))} |" for cells in lines]


def lines_of(path):
    n = 0
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            n += block.count(b"\n")
    return n

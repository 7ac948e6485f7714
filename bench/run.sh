#!/bin/sh
# run.sh [options of throughput.py]: both benches, one after the other, with what `make` built.
# Tables go to standard output and to build/bench/*.md, figures to build/bench/*.json.
set -eu

cd "$(dirname "$0")/.."
python3 bench/throughput.py "$@"
echo
python3 bench/accuracy.py

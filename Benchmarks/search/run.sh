#!/bin/bash
# The search's measurements, then its exact front beside NSGA-II (pymoo) and Optuna in one run. usage: run.sh [WORKDIR]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-${TMPDIR:-/tmp}/mulligan-search-benchmark}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q numpy pymoo optuna
fi
# SEARCH_BENCHMARK names an executable built before; otherwise it is built here.
if [ -z "${SEARCH_BENCHMARK:-}" ]; then
  swift build -c release --package-path "$here/.." --product SearchBenchmark
  SEARCH_BENCHMARK=$(swift build -c release --package-path "$here/.." --show-bin-path)/SearchBenchmark
fi
"$SEARCH_BENCHMARK"
"$SEARCH_BENCHMARK" --exchange "$work/exchange.json"
"$work/venv/bin/python" "$here/compare.py" "$work/exchange.json"

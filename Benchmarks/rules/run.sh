#!/bin/bash
# Whole classifications beside Hyperscan alone, ripgrep and Python's re, on the same logs, in one run. usage: run.sh [WORKDIR]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-${TMPDIR:-/tmp}/mulligan-rules-benchmark}
mkdir -p "$work"
# RULES_BENCHMARK names an executable built before; otherwise it is built here.
if [ -z "${RULES_BENCHMARK:-}" ]; then
  swift build -c release --package-path "$here/.." --product RulesBenchmark
  RULES_BENCHMARK=$(swift build -c release --package-path "$here/.." --show-bin-path)/RulesBenchmark
fi
"$RULES_BENCHMARK" "$here/../../rules" "$work"
"$RULES_BENCHMARK" "$here/../../rules" "$work" --flat "${FLAT_GIGABYTES:-10}"
if command -v rg >/dev/null; then
  # ripgrep's engine refuses the escape of a character that needs none.
  python3 - "$work" <<'P'
import re, sys
text = open(sys.argv[1] + "/patterns.txt", encoding="utf-8").read()
plain = re.sub(r"\\(.)", lambda match: match[1] if match[1] in "'\"`/ :@#%,;=!&~<>_" else match[0], text)
open(sys.argv[1] + "/patterns-ripgrep.txt", "w", encoding="utf-8").write(plain)
P
  for size in 100KB 1MB 100MB; do
    start=$(date +%s%N)
    count=$(timeout "${PEER_SECONDS:-300}" rg --no-unicode -c -f "$work/patterns-ripgrep.txt" "$work/$size.log" || true)
    echo "ripgrep -f, $size: $((($(date +%s%N) - start) / 1000000)) ms, ${count:-no answer, no} lines (compiling the patterns included)"
  done
else
  echo "ripgrep is not installed: apt-get install ripgrep"
fi
python3 "$here/peer.py" "$work"

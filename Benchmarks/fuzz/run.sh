#!/bin/bash
# Fuzzes normaliser, loader and classifier. usage: run.sh SECONDS [WORKDIR]; a crash or hang leaves its input in WORKDIR.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${2:-${TMPDIR:-/tmp}/mulligan-fuzz}
mkdir -p "$work/corpus"
swift build --package-path "$here" --product LogRulesFuzz
fuzzer=$(swift build --package-path "$here" --show-bin-path)/LogRulesFuzz
# Seeds: the kept corpus, rules as they ship, and the logs that we wrote.
python3 - "$here/../.." "$work/corpus" <<'P'
import glob, hashlib, json, sys
root, out = sys.argv[1:]
def keep(kind, text): open(f"{out}/seed-{hashlib.sha1(text).hexdigest()[:16]}", "wb").write(bytes([kind]) + text)
for path in sorted(glob.glob(f"{root}/rules/*/*.yaml"))[::8]: keep(2, open(path, "rb").read())
for path in glob.glob(f"{root}/training-data/failure-logs/*.jsonl"):
    for line in open(path): keep(0, json.loads(line)["log"].encode())
P
FUZZ_RULES="$here/../../rules" "$fuzzer" -max_total_time="$1" -timeout=20 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
  -artifact_prefix="$work/" -dict="$here/words.dict" "$work/corpus" "$here/corpus"

#!/bin/bash
# Makes docs/screenshots/*.png: starts services, seeds them and photographs their pages in headless Chromium.
# Usage: docs/screenshots.sh [BINARY]      default .build/release/mulligan; takes about three minutes
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-.build/release/mulligan}")
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || {
    echo "Chromium is needed: apt install chromium" >&2
    exit 69
}
folder=$(mktemp -d)
started=()
trap 'for one in "${started[@]}"; do kill "$one" 2>/dev/null || true; done; wait; rm -rf "$folder"' EXIT

# A scheduler that takes some repairs and refuses others: the page of deliveries has every state to show.
python3 docs/screenshots-scheduler.py >"$folder/scheduler" &
started+=($!)
# address FILE: waits for the address that a program prints first.
address() {
    for _ in $(seq 200); do
        grep -aom1 'http://[^ ]*' "$1" && return
        sleep 0.1
    done
    echo "nothing came up" >&2
    exit 1
}
cat >"$folder/policy.yaml" <<POLICY
mode: approve
adapters: {slurm: webhook}
schedulers: {webhook: {url: "$(address "$folder/scheduler")/repairs"}}
POLICY
"$binary" serve --port 0 --store "sqlite:$folder/open.sqlite" --policy "$folder/policy.yaml" >"$folder/open" 2>/dev/null &
started+=($!)
"$binary" tokens create --name ada --role admin --store "sqlite:$folder/closed.sqlite" >/dev/null 2>&1
"$binary" serve --port 0 --store "sqlite:$folder/closed.sqlite" --authentication required >"$folder/closed" 2>/dev/null &
started+=($!)
base=$(address "$folder/open")
closed=$(address "$folder/closed")
python3 docs/screenshots-seed.py "$base"
failure=$(curl -fsS "$base/v1/failures?job=warehouse/orders-daily&limit=1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["items"][0]["id"])')

# shot NAME ADDRESS WIDTH HEIGHT [dark]: also NAME-mobile and NAME-dark by their names.
shot() {
    python3 api/chromium.py shot "$2" "docs/screenshots/$1.png" "${@:3}"
    echo "docs/screenshots/$1.png"
}

mkdir -p docs/screenshots
shot queue "$base/" 1280 1000
shot queue-dark "$base/" 1280 1000 dark
shot queue-mobile "$base/" 390 844
shot overview "$base/overview" 1280 full
shot overview-dark "$base/overview" 1280 full dark
shot overview-mobile "$base/overview" 390 full
shot incidents "$base/incidents" 1280 500
shot deliveries "$base/deliveries" 1280 full
shot deliveries-mobile "$base/deliveries" 390 full
shot policy "$base/policy" 1280 full
shot audit "$base/audit" 1280 1100
shot failure "$base/failures/$failure" 1280 full
shot failure-dark "$base/failures/$failure" 1280 full dark
shot failure-mobile "$base/failures/$failure" 390 844
shot job "$base/jobs/warehouse%2Forders-daily" 1280 full
shot rules "$base/rules" 1280 1200
shot model "$base/model" 1280 1200
shot model-dark "$base/model" 1280 1200 dark
shot model-mobile "$base/model" 390 1200
shot sign-in "$closed/sign-in" 1280 500
shot sign-in-dark "$closed/sign-in" 1280 500 dark
shot sign-in-mobile "$closed/sign-in" 390 844

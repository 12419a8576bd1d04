#!/bin/bash
# Makes docs/screenshots/*.png: seeds a running service and photographs its pages in headless Chromium.
# Usage: mulligan serve --port 8484 & docs/screenshots.sh [http://127.0.0.1:8484]
set -euo pipefail
cd "$(dirname "$0")"
base=${1:-http://127.0.0.1:8484}
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "Chromium is needed: apt install chromium" >&2
    exit 69
}
python3 screenshots-seed.py "$base"
failure=$(curl -fsS "$base/v1/failures?job=warehouse/orders-daily&limit=1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["items"][0]["id"])')
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# shot NAME PATH WIDTH HEIGHT [dark]
shot() {
    local dark=()
    [ "${5:-}" = dark ] && dark=(--force-dark-mode --blink-settings=preferredColorScheme=0)
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" "${dark[@]}" \
        --screenshot="$PWD/screenshots/$1.png" --window-size="$3,$4" "$base$2" >/dev/null 2>&1
    echo "screenshots/$1.png"
}

mkdir -p screenshots
shot queue / 1280 1000
shot overview /overview 1280 1150
shot overview-dark /overview 1280 1150 dark
shot incidents /incidents 1280 500
shot policy /policy 1280 1000
shot audit /audit 1280 1100
shot failure "/failures/$failure" 1280 2500
shot failure-dark "/failures/$failure" 1280 2500 dark
shot job /jobs/warehouse%2Forders-daily 1280 1200
shot rules /rules 1280 1200
shot model /model 1280 1200

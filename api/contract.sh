#!/usr/bin/env bash
# Holds a running service against api/openapi.yaml with schemathesis: thousands of right and wrong requests, every answer checked.
# usage: contract.sh [BINARY]      default .build/debug/mulligan; MULLIGAN_CONTRACT_SECONDS bounds the search (default 60)
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-.build/debug/mulligan}
venv=.build/contract-venv
requirements=api/contract-requirements.txt
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    if ! "$venv/bin/pip" install --quiet --disable-pip-version-check --timeout 30 --retries 2 -r "$requirements"; then
        rm -rf "$venv"
        echo "SKIPPED: the contract was not searched, because schemathesis could not be installed from the Python package index" >&2
        # On a developer's machine without a network the rest is still worth knowing; CI must not be green for it.
        [ "${CI:-false}" = true ] || [ "${CI:-false}" = 1 ] || exit 0
        exit 1
    fi
    cp "$requirements" "$venv/requirements.txt"
fi

folder=$(mktemp -d)
service=
finish() {
    [ -z "$service" ] || kill "$service" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
store=sqlite:$folder/contract.sqlite
token=$("$program" tokens create --name contract --role admin --store "$store" 2>/dev/null)
cat >"$folder/policy.yaml" <<'POLICY'
# The search sends as fast as it can; limits of each caller have tests of their own.
authentication: {requests-per-second: 0}
POLICY
"$program" serve --port 0 --store "$store" --authentication required --policy "$folder/policy.yaml" >"$folder/out" 2>"$folder/log" &
service=$!
for _ in $(seq 150); do
    address=$(sed -n '1s/.*listens on //p' "$folder/out")
    [ -z "$address" ] || break
    kill -0 "$service" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.2
done

status=0
"$venv/bin/schemathesis" --config-file api/schemathesis.toml run api/openapi.yaml --url "$address" \
    --header "Authorization: Bearer $token" --max-time "${MULLIGAN_CONTRACT_SECONDS:-60}" --seed 1 --no-color || status=$?
kill -0 "$service" 2>/dev/null || { echo "the service ended during the search:" >&2; tail -20 "$folder/log" >&2; exit 1; }
exit "$status"

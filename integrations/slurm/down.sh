#!/bin/bash
# Stops the Slurm that up.sh started in DIR: cancels its jobs, ends its daemons and waits for them; leaves DIR in place.
#
#   integrations/slurm/down.sh DIR
set -uo pipefail

[ $# -eq 1 ] || { sed -n '2,4p' "$0"; exit 64; }
dir=$(realpath -m "$1")
[ -f "$dir/slurm.conf" ] || { echo "down.sh: no Slurm in $dir" >&2; exit 66; }
export SLURM_CONF=$dir/slurm.conf

alive() { [ -s "$dir/$1.pid" ] && kill -0 "$(cat "$dir/$1.pid")" 2>/dev/null; }

if alive slurmctld; then
    timeout 5 squeue --noheader --format=%A | xargs -r timeout 5 scancel --full
    for _ in $(seq 20); do
        [ -z "$(timeout 5 squeue --noheader --states=running,completing --format=%A 2>/dev/null)" ] && break
        sleep 0.2
    done
fi
for daemon in slurmrestd slurmd slurmctld; do
    alive "$daemon" && kill "$(cat "$dir/$daemon.pid")"
done
for _ in $(seq 50); do
    alive slurmrestd || alive slurmd || alive slurmctld || break
    sleep 0.1
done
for daemon in slurmrestd slurmd slurmctld; do
    alive "$daemon" && kill -9 "$(cat "$dir/$daemon.pid")"
    rm -f "$dir/$daemon.pid"
done
exit 0

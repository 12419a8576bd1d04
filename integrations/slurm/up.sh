#!/bin/bash
# Starts a one-node Slurm on loopback that enforces memory limits, for the tests and for trying Mulligan. Root, Debian or Ubuntu.
#
#   integrations/slurm/up.sh DIR [URL]      then: . DIR/env.sh      stop it with integrations/slurm/down.sh DIR
#
# DIR  holds its configuration, state and logs; made when missing. Everybody may write in DIR/out: for the output of jobs.
# URL  where Slurm posts every finished job as JSON; default http://127.0.0.1:8484/hooks/slurm
#
# Environment: SLURMCTLD_PORT, SLURMD_PORT, SLURMRESTD_PORT (default 26817, 26818, 26820) and SLURM_CLUSTER (default mulligan)
# keep several of them apart; SLURM_MEMORY_MB (default: what the machine has, less 1024) is what the node offers;
# SLURM_REST=0 leaves slurmrestd out; SLURM_FIRST_JOB is the first job's number (default: 100 times SLURMCTLD_PORT, plus 1).
set -euo pipefail

[ $# -ge 1 ] || { sed -n '2,12p' "$0"; exit 64; }
[ "$(id -u)" = 0 ] || { echo "up.sh: run as root: slurmd puts jobs into memory cgroups" >&2; exit 77; }
dir=$(realpath -m "$1")
url=${2:-http://127.0.0.1:8484/hooks/slurm}
ctld_port=${SLURMCTLD_PORT:-26817}
slurmd_port=${SLURMD_PORT:-26818}
rest_port=${SLURMRESTD_PORT:-26820}
# Memory cgroups are named by job number alone: two clusters on one machine must not number their jobs alike.
first_job=${SLURM_FIRST_JOB:-$((ctld_port * 100 + 1))}
cluster=${SLURM_CLUSTER:-mulligan}
host=$(hostname -s)
cpus=$(nproc)
memory=${SLURM_MEMORY_MB:-$(($(awk '/MemTotal/ {print $2}' /proc/meminfo) / 1024 - 1024))}

packages=(slurmctld slurmd slurmrestd slurm-client slurm-wlm-basic-plugins slurm-wlm-jwt-plugin slurm-wlm-elasticsearch-plugin munge)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "up.sh: installing ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt=(apt-get -o DPkg::Lock::Timeout=300 -qq -y)
    "${apt[@]}" install --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
        "${apt[@]}" update >/dev/null
        "${apt[@]}" install --no-install-recommends "${missing[@]}" >/dev/null
    } || { echo "up.sh: could not install ${missing[*]}; see the lines above" >&2; exit 69; }
fi

# Memory limits come from the memory cgroup: version 1 where it is mounted, else version 2 (Slurm 22.05 needs systemd there).
if [ -d /sys/fs/cgroup/memory ]; then cgroup=cgroup/v1; else cgroup=autodetect; fi

mkdir -p "$dir"/{state,spool,log,out}
# Jobs write their output as whoever submitted them, and nobody removes another's file.
chmod 1777 "$dir/out"
key=$dir/state/jwt_hs256.key
[ -s "$key" ] || (umask 077 && head -c 32 /dev/urandom >"$key")

cat >"$dir/cgroup.conf" <<EOF
CgroupPlugin=$cgroup
CgroupMountpoint=/sys/fs/cgroup
CgroupAutomount=yes
ConstrainRAMSpace=yes
ConstrainCores=yes
EOF

cat >"$dir/slurm.conf" <<EOF
ClusterName=$cluster
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$ctld_port
SlurmdPort=$slurmd_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=$key
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd.log
ReturnToService=2
ProctrackType=proctrack/cgroup
TaskPlugin=task/cgroup
JobAcctGatherType=jobacct_gather/cgroup
JobAcctGatherFrequency=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
KillWait=2
DefMemPerNode=256
FirstJobId=$first_job
# What Mulligan needs: a finished job must stay long enough to be requeued, and its record must be posted.
MinJobAge=3600
JobCompType=jobcomp/elasticsearch
JobCompLoc=$url
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus CoresPerSocket=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=batch Nodes=$host Default=YES MaxTime=INFINITE State=UP
EOF

cat >"$dir/env.sh" <<EOF
export SLURM_CONF=$dir/slurm.conf
export SLURM_REST_URL=http://127.0.0.1:$rest_port
EOF
. "$dir/env.sh"

mkdir -p /run/munge
chown munge:munge /run/munge
# It outlives this script, and must not keep open what whoever called it had open: a lock would never be free again.
start_munged() (
    for descriptor in /proc/self/fd/*; do
        descriptor=${descriptor##*/}
        case $descriptor in 0 | 1 | 2 | 255) ;; *) eval "exec $descriptor>&-" 2>/dev/null || true ;; esac
    done
    exec su -s /bin/sh munge -c /usr/sbin/munged
)
pgrep -u munge -x munged >/dev/null || start_munged

running() { [ -s "$dir/$1.pid" ] && kill -0 "$(cat "$dir/$1.pid")" 2>/dev/null; }
# The plug-in that posts records is libcurl: it would take the URL to the proxy of this shell.
running slurmctld || env -u http_proxy -u all_proxy -u ALL_PROXY slurmctld
running slurmd || slurmd

# A controller that cannot be reached keeps sinfo waiting: the clock bounds the wait, not the number of looks.
idle() { timeout 5 sinfo --noheader --format=%t 2>/dev/null | grep -q idle; }
deadline=$((SECONDS + 60))
until idle; do
    if [ $SECONDS -ge $deadline ]; then
        echo "up.sh: the node did not become idle within a minute; the last lines of its logs:" >&2
        tail -n 5 "$dir"/log/slurm*.log >&2
        exit 69
    fi
    sleep 0.2
done

# slurmrestd refuses to run as root, and the named plug-in is the one that needs no accounting database.
if [ "${SLURM_REST:-1}" != 0 ] && ! running slurmrestd; then
    SLURM_JWT=daemon setsid setpriv --reuid=nobody --regid=nogroup --clear-groups \
        slurmrestd -a rest_auth/jwt -s openapi/v0.0.38 "127.0.0.1:$rest_port" >"$dir/log/slurmrestd.log" 2>&1 </dev/null &
    echo $! >"$dir/slurmrestd.pid"
    for _ in $(seq 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$rest_port") 2>/dev/null && break
        sleep 0.1
    done
fi

echo "Slurm $(sinfo --version | cut -d' ' -f2) is up: $cpus CPUs, $memory MB; finished jobs are posted to $url"
echo "  . $dir/env.sh"

#!/usr/bin/env python3
"""Posts failures over 64 connections to the service and to a server that only decodes them, in turns, and prints the ratio.

    Benchmarks/service/load.py [--binary PATH] [--store sqlite|postgres] [--seconds 10] [--rounds 3] [--posts 0]

`--posts 1000000` goes on posting until so many are stored, prints the service's memory on the way, and starts it again. Needs wrk (a
Debian package) and a Swift toolchain for the ceiling, which is built first; `--store postgres` starts a PostgreSQL server of its own, with
memory and room for its log as a server in production has them.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "faults"))
from machinery import Service, Workspace, free_port  # noqa: E402
from receiver import Receiver  # noqa: E402


# What guides to a server in production set; that a commit waits for the disk, and whole pages are logged, stays as it is.
SETTINGS = """shared_buffers = 512MB
min_wal_size = 4GB
max_wal_size = 4GB
wal_compression = on
"""


def age(server):
    """Makes a new server's log like that of one which has run for hours: its files are written over instead of made anew."""
    # 256 files of 16 MB are the 4 GB that the settings keep.
    turn = "INSERT INTO filler VALUES (1);\nSELECT pg_switch_wal();\n"
    # A checkpoint on the way would give the files made so far to those that follow.
    server.query("ALTER SYSTEM SET max_wal_size = '16GB';\nSELECT pg_reload_conf();\n")
    server.query("CREATE TABLE filler (number int);\n" + turn * 256 + "DROP TABLE filler;\nCHECKPOINT;\n")
    server.query("ALTER SYSTEM RESET max_wal_size;\nSELECT pg_reload_conf();\n")


def post(port, seconds, connections, label):
    """What wrk saw."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", str(HERE / "post.lua")]
    out = subprocess.run([*command, f"http://127.0.0.1:{port}", "--", label], capture_output=True, text=True, check=True).stdout
    return json.loads(next(line for line in out.splitlines() if line.startswith("RESULT ")).split(" ", 1)[1])


def started(service):
    """Starts the service; how many seconds it took until it listened, with all recorded attempts learnt."""
    start = time.monotonic()
    service.start()
    return time.monotonic() - start


def memory(service):
    """The service's resident memory in MiB."""
    with open(f"/proc/{service.process.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def spent(service):
    """The service's processor time so far in ms, and the KB that it had written to the disk."""
    with open(f"/proc/{service.process.pid}/stat", encoding="utf-8") as stat:
        ticks = sum(int(field) for field in stat.read().rsplit(")", 1)[1].split()[11:13])
    with open(f"/proc/{service.process.pid}/io", encoding="utf-8") as io:
        written = next(int(line.split()[1]) for line in io if line.startswith("write_bytes"))
    return 1000 * ticks / os.sysconf("SC_CLK_TCK"), written / 1024


def server_spent(store):
    """The processor time of a PostgreSQL server's processes so far in ms."""
    with open(f"{store.folder}/data/postmaster.pid", encoding="utf-8") as file:
        postmaster = file.readline().strip()
    ticks = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[1] == postmaster:
            ticks += int(fields[11]) + int(fields[12])
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/mulligan")
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--posts", type=int, default=0)
    arguments = parser.parse_args()
    subprocess.run(["swift", "build", "-c", "release", "--package-path", str(HERE), "--product", "Ceiling"], check=True, stdout=sys.stderr)
    ceiling = HERE / ".build/release/Ceiling"
    with Workspace(os.path.abspath(arguments.binary)) as space, Receiver() as receiver, space.store(arguments.store, settings=SETTINGS) as store:
        if arguments.store == "postgres":
            age(store)
        service = Service(space, store, receiver, policy="mode: approve\n")
        empty = started(service)
        port = free_port()
        peer = subprocess.Popen([str(ceiling), str(port)])
        try:
            time.sleep(1)
            ratios, slow = [], []
            post(port, 2, 64, "warm")
            post(service.port, 2, 64, "warm")
            print(f"{'':16}requests/s   p50 ms   p99 ms   refused")
            for turn in range(arguments.rounds):
                rates = {}
                for name, at in [("ceiling", port), (f"mulligan {arguments.store}", service.port)]:
                    before = spent(service)
                    server = server_spent(store) if arguments.store == "postgres" else 0
                    seen = post(at, arguments.seconds, 64, f"{name}-{turn}".replace(" ", "-"))
                    rates[name] = seen["requests"] / seen["seconds"]
                    print(f"{name:18}{rates[name]:8.0f} {seen['p50']:8.1f} {seen['p99']:8.1f} {seen['bad']:8d}", flush=True)
                ceiling_rate, rate = rates.values()
                milliseconds, written = ((after - first) / seen["requests"] for first, after in zip(before, spent(service)))
                if arguments.store == "sqlite":
                    beside = f"{written:.0f} KB written to the disk"
                else:
                    beside = f"{(server_spent(store) - server) / seen['requests']:.2f} ms of the server's"
                print(f"{'':18}{milliseconds:8.2f} ms of the service's processor time and {beside} a post", flush=True)
                ratios.append(rate / ceiling_rate)
                slow.append(seen["p99"])
            print(f"ratio to the ceiling {statistics.median(ratios):.2f} (of {', '.join(f'{r:.2f}' for r in ratios)}), p99 {statistics.median(slow):.0f} ms")
            posted, turn = 0, 0
            while posted < arguments.posts:
                seen = post(service.port, 20, 64, f"many-{turn}")
                posted += seen["requests"]
                turn += 1
                rate = seen["requests"] / seen["seconds"]
                print(f"{posted:9d} posts, {memory(service):6.0f} MiB, {rate:6.0f}/s, p99 {seen['p99']:.0f} ms", flush=True)
            if posted:
                service.stop()
                print(f"a start on an empty store took {empty:.1f} s, on this one {started(service):.1f} s", flush=True)
        finally:
            peer.kill()
        service.stop()


if __name__ == "__main__":
    main()

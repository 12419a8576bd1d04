#!/usr/bin/env python3
"""Breaks a real service under load and compares what it kept and sent with what its clients and its scheduler saw.

    Benchmarks/faults/faults.py [--binary PATH] [--store sqlite|postgres] crash [--kills 100]
    Benchmarks/faults/faults.py ... restart | locked | scheduler | processes | overload | disk | incident | all [--short]

Needs Python alone (`processes` also wrk, for its rates; `disk` root); `--store postgres`, `restart`, `processes` and `incident` start a PostgreSQL server of their own. Prints what was seen; the exit
status is 1 when a promise was broken.
"""
import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time

import overload as flood
from clients import Clients
from machinery import Postgres, Service, SmallDisk, Workspace, audit, drain, listing
from receiver import Receiver

BROKEN = []


def promise(kept, text):
    """Prints whether a promise was kept."""
    print(f"  {'kept  ' if kept else 'BROKEN'}  {text}")
    if not kept:
        BROKEN.append(text)


def compare(service, clients, receiver, patience):
    """Compares the store and the scheduler with the clients' record."""
    stored = listing(service)
    by_attempt = {}
    for item in stored:
        by_attempt.setdefault((item["job"], item["runId"], item["attempt"]), []).append(item)
    missing = [key for key, identifier in clients.acknowledged.items() if identifier not in {i["id"] for i in by_attempt.get(key, [])}]
    double = [key for key, items in by_attempt.items() if len(items) > 1]
    undecided = [i for i in stored if not i.get("recommendation")]
    waiting = drain(service, patience)
    wanted = {
        i["recommendation"]["id"]
        for i in stored
        if i.get("recommendation") and i["recommendation"]["mode"] == "auto" and i["recommendation"]["action"] == "retry"
    }
    print(
        f"  {len(clients.acknowledged)} failures acknowledged, {len(stored)} stored, {clients.errors} requests cut off or refused and "
        f"posted again; {receiver.requests} requests to the scheduler with {len(receiver.actions)} keys, "
        f"{receiver.requests - len(receiver.actions)} of them repeats under a known key"
    )
    promise(clients.acknowledged and not missing, f"no acknowledged failure is missing ({len(missing)} are)")
    promise(not double, f"no failure is stored twice ({len(double)} are)")
    promise(not undecided, f"every stored failure is decided ({len(undecided)} are not)")
    promise(waiting == 0, f"nothing waits in the outbox ({waiting} do)")
    promise(not receiver.twice(), f"no action is applied twice: one key for each attempt ({len(receiver.twice())} have more)")
    applied = {repair["recommendationId"] for repair in receiver.actions.values()}
    promise(wanted <= applied, f"every recommended retry reached the scheduler ({len(wanted - applied)} did not)")
    problem = audit(service)
    promise(problem is None, "the audit log's chain is whole" + (f": {problem}" if problem else ""))


def crash(space, arguments):
    """kill -9 at random points under load."""
    kills = arguments.kills or (6 if arguments.short else 100)
    print(f"crash: {kills} times kill -9 at a random point under load, store {arguments.store}, seed {arguments.seed}")
    dice = random.Random(arguments.seed)
    with Receiver() as receiver, space.store(arguments.store) as store:
        service = Service(space, store, receiver)
        clients = Clients([service], writers=16)
        for _ in range(kills):
            service.start()
            time.sleep(dice.uniform(0.02, 0.5))
            service.kill()
        service.start()
        clients.stop()
        compare(service, clients, receiver, patience=180)
        service.stop()


def restart(space, arguments):
    """PostgreSQL restarted, and killed, under load."""
    times = 2 if arguments.short else 10
    print(f"restart: PostgreSQL stopped and crashed {times} times under load")
    with Receiver() as receiver, Postgres(space) as store:
        service = Service(space, store, receiver)
        service.start()
        clients = Clients([service], writers=16)
        for number in range(times):
            time.sleep(1)
            store.restart("fast" if number % 2 == 0 else "immediate")
        time.sleep(1)
        clients.stop()
        print(f"  answers by status: {dict(sorted(clients.statuses.items()))}, slowest answer {clients.slowest:.1f} s")
        compare(service, clients, receiver, patience=180)
        service.stop()


def locked(space, arguments):
    """Another process locks the SQLite file under load."""
    import sqlite3

    seconds = 3 if arguments.short else 12
    print(f"locked: another process holds the SQLite file's lock for {seconds} seconds under load")
    with Receiver() as receiver, space.store("sqlite") as store:
        service = Service(space, store, receiver)
        service.start()
        clients = Clients([service], writers=16)
        time.sleep(1)
        other = sqlite3.connect(store.path, isolation_level=None, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()
        time.sleep(1)
        clients.stop()
        print(f"  answers by status: {dict(sorted(clients.statuses.items()))}, slowest answer {clients.slowest:.1f} s")
        promise(set(clients.statuses) <= {200, 201, 429, 503}, "a locked store is a 503, and nothing else")
        compare(service, clients, receiver, patience=60)
        service.stop()


def circuit(service):
    """The state of the scheduler's circuit, as the API and the metrics say it."""
    state = next(c["state"] for c in service.get("/v1/outbox")[1]["circuits"] if c["target"] == "webhook")
    return state, service.metric('mulligan_circuit_open{target="webhook"}')


def becomes(service, states, patience):
    """Waits until the circuit is in one of `states`; whether it came to be so, and after how many seconds."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if circuit(service)[0] in states:
            return True, time.monotonic() - began
        time.sleep(0.2)
    return False, patience


def scheduler(space, arguments):
    """A scheduler that answers slowly, never, half, and with garbage."""
    moods = ["slow", "silent", "garbage"] if arguments.short else ["slow", "silent", "hangup", "garbage", "half", "broken"]
    print(f"scheduler: {', '.join(moods)}, each until its circuit opens, and well again in between; store {arguments.store}")
    with Receiver() as receiver, space.store(arguments.store) as store:
        service = Service(space, store, receiver)
        service.start()
        clients = Clients([service], writers=4, pause=0.05)
        worst = 0.0
        for mood in moods:
            receiver.mood, receiver.pause, clients.slowest = mood, 3 if arguments.short else 20, 0.0
            if mood == "slow":
                # Slower than anybody likes, and within the time that a request may take: no reason to stop asking.
                time.sleep(2 * receiver.pause)
                state = circuit(service)
                promise(state == ("closed", 0), f"a scheduler that takes {receiver.pause} s is asked on: {state}")
            else:
                # Thirty seconds is what a request may take.
                opened, seconds = becomes(service, ["open"], 60)
                state = circuit(service)
                promise(opened and state[1] == 1, f"{mood}: the circuit opens after {seconds:.1f} s, by the API and the metrics: {state}")
                time.sleep(3)
                arrived = receiver.arrivals[mood]
                promise(arrived <= 48, f"{mood}: {arrived} requests reached it, and no more")
            print(f"  {mood:8} slowest answer to a post {clients.slowest * 1000:.0f} ms")
            worst = max(worst, clients.slowest)
            receiver.mood = "well"
            closed, seconds = becomes(service, ["closed"], 120)
            promise(closed, f"{mood}: asked again and well, the circuit closes after {seconds:.1f} s")
        clients.stop()
        promise(worst < 15, f"a bad scheduler makes no client wait ({worst:.2f} s at worst)")
        compare(service, clients, receiver, patience=300)
        service.stop()


def wrk(services, seconds, label):
    """Posts a second of `services` together, over 48 connections spread evenly; None without wrk."""
    if not shutil.which("wrk"):
        return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../service/post.lua")
    running = [
        subprocess.Popen(
            ["wrk", "-t1", f"-c{48 // len(services)}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script]
            + [f"http://127.0.0.1:{service.port}", "--", f"{label}-{number}"],
            stdout=subprocess.PIPE, text=True,
        )
        for number, service in enumerate(services)
    ]
    results = [next(line for line in each.communicate()[0].splitlines() if line.startswith("RESULT ")) for each in running]
    return [json.loads(line.split(" ", 1)[1]) for line in results]


def rates(space, arguments, store, receiver):
    """What one process and three take, in turns, on the database of the rest of the run."""
    services = [Service(space, store, receiver, policy="mode: approve\n") for _ in range(3)]
    start_all(services)
    seconds = 3 if arguments.short else 10
    for turn in range(1 if arguments.short else 3):
        for some in [services[:1], services]:
            results = wrk(some, seconds, f"rate-{turn}-{len(some)}")
            if results is None:
                print("  SKIPPED: without wrk (a Debian package) no rate is measured")
                break
            rate = sum(result["requests"] for result in results) / seconds
            bad = sum(result["bad"] for result in results)
            print(f"  {len(some)} of the processes over 48 connections: {rate:,.0f} posts/s, {bad} errors")
            promise(bad == 0 and rate > 0, f"every post to {len(some)} of them is taken")
    for service in services:
        service.stop()


def start_all(services):
    starting = [threading.Thread(target=service.start) for service in services]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()


def processes(space, arguments):
    """Three processes on one PostgreSQL database, restarted one after the other under load."""
    rounds = 1 if arguments.short else 3
    print(f"processes: three on one PostgreSQL database, {rounds} rolling restarts under load, then each killed once")
    with Receiver() as receiver, Postgres(space) as store:
        rates(space, arguments, store, receiver)
        services = [Service(space, store, receiver) for _ in range(3)]
        start_all(services)
        clients = Clients(services, writers=16)
        for _ in range(rounds):
            for service in services:
                time.sleep(1)
                status = service.stop()
                promise(status == 0, f"a process that is asked to end exits with 0 ({status})")
                service.start()
        time.sleep(1)
        print(
            f"  answers by status: {dict(sorted(clients.statuses.items()))}; {clients.cut} requests cut off, {clients.closed} connections "
            f"found closed before anything was written, {clients.refused} connections refused"
        )
        promise(set(clients.statuses) <= {200, 201}, "no error reaches a client that tries another process when one refuses")
        promise(clients.cut == 0, f"a rolling restart cuts no request off ({clients.cut} were)")
        for service in services:
            time.sleep(0.5)
            service.kill()
            service.start()
        clients.stop()
        compare(services[0], clients, receiver, patience=180)
        for service in services:
            service.stop()


def disk(space, arguments):
    """The store's disk fills up under load, and is made larger."""
    print(f"disk: the disk of the store fills up under load and is made larger, store {arguments.store}")
    obstacle = SmallDisk.obstacle()
    if obstacle:
        print(f"  SKIPPED: {obstacle}")
        return
    size = 24 if arguments.store == "sqlite" else 160
    small = SmallDisk(f"{space.folder}/disk", size)
    try:
        with Receiver() as receiver, space.store(arguments.store, small.folder if arguments.store == "sqlite" else f"{small.folder}/pg") as store:
            service = Service(space, store, receiver)
            service.start()
            clients = Clients([service], writers=8, pause=0.01)
            probe = flood.Probe(service)
            time.sleep(1)
            small.fill(spare=1 << 20)
            end = time.monotonic() + 60
            while not clients.statuses[503] and not clients.statuses[507] and time.monotonic() < end:
                time.sleep(0.2)
            refused = clients.statuses[503] + clients.statuses[507]
            promise(refused > 0, f"a full disk is said ({refused} refusals)")
            time.sleep(3 if arguments.short else 10)
            stood = len(clients.acknowledged)
            os.remove(f"{small.folder}/filler")
            small.resize(1024)
            # Where PostgreSQL itself went down for want of room it comes up by itself or is started by whoever looks after it.
            if arguments.store == "postgres":
                store.revive()
            end = time.monotonic() + 60
            while len(clients.acknowledged) < stood + 50 and time.monotonic() < end:
                time.sleep(0.2)
            promise(len(clients.acknowledged) >= stood + 50, "with room again failures are taken without a restart of the service")
            probe.stop()
            clients.stop()
            print(f"  answers by status: {dict(sorted(clients.statuses.items()))}, slowest {clients.slowest:.1f} s; {clients.cut} cut off")
            promise(set(clients.statuses) <= {200, 201, 503, 507} and clients.cut == 0 and clients.unkind == 0, "a full disk is a 503 that says when to come again")
            promise(probe.failed == 0, f"/healthz answers all the time ({probe.failed} times not: {probe.problems[:3]})")
            compare(service, clients, receiver, patience=180)
            service.stop()
    finally:
        small.unmount()


def incident(space, arguments):
    """A storm of failures of one kind at three processes: one incident, one notice."""
    number = 1000 if arguments.short else 10000
    print(f"incident: {number} failures of one kind posted to three processes on one PostgreSQL database")
    with Receiver() as receiver, Postgres(space) as store:
        more = f"playbooks:\n  - name: on call\n    steps: [{{call: 'http://127.0.0.1:{receiver.port}/incident'}}]\n"
        services = [Service(space, store, receiver, more=more) for _ in range(3)]
        start_all(services)
        began = time.monotonic()
        clients = Clients(services, writers=12, most=number, log="java.net.ConnectException: Connection refused: nn-1/10.0.0.1:8020\n")
        clients.join()
        print(f"  {len(clients.acknowledged)} acknowledged after {time.monotonic() - began:.0f} s")
        promise(len(clients.acknowledged) == number, "all are acknowledged")
        # It opens when two whole minutes are out of the usual; each process looks every 20 seconds.
        end = time.monotonic() + 240
        while not receiver.notices and time.monotonic() < end:
            time.sleep(1)
        print(f"  the first notice {time.monotonic() - began:.0f} s after the first post")
        # Long enough for the other two to see it as well.
        time.sleep(50)
        kinds = [(i["dimension"], i["value"], i["observed"]) for i in services[0].get("/v1/incidents")[1]["items"]]
        lines = sum(service.log().count("incident: ") for service in services)
        print(f"  incidents {kinds}, {len(receiver.notices)} calls to the receiver, {lines} lines in the logs of the three")
        promise(len(kinds) == 1 and len(receiver.notices) == 1 and lines == 1, "one incident, one notice, one line")
        for service in services:
            service.stop()


def overload(space, arguments):
    """More requests, connections, bytes, wrong tokens than a service takes."""
    print(f"overload: more requests, connections, bytes and wrong tokens than the service takes, store {arguments.store}")
    files = flood.CONNECTIONS + flood.SPARE + 2000
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < files:
        print(f"  SKIPPED: the system lets a process open fewer than {files} files; raise the hard limit with ulimit -Hn")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    rate, burst = 100, 1500
    limits = f"authentication: {{requests-per-second: {rate}, burst: {burst}}}\n"
    with Receiver() as receiver, space.store(arguments.store) as store:
        service = Service(space, store, receiver, more=limits, authenticates=True)
        tokens = {name: service.token(name, "scheduler") for name in ["steady", "slow", "many", "large", "greedy"]}
        reader = service.token("hasty", "viewer")
        service.start()
        probe = flood.Probe(service)
        clients = Clients([service], writers=4, pause=0.05, token=tokens["steady"])
        time.sleep(1)
        began = service.memory()

        slow, busy, borne = flood.slow_bodies(service, tokens["slow"], arguments.short)
        print(f"  {flood.REQUESTS + 200} requests at a time, byte by byte: {slow}, the next one {busy}, {borne} still borne at the end")
        promise(slow.statuses[503] >= 200 and busy.statuses[503] == 1, "requests beyond the most at a time are a 503")
        promise(set(slow.statuses) <= {503, 408} and (arguments.short or borne == 0), "a body that comes too slowly is a 408 in its time")
        time.sleep(1.5)

        beyond, within = flood.connections(service, tokens["many"])
        print(f"  {flood.CONNECTIONS + 40} connections: the next 100 {beyond}; 50 of the first {within}")
        promise(set(beyond.statuses) <= {503} and beyond.statuses[503] == 100, "a request over a connection too many is a 503")
        promise(within.statuses[201] + within.statuses[200] == 50, "connections within the limit are served on")
        time.sleep(1.5)

        service.forget_peak()
        large = flood.large_bodies(service, tokens["large"], 16 if arguments.short else 48)
        peak = service.memory("VmHWM")
        print(f"  {sum(large.statuses.values())} bodies of 30 MiB at a time: {large}; memory {began:.0f} MiB before, {peak:.0f} MiB at most")
        promise(set(large.statuses) <= {201, 503}, "a large body is taken, or a 503")
        promise(peak <= began + 256, "large bodies fill no more memory than is set aside for them")

        greedy, seconds = flood.too_many(service, reader, 2 * burst)
        print(f"  {2 * burst} requests in {seconds:.1f} s of a caller that may send {rate} a second, {burst} at once: {greedy}")
        granted = burst + rate * seconds
        promise(
            set(greedy.statuses) == {200, 429} and burst <= greedy.statuses[200] <= granted + 1,
            "what one caller sends beyond its rate is a 429",
        )

        wrong = flood.wrong_tokens(service, 200)
        print(f"  200 wrong tokens from one address: {wrong}")
        promise(set(wrong.statuses) == {401, 429} and wrong.statuses[401] <= 15, "wrong tokens are a 401, and soon a 429")

        time.sleep(1)
        probe.stop()
        clients.stop()
        every = [slow, busy, beyond, within, large, greedy, wrong]
        print(
            f"  /healthz answered {probe.answered} times, slowest {probe.slowest * 1000:.0f} ms; "
            f"the steady clients' answers: {dict(sorted(clients.statuses.items()))}; memory {service.memory():.0f} MiB at the end"
        )
        promise(probe.failed == 0, f"/healthz answers all the time ({probe.failed} times not: {probe.problems[:3]})")
        promise(not any(a.unkind for a in every) and clients.unkind == 0, "every 429 and 503 says when to come again")
        promise(set(clients.statuses) <= {200, 201, 503} and clients.cut == 0, f"others are served or told to wait ({clients.cut} cut off)")
        compare(service, clients, receiver, patience=120)
        service.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = {f.__name__: f for f in [crash, restart, locked, scheduler, processes, overload, disk, incident]}
    parser.add_argument("command", choices=[*commands, "all"])
    parser.add_argument("--binary", default=".build/release/mulligan")
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="seconds instead of minutes")
    arguments = parser.parse_args()
    if not os.access(arguments.binary, os.X_OK):
        sys.exit(f"{arguments.binary} is not there; build it, or name it with --binary")
    for name in commands if arguments.command == "all" else [arguments.command]:
        began = time.monotonic()
        with Workspace(os.path.abspath(arguments.binary)) as space:
            commands[name](space, arguments)
        print(f"  took {time.monotonic() - began:.0f} s\n", flush=True)
    if BROKEN:
        sys.exit(f"{len(BROKEN)} promises broken")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    main()

#!/usr/bin/env python3
"""Breaks a real service under load and compares what it kept and sent with what its clients and its scheduler saw.

    Benchmarks/faults/faults.py [--binary PATH] [--store sqlite|postgres] crash [--kills 100]
    Benchmarks/faults/faults.py ... restart | locked | scheduler | processes | all [--short]

Needs Python alone; `--store postgres`, `restart` and `processes` start a PostgreSQL server of their own. Prints what was seen; the exit
status is 1 when a promise was broken.
"""
import argparse
import os
import random
import sys
import threading
import time

from machinery import Clients, Postgres, Receiver, Service, Workspace, audit, drain, listing

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
    wanted = {i["recommendation"]["id"] for i in stored if i.get("recommendation", {}) and i["recommendation"]["action"] == "retry"}
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


def scheduler(space, arguments):
    """A scheduler that answers slowly, never, and with garbage."""
    seconds = 2 if arguments.short else 10
    print(f"scheduler: {seconds} seconds each of a scheduler that is slow, silent, hangs up, talks garbage, and is well again")
    with Receiver() as receiver, space.store(arguments.store) as store:
        service = Service(space, store, receiver)
        service.start()
        clients = Clients([service], writers=4, pause=0.02)
        worst = 0.0
        for mood in ["slow", "silent", "hangup", "garbage", "well"]:
            receiver.mood = mood
            clients.slowest = 0.0
            time.sleep(seconds)
            print(f"  {mood:8} slowest answer to a post {clients.slowest * 1000:.0f} ms")
            worst = max(worst, clients.slowest)
        clients.stop()
        promise(worst < 5, f"a bad scheduler makes no client wait ({worst:.2f} s at worst)")
        compare(service, clients, receiver, patience=300)
        service.stop()


def processes(space, arguments):
    """Three processes on one PostgreSQL database, restarted one after the other under load."""
    rounds = 1 if arguments.short else 3
    print(f"processes: three on one PostgreSQL database, {rounds} rolling restarts under load, then each killed once")
    with Receiver() as receiver, Postgres(space) as store:
        services = [Service(space, store, receiver) for _ in range(3)]
        starting = [threading.Thread(target=service.start) for service in services]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        clients = Clients(services, writers=16)
        for _ in range(rounds):
            for service in services:
                time.sleep(1)
                status = service.stop()
                promise(status == 0, f"a process that is asked to end exits with 0 ({status})")
                service.start()
        time.sleep(1)
        print(f"  answers by status: {dict(sorted(clients.statuses.items()))}, cut off {clients.cut}, refused connections {clients.refused}")
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = {f.__name__: f for f in [crash, restart, locked, scheduler, processes]}
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

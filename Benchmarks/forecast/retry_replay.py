#!/usr/bin/env python3
"""The retry replay through `mulligan advise`: 1,353 tasks of three production runs, from models that have seen other data sets.

Tasks arrive in order of submission with no limit known to fail. A policy names a limit; the attempt fails where the trace says that this
limit failed, and succeeds at the limit that succeeded and above, in the same time. Cost is limit times time. Every attempt is learnt when it
ends. The tasks are dealt into folds by data set: each fold is asked of a model that was trained without its data sets.

    Benchmarks/forecast/retry_replay.py .build/release/mulligan
"""
import argparse
import csv
import heapq
import json
import pathlib
import subprocess
import tempfile
import zlib
from datetime import datetime

GIBIBYTE = 1 << 30
# What the site grants, and the hours that come with it: the trace says nothing of limits between.
GRANTED = (2, 4, 8, 16, 32)
HOURS = (1, 2, 4, 8, 16)
ROOT = pathlib.Path(__file__).resolve().parents[2]
TRACE = ROOT / "training-data/nextflow-aws-retries/attempts.csv"


def seconds(text):
    return datetime.fromisoformat(text).timestamp()


def dataset(component):
    """What is joined last: a component is data set; method and data set; or metric, method and data set."""
    return component.split("-")[-1]


def failure_class(row):
    """What killed an attempt that failed: its time limit, if it ran that long; the clock is good to a second."""
    limit = float(row["time_limit_min"] or 0) * 60
    return "cpu_time.timeout_walltime" if limit and float(row["realtime_s"] or 0) >= limit - 1 else "memory.container_limit"


def read():
    """The tasks that succeeded in the end, in order of submission, and every row of the trace."""
    with open(TRACE, newline="") as file:
        rows = list(csv.DictReader(file))
    attempts = {}
    for row in rows:
        if row["req_mem_gb"]:
            attempts.setdefault((row["run"], row["name"]), []).append(row)
    tasks = []
    for of_task in attempts.values():
        of_task.sort(key=lambda row: int(row["attempt"]))
        done = [row for row in of_task if row["status"] == "COMPLETED"]
        if not done:
            continue
        last, parts = done[-1], done[-1]["component"].split("-")
        labels = {"process": last["process"], "family": last["task_family"], "dataset": parts[-1]}
        if len(parts) > 1:
            labels["method"] = parts[-2]
        if len(parts) > 2:
            labels["metric"] = parts[0]
        tasks.append({
            "submitted": min(seconds(row["submit"]) for row in of_task),
            "job": f"{last['process']}:{last['task_family']}:{last['component']}",
            "run": f"{last['run']}|{last['name']}",
            "labels": labels,
            "fold": dataset(last["component"]),
            "sufficed": float(last["req_mem_gb"]),
            "peak": float(last["peak_rss_gb"] or 0),
            "seconds": float(last["realtime_s"] or 0),
            "failed": sorted(
                (float(row["req_mem_gb"]), float(row["realtime_s"] or 0), failure_class(row))
                for row in of_task if row["status"] != "COMPLETED"
            ),
        })
    tasks.sort(key=lambda task: task["submitted"])
    return rows, tasks


def result(task, limit):
    """Seconds and failure class of an attempt at `limit`: of the nearest limit at or above it that failed, or of the success."""
    if limit >= task["sufficed"]:
        return task["seconds"], None
    if not task["failed"]:
        return task["seconds"], "memory.container_limit"
    return next((failed[1:] for failed in task["failed"] if failed[0] >= limit), task["failed"][-1][1:])


class Fixed:
    """The same limit always, doubled after a failure."""

    def __init__(self, gigabytes):
        self.gigabytes = gigabytes

    def limit(self, task, failed):
        return failed[-1][0] * 2 if failed else self.gigabytes

    def learn(self, task, limit, took, kind):
        pass


class Oracle(Fixed):
    def __init__(self):
        pass

    def limit(self, task, failed):
        return task["sufficed"]


class Mulligan:
    """One conversation a fold; all learn everything, each is asked of its own fold's tasks."""

    def __init__(self, binary, models, prices):
        choices = ",".join(f"{size}GiB/{hours}h" for size, hours in zip(GRANTED, HOURS))
        self.fold = lambda task: zlib.crc32(task["fold"].encode()) % len(models)
        self.conversations = [
            subprocess.Popen([binary, "advise", "--model", model, "--memory-choices", choices, *prices], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for model in models
        ]

    def limit(self, task, failed):
        process = self.conversations[self.fold(task)]
        event = {"event": "ask", "job": task["job"], "engine": "nextflow", "labels": task["labels"]}
        event["failed"] = [
            {"memoryBytes": int(limit * GIBIBYTE), "failureClass": kind, "runSeconds": took} for limit, took, kind in failed
        ]
        process.stdin.write(json.dumps(event) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if not answer.get("ladder"):
            return failed[-1][0] * 2
        limit = answer["ladder"][0]["memoryBytes"] / GIBIBYTE
        if failed and limit <= failed[-1][0]:
            return failed[-1][0] * 2
        return next((size for size in GRANTED if size >= limit - 1e-6), GRANTED[-1])

    def learn(self, task, limit, took, kind):
        event = {
            "event": "attempt", "job": task["job"], "runId": task["run"], "engine": "nextflow", "labels": task["labels"],
            "requested": {"memoryBytes": int(limit * GIBIBYTE)}, "runSeconds": took,
        }
        if kind is None:
            event["result"] = "succeeded"
            if task["peak"] > 0:
                event["peakMemoryBytes"] = int(task["peak"] * GIBIBYTE)
        else:
            event.update(result="failed", failureClass=kind)
        for process in self.conversations:
            process.stdin.write(json.dumps(event) + "\n")

    def close(self):
        for process in self.conversations:
            process.stdin.close()
            process.wait()


def replay(tasks, policy, overlapping):
    """GiB-hours and failed attempts; with `overlapping` tasks know of each other only what has ended."""
    cost, failures, number = 0.0, 0, 0
    queue = [(task["submitted"] if overlapping else float(place), place, place, None) for place, task in enumerate(tasks)]
    heapq.heapify(queue)
    failed = [[] for _ in tasks]
    while queue:
        now, _, place, ended = heapq.heappop(queue)
        task = tasks[place]
        if ended:
            policy.learn(task, *ended)
            if ended[2] is None:
                continue
            failed[place].append(ended)
        limit = policy.limit(task, failed[place])
        took, kind = result(task, limit)
        cost += limit * took / 3600
        failures += kind is not None
        number += 1
        heapq.heappush(queue, (now + took if overlapping else now, place - len(tasks) * 10, place, (limit, took, kind)))
    return cost, failures


def train(binary, rows, folds, folder):
    """A model a fold, from the shipped training data without the fold's data sets."""
    models = []
    for fold in range(folds):
        trace, model = f"{folder}/trace{fold}.csv", f"{folder}/model{fold}.json"
        with open(trace, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(row for row in rows if zlib.crc32(dataset(row["component"]).encode()) % folds != fold)
        measured = str(ROOT / "training-data/measured-runs/runs.csv")
        subprocess.run(
            [binary, "train", "--data", trace, "--data", measured, "--model", model], check=True, stdout=subprocess.DEVNULL
        )
        models.append(model)
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--folds", type=int, default=4, help="folds of data sets")
    parser.add_argument("--model", help="one model for all folds: quick, but it has seen the tasks")
    parser.add_argument("--overlapping", action="store_true", help="tasks overlap as they did: what has not ended is not known")
    options, further = parser.parse_known_args()
    rows, tasks = read()
    best = None
    for gigabytes in (2, 4, 8, 16, 32):
        cost, failures = replay(tasks, Fixed(gigabytes), options.overlapping)
        print(f"{f'from {gigabytes} GiB, doubled':24} {cost:8.0f} GiB-hours  {failures:4} failed attempts of {len(tasks)} tasks")
        best = min(best or (cost, failures), (cost, failures))
    cost, failures = replay(tasks, Oracle(), options.overlapping)
    print(f"{'oracle':24} {cost:8.0f} GiB-hours  {failures:4} failed attempts, {cost / best[0]:.2f} of the best fixed limit")
    with tempfile.TemporaryDirectory() as folder:
        models = [options.model] if options.model else train(options.binary, rows, options.folds, folder)
        policy = Mulligan(options.binary, models, further)
        cost, failures = replay(tasks, policy, options.overlapping)
        policy.close()
    print(f"{'mulligan':24} {cost:8.0f} GiB-hours  {failures:4} failed attempts, {cost / best[0]:.2f} of the best fixed limit")


if __name__ == "__main__":
    main()

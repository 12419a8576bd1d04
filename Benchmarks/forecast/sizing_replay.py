#!/usr/bin/env python3
"""The sizing replay of the Sizey paper through `mulligan advise`, from the shipped model.

Per process with at least 34 runs, 30 % of the runs, drawn by seed, are history; the rest arrive one by one and are learnt after they are
judged. An attempt below the peak fails and wastes its whole limit for the full run time; the last wastes what is over the peak. 1 GB = 1e9
bytes. The traces have no licence to ship: give their folder, or set MULLIGAN_NFCORE; without it the benchmark says so and ends.

    Benchmarks/forecast/sizing_replay.py .build/release/mulligan --data DIR --seeds 5
"""
import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import time


class Advice:
    """One conversation: attempts go in, asks are answered line by line."""

    def __init__(self, binary, model, times):
        command = [binary, "advise"] + (["--model", model] if model else [])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.times, self.asked = times, False

    def tell(self, event):
        self.process.stdin.write(json.dumps(event) + "\n")

    def ask(self, event):
        self.tell(event)
        self.process.stdin.flush()
        start = time.perf_counter()
        line = self.process.stdout.readline()
        # The first answer also waits for the program to start.
        self.times[self.asked].append(time.perf_counter() - start)
        self.asked = True
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def attempt(job, run, limit, succeeded, tells_input):
    event = {"event": "attempt", "job": job, "requested": {"memoryBytes": int(limit)}, "runSeconds": run["seconds"]}
    if tells_input and run["input"] > 0:
        event["inputBytes"] = run["input"]
    if succeeded:
        event.update(result="succeeded", peakMemoryBytes=int(run["peak"]))
    else:
        event.update(result="failed", failureClass="memory.container_limit")
    return event


def replay(advice, job, runs, seed, tells_input, drawn_order=False):
    """Wasted GB-hours and failed attempts of one process, and the runs judged."""
    order = list(range(len(runs)))
    random.Random(seed).shuffle(order)
    split = int(0.3 * len(runs))
    for index in sorted(order[:split]):
        advice.tell(attempt(job, runs[index], 2 * runs[index]["peak"], True, tells_input))
    wastage, failures = 0.0, 0
    for index in order[split:] if drawn_order else sorted(order[split:]):
        run, failed = runs[index], []
        hours = run["seconds"] / 3600
        while True:
            event = {"event": "ask", "id": str(index), "job": job, "failed": failed}
            if tells_input and run["input"] > 0:
                event["inputBytes"] = run["input"]
            answer = advice.ask(event)
            if "error" in answer:
                sys.exit(f"refused: {answer['error']}")
            limit = answer["ladder"][0]["memoryBytes"] if answer["ladder"] else 2 * failed[-1]["memoryBytes"]
            if limit >= run["peak"]:
                wastage += (limit - run["peak"]) / 1e9 * hours
                advice.tell(attempt(job, run, limit, True, tells_input))
                break
            wastage += limit / 1e9 * hours
            failures += 1
            failed.append({"memoryBytes": limit, "failureClass": "memory.container_limit"})
            advice.tell(attempt(job, run, limit, False, tells_input))
    return wastage, failures, len(runs) - split


def processes(path):
    """The processes of a workflow that take part."""
    jobs = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if float(row["rss"] or 0) > 0:
                run = {"peak": float(row["rss"]), "seconds": float(row["realtime_ms"]) / 1000, "input": float(row["rchar"] or 0)}
                jobs.setdefault(row["process"], []).append(run)
    return {job: runs for job, runs in sorted(jobs.items()) if len(runs) >= 34 and all(run["seconds"] > 0 for run in runs)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_NFCORE"), help="the folder of the traces")
    parser.add_argument("--model", help="another model than the shipped one")
    parser.add_argument("--seeds", type=int, default=5, help="histories to draw, from seed 1996")
    parser.add_argument("--drawn-order", action="store_true", help="runs arrive in random order, as in the paper, not as in the trace")
    options = parser.parse_args()
    if not options.data or not os.path.isdir(options.data):
        print("SKIPPED: no folder of nf-core traces; give --data or MULLIGAN_NFCORE")
        return
    seeds = range(1996, 1996 + options.seeds)
    for tells_input in (True, False):
        times, total = ([], []), [0.0, 0, 0]
        print(f"input size {'told' if tells_input else 'not told'}")
        for workflow in ("rnaseq", "chipseq", "iwd", "eager"):
            part = [0.0, 0, 0]
            for seed in seeds:
                # One site, one conversation a seed: processes are told apart by their names.
                advice = Advice(options.binary, options.model, times)
                for job, runs in processes(os.path.join(options.data, workflow + ".csv")).items():
                    for place, value in enumerate(replay(advice, job, runs, seed, tells_input, options.drawn_order)):
                        part[place] += value
                advice.close()
            n = len(seeds)
            print(f"  {workflow:8} {part[0] / n:8.1f} GBh  {part[1] / n:6.1f} failed attempts of {part[2] // n} tasks", flush=True)
            total = [a + b for a, b in zip(total, part)]
        share = 100 * total[1] / total[2]
        print(f"  {'total':8} {total[0] / n:8.1f} GBh  {total[1] / n:6.1f} failed attempts of {total[2] // n} tasks = {share:.2f} %")
        starts, asks = times[0], sorted(times[1])
        print(
            f"  an ask takes {1e3 * statistics.median(asks):.2f} ms in the median, {1e3 * asks[int(0.999 * len(asks))]:.1f} ms for 99.9 in 100, "
            f"{1e3 * asks[-1]:.1f} ms at most; the first, with the program's start, {1e3 * statistics.median(starts):.0f} ms"
        )


if __name__ == "__main__":
    main()

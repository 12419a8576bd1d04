#!/usr/bin/env python3
"""What one failure costs to answer: features, forecast, search with the exact Pareto front, and ladder, in one conversation of `mulligan advise`.

The measured runs are told in their order. Before each that the kernel ended it is asked what to do after that failure, with a history of up to
160 runs of each of `--copies` jobs a program, with input sizes and a limit of 64 GB and 16 cores.

    Benchmarks/forecast/latency.py .build/release/mulligan
"""
import argparse
import csv
import json
import pathlib
import subprocess

RUNS = pathlib.Path(__file__).resolve().parents[2] / "training-data/measured-runs/runs.csv"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--copies", type=int, default=8, help="rounds over the runs: histories grow with each")
    parser.add_argument("--write", help="write the conversation to a file and end")
    options = parser.parse_args()
    with open(RUNS, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["outcome"] in ("ok", "oom")]
    lines = []
    for copy in range(options.copies):
        for row in rows:
            event = {"event": "attempt", "job": row["program"], "engine": "local", "labels": {"family": row["family"]}}
            event["inputBytes"] = float(row["input_bytes"]) * (1 + copy / 100)
            limit = int(row["limit_bytes"] or 2 * int(row["peak_bytes"]))
            event["requested"] = {"memoryBytes": limit, "cpus": float(row["cores"])}
            event["runSeconds"] = float(row["wall_seconds"])
            if row["outcome"] == "oom":
                event.update(result="failed", failureClass="memory.container_limit")
                ask = {name: event[name] for name in ("job", "engine", "labels", "inputBytes")}
                ask["failed"] = [{"memoryBytes": limit, "cpus": float(row["cores"]), "failureClass": "memory.container_limit"}]
                ask["limits"] = {"memoryBytes": 64_000_000_000, "cpus": 16}
                lines.append(json.dumps({"event": "ask", "id": str(len(lines)), **ask}))
            else:
                event.update(result="succeeded", peakMemoryBytes=int(row["peak_bytes"]), cpuSeconds=float(row["cpu_seconds"]))
            lines.append(json.dumps(event))
    text = "\n".join(lines) + "\n"
    if options.write:
        pathlib.Path(options.write).write_text(text)
        return
    done = subprocess.run([options.binary, "advise", "--times"], input=text, capture_output=True, text=True, check=True)
    print(done.stderr, end="")


if __name__ == "__main__":
    main()

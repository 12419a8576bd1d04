#!/usr/bin/env python3
"""Run times of Spark jobs by machine type, scale-out and input: mean absolute percentage error, 10-fold over configurations.

The learner is `mulligan boost` on the logarithm of the run time. All repetitions of a configuration are in one fold, so that no test
configuration was ever seen. The traces (dos-group/c3o-experiments) have no licence to ship: give their folder.

    Benchmarks/forecast/run_time.py .build/release/mulligan --data DIR
"""
import argparse
import csv
import math
import os
import pathlib
import random
import subprocess
import tempfile

LABEL = "gross_runtime"


def features(row):
    """What is known before the run; quantities as logarithms, because time scales with ratios."""
    nodes = float(row["instance_count"])
    out = {"machine": row["machine_type"], "nodes": math.log(nodes), "size": math.log(float(row["data_size_MB"]))}
    out["memory_each"] = math.log(float(row["memory"]) / nodes)
    out["cores_each"] = math.log(float(row["slots"]) / nodes)
    # The share that spreads over the machines and the share that grows with them.
    out["size_each"] = out["size"] - math.log(float(row["slots"]))
    for name in row:
        if name not in ("instance_count", "machine_type", "slots", "memory", "data_size_MB", LABEL):
            value = float(row[name])
            out[name] = math.log(value) if value > 0 and name != "p_occurrence" else value
    return out


def write(path, rows, indices):
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        names = list(features(rows[0]))
        table.writerow(names + ["y"])
        for index in indices:
            values = features(rows[index])
            table.writerow([values[name] for name in names] + [math.log(float(rows[index][LABEL]))])


def folds(rows, count, seed):
    """The fold of each row: configurations are dealt, and their repetitions go with them."""
    keys = [tuple(value for name, value in row.items() if name != LABEL) for row in rows]
    configurations = sorted(set(keys))
    random.Random(seed).shuffle(configurations)
    fold = {key: place % count for place, key in enumerate(configurations)}
    return [fold[key] for key in keys], len(configurations)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_C3O"), help="the folder of the traces")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options, further = parser.parse_known_args()
    if not options.data or not os.path.isdir(options.data):
        print("SKIPPED: no folder of c3o traces; give --data or MULLIGAN_C3O")
        return
    for path in sorted(pathlib.Path(options.data).glob("*.tsv")):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        fold, count = folds(rows, options.folds, options.seed)
        errors = []
        with tempfile.TemporaryDirectory() as folder:
            train, test, model, out = (f"{folder}/{name}" for name in ("train.csv", "test.csv", "model.json", "out.csv"))
            for part in range(options.folds):
                held = [index for index in range(len(rows)) if fold[index] == part]
                write(train, rows, [index for index in range(len(rows)) if fold[index] != part])
                write(test, rows, held)
                command = [options.binary, "boost", "train", "--data", train, "--label", "y", "--objective", "squared", "--model", model]
                subprocess.run(command + further, check=True, stdout=subprocess.DEVNULL)
                printed = subprocess.run(
                    [options.binary, "boost", "predict", "--model", model, "--data", test], check=True, capture_output=True, text=True
                ).stdout
                for index, line in zip(held, printed.split(), strict=True):
                    errors.append(abs(math.exp(float(line)) / float(rows[index][LABEL]) - 1))
        print(f"{path.stem:10} {100 * sum(errors) / len(errors):5.2f} %  of {len(rows)} runs, {count} configurations", flush=True)


if __name__ == "__main__":
    main()

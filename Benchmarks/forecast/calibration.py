#!/usr/bin/env python3
"""P(success) of Mulligan beside LightGBM's full trees and an Explainable Boosting Machine on the same features.

`mulligan evaluate --rows` writes the features and outcomes of the candidates that a trace is judged by. The peers learn from the rows of the shipped
training data (measured runs and production retries) and all are judged on nf-core traces, of which nobody has seen a job: a split by group.
"mulligan" is the shipped model, which also learns from the same runs in other orders and from a declared simulation; "same rows" is `mulligan
boost` on what the peers learn from, monotone in memory. It needs lightgbm and interpret: a virtual environment
with Benchmarks/boosting/requirements.txt.

    python Benchmarks/forecast/calibration.py .build/release/mulligan --data DIR
"""
import argparse
import csv
import os
import pathlib
import subprocess
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAINING = ("measured-runs/runs.csv", "nextflow-aws-retries/attempts.csv")
TRACES = ("rnaseq", "chipseq", "iwd", "eager")


def rows(binary, trace, folder):
    """The features, outcomes and the shipped model's probabilities of a trace, and the features' names."""
    path = f"{folder}/rows.csv"
    subprocess.run([binary, "evaluate", "--data", trace, "--rows", path], check=True, stdout=subprocess.DEVNULL)
    with open(path, newline="") as file:
        lines = list(csv.reader(file))
    values = np.array([[float(field) if field else np.nan for field in line] for line in lines[1:]])
    return values[:, :-2], values[:, -2], values[:, -1], lines[0][:-2]


def area(chance, outcome):
    """The area under the ROC curve; ties share their mean rank."""
    _, inverse, counts = np.unique(chance, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    positives = outcome.sum()
    return (ranks[outcome == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(outcome) - positives))


def report(name, parts, seconds):
    """Brier score, AUC and expected calibration error (10 bins of equal width) over all traces, and the largest error of one."""
    def error(chance, outcome):
        bins = np.minimum((chance * 10).astype(int), 9)
        sums = np.bincount(bins, weights=chance - outcome, minlength=10)
        return np.abs(sums).sum() / len(chance)

    chance, outcome = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    each = max(error(*part) for part in parts)
    brier = np.mean((chance - outcome) ** 2)
    print(
        f"{name:24} Brier {brier:.4f}  AUC {area(chance, outcome):.4f}  ECE {error(chance, outcome):.4f}  "
        f"worst trace's ECE {each:.4f}  {seconds}", flush=True,
    )


def boost(binary, names, train, test, folder):
    """`mulligan boost` on the same rows, growing with memory where the feature does."""
    def write(path, features, outcome):
        with open(path, "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(names + ["y"])
            for row, y in zip(features, outcome):
                table.writerow(["" if np.isnan(value) else value for value in row] + [int(y)])

    # A column without any value says nothing.
    write(f"{folder}/train.csv", np.where(np.isnan(train[0]).all(axis=0), 0, train[0]), train[1])
    write(f"{folder}/test.csv", test[0], test[1])
    context = names.index("runs")
    model = f"{folder}/boost.json"
    monotone = ",".join(f"{name}:+" for name in names[:context])
    subprocess.run(
        [binary, "boost", "train", "--data", f"{folder}/train.csv", "--label", "y", "--model", model, "--monotone", monotone],
        check=True, stdout=subprocess.DEVNULL,
    )
    out = subprocess.run(
        [binary, "boost", "predict", "--model", model, "--data", f"{folder}/test.csv"], check=True, capture_output=True, text=True
    ).stdout.split()
    return np.array([float(line) for line in out])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_NFCORE"), help="the folder of the nf-core traces")
    parser.add_argument("--skip", default="", help="peers to leave out: boost,lightgbm,ebm")
    options = parser.parse_args()
    if not options.data or not os.path.exists(f"{options.data}/{TRACES[0]}.csv"):
        print("the traces are not here: name their folder with --data; they have no licence to ship")
        return
    skip = options.skip.split(",")
    with tempfile.TemporaryDirectory() as folder:
        learnt = [rows(options.binary, str(ROOT / "training-data" / path), folder) for path in TRAINING]
        tests = [rows(options.binary, f"{options.data}/{name}.csv", folder) for name in TRACES]
        names = tests[0][3]
        train = np.concatenate([part[0] for part in learnt]), np.concatenate([part[1] for part in learnt])
        test = np.concatenate([part[0] for part in tests]), np.concatenate([part[1] for part in tests])
        print(f"{len(train[1]):,} rows to learn from, {len(test[1]):,} rows to judge, {len(names)} features")

        def judge(name, chance, began):
            ends = np.cumsum([len(part[1]) for part in tests])[:-1]
            report(name, [(own, part[1]) for own, part in zip(np.split(chance, ends), tests)], f"{time.time() - began:.0f} s")

        began = time.time()
        judge("mulligan", np.concatenate([part[2] for part in tests]), began)
        if "boost" not in skip:
            began = time.time()
            judge("mulligan, same rows", boost(options.binary, names, train, test, folder), began)
        if "lightgbm" not in skip:
            import lightgbm

            for rounds, leaves in ((100, 31), (400, 31), (400, 8)):
                began = time.time()
                peer = lightgbm.LGBMClassifier(n_estimators=rounds, num_leaves=leaves, n_jobs=2, random_state=1, verbose=-1)
                judge(f"LightGBM {rounds} x {leaves} leaves", peer.fit(*train).predict_proba(test[0])[:, 1], began)
        if "ebm" not in skip:
            from interpret.glassbox import ExplainableBoostingClassifier

            began = time.time()
            peer = ExplainableBoostingClassifier(interactions=20, outer_bags=4, n_jobs=2, random_state=1)
            judge("EBM, 20 pairs", peer.fit(*train).predict_proba(test[0])[:, 1], began)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares `mulligan boost` with LightGBM, XGBoost and the Explainable Boosting Machine, and prints ratios.

    python3 Benchmarks/boosting/run.py                 # everything; the peers are installed into a temporary environment
    python3 Benchmarks/boosting/run.py speed --quick   # one part, smaller
    python3 Benchmarks/boosting/run.py accuracy --mulligan .build/release/mulligan

Build the programs first:
    swift build -c release --product mulligan
    swift build -c release --package-path Benchmarks --product BoostingBenchmark
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PARTS = ["speed", "growth", "accuracy", "prediction", "export"]


def ensure_environment(path):
    """Runs this script again inside an environment that has the peers."""
    python = path / "bin" / "python"
    if not python.exists():
        venv.create(path, with_pip=True)
    stamp = path / "requirements.installed"
    wanted = (HERE / "requirements.txt").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.check_call([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"])
        stamp.write_text(wanted)
    os.environ["MULLIGAN_BENCH_ENVIRONMENT"] = "1"
    os.execv(python, [str(python), str(HERE / "run.py"), *sys.argv[1:]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--mulligan", default=str(ROOT / ".build" / "release" / "mulligan"), help="the program to measure")
    parser.add_argument(
        "--benchmark", default=str(ROOT / "Benchmarks" / ".build" / "release" / "BoostingBenchmark"), help="what times the library alone"
    )
    parser.add_argument("--quick", action="store_true", help="smaller data and fewer repeats")
    parser.add_argument("--without-ebm", action="store_true", help="accuracy in minutes: leave out the peer that takes an hour")
    parser.add_argument("--peers-alone", action="store_true", help="accuracy of the peers only, to fill the file of folds")
    parser.add_argument(
        "--folds",
        type=pathlib.Path,
        default=pathlib.Path(tempfile.gettempdir()) / "mulligan-benchmarks-folds.json",
        help="where the peers' accuracy on each fold is kept between runs, by data and version; remove it to have them trained anew",
    )
    for name, trace in (("nfcore", "rnaseq.csv"), ("ec2", "runs.csv"), ("c3o", "pagerank.tsv")):
        variable = f"MULLIGAN_{name.upper()}"
        parser.add_argument(
            f"--{name}", default=os.environ.get(variable), metavar="DIR",
            help=f"accuracy: the folder of {trace}, which is not shipped ({variable}); without it the set is skipped",
        )
    parser.add_argument("--long", action="store_true", help="also the set on which the peers take an hour")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument(
        "--environment",
        type=pathlib.Path,
        default=pathlib.Path(tempfile.gettempdir()) / "mulligan-benchmarks",
        help="where the peers are installed",
    )
    arguments = parser.parse_args()
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]}; there are {', '.join(PARTS)}")
    if "MULLIGAN_BENCH_ENVIRONMENT" not in os.environ:
        ensure_environment(arguments.environment)
    if not os.access(arguments.mulligan, os.X_OK):
        parser.error(f"{arguments.mulligan} is not there; run: swift build -c release --product mulligan")
    wanted = arguments.parts or PARTS
    if not os.access(arguments.benchmark, os.X_OK) and {"growth", "prediction"} & set(wanted):
        parser.error(
            f"{arguments.benchmark} is not there; run: swift build -c release --package-path Benchmarks --product BoostingBenchmark"
        )
    for part in wanted:
        __import__(part).run(arguments)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Trains the zstd dictionary that decisions are packed with in the store, and writes it into the program.

    training-data/row-dictionary/train.py [--binary PATH] [--number 1] [--write]
    training-data/row-dictionary/train.py --extract FILE

Posts the failures of training-data/failure-logs to a service of its own, with histories of measured peaks before them, takes every second
decision to train a dictionary and prints how small it makes the others. `--write` makes Sources/SQLStore/Rows/RowDictionary+Decisions.swift
of it. Rows that were written with a dictionary need it for ever: a better one gets the next number, and the old one stays beside it.
`--extract` writes the program's dictionary to a file, for `zstd -D`. Needs zstd (a Debian package).
"""
import argparse
import base64
import glob
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import textwrap
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks/faults"))
from machinery import Receiver, Service, Workspace  # noqa: E402

ENGINES = ["spark", "slurm", "kubernetes", "airflow", "nextflow"]
GIB = 1 << 30
TARGET = ROOT / "Sources/SQLStore/Rows/RowDictionary+Decisions.swift"
SWIFT = '''// Written by training-data/row-dictionary/train.py; never changed while a store may hold rows that were packed with it.

extension RowDictionary {{
    /// The dictionary number {number}, in base 64.
    static let decisionsText = """
{text}
        """
}}
'''


def decisions(binary):
    """The classification and the recommendation of each failure, as a body of the store holds them."""
    chance = random.Random(7)
    failures = [json.loads(line) for path in sorted(glob.glob(str(ROOT / "training-data/failure-logs/*.jsonl"))) for line in open(path, encoding="utf-8")]
    with Workspace(os.path.abspath(binary)) as space, Receiver() as receiver, space.store("sqlite") as store:
        service = Service(space, store, receiver, policy="mode: approve\n")
        service.start()

        def post(path, body):
            request = urllib.request.Request(
                f"http://127.0.0.1:{service.port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)

        try:
            for number, failure in enumerate(failures):
                engine = next((engine for engine in ENGINES if engine in failure["id"]), chance.choice(ENGINES))
                job, cores = f"team-{number % 9}/job-{number % 150}", chance.choice([1, 2, 4, 8])
                limit, seconds, size = chance.choice([1, 2, 4, 8, 16]) * GIB, chance.uniform(5, 9000), chance.uniform(1e6, 1e11)
                common = {"job": job, "engine": engine, "inputBytes": int(size), "labels": {"queue": chance.choice(["normal", "long"])}}
                for attempt in range(chance.choice([0, 0, 1, 4])):
                    peak = int(chance.uniform(0.2, 0.9) * limit)
                    measured = {"peakMemoryBytes": peak, "runSeconds": round(seconds, 1), "result": "succeeded"}
                    requested = {"memoryBytes": limit, "cpus": cores}
                    post("/v1/attempts", {**common, **measured, "runId": f"s{number}-{attempt}", "attempt": 1, "requested": requested})
                granted = {"resources": {"memoryBytes": limit, "cpus": cores}, "runSeconds": round(seconds / 2, 1)}
                answer = post(
                    "/v1/failures", {**common, **granted, "runId": f"r{number}", "attempt": chance.choice([1, 1, 1, 2]), "log": failure["log"]}
                )
                parts = [json.dumps(answer[part], separators=(",", ":"), ensure_ascii=False, sort_keys=True) for part in ("classification", "recommendation")]
                yield "\n".join(parts).encode()
        finally:
            service.stop()


def packed(folder, text, *options):
    """How many bytes zstd makes of `text`."""
    path = f"{folder}/text"
    with open(path, "wb") as file:
        file.write(text)
    return len(subprocess.run(["zstd", "-q", "-1", "-c", *options, path], check=True, capture_output=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/mulligan"))
    parser.add_argument("--number", type=int, default=1, help="the dictionary's identifier, below 32768")
    parser.add_argument("--bytes", type=int, default=8192, help="the most that the dictionary may take")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--extract", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.extract:
        text = TARGET.read_text(encoding="utf-8").split('"""')[1]
        pathlib.Path(arguments.extract).write_bytes(base64.b64decode("".join(text.replace("\\", "").split())))
        return
    texts = list(decisions(arguments.binary))
    with tempfile.TemporaryDirectory() as folder:
        samples = []
        for number, text in enumerate(texts[::2]):
            samples.append(f"{folder}/{number:04}")
            with open(samples[-1], "wb") as file:
                file.write(text)
        made = f"{folder}/dictionary"
        limits = [f"--maxdict={arguments.bytes}", f"--dictID={arguments.number}"]
        subprocess.run(["zstd", "-q", "--train", *limits, "-o", made, *samples], check=True)
        others = texts[1::2]
        plain = sum(map(len, others)) / len(others)
        alone = sum(packed(folder, text) for text in others) / len(others)
        shared = sum(packed(folder, text, "-D", made) for text in others) / len(others)
        print(f"{len(others)} decisions that it was not trained with: {plain:.0f} bytes, packed alone {alone:.0f}, with it {shared:.0f}")
        if arguments.write:
            with open(made, "rb") as file:
                text = base64.b64encode(file.read()).decode()
            TARGET.write_text(SWIFT.format(number=arguments.number, text=textwrap.indent("\\\n".join(textwrap.wrap(text, 128)), " " * 8)), encoding="utf-8")


if __name__ == "__main__":
    main()

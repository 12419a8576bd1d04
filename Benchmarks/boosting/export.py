"""The model in an ONNX runtime, against the program's own scores and contributions."""
import json
import subprocess

import numpy as np
import onnxruntime

from made import make
from ours import Boost


def run(arguments):
    print("\n== export: ONNX Runtime against mulligan, largest difference over 5,000 rows with missing values and new categories")
    X, y = make(20_000, 8)
    random = np.random.default_rng(1)
    X[:, 1] += X[:, 2] * X[:, 3]
    X[random.random(X.shape) < 0.05] = np.nan
    engines = np.array(["spark", "slurm", "flink", "none"])
    kinds = engines[random.integers(0, 4, len(X))]
    y = np.where((kinds == "spark") & (np.nan_to_num(X[:, 0]) > 0), 1 - y, y)
    for objective, labels in (("logloss", y), ("gamma", y + 0.5 + np.abs(np.nan_to_num(X[:, 2]))), ("squared", y * 3 - np.nan_to_num(X[:, 1]))):
        boost = Boost(arguments.mulligan)
        columns = [X[:, j] for j in range(X.shape[1])] + [np.where(kinds == "none", "", kinds)]
        boost.data([column[:15_000] for column in columns], labels[:15_000])
        report = boost.train("--objective", objective, "--threads", 2, "--rounds", 200, "--validation-fraction", 0.2, "--pairs", 12)
        test = [column[15_000:].copy() for column in columns]
        test[-1][:100] = "airflow"
        predictions = boost.predict(test)
        lines = subprocess.run(
            [arguments.mulligan, "boost", "explain", "--model", boost.path / "model.json", "--data", boost.path / "test.csv",
             "--unseen", "average"],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()
        explained = [json.loads(line) for line in lines]
        command = [arguments.mulligan, "boost", "explain", "--model", boost.path / "model.json", "--onnx", boost.path / "model.onnx"]
        subprocess.run(command, check=True)
        session = onnxruntime.InferenceSession(boost.path / "model.onnx", providers=["CPUExecutionProvider"])
        names = [entry.name for entry in session.get_inputs()]
        feed = {name: (column if name != "x8" else column.astype(object)) for name, column in zip(names, test)}
        prediction, score, contributions = session.run(["prediction", "score", "contributions"], feed)
        ours = np.array([[part["value"] for part in line["contributions"]] for line in explained])
        gaps = [
            np.abs(score - [line["score"] for line in explained]).max(), np.abs(contributions - ours).max(),
            (np.abs(prediction - predictions) / np.abs(predictions)).max(),
        ]
        print(
            f"{objective}, {len(names)} features, {report['pairs']} pairs: scores {gaps[0]:g}, contributions {gaps[1]:g}, "
            f"predictions {gaps[2]:.1g} of their size"
        )

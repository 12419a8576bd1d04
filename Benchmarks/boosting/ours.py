"""Runs `mulligan boost` on arrays."""
import json
import pathlib
import subprocess
import tempfile

import numpy as np


def write_csv(path, X, y=None, names=None):
    """A CSV file; missing numbers empty, every number to the last bit. `X` is an array or a list of columns."""
    columns = [X[:, j] for j in range(X.shape[1])] if isinstance(X, np.ndarray) else list(X)
    names = list(names or [f"x{j}" for j in range(len(columns))])
    if y is not None:
        columns, names = columns + [y], names + ["label"]
    texts = [
        ["" if v != v else repr(float(v)) for v in column] if column.dtype.kind in "fiub" else [str(v) for v in column]
        for column in columns
    ]
    with open(path, "w") as file:
        file.write(",".join(names) + "\n")
        file.writelines(",".join(row) + "\n" for row in zip(*texts))


class Boost:
    """One data set on disk and the models trained on it."""

    def __init__(self, mulligan):
        self.mulligan = mulligan
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def data(self, X, y, names=None):
        write_csv(self.path / "train.csv", X, y, names)

    def train(self, *flags):
        """The report of one training run."""
        command = [self.mulligan, "boost", "train", "--data", self.path / "train.csv", "--label", "label"]
        command += ["--model", self.path / "model.json", *map(str, flags)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def predict(self, X, names=None):
        write_csv(self.path / "test.csv", X, None, names)
        command = [self.mulligan, "boost", "predict", "--model", self.path / "model.json", "--data", self.path / "test.csv"]
        command += ["--unseen", "average"]
        return np.array(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split(), dtype=float)


def benchmark(arguments, *flags):
    """What `BoostingBenchmark` prints for these arguments."""
    command = [arguments.benchmark, *map(str, flags)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])

"""Seconds to predict many rows: the whole command of ours from CSV to text, LightGBM from an array in memory."""
import time

import lightgbm

from made import make
from ours import Boost


def run(arguments):
    rows = 100_000 if arguments.quick else 1_000_000
    X, y = make(rows, 20)
    boost = Boost(arguments.mulligan)
    boost.data(X, y)
    boost.train("--rounds", 100, "--threads", 2)
    start = time.perf_counter()
    boost.predict(X)
    print(f"\n== prediction: {rows} rows of 20 columns, two-leaf models of 100 rounds")
    print(f"mulligan from CSV to text, writing the CSV included: {time.perf_counter() - start:.2f} s")
    options = dict(objective="binary", num_leaves=2, verbose=-1, num_threads=1)
    model = lightgbm.train(options, lightgbm.Dataset(X, y), 100)
    start = time.perf_counter()
    model.predict(X, num_threads=1)
    print(f"lightgbm from an array, one thread: {(time.perf_counter() - start) / rows * 1e9:.0f} ns a row")

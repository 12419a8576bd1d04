"""Seconds of binning and boosting at equal rounds, bins and penalties, against two-leaf LightGBM, depth-1 XGBoost and EBM."""
import time

import lightgbm
import xgboost
from interpret.glassbox import ExplainableBoostingClassifier
from sklearn.metrics import log_loss

from made import make
from ours import Boost

ROUNDS = 100


def train_lightgbm(X, y, threads):
    start = time.perf_counter()
    options = dict(objective="binary", num_leaves=2, learning_rate=0.1, max_bin=255, lambda_l2=1, verbose=-1, num_threads=threads)
    model = lightgbm.train(options, lightgbm.Dataset(X, y, params=options), ROUNDS)
    return time.perf_counter() - start, lambda: model.predict(X)


def train_xgboost(X, y, threads):
    start = time.perf_counter()
    data = xgboost.QuantileDMatrix(X, y, max_bin=256, nthread=threads)
    options = dict(objective="binary:logistic", max_depth=1, eta=0.1, max_bin=256, tree_method="hist", reg_lambda=1, nthread=threads)
    model = xgboost.train(options, data, ROUNDS)
    return time.perf_counter() - start, lambda: model.predict(data)


def run(arguments):
    shapes = [(100_000, 20), (20_000, 50), (5_000, 30)] if arguments.quick else [(1_000_000, 20), (100_000, 50), (5_000, 30)]
    print(f"\n== speed: seconds for binning and {ROUNDS} rounds, fastest of {arguments.repeats}; log loss on the training rows")
    print(f"{'rows':>9} {'cols':>5} {'threads':>7} | {'mulligan':>9} {'loss':>9} | {'lightgbm':>9} {'loss':>9} {'ratio':>6} | {'xgboost':>9} {'loss':>9} {'ratio':>6}")
    for rows, features in shapes:
        X, y = make(rows, features)
        boost = Boost(arguments.mulligan)
        boost.data(X, y)
        for threads in (1, 2):
            best = {}
            losses = {}
            # The programs take turns, so that a busy moment of the machine does not fall on one of them alone.
            for _ in range(arguments.repeats):
                report = boost.train("--rounds", ROUNDS, "--threads", threads, "--l2", 1)
                seconds = report["seconds"]["binning"] + report["seconds"]["boosting"]
                best["mulligan"] = min(best.get("mulligan", 1e9), seconds)
                losses["mulligan"] = report["losses"]["training"]
                for name, train in (("lightgbm", train_lightgbm), ("xgboost", train_xgboost)):
                    seconds, predict = train(X, y, threads)
                    best[name] = min(best.get(name, 1e9), seconds)
                    if name not in losses:
                        losses[name] = log_loss(y, predict())
            line = f"{rows:>9} {features:>5} {threads:>7} | {best['mulligan']:>9.3f} {losses['mulligan']:>9.6f}"
            for name in ("lightgbm", "xgboost"):
                line += f" | {best[name]:>9.3f} {losses[name]:>9.6f} {best[name] / best['mulligan']:>6.2f}"
            print(line, flush=True)
    against_ebm(arguments)


def against_ebm(arguments):
    rows, features = (10_000, 10) if arguments.quick else (50_000, 20)
    X, y = make(rows, features)
    Xt, yt = make(rows, features, seed=1)
    boost = Boost(arguments.mulligan)
    boost.data(X, y)
    start = time.perf_counter()
    report = boost.train("--threads", 2)
    ours = time.perf_counter() - start
    loss = log_loss(yt, boost.predict(Xt))
    start = time.perf_counter()
    model = ExplainableBoostingClassifier(random_state=0, n_jobs=2).fit(X, y)
    theirs = time.perf_counter() - start
    print(f"EBM at its defaults, {rows} x {features}, two threads: {theirs:.2f} s, held-out log loss {log_loss(yt, model.predict_proba(Xt)):.5f}")
    print(f"mulligan at its defaults ({report['pairs']} kept), reading included: {ours:.2f} s, {loss:.5f}; ratio {theirs / ours:.1f}")

"""Five-fold cross-validation on public sets: log loss for two classes, root mean squared error for numbers."""
import csv
import hashlib
import pathlib
import time

import interpret
import lightgbm
import numpy as np
from interpret.glassbox import ExplainableBoostingClassifier, ExplainableBoostingRegressor
from sklearn import datasets
from sklearn.metrics import log_loss
from sklearn.model_selection import KFold, StratifiedKFold

from folds import FoldStore
from ours import Boost

RETRIES = pathlib.Path(__file__).resolve().parents[2] / "training-data/nextflow-aws-retries/attempts.csv"


def table(path, label, numbers, texts=(), keep=lambda row: True, transform=float, delimiter=","):
    """Columns of a delimited file; texts stay texts."""
    with open(path) as file:
        rows = [row for row in csv.DictReader(file, delimiter=delimiter) if keep(row)]
    columns = [np.array([float(row[name]) if row[name] else np.nan for row in rows]) for name in numbers]
    columns += [np.array([row[name] or "none" for row in rows]) for name in texts]
    return columns, np.array([transform(row[label]) for row in rows]), list(numbers) + list(texts)


def trace(folder, name, option, variable):
    """The path of a trace that is not shipped, or nothing, which is said."""
    path = pathlib.Path(folder or "") / name
    if folder and path.exists():
        return path
    print(f"(SKIPPED: no {name}{f' in {folder}' if folder else ''}; give {option} or {variable})")
    return None


def columns_of(bunch):
    return [np.asarray(bunch.data[:, j], dtype=float) for j in range(bunch.data.shape[1])]


def sets(arguments):
    """Name, task, columns, labels, names."""
    cancer = datasets.load_breast_cancer()
    yield "breast cancer", "class", columns_of(cancer), cancer.target.astype(float), None
    wine = datasets.load_wine()
    yield "wine, class 1", "class", columns_of(wine), (wine.target == 1).astype(float), None
    diabetes = datasets.load_diabetes()
    yield "diabetes", "number", columns_of(diabetes), diabetes.target.astype(float), None
    if arguments.long:
        digits = datasets.load_digits()
        yield "digits, odd", "class", columns_of(digits), (digits.target % 2).astype(float), None
    numbers = ["req_mem_gb", "req_cpus", "time_limit_min", "attempt"]
    known = lambda row: row["status"] in ("COMPLETED", "FAILED")
    yield "nextflow retries", "class", *table(
        RETRIES, "status", numbers, ["process", "run"], known, lambda s: float(s == "COMPLETED")
    )
    if path := trace(arguments.nfcore, "rnaseq.csv", "--nfcore", "MULLIGAN_NFCORE"):
        yield "nf-core rnaseq, log peak", "number", *table(
            path, "rss", ["rchar", "req_mem_bytes", "cpus", "attempt"], ["process"],
            lambda row: row["rss"] and float(row["rss"]) > 0, lambda v: float(np.log(float(v)))
        )
    if path := trace(arguments.ec2, "runs.csv", "--ec2", "MULLIGAN_EC2"):
        yield "spark on ec2, log seconds", "number", *table(
            path, "elapsed_s", ["nodes", "cores_per_node", "mem_gb_per_node", "total_cores", "total_mem_gb", "input_bytes"],
            ["job"], lambda row: row["outcome"] == "ok", lambda v: float(np.log(float(v)))
        )
    if path := trace(arguments.c3o, "pagerank.tsv", "--c3o", "MULLIGAN_C3O"):
        yield "c3o pagerank, log seconds", "number", *table(
            path, "gross_runtime",
            ["instance_count", "slots", "memory", "data_size_MB", "pages", "links", "convergence_criterion"], ["machine_type"],
            lambda row: True, lambda v: float(np.log(float(v))), "\t"
        )


def codes(columns):
    """Columns for LightGBM: texts as numbers, with their places."""
    places = [j for j, column in enumerate(columns) if column.dtype.kind == "U"]
    coded = [np.unique(column, return_inverse=True)[1].astype(float) if j in places else column for j, column in enumerate(columns)]
    return np.column_stack(coded), places


def frame(columns, names):
    X = np.empty((len(columns[0]), len(columns)), dtype=object)
    for j, column in enumerate(columns):
        X[:, j] = column
    return X


def numbers_alone(fit):
    """Without the columns of texts: the programs order categories by rules of their own."""
    return lambda task, columns, *rest: fit(task, [column for column in columns if column.dtype.kind != "U"], *rest)


def fit_lightgbm(leaves, rounds, **more):
    def fit(task, columns, y, train, test):
        X, places = codes(columns)
        options = dict(
            objective="binary" if task == "class" else "regression", num_leaves=leaves, learning_rate=0.1, max_bin=255, verbose=-1,
            num_threads=2, lambda_l2=1, **more,
        )
        data = lightgbm.Dataset(X[train], y[train], params=options, categorical_feature=places)
        return lightgbm.train(options, data, rounds).predict(X[test])
    return fit


def fit_ebm(task, columns, y, train, test):
    X = frame(columns, None)
    types = ["nominal" if column.dtype.kind == "U" else "continuous" for column in columns]
    if task == "class":
        model = ExplainableBoostingClassifier(random_state=0, n_jobs=2, feature_types=types).fit(X[train], y[train])
        return model.predict_proba(X[test])[:, 1]
    return ExplainableBoostingRegressor(random_state=0, n_jobs=2, feature_types=types).fit(X[train], y[train]).predict(X[test])


def fit_ours(mulligan, *flags):
    def fit(task, columns, y, train, test):
        boost = Boost(mulligan)
        texts = [f"x{j}" for j, column in enumerate(columns) if column.dtype.kind == "U"]
        boost.data([column[train] for column in columns], y[train])
        more = ["--categorical", ",".join(texts)] if texts else []
        boost.train("--objective", "logloss" if task == "class" else "squared", "--threads", 2, *flags, *more)
        return boost.predict([column[test] for column in columns])
    return fit


def digest(columns, y):
    """What a fold's stored result is good for: the very same numbers and texts."""
    sum = hashlib.sha256(y.tobytes())
    for column in columns:
        sum.update(str(column.dtype).encode() + column.tobytes())
    return sum.hexdigest()[:16]


def score(task, y, predicted):
    if task == "class":
        return float(log_loss(y, np.clip(predicted, 1e-15, 1 - 1e-15)))
    return float(np.sqrt(np.mean((predicted - y) ** 2)))


def run(arguments):
    rounds = 300
    # LightGBM guesses the rows of a leaf from their hessians and bins small sets coarser: with neither, both find the same stumps.
    fits = {
        "stumps": numbers_alone(fit_ours(arguments.mulligan, "--rounds", rounds, "--minimum-count", 0)),
        "lgb 2 leaves": numbers_alone(fit_lightgbm(2, rounds, min_data_in_leaf=0, min_data_in_bin=1)),
        "default": fit_ours(arguments.mulligan),
        "ebm": fit_ebm,
        "lgb 31 leaves": fit_lightgbm(31, 100),
    }
    peers = {"lgb 2 leaves": lightgbm, "ebm": interpret, "lgb 31 leaves": lightgbm}
    if arguments.without_ebm:
        del fits["ebm"]
    if arguments.peers_alone:
        fits = {name: fit for name, fit in fits.items() if name in peers}
    store = FoldStore(arguments.folds)
    print(f"\n== accuracy: five folds; log loss or RMSE, lower is better; stumps and two leaves at {rounds} rounds on numbers alone")
    print(f"{'set':>27} {'rows':>6} | " + " ".join(f"{name:>13}" for name in fits) + " | stumps/2 leaves  default/ebm  s.e.")
    ratios = []
    seconds = dict.fromkeys(fits, 0.0)
    for name, task, columns, y, _ in sets(arguments):
        folds = StratifiedKFold(5, shuffle=True, random_state=0) if task == "class" else KFold(5, shuffle=True, random_state=0)
        scores = {fit: [] for fit in fits}
        data = digest(columns, y)
        for fold, (train, test) in enumerate(folds.split(np.zeros(len(y)), y)):
            for fit_name, fit in fits.items():
                def compute():
                    start = time.perf_counter()
                    loss = score(task, y[test], fit(task, columns, y, train, test))
                    return {"loss": loss, "seconds": time.perf_counter() - start}
                peer = peers.get(fit_name)
                # What a peer of one version does on one fold never changes; ours is always trained.
                found = store.result(f"{name}|{fold}|{data}|{fit_name} {peer.__version__}", compute) if peer else compute()
                scores[fit_name].append(found["loss"])
                seconds[fit_name] += found["seconds"]
        means = {fit: float(np.mean(values)) for fit, values in scores.items()}
        ratio = lambda a, b: means.get(a, np.nan) / means.get(b, np.nan)
        ratios.append((ratio("stumps", "lgb 2 leaves"), ratio("default", "ebm")))
        # How far chance alone moves the ratio: the folds' differences, by their standard error.
        apart = np.subtract(scores["default"], scores["ebm"]).std(ddof=1) / 5**0.5 / means["ebm"] if {"default", "ebm"} <= set(fits) else np.nan
        print(
            f"{name:>27} {len(y):>6} | " + " ".join(f"{means[fit]:>13.5f}" for fit in fits)
            + f" | {ratios[-1][0]:>15.4f} {ratios[-1][1]:>12.4f} {apart:>5.3f}",
            flush=True,
        )
    print(f"mean ratio: stumps to two leaves {np.mean([r[0] for r in ratios]):.4f}, default to EBM {np.mean([r[1] for r in ratios]):.4f}")
    print("seconds: " + ", ".join(f"{name} {value:.1f}" for name, value in seconds.items()))

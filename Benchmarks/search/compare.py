#!/usr/bin/env python3
"""Compare the exact front with NSGA-II (pymoo) and Optuna on the same objective: hypervolume and time, as ratios.

usage: compare.py EXCHANGE.json [--seeds N]

The exchange file comes from `SearchBenchmark --exchange`: the tables of one problem of three knobs (10^6 lattice points), its exact
fronts and the time they took. The peers see the same tables; NSGA-II evaluates them vectorised, so its time is its own.
"""
import argparse
import json
import time
import warnings

import numpy as np
import optuna
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.problem import Problem
from pymoo.indicators.hv import HV
from pymoo.operators.crossover.sbx import SBX
from pymoo.operators.mutation.pm import PM
from pymoo.operators.repair.rounding import RoundingRepair
from pymoo.operators.sampling.rnd import IntegerRandomSampling
from pymoo.optimize import minimize

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


class Objective:
    """The formula of `AdditiveObjective` over the exchanged tables, for rows of lattice indices."""

    def __init__(self, problem):
        self.knobs = [np.array(values) for values in problem["knobs"]]
        self.success = [np.array(values) for values in problem["success"]]
        self.run = [np.array(values) for values in problem["logRun"]]
        self.pair = np.array(problem["pair"]).reshape(len(self.knobs[0]), len(self.knobs[1]))
        self.problem = problem

    def __call__(self, rows):
        i, j, k = rows.T
        p = self.problem
        score = p["constant"] + self.success[0][i] + self.success[1][j] + self.success[2][k] + self.pair[i, j]
        success = 1 / (1 + np.exp(-score))
        run = np.exp(p["logRunConstant"] + self.run[0][i] + self.run[1][j] + self.run[2][k])
        failure = np.exp(p["logFailure"])
        rate = self.knobs[0][i] * p["prices"][0] + self.knobs[1][j] * p["prices"][1] + self.knobs[2][k] * p["prices"][2]
        cost = success * rate * run + (1 - success) * (rate * failure + p["failureCharge"])
        return np.column_stack([1 - success, cost, success * run + (1 - success) * failure])


def nsga(objective, count, evaluations, seed):
    class Lattice(Problem):
        def __init__(self):
            super().__init__(n_var=3, n_obj=count, xl=0, xu=[len(values) - 1 for values in objective.knobs], vtype=int)

        def _evaluate(self, x, out, *_args, **_keywords):
            out["F"] = objective(x.astype(int))[:, :count]

    algorithm = NSGA2(
        pop_size=100, sampling=IntegerRandomSampling(), crossover=SBX(prob=0.9, eta=3, vtype=float, repair=RoundingRepair()),
        mutation=PM(prob=1.0, eta=3, vtype=float, repair=RoundingRepair()), eliminate_duplicates=True,
    )
    return minimize(Lattice(), algorithm, ("n_eval", evaluations), seed=seed, verbose=False).F


def sampled(objective, count, trials, seed, sampler):
    study = optuna.create_study(directions=["minimize"] * count, sampler=sampler(seed=seed))

    def ask(trial):
        row = np.array([[trial.suggest_int(f"k{knob}", 0, len(values) - 1) for knob, values in enumerate(objective.knobs)]])
        return tuple(objective(row)[0, :count])

    study.optimize(ask, n_trials=trials)
    return np.array([trial.values for trial in study.best_trials])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("exchange")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    with open(arguments.exchange) as stream:
        exchange = json.load(stream)
    objective = Objective(exchange["problem"])
    grid = np.stack(np.meshgrid(*[np.arange(len(values)) for values in objective.knobs], indexing="ij"), -1).reshape(-1, 3)
    everything = objective(grid)
    print(f"{len(grid)} lattice points; hypervolume over objectives scaled to the exact front's range, reference 1.1; mean of {arguments.seeds} seeds")
    for name, count in (("twoObjectives", 2), ("threeObjectives", 3)):
        exact = np.array(exchange[name]["points"])[:, :count]
        low, high = exact.min(0), exact.max(0)
        volume = HV(ref_point=np.full(count, 1.1))

        def share(points):
            scaled = (np.asarray(points)[:, :count] - low) / (high - low)
            scaled = scaled[(scaled <= 1.1).all(1)]
            return volume(scaled) if len(scaled) else 0.0

        best = share(exact)
        milliseconds = exchange[name]["milliseconds"]
        beaten = sum((everything[:, :count] < point * (1 - 1e-12)).all(1).any() for point in exact)
        print(f"\n{count} objectives")
        print(f"  {'exact (this package)':34} hypervolume 1.0000  {milliseconds:10.2f} ms  front {len(exact)}, beaten by a lattice point: {beaten}")
        runs = [(f"NSGA-II, {evaluations} evaluations", lambda seed, n=evaluations: nsga(objective, count, n, seed)) for evaluations in (1000, 5000, 20000)]
        runs += [("Optuna TPE, 300 trials", lambda seed: sampled(objective, count, 300, seed, optuna.samplers.TPESampler))]
        runs += [("Optuna NSGA-II, 1000 trials", lambda seed: sampled(objective, count, 1000, seed, optuna.samplers.NSGAIISampler))]
        for label, run in runs:
            shares, times = [], []
            for seed in range(1, arguments.seeds + 1):
                start = time.perf_counter()
                front = run(seed)
                times.append((time.perf_counter() - start) * 1000)
                shares.append(share(front) / best)
            ratio = np.mean(times) / milliseconds
            print(f"  {label:34} hypervolume {np.mean(shares):.4f}  {np.mean(times):10.2f} ms  {ratio:9.0f} x the time")


if __name__ == "__main__":
    main()

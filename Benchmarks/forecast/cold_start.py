#!/usr/bin/env python3
"""Cold start: the cluster for a Spark or Hadoop job that has never run, from what other jobs did on the same 69 clusters.

One job is left out at a time. Expected cost (in multiples of a job's cheapest cluster) and the chance of success of every cluster are handed
down a chain of groups as in `SiblingChain`: jobs of the same framework, then jobs of the same workload on the same engine, each
leaning on the one before by `--strength` jobs. Twice the data on twice the nodes is taken to be the same job, so other jobs are looked up at
as many nodes per byte; where they have never run at so few or so many, they say nothing. The cluster of least expected cost is chosen; should
it fail, its cost is added and the next best is tried. The trace has no licence to ship: give its folder, or set MULLIGAN_EC2.

    Benchmarks/forecast/cold_start.py --data DIR
"""
import argparse
import collections
import csv
import json
import math
import os
import sys

# What a failed run is taken to cost, in multiples of the cheapest cluster's, beside what it cost itself.
FAILURE = 5.0
# Strengths that one may choose from.
STRENGTHS = (0.1, 0.15, 0.25, 0.35, 0.5, 1.0)
# What is expected of a cluster of which nothing is known.
PRIOR_COST = 3.0


class Job:
    """One job on all clusters: a cluster is a machine type and a number of nodes."""

    def __init__(self, name, rows):
        first = rows[0]
        self.name, self.workload, self.framework = name, first["workload"], first["framework_ver"]
        self.engine, self.scale = self.framework.rstrip("0123456789."), first["datasize"]
        self.runs = {(row["instance_type"], int(row["nodes"])): row for row in rows}
        self.best = min(float(row["cost_usd"]) for row in rows if row["outcome"] == "ok")

    def succeeded(self, cluster):
        return self.runs[cluster]["outcome"] == "ok"

    def cost(self, cluster):
        return float(self.runs[cluster]["cost_usd"]) / self.best

    def charged(self, cluster):
        return self.cost(cluster) + (0 if self.succeeded(cluster) else FAILURE)


def at(job, machine, nodes, value):
    """What a job saw at a number of nodes between those tried, linear in their logarithm; None beyond them."""
    tried = sorted(count for kind, count in job.runs if kind == machine)
    if not tried[0] * 0.99 <= nodes <= tried[-1] * 1.01:
        return None
    nodes = min(max(nodes, tried[0]), tried[-1])
    for low, high in zip(tried, tried[1:]):
        if nodes <= high:
            share = math.log(nodes / low) / math.log(high / low)
            return (1 - share) * value(job, (machine, low)) + share * value(job, (machine, high))
    return value(job, (machine, tried[-1]))


def sizes(rows):
    """The data of each scale relative to the smallest, from the workloads that tell their bytes at several scales."""
    known = collections.defaultdict(dict)
    for row in rows:
        if float(row["input_bytes_job"] or 0) > 0:
            known[row["workload"], row["framework_ver"]][row["datasize"]] = float(row["input_bytes_job"])
    ratios = [known[key]["bigdata"] / known[key]["huge"] for key in known if {"bigdata", "huge"} <= set(known[key])]
    return {"huge": 1.0, "bigdata": sum(ratios) / len(ratios)}


def chain(job, others, cluster, size, strength, start, value):
    """A quantity handed from a start to the job's framework and then to its workload; the weight of what was seen goes with it."""
    seen = {}
    for other in others:
        found = at(other, cluster[0], cluster[1] * size[other.scale] / size[job.scale], value)
        if found is not None:
            seen[other.name] = found
    result = start
    for group in (
        [other for other in others if other.framework == job.framework],
        [other for other in others if other.workload == job.workload and other.engine == job.engine],
    ):
        values = [seen[other.name] for other in group if other.name in seen]
        result = (strength * result + sum(values)) / (strength + len(values))
    return result


def chances(job, others, clusters, size):
    """The chance of success of each cluster, and the base rate of the others."""
    base = sum(other.succeeded(cluster) for other in others for cluster in clusters) / (len(others) * len(clusters))
    # A chance is a harder thing to hand on than a cost: three jobs weigh as much as the base rate.
    return [chain(job, others, cluster, size, 3.0, base, lambda other, which: float(other.succeeded(which))) for cluster in clusters], base


def squares(job, others, clusters, size):
    """Squared errors of the chances of a job, and of the base rate."""
    told, base = chances(job, others, clusters, size)
    outcomes = [float(job.succeeded(cluster)) for cluster in clusters]
    return (
        sum((chance - outcome) ** 2 for chance, outcome in zip(told, outcomes)),
        sum((base - outcome) ** 2 for outcome in outcomes),
    )


def spent(job, order):
    """What trying clusters in turn costs until one succeeds."""
    total = 0.0
    for cluster in order:
        total += job.cost(cluster)
        if job.succeeded(cluster):
            return total
    return total


def ranked(job, others, clusters, size, strength):
    """The clusters in the order in which they would be tried."""
    expected = {cluster: chain(job, others, cluster, size, strength, PRIOR_COST, Job.charged) for cluster in clusters}
    return sorted(clusters, key=lambda cluster: (expected[cluster], cluster))


def nested(jobs, clusters, size):
    """The mean cost where each job's strength is the one that is best on the other jobs."""
    total = 0.0
    for job in jobs:
        others = [other for other in jobs if other is not job]
        costs = {
            strength: sum(
                spent(other, ranked(other, [third for third in others if third is not other], clusters, size, strength)) for other in others
            )
            for strength in STRENGTHS
        }
        best = min(STRENGTHS, key=lambda strength: (costs[strength], strength))
        total += spent(job, ranked(job, others, clusters, size, best))
    return total / len(jobs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_EC2"), help="the folder of the trace")
    parser.add_argument("--strength", type=float, default=0.25, help="how many jobs what came before weighs as much as")
    options = parser.parse_args()
    if not options.data or not os.path.exists(f"{options.data}/runs.csv"):
        print("the trace is not here: name its folder with --data; it has no licence to ship")
        return
    with open(f"{options.data}/runs.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    by_job = collections.defaultdict(list)
    for row in rows:
        by_job[row["job"]].append(row)
    jobs, size = [Job(name, by_job[name]) for name in sorted(by_job)], sizes(rows)
    clusters = sorted(jobs[0].runs)
    costs, fixed, square, base_square, silent = [], [], 0.0, 0.0, 0
    for job in jobs:
        others = [other for other in jobs if other is not job]
        order = ranked(job, others, clusters, size, options.strength)
        costs.append(spent(job, order))
        fixed.append(spent(job, [("m4.xlarge", 12)] + order))
        # Where telling clusters apart would not have beaten the base rate on the other jobs, it abstains: the base rate is the answer.
        inner = [squares(other, [third for third in others if third is not other], clusters, size) for other in others]
        speaks = sum(told for told, _ in inner) < sum(base for _, base in inner)
        told, base = squares(job, others, clusters, size)
        square += told if speaks else base
        base_square += base
        silent += not speaks
        chosen = f"{order[0][0]} x {order[0][1]}"
        print(f"{job.name:32} {chosen:16} {costs[-1]:5.2f} times the cheapest; m4.xlarge x 12 {fixed[-1]:5.2f}")
    count = len(jobs) * len(clusters)
    print(f"\nmean normalised cost {sum(costs) / len(costs):.3f} over {len(jobs)} jobs; m4.xlarge x 12 {sum(fixed) / len(fixed):.3f}")
    print(f"with each job's strength chosen on the other jobs {nested(jobs, clusters, size):.3f}")
    print(f"Brier score of success {square / count:.4f}; the base rate's {base_square / count:.4f}; it abstained for {silent} jobs")
    path = f"{options.data}/published-numbers.json"
    if os.path.exists(path):
        with open(path) as file:
            published = json.load(file)["crispy"]["rows"]
        print("published over 16 jobs: " + ", ".join(f"{name} {value:.3f}" for name, value in published.items()))


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What else could have ordered the clusters of `cold_start.py`, to see how much its figure owes to choices made by looking at it.

A job's expected cost on a cluster is handed down a chain of groups: all jobs, its framework, its work. What came before weighs as much
as `strength` jobs of the next group; at strength 0 the nearest group that ran there decides alone, which is the rule of `mulligan clusters`.
Three quantities are pooled, sizes of input count among the jobs of one work alone or among all, and strengths are fixed, averaged over, or chosen for each
job on the other twelve by what they would have cost there. Last, histories with gaps: each job of the history ran only on a share of the clusters,
drawn at random.

    Benchmarks/forecast/cold_start_variants.py --data DIR
"""
import argparse
import functools
import math
import os
import random
import sys

from cold_start import read

STRENGTHS = [2.0**power for power in range(-6, 7)]
# In place of 0, which would divide nothing by nothing where no group ran.
NEAREST = 1e-9


def charged(job, kept, factor=1.0):
    """The cost of each cluster; of a failed run also `factor` times what the runs that succeeded cost on average."""
    good = [job.cost(cluster) for cluster in kept if job.succeeded(cluster)] or [job.cost(cluster) for cluster in kept]
    again = factor * sum(good) / len(good)
    return {cluster: job.cost(cluster) + (0 if job.succeeded(cluster) else again) for cluster in kept}


def over_least(job, kept):
    costs = charged(job, kept)
    least = min(costs.values())
    return {cluster: cost / least for cluster, cost in costs.items()}


def over_mean(job, kept, factor=1.0):
    logs = {cluster: math.log(cost) for cluster, cost in charged(job, kept, factor).items()}
    mean = sum(logs.values()) / len(logs)
    return {cluster: value - mean for cluster, value in logs.items()}


QUANTITIES = {
    "cost over the cheapest cluster's": over_least,
    "its logarithm": lambda job, kept: {cluster: math.log(cost) for cluster, cost in over_least(job, kept).items()},
    "log cost over the job's mean": over_mean,
}


def at(values, machine, nodes):
    """A value at a number of nodes between those tried, linear in their logarithm; None beyond them."""
    tried = sorted(count for kind, count in values if kind == machine)
    if not tried or not tried[0] * 0.99 <= nodes <= tried[-1] * 1.01:
        return None
    nodes = min(max(nodes, tried[0]), tried[-1])
    for low, high in zip(tried, tried[1:]):
        if nodes <= high:
            share = math.log(nodes / low) / math.log(high / low)
            return (1 - share) * values[machine, low] + share * values[machine, high]
    return values[machine, tried[-1]]


class Study:
    def __init__(self, jobs, values, scaled_everywhere, draw=None, share=1.0):
        self.jobs, self.clusters = jobs, sorted(jobs[0].runs)
        kept = {job.name: draw.sample(self.clusters, round(share * len(self.clusters))) if draw else self.clusters for job in jobs}
        self.values, self.everywhere = {job.name: values(job, kept[job.name]) for job in jobs}, scaled_everywhere
        self.expected = functools.lru_cache(None)(self.expected)
        self.told = functools.lru_cache(None)(self.told)

    def told(self, job, other, scaled):
        # Among all jobs sizes are compared by the name of the scale: bytes of different work are not alike.
        ratio = {"huge": 1.0, "bigdata": 2.0}
        same = job.work == other.work and job.framework == other.framework
        scale = (other.bytes / job.bytes if same else ratio[other.scale] / ratio[job.scale]) if scaled else 1.0
        return [at(self.values[other.name], machine, nodes * scale) for machine, nodes in self.clusters]

    def expected(self, job, others, strength):
        # A cluster on which nobody ran is the last choice.
        result = [0.0 if any(cluster in self.values[other.name] for other in others) else math.inf for cluster in self.clusters]
        framework = [other for other in others if other.framework == job.framework]
        for group, same_work in ((others, False), (framework, False), ([other for other in framework if other.work == job.work], True)):
            columns = [self.told(job, other, same_work or self.everywhere) for other in group]
            for index in range(len(result)):
                seen = [column[index] for column in columns if column[index] is not None]
                result[index] = (strength * result[index] + sum(seen)) / (strength + len(seen))
        return result

    def spent(self, job, others, strengths):
        """The job's cost under the strengths, averaged over."""
        answers = [self.expected(job, others, strength) for strength in strengths]
        order = sorted(range(len(self.clusters)), key=lambda index: (sum(answer[index] for answer in answers), self.clusters[index]))
        return job.spent(self.clusters[index] for index in order)

    def mean(self, strengths):
        return sum(self.spent(job, self.without(job), strengths) for job in self.jobs) / len(self.jobs)

    def without(self, *left):
        return tuple(job for job in self.jobs if job not in left)

    def nested(self):
        """The mean where each job's strength is the one that costs least on the other jobs."""
        total = 0.0
        for job in self.jobs:
            others = self.without(job)
            costs = {strength: sum(self.spent(other, self.without(job, other), [strength]) for other in others) for strength in STRENGTHS}
            total += self.spent(job, others, [min(STRENGTHS, key=lambda strength: (costs[strength], strength))])
        return total / len(self.jobs)


def brier(jobs):
    """Squared error of the chance of success by the nearest group, and by all jobs together."""
    study = Study(jobs, lambda job, kept: {cluster: float(job.succeeded(cluster)) for cluster in kept}, False)
    told, base, count = 0.0, 0.0, 0
    for job in jobs:
        others = study.without(job)
        rate = sum(other.succeeded(cluster) for other in others for cluster in other.runs) / sum(len(other.runs) for other in others)
        for chance, cluster in zip(study.expected(job, others, NEAREST), study.clusters):
            told += (chance - job.succeeded(cluster)) ** 2
            base += (rate - job.succeeded(cluster)) ** 2
            count += 1
    return told / count, base / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_EC2"), help="the folder of the trace")
    options = parser.parse_args()
    if not options.data or not os.path.exists(f"{options.data}/runs.csv"):
        print("the trace is not here: name its folder with --data; it has no licence to ship")
        return
    jobs, _ = read(options.data)
    columns = ["nearest", "0.25", "0.5", "1", "4", "averaged", "nested"]
    print(" " * 50 + "".join(f"{name:>9}" for name in columns))
    for everywhere in (False, True):
        for name, values in QUANTITIES.items():
            study = Study(jobs, values, everywhere)
            figures = [study.mean([strength]) for strength in (NEAREST, 0.25, 0.5, 1, 4)] + [study.mean(STRENGTHS), study.nested()]
            title = f"{name}, sizes {'everywhere' if everywhere else 'in one work'}"
            print(f"{title:50}" + "".join(f"{figure:9.3f}" for figure in figures), flush=True)
    print("\nlog cost over the job's mean, the nearest group; a failure is charged so many times the job's mean:")
    print(", ".join(f"{factor:g}: {Study(jobs, lambda job, kept: over_mean(job, kept, factor), False).mean([NEAREST]):.3f}" for factor in (0, 0.5, 1, 2, 4)))
    print("\nhistories with gaps, sizes in one work, the nearest group; mean of 20 draws:")
    shares = (0.2, 0.4, 0.6, 0.8)
    for name, values in QUANTITIES.items():
        figures = [sum(Study(jobs, values, False, random.Random(seed), share).mean([NEAREST]) for seed in range(20)) / 20 for share in shares]
        print(f"{name:34}" + ", ".join(f"{share:.0%} of the clusters {figure:.2f}" for share, figure in zip(shares, figures)))
    told, base = brier(jobs)
    print(f"Brier score of success by the nearest group {told:.4f}; by the base rate {base:.4f}")


if __name__ == "__main__":
    sys.exit(main())

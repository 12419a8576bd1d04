#!/usr/bin/env python3
"""Cold start: the cluster for a Spark or Hadoop job that has never run, from what other jobs did on the same 69 clusters.

One job is left out at a time, and `mulligan clusters` orders the clusters from the runs of the others, related by framework and by the work that they
do. The first cluster is tried; should it fail, its cost is added and the next is tried. Cost is in multiples of the job's cheapest cluster. The
trace has no licence to ship: give its folder, or set MULLIGAN_EC2.

    Benchmarks/forecast/cold_start.py .build/release/mulligan --data DIR
"""
import argparse
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile


class Job:
    """One job on all clusters: a cluster is a machine type and a number of nodes."""

    def __init__(self, name, rows):
        first = rows[0]
        self.name, self.framework = name, first["framework_ver"]
        self.work, self.scale, self.bytes = first["workload"], first["datasize"], float(first["input_bytes_job"] or 0)
        self.runs = {(row["instance_type"], int(row["nodes"])): row for row in rows}
        self.best = min(float(row["cost_usd"]) for row in rows if row["outcome"] == "ok")

    def succeeded(self, cluster):
        return self.runs[cluster]["outcome"] == "ok"

    def cost(self, cluster):
        return float(self.runs[cluster]["cost_usd"]) / self.best

    def spent(self, order):
        """What trying clusters in turn costs until one succeeds."""
        total = 0.0
        for cluster in order:
            total += self.cost(cluster)
            if self.succeeded(cluster):
                break
        return total

    def lines(self):
        """The job's runs as lines of `mulligan advise`."""
        for (machine, nodes), row in self.runs.items():
            yield json.dumps({
                "event": "attempt",
                "job": self.name,
                "labels": {"machineType": machine, "framework": self.framework, "work": self.work},
                "requested": {"memoryBytes": int(float(row["mem_gb_per_node"]) * 1e9), "cpus": float(row["cores_per_node"]), "workers": nodes},
                "inputBytes": self.bytes,
                "result": "succeeded" if row["outcome"] == "ok" else "failed",
                "runSeconds": float(row["elapsed_s"]),
            })


def read(folder):
    """The jobs of the trace, and the price of a core-hour of each machine type."""
    with open(f"{folder}/runs.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    by_job = collections.defaultdict(list)
    for row in rows:
        by_job[row["job"]].append(row)
    jobs = [Job(name, by_job[name]) for name in sorted(by_job)]
    # Some workloads do not tell their bytes; theirs grow from scale to scale as those of the others, and only their ratio is looked at.
    told = collections.defaultdict(dict)
    for job in jobs:
        if job.bytes:
            told[job.work, job.framework][job.scale] = job.bytes
    ratios = [sizes["bigdata"] / sizes["huge"] for sizes in told.values() if len(sizes) == 2]
    for job in jobs:
        job.bytes = job.bytes or 1e9 * (1 if job.scale == "huge" else sum(ratios) / len(ratios))
    return jobs, {row["instance_type"]: float(row["usd_per_node_hour"]) / float(row["cores_per_node"]) for row in rows}


def ask(binary, job, others, prices):
    """The clusters for a job in order, and the chance of success that is told with them."""
    answer = subprocess.run(
        [binary, "clusters", "--json", "--prices", prices, "--job", job.name, "--input", f"{job.bytes:.0f}",
         "--label", f"framework={job.framework}", "--label", f"work={job.work}"],
        input="".join(line + "\n" for other in others for line in other.lines()), capture_output=True, text=True, check=True,
    )
    answer = json.loads(answer.stdout)
    return [(choice["machineType"], choice["nodes"]) for choice in answer["clusters"]], answer["successProbability"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the mulligan program")
    parser.add_argument("--data", default=os.environ.get("MULLIGAN_EC2"), help="the folder of the trace")
    options = parser.parse_args()
    if not options.data or not os.path.exists(f"{options.data}/runs.csv"):
        print("the trace is not here: name its folder with --data; it has no licence to ship")
        return
    jobs, core_hours = read(options.data)
    costs, fixed, square, base_square, count = [], [], 0.0, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        prices = f"{folder}/prices.yaml"
        with open(prices, "w") as file:
            # An instance has one price: all of it is put on its cores.
            file.write("machines:\n")
            file.writelines(f"  {name}: {{gigabyte-hour: 0, core-hour: {price:.9f}}}\n" for name, price in sorted(core_hours.items()))
        for job in jobs:
            others = [other for other in jobs if other is not job]
            order, chance = ask(options.binary, job, others, prices)
            costs.append(job.spent(order))
            fixed.append(job.spent([("m4.xlarge", 12)] + order))
            base = sum(other.succeeded(cluster) for other in others for cluster in other.runs) / sum(len(other.runs) for other in others)
            square += sum((chance - job.succeeded(cluster)) ** 2 for cluster in job.runs)
            base_square += sum((base - job.succeeded(cluster)) ** 2 for cluster in job.runs)
            count += len(job.runs)
            chosen = f"{order[0][0]} x {order[0][1]}"
            print(f"{job.name:32} {chosen:16} {costs[-1]:5.2f} times the cheapest; m4.xlarge x 12 {fixed[-1]:5.2f}", flush=True)
    print(f"\nmean normalised cost {sum(costs) / len(costs):.3f} over {len(jobs)} jobs; m4.xlarge x 12 {sum(fixed) / len(fixed):.3f}")
    print(f"Brier score of success {square / count:.4f}; the base rate's {base_square / count:.4f}")
    path = f"{options.data}/published-numbers.json"
    if os.path.exists(path):
        with open(path) as file:
            published = json.load(file)["crispy"]["rows"]
        print("published over 16 jobs: " + ", ".join(f"{name} {value:.3f}" for name, value in published.items()))


if __name__ == "__main__":
    sys.exit(main())

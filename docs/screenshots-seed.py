"""Posts a few made-up jobs and failures to a running service, so that its pages have something to show."""
import json
import random
import sys
import time
import urllib.error
import urllib.request

BASE = sys.argv[1]
GIB = 1 << 30
RANDOM = random.Random(4)


def post(path, body):
    request = urllib.request.Request(BASE + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as error:
        print(path, error.code, error.read().decode(), file=sys.stderr)
        return None


def history(job, peak, engine="slurm", cpus=2, runs=14):
    """Good runs of `job` with peaks around `peak` GiB that follow their input."""
    for run in range(runs):
        size = peak * RANDOM.uniform(0.7, 1.1)
        post("/v1/attempts", {
            "job": job, "runId": f"h{run}", "engine": engine, "result": "succeeded",
            "requested": {"memoryBytes": int(peak * 1.25 * GIB), "cpus": cpus}, "inputBytes": round(size * 9e8),
            "peakMemoryBytes": int(size * GIB), "runSeconds": round(size * 240 + RANDOM.uniform(20, 90)),
        })


def progress(lines, tail):
    """A log of `lines` ordinary lines and a tail."""
    return "".join(
        f"2026-11-21 08:{i // 60:02d}:{i % 60:02d} INFO  part {i:04d} read, {RANDOM.randint(1000, 9999)} rows\n" for i in range(lines)
    ) + tail


def failure(job, run, engine, log, memory, **more):
    resources = {"memoryBytes": int(memory * GIB), "cpus": more.pop("cpus", 2)}
    if "timeLimit" in more:
        resources["timeLimitSeconds"] = more.pop("timeLimit")
    return post("/v1/failures", {"job": job, "runId": run, "engine": engine, "log": log, "resources": resources, **more})


history("warehouse/orders-daily", 3.1)
history("genomics/align-reads", 14, cpus=8)
history("etl/sessionize", 1.4, engine="spark")

failure("etl/sessionize", "app-0041", "spark", progress(
    300, "java.net.UnknownHostException: metastore.internal: Name or service not known\n"
         "\tat java.base/java.net.InetAddress.getAllByName(InetAddress.java:1529)\n"), 2, exitCode=1, runSeconds=64)
failure("reports/weekly", "manual-17", "airflow", progress(
    40, "Traceback (most recent call last):\n  File \"weekly.py\", line 12, in <module>\n    import polars\n"
        "ModuleNotFoundError: No module named 'polars'\n"), 1, exitCode=1, runSeconds=3)
failure("ml/train-ranker", "771", "slurm", progress(
    120, "slurmstepd: error: *** JOB 771 ON n7 CANCELLED AT 2026-11-21T07:00:00 DUE TO TIME LIMIT ***\n"),
    8, cpus=4, timeLimit=3600, schedulerState="TIMEOUT", runSeconds=3601)
failure("billing/export", "48100", "slurm", progress(
    80, "OSError: [Errno 28] No space left on device: '/scratch/export.parquet'\n"), 2, exitCode=1, runSeconds=310)
approved = failure("genomics/align-reads", "90017", "slurm", progress(
    200, "slurmstepd: error: Detected 1 oom_kill event in StepId=90017.batch. Some of the step tasks have been OOM Killed.\n"),
    12, cpus=8, schedulerState="OUT_OF_MEMORY", signal=9, runSeconds=5400, inputBytes=16e9, limits={"memoryBytes": 64 * GIB})
failure("warehouse/orders-daily", "48211", "slurm", progress(
    900, "slurmstepd: error: Detected 1 oom_kill event in StepId=48211.batch. Some of the step tasks have been OOM Killed.\n"
         "srun: error: n3: task 0: Out Of Memory\n"),
    2, schedulerState="OUT_OF_MEMORY", signal=9, runSeconds=412, inputBytes=2.9e9, limits={"memoryBytes": 64 * GIB, "cpus": 16},
    labels={"queue": "normal", "team": "warehouse"})
if approved:
    post(f"/v1/recommendations/{approved['recommendation']['id']}/approve", {"actor": "ada", "note": "the long queue is free tonight"})
    target = approved["recommendation"].get("target")
    if target:
        post("/v1/attempts", {
            "job": "genomics/align-reads", "runId": "90017", "attempt": 2, "engine": "slurm", "result": "succeeded",
            "requested": target, "peakMemoryBytes": 13 * GIB, "runSeconds": 5900, "inputBytes": 16e9,
        })

# Repairs that were taken, that wait for a busy scheduler and that it refused for good.
for number, job in enumerate(["genomics/call-variants", "warehouse/returns", "ml/rank-offline", "etl/old-cluster"]):
    sent = failure(job, str(91000 + number), "slurm", progress(
        60, f"slurmstepd: error: Detected 1 oom_kill event in StepId={91000 + number}.batch. Some of the step tasks have been OOM Killed.\n"),
        4, cpus=4, schedulerState="OUT_OF_MEMORY", signal=9, runSeconds=900, limits={"memoryBytes": 64 * GIB})
    if sent:
        post(f"/v1/recommendations/{sent['recommendation']['id']}/approve", {"actor": "ada"})
# What became of earlier recommendations: how honest their odds were is drawn on the model's page.
for number in range(40):
    job, run = f"nightly/report-{number % 8}", f"n{number}"
    again = failure(job, run, "slurm", progress(
        5, "slurmstepd: error: Detected 1 oom_kill event in StepId=1.batch. Some of the step tasks have been OOM Killed.\n"),
        1 + number % 5, schedulerState="OUT_OF_MEMORY", signal=9, runSeconds=120)
    recommendation = (again or {}).get("recommendation") or {}
    if recommendation.get("target"):
        odds = recommendation["ladder"][0]["successProbability"]
        good = RANDOM.random() < odds
        post("/v1/attempts", {
            "job": job, "runId": run, "attempt": 2, "engine": "slurm", "result": "succeeded" if good else "failed", "runSeconds": 150,
            "requested": recommendation["target"], **({"peakMemoryBytes": int((1 + number % 5) * 1.1 * GIB)} if good else {"failureClass": "memory.container_limit"}),
        })


def storm(count):
    """A name server that is down, until the service calls it an incident: two minutes, for it looks at whole ones."""
    for number in range(count):
        failure(f"ingest/part-{number:03d}", f"s{number}", "kubernetes", progress(
            20, "curl: (6) Could not resolve host: warehouse.internal\n"), 1, exitCode=6, runSeconds=30, labels={"queue": "bulk"})
    for _ in range(40):
        if json.load(urllib.request.urlopen(BASE + "/v1/incidents?open=true"))["items"]:
            return
        time.sleep(5)
    print("no incident was opened", file=sys.stderr)


storm(90)
post("/v1/pauses", {"scope": {"job": "billing/*"}, "actor": "ada", "note": "the books are being closed"})

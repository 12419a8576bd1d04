#!/usr/bin/env python3
"""Measure real programs under real memory limits and write runs.csv.

usage: make.py [--work DIR] [--out FILE] [--seed N] [--repeats N] [--jobs N] [--programs A,B] [--install] [--list]

Each program runs at several input sizes: once without a limit, which shows its peak, then under limits drawn around that
peak in a cgroup (v1) of its own, so that some runs are killed by the kernel. Needs root for the cgroup. Interrupted, it goes on
where it stopped. Inputs, limits and order follow from the seed; the measurements are the machine's.
"""
import argparse
import concurrent.futures
import csv
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

import inputs
import programs

CGROUP = pathlib.Path("/sys/fs/cgroup/memory")
COLUMNS = [
    "sequence", "program", "family", "input_kind", "input_bytes", "cores", "limit_bytes", "outcome", "exit_code", "oom_kills",
    "peak_bytes", "peak_censored", "usage_peak_bytes", "process_peak_bytes", "wall_seconds", "cpu_seconds", "seconds_to_failure",
    "repeat",
]
# A run is judged by the processor time it takes: the machine may be shared. The wall clock only ends what hangs.
CPU_SECONDS = 30
WALL_SECONDS = 120
MEBIBYTE = 1 << 20


def install(work):
    """Install the programs: Debian packages, and Python packages into an environment of the work folder."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *programs.DEBIAN], check=True, env=environment
    )
    if not (work / "venv").exists():
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
    subprocess.run([str(work / "venv/bin/pip"), "install", "-q", *programs.PYPI], check=True)


class Sampler(threading.Thread):
    """Follows the resident memory of a cgroup: anonymous and shared pages, without the page cache."""

    def __init__(self, group):
        super().__init__(daemon=True)
        self.stat = group / "memory.stat"
        self.peak = 0
        self.done = threading.Event()

    def run(self):
        with open(self.stat, "rb", buffering=0) as stat:
            while not self.done.is_set():
                stat.seek(0)
                total = 0
                for line in stat.read(8192).split(b"\n"):
                    if line.startswith((b"total_rss ", b"total_shmem ")):
                        total += int(line.split()[1])
                self.peak = max(self.peak, total)
                time.sleep(0.003)


def end_members(group):
    """End whatever still runs in our own cgroup."""
    for _ in range(50):
        try:
            members = (group / "cgroup.procs").read_text().split()
        except FileNotFoundError:
            return
        if not members:
            return
        for pid in members:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.02)


def measure(command, scratch, environment, cores, limit, name):
    """Run one command and return its measurements."""
    # A name of its own for each run, so that nothing late can touch the next.
    group = CGROUP / f"measured.{os.getpid()}.{name}"
    group.mkdir()
    try:
        if limit:
            (group / "memory.limit_in_bytes").write_text(str(limit))
        sampler = Sampler(group)
        sampler.start()
        processors = sorted(os.sched_getaffinity(0))[:cores]
        start = time.monotonic()
        # The first shell joins the group and then becomes the second, so that everything measured is born inside.
        process = subprocess.Popen(
            [
                "bash", "-c", f'echo $$ > {group}/cgroup.procs; ulimit -t {CPU_SECONDS}; '
                f'exec nice -n 19 taskset -c {",".join(map(str, processors))} bash -o pipefail -c "$0"',
                command,
            ],
            cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        expired = threading.Event()

        def expire():
            expired.set()
            end_members(group)

        timer = threading.Timer(WALL_SECONDS, expire)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        sampler.done.set()
        sampler.join()
        kills = 0
        for line in (group / "memory.oom_control").read_text().splitlines():
            if line.startswith("oom_kill "):
                kills = int(line.split()[1])
        code = process.returncode if process.returncode >= 0 else 128 - process.returncode
        outcome = "timeout" if expired.is_set() or code in (152, 128 + signal.SIGXCPU) else "ok" if code == 0 else "oom" if kills else "error"
        return {
            "outcome": outcome,
            "exit_code": code,
            "oom_kills": kills,
            "peak_bytes": sampler.peak,
            "peak_censored": int(outcome != "ok"),
            "usage_peak_bytes": int((group / "memory.max_usage_in_bytes").read_text()),
            "process_peak_bytes": usage.ru_maxrss * 1024,
            "wall_seconds": round(wall, 3),
            "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
            "seconds_to_failure": "" if outcome == "ok" else round(wall, 3),
        }
    finally:
        end_members(group)
        for _ in range(100):
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.02)


def prepare(folder, kind, size, seed):
    """The input's path; it is made in a process of its own, so that this one stays small and quick to sample."""
    target = folder / f"{kind}-{size}"
    if not target.exists():
        script = str(pathlib.Path(inputs.__file__))
        subprocess.run(["nice", "-n", "19", sys.executable, script, str(folder), kind, str(size), str(seed)], check=True)
    return target


def draw_limit(draw, peak, repeat):
    """A limit around the peak: two in three between 0.4 and 1.25 of it, the rest up to three times."""
    factor = draw.uniform(0.4, 1.25) if repeat % 3 else draw.uniform(1.05, 3)
    return max(2 * MEBIBYTE, int(peak * factor) // 4096 * 4096)


def plan(seed, repeats, chosen):
    """Every run in an order in which programs, sizes and repeats mix, each size's run without a limit before its others."""
    draw = random.Random(seed)
    runs = []
    for program in programs.PROGRAMS:
        for size in range(len(program.sizes)):
            times = sorted(draw.random() for _ in range(repeats))
            runs += [(time, repeat, program, size) for repeat, time in enumerate(times)]
    runs.sort(key=lambda run: run[:2])
    for _, repeat, program, size in runs:
        if not chosen or program.name in chosen:
            yield program, size, repeat


class Campaign:
    """The runs that are still to be made, shared by the workers that make them, and the file that they are written to."""

    def __init__(self, arguments, runs, done, writer, stream):
        self.arguments, self.runs, self.done, self.writer, self.stream = arguments, runs, done, writer, stream
        self.lock = threading.Lock()
        self.firsts = {}
        self.started = len(done)

    def take(self):
        """The next run that is not made yet, with its source and its number, or none."""
        with self.lock:
            for program, size, repeat in self.runs:
                source = prepare(self.arguments.work / "inputs", program.kind, program.sizes[size], self.arguments.seed)
                input_bytes = inputs.size(source)
                first = self.firsts.setdefault((program.name, size), threading.Event())
                if (program.name, input_bytes, repeat) in self.done:
                    if not repeat:
                        first.set()
                    continue
                self.started += 1
                return program, size, repeat, source, input_bytes, first, self.started
        return None

    def work(self, worker):
        """Make runs until none is left, in a scratch folder of the worker's own."""
        scratch = self.arguments.work / f"scratch-{worker}"
        environment = {
            "PATH": f"{self.arguments.work}/venv/bin:/usr/local/bin:/usr/bin:/bin", "HOME": str(scratch), "LC_ALL": "C.UTF-8",
            "TMPDIR": str(scratch), "HERE": str(pathlib.Path(__file__).resolve().parent), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
        }
        while run := self.take():
            program, size, repeat, source, input_bytes, first, number = run
            try:
                self.make(program, size, repeat, source, input_bytes, first, number, scratch, environment)
            finally:
                if not repeat:
                    first.set()

    def make(self, program, size, repeat, source, input_bytes, first, number, scratch, environment):
        """Make one run and write its row; a program that fails without a limit is said and left out."""
        draw = random.Random(f"{self.arguments.seed}:{program.name}:{size}:{repeat}")
        limit = None
        if repeat:
            first.wait()
            unlimited = self.done.get((program.name, input_bytes, 0))
            if unlimited is None or unlimited["outcome"] != "ok":
                return
            limit = draw_limit(draw, int(unlimited["peak_bytes"]), repeat)
        cores = draw.choice(program.cores)
        subprocess.run(["rm", "-rf", str(scratch)], check=True)
        scratch.mkdir()
        row = measure(program.command.format(input=source, cores=cores), scratch, environment, cores, limit, number)
        if not repeat and row["outcome"] != "ok":
            print(f"{program.name} at {program.sizes[size]}: {row['outcome']} {row['exit_code']} without a limit", file=sys.stderr)
            return
        with self.lock:
            row.update(
                sequence=len(self.done) + 1, program=program.name, family=program.family, input_kind=program.kind, input_bytes=input_bytes,
                cores=cores, limit_bytes=limit or "", repeat=repeat,
            )
            self.writer.writerow(row)
            self.stream.flush()
            self.done[program.name, input_bytes, repeat] = {name: str(value) for name, value in row.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/measured-runs"))
    parser.add_argument("--out", type=pathlib.Path, default=here / "runs.csv")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeats", type=int, default=6)
    # A run short of memory mostly waits for the disk, so that several may run at once.
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--programs", default="")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        for program in programs.PROGRAMS:
            print(program.name, program.kind, *program.sizes)
        return
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.install:
        install(arguments.work)
    done = {}
    if arguments.out.exists():
        with open(arguments.out, newline="") as stream:
            for row in csv.DictReader(stream):
                done[row["program"], int(row["input_bytes"]), int(row["repeat"])] = row
    fresh = not arguments.out.exists()
    with open(arguments.out, "a", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        if fresh:
            writer.writeheader()
        runs = plan(arguments.seed, arguments.repeats, set(filter(None, arguments.programs.split(","))))
        campaign = Campaign(arguments, runs, done, writer, stream)
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            for worker in [pool.submit(campaign.work, number) for number in range(arguments.jobs)]:
                worker.result()


if __name__ == "__main__":
    main()

"""A load of clients that note what they were told."""
import collections
import http.client
import json
import select
import threading
import time
import uuid

LOG = "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=%s.batch. Some of your processes may have been killed.\n"


def failure(run, number=0, log=None):
    """A failure of a run of its own, which grants that the next attempt may have more memory."""
    return {
        "job": f"nightly-{number % 17}", "runId": run, "attempt": 1, "engine": "slurm", "schedulerState": "OUT_OF_MEMORY",
        "log": log or LOG % run, "resources": {"memoryBytes": 314572800, "cpus": 1}, "runSeconds": 12,
        "limits": {"memoryBytes": 21474836480},
    }


def is_closed(connection):
    """Whether the other side has closed an idle connection: there is something to read, and nothing was asked."""
    return bool(select.select([connection.sock], [], [], 0)[0])


class Clients:
    """Writers that post failures of runs of their own until each is acknowledged, at whichever process answers.

    `cut` counts the requests of which a byte was written and that got no answer; `closed` the connections that were found closed before
    anything was written, which a client may use another for without asking itself anything; `refused` the connections that were not taken.
    """

    def __init__(self, services, writers, pause=0.0, token=None, log=None, most=None):
        self.services, self.pause, self.log, self.left = services, pause, log, most
        self.headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        self.acknowledged = {}
        self.statuses = collections.Counter()
        self.errors = self.cut = self.refused = self.closed = self.unkind = 0
        self.slowest = 0.0
        self.lock = threading.Lock()
        self.stopping = False
        self.name = uuid.uuid4().hex[:8]
        self.threads = [threading.Thread(target=self.write, args=(number,), daemon=True) for number in range(writers)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        """Ends after what each writer has begun is acknowledged."""
        self.stopping = True
        for thread in self.threads:
            thread.join()

    def join(self):
        """Waits until as many as were asked for are acknowledged."""
        for thread in self.threads:
            thread.join()

    def may_go(self):
        """Whether there is another one to post."""
        with self.lock:
            if self.left is None:
                return not self.stopping
            self.left -= 1
            return self.left >= 0

    def connect(self, at):
        """A connection to the next process that takes one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.services[at % len(self.services)].port, timeout=60)
        connection.connect()
        return connection

    def write(self, writer):
        connection, at, number = None, writer, 0
        while self.may_go():
            number += 1
            run = f"{self.name}-{writer}-{number}"
            item = failure(run, number, self.log)
            body = json.dumps(item)
            while True:
                began = time.monotonic()
                if connection is not None and is_closed(connection):
                    connection.close()
                    connection = None
                    with self.lock:
                        self.closed += 1
                if connection is None:
                    try:
                        connection = self.connect(at)
                    except OSError:
                        at += 1
                        with self.lock:
                            self.errors += 1
                            self.refused += 1
                        time.sleep(0.005)
                        continue
                try:
                    connection.request("POST", "/v1/failures", body, {**self.headers, "Idempotency-Key": run})
                    answer = connection.getresponse()
                    text = answer.read()
                except (OSError, http.client.HTTPException):
                    connection.close()
                    connection = None
                    at += 1
                    with self.lock:
                        self.errors += 1
                        self.cut += 1
                    time.sleep(0.005)
                    continue
                if answer.will_close:
                    connection.close()
                    connection = None
                    at += 1
                with self.lock:
                    self.statuses[answer.status] += 1
                    self.slowest = max(self.slowest, time.monotonic() - began)
                    self.unkind += answer.status in (429, 503) and not answer.getheader("Retry-After")
                if answer.status in (200, 201):
                    with self.lock:
                        self.acknowledged[(item["job"], run, 1)] = json.loads(text)["id"]
                    break
                with self.lock:
                    self.errors += 1
                time.sleep(min(float(answer.getheader("Retry-After") or 0.05), 1))
            time.sleep(self.pause)

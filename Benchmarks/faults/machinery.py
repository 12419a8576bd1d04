"""What the faults are made with: a service process, a load of clients, a scheduler, a database server."""
import collections
import glob
import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid

POLICY = """mode: auto
adapters: {slurm: webhook}
retry-budget: {burst: 1000000, per-minute: 1000000}
schedulers:
  webhook:
    url: http://127.0.0.1:%d/repair
"""

LOG = "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=%s.batch. Some of your processes may have been killed.\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Workspace:
    """A folder that goes away, and the program under test."""

    def __init__(self, binary):
        self.binary = binary

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="mulligan-faults-")
        os.chmod(self.folder, 0o755)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def store(self, kind):
        return Postgres(self) if kind == "postgres" else SQLite(self)


class SQLite:
    """A store in a file."""

    def __init__(self, space):
        self.path = f"{space.folder}/mulligan.sqlite"
        self.address = f"sqlite:{self.path}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Postgres:
    """A PostgreSQL server of our own, with every commit forced to the disk."""

    def __init__(self, space):
        installed = glob.glob("/usr/lib/postgresql/*/bin")
        if not installed:
            raise SystemExit("PostgreSQL is not installed; make test-packages installs it")
        self.programs = max(installed, key=lambda path: int(path.split("/")[4]))
        self.folder = f"{space.folder}/pg"
        self.port = free_port()
        self.address = f"postgres://mulligan:secret@127.0.0.1:{self.port}/postgres"

    def run(self, command):
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        # The daemon must not inherit a pipe, whose reader would wait for it.
        subprocess.run([*owner, "bash", "-c", command], cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def __enter__(self):
        os.makedirs(self.folder)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        settings = f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}'\n"
        self.run(
            f"cd {self.folder} && echo secret >password && {self.programs}/initdb -D data -U mulligan --pwfile=password -A scram-sha-256 "
            f'-E UTF8 --locale=C --no-sync >log && echo "{settings}" >>data/postgresql.conf'
        )
        self.control("-w start")
        return self

    def __exit__(self, *_):
        self.control("-m immediate stop")

    def control(self, what):
        self.run(f"{self.programs}/pg_ctl -D {self.folder}/data -l {self.folder}/log {what} >>{self.folder}/control.log 2>&1")

    def restart(self, mode):
        self.control(f"-w -m {mode} stop")
        self.control("-w start")


class Service:
    """One process of `mulligan serve`, always on the same port."""

    def __init__(self, space, store, receiver, policy=POLICY):
        self.space, self.store = space, store
        self.port = free_port()
        self.process = None
        self.policy = f"{space.folder}/policy.yaml"
        with open(self.policy, "w", encoding="utf-8") as file:
            file.write(policy % receiver.port if "%" in policy else policy)

    def start(self):
        with open(f"{self.space.folder}/serve-{self.port}.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.space.binary, "serve", "--port", str(self.port), "--policy", self.policy],
                env={**os.environ, "MULLIGAN_STORE": self.store.address},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        line = self.process.stdout.readline()
        if b"listens" not in line:
            with open(f"{self.space.folder}/serve-{self.port}.log", encoding="utf-8") as log:
                raise SystemExit(f"the service did not start: {log.read()[-2000:]}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def listing(service):
    """Every stored failure."""
    items, cursor = [], None
    while True:
        _, page = service.get("/v1/failures?limit=500" + (f"&cursor={cursor}" if cursor else ""))
        items += page["items"]
        cursor = page.get("nextCursor")
        if not cursor:
            return items


def drain(service, patience):
    """Waits until the outbox is empty; a delivery that a crash interrupted waits for the end of its lease of two minutes."""
    end = time.monotonic() + patience
    while True:
        _, page = service.get("/v1/deliveries?state=waiting&limit=500")
        waiting = len(page["items"])
        if waiting == 0 or time.monotonic() > end:
            return waiting
        time.sleep(0.5)


def audit(service):
    """What is wrong with the audit log's chain; None when nothing is."""
    result = subprocess.run(
        [service.space.binary, "audit", "verify", "--store", service.store.address], capture_output=True, text=True, check=False
    )
    return None if result.returncode == 0 else (result.stdout + result.stderr).strip()[-300:]


class Clients:
    """Writers that post failures of runs of their own until each is acknowledged, at whichever process answers."""

    def __init__(self, services, writers, pause=0.0):
        self.services, self.pause = services, pause
        self.acknowledged = {}
        self.statuses = collections.Counter()
        self.errors = self.cut = self.refused = 0
        self.slowest = 0.0
        self.lock = threading.Lock()
        self.stopping = False
        self.name = uuid.uuid4().hex[:8]
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(writers)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        """Ends after what each writer has begun is acknowledged."""
        self.stopping = True
        for thread in self.threads:
            thread.join()

    def write(self, writer):
        connection, at, number = None, writer, 0
        while not self.stopping:
            number += 1
            run = f"{self.name}-{writer}-{number}"
            failure = {
                "job": f"nightly-{number % 17}", "runId": run, "attempt": 1, "engine": "slurm", "schedulerState": "OUT_OF_MEMORY",
                "log": LOG % run, "resources": {"memoryBytes": 314572800, "cpus": 1}, "runSeconds": 12,
                "limits": {"memoryBytes": 21474836480},
            }
            body = json.dumps(failure)
            while True:
                port = self.services[at % len(self.services)].port
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                began, sent = time.monotonic(), False
                try:
                    if connection.sock is None:
                        connection.connect()
                    sent = True
                    connection.request("POST", "/v1/failures", body, {"Content-Type": "application/json", "Idempotency-Key": run})
                    answer = connection.getresponse()
                    text = answer.read()
                    closes = answer.will_close
                except (OSError, http.client.HTTPException):
                    # A connection that was kept alive and is closed between two requests is no cut: the next try goes elsewhere.
                    kept_alive = sent and getattr(connection, "used", False)
                    connection.close()
                    connection = None
                    at += 1
                    with self.lock:
                        self.errors += 1
                        self.cut += sent and not kept_alive
                        self.refused += not sent
                    time.sleep(0.005)
                    continue
                connection.used = True
                if closes:
                    connection.close()
                    connection = None
                with self.lock:
                    self.statuses[answer.status] += 1
                    self.slowest = max(self.slowest, time.monotonic() - began)
                if answer.status in (200, 201):
                    with self.lock:
                        self.acknowledged[(failure["job"], run, 1)] = json.loads(text)["id"]
                    break
                with self.lock:
                    self.errors += 1
                time.sleep(min(float(answer.getheader("Retry-After") or 0.05), 1))
            time.sleep(self.pause)


class Receiver:
    """A scheduler that acts once for each idempotency key, in the mood that it is in."""

    def __init__(self):
        self.actions = {}
        self.requests = 0
        self.mood = "well"
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mood = receiver.mood
                if mood == "silent":
                    # Acts, and never answers: whether it acted is for the next try to find out.
                    receiver.act(self.headers["Idempotency-Key"], body)
                    while receiver.mood == "silent":
                        time.sleep(0.1)
                    self.close_connection = True
                    return
                if mood == "hangup":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                if mood == "garbage":
                    self.wfile.write(b"\x00\xff 200 maybe\r\n" * 100)
                    self.close_connection = True
                    return
                if mood == "slow":
                    time.sleep(1)
                receiver.act(self.headers["Idempotency-Key"], body)
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def act(self, key, body):
        with self.lock:
            self.requests += 1
            self.actions.setdefault(key, json.loads(body))

    def twice(self):
        """The attempts that more than one key was seen for."""
        seen = collections.Counter((r["job"], r["runId"], r["attempt"]) for r in self.actions.values())
        return [attempt for attempt, count in seen.items() if count > 1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.mood = "well"
        self.server.shutdown()

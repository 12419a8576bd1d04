"""What the faults are made with: a service process, its store, a database server, a small disk."""
import errno
import glob
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

POLICY = """mode: auto
adapters: {slurm: webhook}
retry-budget: {burst: 1000000, per-minute: 1000000}
schedulers:
  webhook:
    url: http://127.0.0.1:%d/repair
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Workspace:
    """A folder that goes away, and the program under test."""

    def __init__(self, binary):
        self.binary = binary
        self.services = []

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="mulligan-faults-")
        os.chmod(self.folder, 0o755)
        return self

    def __exit__(self, *_):
        for service in self.services:
            if service.process is not None and service.process.poll() is None:
                service.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def store(self, kind, folder=None, settings=""):
        return Postgres(self, folder, settings) if kind == "postgres" else SQLite(self, folder)


class SQLite:
    """A store in a file."""

    def __init__(self, space, folder=None):
        self.path = f"{folder or space.folder}/mulligan.sqlite"
        self.address = f"sqlite:{self.path}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Postgres:
    """A PostgreSQL server of our own, with every commit forced to the disk; `settings` are more lines of its configuration."""

    def __init__(self, space, folder=None, settings=""):
        self.settings = settings
        installed = glob.glob("/usr/lib/postgresql/*/bin")
        if not installed:
            raise SystemExit("PostgreSQL is not installed; make test-packages installs it")
        self.programs = max(installed, key=lambda path: int(path.split("/")[4]))
        self.folder = folder or f"{space.folder}/pg"
        self.port = free_port()
        self.address = f"postgres://mulligan:secret@127.0.0.1:{self.port}/postgres"

    def run(self, command):
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        # The daemon must not inherit a pipe, whose reader would wait for it.
        subprocess.run([*owner, "bash", "-c", command], cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        settings = f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}'\n{self.settings}"
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

    def query(self, sql):
        """What the server answers to SQL."""
        command = [f"{self.programs}/psql", self.address, "-qAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=True).stdout.strip()

    def revive(self):
        """Starts the server if it is down."""
        status = [f"{self.programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        if subprocess.run(status, check=False).returncode == 2:
            self.control("-w start")

    def restart(self, mode):
        self.control(f"-w -m {mode} stop")
        self.control("-w start")


class SmallDisk:
    """A file system of its own size in memory; needs root."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)

    def resize(self, megabytes):
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", self.folder], check=True)

    def fill(self, spare):
        """Takes all room but `spare` bytes."""
        room = shutil.disk_usage(self.folder).free - spare
        try:
            with open(f"{self.folder}/filler", "wb", buffering=0) as file:
                while room > 0:
                    room -= file.write(b"x" * min(room, 1 << 16))
        except OSError as error:
            # The service writes too, and may take the last of it.
            if error.errno != errno.ENOSPC:
                raise

    def unmount(self):
        subprocess.run(["umount", "-l", self.folder], check=False)

    @staticmethod
    def obstacle():
        """Why there can be none; None when there can."""
        if os.geteuid() != 0:
            return "mounting a small disk needs root"
        with tempfile.TemporaryDirectory() as folder:
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
            subprocess.run(["umount", folder], capture_output=True, check=False)
        return None if mounted.returncode == 0 else "file systems cannot be mounted here"


class Service:
    """One process of `mulligan serve`, always on the same port."""

    def __init__(self, space, store, receiver, policy=None, more="", authenticates=False):
        self.space, self.store = space, store
        self.port = free_port()
        self.process = None
        space.services.append(self)
        self.authenticates = authenticates
        self.headers = {}
        self.policy = f"{space.folder}/policy-{self.port}.yaml"
        with open(self.policy, "w", encoding="utf-8") as file:
            file.write(policy or POLICY % receiver.port + more)
        if authenticates:
            self.headers = {"Authorization": f"Bearer {self.token('reader', 'viewer')}"}

    def token(self, name, role):
        """A new token of the store."""
        command = [self.space.binary, "tokens", "create", "--name", name, "--role", role]
        environment = {**os.environ, "MULLIGAN_STORE": self.store.address}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()

    def start(self):
        with open(f"{self.space.folder}/serve-{self.port}.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.space.binary, "serve", "--port", str(self.port), "--policy", self.policy],
                env={
                    **os.environ, "MULLIGAN_STORE": self.store.address,
                    "MULLIGAN_AUTHENTICATION": "required" if self.authenticates else "none",
                },
                stdout=subprocess.PIPE,
                stderr=log,
            )
        line = self.process.stdout.readline()
        if b"listens" not in line:
            raise SystemExit(f"the service did not start: {self.log()[-2000:]}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)

    def get(self, path):
        """The answer to a reader who waits when told to."""
        while True:
            status, text, wait = self.ask(path)
            if status not in (429, 503) or wait is None:
                return status, json.loads(text)
            time.sleep(float(wait))

    def ask(self, path):
        """Status, text and `Retry-After` of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Retry-After")
        finally:
            connection.close()

    def metric(self, name):
        """The value of a series of /metrics; None where there is none."""
        for line in self.ask("/metrics")[1].splitlines():
            if line.startswith(name + " "):
                return float(line.split()[-1])
        return None

    def log(self):
        with open(f"{self.space.folder}/serve-{self.port}.log", encoding="utf-8") as file:
            return file.read()

    def memory(self, what="VmRSS"):
        """The memory of the process in MiB; `VmHWM` for the most since `forget_peak`."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(what)) / 1024

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="utf-8") as file:
            file.write("5")


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

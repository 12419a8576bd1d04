"""More of everything than a service takes: requests at a time, connections, bytes, one caller's requests, wrong tokens."""
import collections
import http.client
import json
import select
import socket
import threading
import time

from clients import failure

# What the service takes (ServerOptions): requests at a time, connections, connections that are only told so.
REQUESTS = 1024
CONNECTIONS = 4096
SPARE = 256


class Probe:
    """Asks /healthz again and again, each time over a connection of its own."""

    def __init__(self, service):
        self.service = service
        self.answered = self.failed = 0
        self.slowest = 0.0
        self.problems = []
        self.stopping = False
        self.thread = threading.Thread(target=self.ask, daemon=True)
        self.thread.start()

    def ask(self):
        while not self.stopping:
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=10)
            try:
                connection.request("GET", "/healthz")
                status = connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                status = repr(error)
            connection.close()
            if status == 200:
                self.answered += 1
            else:
                self.failed += 1
                self.problems.append(status)
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.05)

    def stop(self):
        self.stopping = True
        self.thread.join()


class Answers:
    """The answers to requests that are written as bytes: their number by status, and what is wrong with refusals."""

    def __init__(self):
        self.statuses = collections.Counter()
        self.unkind = []

    def note(self, data):
        """Notes the answers in what one connection brought, or how it ended without any."""
        text = data.decode("latin-1")
        if not text.startswith("HTTP/1.1 "):
            self.statuses["closed"] += 1
            return
        for part in text.split("HTTP/1.1 ")[1:]:
            status = int(part[:3])
            self.statuses[status] += 1
            if status in (429, 503) and "\r\nretry-after: " not in part.lower().split("\r\n\r\n")[0] + "\r\n":
                self.unkind.append(part[:200])

    def __str__(self):
        return str(dict(sorted(self.statuses.items(), key=str)))


def connect(port):
    sock = socket.create_connection(("127.0.0.1", port), timeout=20)
    sock.settimeout(60)
    return sock


def head(token, length, path="/v1/failures"):
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def receive(sock):
    """What comes until the other side closes or is done."""
    data = b""
    try:
        while chunk := sock.recv(65536):
            data += chunk
            if complete(data):
                break
    except OSError:
        pass
    return data


def complete(data):
    """Whether `data` ends with the end of an answer."""
    start = data.rfind(b"HTTP/1.1 ")
    header, found, body = data[start:].partition(b"\r\n\r\n")
    if start < 0 or not found:
        return False
    length = next((int(line.split(b":")[1]) for line in header.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return len(body) >= length


def slow_bodies(service, token, short):
    """More requests at a time than the service works on, whose bodies come byte by byte; each is refused at once or given up in time."""
    answers = Answers()
    body = json.dumps(failure("slow")).encode()
    sockets = []
    for _ in range(REQUESTS + 200):
        sock = connect(service.port)
        sock.sendall(head(token, len(body)) + body[:1])
        sockets.append(sock)
    # A service that works on all it may has still to refuse who comes now.
    time.sleep(1)
    late = connect(service.port)
    late.sendall(head(token, len(body)) + body)
    busy = Answers()
    busy.note(receive(late))
    late.close()
    # Each gets its bytes, one a second, for as long as it is borne.
    waiting, sent, end = dict.fromkeys(sockets, b""), 1, time.monotonic() + (5 if short else 45)
    while waiting and time.monotonic() < end:
        sent += 1
        for sock in select_readable(list(waiting)):
            try:
                waiting[sock] += sock.recv(65536)
            except OSError:
                waiting[sock] += b" "
            if complete(waiting[sock]) or not waiting[sock].startswith(b"HTTP"):
                answers.note(waiting.pop(sock))
        for sock in waiting:
            if not waiting[sock]:
                try:
                    sock.sendall(body[sent:sent + 1])
                except OSError:
                    pass
        time.sleep(1)
    borne = len(waiting)
    for sock in sockets:
        sock.close()
    return answers, busy, borne


def select_readable(sockets):
    poll = select.poll()
    by_number = {sock.fileno(): sock for sock in sockets}
    for number in by_number:
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(0)]


def connections(service, token):
    """More connections than the service takes: whoever comes then is answered and let go; the others are served on."""
    idle = []
    for _ in range(CONNECTIONS + 40):
        idle.append(connect(service.port))
    time.sleep(0.5)
    beyond = Answers()
    body = json.dumps(failure("beyond")).encode()
    for _ in range(100):
        sock = connect(service.port)
        try:
            sock.sendall(head(token, len(body)) + body)
            beyond.note(receive(sock))
        except OSError:
            beyond.statuses["reset"] += 1
        sock.close()
    within = Answers()
    for number, sock in enumerate(idle[:50]):
        body = json.dumps(failure(f"within-{number}")).encode()
        sock.sendall(head(token, len(body)) + body)
        within.note(receive(sock))
    for sock in idle:
        sock.close()
    return beyond, within


def large_bodies(service, token, number):
    """Bodies of 30 MiB, of which only a part can be held at a time."""
    answers = Answers()
    lock = threading.Lock()
    filler = "x" * (30 << 20)

    def post(each):
        item = failure(f"large-{each}", log=f"line of {each}\n{filler}")
        body = json.dumps(item).encode()
        sock = connect(service.port)
        data = b""
        try:
            sock.sendall(head(token, len(body)))
            # All but the end, so that many are held at the same time.
            sock.sendall(body[:-1])
            barrier.wait()
            sock.sendall(body[-1:])
            data = receive(sock)
        except (OSError, threading.BrokenBarrierError):
            barrier.abort()
            data = receive(sock)
        sock.close()
        with lock:
            answers.note(data)

    barrier = threading.Barrier(number, timeout=20)
    threads = [threading.Thread(target=post, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def too_many(service, token, number):
    """One caller that sends more than its rate, in a pipe; its answers, and how many seconds it took."""
    began = time.monotonic()
    request = f"GET /v1/pauses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    answers = Answers()
    sock = connect(service.port)
    for _ in range(number // 50):
        sock.sendall(request * 50)
        data = b""
        while data.count(b"HTTP/1.1 ") < 50 or not complete(data):
            chunk = sock.recv(65536)
            if not chunk:
                break
            data += chunk
        answers.note(data)
    sock.close()
    return answers, time.monotonic() - began


def wrong_tokens(service, number):
    """Guesses of one address."""
    answers = Answers()
    for each in range(number):
        sock = connect(service.port)
        guess = "mgn_" + f"{each:043d}"
        sock.sendall(f"GET /v1/pauses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {guess}\r\nConnection: close\r\n\r\n".encode())
        answers.note(receive(sock))
        sock.close()
    return answers

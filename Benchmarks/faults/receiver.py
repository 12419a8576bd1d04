"""A scheduler in the mood that a test wants."""
import collections
import http.server
import json
import socket
import threading
import time


class Receiver:
    """A scheduler that acts once for each idempotency key, in the mood that it is in; and somebody who is told of incidents.

    Moods: `well`; `slow`, which answers after `pause` seconds; `silent`, which acts and never answers; `hangup`, which closes at once;
    `garbage`; `half`, which acts and answers half of what it announced; `broken`, which answers 500.
    """

    def __init__(self):
        self.actions = {}
        self.notices = []
        self.requests = 0
        self.arrivals = collections.Counter()
        self.mood, self.pause = "well", 1
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                key = self.headers["Idempotency-Key"]
                if self.path == "/incident":
                    with receiver.lock:
                        receiver.notices.append((key, json.loads(body)))
                    return self.answer(200)
                mood = receiver.mood
                with receiver.lock:
                    receiver.arrivals[mood] += 1
                self.close_connection = mood not in ("well", "slow", "broken")
                if mood in ("silent", "half"):
                    # Whether it acted is for the next try to find out.
                    receiver.act(key, body)
                if mood == "silent":
                    while receiver.mood == "silent":
                        time.sleep(0.1)
                elif mood == "hangup":
                    self.connection.shutdown(socket.SHUT_RDWR)
                elif mood == "garbage":
                    self.wfile.write(b"\x00\xff 200 maybe\r\n" * 100)
                elif mood == "half":
                    self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"accep')
                elif mood == "broken":
                    self.answer(500)
                else:
                    if mood == "slow":
                        time.sleep(receiver.pause)
                    receiver.act(key, body)
                    self.answer(200)
                return None

            def answer(self, status):
                self.send_response(status)
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

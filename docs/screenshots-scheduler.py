"""A scheduler behind the webhook adapter: takes repairs, but is busy for one job and refuses another's for good."""
import http.server
import json

ANSWERS = {"ml/rank-offline": 503, "etl/old-cluster": 410}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        repair = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = f"requeued {repair['runId']}".encode()
        self.send_response(ANSWERS.get(repair["job"], 200))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *rest):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()

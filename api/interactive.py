#!/usr/bin/env python3
"""Uses the pages of a running service as operators do, in headless Chromium: by keys, in bulk, without script, on a telephone.

    api/interactive.py [BINARY]          default .build/debug/mulligan

Starts services on stores of their own. Needs Chromium; without it the check is skipped and says so.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

from chromium import Chromium, find

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The narrowest screen that WCAG 2.2 asks for (1.4.10), a telephone, a tablet, a desk.
WIDTHS = [320, 390, 768, 1280]


def check(holds, what):
    """Says whether `what` holds, and ends where it does not."""
    print(f"{'ok  ' if holds else 'BAD '} {what}", flush=True)
    if not holds:
        raise SystemExit(1)


class Service:
    """A service with `count` failures that wait for a decision."""

    def __init__(self, binary, folder, name, arguments=()):
        self.store = f"sqlite:{folder}/{name}.sqlite"
        self.binary, self.token = binary, None
        if arguments:
            command = [binary, "tokens", "create", "--name", "ada", "--role", "admin", "--store", self.store]
            self.token = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, cwd=ROOT, text=True).stdout.strip()
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--store", self.store, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True,
        )
        self.base = self.process.stdout.readline().split()[-1]

    def ask(self, path, body=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(urllib.request.Request(self.base + path, data, headers), timeout=60) as answer:
            return json.load(answer)

    def fail(self, count):
        """Posts `count` failures and returns their recommendations, the newest first."""
        log = "slurmstepd: error: Detected 1 oom_kill event in StepId=1.batch.\n"
        made = [
            self.ask("/v1/failures", {
                "job": f"a/rather-long-name-of-a-job/that-does-not-break-{number:03d}", "runId": str(number), "engine": "slurm", "log": log,
                "schedulerState": "OUT_OF_MEMORY", "signal": 125, "runSeconds": 60, "resources": {"memoryBytes": 1 << 30, "cpus": 2},
            })["recommendation"]["id"]
            for number in range(count)
        ]
        return made[::-1]

    def state(self, recommendation):
        return self.ask(f"/v1/recommendations/{recommendation}")["state"]

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def keys(page, service):
    """j, k, x, g, /, ? and Escape."""
    page.open(service.base + "/")
    current = "[...document.querySelectorAll('[data-row]')].findIndex((row) => row.classList.contains('current'))"
    ticked = "[...document.querySelectorAll('[data-row]')].map((row) => row.querySelector('input[type=checkbox]')?.checked)"
    check(page.eval(current) == -1, "no row is current at first")
    page.key("j")
    check(page.eval(current) == 0, "j makes the first row current")
    page.key("j")
    page.key("x")
    check(page.eval(current) == 1 and page.eval(ticked)[:3] == [False, True, False], "x ticks the current row")
    page.key("k")
    check(page.eval(current) == 0, "k goes back")
    page.key("x")
    page.key("x")
    check(page.eval(ticked)[:2] == [False, True], "x twice changes nothing")
    check(not page.eval("document.getElementById('keys').open"), "the list of keys is closed")
    page.key("?")
    check(page.eval("document.getElementById('keys').open"), "? opens the list of keys")
    page.key("/")
    check(page.eval("document.activeElement.closest('form[role=search]') !== null"), "/ goes to the filter")
    page.key("j")
    check(page.eval(current) == 0, "keys in a field belong to the field")
    page.key("Escape")
    check(page.eval("document.activeElement === document.body") and page.eval(current) == -1, "Escape leaves the field and the row")
    for key, path in {"h": "/overview", "d": "/deliveries", "m": "/model", "q": "/"}.items():
        page.eval("window.left = true")
        page.key("g")
        page.key(key)
        page.loaded()
        check(page.eval("location.pathname") == path, f"g {key} goes to {path}")
    page.key("j")
    page.eval("window.left = true")
    page.key("o")
    page.loaded()
    check(page.eval("location.pathname").startswith("/failures/"), "o opens the current row")


def events(page, service, recommendation):
    """A decision of somebody else comes by /events, and the page shows it without being loaded anew."""
    page.open(service.base + "/")
    page.eval("""(() => { window.same = true; window.seen = 0;
      new EventSource("/events").addEventListener("change", () => { window.seen += 1; }); })()""")
    page.wait("window.seen === 1")
    rows = page.eval("document.querySelectorAll('input[name=recommendation]').length")
    service.ask(f"/v1/recommendations/{recommendation}/approve", {"actor": "bob"})
    page.wait("window.seen >= 2")
    check(True, "an event comes by /events after a decision")
    page.wait(f"document.querySelectorAll('input[name=recommendation]').length === {rows - 1}")
    check(page.eval("window.same === true"), "the page shows the decision without being loaded anew")


def bulk(page, service, chosen, verb, script):
    """Ticks `chosen` and decides them at once."""
    page.scripts(script)
    page.open(service.base + "/")
    how = "with script" if script else "without script"
    check(page.eval("document.querySelector('[data-all]').hidden") == (not script), f"{how}: the box for all is {'there' if script else 'not there'}")
    for recommendation in chosen:
        page.click(f"input[name=recommendation][value='{recommendation}']")
    page.click("#bulk input[name=actor]")
    page.eval("document.querySelector('#bulk input[name=actor]').select()")
    page.write("ada")
    page.leave(f"#bulk button[value={verb}]")
    flash = page.eval("document.querySelector('.flash')?.textContent ?? ''")
    done = "approved" if verb == "approve" else "rejected"
    check(flash == f"{len(chosen)} {done}.", f"{how}: the page says \"{flash}\"")
    check([service.state(one) for one in chosen] == [done] * len(chosen), f"{how}: all that were ticked are {done}, and kept")
    page.scripts(True)


def narrow(page, base, paths):
    """Nothing is wider than the screen, and no button is cut off."""
    outside = """(() => {
      const wide = document.documentElement.clientWidth;
      const hidden = (e) => { for (let p = e; p; p = p.parentElement) if (getComputedStyle(p).clip.startsWith("rect(") || getComputedStyle(p).clipPath !== "none") return true; return false; };
      const scrolls = (e) => { for (let p = e.parentElement; p; p = p.parentElement) if (["auto", "scroll"].includes(getComputedStyle(p).overflowX)) return true; return false; };
      return [...document.querySelectorAll("body *")].filter((e) => {
        const box = e.getBoundingClientRect();
        // What is put far out is for those who hear the page.
        return box.width > 0 && box.right > -1000 && (box.right > wide + 0.5 || box.left < -0.5) && !e.closest(".skip") && !scrolls(e) && !hidden(e);
      }).map((e) => e.tagName.toLowerCase() + (e.className?.baseVal ?? e.className ? "." + String(e.className?.baseVal ?? e.className).split(" ").join(".") : "")).slice(0, 5);
    })()"""
    cut = """[...document.querySelectorAll("button, .button")].filter((e) => e.offsetWidth && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
      .map((e) => e.textContent)"""
    # Text of a plot that shrank with it.
    tiny = """[...document.querySelectorAll("svg text")].filter((e) => {
      const scale = e.ownerSVGElement.getScreenCTM().a;
      return e.getBoundingClientRect().width && parseFloat(getComputedStyle(e).fontSize) * scale < 7.5;
    }).map((e) => "tiny text " + e.textContent).slice(0, 3)"""
    bad = 0
    for path in paths:
        for width in WIDTHS:
            page.size(width, 900)
            page.open(base + path)
            total = page.eval("document.documentElement.scrollWidth")
            found = page.eval(outside) + page.eval(cut) + page.eval(tiny)
            holds = total <= width and not found
            bad += not holds
            print(f"{'ok  ' if holds else 'BAD '} {path} at {width}: {total} pixels wide{', cut off: ' + ', '.join(found) if found else ''}", flush=True)
    page.size(1280, 1000)
    check(bad == 0, f"{len(paths)} pages fit on screens of {', '.join(map(str, WIDTHS))} pixels")


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug/mulligan")
    if not find():
        print("SKIPPED: the pages were not used, because Chromium is not installed", file=sys.stderr)
        # Fine on a developer's machine; CI must not be green for it.
        return 1 if os.environ.get("CI") in ("true", "1") else 0
    folder = tempfile.mkdtemp(prefix="mulligan-pages-")
    closing = [lambda: shutil.rmtree(folder, ignore_errors=True)]
    try:
        service = Service(binary, folder, "open")
        closing.append(service.close)
        browser = Chromium()
        closing.append(browser.close)
        page = browser.page()
        page.size(1280, 1000)
        waiting = service.fail(12)
        keys(page, service)
        events(page, service, waiting[0])
        bulk(page, service, waiting[1:4], "approve", True)
        bulk(page, service, waiting[4:6], "reject", True)
        bulk(page, service, waiting[6:9], "approve", False)
        service.ask("/v1/pauses", {"scope": {"job": "a/rather-long-name-of-a-job/*"}, "actor": "ada", "note": "the books are being closed"})
        failure = service.ask("/v1/failures?limit=1")["items"][0]
        job = urllib.request.quote(failure["job"], safe="")
        paths = ["/", "/overview", "/incidents", "/deliveries", "/policy", "/rules", "/model", "/audit", f"/failures/{failure['id']}", f"/jobs/{job}"]
        narrow(page, service.base, paths)
        closed = Service(binary, folder, "closed", ["--authentication", "required"])
        closing.append(closed.close)
        closed.fail(1)
        narrow(page, closed.base, ["/sign-in"])
        page.open(closed.base + "/")
        page.click("input[name=token]")
        page.write(closed.token)
        page.leave("main form button")
        check(page.eval("location.pathname") == "/", "a token signs in")
        narrow(page, closed.base, ["/"])
        return 0
    finally:
        for close in reversed(closing):
            close()


if __name__ == "__main__":
    sys.exit(main())

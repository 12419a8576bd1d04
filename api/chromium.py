#!/usr/bin/env python3
"""Headless Chromium, driven over its pipe by the DevTools protocol: for checks and screenshots of the pages.

    api/chromium.py shot URL FILE WIDTH HEIGHT [dark]

HEIGHT is a number of pixels, or `full` for the whole page, from 400 to 4000 pixels.
A window of a real browser is never narrower than 500 pixels; the emulated screen may be, as that of a telephone is.
"""
import base64
import fcntl
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time


def find():
    """The browser's program; nil where there is none."""
    return next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


class Chromium:
    """A browser process; `page()` opens a tab."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="mulligan-chromium-")
        (theirs_in, self.to), (self.come, theirs_out) = os.pipe(), os.pipe()
        # Beyond 3 and 4, where the browser wants its ends.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out)]
        command = [find(), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--remote-debugging-pipe"]
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{ends[0]} 4>&{ends[1]}; exec "$@"', "bash", *command, f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for end in [theirs_in, theirs_out, *ends]:
            os.close(end)
        self.number = 0
        self.messages = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        rest = b""
        while piece := os.read(self.come, 1 << 16):
            *whole, rest = (rest + piece).split(b"\0")
            for text in whole:
                self.messages.put(json.loads(text))
        self.messages.put(None)

    def call(self, method, session=None, seconds=30, **parameters):
        """Sends a command and waits for its answer; events that come meanwhile are dropped."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + seconds
        while True:
            answer = self.messages.get(timeout=max(end - time.monotonic(), 0.01))
            if answer is None:
                raise SystemExit("Chromium has ended; look whether it starts by hand")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def page(self):
        """A new tab."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        return Page(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def close(self):
        """Ends the browser."""
        try:
            self.call("Browser.close", seconds=5)
        except (SystemExit, queue.Empty, OSError):
            self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """A tab."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        self.call("Page.enable")
        # A tab in the background draws nothing and refreshes nothing.
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def size(self, width, height):
        """The screen, in pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def dark(self, on):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def scripts(self, on):
        """Whether the pages' own scripts run."""
        self.call("Emulation.setScriptExecutionDisabled", value=not on)

    def open(self, url):
        """Goes to `url` and waits until it is there."""
        self.eval("window.left = true")
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise SystemExit(f"{url}: {answer['errorText']}")
        self.loaded()

    def loaded(self):
        """Waits until another document than the last one is there whole."""
        self.wait("!window.left && document.readyState === 'complete'")

    def eval(self, script):
        """The value of JavaScript in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{script}: {answer['exceptionDetails'].get('exception', {}).get('description', 'failed')}")
        return answer["result"].get("value")

    def wait(self, condition, seconds=15):
        """Waits until `condition` holds."""
        end = time.monotonic() + seconds
        while not self.eval(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise SystemExit(f"{self.eval('location.href')}: after {seconds} s it still does not hold that {condition}")
            time.sleep(0.05)

    def key(self, key):
        """Strikes a key: a letter, or `Escape` and its like."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def write(self, text):
        """Writes into the field that has the focus."""
        self.call("Input.insertText", text=text)

    def click(self, selector):
        """Clicks the middle of the first element that `selector` finds."""
        place = self.eval(f"""(() => {{
          const found = document.querySelector({json.dumps(selector)});
          if (!found) return null;
          found.scrollIntoView({{block: "center", inline: "center"}});
          const box = found.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        if not place:
            raise SystemExit(f"{self.eval('location.href')}: there is no {selector}")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def leave(self, selector):
        """Clicks what leads to another page, and waits for that."""
        self.eval("window.left = true")
        self.click(selector)
        self.loaded()

    def shot(self, file):
        """Writes what is on the screen into `file`, as PNG."""
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[1] != "shot":
        sys.exit(__doc__)
    browser = Chromium()
    try:
        tab = browser.page()
        width, height = int(sys.argv[4]), sys.argv[5]
        tab.size(width, 400 if height == "full" else int(height))
        tab.dark(sys.argv[6:] == ["dark"])
        tab.open(sys.argv[2])
        if height == "full":
            tab.size(width, min(max(tab.eval("document.documentElement.scrollHeight"), 400), 4000))
        tab.shot(sys.argv[3])
    finally:
        browser.close()

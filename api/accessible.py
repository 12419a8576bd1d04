#!/usr/bin/env python3
"""Checks every page of a running service for accessibility with axe-core in headless Chromium, light and dark, wide and narrow.

    api/accessible.py [BINARY]          default .build/debug/mulligan

Starts the service on a store of its own, fills it with the examples of the screenshots, and prints what axe finds by the rules of WCAG 2.2
A and AA. Needs Chromium; axe-core comes from the Python package index, and where it cannot be had the check is skipped and
says so, and fails with CI=true.
"""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".build/accessible-venv"
AXE = "axe-playwright-python==0.1.8"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def skip(reason):
    """Says that nothing was checked. The exit status is 0 on a developer's machine, which may have no network, and 1 in CI."""
    print(f"SKIPPED: the pages were not checked, because {reason}", file=sys.stderr)
    return 1 if os.environ.get("CI") in ("true", "1") else 0


def axe_source():
    """axe-core's own script."""
    found = list(VENV.glob("lib/*/site-packages/axe_playwright_python/axe.min.js"))
    if not found:
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        command = [VENV / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--timeout", "30", "--retries", "2", AXE]
        if subprocess.run(command, check=False).returncode:
            shutil.rmtree(VENV)
            sys.exit(skip("axe-core could not be installed from the Python package index"))
        found = list(VENV.glob("lib/*/site-packages/axe_playwright_python/axe.min.js"))
    return found[0].read_text(encoding="utf-8")


def fetch(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "text/html"}), timeout=60) as answer:
        return answer.read().decode()


def check(chromium, axe, page, style, width, dark, folder):
    """What axe finds in `page`, read from a file: the service's own policy forbids the script that asks."""
    text = re.sub(r"<script[^>]*></script>", "", page)
    text = re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{style}</style>", text)
    ask = f"""axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then((r) => {{
      const found = r.violations.flatMap((v) => v.nodes.map((n) => [v.id, v.impact, n.target.join(" "), n.failureSummary]));
      document.body.innerHTML = "<pre id=found></pre>";
      document.getElementById("found").textContent = JSON.stringify({{passes: r.passes.length, found}});
    }});"""
    text = text.replace("</body>", f"<script>{axe}</script><script>{ask}</script></body>")
    path = pathlib.Path(folder) / "page.html"
    path.write_text(text, encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},1200", f"--user-data-dir={folder}/profile"]
    if dark:
        command += ["--blink-settings=preferredColorScheme=0"]
    dom = subprocess.run(
        [*command, "--virtual-time-budget=20000", "--timeout=60000", "--dump-dom", path.as_uri()], capture_output=True, text=True, check=False, timeout=180
    ).stdout
    answer = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
    if not answer:
        raise SystemExit("Chromium gave no answer; look at the page in a browser: " + dom[-300:])
    return json.loads(html.unescape(answer.group(1)))


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug/mulligan")
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if not chromium:
        return skip("Chromium is not installed")
    axe = axe_source()
    folder = tempfile.mkdtemp(prefix="mulligan-pages-")
    service = subprocess.Popen(
        [binary, "serve", "--port", "0", "--store", f"sqlite:{folder}/pages.sqlite"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True
    )
    try:
        base = service.stdout.readline().split()[-1]
        subprocess.run([sys.executable, ROOT / "docs/screenshots-seed.py", base], check=True, stdout=subprocess.DEVNULL)
        failures = json.loads(fetch(f"{base}/v1/failures?limit=100"))["items"]
        pending = next(f for f in failures if (f.get("recommendation") or {}).get("state") == "pending")
        done = next((f for f in failures if (f.get("recommendation") or {}).get("state") == "succeeded"), pending)
        job = urllib.request.quote(done["failure"]["job"] if "failure" in done else done["job"], safe="")
        paths = ["/", "/overview", "/incidents", "/deliveries", "/policy", "/rules", "/model", "/audit", "/sign-in", f"/jobs/{job}"]
        paths += [f"/failures/{pending['id']}", f"/failures/{done['id']}"]
        style = fetch(f"{base}/assets/style.css")
        bad = 0
        for path in paths:
            page = fetch(base + path)
            for width, dark in [(1280, False), (1280, True), (500, False)]:
                result = check(chromium, axe, page, style, width, dark, folder)
                where = f"{path} {'dark' if dark else 'light'} {width}"
                print(f"{'ok  ' if not result['found'] else 'BAD '} {where}: {result['passes']} rules hold", flush=True)
                for rule, impact, target, summary in result["found"]:
                    bad += 1
                    print(f"     {rule} ({impact}) {target}\n       " + summary.replace("\n", "\n       "))
        print(f"{bad} findings on {len(paths)} pages")
        return 1 if bad else 0
    finally:
        service.terminate()
        service.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

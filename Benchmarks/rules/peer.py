"""Python's re over the rules' patterns, one union, line by line. usage: peer.py WORKDIR"""
import re
import sys
import time
import warnings

warnings.simplefilter("ignore")
work = sys.argv[1]
parts = []
for text in open(f"{work}/patterns.txt", encoding="utf-8"):
    text = text.rstrip("\n")
    ignores_case = "(?i)" in text
    text = text.replace("(?i)", "")
    parts.append(f"(?i:{text})" if ignores_case else f"(?:{text})")
start = time.perf_counter()
union = re.compile("|".join(parts))
print(f"Python re: compiled in {time.perf_counter() - start:.1f} s")
for name in ["100KB", "1MB"]:
    lines = open(f"{work}/{name}.log", encoding="utf-8", errors="replace").read().split("\n")[:2000]
    size = sum(map(len, lines)) + len(lines)
    start = time.perf_counter()
    hits = sum(1 for line in lines if union.search(line))
    seconds = time.perf_counter() - start
    print(f"Python re, first {len(lines)} lines of {name}: {size / seconds / 1e6:.3f} MB/s, {hits} lines")

"""Seconds and bytes against rows: both should grow in proportion."""
import math
import pathlib

from ours import benchmark

HERE = pathlib.Path(__file__).resolve().parent
SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]


def plot(points, path):
    """Seconds against rows, both on logarithmic scales, as SVG."""
    left, right, top, bottom = 70, 620, 40, 350
    rows = [math.log10(p["rows"]) for p in points]
    lowest, highest = math.floor(min(rows)), math.ceil(max(rows))
    times = [math.log10(p["binning"] + p["boosting"]) for p in points]
    floor, ceiling = math.floor(min(times)), math.ceil(max(times))
    x = lambda v: left + (v - lowest) / (highest - lowest) * (right - left)
    y = lambda v: bottom - (v - floor) / (ceiling - floor) * (bottom - top)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 400" font-family="system-ui,sans-serif" font-size="12" fill="#68727f">',
        '<rect width="660" height="400" fill="#fff"/>',
        '<text x="70" y="22" font-size="14" fill="#1c2430">Seconds for binning and 100 rounds on 20 columns, one thread, against rows</text>',
    ]
    for power in range(lowest, highest + 1):
        parts.append(f'<path d="M{x(power):.1f} {top}V{bottom}" stroke="#e3e7ec"/>')
        parts.append(f'<text x="{x(power):.1f}" y="{bottom + 18}" text-anchor="middle">{10 ** power:,}</text>')
    for power in range(floor, ceiling + 1):
        parts.append(f'<path d="M{left} {y(power):.1f}H{right}" stroke="#e3e7ec"/>')
        parts.append(f'<text x="{left - 8}" y="{y(power) + 4:.1f}" text-anchor="end">{10.0 ** power:g} s</text>')
    # What exact proportion to the largest run would give.
    last = times[-1] - rows[-1]
    start = max(lowest, floor - last)
    parts.append(f'<path d="M{x(start):.1f} {y(start + last):.1f}L{x(rows[-1]):.1f} {y(times[-1]):.1f}" stroke="#98a2af" stroke-dasharray="4 4"/>')
    line = "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in zip(rows, times))
    parts.append(f'<path d="M{line}" stroke="#2467b3" stroke-width="2" fill="none"/>')
    parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5" fill="#2467b3"/>' for a, b in zip(rows, times)]
    parts.append(f'<text x="{right}" y="{bottom + 38}" text-anchor="end">dashed: in proportion to the largest run</text></svg>')
    path.write_text("\n".join(parts) + "\n")


def run(arguments):
    sizes = SIZES[:5:2] if arguments.quick else SIZES
    print("\n== growth: 20 columns, 100 rounds, one thread; bytes beside the 8 a value that the caller's table takes")
    print(f"{'rows':>9} {'binning':>9} {'boosting':>9} {'ns a row-column-round':>22} {'bytes a row':>12}")
    points = []
    for rows in sizes:
        runs = [benchmark(arguments, "growth", rows, 20, 100, 1) for _ in range(arguments.repeats if rows < 3_000_000 else 1)]
        best = min(runs, key=lambda run: run["binning"] + run["boosting"])
        points.append(best)
        each = best["boosting"] / rows / 20 / 100 * 1e9
        print(f"{rows:>9} {best['binning']:>9.3f} {best['boosting']:>9.3f} {each:>22.3f} {best['bytes']:>12.0f}", flush=True)
    if not arguments.quick:
        plot(points, HERE / "growth.svg")
        print("plotted in Benchmarks/boosting/growth.svg")

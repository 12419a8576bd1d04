"""Seconds against rows: the cost should grow in proportion."""
from made import make
from ours import Boost


def run(arguments):
    sizes = [10_000, 100_000] if arguments.quick else [10_000, 100_000, 1_000_000, 2_000_000]
    print("\n== growth: 20 columns, 100 rounds, two threads")
    print(f"{'rows':>9} {'binning':>9} {'boosting':>9} {'ns a row-column-round':>22}")
    for rows in sizes:
        boost = Boost(arguments.mulligan)
        boost.data(*make(rows, 20))
        reports = [boost.train("--rounds", 100, "--threads", 2)["seconds"] for _ in range(arguments.repeats)]
        best = min(reports, key=lambda seconds: seconds["boosting"])
        print(f"{rows:>9} {best['binning']:>9.3f} {best['boosting']:>9.3f} {best['boosting'] / rows / 20 / 100 * 1e9:>22.3f}", flush=True)

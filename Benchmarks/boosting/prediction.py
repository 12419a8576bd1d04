"""Nanoseconds a row: our tables, LightGBM's C API, and LightGBM's trees compiled from C."""
import json
import pathlib
import shutil
import subprocess

import lightgbm
import numpy as np

from made import make
from ours import Boost, benchmark

ROUNDS = 100

# LightGBM's wheel brings the library without its header: these are the declarations of c_api.h that are used.
DRIVER = r"""
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int LGBM_BoosterCreateFromModelfile(const char *, int *, void **);
int LGBM_BoosterPredictForMatSingleRowFastInit(void *, int, int, int, int, int32_t, const char *, void **);
int LGBM_BoosterPredictForMatSingleRowFast(void *, const void *, int64_t *, double *);
int LGBM_BoosterPredictForMat(void *, const void *, int, int32_t, int32_t, int, int, int, int, const char *, int64_t *, double *);
double compiled(const double *x);
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e9 + t.tv_nsec; }
int main(int argc, char **argv) {
    int rows = atoi(argv[3]), columns = atoi(argv[4]), iterations; int64_t length;
    void *booster, *fast;
    double *x = malloc(sizeof(double) * rows * columns), *y = malloc(sizeof(double) * rows), best[3] = {1e18, 1e18, 1e18}, gap = 0;
    FILE *file = fopen(argv[2], "rb");
    if (fread(x, sizeof(double), (size_t)rows * columns, file) != (size_t)rows * columns) return 1;
    if (LGBM_BoosterCreateFromModelfile(argv[1], &iterations, &booster)) return 2;
    if (LGBM_BoosterPredictForMatSingleRowFastInit(booster, 1, 0, -1, 1, columns, "num_threads=1", &fast)) return 3;
    for (int turn = 0; turn < 5; turn++) {
        double start = now();
        for (int i = 0; i < rows; i++) LGBM_BoosterPredictForMatSingleRowFast(fast, x + (size_t)i * columns, &length, y + i);
        best[0] = fmin(best[0], now() - start);
        start = now();
        LGBM_BoosterPredictForMat(booster, x, 1, rows, columns, 1, 1, 0, -1, "num_threads=1", &length, y);
        best[1] = fmin(best[1], now() - start);
        start = now();
        volatile double sink = 0;
        for (int i = 0; i < rows; i++) sink = compiled(x + (size_t)i * columns);
        best[2] = fmin(best[2], now() - start);
    }
    for (int i = 0; i < rows; i++) gap = fmax(gap, fabs(y[i] - compiled(x + (size_t)i * columns)));
    printf("{\"one\": %.1f, \"batch\": %.1f, \"compiled\": %.1f, \"gap\": %g}\n", best[0] / rows, best[1] / rows, best[2] / rows, gap);
}
"""


def tree_code(model):
    """A sum over two-leaf trees as C."""
    lines = ["double compiled(const double *x) {", "    double s = 0;"]
    for tree in model.dump_model()["tree_info"]:
        node = tree["tree_structure"]
        if "split_feature" not in node:
            lines.append(f"    s += {node['leaf_value']!r};")
            continue
        left, right = node["left_child"]["leaf_value"], node["right_child"]["leaf_value"]
        lines.append(f"    s += x[{node['split_feature']}] <= {node['threshold']!r} ? {left!r} : {right!r};")
    return "\n".join(lines + ["    return s;", "}"])


def peers(folder, X, y):
    """LightGBM's figures, or None without a C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("(no C compiler: LightGBM's C API and the compiled tree are skipped)")
        return None
    options = dict(objective="binary", num_leaves=2, learning_rate=0.1, lambda_l2=1, verbose=-1, num_threads=2)
    model = lightgbm.train(options, lightgbm.Dataset(X, y, params=options), ROUNDS)
    model.save_model(folder / "model.txt")
    (folder / "tree.c").write_text(tree_code(model))
    (folder / "driver.c").write_text(DRIVER)
    library = next(pathlib.Path(lightgbm.__file__).parent.rglob("lib_lightgbm.so"))
    subprocess.run(
        [compiler, "-O3", "-march=native", "driver.c", "tree.c", str(library), f"-Wl,-rpath,{library.parent}", "-lm", "-o", "driver"],
        check=True, cwd=folder,
    )
    rows = min(len(X), 50_000)
    np.ascontiguousarray(X[:rows]).tofile(folder / "rows.bin")
    command = [folder / "driver", folder / "model.txt", folder / "rows.bin", str(rows), str(X.shape[1])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def run(arguments):
    rows = 50_000
    X, y = make(rows, 20)
    boost = Boost(arguments.mulligan)
    boost.data(X, y)
    boost.train("--rounds", ROUNDS, "--threads", 2)
    ours = benchmark(arguments, "predict", boost.path / "model.json", boost.path / "train.csv")
    print(f"\n== prediction: nanoseconds a row, one thread where two are not named, 20 features, {ROUNDS} two-leaf rounds, {rows} rows, fastest of the repeats")
    print(f"mulligan: one row {ours['one']}, columns {ours['columns']}, on two threads {ours['columnsOnTwo']}, binned rows {ours['bins']}")
    theirs = peers(boost.path, X, y)
    if theirs:
        print(f"lightgbm C API: one row {theirs['one']}, batch {theirs['batch']}; its trees compiled from C: {theirs['compiled']}")

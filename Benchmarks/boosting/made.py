"""Data made by formula, for speed: mixed scales, ties, half of the features without effect."""
import numpy as np


def make(rows, features, seed=0):
    random = np.random.default_rng(seed)
    X = random.normal(size=(rows, features))
    X[:, ::4] = np.round(X[:, ::4] * 4) / 4
    X[:, 1::5] = np.exp(X[:, 1::5])
    score = np.zeros(rows)
    for j in range(features // 2):
        score += 1.5 / (1 + j) * np.sin((j + 1) * 0.7 * np.clip(X[:, j], -3, 3))
    score += 0.3 * X[:, 0] * X[:, 2]
    return X, (random.random(rows) < 1 / (1 + np.exp(-score))).astype(float)

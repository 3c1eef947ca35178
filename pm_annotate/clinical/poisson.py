"""The exact confidence interval of a count (Garwood, Biometrika 1936;28:437)."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, sqrt

HALVINGS = 200


def poisson_interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The lowest and highest mean with which ``count`` or more, and ``count`` or fewer, are not too improbable.

    Each tail holds ``(1 - confidence) / 2``; the lower bound of no event is 0.
    """
    tail = (1 - confidence) / 2
    reach = count + 10 * sqrt(count + 1) + 20  # beyond both bounds
    low = 0.0 if count == 0 else _root(lambda mean: 1 - cumulative(count - 1, mean) - tail, 0, count)
    high = _root(lambda mean: tail - cumulative(count, mean), count, reach)
    return low, high


def cumulative(count: int, mean: float) -> float:
    """The probability of ``count`` or fewer events."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(i * log(mean) - mean - lgamma(i + 1)) for i in range(count + 1)))


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0, by halving ``low``..``high`` until the numbers are as near as floats can be."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2

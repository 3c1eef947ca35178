"""Numbers as VCFs write them. What Python alone takes for a number (``6_0``, ``٣``, ``infinity``) is none."""

from __future__ import annotations

import math
import re

LARGEST = 2**31 - 1  # of an Integer in a VCF (VCF 4.5, section 1.3)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def number(text: str) -> float | None:
    """A finite number; None for anything else, also for a list."""
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def count(text: str) -> int | None:
    """A whole number of 0 to 2^31 - 1, also where it is written as a float (``12.0``); None for anything else."""
    if len(text) < 10 and text.isascii() and text.isdigit():
        return int(text)
    value = number(text)
    return int(value) if value is not None and 0 <= value <= LARGEST and value.is_integer() else None

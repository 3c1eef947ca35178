"""Read evidence for one allele: values of FORMAT or INFO as numbers, and what readers hand back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pm_annotate.vcf.numbers import count, number

_DECIMAL_COMMA = re.compile(r"0,(?:[2-9]|\d{2,})")
_PERCENT = re.compile(r"\d+(?:[.,]\d+)?(?=%)")


class AlleleFields(NamedTuple):
    """The fields that speak of one ALT. ``values`` holds text as written; ``where`` is FORMAT or INFO.

    ``alt_number`` counts ALT from 1; ``alts`` are all ALT of the record, with ``<NON_REF>`` and ``*``, as counts include them.
    """

    values: Mapping[str, str]
    where: str
    ref: str
    alts: Sequence[str]
    alt_number: int

    def has(self, *keys: str) -> bool:
        """Whether all these fields are there and not missing."""
        return all(self.values.get(key, ".") not in ("", ".") for key in keys)

    def integers(self, key: str) -> tuple[int | None, ...]:
        """Values of a field as whole numbers; a part that is missing or no number is None; () where the field is missing."""
        text = self.values.get(key, ".")
        return () if text in ("", ".") else tuple([count(part) for part in text.split(",")])

    def integer(self, key: str) -> int | None:
        """The one value of a field; None where it is missing, no whole number, or a list."""
        return count(self.values.get(key, "."))

    def per_alt(self, key: str) -> int | None:
        """This ALT's value of a field that has one value for each ALT (Number=A); None where its length does not fit."""
        values = self.integers(key)
        return values[self.alt_number - 1] if len(values) == len(self.alts) else None

    def fraction(self, key: str) -> float | None:
        """This ALT's value of a field of fractions (Number=A), 0-1. ``28.05%`` and ``28,05%`` are read as 0.2805.

        ``0,32`` of a record with one ALT is 0.32 (a decimal comma): 32 is no fraction. ``0,1`` may be two values: not read.
        """
        if not self.has(key):
            return None
        text = self.values[key]
        parts: Sequence[str] = _PERCENT.findall(text) if "%" in text else text.split(",")
        if len(self.alts) == 1 and len(parts) == 2 and _DECIMAL_COMMA.fullmatch(text):
            parts = (text,)
        if len(parts) != len(self.alts):
            return None
        value = number(parts[self.alt_number - 1].replace(",", "."))
        if value is None:
            return None
        value = value / 100 if "%" in text else value
        return value if 0 <= value <= 1 else None

    def named(self, *keys: str) -> tuple[str, ...]:
        """``FORMAT/AD``, ``FORMAT/DP``: the names of those fields that are there."""
        return field_names(self.where, tuple([key for key in keys if self.values.get(key, ".") not in ("", ".")]))


@lru_cache(maxsize=512)  # one tuple for all calls of a file; keys are those of the readers only
def field_names(where: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """``FORMAT/AD``, ``FORMAT/DP``."""
    return tuple(f"{where}/{key}" for key in keys)


def total(counts: Iterable[int | None]) -> int:
    """Of the counts that are known."""
    return sum([one for one in counts if one is not None])


class Reads(NamedTuple):
    """Depth, read counts and VAF of one allele in one sample, and the fields they came from."""

    depth: int | None
    ref_count: int | None
    alt_count: int | None
    vaf: float | None
    fields: tuple[str, ...]


def counted(depth: int | None, ref: int | None, alt: int | None, total: int | None, fields: tuple[str, ...]) -> Reads | None:
    """Reads from counts: VAF = alt / total, where total is ref + all ALT. None where the ALT has no count.

    Without a depth of the caller's own, or where that is less than the reads with the ALT, the total stands in. A total of 0
    gives no VAF.
    """
    if alt is None:
        return None
    vaf = alt / total if total else None
    if vaf is not None and vaf > 1:
        vaf = None
    return Reads(total if depth is None or depth < alt else depth, ref, alt, vaf, fields)

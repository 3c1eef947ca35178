"""Warnings beside a therapy: what the patient's phenotypes mean for the drugs that a finding names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pm_annotate.model import PgxCall

REGIMENS = {
    "folfox": ("fluorouracil",),
    "folfiri": ("fluorouracil", "irinotecan"),
    "folfoxiri": ("fluorouracil", "irinotecan"),
    "folfirinox": ("fluorouracil", "irinotecan"),
    "nalirifox": ("fluorouracil", "irinotecan"),
    "capox": ("capecitabine",),
    "capeox": ("capecitabine",),
    "captem": ("capecitabine",),
    "xelox": ("capecitabine",),
    "capiri": ("capecitabine", "irinotecan"),
    "xeliri": ("capecitabine", "irinotecan"),
    "fec": ("fluorouracil",),
    "fac": ("fluorouracil",),
    "cmf": ("fluorouracil",),
    "flot": ("fluorouracil",),
    "sox": ("tegafur",),
}
"""Regimens by their short names, with the drugs in them that guidance speaks of."""

_SPELLINGS = {
    "5-fluorouracil": "fluorouracil", "5-fu": "fluorouracil", "5fu": "fluorouracil", "6-mercaptopurine": "mercaptopurine",
    "6-mp": "mercaptopurine", "6-thioguanine": "thioguanine", "tioguanine": "thioguanine", "s-1": "tegafur", "uft": "tegafur",
}  # fmt: skip
_VERSION = re.compile(r"^m(?=fol|cap|xel)|\d+$")
_WORDS = re.compile(r"[a-z0-9][a-z0-9-]*")


@lru_cache(maxsize=4096)  # the therapies of the knowledge table come back with every sample
def drugs_of(therapy: str) -> frozenset[str]:
    """The drugs in the name of a therapy or regimen, in lower case: ``Cetuximab/Irinotecan Regimen``, ``FOLFOX-4 Regimen``."""
    text = therapy.lower()
    words = _WORDS.findall(text)
    names = [_VERSION.sub("", word.split("-")[0]) for word in words]  # mFOLFOX6, FOLFOX-4
    regimens = [REGIMENS[name] for name in names if name in REGIMENS]
    spelled = [_SPELLINGS.get(word, word) for word in words]
    return frozenset((text, *spelled, *(drug for drugs in regimens for drug in drugs)))


def advising(calls: Sequence[PgxCall]) -> tuple[PgxCall, ...]:
    """The calls that a warning can come of: those that ask for anything but the standard."""
    return tuple(call for call in calls if any(guidance.action != "standard" for guidance in call.guidance))


def therapy_warnings(therapies: Sequence[str], calls: Sequence[PgxCall]) -> tuple[str, ...]:
    """One line per gene and drug of these therapies for which the phenotype asks for another dose, drug or watch."""
    named = frozenset().union(*(drugs_of(therapy) for therapy in therapies))
    return tuple(dict.fromkeys(_lines(named, calls)))


def _lines(drugs: frozenset[str], calls: Sequence[PgxCall]) -> Iterator[str]:
    for call in calls:
        for guidance in call.guidance:
            if guidance.drug.lower() in drugs and guidance.action != "standard":
                confirm = "; confirm in germline" if any("germline" in caveat for caveat in call.caveats) else ""
                yield f"{call.gene} {call.phenotype}: {guidance.sentence} ({guidance.source} {guidance.guideline_id}){confirm}"

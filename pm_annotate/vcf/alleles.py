"""Alleles of a record: what kind each ALT is, its parsimonious form, and which reference positions it changes."""

from __future__ import annotations

import re
from enum import Enum

_REFERENCE_SEQUENCE = re.compile(r"[ACGTNRYKMSWBDHV]+")
_ALTERNATE_SEQUENCE = re.compile(r"[ACGTN]+")
_BASES = frozenset("ACGT")
_NO_CHANGE = {".", "*", "<*>", "<NON_REF>", "<X>", "X"}
_SINGLE_BREAKEND = re.compile(r"\.[A-Z]+|[A-Z]+\.", re.IGNORECASE)


class AlleleKind(Enum):
    """What this version does with an ALT."""

    SEQUENCE = "sequence"  # bases: SNV, MNV, insertion, deletion, delins
    REFERENCE = "reference"  # ".", "*", "<NON_REF>", "<*>": no change is named
    STRUCTURAL = "structural"  # symbolic alleles and breakends: read by structural.py
    MALFORMED = "malformed"


def classify(ref: str, alt: str) -> tuple[AlleleKind, str]:
    """Kind of an ALT and, for REFERENCE and MALFORMED, the reason in words.

    Rules: VCF 4.5 section 1.6.1 (REF, ALT) and 5.4-5.5 (breakends, unspecified alleles). REF may hold IUPAC codes,
    which real references contain; ALT may not. ``X`` and ``<X>`` are how old samtools wrote ``<*>``.
    """
    if ref in _BASES and alt in _BASES and ref != alt:
        return AlleleKind.SEQUENCE, ""  # one base for another: nearly all
    if alt in _NO_CHANGE:
        return AlleleKind.REFERENCE, _no_change_reason(alt)
    if "[" in alt or "]" in alt or _SINGLE_BREAKEND.fullmatch(alt):
        return AlleleKind.STRUCTURAL, ""
    if alt.startswith("<") and alt.endswith(">"):
        return AlleleKind.STRUCTURAL, ""
    if not _REFERENCE_SEQUENCE.fullmatch(ref.upper()):
        return AlleleKind.MALFORMED, f"REF {_shown(ref)} is not a sequence of bases"
    if not _ALTERNATE_SEQUENCE.fullmatch(alt.upper()):
        return AlleleKind.MALFORMED, f"ALT {_shown(alt)} may hold only the bases A, C, G, T, N"
    if ref.upper() == alt.upper():
        return AlleleKind.REFERENCE, "ALT is the same as REF"
    return AlleleKind.SEQUENCE, ""


def _no_change_reason(alt: str) -> str:
    if alt == "*":
        return "the position is deleted by an upstream variant, which has its own record"
    return "the record names no alternate allele"


def _shown(text: str) -> str:
    return f"'{text[:20]}...'" if len(text) > 20 else f"'{text}'"


def trim(pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    """Parsimonious form of an allele: no shared base but the one anchor that a pure insertion or deletion needs.

    ``pos`` is 1-based. Shared bases at the end go first, then at the start, and each allele keeps at least one base: what
    ``bcftools norm`` does before it left-aligns (VCF 4.5 section 5.1; Tan 2015, doi:10.1093/bioinformatics/btv112).
    """
    if not (ref.isupper() and alt.isupper()):
        ref, alt = ref.upper(), alt.upper()
    if len(ref) == len(alt) == 1:
        return pos, ref, alt
    shortest = min(len(ref), len(alt))
    tail = 0
    while tail < shortest - 1 and ref[-1 - tail] == alt[-1 - tail]:
        tail += 1
    if tail:
        ref, alt = ref[:-tail], alt[:-tail]
    shortest -= tail
    head = 0
    while head < shortest - 1 and ref[head] == alt[head]:
        head += 1
    return pos + head, ref[head:], alt[head:]


def changed_span(pos: int, ref: str, alt: str) -> tuple[int, int]:
    """First and last reference position that a trimmed allele changes, 1-based closed.

    The anchor of a deletion is not changed. An insertion has no position of its own: its two neighbours are given.
    """
    if ref[0] == alt[0]:
        if len(alt) == 1:
            return pos + 1, pos + len(ref) - 1
        if len(ref) == 1:
            return pos, pos + 1
    return pos, pos + len(ref) - 1

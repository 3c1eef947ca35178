"""Ambiguity codes of nucleotides (IUPAC-IUB 1984, https://doi.org/10.1093/nar/13.9.3021)."""

from __future__ import annotations

IUPAC = {
    "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC",
    "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG", "N": "ACGT",
}  # fmt: skip


def possible_bases(text: str) -> frozenset[str]:
    """What a cell of an allele definition allows: ``A``, ``CATAT`` (an indel allele) or one ambiguity code."""
    return frozenset(IUPAC.get(text, (text,)))

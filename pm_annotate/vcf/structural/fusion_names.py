"""How tables name the two genes of a fusion: in a cell for each, or both in one cell, with exons or without.

What is no gene symbol is refused: taken as the name of an unknown gene it would give no finding, and nobody would know.
"""

import re
from typing import NamedTuple

from pm_annotate.vcf.structural.fusion_fields import fusion_name, oncomine_name

_SYMBOL = r"[A-Za-z0-9][A-Za-z0-9._@-]*"
_LIST = re.compile(rf"{_SYMBOL}(?:[;,/]{_SYMBOL})*")
_WITH_EXON = re.compile(rf"({_SYMBOL})\s*\(\s*(?:e|ex|exon)?\s*(\d{{1,3}})\s*\)", re.IGNORECASE)
_OWN_NAME = re.compile(rf"({_SYMBOL})::({_SYMBOL})\s+e(\d+)::e(\d+)")
_NOT_A_GENE = re.compile(r"[-?.]|(?:chr)?[0-9XYM]{1,2}:\d+(?::[+-])?", re.IGNORECASE)
_ENSEMBL = re.compile(r"ENSG\d{11}(?:\.\d+)?")


class NamedSide(NamedTuple):
    """One side of a fusion: a symbol ("" for a side that is no gene; several, parted by ``;``, where the tool cannot tell)."""

    gene: str
    exon: int | None = None


def side_named(text: str) -> NamedSide:
    """The gene of one cell: ``EML4``, ``EML4^ENSG00000143924.19``, ``EML4(13)``, ``ROS1;GOPC``. Raises ValueError."""
    plain = text.strip().split("^")[0]
    if found := _WITH_EXON.fullmatch(plain):
        return NamedSide(found[1], int(found[2]))
    if not plain or _NOT_A_GENE.fullmatch(plain):
        return NamedSide("")
    if not _LIST.fullmatch(plain):
        raise ValueError(f"'{text[:40]}' is not a gene symbol")
    return NamedSide(re.sub("[,/]", ";", plain))


def sides_named(text: str) -> tuple[NamedSide, NamedSide]:
    """Both genes of one cell: ``EML4::ALK``, ``EML4--ALK``, ``EML4-ALK``, ``EML4(13):ALK(20)``, ``EML4::ALK e13::e20``, or the
    ID of Ion Reporter; ``EML4/ALK`` where the order is not known (``is_order_open``). Raises ValueError where it does not name
    two genes."""
    plain = text.strip()
    if found := _OWN_NAME.fullmatch(plain):
        return NamedSide(found[1], int(found[3])), NamedSide(found[2], int(found[4]))
    if named := oncomine_name(plain):
        return NamedSide(named.five_prime, named.five_prime_exon), NamedSide(named.three_prime, named.three_prime_exon)
    signs = ("/",) if is_order_open(plain) else ("::", "-", ":")
    pair = fusion_name(plain) or next((tuple(plain.split(sign)) for sign in signs if plain.count(sign) == 1), None)
    if pair is None:
        raise ValueError(f"the fusion '{text[:40]}' does not name two genes: write EML4::ALK")
    return side_named(pair[0]), side_named(pair[1])


def is_order_open(text: str) -> bool:
    """Whether a cell names two genes without order (TSO 500's ``EML4/ALK``). ``PPARG/AC016683.6-PAX8`` has one: the first sign
    parts two names of one side."""
    return text.count("/") == 1 and not any(sign in text for sign in ("-", ":"))


def is_ensembl_id(name: str) -> bool:
    """Whether a gene is named by its Ensembl identifier."""
    return _ENSEMBL.fullmatch(name) is not None

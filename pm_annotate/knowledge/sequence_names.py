"""Sequence changes inside the names of biomarkers: protein changes, codons and coding changes as sources spell them."""

from __future__ import annotations

import re

from pm_annotate.protein_change import parse_protein_change

_CODING = r"c\.[-*]?\d[^\s()]*"
_POSITION = r"[-*]?\d+(?:[+-]\d+)?"

HGVSC_WORDS = re.compile(
    rf"^\d+del[ACGT]$|\({_CODING}\)|\(exon \w+\)|(?<!\S){_CODING}|"
    r"\b(?:splice (?:site|region)|3'UTR alteration|intronic deletion)\b",
    re.IGNORECASE,
)
"""What surrounds the protein change in a name: the coding change and the words that say where it lies."""

_NUMBERED_CODONS = re.compile(r"codons? (\d{1,5}(?:(?: ?[/,] ?| and | or )\d{1,5})*)", re.IGNORECASE)

_CANONICAL_CODING = re.compile(
    rf"c\.(?P<span>{_POSITION}(?:_{_POSITION})?)"
    r"(?:(?P<sub>[ACGT]>[ACGT])|(?P<multi>[ACGT]{2,}>[ACGT]+)|del(?P<deleted>[ACGT]+|\d+)?(?:ins(?P<delins>[ACGT]+))?"
    r"|dup(?:[ACGT]+|\d+)?|ins(?P<inserted>[ACGT]+))"
)


def protein_changes_of(text: str) -> tuple[str, ...]:
    """``V600E`` -> (V600E,); ``S310F/Y`` -> (S310F, S310Y); ``D835H/Y``; an empty tuple where ``text`` names none."""
    body = re.sub(r"^p\.", "", text.strip())
    first, *others = body.split("/")
    if not re.search(r"\d", first):
        return ()
    if others and re.fullmatch(r"[A-Z]\d+[A-Z*]", first) and all(re.fullmatch(r"[A-Z*]", other) for other in others):
        names = [first, *(first[:-1] + other for other in others)]
    elif others:
        return ()
    else:
        names = [first]
    names = [re.sub(r"(?<=^[A-Z])(\d+)X$", r"\1*", name) for name in names]  # X was a stop before HGVS settled on Ter
    changes = [parse_protein_change(name) for name in names]
    return tuple(change.short() for change in changes if change is not None) if all(changes) else ()


def codons_of(text: str) -> tuple[int, ...]:
    """``V600`` -> (600,); ``G12/G13`` -> (12, 13); ``codons 12 and 13``; an empty tuple where ``text`` is no list of codons."""
    if numbered := _NUMBERED_CODONS.fullmatch(text):
        return tuple(int(number) for number in re.findall(r"\d+", numbered[1]))
    found = [re.fullmatch(r"[ACDEFGHIKLMNPQRSTVWY](\d+)", part) for part in text.split("/")]
    return tuple(int(codon[1]) for codon in found if codon) if all(found) else ()


def hgvsc_of(name: str) -> tuple[str, ...]:
    """The coding change in a name in its recommended form, or an empty tuple.

    ``F76del (c.227_229del)`` -> (c.227_229del,); ``c.1285dupC`` -> (c.1285dup,); ``1100DELC`` -> (c.1100del,);
    ``(c.364_365GC>AT)`` -> (c.364_365delinsAT,). Spellings that do not say where the change lies (``c.214insGCCC``) and
    unknown breakpoints (``c.128-?_250+?``) give none.
    """
    if legacy := re.fullmatch(r"(\d+)del[ACGT]", name, re.IGNORECASE):
        return (f"c.{legacy[1]}del",)
    found = re.search(_CODING, name)
    return canonical_hgvsc(found[0].replace("c.1-", "c.-")) if found else ()


def canonical_hgvsc(text: str) -> tuple[str, ...]:
    """One coding change without the deleted or duplicated bases that HGVS leaves out; empty where it is not well formed."""
    found = _CANONICAL_CODING.fullmatch(text)
    if found is None:
        return ()
    span = re.sub(r"^(\d+[+-])(\d+)_(\d)$", r"\1\2_\1\3", found["span"])  # "7515+1_2" in short
    if found["sub"]:
        return (f"c.{span}{found['sub']}",)
    if found["multi"]:
        return (f"c.{span}delins{found['multi'].partition('>')[2]}",)
    if found["inserted"]:
        return (f"c.{span}ins{found['inserted']}",) if "_" in span else ()
    if found["delins"]:
        return (f"c.{span}delins{found['delins']}",)
    bases = re.sub(r".*(?:dup|del)", "", text)
    if "_" not in span and bases not in ("", "A", "C", "G", "T", "1"):
        return ()  # several bases at one position: where the change ends is not said
    return (f"c.{span}dup",) if "dup" in text else (f"c.{span}del",)

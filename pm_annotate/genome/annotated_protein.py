"""Protein changes as annotation tools write them: HGVSp, VEP's residues, and the stretches of bcftools csq."""

from __future__ import annotations

import re

from pm_annotate.protein_change import ProteinChange, parse_protein_change

_STRETCH = re.compile(r"(\d+)([A-Z*]+)(?:>\d+([A-Z*]+))?")


def hgvs_change(text: str) -> ProteinChange | None:
    """``ENSP00000288602.6:p.Val600Glu``; None where no change is named (``p.?``, ``p.Val600Xaa``)."""
    change = parse_protein_change(text.rpartition(":")[2]) if text else None
    return None if change is None or "X" in change.inserted else change


def residues_change(position: str, residues: str, frameshift: bool = False) -> ProteinChange | None:
    """VEP's Protein_position (``600``, ``287-288``) and Amino_acids (``V/E``, ``L``, ``-/L``, ``KELREA/-``)."""
    first = position.partition("-")[0]
    if not first.isdigit() or not residues:
        return None
    old, changed, new = residues.partition("/")
    old, new = old.strip("-"), (new if changed else old).strip("-")
    return changed_residues(int(first) + (not old), old, new, frameshift)


def bcsq_change(text: str, frameshift: bool = False) -> ProteinChange | None:
    """``600V>600E``, ``600V``, ``18AGRGP>18AQAGGP``. Shortened stretches (``25E..329>25G..94``) name no change."""
    found = _STRETCH.fullmatch(text)
    if found is None:
        return None
    return changed_residues(int(found[1]), found[2], found[2] if found[3] is None else found[3], frameshift)


def changed_residues(start: int, old: str, new: str, frameshift: bool) -> ProteinChange | None:
    """The change of ``old``, whose first residue is number ``start``, into ``new``. An insertion lies before ``start``."""
    if new == old:
        return ProteinChange("synonymous", start, start + len(old) - 1, old[0], old[-1]) if old else None
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    before = old[head - 1] if head else ""
    start, old, new = start + head, old[head:], new[head:]
    if new.startswith("*") and old:
        return ProteinChange("substitution", start, start, old[0], old[0], "*")
    if frameshift:
        distance = len(new) if new.endswith("*") else None
        residue = "" if new[:1] == "X" else new[:1]
        return ProteinChange("frameshift", start, start, old[:1], old[:1], residue, distance)
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    end = start + len(old) - 1
    if not old:
        return ProteinChange("insertion", start - 1, start, before, "", new)
    if old.startswith("*"):
        return None
    if not new:
        return ProteinChange("deletion", start, end, old[0], old[-1])
    if len(old) == len(new) == 1:
        return ProteinChange("substitution", start, end, old, old, new)
    return ProteinChange("delins", start, end, old[0], old[-1], new)

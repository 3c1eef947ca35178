"""What people call genes and changes where HGNC and HGVS call them otherwise, and typed changes that could mean two things.

Nothing is guessed: a name that has one meaning is read as that, one that has two is refused with both of them.
"""

from __future__ import annotations

import re

from pm_annotate.errors import UsageError
from pm_annotate.protein_change import ProteinChange

USUAL_NAMES = {
    "HER1": "EGFR", "HER2": "ERBB2", "HER-2": "ERBB2", "HER2/NEU": "ERBB2", "HER3": "ERBB3", "HER4": "ERBB4", "C-MET": "MET",
    "CMET": "MET", "C-KIT": "KIT", "CKIT": "KIT", "MLL": "KMT2A", "ABL": "ABL1", "PD-L1": "CD274", "PDL1": "CD274",
    "TRKA": "NTRK1", "TRKB": "NTRK2", "TRKC": "NTRK3", "AML1": "RUNX1", "TEL": "ETV6", "C-MYC": "MYC", "MEK1": "MAP2K1",
    "MEK2": "MAP2K2", "LKB1": "STK11", "P16": "CDKN2A", "P53": "TP53", "B-RAF": "BRAF", "C-RAF": "RAF1", "K-RAS": "KRAS",
    "N-RAS": "NRAS", "H-RAS": "HRAS", "H3F3A": "H3-3A", "H3F3B": "H3-3B", "HIST1H3B": "H3C2", "HIST1H3C": "H3C3",
    "MLL2": "KMT2D", "MLL3": "KMT2C", "MRE11A": "MRE11", "PARK2": "PRKN", "WHSC1": "NSD2", "FAM123B": "AMER1",
    "NPM": "NPM1", "ENL": "MLLT1", "AF10": "MLLT10", "MLLT4": "AFDN", "AF6": "AFDN", "FKHR": "FOXO1", "SYT": "SS18",
    "CAN": "NUP214", "CHOP": "DDIT3", "TLS": "FUS", "API2": "BIRC3",
}  # fmt: skip
"""Names of genes in reports that are no symbols of HGNC (https://www.genenames.org), some of them no longer."""

_USUAL_CHANGES = {
    ("TERT", "C228T"): "c.-124C>T",  # the digits are the end of the GRCh37 position
    ("TERT", "C250T"): "c.-146C>T",
    ("BRCA1", "185DELAG"): "c.68_69del",  # BIC counts the bases before the start codon, too
    ("BRCA1", "187DELAG"): "c.68_69del",
    ("BRCA1", "5382INSC"): "c.5266dup",
    ("BRCA1", "5385INSC"): "c.5266dup",
    ("BRCA2", "6174DELT"): "c.5946del",
    ("CHEK2", "1100DELC"): "c.1100del",
}
"""Changes with names of their own (PMID:23348503; https://research.nhgri.nih.gov/bic), in upper case."""

_BASES_OR_RESIDUES = re.compile(r"\d+(?:_\d+)?(?:del|ins|dup)[A-Z]*", re.IGNORECASE)
_RS_NUMBER = re.compile(r"(?:\S+\s+)?rs\d+", re.IGNORECASE)
_WITHOUT_FIRST_METHIONINE = re.compile(r"H3-3[AB]|H3C\d+|H4C\d+|H2[AB]C\d+")
NUMBERED_AS_HISTONES_ARE = "numbered_without_first_methionine"
"""Caveat: the change was typed as histones are numbered, one less than HGVS, and is shown as HGVS has it."""


def usual_coding_change(gene: str, change: str) -> str:
    """The c. name of a change that goes by another one (``TERT C228T``, ``BRCA1 185delAG``); "" for any other."""
    return _USUAL_CHANGES.get((gene, re.sub(r"\s|^promoter", "", change, flags=re.IGNORECASE).upper()), "")


def refuse_unclear(text: str, change: str) -> None:
    """Raise UsageError for an rs number, and for a change that may count bases or residues, or end in a stop or any residue."""
    if _RS_NUMBER.fullmatch(text):
        raise UsageError(f"'{text}': an rs number names a place, not a change. Type the change, like {_INSTEAD}.")
    if _BASES_OR_RESIDUES.fullmatch(change):
        raise UsageError(
            f"'{text}' does not say whether it counts bases or residues. Type {_INSTEAD} "
            "(names of the Breast Cancer Information Core count the bases before the start codon, too)."
        )


_INSTEAD = "'BRCA1 c.68_69del' or 'EGFR E746_A750del'"


def refuse_any_residue(text: str, change: ProteinChange) -> None:
    """Raise UsageError for ``R1450X``: a stop in older names, any residue in HGVS and in ``KRAS G12X``."""
    if change.kind == "substitution" and change.inserted == "X":
        stop = change._replace(inserted="*").short()
        raise UsageError(f"'{text}': X may be a stop or any residue. Type {stop} for the stop, else the new residue.")


def histone_numbering(gene: str, change: ProteinChange) -> ProteinChange | None:
    """``K27M`` of an H3 gene as HGVS counts it (K28M): histones' own numbers leave out the first methionine. Else None."""
    if not _WITHOUT_FIRST_METHIONINE.fullmatch(gene):
        return None
    return change._replace(start=change.start + 1, end=change.end + 1)

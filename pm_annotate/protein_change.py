"""Protein changes as text: the notation that genome (which writes it) and knowledge (which reads it) share.

Forms follow the HGVS recommendations for proteins, version 21 (https://hgvs-nomenclature.org/stable/recommendations/protein/):
substitution, deletion, insertion, duplication, delins, frameshift, extension, no change. Spellings that knowledge bases
use besides (``E746_A750DEL``, ``P1175FS*5``, ``V600_K601>E``, ``L531FS*30``, ``p.193_196dupSTSC``) are read and
written back in the recommended one-letter form.
"""

import re
from typing import Literal, NamedTuple

ONE_TO_THREE = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "Q": "Gln", "E": "Glu", "G": "Gly", "H": "His",
    "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
    "Y": "Tyr", "V": "Val", "U": "Sec", "X": "Xaa", "*": "Ter",
}  # fmt: skip
THREE_TO_ONE = {three.upper(): one for one, three in ONE_TO_THREE.items()} | {"STOP": "*"}

_SIGNS = str.maketrans("−–—‐‑＋＞→", "-----+>>")


def plain_signs(text: str) -> str:
    """Text with the hyphens, dashes, plus and greater-than signs of word processors as the plain ones that names have."""
    return text.translate(_SIGNS)


Kind = Literal[
    "substitution", "synonymous", "deletion", "insertion", "duplication", "delins", "frameshift", "start_loss", "extension"
]


class ProteinChange(NamedTuple):
    """One change of a protein. Residues are numbered from 1; ``start``..``end`` is closed.

    ``inserted`` holds the new residues in one-letter code (the alternative residue of a substitution, the new first
    residue of a frameshift or extension where it is known). An insertion lies between ``start`` and ``end == start + 1``.
    ``stop_distance`` counts from the first changed residue (1) to the new stop, as HGVS does; None where not given.
    """

    kind: Kind
    start: int
    end: int
    start_residue: str = ""
    end_residue: str = ""
    inserted: str = ""
    stop_distance: int | None = None

    def short(self) -> str:
        """One-letter form without ``p.``: ``V600E``, ``E746_A750del``, ``W288Cfs*12``."""
        return self._text(self.start_residue, self.end_residue, self.inserted, "*")

    def long(self) -> str:
        """Three-letter form without ``p.``: ``Val600Glu``, ``Trp288CysfsTer12``."""
        return self._text(_three(self.start_residue), _three(self.end_residue), "".join(map(_three, self.inserted)), "Ter")

    def _text(self, first: str, last: str, inserted: str, terminus: str) -> str:
        """The residues are spelt already."""
        span = f"{first}{self.start}" if self.end == self.start else f"{first}{self.start}_{last}{self.end}"
        match self.kind:
            case "substitution":
                return span + inserted
            case "synonymous":
                return span + "="
            case "deletion":
                return span + "del"
            case "duplication":
                return span + "dup"
            case "insertion":
                return span + "ins" + inserted
            case "delins":
                return span + "delins" + inserted
            case "start_loss":
                return span + "?"
            case "frameshift":
                stop = "" if self.stop_distance is None else f"{terminus}{self.stop_distance}"
                return f"{span}{inserted}fs{stop}"
            case "extension":
                stop = "?" if self.stop_distance is None else str(self.stop_distance)
                return f"{span}{inserted}ext{terminus}{stop}"

    @property
    def names_truncation(self) -> bool:
        """A new stop or a frameshift."""
        return self.kind == "frameshift" or "*" in self.inserted

    def covers(self, residue: int) -> bool:
        """Whether ``residue`` lies in the changed span."""
        return self.start <= residue <= self.end


def _three(residue: str) -> str:
    return ONE_TO_THREE.get(residue, residue)


_RESIDUE = (
    r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Sec|Xaa|Ter|[ACDEFGHIKLMNPQRSTUVWXY*])"
)
# Any run of residues in either code. Every three-letter code but Pro is made of one-letter codes, so this says the same as
# a repeated _RESIDUE, with one way to read each letter: no text takes more than linear time.
_RUN = r"(?:Pro|[ACDEFGHIKLMNPQRSTUVWXY*])"
_SPAN = re.compile(rf"(?P<r1>{_RESIDUE})?(?P<p1>\d+)(?:_(?P<r2>{_RESIDUE})?(?P<p2>\d+))?", re.IGNORECASE)
_WRITTEN: tuple[tuple[Kind, str], ...] = (  # what follows the residues; the first that fits
    ("start_loss", r"\?"),
    ("extension", rf"(?P<alt>{_RESIDUE})?ext(?:\*|Ter)?(?P<stop>\d+|\?)?"),
    ("frameshift", rf"(?P<alt>{_RESIDUE})?(?:fs|frame ?shift)(?:(?:\*|X|Ter)(?P<stop>\d+|\?)?)?"),
    ("delins", rf"(?:del{_RUN}*ins|>)(?P<alt>{_RUN}+)"),
    ("duplication", rf"dup{_RUN}*"),
    ("insertion", rf"ins(?P<alt>{_RUN}+)"),
    ("deletion", rf"del{_RUN}*"),
    ("synonymous", r"=|%3D"),
    ("substitution", rf"(?P<alt>{_RESIDUE})"),
)
_AFTER_SPAN = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _WRITTEN)
_NAMES_ITS_RESIDUE = frozenset({"start_loss", "extension", "frameshift", "synonymous", "substitution"})
_HAS_ONE_RESIDUE = frozenset({"start_loss", "extension", "frameshift", "substitution"})


def parse_protein_change(text: str) -> ProteinChange | None:
    """The change that ``text`` names (``p.`` and the parentheses of a predicted change optional), or None.

    ``V600E``, ``p.(Val600Glu)``, ``E746_A750del``, ``V600_K601>E``, ``W288Cfs*12``, ``M1?``, ``E55=``, ``*214C``.
    A change from a stop codon to a residue is an extension of unknown length; one to the same residue is synonymous.
    """
    body = text.strip()
    if body[:2].lower() == "p.":
        body = body[2:]
    body = body.strip("()").replace(" ", "")
    span = _SPAN.match(body)
    if span is None:
        return None
    rest = body[span.end() :]
    for kind, pattern in _AFTER_SPAN:
        found = pattern.fullmatch(rest)
        if found and _may_follow(kind, span):
            return _from_groups(kind, {**span.groupdict(), **found.groupdict()})
    return None


def _may_follow(kind: Kind, span: re.Match[str]) -> bool:
    """Whether a change of this kind can be written after these residues."""
    if not span["r1"]:
        return kind not in _NAMES_ITS_RESIDUE
    if span["p2"] and kind in _HAS_ONE_RESIDUE:
        return False
    if kind == "start_loss":
        return span["r1"].upper() in ("M", "MET") and span["p1"] == "1"
    return kind != "extension" or span["r1"].upper() in ("*", "TER")


def _from_groups(kind: Kind, groups: dict[str, str | None]) -> ProteinChange | None:
    start = int(groups["p1"] or 0)
    end = int(groups.get("p2") or start)
    if end < start or start == 0:
        return None
    first = one_letter(groups.get("r1") or "")
    last = one_letter(groups.get("r2") or "") if groups.get("p2") else first
    inserted = one_letter(groups.get("alt") or "")
    stop_text = groups.get("stop") or ""
    change = ProteinChange(
        kind=kind,
        start=start,
        end=end,
        start_residue=first,
        end_residue=last,
        inserted=inserted,
        stop_distance=int(stop_text) if stop_text.isdigit() else None,
    )
    if kind == "insertion" and end != start + 1:
        return None if end != start else change._replace(end=start + 1, end_residue="")
    if kind == "substitution" and first and first == inserted:
        return change._replace(kind="synonymous", inserted="")
    if kind == "substitution" and first == "*":
        return change._replace(kind="extension")
    return change


def one_letter(residues: str) -> str:
    """``ValGlu`` or ``VE`` to ``VE``. Knowledge bases write three-letter code as ``Ala``: ``ALA`` is the residues A, L, A."""
    if len(residues) < 2:
        return residues.upper()
    result = ""
    position = 0
    while position < len(residues):
        triple = residues[position : position + 3]
        written_as_code = triple[:1].isupper() and triple[1:].islower()
        if triple.upper() in THREE_TO_ONE and (written_as_code or triple == residues == "TER"):
            result += THREE_TO_ONE[triple.upper()]
            position += 3
        else:
            result += residues[position].upper()
            position += 1
    return result

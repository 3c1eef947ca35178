"""Which sides of two breakpoints are joined, as callers write it outside of ALT: CT, STRANDS, INV3 and INV5."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pm_annotate.model import KeptSide

Sides = tuple[KeptSide, KeptSide]
"""Kept side at POS, kept side at END (or POS2)."""

_SIDE_OF_END = {"3": KeptSide.LEFT, "5": KeptSide.RIGHT}  # the 3' end of what lies left is joined
_SIDE_OF_STRAND = {"+": KeptSide.LEFT, "-": KeptSide.RIGHT}  # BEDPE: a deletion is +-, a tandem duplication -+
_CONNECTION = re.compile(r"([35])to([35])")
_STRANDS = re.compile(r"([+-])([+-])(?::\d+)?")


def stated_orientations(info: Mapping[str, str]) -> tuple[Sides, ...]:
    """Junctions that INFO names, each once; () where it names none.

    CT of Delly: ``3to5`` deletion-like, ``5to3`` duplication-like, ``3to3`` and ``5to5`` inversion-like. STRANDS of Lumpy,
    Sniffles and SURVIVOR is BEDPE's: ``+-``, ``-+``, ``++``, ``--``, with read counts (``++:5,--:3``) where Lumpy has
    several. INV3 and INV5 of Manta: the junction open at the 3' or 5' side of an inversion. STRAND of Sniffles 2 holds the
    strands of the reads and STRANDS2 their counts: neither says anything of the junction.
    """
    found: list[Sides] = []
    if connection := _CONNECTION.fullmatch(info.get("CT", "")):
        found.append((_SIDE_OF_END[connection[1]], _SIDE_OF_END[connection[2]]))
    for part in info.get("STRANDS", "").split(","):
        strands = _STRANDS.fullmatch(part)
        if strands and not part.endswith(":0"):
            found.append((_SIDE_OF_STRAND[strands[1]], _SIDE_OF_STRAND[strands[2]]))
    if "INV3" in info:
        found.append((KeptSide.LEFT, KeptSide.LEFT))
    if "INV5" in info:
        found.append((KeptSide.RIGHT, KeptSide.RIGHT))
    return tuple(dict.fromkeys(found))

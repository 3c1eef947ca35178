"""From the old and the new protein to the HGVS protein change.

HGVS 21 protein recommendations (https://hgvs-nomenclature.org/stable/recommendations/protein/): the most C-terminal
placement (3' rule), duplication before insertion, a frameshift named by its first changed residue and the distance to the
new stop, an extension by the distance to the new stop, a stop reached at once as a nonsense change.
"""

from __future__ import annotations

from pm_annotate.protein_change import ProteinChange


def in_frame_change(
    old: str, new: str, first: int, last: int, replaced: int | None = None, stop_kept: bool = False
) -> ProteinChange:
    """The change from ``old`` to ``new`` of an edit that keeps the frame and touches the codons ``first``..``last``.

    ``old`` ends with ``*``. ``new`` is the translation of the whole edited sequence, beyond any new stop. ``replaced`` is the
    last residue whose codon is not kept; ``last`` unless the edit is an insertion between two codons. ``stop_kept``: the stop
    codon is the old one, so that residues lost or gained just before it are a deletion or insertion there, and neither a
    nonsense change nor an extension.
    """
    if new[: len(old)] == old:
        first, last = min(first, len(old)), min(last, len(old))
        return ProteinChange("synonymous", first, last, old[first - 1], old[last - 1])
    head = _common_prefix(old, new)
    if new[head : head + 1] == "*" and not (stop_kept and len(new) == head + 1):  # a new stop is the first thing that differs
        return ProteinChange("substitution", head + 1, head + 1, old[head], old[head], "*")
    if old[head] == "*" and not stop_kept:  # the stop codon itself is the first thing that differs
        return extension(old, new, head)
    stop = new.find("*")
    tail = _common_suffix(old[head:], new[head:])
    if 0 <= stop < len(new) - max(tail, 1):  # a new stop inside the edited stretch: nothing after it is made
        return _between(old[: max(last if replaced is None else replaced, head)], new[: stop + 1], head, old)
    return _between(old[: len(old) - tail], new[: len(new) - tail], head, old)


def _between(old_part: str, new_part: str, head: int, old: str) -> ProteinChange:
    """The change of ``old_part[head:]`` into ``new_part[head:]``."""
    removed, inserted = old_part[head:], new_part[head:]
    start, end = head + 1, head + len(removed)
    if not removed:
        span = len(inserted)
        if span <= head and old[head - span : head] == inserted:
            return ProteinChange("duplication", head - span + 1, head, old[head - span], old[head - 1])
        return ProteinChange("insertion", head, head + 1, old[head - 1], old[head], inserted)
    if not inserted:
        return ProteinChange("deletion", start, end, old[start - 1], old[end - 1])
    if len(removed) == len(inserted) == 1:
        return ProteinChange("substitution", start, start, removed, removed, inserted)
    return ProteinChange("delins", start, end, old[start - 1], old[end - 1], inserted)


def frameshift_change(old: str, new: str, first: int) -> ProteinChange:
    """The change of a frame-shifting edit whose first touched codon is ``first`` (1-based).

    ``old`` ends with ``*``; ``new`` runs to its new stop where that is known. The first residue that differs is named.
    """
    stop = new.find("*")
    if stop >= 0:
        new = new[: stop + 1]
    new = new.partition("X")[0]  # what follows an unknown base is not known either
    head = _common_prefix(old, new)
    if head >= len(old):  # the same protein: the shift lies in or after the stop codon
        first = min(first, len(old))
        return ProteinChange("synonymous", first, first, old[first - 1], old[first - 1])
    if head >= len(new):  # the known sequence ends before the proteins differ
        return ProteinChange("frameshift", head + 1, head + 1, old[head], old[head])
    if old[head] == "*":
        return extension(old, new, head)
    if new[head] == "*":
        return ProteinChange("substitution", head + 1, head + 1, old[head], old[head], "*")
    distance = len(new) - head if new.endswith("*") else None
    return ProteinChange("frameshift", head + 1, head + 1, old[head], old[head], new[head], distance)


def extension(old: str, new: str, head: int) -> ProteinChange:
    """The stop at index ``head`` is lost: the new residue there and the distance to the next stop (``Ter394GlnextTer4``)."""
    stop = new.find("*")
    residue = new[head] if head < len(new) else "X"
    return ProteinChange("extension", head + 1, head + 1, old[head], old[head], residue, stop - head if stop >= 0 else None)


def _common_prefix(first: str, second: str) -> int:
    longest = min(len(first), len(second))
    if first[:longest] == second[:longest]:
        return longest
    low, high = 0, longest  # binary search: proteins are long, and equal almost everywhere
    while low < high:
        middle = (low + high + 1) // 2
        if first[:middle] == second[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(first: str, second: str) -> int:
    return _common_prefix(first[::-1], second[::-1])


def canonical_protein_change(change: ProteinChange, protein: str) -> ProteinChange:
    """The form that HGVS prescribes for ``change`` on ``protein`` (without ``*``): most C-terminal, trimmed, dup before ins.

    Changes whose residues do not stand in ``protein`` come back as they are, as do kinds with one spelling only.
    """
    if not residues_agree(change, protein):
        return change
    if change.end > len(protein):
        return change
    before, span, after = protein[: change.start - 1], protein[change.start - 1 : change.end], protein[change.end :]
    match change.kind:
        case "deletion":
            new = before + after
        case "duplication":
            new = before + span + span + after
        case "insertion" if _spelt_out(change.inserted):
            new = before + span[0] + change.inserted + span[1:] + after
        case "delins" if _spelt_out(change.inserted):
            new = before + change.inserted + after
        case "substitution" if change.start == 1:  # M1R: what is made instead of the start is not known, HGVS Met1?
            return change._replace(kind="start_loss", start_residue="M", end_residue="M", inserted="")
        case "substitution" | "synonymous" | "start_loss" | "frameshift":
            return change._replace(start_residue=span[0], end_residue=span[-1])
        case _:
            return change
    replaced = change.start if change.kind == "insertion" else change.end
    return in_frame_change(protein + "*", new + "*", change.start, change.end, replaced, stop_kept="*" not in change.inserted)


def _spelt_out(residues: str) -> bool:
    return bool(residues) and "X" not in residues


def residues_agree(change: ProteinChange, protein: str) -> bool:
    """Whether the residues that ``change`` names stand where it says. Residues that it leaves out agree."""
    for residue, number in ((change.start_residue, change.start), (change.end_residue, change.end)):
        standing = "*" if number == len(protein) + 1 else protein[number - 1 : number]
        if not standing or (residue and residue != standing):
            return False
    names_the_stop = change.kind == "extension" or "*" in (change.start_residue, change.end_residue)
    return change.end <= len(protein) + names_the_stop

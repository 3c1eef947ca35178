"""What can be said of an allele in a gene whose sequence is not packaged: from exon coordinates and the protein alone.

Certain: exon, codon number, reference residue, frame, splice site. The new residue is named only when every codon that
codes for the reference residue, has the REF base at that place, and fits published changes of that codon gives the same one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pm_annotate.genome.consequence import SPLICE_SITE
from pm_annotate.genome.effect import (
    CODING,
    NO_PROTEIN,
    NOT_SHIFTED,
    REF_MISMATCH,
    UTR_UNKNOWN,
    ProteinOutcome,
    build_effect,
    one_codon,
)
from pm_annotate.genome.hgvs_names import PlacedEdit
from pm_annotate.genome.normalise import Edit
from pm_annotate.genome.protein_effect import in_frame_change
from pm_annotate.genome.sequence import CODONS_OF, codon_residue, reverse_complement
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.genome.where import location_terms, meets_coding, utr_is_guessed
from pm_annotate.model import Effect

RESIDUE_UNKNOWN = "alternative_residue_unknown"
STRUCTURE_AMBIGUOUS = "exon_structure_ambiguous"


class ReferenceProtein(NamedTuple):
    """``residues`` end with ``*`` (only ``*`` when the protein is not known); ``codons``: residue number to possible codons."""

    residues: str
    codons: Mapping[int, frozenset[str]]

    def codons_at(self, number: int, at: int, bases: str) -> list[str]:
        """Codons that residue ``number`` can have, with ``bases`` from codon position ``at`` (0-2) on."""
        known = self.codons.get(number)
        possible = CODONS_OF.get(self.residues[number - 1], ())
        return [codon for codon in possible if codon.startswith(bases, at) and (not known or codon in known)]


def coordinate_effect(
    placed: PlacedEdit, transcript: Transcript, protein: ReferenceProtein, hgvsg: str, agrees: bool | None
) -> Effect:
    """``agrees`` is False when REF is known to be wrong."""
    edit = placed.edit
    start, end = edit.start, edit.end
    terms = location_terms(transcript, start, end)
    caveats = [STRUCTURE_AMBIGUOUS] if transcript.quality == "coordinates_ambiguous" else []
    outcome = NO_PROTEIN
    if meets_coding(transcript, start, end):
        outcome, mismatch = _coding_outcome(edit, transcript, protein)
        if mismatch:
            agrees = False
        if terms & SPLICE_SITE or agrees is False:
            outcome = ProteinOutcome(None, frozenset(), outcome.first, outcome.last, "")
        if outcome.terms or outcome.first or edit.removed:
            terms |= outcome.terms or CODING
        if outcome.first and outcome.change is None:
            caveats.append(RESIDUE_UNKNOWN)
    if agrees is False:
        caveats.append(REF_MISMATCH)
    if edit.can_move:
        caveats.append(NOT_SHIFTED)
    if utr_is_guessed(transcript, start, end):
        caveats.append(UTR_UNKNOWN)
    return build_effect(
        transcript, placed, terms or CODING, outcome, hgvsg, "coordinates_and_protein", caveats, named=agrees is not False
    )


def _coding_outcome(edit: Edit, transcript: Transcript, protein: ReferenceProtein) -> tuple[ProteinOutcome, bool]:
    """Of an edit that meets coding bases; NO_PROTEIN when it goes beyond them.

    Also: whether REF cannot belong to the protein.
    """
    if not edit.removed:
        return _insertion(transcript, edit.start, edit.inserted), False
    bases = [transcript.exonic_base(pos) for pos in range(edit.start, edit.end + 1)]
    coding = [base for base in bases if base is not None and 0 <= base < transcript.cds_length]
    if len(coding) < len(bases):
        return NO_PROTEIN, False
    return _outcome(min(coding), edit.removed, edit.inserted, transcript, protein)


def _outcome(
    first: int, removed: str, inserted: str, transcript: Transcript, protein: ReferenceProtein
) -> tuple[ProteinOutcome, bool]:
    """``first`` is the lowest transcript base removed. Also: whether REF cannot belong to the protein."""
    if transcript.strand < 0:
        removed, inserted = reverse_complement(removed), reverse_complement(inserted)
    last = first + len(removed) - 1
    first_codon, last_codon = first // 3 + 1, last // 3 + 1
    net = len(inserted) - len(removed)
    full = protein.residues
    if len(full) * 3 != transcript.cds_length:
        return _unnamed(first_codon, last_codon, net, len(full)), False
    if len(removed) == len(inserted) and first_codon == last_codon > 1:  # most variants
        return _within_codon(first, removed, inserted, protein)
    if not _fits(first, removed, protein):
        return NO_PROTEIN, True
    if first_codon == 1:
        return ProteinOutcome(None, frozenset({"start_lost"}), first_codon, last_codon, _frame(net)), False
    if not inserted and first % 3 == 0 and net % 3 == 0 and last_codon < len(full):
        change = in_frame_change(full, full[: first_codon - 1] + full[last_codon:], first_codon, last_codon)
        return ProteinOutcome(change, frozenset({"inframe_deletion"}), first_codon, last_codon, "inframe"), False
    return _unnamed(first_codon, last_codon, net, len(full)), False


def _fits(first: int, removed: str, protein: ReferenceProtein) -> bool:
    """Whether the removed bases can stand there, given the residues. The start codon may be another one than ATG."""
    last = first + len(removed) - 1
    for codon in range(max(1, first // 3), last // 3 + 1):
        low, high = max(first, 3 * codon), min(last, 3 * codon + 2)
        bases = removed[low - first : high - first + 1]
        if protein.residues[codon] not in "UX" and not protein.codons_at(codon + 1, low % 3, bases):
            return False
    return True


def _within_codon(first: int, removed: str, inserted: str, protein: ReferenceProtein) -> tuple[ProteinOutcome, bool]:
    """A substitution inside one codon: the new residue when all possible codons agree on it. Also: whether none is possible."""
    full, index, at = protein.residues, first // 3, first % 3
    residue, number = full[index], index + 1
    codons = protein.codons_at(number, at, removed)
    if not codons and residue not in "UX":
        return NO_PROTEIN, True
    possible = {codon_residue(codon[:at] + inserted + codon[at + len(inserted) :]) for codon in codons}
    if len(possible) != 1 or residue == "U" or "X" in possible:  # X: an unknown base comes in
        return ProteinOutcome(None, frozenset(), number, number, ""), False
    new = possible.pop()
    if residue != "*":
        return one_codon(full, number, new), False
    change = in_frame_change(full, full[:index] + new + full[number:], number, number)
    terms = frozenset({"stop_retained_variant" if new == "*" else "stop_lost"})
    return ProteinOutcome(change, terms, number, number, ""), False


def _unnamed(first_codon: int, last_codon: int, net: int, codons: int) -> ProteinOutcome:
    """Only the kind of the change is certain."""
    terms: set[str] = set()
    if net % 3:
        terms.add("frameshift_variant")
    elif net:
        terms.add("protein_altering_variant" if last_codon < codons else "coding_sequence_variant")
    return ProteinOutcome(None, frozenset(terms), first_codon, last_codon, _frame(net))


def _frame(net: int) -> str:
    return "" if not net else "frameshift" if net % 3 else "inframe"


def _insertion(transcript: Transcript, start: int, inserted: str) -> ProteinOutcome:
    """An insertion between ``start - 1`` and ``start``, when both are coding."""
    left, right = transcript.exonic_base(start - 1), transcript.exonic_base(start)
    if left is None or right is None:
        return NO_PROTEIN
    low, high = min(left, right), max(left, right)
    if low < 0 or high >= transcript.cds_length:
        return NO_PROTEIN
    frame = _frame(len(inserted))
    term = "inframe_insertion" if frame == "inframe" else "frameshift_variant"
    return ProteinOutcome(None, frozenset({term}), low // 3 + 1, high // 3 + 1, frame)

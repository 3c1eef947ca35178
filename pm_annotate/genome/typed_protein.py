"""The effect of a protein change that was typed, not read from an allele."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pm_annotate.errors import UsageError
from pm_annotate.genome.consequence import impact, variant_classification
from pm_annotate.genome.protein_effect import canonical_protein_change, residues_agree
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Effect
from pm_annotate.protein_change import ONE_TO_THREE, ProteinChange

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome


NUMBERED_ON = "numbered_on"
"""Caveat: the change was typed in the numbering of another transcript, which the caveat names."""


def effects_of_protein_change(
    change: ProteinChange, text: str, candidates: tuple[Transcript, ...], genome: Genome
) -> tuple[tuple[Effect, ...], str]:
    """Effects on every candidate transcript whose residues the change names, the primary one first; and the transcript by
    whose numbers it was carried over to that, "" where it fits that itself.

    A change that fits a further transcript only (EZH2 Y641F on NM_001203247) is carried over to the primary one's numbering
    where its codons are the same there (Y646F), with a caveat. Raises UsageError, naming the residue that stands there, when
    none agrees.
    """
    effects = []
    for transcript in candidates:
        protein = genome.protein_of(transcript)
        if protein is not None and residues_agree(change, protein):
            effects.append(_effect(canonical_protein_change(change, protein), transcript))
    if not effects:
        raise disagreement(change, text, candidates[0], genome)
    primary = candidates[0]
    if effects[0].transcript != primary.transcript:
        named_on = next(transcript for transcript in candidates if transcript.transcript == effects[0].transcript)
        carried = _on_primary_numbering(change, named_on, primary, genome)
        if carried is not None:
            return (carried, *effects), named_on.transcript
    return tuple(effects), ""


def _on_primary_numbering(change: ProteinChange, named_on: Transcript, primary: Transcript, genome: Genome) -> Effect | None:
    """The effect on the primary transcript; None where a codon of the change is not one of its codons too."""
    start, end = (_residue_on(primary, named_on, residue) for residue in (change.start, change.end))
    protein = genome.protein_of(primary)
    if start is None or end is None or protein is None or end - start != change.end - change.start:
        return None
    moved = change._replace(start=start, end=end)
    if not residues_agree(moved, protein):
        return None
    effect = _effect(canonical_protein_change(moved, protein), primary)
    return effect._replace(caveats=(*effect.caveats, f"{NUMBERED_ON} {named_on.transcript}"))


def _residue_on(primary: Transcript, other: Transcript, residue: int) -> int | None:
    """The residue of ``primary`` whose codon holds the same three bases as this one of ``other``."""
    bases = [None if pos is None else primary.exonic_base(pos) for pos in other.codon_places(residue)]
    first = bases[0]
    if first is None or first < 0 or first % 3 or bases != [first, first + 1, first + 2]:
        return None
    return first // 3 + 1


NUMBERED_ELSEWHERE = (
    "Where a report numbers the gene on another transcript, type the genomic change (like chr7:140753336A>T), which has no "
    "transcript's number."
)


def disagreement(change: ProteinChange, text: str, transcript: Transcript, genome: Genome) -> UsageError:
    """What to tell a user whose change does not fit the transcript: the residue that stands there."""
    protein = genome.protein_of(transcript)
    where = f"{transcript.gene} ({transcript.transcript})"
    if protein is None:
        return UsageError(f"'{text}' cannot be checked: the protein of {where} is not packaged.")
    for residue, number in ((change.start_residue, change.start), (change.end_residue, change.end)):
        if number > len(protein) + 1:
            return UsageError(
                f"'{text}': {where} has {len(protein)} residues; there is no residue {number}. {NUMBERED_ELSEWHERE}"
            )
        standing = (protein + "*")[number - 1]
        if residue and residue != standing:
            stands = f"{ONE_TO_THREE[standing]} ({standing}), not {residue}"
            return UsageError(f"'{text}': residue {number} of {where} is {stands}. {NUMBERED_ELSEWHERE}")
    return UsageError(f"'{text}' does not fit {where}, which has {len(protein)} residues.")


def _effect(change: ProteinChange, transcript: Transcript) -> Effect:
    terms, net = _terms_and_net_length(change)
    exons = [transcript.exon_of_residue(change.start), transcript.exon_of_base(3 * change.end - 1)]
    numbers = tuple(range(exons[0], exons[1] + 1)) if exons[0] is not None and exons[1] is not None else ()
    span = "" if not numbers else str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
    return Effect(
        gene=transcript.gene,
        transcript=transcript.transcript,
        consequence=terms,
        impact=impact(terms),
        variant_classification=variant_classification(terms, net),
        computed_from="typed",
        hgvsp="p." + change.long(),
        hgvsp_short="p." + change.short(),
        exon=f"{span}/{transcript.exon_total}" if span else "",
        exon_numbers=numbers,
        protein_start=change.start,
        protein_end=change.end,
        protein_length=transcript.protein_length,
        frame="frameshift" if change.kind == "frameshift" else "inframe" if net else "",
        is_primary=transcript.is_primary,
        mane_select=transcript.mane_select,
        caveats=() if transcript.numbering_known else ("exon_numbering_coding_only",),
    )


def _terms_and_net_length(change: ProteinChange) -> tuple[tuple[str, ...], int]:
    """SO terms, and the residues gained (negative: lost; -1 for a frameshift of unknown size)."""
    removed = change.end - change.start + 1
    match change.kind:
        case "substitution":
            return (("stop_gained",) if change.inserted == "*" else ("missense_variant",)), 0
        case "synonymous":
            return ("synonymous_variant",), 0
        case "deletion":
            return ("inframe_deletion",), -removed
        case "duplication":
            return ("inframe_insertion",), removed
        case "insertion":
            return _with_stop(change, "inframe_insertion"), len(change.inserted)
        case "delins":
            net = len(change.inserted) - removed
            return _with_stop(change, "missense_variant" if net == 0 else "protein_altering_variant"), net
        case "frameshift":
            return ("frameshift_variant",), -1
        case "start_loss":
            return ("start_lost",), 0
        case "extension":
            return ("stop_lost",), 0


def _with_stop(change: ProteinChange, term: str) -> tuple[str, ...]:
    return ("stop_gained", term) if "*" in change.inserted else (term,)

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


def effect_of_protein_change(
    change: ProteinChange, text: str, candidates: tuple[Transcript, ...], genome: Genome
) -> tuple[Effect, ...]:
    """Effects on every candidate transcript whose residues the change names, the primary one first.

    Raises UsageError, naming the residue that stands there, when none agrees.
    """
    effects = []
    for transcript in candidates:
        protein = genome.protein_of(transcript)
        if protein is not None and residues_agree(change, protein):
            effects.append(_effect(canonical_protein_change(change, protein), transcript))
    if not effects:
        raise _disagreement(change, text, candidates[0], genome.protein_of(candidates[0]))
    return tuple(effects)


def _disagreement(change: ProteinChange, text: str, transcript: Transcript, protein: str | None) -> UsageError:
    where = f"{transcript.gene} ({transcript.transcript})"
    if protein is None:
        return UsageError(f"'{text}' cannot be checked: the protein of {where} is not packaged.")
    for residue, number in ((change.start_residue, change.start), (change.end_residue, change.end)):
        if number > len(protein) + 1:
            return UsageError(f"'{text}': {where} has {len(protein)} residues; there is no residue {number}.")
        standing = (protein + "*")[number - 1]
        if residue and residue != standing:
            return UsageError(f"'{text}': residue {number} of {where} is {ONE_TO_THREE[standing]} ({standing}), not {residue}.")
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

"""Biomarkers that the loci decide: wild type where every place tested for it is not detected, and changes that are absent.

Wild type is met by nothing less: a locus that is not covered or not assessable leaves it open. A named change is not met where
its locus is not detected, so that a profile with "NOT EGFR T790M" can be met; changes too long for callers of small variants,
and everything that is not one place of a gene (loss of function, fusions, amplification), stay open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pm_annotate.knowledge.decided_markers import DecidedMarkers
from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.knowledge.observed_change import named_change
from pm_annotate.model import AssayStatus, Biomarker, BiomarkerKind, LocusStatus
from pm_annotate.model.loci import ActionableLocus

LONGEST_RESIDUES = 16  # callers of small variants find insertions and deletions up to about 50 bases
_NAMED = frozenset({BiomarkerKind.PROTEIN_CHANGE, BiomarkerKind.CODON, BiomarkerKind.ALLELE})


def decided_by_loci(
    loci: Sequence[ActionableLocus], statuses: Sequence[LocusStatus], biomarkers: Mapping[str, Biomarker]
) -> DecidedMarkers:
    """What the loci decide of the biomarkers that they stand for. ``loci`` and ``statuses``: like sequences."""
    of_biomarker: dict[str, list[tuple[ActionableLocus, LocusStatus]]] = {}
    for locus, status in zip(loci, statuses, strict=True):
        for biomarker_id in locus.biomarker_ids:
            of_biomarker.setdefault(biomarker_id, []).append((locus, status))
    states: dict[str, MarkerState] = {}
    said_by: dict[str, str] = {}
    for biomarker_id, pairs in of_biomarker.items():
        state = _state(biomarkers[biomarker_id], pairs)
        if state is not MarkerState.UNKNOWN:
            states[biomarker_id] = state
            said_by[biomarker_id] = "; ".join(dict.fromkeys(_said(locus, status) for locus, status in pairs))
    return DecidedMarkers(states, said_by)


def _state(biomarker: Biomarker, pairs: Sequence[tuple[ActionableLocus, LocusStatus]]) -> MarkerState:
    absent = all(status.status == AssayStatus.NOT_DETECTED for _, status in pairs)
    if biomarker.kind == BiomarkerKind.WILD_TYPE:
        if any(status.status == AssayStatus.DETECTED for _, status in pairs):
            return MarkerState.NOT_MET
        return MarkerState.MET if absent else MarkerState.UNKNOWN
    if absent and biomarker.kind in _NAMED and _is_small(biomarker):
        return MarkerState.NOT_MET
    return MarkerState.UNKNOWN


def _is_small(biomarker: Biomarker) -> bool:
    changes = [named_change(name) for name in biomarker.protein_changes]
    lengths = [max(change.end - change.start + 1, len(change.inserted)) for change in changes if change is not None]
    bases = [max(len(ref), len(alt)) for *_, ref, alt in biomarker.alleles]
    return max(lengths, default=1) <= LONGEST_RESIDUES and max(bases, default=1) <= 3 * LONGEST_RESIDUES


def _said(locus: ActionableLocus, status: LocusStatus) -> str:
    """``KRAS wild type (codons 12, 13): not detected; all 6 bases: reference blocks; depth at least 45``."""
    if status.status == AssayStatus.DETECTED:
        return f"{locus.gene} {locus.name}: altered, {', '.join(status.detected)}"
    return f"{locus.gene} {locus.name}: {status.status.value.replace('_', ' ')}; {status.reason}"

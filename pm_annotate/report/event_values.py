"""What every output says of a structural event: its columns, and what takes the place of an allele's coordinates.

``SVTYPE, SVLEN, END`` and ``CN`` are the words of VCF 4.4; ``VARIANT_CLASS`` is the Sequence Ontology term that VEP gives.
"""

from __future__ import annotations

from collections.abc import Mapping

from pm_annotate.model import GeneEvent, GeneEventKind, StructuralEvent, StructuralType
from pm_annotate.report.maf import MafCoordinates

EVENT_COLUMNS = (
    "event", "event_kind", "event_source", "SVTYPE", "SVLEN", "END", "CN", "minor_CN", "copy_basis", "gene_share", "focal",
    "event_exons", "inframe", "five_prime", "three_prime", "mate_chrom", "mate_pos",
)  # fmt: skip

CHANGES_OF_COPIES = frozenset(
    {GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN, GeneEventKind.LOSS, GeneEventKind.HOMOZYGOUS_DELETION}
)
_GAINS = frozenset({GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN})
_CLASSES = {
    StructuralType.DELETION: "deletion",
    StructuralType.DUPLICATION: "duplication",
    StructuralType.TANDEM_DUPLICATION: "tandem_duplication",
    StructuralType.INSERTION: "insertion",
    StructuralType.INVERSION: "inversion",
    StructuralType.BREAKEND: "chromosome_breakpoint",
    StructuralType.FUSION: "sequence_alteration",
}
_NO_EVENT: Mapping[str, object] = dict.fromkeys(EVENT_COLUMNS)


def event_values(event: GeneEvent | None) -> Mapping[str, object]:
    """The event's own columns; all empty for an allele that is spelt out."""
    if event is None:
        return _NO_EVENT
    of_file = event.event
    mate = _mate(of_file)
    return {
        "event": event.name or None,
        "event_kind": str(event.kind),
        "event_source": of_file.source or None,
        "SVTYPE": str(of_file.svtype),
        "SVLEN": of_file.end - of_file.start + 1 if of_file.end > of_file.start else None,
        "END": of_file.end,
        "CN": _copies(event.copy_number, of_file.copy_number),
        "minor_CN": _copies(event.minor_copies, of_file.minor_copies),
        "copy_basis": of_file.copy_basis or None,
        "gene_share": None if event.share is None else round(event.share, 3),
        "focal": event.focal,
        "event_exons": tuple(str(exon) for exon in event.exons),
        "inframe": event.inframe,
        "five_prime": _partner(event, five_prime=True),
        "three_prime": _partner(event, five_prime=False),
        "mate_chrom": mate[0] if mate else None,
        "mate_pos": mate[1] if mate else None,
    }


def _copies(of_gene: float | None, of_file: float | None) -> float | None:
    """Copies to two digits behind the point: those that follow from a ratio have no more."""
    found = of_gene if of_gene is not None else of_file
    return None if found is None else round(found, 2) + 0.0  # no -0


def event_coordinates(event: GeneEvent) -> MafCoordinates:
    """MAF coordinates of the bases that the event changes, its type and its class."""
    of_file = event.event
    allele = of_file.observation.allele
    of_copies = of_file.svtype == StructuralType.COPY_NUMBER or event.kind in CHANGES_OF_COPIES
    return MafCoordinates(
        of_file.start, of_file.end, allele.vcf_ref, allele.vcf_alt, "CNV" if of_copies else "SV", variant_class(event)
    )


def variant_class(event: GeneEvent) -> str:
    """``copy_number_gain`` for a segment, ``tandem_duplication``..., for what has junctions."""
    if event.event.svtype != StructuralType.COPY_NUMBER:
        return _CLASSES[event.event.svtype]
    if event.kind in _GAINS:
        return "copy_number_gain"
    return "copy_number_loss" if event.kind in CHANGES_OF_COPIES else "copy_number_variation"


def _partner(event: GeneEvent, five_prime: bool) -> str | None:
    partner = event.five_prime if five_prime else event.three_prime
    if partner is None:
        return None
    exon = f" exon {partner.exon}" if partner.exon is not None else ""
    return f"{partner.gene or 'unknown'}{exon}{f' ({partner.place})' if partner.place else ''}"


def _mate(event: StructuralEvent) -> tuple[str, int] | None:
    """The other end of a breakend pair."""
    if event.svtype != StructuralType.BREAKEND or not event.adjacencies or event.adjacencies[0].second is None:
        return None
    first, second = event.adjacencies[0].first, event.adjacencies[0].second
    own = first if (first.chrom, first.pos) != (event.chrom, event.start) else second
    return (own.chrom, own.pos)

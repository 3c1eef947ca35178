"""Events of genes built by hand, as the genome room reads them from structural variants."""

from __future__ import annotations

from pm_annotate.model import (
    Adjacency,
    Breakpoint,
    Call,
    FusionPartner,
    GeneEvent,
    GeneEventKind,
    KeptSide,
    Observation,
    StructuralEvent,
    StructuralType,
)
from tests.knowledge.constructed_table import allele

K = GeneEventKind
COPIES = frozenset({K.AMPLIFICATION, K.GAIN, K.LOSS, K.HOMOZYGOUS_DELETION, K.LOSS_OF_HETEROZYGOSITY})
JOINED = Adjacency(Breakpoint("2", 42295516, KeptSide.LEFT), Breakpoint("2", 29223528, KeptSide.LEFT))


def gene_event(
    kind: GeneEventKind,
    gene: str,
    name: str = "",
    place: str = "1:1000:N:<CNV>",
    end: int | None = None,
    record: int = 1,
    filters: tuple[str, ...] = (),
    **fields: object,
) -> GeneEvent:
    """An event of a gene; copies come from a segment, everything else from a junction."""
    seen = Observation(allele(place, record_number=record), filters, ";".join(filters) or "PASS", Call("T"))
    copies = kind in COPIES
    structural = StructuralEvent(
        observation=seen,
        svtype=StructuralType.COPY_NUMBER if copies else StructuralType.BREAKEND,
        chrom=seen.allele.chrom,
        start=seen.allele.pos,
        end=end or seen.allele.pos,
        adjacencies=() if copies else (JOINED,),
    )
    return GeneEvent(structural, kind, gene, name or f"{gene} {kind.value.replace('_', ' ')}", **fields)  # type: ignore[arg-type]


def fusion(five: str, three: str, e5: int | None = None, e3: int | None = None, **fields: object) -> GeneEvent:
    """``five::three``: in frame, with its kinase where it has one; "" for a side that is no gene."""
    exons = f" e{e5}::e{e3}" if e5 and e3 else ""
    usual: dict[str, object] = {
        "name": f"{five}::{three}{exons}",
        "place": "2:29223528:G:<BND>",
        "inframe": True,
        "five_prime": FusionPartner(five, exon=e5) if five else None,
        "three_prime": FusionPartner(three, exon=e3) if three else None,
    }
    return gene_event(K.FUSION, three or five, **{**usual, **fields})  # type: ignore[arg-type]


def of_record(event: GeneEvent, record: int) -> GeneEvent:
    """The same event read from another record."""
    seen = event.event.observation
    moved = seen._replace(allele=seen.allele._replace(record_number=record))
    return event._replace(event=event.event._replace(observation=moved))

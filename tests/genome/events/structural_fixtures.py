"""Structural events built by hand, as the vcf room reads them, and known fusions at true places on both assemblies."""

from __future__ import annotations

from dataclasses import dataclass

from pm_annotate.genome.genome import Genome
from pm_annotate.model import (
    Adjacency,
    Allele,
    Assembly,
    Breakpoint,
    GeneEvent,
    KeptSide,
    Observation,
    StatedFusion,
    StructuralEvent,
    StructuralType,
)

Place = tuple[str, int, int]  # chromosome, position on GRCh37, position on GRCh38
LEFT, RIGHT = KeptSide.LEFT, KeptSide.RIGHT
OTHER = {LEFT: RIGHT, RIGHT: LEFT}


@dataclass(frozen=True)
class KnownFusion:
    """A junction that makes a fusion: the 5' partner's place and side kept, the 3' partner's, and what must be read from it."""

    five: Place
    five_kept: KeptSide
    three: Place
    three_kept: KeptSide
    name: str
    inframe: bool | None
    kinase_kept: bool | None = True

    def junction(self, assembly: Assembly, flip_five: bool = False, flip_three: bool = False) -> Adjacency:
        """The junction; with both sides flipped the reciprocal one, with one side flipped the wrong orientation."""
        five_kept = OTHER[self.five_kept] if flip_five else self.five_kept
        three_kept = OTHER[self.three_kept] if flip_three else self.three_kept
        return Adjacency(breakpoint(self.five, five_kept, assembly), breakpoint(self.three, three_kept, assembly))


def breakpoint(place: Place, kept: KeptSide, assembly: Assembly) -> Breakpoint:
    return Breakpoint(place[0], on(place, assembly), kept)


def on(place: Place, assembly: Assembly) -> int:
    return place[1] if assembly is Assembly.GRCH37 else place[2]


EML4_13, EML4_6 = ("2", 42524000, 42296860), ("2", 42493000, 42265860)  # introns
ALK_19 = ("2", 29447500, 29224634)
KIF5B_15, RET_11 = ("10", 32315000, 32026072), ("10", 43611000, 43115552)
CD74_6, ROS1_33 = ("5", 149783500, 150403937), ("6", 117646500, 117325337)
ETV6_5, NTRK3_14 = ("12", 12030000, 11877066), ("15", 88500000, 87956769)
BCR_1, BCR_13, BCR_14 = ("22", 23560000, 23217813), ("22", 23632000, 23289813), ("22", 23633500, 23291313)
ABL1_1A, ABL1_1B = ("9", 133720000, 130844613), ("9", 133650000, 130774613)  # behind exon 1a; between 1b and 1a
FGFR2_17, BICC1 = ("10", 123241000, 121481486), ("10", 60400000, 58640240)
TMPRSS2_1, ERG_3 = ("21", 42875000, 41503073), ("21", 39830000, 38458077)
KIAA1549, BRAF_8 = ("7", 138547000, 138862254), ("7", 140489000, 140789200)
FGFR3_17, TACC3 = ("4", 1808700, 1806973), ("4", 1739500, 1737773)
NO_GENE = ("2", 150000000, 149143486)

KNOWN_FUSIONS = {
    "EML4::ALK v1": KnownFusion(EML4_13, LEFT, ALK_19, LEFT, "EML4::ALK e13::e20", True),
    "EML4::ALK v3": KnownFusion(EML4_6, LEFT, ALK_19, LEFT, "EML4::ALK e6::e20", True),
    "KIF5B::RET": KnownFusion(KIF5B_15, RIGHT, RET_11, RIGHT, "KIF5B::RET e15::e12", True),
    "CD74::ROS1": KnownFusion(CD74_6, RIGHT, ROS1_33, LEFT, "CD74::ROS1 e6::e34", True),
    "ETV6::NTRK3": KnownFusion(ETV6_5, LEFT, NTRK3_14, LEFT, "ETV6::NTRK3 e5::e15", True),
    "BCR::ABL1 p210, e13a2": KnownFusion(BCR_13, LEFT, ABL1_1A, RIGHT, "BCR::ABL1 e13::e2", True),
    "BCR::ABL1 p210, e14a2": KnownFusion(BCR_14, LEFT, ABL1_1B, RIGHT, "BCR::ABL1 e14::e2", True),
    "BCR::ABL1 p190": KnownFusion(BCR_1, LEFT, ABL1_1A, RIGHT, "BCR::ABL1 e1::e2", True),
    "FGFR2::BICC1": KnownFusion(FGFR2_17, RIGHT, BICC1, RIGHT, "FGFR2::BICC1", None),
    "TMPRSS2::ERG": KnownFusion(TMPRSS2_1, RIGHT, ERG_3, LEFT, "TMPRSS2::ERG e1::e4", None, None),
    "KIAA1549::BRAF": KnownFusion(KIAA1549, RIGHT, BRAF_8, LEFT, "KIAA1549::BRAF", None),
    "FGFR3::TACC3": KnownFusion(FGFR3_17, LEFT, TACC3, RIGHT, "FGFR3::TACC3", None),
}


def observation(
    assembly: Assembly, chrom: str, pos: int, alt: str, ref: str = "N", info: dict[str, str] | None = None
) -> Observation:
    allele = Allele(assembly, chrom, pos, ref, alt, chrom, pos, ".", ref, alt, record_number=1, retained_info=info or {})
    return Observation(allele, (), "PASS", None)


def of_junctions(
    assembly: Assembly, *junctions: Adjacency, svtype: StructuralType = StructuralType.BREAKEND
) -> StructuralEvent:
    first = junctions[0].first
    seen = observation(assembly, first.chrom, first.pos, "<BND>")
    return StructuralEvent(seen, StructuralType.BREAKEND, first.chrom, first.pos, first.pos, adjacencies=junctions)


def deletion(assembly: Assembly, chrom: str, start: int, end: int) -> StructuralEvent:
    """The bases ``start``..``end`` are lost."""
    seen = observation(assembly, chrom, start - 1, "<DEL>")
    junction = Adjacency(Breakpoint(chrom, start - 1, LEFT), Breakpoint(chrom, end + 1, RIGHT))
    return StructuralEvent(seen, StructuralType.DELETION, chrom, start, end, adjacencies=(junction,))


def tandem(assembly: Assembly, chrom: str, start: int, end: int, inserted: str = "") -> StructuralEvent:
    """The bases ``start``..``end`` stand twice."""
    seen = observation(assembly, chrom, start - 1, "<DUP:TANDEM>")
    junction = Adjacency(Breakpoint(chrom, end, LEFT), Breakpoint(chrom, start, RIGHT), inserted)
    return StructuralEvent(seen, StructuralType.TANDEM_DUPLICATION, chrom, start, end, adjacencies=(junction,))


def inversion(assembly: Assembly, chrom: str, start: int, end: int) -> StructuralEvent:
    """The bases ``start``..``end`` are turned round: both junctions."""
    seen = observation(assembly, chrom, start - 1, "<INV>")
    left = Adjacency(Breakpoint(chrom, start - 1, LEFT), Breakpoint(chrom, end, LEFT))
    right = Adjacency(Breakpoint(chrom, start, RIGHT), Breakpoint(chrom, end + 1, RIGHT))
    return StructuralEvent(seen, StructuralType.INVERSION, chrom, start, end, adjacencies=(left, right))


def insertion(assembly: Assembly, chrom: str, pos: int, bases: str) -> StructuralEvent:
    """``bases`` between ``pos`` and the next."""
    seen = observation(assembly, chrom, pos, "<INS>")
    return StructuralEvent(seen, StructuralType.INSERTION, chrom, pos, pos, inserted=bases)


def stated(assembly: Assembly, fusion: StatedFusion, *junctions: Adjacency) -> StructuralEvent:
    seen = observation(assembly, "1", 1, "<FUSION>")
    return StructuralEvent(seen, StructuralType.FUSION, "1", 1, 1, adjacencies=junctions, stated=fusion, source="fusions.tsv")


def with_annotation(event: StructuralEvent, info: dict[str, str]) -> StructuralEvent:
    allele = event.observation.allele._replace(retained_info=info)
    return event._replace(observation=event.observation._replace(allele=allele))


def one_base(genome: Genome, chrom: str, start: int, end: int) -> str:
    bases = genome.reference(chrom, start, end)
    assert bases is not None
    return bases


def told(events: list[GeneEvent]) -> list[GeneEvent]:
    """Without the event they come from, so that two readings can be compared."""
    blank = StructuralEvent(observation(Assembly.GRCH38, "1", 1, "<X>"), StructuralType.BREAKEND, "1", 1, 1)
    return [one._replace(event=blank) for one in events]

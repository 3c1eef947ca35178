"""What a row says of a structural event: its type, its class, its size, its other end and its partners."""

from __future__ import annotations

import pytest

from pm_annotate.model import Adjacency, Breakpoint, FusionPartner, KeptSide, StructuralType
from pm_annotate.report.event_values import event_coordinates, event_values
from tests.knowledge.constructed_event import JOINED, K, fusion, gene_event


@pytest.mark.parametrize(
    ("kind", "svtype", "variant_type", "variant_class"),
    [
        (K.AMPLIFICATION, "CNV", "CNV", "copy_number_gain"),
        (K.GAIN, "CNV", "CNV", "copy_number_gain"),
        (K.LOSS, "CNV", "CNV", "copy_number_loss"),
        (K.HOMOZYGOUS_DELETION, "CNV", "CNV", "copy_number_loss"),
        (K.LOSS_OF_HETEROZYGOSITY, "CNV", "CNV", "copy_number_variation"),
        (K.LOSS, "DEL", "CNV", "deletion"),
        (K.HOMOZYGOUS_DELETION, "DEL", "CNV", "deletion"),
        (K.DELETION, "DEL", "SV", "deletion"),
        (K.EXON_DELETION, "DEL", "SV", "deletion"),
        (K.AMPLIFICATION, "DUP:TANDEM", "CNV", "tandem_duplication"),
        (K.EXON_DUPLICATION, "DUP", "SV", "duplication"),
        (K.INTERNAL_DUPLICATION, "INS", "SV", "insertion"),
        (K.REARRANGEMENT, "INV", "SV", "inversion"),
        (K.FUSION, "BND", "SV", "chromosome_breakpoint"),
        (K.FUSION, "FUSION", "SV", "sequence_alteration"),
    ],
)
def test_an_event_has_the_type_of_maf_and_the_class_of_vep(kind: K, svtype: str, variant_type: str, variant_class: str) -> None:
    event = gene_event(kind, "ERBB2")
    event = event._replace(event=event.event._replace(svtype=StructuralType(svtype)))
    place = event_coordinates(event)
    assert (place.variant_type, place.variant_class) == (variant_type, variant_class)


def test_the_other_end_of_a_breakend_is_that_where_the_record_does_not_stand() -> None:
    for own, mate in ((42295516, 29223528), (29223528, 42295516)):
        event = fusion("EML4", "ALK")
        values = event_values(event._replace(event=event.event._replace(start=own, end=own, chrom="2")))
        assert (values["mate_chrom"], values["mate_pos"], values["SVLEN"]) == ("2", mate, None)
    single = Adjacency(Breakpoint("2", 29223528, KeptSide.LEFT), None)
    event = fusion("EML4", "ALK")
    for change in ({"adjacencies": (single,)}, {"svtype": StructuralType.DELETION, "adjacencies": (JOINED,)}):
        values = event_values(event._replace(event=event.event._replace(**change)))  # type: ignore[arg-type]
        assert (values["mate_chrom"], values["mate_pos"]) == (None, None)


def test_copies_of_the_gene_go_before_those_of_the_segment() -> None:
    event = gene_event(K.AMPLIFICATION, "ERBB2", place="17:39700000:N:<CNV>", end=39730000, copy_number=12.345, share=0.98765)
    event = event._replace(event=event.event._replace(copy_number=3.0, minor_copies=-0.001))
    values = event_values(event)
    assert (values["CN"], values["SVLEN"], values["END"], values["gene_share"]) == (12.35, 30001, 39730000, 0.988)
    assert str(values["minor_CN"]) == "0.0"  # no -0
    assert event_values(event._replace(copy_number=None))["CN"] == 3.0


def test_partners_have_their_exon_and_their_place() -> None:
    event = fusion("", "ALK")._replace(
        five_prime=FusionPartner("", place="2:150000000"), three_prime=FusionPartner("ALK", exon=20, place="intron 19")
    )
    values = event_values(event)
    assert (values["five_prime"], values["three_prime"]) == ("unknown (2:150000000)", "ALK exon 20 (intron 19)")
    assert event_values(gene_event(K.GAIN, "MYC"))["three_prime"] is None

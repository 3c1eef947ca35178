"""Two hits of a tumour suppressor: said as consistent with, and only where the sample shows two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.two_hits import expected_vafs, loss_of_heterozygosity
from pm_annotate.model import Assembly, BiomarkerKind, Call, GeneEvent
from tests.clinical.constructed_findings import MELANOMA, Annotated, TumorTypes, seen
from tests.knowledge.constructed_event import K, gene_event
from tests.knowledge.constructed_table import ConstructedClinvar, biomarker, effect, table_of
from tests.phased_calls import called

TABLE = table_of(
    biomarker("BRCA2 Loss-of-function", BiomarkerKind.LOSS_OF_FUNCTION),
    biomarker("KRAS Mutation", BiomarkerKind.ANY_VARIANT),
    gene_roles={"BRCA2": frozenset({"tumor_suppressor"}), "KRAS": frozenset({"oncogene"})},
).with_hotspots(("KRAS", "G12D"))
FRAMESHIFT = effect("BRCA2", "S1982Rfs*22", "frameshift_variant", protein_length=3418)
STOP = effect("BRCA2", "E1953*", "stop_gained", protein_length=3418)
MISSENSE = effect("BRCA2", "N372H", "missense_variant", protein_length=3418)
START = "consistent with two hits of tumour suppressor BRCA2: "


def caveats(*annotated: Annotated, events: tuple[GeneEvent, ...] = (), purity: float | None = None) -> list[tuple[str, ...]]:
    variants, _, _ = assemble(
        TABLE, TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA, purity=purity), annotated, events=events
    )
    return [tuple(text for text in one.caveats if "BRCA2" in text) for one in variants]


def frameshift(genotype: str = "0/1", **fields: object) -> Annotated:
    return called("13:32340300:GT:G", genotype, **fields), (FRAMESHIFT,)


def stop(genotype: str = "0/1") -> Annotated:
    return called("13:32340212:G:T", genotype), (STOP,)


def test_two_variants_that_act_are_two_hits_unless_they_lie_in_cis() -> None:
    both = f"{START}BRCA2 p.S1982Rfs*22 and BRCA2 p.E1953*, "
    assert caveats(frameshift(), stop()) == [(f"{both}phase unknown",)] * 2
    assert caveats(frameshift("0|1"), stop("1|0")) == [(f"{both}in trans",)] * 2
    assert caveats(frameshift("0|1"), stop("0|1")) == [
        ("BRCA2 p.E1953* lies in cis: one copy of BRCA2 is hit by both",),
        ("BRCA2 p.S1982Rfs*22 lies in cis: one copy of BRCA2 is hit by both",),
    ]


def test_one_variant_is_one_hit_and_a_variant_of_unknown_action_is_none() -> None:
    assert caveats(frameshift()) == [()]
    polymorphism = called("13:32332592:A:C", "0/1"), (MISSENSE,)
    assert caveats(frameshift(), polymorphism) == [(), ()]


@pytest.mark.parametrize("kind", [K.LOSS, K.LOSS_OF_HETEROZYGOSITY, K.DELETION])
def test_a_variant_with_loss_of_a_copy(kind: object) -> None:
    event = gene_event(kind, "BRCA2", name="BRCA2 loss (1 copy)", place="13:1:N:<DEL>", end=100_000_000)  # type: ignore[arg-type]
    text = f"{START}BRCA2 p.S1982Rfs*22 and BRCA2 loss (1 copy)"
    assert caveats(frameshift(), events=(event,)) == [(text,), (text,)]


def test_a_pathogenic_allele_outside_the_exons_is_a_hit() -> None:
    """BRCA2 c.8754+4A>G by ClinVar, with the loss of the other copy."""
    known = ConstructedClinvar({"13:32376795:A:G": "Pathogenic"}, {"13:32376795:A:G": "BRCA2"})
    splicing = called("13:32376795:A:G", "0/1"), (effect("BRCA2", "", "splice_donor_region_variant&intron_variant"),)
    event = gene_event(K.LOSS, "BRCA2", name="BRCA2 loss (1 copy)", place="13:1:N:<DEL>", end=100_000_000)
    for clinvar, said in ((known, True), (ConstructedClinvar(), False)):
        variants, _, _ = assemble(
            replace(TABLE, clinvar=clinvar), TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA), [splicing], events=(event,)
        )
        assert any(text.startswith(START) for text in variants[0].caveats) == said


def test_a_gain_is_no_hit() -> None:
    assert caveats(frameshift(), events=(gene_event(K.GAIN, "BRCA2"),)) == [(), ()]


@pytest.mark.parametrize(("inframe", "hit"), [(False, True), (True, False), (None, False)])
def test_a_duplication_of_exons_that_shifts_the_frame_is_a_hit(inframe: bool | None, hit: bool) -> None:
    event = gene_event(K.EXON_DUPLICATION, "BRCA2", "BRCA2 exon 3 duplication", "13:32319000:N:<DUP>", inframe=inframe)
    text = f"{START}BRCA2 p.S1982Rfs*22 and BRCA2 exon 3 duplication"
    said = caveats(frameshift(), events=(event,))
    assert [any(one.startswith(text) for one in texts) for texts in said] == [hit, hit]
    assert caveats(frameshift(), events=(event._replace(tier_eligible=False),)) == [(), ()]


@pytest.mark.parametrize(
    ("chrom", "said"), [("13", "both copies are deleted"), ("X", "no copy is left"), ("Y", "no copy is left")]
)
def test_a_homozygous_deletion_is_two_hits_where_there_are_two_copies(chrom: str, said: str) -> None:
    event = gene_event(K.HOMOZYGOUS_DELETION, "BRCA2", place=f"{chrom}:32315000:N:<CNV>", end=32400000)
    assert caveats(events=(event,)) == [(f"{START}{said}",)]
    assert caveats(events=(event._replace(tier_eligible=False),)) == [()]


def test_one_deletion_that_two_callers_show_is_one_hit() -> None:
    segment = gene_event(K.LOSS, "BRCA2", place="13:32315000:N:<CNV>", end=32400000)
    junction = gene_event(K.DELETION, "BRCA2", place="13:32315086:N:<DEL>", end=32400266, record=2)
    assert caveats(events=(segment, junction)) == [(), ()]
    arm = gene_event(K.LOSS, "BRCA2", name="BRCA2 loss", place="13:18000000:N:<CNV>", end=114000000)
    exons = gene_event(K.EXON_DELETION, "BRCA2", name="BRCA2 exon 3 deletion", place="13:32319000:N:<DEL>", end=32319400)
    assert caveats(events=(arm, exons)) == [(f"{START}BRCA2 exon 3 deletion and BRCA2 loss",)] * 2


@pytest.mark.parametrize("other", [K.LOSS, K.DELETION])
def test_a_break_and_the_loss_beside_it_may_be_one_hit(other: object) -> None:
    """A junction inside BRCA2 that ends a loss is how many callers write one deletion: no second hit is claimed."""
    broken = gene_event(K.REARRANGEMENT, "BRCA2", place="13:32340000:N:<BND>")
    loss = gene_event(other, "BRCA2", place="13:18000000:N:<CNV>", end=32340000, record=2)  # type: ignore[arg-type]
    assert caveats(events=(broken, loss)) == [(), ()]


def test_an_oncogene_has_no_two_hits() -> None:
    g12d = seen("12:25245350:C:T", effect("KRAS", "G12D", "missense_variant"))
    variants, _, _ = assemble(
        TABLE, TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA), [g12d], events=(gene_event(K.LOSS, "KRAS"),)
    )
    assert all(one.caveats == () for one in variants)


def test_a_homozygous_genotype() -> None:
    (said,) = caveats(frameshift("1/1", zygosity="homozygous"))
    assert said == (f"{START}the genotype of BRCA2 p.S1982Rfs*22 is homozygous",)


# ------------------------------------------------------------------------------------------------------------ VAF and purity


def test_vaf_says_something_only_where_purity_is_given() -> None:
    seen_often = frameshift(depth=200, alt_count=166, vaf=0.83)
    assert caveats(seen_often) == [()]
    (said,) = caveats(seen_often, purity=0.8)
    assert said == (
        f"{START}VAF 0.83 of BRCA2 p.S1982Rfs*22 fits a germline allele after loss of the other copy at purity 0.8 "
        "(a gain of the mutated copy would raise it as well)",
    )
    assert caveats(seen_often, events=(gene_event(K.GAIN, "BRCA2"),), purity=0.8)[0] == ()


def test_a_somatic_allele_is_compared_with_half_the_purity() -> None:
    normal = Call("N", depth=60, alt_count=0)
    observation, effects = frameshift(depth=200, alt_count=134)
    somatic = observation._replace(normal=normal), effects
    (said,) = caveats(somatic, purity=0.8)
    assert "fits a somatic allele after loss of the other copy at purity 0.8" in said[0]


def test_expected_vafs_are_those_of_the_textbook() -> None:
    assert list(expected_vafs(0.6, germline=False).values()) == pytest.approx([0.3, 0.6 / 1.4, 0.6])
    assert list(expected_vafs(0.6, germline=True).values()) == pytest.approx([0.5, 1 / 1.4, 0.8])


@given(depth=st.integers(20, 2000), purity=st.floats(0.05, 1.0), germline=st.booleans())
def test_an_allele_at_the_vaf_of_no_loss_is_never_called_lost(depth: int, purity: float, germline: bool) -> None:
    expected = expected_vafs(purity, germline)[""]
    assert loss_of_heterozygosity(int(depth * expected), depth, purity, germline) == ""


@given(depth=st.integers(400, 2000), purity=st.floats(0.5, 0.95), germline=st.booleans())
def test_a_deep_allele_at_the_vaf_of_a_loss_is_found(depth: int, purity: float, germline: bool) -> None:
    expected = expected_vafs(purity, germline)
    for name in ("loss of the other copy", "copy-neutral loss of the other copy"):
        assert name in loss_of_heterozygosity(round(depth * expected[name]), depth, purity, germline)


def test_in_a_cell_line_every_read_shows_the_allele_whose_other_copy_is_lost() -> None:
    """COLO-829 and its like have no normal cells: purity 1, where the expected VAF after any loss is 1."""
    either = "loss of the other copy or copy-neutral loss of the other copy"
    assert loss_of_heterozygosity(100, 100, 1.0, germline=True) == either
    assert loss_of_heterozygosity(100, 100, 1.0, germline=False) == either
    assert loss_of_heterozygosity(52, 100, 1.0, germline=True) == ""

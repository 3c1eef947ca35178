"""Alleles that mean something else than others of their gene: another disease, another tissue, less risk, other relatives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pm_annotate.clinical.allele_state import CARRIER, ONE, TWO, TWO_COMPOUND, TWO_OR_LOSS, TWO_UNPHASED
from pm_annotate.clinical.predisposition import predisposition_findings
from pm_annotate.clinical.predisposition_advice import (
    ALSO_RECESSIVE,
    CHECKPOINT,
    DOMINANT,
    DOMINANT_TWO,
    DOMINANT_UNPHASED,
    NOT_KNOWN,
    OF_THE_FATHER,
    RECESSIVE_CARRIER,
    RECESSIVE_TWO,
    RECESSIVE_UNPHASED,
    X_LINKED,
    actionable_in_patient,
    findings_by_allele,
    reportable_to_relatives,
)  # fmt: skip
from pm_annotate.clinical.predisposition_context import PredispositionContext
from pm_annotate.clinical.predisposition_doubts import LOW_PENETRANCE, NOT_ITS_END, caveats_of_allele, other_disease
from pm_annotate.genome.genome import load_genome
from pm_annotate.genome.nonsense_mediated_decay import TruncationFate
from pm_annotate.genome.sequence import complement
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Assembly, Call, GeneEventKind, MatchLevel, Observation, PredispositionFinding, VariantReport
from tests.clinical.inherited_variants import GENES, LOSS, Clinvar, finding_on, found, variant
from tests.knowledge.constructed_event import gene_event
from tests.knowledge.constructed_table import allele

GAIN = ("gain_of_function",)
MORE = {
    "EPCAM": PredispositionGene("EPCAM", ("AD",), LOSS, "CPSR"),
    "POLE": PredispositionGene("POLE", ("AD", "AR"), GAIN, "CPSR"),
    "PPM1D": PredispositionGene("PPM1D", ("AD",), GAIN, "CPSR"),
    "SDHD": PredispositionGene("SDHD", ("AD",), LOSS, "CPSR"),
    "TERT": PredispositionGene("TERT", ("AD", "AR"), (*GAIN, *LOSS), "CPSR"),
}


def of_clinvar(one: VariantReport, escapes: bool = False) -> PredispositionFinding:
    """The finding on an allele that ClinVar calls pathogenic."""
    key = one.observation.allele.key
    context = PredispositionContext(
        {**GENES, **MORE},
        Clinvar({key: ("Pathogenic", one.effects[0].gene)}),
        fate_of=lambda allele, effect: TruncationFate(escapes),
    )
    (finding,) = predisposition_findings([one], (), context)
    return finding


@pytest.mark.parametrize("gene", ["RET", "POLE"])  # Hirschsprung's disease; a recessive immunodeficiency
def test_a_loss_in_a_gene_of_gain_is_no_advice_for_relatives(gene: str) -> None:
    one = of_clinvar(variant(gene))
    assert (one.classification, one.reportable_to_relatives, one.secondary_finding) == ("ClinVar Pathogenic", "", False)
    assert any("predisposes by gain of function" in caveat for caveat in one.caveats)


@pytest.mark.parametrize(
    ("gene", "consequence", "escapes"),
    [("RET", "missense_variant", False), ("PPM1D", "frameshift_variant", True), ("TERT", "stop_gained", False)],
)
def test_what_may_be_the_gain_is_advice(gene: str, consequence: str, escapes: bool) -> None:
    one = of_clinvar(variant(gene, consequence=consequence), escapes)
    assert "dominant" in one.reportable_to_relatives
    assert not any("gain of function" in caveat for caveat in one.caveats)


def test_a_small_change_of_epcam_is_no_lynch_syndrome() -> None:
    for one in (of_clinvar(variant("EPCAM")), of_clinvar(variant("EPCAM", consequence="missense_variant"))):
        assert not one.reportable_to_relatives
        assert any("deletions of its last exons" in caveat for caveat in one.caveats)


def test_a_change_of_blood_cells_is_to_be_confirmed_in_another_tissue() -> None:
    one = of_clinvar(variant("PPM1D", consequence="frameshift_variant"), escapes=True)
    assert (one.origin, one.confirm_in_germline) == ("germline", True)
    assert one.reportable_to_relatives.startswith("if confirmed in germline: ")
    assert any("clonal haematopoiesis" in caveat and "confirm in germline" in caveat for caveat in one.caveats)


def test_few_reads_in_the_normal_are_to_be_confirmed_before_relatives_are_told() -> None:
    low, half = (of_clinvar(variant("TP53", vaf=vaf)) for vaf in (0.15, 0.45))
    assert (low.confirm_in_germline, half.confirm_in_germline) == (True, False)
    assert low.reportable_to_relatives.startswith("if confirmed in germline: dominant")


def test_an_allele_of_lower_risk_says_so() -> None:
    one = variant("BRCA1", consequence="missense_variant")
    lower = one._replace(effects=(one.effects[0]._replace(hgvsc="c.5096G>A"),))
    assert any(caveat.startswith("lower risk than by other alleles of BRCA1") for caveat in of_clinvar(lower).caveats)
    assert not of_clinvar(one).caveats


def test_a_paraganglioma_follows_the_father() -> None:
    assert "where the allele comes from the father" in of_clinvar(variant("SDHD")).reportable_to_relatives
    assert "father" not in of_clinvar(variant("BRCA1")).reportable_to_relatives


def test_two_alleles_of_a_dominant_gene_are_not_one_in_two_children() -> None:
    (one,) = found(variant("MLH1", zygosity="homozygous"))
    assert "every child has one" in one.reportable_to_relatives
    assert "recessive disease of their own" in one.reportable_to_relatives  # constitutional mismatch-repair deficiency
    pair, trans, cis = (
        (variant("MLH1", 100, genotype=first), variant("MLH1", 200, genotype=second))
        for first, second in (("0/1", "0/1"), ("0|1", "1|0"), ("0|1", "0|1"))
    )
    assert all("every child has one" in one.reportable_to_relatives for one in found(*trans))
    assert all("unknown phase" in one.reportable_to_relatives for one in found(*pair))
    assert all("1 in 2" in one.reportable_to_relatives for one in found(*cis))


def test_one_allele_or_two_of_a_dominant_gene_is_one_in_two_children() -> None:
    (one,) = found(variant("BRCA1", status="Unknown", zygosity="homozygous"))
    assert one.allele_state == "one allele or two"
    assert "1 in 2" in one.reportable_to_relatives


def test_two_unphased_recessive_alleles_ask_for_a_test_of_relatives() -> None:
    for one in found(variant("MUTYH", 100), variant("MUTYH", 200)):
        assert "unknown phase" in one.reportable_to_relatives


@pytest.mark.parametrize(
    ("gene", "exon", "intron", "told"),
    [
        ("PMS2", "9/15", "", True),
        ("PMS2", "10/15", "", False),  # PMS2CL has no exon 10
        ("PMS2", "11/15", "", True),
        ("PMS2", "15/15", "", True),
        ("PMS2", "6-8/15", "", False),
        ("PMS2", "8-10/15", "", True),  # a deletion written out
        ("PMS2", "", "7/14", False),
        ("PMS2", "", "8/14", True),  # beside exon 9
        ("PMS2", "", "9/14", True),
        ("PMS2", "", "", False),
        ("CHEK2", "10/15", "", False),
        ("CHEK2", "", "10/14", True),
        ("CHEK2", "15/15", "", True),
        ("BRCA1", "11/23", "", False),
    ],
)
def test_the_exons_that_a_pseudogene_shares(gene: str, exon: str, intron: str, told: bool) -> None:
    one = variant(gene)
    (effect,) = one.effects
    others = (effect._replace(gene="AIMP2", exon="12/15"), effect._replace(is_primary=False, exon="12/15"))
    here = one._replace(effects=(*others, effect._replace(exon=exon, intron=intron)))
    caveats = list(caveats_of_allele(here, gene, germline=True))
    assert bool(caveats) is told
    assert all(f"for those of {gene}" in caveat for caveat in caveats)


@pytest.mark.parametrize(("exons", "cut", "told"), [((13, 14), (), True), ((6,), (), False), ((10,), (11,), True)])
def test_a_deletion_of_exons_that_a_pseudogene_shares(exons: tuple[int, ...], cut: tuple[int, ...], told: bool) -> None:
    """PMS2 exons 13 and 14: the reads may have been those of PMS2CL."""
    event = gene_event(GeneEventKind.EXON_DELETION, "PMS2", exons=exons, exons_cut=cut)
    caveats = caveats_of_allele(variant("PMS2")._replace(effects=(), event=event), "PMS2", germline=True)
    assert any("PMS2CL" in caveat for caveat in caveats) is told


@pytest.mark.parametrize(
    ("kind", "consequence", "lynch"),
    [
        (GeneEventKind.EXON_DELETION, ("stop_lost",), True),  # exons 8 and 9: reads on into MSH2
        (GeneEventKind.EXON_DELETION, ("inframe_deletion",), False),  # exon 3
        (GeneEventKind.DELETION, (), True),
    ],
)
def test_only_a_deletion_that_takes_the_end_of_epcam_is_lynch_syndrome(
    kind: GeneEventKind, consequence: tuple[str, ...], lynch: bool
) -> None:
    one = variant("EPCAM")._replace(effects=(), event=gene_event(kind, "EPCAM", consequence=consequence))
    assert other_disease(one, MORE["EPCAM"], lambda allele, effect: None) == ("" if lynch else NOT_ITS_END)


@pytest.mark.parametrize("gene", ["ASXL1", "DNMT3A", "JAK2", "PPM1D", "TET2"])
def test_alleles_of_blood_clones_are_told_of_germline_calls_only(gene: str) -> None:
    assert len(list(caveats_of_allele(variant(gene), gene, germline=True))) == 1
    assert not list(caveats_of_allele(variant(gene), gene, germline=False))


@pytest.mark.parametrize(("gene", "hgvsc"), LOW_PENETRANCE)
def test_alleles_of_low_penetrance_are_named_as_the_genome_names_them(gene: str, hgvsc: str, resources: Path) -> None:
    """A key that no allele is named by would never be found."""
    found = re.fullmatch(r"c\.(\d+)(\+1)?([ACGT])>([ACGT])", hgvsc)
    assert found is not None
    genome = load_genome(resources / "genome", Assembly.GRCH38)
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    place = transcript.genomic(int(found[1]) - 1)
    assert place is not None
    bases = f"{found[3]}:{found[4]}" if transcript.strand > 0 else f"{complement(found[3])}:{complement(found[4])}"
    seen = allele(f"{transcript.chrom}:{place + (transcript.strand if found[2] else 0)}:{bases}")
    one = VariantReport(Observation(seen, (), "PASS", Call("S")), tuple(genome.effects(seen)))
    assert any(caveat.startswith("lower risk") for caveat in caveats_of_allele(one, gene, germline=False))


@pytest.mark.parametrize(
    ("inheritance", "state", "text"),
    [
        (("AD",), ONE, DOMINANT),
        (("AD",), TWO_OR_LOSS, DOMINANT),
        (("AD",), TWO, DOMINANT_TWO),
        (("AD",), TWO_COMPOUND, DOMINANT_TWO),
        (("AD",), TWO_UNPHASED, DOMINANT_UNPHASED),
        (("AD", "AR"), ONE, DOMINANT),
        (("AD", "AR"), TWO, f"{DOMINANT_TWO}; {ALSO_RECESSIVE}"),
        (("AR",), CARRIER, RECESSIVE_CARRIER),
        (("AR",), TWO_OR_LOSS, RECESSIVE_CARRIER),
        (("AR",), TWO, RECESSIVE_TWO),
        (("AR",), TWO_COMPOUND, RECESSIVE_TWO),
        (("AR",), TWO_UNPHASED, RECESSIVE_UNPHASED),
        (("XL",), ONE, X_LINKED),
        ((), ONE, NOT_KNOWN),
        ((), TWO, NOT_KNOWN),
    ],
)
def test_what_each_inheritance_means_for_relatives(inheritance: tuple[str, ...], state: str, text: str) -> None:
    gene = PredispositionGene("GENE", inheritance, LOSS, "CPSR")
    assert reportable_to_relatives(gene, state, to_review=False, confirmed=True) == text
    before = "if confirmed in germline: after review of the classification: "
    assert reportable_to_relatives(gene, state, to_review=True, confirmed=False) == before + text


@pytest.mark.parametrize("gene", ["SDHD", "SDHAF2"])
def test_the_genes_whose_tumours_follow_the_father(gene: str) -> None:
    assert OF_THE_FATHER in reportable_to_relatives(PredispositionGene(gene, ("AD",), LOSS, "CPSR"), ONE, False, True)


@pytest.mark.parametrize(
    ("tier_class", "tier", "origin", "counts"),
    [
        ("therapy", "Tier I-A", "", True),
        ("therapy", "Tier I-B", "Rare Germline", True),
        ("therapy", "Tier II-C", "", True),
        ("therapy", "Tier II-D", "", False),
        ("therapy", "", "", False),
        ("resistance", "Tier I-A", "", False),
        ("predisposition", "Tier I-A", "", False),
        ("therapy", "Tier I-A", "Somatic", False),  # EGFR p.T790M acquired under therapy
    ],
)
def test_the_findings_that_an_inherited_allele_can_be_treated_by(tier_class: str, tier: str, origin: str, counts: bool) -> None:
    one = variant("BRCA1")
    finding = finding_on(one, "BRCA1", MatchLevel.PROTEIN, variant_origin=origin)
    finding = finding._replace(tier_class=tier_class, amp_tier=tier)
    allele = one.observation.allele
    assert findings_by_allele([finding]) == ({(allele.record_number, allele.key): [finding]} if counts else {})


def test_the_best_drugs_stand_first_and_the_rest_are_counted() -> None:
    one = variant("BRCA1")
    tiers = ("Tier II-C", "Tier I-A", "Tier I-B", "Tier I-B", "Tier I-B", "Tier I-B")
    drugs = (("F",), ("A", "B"), ("B",), ("C",), ("D",), ("E",))
    found = [
        finding_on(one, "BRCA1", MatchLevel.PROTEIN, therapies=drug)._replace(amp_tier=tier)
        for drug, tier in zip(drugs, tiers, strict=True)
    ]
    assert actionable_in_patient("BRCA1", found) == "A + B, B, C, D, E and 1 more: 6 findings in this report, best Tier I-A"
    assert actionable_in_patient("BRCA1", found[1:]) == "A + B, B, C, D, E: 5 findings in this report, best Tier I-A"
    unnamed = finding_on(one, "BRCA1", MatchLevel.PROTEIN, therapies=())
    assert actionable_in_patient("BRCA1", [unnamed, found[0]]) == "F: 2 findings in this report, best Tier I-A"


@pytest.mark.parametrize("gene", ["MLH1", "MSH2", "MSH6", "PMS2", "EPCAM"])
def test_an_allele_of_mismatch_repair_asks_for_a_test_of_the_tumour(gene: str) -> None:
    assert actionable_in_patient(gene, []) == CHECKPOINT

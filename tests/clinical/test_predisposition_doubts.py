"""Alleles that mean something else than others of their gene: another disease, another tissue, less risk, other relatives."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.allele_state import CIS, TRANS
from pm_annotate.clinical.predisposition import PredispositionContext, predisposition_findings
from pm_annotate.genome.nonsense_mediated_decay import TruncationFate
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import PredispositionFinding, VariantReport
from tests.clinical.test_predisposition import GENES, LOSS, Clinvar, found, variant

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
    pair = variant("MLH1", 100), variant("MLH1", 200)
    assert all("every child has one" in one.reportable_to_relatives for one in found(*pair, phase=TRANS))
    assert all("unknown phase" in one.reportable_to_relatives for one in found(*pair))
    assert all("1 in 2" in one.reportable_to_relatives for one in found(*pair, phase=CIS))


def test_one_allele_or_two_of_a_dominant_gene_is_one_in_two_children() -> None:
    (one,) = found(variant("BRCA1", status="Unknown", zygosity="homozygous"))
    assert one.allele_state == "one allele or two"
    assert "1 in 2" in one.reportable_to_relatives


def test_two_unphased_recessive_alleles_ask_for_a_test_of_relatives() -> None:
    for one in found(variant("MUTYH", 100), variant("MUTYH", 200)):
        assert "unknown phase" in one.reportable_to_relatives

"""What speaks for germline and what for somatic in a tumour alone, and how population frequencies are read."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.mutation_status import mutation_status
from pm_annotate.clinical.origin import FOR_GERMLINE, FOR_SOMATIC, OriginContext, origin_evidence, speaks_for_somatic
from pm_annotate.clinical.population_frequency import is_common, population_frequencies
from pm_annotate.model import Allele, Assembly, Call, Observation


def seen(vaf: float | None = None, ref: str = "A", alt: str = "T", vcf_id: str = ".", **info: str) -> Observation:
    allele = Allele(Assembly.GRCH38, "7", 140753336, ref, alt, "7", 140753336, vcf_id, ref, alt, retained_info=info)
    return Observation(allele, (), "PASS", Call("T", vaf=vaf))


@pytest.mark.parametrize(
    ("observation", "way"),
    [
        (seen(0.49), FOR_GERMLINE),
        (seen(0.97), FOR_GERMLINE),
        (seen(0.29), FOR_SOMATIC),
        (seen(0.25, ref="AT", alt="A"), ""),
        (seen(0.19, ref="AT", alt="A"), FOR_SOMATIC),
        (seen(0.35), ""),
        (seen(None), ""),
        (seen(POPAF="2.0"), FOR_GERMLINE),
        (seen(POPAF="7.3"), ""),
        (seen(gnomADe_AF="0.0004"), FOR_GERMLINE),
        (seen(population_vcf_AF="0.02"), FOR_GERMLINE),
        (seen(**{"1000g2015aug_all": "0.31"}), FOR_GERMLINE),  # ANNOVAR
        (seen(gnomAD_genome_ALL="."), ""),
        (seen(GERMQ="93"), FOR_SOMATIC),
        (seen(GERMQ="1"), FOR_GERMLINE),
        (seen(GermlineStatus="Germline_DB"), FOR_GERMLINE),
        (seen(GermlineStatus="Somatic"), FOR_SOMATIC),
        (seen(SOMATIC=""), FOR_SOMATIC),
        (seen(STATUS="LikelySomatic"), FOR_SOMATIC),
    ],
)
def test_each_piece_says_which_way_it_speaks(observation: Observation, way: str) -> None:
    evidence = origin_evidence(observation)
    assert [text for text in evidence if way and way in text] == list(evidence)
    assert bool(evidence) == bool(way)


def test_a_hotspot_speaks_for_somatic_and_the_esmo_genes_either_way() -> None:
    (hotspot,) = origin_evidence(seen(), ("hotspot BRAF V600E", "civic:EID1: oncogenic"))
    assert FOR_SOMATIC in hotspot
    assert all(FOR_GERMLINE in origin_evidence(seen(), genes=(gene,))[0] for gene in ("BRCA1", "BRCA2", "PALB2"))
    assert all(FOR_SOMATIC in origin_evidence(seen(), genes=(gene,))[0] for gene in ("TP53", "APC", "STK11"))
    assert origin_evidence(seen(), genes=("ATM",)) == ()


def test_an_allele_of_clinvar_that_is_no_hotspot_speaks_neither_way() -> None:
    """MUTYH p.Gly396Asp: known in families, and nothing that tumours make again and again."""
    (text,) = origin_evidence(seen(), ("civic:EID1: oncogenic",), "Pathogenic")
    assert text == "ClinVar Pathogenic: seen as an inherited allele"


def test_dbsnp_speaks_neither_way() -> None:
    (text,) = origin_evidence(seen(vcf_id="rs113488022"))
    assert FOR_GERMLINE not in text
    assert FOR_SOMATIC not in text


def test_as_many_pieces_either_way_do_not_look_somatic() -> None:
    assert not speaks_for_somatic((f"a: {FOR_SOMATIC}", f"b: {FOR_GERMLINE}"))
    assert speaks_for_somatic((f"a: {FOR_SOMATIC}", "c"))
    assert not speaks_for_somatic(())


def test_a_field_with_a_value_per_alt_is_read_at_its_place() -> None:
    allele = Allele(
        Assembly.GRCH38, "1", 5, "A", "G", "1", 5, ".", "A", "G", retained_info={"POPAF": "7.3,2.0"}, vcf_alts=("C", "G")
    )
    assert population_frequencies(allele) == {"POPAF": pytest.approx(0.01)}
    assert is_common(allele)


@pytest.mark.parametrize("info", [{"gnomAD_AF": "0.1,0.2"}, {"gnomAD_AF": "."}, {"gnomAD_AF": "3"}, {}])
def test_what_cannot_be_read_is_no_frequency(info: dict[str, str]) -> None:
    assert population_frequencies(seen(**info).allele) == {}


def test_every_allele_of_a_germline_file_is_germline() -> None:
    assert mutation_status(seen(0.1), OriginContext("--germline")) == "Germline"


def test_a_germline_caller_does_not_make_few_reads_inherited() -> None:
    """EGFR L858R at a VAF of 0.15 in a lung tumour that was called with bcftools is not in the patient's children."""
    told = OriginContext("its header names bcftools call")
    call = Call("P001", genotype="0/1", carries=True, depth=200, ref_count=170, alt_count=30, vaf=0.15)
    assert mutation_status(seen()._replace(tumor=call), told) == "Unknown"
    assert mutation_status(seen()._replace(tumor=call._replace(depth=10, alt_count=2, vaf=0.2)), told) == "Germline"
    assert mutation_status(seen()._replace(tumor=call._replace(alt_count=90, vaf=0.45)), told) == "Germline"
    assert mutation_status(seen()._replace(tumor=call), OriginContext("--germline")) == "Germline"
    assert mutation_status(seen(0.5)) == "Unknown"

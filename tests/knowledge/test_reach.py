"""How much of the knowledge a sample could meet, counted honestly."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.inventory import take_inventory
from pm_annotate.knowledge.reach import NO_COORDINATES, NO_PLACE, NOT_TYPED, Coordinates, reach, why_not_reached
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind
from tests.knowledge.constructed_table import biomarker, protein, statement, table_of

B = BiomarkerKind
GENES = Coordinates({"EML4", "ALK", "EGFR", "MET"}, {"TACC3"})


def fused(five: str, three: str) -> Biomarker:
    return biomarker(f"{five}::{three}", B.FUSION, gene=three, five_prime=five, three_prime=three)


@pytest.mark.parametrize(
    ("marker", "why"),
    [
        (fused("EML4", "ALK"), ""),
        (fused("v", "ALK"), ""),
        (fused("HIP1", "ALK"), NO_COORDINATES),
        (fused("MET", "TACC3"), ""),
        (biomarker("TACC3 Amplification", B.AMPLIFICATION), NO_COORDINATES),
        (biomarker("MET Amplification", B.AMPLIFICATION), ""),
        (biomarker("C19MC Amplification", B.AMPLIFICATION), NO_COORDINATES),
        (protein("PRPS1", "S103N"), NO_COORDINATES),
        (protein("PRPS1", "S103N", alleles=((Assembly.GRCH38, "X", 107643000, "G", "A"),)), ""),
        (biomarker("EGFR Rare Mutation", B.OTHER), NOT_TYPED),
        (biomarker("HLA-A *02:01", B.HAPLOTYPE), NO_PLACE),
        (biomarker("TYMS rs34743033", B.POLYMORPHISM, rsid="rs34743033"), ""),
    ],
)
def test_a_marker_needs_a_matcher_a_name_and_a_place(marker: Biomarker, why: str) -> None:
    assert why_not_reached(marker, GENES) == why


def test_what_no_vcf_shows_is_not_asked_and_what_is_not_typed_is() -> None:
    table = table_of(
        protein("EGFR", "L858R"), fused("HIP1", "ALK"), biomarker("EGFR Expression", B.EXPRESSION),
        biomarker("EGFR Rare Mutation", B.OTHER), biomarker("TMB High", B.SIGNATURE),
    )  # fmt: skip
    profiles = [
        "EGFR_L858R", "EGFR_Expression", "EGFR_L858R AND EGFR_Expression", "EGFR_L858R OR EGFR_Expression", "TMB_High",
        "HIP1::ALK", "EGFR_Rare_Mutation", "EGFR_L858R AND HIP1::ALK", "NOT EGFR_L858R",
    ]  # fmt: skip
    counted = reach([statement(profile, profile) for profile in profiles], table.biomarkers, GENES)
    assert (counted.shown, counted.reached) == (6, 3)
    assert counted.reasons == {NO_COORDINATES: 2, NOT_TYPED: 1}
    assert counted.share == 0.5


def genes_of(resources: Path, assembly: Assembly) -> set[str]:
    rows = (resources / "genome" / f"transcripts.{assembly}.tsv").read_text(encoding="utf-8").splitlines()
    return {row.split("\t")[0] for row in rows if not row.startswith("#")} - {"gene"}


def test_nine_of_ten_civic_statements_could_be_met(resources: Path) -> None:
    genes = genes_of(resources, Assembly.GRCH37) & genes_of(resources, Assembly.GRCH38)
    inventory = take_inventory(load_knowledge(resources / "knowledge"), coordinates=Coordinates(genes))
    civic = inventory.reach["CIViC"]
    assert civic.shown > 4000
    assert civic.share >= 0.9
    assert civic.shown - civic.reached == sum(civic.reasons.values())

"""A real colorectal tumour that carries DPYD c.1905+1G>A, on both assemblies."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import read_header


@pytest.mark.parametrize(("assembly", "pos"), [(Assembly.GRCH37, 97915614), (Assembly.GRCH38, 97450058)])
def test_dpyd_splice_variant_of_a_colorectal_tumour(
    assembly: Assembly, pos: int, pgx: Pharmacogenomics, shared_data: Path
) -> None:
    header = read_header(str(shared_data / "vcf" / "somatic" / f"T001-COAD.{assembly.lower()}.vcf.gz"))
    (sample,) = header.samples
    sites = genotypes_at(header, pgx.regions(assembly), [sample])[sample]
    calls = {call.gene: call for call in pgx.calls(assembly, tumor=sites, tumor_sample=sample)}
    dpyd = calls["DPYD"]
    assert dpyd.diplotypes == ("Reference/c.1905+1G>A (*2A)",)
    assert (dpyd.status, dpyd.phenotype, dpyd.activity_score) == ("partial", "Intermediate Metabolizer", "1.0")
    assert "genotype from the tumour column: confirm in germline" in dpyd.caveats
    assert [(position.pos, position.genotype, position.depth) for position in dpyd.positions] == [(pos, "C/T", 34)]
    assert len(dpyd.missing) == 82
    assert "rs67376798" in {position.rsid for position in dpyd.missing}
    assert "Poor Metabolizer" in dpyd.possible_phenotypes
    assert {guidance.drug: guidance.action for guidance in dpyd.guidance} == {
        "capecitabine": "reduce",
        "flucytosine": "monitor",
        "fluorouracil": "reduce",
        "tegafur": "avoid",
    }
    assert all(call.status == "not called" for gene, call in calls.items() if gene != "DPYD")

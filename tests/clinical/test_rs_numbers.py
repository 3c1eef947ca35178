"""A statement that names its allele by an rs number is met by the allele itself, whatever the ID column holds."""

from __future__ import annotations

import pytest

from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.knowledge.matching import HOMOZYGOUS_CARRIERS
from pm_annotate.model import Assembly
from pm_annotate.tables import Tables
from tests.knowledge.matches_of_alleles import match_allele


@pytest.mark.parametrize(("assembly", "text"), [("GRCh37", "1:97547947:T:A"), ("GRCh38", "1:97082391:T:A")])
def test_dpyd_d949v_meets_the_statement_on_rs67376798(assembly: str, text: str) -> None:
    tables, build = Tables(), Assembly(assembly)
    typed = parse_variant(text, tables.genome(build))
    assert typed.allele is not None
    (match,) = match_allele(tables.knowledge, build, typed.allele, typed.effects)
    assert match.biomarker.rsid == "rs67376798"
    assert HOMOZYGOUS_CARRIERS in match.caveats

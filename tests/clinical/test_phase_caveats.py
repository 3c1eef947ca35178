"""What a finding on two changes of one gene says of their phase."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.model import Assembly
from tests.clinical.constructed_findings import MELANOMA, TumorTypes
from tests.knowledge.constructed_table import effect, protein, statement, table_of
from tests.phased_calls import C797S, T790M, called


@pytest.mark.parametrize(
    ("genotypes", "said"),
    [
        (("0|1", "0|1"), "EGFR p.T790M and EGFR p.C797S are in cis: on the same chromosome copy"),
        (("0|1", "1|0"), "EGFR p.T790M and EGFR p.C797S are in trans: on different chromosome copies"),
        (("0/1", "0/1"), "EGFR p.T790M and EGFR p.C797S: whether they are in cis or in trans is not known"),
    ],
)
def test_a_profile_of_two_changes_of_a_gene_says_their_phase(genotypes: tuple[str, str], said: str) -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "C797S"),
        statements=[statement("S1", "EGFR_T790M AND EGFR_C797S", therapies=("Brigatinib",))],
    )  # fmt: skip
    annotated = [
        (called(place, genotype), (effect("EGFR", name, "missense_variant"),))
        for place, genotype, name in zip((T790M, C797S), genotypes, ("T790M", "C797S"), strict=True)
    ]
    _, (finding,), _ = assemble(table, TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA), annotated)
    assert finding.caveats == (said,)


def test_the_phase_of_a_pair_is_said_beside_a_change_of_another_gene() -> None:
    """BRAF V600E beside EGFR T790M and C797S: cis or trans decides the EGFR inhibitor all the same."""
    table = table_of(
        protein("BRAF", "V600E"), protein("EGFR", "T790M"), protein("EGFR", "C797S"),
        statements=[statement("S1", "BRAF_V600E AND EGFR_T790M AND EGFR_C797S")],
    )  # fmt: skip
    annotated = [
        (called(place, "0|1"), (effect(gene, name, "missense_variant"),))
        for place, gene, name in ((T790M, "EGFR", "T790M"), (C797S, "EGFR", "C797S"), ("7:140753336:A:T", "BRAF", "V600E"))
    ]
    _, (finding,), _ = assemble(table, TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA), annotated)
    assert finding.caveats == ("EGFR p.T790M and EGFR p.C797S are in cis: on the same chromosome copy",)

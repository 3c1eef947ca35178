"""An ALT may hold N: a base that nobody knows. What it does to a protein is said only where any base does the same."""

from __future__ import annotations

import pytest

from pm_annotate.genome.sequence import codon_residue, translate
from pm_annotate.model import Allele, Assembly
from pm_annotate.tables import Tables


@pytest.mark.parametrize(
    ("chrom", "pos", "ref", "consequence", "short"),
    [
        ("7", 140_753_335, "C", "synonymous_variant", "p.V600="),  # BRAF GTG>GTN; it had findings of Tier I-B as p.V600X
        ("12", 25_245_349, "A", "synonymous_variant", "p.G12="),  # KRAS GGT>GGN
        ("7", 140_753_336, "A", "coding_sequence_variant", ""),  # BRAF GTG>GNG: shown, without tier
    ],
)
def test_an_unknown_third_base_changes_no_residue_that_it_does_not_decide(
    chrom: str, pos: int, ref: str, consequence: str, short: str
) -> None:
    allele = Allele(Assembly.GRCH38, chrom, pos, ref, "N", chrom, pos, "", ref, "N", None)
    effect = Tables().genome(Assembly.GRCH38).effects(allele)[0]
    assert (consequence in effect.consequence, effect.hgvsp_short) == (True, short)


def test_codons_with_an_unknown_base() -> None:
    assert [codon_residue(codon) for codon in ("GTN", "GGN", "CAN", "GNG", "NTT", "NNN", "AT")] == [*"VGXXXXX"]
    assert translate("GTNCANATGNN") == "VXM"

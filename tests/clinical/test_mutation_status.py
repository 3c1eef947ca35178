"""Somatic or germline, as far as the matched normal tells."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.mutation_status import mutation_status, origin_caveat
from pm_annotate.model import Call, Observation
from tests.knowledge.constructed_table import allele, statement


@pytest.mark.parametrize(
    ("normal", "status"),
    [
        (None, "Unknown"),
        (Call("N", depth=60, alt_count=28, vaf=0.47), "Germline"),
        (Call("N", depth=60, alt_count=0, vaf=0.0), "Somatic"),
        (Call("N", depth=60, alt_count=3, vaf=0.05), "Somatic"),
        (Call("N", depth=10, alt_count=2), "Somatic"),
        (Call("N", depth=100, alt_count=5), "Somatic"),  # 5 %: tumour cells in the normal
        (Call("N", depth=30, alt_count=3), "Germline"),
        (Call("N", depth=4, alt_count=0), "Unknown"),
        (Call("N", depth=4, alt_count=2, genotype="0/1", carries=True), "Germline"),
        (Call("N", depth=0, alt_count=0), "Unknown"),
        (Call("N", depth=50, vaf=0.5), "Germline"),  # depth and fraction alone: Varlociraptor, Octopus
        (Call("N", depth=50, vaf=0.0), "Somatic"),
        (Call("N", depth=4, vaf=0.0), "Unknown"),
        (Call("N", genotype="0/1", carries=True), "Germline"),
        (Call("N", genotype="0/0", carries=False), "Somatic"),
        (Call("N"), "Unknown"),
    ],
)
def test_status(normal: Call | None, status: str) -> None:
    seen = Observation(allele("13:32340300:GT:G"), (), "PASS", tumor=Call("T"), normal=normal)
    assert mutation_status(seen) == status


@pytest.mark.parametrize(
    ("origin", "status", "words"),
    [
        ("Rare Germline", "Unknown", "confirm in germline"),
        ("Rare Germline", "Somatic", "this one is somatic"),
        ("Rare Germline", "Germline", ""),
        ("Somatic", "Germline", "this one is germline"),
        ("Somatic", "Unknown", ""),
        ("", "Somatic", ""),
    ],
)
def test_the_statements_origin_is_held_against_the_status(origin: str, status: str, words: str) -> None:
    said = origin_caveat(statement("S", "X", variant_origin=origin), status)
    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize(("in_normal", "status"), [(8, "Germline"), (3, "Unknown"), (0, "Unknown")])
def test_reads_of_a_normal_without_depth(in_normal: int, status: str) -> None:
    """Lumpy: 9 pairs and splits of the tumour show the deletion; no reference reads, genotypes are ./. ."""
    tumor, normal = Call("T", genotype="./.", alt_count=9), Call("N", genotype="./.", alt_count=in_normal)
    assert mutation_status(Observation(allele("9:21960000:N:<DEL>"), (), "PASS", tumor, normal)) == status

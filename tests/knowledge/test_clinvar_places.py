"""Where ClinVar's alleles lie, read from the table's bytes all at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.knowledge.clinvar_alleles import ClinvarAlleles
from pm_annotate.model import Assembly

Regions = dict[str, tuple[tuple[int, int], ...]]
BASES = st.text("ACGT", min_size=1, max_size=5)
ALLELES = st.lists(st.tuples(st.sampled_from(["1", "2", "10", "12", "X", "MT"]), st.integers(1, 250_000_000), BASES, BASES))


def layer(folder: Path, alleles: list[tuple[str, int, str, str]], last_line_end: str = "\n") -> ClinvarAlleles:
    rows = sorted({f"{chrom}:{pos}:{ref}:{alt}\tP/LP\tTP53" for chrom, pos, ref, alt in alleles})
    text = "\n".join(["#knowledge_base=ClinVar", "allele\tsignificance\tgene", *rows])
    (folder / "clinvar.GRCh38.tsv").write_text(text + last_line_end)
    return ClinvarAlleles(folder)


@given(ALLELES)
def test_an_allele_is_outside_when_it_does_not_touch_the_region(alleles: list[tuple[str, int, str, str]]) -> None:
    regions: Regions = {"1": ((1, 50_000_000), (90_000_000, 100_000_000)), "X": ((5, 5),)}
    places = {(chrom, pos, pos + len(ref) - 1) for chrom, pos, ref, _ in alleles}
    outside = {
        (chrom, first, last)
        for chrom, first, last in places
        if not any(start <= first <= end and last <= end for start, end in regions.get(chrom, ()))
    }
    with TemporaryDirectory() as folder:
        found = layer(Path(folder), alleles).loci_outside(Assembly.GRCH38, regions)
    assert {(chrom, *place) for chrom, of_chrom in found.items() for place in of_chrom} == outside
    assert all(list(of_chrom) == sorted(of_chrom) for of_chrom in found.values())


@pytest.mark.parametrize("last_line_end", ["\n", ""])
def test_the_last_row_counts_also_without_its_line_end(tmp_path: Path, last_line_end: str) -> None:
    clinvar = layer(tmp_path, [("17", 7_675_088, "C", "T"), ("7", 140_753_336, "AC", "A")], last_line_end)
    assert clinvar.loci_outside(Assembly.GRCH38, {"17": ((7_675_000, 7_676_000),)}) == {"7": ((140_753_336, 140_753_337),)}


def test_a_layer_that_is_absent_has_no_places(tmp_path: Path) -> None:
    assert ClinvarAlleles(tmp_path).loci_outside(Assembly.GRCH38, {}) == {}

"""BED files: 0-based half-open becomes 1-based closed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.bed import read_bed

BED = "track name=panel\nchr7\t140753335\t140753336\tBRAF\nchr7\t140753336\t140753340\n12 100 200\n# end\n"


@pytest.mark.parametrize("name", ["panel.bed", "panel.bed.gz"])
def test_intervals_are_one_based_closed_and_merged(name: str, tmp_path: Path) -> None:
    content = BED.encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert read_bed(tmp_path / name) == {"7": ((140753336, 140753340),), "12": ((101, 200),)}


@pytest.mark.parametrize("line", ["chr7\t10", "chr7\tten\t20", "chr7\t20\t20", "chr7\t-1\t5"])
def test_a_wrong_line_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.bed").write_text(f"chr1\t1\t2\n{line}\n")
    with pytest.raises(InputError, match="line 2"):
        read_bed(tmp_path / "x.bed")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_bed(tmp_path / "nowhere.bed")


def test_a_file_without_regions_is_no_missing_option(tmp_path: Path) -> None:
    (tmp_path / "empty.bed").write_text("track name=callable\n")
    with pytest.raises(InputError, match="holds no region"):
        read_bed(tmp_path / "empty.bed")

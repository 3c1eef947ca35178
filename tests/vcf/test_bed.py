"""BED files: 0-based half-open becomes 1-based closed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.bed import read_bed, read_callable

BED = "track name=panel\nchr7\t140753335\t140753336\tBRAF\nchr7\t140753336\t140753340\n12 100 200\n# end\n"


@pytest.mark.parametrize("name", ["panel.bed", "panel.bed.gz"])
def test_intervals_are_one_based_closed_and_merged(name: str, tmp_path: Path) -> None:
    content = BED.encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert read_bed(tmp_path / name) == {"7": ((140753336, 140753340),), "12": ((101, 200),)}


@pytest.mark.parametrize("line", ["chr7\t10", "chr7\tten\t20", "chr7\t20\t20", "chr7\t-1\t5", "chr7\t10\tend"])
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
    with pytest.raises(InputError, match="holds no region"):
        read_callable(tmp_path / "empty.bed", 20)


@pytest.mark.parametrize(
    "lines",
    [
        "7\t0\t100\tNO_COVERAGE\n7\t100\t200\tCALLABLE\n7\t200\t300\tLOW_COVERAGE\n",  # bcbio, GATK CallableLoci
        "7\t0\t100\tREF_N\n7\t100\t200\tPASS\n7\t200\t300\tPOOR_MAPPING_QUALITY\n",
        "7\t0\t100\t0\n7\t100\t200\t20\n7\t200\t300\t19\n",  # mosdepth per base, bedtools genomecov -bga
        "7\t0\t100\t0:1\n7\t100\t200\t20:inf\n7\t200\t300\t1:20\n",  # mosdepth --quantize
        "7\t0\t100\tKRAS_ex2\t0.00\n7\t100\t200\tBRAF_ex15\t212.40\n7\t200\t300\tex_16\t19.99\n",  # mosdepth --by named regions
        "7\t0\t9\tEXCESSIVE_COVERAGE\n7\t9\t20\tnot_callable\n7\t20\t30\tUNCALLABLE\n7\t100\t200\tCALLABLE\n",
        "browser position chr7\n\n7 100 200\n",
        "7\t100\t150\t5\n7\t150\t200\texon_6\n",  # names, of which one is a number
        "7\t100\t150\tBRAF\t0\n7\t150\t200\tBRAF\t0\n",  # a score
        "7\t100\t200\n",
        "7\t100\t200\tBRAF_ex15\n",
        "7\t100\t150\t1\t0\t+\n7\t150\t200\t2\t0\t+\n",  # numbered amplicons
    ],
)
def test_lines_that_say_they_are_not_callable_are_left_out(lines: str, tmp_path: Path) -> None:
    (tmp_path / "x.bed").write_text(lines)
    assert read_callable(tmp_path / "x.bed", 20) == {"7": ((101, 200),)}


def test_a_depth_may_be_asked_for_that_no_line_has(tmp_path: Path) -> None:
    (tmp_path / "x.bed").write_text("7\t100\t200\t37.5\n")
    assert read_callable(tmp_path / "x.bed", 30) == {"7": ((101, 200),)}
    with pytest.raises(InputError, match="last column is read as depth, and no line reaches 100"):
        read_callable(tmp_path / "x.bed", 100)
    (tmp_path / "x.bed").write_text("7\t100\t200\tNO_COVERAGE\n")
    with pytest.raises(InputError, match="none of its regions is callable"):
        read_callable(tmp_path / "x.bed", 20)

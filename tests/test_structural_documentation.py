"""docs/structural.md names every column that the tables of ``--cna`` and ``--fusions`` may have, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.model import Assembly
from pm_annotate.vcf.structural import fusion_table, segment_table
from pm_annotate.vcf.structural.fusion_table import read_fusions
from pm_annotate.vcf.structural.segment_table import read_segments
from pm_annotate.vcf.structural.table_rows import plain_name

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "structural.md").read_text("utf-8")


def section(title: str) -> str:
    return re.split(r"\n##+ ", PAGE.split(f"# {title}\n", 1)[1], maxsplit=1)[0]


def documented(title: str) -> dict[str, set[str]]:
    """The columns of each row of a section's table, in plain form."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section(title), re.MULTILINE)
    return {value: {plain_name(name) for name in re.findall(r"`([^`]+)`", names)} for value, names in rows}


def test_the_columns_of_segments() -> None:
    known = {
        "chromosome": segment_table._CHROM,
        "start": segment_table._START,
        "end": segment_table._END,
        "total copies": segment_table._TOTAL,
        "major copies": segment_table._MAJOR,
        "minor copies": segment_table._MINOR,
        "log2 ratio": segment_table._LOG2,
        "ratio": segment_table._RATIO,
        "call": segment_table._CALL,
    }
    told = documented("--cna")
    assert {value: names for value, names in told.items() if names} == {value: set(names) for value, names in known.items()}


def test_the_columns_of_fusions() -> None:
    told = documented("--fusions")
    assert told["5' gene"] == set(fusion_table._FIVE)
    assert told["3' gene"] == set(fusion_table._THREE)
    assert told["or both"] == set(fusion_table._NAME)
    assert told["last exon of the 5' gene"] == set(fusion_table._EXONS[0])
    assert told["first exon of the 3' gene"] == set(fusion_table._EXONS[1])
    assert told["breakpoints"] == {name for names in fusion_table._PLACES for name in names}


@pytest.mark.parametrize(("title", "rows"), [("--cna", 2), ("--fusions", 2)])
def test_the_examples_are_read(title: str, rows: int, tmp_path: Path) -> None:
    (example,) = re.findall(r"```\n(.*?)```", section(title), re.DOTALL)
    path = tmp_path / "table.tsv"
    path.write_text(example)
    read = read_segments if title == "--cna" else read_fusions
    assert len(read(path, Assembly.GRCH38)) == rows


def test_the_thresholds_are_those_of_the_code() -> None:
    options = CopyNumberOptions()
    assert f"`--amplification-copies` ({options.amplification_copies:g})" in PAGE
    assert f"`--amplification-above-ploidy` ({options.amplification_above_ploidy:g})" in PAGE
    assert f"fewer than {options.homozygous_below:g} copies" in PAGE
    assert options.minimum_share == 0.5  # "below one half the event gives no tier"


def test_every_option_of_structural_variants_is_explained() -> None:
    from pm_annotate.cli.annotate_options import structural_options

    def command() -> None: ...

    named = [option.opts for option in structural_options(command).__click_params__]  # type: ignore[attr-defined]
    assert named
    for spellings in named:
        assert any(spelling in PAGE for spelling in spellings), spellings

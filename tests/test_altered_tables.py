"""A pinned copy of the tables that was cut off or changed: said in every report, never a quiet loss of findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pm_annotate.damaged_tables import by_damaged_tables
from pm_annotate.resources import resources_folder
from tests.command_line import COMMAND, write_vcf

EGFR_L858R = "7 55191822 . T G . PASS . GT:AD:DP 0/1:60,40:100"


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    """A copy of the tables, as docs/knowledge.md has it for the tables of a validated assay."""
    return Path(shutil.copytree(resources_folder(), tmp_path / "pinned"))


def annotate(folder: Path, tables: Path) -> subprocess.CompletedProcess[str]:
    vcf = write_vcf(folder / "p.vcf", [EGFR_L858R], ["P"])
    return subprocess.run(
        [str(COMMAND), "annotate", str(vcf), "-o", str(folder / "out"), "--tumor-type", "LUAD", "--force"],
        env={**os.environ, "PM_ANNOTATE_RESOURCES": str(tables)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def altered(folder: Path) -> list[str]:
    warnings = json.loads((folder / "out" / "P.report.json").read_text())["warnings"]
    return [text.partition(":")[0] for text in warnings if "SOURCES.md" in text]


@pytest.mark.parametrize(
    "file",
    [
        "knowledge/statements.civic.tsv",
        "genome/transcripts.GRCh38.tsv",
        "disease/tumor_names.tsv",
        "pharmacogenomics/positions.tsv",
    ],
)
def test_a_table_that_lost_rows_is_said_in_the_report(pinned: Path, tmp_path: Path, file: str) -> None:
    """Half of CIViC's statements, or of the transcripts, were gone from the reports without a word."""
    assert annotate(tmp_path, pinned).returncode == 0
    assert altered(tmp_path) == []
    table = pinned / file
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:200]))
    done = annotate(tmp_path, pinned)
    assert done.returncode == 0
    assert altered(tmp_path) == [file]
    assert f"! {file}" in done.stdout


def test_a_layer_that_was_left_out_is_nothing_to_warn_of(pinned: Path, tmp_path: Path) -> None:
    (pinned / "knowledge" / "hotspots.tsv").unlink()
    assert annotate(tmp_path, pinned).returncode == 0
    assert altered(tmp_path) == []


def test_a_table_that_ends_within_a_line_is_refused(pinned: Path, tmp_path: Path) -> None:
    table = pinned / "knowledge" / "statements.approvals.tsv"
    table.write_bytes(table.read_bytes()[:100_000])
    done = annotate(tmp_path, pinned)
    assert (done.returncode, "it is cut off" in done.stderr) == (4, True)


def test_the_statements_of_civic_cannot_be_left_out(pinned: Path, tmp_path: Path) -> None:
    (pinned / "knowledge" / "statements.civic.tsv").unlink()
    done = annotate(tmp_path, pinned)
    assert (done.returncode, "statements.civic.tsv is missing" in done.stderr) == (4, True)


def test_a_folder_of_tables_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert annotate(tmp_path, tmp_path / "nowhere").returncode == 2


@pytest.mark.parametrize(
    ("file", "kept_bytes"),
    [
        ("pharmacogenomics/positions.tsv", 0),
        ("pharmacogenomics/positions.tsv", 20_011),
        ("disease/oncotree.tsv", 0),
        ("disease/doid_cancer.tsv", 20_011),
        ("genome/GRCh38.index.tsv", 0),
        ("genome/GRCh38.index.tsv", 20_011),
        ("genome/GRCh38.fa", 0),
        ("genome/GRCh38.fa", 20_011),  # the run did not come to an end
        ("genome/regions.GRCh38.tsv", 20_011),
    ],
)
def test_a_damaged_table_is_no_fault_of_the_program(pinned: Path, tmp_path: Path, file: str, kept_bytes: int) -> None:
    table = pinned / file
    table.write_bytes(table.read_bytes()[:kept_bytes])
    done = annotate(tmp_path, pinned)
    assert (done.returncode, str(table) in done.stderr, "einstall pm-annotate" in done.stderr) == (4, True, True), done.stderr


@pytest.mark.parametrize("file", ["pharmacogenomics/positions.tsv", "genome/GRCh38.index.tsv", "genome/GRCh38.fa"])
def test_a_table_that_is_gone_is_named(pinned: Path, tmp_path: Path, file: str) -> None:
    (pinned / file).unlink()
    done = annotate(tmp_path, pinned)
    assert (done.returncode, str(pinned / file) in done.stderr) == (4, True)


def test_an_error_beside_whole_tables_is_a_fault_of_the_program() -> None:
    assert by_damaged_tables(KeyError("DOID:1")) is None

"""What the terminal says of pharmacogenes: advice, and what could not be told, so that silence is no "normal"."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.report.console_pharmacogenes import pharmacogenes
from pm_annotate.resources import resources_folder
from pm_annotate.tables import Tables
from tests.command_line import write_vcf
from tests.test_one_patient_three_questions import FORMAT, report_of

SPLICE = 97450058  # DPYD c.1905+1G>A (*2A)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def said(folder: Path, tables: Tables, record: str) -> str:
    """The block of a file that shows every DPYD position but *2A as reference, and ``record``."""
    rows = [line.split("\t") for line in (resources_folder() / "pharmacogenomics/positions.tsv").read_text().splitlines()]
    lines = [
        f"1 {row[2]} . {row[3]} . . PASS . GT:AD:DP 0/0:40:40" for row in rows if row[0] == "DPYD" and row[2] != str(SPLICE)
    ]
    header = (*FORMAT, '##FILTER=<ID=LowQual,Description="l">')
    vcf = write_vcf(
        folder / "d.vcf", sorted([*lines, record], key=lambda line: int(line.split()[1])), ["S"], {"1": 248956422}, header
    )
    return " ".join(" ".join(pharmacogenes(report_of(vcf, tables, germline=True), 120)).split())


def test_a_filtered_change_of_dpyd_is_named(tables: Tables, tmp_path: Path) -> None:
    text = said(tmp_path, tables, f"1 {SPLICE} . C T . LowQual . GT:AD:DP 0/1:20,20:40")
    assert "! DPYD cannot be told: g.97450058C>T is in the file but not read: FILTER is LowQual" in text


def test_missing_positions_that_could_change_a_phenotype_are_no_silence(tables: Tables, tmp_path: Path) -> None:
    text = said(tmp_path, tables, "1 97450300 . C . . PASS . GT:AD:DP 0/0:40:40")
    assert "Cannot be told, as positions that could change it are missing: DPYD." in text


def test_half_a_genotype_gives_advice(tables: Tables, tmp_path: Path) -> None:
    text = said(tmp_path, tables, f"1 {SPLICE} . C T . PASS . GT:AD:DP ./1:20,20:40")
    assert "DPYD Reference/c.1905+1G>A (*2A): Intermediate Metabolizer, activity score 1.0" in text
    assert "at least one carries the change; confirm this genotype" in text

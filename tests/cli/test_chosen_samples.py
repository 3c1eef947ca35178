"""`--samples`, `--samples-file`: some reports of a file with many columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import pm_annotate, write_vcf

RECORD = "7 140753336 . A T . PASS . GT 0/1 0/1 0/1"
PAIR = ("##tumor_sample=T1", "##normal_sample=N1")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return write_vcf(tmp_path / "three.vcf", [RECORD], ("A", "B", "C"))


def stems(folder: Path) -> list[str]:
    return sorted(path.name.split(".")[0] for path in folder.glob("*.findings.tsv"))


def test_only_the_named_columns_are_reported(three: Path, tmp_path: Path) -> None:
    assert pm_annotate("annotate", three, "-o", tmp_path / "list", "-q", "-s", "C,A").returncode == 0
    assert stems(tmp_path / "list") == ["A", "C"]
    (tmp_path / "names").write_text("B\r\n\nC\n")
    assert pm_annotate("annotate", three, "-o", tmp_path / "file", "-q", "-S", tmp_path / "names").returncode == 0
    assert stems(tmp_path / "file") == ["B", "C"]


def test_a_name_that_is_not_there_is_refused(three: Path, tmp_path: Path) -> None:
    run = pm_annotate("annotate", three, "-o", tmp_path / "out", "--samples", "A,D")
    assert run.returncode == 2
    assert "--samples D" in run.stderr
    assert "A, B, C" in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_normal_is_no_report(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "pair.vcf", ["7 140753336 . A T . PASS . GT 0/1 0/0"], ("T1", "N1"), header=PAIR)
    run = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--samples", "N1")
    assert run.returncode == 2
    assert "matched normal of T1" in run.stderr

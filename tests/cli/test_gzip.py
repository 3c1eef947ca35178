"""`--gzip`: compressed files of a sample, the same bytes each time, and never both forms of one file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.cohort.cohorts import contents, write_cohort
from tests.command_line import pm_annotate, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    return write_vcf(tmp_path / "T1.vcf", [BRAF_V600E])


def of_sample(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("T1.*")}


def test_compressed_files_hold_what_plain_ones_do_and_no_time(vcf: Path, tmp_path: Path) -> None:
    for folder, option in (("plain", ()), ("packed", ("--gzip",)), ("again", ("--gzip",))):
        assert pm_annotate("annotate", vcf, "-o", tmp_path / folder, "-q", *option).returncode == 0
    plain, packed = of_sample(tmp_path / "plain"), of_sample(tmp_path / "packed")
    assert {name: gzip.decompress(content) for name, content in packed.items()} == {
        f"{name}.gz": content for name, content in plain.items()
    }
    assert packed == of_sample(tmp_path / "again")
    assert all(content[3:8] == b"\0\0\0\0\0" for content in packed.values())  # no name, no time (RFC 1952)


def test_one_form_of_each_file_is_there(vcf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcf, "-o", out, "-q").returncode == 0
    plain = set(of_sample(out))
    refused = pm_annotate("annotate", vcf, "-o", out, "-q", "--gzip")
    assert (refused.returncode, set(of_sample(out))) == (2, plain)
    assert "T1.findings.tsv" in refused.stderr
    assert pm_annotate("annotate", vcf, "-o", out, "-q", "--gzip", "--force").returncode == 0
    assert set(of_sample(out)) == {f"{name}.gz" for name in plain}
    assert pm_annotate("annotate", vcf, "-o", out, "-q").returncode == 2
    assert pm_annotate("annotate", vcf, "-o", out, "-q", "--force", "--format", "tsv").returncode == 0
    assert set(of_sample(out)) == plain - {"T1.report.json"}


def test_what_a_killed_run_left_of_a_compressed_file_is_removed(vcf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".T1.findings.tsv.gz.0123456789ab.tmp").write_bytes(b"half")
    assert pm_annotate("annotate", vcf, "-o", out, "-q").returncode == 0
    assert not list(out.glob(".*.tmp"))


def test_a_cohort_that_is_resumed_in_the_other_form_is_made_again(tmp_path: Path) -> None:
    sheet, out = write_cohort(tmp_path, 2), tmp_path / "out"
    assert pm_annotate("cohort", sheet, "-o", out, "-q", "--workers", "0").returncode == 0
    plain = contents(out)
    packed = pm_annotate("cohort", sheet, "-o", out, "--workers", "0", "--resume", "--gzip")
    assert "2 made, 0 kept" in packed.stderr
    assert (out / "P0.findings.tsv.gz").is_file()
    assert not list(out.glob("P*.tsv"))
    kept = pm_annotate("cohort", sheet, "-o", out, "--workers", "0", "--resume", "--gzip")
    assert "0 made, 2 kept" in kept.stderr
    assert pm_annotate("cohort", sheet, "-o", out, "-q", "--workers", "0", "--resume").returncode == 0
    assert contents(out) == plain

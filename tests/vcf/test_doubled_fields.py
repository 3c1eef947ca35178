"""FORMAT names a field twice, against the standard: of two values none counts, and one value that is told twice does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import SampleReport
from pm_annotate.options import AnnotateOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.record import sample_values
from tests.command_line import write_vcf

FORMAT = tuple(
    f'##FORMAT=<ID={name},Number=.,Type={kind},Description="d">' for name, kind in (("GT", "String"), ("DP", "Integer"))
)


@pytest.mark.parametrize(
    ("fields", "values", "found"),
    [
        ("GT:DP", "0/1:50", {"GT": "0/1", "DP": "50"}),
        ("GT:DP:AD:DP", "0/1:50:25,25:50", {"GT": "0/1", "DP": "50", "AD": "25,25"}),
        ("GT:DP:AD:DP", "0/1:50:25,25:9", {"GT": "0/1", "DP": ".", "AD": "25,25"}),
        ("GT:DP:AD:DP", "0/1:.:25,25:50", {"GT": "0/1", "DP": "50", "AD": "25,25"}),
        ("GT:DP:AD:DP", "0/1:50:25,25", {"GT": "0/1", "DP": "50", "AD": "25,25"}),  # the second was dropped from the end
        ("GT:GT", "./.:0/1", {"GT": "0/1"}),
        ("GT:GT", "0/1:0/1", {"GT": "0/1"}),
    ],
)
def test_what_two_values_of_one_field_tell(fields: str, values: str, found: dict[str, str]) -> None:
    assert sample_values(fields, values) == found


def test_two_genotypes_are_none() -> None:
    with pytest.raises(ValueError, match="two genotypes: 0/1 and 0/0"):
        sample_values("GT:DP:GT", "0/1:50:0/0")


def report_of(path: Path, *records: str, samples: tuple[str, ...] = ("TUMOR",)) -> tuple[SampleReport, ...]:
    vcf = write_vcf(path, records, samples, header=FORMAT)
    asked, tables = AnnotateOptions(tumor_type="SKCM"), Tables()
    return tuple(annotate_vcf(open_vcf(read_header(str(vcf)), asked, tables), asked, tables))


@pytest.mark.parametrize("genotypes", ["0/1:50:0/0", "0/0:50:0/1"])
def test_two_genotypes_of_braf_v600e_make_the_record_malformed_whatever_their_order(tmp_path: Path, genotypes: str) -> None:
    (report,) = report_of(tmp_path / "a.vcf", f"7 140753336 . A T . PASS . GT:DP:GT {genotypes}")
    assert report.reconciliation.malformed == 1
    assert [(one.category, one.vcf_pos) for one in report.skipped] == [("malformed", 140753336)]
    assert "two genotypes" in report.skipped[0].reason


def test_two_depths_leave_the_allele_with_an_unknown_one(tmp_path: Path) -> None:
    (report,) = report_of(tmp_path / "a.vcf", "7 140753336 . A T . PASS . GT:DP:DP 0/1:50:9")
    (variant,) = report.variants
    assert variant.observation.tumor is not None
    assert variant.observation.tumor.depth is None
    assert "Tier I-A" in {one.amp_tier for one in report.findings}

"""`--af-tag`, `--dp-tag`, `--ad-tag`: the reads of a caller that is not known here, by the names that its user knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cohort.cohorts import write_sheet
from tests.command_line import pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS"
HEADER = (
    '##INFO=<ID=XTF,Number=A,Type=Float,Description="Tumour fraction">',
    '##INFO=<ID=XTD,Number=1,Type=Integer,Description="Tumour depth">',
    '##INFO=<ID=PCT,Number=A,Type=Float,Description="Tumour fraction in percent">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=XAD,Number=R,Type=Integer,Description="Reads of ref and alt">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of ref and alt">',
)
PAIR = ("##tumor_sample=T1", "##normal_sample=N1", *HEADER)
READS = ("t_depth", "t_ref_count", "t_alt_count", "t_vaf", "n_vaf", "zygosity", "read_fields")


def reads(folder: Path, record: str, samples: tuple[str, ...], *options: str) -> tuple[str, ...]:
    vcf = write_vcf(folder / "T1.vcf", [record], samples, header=PAIR if len(samples) > 1 else HEADER)
    run = pm_annotate("annotate", vcf, "-o", folder / "out", "-q", "--force", *options)
    assert run.returncode == 0, run.stderr
    (row,) = read_table(folder / "out" / "T1.variants.tsv")
    return tuple(row[column] for column in READS)


def test_info_fields_give_the_reads_of_a_file_without_samples(tmp_path: Path) -> None:
    record = f"{BRAF_V600E} XTF=0.31;XTD=200"
    assert reads(tmp_path, record, ())[3] == ""
    given = reads(tmp_path, record, (), "--tumor_af_tag", "XTF", "--tumor_dp_tag=XTD")
    assert given[:4] == ("200", "", "", "0.31")
    assert given[-1] == "INFO/XTF;INFO/XTD"


def test_a_format_field_of_ref_and_alt_gives_counts_of_tumour_and_normal(tmp_path: Path) -> None:
    record = f"{BRAF_V600E} . GT:XAD 0/1:60,40 0/0:50,0"
    given = reads(tmp_path, record, ("T1", "N1"), "--ad-tag", "XAD")
    assert given == ("100", "60", "40", "0.4", "0", "heterozygous", "FORMAT/XAD")


def test_info_speaks_of_the_tumour_of_a_pair(tmp_path: Path) -> None:
    record = f"{BRAF_V600E} XTF=0.31 GT:AD 0/1:60,40 0/0:50,0"
    given = reads(tmp_path, record, ("T1", "N1"), "--af-tag", "INFO/XTF")
    assert given[:5] == ("100", "60", "40", "0.31", "0")
    assert given[-1].startswith("INFO/XTF;FORMAT/AD")


def test_percent_is_percent_where_the_header_says_so(tmp_path: Path) -> None:
    assert reads(tmp_path, f"{BRAF_V600E} PCT=31", (), "--af-tag", "PCT")[3] == "0.31"
    assert reads(tmp_path, f"{BRAF_V600E} XTF=31", (), "--af-tag", "XTF")[3] == ""  # 31 is no fraction, and not guessed at


def test_a_report_says_how_many_alleles_have_no_such_value(tmp_path: Path) -> None:
    """Percent without a sign, or a field of other records: nothing is guessed, and it is said."""
    records = [f"{BRAF_V600E} XTF=31", "12 25245350 . C T . PASS XTF=0.3"]
    vcf = write_vcf(tmp_path / "T1.vcf", records, header=HEADER)
    options = ("--af-tag", "XTF", "--min-vaf", "0.05")
    assert pm_annotate("annotate", vcf, "-o", tmp_path, "-q", *options).returncode == 0
    said = " ".join(json.loads((tmp_path / "T1.report.json").read_text())["warnings"])
    assert "--af-tag XTF: no value" in said
    assert "at 1 of 2 alleles" in said
    assert "at 1 of the alleles" in said  # --min-vaf


def test_a_record_without_the_field_is_read_as_ever(tmp_path: Path) -> None:
    given = reads(tmp_path, f"{BRAF_V600E} . GT:AD 0/1:60,40", ("T1",), "--af-tag", "XTF", "--ad-tag", "XAD")
    assert given[:4] == ("100", "60", "40", "0.4")


def test_thresholds_look_at_what_the_user_named(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [f"{BRAF_V600E} XTF=0.02"], header=HEADER)
    assert pm_annotate("annotate", vcf, "-o", tmp_path, "-q", "--af-tag", "XTF", "--min-vaf", "0.05").returncode == 0
    (row,) = read_table(tmp_path / "T1.skipped.tsv")
    assert (row["category"], row["reason"]) == ("low_support", "VAF 0.02 is below 0.05")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--af-tag", "XFT"), "Did you mean INFO/XT"),
        (("--dp-tag", "FORMAT/XTD"), "Did you mean INFO/XTD"),
        (("--ad-tag", "xad"), "Did you mean FORMAT/XAD"),
        (("--retain-info", "XTF,NOTE"), "--retain-info NOTE: the header"),
        (("--retain-info", "NOTE"), "It declares INFO/PCT, INFO/XTD, INFO/XTF."),
        (("--retain-info", "XAD"), "It is a FORMAT field"),
    ],
)
def test_a_field_that_the_header_does_not_declare_is_refused(tmp_path: Path, options: tuple[str, str], said: str) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [BRAF_V600E + " ."], header=HEADER)
    run = pm_annotate("annotate", vcf, "-o", tmp_path / "out", *options)
    assert run.returncode == 2
    assert said in run.stderr
    assert not (tmp_path / "out").exists()


def test_info_cannot_speak_of_several_tumours(tmp_path: Path) -> None:
    record = f"{BRAF_V600E} XTF=0.31 GT:XAD 0/1:60,40 0/1:50,50"
    vcf = write_vcf(tmp_path / "two.vcf", [record], ("A", "B"), header=HEADER)
    run = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--af-tag", "XTF")
    assert run.returncode == 2
    assert "gives 2 reports" in run.stderr
    one = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "-q", "--af-tag", "XTF", "--tumor-sample", "A")
    assert one.returncode == 0, one.stderr


def test_a_sheet_names_the_fields_of_each_row(tmp_path: Path) -> None:
    for name in "ab":
        write_vcf(tmp_path / f"{name}.vcf", [f"{BRAF_V600E} XTF=0.31"], header=HEADER)
    rows = [("A", "a.vcf", "XTF"), ("B", "b.vcf", "")]
    sheet = write_sheet(tmp_path / "samples.tsv", ("sample", "vcf", "tumor_af_tag"), rows)
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "out", "-q", "--workers", "0").returncode == 0
    assert [read_table(tmp_path / "out" / f"{name}.variants.tsv")[0]["t_vaf"] for name in "AB"] == ["0.31", ""]

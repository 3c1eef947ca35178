"""Reading a sample sheet: what is understood, and that everything wrong is told at once with its line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pm_annotate.cohort.columns import COLUMNS, sample_options
from pm_annotate.cohort.sample_sheet import read_sample_sheet
from pm_annotate.errors import UsageError
from pm_annotate.options import AnnotateOptions
from pm_annotate.tables import Tables
from pm_annotate.vcf.support import ReadOptions
from tests.command_line import COMMAND


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def sheet(folder: Path, text: str) -> Path:
    path = folder / "samples.tsv"
    path.write_bytes(text.encode())
    return path


def problems(folder: Path, text: str, tables: Tables, common: AnnotateOptions | None = None) -> list[str]:
    with pytest.raises(UsageError) as refused:
        read_sample_sheet(sheet(folder, text), tables, common or AnnotateOptions())
    return [line.strip() for line in str(refused.value).splitlines()[1:]]


def test_a_row_has_its_line_and_paths_from_the_folder_of_the_sheet(tmp_path: Path, tables: Tables) -> None:
    first, second = read_sample_sheet(
        sheet(tmp_path, "## made by hand\n#sample\tvcf\tpgx_calls\n\nA\tin/a.vcf.gz\tcalls.tsv\nB\t/data/b.vcf\t\n"), tables
    )
    assert (first.line, first.vcf, first.cell("sample")) == (4, str(tmp_path / "in/a.vcf.gz"), "A")
    assert first.cell("pgx_calls") == str(tmp_path / "calls.tsv")
    assert (second.line, second.vcf, second.cell("pgx_calls")) == (5, "/data/b.vcf", None)


def test_sheets_of_spreadsheet_programs_are_read(tmp_path: Path, tables: Tables) -> None:
    text = "\ufeffSample\tVCF\tTumour type\r\nA\ta.vcf\tNA\t\t\r\n\r\n"
    (row,) = read_sample_sheet(sheet(tmp_path, text), tables)
    assert (row.cell("sample"), row.cell("tumor_type")) == ("A", None)


def test_empty_columns_at_the_right_are_let_pass_and_those_between_are_not(tmp_path: Path, tables: Tables) -> None:
    """Excel saves as many tabs as its widest row ever had."""
    (row,) = read_sample_sheet(sheet(tmp_path, "sample\tvcf\t\t\r\nA\ta.vcf\t\t\r\n\t\t\t\r\n"), tables)
    assert row.cell("sample") == "A"
    assert problems(tmp_path, "sample\t\tvcf\nA\t\ta.vcf\n", tables) == ["line 1: a column between others has no name"]
    (problem,) = problems(tmp_path, "sample\tvcf\t\nA\ta.vcf\tLUAD\n", tables)
    assert problem == "line 2: 3 cells, but the first line names 2 columns"


def test_paths_that_only_a_shell_would_read_are_told_before_the_run(tmp_path: Path, tables: Tables) -> None:
    (tmp_path / "$a.vcf").touch()
    text = "vcf\tcna\n~/a.vcf\t\n$DATA/a.vcf\t${DATA}/a.tsv\n$a.vcf\t\n"
    found = problems(tmp_path, text, tables)
    assert [line.partition(": no ")[0] for line in found] == [
        "line 2, column vcf", "line 3, column vcf", "line 3, column cna",
    ]  # fmt: skip
    assert all("write the path out" in line for line in found)


def test_cells_in_quotation_marks_are_what_stands_in_them(tmp_path: Path, tables: Tables) -> None:
    """As R's write.table and spreadsheet programs write them; before, a sample was called '"A"' in its report."""
    text = '"sample"\t"vcf"\t"markers"\n"A ""1"""\t"a.vcf"\t"ER=positive, HER2=negative"\n"#2"\tb.vcf\t\n'
    first, second = read_sample_sheet(sheet(tmp_path, text), tables)
    assert (first.cell("sample"), first.vcf, second.cell("sample")) == ('A "1"', str(tmp_path / "a.vcf"), "#2")
    assert sample_options(first.cells, AnnotateOptions()).markers == ("ER=positive", "HER2=negative")
    (problem,) = problems(tmp_path, 'sample\tvcf\n"A\ta.vcf\n', tables)
    assert problem == 'line 2: a quotation mark has no partner: "A'


def test_a_row_behind_a_single_hash_is_refused_rather_than_run(tmp_path: Path, tables: Tables) -> None:
    """Whoever puts a # before a row means that it shall not be run; it was, as the sample '# B'."""
    (problem,) = problems(tmp_path, "#sample\tvcf\nA\ta.vcf\n# B\tb.vcf\n## C\tc.vcf\n", tables)
    assert problem.startswith("line 3: it begins with '#'. ")


def test_every_problem_is_told_with_its_line(tmp_path: Path, tables: Tables) -> None:
    text = (
        "sample\tvcf\ttumor_type\tsex\tassembly\tmarkers\n"
        "A\ta.vcf\tlung cancr\tmale\thg19\t\n"
        "B\tb.vcf\tLUAD\tunknown\thg17\t\n"
        "C\tc.vcf\n"
        "A\td.vcf\tLUAD\t\t\tER=perhaps\n"
        "E\t\tLUAD\t\t\t\n"
        "F\t-\tLUAD\t\t\t\n"
    )
    found = problems(tmp_path, text, tables)
    beginnings = (
        "line 2, column tumor_type: ",
        "line 3, column assembly: Unknown assembly 'hg17'",
        "line 3, column sex: 'unknown' is not one of: male, female.",
        "line 4: 2 cells, but the first line names 6 columns",
        "line 5, column markers: ",
        "line 6: no VCF is named",
        "line 7: a cohort cannot read standard input",
        "line 5, column sample: 'A' is already the sample of line 2",
    )
    assert len(found) == len(beginnings)
    assert all(line.startswith(beginning) for line, beginning in zip(found, beginnings, strict=True))


def test_an_unknown_column_is_refused_with_the_nearest(tmp_path: Path, tables: Tables) -> None:
    (problem,) = problems(tmp_path, "sample\tvcf\ttumor_tpye\nA\ta.vcf\tLUAD\n", tables)
    assert problem.startswith("line 1: unknown column 'tumor_tpye' (did you mean 'tumor_type'?)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sample,vcf\nA,a.vcf\n", "separated by tabs"),
        ("sample\ttumor_type\nA\tLUAD\n", "no column 'vcf'"),
        ("vcf\tsample\tsample_id\na.vcf\tA\tA\n", "'sample' stands there twice"),
    ],
)
def test_a_first_line_that_names_no_usable_columns(tmp_path: Path, tables: Tables, text: str, said: str) -> None:
    assert said in " ".join(problems(tmp_path, text, tables))


@pytest.mark.parametrize("text", ["", "\n\n", "sample\tvcf\n"])
def test_a_sheet_without_rows_is_refused(tmp_path: Path, tables: Tables, text: str) -> None:
    with pytest.raises(UsageError):
        read_sample_sheet(sheet(tmp_path, text), tables)


def test_a_marker_of_the_sheet_may_not_contradict_the_command_line(tmp_path: Path, tables: Tables) -> None:
    (problem,) = problems(
        tmp_path, "sample\tvcf\tmarkers\nA\ta.vcf\tER=negative\n", tables, AnnotateOptions(markers=("ER=positive",))
    )
    assert problem.startswith("line 2, column markers: ")


def test_cells_come_before_the_options_of_all_samples_and_markers_add_up() -> None:
    common = AnnotateOptions(tumor_type="melanoma", assembly="GRCh37", markers=("ER=positive",))
    cells = (("sample", "A"), ("normal", "N"), ("tumor_type", "LUAD"), ("sex", "FEMALE"), ("markers", "TMB=12.5; ER=positive"))
    options = sample_options(cells, common)
    assert (options.sample_id, options.normal_sample, options.tumor_type) == ("A", "N", "LUAD")
    assert (options.assembly, options.pgx.sex) == ("GRCh37", "female")
    assert options.markers == ("ER=positive", "TMB=12.5")


def test_every_column_is_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cohort.md").read_text()
    for name, column in {"vcf": None, **COLUMNS}.items():
        assert f"| `{name}`" in page
        assert column is None or column.meaning in page


@pytest.mark.parametrize(("min_dp", "kept"), [(None, ((1, 20),)), (10, ((1, 20),)), (50, ((11, 20),))])
def test_depths_of_a_callable_bed_are_held_against_min_dp(tmp_path: Path, min_dp: int | None, kept: object) -> None:
    """As --callable does: a negative needs --min-dp where that is more than 20."""
    bed = tmp_path / "depth.bed"
    bed.write_text("12\t0\t10\t30\n12\t10\t20\t80\n12\t20\t30\t5\n")
    common = AnnotateOptions(read=ReadOptions(min_dp=min_dp))
    assert sample_options((("callable", str(bed)),), common).pgx.callable_regions["12"] == kept


def test_a_name_that_the_environment_cannot_write_is_told_with_its_line(tmp_path: Path) -> None:
    path = sheet(tmp_path, "sample\tvcf\nA\tM\u00fcller.vcf\n")
    done = subprocess.run(
        [str(COMMAND), "cohort", str(path), "-o", str(tmp_path / "out")],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "line 2, column vcf" in done.stderr
    assert "LC_ALL=C.UTF-8" in done.stderr


def test_what_cannot_be_a_sheet_or_a_name_is_told(tmp_path: Path, tables: Tables) -> None:
    (said,) = problems(tmp_path, "vcf\tsample\na\0b.vcf\tA\n", tables)
    assert "line 2, column vcf: there is a NUL byte" in said
    with (tmp_path / "reads.fastq").open("wb") as endless:
        endless.truncate(1 << 27)
    with pytest.raises(UsageError, match="no sample sheet: it is larger than 64 MB"):
        read_sample_sheet(tmp_path / "reads.fastq", tables)

"""`--resume`: what is whole and made from the same things is kept, everything else is made again."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pm_annotate.cohort.made_with import made_with
from pm_annotate.cohort.tasks import Job
from pm_annotate.options import AnnotateOptions
from pm_annotate.tables import Tables
from tests.cli.test_lab_table_in_a_run import COLUMNS as LAB_COLUMNS
from tests.cohort.cohorts import VARIANTS, contents, write_cohort, write_sheet
from tests.command_line import pm_annotate, read_table, write_vcf


@pytest.fixture(scope="module")
def done_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort of three samples that has been run into ``out``."""
    folder = tmp_path_factory.mktemp("done")
    assert pm_annotate("cohort", write_cohort(folder, 3), "-o", folder / "out", "-q").returncode == 0
    return folder


@pytest.fixture
def done(done_once: Path, tmp_path: Path) -> Path:
    """A copy of it: where the files are decides nothing."""
    shutil.copytree(done_once, tmp_path / "copy")
    return tmp_path / "copy"


def counts(folder: Path, *options: str) -> str:
    """``made, kept, failed`` of a resumed run."""
    run = pm_annotate("cohort", folder / "samples.tsv", "-o", folder / "out", "--resume", *options)
    (line,) = [line for line in run.stderr.splitlines() if " samples: " in line]
    return line.split(" samples: ")[1].split(";")[0]


def test_whole_samples_are_kept_as_they_are(done: Path) -> None:
    before = contents(done / "out")
    times = {path.name: path.stat().st_mtime_ns for path in (done / "out").glob("P*")}
    assert counts(done) == "0 made, 3 kept, 0 failed"
    assert contents(done / "out") == before
    assert {path.name: path.stat().st_mtime_ns for path in (done / "out").glob("P*")} == times


def change_input(folder: Path) -> None:
    text = (folder / "p1.vcf").read_text()
    (folder / "p1.vcf").write_text(text.replace(":60,40:100", ":50,50:100"))


def touch_input(folder: Path) -> None:
    os.utime(folder / "p1.vcf")


def change_one_cell(folder: Path) -> None:
    sheet = folder / "samples.tsv"
    sheet.write_text(sheet.read_text().replace("p1.vcf\tcolorectal cancer", "p1.vcf\tmelanoma"))


def change_an_output(folder: Path) -> None:
    with (folder / "out" / "P1.variants.tsv").open("a") as table:
        table.write("\n")


def remove_an_output(folder: Path) -> None:
    (folder / "out" / "P1.report.json").unlink()


def remove_the_done_file(folder: Path) -> None:
    (folder / "out" / "P1.done.json").unlink()


def cut_the_done_file(folder: Path) -> None:
    path = folder / "out" / "P1.done.json"
    path.write_bytes(path.read_bytes()[:700])


def spoil_the_done_file(folder: Path) -> None:
    path = folder / "out" / "P1.done.json"
    members = json.loads(path.read_text())
    members["outcome"]["outputs"] = "none"
    path.write_text(json.dumps(members))


def change_a_count_of_the_done_file(folder: Path) -> None:
    """Valid in form: cohort.summary.tsv takes its counts from here."""
    path = folder / "out" / "P1.done.json"
    members = json.loads(path.read_text())
    members["outcome"]["n_findings"] += 1
    path.write_text(json.dumps(members))


@pytest.mark.parametrize("change", [change_input, change_one_cell])
def test_a_sample_whose_input_or_options_changed_is_made_again(done: Path, change: Callable[[Path], None]) -> None:
    change(done)
    assert counts(done) == "1 made, 2 kept, 0 failed"
    assert pm_annotate("cohort", done / "samples.tsv", "-o", done / "fresh", "-q").returncode == 0
    assert contents(done / "out") == contents(done / "fresh")


@pytest.mark.parametrize(
    "change",
    [
        change_an_output,
        remove_an_output,
        remove_the_done_file,
        cut_the_done_file,
        spoil_the_done_file,
        change_a_count_of_the_done_file,
    ],
)
def test_a_sample_that_is_not_whole_is_made_again(done: Path, change: Callable[[Path], None]) -> None:
    before = contents(done / "out")
    change(done)
    assert contents(done / "out") != before
    assert counts(done) == "1 made, 2 kept, 0 failed"
    assert contents(done / "out") == before


def test_a_newer_time_alone_makes_nothing_again(done: Path) -> None:
    touch_input(done)
    assert counts(done) == "0 made, 3 kept, 0 failed"


def test_another_option_makes_every_sample_again(done: Path) -> None:
    assert counts(done, "--min-vaf", "0.01") == "3 made, 0 kept, 0 failed"


def test_a_lab_table_that_changed_makes_every_sample_again(done: Path) -> None:
    lab = done / "lab.tsv"
    lab.write_text(f"{LAB_COLUMNS}\ncivic:EID102\tretire\n")
    assert counts(done, "--knowledge", str(lab)) == "3 made, 0 kept, 0 failed"
    assert counts(done, "--knowledge", str(lab)) == "0 made, 3 kept, 0 failed"
    lab.write_text(lab.read_text().replace("EID102", "EID1409"))
    assert counts(done, "--knowledge", str(lab)) == "3 made, 0 kept, 0 failed"


def test_fewer_formats_leave_no_file_of_the_old_run(done: Path) -> None:
    assert counts(done, "--format", "tsv") == "3 made, 0 kept, 0 failed"
    assert not list((done / "out").glob("*.report.json"))


def test_a_file_that_a_row_names_counts_too(tmp_path: Path) -> None:
    write_cohort(tmp_path, 2)
    calls = tmp_path / "calls.tsv"
    calls.write_text("CYP2D6\t*1/*4\n")
    write_sheet(tmp_path / "samples.tsv", ("sample", "vcf", "pgx_calls"), [("P0", "p0.vcf", "calls.tsv"), ("P1", "p1.vcf", "")])
    assert counts(tmp_path) == "2 made, 0 kept, 0 failed"
    assert counts(tmp_path) == "0 made, 2 kept, 0 failed"
    calls.write_text("CYP2D6\t*4/*4\n")
    assert counts(tmp_path) == "1 made, 1 kept, 0 failed"


def test_a_sample_that_fails_now_has_no_report_of_its_old_input(done: Path) -> None:
    with gzip.open(done / "whole.gz", "wb") as whole:
        whole.write((done / "p1.vcf").read_bytes())
    (done / "p1.vcf").write_bytes((done / "whole.gz").read_bytes()[:100])
    assert counts(done) == "0 made, 2 kept, 1 failed"
    assert not list((done / "out").glob("P1.*"))


def test_reports_are_not_replaced_unasked(done: Path) -> None:
    run = pm_annotate("cohort", done / "samples.tsv", "-o", done / "out")
    assert (run.returncode, "--resume" in run.stderr) == (2, True)


def test_reports_of_samples_that_left_the_cohort_stay_and_are_told(done: Path) -> None:
    sheet = done / "samples.tsv"
    sheet.write_text("".join(sheet.read_text().splitlines(keepends=True)[:3]))
    run = pm_annotate("cohort", sheet, "-o", done / "out", "--resume")
    assert "1 samples that are not in this cohort: P2.done.json" in run.stderr
    assert (done / "out" / "P2.report.json").exists()
    assert "P2" not in (done / "out" / "cohort.summary.tsv").read_text()


def test_no_table_speaks_of_a_report_that_a_run_over_one_sample_has_replaced(done: Path) -> None:
    tables = {"cohort.summary.tsv", "cohort.genes.tsv", "cohort.tiers.tsv", "cohort.run.json"}
    assert counts(done, "--sample", "P0") == "0 made, 1 kept, 0 failed"
    assert tables <= {path.name for path in (done / "out").iterdir()}
    (done / "p1.vcf").write_text("cut off")
    assert counts(done, "--sample", "P1") == "0 made, 0 kept, 1 failed"  # the summary still said "ok", with counts and tiers
    assert not tables & {path.name for path in (done / "out").iterdir()}


def test_what_cannot_be_removed_of_one_sample_costs_no_other_of_the_file(tmp_path: Path) -> None:
    write_vcf(tmp_path / "all.vcf", [f"{VARIANTS[0]} GT:AD:DP 0/1:60,40:100 0/1:50,50:100 0/1:9,9:18"], ["A", "B", "C"])
    write_sheet(tmp_path / "samples.tsv", ("vcf",), [("all.vcf",)])
    assert counts(tmp_path) == "3 made, 0 kept, 0 failed"
    (tmp_path / "out" / "A.findings.tsv").unlink()
    (tmp_path / "out" / "A.findings.tsv").mkdir()
    assert counts(tmp_path, "--min-dp", "1") == "2 made, 0 kept, 1 failed"
    assert [path.name for path in (tmp_path / "out").glob("A.*")] == ["A.findings.tsv"]  # nothing else of the old report
    (row,) = [row for row in read_table(tmp_path / "out" / "cohort.summary.tsv") if row["sample"] == "A"]
    assert row["error"].count("cannot be removed") == 1


def test_the_index_of_a_fasta_counts_too(tmp_path: Path) -> None:
    """It says where the bases stand: with another one the same FASTA gives other sequence."""
    fasta = tmp_path / "part.fa"
    fasta.write_text(">7\n" + "ACGT" * 25 + "\n")
    job, tables = Job(tmp_path, AnnotateOptions(fasta=fasta)), Tables(fasta=fasta)
    (index := tmp_path / "part.fa.fai").write_text("7\t100\t3\t100\t101\n")
    first = made_with(job, tables)
    assert made_with(job, tables) == first
    index.write_text(index.read_text().replace("\t3\t", "\t4\t"))
    other = made_with(job, tables)
    (tmp_path / "part.fa.gzi").write_bytes(bytes(8))
    assert len({first, other, made_with(job, tables)}) == 3

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.model import SampleReport
from pm_annotate.report import writer
from pm_annotate.report.run_json import RunRecord
from pm_annotate.report.sample_names import file_stems
from pm_annotate.report.summary import SUMMARY_COLUMNS, failed_outcome, summarise, top_finding
from pm_annotate.report.writer import existing_outputs, write_report, write_run
from tests.report.reading import read_table

NAMES = [
    *(f"{name}.tsv" for name in ("findings", "variants", "skipped", "related", "loci", "predisposition", "pgx", "toxicity")),
    "report.json",
]


def run_record(exit_code: int = 0) -> RunRecord:
    return RunRecord(
        command_line=("annotate", "T001-COAD.vcf.gz", "-o", "reports"),
        started=datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC),
        ended=datetime(2026, 6, 1, 12, 0, 2, 500000, tzinfo=UTC),
        exit_code=exit_code,
        options={"tumor_type": "COAD"},
    )


def test_one_sample_gives_its_tables_and_one_json(report: SampleReport, tmp_path: Path) -> None:
    written = write_report(report, tmp_path / "reports")
    assert [path.name for path in written] == [f"T001-COAD.{name}" for name in NAMES]
    assert sorted((tmp_path / "reports").iterdir()) == sorted(written)


def test_formats_choose_the_files(report: SampleReport, tmp_path: Path) -> None:
    assert [path.name for path in write_report(report, tmp_path, ("json",))] == ["T001-COAD.report.json"]
    with pytest.raises(UsageError, match="xlsx"):
        write_report(report, tmp_path, ("xlsx",))


def test_the_same_report_gives_the_same_bytes(report: SampleReport, tmp_path: Path) -> None:
    first = write_report(report, tmp_path / "a")
    second = write_report(report, tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_existing_reports_are_replaced_only_by_force(report: SampleReport, empty_report: SampleReport, tmp_path: Path) -> None:
    written = write_report(report, tmp_path)
    before = [path.read_bytes() for path in written]
    with pytest.raises(UsageError, match=r"T001-COAD\.findings\.tsv.*and 6 more.*--force"):
        write_report(empty_report, tmp_path)
    assert [path.read_bytes() for path in written] == before
    write_report(empty_report, tmp_path, force=True)
    assert read_table(written[0])[1] == []


def test_existing_outputs_are_found_before_any_work(report: SampleReport, tmp_path: Path) -> None:
    assert existing_outputs(tmp_path / "missing", ["T001-COAD"]) == ()
    written = write_report(report, tmp_path)
    (tmp_path / "run.json").write_text("{}")
    assert existing_outputs(tmp_path, ["T002", "T001-COAD"]) == (*written, tmp_path / "run.json")
    assert existing_outputs(tmp_path, ["T001-COAD"], run_files=False) == written
    assert existing_outputs(tmp_path, ["T002"], run_files=False) == ()


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "=1+1", "..", "", "x" * 5000, "a\nb\tc", "-rf", "\udcff"])
def test_hostile_sample_names_stay_in_the_folder_and_in_one_cell(report: SampleReport, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "reports"
    written = write_report(report._replace(role=report.role._replace(sample_id=name)), folder)
    assert sorted(folder.iterdir()) == sorted(written)
    assert list(tmp_path.rglob("*.tsv")) == list(folder.rglob("*.tsv"))
    _, rows = read_table(written[0])
    assert len(rows) == len(report.findings)
    assert not rows[0]["Tumor_Sample_Barcode"].startswith("=")
    assert json.loads(written[-1].read_bytes())["sample"]["sample_id"] == name


def test_samples_that_differ_in_case_get_files_of_their_own(report: SampleReport, tmp_path: Path) -> None:
    names = ["tumor", "TUMOR"]
    stems = file_stems(names)
    for name in names:
        write_report(report._replace(role=report.role._replace(sample_id=name)), tmp_path, stem=stems[name])
    assert len({path.name.casefold() for path in tmp_path.iterdir()}) == 2 * len(NAMES)


def test_a_full_disk_leaves_no_half_report(report: SampleReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    fsync = os.fsync

    def third_fails(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", third_fails)
    with pytest.raises(PmAnnotateError, match=r"T001-COAD\.skipped\.tsv cannot be written: No space left"):
        write_report(report, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_summed_up(report: SampleReport, tmp_path: Path) -> None:
    outputs = write_report(report, tmp_path)
    outcomes = [
        summarise(report, "T001-COAD.vcf.gz", outputs),
        failed_outcome("=bad", "broken.vcf", "broken.vcf: truncated\nat line 7", 3),
    ]
    summary, record = write_run(tmp_path, run_record(6), outcomes)
    header, (done, failed) = read_table(summary)
    assert header == list(SUMMARY_COLUMNS)
    assert (done["sample"], done["records"], done["outside"], done["n_findings"]) == ("T001-COAD", "20", "18", "7")
    assert (done["n_tier_IA"], done["n_tier_IB"], done["n_tier_III"]) == ("1", "0", "1")
    assert done["top_finding"] == "BRAF:p.V600E: Encorafenib + Cetuximab, Colorectal Cancer (Tier I-A)"
    assert (failed["sample"], failed["records"], failed["n_tier_IA"], failed["exit_status"]) == ("'=bad", "", "", "3")
    assert failed["error"] == r"broken.vcf: truncated\nat line 7"

    run = json.loads(record.read_bytes())
    assert (run["started"], run["seconds"], run["exit_code"]) == ("2026-06-01T12:00:00+00:00", 2.5, 6)
    for entry, path in zip(run["samples"][0]["outputs"], outputs, strict=True):
        assert entry["name"] == path.name
        assert entry["size"] == path.stat().st_size
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert run["samples"][1]["outputs"] == []


def test_a_run_without_samples_gives_the_header_only(tmp_path: Path) -> None:
    summary, _ = write_run(tmp_path, run_record(), [])
    assert read_table(summary) == (list(SUMMARY_COLUMNS), [])


def test_a_former_run_is_kept_without_force(tmp_path: Path) -> None:
    write_run(tmp_path, run_record(), [])
    with pytest.raises(UsageError, match=r"summary\.tsv"):
        write_run(tmp_path, run_record(), [])
    write_run(tmp_path, run_record(), [], force=True)


def test_times_stand_in_run_json_only(report: SampleReport, tmp_path: Path) -> None:
    outputs = write_report(report, tmp_path)
    write_run(tmp_path, run_record(), [summarise(report, "a.vcf", outputs)])
    with_time = [path.name for path in tmp_path.iterdir() if b"2026-06-01" in path.read_bytes()]
    assert with_time == ["run.json"]


def test_the_top_finding_is_the_best_tier_and_therapy_first(report: SampleReport) -> None:
    assert top_finding(reversed(report.findings)).endswith("(Tier I-A)")
    assert top_finding([f for f in report.findings if f.tier_class in {"resistance", "prognosis"}][::-1]) == (
        "BRAF:p.V600E: resistance to Panitumumab or Cetuximab, Colorectal Cancer (Tier I-B)"
    )
    assert top_finding([f for f in report.findings if not f.amp_tier]) == ""


def test_the_summary_reads_as_plain_tsv(report: SampleReport, tmp_path: Path) -> None:
    summary, _ = write_run(tmp_path, run_record(), [summarise(report, '"quoted".vcf')])
    with summary.open(newline="") as handle:
        (row,) = csv.DictReader(handle, delimiter="\t")
    assert row["file"] == '\'"quoted".vcf'


def test_a_long_report_is_the_same_by_one_process_and_by_two(
    report: SampleReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LONG_REPORT", 1)
    alone = write_report(report, tmp_path / "alone")
    by_two = write_report(report, tmp_path / "by two", processors=2)
    assert [path.name for path in alone] == [path.name for path in by_two]
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in by_two]

"""Every malformed file of EBI's vcf-validator: a whole report that counts every record, or exit 3 with a reason."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from tests.command_line import pm_annotate, read_table


def data_lines(path: Path) -> int:
    """Lines after the #CHROM line that are not blank, counted without the reader's help."""
    lines = path.read_bytes().split(b"\n")
    header = next(number for number, line in enumerate(lines) if line.startswith(b"#CHROM"))
    return sum(1 for line in lines[header + 1 :] if line.strip())


def test_no_torture_file_crashes_the_run_or_loses_a_record(shared_data: Path, tmp_path: Path) -> None:
    files = sorted((shared_data / "vcf" / "torture" / "vcf-validator-4.1").rglob("*.vcf"))
    assert len(files) > 200
    done = pm_annotate(
        "annotate", *files, "-o", tmp_path, "--quiet", "--assembly", "GRCh38", "--format", "json", "--tumor-type", "LUAD"
    )
    assert done.returncode == 6, done.stderr  # some failed, and none ended the run
    assert "Traceback" not in done.stderr
    by_file = defaultdict(list)
    for row in read_table(tmp_path / "summary.tsv"):
        by_file[row["file"]].append(row)
    assert by_file.keys() == {file.name for file in files}
    failed = {name: rows[0] for name, rows in by_file.items() if rows[0]["exit_status"] != "0"}
    assert all(row["exit_status"] == "3" and row["error"] for row in failed.values())
    assert 5 <= len(failed) <= 12, failed.keys()
    assert all(name in done.stderr for name in failed)
    for file in files:
        if file.name not in failed:
            assert {int(row["records"]) for row in by_file[file.name]} == {data_lines(file)}, file.name
    reports = list(tmp_path.glob("*.report.json"))
    assert len(reports) == sum(len(rows) for name, rows in by_file.items() if name not in failed)
    for report in reports:
        counts = json.loads(report.read_text())["reconciliation"]
        assert sum(value for name, value in counts.items() if name not in {"records", "alleles"}) == counts["alleles"], report

"""Every real file of the shared folder gives complete reports, or a clear error with its exit code."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from pm_annotate.report.json_report import report_schema_text
from tests.command_line import pm_annotate

FOLDERS = ("somatic", "annotated", "shapes", "structural")


def real_files(shared_data: Path) -> list[Path]:
    found = [file for folder in FOLDERS for file in sorted((shared_data / "vcf" / folder).rglob("*"))]
    return [file for file in found if file.name.endswith((".vcf", ".vcf.gz"))]


def test_every_real_file_gives_reports_or_a_clear_error(shared_data: Path, tmp_path: Path) -> None:
    files = real_files(shared_data)
    schema = Draft202012Validator(json.loads(report_schema_text()))
    assert len(files) > 40
    for number, file in enumerate(files):
        out = tmp_path / str(number)
        result = pm_annotate("annotate", file, "-o", out, "--quiet")
        if result.returncode == 5:  # too small to tell the assembly, which these files do not state
            assert "--assembly" in result.stderr, file
            result = pm_annotate("annotate", file, "-o", out, "--quiet", "--assembly", "GRCh38")
        assert "Traceback" not in result.stderr, file
        if result.returncode:
            assert result.returncode in {2, 3, 5}, (file, result.stderr)
            assert "pm-annotate: error:" in result.stderr, file
            continue
        reports = list(out.glob("*.report.json"))
        assert reports, file
        for report in reports:
            content = json.loads(report.read_text())
            assert not list(schema.iter_errors(content)), file
            counts = content["reconciliation"]
            classes = {name: value for name, value in counts.items() if name not in {"records", "alleles"}}
            assert sum(classes.values()) == counts["alleles"], (file, counts)

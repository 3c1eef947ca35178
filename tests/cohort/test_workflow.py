"""`workflow/Snakefile`: a job per sample gives the bytes of one run. Needs Snakemake."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cohort.cohorts import contents, write_cohort
from tests.command_line import COMMAND, pm_annotate

SNAKEFILE = Path(__file__).resolve().parents[2] / "workflow" / "Snakefile"


def snakemake(sheet: Path, out: Path, *arguments: str, options: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(SNAKEFILE), "--cores", "2", "--directory", str(out.parent)]
    environment = {**os.environ, "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(out.parent)}
    return subprocess.run(
        [*command, *arguments, "--config", f"sheet={sheet}", f"output={out}", f"options={options}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_workflow_gives_the_bytes_of_one_run(tmp_path: Path) -> None:
    pytest.importorskip("snakemake")
    sheet = write_cohort(tmp_path, 3)
    out = tmp_path / "jobs"
    plan = snakemake(sheet, out, "--dry-run")
    assert plan.returncode == 0, plan.stderr
    assert not out.exists()
    done = snakemake(sheet, out)
    assert done.returncode == 0, done.stderr
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "one").returncode == 0
    assert contents(out) == contents(tmp_path / "one")
    again = snakemake(sheet, out)
    assert "Nothing to be done" in again.stdout + again.stderr


def test_options_hold_for_every_sample(tmp_path: Path) -> None:
    pytest.importorskip("snakemake")
    sheet, out = write_cohort(tmp_path, 1), tmp_path / "jobs"
    done = snakemake(sheet, out, options="--gzip --min-dp 20")
    assert done.returncode == 0, done.stderr
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "one", "--gzip", "--min-dp", "20").returncode == 0
    assert contents(out) == contents(tmp_path / "one")
    assert (out / "P0.findings.tsv.gz").is_file()

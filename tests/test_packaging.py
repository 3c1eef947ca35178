"""The built wheel carries its tables and runs from anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the built wheel in it; third-party packages are borrowed from this one, so it works offline."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True)
    (site_packages,) = environment.glob("lib/python*/site-packages")
    (site_packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return environment


def run(environment: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(environment / "bin" / "pm-annotate"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_finds_its_own_tables_from_another_folder(wheel_environment: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [
            str(wheel_environment / "bin" / "python"),
            "-c",
            "from pm_annotate.resources import resources_folder; print(resources_folder())",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(wheel_environment)


def test_the_wheel_annotates_the_demo_vcf(wheel_environment: Path, tmp_path: Path) -> None:
    demo = REPOSITORY / "resources" / "examples" / "demo_tumor_normal.vcf"
    result = run(wheel_environment, tmp_path, "annotate", str(demo), "--tumor-type", "colorectal cancer", "-o", "out")
    assert result.returncode == 0, result.stderr
    (report,) = (tmp_path / "out").glob("*.report.json")
    changes = {finding["variant"]["HGVSp_Short"] for finding in json.loads(report.read_text())["findings"]}
    assert "p.V600E" in changes


def test_the_packaged_tables_stay_below_25_megabytes(resources: Path) -> None:
    assert sum(file.stat().st_size for file in resources.rglob("*") if file.is_file()) < 25_000_000

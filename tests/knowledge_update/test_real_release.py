"""Real releases of CIViC (CC0), where they are at hand: the packaged one gives the packaged statements, another differs."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from pm_annotate.cli.main import run
from pm_annotate.knowledge.table_file import read_table, write_table
from tests.knowledge_update.release_files import ASSERTION_NAME, EVIDENCE_NAME, VARIANT_NAME, in_folder


def real_release(shared_data: Path, folder: Path, evidence: str) -> Path:
    """Evidence and assertions as they are; the variants of two releases in one file."""
    source = shared_data / "knowledge"
    rows: list[dict[str, str]] = []
    for name in ("civic_VariantSummaries.2024-08-01.tsv", "civic_variants_new.2026.tsv"):
        with (source / name).open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    variants = ["\t".join(columns), *("\t".join(row.get(column) or "" for column in columns) for row in rows)]
    files = {
        EVIDENCE_NAME: (source / evidence).read_bytes(),
        ASSERTION_NAME: (source / "civic_assertions.2026-08.tsv").read_bytes(),
        VARIANT_NAME: ("\n".join(variants) + "\n").encode(),
    }
    return in_folder(folder, files)


def update(capsys: pytest.CaptureFixture[str], release: Path, output: Path) -> dict[str, object]:
    assert run(["knowledge", "update", "-o", str(output), "--from", str(release), "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_packaged_release_gives_the_packaged_tables(
    shared_data: Path, resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = real_release(shared_data, tmp_path / "release", "civic_evidence.2026-05-29.tsv")
    done = update(capsys, release, tmp_path / "new")
    assert set(done["changes"].values()) == {0}  # type: ignore[attr-defined]
    for name in ("statements.civic.tsv", "statements.civic_assertions.tsv", "typing_report.tsv"):
        before, after = (read_table(folder / "knowledge" / name) for folder in (resources, tmp_path / "new"))
        assert (after.columns, after.lines) == (before.columns, before.lines), name
    before, after = (read_table(folder / "knowledge" / "biomarkers.civic.tsv") for folder in (resources, tmp_path / "new"))
    differ = [new.split("\t")[1] for old, new in zip(before.lines, after.lines, strict=True) if old != new]
    # The file with both assemblies, from which the packaged alleles are, leaves out rows that state GRCh38; this one has them.
    assert differ == ["H3-3A K28M", "ABL1 T315V"]


def test_a_release_of_which_nothing_is_known_gives_the_packaged_biomarkers_but_for_places_that_only_the_chain_finds(
    shared_data: Path, resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = real_release(shared_data, tmp_path / "release", "civic_evidence.2026-05-29.tsv")
    base = tmp_path / "base"
    shutil.copytree(resources, base)
    packaged = read_table(resources / "knowledge" / "biomarkers.civic.tsv")
    write_table(base / "knowledge" / "biomarkers.civic.tsv", packaged.header, packaged.columns, [])
    monkeypatch.setenv("PM_ANNOTATE_RESOURCES", str(base))
    done = update(capsys, release, tmp_path / "new")
    biomarkers: dict[str, list[str]] = done["biomarkers"]  # type: ignore[assignment]
    assert (done["biomarkers"]["kept"], len(biomarkers["new"])) == (0, len(packaged.lines))  # type: ignore[index]
    after = read_table(tmp_path / "new" / "knowledge" / "biomarkers.civic.tsv")
    differ = {new.split("\t")[1] for old, new in zip(packaged.lines, after.lines, strict=True) if old != new}
    one_assembly = {text.removesuffix(" (GRCh37)") for text in biomarkers["alleles_on_one_assembly"]}
    unstated = {"BRAF T599dup", "VHL K159fs (c.473dup)"}  # no assembly, or no two neighbours, in VariantSummaries
    assert len(one_assembly) == 18
    assert differ == {"H3-3A K28M", "ABL1 T315V", *one_assembly, *unstated}


def test_an_older_release_differs_as_knowledge_diff_says(
    shared_data: Path, resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = real_release(shared_data, tmp_path / "release", "civic_evidence.2024-08-01.tsv")
    done = update(capsys, release, tmp_path / "new")
    assert done["statements"] == {"statements.civic.tsv": 4375 - 61, "statements.civic_assertions.tsv": 112}
    counts: dict[str, int] = done["changes"]  # type: ignore[assignment]
    assert counts["added"] < 100 < counts["removed"] < 600  # 479 rows came since
    assert counts["renamed"] > 500  # fusions were renamed between the releases
    (older,) = done["older_than_in_use"]  # type: ignore[misc]
    assert "2024-07-29" in older
    assert run(["knowledge", "diff", str(resources / "knowledge"), str(tmp_path / "new" / "knowledge"), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["changes"]
    assert len({row["statement_id"] for row in listed if row["change"] == "added"}) == counts["added"]
    assert len({row["statement_id"] for row in listed if row["change"] == "removed"}) == counts["removed"]

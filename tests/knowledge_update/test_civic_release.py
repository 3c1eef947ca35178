"""CIViC's files: found under their names, read without their prose, and refused where they cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError, UsageError
from pm_annotate.knowledge.sources.civic_release import EVIDENCE as WANTED_EVIDENCE
from pm_annotate.knowledge.sources.civic_release import ReleaseFile, read_civic_release, read_release_file
from tests.knowledge_update.release_files import (
    ASSERTION_NAME,
    EVIDENCE,
    EVIDENCE_COLUMNS,
    EVIDENCE_NAME,
    PROSE,
    VARIANT_NAME,
    Answer,
    as_paths,
    in_folder,
    release,
    server,
    table,
)


def silent(_: str) -> None:
    """Nobody watches."""


def read(content: bytes, last_modified: str = "") -> ReleaseFile:
    return read_release_file(WANTED_EVIDENCE, EVIDENCE_NAME, "here/x.tsv", content, last_modified)


def evidence(*rows: dict[str, str]) -> bytes:
    return table(EVIDENCE_COLUMNS, rows)


def test_a_release_is_fetched_file_by_file() -> None:
    files = as_paths(release())
    dated = Answer(files[f"/{EVIDENCE_NAME}"], headers={"Last-Modified": "Sat, 16 Jan 2027 08:00:00 GMT"})
    said: list[str] = []
    with server({**files, f"/{EVIDENCE_NAME}": dated}) as (address, asked):
        found = read_civic_release(f"{address}/", said.append)
    assert asked == [f"/{EVIDENCE_NAME}", f"/{ASSERTION_NAME}", f"/{VARIANT_NAME}"]
    assert [file.date for file in found.files] == [
        "2027-01-16",
        "2027-01-10",
        "2027-01-08",
    ]  # the server's, else the newest review
    assert found.evidence.rows[0]["therapies"] == "Newdrugib"
    assert len(said) == 3
    assert all(address in line for line in said)


def test_the_older_names_are_asked_for_where_the_newer_are_not_there() -> None:
    files = {name.replace("Accepted", ""): content for name, content in as_paths(release()).items()}
    with server(files) as (address, asked):
        read_civic_release(address, silent)
    assert asked[:2] == [f"/{EVIDENCE_NAME}", "/nightly-ClinicalEvidenceSummaries.tsv"]


def test_an_address_without_the_files() -> None:
    with server({}) as (address, _), pytest.raises(InputError, match="has no nightly-AcceptedClinicalEvidenceSummaries"):
        read_civic_release(address, silent)


@pytest.mark.parametrize("prefix", ["nightly-", "01-Jan-2027-", ""])
def test_a_folder_holds_nightly_or_monthly_files(tmp_path: Path, prefix: str) -> None:
    folder = in_folder(tmp_path, {name.replace("nightly-", prefix): content for name, content in release().items()})
    (folder / "nightly-AcceptedAndSubmittedClinicalEvidenceSummaries.tsv").write_bytes(b"other things\n")
    found = read_civic_release(str(folder), silent)
    assert found.evidence.name == f"{prefix}AcceptedClinicalEvidenceSummaries.tsv"
    assert found.origin == "https://civicdb.org/releases/main"


def test_a_folder_must_hold_each_file_once(tmp_path: Path) -> None:
    folder = in_folder(tmp_path / "a", release())
    (folder / "01-Jan-2027-VariantSummaries.tsv").write_bytes(b"")
    with pytest.raises(InputError, match="several files of CIViC's variants"):
        read_civic_release(str(folder), silent)
    with pytest.raises(InputError, match="has no nightly-Accepted"):
        read_civic_release(str(in_folder(tmp_path / "empty", {})), silent)
    with pytest.raises(UsageError, match="no such folder"):
        read_civic_release(str(tmp_path / "none"), silent)
    with pytest.raises(UsageError, match="only https"):
        read_civic_release("http://civicdb.org/downloads/nightly", silent)


def test_prose_is_not_read_and_quoted_cells_are() -> None:
    (row,) = read(evidence(EVIDENCE | {"disease": 'So-called "melanoma"'})).rows
    assert row["disease"] == 'So-called "melanoma"'
    assert PROSE not in row.values()
    assert "evidence_statement" not in row


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"<!DOCTYPE html>\n<html>login</html>\n", "a web page"),
        (b"\x1f\x8b\x08\x00\xff\xfe", "no text"),
        (b"gene\tvariant\nBRAF\tV600E\n", "has no column molecular_profile, "),
        (evidence(), "has no rows"),
        (evidence(EVIDENCE)[:-20] + b"\n", "line 2 has 23 cells"),
        (evidence(EVIDENCE)[:-3], "the file was cut"),
        (evidence(EVIDENCE, EVIDENCE), "line 3: evidence_id '90001' stands twice"),
        (evidence(EVIDENCE | {"evidence_id": "x"}), "evidence_id 'x' is no number"),
        (evidence(EVIDENCE | {"is_flagged": "https://civicdb.org"}), "columns are displaced"),
    ],
)
def test_what_is_no_table_of_civic_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        read(content)
    assert str(error.value).startswith("here/x.tsv: ")


def test_further_columns_and_another_order_are_no_matter() -> None:
    columns = ("brand_new", *reversed(EVIDENCE_COLUMNS))
    (row,) = read(table(columns, [EVIDENCE])).rows
    assert row["evidence_id"] == "90001"
    assert "brand_new" not in row

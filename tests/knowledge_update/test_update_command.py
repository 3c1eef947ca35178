"""`pm-annotate knowledge update` as users run it: what they read, exit codes, and that nothing half-made is left."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pm_annotate.cli.main import run
from pm_annotate.knowledge_update import update as update_module
from tests.command_line import COMMAND, read_table, write_vcf
from tests.knowledge_update.release_files import (
    ASSERTION,
    EVIDENCE,
    EVIDENCE_NAME,
    Answer,
    as_paths,
    in_folder,
    release,
    server,
)

FEWER = "--allow-fewer-rows"


def update(place: str | Path, output: Path, *options: str) -> int:
    return run(["knowledge", "update", "-o", str(output), "--from", str(place), *options])


def test_an_update_over_the_network_says_what_changed_and_what_to_do_next(
    tmp_path: Path, resources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with server(as_paths(release())) as (address, _):
        assert update(address, tmp_path / "new", FEWER) == 0
    out, err = capsys.readouterr()
    assert f"fetching {address}/{EVIDENCE_NAME}" in err
    assert "2 added, 4,813 removed, 0 changed, 0 only renamed, 0 changed in details only" in out
    assert f"use it            export PM_ANNOTATE_RESOURCES={tmp_path}/new\n" in out
    assert f"see every change  pm-annotate knowledge diff {resources}/knowledge {tmp_path}/new/knowledge\n" in out
    assert "go back           unset PM_ANNOTATE_RESOURCES\n" in out
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_scripts_get_json_and_the_way_back_to_the_folder_that_was_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = in_folder(tmp_path / "release", release())
    assert update(folder, tmp_path / "a", FEWER, "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first["changes"] == {"added": 2, "removed": 4813, "changed": 0, "renamed": 0, "details": 0}
    assert [file["rows"] for file in first["files"]] == [1, 1, 1]
    assert first["biomarkers"]["kept"] == 1
    monkeypatch.setenv("PM_ANNOTATE_RESOURCES", str(tmp_path / "a"))
    assert update(folder, tmp_path / "b", "--json") == 0  # as many rows as the tables in use
    second = json.loads(capsys.readouterr().out)
    assert second["base"] == str(tmp_path / "a")
    assert second["next"]["go back"] == f"export PM_ANNOTATE_RESOURCES={tmp_path}/a"
    assert second["changes"]["added"] == 0


def test_a_run_with_the_updated_folder_finds_the_new_statement_and_names_its_version(tmp_path: Path) -> None:
    assert update(in_folder(tmp_path / "release", release()), tmp_path / "new", FEWER) == 0
    vcf = write_vcf(tmp_path / "x.vcf", ["7 140753336 . A T . PASS ."])
    done = subprocess.run(
        [str(COMMAND), "annotate", str(vcf), "-o", str(tmp_path / "out"), "--tumor-type", "melanoma"],
        env=os.environ | {"PM_ANNOTATE_RESOURCES": str(tmp_path / "new")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "CIViC 2027-01-09" in done.stdout
    findings = {row["statement_id"]: row for row in read_table(tmp_path / "out" / "x.findings.tsv")}
    assert findings["civic:EID90001"]["match_level"] == "exact"
    assert "civic:EID1409" not in findings
    assert any(name.startswith("approval:") for name in findings)  # the other layers are there
    versions = json.loads((tmp_path / "out" / "x.report.json").read_text())["knowledge"]
    assert {one["version"] for one in versions if one["file"] == "statements.civic.tsv"} == {"2027-01-09"}


def test_info_takes_the_updated_tables_for_what_sources_says_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert update(in_folder(tmp_path / "release", release()), tmp_path / "new", FEWER) == 0
    monkeypatch.setenv("PM_ANNOTATE_RESOURCES", str(tmp_path / "new"))
    capsys.readouterr()
    assert run(["knowledge", "info", "--json"]) == 0
    tables = {one["file"]: one for one in json.loads(capsys.readouterr().out)["tables"]}
    assert tables["statements.civic.tsv"]["as_packaged"] is True
    assert tables["statements.civic.tsv"]["version"] == "2027-01-09"


def test_offline_is_one_sentence_and_exit_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert update(f"http://127.0.0.1:{free.getsockname()[1]}", tmp_path / "new") == 3
    err = capsys.readouterr().err
    assert "cannot be fetched (Connection refused; tried 3 times). Without a network" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"<html>Please log in</html>", "web page"), (b"", "empty"), (b"a\tb\n1\t2\n", "has no column")],
)
def test_what_is_no_release_is_exit_3_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    with server(as_paths(release()) | {f"/{EVIDENCE_NAME}": content}) as (address, _):
        assert update(address, tmp_path / "new") == 3
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_fewer_rows_are_exit_3_even_with_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = in_folder(tmp_path / "release", release())
    assert update(folder, tmp_path / "new", "--force") == 3
    assert "--allow-fewer-rows" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_there_needs_force_and_nothing_is_fetched_before(
    tmp_path: Path, resources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with server(as_paths(release())) as (address, asked):
        assert update(address, tmp_path / "new", FEWER) == 0
        asked.clear()
        assert update(address, tmp_path / "new", FEWER) == 2
        assert "--force" in capsys.readouterr().err
        assert update(address, resources, FEWER, "--force") == 2
        assert update("http://example.org/civic", tmp_path / "other") == 2
        assert asked == []
        (tmp_path / "new" / "SOURCES.md").write_text("to be replaced")
        assert update(address, tmp_path / "new", FEWER, "--force") == 0
    assert "to be replaced" not in (tmp_path / "new" / "SOURCES.md").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_rows_that_are_not_understood_and_old_files_are_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = release(
        [EVIDENCE | {"significance": "Cures", "last_review_date": "2019-01-01"}],
        [ASSERTION | {"significance": "Cures", "last_review_date": "2019-01-01"}],
    )
    assert update(in_folder(tmp_path / "release", files), tmp_path / "new", FEWER) == 0
    err = capsys.readouterr().err
    assert "warning: older than the tables in use: nightly-AcceptedClinicalEvidenceSummaries.tsv" in err
    assert "warning: 2 rows were left out, since their words are not known here: EID90001 (BRAF V600E)" in err


def test_an_interrupt_while_the_tables_are_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    folder = in_folder(tmp_path / "release", release())
    monkeypatch.setattr(update_module, "compare", interrupted)
    assert update(folder, tmp_path / "new", FEWER) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_files_are_fetched_leaves_nothing(tmp_path: Path, number: int) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent.settimeout(30)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = [str(COMMAND), "knowledge", "update", "-o", str(tmp_path / "new"), "--from", address]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
            asking, _ = silent.accept()
            asking.recv(100)
            running.send_signal(number)
            try:
                assert running.wait(timeout=60) == 130
            finally:
                running.kill()
                asking.close()
            assert running.stderr is not None
            assert "interrupted" in running.stderr.read()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_error_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, without: object) -> None:
        raise OSError(28, "No space left on device", "x.tsv")

    folder = in_folder(tmp_path / "release", release())
    monkeypatch.setattr(update_module, "copy_tables", full)
    assert update(folder, tmp_path / "new", FEWER) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_a_moved_address_is_followed(tmp_path: Path) -> None:
    moved = {f"/old/{name}": Answer(status=301, headers={"Location": f"/{name}"}) for name in release()}
    with server({**as_paths(release()), **moved}) as (address, _):
        assert update(f"{address}/old", tmp_path / "new", FEWER) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["knowledge", "info"],
        ["knowledge", "search", "BRAF"],
        ["knowledge", "update", "--help"],
        ["explain", "BRAF V600E"],
        ["annotate", "x.vcf", "-o", "out"],
        ["knowledge", "update", "--from", "release", "-o", "new", FEWER],
    ],
)
def test_requests_is_loaded_by_no_other_command_nor_for_a_folder(tmp_path: Path, arguments: list[str]) -> None:
    write_vcf(tmp_path / "x.vcf", ["7 140753336 . A T . PASS ."])
    in_folder(tmp_path / "release", release())
    code = (
        "import sys\n"
        "from pm_annotate.cli.main import run\n"
        f"assert run({arguments!r}) == 0\n"
        "assert not {'requests', 'urllib3', 'http.client'} & set(sys.modules), 'loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr

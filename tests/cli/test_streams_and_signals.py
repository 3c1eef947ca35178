"""`pm-annotate annotate` where scripts and schedulers run it: streams that are closed or full, signals, empty values."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pm_annotate.cli.terminal import has_style
from tests.command_line import COMMAND, pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."


@pytest.fixture
def two_vcfs(tmp_path: Path) -> list[str]:
    return [str(write_vcf(tmp_path / f"{name}.vcf", [BRAF_V600E])) for name in ("first", "second")]


def in_shell(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script, str(COMMAND), *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_all_reports_are_written_when_the_reader_of_the_summaries_has_gone(two_vcfs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [str(COMMAND), "annotate", *two_vcfs, "-o", str(out)],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
    assert (done.returncode, "rror" in done.stderr) == (0, False)
    assert {"first.report.json", "second.report.json", "summary.tsv", "run.json"} <= {file.name for file in out.iterdir()}


def test_a_full_disk_behind_stdout_costs_no_report(two_vcfs: list[str], tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    out = tmp_path / "out"
    done = in_shell('"$0" annotate "$@" > /dev/full', *two_vcfs, "-o", str(out))
    assert done.returncode == 0
    assert "The summary of first cannot be shown" in done.stderr
    assert {"first.report.json", "second.report.json", "summary.tsv"} <= {file.name for file in out.iterdir()}


@pytest.mark.parametrize("asked", ['explain "BRAF V600E"', "--help", "knowledge search BRAF --tsv", "tumor-types"])
def test_an_answer_that_cannot_be_written_is_an_error_and_no_fault_of_ours(asked: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    done = in_shell(f'"$0" {asked} > /dev/full')
    assert done.returncode == 1
    assert done.stderr.startswith("pm-annotate: error: The output cannot be written: No space left")


def test_closed_output_streams_cost_no_report(two_vcfs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert in_shell('"$0" annotate "$@" >&- 2>&-', *two_vcfs, "-o", str(out)).returncode == 0
    assert {"first.report.json", "second.report.json", "summary.tsv"} <= {file.name for file in out.iterdir()}


def test_closed_standard_input_is_an_empty_one(tmp_path: Path) -> None:
    done = in_shell('"$0" annotate - "$@" <&-', "-o", str(tmp_path / "out"))
    assert done.returncode == 3
    assert "standard input is empty" in done.stderr


def test_a_file_name_cannot_break_a_line_of_the_log(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "a\nERROR\x1b[31m.vcf", [BRAF_V600E])
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "a\\nERROR\\x1b[31m.vcf" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(("option", "value"), [("--format", ""), ("--format", ","), ("--sample-id", " "), ("--min-vaf", "nan")])
def test_values_that_say_nothing_are_refused(two_vcfs: list[str], tmp_path: Path, option: str, value: str) -> None:
    done = pm_annotate("annotate", two_vcfs[0], "-o", tmp_path / "out", option, value)
    assert done.returncode == 2
    assert option in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_sample_name_in_an_error_steers_no_terminal(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", [BRAF_V600E + " GT 0/1"], ["\x1b[31mred"])
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-sample", "blue")
    assert done.returncode == 2
    assert "Its samples are: \\x1b[31mred." in done.stderr


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_and_removes_the_copy_of_standard_input(tmp_path: Path, sent: signal.Signals) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    running = subprocess.Popen(
        [str(COMMAND), "annotate", "-", "-o", str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(copies)},
    )
    until = time.monotonic() + 60
    while not any(copies.glob("pm-annotate-*")) and time.monotonic() < until:
        time.sleep(0.02)
    assert any(copies.glob("pm-annotate-*"))
    time.sleep(0.2)  # it waits for more of its standard input now
    running.send_signal(sent)
    running.wait(timeout=60)  # its standard input stays open: the signal ends it, not the end of the input
    _, said = running.communicate(timeout=60)
    assert (running.returncode, b"interrupted" in said) == (130, True), said
    assert list(copies.iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_standard_input_that_never_waits_is_read_to_its_end(tmp_path: Path) -> None:
    """Its writer paused after a whole line: the rest of the file was not read, and the report was whole without it."""
    vcf = write_vcf(tmp_path / "x.vcf", [BRAF_V600E, "12 25245350 . C T . PASS ."]).read_bytes()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    running = subprocess.Popen([str(COMMAND), "annotate", "-", "-o", str(tmp_path / "out"), "-q"], stdin=reader)
    os.close(reader)
    first = vcf.index(b"12\t25245350")
    os.write(writer, vcf[:first])
    time.sleep(1.5)
    os.write(writer, vcf[first:])
    os.close(writer)
    assert running.wait(timeout=60) == 0
    assert read_table(tmp_path / "out" / "summary.tsv")[0]["records"] == "2"


def test_a_reader_that_lets_wait_gets_the_whole_answer() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    running = subprocess.Popen([str(COMMAND), "knowledge", "search", "EGFR", "--tsv"], stdout=writer)
    os.close(writer)
    time.sleep(1.5)  # the pipe is full by now
    with os.fdopen(reader, "rb") as answer:
        lines = answer.read().splitlines()
    assert running.wait(timeout=60) == 0
    assert lines == pm_annotate("knowledge", "search", "EGFR", "--tsv").stdout.encode().splitlines()


def test_a_supervisor_that_ignores_the_ends_of_children_changes_no_exit_code(two_vcfs: list[str], tmp_path: Path) -> None:
    for given, code in ((two_vcfs[0], 0), (str(tmp_path / "missing.vcf"), 3)):
        done = subprocess.run(
            [str(COMMAND), "annotate", given, "-o", str(tmp_path / "out"), "-q"],
            preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN),
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, "fault" in done.stderr) == (code, False), done.stderr


def test_warnings_as_errors_print_nothing(two_vcfs: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [str(COMMAND), "annotate", two_vcfs[0], "-o", str(tmp_path / "out"), "-q"],
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "styled"), [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)]
)
def test_a_terminal_is_shown_bold_text_where_it_can_and_may(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, styled: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: True))
    assert has_style() is styled

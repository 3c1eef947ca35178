"""What a reading process hands over is what this process would have read, counts, errors and crashes included."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm_annotate.errors import InputError
from pm_annotate.processes import crash_error
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reading_process import ReadingProcess, sendable, start_reading_process
from pm_annotate.vcf.record import Record, SiteTap
from pm_annotate.vcf.record_source import RecordSource
from pm_annotate.vcf.records import records_of_interest
from pm_annotate.vcf.tally import Passed
from tests.vcf.test_same_from_every_path import REGIONS, SITES, row, written


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    started = start_reading_process()
    if started is None:
        pytest.skip("one processor, or no fork")
    yield started
    started.close()


def read(source: RecordSource, path: Path) -> tuple[list[Record], list[Record], tuple[int, ...]]:
    """Records of the stream, records of the tap, counts."""
    at_sites: list[Record] = []
    passed = Passed()
    found = list(source(read_header(str(path)), REGIONS, passed, SiteTap(SITES, at_sites.append)))
    return found, at_sites, passed.counts


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row(), max_size=25))
def test_the_same_records_counts_and_sites(
    process: ReadingProcess, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, str]]
) -> None:
    paths = written(tmp_path_factory.mktemp("kinds"), rows)
    for kind in ("plain", "tbi", "bcf"):
        assert read(process.records, paths[kind]) == read(records_of_interest, paths[kind]), kind


def test_more_rows_than_are_sent_together(process: ReadingProcess, tmp_path: Path) -> None:
    many = [("chr7", 140_000 + number // 20, "A\tG\t50\tPASS\t.\tGT\t0/1\t0/0") for number in range(4000)]
    path = written(tmp_path, many)["plain"]
    assert len(read(process.records, path)[0]) == 4000
    assert read(process.records, path) == read(records_of_interest, path)


def test_an_error_of_the_file_comes_with_the_records_before_it(process: ReadingProcess, tmp_path: Path) -> None:
    path = written(tmp_path, [("chr7", 140_000, "A\tG\t50\tPASS\t.\tGT\t0/1\t0/0")])["plain"]
    path.write_text(path.read_text() + "chr7\tx\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0\n")
    errors = []
    for source in (records_of_interest, process.records):
        with pytest.raises(InputError) as raised:
            read(source, path)
        errors.append(str(raised.value))
    assert errors[0] == errors[1]
    assert "record 2" in errors[0]
    sound = written(tmp_path, [("chr7", 140_000, "A\tG\t50\tPASS\t.\tGT\t0/1\t0/0")])["plain"]
    assert read(process.records, sound) == read(records_of_interest, sound)


def test_a_reading_that_was_given_up_does_not_disturb_the_next(tmp_path: Path) -> None:
    own = start_reading_process()
    assert own is not None
    many = [("chr7", 140_000 + number // 20, "A\tG\t50\tPASS\t.\tGT\t0/1\t0/0") for number in range(4000)]
    path = written(tmp_path, many)["plain"]
    given_up = own.records(read_header(str(path)), REGIONS, Passed())
    assert len(list(islice(given_up, 3))) == 3
    assert read(own.records, path) == read(records_of_interest, path)
    own.close()


def test_a_crash_while_reading_is_an_error_of_the_input(tmp_path: Path) -> None:
    faulthandler.disable()  # the child's traceback is not wanted among the tests' output
    own = start_reading_process()
    faulthandler.enable(sys.__stderr__)
    assert own is not None
    path = written(tmp_path, [("chr7", 140_000, "A\tG\t50\tPASS\t.\tGT\t0/1\t0/0")])["plain"]
    os.kill(own.child, signal.SIGSEGV)
    with pytest.raises(InputError, match=r"crashed \(SIGSEGV\) on .*x\.vcf"):
        read(own.records, path)


def test_what_ends_a_reader_from_outside_is_no_fault_of_the_file() -> None:
    assert crash_error(signal.SIGSEGV, "x.vcf").exit_code == InputError.exit_code
    killed = crash_error(signal.SIGKILL, "x.vcf")
    assert (killed.exit_code, "SIGKILL" in str(killed)) == (137, True)


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    class UnsendableError(Exception):
        def __reduce__(self) -> str:
            raise TypeError

    assert str(sendable(UnsendableError("the disk is gone"))) == "UnsendableError: the disk is gone"
    assert isinstance(sendable(InputError("x.vcf is cut off")), InputError)

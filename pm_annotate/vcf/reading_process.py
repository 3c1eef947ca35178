"""The reading of VCFs in a process of its own, beside the one that interprets what is read.

The two work at the same time, on two processors; only the reading process loads cyvcf2 and numpy, while the other loads its
tables; and where htslib crashes, the other lives to tell.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from pm_annotate.errors import PmAnnotateError
from pm_annotate.processes import crash_error, usable_processors

if TYPE_CHECKING:  # the child is forked before anything is loaded: each of the two loads what it needs, at the same time
    from pm_annotate.vcf.header import VcfHeader
    from pm_annotate.vcf.record import Found, Record, SiteTap
    from pm_annotate.vcf.regions import Regions
    from pm_annotate.vcf.tally import Passed

_MOST_ROWS = 100  # that are sent together
_MOST_CHARACTERS = 1 << 20
_BUFFER = 1 << 16  # bytes: what a pipe holds


class _Request(NamedTuple):
    """Which records of which file are wanted."""

    header: VcfHeader
    regions: Regions
    sites: Regions


class _Batch(NamedTuple):
    """Rows, and the counts of the file up to them."""

    rows: tuple[Found, ...]
    counts: tuple[int, ...]
    is_last: bool = False
    error: BaseException | None = None


class ReadingProcess:
    """A forked child that reads one VCF after the other. ``records`` is what the rest of the program calls."""

    def __init__(self, child: int, requests: IO[bytes], answers: IO[bytes]) -> None:
        self.child = child  # its process id
        self._requests = requests
        self._answers = answers
        self._is_free = True  # no answer of an earlier reading is left unread

    def records(self, header: VcfHeader, regions: Regions, passed: Passed, tap: SiteTap | None = None) -> Iterator[Record]:
        """As ``records_of_interest``, which is called in the child, and begins at once. Where the child has another file to
        read still (that reading goes on, or was given up), a further one is started for this file.

        Raises InputError, too, where htslib crashed on the file.
        """
        from pm_annotate.vcf.record import handed_out
        from pm_annotate.vcf.record_source import records_here

        request = _Request(header, regions, tap.regions if tap else {})
        if self._is_free:
            return handed_out(self._asked(request, passed), tap)
        another = start_reading_process()
        if another is None:
            return records_here(header, regions, passed, tap)
        return handed_out(another._asked(request, passed, is_last_request=True), tap)

    def let_go(self) -> None:
        """Nothing more is asked: the child ends by itself."""
        for pipe in (self._requests, self._answers):
            with suppress(BrokenPipeError):
                pipe.close()

    def close(self) -> None:
        """End the child, whatever it does."""
        self.let_go()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)

    def _asked(self, request: _Request, passed: Passed, is_last_request: bool = False) -> Iterator[Found]:
        self._is_free = False
        try:
            pickle.dump(request, self._requests, pickle.HIGHEST_PROTOCOL)
            self._requests.flush()
        except BrokenPipeError as error:
            raise self._ended(request.header) from error
        return self._found(request, passed, is_last_request)

    def _found(self, request: _Request, passed: Passed, is_last_request: bool) -> Iterator[Found]:
        try:
            for batch in self._batches(request):
                passed.set(batch.counts)
                yield from batch.rows
                self._is_free = batch.is_last
                if batch.error is not None:
                    raise batch.error
        finally:
            if is_last_request:
                self.close()

    def _batches(self, request: _Request) -> Iterator[_Batch]:
        try:
            while True:
                batch: _Batch = pickle.load(self._answers)
                yield batch
                if batch.is_last:
                    return
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._ended(request.header) from error

    def _ended(self, header: VcfHeader) -> PmAnnotateError:
        """Why the child is gone."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        if status < 0:
            return crash_error(-status, header.name)
        return PmAnnotateError(
            f"{header.name}: the process that read it ended with exit code {status}. Is there memory enough? "
            "Run it again with --debug."
        )


def start_reading_process() -> ReadingProcess | None:
    """Fork a reader; None where no process can be forked, or where there is one processor only.

    Call it early, before tables are loaded and threads started. The child ends with its pipes: when this process has ended, or
    was killed, there is nobody to ask it or to listen.
    """
    if not hasattr(os, "fork") or usable_processors() < 2:
        return None
    pipes: list[int] = []
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        pipes += os.pipe()
        pipes += os.pipe()
        child = os.fork()
    except OSError:  # a limit of processes or open files: this process reads
        for end in pipes:
            os.close(end)
        return None
    request_end, requests, answers, answer_end = pipes
    if child:
        os.close(request_end)
        os.close(answer_end)
        return ReadingProcess(child, os.fdopen(requests, "wb"), os.fdopen(answers, "rb", buffering=_BUFFER))
    status = 1
    try:
        os.close(requests)
        os.close(answers)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for of_the_terminal in (signal.SIGINT, signal.SIGHUP):  # go to all; the parent ends this process with itself
            signal.signal(of_the_terminal, signal.SIG_IGN)
        with os.fdopen(request_end, "rb") as source, os.fdopen(answer_end, "wb", buffering=_BUFFER) as target:
            _serve(source, target)
        status = 0
    except BrokenPipeError:
        status = 0  # nobody waits for the rest
    finally:
        os._exit(status)


def _serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer requests until there are no more. What can be loaded before the first is loaded at once."""
    import cyvcf2  # noqa: F401

    from pm_annotate.vcf import records  # noqa: F401

    while True:
        try:
            request: _Request = pickle.load(source)
        except EOFError:
            return
        for batch in _answer(request):
            pickle.dump(batch, target, pickle.HIGHEST_PROTOCOL)
            target.flush()


def _answer(request: _Request) -> Iterator[_Batch]:
    from pm_annotate.vcf.records import found_records
    from pm_annotate.vcf.tally import Passed

    passed = Passed()
    rows: list[Found] = []
    characters = 0
    error: BaseException | None = None
    try:
        for row in found_records(request.header, request.regions, request.sites, passed):
            rows.append(row)
            characters += len(row[0])
            if len(rows) == _MOST_ROWS or characters > _MOST_CHARACTERS:
                yield _Batch(tuple(rows), passed.counts)
                rows, characters = [], 0
    except Exception as raised:
        error = sendable(raised)
    yield _Batch(tuple(rows), passed.counts, is_last=True, error=error)


def sendable(error: Exception) -> Exception:
    """The error as another process can raise it; where it was in the reading is noted for ``--debug``."""
    import traceback

    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

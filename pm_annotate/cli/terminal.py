"""What a person at the terminal sees: log lines and progress on stderr, summaries on stdout."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.errors import PmAnnotateError
from pm_annotate.model import SampleReport
from pm_annotate.report.cells import one_line

if TYPE_CHECKING:
    from pm_annotate.pipeline import Progress, Streamed

LOG_FORMAT = "%(asctime)s - %(name)s - %(levelname)s - %(message)s"
LOG_TIME = "%Y-%m-%d %H:%M:%S"

log = logging.getLogger("pm-annotate-annotate")


class OneLineFormatter(logging.Formatter):
    """A message is one line and steers no terminal, whatever a file or a sample is called."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        return one_line(super().formatMessage(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, step, message."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"time": time, "level": record.levelname, "step": record.name, "message": record.getMessage()}
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said)


def start_log(quiet: bool, debug: bool, as_json: bool = False) -> None:
    """Log to stderr: warnings and errors when quiet, everything with debug; as lines of text or of JSON."""
    level = logging.DEBUG if debug else logging.WARNING if quiet else logging.INFO
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if as_json else OneLineFormatter(LOG_FORMAT, LOG_TIME))
    logging.basicConfig(handlers=[handler], level=level, force=True)


def show_report(report: SampleReport, files: Sequence[Path]) -> None:
    """The summary of one sample on stdout. Where it cannot be shown, a run goes on: the ``files`` of its report are there.

    A reader that has gone (``| head``) is not worth a word; a full disk behind stdout is. Raises PmAnnotateError where
    stdout is all that there is (no ``files``).
    """
    import shutil

    from pm_annotate.report.console import render_console

    width = shutil.get_terminal_size((120, 24)).columns
    text = render_console(report, width=width, files=files, style=has_style())
    try:
        click.echo(text)
    except OSError as error:
        discard_output()
        if isinstance(error, BrokenPipeError):
            return
        if not files:
            raise PmAnnotateError(f"The output cannot be written: {error.strerror or error}.") from error
        log.warning("The summary of %s cannot be shown: %s.", report.role.sample_id, error.strerror or error)


def has_style() -> bool:
    """Whether stdout is a terminal that shows bold text, and the user wants it (https://no-color.org)."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("NO_COLOR")


def discard_output() -> None:
    """Lead stdout nowhere from here on, so that what is left in its buffer fails neither now nor at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def quietly(report: SampleReport, files: Sequence[Path]) -> None:
    """Show nothing."""


@contextmanager
def _unwatched(name: str) -> Iterator[Progress]:
    yield lambda items: items


@contextmanager
def _watched(name: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}: {task.completed} alleles in actionable genes"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def count(items: Iterator[Streamed]) -> Iterator[Streamed]:
            for item in items:
                bar.advance(task)
                yield item

        yield count


def progress_bar(quiet: bool) -> Callable[[str], AbstractContextManager[Progress]]:
    """Progress on stderr when that is a terminal and the user did not ask for quiet; otherwise none."""
    return _unwatched if quiet or not sys.stderr.isatty() else _watched

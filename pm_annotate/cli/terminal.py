"""What a person at the terminal sees: log lines and progress on stderr, summaries on stdout."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.model import SampleReport

if TYPE_CHECKING:
    from pm_annotate.pipeline import Progress, Streamed

LOG_FORMAT = "%(asctime)s - %(name)s - %(levelname)s - %(message)s"
LOG_TIME = "%Y-%m-%d %H:%M:%S"


def start_log(quiet: bool, debug: bool) -> None:
    """Log to stderr: warnings and errors when quiet, everything with debug."""
    level = logging.DEBUG if debug else logging.WARNING if quiet else logging.INFO
    logging.basicConfig(stream=sys.stderr, level=level, format=LOG_FORMAT, datefmt=LOG_TIME, force=True)


def show_report(report: SampleReport, files: Sequence[Path]) -> None:
    """The summary of one sample on stdout."""
    from pm_annotate.report.console import render_console

    width = shutil.get_terminal_size((120, 24)).columns
    click.echo(render_console(report, width=width, files=files, style=sys.stdout.isatty()))


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

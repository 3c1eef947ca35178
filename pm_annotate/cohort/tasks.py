"""What is to be done: the rows of a cohort, and the tasks that they make. Everything here can be sent to another process."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.cohort.columns import COLUMNS, Cells
from pm_annotate.options import AnnotateOptions
from pm_annotate.report.summary import SampleOutcome


class Row(NamedTuple):
    """One row of the sheet, or one VCF of the command line."""

    line: int  # 1-based line of the sheet; 0 without a sheet
    vcf: str  # absolute path
    cells: Cells = ()

    def cell(self, name: str) -> str | None:
        """The text of a cell; None where it is empty."""
        return dict(self.cells).get(name)


class Name(NamedTuple):
    """What one report is called: in the report, and on disk."""

    sample: str
    stem: str  # begins the names of its files


class NamedRow(NamedTuple):
    """A row and the reports that it gives, in the order in which the file's roles are told. One, where the row names it."""

    row: Row
    names: tuple[Name, ...]


class Task(NamedTuple):
    """Rows that one pass over one VCF serves: they differ in the columns of the file that they ask for, and in nothing else.

    ``names``: the reports to make. Those of the other rows are not wanted now; they are still known, because a file that is
    read for several samples is read as one of several (what a sample does not carry is counted, and not listed): a report
    must not depend on which others are made beside it.
    """

    rows: tuple[NamedRow, ...]
    names: tuple[Name, ...]

    @property
    def vcf(self) -> str:
        return self.rows[0].row.vcf


class Job(NamedTuple):
    """What all tasks of a run share."""

    output_dir: Path  # absolute
    options: AnnotateOptions  # of all samples; a row's cells come on top
    knowledge: tuple[Path, ...] = ()  # the lab's own tables
    formats: tuple[str, ...] = ("tsv", "json")
    resume: bool = False
    made_with: str = ""  # checksum of tool and tables where the run was started: every worker must have the same


class SampleResult(NamedTuple):
    """How one sample ended."""

    name: Name
    outcome: SampleOutcome
    genes: Mapping[str, str] = {}  # gene -> best tier, else consequence
    kept: bool = False  # whole already, made from the same input, knowledge and options
    log_line: str = ""
    traceback: str = ""  # of an unexpected error


def tasks_of(rows: Sequence[NamedRow], only: Collection[str] = ()) -> tuple[Task, ...]:
    """The rows as tasks, in the sheet's order; rows of one VCF with the same options share one. ``only``: samples to make."""
    together: dict[tuple[str, Cells, int], list[NamedRow]] = {}
    for named in rows:
        together.setdefault(read_together(named.row), []).append(named)
    tasks = []
    for group in together.values():
        names = tuple(name for named in group for name in named.names if not only or name.sample in only)
        if names:
            tasks.append(Task(tuple(group), names))
    return tuple(tasks)


def read_together(row: Row) -> tuple[str, Cells, int]:
    """Rows for which this is the same can be served by one pass over the file."""
    alone = row.line if any(COLUMNS[name].alone for name, _ in row.cells) else 0
    return (row.vcf, tuple((name, text) for name, text in row.cells if not COLUMNS[name].is_role), alone)

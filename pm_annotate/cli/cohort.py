"""``pm-annotate cohort``: a sample sheet, or many VCFs, in; the reports of every sample and the tables over all out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pm_annotate.cli.annotate_options import annotate_options, report_options
from pm_annotate.cli.options import FieldSpellings, checked_formats, run_options
from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import UsageError
from pm_annotate.processes import usable_processors

if TYPE_CHECKING:
    from pm_annotate.cohort.tasks import Job, Row, SampleResult
    from pm_annotate.options import AnnotateOptions
    from pm_annotate.tables import Tables

MOST_WORKERS = 8  # by default; --workers may ask for more
OF_ONE_PATIENT = {  # options of annotate that no cohort shares, and their columns
    "sample_id": "sample",
    "pgx_calls": "pgx_calls",
    "also": "sv",
    "cna": "cna",
    "fusions": "fusions",
    "purity": "purity",
    "ploidy": "ploidy",
    "tmb": "tmb",
}


@click.command(cls=FieldSpellings)
@click.argument("inputs", nargs=-1, metavar="SHEET|VCF...")
@click.option(
    "--output-dir",
    "-o",
    type=GivenPath(),
    default=Path("pm-annotate-reports"),
    show_default=True,
    help="Folder for the reports and the cohort's tables; made if it is not there. One run at a time may use it.",
)
@click.option(
    "--workers",
    "-j",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"Worker processes; 0 works in this process. [default: the cores of this machine, at most {MOST_WORKERS}]",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Work on the Dask cluster whose scheduler is at ADDRESS (tcp://host:8786)."
)
@click.option("--resume", is_flag=True, help="Keep reports that are whole and made from the same input, tables and options.")
@click.option("--force", is_flag=True, help="Replace reports that are already there.")
@click.option("--parquet", is_flag=True, help="Write the cohort's tables as Parquet, too.")
@click.option("--sample", "only", multiple=True, metavar="NAME", help="Only this sample, and no tables over all. Repeatable.")
@click.option("--list", "only_list", is_flag=True, help="Print the samples and the names of their files, and do nothing.")
@report_options
@run_options
def cohort(
    inputs: tuple[str, ...],
    output_dir: Path,
    workers: int | None,
    scheduler: str | None,
    resume: bool,
    force: bool,
    parquet: bool,
    only: tuple[str, ...],
    only_list: bool,
    knowledge: tuple[Path, ...],
    formats: tuple[str, ...],
    gzip: bool,
    fail_on: str | None,
    quiet: bool,
    log_json: bool,
    debug: bool,
    **asked: Any,
) -> int:
    """Annotate the samples of a sheet, or many VCFs, and put them together.

    SHEET is a tab-separated table with the columns vcf and sample, and where known tumor_sample, normal,
    tumor_type, sex... (docs/cohort.md). The other options hold for every sample; a cell of the sheet goes
    before them. A sample that fails stops no other (exit code 6).

    \b
    Writes what annotate writes for every sample, and
      cohort.summary.tsv  one row per sample: how it ended, counts, tiers
      cohort.genes.tsv    gene x sample: best tier, or consequence
      cohort.tiers.tsv    variants and samples per tier and tumour type
    \b
    Examples:
      pm-annotate cohort samples.tsv -o reports --workers 8
      pm-annotate cohort samples.tsv -o reports --resume
      pm-annotate cohort runs/*.vcf.gz -o reports --tumor-type "lung adenocarcinoma"
    """
    refuse_what_cannot_be_meant(asked, force, resume)

    from pm_annotate.cli.terminal import start_log
    from pm_annotate.cohort.run_cohort import CohortOptions, run_cohort

    start_log(quiet, debug, log_json)
    job = job_of(asked, output_dir, knowledge, checked_formats(formats, gzip), resume)
    tables = checked_tables(job)
    rows = rows_of(inputs, job, tables)
    options = CohortOptions(
        workers=min(usable_processors(), MOST_WORKERS, len(rows)) if workers is None else workers,
        scheduler=scheduler,
        force=force,
        parquet=parquet,
        only=only,
        fail_on=fail_on,
        command_line=tuple(sys.argv[1:]),
        inputs=inputs[:1] if rows[0].line else (),
    )
    if only_list:
        return print_samples(rows, job, options)
    with watched(quiet, debug) as show:
        return run_cohort(rows, job, options, tables, show)


for _option in cohort.params:
    if _option.name in OF_ONE_PATIENT and isinstance(_option, click.Option):
        _option.hidden = True  # refused, with the name of the column: no help to list them


def refuse_what_cannot_be_meant(asked: dict[str, Any], force: bool, resume: bool) -> None:
    """Raises UsageError for options that speak of one patient, and for --force with --resume."""
    for option, column in OF_ONE_PATIENT.items():
        if asked[option] not in (None, ()):
            flag = "--" + option.replace("_", "-")
            raise UsageError(f"{flag} speaks of one patient. Put it into the sheet's column '{column}'.")
    if force and resume:
        raise UsageError("--force makes everything again and --resume keeps what is whole: give one of them.")


def job_of(asked: dict[str, Any], output_dir: Path, knowledge: tuple[Path, ...], formats: tuple[str, ...], resume: bool) -> Job:
    """What holds for every sample, as it can be sent to a worker that stands in another folder."""
    from pm_annotate.cohort.tasks import Job

    return Job(
        output_dir=output_dir.absolute(),
        options=with_absolute_paths(annotate_options(asked)),
        knowledge=tuple(path.absolute() for path in knowledge),
        formats=formats,
        resume=resume,
    )


def with_absolute_paths(options: AnnotateOptions) -> AnnotateOptions:
    """The options as they can be sent to a worker that stands in another folder."""
    named = {name: getattr(options, name) for name in ("fasta", "genome_pack", "population_vcf")}
    return options._replace(**{name: path.absolute() for name, path in named.items() if path is not None})


def checked_tables(job: Job) -> Tables:
    """The tables of the job. What is wrong for all samples is said before any work starts."""
    import logging  # --help lists this command and logs nothing

    from pm_annotate.cohort.work import tables_of

    log = logging.getLogger("pm-annotate-cohort")
    tables = tables_of(job)
    tables.tumor_type(job.options.tumor_type)
    tables.knowledge.versions  # noqa: B018 - an invalid table never runs
    tables.stated_markers(job.options.markers)
    for lab in tables.knowledge.labs:
        for warning in lab.warnings:
            log.warning("%s: %s", lab.path.name, warning)
    return tables


def rows_of(inputs: tuple[str, ...], job: Job, tables: Tables) -> tuple[Row, ...]:
    """The rows of the sheet, or one for each VCF. Raises UsageError."""
    from pm_annotate.cohort.sample_sheet import is_sample_sheet, read_sample_sheet
    from pm_annotate.cohort.tasks import Row

    if not inputs:
        raise UsageError("No sample sheet and no VCF was given. Try: pm-annotate cohort samples.tsv -o reports (or --help).")
    if "-" in inputs:
        raise UsageError("A cohort cannot read standard input: give the paths of files.")
    if len(inputs) == 1 and is_sample_sheet(Path(inputs[0])):
        return read_sample_sheet(Path(inputs[0]), tables, job.options)
    sheets = [path for path in inputs if Path(path).suffix.lower() in (".tsv", ".txt", ".csv")]
    if sheets:
        raise UsageError(f"{sheets[0]} looks like a sample sheet; give one sheet alone, or VCFs.")
    return tuple(Row(line=0, vcf=str(Path(path).absolute())) for path in inputs)


def print_samples(rows: tuple[Row, ...], job: Job, options: Any) -> int:
    """The samples of the cohort, the beginning of their files' names, and their VCFs, as a table on stdout.

    The exit code: that of a run in which the VCFs failed whose samples cannot be told.
    """
    from pm_annotate.cli.printing import print_tsv
    from pm_annotate.cohort.run_cohort import exit_code, named_reports
    from pm_annotate.run import SOME_FAILED

    named, unread = named_reports(rows, job, options)
    listed = [
        {"sample": name.sample, "files": name.stem, "vcf": row.row.vcf, "line": row.row.line or None}
        for row in named
        for name in row.names
    ]
    print_tsv(("sample", "files", "vcf", "line"), listed)
    code = exit_code(unread)
    return code if not listed or code == 0 else SOME_FAILED


@contextmanager
def watched(quiet: bool, debug: bool) -> Iterator[Callable[[int], Callable[[SampleResult], None]]]:
    """What tells of every sample that has ended: a bar on a terminal's stderr, a line of the log elsewhere."""
    import logging  # --help lists this command and logs nothing

    log = logging.getLogger("pm-annotate-cohort")

    def tell(result: SampleResult) -> None:
        outcome = result.outcome
        if outcome.exit_status:
            log.error("%s failed: %s", outcome.sample, outcome.error)
            if debug and result.traceback:
                log.debug("%s", result.traceback)
        else:
            log.info("%s%s", "kept: " if result.kept else "", result.log_line)

    if quiet or not sys.stderr.isatty():
        yield lambda total: tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from pm_annotate.report.cells import one_line

    columns = (TextColumn("samples"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:

        def begin(total: int) -> Callable[[SampleResult], None]:
            task = bar.add_task("samples", total=total)

            def count(result: SampleResult) -> None:
                bar.advance(task)
                if result.outcome.exit_status:
                    bar.console.print(one_line(f"{result.outcome.sample} failed: {result.outcome.error}"), markup=False)

            return count

        yield begin

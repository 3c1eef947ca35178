"""One run over a cohort: plan, lock, work, roll up."""

import logging
import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pm_annotate.cohort.columns import COLUMNS
from pm_annotate.cohort.done import DONE_SUFFIX
from pm_annotate.cohort.local_workers import Crash, run_in_workers
from pm_annotate.cohort.lock import folder_lock
from pm_annotate.cohort.made_with import made_with
from pm_annotate.cohort.naming import named_rows
from pm_annotate.cohort.roll_up import require_parquet, roll_up_files, write_roll_up
from pm_annotate.cohort.sample_sheet import one_tumour_twice
from pm_annotate.cohort.tasks import Job, Name, NamedRow, Row, SampleResult, Task, tasks_of
from pm_annotate.cohort.work import do_task, failed, samples_in
from pm_annotate.errors import InputError, PmAnnotateError, UsageError
from pm_annotate.options import describe_options
from pm_annotate.report.files import prepare_folder, write_atomically, writing_error
from pm_annotate.report.run_json import RunRecord, run_json
from pm_annotate.report.summary import failed_outcome
from pm_annotate.report.writer import ALL_SUFFIXES
from pm_annotate.run import Failure, RunOptions, exit_code_of, gate, prepare_outputs
from pm_annotate.tables import Tables

RUN_FILE = "cohort.run.json"
_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{12}\.tmp")  # as report.files names what it has not finished

log = logging.getLogger("pm-annotate-cohort")

Show = Callable[[SampleResult], None]


class CohortOptions(NamedTuple):
    """How the run behaves, beside what decides the reports."""

    workers: int = 1  # 0: in this process
    scheduler: str | None = None  # address of a Dask scheduler
    force: bool = False
    fail_on: str | None = None  # "tier1", "tier2"
    parquet: bool = False
    only: tuple[str, ...] = ()  # samples; empty: all, and the tables over all
    command_line: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()  # files besides the VCFs that must not be replaced: the sheet


def run_cohort(rows: Sequence[Row], job: Job, options: CohortOptions, tables: Tables, show: Callable[[int], Show]) -> int:
    """Annotate every row and write the cohort's tables; the exit code of the run (docs/exit-codes.md).

    What makes the whole run impossible is raised before any work starts. What is wrong with one sample is in its result
    and stops no other. ``show`` is told the number of samples, and gives what is told each result.
    """
    started = datetime.now(UTC)
    if options.parquet:
        require_parquet()
    if options.scheduler is not None:
        from pm_annotate.cohort.dask_scheduler import require_scheduler

        require_scheduler(options.scheduler)
    job = job._replace(made_with=made_with(job, tables))
    prepare_folder(job.output_dir)
    with folder_lock(job.output_dir, shared=bool(options.only)) as lock:
        named, unread = named_reports(rows, job, options, lock)
        check_samples(named, options.only)
        names = [name for row in named for name in row.names if not options.only or name.sample in options.only]
        _prepare(job, options, rows, names)
        results = _worked(tasks_of(named, options.only), job, options, lock, show(len(names)))
        ordered = [*(results[name.sample] for name in names), *([] if options.only else unread)]
        code = exit_code(ordered) or gate(options.fail_on, [result.outcome for result in ordered])
        if not options.only:
            write_roll_up(job.output_dir, ordered, options.parquet)
            repeated = one_tumour_twice(rows, {result.name.sample for result in ordered if not result.outcome.exit_status})
            for warning in repeated:
                log.warning("%s", warning)
            _write_run(job, options, tables, ordered, started, code, repeated)
            _tell_of_others(job.output_dir, names)
        _close_log(job, ordered)
    return code


def named_reports(
    rows: Sequence[Row], job: Job, options: CohortOptions, lock: int | None = None
) -> tuple[tuple[NamedRow, ...], list[SampleResult]]:
    """The rows with the names of their reports, and the failures of those whose VCF does not tell its samples."""
    unnamed = [row for row in rows if row.cell("sample") is None]
    found: dict[Row, tuple[str, ...]] = {}
    unread: list[SampleResult] = []
    with closing(_run(samples_in, job, unnamed, options, lock)) as answers:
        for number, answer in sorted(answers, key=lambda pair: pair[0]):
            row = unnamed[number]
            if isinstance(answer, Crash):
                answer = _error_of(answer, row.vcf)
            if isinstance(answer, PmAnnotateError):
                outcome = failed_outcome("", Path(row.vcf).name, str(answer), answer.exit_code)
                unread.append(SampleResult(Name("", ""), outcome))
                log.error("%s", answer)
            else:
                found[row] = answer
    return named_rows(rows, found), unread


def check_samples(named: Sequence[NamedRow], only: Sequence[str]) -> None:
    """Raises UsageError for a sample that no row has."""
    known = {name.sample for row in named for name in row.names}
    for sample in only:
        if sample not in known:
            raise UsageError(f"--sample {sample}: no row of this cohort has a sample of that name (see --list).")


def _prepare(job: Job, options: CohortOptions, rows: Sequence[Row], names: Sequence[Name]) -> None:
    """Refuse what would replace inputs or reports; remove what a killed run left, and tables that will not be true soon."""
    of_rows = (text for row in rows for name, text in row.cells if COLUMNS[name].is_file)
    inputs = (*options.inputs, *(row.vcf for row in rows), *of_rows)
    of_all = () if options.only else (*roll_up_files(parquet=True), RUN_FILE)
    refuse_inputs(job.output_dir, [*of_all, *(f"{name.stem}{DONE_SUFFIX}" for name in names)], inputs)
    may_replace = options.force or job.resume
    run = RunOptions(job.output_dir, formats=job.formats, force=may_replace)
    try:
        prepare_outputs(run, [name.sample for name in names], inputs)
    except UsageError as error:
        if may_replace:
            raise
        raise UsageError(f"{error} Or --resume, to keep what is whole and make the rest.") from error
    remove_leftovers(job.output_dir, [name.stem for name in names], of_all)
    if not options.only:
        _remove_tables(job.output_dir)


def _remove_tables(folder: Path) -> None:
    """Remove the tables over all samples, and what tells of their run: they speak of reports that are no longer these."""
    for file in (*roll_up_files(parquet=True), RUN_FILE):
        try:
            (folder / file).unlink(missing_ok=True)
        except OSError as error:
            raise writing_error(folder / file, error) from error


def refuse_inputs(folder: Path, outputs: Sequence[str], inputs: Sequence[str]) -> None:
    """Raises UsageError where a file that this run reads would be replaced by one of ``outputs``."""
    read = {os.path.realpath(path) for path in inputs}
    for name in outputs:
        if os.path.realpath(folder / name) in read:
            raise UsageError(f"{folder / name} is an input of this run and would be replaced. Choose another --output-dir.")


def remove_leftovers(folder: Path, stems: Sequence[str], files: Sequence[str] = ()) -> None:
    """Remove the temporary files that a killed process left of these samples' outputs, and of ``files``; no others."""
    ours = {f"{stem}{suffix}" for stem in stems for suffix in (DONE_SUFFIX, *ALL_SUFFIXES)} | set(files)
    with os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            if found and (found[1] in ours or (files and found[1] == "pm-annotate")):
                with suppress(OSError):
                    os.unlink(entry.path)


def _worked(tasks: Sequence[Task], job: Job, options: CohortOptions, lock: int, show: Show) -> dict[str, SampleResult]:
    """Every task done; results by sample."""
    results: dict[str, SampleResult] = {}
    try:
        with closing(_run(do_task, job, tasks, options, lock)) as answers:
            for number, answer in answers:
                if isinstance(answer, Crash):
                    answer = _failed_task(job, tasks[number], answer)
                for result in answer:
                    results[result.name.sample] = result
                    show(result)
    finally:  # a worker may have been ended in the middle of a file
        names = [name for task in tasks for name in task.names]
        remove_leftovers(job.output_dir, [name.stem for name in names])
        if options.only and not all(name.sample in results and results[name.sample].kept for name in names):
            _remove_tables(job.output_dir)
    return results


def _run(function: Callable[[Job, Any], Any], job: Job, items: Sequence[Any], options: CohortOptions, lock: int | None) -> Any:
    """The items' results as they come: from a cluster, from processes of this machine, or from this process."""
    if options.scheduler is not None and items:
        from pm_annotate.cohort.dask_scheduler import run_on_dask

        return run_on_dask(function, job, items, options.scheduler)
    if options.workers and items:
        return run_in_workers(function, job, items, options.workers, lock)
    return ((number, function(job, item)) for number, item in enumerate(items))


def _failed_task(job: Job, task: Task, crash: Crash) -> tuple[SampleResult, ...]:
    return tuple(failed(job, task.vcf, name, _error_of(crash, task.vcf)) for name in task.names)


def _error_of(crash: Crash, vcf: str) -> PmAnnotateError:
    text = f"{vcf} could not be annotated: {crash.reason}."
    error = InputError(text) if crash.by_input else PmAnnotateError(text)
    if crash.killed_by:
        error.exit_code = 128 + crash.killed_by
    return error


def exit_code(results: Sequence[SampleResult]) -> int:
    """0 when every sample has its report, 6 when some have, the shared code of the failures when none has."""
    failures = []
    for result in results:
        if result.outcome.exit_status:
            error = PmAnnotateError(result.outcome.error)
            error.exit_code = result.outcome.exit_status
            failures.append(Failure(result.outcome.file, error))
    return exit_code_of(failures, n_files=len(results))


def _write_run(
    job: Job,
    options: CohortOptions,
    tables: Tables,
    results: Sequence[SampleResult],
    started: datetime,
    code: int,
    warnings: Sequence[str],
) -> None:
    record = RunRecord(
        command_line=options.command_line,
        started=started,
        ended=datetime.now(UTC),
        exit_code=code,
        options=describe_options(job.options),
        knowledge=list(tables.knowledge.versions),
        warnings=tuple(warnings),
    )
    write_atomically(job.output_dir / RUN_FILE, run_json(record, [result.outcome for result in results]))


def _close_log(job: Job, results: Sequence[SampleResult]) -> None:
    failures = sum(bool(result.outcome.exit_status) for result in results)
    kept = sum(result.kept for result in results)
    made = len(results) - failures - kept
    log.info("%d samples: %d made, %d kept, %d failed; %s", len(results), made, kept, failures, job.output_dir)


def _tell_of_others(folder: Path, names: Sequence[Name]) -> None:
    """Reports of samples that are not (or no longer) in the cohort are left, and said to be there."""
    ours = {f"{name.stem}{DONE_SUFFIX}" for name in names}
    others = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(DONE_SUFFIX) and entry.name not in ours)
    if others:
        log.warning("%s also holds reports of %d samples that are not in this cohort: %s...", folder, len(others), others[0])

"""What a worker does with a task: read the VCF once, write the reports of its samples, say that they are done.

The functions here are what is sent to other processes and machines; all that they need comes with their arguments.
"""

import os
import traceback
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pm_annotate.cohort.columns import COLUMNS, Cells, sample_options
from pm_annotate.cohort.done import made_from, remove_outputs, whole_result, write_done
from pm_annotate.cohort.gene_labels import gene_labels
from pm_annotate.cohort.made_with import made_with
from pm_annotate.cohort.tasks import Job, Name, NamedRow, Row, SampleResult, Task
from pm_annotate.damaged_tables import by_damaged_tables
from pm_annotate.errors import InputError, PmAnnotateError, UsageError
from pm_annotate.model import SampleReport, SampleRole
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.pipeline import OpenedVcf, annotate_vcf, open_vcf
from pm_annotate.refusals import is_pipe, limit_met, place_refused
from pm_annotate.report.kept_texts import KeptTexts
from pm_annotate.report.summary import failed_outcome, summarise
from pm_annotate.report.writer import write_report
from pm_annotate.run import closing_line
from pm_annotate.tables import Tables, file_sha256
from pm_annotate.vcf.germline_caller import NOT_TOLD_TUMOURS
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.roles import assign_roles


class Report(NamedTuple):
    """A report to make: its columns in the file, its own options, the cells of its row, what it is called."""

    role: SampleRole
    options: AnnotateOptions
    cells: Cells
    name: Name


Asked = tuple[Report, dict[str, object]]  # and what it is made from


def tables_of(job: Job) -> Tables:
    """The tables that all samples of a run share."""
    options = job.options
    return Tables(job.knowledge, options.fasta, genome_folder=options.genome_pack, preferred_transcripts=options.transcripts)


class _ForAllSamples(NamedTuple):
    """What decides the tables of a run; hashable, unlike all of its options."""

    knowledge: tuple[Path, ...]
    fasta: Path | None
    genome_pack: Path | None
    transcripts: tuple[str, ...]
    population_vcf: Path | None


@lru_cache(maxsize=1)
def _loaded(chosen: _ForAllSamples) -> tuple[Tables, str]:
    """The tables and their checksum: loaded once per process and kept for all of its tasks."""
    options = AnnotateOptions(
        fasta=chosen.fasta,
        genome_pack=chosen.genome_pack,
        transcripts=chosen.transcripts,
        population_vcf=chosen.population_vcf,
    )
    job = Job(Path(), options, chosen.knowledge)
    tables = tables_of(job)
    return tables, made_with(job, tables)


def worker_tables(job: Job) -> Tables:
    """The tables of this process. Raises UsageError where they are not those that the run was started with."""
    common = job.options
    tables, found = _loaded(
        _ForAllSamples(job.knowledge, common.fasta, common.genome_pack, common.transcripts, common.population_vcf)
    )
    if found != job.made_with:
        raise UsageError(
            "This worker has another version of pm-annotate or of its tables than the process that started the run. "
            "Install the same on both and run again."
        )
    return tables


def samples_in(job: Job, row: Row) -> tuple[str, ...] | PmAnnotateError:
    """The samples of a row that names none, as its VCF tells them; or why they cannot be told."""
    try:
        require_files(row)
        options = sample_options(row.cells, job.options)
        return tuple(
            role.sample_id for role in assign_roles(read_header(row.vcf), options.tumor_sample, options.normal_sample, None)
        )
    except PmAnnotateError as error:
        return error


def require_files(row: Row) -> None:
    """Raises InputError for a pipe: it gives its content once, and who opens it again waits for ever."""
    for path in (row.vcf, *(text for name, text in row.cells if COLUMNS[name].is_file)):
        if is_pipe(path):
            raise InputError(f"{path} is a pipe. A cohort reads its files more than once: write it to a file first.")


def do_task(job: Job, task: Task) -> tuple[SampleResult, ...]:
    """Every sample of the task: made, kept, or failed with its reason. Whatever goes wrong stays in this task."""
    done: dict[str, SampleResult] = {}
    try:
        for result in _results(job, task):
            done[result.name.sample] = result
    except Exception as error:
        for name in task.names:
            if name.sample not in done:
                done[name.sample] = failed(job, task.vcf, name, error)
    return tuple(done[name.sample] for name in task.names)


def failed(job: Job, vcf: str, name: Name, error: Exception) -> SampleResult:
    """The result of a sample that gave no report, nothing of which is left in the folder."""
    try:
        remove_outputs(job.output_dir, name)
    except PmAnnotateError as also:
        error = also if str(also) == str(error) else PmAnnotateError(f"{error} {also}")
    trace = ""
    if isinstance(error, MemoryError):
        error = PmAnnotateError(f"{vcf}: out of memory. Give the run more, or fewer --workers.")
    elif limit := limit_met(error):
        error = PmAnnotateError(f"{vcf}: {limit} Fewer --workers need less.")
    elif not isinstance(error, PmAnnotateError):
        trace = "".join(traceback.format_exception(error))
        fault = f"unexpected error: {type(error).__name__}: {error}. This is a fault of pm-annotate."
        error = by_damaged_tables(error) or place_refused(error) or PmAnnotateError(fault)
    return SampleResult(name, failed_outcome(name.sample, Path(vcf).name, str(error), error.exit_code), traceback=trace)


def _results(job: Job, task: Task) -> Iterator[SampleResult]:
    tables = worker_tables(job)
    for named in task.rows:
        require_files(named.row)
    before = _file_state(task.vcf)
    input_sha256 = file_sha256(Path(task.vcf))
    header = read_header(task.vcf)
    wanted = {name.sample for name in task.names}
    reports: list[Report] = []
    for named in task.rows:
        try:
            reports += _reports(job, named, header)
        except PmAnnotateError as error:
            yield from (failed(job, task.vcf, name, error) for name in named.names if name.sample in wanted)
    roles = [report.role for report in reports]
    is_of_several = len({role.tumor for role in roles}) > 1
    to_do: list[Asked] = []
    for report in reports:
        if report.name.sample not in wanted:
            continue
        source = made_from(input_sha256, report.cells, report.options, job.formats, job.made_with, is_of_several)
        kept = whole_result(job.output_dir, report.name, source) if job.resume else None
        if kept is not None:
            yield kept
            continue
        try:
            remove_outputs(job.output_dir, report.name)
            to_do.append((report, source))
        except PmAnnotateError as error:
            yield failed(job, task.vcf, report.name, error)
    for one_pass in passes(to_do):
        yield from _made(job, header, one_pass, roles, tables, before)


def _reports(job: Job, named: NamedRow, header: VcfHeader) -> list[Report]:
    """The reports that a row gives."""
    options = sample_options(named.row.cells, job.options)
    roles = assign_roles(header, options.tumor_sample, options.normal_sample, options.sample_id)
    if len(roles) != len(named.names):
        raise InputError(f"{header.name} has changed since this run began: it had {len(named.names)} samples to report.")
    return [
        Report(role._replace(sample_id=name.sample), options, named.row.cells, name)
        for role, name in zip(roles, named.names, strict=True)
    ]


def passes(to_do: Sequence[Asked]) -> list[dict[str, Asked]]:
    """Reports by sample, for one pass over the file each. The reader counts by tumour column: none is in a pass twice."""
    found: list[dict[str, Asked]] = []
    columns: list[set[str | None]] = []
    for asked in to_do:
        role = asked[0].role
        place = next((number for number, taken in enumerate(columns) if role.tumor not in taken), len(found))
        if place == len(found):
            found.append({})
            columns.append(set())
        found[place][role.sample_id] = asked
        columns[place].add(role.tumor)
    return found


def _made(
    job: Job,
    header: VcfHeader,
    one_pass: dict[str, Asked],
    of_task: Sequence[SampleRole],
    tables: Tables,
    before: tuple[int, ...],
) -> Iterator[SampleResult]:
    """Read the file once for ``one_pass`` and write its reports. ``of_task``: the roles of all of the task's rows."""
    options = next(iter(one_pass.values()))[0].options
    shared = options._replace(tumor_sample=None, normal_sample=None, sample_id=None)
    roles = [report.role for report, _ in one_pass.values()]
    if len(roles) == 1 and (another := _another(roles[0], of_task)):
        roles.append(another)
    kept = KeptTexts() if len(one_pass) > 1 else None
    for report in annotate_vcf(_opened(header, options, tuple(roles), tables), shared, tables):
        if report.role.sample_id not in one_pass:
            continue
        asked, source = one_pass[report.role.sample_id]
        if _file_state(header.path) != before:
            raise InputError(f"{header.name} was changed while it was read. Run it again when it is whole.")
        try:
            yield _written(job, header, with_own_options(report, asked.options), asked.name, source, kept)
        except PmAnnotateError as error:  # one sample's files; the others of this pass may go well
            yield failed(job, header.path, asked.name, error)


def _another(role: SampleRole, of_task: Sequence[SampleRole]) -> SampleRole | None:
    """A report of the file beside the only one that is wanted: the reader must see several, as when all are made (see Task).
    One that tells tumours goes first: a file with a matched normal, or with a column that is named as a tumour, is no germline
    file, whichever of its reports are made."""
    others = [other for other in of_task if other.tumor != role.tumor]
    if not others:
        return None
    telling = max(others, key=lambda other: (other.normal is not None, other.basis not in NOT_TOLD_TUMOURS))
    return telling._replace(sample_id=f"{role.sample_id} and another")


def _written(
    job: Job, header: VcfHeader, report: SampleReport, name: Name, source: dict[str, object], kept: KeptTexts | None
) -> SampleResult:
    outputs = write_report(report, job.output_dir, job.formats, force=True, stem=name.stem, kept=kept)
    outcome = summarise(report, Path(header.name).name, outputs)
    result = SampleResult(name, outcome, gene_labels(report), log_line=closing_line(report))
    write_done(job.output_dir, result, source)
    return result


def _opened(header: VcfHeader, options: AnnotateOptions, roles: tuple[SampleRole, ...], tables: Tables) -> OpenedVcf:
    """The file with the roles of all rows; its assembly is told once."""
    return open_vcf(header, options._replace(sample_id=None), tables)._replace(roles=roles)


def with_own_options(report: SampleReport, options: AnnotateOptions) -> SampleReport:
    """The report as ``annotate`` with this row's options alone would give it."""
    return report._replace(provenance={**report.provenance, "options": describe_options(options)})


def _file_state(path: str) -> tuple[int, ...]:
    """What changes when a file is written to or replaced. Raises InputError."""
    try:
        state = os.stat(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    return (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)

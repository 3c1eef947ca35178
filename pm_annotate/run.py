"""One run of the command over one or several VCFs: plan the reports, refuse to overwrite, keep failures apart, write."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.model import SampleReport
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.pipeline import OpenedVcf, Progress, annotate_vcf, open_vcf
from pm_annotate.report.files import prepare_folder, refuse_existing
from pm_annotate.report.kept_texts import KeptTexts
from pm_annotate.report.leftovers import remove_unfinished
from pm_annotate.report.run_json import RunRecord
from pm_annotate.report.sample_names import file_stems
from pm_annotate.report.side_process import processors
from pm_annotate.report.summary import SampleOutcome, failed_outcome, summarise
from pm_annotate.report.writer import RUN_FILES, existing_outputs, write_report, write_run
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.record_source import RecordSource, records_here
from pm_annotate.vcf.roles import file_stem

SOME_FAILED = 6
TIER_FOUND = 7  # with --fail-on
_GATES = {"tier1": ("Tier I-",), "tier2": ("Tier I-", "Tier II-")}

log = logging.getLogger("pm-annotate-annotate")

ProgressOfFile = Callable[[str], AbstractContextManager[Progress]]
Show = Callable[[SampleReport, Sequence[Path]], None]


class RunOptions(NamedTuple):
    """Where the reports go, and how the run behaves."""

    output_dir: Path
    knowledge: tuple[Path, ...] = ()
    formats: tuple[str, ...] = ("tsv", "json")
    force: bool = False
    fail_on: str | None = None  # "tier1", "tier2"
    samples: tuple[str, ...] = ()  # the tumours to report; empty: all
    command_line: tuple[str, ...] = ()


class Failure(NamedTuple):
    """A VCF that gave no report, and why."""

    path: str
    error: PmAnnotateError


def run_annotate(
    paths: Sequence[str],
    options: AnnotateOptions,
    run: RunOptions,
    show: Show,
    progress: ProgressOfFile,
    records: RecordSource = records_here,
) -> int:
    """Annotate every VCF and write its reports; the exit code of the run.

    What makes the whole run impossible (knowledge, tumour type, reports that are already there) is raised before any
    work starts. What is wrong with one file of several is logged and does not stop the others: exit code 6, or the
    file's own code when no file gave a report.
    """
    started = datetime.now(UTC)
    tables = Tables(run.knowledge, options.fasta, genome_folder=options.genome_pack, preferred_transcripts=options.transcripts)
    tables.tumor_type(options.tumor_type)
    tables.knowledge.versions  # noqa: B018 - an invalid table never runs
    tables.stated_markers(options.markers)
    for lab in tables.knowledge.labs:
        for warning in lab.warnings:
            log.warning("%s: %s", lab.path.name, warning)
    opened, failures = open_all(paths, options, tables)
    if len(paths) == 1 and failures:
        raise failures[0].error
    if run.samples:
        opened = of_samples(opened, run.samples)
    opened = numbered_repeats([with_distinct_sample_ids(vcf, opened) for vcf in opened])
    stems = file_stems([role.sample_id for vcf in opened for role in vcf.roles])
    is_new_folder = not os.path.exists(run.output_dir)
    prepare_outputs(run, list(stems), paths)
    remove_unfinished(run.output_dir, stems.values())

    outcomes: list[SampleOutcome] = []
    for vcf in opened:
        try:
            outcomes += annotate_and_write(vcf, options, run, tables, stems, show, progress, records)
        except PmAnnotateError as error:
            if len(paths) == 1:
                if is_new_folder:
                    remove_empty(run.output_dir)
                raise
            failures.append(Failure(vcf.header.name, error))
    outcomes += [
        failed_outcome("", Path(failure.path).name, str(failure.error), failure.error.exit_code) for failure in failures
    ]
    for failure in failures:
        log.error("%s", failure.error)
    exit_code = exit_code_of(failures, n_files=len(paths)) or gate(run.fail_on, outcomes)
    record = RunRecord(
        command_line=run.command_line,
        started=started,
        ended=datetime.now(UTC),
        exit_code=exit_code,
        options=describe_options(options),
        knowledge=list(tables.knowledge.versions),
    )
    write_run(run.output_dir, record, outcomes, force=True)
    return exit_code


def open_all(paths: Sequence[str], options: AnnotateOptions, tables: Tables) -> tuple[list[OpenedVcf], list[Failure]]:
    """Header, assembly and roles of every file, before any is annotated."""
    opened: list[OpenedVcf] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            opened.append(open_vcf(read_header(path), options, tables))
        except PmAnnotateError as error:
            failures.append(Failure(path, error))
    return opened, failures


def of_samples(opened: Sequence[OpenedVcf], samples: Sequence[str]) -> list[OpenedVcf]:
    """The files with the reports of these tumours alone; a file that has none of them is left out.

    Raises UsageError, naming the samples that there are, for one that no file reports.
    """
    reported = list(dict.fromkeys(role.tumor or role.sample_id for vcf in opened for role in vcf.roles))
    for sample in samples:
        if sample not in reported:
            normals = [role.tumor for vcf in opened for role in vcf.roles if role.normal == sample]
            why = f"is the matched normal of {normals[0]}" if normals else "is none of the samples that are reported"
            there = f"{', '.join(reported[:20])}{f' and {len(reported) - 20} more' if len(reported) > 20 else ''}"
            raise UsageError(f"--samples {sample}: it {why}. Reported are: {there}.")
    chosen = [
        vcf._replace(roles=tuple(role for role in vcf.roles if (role.tumor or role.sample_id) in samples)) for vcf in opened
    ]
    return [vcf for vcf in chosen if vcf.roles]


def with_distinct_sample_ids(vcf: OpenedVcf, all_vcfs: Sequence[OpenedVcf]) -> OpenedVcf:
    """``vcf``, its samples renamed ``<file>.<sample>`` where another file of the run has a sample of that name.

    Callers name every tumour TUMOR: the files' names then tell the patients apart.
    """
    elsewhere = {role.sample_id for other in all_vcfs if other is not vcf for role in other.roles}
    roles = tuple(
        role._replace(sample_id=f"{file_stem(vcf.header.name)}.{role.sample_id}") if role.sample_id in elsewhere else role
        for role in vcf.roles
    )
    return vcf._replace(roles=roles)


def numbered_repeats(vcfs: Sequence[OpenedVcf]) -> list[OpenedVcf]:
    """The files, a sample id that is still taken (files of one name in two folders) followed by ``-2``, ``-3``..."""
    taken: set[str] = set()
    renamed = []
    for vcf in vcfs:
        roles = []
        for role in vcf.roles:
            names = (role.sample_id, *(f"{role.sample_id}-{number}" for number in range(2, len(taken) + 3)))
            sample_id = next(name for name in names if name not in taken)
            taken.add(sample_id)
            roles.append(role._replace(sample_id=sample_id))
        renamed.append(vcf._replace(roles=tuple(roles)))
    return renamed


def prepare_outputs(run: RunOptions, sample_ids: Sequence[str], inputs: Sequence[str]) -> None:
    """Refuse to overwrite an input or, without --force, a sample's reports; then see that the folder can be written to.

    summary.tsv and run.json tell of the last run into the folder and are always replaced: a loop over samples may share it.
    """
    there = existing_outputs(run.output_dir, sample_ids)  # of every format: what is not written anew will be removed
    read = {os.path.realpath(path) for path in inputs}
    for output in there:
        if os.path.realpath(output) in read:
            raise UsageError(f"{output} is an input of this run and would be replaced. Choose another --output-dir.")
    if not run.force:
        refuse_existing(path for path in there if path.name not in RUN_FILES)
    prepare_folder(run.output_dir)


def remove_empty(folder: Path) -> None:
    """Remove a folder that this run made and in which nothing was written."""
    with suppress(OSError):
        folder.rmdir()


def annotate_and_write(
    vcf: OpenedVcf,
    options: AnnotateOptions,
    run: RunOptions,
    tables: Tables,
    stems: Mapping[str, str],
    show: Show,
    progress: ProgressOfFile,
    records: RecordSource,
) -> list[SampleOutcome]:
    """The reports of one VCF, written and shown."""
    name = Path(vcf.header.name).name
    log.info("%s: %s (told from %s), %s", name, vcf.assembly, vcf.assembly_basis, describe_roles(vcf))
    outcomes = []
    kept, at_once = (KeptTexts(), 1) if len(vcf.roles) > 1 else (None, processors())
    with progress(name) as watched:
        reports = annotate_vcf(vcf, options, tables, watched, records)
        for report in reports:
            sample = report.role.sample_id
            outputs = write_report(
                report, run.output_dir, run.formats, force=True, stem=stems[sample], kept=kept, processors=at_once
            )
            outcomes.append(summarise(report, name, outputs))
            log.info("%s", closing_line(report))
            show(report, outputs)
    return outcomes


def describe_roles(vcf: OpenedVcf) -> str:
    """``tumour T1, normal N1 (told from ##tumor_sample)`` for one report, the number of samples for several."""
    if len(vcf.roles) > 1:
        return f"{len(vcf.roles)} samples, each with its own report"
    (role,) = vcf.roles
    if role.tumor is None:
        return "no sample columns"
    normal = f", normal {role.normal}" if role.normal else ""
    return f"sample {role.tumor}{normal} ({role.basis})"


def closing_line(report: SampleReport) -> str:
    """The reconciliation in one line of the log."""
    counts = report.reconciliation
    return (
        f"{report.role.sample_id}: {counts.records} records, {counts.alleles} alleles = {counts.matched} matched + "
        f"{counts.unmatched} unmatched + {counts.outside} outside + {counts.filtered} filtered + "
        f"{counts.low_support} low support + {counts.not_in_sample} not in sample + {counts.reference} reference + "
        f"{counts.unsupported} unsupported + {counts.malformed} malformed; {len(report.findings)} findings"
    )


def exit_code_of(failures: Sequence[Failure], n_files: int) -> int:
    """0 when every file gave its reports, 6 when some did, the shared code of the failures when none did."""
    if not failures:
        return 0
    codes = {failure.error.exit_code for failure in failures}
    return codes.pop() if len(failures) == n_files and len(codes) == 1 else SOME_FAILED


def gate(fail_on: str | None, outcomes: Sequence[SampleOutcome]) -> int:
    """7 where ``--fail-on`` is given and a sample has a finding of such a tier; else 0. Says which samples."""
    if fail_on is None:
        return 0
    found = [one.sample for one in outcomes if one.best_tier.startswith(_GATES[fail_on])]
    if not found:
        return 0
    named = f"{', '.join(found[:3])}{f' and {len(found) - 3} more' if len(found) > 3 else ''}"
    log.warning("--fail-on %s: findings of such a tier in %s. Exit code %d; all reports are whole.", fail_on, named, TIER_FOUND)
    return TIER_FOUND

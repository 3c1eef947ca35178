"""``pm-annotate annotate``: VCFs in, per-sample reports out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pm_annotate.cli.annotate_options import annotate_options, report_options
from pm_annotate.cli.containment import continue_in_child
from pm_annotate.cli.options import FieldSpellings, checked_formats, run_options, split_list
from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import UsageError


@click.command(cls=FieldSpellings)
@click.argument("vcfs", nargs=-1, metavar="VCF...")
@click.option("--vcf", "-i", "more_vcfs", multiple=True, hidden=True)
@click.option(
    "--output-dir",
    "-o",
    type=GivenPath(),
    default=Path("pm-annotate-reports"),
    show_default=True,
    help="Folder for the reports; made if it is not there. Nothing is written outside it.",
)
@click.option("--samples", "-s", multiple=True, metavar="LIST", help="Report only these columns of a file with many samples.")
@click.option("--samples-file", "-S", type=GivenPath(), metavar="FILE", help="The same, one name a line.")
@report_options
@click.option("--force", is_flag=True, help="Replace reports that are already there.")
@run_options
def annotate(
    vcfs: tuple[str, ...],
    more_vcfs: tuple[str, ...],
    output_dir: Path,
    samples: tuple[str, ...],
    samples_file: Path | None,
    knowledge: tuple[Path, ...],
    formats: tuple[str, ...],
    gzip: bool,
    force: bool,
    fail_on: str | None,
    quiet: bool,
    log_json: bool,
    debug: bool,
    **asked: Any,
) -> int:
    """Annotate VCFs and write per-sample reports.

    VCF is a file (plain, gzip, bgzip, BCF) or - for standard input. Each sample gets its own
    <sample>.findings.tsv, .variants.tsv, .loci.tsv, .predisposition.tsv, .pgx.tsv, .toxicity.tsv,
    .related.tsv, .skipped.tsv and .report.json; the run gets summary.tsv and run.json.

    \b
    Examples:
      pm-annotate annotate tumor.vcf.gz --tumor-type LUAD -o reports
      pm-annotate annotate pair.vcf.gz --tumor-sample T1 --normal-sample N1 --tumor-type "stomach cancer"
    """
    paths = (*vcfs, *more_vcfs)
    if not paths:
        raise UsageError("No VCF was given. Try: pm-annotate annotate tumor.vcf.gz (or --help).")
    if asked["sample_id"] is not None and len(paths) > 1:
        raise UsageError("--sample-id names one report, but several VCFs were given.")
    if len(paths) > 1 and (beside := [f"--{name}" for name in ("also", "cna", "fusions") if asked[name]]):
        raise UsageError(f"{', '.join(beside)}: of one sample, but several VCFs were given. Run each sample by itself.")
    reader = None
    if not debug:
        continue_in_child(paths[0] if len(paths) == 1 else f"one of {len(paths)} files")
        from pm_annotate.vcf.reading_process import start_reading_process

        reader = start_reading_process()
        if reader is not None:
            click.get_current_context().call_on_close(reader.let_go)

    from pm_annotate.cli.terminal import progress_bar, quietly, show_report, start_log
    from pm_annotate.run import RunOptions, run_annotate
    from pm_annotate.vcf.record_source import records_here

    options = annotate_options(asked)
    run = RunOptions(
        output_dir=output_dir,
        knowledge=knowledge,
        formats=checked_formats(formats, gzip),
        force=force,
        fail_on=fail_on,
        samples=(*split_list(samples), *(names_in(samples_file) if samples_file else ())),
        command_line=tuple(sys.argv[1:]),
    )
    start_log(quiet, debug, log_json)
    records = reader.records if reader else records_here
    return run_annotate(paths, options, run, quietly if quiet else show_report, progress_bar(quiet), records)


def names_in(path: Path) -> tuple[str, ...]:
    """The names of a file, one a line; empty lines and spaces around names are let pass. Raises UsageError."""
    try:
        names = tuple(dict.fromkeys(line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"--samples-file {path}: it cannot be read as text: {getattr(error, 'strerror', None) or error}."
        ) from error
    if not names:
        raise UsageError(f"--samples-file {path}: it names no sample.")
    return names

"""``pm-annotate annotate``: VCFs in, per-sample reports out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pm_annotate.cli.annotate_options import annotate_options, report_options
from pm_annotate.cli.containment import continue_in_child
from pm_annotate.cli.options import (
    FieldSpellings,
    debug_option,
    knowledge_option,
    log_json_option,
    quiet_option,
    split_list,
)
from pm_annotate.errors import UsageError


@click.command(cls=FieldSpellings)
@click.argument("vcfs", nargs=-1, metavar="VCF...")
@click.option("--vcf", "-i", "more_vcfs", multiple=True, hidden=True)
@click.option(
    "--output-dir",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("pm-annotate-reports"),
    show_default=True,
    help="Folder for the reports; made if it is not there. Nothing is written outside it.",
)
@report_options
@knowledge_option
@click.option("--format", "formats", multiple=True, default=("tsv,json",), metavar="LIST", help="tsv, json. [default: both]")
@click.option("--force", is_flag=True, help="Replace reports that are already there.")
@quiet_option
@log_json_option
@debug_option
def annotate(
    vcfs: tuple[str, ...],
    more_vcfs: tuple[str, ...],
    output_dir: Path,
    knowledge: tuple[Path, ...],
    formats: tuple[str, ...],
    force: bool,
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

    from pm_annotate.cli.terminal import progress_bar, quietly, show_report, start_log
    from pm_annotate.run import RunOptions, run_annotate
    from pm_annotate.vcf.record_source import records_here

    options = annotate_options(asked)
    run_options = RunOptions(
        output_dir=output_dir,
        knowledge=knowledge,
        formats=checked_formats(formats),
        force=force,
        command_line=tuple(sys.argv[1:]),
    )
    start_log(quiet, debug, log_json)
    records = reader.records if reader else records_here
    return run_annotate(paths, options, run_options, quietly if quiet else show_report, progress_bar(quiet), records)


def checked_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    """The formats asked for, each known. Raises UsageError for any other, and for none."""
    known = ("tsv", "json")
    asked = tuple(name.lower() for name in split_list(formats))
    for name in asked:
        if name not in known:
            raise UsageError(f"--format {name}: not a format of this version. Known: {', '.join(known)}.")
    if not asked:
        raise UsageError(f"--format is empty. Known: {', '.join(known)}.")
    return asked

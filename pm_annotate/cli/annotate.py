"""``pm-annotate annotate``: VCFs in, per-sample reports out."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click

from pm_annotate.cli.options import (
    FieldSpellings,
    assembly_option,
    debug_option,
    fasta_option,
    joined,
    knowledge_option,
    marker_option,
    quiet_option,
    split_list,
    transcript_options,
    tumor_type_option,
)
from pm_annotate.errors import UsageError

sample_options = joined(
    click.option(
        "--tumor-sample", metavar="NAME", help="Column of the tumour. Default: told from the header, never from order."
    ),
    click.option("--normal-sample", metavar="NAME", help="Column of the matched normal."),
    click.option("--sample-id", metavar="NAME", help="Name that the report carries. Default: the tumour column's name."),
)

filter_options = joined(
    click.option(
        "--pass-only/--all-filters",
        default=True,
        show_default=True,
        help="Only FILTER PASS and '.' give findings; the rest is counted and listed in the skipped table.",
    ),
    click.option("--min-dp", type=click.IntRange(min=0), metavar="N", help="Leave out alleles below this depth in the tumour."),
    click.option("--min-vaf", type=click.FloatRange(0, 1), metavar="F", help="Leave out alleles below this fraction (0-1)."),
    click.option("--min-alt-reads", type=click.IntRange(min=0), metavar="N", help="Leave out alleles with fewer alt reads."),
)

pharmacogenomics_options = joined(
    click.option("--sex", type=click.Choice(["male", "female"]), help="For genes on X (G6PD)."),
    click.option(
        "--callable",
        "callable_bed",
        type=click.Path(path_type=Path),
        help="BED of positions that were covered and would have been called: there, absent means reference.",
    ),
    click.option(
        "--assume-reference",
        is_flag=True,
        help="Take pharmacogene positions that the file does not show as reference. Every call that rests on it says so.",
    ),
    click.option("--pgx-calls", type=click.Path(path_type=Path), help="TSV of pharmacogene calls from elsewhere (CYP2D6)."),
)


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
@tumor_type_option
@assembly_option
@sample_options
@marker_option
@knowledge_option
@fasta_option
@transcript_options
@filter_options
@pharmacogenomics_options
@click.option("--format", "formats", multiple=True, default=("tsv,json",), metavar="LIST", help="tsv, json. [default: both]")
@click.option("--force", is_flag=True, help="Replace reports that are already there.")
@quiet_option
@debug_option
def annotate(
    vcfs: tuple[str, ...],
    more_vcfs: tuple[str, ...],
    output_dir: Path,
    tumor_type: str | None,
    assembly: str,
    tumor_sample: str | None,
    normal_sample: str | None,
    sample_id: str | None,
    markers: tuple[str, ...],
    knowledge: tuple[Path, ...],
    fasta: Path | None,
    genome_pack: Path | None,
    transcripts: str | None,
    pass_only: bool,
    min_dp: int | None,
    min_vaf: float | None,
    min_alt_reads: int | None,
    sex: str | None,
    callable_bed: Path | None,
    assume_reference: bool,
    pgx_calls: Path | None,
    formats: tuple[str, ...],
    force: bool,
    quiet: bool,
    debug: bool,
) -> int:
    """Annotate VCFs and write per-sample reports.

    VCF is a file (plain, gzip, bgzip, BCF) or - for standard input. Each sample gets its own
    <sample>.findings.tsv, .variants.tsv, .pgx.tsv, .skipped.tsv, .related.tsv and .report.json; the
    run gets summary.tsv and run.json.

    \b
    Examples:
      pm-annotate annotate tumor.vcf.gz --tumor-type LUAD -o reports
      pm-annotate annotate pair.vcf.gz --tumor-sample T1 --normal-sample N1 --tumor-type "stomach cancer"
    """
    paths = (*vcfs, *more_vcfs)
    if not paths:
        raise UsageError("No VCF was given. Try: pm-annotate annotate tumor.vcf.gz (or --help).")
    if sample_id is not None and len(paths) > 1:
        raise UsageError("--sample-id names one report, but several VCFs were given.")
    if sample_id is not None and not sample_id.strip():
        raise UsageError("--sample-id is empty. Give a name, or leave the option out.")
    if min_vaf is not None and math.isnan(min_vaf):
        raise UsageError("--min-vaf nan: not a number between 0 and 1.")

    from pm_annotate.cli.terminal import progress_bar, quietly, show_report, start_log
    from pm_annotate.genome.preferred import read_preferred
    from pm_annotate.options import AnnotateOptions
    from pm_annotate.pharmacogenomics.options import PgxOptions
    from pm_annotate.pharmacogenomics.outside_calls import read_outside_calls
    from pm_annotate.run import RunOptions, run_annotate
    from pm_annotate.vcf.bed import read_bed
    from pm_annotate.vcf.support import ReadOptions

    options = AnnotateOptions(
        tumor_type=tumor_type,
        assembly=assembly,
        tumor_sample=tumor_sample,
        normal_sample=normal_sample,
        sample_id=sample_id,
        fasta=fasta,
        genome_pack=genome_pack,
        transcripts=read_preferred(transcripts) if transcripts else (),
        markers=markers,
        pgx=PgxOptions(
            sex=sex,
            assume_reference=assume_reference,
            callable_regions=read_bed(callable_bed) if callable_bed else {},
            outside_calls=read_outside_calls(pgx_calls) if pgx_calls else (),
        ),
        read=ReadOptions(pass_only=pass_only, min_dp=min_dp, min_vaf=min_vaf, min_alt_reads=min_alt_reads),
    )
    run_options = RunOptions(
        output_dir=output_dir,
        knowledge=knowledge,
        formats=checked_formats(formats),
        force=force,
        command_line=tuple(sys.argv[1:]),
    )
    start_log(quiet, debug)
    return run_annotate(paths, options, run_options, show=quietly if quiet else show_report, progress=progress_bar(quiet))


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

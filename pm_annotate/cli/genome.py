"""``pm-annotate genome``: a transcript pack of one's own."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import UsageError, why


@click.group()
def genome() -> None:
    """Make a transcript pack of your own, for annotate and explain to use in place of the packaged transcripts."""


@genome.command()
@click.option(
    "--gff",
    type=GivenPath(read_again=True),
    required=True,
    metavar="GFF3_OR_GTF",
    help="Transcripts: GFF3 or GTF of GENCODE, Ensembl, RefSeq or MANE, plain or gzip.",
)
@click.option("--fasta", type=GivenPath(read_again=True), required=True, help="Reference FASTA of the same assembly.")
@click.option("--assembly", default="GRCh38", show_default=True, metavar="NAME", help="GRCh37 (hg19) or GRCh38 (hg38).")
@click.option("--genes", metavar="LIST_OR_FILE", help="Only these genes: a comma-separated list, or a file, one per line.")
@click.option("--output", "-o", type=GivenPath(), required=True, metavar="PACK", help="Folder to write.")
@click.option("--debug", is_flag=True, help="Show tracebacks and debug messages.")
def build(gff: Path, fasta: Path, assembly: str, genes: str | None, output: Path, debug: bool) -> int:
    """Write the folder PACK from a transcript annotation and a reference FASTA.

    MANE Select, RefSeq Select, Ensembl canonical, APPRIS principal, GENCODE basic: the first of these tags that a gene has
    names its primary transcript; else the longest. A FASTA without an index gets one inside PACK.
    """
    from pm_annotate.genome.assembly import assembly_from_name
    from pm_annotate.genome.genome_pack import build_genome_pack
    from pm_annotate.report.files import prepare_folder

    wanted = None if genes is None else gene_list(genes)
    prepare_folder(output, "--output")
    counts = build_genome_pack(gff, fasta, output, assembly_from_name(assembly), wanted)
    click.echo(f"{output}: {counts['transcripts']} transcripts of {counts['genes']} genes", err=True)
    for reason, number in counts.items():
        if reason.startswith("left out"):
            click.echo(f"  {reason}: {number}", err=True)
    return 0


def gene_list(text: str) -> frozenset[str]:
    """The symbols of a comma-separated list, or of a file. Raises UsageError for a file that is no text, and for no gene."""
    is_file = os.path.isfile(text)  # no Path's is_file: it raises where a long list is no file's name
    try:
        named = Path(text).read_text("utf-8-sig").split() if is_file else [part.strip() for part in text.split(",")]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--genes {text}: {why(error)}. Give a text file with one symbol a line.") from error
    if not any(named):
        raise UsageError(f"--genes {text}: it names no gene.")
    return frozenset(filter(None, named))

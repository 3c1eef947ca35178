"""``pm-annotate genome``: a transcript pack of one's own."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import InputError


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

    MANE Select, RefSeq Select, Ensembl canonical, APPRIS principal: the first of these tags that a gene has names its
    primary transcript; else the longest. The FASTA's index is made inside PACK.
    """
    from pm_annotate.genome.assembly import assembly_from_name
    from pm_annotate.genome.genome_pack import build_genome_pack

    wanted = None if genes is None else _gene_list(genes)
    counts = build_genome_pack(gff, fasta, output, assembly_from_name(assembly), wanted)
    click.echo(f"{output}: {counts['transcripts']} transcripts of {counts['genes']} genes", err=True)
    for reason, number in counts.items():
        if reason.startswith("left out"):
            click.echo(f"  {reason}: {number}", err=True)
    return 0


def _gene_list(text: str) -> frozenset[str]:
    if not os.path.isfile(text):  # no Path's is_file: it raises where a long list is no file's name
        return frozenset(part.strip() for part in text.split(",") if part.strip())
    try:
        return frozenset(Path(text).read_text("utf-8-sig").split())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--genes {text}: it cannot be read as text: {getattr(error, 'strerror', None) or error}.") from error

"""``pm-annotate explain``: the findings for a variant that is typed as text."""

from __future__ import annotations

from pathlib import Path

import click

from pm_annotate.cli.options import (
    FieldSpellings,
    debug_option,
    fasta_option,
    knowledge_option,
    marker_option,
    transcript_options,
    tumor_type_option,
)


@click.command(cls=FieldSpellings)
@click.argument("variant", nargs=-1, required=True)
@tumor_type_option
@click.option(
    "--assembly",
    metavar="NAME",
    default="auto",
    help="GRCh37 (hg19) or GRCh38 (hg38). [default: what VARIANT says, else GRCh38]",
)
@marker_option
@knowledge_option
@fasta_option
@transcript_options
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@debug_option
def explain(
    variant: tuple[str, ...],
    tumor_type: str | None,
    assembly: str,
    markers: tuple[str, ...],
    knowledge: tuple[Path, ...],
    fasta: Path | None,
    genome_pack: Path | None,
    transcripts: str | None,
    as_json: bool,
    debug: bool,
) -> int:
    """Show what is known of one VARIANT, typed as text.

    \b
    VARIANT is one of:
      gene and protein change   "EGFR L858R", "BRAF p.Val600Glu", "EGFR E746_A750del"
      gene and coding change    "MET c.3028+1G>T", "NM_004333.4:c.1799T>A"
      genomic change            "NC_000007.14:g.140753336A>T", "chr7:140753336:A:T"
      variant_id of a report    "GRCh37:7:140453136:A:T"
      fusion                    "EML4::ALK", "EML4::ALK e13::e20", "ALK fusion"
      copies of a gene          "ERBB2 amplification", "CDKN2A homozygous deletion"
      exons, duplications       "MET exon 14 skipping", "EGFRvIII", "FLT3-ITD"
    Genomic changes are read as GRCh38 unless they, --assembly or the accession say otherwise.
    """
    from pm_annotate.explain import explain_variant
    from pm_annotate.genome.preferred import read_preferred
    from pm_annotate.options import AnnotateOptions
    from pm_annotate.tables import Tables

    options = AnnotateOptions(tumor_type=tumor_type, assembly=assembly, fasta=fasta, markers=markers)
    preferred = read_preferred(transcripts) if transcripts else ()
    tables = Tables(knowledge, fasta, genome_folder=genome_pack, preferred_transcripts=preferred)
    report = explain_variant(" ".join(variant), options, tables)
    if as_json:
        from pm_annotate.report.json_report import json_report

        click.echo(json_report(report), nl=False)
    else:
        from pm_annotate.cli.terminal import show_report

        show_report(report, ())
    return 0

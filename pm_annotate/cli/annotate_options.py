"""The options that decide what a report says, shared by ``annotate`` and ``cohort``: asked on the command line, read here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from pm_annotate.cli.options import (
    Command,
    assembly_option,
    fasta_option,
    joined,
    marker_option,
    split_list,
    transcript_options,
    tumor_type_option,
)
from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import UsageError

if TYPE_CHECKING:
    from pm_annotate.intervals import Regions
    from pm_annotate.options import AnnotateOptions

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

field_options = joined(
    click.option(
        "--af-tag",
        metavar="TAG",
        help="INFO or FORMAT field of the tumour's fraction (VAF); it goes before the fields that are read by themselves.",
    ),
    click.option("--dp-tag", metavar="TAG", help="INFO or FORMAT field of the tumour's depth, likewise."),
    click.option("--ad-tag", metavar="TAG", help="INFO or FORMAT field of its reads: alt alone, or ref,alt; likewise."),
    click.option(
        "--retain-info",
        multiple=True,
        metavar="TAG,TAG",
        help="INFO fields to carry, as they stand, into variants.tsv (column retained_info) and the JSON.",
    ),
)

structural_options = joined(
    click.option(
        "--also",
        "--sv",
        "--cnv",
        "also",
        type=GivenPath(),
        multiple=True,
        metavar="VCF",
        help="A further VCF of the same sample (structural variants, copy number), read into the same report. Repeatable.",
    ),
    click.option(
        "--cna", type=GivenPath(read_again=True), help="Table of copy number segments beside the VCF (docs/structural.md)."
    ),
    click.option("--fusions", type=GivenPath(read_again=True), help="Table of fusions: Arriba, STAR-Fusion, or your own."),
    click.option("--purity", type=float, metavar="F", help="Share of tumour cells (0-1): turns depth ratios into copies."),
    click.option("--ploidy", type=float, metavar="N", help="Mean copies of the tumour's genome."),
    click.option(
        "--amplification-copies", type=float, default=6.0, show_default=True, metavar="N", help="Copies of an amplified gene."
    ),
    click.option(
        "--amplification-above-ploidy",
        type=float,
        default=4.0,
        show_default=True,
        metavar="N",
        help="Or this many above the ploidy.",
    ),
)

sample_marker_options = joined(
    click.option("--tmb", type=float, metavar="N", help="Tumour mutational burden, mutations per megabase."),
    click.option("--msi", metavar="WORD", help="Microsatellites: high, low or stable."),
    click.option("--hrd", metavar="WORD", help="Homologous recombination deficiency: positive or negative."),
    click.option("--signature", "signatures", multiple=True, metavar="NAME=VALUE", help="Another signature. Repeatable."),
    click.option("--use-tmb-estimate", is_flag=True, help="Let this report's own estimate of the burden count as a marker."),
)

coverage_options = joined(
    click.option("--targets", type=GivenPath(), help="BED of what the assay reads."),
    click.option(
        "--callable",
        "callable_bed",
        type=GivenPath(),
        help="BED of positions that were covered and would have been called: there, absent means reference.",
    ),
)

germline_options = joined(
    click.option("--germline", is_flag=True, help="The VCF holds the patient's own genome, not a tumour's."),
    click.option(
        "--population-vcf",
        type=GivenPath(read_again=True),
        help="Indexed VCF of population frequencies (gnomAD): speaks for inherited where no normal tells.",
    ),
)

pharmacogenomics_options = joined(
    click.option("--sex", type=click.Choice(["male", "female"]), help="For genes on X and Y."),
    click.option(
        "--assume-reference",
        is_flag=True,
        help="Take pharmacogene positions that the file does not show as reference. Every call that rests on it says so.",
    ),
    click.option("--pgx-calls", type=GivenPath(), help="TSV of pharmacogene calls from elsewhere (CYP2D6)."),
)


def report_options(command: Command) -> Command:
    """All of them, in the order in which --help shows them."""
    return joined(
        tumor_type_option,
        assembly_option,
        sample_options,
        marker_option,
        fasta_option,
        transcript_options,
        sample_marker_options,
        structural_options,
        filter_options,
        field_options,
        coverage_options,
        germline_options,
        pharmacogenomics_options,
    )(command)


def annotate_options(asked: dict[str, Any]) -> AnnotateOptions:
    """What the command line says, with the tables that it names read. ``asked``: by the parameter names of the options above.

    Raises UsageError for values that cannot be meant, InputError for tables that cannot be read.
    """
    from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
    from pm_annotate.genome.preferred import read_preferred
    from pm_annotate.knowledge.marker_options import marker_texts
    from pm_annotate.options import AnnotateOptions
    from pm_annotate.pharmacogenomics.options import PgxOptions
    from pm_annotate.pharmacogenomics.outside_calls import read_outside_calls
    from pm_annotate.vcf.support import FieldTags, ReadOptions

    _refuse_what_cannot_be_meant(asked)
    targets, callable_regions = _regions_of_beds(asked)
    return AnnotateOptions(
        tumor_type=asked["tumor_type"],
        assembly=asked["assembly"],
        tumor_sample=asked["tumor_sample"],
        normal_sample=asked["normal_sample"],
        sample_id=asked["sample_id"],
        fasta=asked["fasta"],
        genome_pack=asked["genome_pack"],
        transcripts=read_preferred(asked["transcripts"]) if asked["transcripts"] else (),
        markers=(*asked["markers"], *marker_texts(asked["tmb"], asked["msi"], asked["hrd"], asked["signatures"])),
        cna=asked["cna"],
        fusions=asked["fusions"],
        also=tuple(asked["also"]),
        copy_number=CopyNumberOptions(
            purity=asked["purity"],
            ploidy=asked["ploidy"],
            sex=asked["sex"],
            amplification_copies=asked["amplification_copies"],
            amplification_above_ploidy=asked["amplification_above_ploidy"],
        ),
        targets=targets,
        use_tmb_estimate=asked["use_tmb_estimate"],
        germline=asked["germline"],
        population_vcf=asked["population_vcf"],
        pgx=PgxOptions(
            sex=asked["sex"],
            assume_reference=asked["assume_reference"],
            callable_regions=callable_regions,
            outside_calls=read_outside_calls(asked["pgx_calls"]) if asked["pgx_calls"] else (),
        ),
        read=ReadOptions(
            pass_only=asked["pass_only"],
            min_dp=asked["min_dp"],
            min_vaf=asked["min_vaf"],
            min_alt_reads=asked["min_alt_reads"],
            tags=FieldTags(asked["af_tag"], asked["dp_tag"], asked["ad_tag"]),
            retain_info=tuple(dict.fromkeys(split_list(asked["retain_info"]))),
        ),
    )


def _regions_of_beds(asked: dict[str, Any]) -> tuple[Regions | None, Regions]:
    """``--targets`` (None where it is not given) and ``--callable``."""
    if not asked["targets"] and not asked["callable_bed"]:
        return None, {}
    from pm_annotate.vcf.bed import read_bed, read_callable
    from pm_annotate.vcf.reference_evidence import least_depth

    callable_regions = read_callable(asked["callable_bed"], least_depth(asked["min_dp"])) if asked["callable_bed"] else {}
    return read_bed(asked["targets"]) if asked["targets"] else None, callable_regions


def _refuse_what_cannot_be_meant(asked: dict[str, Any]) -> None:
    if asked["sample_id"] is not None and not asked["sample_id"].strip():
        raise UsageError("--sample-id is empty. Give a name, or leave the option out.")
    if asked["min_vaf"] is not None and math.isnan(asked["min_vaf"]):
        raise UsageError("--min-vaf nan: not a number between 0 and 1.")
    if asked["germline"] and asked["normal_sample"] is not None:
        raise UsageError("--germline says that no column is a tumour, --normal-sample that another one is: give one of them.")

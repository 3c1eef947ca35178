"""What the user asked for, beside the file itself."""

from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.support import ReadOptions


class AnnotateOptions(NamedTuple):
    """What the user asked for, beside the file itself."""

    tumor_type: str | None = None
    assembly: str = "auto"
    tumor_sample: str | None = None
    normal_sample: str | None = None
    sample_id: str | None = None
    fasta: Path | None = None
    genome_pack: Path | None = None
    transcripts: tuple[str, ...] = ()  # a lab's preferred transcripts
    markers: tuple[str, ...] = ()  # what the user states beside the file: "ER=positive", "TMB=12.5"
    cna: Path | None = None  # a table of segments beside the VCF
    fusions: Path | None = None  # a table of fusions beside the VCF
    also: tuple[Path, ...] = ()  # further VCFs of the same sample
    copy_number: CopyNumberOptions = CopyNumberOptions()
    targets: Regions | None = None  # what the assay reads
    use_tmb_estimate: bool = False
    germline: bool = False  # the file holds the patient's own genome
    population_vcf: Path | None = None
    pgx: PgxOptions = PgxOptions()
    read: ReadOptions = ReadOptions()


def describe_options(options: AnnotateOptions) -> dict[str, object]:
    """The options that decide what a report says, by their names on the command line."""
    return {
        "tumor_type": options.tumor_type,
        "assembly": options.assembly,
        "tumor_sample": options.tumor_sample,
        "normal_sample": options.normal_sample,
        "sample_id": options.sample_id,
        "fasta": options.fasta.name if options.fasta else None,
        "genome": options.genome_pack.name if options.genome_pack else None,
        "transcripts": list(options.transcripts),
        "markers": sorted(options.markers),
        "cna": options.cna.name if options.cna else None,
        "fusions": options.fusions.name if options.fusions else None,
        "also": [path.name for path in options.also],
        "purity": options.copy_number.purity,
        "ploidy": options.copy_number.ploidy,
        "amplification_copies": options.copy_number.amplification_copies,
        "amplification_above_ploidy": options.copy_number.amplification_above_ploidy,
        "targets": options.targets is not None,
        "use_tmb_estimate": options.use_tmb_estimate,
        "germline": options.germline,
        "population_vcf": options.population_vcf.name if options.population_vcf else None,
        "sex": options.pgx.sex,
        "assume_reference": options.pgx.assume_reference,
        "callable": bool(options.pgx.callable_regions),
        "pgx_calls": [call.gene for call in options.pgx.outside_calls],
        "pass_only": options.read.pass_only,
        "min_dp": options.read.min_dp,
        "min_vaf": options.read.min_vaf,
        "min_alt_reads": options.read.min_alt_reads,
        "af_tag": options.read.tags.af,
        "dp_tag": options.read.tags.dp,
        "ad_tag": options.read.tags.ad,
        "retain_info": list(options.read.retain_info),
    }

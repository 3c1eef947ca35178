"""A VCF of ours taken through the rooms as far as its loci, as the pipeline does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pm_annotate.clinical.decided_by_loci import decided_by_loci
from pm_annotate.clinical.sample_variants import read_variants
from pm_annotate.genome.locus_positions import locus_regions
from pm_annotate.knowledge.decided_markers import DecidedMarkers
from pm_annotate.loci_assessment import coverage_options, loci_to_assess
from pm_annotate.model import Assembly, LocusStatus, Observation, Skipped
from pm_annotate.model.loci import ActionableLocus, LocusPlace
from pm_annotate.tables import Tables
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reader import ReadOptions, Tally, read_observations
from pm_annotate.vcf.reference_evidence import CoverageOptions
from pm_annotate.vcf.regions import merged_regions
from pm_annotate.vcf.roles import assign_roles

TABLES = Tables()
META = (
    '##INFO=<ID=END,Number=1,Type=Integer,Description="End">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">',
    '##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="Least depth">',
)


def loci_of(tumor_type: str | None, assembly: Assembly) -> tuple[tuple[ActionableLocus, ...], tuple[LocusPlace, ...]]:
    asked = loci_to_assess(TABLES, assembly, TABLES.tumor_type(tumor_type))
    return asked.loci, asked.places


def place_named(gene: str, name: str, assembly: Assembly, tumor_type: str = "COADREAD") -> LocusPlace:
    return next(p for one, p in zip(*loci_of(tumor_type, assembly), strict=True) if (one.gene, one.name) == (gene, name))


def blocks(places: Iterable[LocusPlace], depth: int = 60, quality: int = 99) -> list[str]:
    """Reference blocks over the bases of the loci, with some around them; REF is N, which reference blocks may have."""
    rows = []
    for chrom, intervals in locus_regions(places).items():
        for start, end in intervals:
            rows.append(block(chrom, start, end, depth, quality))
    return rows


def block(chrom: str, start: int, end: int, depth: int = 60, quality: int = 99) -> str:
    return f"{chrom} {start} . N <NON_REF> . . END={end} GT:DP:GQ:MIN_DP 0/0:{depth + 9}:{quality}:{depth}"


def assess(
    folder: Path,
    rows: Iterable[str],
    assembly: Assembly = Assembly.GRCH38,
    tumor_type: str | None = "COADREAD",
    options: CoverageOptions | None = None,
    samples: Sequence[str] = ("T",),
    read: ReadOptions | None = None,
) -> tuple[dict[tuple[str, str], LocusStatus], DecidedMarkers]:
    """The status of each (gene, locus) in the first sample, and what they decide."""
    path = folder / "case.vcf"
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", *(["FORMAT", *samples] if samples else [])]
    lines = ("##fileformat=VCFv4.2", *META, "\t".join(columns), *("\t".join(row.split()) for row in rows))
    path.write_text("\n".join(lines) + "\n")
    return assess_file(str(path), assembly, tumor_type, options, read)


def assess_file(
    path: str,
    assembly: Assembly,
    tumor_type: str | None,
    options: CoverageOptions | None = None,
    read: ReadOptions | None = None,
) -> tuple[dict[tuple[str, str], LocusStatus], DecidedMarkers]:
    header = read_header(path)
    (role, *_), genome = assign_roles(header), TABLES.genome(assembly)
    asked = loci_to_assess(TABLES, assembly, TABLES.tumor_type(tumor_type))
    regions = merged_regions(genome.regions(), asked.regions())
    items = [item for of, item in read_observations(header, assembly, (role,), regions, read or ReadOptions(), Tally((role,)))]
    skipped = [item for item in items if isinstance(item, Skipped)]
    annotated = [(item, genome.effects(genome.left_align(item.allele))) for item in items if isinstance(item, Observation)]
    sites = genotypes_at(header, asked.regions(), [role.tumor] if role.tumor else [])
    assessment = asked.in_sample(sites.get(role.tumor or "", ()), skipped, options or coverage_options({}, None, None))
    variants = read_variants(TABLES.knowledge, assembly, annotated)
    statuses = assessment.statuses(variants)
    decided = decided_by_loci(asked.loci, statuses, TABLES.knowledge.biomarkers)
    return {(one.gene, one.locus): one for one in statuses}, decided


def states(decided: DecidedMarkers) -> Mapping[str, str]:
    return {biomarker_id: state.value for biomarker_id, state in decided.states.items()}

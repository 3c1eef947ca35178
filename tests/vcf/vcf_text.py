"""Small VCFs of our own, written by the tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pm_annotate.model import Assembly, Observation, SampleRole, Skipped, StructuralEvent
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reader import ReadOptions, Regions, Tally, read_observations
from pm_annotate.vcf.roles import assign_roles

CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
EVERYWHERE: Regions = dict.fromkeys(CHROMOSOMES, ((0, 300000000),))
BRAF_EXON_15: Regions = {"7": ((140_753_275, 140_753_393),)}  # GRCh38
BRAF_V600E = "chr7 140753336 . A T . PASS"

Item = Observation | StructuralEvent | Skipped


def vcf_text(rows: Iterable[str], samples: Sequence[str] = (), meta: Iterable[str] = (), sep: str = " ") -> str:
    """A VCF whose rows are written with spaces where tabs shall be."""
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    if samples:
        columns += ["FORMAT", *samples]
    lines = ["##fileformat=VCFv4.2", *meta, "\t".join(columns)]
    return "\n".join([*lines, *(row.replace(sep, "\t") for row in rows)]) + "\n"


def write_vcf(
    folder: Path, rows: Iterable[str], samples: Sequence[str] = (), meta: Iterable[str] = (), name: str = "case.vcf"
) -> str:
    path = folder / name
    path.write_text(vcf_text(rows, samples, meta))
    return str(path)


def stream(
    path: str,
    regions: Regions = EVERYWHERE,
    options: ReadOptions | None = None,
    tumor: str | None = None,
    normal: str | None = None,
) -> tuple[list[tuple[SampleRole, Item]], Tally, tuple[SampleRole, ...]]:
    """Everything that a file gives, its tally, and its roles."""
    header = read_header(path)
    roles = assign_roles(header, tumor, normal)
    tally = Tally(roles)
    items = list(read_observations(header, Assembly.GRCH38, roles, regions, options or ReadOptions(), tally))
    return items, tally, roles


def observations(path: str, **settings: object) -> list[Observation]:
    items, _, _ = stream(path, **settings)  # type: ignore[arg-type]
    return [item for _, item in items if isinstance(item, Observation)]


def skipped(path: str, **settings: object) -> list[Skipped]:
    items, _, _ = stream(path, **settings)  # type: ignore[arg-type]
    return [item for _, item in items if isinstance(item, Skipped)]


def allele_sum(tally: Tally, role: SampleRole) -> int:
    """Sum of all the categories of a reconciliation: must be its ``alleles``."""
    counts = tally.reconciliation(role)
    return (
        counts.matched
        + counts.unmatched
        + counts.outside
        + counts.filtered
        + counts.low_support
        + counts.not_in_sample
        + counts.reference
        + counts.unsupported
        + counts.malformed
    )

"""VCFs of people with known diplotypes, made from the packaged allele definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from pathlib import Path

from pm_annotate.model import Assembly, PgxCall, SiteGenotype
from pm_annotate.pharmacogenomics.calls import PgxOptions, Pharmacogenomics
from pm_annotate.pharmacogenomics.definitions import GeneDefinition, NamedAllele
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import read_header

People = Mapping[str, Sequence[Sequence[str]]]
"""Sample -> for each gene copy, its bases at every position of the gene."""


def bases_of(definition: GeneDefinition, allele: NamedAllele) -> list[str]:
    """A gene copy that is this allele: of bases that may be, the reference's where it is one of them."""
    chosen = []
    for index, position in enumerate(definition.positions):
        allowed = definition.allowed(allele, index)
        chosen.append(position.reference_allele if position.reference_allele in allowed else min(allowed))
    return chosen


def all_pairs(definition: GeneDefinition) -> dict[str, tuple[str, str]]:
    """Sample name -> names of its two alleles, for every pair."""
    pairs = combinations_with_replacement([allele.name for allele in definition.alleles], 2)
    return {f"P{number}": pair for number, pair in enumerate(pairs)}


def people_of(definition: GeneDefinition, pairs: Mapping[str, Sequence[str]]) -> dict[str, list[list[str]]]:
    """Gene copies of each sample."""
    copies = {allele.name: bases_of(definition, allele) for allele in definition.alleles}
    return {sample: [copies[name] for name in names] for sample, names in pairs.items()}


def write_vcf(path: Path, definition: GeneDefinition, people: People, phased: bool, leave_out: Iterable[int] = ()) -> Path:
    """One record per position, with every sample's genotype, 0/0 too."""
    left_out = set(leave_out)
    chrom = definition.chrom
    lines = ["##fileformat=VCFv4.2", '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">']
    lines.append("\t".join(("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *people)))
    order = sorted(range(len(definition.positions)), key=lambda index: definition.positions[index].pos)
    for index in order:
        if index in left_out:
            continue
        position = definition.positions[index]
        carried = dict.fromkeys(copy[index] for copies in people.values() for copy in copies)
        alts = [allele for allele in carried if allele != position.ref]
        numbers = {position.ref: "0"} | {alt: str(number) for number, alt in enumerate(alts, 1)}
        genotypes = [_genotype([numbers[copy[index]] for copy in copies], phased) for copies in people.values()]
        fixed = (chrom, str(position.pos), position.rsid or ".", position.ref, ",".join(alts) or ".", ".", "PASS", ".", "GT")
        lines.append("\t".join((*fixed, *genotypes)))
    path.write_text("\n".join(lines) + "\n")
    return path


def _genotype(numbers: list[str], phased: bool) -> str:
    return "|".join(numbers) if phased else "/".join(sorted(numbers))


def sites_of(path: Path, pgx: Pharmacogenomics, assembly: Assembly) -> dict[str, list[SiteGenotype]]:
    """What the file says of each of its samples at the defining positions."""
    header = read_header(str(path))
    return genotypes_at(header, pgx.regions(assembly), header.samples)


def call_gene(
    pgx: Pharmacogenomics, assembly: Assembly, gene: str, sites: Sequence[SiteGenotype], options: PgxOptions | None = None
) -> PgxCall:
    """The call of one gene from germline genotypes."""
    calls = pgx.calls(assembly, germline=sites, germline_sample="N", options=options)
    return next(call for call in calls if call.gene == gene)

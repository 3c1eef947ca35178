"""What the genotypes of a gene's positions mean: diplotypes, functions, phenotype, guidance, and the caveats beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pm_annotate.model import PgxCall
from pm_annotate.pharmacogenomics.definitions import GeneDefinition
from pm_annotate.pharmacogenomics.diplotypes import DiplotypeCall
from pm_annotate.pharmacogenomics.genotypes import ASSUMED, PositionGenotype
from pm_annotate.pharmacogenomics.guidance import GuidanceTable
from pm_annotate.pharmacogenomics.phenotypes import INDETERMINATE, Phenotype, PhenotypeTable
from pm_annotate.pharmacogenomics.possible import changing_alleles, possible_phenotypes, shared_phenotype

IN_TUMOUR = "genotype from the tumour column: confirm in germline"
BEYOND_SMALL_VARIANTS = {
    "CYP2D6": "copy number, gene deletion (*5), duplications and hybrids with CYP2D7 cannot be told from small variants: "
    "give a call from elsewhere (--pgx-calls)",
    "CYP2B6": "hybrids with CYP2B7 (*29, *30) cannot be told from small variants",
    "CYP2C19": "deletions of whole exons (*36, *37) cannot be told from small variants",
    "SLCO1B1": "deletions of whole exons (*48, *49) cannot be told from small variants",
    "G6PD": "the alleles Villeurbanne and Mediterranean Haplotype have no definition here; the latter reads as Mediterranean",
}
BY_COPIES = {"CYP2D6": ("Intermediate Metabolizer", "Ultrarapid Metabolizer")}
"""What a normal phenotype by small variants may be with one copy (*1/*5) or three (*1/*1x2): codeine is toxic to the latter."""
_ALLELES_NAMED = 8  # alleles that a caveat names before it only counts


def interpreted(
    call: PgxCall,
    definition: GeneDefinition,
    found: Mapping[int, PositionGenotype],
    diplotype: DiplotypeCall,
    unread: Sequence[str],
    table: PhenotypeTable,
    guidance: GuidanceTable,
) -> PgxCall:
    """The call of a gene with what its positions mean. ``found``: genotypes by the position's index in the definition."""
    caveats = (*_data_caveats(definition, found), *diplotype.caveats, *unread)
    if not diplotype.best:
        return call._replace(caveats=caveats)
    status = "partial" if call.missing else "complete"
    return _with_phenotype(call._replace(status=status, caveats=caveats), definition, diplotype, table, guidance)


def _with_phenotype(
    call: PgxCall, definition: GeneDefinition, found: DiplotypeCall, table: PhenotypeTable, guidance: GuidanceTable
) -> PgxCall:
    """The call with functions, phenotype and guidance."""
    gene = definition.gene
    phenotype = shared_phenotype(table, gene, [names for _, names in found.best])
    possible = tuple(possible_phenotypes(table, gene, found))
    changing = changing_alleles(table, gene, found.cannot_exclude)
    caveats = list(call.caveats)
    if gene in BEYOND_SMALL_VARIANTS:
        caveats.append(BEYOND_SMALL_VARIANTS[gene])
    if call.missing:
        caveats.append(_missing_caveat(call, changing))
    normal = shared_phenotype(table, gene, [(definition.reference.name,) * len(names) for _, names in found.best])
    if changing and phenotype.phenotype == normal.phenotype:
        caveats.append(f"{phenotype.phenotype} as far as the positions in the file go; the missing ones could change it")
        phenotype = phenotype._replace(phenotype=table.phenotype(gene, ("?", "?")).phenotype, activity_score="")
    elif gene in BY_COPIES and phenotype.phenotype == normal.phenotype:
        caveats.append(f"{phenotype.phenotype} as far as small variants go; fewer or more copies of the gene could change it")
        possible = (*possible, *BY_COPIES[gene])
        phenotype = Phenotype(INDETERMINATE)
    elif len(possible) > 1:
        caveats.append(f"other readings are possible: {', '.join(possible)}")
    names = dict.fromkeys(name for _, pair in found.best for name in pair)
    each = [table.phenotype(gene, pair) for _, pair in found.best]
    several = len({one.phenotype for one in each}) > 1
    return call._replace(
        diplotypes=tuple(text for text, _ in found.best),
        other_diplotypes=tuple(text for text, _ in found.others),
        phenotype=phenotype.phenotype,
        activity_score=phenotype.activity_score,
        possible_phenotypes=possible,
        functions=tuple(f"{name}: {table.function(gene, name).function}" for name in names),
        cannot_exclude=found.cannot_exclude,
        caveats=tuple(dict.fromkeys(caveats)),
        guidance=guidance.of_all(gene, [(one.phenotype, one.activity_score) for one in each], phenotype.phenotype)
        if several
        else guidance.of(gene, phenotype.phenotype, phenotype.activity_score),
    )


def _data_caveats(definition: GeneDefinition, found: Mapping[int, PositionGenotype]) -> Iterator[str]:
    if any(genotype.from_tumor for genotype in found.values()):
        yield IN_TUMOUR
    assumed = sum(genotype.source == ASSUMED for genotype in found.values())
    if assumed:
        yield f"{assumed} of {len(definition.positions)} positions are assumed reference (--assume-reference)"
    for number, genotype in found.items():
        for note in genotype.notes:
            yield f"{definition.positions[number].name}: {note}"


def _missing_caveat(call: PgxCall, changing: Sequence[str]) -> str:
    total = len(call.positions) + len(call.missing)
    text = f"{len(call.missing)} of {total} positions are missing from the file"
    if not changing:
        return text
    named = ", ".join(changing[:_ALLELES_NAMED])
    more = f" and {len(changing) - _ALLELES_NAMED} more" if len(changing) > _ALLELES_NAMED else ""
    return f"{text}: cannot exclude {named}{more}"

"""Which phenotypes a call leaves open: equal diplotypes, alternatives without phase, alleles whose positions are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_annotate.pharmacogenomics.diplotypes import DiplotypeCall
from pm_annotate.pharmacogenomics.dpyd import GENE as DPYD
from pm_annotate.pharmacogenomics.phenotypes import INDETERMINATE, Phenotype, PhenotypeTable

_TELLS_NOTHING = ("normal", "uncertain", "unknown", "class iv")


def shared_phenotype(table: PhenotypeTable, gene: str, pairs: Sequence[tuple[str, ...]]) -> Phenotype:
    """The phenotype that all diplotypes give; indeterminate where they differ."""
    found = {table.phenotype(gene, pair).phenotype: table.phenotype(gene, pair) for pair in pairs}
    scores = {table.phenotype(gene, pair).activity_score for pair in pairs}
    if len(found) != 1:
        return Phenotype("G6PD Indeterminate" if gene == "G6PD" else INDETERMINATE)
    (phenotype,) = found
    return Phenotype(phenotype, scores.pop() if len(scores) == 1 else "")


def changing_alleles(table: PhenotypeTable, gene: str, names: Sequence[str]) -> tuple[str, ...]:
    """Of alleles that cannot be excluded, those of known function other than normal."""
    return tuple(name for name in names if not table.function(gene, name).function.lower().startswith(_TELLS_NOTHING))


def possible_phenotypes(table: PhenotypeTable, gene: str, found: DiplotypeCall) -> Iterator[str]:
    """Phenotypes of the best diplotypes, of the others that fit, and of those with an allele that cannot be excluded."""
    hidden = {table.function(gene, name): name for name in changing_alleles(table, gene, found.cannot_exclude)}
    seen: set[str] = set()
    for pair in _pairs(table, gene, found, list(hidden.values())):
        phenotype = table.phenotype(gene, pair).phenotype
        if phenotype not in seen:
            seen.add(phenotype)
            yield phenotype


def _pairs(table: PhenotypeTable, gene: str, found: DiplotypeCall, hidden: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from (names for _, names in (*found.best, *found.others))
    for _, names in found.best:
        choices = [[name, *(_on_same_copy(table, gene, name, other) for other in hidden)] for name in names]
        if len(choices) == 1:
            yield from ((name,) for name in choices[0])
        else:
            yield from ((first, second) for first in choices[0] for second in choices[1])


def _on_same_copy(table: PhenotypeTable, gene: str, shown: str, hidden: str) -> str:
    """The allele that counts if a hidden one is there: on DPYD beside the shown one, else in its place."""
    if gene != DPYD:
        return hidden
    return min(shown, hidden, key=lambda name: float(table.function(gene, name).activity or 1))

"""Calls from elsewhere take the place of what the file shows of a gene; where both speak and differ, it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_annotate.model import PgxCall
from pm_annotate.pharmacogenomics.guidance import GuidanceTable
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall
from pm_annotate.pharmacogenomics.phenotypes import NOT_ASSIGNED, AlleleFunction, Phenotype, PhenotypeTable, cyp2d6_phenotype

OUTSIDE = "outside call"
_ALIASES = {"RNR1": "MT-RNR1", "MTRNR1": "MT-RNR1"}
_SHORT_PHENOTYPES = {
    "PM": "Poor Metabolizer", "IM": "Intermediate Metabolizer", "NM": "Normal Metabolizer", "EM": "Normal Metabolizer",
    "RM": "Rapid Metabolizer", "UM": "Ultrarapid Metabolizer",
}  # fmt: skip


def merge_outside(
    calls: Sequence[PgxCall], outside: Sequence[OutsideCall], table: PhenotypeTable, guidance: GuidanceTable
) -> tuple[PgxCall, ...]:
    """The calls of the file with the calls from elsewhere in their place, sorted by gene."""
    by_gene = {call.gene: call for call in calls}
    for given in outside:
        gene = _ALIASES.get(given.gene, given.gene)
        by_gene[gene] = _call(gene, given, by_gene.get(gene), table, guidance)
    return tuple(by_gene[gene] for gene in sorted(by_gene))


def _call(gene: str, given: OutsideCall, own: PgxCall | None, table: PhenotypeTable, guidance: GuidanceTable) -> PgxCall:
    names = tuple(name.strip() for name in given.diplotype.split("/")) if given.diplotype else ()
    phenotype = _phenotype(gene, given, names, table)
    return PgxCall(
        gene=gene,
        status=OUTSIDE,
        diplotypes=(given.diplotype,) if given.diplotype else (),
        other_diplotypes=(),
        phenotype=phenotype.phenotype,
        activity_score=phenotype.activity_score,
        possible_phenotypes=(phenotype.phenotype,),
        functions=tuple(f"{name}: {table.function(gene, name).function}" for name in dict.fromkeys(names)),
        cannot_exclude=(),
        positions=own.positions if own else (),
        missing=own.missing if own else (),
        caveats=tuple(_caveats(gene, given, own, names, table)),
        guidance=guidance.of(gene, phenotype.phenotype, phenotype.activity_score),
    )


def _phenotype(gene: str, given: OutsideCall, names: tuple[str, ...], table: PhenotypeTable) -> Phenotype:
    """Phenotype as given, else from the activity score, else from the diplotype."""
    computed = table.phenotype(gene, names) if names else Phenotype("Indeterminate")
    if given.phenotype:
        text = _SHORT_PHENOTYPES.get(given.phenotype.upper(), given.phenotype)
        same = text.lower() == computed.phenotype.lower()
        return Phenotype(text, given.activity_score or (computed.activity_score if same else ""))
    if given.activity_score and gene == "CYP2D6":
        score = given.activity_score.removeprefix("≥").removeprefix(">=")
        try:
            return cyp2d6_phenotype([AlleleFunction("", str(float(score))), AlleleFunction("", "0.0")])
        except ValueError:
            return Phenotype("Indeterminate")
    return computed


def _caveats(
    gene: str, given: OutsideCall, own: PgxCall | None, names: tuple[str, ...], table: PhenotypeTable
) -> Iterator[str]:
    yield "called elsewhere (--pgx-calls)"
    unknown = [name for name in names if table.function(gene, name).function == NOT_ASSIGNED]
    if unknown:
        yield f"no function is assigned to {', '.join(dict.fromkeys(unknown))}"
    if own and own.diplotypes and given.diplotype not in (*own.diplotypes, *own.other_diplotypes, ""):
        yield f"the file itself shows {' or '.join(own.diplotypes)}"

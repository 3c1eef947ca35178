"""Calls from elsewhere take the place of what the file shows of a gene; where both speak and differ, it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pm_annotate.model import PgxCall
from pm_annotate.model.pharmacogenomics import OUTSIDE_CALL
from pm_annotate.pharmacogenomics.guidance import GuidanceTable
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall
from pm_annotate.pharmacogenomics.phenotypes import INDETERMINATE, NOT_ASSIGNED, Phenotype, PhenotypeTable

_ALIASES = {"RNR1": "MT-RNR1", "MTRNR1": "MT-RNR1"}
_OTHER_NAMES = {
    ("DPYD", "*1"): "Reference", ("DPYD", "Wild type"): "Reference", ("DPYD", "wt"): "Reference",
    ("G6PD", "B (wildtype)"): "B (reference)", ("G6PD", "B"): "B (reference)",
    ("SLCO1B1", "*1A"): "*1", ("SLCO1B1", "*1B"): "*37",
    ("UGT1A1", "(TA)6"): "*1", ("UGT1A1", "(TA)7"): "*28", ("UGT1A1", "(TA)5"): "*36", ("UGT1A1", "(TA)8"): "*37",
}  # fmt: skip
"""What laboratories write: names before PharmVar's revision of SLCO1B1 (2022), repeats of UGT1A1 by their number."""
_SUBALLELE = re.compile(r"(\*\d+)\.\d{3}")  # *4.013 of PharmVar, which has the function of *4
_SHORT_PHENOTYPES = {
    "PM": "Poor Metabolizer", "IM": "Intermediate Metabolizer", "NM": "Normal Metabolizer", "EM": "Normal Metabolizer",
    "RM": "Rapid Metabolizer", "UM": "Ultrarapid Metabolizer",
}  # fmt: skip
_OTHER_WORDS = (("metaboliser", "metabolizer"), ("ultra-rapid", "ultrarapid"), ("ultra rapid", "ultrarapid"),
                ("extensive", "normal"))  # fmt: skip
_PARTS_OF_NAME = re.compile(r" \(|\)|, ")


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
    written = tuple(name.strip() for name in given.diplotype.split("/")) if given.diplotype else ()
    names = tuple(_known_name(gene, name, table) for name in written)
    computed = table.phenotype(gene, names) if names else Phenotype(INDETERMINATE)
    phenotype = _phenotype(gene, given, computed, table)
    advice = guidance.of(gene, phenotype.phenotype, phenotype.activity_score)
    unknown = tuple(name for name in dict.fromkeys(names) if table.function(gene, name).function == NOT_ASSIGNED)
    return PgxCall(
        gene=gene,
        status=OUTSIDE_CALL,
        diplotypes=(given.diplotype,) if given.diplotype else (),
        other_diplotypes=(),
        phenotype=phenotype.phenotype,
        activity_score=phenotype.activity_score,
        possible_phenotypes=(phenotype.phenotype,),
        functions=tuple(f"{name}: {table.function(gene, name).function}" for name in dict.fromkeys(names)),
        cannot_exclude=(),
        positions=own.positions if own else (),
        missing=own.missing if own else (),
        caveats=(
            "called elsewhere (--pgx-calls)",
            *((f"no function is assigned to {', '.join(unknown)}",) if unknown else ()),
            *_disagreement(given, phenotype, computed, own, names),
            *(() if advice else (f"no packaged guidance speaks of {gene} {phenotype.phenotype}: look it up",)),
        ),
        guidance=advice,
    )


def _known_name(gene: str, name: str, table: PhenotypeTable) -> str:
    """The name that our tables use: a laboratory's ``*2A`` or ``c.1905+1G>A`` is our ``c.1905+1G>A (*2A)``."""
    if (gene, name) in table.functions:
        return name
    if (core := _SUBALLELE.fullmatch(name)) and (gene, core[1]) in table.functions:
        return core[1]
    parts = [known for of_gene, known in table.functions if of_gene == gene and name in _PARTS_OF_NAME.split(known)]
    return parts[0] if len(parts) == 1 else _OTHER_NAMES.get((gene, name), name)


def _phenotype(gene: str, given: OutsideCall, computed: Phenotype, table: PhenotypeTable) -> Phenotype:
    """Phenotype as given, else from the diplotype, else from the activity score; of CYP2D6 the score goes first."""
    score, by_score = _score(given.activity_score), table.phenotype_of_score(gene, _score(given.activity_score))
    if given.phenotype:
        text = _in_our_words(gene, given.phenotype, table)
        same = text.lower() == computed.phenotype.lower()
        return Phenotype(text, score or (computed.activity_score if same else ""))
    if by_score is not None and (gene == "CYP2D6" or computed.phenotype.endswith(INDETERMINATE)):
        return by_score
    return computed


def _score(text: str) -> str:
    """``1`` and ``≥3.0`` as ``1.0`` and ``3.0``; "" where it is no number."""
    try:
        return str(float(text.strip().removeprefix("≥").removeprefix(">=")))
    except ValueError:
        return ""


def _in_our_words(gene: str, text: str, table: PhenotypeTable) -> str:
    """``PM``, ``poor metaboliser`` as ``Poor Metabolizer``; as written where it is no phenotype that we know."""
    plain = _SHORT_PHENOTYPES.get(text.upper(), text).lower()
    for other, ours in _OTHER_WORDS:
        plain = plain.replace(other, ours)
    known = {name.lower(): name for name in (*_SHORT_PHENOTYPES.values(), *table.phenotypes_of(gene))}
    return known.get(plain) or known.get(f"{gene.lower()} {plain}") or text


def _disagreement(
    given: OutsideCall, phenotype: Phenotype, computed: Phenotype, own: PgxCall | None, names: tuple[str, ...]
) -> Iterator[str]:
    told = not computed.phenotype.endswith(INDETERMINATE)
    if told and computed.phenotype.lower() != phenotype.phenotype.lower():
        yield f"{given.diplotype} would be {computed.phenotype}, not {phenotype.phenotype}: confirm which is meant"
    shown = [sorted(text.split("/")) for text in (*own.diplotypes, *own.other_diplotypes)] if own else []
    if own and own.diplotypes and names and sorted(names) not in shown:
        yield f"the file itself shows {' or '.join(own.diplotypes)}"

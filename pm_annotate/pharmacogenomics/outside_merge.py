"""Calls from elsewhere take the place of what the file shows of a gene; where both speak and differ, it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pm_annotate.model import PgxCall
from pm_annotate.model.pharmacogenomics import OUTSIDE_CALL
from pm_annotate.pharmacogenomics.guidance import GuidanceTable
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall
from pm_annotate.pharmacogenomics.phenotypes import INDETERMINATE, NOT_ASSIGNED, Phenotype, PhenotypeTable

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
ONE_NAME_IS_ENOUGH = ("G6PD", "MT-RNR1", "HLA-")  # a man, or everybody, has one copy; of HLA it counts whether one is there
_NUMBER = re.compile(r"(?:≥|>=)? ?(\d+(?:[.,]\d+)?)")
_REPEATS = re.compile(r"\(?TA\)?([5-8])|([5-8])TA")
_PARTS_OF_NAME = re.compile(r" \(|\)|, ")


def merge_outside(
    calls: Sequence[PgxCall], outside: Sequence[OutsideCall], table: PhenotypeTable, guidance: GuidanceTable
) -> tuple[PgxCall, ...]:
    """The calls of the file with the calls from elsewhere in their place, sorted by gene."""
    by_gene = {call.gene: call for call in calls}
    for given in outside:
        by_gene[given.gene] = _call(given.gene, given, by_gene.get(given.gene), table, guidance)
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
            *_of_score(gene, given, phenotype, table),
            *(() if advice else (f"no packaged guidance speaks of {gene} {phenotype.phenotype}: look it up",)),
        ),
        guidance=advice,
    )


def _known_name(gene: str, name: str, table: PhenotypeTable) -> str:
    """The name that our tables use: a laboratory's ``*2A`` or ``c.1905+1G>A`` is our ``c.1905+1G>A (*2A)``."""
    if (gene, name) in table.functions:
        return name
    if gene == "UGT1A1" and (repeats := _REPEATS.fullmatch(name)):
        name = f"(TA){repeats[1] or repeats[2]}"
    if (core := _SUBALLELE.fullmatch(name)) and (gene, core[1]) in table.functions:
        return core[1]
    parts = [known for of_gene, known in table.functions if of_gene == gene and name in _PARTS_OF_NAME.split(known)]
    return parts[0] if len(parts) == 1 else _OTHER_NAMES.get((gene, name), name)


def _phenotype(gene: str, given: OutsideCall, computed: Phenotype, table: PhenotypeTable) -> Phenotype:
    """Phenotype as given, else from the diplotype, else from the activity score; of CYP2D6 the score goes first."""
    by_score = table.phenotype_of_score(gene, _score(given.activity_score))
    score = _score(given.activity_score) if by_score is not None else ""
    if given.phenotype:
        text = _in_our_words(gene, given.phenotype, table)
        same = text.lower() == computed.phenotype.lower()
        return Phenotype(text, score or (computed.activity_score if same else ""))
    if by_score is not None and (gene == "CYP2D6" or computed.phenotype.endswith(INDETERMINATE)):
        return by_score
    return computed


def _score(text: str) -> str:
    """``1``, ``1,25`` and ``≥3.0`` as ``1.0``, ``1.25`` and ``3.0``; "" where it is no number."""
    number = _NUMBER.fullmatch(text.strip())
    return str(float(number[1].replace(",", "."))) if number else ""


def _in_our_words(gene: str, text: str, table: PhenotypeTable) -> str:
    """``PM``, ``poor metaboliser`` as ``Poor Metabolizer``; as written where it is no phenotype that we know."""
    plain = _SHORT_PHENOTYPES.get(text.upper(), text).lower()
    for other, ours in _OTHER_WORDS:
        plain = plain.replace(other, ours)
    own = table.phenotypes_of(gene) or _SHORT_PHENOTYPES.values()
    known = {name.lower(): name for name in (*_SHORT_PHENOTYPES.values(), *own)}
    in_full = (f"{gene} {plain}", f"{plain} metabolizer", f"{plain} function")  # "Intermediate" of TPMT
    return known.get(plain) or next((name for name in own if name.lower() in map(str.lower, in_full)), text)


def _disagreement(
    given: OutsideCall, phenotype: Phenotype, computed: Phenotype, own: PgxCall | None, names: tuple[str, ...]
) -> Iterator[str]:
    if len(names) == 1 and not given.gene.startswith(ONE_NAME_IS_ENOUGH) and not given.phenotype:
        yield f"{given.diplotype} is one allele, and {given.gene} has two: write both"
    told = not computed.phenotype.endswith(INDETERMINATE)
    if told and computed.phenotype.lower() != phenotype.phenotype.lower():
        yield f"{given.diplotype} would be {computed.phenotype}, not {phenotype.phenotype}: confirm which is meant"
    shown = [sorted(text.split("/")) for text in (*own.diplotypes, *own.other_diplotypes)] if own else []
    if own and own.diplotypes and names and sorted(names) not in shown:
        yield f"the file itself shows {' or '.join(own.diplotypes)}"


def _of_score(gene: str, given: OutsideCall, phenotype: Phenotype, table: PhenotypeTable) -> Iterator[str]:
    """A score that could not be used, or that is not the phenotype's: one of two that contradict each other is a slip."""
    text, score = given.activity_score, _score(given.activity_score)
    meant = table.phenotype_of_score(gene, score)
    if meant is not None:
        if (meant.phenotype, score) != (phenotype.phenotype, phenotype.activity_score or score):
            shown = f"{phenotype.phenotype} ({phenotype.activity_score})" if phenotype.activity_score else phenotype.phenotype
            yield f"the activity score {text} would be {meant.phenotype}, not {shown}: confirm which is meant"
    elif text:
        yield f"the activity score {text!r} is none that {gene} has, and was not used"

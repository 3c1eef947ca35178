"""Which loci matter in a tumour type: those that approvals and level A or B statements on therapy or resistance ask for.

A statement counts where its condition is the patient's tumour type, a broader disease, or any tumour; without a tumour type
those on any tumour count. Loci are grouped by gene; genes, and the loci of a gene, stand in the order of the strongest
reason to look at them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.clinical.biomarker_loci import IN_FRAME, PlaceAsked, places_asked
from pm_annotate.clinical.tiers import tier_class
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.tumor_types import ANY_SOLID, ANY_TUMOR
from pm_annotate.knowledge.wild_type_loci import WildTypeRule
from pm_annotate.model import Biomarker, Statement, TumorRelation, TumorType
from pm_annotate.model.loci import ActionableLocus, LocusKind

STRONG = frozenset({"Level A", "Level B"})
ACTIONABLE = frozenset({"therapy", "resistance"})
REASONS_SHOWN = 3
_ANY = ANY_TUMOR | {ANY_SOLID, "ANY:CANCER"}


class StatementTable(Protocol):
    """The part of the knowledge table that says which loci matter."""

    @property
    def biomarkers(self) -> Mapping[str, Biomarker]: ...

    def strong_statements(self, about: Callable[[tuple[str, ...], str], bool]) -> Iterable[Statement]: ...


class ConditionRelation(Protocol):
    """The tumour-type trees, as far as statements need them."""

    def speaks_of(self, condition_ids: Sequence[str], condition: str, tumor: TumorType) -> TumorRelation | None: ...


class _Gathered(NamedTuple):
    """The criteria and the reasons of one locus."""

    places: list[PlaceAsked]
    biomarkers: dict[str, Biomarker]
    reasons: dict[str, tuple[int, Statement]]  # by statement id, with its rank


def actionable_loci(
    table: StatementTable,
    tumor_types: ConditionRelation,
    tumor: TumorType | None,
    wild_type: Mapping[str, WildTypeRule],
) -> tuple[ActionableLocus, ...]:
    """The loci that matter in this tumour type, by gene (the most important first), then by importance and place."""
    gathered: dict[tuple[str, LocusKind, str], _Gathered] = {}
    asked: dict[str, tuple[PlaceAsked, ...]] = {}
    relation = _in_tumour(tumor_types, tumor)
    in_this_tumour = table.strong_statements(lambda ids, condition: relation(ids, condition) is not None)
    for rank, statement in _that_matter(in_this_tumour, relation):
        for biomarker_id in biomarker_ids(statement.profile):
            biomarker = table.biomarkers[biomarker_id]
            if biomarker_id not in asked:
                asked[biomarker_id] = tuple(places_asked(biomarker, wild_type))
            for place in asked[biomarker_id]:
                one = gathered.setdefault((place.gene, place.kind, place.name), _Gathered([], {}, {}))
                one.places.append(place)
                one.biomarkers[biomarker_id] = biomarker
                one.reasons.setdefault(statement.statement_id, (rank, statement))
    loci = [_locus(one) for one in _with_united_ranges(gathered)]
    of_gene: dict[str, int] = {}
    for locus in loci:
        of_gene[locus.gene] = min(locus.rank, of_gene.get(locus.gene, locus.rank))
    return tuple(sorted(loci, key=lambda locus: (of_gene[locus.gene], locus.gene, *_order_in_gene(locus))))


def _with_united_ranges(gathered: Mapping[tuple[str, LocusKind, str], _Gathered]) -> Iterator[_Gathered]:
    """The loci, with ranges of small insertions and deletions of a gene that overlap made one (EGFR exon 20 has dozens)."""
    ranges: dict[str, list[_Gathered]] = {}
    for (gene, kind, _), one in gathered.items():
        if kind == LocusKind.RESIDUES and one.places[0].only_named:
            ranges.setdefault(gene, []).append(one)
        else:
            yield one
    for of_gene in ranges.values():
        of_gene.sort(key=lambda one: one.places[0].residues)
        united = of_gene[0]
        for one in of_gene[1:]:
            (first, last), (start, end) = united.places[0].residues[0], one.places[0].residues[0]
            if start > last:
                yield united
                united = one
                continue
            span = (first, max(last, end))
            united.places[0] = united.places[0]._replace(name=f"codons {span[0]}-{span[1]} ({IN_FRAME})", residues=(span,))
            united.biomarkers.update(one.biomarkers)
            united.reasons.update(one.reasons)
        yield united


_Relation = Callable[[tuple[str, ...], str], TumorRelation | None]


def _in_tumour(tumor_types: ConditionRelation, tumor: TumorType | None) -> _Relation:
    """How a condition (its ids, its name) holds for the tumour, None where it does not: worked out once for each condition."""
    known: dict[tuple[tuple[str, ...], str], TumorRelation | None] = {}

    def relation(condition_ids: tuple[str, ...], condition: str) -> TumorRelation | None:
        key = (condition_ids, condition)
        if key not in known:
            if tumor is None:
                known[key] = None if _ANY.isdisjoint(condition_ids) else TumorRelation.ANY
            else:
                known[key] = tumor_types.speaks_of(condition_ids, condition, tumor)
        return known[key]

    return relation


def _that_matter(statements: Iterable[Statement], relation: _Relation) -> Iterator[tuple[int, Statement]]:
    """Statements by which a locus is actionable here, with their rank: 0 for an approval in this tumour type."""
    for statement in statements:
        if statement.strength not in STRONG or statement.direction != "supports":
            continue
        if tier_class(statement) not in ACTIONABLE:
            continue
        related = relation(statement.condition_ids, statement.condition)
        if related is not None:
            yield _rank(statement, related), statement


def _rank(statement: Statement, relation: TumorRelation) -> int:
    """Approvals for this tumour type, other level A evidence for it, level A for any tumour, level B likewise."""
    of_level_b = statement.strength != "Level A"
    anywhere = relation == TumorRelation.ANY
    if not of_level_b and not anywhere:
        return 0 if statement.regulatory_approval else 1
    return 2 + of_level_b + 2 * (of_level_b and anywhere)


def _locus(one: _Gathered) -> ActionableLocus:
    place = one.places[0]
    residue_name = next((other.residue_name for other in one.places if other.residue_name), "")
    reasons = sorted(one.reasons.values(), key=lambda pair: (pair[0], pair[1].statement_id))
    markers = one.biomarkers.values()
    return ActionableLocus(
        gene=place.gene,
        name=residue_name or place.name,
        kind=place.kind,
        biomarker_ids=tuple(sorted(one.biomarkers)),
        residues=place.residues,
        exons=place.exons,
        whole_gene=place.whole_gene,
        splice_sites=any(other.splice_sites for other in one.places),
        hgvsc=tuple(dict.fromkeys((*place.hgvsc, *_sites(one, lambda marker: marker.hgvsc)))),
        alleles=tuple(allele for marker in markers for allele in marker.alleles) if place.sites_of else (),
        numberings=tuple(dict.fromkeys(marker.transcripts for marker in markers)),
        only_named=place.only_named,
        unseen=place.unseen,
        rank=reasons[0][0],
        why=_why([statement for _, statement in reasons]),
        n_statements=len(reasons),
    )


def _sites(one: _Gathered, names: Callable[[Biomarker], tuple[str, ...]]) -> Iterator[str]:
    if one.places[0].sites_of:
        yield from (name for marker in one.biomarkers.values() for name in names(marker))


def _why(statements: Sequence[Statement]) -> str:
    """The strongest reasons, one for each therapy: ``Panitumumab (FDA, Level A); resistance to Cetuximab (CIViC, Level B)``."""
    said: dict[str, str] = {}
    for statement in statements:
        therapies = " + ".join(statement.therapies) or statement.significance
        what = f"resistance to {therapies}" if tier_class(statement) == "resistance" else therapies
        source = statement.regulatory_approval or statement.knowledge_base
        said.setdefault(what, f"{what} ({source}, {statement.strength})")
    shown = list(said.values())[:REASONS_SHOWN]
    more = len(said) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


_KIND_ORDER = tuple(LocusKind)


def _order_in_gene(locus: ActionableLocus) -> tuple[int, int, tuple[tuple[int, int], ...], tuple[int, ...], str]:
    return (locus.rank, _KIND_ORDER.index(locus.kind), locus.residues, locus.exons, locus.name)

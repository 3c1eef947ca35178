"""The statements that a sample meets: whole profiles evaluated on all of its alleles, each statement with its tier."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.clinical.allelic_context import with_egfr_context
from pm_annotate.clinical.amplified_erbb2 import (
    her2_positive_but_for_a_test,
    requiring_the_test,
    without_her2_negative_labels,
)
from pm_annotate.clinical.contradiction import withhold_contradicted
from pm_annotate.clinical.event_variants import broken_genes, listed_kinds
from pm_annotate.clinical.excluded_beside import with_excluded_beside
from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.mutation_status import SOMATIC, is_about_germline, origin_caveat
from pm_annotate.clinical.phase_caveats import phase_caveats
from pm_annotate.clinical.resistance_beside import with_resistance_beside
from pm_annotate.clinical.sample_variants import ReadVariant, genes_acted_on
from pm_annotate.clinical.second_change import with_second_changes
from pm_annotate.clinical.tiers import IN_THIS_TUMOUR, amp_tier, tier_class
from pm_annotate.knowledge.decided_markers import NO_DECISIONS, DecidedMarkers
from pm_annotate.knowledge.evaluation import (
    SMALL_VARIANT_KINDS,
    MarkerState,
    ProfileResult,
    ProfileStatus,
    SampleState,
    evaluate,
)
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.markers import NO_MARKERS, StatedMarkers
from pm_annotate.knowledge.matching import LEVEL_RANK, MatchingTable
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.model import Biomarker, BiomarkerKind, Match, MatchLevel, Statement, TumorRelation, TumorType

HERE = (TumorRelation.SAME, TumorRelation.ANCESTOR)


class ConditionRelation(Protocol):
    """The tumour-type trees, as far as statements need them."""

    def relation(self, condition_ids: Sequence[str], condition: str, tumor: TumorType | None) -> TumorRelation: ...


class KnownOfTumor(NamedTuple):
    """What is known of the patient's tumour beside the sample's own variants.

    ``markers``: what the user states; ``decided``: the biomarkers that the file decides by what it covers (wild type);
    ``purity``: the share of tumour cells, 0-1.
    """

    tumor: TumorType | None
    markers: StatedMarkers = NO_MARKERS
    decided: DecidedMarkers = NO_DECISIONS
    purity: float | None = None

    def caveats(self, statement: Statement, state: SampleState) -> Iterator[str]:
        """Which of it decides parts of the profile, and where the two disagree (the user's word stands)."""
        own = biomarker_ids(statement.profile)
        yield from self.markers.told(one for one in own if one in state.stated)
        for biomarker_id in own:
            text = self.decided.said_by.get(biomarker_id, "")
            if biomarker_id in state.decided:
                yield f"decided by the file: {text}"
            elif biomarker_id in state.stated and self._disagree(biomarker_id, state):
                yield f"the file says otherwise: {text}"

    def _disagree(self, biomarker_id: str, state: SampleState) -> bool:
        by_file = self.decided.states.get(biomarker_id, MarkerState.UNKNOWN)
        return by_file not in (MarkerState.UNKNOWN, state.stated[biomarker_id])

    def wild_type(self, result: ProfileResult, state: SampleState) -> Iterator[Match]:
        """The wild-type biomarkers that are met, which no allele shows."""
        for biomarker_id in result.met:
            biomarker = state.biomarkers[biomarker_id]
            if biomarker.kind != BiomarkerKind.WILD_TYPE or biomarker_id in state.met:
                continue
            said = self.decided.said_by.get(biomarker_id, "")
            if biomarker_id in state.stated:
                (said,) = self.markers.told((biomarker_id,))
            yield Match(biomarker, MatchLevel.WILD_TYPE, said, tier_eligible=True)


def met_statements(
    table: MatchingTable, tumor_types: ConditionRelation, known: KnownOfTumor, variants: Sequence[ReadVariant]
) -> tuple[list[MetStatement], list[tuple[Statement, ProfileResult]]]:
    """Every statement that uses a biomarker met by the sample: those that are met or conditional, and those met in part.

    A statement that is met by stated markers alone ("MSI-H: pembrolizumab"), or by what the file decides (KRAS wild type), is
    a finding without variants.
    """
    met_by: dict[str, list[tuple[ReadVariant, Match]]] = {}
    for variant in variants:
        for match in variant.knowledge.matches:
            met_by.setdefault(match.biomarker.biomarker_id, []).append((variant, match))
    tested = her2_positive_but_for_a_test(table.biomarkers, variants, known.markers.states)
    met_by |= tested
    state = _sample_state(table.biomarkers, met_by, variants, known)
    acting_alone = {one for one, pairs in met_by.items() if any(match.tier_eligible for _, match in pairs)}
    eligible = state._replace(met=acting_alone)
    stated = (one for states in (state.stated, state.decided) for one, found in states.items() if found == MarkerState.MET)
    otherwise = bool(state.stated or state.decided)
    seen = dict.fromkeys((*met_by, *stated))
    touched = {one.statement_id: one for biomarker_id in seen for one in table.statements_using(biomarker_id)}
    limiting = [one for one in table.label_limitations if one.about_tumour]
    met: list[MetStatement] = []
    partial: list[tuple[Statement, ProfileResult]] = []
    for statement in (touched[key] for key in sorted(touched)):
        result = evaluate(statement.profile, state)
        result = requiring_the_test(result, tested) if tested else result
        if result.status == ProfileStatus.PARTIAL:
            partial.append((statement, result))
        if result.is_finding:
            standing = _standing(statement, result, table, limiting, tumor_types, known.tumor)
            acting = evaluate(statement.profile, eligible).is_finding
            said = tuple(known.caveats(statement, state)) if otherwise else ()
            wild = tuple(known.wild_type(result, state)) if otherwise else ()
            for group in _groups(statement, result, met_by, acting):
                met.append(_met_statement(statement, group, result, standing, acting, said, wild))
    met = withhold_contradicted(met, table.label_limitations)
    met = with_second_changes(met, variants, table)
    met = without_her2_negative_labels(met, variants, table.label_limitations)
    met = with_excluded_beside(
        met, variants, limiting, lambda one: tumor_types.relation(one.not_for_ids, one.not_for, known.tumor) in HERE
    )
    return with_resistance_beside(with_egfr_context(met, variants)), partial


class _Standing(NamedTuple):
    """A statement's relation to the patient's tumour, the one that its tier goes by, and what a label says of the two."""

    relation: TumorRelation
    tiered_as: TumorRelation
    of_label: str = ""


def _standing(
    statement: Statement,
    result: ProfileResult,
    table: MatchingTable,
    limiting: Sequence[LabelLimitation],
    tumor_types: ConditionRelation,
    tumor: TumorType | None,
) -> _Standing:
    """How the statement stands to the patient's tumour. Where a label excludes the tumour it counts as for another one.

    A tumour-agnostic statement then also reads as one on other tumours. ``limiting``: what labels say of tumour types; it
    speaks of small variants alone.
    """
    relation = tumor_types.relation(statement.condition_ids, statement.condition, tumor)
    if relation not in IN_THIS_TUMOUR:
        return _Standing(relation, relation)
    genes = _by_small_variants(result, table)
    concerning = [one for one in limiting if one.gene in genes and one.offered(statement)]
    for limitation in concerning:
        if excluded := _exclusion(limitation, relation, tumor_types, tumor):
            shown = TumorRelation.OTHER if relation == TumorRelation.ANY else relation
            return _Standing(shown, TumorRelation.OTHER, excluded)
    doubts = (_doubt(limitation, tumor_types, tumor) for limitation in concerning)
    return _Standing(relation, relation, "; ".join(doubt for doubt in doubts if doubt))


def _by_small_variants(result: ProfileResult, table: MatchingTable) -> set[str]:
    """The genes that meet the profile by small variants alone."""
    met = [table.biomarkers[biomarker_id] for biomarker_id in result.met]
    otherwise = {one.gene for one in met if one.kind in (BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT)}
    return {one.gene for one in met if one.kind in SMALL_VARIANT_KINDS} - otherwise


def _exclusion(
    limitation: LabelLimitation, relation: TumorRelation, tumor_types: ConditionRelation, tumor: TumorType | None
) -> str:
    """Why the label is not for the patient's tumour type; "" where it may be.

    Of a type that is wider than the excluded one ("bowel", colorectal cancer) a tumour-agnostic statement says too much.
    """
    if limitation.not_for:
        excluded = tumor_types.relation(limitation.not_for_ids, limitation.not_for, tumor)
        if excluded in HERE:
            return f"the label excludes {limitation.not_for}: {limitation.basis}"
        if excluded == TumorRelation.DESCENDANT and relation == TumorRelation.ANY:
            return f"the label excludes {limitation.not_for}, which the tumour type given includes: {limitation.basis}"
    if limitation.only_for and tumor_types.relation(limitation.only_for_ids, limitation.only_for, tumor) not in HERE:
        return f"the label is for {limitation.only_for} only: {limitation.basis}"
    return ""


def _doubt(limitation: LabelLimitation, tumor_types: ConditionRelation, tumor: TumorType | None) -> str:
    """What to say beside a tier that stands; "" where nothing."""
    if limitation.doubtful_for and tumor_types.relation(limitation.doubtful_for_ids, limitation.doubtful_for, tumor) in HERE:
        return f"whether this holds for {limitation.doubtful_for} is doubtful: {limitation.basis}"
    return ""


def _sample_state(
    biomarkers: Mapping[str, Biomarker],
    met_by: Mapping[str, Sequence[tuple[ReadVariant, Match]]],
    variants: Sequence[ReadVariant],
    known: KnownOfTumor,
) -> SampleState:
    events = [variant.event for variant in variants if variant.event is not None]
    telling = (variant for variant in variants if variant.event is not None or variant.knowledge.action)
    altered = {gene for variant in telling for gene in _altered(variant)}
    broken = {gene for event in events for gene in broken_genes(event)}
    stated = known.markers.beside(biomarkers, met_by, altered)
    return SampleState(
        biomarkers,
        met=met_by.keys(),
        stated=stated,
        altered_genes=altered,
        decided=known.decided.beside(biomarkers, met_by, altered | broken, stated),
        listed=listed_kinds(events),
    )


def _altered(variant: ReadVariant) -> Iterator[str]:
    """The genes that are not wild type because of the variant."""
    if variant.event is not None:
        yield from broken_genes(variant.event) if variant.event.tier_eligible else ()
    else:
        yield from genes_acted_on(variant)


def _groups(
    statement: Statement,
    result: ProfileResult,
    met_by: Mapping[str, Sequence[tuple[ReadVariant, Match]]],
    profile_acts: bool,
) -> Iterator[tuple[tuple[ReadVariant, Match], ...]]:
    """The alleles of each finding: one finding per allele for a single marker, one for all alleles of a larger profile.

    One of no alleles where stated markers alone meet the whole profile. Where the alleles that act meet a larger profile, the
    others (a polymorphism of the same gene) have no part in it: an alternative that they meet is a finding of their own.
    """
    pairs = [pair for biomarker_id in result.met for pair in met_by.get(biomarker_id, ())]
    pairs.sort(key=_closeness)
    if not pairs:
        if result.status == ProfileStatus.MET:
            yield ()
    elif statement.profile.operator == "MARKER":
        yield from ((pair,) for pair in pairs)
    else:
        acting = tuple(pair for pair in pairs if pair[1].tier_eligible) if profile_acts else ()
        yield acting or tuple(pairs)
        if acting and statement.profile.operator == "OR":
            seen = {variant.place for variant, _ in acting}
            others = [pair for pair in pairs if pair[0].place not in seen and not pair[0].observation.part_of]
            idle = {pair[0].place: pair for pair in reversed(others)}
            yield from ((idle[place],) for place in sorted(idle))


def _closeness(pair: tuple[ReadVariant, Match]) -> tuple[bool, int, int, str]:
    """Closest first; the single calls that a combined change was read from come after it."""
    variant, match = pair
    return (bool(variant.observation.part_of), LEVEL_RANK[match.level], variant.place, match.biomarker.biomarker_id)


def _met_statement(
    statement: Statement,
    group: tuple[tuple[ReadVariant, Match], ...],
    result: ProfileResult,
    standing: _Standing,
    profile_acts: bool,
    known_otherwise: tuple[str, ...],
    wild_type: tuple[Match, ...],
) -> MetStatement:
    single = len(group) == 1
    somatic = bool(group) and is_about_germline(statement) and all(variant.status == SOMATIC for variant, _ in group)
    tier_eligible = profile_acts and not somatic and (not single or group[0][1].tier_eligible)
    tier, caveats = amp_tier(statement, standing.tiered_as, tier_eligible)
    origins = [origin_caveat(statement, variant.status) for variant, _ in group]
    phase = phase_caveats(group) if statement.profile.operator == "AND" else ()
    texts = (standing.of_label, *known_otherwise, *caveats, *origins, *phase)
    said = tuple(dict.fromkeys(filter(None, texts)))
    return MetStatement(statement, group, result, standing.relation, tier_class(statement), tier, said, wild_type)

"""The structural events of one sample, each with what the knowledge table says of it, as variants beside the alleles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pm_annotate.clinical.mutation_status import mutation_status
from pm_annotate.clinical.origin import TUMOUR_FILE, OriginContext
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.evaluation import COPY_KINDS, JUNCTION_KINDS, SMALL_VARIANT_KINDS
from pm_annotate.knowledge.matching import AlleleKnowledge, MatchingTable
from pm_annotate.knowledge.matching_event import genes_of, read_event
from pm_annotate.knowledge.matching_fusion import partners
from pm_annotate.knowledge.variant_action import role_of
from pm_annotate.model import BiomarkerKind, Effect, FusionPartner, GeneEvent, GeneEventKind, StructuralType
from pm_annotate.model.structural import FROM_VCF

ONE_OF_TWO_EVENTS = "the same event of the gene is read from record {first} too: its findings are listed there"
OTHER_FORM = "another form of the fusion of record {first}: findings that both meet are listed there"
PARTNER_OPEN = "its partner is not known: it may be the fusion of record {first}, where findings that both meet are listed"
SPELT_OUT = "the deletion is spelt out: findings that its allele meets as well are listed there"

_CLASSIFICATION = {
    GeneEventKind.AMPLIFICATION: "Amplification",
    GeneEventKind.GAIN: "Gain",
    GeneEventKind.LOSS: "Loss",
    GeneEventKind.HOMOZYGOUS_DELETION: "Homozygous_Deletion",
    GeneEventKind.DELETION: "Gene_Deletion",
    GeneEventKind.EXON_DELETION: "Exon_Deletion",
    GeneEventKind.EXON_DUPLICATION: "Exon_Duplication",
    GeneEventKind.KINASE_DOMAIN_DUPLICATION: "Kinase_Domain_Duplication",
    GeneEventKind.INTERNAL_DUPLICATION: "Internal_Tandem_Duplication",
    GeneEventKind.FUSION: "Fusion",
    GeneEventKind.REARRANGEMENT: "Rearrangement",
    GeneEventKind.LOSS_OF_HETEROZYGOSITY: "Loss_Of_Heterozygosity",
}
_TERMS = {  # Sequence Ontology, where the event itself says none
    GeneEventKind.AMPLIFICATION: "transcript_amplification",
    GeneEventKind.GAIN: "copy_number_gain",
    GeneEventKind.LOSS: "copy_number_loss",
    GeneEventKind.HOMOZYGOUS_DELETION: "transcript_ablation",
    GeneEventKind.DELETION: "transcript_ablation",
    GeneEventKind.EXON_DELETION: "exon_loss_variant",
    GeneEventKind.EXON_DUPLICATION: "tandem_duplication",
    GeneEventKind.KINASE_DOMAIN_DUPLICATION: "tandem_duplication",
    GeneEventKind.INTERNAL_DUPLICATION: "tandem_duplication",
    GeneEventKind.FUSION: "gene_fusion",
    GeneEventKind.REARRANGEMENT: "structural_variant",
    GeneEventKind.LOSS_OF_HETEROZYGOSITY: "loss_of_heterozygosity",
}
_LITTLE_CHANGED = frozenset({GeneEventKind.GAIN, GeneEventKind.LOSS, GeneEventKind.LOSS_OF_HETEROZYGOSITY})
_LOST = frozenset({GeneEventKind.HOMOZYGOUS_DELETION, GeneEventKind.DELETION})
CANCER_GENE_KINDS = (SMALL_VARIANT_KINDS | COPY_KINDS | JUNCTION_KINDS) - {BiomarkerKind.POLYMORPHISM}


def read_events(
    table: MatchingTable, events: Sequence[GeneEvent], first_place: int, origin: OriginContext = TUMOUR_FILE
) -> tuple[ReadVariant, ...]:
    """Every event as a variant, in the order given; places count from ``first_place``.

    An event that several records show (segments and junctions of one amplification, a VCF and a table) has one set of
    findings: on the record that passed its filters and is known well enough for a tier, else on the first.
    """
    identities = _identities(events)
    chosen = _chosen(events, identities)
    known = [read_event(table, event) for event in events]
    leads = _leads(events, [number for number in range(len(events)) if chosen[identities[number]] == number])
    variants = []
    for number, event in enumerate(events):
        knowledge, repeat = known[number], False
        observation = event.event.observation
        caveats = event.caveats
        first = chosen[identities[number]]
        lead = leads.get(number, number)
        if first != number:
            caveats = (*caveats, ONE_OF_TWO_EVENTS.format(first=_record(events[first])))
            knowledge, repeat = knowledge._replace(matches=(), related=()), True
        elif lead != number:
            said = OTHER_FORM if all(partners(event)) else PARTNER_OPEN
            caveats = (*caveats, said.format(first=_record(events[lead])))
            knowledge = _of_this_form_alone(knowledge, known[lead])
            repeat = not any(match.tier_eligible for match in knowledge.matches)
        variants.append(
            ReadVariant(
                place=first_place + number,
                observation=observation,
                effects=effects_of(event),
                knowledge=knowledge,
                status=mutation_status(observation, origin),
                caveats=caveats,
                repeat=repeat,
                event=event,
            )
        )
    return tuple(variants)


def _leads(events: Sequence[GeneEvent], numbers: Sequence[int]) -> dict[int, int]:
    """For each fusion that stands in several forms the one that has the findings: the best read of those that may act.

    RNA: BCR::ABL1 e14::e2 and e13::e2. DNA that shows ``v::ALK`` follows the EML4::ALK that RNA, or another junction, names.
    """

    def best_of(places: Iterable[int]) -> int:
        return min(places, key=lambda place: (_rank(events[place]), place))

    fusions = [number for number in numbers if events[number].kind == GeneEventKind.FUSION]
    named: dict[tuple[str, str], list[int]] = {}
    for number in fusions:
        if all(partners(events[number])):
            named.setdefault(partners(events[number]), []).append(number)
    leads = {place: best_of(places) for places in named.values() for place in places}
    for number in fusions:
        may_be = [place for pair in named for place in named[pair] if _is_open_form_of(pair, partners(events[number]))]
        if may_be:
            leads[number] = best_of(may_be)
    return leads


def _is_open_form_of(named: tuple[str, str], genes: tuple[str, str]) -> bool:
    """Whether a fusion of which one gene is known (``("", "ALK")``) may be the named one."""
    return genes.count("") == 1 and all(gene in ("", of_named) for gene, of_named in zip(genes, named, strict=True))


def _rank(event: GeneEvent) -> tuple[bool, bool, bool, int]:
    observation = event.event.observation
    reads = observation.tumor.alt_count if observation.tumor is not None else None
    return bool(observation.filters), not event.tier_eligible, event.inframe is not True, -(reads or 0)


def _of_this_form_alone(knowledge: AlleleKnowledge, lead: AlleleKnowledge) -> AlleleKnowledge:
    """What a form of a fusion meets and the leading form does not (statements on exons), or only without tier."""
    met = {match.biomarker.biomarker_id: match.tier_eligible for match in lead.matches}
    own = tuple(
        match
        for match in knowledge.matches
        if match.biomarker.biomarker_id not in met or (match.tier_eligible and not met[match.biomarker.biomarker_id])
    )
    listed = {marker.biomarker_id for marker, _ in lead.related} | met.keys()
    return knowledge._replace(
        matches=own, related=tuple((marker, why) for marker, why in knowledge.related if marker.biomarker_id not in listed)
    )


def _record(event: GeneEvent) -> str:
    """``17``, and of a further file or a table ``17 of sv.vcf``."""
    file = event.event.source.removeprefix(FROM_VCF).removeprefix(":")
    return f"{event.event.observation.allele.record_number}{f' of {file}' if file else ''}"


def beside_alleles(small: Sequence[ReadVariant], events: Sequence[ReadVariant]) -> tuple[ReadVariant, ...]:
    """``events``, those of a deletion that is spelt out as what they are: a second reading of an allele.

    What the allele meets by itself is left to it, so that each finding stands once.
    """
    if not events:
        return ()
    of_allele: dict[tuple[str, int, str, str], dict[str, bool]] = {}
    for one in small:
        met = of_allele.setdefault(one.observation.allele.key, {})
        for match in one.knowledge.matches:
            met[match.biomarker.biomarker_id] = met.get(match.biomarker.biomarker_id, False) or match.tier_eligible
    return tuple(_beside(one, of_allele.get(one.observation.allele.key)) for one in events)


def _beside(one: ReadVariant, met: Mapping[str, bool] | None) -> ReadVariant:
    """``met``: biomarkers of the event's allele, and whether with a tier. An event that gives a tier by itself keeps it."""
    if met is None:
        return one
    own = tuple(
        match
        for match in one.knowledge.matches
        if match.biomarker.biomarker_id not in met or (match.tier_eligible and not met[match.biomarker.biomarker_id])
    )
    said = (*one.caveats, SPELT_OUT) if len(own) < len(one.knowledge.matches) else one.caveats
    return one._replace(
        knowledge=one.knowledge._replace(matches=own), caveats=said, repeat=not any(match.tier_eligible for match in own)
    )


def effects_of(event: GeneEvent) -> tuple[Effect, ...]:
    """One effect per gene of the event, the gene that it happens to first."""
    sides = {side.gene: side for side in (event.five_prime, event.three_prime) if side is not None and side.gene}
    return tuple(_effect(gene, event, sides.get(gene)) for gene in genes_of(event))


def _effect(gene: str, event: GeneEvent, side: FusionPartner | None) -> Effect:
    own = gene == event.gene
    high = event.kind not in _LITTLE_CHANGED
    return Effect(
        gene=gene,
        transcript=(side.transcript if side else "") or (event.transcript if own else ""),
        consequence=event.consequence or (_TERMS[event.kind],),
        impact="HIGH" if high else "MODIFIER",
        variant_classification=_CLASSIFICATION[event.kind],
        computed_from="structural_event",
        exon=_exons(event, side),
        intron=side.place.removeprefix("intron ") if side and side.place.startswith("intron ") else "",
        exon_numbers=event.exons if own else (),
        is_primary=True,
    )


def _exons(event: GeneEvent, side: FusionPartner | None) -> str:
    if side is not None:
        return "" if side.exon is None else str(side.exon)
    if not event.exons:
        return ""
    first, last = min(event.exons), max(event.exons)
    return str(first) if first == last else f"{first}-{last}"


def may_act(table: MatchingTable, event: GeneEvent) -> bool:
    """Whether an event that meets nothing is still of unknown significance: it alters a cancer gene in a way that could act
    as the gene does. Gains and losses of single copies, and events against the gene's role, are not."""
    if event.kind in _LITTLE_CHANGED or not _is_cancer_gene(table, event.gene):
        return False
    role = role_of(table, event.gene)
    if event.kind == GeneEventKind.AMPLIFICATION:
        return not role.only_suppressor
    return not (event.kind in _LOST and role.only_oncogene)


def _is_cancer_gene(table: MatchingTable, gene: str) -> bool:
    return gene in table.gene_roles or any(one.kind in CANCER_GENE_KINDS for one in table.biomarkers_of_gene(gene))


def broken_genes(event: GeneEvent) -> tuple[str, ...]:
    """The genes that the event leaves altered. Copies gained or lost leave the sequence that remains as it was."""
    return () if event.kind in _LITTLE_CHANGED or event.kind == GeneEventKind.AMPLIFICATION else genes_of(event)


def listed_kinds(events: Sequence[GeneEvent]) -> frozenset[BiomarkerKind]:
    """The kinds of biomarkers that the inputs list when present: small variants; copies and junctions where there are any."""
    listed = SMALL_VARIANT_KINDS
    if any(one.event.svtype == StructuralType.COPY_NUMBER or one.event.copy_number is not None for one in events):
        listed |= COPY_KINDS
    if any(one.event.adjacencies or one.event.stated is not None for one in events):
        listed |= JUNCTION_KINDS
    return listed


def _identity(event: GeneEvent) -> tuple[object, ...]:
    """What makes two events of a sample the same for its findings."""
    return (event.kind, event.gene, _side(event.five_prime), _side(event.three_prime), event.exons)


def _side(side: FusionPartner | None) -> tuple[str, int | None]:
    return (side.gene or side.place, side.exon) if side else ("", None)


def _identities(events: Sequence[GeneEvent]) -> list[tuple[object, ...]]:
    """The identity of each event. A fusion without exons is the one of the same genes with exons, where there is just one."""
    identities = [_identity(event) for event in events]
    of_pair: dict[tuple[str, str], set[tuple[object, ...]]] = {}
    for event, identity in zip(events, identities, strict=True):
        if event.kind == GeneEventKind.FUSION and _exons_known(event):
            of_pair.setdefault(partners(event), set()).add(identity)
    for number, event in enumerate(events):
        known = of_pair.get(partners(event), set())
        if event.kind == GeneEventKind.FUSION and not _exons_known(event) and all(partners(event)) and len(known) == 1:
            identities[number] = next(iter(known))
    return identities


def _exons_known(event: GeneEvent) -> bool:
    return all(side is not None and side.exon is not None for side in (event.five_prime, event.three_prime))


def _chosen(events: Sequence[GeneEvent], identities: Sequence[tuple[object, ...]]) -> dict[tuple[object, ...], int]:
    best: dict[tuple[object, ...], tuple[bool, bool, bool, int]] = {}
    for number, event in enumerate(events):
        without_exons = event.kind == GeneEventKind.FUSION and not _exons_known(event)
        rank = (bool(event.event.observation.filters), not event.tier_eligible, without_exons, number)
        best[identities[number]] = min(best.get(identities[number], rank), rank)
    return {identity: rank[-1] for identity, rank in best.items()}

"""Therapies that hang on two changes of one gene lying in cis or in trans: EGFR T790M with C797S.

T790M is what osimertinib is given for, C797S takes away the cysteine that it binds. On one chromosome copy (in cis) no
approved EGFR kinase inhibitor reaches the receptor; on two (in trans) a first-generation inhibitor blocks the copy with C797S
and a third-generation one the copy with T790M, so that both together can work (Niederst et al., Clin Cancer Res 2015;21:3924,
PMID:25964297). Where the phase is not known, osimertinib alone is expected to fail either way.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.matching_protein import stands_in
from pm_annotate.knowledge.observed_change import named_change, observe
from pm_annotate.phase import Phase, phase_in_tumor
from pm_annotate.protein_change import ProteinChange

GENE = "EGFR"
GATEKEEPER = frozenset({"T790M"})
BINDING_SITE = frozenset({"C797S", "C797G", "C797N", "C797Y"})
FIRST_GENERATION = frozenset({"gefitinib", "erlotinib", "icotinib"})
SECOND_GENERATION = frozenset({"afatinib", "dacomitinib", "neratinib"})
THIRD_GENERATION = frozenset(
    {"osimertinib", "lazertinib", "rociletinib", "olmutinib", "nazartinib", "naquotinib", "aumolertinib", "almonertinib"}
    | {"furmonertinib", "befotertinib"}
)
ANY_GENERATION = frozenset({"epidermal growth factor receptor tyrosine kinase inhibitor"})  # CIViC's word for the class
INHIBITORS = FIRST_GENERATION | SECOND_GENERATION | THIRD_GENERATION | ANY_GENERATION
ANTIBODIES = frozenset({"amivantamab", "cetuximab", "necitumumab", "panitumumab"})  # bind outside the cell, not at C797
BASIS = "PMID:25964297"

SAID = {
    Phase.CIS: (
        "{pair} in cis (on the same chromosome copy): resistance to osimertinib and to all first-, second- and "
        "third-generation EGFR inhibitors is expected; brigatinib with an anti-EGFR antibody, or a fourth-generation "
        "inhibitor in a trial, has been tried ({basis})"
    ),
    Phase.TRANS: (
        "{pair} in trans (on different chromosome copies): osimertinib alone is expected to fail; a first- and a "
        "third-generation EGFR inhibitor together (gefitinib or erlotinib with osimertinib) have been active ({basis})"
    ),
    Phase.UNKNOWN: (
        "{pair}, phase unknown: osimertinib alone is expected to fail; in cis resistance to all EGFR inhibitors is expected, "
        "in trans a first- and a third-generation inhibitor together have been active. Have the phase determined: the codons "
        "lie 21 bases apart, within one read ({basis})"
    ),
}


class Context(NamedTuple):
    """How a gatekeeper and a binding-site change of the sample lie to each other. Places are those of the variants."""

    phase: Phase
    pair: str  # "EGFR T790M (VAF 0.31) and C797S (VAF 0.12)"
    places: frozenset[int]

    @property
    def text(self) -> str:
        return SAID[self.phase].format(pair=self.pair, basis=BASIS)


def egfr_context(variants: Sequence[ReadVariant]) -> Context | None:
    """None without both changes. Of several pairs one in cis counts first, then one of unknown phase."""
    gatekeepers = list(_changed(variants, GATEKEEPER))
    binding_site = list(_changed(variants, BINDING_SITE))
    found = [
        Context(_phase(one, two), _pair(one, name, two, other), frozenset({one.place, two.place}))
        for one, name in gatekeepers
        for two, other in binding_site
    ]
    return min(found, key=lambda one: (Phase.CIS, Phase.UNKNOWN, Phase.TRANS).index(one.phase), default=None)


def _changed(variants: Sequence[ReadVariant], names: frozenset[str]) -> Iterator[tuple[ReadVariant, str]]:
    for variant in variants:
        if variant.event is not None or variant.repeat or not any(effect.gene == GENE for effect in variant.effects):
            continue
        for change in observe(variant.effects):
            if change.gene == GENE and change.effect.is_primary and change.change is not None:
                yield from ((variant, name) for name in sorted(names) if _makes(change.change, name))


def _makes(change: ProteinChange, name: str) -> bool:
    """Whether the change is the substitution of this name, or holds it among others of one molecule."""
    named = named_change(name)
    return change.short() == name or (named is not None and stands_in(named, change))


def _phase(one: ReadVariant, two: ReadVariant) -> Phase:
    """Two substitutions of one record lie on one molecule."""
    return Phase.CIS if one is two else phase_in_tumor(one.observation, two.observation)


def _pair(one: ReadVariant, name: str, two: ReadVariant, other: str) -> str:
    return f"{GENE} {name}{_vaf(one)} and {other}{_vaf(two)}"


def _vaf(variant: ReadVariant) -> str:
    call = variant.observation.tumor
    return f" (VAF {call.vaf:.2f})" if call is not None and call.vaf is not None else ""


def with_egfr_context(met: Sequence[MetStatement], variants: Sequence[ReadVariant]) -> list[MetStatement]:
    """The statements on EGFR inhibitors with what the phase of T790M and C797S means for each.

    Sensitivity to a third-generation inhibitor alone has no tier, whatever the phase; in cis that to any of the inhibitors
    has none. In trans, and while the phase is not known, first- and second-generation ones keep theirs: one of them may be
    half of the combination. A combination with an antibody keeps its tier, too. Resistance is explained and stands.
    """
    context = egfr_context(variants)
    return list(met) if context is None else [_explained(one, context) for one in met]


def _explained(one: MetStatement, context: Context) -> MetStatement:
    therapies = {therapy.lower() for therapy in one.statement.therapies}
    if not therapies & INHIBITORS or not any(match.biomarker.gene == GENE for _, match in one.met_by):
        return one
    if one.tier_class == "resistance":
        of_pair = any(variant.place in context.places for variant, _ in one.met_by)
        return one._replace(caveats=(*one.caveats, context.text)) if of_pair else one
    if one.tier_class != "therapy":
        return one
    third = bool(therapies & THIRD_GENERATION)
    combined = bool(therapies & FIRST_GENERATION) and third
    fails = context.phase == Phase.CIS or (third and not combined)
    if fails and one.tier and not therapies & ANTIBODIES:
        return one._replace(tier="", caveats=(*one.caveats, f"no tier: {context.text}"))
    return one._replace(caveats=(*one.caveats, context.text))

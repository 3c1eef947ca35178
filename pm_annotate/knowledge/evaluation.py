"""Whole profiles on a whole sample, in three values: a profile is met, not met, or open because something is unknown.

What a VCF of small variants cannot show (protein expression, wild type, fusions, signatures) and what a file merely does
not list are both unknown, but not alike. A profile whose rest is beyond the file is *conditional* and says what it
requires; a profile that lacks a variant which the file would have listed is only *partly* met. Which kinds a file lists
depends on the file: small variants always, copy numbers and junctions where it has any.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model import Biomarker, BiomarkerKind, Profile

# Listed by a file of small variants when present, so that absence is a lacking part and not a question of another assay.
SMALL_VARIANT_KINDS = frozenset(
    {
        BiomarkerKind.ALLELE,
        BiomarkerKind.PROTEIN_CHANGE,
        BiomarkerKind.CODON,
        BiomarkerKind.REGION,
        BiomarkerKind.EXON,
        BiomarkerKind.PROMOTER,
        BiomarkerKind.EXON_SKIPPING,
        BiomarkerKind.INTERNAL_DUPLICATION,
        BiomarkerKind.ANY_VARIANT,
        BiomarkerKind.LOSS_OF_FUNCTION,
        BiomarkerKind.GAIN_OF_FUNCTION,
        BiomarkerKind.TRUNCATING,
        BiomarkerKind.FRAMESHIFT,
        BiomarkerKind.POLYMORPHISM,
    }
)
# Listed by a file (or table) of copy number segments when present ..
COPY_KINDS = frozenset({BiomarkerKind.AMPLIFICATION, BiomarkerKind.COPY_GAIN, BiomarkerKind.DELETION, BiomarkerKind.COPY_LOSS})
# .. and by one of junctions.
JUNCTION_KINDS = frozenset({BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT, BiomarkerKind.EXON_DELETION})


class MarkerState(StrEnum):
    """What a sample says of one biomarker."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class ProfileStatus(StrEnum):
    """What a sample says of a profile. CONDITIONAL and PARTIAL have a part that is met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    CONDITIONAL = "conditional"
    PARTIAL = "partial"


class SampleState(NamedTuple):
    """What one sample shows of the biomarkers of a table. A small variant that the file does not list is unknown.

    ``met``: biomarker ids met by the sample's alleles. ``stated``: what is known from elsewhere, by biomarker id (a marker
    that the user supplied); it goes before everything else. ``altered_genes``: genes with an allele that is known to act,
    which therefore are not wild type. ``decided``: what the file decides by what it covers; it goes last. ``listed``: kinds
    of biomarkers that the file would list when present.
    """

    biomarkers: Mapping[str, Biomarker]
    met: Collection[str]
    stated: Mapping[str, MarkerState] = {}
    altered_genes: Collection[str] = ()
    decided: Mapping[str, MarkerState] = {}
    listed: Collection[BiomarkerKind] = SMALL_VARIANT_KINDS

    def of(self, biomarker_id: str) -> MarkerState:
        if biomarker_id in self.stated:
            return self.stated[biomarker_id]
        if biomarker_id in self.met:
            return MarkerState.MET
        biomarker = self.biomarkers[biomarker_id]
        if biomarker.kind == BiomarkerKind.WILD_TYPE and biomarker.gene in self.altered_genes:
            return MarkerState.NOT_MET
        return self.decided.get(biomarker_id, MarkerState.UNKNOWN)


class ProfileResult(NamedTuple):
    """``met``: biomarkers that are met and wanted. ``missing``: biomarkers that are open. ``requires``: the same for people,
    as conditions that must hold ("KRAS wild type", "no EGFR C797S", "A or B")."""

    status: ProfileStatus
    met: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()

    @property
    def is_finding(self) -> bool:
        return self.status in (ProfileStatus.MET, ProfileStatus.CONDITIONAL)


class _Node(NamedTuple):
    """The value of one part of a profile; None while open. ``lacks_variant``: a variant that the file would list is lacking."""

    value: bool | None
    met: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    lacks_variant: bool = False


def evaluate(profile: Profile, state: SampleState) -> ProfileResult:
    """The status of ``profile`` in a sample. Without a wanted marker that is met it is never met, conditional or partial."""
    if profile.operator == "MARKER" and state.of(profile.biomarker_id) == MarkerState.MET:  # most statements, at once
        return ProfileResult(ProfileStatus.MET, (profile.biomarker_id,))
    node = _evaluate(profile, state)
    if node.value is False:
        return ProfileResult(ProfileStatus.NOT_MET, node.met)
    met, missing, requires = (tuple(dict.fromkeys(part)) for part in (node.met, node.missing, node.requires))
    if not met:
        status = ProfileStatus.UNKNOWN
    elif node.value:
        return ProfileResult(ProfileStatus.MET, met)
    else:
        status = ProfileStatus.PARTIAL if node.lacks_variant else ProfileStatus.CONDITIONAL
    return ProfileResult(status, met, missing, requires)


def _evaluate(profile: Profile, state: SampleState) -> _Node:
    if profile.operator == "MARKER":
        return _marker(profile.biomarker_id, state)
    if profile.operator == "NOT":
        return _negation(profile.parts[0], state)
    parts = [_evaluate(part, state) for part in profile.parts]
    return _conjunction(parts) if profile.operator == "AND" else _disjunction(parts)


def _marker(biomarker_id: str, state: SampleState) -> _Node:
    match state.of(biomarker_id):
        case MarkerState.MET:
            return _Node(True, met=(biomarker_id,))
        case MarkerState.NOT_MET:
            return _Node(False)
    biomarker = state.biomarkers[biomarker_id]
    lacks_variant = biomarker.kind in state.listed
    return _Node(None, missing=(biomarker_id,), requires=(requirement(biomarker),), lacks_variant=lacks_variant)


def requirement(biomarker: Biomarker) -> str:
    """The biomarker as a condition that still has to hold."""
    if biomarker.kind == BiomarkerKind.WILD_TYPE and biomarker.gene:
        return f"{biomarker.gene} wild type"
    return biomarker.name


def _negation(part: Profile, state: SampleState) -> _Node:
    """A negated marker that is met does not count as met: it was not wanted. Its absence is a condition, never a lack."""
    node = _evaluate(part, state)
    if node.value is not None:
        return _Node(not node.value)
    return _Node(None, missing=node.missing, requires=(f"no {_joined(node.requires, ' with ')}",))


def _conjunction(parts: list[_Node]) -> _Node:
    met = _gather(parts, lambda part: part.met)
    if any(part.value is False for part in parts):
        return _Node(False, met=met)
    open_parts = [part for part in parts if part.value is None]
    if not open_parts:
        return _Node(True, met=met)
    return _Node(
        None,
        met=met,
        missing=_gather(open_parts, lambda part: part.missing),
        requires=_gather(open_parts, lambda part: part.requires),
        lacks_variant=any(part.lacks_variant for part in open_parts),
    )


def _disjunction(parts: list[_Node]) -> _Node:
    """Open alternatives count only while none is met: those nearest to being met, and one that lacks no variant, first."""
    met_parts = [part for part in parts if part.value]
    if met_parts:
        return _Node(True, met=_gather(met_parts, lambda part: part.met))
    open_parts = [part for part in parts if part.value is None]
    if not open_parts:
        return _Node(False)
    begun = [part for part in open_parts if part.met] or open_parts
    nearest = [part for part in begun if not part.lacks_variant] or begun
    alternatives = tuple(_joined(part.requires, " with ") for part in nearest)
    return _Node(
        None,
        met=_gather(nearest, lambda part: part.met),
        missing=_gather(nearest, lambda part: part.missing),
        requires=(_joined(alternatives, " or "),),
        lacks_variant=all(part.lacks_variant for part in nearest),
    )


def _gather(parts: list[_Node], field_of: Callable[[_Node], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(value for part in parts for value in field_of(part))


def _joined(words: tuple[str, ...], by: str) -> str:
    return by.join(dict.fromkeys(words))

"""What a sample's file says of each actionable locus: detected, not detected, not covered, or not assessable, and why.

Not detected is said only where every base of the locus is shown to be covered and nothing that matters is called there. A
filtered record, a record that was set aside, or a change of unknown action at the locus leaves it open.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from pm_annotate.clinical.event_variants import broken_genes
from pm_annotate.clinical.sample_variants import ReadVariant, genes_acted_on
from pm_annotate.knowledge.observed_change import UNNAMED, ObservedChange, observe
from pm_annotate.model import Allele, AssayStatus, LocusStatus, StructuralEvent, StructuralType
from pm_annotate.model.loci import ActionableLocus, GapKind, LocusCoverage, LocusKind, LocusPlace

UNKNOWN_ACTION = "variant of unknown action at the locus: {names}"
EVENT_NOT_MEANT = "whether the statements mean it is not said: {names}"
SEEN_WITHOUT_TIER = "found, but not such that it gives a tier (see variants.tsv): {names}"
NOT_LISTED = "{chrom}:{pos} {ref} is called, but the change was set aside or could not be read"
SMALL_BASES = 50
SMALL_ONLY = "small variants only: larger deletions and duplications are not excluded"
NO_PLACE = "not placed on the genome: {why}"
_FILE_SAYS_NOTHING = frozenset({GapKind.UNKNOWN, GapKind.DEPTH_UNKNOWN})


class LocusAssessment(NamedTuple):
    """The loci of a tumour type with their places and what one sample's file says of their bases; three like sequences."""

    loci: Sequence[ActionableLocus] = ()
    places: Sequence[LocusPlace] = ()
    coverages: Sequence[LocusCoverage] = ()

    def statuses(self, variants: Sequence[ReadVariant]) -> tuple[LocusStatus, ...]:
        """One status per locus, in the order of the loci. ``variants``: all that the sample has, structural events too."""
        return locus_statuses(self.loci, self.places, self.coverages, variants)


NO_LOCI = LocusAssessment()


def locus_statuses(
    loci: Sequence[ActionableLocus],
    places: Sequence[LocusPlace],
    coverages: Sequence[LocusCoverage],
    variants: Sequence[ReadVariant],
) -> tuple[LocusStatus, ...]:
    """One status per locus, in their order."""
    sample = _Sample(variants, {locus.gene for locus in loci})
    return tuple(_status(*each, sample) for each in zip(loci, places, coverages, strict=True))


class _Bearing(IntEnum):
    """What a variant means for a locus."""

    NONE = 0
    UNKNOWN = 1  # it lies there, and nothing says whether it acts
    DETECTED = 2


class _Sample:
    """The variants of a sample by what they meet and by gene of a locus, and the records that they were read from."""

    def __init__(self, variants: Sequence[ReadVariant], genes: Collection[str]) -> None:
        self._meeting: dict[str, list[ReadVariant]] = {}
        self._of_gene: dict[str, dict[int, ReadVariant]] = {}
        self.records: set[tuple[str, int, str]] = set()
        for variant in variants:
            allele = variant.observation.allele
            self.records.add((allele.chrom, allele.vcf_pos, allele.vcf_ref.upper()))
            for match in variant.knowledge.matches:
                self._meeting.setdefault(match.biomarker.biomarker_id, []).append(variant)
            for effect in variant.effects:
                if effect.gene in genes:
                    self._of_gene.setdefault(effect.gene, {})[variant.place] = variant

    def near(self, locus: ActionableLocus) -> list[ReadVariant]:
        """Variants that meet a criterion of the locus, and all of its gene."""
        found = {variant.place: variant for one in locus.biomarker_ids for variant in self._meeting.get(one, ())}
        found.update(self._of_gene.get(locus.gene, {}))
        return [found[place] for place in sorted(found)]


def _status(locus: ActionableLocus, place: LocusPlace, coverage: LocusCoverage, sample: _Sample) -> LocusStatus:
    bearings = [(_bearing(locus, place, variant), variant) for variant in sample.near(locus)]
    detected = _names(locus, bearings, _Bearing.DETECTED)
    status, reason = AssayStatus.DETECTED, ""
    if not detected:
        status, reason = _undetected(locus, place, coverage, sample, tuple(_open_questions(locus, bearings)))
    placed = bool(place.parts)
    return LocusStatus(
        gene=locus.gene,
        locus=locus.name,
        biomarker_ids=locus.biomarker_ids,
        status=status,
        reason=reason,
        why=locus.why,
        covered_bases=coverage.covered_bases if placed else None,
        total_bases=coverage.total_bases if placed else None,
        min_depth=coverage.min_depth if placed else None,
        detected=detected,
        n_statements=locus.n_statements,
    )


def _undetected(
    locus: ActionableLocus, place: LocusPlace, coverage: LocusCoverage, sample: _Sample, of_variants: Sequence[str]
) -> tuple[AssayStatus, str]:
    """The status of a locus where nothing that acts was found, and the reason."""
    if locus.unseen:
        return AssayStatus.NOT_ASSESSABLE, "; ".join((*of_variants, locus.unseen))
    open_questions = [*of_variants, *coverage.unread]
    unlisted = (record for record in coverage.called if record not in sample.records)
    open_questions += [NOT_LISTED.format(chrom=chrom, pos=pos, ref=ref) for chrom, pos, ref in unlisted]
    if open_questions:
        return AssayStatus.NOT_ASSESSABLE, "; ".join((*open_questions[:5], *_more(len(open_questions) - 5)))
    if place.unplaced or not place.parts:
        return AssayStatus.NOT_ASSESSABLE, NO_PLACE.format(why=place.unplaced or "its bases are not known")
    if coverage.gaps:
        if coverage.gap_kinds == {GapKind.UNKNOWN}:
            return AssayStatus.NOT_ASSESSABLE, "the file does not say: it lists variants only (give --callable, or a gVCF)"
        said_nothing = coverage.gap_kinds <= _FILE_SAYS_NOTHING
        return (AssayStatus.NOT_ASSESSABLE if said_nothing else AssayStatus.NOT_COVERED), "; ".join(coverage.gaps)
    return AssayStatus.NOT_DETECTED, _shown_by(locus, coverage)


def _open_questions(locus: ActionableLocus, bearings: Sequence[tuple[_Bearing, ReadVariant]]) -> Iterator[str]:
    """What the variants at the locus leave open: small ones whose action is not known, events that may not be meant."""
    of_event = SEEN_WITHOUT_TIER if locus.kind in (LocusKind.FUSION, LocusKind.COPY_NUMBER) else EVENT_NOT_MEANT
    for of_events, said in ((False, UNKNOWN_ACTION), (True, of_event)):
        own = [pair for pair in bearings if (pair[1].event is not None) == of_events]
        if names := _names(locus, own, _Bearing.UNKNOWN):
            yield said.format(names=", ".join(names))


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"and {count} more"


def _shown_by(locus: ActionableLocus, coverage: LocusCoverage) -> str:
    """``all 18 bases: reference blocks; depth at least 45``."""
    depth = "depth not given" if coverage.min_depth is None else f"depth at least {coverage.min_depth}"
    parts = [f"all {coverage.total_bases} bases: {', '.join(sorted(coverage.basis))}", depth]
    of_gene = locus.splice_sites or locus.kind == LocusKind.WHOLE_GENE
    return "; ".join((*parts, SMALL_ONLY) if of_gene else parts)


def _names(locus: ActionableLocus, bearings: Sequence[tuple[_Bearing, ReadVariant]], wanted: _Bearing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(locus, variant) for bearing, variant in bearings if bearing == wanted))


def _name(locus: ActionableLocus, variant: ReadVariant) -> str:
    """``p.G12D``, the name of an event, or the allele; with its FILTER where it did not pass."""
    filters = variant.observation.filters
    said = f" (FILTER {variant.observation.filter_text})" if filters else ""
    if variant.event is not None:
        return variant.event.name + said
    changes = [change for change in observe(variant.effects) if change.gene == locus.gene]
    allele = variant.observation.allele
    known = next((change.name for change in changes if change.effect.is_primary), "")
    return (known or f"{allele.chrom}:{allele.pos} {allele.ref}>{allele.alt}") + said


# --------------------------------------------------------------------------------------------------- one variant, one locus


def _bearing(locus: ActionableLocus, place: LocusPlace, variant: ReadVariant) -> _Bearing:
    """What one variant means for one locus."""
    meets = [match for match in variant.knowledge.matches if match.biomarker.biomarker_id in locus.biomarker_ids]
    if any(match.tier_eligible for match in meets):
        return _Bearing.DETECTED
    if variant.repeat or variant.observation.part_of:
        return _Bearing.NONE  # its other record, or the combined change, speaks for it
    allele = variant.observation.allele
    if variant.event is not None:
        if _is_wild_type(locus) and locus.gene in broken_genes(variant.event):
            return _Bearing.DETECTED if variant.event.tier_eligible else _Bearing.UNKNOWN
        return _Bearing.UNKNOWN if meets or _lies_at(place, variant.event.event) else _Bearing.NONE
    if variant.common:
        return _Bearing.NONE
    if meets:
        return _Bearing.UNKNOWN
    if _is_wild_type(locus) and locus.gene in genes_acted_on(variant):
        return _Bearing.DETECTED  # also outside its bases, and where no residue changes
    if not place.holds(allele.chrom, *_changed_span(allele)):
        return _Bearing.NONE
    return _of_other_change(locus, variant)


def _lies_at(place: LocusPlace, event: StructuralEvent) -> bool:
    """Whether an event changes bases of the locus as a small variant would: an insertion whose bases the file does not give,
    or a change of a few bases that is written as a symbolic allele. Loss or gain of long stretches is none of its codons."""
    if not event.is_of_vcf or event.svtype == StructuralType.COPY_NUMBER or event.end - event.start >= SMALL_BASES:
        return False
    return place.holds(event.chrom, event.start, event.end + (event.svtype == StructuralType.INSERTION))


def _is_wild_type(locus: ActionableLocus) -> bool:
    """Whether the locus is that of a wild-type criterion, also of one that no list of variants can show to be met."""
    return locus.kind == LocusKind.WILD_TYPE or locus.name == "wild type"


def _of_other_change(locus: ActionableLocus, variant: ReadVariant) -> _Bearing:
    """A change at the locus that meets none of its criteria."""
    changes = [change for change in observe(variant.effects) if change.gene == locus.gene and change.effect.is_primary]
    if locus.kind != LocusKind.SITES and changes and not any(map(_alters, changes)):
        return _Bearing.NONE
    of_length = len(variant.observation.allele.ref) != len(variant.observation.allele.alt)
    if locus.only_named and not of_length and not any(change.types & {"inframe", "frameshift"} for change in changes):
        return _Bearing.NONE  # a substitution among insertions or deletions: the reads were there, and show no such change
    if not variant.knowledge.action:
        return _Bearing.UNKNOWN
    any_change_counts = locus.kind in (LocusKind.WILD_TYPE, LocusKind.RESIDUES) and not locus.only_named
    return _Bearing.DETECTED if any_change_counts else _Bearing.UNKNOWN


def _alters(change: ObservedChange) -> bool:
    return change.acts_on_protein_or_splicing or UNNAMED in change.effect.consequence


def _changed_span(allele: Allele) -> tuple[int, int]:
    """The bases that an allele changes; of an insertion the two beside it."""
    if len(allele.ref) != len(allele.alt) and allele.ref[:1] == allele.alt[:1]:
        if len(allele.ref) == 1:
            return allele.pos, allele.pos + 1
        return allele.pos + 1, allele.pos + len(allele.ref) - 1
    return allele.pos, allele.pos + len(allele.ref) - 1

"""What the copies of one segment are: amplification, gain, loss, homozygous deletion, loss of heterozygosity, or normal."""

import math
from typing import NamedTuple

from pm_annotate.genome.events.absolute_copies import SegmentCopies, expected_copies, segment_copies
from pm_annotate.genome.events.chromosome_arms import ALWAYS_FOCAL
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.model import Assembly
from pm_annotate.model.structural import AMPLIFIED, NO_COPY_LEFT, GeneEventKind, StructuralEvent, StructuralType

AMPLIFICATION, GAIN = GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN
LOSS, HOMOZYGOUS_DELETION = GeneEventKind.LOSS, GeneEventKind.HOMOZYGOUS_DELETION
DELETIONS = frozenset({StructuralType.DELETION})
DUPLICATIONS = frozenset({StructuralType.DUPLICATION, StructuralType.TANDEM_DUPLICATION})

# Ratios to the expected copies where the purity is not known: the default thresholds of ``cnvkit.py call``, log2 of -1.1
# (may be none), -0.25 (fewer), 0.2 (more) and 0.7 (may be many), which are meant for tumours with some normal cells.
MAY_BE_NONE, FEWER, MORE, MAY_BE_MANY = 2**-1.1, 2**-0.25, 2**0.2, 2**0.7
HALF_A_COPY = 0.5
_LIKE = {GAIN: (GAIN, AMPLIFICATION), LOSS: (LOSS, HOMOZYGOUS_DELETION)}

NO_PURITY = "copies computed from the ratio of the depth as if all cells were tumour: give --purity"
MAY_BE_AMPLIFIED = "may be an amplification if the sample holds many normal cells: give --purity"
LOW_PURITY = 0.3
NEAR_NOISE = "at purity {purity:g} one copy lowers log2 of the depth by {step:.2f} only: noise may look like a change"
MAY_BE_HOMOZYGOUS = "may be a homozygous deletion if the sample holds normal cells: give --purity"
COPIES_NOT_GIVEN = "the file does not say how many copies"
NAMED_ONLY = "the file calls it {what} and does not say how many copies: no tier is given"
ONLY_A_JUNCTION = (
    "3 Mb or more between the ends of one junction: in a rearranged chromosome what lies between may be there all the same, so "
    "no tier is given without copies"
)
BY_GENOTYPE = "no copy left according to the genotype ({genotype})"
UNCERTAIN_BASELINE = "on {chrom} this depends on {what}: read otherwise it is {other}, so no tier is given"


class CopyNumberState(NamedTuple):
    """``kind`` is None where nothing that can be called is changed."""

    kind: GeneEventKind | None = None
    copies: float | None = None
    minor: float | None = None
    heterozygosity_lost: bool = False  # two or more copies, all of one parent
    sure: bool = True  # False where it holds under one reading of the baseline only
    caveats: tuple[str, ...] = ()


def copy_number_state(event: StructuralEvent, assembly: Assembly, options: CopyNumberOptions) -> CopyNumberState:
    """The state of an event's bases from its copies, ratio or direction, and for DEL and DUP from what the record is."""
    copies = segment_copies(event, assembly, options)
    expected = expected_copies(assembly, event.chrom, event.start, event.end, options)
    if not copies.totals:
        state = _by_direction(event)
        if not _heterozygosity_lost(event, copies, options):
            return state
        return state._replace(minor=copies.minor, heterozygosity_lost=True, caveats=state.caveats or (COPIES_NOT_GIVEN,))
    if not expected:
        return CopyNumberState(copies=copies.totals[0], minor=copies.minor)
    readings = {(total, normal): _kind(total, normal, copies, options) for total in copies.totals for normal in expected}
    state = _agreed(readings, event, options) if len(set(readings.values())) > 1 else _only(readings)
    state = _as_the_record_says(event, state)
    lost = _heterozygosity_lost(event, copies, options)
    caveats = (*state.caveats, *_caveats(state, copies, expected, options))
    return CopyNumberState(state.kind, state.copies, copies.minor, lost, state.sure, caveats)


def _kind(total: float, normal: int, copies: SegmentCopies, options: CopyNumberOptions) -> GeneEventKind | None:
    """What so many copies are where ``normal`` are expected (0 on a Y that may not be there)."""
    if total >= options.amplification_copies or total >= max(1, normal) + options.amplification_above_ploidy:
        return AMPLIFICATION
    if total < options.homozygous_below:
        return HOMOZYGOUS_DELETION if normal else None
    tolerant = copies.from_ratio and not copies.purity_known
    if total >= (normal * MORE if tolerant and normal else normal + HALF_A_COPY):
        return GAIN
    if normal and total <= (normal * FEWER if tolerant else normal - HALF_A_COPY):
        return LOSS
    return None


def _only(readings: dict[tuple[float, int], GeneEventKind | None]) -> CopyNumberState:
    (total, _), kind = min(readings.items(), key=lambda reading: abs(reading[0][0] - reading[0][1]))
    return CopyNumberState(kind, total)


def _agreed(
    readings: dict[tuple[float, int], GeneEventKind | None], event: StructuralEvent, options: CopyNumberOptions
) -> CopyNumberState:
    """The weaker reading where they differ; none where one of them is normal, unless another is an extreme."""
    ordered = sorted(readings.items(), key=lambda reading: abs(reading[0][0] - reading[0][1]))
    kinds = {kind for _, kind in ordered}
    (total, _), weakest = ordered[0]
    if weakest is None or (GAIN in kinds and LOSS in kinds):
        if event.chrom == "Y" and options.sex is None:  # no copy of Y is what most females have
            return CopyNumberState(None, total)
        if AMPLIFICATION in kinds:
            weakest = GAIN
        elif HOMOZYGOUS_DELETION in kinds:
            weakest = LOSS
        else:
            return CopyNumberState(None, total)
    other = next((kind for _, kind in reversed(ordered) if kind not in (weakest, None)), None)
    what = "the sex, which is not given (--sex)" if options.sex is None else "the sex of what the depth was compared with"
    caveat = UNCERTAIN_BASELINE.format(chrom=event.chrom, what=what, other=_word(other))
    return CopyNumberState(weakest, total, sure=False, caveats=(caveat,))


def _word(kind: GeneEventKind | None) -> str:
    return "no change" if kind is None else f"a {kind.value}".replace("_", " ").replace("a amp", "an amp")


def _as_the_record_says(event: StructuralEvent, state: CopyNumberState) -> CopyNumberState:
    """A record that its caller names DEL, DUP, gain or loss is one, also where its copies do not show it: then without tier."""
    kind, word = _named_kind(event)
    if kind is None or (state.kind in _LIKE[kind]) or (event.chrom in ("X", "Y") and not word.isupper()):
        return state
    copies = copies_text(state.copies)
    said = (
        f"the file calls it a {word}, but {copies} are not known to be one here (--sex, --purity, --ploidy): no tier is given"
    )
    return CopyNumberState(kind, state.copies, state.minor, sure=False, caveats=(said,))


def _named_kind(event: StructuralEvent) -> tuple[GeneEventKind | None, str]:
    if event.svtype in DELETIONS:
        return LOSS, "DEL"
    if event.svtype in DUPLICATIONS:
        return GAIN, "DUP"
    return {"gain": GAIN, "loss": LOSS, AMPLIFIED: GAIN, NO_COPY_LEFT: LOSS}.get(event.direction), event.direction


def _by_direction(event: StructuralEvent) -> CopyNumberState:
    """Without copies: what the caller says in a word, or what a deletion or duplication is."""
    if event.direction == AMPLIFIED:
        return CopyNumberState(AMPLIFICATION, sure=False, caveats=(NAMED_ONLY.format(what="an amplification"),))
    if event.direction == NO_COPY_LEFT:
        return CopyNumberState(HOMOZYGOUS_DELETION, sure=False, caveats=(NAMED_ONLY.format(what="a homozygous deletion"),))
    tumor = event.observation.tumor
    if event.svtype in DELETIONS:
        if tumor is not None and tumor.zygosity in ("homozygous", "hemizygous"):
            caveat = BY_GENOTYPE.format(genotype=tumor.genotype)
            return CopyNumberState(HOMOZYGOUS_DELETION, caveats=(caveat,))
        kind = GeneEventKind.DELETION if event.adjacencies else LOSS  # without a junction only the depth is lower
        return _by_junction(event, kind)
    if event.direction == "gain" or event.svtype in DUPLICATIONS:
        return _by_junction(event, GAIN)
    if event.direction == "loss":
        return CopyNumberState(LOSS, caveats=(COPIES_NOT_GIVEN,))
    return CopyNumberState()


def _by_junction(event: StructuralEvent, kind: GeneEventKind) -> CopyNumberState:
    """A junction over many genes tells how two ends are joined, not that what lies between is gone or doubled."""
    far = bool(event.adjacencies) and event.end - event.start + 1 >= ALWAYS_FOCAL
    if far and kind == GeneEventKind.DELETION:
        kind = LOSS
    return CopyNumberState(kind, sure=not far, caveats=(COPIES_NOT_GIVEN, *((ONLY_A_JUNCTION,) if far else ())))


def _heterozygosity_lost(event: StructuralEvent, copies: SegmentCopies, options: CopyNumberOptions) -> bool:
    """All copies (two or more where they are counted) are of one parent; on X only of females, as a male's always are."""
    if copies.minor is None or copies.minor >= HALF_A_COPY or min(copies.totals, default=2) < 2 - HALF_A_COPY:
        return False
    return event.chrom != "Y" and (event.chrom != "X" or options.sex == "female")


def _caveats(
    state: CopyNumberState, copies: SegmentCopies, expected: tuple[int, ...], options: CopyNumberOptions
) -> tuple[str, ...]:
    found: list[str] = []
    total, normal = state.copies, max(1, *expected)
    if state.kind is None or total is None:
        return ()
    if copies.from_ratio and not copies.purity_known:
        found.append(NO_PURITY)
        if state.kind == GAIN and total >= normal * MAY_BE_MANY:
            found.append(MAY_BE_AMPLIFIED)
        if state.kind == LOSS and total <= normal * MAY_BE_NONE:
            found.append(MAY_BE_HOMOZYGOUS)
    elif copies.from_ratio and options.purity is not None and options.purity < LOW_PURITY:
        found.append(NEAR_NOISE.format(purity=options.purity, step=-math.log2(1 - options.purity / 2)))
    if state.kind == AMPLIFICATION and total < normal + options.amplification_above_ploidy:
        above = options.amplification_above_ploidy
        found.append(f"{copies_text(total)} are fewer than {above:g} above the {normal} that this tumour has elsewhere")
    return tuple(found)


def copies_text(copies: float | None) -> str:
    """``12 copies``, ``1 copy``, ``5.7 copies``; "" where not known."""
    if copies is None:
        return ""
    number = f"{round(copies, 1):g}"
    return f"{number} {'copy' if number == '1' else 'copies'}"

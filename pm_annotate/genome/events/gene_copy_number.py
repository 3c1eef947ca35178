"""Copy number changes of genes: which genes a segment, or a deletion or duplication of whole genes, changes, and how.

What covers a gene only in part and has junctions (DEL, DUP) is an exon deletion or duplication, which another file names;
here it is read only where its copies make it an amplification. Segments (``<CNV>``, tables) are read at any coverage.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pm_annotate.genome.assembly import CHROMOSOMES
from pm_annotate.genome.events.chromosome_arms import arm_shares, is_focal
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.genome.events.copy_number_state import (
    DELETIONS,
    DUPLICATIONS,
    CopyNumberState,
    copies_text,
    copy_number_state,
)
from pm_annotate.genome.events.rearrangement import changed_span, deletes, is_of_transcript
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.intervals import merged
from pm_annotate.model import Assembly
from pm_annotate.model.structural import GeneEvent, GeneEventKind, StructuralEvent, StructuralType

JOINED_WITHIN = 1_000_000
"""Bases between two segments of the same kind that are one change when it is asked whether it is focal or broad."""
OWN_ROW = (
    GeneEventKind.HOMOZYGOUS_DELETION,
    GeneEventKind.AMPLIFICATION,
    GeneEventKind.DELETION,
    GeneEventKind.LOSS_OF_HETEROZYGOSITY,
)
"""Kinds that are told of a gene even where most of it shows another kind."""
KIND_ORDER = (*OWN_ROW[:3], GeneEventKind.LOSS, GeneEventKind.GAIN, GeneEventKind.LOSS_OF_HETEROZYGOSITY)
CONSEQUENCES = {  # (of a part of the gene, of the whole gene)
    GeneEventKind.AMPLIFICATION: (("copy_number_gain",), ("transcript_amplification", "copy_number_gain")),
    GeneEventKind.GAIN: (("copy_number_gain",),) * 2,
    GeneEventKind.LOSS: (("copy_number_loss",),) * 2,
    GeneEventKind.HOMOZYGOUS_DELETION: (
        ("feature_truncation", "copy_number_loss"),
        ("transcript_ablation", "copy_number_loss"),
    ),
    GeneEventKind.DELETION: (("transcript_ablation", "copy_number_loss"),) * 2,
    GeneEventKind.LOSS_OF_HETEROZYGOSITY: (("loss_of_heterozygosity",),) * 2,
}


class _Part(NamedTuple):
    """One event of one kind over (some of) the coding bases of one gene."""

    event: StructuralEvent
    kind: GeneEventKind
    state: CopyNumberState
    extent: Interval  # of the change that the event is a part of
    covered: tuple[Interval, ...]  # coding bases inside the event

    @property
    def bases(self) -> int:
        return sum(end - start + 1 for start, end in self.covered)


def copy_number_events(genome: Genome, events: Iterable[StructuralEvent], options: CopyNumberOptions) -> list[GeneEvent]:
    """What the events do to the copies of every packaged gene, by its primary transcript; by position, then by kind.

    One gene event per gene and kind. Where segments of several kinds share a gene, the one with most of the coding bases is
    called and the others stand in its caveats; amplifications, deletions and loss of heterozygosity always have their own.
    """
    read_as = [(event, _span_of_breakends(event)) for event in events]
    changed = _changed(genome.assembly, (span for _, span in read_as), options)
    by_gene: dict[str, list[_Part]] = defaultdict(list)
    transcripts: dict[str, Transcript] = {}
    for (event, kind, state), extent in zip(changed, _extents(changed), strict=True):
        for transcript in genome.transcripts_at(event.chrom, event.start, event.end):
            covered = _covered(transcript, event) if transcript.is_primary else ()
            part = _Part(event, kind, state, extent, covered)
            if covered and _is_ours(part, transcript):
                by_gene[transcript.gene].append(part)
                transcripts[transcript.gene] = transcript
    found = [
        gene_event
        for gene, parts in by_gene.items()
        for gene_event in _of_gene(genome.assembly, transcripts[gene], parts, options)
    ]
    written = {id(span): event for event, span in read_as if span is not event}
    return [one._replace(event=written.get(id(one.event), one.event)) for one in sorted(found, key=_by_place)]


def _span_of_breakends(event: StructuralEvent) -> StructuralEvent:
    """A breakend pair (GRIDSS, PURPLE) that deletes or repeats what lies between its ends as DEL or DUP; others as they are."""
    if event.svtype != StructuralType.BREAKEND or len(event.adjacencies) != 1 or is_of_transcript(event):
        return event
    junction = event.adjacencies[0]
    span = changed_span(junction)
    if span is None or span[0] > span[1]:
        return event
    svtype = StructuralType.DELETION if deletes(junction) else StructuralType.TANDEM_DUPLICATION
    return event._replace(svtype=svtype, start=span[0], end=span[1], copy_number=None)


def genes_touched(genome: Genome, event: StructuralEvent) -> tuple[str, ...]:
    """Packaged genes with coding bases inside the event, whatever its copies."""
    found = genome.transcripts_at(event.chrom, event.start, event.end)
    return tuple(transcript.gene for transcript in found if transcript.is_primary and _covered(transcript, event))


def copy_number_warnings(events: Iterable[StructuralEvent], options: CopyNumberOptions) -> list[str]:
    """What the reader of the report must know of the copy number of the whole sample."""
    events = [event for event in events if _is_segment(event) or event.svtype in DELETIONS | DUPLICATIONS]
    warnings = []
    if options.sex is None and any(event.chrom in ("X", "Y") for event in events):
        warnings.append("Sex not given: a single copy of a gene on X or Y is not called a loss, nor are two a gain. Use --sex.")
    if options.sex == "female" and any(event.chrom == "Y" and (event.copy_number or 0) >= 1 for event in events):
        warnings.append("The file has copies of Y, but --sex says female: Y is not assessed. Check sample and sex.")
    silent = sum(_says_nothing(event) for event in events)
    if silent:
        warnings.append(f"{silent} copy number segments have neither copies nor a ratio and could not be called.")
    return warnings


# ---------------------------------------------------------------------------------------------------------- segments


def _is_segment(event: StructuralEvent) -> bool:
    """Copies of a stretch, without claim to its exact ends."""
    of_type = event.svtype in DELETIONS | DUPLICATIONS
    return event.svtype == StructuralType.COPY_NUMBER or (of_type and not event.adjacencies)


def _says_nothing(event: StructuralEvent) -> bool:
    known = (event.copy_number, event.minor_copies, event.log2_ratio)
    return event.svtype == StructuralType.COPY_NUMBER and not event.direction and all(value is None for value in known)


_Changed = tuple[StructuralEvent, GeneEventKind, CopyNumberState]


def _changed(assembly: Assembly, events: Iterable[StructuralEvent], options: CopyNumberOptions) -> list[_Changed]:
    """The events that change copies, with what they do; an event that also loses heterozygosity stands twice."""
    found: list[_Changed] = []
    for event in events:
        if event.svtype != StructuralType.COPY_NUMBER and event.svtype not in DELETIONS | DUPLICATIONS:
            continue
        state = copy_number_state(event, assembly, options)
        if state.kind is not None:
            found.append((event, state.kind, state))
        if state.heterozygosity_lost:
            found.append((event, GeneEventKind.LOSS_OF_HETEROZYGOSITY, state))
    return found


def _extents(changed: Sequence[_Changed]) -> list[Interval]:
    """For each event the change that it is a part of: callers cut one gain of an arm into many segments."""
    extents: list[Interval] = [(event.start, event.end) for event, _, _ in changed]
    runs: dict[tuple[str, str, GeneEventKind], list[int]] = defaultdict(list)
    for place, (event, kind, _) in enumerate(changed):
        if _is_segment(event):
            runs[(event.source, event.chrom, kind)].append(place)
    for places in runs.values():
        run: list[int] = []
        first = last = 0
        for place in sorted(places, key=lambda place: extents[place]):
            start, end = extents[place]
            if run and start > last + JOINED_WITHIN:
                _join(extents, run, (first, last))
                run = []
            first, last = (first, max(last, end)) if run else (start, end)
            run.append(place)
        _join(extents, run, (first, last))
    return extents


def _join(extents: list[Interval], run: Iterable[int], joined: Interval) -> None:
    for place in run:
        extents[place] = joined


# ------------------------------------------------------------------------------------------------------------- genes


def _coding(transcript: Transcript) -> tuple[Interval, ...]:
    return transcript.cds_exons or transcript.exons


def _covered(transcript: Transcript, event: StructuralEvent) -> tuple[Interval, ...]:
    """The coding bases (all exonic ones of a non-coding gene) inside the event."""
    return tuple(
        (max(start, event.start), min(end, event.end))
        for start, end in _coding(transcript)
        if start <= event.end and end >= event.start
    )


def _size(intervals: Iterable[Interval]) -> int:
    return sum(end - start + 1 for start, end in intervals)


def _is_ours(part: _Part, transcript: Transcript) -> bool:
    if _is_segment(part.event) or part.kind == GeneEventKind.AMPLIFICATION:
        return True
    return part.bases == _size(_coding(transcript))


def _of_gene(assembly: Assembly, transcript: Transcript, parts: Sequence[_Part], options: CopyNumberOptions) -> list[GeneEvent]:
    """The gene's events: apart for each source and for junctions, since two tables may tell of the same bases."""
    sources: dict[tuple[str, bool], dict[GeneEventKind, list[_Part]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        sources[(part.event.source, _is_segment(part.event))][part.kind].append(part)
    found = []
    for kinds in sources.values():
        main = min(kinds, key=lambda kind: (-_size(_union(kinds[kind])), KIND_ORDER.index(kind)))
        for kind, of_kind in kinds.items():
            if kind == main or kind in OWN_ROW:
                others = [one for other, rest in kinds.items() if other != kind for one in rest]
                found.append(_gene_event(assembly, transcript, of_kind, others, options))
    return found


def _union(parts: Iterable[_Part]) -> list[Interval]:
    return list(merged(interval for part in parts for interval in part.covered))


def _gene_event(
    assembly: Assembly, transcript: Transcript, parts: Sequence[_Part], others: Sequence[_Part], options: CopyNumberOptions
) -> GeneEvent:
    """One event of one kind. Its record is the part with most of the coding bases."""
    best = max(parts, key=lambda part: (part.bases, -part.event.start))
    covered = _union(parts)
    share = _size(covered) / _size(_coding(transcript))
    kind, event, state = best.kind, best.event, best.state
    focal = is_focal(assembly, event.chrom, *best.extent)
    exons = _whole_exons(transcript, parts) if kind == GeneEventKind.HOMOZYGOUS_DELETION and share < 1 else ()
    too_small = share < options.minimum_share and not exons
    caveats = [*event.caveats, *state.caveats]
    caveats += _coverage_caveats(transcript, share, exons, too_small)
    if focal is False:
        caveats.append(_broad(assembly, event.chrom, best.extent))
    if event.imprecise:
        caveats.append("imprecise: the ends of the event are estimates")
    caveats += [f"in this gene also {_in_words(transcript, part)}" for part in (*_rest(parts, best), *others)]
    return GeneEvent(
        event=event,
        kind=kind,
        gene=transcript.gene,
        name=_name(transcript, kind, state, exons),
        consequence=CONSEQUENCES[kind][share == 1],
        transcript=transcript.transcript,
        copy_number=state.copies,
        minor_copies=state.minor,
        share=round(share, 4),
        focal=focal,
        exons=exons,
        tier_eligible=state.sure and not too_small,
        caveats=tuple(dict.fromkeys(caveats)),
    )


def _rest(parts: Sequence[_Part], best: _Part) -> list[_Part]:
    """Further segments of the same kind, where their copies differ."""
    return [part for part in parts if part is not best and part.state.copies != best.state.copies]


def _whole_exons(transcript: Transcript, parts: Sequence[_Part]) -> tuple[int, ...]:
    """Numbers of the exons that lie inside, in the order of the transcript."""
    inside = (
        transcript.exon_number(i)
        for i, (start, end) in enumerate(transcript.exons)
        if any(part.event.start <= start and end <= part.event.end for part in parts)
    )
    return tuple(sorted(inside))


def _coverage_caveats(transcript: Transcript, share: float, exons: tuple[int, ...], too_small: bool) -> list[str]:
    if share == 1:
        return []
    found = [f"{_percent(share)} of the gene's coding bases are inside"]
    if exons and not transcript.numbering_known:
        found.append("exons are counted over the coding ones")
    if too_small:
        found.append("too little of the gene for a tier")
    return found


def _broad(assembly: Assembly, chrom: str, extent: Interval) -> str:
    shares = arm_shares(assembly, chrom, *extent)
    return "broad: " + ", ".join(f"{_percent(share)} of {arm}" for arm, share in shares.items())


def _percent(share: float) -> str:
    """Whole per cent; never 0 or 100 for what is neither."""
    return f"{min(99, max(1, round(100 * share))) if share < 1 else 100} %"


def _in_words(transcript: Transcript, part: _Part) -> str:
    what = _name(transcript, part.kind, part.state, ()).removeprefix(f"{transcript.gene} ")
    share = part.bases / _size(_coding(transcript))
    return f"{what}: {_percent(share)} of its coding bases ({part.event.chrom}:{part.event.start}-{part.event.end})"


def _name(transcript: Transcript, kind: GeneEventKind, state: CopyNumberState, exons: tuple[int, ...]) -> str:
    words = f"{transcript.gene} {kind.value.replace('_', ' ')}"
    if kind == GeneEventKind.HOMOZYGOUS_DELETION:
        return f"{words} of {_exons(exons)}" if exons else words
    if kind == GeneEventKind.LOSS_OF_HETEROZYGOSITY:
        return f"{words} ({copies_text(state.copies)} of one parent)" if state.copies is not None else words
    copies = copies_text(state.copies)
    return f"{words} ({copies})" if copies else words


def _exons(numbers: tuple[int, ...]) -> str:
    """``exon 3``, ``exons 1-3``, ``exons 1, 4``."""
    if len(numbers) == 1:
        return f"exon {numbers[0]}"
    if numbers[-1] - numbers[0] + 1 == len(numbers):
        return f"exons {numbers[0]}-{numbers[-1]}"
    return "exons " + ", ".join(str(number) for number in numbers)


def _by_place(found: GeneEvent) -> tuple[int, int, str, int, str]:
    chrom = found.event.chrom
    place = CHROMOSOMES.index(chrom) if chrom in CHROMOSOMES else len(CHROMOSOMES)
    return place, found.event.start, found.gene, KIND_ORDER.index(found.kind), found.event.source

"""Breakends: what ALT says of a junction, and two mate records that become one event.

The four forms (VCF 4.5 section 5.4), with POS the record's own place and ``p`` the mate's:
``t[p[`` keeps what is left of POS and right of p, ``t]p]`` left and left, ``]p]t`` right of POS and left of p,
``[p[t`` right and right. ``t.`` and ``.t`` are single breakends: the other side is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pm_annotate.model import Adjacency, Breakpoint, KeptSide, StatedFusion, StructuralEvent, StructuralType
from pm_annotate.vcf.chromosomes import chromosome_name

_MATE = re.compile(r"([A-Za-z.]*)([\[\]])([^\[\]]+):(\d+)([\[\]])([A-Za-z.]*)")
_SINGLE = re.compile(r"(\.[A-Za-z]+)|([A-Za-z]+\.)")
_CHROMOSOMES = frozenset((*(str(number) for number in range(1, 23)), "X", "Y", "MT"))

LINK_FIELDS = ("MATEID", "PARID", "EVENT")
"""INFO that names a record's mate: MATEID (VCF 4.1 on), PARID (GRIDSS), EVENT (several junctions of one rearrangement)."""


def is_breakend(alt: str) -> bool:
    """Whether an ALT is written as a breakend, with brackets or as a single one."""
    return "[" in alt or "]" in alt or _SINGLE.fullmatch(alt) is not None


def parse_breakend(chrom: str, pos: int, ref: str, alt: str) -> Adjacency:
    """The junction that a breakend ALT of a record at ``chrom:pos`` describes; ``first`` is the record's own side.

    ``inserted`` are the bases between the two sides as ALT writes them, on the forward strand of ``first``.
    Raises ValueError, in words for the user, where the ALT is no breakend or its mate stands in an assembly file.
    """
    if single := _SINGLE.fullmatch(alt):
        kept = KeptSide.RIGHT if single[1] else KeptSide.LEFT
        return Adjacency(Breakpoint(chrom, pos, kept), None, _inserted(ref, alt.strip("."), kept))
    found = _MATE.fullmatch(alt)
    if found is None or found[2] != found[5] or bool(found[1]) == bool(found[6]):
        raise ValueError(f"the breakend '{alt[:40]}' cannot be read: it is none of t[p[, t]p], ]p]t and [p[t")
    before, bracket, contig, mate_pos, _, after = found.groups()
    kept = KeptSide.LEFT if before else KeptSide.RIGHT
    mate_kept = KeptSide.RIGHT if bracket == "[" else KeptSide.LEFT
    mate = Breakpoint(_mate_contig(contig), int(mate_pos), mate_kept)
    return Adjacency(Breakpoint(chrom, pos, kept), mate, _inserted(ref, before or after, kept))


def _mate_contig(text: str) -> str:
    """Chromosome of a mate. ``<name>`` is a contig of an assembly file (VCF 4.5 section 5.4.1), unless it is a chromosome."""
    if not (text.startswith("<") and text.endswith(">")):
        return chromosome_name(text)
    name = chromosome_name(text[1:-1])
    if name not in _CHROMOSOMES:
        raise ValueError(f"the breakend is joined to {text}, a contig of an assembly file that the VCF does not hold")
    return name


def _inserted(ref: str, bases: str, kept: KeptSide) -> str:
    """Bases that ALT adds to REF: behind it where the left side is kept, before it where the right side is."""
    extra = len(bases) - len(ref)
    if extra <= 0:
        return ""
    return (bases[-extra:] if kept is KeptSide.LEFT else bases[:extra]).upper()


def join_mates(events: Iterable[StructuralEvent]) -> tuple[StructuralEvent, ...]:
    """Events with the two records of each junction joined into one, in file order of the first.

    Two breakends are mates where their junctions mirror each other base by base, or where one names the other (MATEID,
    PARID) or both share an EVENT, and chromosomes and sides agree (homology may shift their positions). The first keeps its
    observation and its junction; ``mates`` holds the other's record number, so that an event always stands for
    ``1 + len(mates)`` ALT entries. Two ALT of one record that both say how many copies it has (``<DEL>,<DUP>`` of a
    copy-neutral loss) are one segment. Events without a mate, also those whose mate a filter set aside, stay as they are.
    """
    listed = _one_segment_of_each_record(list(events))
    by_place, by_id, by_event = _indexed(listed)
    joined: dict[int, StructuralEvent] = {}
    gone: set[int] = set()
    for number, event in enumerate(listed):
        if number in gone or not _has_mate(event):
            continue
        for candidate in (*by_id.get_named(event), *by_place.get(_mirror(event), ()), *by_event.get(_event_key(event), ())):
            if candidate > number and candidate not in gone and _are_mates(event, listed[candidate]):
                joined[number] = _joined(event, listed[candidate])
                gone.add(candidate)
                break
    return tuple(joined.get(number, event) for number, event in enumerate(listed) if number not in gone)


class _ById(dict[str, list[int]]):
    """Places in the list by record ID and, to find a mate from either side, by the ID that a record names."""

    def get_named(self, event: StructuralEvent) -> Iterable[int]:
        info = event.observation.allele.retained_info
        named = [name for key in ("MATEID", "PARID") for name in info.get(key, "").split(",") if name not in ("", ".")]
        yield from (place for name in named for place in self.get(name, ()))
        yield from self.get(f"\0{event.observation.allele.vcf_id}", ())


Places = Mapping[tuple[object, ...] | None, Sequence[int]]


def _indexed(events: Sequence[StructuralEvent]) -> tuple[Places, _ById, Places]:
    by_place: dict[tuple[object, ...] | None, list[int]] = {}
    by_event: dict[tuple[object, ...] | None, list[int]] = {}
    by_id = _ById()
    for number, event in enumerate(events):
        if not _has_mate(event):
            continue
        allele = event.observation.allele
        by_place.setdefault(_own(event), []).append(number)
        if (key := _event_key(event)) is not None:
            by_event.setdefault(key, []).append(number)
        if allele.vcf_id not in ("", "."):
            by_id.setdefault(allele.vcf_id, []).append(number)
        for name in (*allele.retained_info.get("MATEID", "").split(","), *allele.retained_info.get("PARID", "").split(",")):
            if name not in ("", "."):
                by_id.setdefault(f"\0{name}", []).append(number)
    return by_place, by_id, by_event


def _has_mate(event: StructuralEvent) -> bool:
    return (
        event.svtype is StructuralType.BREAKEND
        and len(event.adjacencies) == 1
        and event.adjacencies[0].second is not None
        and not event.mates
    )


def _sides(event: StructuralEvent) -> tuple[Breakpoint, Breakpoint]:
    junction = event.adjacencies[0]
    assert junction.second is not None  # _has_mate
    return junction.first, junction.second


def _own(event: StructuralEvent) -> tuple[object, ...]:
    return _sides(event)


def _mirror(event: StructuralEvent) -> tuple[object, ...]:
    first, second = _sides(event)
    return second, first


def _event_key(event: StructuralEvent) -> tuple[object, ...] | None:
    """Records of one EVENT between the same two sides. An EVENT may hold several junctions, so it is not enough alone."""
    name = event.observation.allele.retained_info.get("EVENT", ".")
    if name in ("", "."):
        return None
    return name, frozenset((side.chrom, side.kept) for side in _sides(event))


_NEAR = 1000  # bases between the two records' ideas of one place, where only EVENT links them


def _are_mates(event: StructuralEvent, other: StructuralEvent) -> bool:
    first, second = _sides(event)
    other_first, other_second = _sides(other)
    if (first, second) == (other_second, other_first):
        return True
    agree = all((one.chrom, one.kept) == (two.chrom, two.kept) for one, two in ((first, other_second), (second, other_first)))
    if not agree:
        return False
    if _names(event, other) or _names(other, event):
        return True
    near = abs(first.pos - other_second.pos) <= _NEAR and abs(second.pos - other_first.pos) <= _NEAR
    return near and _event_key(event) is not None and _event_key(event) == _event_key(other)


def _names(event: StructuralEvent, other: StructuralEvent) -> bool:
    info, name = event.observation.allele.retained_info, other.observation.allele.vcf_id
    return name not in ("", ".") and any(name in info.get(key, "").split(",") for key in ("MATEID", "PARID"))


def _joined(event: StructuralEvent, mate: StructuralEvent) -> StructuralEvent:
    return event._replace(
        mates=(*event.mates, mate.observation.allele.record_number),
        imprecise=event.imprecise or mate.imprecise,
        stated=_stated(event.stated, mate.stated),
        inserted=event.inserted or mate.inserted,
        caveats=tuple(dict.fromkeys((*event.caveats, *mate.caveats))),
    )


def _stated(one: StatedFusion | None, other: StatedFusion | None) -> StatedFusion | None:
    """The names of both records: where each breakend names its own gene, the pair names both."""
    if one is None or other is None:
        return one or other
    return StatedFusion(
        five_prime=one.five_prime or other.five_prime,
        three_prime=one.three_prime or other.three_prime,
        five_prime_exon=one.five_prime_exon if one.five_prime_exon is not None else other.five_prime_exon,
        three_prime_exon=one.three_prime_exon if one.three_prime_exon is not None else other.three_prime_exon,
        frame=one.frame or other.frame,
        tool=one.tool or other.tool,
    )


def _one_segment_of_each_record(events: Sequence[StructuralEvent]) -> list[StructuralEvent]:
    """Events in which several ALT of one record, all of them copies of the same segment, are one."""
    place: dict[tuple[object, ...], int] = {}
    kept: list[StructuralEvent] = []
    for event in events:
        allele = event.observation.allele
        of_copies = event.copy_number is not None and not event.adjacencies and len(allele.vcf_alts) > 1
        key = (allele.record_number, allele.vcf_chrom, allele.vcf_pos, allele.vcf_id, allele.vcf_alts, event.start, event.end)
        if of_copies and key in place:
            first = kept[place[key]]
            mates = (*first.mates, allele.record_number)
            kept[place[key]] = first._replace(svtype=StructuralType.COPY_NUMBER, direction="", mates=mates)
            continue
        if of_copies:
            place[key] = len(kept)
        kept.append(event)
    return kept

"""From what the columns of a VCF say to genotypes at the defining positions. Nothing is taken for reference unless it is said.

A position is read where a record concerns it (with or without a change), or where a 0/0 record without ALT or a reference
block of a gVCF covers all its bases. Else it is missing. Records that a somatic caller set aside as germline are read; those
that a filter calls unreliable are not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from pm_annotate.model import ON_EVERY_COPY, SiteGenotype
from pm_annotate.pharmacogenomics.definitions import DefiningPosition
from pm_annotate.pharmacogenomics.genotypes import REFERENCE_BLOCK, PositionGenotype
from pm_annotate.pharmacogenomics.indel_forms import Form, equivalent_forms, trimmed, without_anchor

MIN_REFERENCE_DEPTH = 10  # reads below which a reference block or 0/0 record does not show that a position is reference
MIN_REFERENCE_QUALITY = 20  # GQ, likewise
HIDDEN_FRACTION = 0.2  # of reads with an ALT above which a GT of 0/0 in a normal column is not believed
HIDDEN_HOMOZYGOUS = 0.85  # of reads from which on both copies may carry an ALT that GT gives to one
LOW_FRACTION = 0.2  # of reads below which an allele of a tumour column may be somatic

GERMLINE_FILTERS = frozenset(
    {
        "PASS", ".", "", "germline", "germline_risk", "normal_artifact", "alt_allele_in_normal", "panel_of_normals", "PON",
        "clustered_events", "haplotype", "multiallelic", "RefCall", "Germline", "GERMLINE", "common_variant", "dbSNP",
        "NotSomatic",
    }
)  # fmt: skip
"""FILTER values that say "not somatic" or "not single", not "not real" (Mutect, Mutect2, VarScan, DeepVariant), beside those
that ``SiteGenotype.germline_filter`` stands for."""

HALF_CALLED_COPIES = 2
HALF_CALLED = "one of the two copies is not called: at least one carries the change; confirm this genotype"

FILLED_IN = "0/0 without the depth and quality that FORMAT names, as tools fill in what a file did not list"

Key = tuple[str, int]

Concerned = tuple[tuple[DefiningPosition, dict[int, str] | None], ...]
"""Positions with the allele of the definition by allele number of the record; None where REF is not the assembly's."""


class Observation(NamedTuple):
    """Genotypes by position, and why a position that the file mentions, or the user, could not be read."""

    genotypes: dict[Key, PositionGenotype]
    unread: dict[Key, str]
    callable_only: set[Key]  # callable, in a file that does not list inherited alleles


class PositionIndex:
    """The defining positions of several genes, found by place and, for indels, by every way to write them."""

    def __init__(self, positions: Iterable[DefiningPosition]) -> None:
        self._by_chrom: dict[str, list[DefiningPosition]] = {}
        self._forms: dict[tuple[str, Form], tuple[DefiningPosition, str]] = {}
        self._concerned: dict[tuple[str, int, str, tuple[str, ...]], Concerned] = {}
        for position in positions:
            self._by_chrom.setdefault(position.chrom, []).append(position)
            if position.is_indel:
                self._add_forms(position)
        for of_chrom in self._by_chrom.values():
            of_chrom.sort(key=lambda position: position.pos)

    def _add_forms(self, position: DefiningPosition) -> None:
        for allele in position.known:
            if allele != position.ref:
                for pos, ref, alt in equivalent_forms(position, allele):
                    self._forms[position.chrom, without_anchor(pos, ref, alt)] = (position, allele)
                    if ref[0] == alt[0]:
                        self._forms[position.chrom, (pos + 1, ref[1:], alt[1:])] = (position, allele)

    def chromosomes(self) -> Iterable[str]:
        return self._by_chrom

    def all(self, chrom: str) -> list[DefiningPosition]:
        """Positions of a chromosome in order."""
        return self._by_chrom.get(chrom, [])

    def between(self, chrom: str, start: int, end: int) -> list[DefiningPosition]:
        """Positions whose POS lies in a closed span."""
        positions = self.all(chrom)
        first = bisect_left(positions, start, key=lambda position: position.pos)
        return positions[first : bisect_right(positions, end, key=lambda position: position.pos)]

    def concerned(self, site: SiteGenotype) -> Concerned:
        """Positions that a record's ALT alleles bear on; worked out once, however many samples the record has."""
        record = (site.chrom, site.pos, site.ref, site.alts)
        if record not in self._concerned:
            self._concerned[record] = tuple(_concerned(self, site))
        return self._concerned[record]

    def indel(self, chrom: str, pos: int, ref: str, alt: str) -> tuple[DefiningPosition, str] | None:
        """The indel position and its allele that a change is."""
        return self._forms.get((chrom, without_anchor(pos, ref, alt)))


def observe(index: PositionIndex, sites: Iterable[SiteGenotype], sample: str, is_normal: bool) -> Observation:
    """What one column says. ``is_normal``: its genotypes are germline; else it is a tumour's."""
    found = Observation({}, {}, set())
    reference: dict[str, list[SiteGenotype]] = {}
    read: dict[Key, tuple[DefiningPosition, list[PositionGenotype]]] = {}
    for site in sites:
        reason = unusable(site) or denied_by_reads(site, is_normal)
        if not site.alts:
            if not reason:
                reference.setdefault(site.chrom, []).append(site)
            continue
        concerned = index.concerned(site)
        if len(concerned) > 1 and not site.phased:  # the changes of one record lie on one copy
            site = site._replace(phased=True, phase_set=f"{site.chrom}:{site.pos}")
        for position, alleles in concerned:
            key = (position.chrom, position.pos)
            if reason or alleles is None:
                found.unread[key] = reason or f"REF is {site.ref}, not the assembly's {position.ref}"
            else:
                read.setdefault(key, (position, []))[1].append(_genotype(site, alleles, sample, is_normal))
    for key, (position, genotypes) in read.items():
        merged = _merged(position, genotypes)
        if merged is None:
            found.unread[key] = "its records contradict each other or are not fully called"
        else:
            found.genotypes[key] = merged
            found.unread.pop(key, None)
    _add_reference(found, index, reference, sample, not is_normal)
    return found


def unusable(site: SiteGenotype) -> str:
    """Why a record cannot be read, in words; "" where it can."""
    filters = [name for name in site.filter_text.split(";") if name not in GERMLINE_FILTERS]
    if filters and not site.germline_filter:
        return f"FILTER is {site.filter_text}"
    if not site.alleles or all(allele is None for allele in site.alleles):
        return "listed without a genotype"
    if len(site.alleles) > 2:
        return f"the genotype has {len(site.alleles)} copies"
    if not site.alts and any(allele != 0 for allele in site.alleles):
        return "not fully called"
    if any(allele != 0 for allele in site.alleles):
        return ""
    return _little_support(site) or (FILLED_IN if site.only_genotype else "")


def _little_support(site: SiteGenotype) -> str:
    """What is lacking of the reads and the quality that a genotype should rest on; "" where nothing is, or nothing is said."""
    if site.depth is not None and site.depth < MIN_REFERENCE_DEPTH:
        return f"only {site.depth} reads"
    if site.quality is not None and site.quality < MIN_REFERENCE_QUALITY:
        return f"genotype quality {site.quality}"
    return ""


def denied_by_reads(site: SiteGenotype, is_normal: bool) -> str:
    """Why a genotype cannot be meant, in words; "" where reads allow it.

    Somatic callers write 1/1 for whatever they call (DeepSomatic) and 0/0 for what is inherited. A normal's 0/0 is read from
    its reads instead; a mitochondrial allele may be in a part of the copies.
    """
    if (site.depth or 0) < MIN_REFERENCE_DEPTH or site.chrom == "MT":
        return ""
    for number, fraction in enumerate(site.vafs, 1):
        if fraction is None:
            continue
        hidden = not is_normal and not any(site.alleles) and fraction >= HIDDEN_FRACTION
        if hidden or (set(site.alleles) == {number} and fraction < ON_EVERY_COPY):
            genotype = "/".join(str(allele) for allele in site.alleles)
            return f"the genotype is {genotype}, but {fraction:.0%} of the reads carry the ALT"
    return ""


def _concerned(index: PositionIndex, site: SiteGenotype) -> Iterator[tuple[DefiningPosition, dict[int, str] | None]]:
    """Positions that a record's ALT alleles bear on, each with the allele of the definition by allele number (0 is REF).

    None instead where REF is not the assembly's. An ALT that is an indel of a definition bears on that position alone.
    """
    forms = {number: _form(site, alt) for number, alt in enumerate(site.alts, 1)}
    indels: dict[Key, tuple[DefiningPosition, dict[int, str]]] = {}
    for number, alt in enumerate(site.alts, 1):
        if known := index.indel(site.chrom, site.pos, site.ref, alt):
            position, allele = known
            indels.setdefault((position.chrom, position.pos), (position, {}))[1][number] = allele
    for position, alleles in indels.values():
        others = {number: _other_indel(position, form) for number, form in forms.items()}
        yield position, {0: position.ref} | others | alleles
    told = {number for _, alleles in indels.values() for number in alleles}
    for position in index.between(site.chrom, site.pos, site.pos + len(site.ref) - 1):
        bases = {number: None if number in told else _base_after(position, form) for number, form in forms.items()}
        if (position.chrom, position.pos) in indels or all(base is None for base in bases.values()):
            continue
        if not site.ref[position.pos - site.pos :].startswith(position.ref[: len(site.ref) - (position.pos - site.pos)]):
            yield position, None
        else:
            yield position, {0: position.ref} | {number: base or position.ref for number, base in bases.items()}


def _form(site: SiteGenotype, alt: str) -> Form | None:
    """None for an ALT that spells no bases out (``<DEL>``, a breakend): what it leaves is not known."""
    return trimmed(site.pos, site.ref, alt) if alt == "*" or alt.isalpha() else None


def _other_indel(position: DefiningPosition, form: Form | None) -> str:
    """What an ALT that is not a known form of the indel leaves of it: ``*`` where it changes its bases."""
    return _touched(position, form) or position.ref


def _touched(position: DefiningPosition, form: Form | None) -> str | None:
    if form is None:
        return "*"
    pos, ref, alt = form
    if len(ref) == len(alt):
        inside = pos < position.pos + len(position.ref) and pos + len(ref) > position.pos + 1
        return "*" if len(position.ref) > 1 and inside else None
    overlaps = pos + len(ref) - 1 > position.pos and pos < position.pos + len(position.ref) - 1
    return "*" if pos == position.pos or overlaps else None


def _base_after(position: DefiningPosition, form: Form | None) -> str | None:
    """The definition's allele that an ALT makes at a position; None where the ALT does not bear on it."""
    if position.is_indel or form is None:
        return _touched(position, form)
    pos, ref, alt = form
    offset = position.pos - pos
    if len(ref) == len(alt):
        return alt[offset] if 0 <= offset < len(ref) else None
    return "*" if int(ref[0] == alt[0]) <= offset < len(ref) else None  # the base before an indel is as it was


def _genotype(site: SiteGenotype, alleles: Mapping[int, str], sample: str, is_normal: bool) -> PositionGenotype:
    reread = _from_reads(site) if is_normal else None
    numbers, doubts = reread or (site.alleles, tuple(_doubts(site, is_normal)))
    lacking = _little_support(site) if any(site.alleles) else ""
    copies = tuple("" if number is None else alleles[number] for number in numbers)
    homozygous = None if reread else _homozygous_by_reads(site)
    return PositionGenotype(
        copies,
        site.phased and not doubts,
        site.phase_set,
        depth=site.depth,
        sample=sample,
        from_tumor=not is_normal,
        notes=(*doubts, f"{lacking}: confirm this genotype") if lacking else doubts,
        may_be=(alleles[homozygous],) * len(copies) if homozygous else (),
    )


def _from_reads(site: SiteGenotype) -> tuple[tuple[int | None, ...], tuple[str, ...]] | None:
    """The genotype that a normal's reads show where GT says 0/0 against them, as somatic callers write it."""
    fractions = [(fraction or 0.0, number) for number, fraction in enumerate(site.vafs, 1)]
    fraction, number = max(fractions, default=(0.0, 0))
    if any(site.alleles) or fraction < HIDDEN_FRACTION or (site.depth or 0) < MIN_REFERENCE_DEPTH:
        return None
    note = f"GT of the normal is 0/0, but {fraction:.0%} of its reads carry the ALT: read from the reads"
    return ((number, number) if fraction >= HIDDEN_HOMOZYGOUS else (0, number)), (note,)


def _doubts(site: SiteGenotype, is_normal: bool) -> Iterator[str]:
    """Why, by the reads, a genotype that names a change may not be what the patient was born with."""
    for number in sorted({number for number in site.alleles if number}):
        fraction = site.vafs[number - 1] if number <= len(site.vafs) else None
        if fraction is not None and fraction < LOW_FRACTION:
            meaning = "is low for an inherited allele: confirm this genotype" if is_normal else "in the tumour: may be somatic"
            yield f"allele fraction {fraction:.2f} {meaning}"
    if by_reads := _homozygous_by_reads(site):
        lost = "" if is_normal else ", or the tumour lost the other one"
        share = f"{site.vafs[by_reads - 1]:.0%} of the reads carry the ALT"
        yield f"GT is heterozygous, but {share}: both copies may carry it{lost}; confirm this genotype"


def _homozygous_by_reads(site: SiteGenotype) -> int | None:
    """The allele number of a heterozygous GT whose reads are nearly all of one ALT: Mutect2 writes 0/1 for any such allele."""
    if len(site.alleles) != 2 or 0 not in site.alleles or (site.depth or 0) < MIN_REFERENCE_DEPTH or site.chrom == "MT":
        return None
    carried = next((number for number in site.alleles if number), None)
    fraction = site.vafs[carried - 1] if carried and carried <= len(site.vafs) else None
    return carried if fraction is not None and fraction >= HIDDEN_HOMOZYGOUS else None


def _merged(position: DefiningPosition, genotypes: list[PositionGenotype]) -> PositionGenotype | None:
    """One genotype out of several records of one position (split multiallelic sites, duplicates); None where none fits."""
    if len(genotypes) == 1 and "" not in genotypes[0].alleles:
        return genotypes[0]
    unique = list({tuple(sorted(genotype.alleles)): genotype for genotype in genotypes}.values())
    copies = len(unique[0].alleles)
    carried = [allele for genotype in unique for allele in genotype.alleles if allele not in ("", position.ref)]
    while carried.count("*") > max(genotype.alleles.count("*") for genotype in unique):
        carried.remove("*")  # an overlapping deletion stands in its own record and as "*" in that of the base
    open_copies = any("" in genotype.alleles for genotype in unique) and len(carried) < copies
    if open_copies and len(unique) == 1 and carried and copies == HALF_CALLED_COPIES:
        return _half_called(position, unique[0], carried[0])
    if len(carried) > copies or open_copies or any(len(genotype.alleles) != copies for genotype in unique):
        return None
    if len(unique) == 1:
        return unique[0]
    phased = all(genotype.phased and genotype.phase_set == unique[0].phase_set for genotype in unique)
    by_copy = zip(*(genotype.alleles for genotype in unique), strict=True)
    slots = [next((allele for allele in copy if allele in carried), position.ref) for copy in by_copy]
    if not phased or sorted(allele for allele in slots if allele != position.ref) != sorted(carried):
        slots, phased = [position.ref] * (copies - len(carried)) + carried, False
    notes = tuple(dict.fromkeys(note for genotype in unique for note in genotype.notes))
    return unique[0]._replace(alleles=tuple(slots), phased=phased, notes=notes, may_be=())


def _half_called(position: DefiningPosition, genotype: PositionGenotype, carried: str) -> PositionGenotype:
    """``./1``: at least one copy carries the change, and of the other nothing is known."""
    return genotype._replace(
        alleles=(position.ref, carried), phased=False, notes=(*genotype.notes, HALF_CALLED), may_be=(carried, carried)
    )


def _add_reference(
    found: Observation, index: PositionIndex, reference: Mapping[str, list[SiteGenotype]], sample: str, from_tumor: bool
) -> None:
    """Reference genotypes for positions whose bases all lie in reference blocks or 0/0 records, where nothing else is said."""
    for chrom, blocks in reference.items():
        blocks.sort(key=lambda site: site.pos)
        starts = [site.pos for site in blocks]
        reach = list(accumulate((site.end for site in blocks), max))
        for position in index.all(chrom):
            key = (chrom, position.pos)
            if key in found.genotypes or key in found.unread:
                continue
            cover = [_covering(blocks, starts, reach, pos) for pos in range(position.pos, position.pos + len(position.ref))]
            sites = [site for site in cover if site is not None]
            if any(site.pos == position.pos and not _same_start(site.ref, position.ref) for site in sites):
                found.unread[key] = f"REF is {sites[0].ref}, not the assembly's {position.ref}"
            elif len(sites) == len(cover):
                depths = [site.depth for site in sites if site.depth is not None]
                found.genotypes[key] = PositionGenotype(
                    (position.ref,) * len(sites[0].alleles),
                    source=REFERENCE_BLOCK,
                    depth=min(depths, default=None),
                    sample=sample,
                    from_tumor=from_tumor,
                )


def _same_start(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _covering(blocks: list[SiteGenotype], starts: list[int], reach: list[int], pos: int) -> SiteGenotype | None:
    """The block that holds a position, the last that starts at or before it first. ``reach``: how far any block so far goes."""
    at = bisect_right(starts, pos) - 1
    while at >= 0 and reach[at] >= pos:
        if blocks[at].end >= pos:
            return blocks[at]
        at -= 1
    return None

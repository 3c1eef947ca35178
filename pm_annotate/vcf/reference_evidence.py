"""What each record says of the bases that it covers: reference, a call, too few reads, or nothing that can be believed.

Nothing is reference unless it is said. A 0/0 without depth and without quality says nothing: tools that merge files write it
for whatever a file did not list (``bcftools merge --missing-to-ref``).
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from pm_annotate.model import SiteGenotype, Skipped
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.regions import NO_REGIONS, Regions

MIN_DEPTH = 20
"""Reads below which bases are not shown to be reference: at 20 a change in one of five reads is missed once in a hundred."""
MIN_QUALITY = 20
"""GQ, likewise."""
HIDDEN_FRACTION = 0.02  # of reads with an ALT from which on a 0/0 of a tumour column is not believed, and how many reads
HIDDEN_READS = 2
PHRED_OF_A_READ = 3  # what each read adds to GQ: half of the reads of a heterozygous change would show it
SET_ASIDE = frozenset({"filtered", "low_support", "malformed", "unsupported"})
PASSED = frozenset({"PASS", ".", "", "RefCall"})


def least_depth(min_dp: int | None) -> int:
    """Reads that a negative needs. A low ``--min-dp`` lets more alleles in; it does not weaken a negative."""
    return max(MIN_DEPTH, min_dp or 0)


class CoverageOptions(NamedTuple):
    """What the user says of coverage, and what is asked of it. Regions: 1-based closed intervals, sorted and merged."""

    min_depth: int = MIN_DEPTH
    min_quality: int = MIN_QUALITY
    callable_regions: Regions = NO_REGIONS
    targets: Regions | None = None  # None: not given


class Weight(IntEnum):
    """What a record says, the weightiest last: it goes before the others at the same base."""

    REFERENCE = 1
    CALLED = 2
    TOO_LITTLE = 3
    UNREAD = 4


class Evidence(NamedTuple):
    """What one record says of the bases ``start``..``end``."""

    chrom: str
    start: int
    end: int
    weight: Weight
    text: str  # REFERENCE, CALLED: what covers the bases; TOO_LITTLE: what is lacking; UNREAD: the record and why
    depth: int | None = None
    record: tuple[str, int, str] | None = None  # chromosome, POS, REF of a CALLED one


def evidence_of(sites: Iterable[SiteGenotype], skipped: Iterable[Skipped], options: CoverageOptions) -> Iterator[Evidence]:
    """The evidence of a sample's records, in no particular order. Depth that is too low speaks beside a call, too.

    ``skipped``: what the reader set aside. A filtered or badly supported record, and one that could not be read or understood,
    is no proof of absence. Of a file without sample columns these are all that is known here, beside the variants themselves.
    """
    for site in sites:
        yield from _of_site(site, options)
    for one in skipped:
        if one.category in SET_ASIDE:
            yield _of_skipped(one)


def says_reference(sites: Iterable[SiteGenotype]) -> bool:
    """Whether the file names reference bases at all: a record without ALT whose genotype is called reference."""
    return any(not site.alts and site.alleles and not any(site.alleles) and site.alleles[0] is not None for site in sites)


def _of_site(site: SiteGenotype, options: CoverageOptions) -> Iterator[Evidence]:
    end = max(site.end, site.pos + len(site.ref) - 1)

    def says(weight: Weight, text: str, first: int = site.pos, last: int = end) -> Evidence:
        record = (site.chrom, site.pos, site.ref) if weight == Weight.CALLED else None
        return Evidence(site.chrom, first, last, weight, text, site.depth, record)

    if not PASSED.issuperset(site.filter_text.split(";")):
        why = f"FILTER is {site.filter_text}"
        yield says(Weight.UNREAD, f"{_named(site)}: {why}") if site.alts else says(Weight.TOO_LITTLE, why)
        return
    hidden = max((fraction or 0.0 for number, fraction in enumerate(site.vafs, 1) if number not in site.alleles), default=0.0)
    if hidden < HIDDEN_FRACTION or (site.depth is not None and round(hidden * site.depth) < HIDDEN_READS):
        hidden = 0.0
    if site.alts and (not site.alleles or any(site.alleles)):
        anchored = len(site.ref) > 1 and all(alt[:1] == site.ref[0] for alt in site.alts)
        if anchored:  # the base before a deletion is as it was
            yield says(Weight.REFERENCE, "called records", last=site.pos)
        yield says(Weight.CALLED, "called records", first=site.pos + anchored)
        if site.depth is not None and site.depth < options.min_depth:
            yield says(Weight.TOO_LITTLE, f"depth {site.depth} is below {options.min_depth}")
        if hidden and site.alleles:  # NRAS c.183A>G, silent, is called, and c.183A>T, Q61H, is not
            yield says(Weight.UNREAD, f"{_named(site)}: {hidden:.0%} of the reads carry an ALT that the genotype leaves out")
        return
    if hidden:
        yield says(Weight.UNREAD, f"{_named(site)}: not called, but {hidden:.0%} of the reads carry it")
    elif site.doubt:
        yield says(Weight.UNREAD, f"{_named(site)}: called reference, but {site.doubt}")
    elif lacking := _lacking(site, options):
        yield says(Weight.TOO_LITTLE, lacking)
    else:
        yield says(Weight.REFERENCE, "reference blocks" if end > site.pos + len(site.ref) - 1 else "0/0 records")


def _lacking(site: SiteGenotype, options: CoverageOptions) -> str:
    """Why a record that names no change does not show that its bases are reference; "" where it does."""
    if not site.alleles:
        return "listed without a genotype"
    if any(allele is None for allele in site.alleles):
        return "no call"
    if site.depth is None and site.quality is None:
        return "0/0 without depth and quality, as tools fill in what a file did not list"
    if site.depth is not None and site.depth < options.min_depth:
        return f"depth {site.depth} is below {options.min_depth}"
    if site.quality is not None and site.quality < options.min_quality:
        return f"genotype quality {site.quality} is below {options.min_quality}"
    reads = (site.quality or 0) // PHRED_OF_A_READ
    if site.depth is None and reads < options.min_depth:
        return f"no depth is given, and genotype quality {site.quality} may be that of {reads} reads"
    return ""


def _of_skipped(skipped: Skipped) -> Evidence:
    ref, alt = skipped.vcf_ref, skipped.vcf_alt
    inserts_behind = len(alt) > len(ref) and (len(ref) == 1 or alt.startswith(ref))  # CA>CAA of a row of several ALT, too
    end = skipped.vcf_pos + len(ref) - 1 + inserts_behind
    return Evidence(chromosome_name(skipped.vcf_chrom), skipped.vcf_pos, end, Weight.UNREAD, said_of_skipped(skipped))


def said_of_skipped(skipped: Skipped) -> str:
    """``13:32330000 A><DEL>: FILTER is MinQUAL``."""
    chrom = chromosome_name(skipped.vcf_chrom)
    return f"{chrom}:{skipped.vcf_pos} {skipped.vcf_ref}>{skipped.vcf_alt}: {skipped.reason_and_file}"


def _named(site: SiteGenotype) -> str:
    alts = ",".join(site.alts) or "."
    return f"{site.chrom}:{site.pos} {site.ref}>{alts}"


def by_chromosome(evidence: Iterable[Evidence]) -> Mapping[str, list[Evidence]]:
    """Evidence by chromosome, sorted by start."""
    found: dict[str, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.chrom, []).append(one)
    for of_chrom in found.values():
        of_chrom.sort(key=lambda one: (one.start, one.end))
    return found

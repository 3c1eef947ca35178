"""Genotypes at given places, of any columns, whatever they are: also 0/0 records and the reference blocks of a gVCF.

The stream of observations shows what differs from the reference; whoever must know that a position *is* reference (allele
definitions of pharmacogenes) reads here. Reference blocks: VCF 4.5 section 5.5, ``<*>`` or ``<NON_REF>`` with INFO/END or
FORMAT/LEN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pm_annotate.model import SiteGenotype
from pm_annotate.vcf.genotypes import Genotype, parse_genotype, phase_set, phased_genotype
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.information import information
from pm_annotate.vcf.numbers import count, number
from pm_annotate.vcf.reads import read_call
from pm_annotate.vcf.record import Record, SiteTap, filters_of, sample_values
from pm_annotate.vcf.reference_doubt import doubt_of
from pm_annotate.vcf.regions import NO_REGIONS, Regions
from pm_annotate.vcf.set_aside import is_germline_filter
from pm_annotate.vcf.tally import Passed

HG19_MITOCHONDRION = 16571
"""Length of chrM of UCSC's hg19 (NC_001807), whose numbers are not those of the revised Cambridge sequence."""

SITES_ONLY = "sites only"  # stands for the columns that a file without sample columns does not have

_NO_CHANGE = frozenset({".", "<NON_REF>", "<*>"})
_BASES = frozenset("ACGTN")
_OF_COPIES = frozenset({"CN", "CNF", "TCN", "RDCN", "SM", "FC"})
"""FORMAT of segments of copy number: total copies, or the ratio of the depth (DRAGEN, TSO500)."""
_OF_READS = frozenset({"DP", "AD", "GQ"})
_QUALITIES = ("GQ", "RGQ", "GQX", "SQ")
"""Of a reference call, in Phred: GATK's all sites have RGQ, Strelka's blocks GQX, and DRAGEN's of a tumour SQ, which of a
variant is something else."""


class SiteCollector:
    """Gathers, for each sample, what the records given to it say: the ``take`` of a SiteTap.

    ``found`` holds the genotypes by sample, in file order. Records without GT are there too (without alleles), and records
    that a filter set aside: the reader decides. Of a file without sample columns all stand under ``SITES_ONLY``.
    """

    def __init__(self, header: VcfHeader, samples: Sequence[str]) -> None:
        self._places = {sample: header.samples.index(sample) for sample in samples}
        self._sites_only = not header.samples
        self._numbers_of_hg19 = any((name, length) == ("chrM", HG19_MITOCHONDRION) for name, length in header.contigs)
        names = (SITES_ONLY,) if self._sites_only else samples
        self.found: dict[str, list[SiteGenotype]] = {name: [] for name in names}

    def take(self, record: Record) -> None:
        if self._numbers_of_hg19 and record.chrom == "MT":
            return
        if self._sites_only:
            self.found[SITES_ONLY] += _without_genotype(record)
        for sample, site in site_genotypes(record, self._places).items():
            self.found[sample].append(site)


def genotypes_at(header: VcfHeader, regions: Regions, samples: Sequence[str]) -> dict[str, list[SiteGenotype]]:
    """For each sample, what the records that touch ``regions`` say of it, in file order: one reading for nobody else.

    Raises InputError where the file is malformed, cut off or damaged.
    """
    from pm_annotate.vcf.records import records_of_interest

    collector = SiteCollector(header, samples)
    if samples and regions:
        for _ in records_of_interest(header, NO_REGIONS, Passed(), SiteTap(regions, collector.take)):
            pass
    return collector.found


def site_genotypes(record: Record, places: Mapping[str, int]) -> dict[str, SiteGenotype]:
    """What one record says of each sample; ``places`` gives the sample's column, counted from the first sample.

    A sample whose values cannot be read is left out (the stream of observations reports it), and so is every sample where
    the record says nothing of single bases: it has symbolic alleles or breakends alone, or is a segment of usual copies.
    """
    alts = record.alts
    without_change = all(alt in _NO_CHANGE for alt in alts)
    if not without_change and not any(_is_sequence(alt) for alt in alts):
        return {}
    info = information(record.info_text)
    if without_change and _is_segment(record, info):
        return {}
    alone = len(record.samples) == 1
    read: dict[str, SiteGenotype | None] = {}  # equal texts of a record give one object
    found: dict[str, SiteGenotype] = {}
    for sample, place in places.items():
        text = record.samples[place]
        if text not in read:
            read[text] = _site(record, text, info, alone)
        site = read[text]
        if site is not None:
            found[sample] = site
    return found


def _is_segment(record: Record, info: Mapping[str, str]) -> bool:
    """Whether a row without ALT speaks of copies or structure (``DRAGEN:REF``, ``Canvas:REF``): a stretch that is there twice
    may hold any change of its bases, so it is no reference block, whatever its depth and quality."""
    return "SVTYPE" in info or not _OF_COPIES.isdisjoint(record.format_text.split(":"))


def _without_genotype(record: Record) -> Iterator[SiteGenotype]:
    """The record of a file without sample columns: which change it lists, and of nobody."""
    alts = tuple(alt.upper() for alt in record.alts if alt not in _NO_CHANGE)
    if alts and all(_is_sequence(alt) for alt in alts):
        end = record.pos + len(record.ref) - 1
        yield SiteGenotype(record.chrom, record.pos, end, record.ref.upper(), alts, (), filter_text=record.filter_text)


def _is_sequence(alt: str) -> bool:
    return alt == "*" or (alt != "" and set(alt.upper()) <= _BASES)


def _block_end(record: Record, info: Mapping[str, str], values: Mapping[str, str]) -> int:
    """The last base of a record that names no change: INFO/END, or the column's own FORMAT/LEN (VCF 4.5). Where a file has LEN,
    END is that of its sample with the longest block, and a column without LEN speaks of the record's own bases alone.
    """
    own = record.pos + len(record.ref) - 1
    text = info.get("END", "")
    end = int(text) if text.isdigit() else None
    if not _has_lengths(record.format_text):
        return max(own, end or own)
    length = count(values.get("LEN", "")) or 0
    return max(own, min(record.pos + length - 1, end or record.pos + length - 1))


def _has_lengths(format_text: str) -> bool:
    return ":LEN" in format_text and "LEN" in format_text.split(":")


def _site(record: Record, sample_text: str, info: Mapping[str, str], alone: bool) -> SiteGenotype | None:
    """One column's genotype; None where it cannot be read."""
    pos, ref, alts = record.pos, record.ref.upper(), record.alts
    try:
        values = sample_values(record.format_text, sample_text)
        genotype = _genotype(values, len(alts))
        kept = [index for index, alt in enumerate(alts, 1) if alt not in _NO_CHANGE]
        with_reads = alone or len(values) > 1
        calls = [read_call("", values, ref, alts, index, info if alone else None) for index in kept if with_reads]
    except ValueError:
        return None
    numbers = {0: 0} | {index: new for new, index in enumerate(kept, 1)}
    phased = genotype is not None and genotype.phased
    depth = calls[0].depth if calls else _least_depth(values, info if alone else {})
    quality = _phred(values, *(("GQ",) if kept else _QUALITIES))
    filter_text = _filters(record.filter_text, values)
    return SiteGenotype(
        chrom=record.chrom,
        pos=pos,
        end=pos + len(ref) - 1 if kept else _block_end(record, info, values),
        ref=ref,
        alts=tuple(alts[index - 1].upper() for index in kept),
        alleles=tuple(None if a is None else numbers.get(a) for a in genotype.alleles) if genotype else (),
        phased=phased,
        phase_set=phase_set(values, phased) if phased else None,
        depth=depth,
        quality=quality,
        vafs=tuple(call.vaf for call in calls),
        filter_text=filter_text,
        germline_filter=filter_text != "PASS" and is_germline_filter(filter_text),
        record_number=record.number,
        only_genotype=depth is None and quality is None and not _OF_READS.isdisjoint(record.format_text.split(":")),
        doubt="" if genotype is None or any(genotype.alleles) else doubt_of(values, info if alone else {}, alts),
    )


def _filters(of_record: str, values: Mapping[str, str]) -> str:
    """FILTER, and the filters that set aside this column's genotype alone (FORMAT/FT, VCF 4.5 section 1.6.2)."""
    return ";".join((*filters_of(of_record), *filters_of(values.get("FT", "")))) or "PASS"


def _genotype(values: Mapping[str, str], alt_count: int) -> Genotype | None:
    """GT, with the phase of GATK's PGT where GT itself has none."""
    text = values.get("GT", "")
    if not text:
        return None
    genotype = parse_genotype(text, alt_count)
    phased = phased_genotype(values, genotype)
    if phased is None or phased == text:
        return genotype
    physical = parse_genotype(phased, alt_count)
    return physical if sorted(physical.alleles, key=str) == sorted(genotype.alleles, key=str) else genotype


def _least_depth(values: Mapping[str, str], info: Mapping[str, str]) -> int | None:
    """Of all bases of a block: MIN_DP, which bcftools and FreeBayes write in INFO, too; else DP."""
    depth = _integer(values, "MIN_DP", "DP")
    of_block = count(info.get("MIN_DP", ""))
    return depth if depth is None or of_block is None else min(depth, of_block)


def _phred(values: Mapping[str, str], *keys: str) -> int | None:
    """The first of these qualities that is there, without its decimals."""
    found = next((value for key in keys if (value := number(values.get(key, ""))) is not None), None)
    return None if found is None else max(0, int(found))


def _integer(values: Mapping[str, str], *keys: str) -> int | None:
    return next((found for key in keys if (found := count(values.get(key, ""))) is not None), None)

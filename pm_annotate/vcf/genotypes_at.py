"""Genotypes at given places, of any columns, whatever they are: also 0/0 records and the reference blocks of a gVCF.

The stream of observations shows what differs from the reference; whoever must know that a position *is* reference (allele
definitions of pharmacogenes) reads here. Reference blocks: VCF 4.5 section 5.5, ``<*>`` or ``<NON_REF>`` with INFO/END.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pm_annotate.errors import InputError
from pm_annotate.model import SiteGenotype
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.genotypes import Genotype, parse_genotype, phase_set, phased_genotype
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.indexed import queried_variants, usable_index
from pm_annotate.vcf.opening import FileKind, open_lines
from pm_annotate.vcf.reads import read_call
from pm_annotate.vcf.records import information, sample_values
from pm_annotate.vcf.regions import ContigIntervals, Regions, touches
from pm_annotate.vcf.tally import Passed

_NO_CHANGE = frozenset({".", "<NON_REF>", "<*>"})
_BASES = frozenset("ACGTN")


def genotypes_at(header: VcfHeader, regions: Regions, samples: Sequence[str]) -> dict[str, list[SiteGenotype]]:
    """For each sample, what the records that touch ``regions`` say of it, in file order.

    A large indexed file is read by region, any other from its beginning. Records without GT are given too (without alleles),
    and records that a filter set aside: the reader decides. Rows that cannot be read are left to the stream of observations,
    which reports them. Raises InputError where the file is cut off or damaged.
    """
    places = {sample: header.samples.index(sample) for sample in samples}
    found: dict[str, list[SiteGenotype]] = {sample: [] for sample in samples}
    if not places or not regions:
        return found
    for number, columns in _rows(header, regions):
        alts = columns[4].split(",")
        if any(alt not in _NO_CHANGE for alt in alts) and not any(_is_sequence(alt) for alt in alts):
            continue  # symbolic alleles and breakends alone say nothing of single bases
        info = information(columns[7])
        read: dict[str, SiteGenotype | None] = {}  # equal texts of a row give one object
        for sample, place in places.items():
            text = columns[9 + place]
            if text not in read:
                read[text] = _site(columns, text, alts, info, number, alone=len(header.samples) == 1)
            site = read[text]
            if site is not None:
                found[sample].append(site)
    return found


def _is_sequence(alt: str) -> bool:
    return alt == "*" or set(alt.upper()) <= _BASES


def _rows(header: VcfHeader, regions: Regions) -> Iterator[tuple[int, list[str]]]:
    """Record number (0 behind an index) and columns of the records that touch the regions."""
    try:
        if usable_index(header):
            queried = queried_variants(header, regions, Passed())
            if queried is not None:
                yield from ((0, str(variant).rstrip("\n").split("\t")) for variant in queried)
                return
        if header.kind is FileKind.BCF:
            yield from _bcf_rows(header, regions)
        else:
            yield from _text_rows(header, regions)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def _bcf_rows(header: VcfHeader, regions: Regions) -> Iterator[tuple[int, list[str]]]:
    import cyvcf2

    intervals = ContigIntervals(regions)
    reader: Any = cyvcf2.VCF(header.path)
    for number, variant in enumerate(reader, 1):
        if touches(intervals[variant.CHROM.encode()], variant.POS, max(variant.end, variant.POS + len(variant.REF) - 1)):
            yield number, str(variant).rstrip("\n").split("\t")
    reader.close()


def _text_rows(header: VcfHeader, regions: Regions) -> Iterator[tuple[int, list[str]]]:
    intervals = ContigIntervals(regions)
    width = 9 + len(header.samples)
    with open_lines(header.path, header.kind) as stream:
        for _ in range(header.line_count):
            stream.readline()
        for number, line in enumerate(stream, 1):
            chrom, _, rest = line.partition(b"\t")
            starts, ends = intervals[chrom]
            pos_text, _, rest = rest.partition(b"\t")
            if not starts or not pos_text.isdigit():
                continue
            pos = int(pos_text)
            following = bisect_left(ends, pos)
            if following == len(ends):
                continue
            if starts[following] > pos and not _reaches(rest, pos, starts[following]):
                continue
            columns = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
            if len(columns) == width:
                yield number, columns


def _reaches(rest: bytes, pos: int, start: int) -> bool:
    """Whether a record that begins before a region reaches into it: by the length of REF, or by END of a reference block."""
    ref = rest.split(b"\t", 2)[1:2]
    if ref and pos + len(ref[0]) > start:
        return True
    return b"END=" in rest and _end(rest.decode("utf-8", "replace").split("\t")[5:6], pos) >= start


def _end(info_columns: Sequence[str], pos: int) -> int:
    text = information(info_columns[0]).get("END", "") if info_columns else ""
    return int(text) if text.isdigit() else pos


def _site(
    columns: Sequence[str], sample_text: str, alts: Sequence[str], info: Mapping[str, str], number: int, alone: bool
) -> SiteGenotype | None:
    """One column's genotype; None where it cannot be read."""
    pos, ref = int(columns[1]), columns[3].upper()
    try:
        values = sample_values(columns[8], sample_text)
        genotype = _genotype(values, len(alts))
        kept = [index for index, alt in enumerate(alts, 1) if alt not in _NO_CHANGE]
        with_reads = alone or len(values) > 1
        calls = [read_call("", values, ref, alts, index, info if alone else None) for index in kept if with_reads]
    except ValueError:
        return None
    numbers = {0: 0} | {index: new for new, index in enumerate(kept, 1)}
    phased = genotype is not None and genotype.phased
    return SiteGenotype(
        chrom=chromosome_name(columns[0]),
        pos=pos,
        end=max(pos + len(ref) - 1, _end([columns[7]], pos) if not kept else pos),
        ref=ref,
        alts=tuple(alts[index - 1].upper() for index in kept),
        alleles=tuple(None if a is None else numbers.get(a) for a in genotype.alleles) if genotype else (),
        phased=phased,
        phase_set=phase_set(values, phased) if phased else None,
        depth=calls[0].depth if calls else _integer(values, "MIN_DP", "DP"),
        quality=_integer(values, "GQ"),
        vafs=tuple(call.vaf for call in calls),
        filter_text=columns[6],
        record_number=number,
    )


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


def _integer(values: Mapping[str, str], *keys: str) -> int | None:
    return next((int(values[key]) for key in keys if values.get(key, "").isdigit()), None)

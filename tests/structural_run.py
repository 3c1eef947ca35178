"""Structural variants as their callers spell them, in VCFs of our own that go through the whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pm_annotate.genome.assembly import CHROMOSOMES, CONTIG_LENGTHS
from pm_annotate.model import Adjacency, Assembly, Breakpoint, Finding, GeneEvent, KeptSide, SampleReport
from pm_annotate.options import AnnotateOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header

LEFT, RIGHT = KeptSide.LEFT, KeptSide.RIGHT
HEADER = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">',
)


@cache
def tables() -> Tables:
    """The packaged tables, read once for all tests."""
    return Tables()


def write_vcf(
    path: Path, rows: Iterable[str], assembly: Assembly, samples: Sequence[str] = ("T1",), header: Iterable[str] = HEADER
) -> Path:
    """Rows are written with blanks between the columns; all contigs of the assembly are in the header."""
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", *(["FORMAT", *samples] if samples else [])]
    lines = ["##fileformat=VCFv4.2", *header]
    lines += [f"##contig=<ID={name},length={CONTIG_LENGTHS[assembly][name]}>" for name in CHROMOSOMES]
    lines += ["\t".join(columns), *("\t".join(row.split()) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def annotate(path: Path, options: AnnotateOptions | None = None) -> SampleReport:
    """The report of the file's one sample."""
    asked = options or AnnotateOptions()
    (report,) = annotate_vcf(open_vcf(read_header(str(path)), asked, tables()), asked, tables())
    counts = report.reconciliation
    parts = (counts.matched, counts.unmatched, counts.outside, counts.filtered, counts.low_support, counts.not_in_sample)
    assert counts.alleles == sum(parts) + counts.reference + counts.unsupported + counts.malformed
    return report


def report_of(
    folder: Path,
    rows: Iterable[str],
    assembly: Assembly,
    options: AnnotateOptions | None = None,
    samples: Sequence[str] = ("T1",),
) -> SampleReport:
    return annotate(write_vcf(folder / "case.vcf", rows, assembly, samples), options)


def gene_events(report: SampleReport) -> list[GeneEvent]:
    return [variant.event for variant in report.variants if variant.event is not None]


def event_names(report: SampleReport) -> set[str]:
    return {event.name for event in gene_events(report)}


def offered(report: SampleReport, tier: str = "Tier I-A", tier_class: str = "therapy") -> set[str]:
    """The therapies of the findings of one tier, each drug in lower case by itself."""
    return {therapy.lower() for one in tiered(report, tier, tier_class) for therapy in one.statement.therapies}


def tiered(report: SampleReport, tier: str = "Tier I-A", tier_class: str = "therapy") -> list[Finding]:
    return [one for one in report.findings if one.amp_tier == tier and one.tier_class == tier_class]


# ------------------------------------------------------------------------------------------------ as the callers write it


def manta(junction: Adjacency, first_id: str = "MantaBND:1:0:1:0:0:0") -> list[str]:
    """Two BND records with MATEID, also within one chromosome; reads of pairs and of splits."""
    one, two = _sides(junction)
    names = f"{first_id}:0", f"{first_id}:1"
    return [
        f"{own.chrom} {own.pos} {name} N {bracket(own, mate)} . PASS SVTYPE=BND;MATEID={other};SOMATIC PR:SR 40,12:55,18"
        for own, mate, name, other in ((one, two, names[0], names[1]), (two, one, names[1], names[0]))
    ]


def gridss(junction: Adjacency, first_id: str = "gridss1_1") -> list[str]:
    """Two BND records, ``o`` and ``h``, with MATEID and EVENT; reads in VF and REF."""
    one, two = _sides(junction)
    info = f"SVTYPE=BND;EVENT={first_id};CIPOS=0,3;HOMLEN=3"
    return [
        f"{own.chrom} {own.pos} {first_id}{end} N {bracket(own, mate)} 900 PASS {info};MATEID={first_id}{other} "
        "GT:REF:REFPAIR:VF 0/1:60:20:25"
        for own, mate, end, other in ((one, two, "o", "h"), (two, one, "h", "o"))
    ]


def lumpy(junction: Adjacency, first_id: str = "7") -> list[str]:
    """Between chromosomes two BND records with MATEID and STRANDS; within one, one record of a type."""
    one, two = _sides(junction)
    if one.chrom == two.chrom:
        return [_one_record(junction, first_id, f"STRANDS={strands(junction)}:12;SU=12;PE=7;SR=5", "GT:SU:PE:SR 0/1:12:7:5")]
    names = f"{first_id}_1", f"{first_id}_2"
    return [
        f"{own.chrom} {own.pos} {name} N {bracket(own, mate)} . PASS SVTYPE=BND;STRANDS={strand(own)}{strand(mate)}:12;"
        f"EVENT={first_id};MATEID={other};SU=12;PE=7;SR=5 GT:SU:PE:SR 0/1:12:7:5"
        for own, mate, name, other in ((one, two, names[0], names[1]), (two, one, names[1], names[0]))
    ]


def delly(junction: Adjacency, first_id: str = "BND00000001") -> list[str]:
    """One record at the higher place (between chromosomes) with CHR2, POS2 and CT, or one of a type with CT."""
    one, two = _sides(junction)
    reads = "GT:GQ:DR:DV:RR:RV 0/1:100:40:12:55:18"
    if one.chrom == two.chrom:
        first, second = sorted((one, two), key=lambda side: side.pos)
        return [_one_record(junction, first_id, f"CHR2={one.chrom};CT={ct(first)}to{ct(second)};PE=12;SR=18;PRECISE", reads)]
    info = f"SVTYPE=BND;CHR2={two.chrom};POS2={two.pos};END={one.pos + 1};CT={ct(one)}to{ct(two)};PE=12;SR=18;PRECISE"
    return [f"{one.chrom} {one.pos} {first_id} N {bracket(one, two)} 300 PASS {info} {reads}"]


def old_delly(junction: Adjacency, first_id: str = "TRA00000001") -> list[str]:
    """``<TRA>`` of Delly before 0.8: the mate's place is in CHR2 and END."""
    one, two = _sides(junction)
    if one.chrom == two.chrom:
        return delly(junction, "INV00000001")
    info = f"SVTYPE=TRA;CHR2={two.chrom};END={two.pos};CT={ct(one)}to{ct(two)};PE=12;SR=18;PRECISE"
    return [f"{one.chrom} {one.pos} {first_id} N <TRA> . PASS {info} GT:DR:DV:RR:RV 0/1:40:12:55:18"]


def single_record(junction: Adjacency, first_id: str = "Sniffles2.BND.1") -> list[str]:
    """One BND record without a mate (Sniffles 2, cuteSV, SVIM)."""
    one, two = _sides(junction)
    return [
        f"{one.chrom} {one.pos} {first_id} N {bracket(one, two)} 60 PASS PRECISE;SVTYPE=BND;CHR2={two.chrom};SUPPORT=14 "
        "GT:GQ:DR:DV 0/1:60:30:14"
    ]


def symbolic(junction: Adjacency, first_id: str = "SV1") -> list[str]:
    """<DEL>, <DUP:TANDEM> or <INV> with END where both sides are on one chromosome (Manta of an inversion: INV3, INV5)."""
    one, two = _sides(junction)
    if one.chrom != two.chrom:
        return manta(junction)
    flag = {(LEFT, LEFT): ";INV3", (RIGHT, RIGHT): ";INV5"}.get((one.kept, two.kept), "")
    return [_one_record(junction, first_id, f"SOMATIC{flag}", "PR:SR 40,12:55,18")]


DIALECTS = {
    "Manta": manta,
    "GRIDSS": gridss,
    "Lumpy": lumpy,
    "Delly": delly,
    "Delly <TRA>": old_delly,
    "one record": single_record,
    "symbolic": symbolic,
}


def _sides(junction: Adjacency) -> tuple[Breakpoint, Breakpoint]:
    assert junction.second is not None
    return junction.first, junction.second


def _one_record(junction: Adjacency, name: str, info: str, columns: str) -> str:
    """POS is the base before the event, END its last base, also of an inversion."""
    first, second = sorted(_sides(junction), key=lambda side: side.pos)
    kind = {(LEFT, RIGHT): "DEL", (RIGHT, LEFT): "DUP"}.get((first.kept, second.kept), "INV")
    pos = first.pos if first.kept is LEFT else first.pos - 1
    end = second.pos if second.kept is LEFT else second.pos - 1
    return f"{first.chrom} {pos} {name} N <{kind}> . PASS SVTYPE={kind};END={end};{info} {columns}"


def bracket(own: Breakpoint, mate: Breakpoint) -> str:
    """The breakend ALT of a record at ``own``, with REF N."""
    way = "[" if mate.kept is RIGHT else "]"
    place = f"{way}{mate.chrom}:{mate.pos}{way}"
    return f"N{place}" if own.kept is LEFT else f"{place}N"


def strand(side: Breakpoint) -> str:
    return "+" if side.kept is LEFT else "-"


def strands(junction: Adjacency) -> str:
    first, second = sorted(_sides(junction), key=lambda side: side.pos)
    return f"{strand(first)}{strand(second)}"


def ct(side: Breakpoint) -> str:
    return "3" if side.kept is LEFT else "5"

"""Fusions from a table (``--fusions``): one event for each row. The header line tells the layout.

- Arriba ``fusions.tsv``: ``#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 ...``
- STAR-Fusion ``fusion_predictions.tsv``, also abridged: ``#FusionName ... LeftGene LeftBreakpoint RightGene RightBreakpoint``
- FusionCatcher ``final-list_candidate-fusion-genes.txt``: ``Gene_1_symbol(5end_fusion_partner) ..``
- JAFFA ``jaffa_results.csv``: ``fusion genes`` as ``EML4:ALK``, ``chrom1 base1 strand1 chrom2 base2 strand2 inframe``
- DRAGEN ``fusion_candidates``: ``#FusionGene ... LeftBreakpoint RightBreakpoint Filter``
- DRAGEN TSO 500 ``AllFusions.csv``: ``Caller,Gene A,Gene B,Gene A Breakpoint ... KeepFusion ... Fusion Directionality Known``
- DRAGEN TSO 500 ``CombinedVariantOutput.tsv``: its sections ``[Fusions]`` and ``[Splice Variants]``, and no other
- pizzly (flattened): ``geneA.name geneB.name paircount splitcount``
- plain: ``gene5 gene3`` (or ``five_prime three_prime``, or one column ``fusion`` as ``EML4::ALK``), and where known
  ``exon5 exon3`` (last exon of the 5' gene, first of the 3' gene), ``frame`` (in-frame, out-of-frame), ``reads``, ``tool``,
  ``breakpoint5 breakpoint3`` (``chr2:42295516:+``: place and strand of the transcript)

A ``filter`` that is not PASS is kept with the event, which then gives no tier.
Breakpoints of RNA are the ends of the joined exons: the last base of the 5' gene, the first base of the 3' gene.
"""

import re
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import InputError
from pm_annotate.model import (
    Adjacency,
    Assembly,
    Breakpoint,
    Call,
    KeptSide,
    Observation,
    StatedFusion,
    StructuralEvent,
    StructuralType,
)
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.structural.fusion_fields import frame_of, fusion_name
from pm_annotate.vcf.structural.fusion_names import NamedSide, is_ensembl_id, is_order_open, side_named, sides_named
from pm_annotate.vcf.structural.table_rows import TableRow, has_section, of_one_sample, read_rows, row_allele

_FIVE = (
    "gene5", "fiveprime", "5prime", "5gene", "gene5prime", "fiveprimegene", "5primegene", "gene1symbol5endfusionpartner",
    "genea", "geneaname",
)  # fmt: skip
_THREE = (
    "gene3", "threeprime", "3prime", "3gene", "gene3prime", "threeprimegene", "3primegene", "gene2symbol3endfusionpartner",
    "geneb", "genebname",
)  # fmt: skip
_NAME = ("fusion", "fusionname", "name", "fusiongenes", "genepair")
_EXONS = (("exon5", "fiveprimeexon", "5primeexon"), ("exon3", "threeprimeexon", "3primeexon"))
_PLACES = (
    (
        "breakpoint5", "fiveprimebreakpoint", "5primebreakpoint", "fusionpointforgene15endfusionpartner", "geneabreakpoint",
        "breakpoint1",
    ),
    (
        "breakpoint3", "threeprimebreakpoint", "3primebreakpoint", "fusionpointforgene23endfusionpartner", "genebbreakpoint",
        "breakpoint2",
    ),
)  # fmt: skip
_READS = (
    "reads", "spanningpairs", "spanninguniquereads", "spanningreads", "altsplitdedup", "altpairdedup", "paircount",
    "splitcount", "fusionsupportingreads", "splicesupportingreads",
)  # fmt: skip
TSO500_FUSIONS, TSO500_SPLICE = "[Fusions]", "[Splice Variants]"
_JAFFA = (("chrom1", "base1", "strand1"), ("chrom2", "base2", "strand2"))
_NEEDED = (
    "the 5' and the 3' gene (gene5 and gene3, or the columns of Arriba, STAR-Fusion, FusionCatcher, JAFFA, pizzly or DRAGEN)"
)
_BREAKPOINT = re.compile(r"(.+?):(\d+)(?::([+-]))?")


class _Row(NamedTuple):
    """What any layout says of one fusion."""

    stated: StatedFusion | None
    places: tuple[tuple[str, int] | None, tuple[str, int] | None]  # contig as written and position, 5' then 3'
    kept: tuple[KeptSide | None, KeptSide | None]
    reads: int | None
    read_fields: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()  # beside those of a column ``filter``


def read_fusions(path: Path, assembly: Assembly) -> tuple[StructuralEvent, ...]:
    """Every row as a FUSION event, at its 5' breakpoint; chromosome "" and position 0 where the table gives no breakpoints.

    A row that joins the genes against the sense of one of them (Arriba) states no fusion: its genes are in the caveat, its
    junction remains. Raises InputError with the line that is wrong, or for a header of no known layout.
    """
    if has_section(path, TSO500_FUSIONS):
        return _of_combined_output(path, assembly)
    columns, rows = read_rows(path, _NEEDED)
    names = set(columns)
    named = {"fusionname", "fusiongene"} & names or {"leftgene", "rightgene"} <= names
    if {"gene1", "gene2", "breakpoint1", "breakpoint2"} <= names:
        read = _arriba
    elif {"leftbreakpoint", "rightbreakpoint"} <= names and named:
        read = _star_fusion
    elif (names & set(_FIVE) and names & set(_THREE)) or names & set(_NAME):
        read = _plain
    else:
        raise InputError(f"{path}: the header does not name {_NEEDED}.")
    events = tuple(_event(row, read(row), assembly) for row in of_one_sample(columns, rows))
    return _with_symbols(path, events) if read is _plain else events


def _with_symbols(path: Path, events: tuple[StructuralEvent, ...]) -> tuple[StructuralEvent, ...]:
    """The events. Raises InputError where all genes are named by Ensembl: no symbol, no finding, and nobody would know."""
    genes = [gene for event in events if event.stated for gene in (event.stated.five_prime, event.stated.three_prime) if gene]
    if genes and all(is_ensembl_id(gene) for gene in genes):
        raise InputError(f"{path}: the genes are named by Ensembl ({genes[0]}): give their symbols (EML4, ALK).")
    return events


def _of_combined_output(path: Path, assembly: Assembly) -> tuple[StructuralEvent, ...]:
    """Fusions and splice variants of TSO 500's CombinedVariantOutput.tsv. A splice variant has its gene on both sides."""
    events = []
    for section, needed, read in (
        (TSO500_FUSIONS, "Gene Pair, Breakpoint 1 and Breakpoint 2", _plain),
        (TSO500_SPLICE, "Gene, Breakpoint 1 and Breakpoint 2", _spliced),
    ):
        _, rows = read_rows(path, needed, section)
        events += [_event(row, read(row), assembly) for row in rows]
    return tuple(events)


def _spliced(row: TableRow) -> _Row:
    gene = row.text("gene")
    if not gene:
        raise row.error("no gene is named")
    first, _ = _place(row, ("breakpoint1", "breakpointstart"))
    second, _ = _place(row, ("breakpoint2", "breakpointend"))
    reads, used = _reads(row, _READS)
    return _Row(StatedFusion(gene, gene, tool="DRAGEN"), (first, second), (None, None), reads, used)


def _arriba(row: TableRow) -> _Row:
    """Arriba's output files (its documentation, output-files): gene1 is the 5' end where the direction could be told."""
    genes, caveats = [], []
    for number in ("1", "2"):
        written = row.text(f"gene{number}")
        between = row.text(f"site{number}") == "intergenic" or "," in written or "(" in written
        genes.append("" if between else written)
        if between:
            caveats.append(f"the breakpoint beside {written or 'no gene'} lies between genes")
    strands = [row.text(f"strand{number}genefusion") for number in ("1", "2")]
    against = [gene for gene, strand in zip(genes, strands, strict=True) if gene and strand in ("+/-", "-/+")]
    frame = frame_of(row.text("readingframe"))
    stated: StatedFusion | None = StatedFusion(genes[0], genes[1], frame=frame, tool="Arriba")
    ends = re.search(r"(5'-5'|3'-3')", row.text("type"))
    if against or ends or not any(genes):
        sense = f"read against the sense of {' and '.join(against)}" if against else "no gene is hit"
        why = f"{ends[1]} ends are joined" if ends else sense
        caveats.append(f"Arriba names {row.text('gene1')} and {row.text('gene2')}, but no fusion of genes: {why}")
        stated = None
    elif any(strand.endswith("/.") for strand in strands):
        caveats.append(f"Arriba could not tell which of {genes[0]} and {genes[1]} is the 5' gene")
        stated = stated if not row.text("direction1") else None  # the junction tells it, where there is one
    if row.text("confidence").lower() == "low":
        caveats.append("Arriba's confidence is low")
    kept = tuple(_arriba_side(row, number, strand) for number, strand in zip((1, 2), strands, strict=True))
    columns = ("splitreads1", "splitreads2", "discordantmates")
    reads, used = _reads(row, columns)
    places = (_place(row, ("breakpoint1",))[0], _place(row, ("breakpoint2",))[0])
    return _Row(stated, places, (kept[0], kept[1]), reads, used, tuple(caveats))


def _arriba_side(row: TableRow, number: int, strand: str) -> KeptSide | None:
    """``downstream``: the partner is joined downstream of the breakpoint, so what lies left of it is kept."""
    direction = row.text(f"direction{number}")
    if direction in ("downstream", "upstream"):
        return KeptSide.LEFT if direction == "downstream" else KeptSide.RIGHT
    return _kept(strand[-1:], five_prime=number == 1)


def _star_fusion(row: TableRow) -> _Row:
    name = fusion_name(row.text("fusionname", "fusiongene"))
    genes = [row.text(column).split("^")[0] for column in ("leftgene", "rightgene")]
    five, three = (genes[0], genes[1]) if all(genes) else name or ("", "")
    if not five or not three:
        raise row.error("no two genes in FusionName or LeftGene and RightGene")
    tool = "DRAGEN" if row.text("fusiongene") else "STAR-Fusion"
    stated = StatedFusion(five, three, frame=frame_of(row.text("protfusiontype")), tool=tool)
    (left, left_strand), (right, right_strand) = _place(row, ("leftbreakpoint",)), _place(row, ("rightbreakpoint",))
    reads, used = _reads(row, ("junctionreadcount", "spanningfragcount"))
    return _Row(stated, (left, right), (_kept(left_strand, True), _kept(right_strand, False)), reads, used)


def _plain(row: TableRow) -> _Row:
    five, three = _sides(row)
    exons = [_exon(row, names) for names in _EXONS]
    if not five.gene and not three.gene:
        raise row.error("no gene is named")
    stated = StatedFusion(
        five.gene,
        three.gene,
        exons[0] if exons[0] is not None else five.exon,
        exons[1] if exons[1] is not None else three.exon,
        frame_of(row.text("frame", "readingframe", "predictedeffect", "inframe")),
        row.text("tool", "caller"),
    )
    places = zip(_PLACES, _JAFFA, strict=True)
    (first, first_strand), (second, second_strand) = (_place(row, names, of_jaffa) for names, of_jaffa in places)
    reads, used = _reads(row, _READS)
    kept = (_kept(first_strand, True), _kept(second_strand, False))
    unknown = row.text("fusiondirectionalityknown").lower() == "false" or is_order_open(row.text(*_NAME))
    stated = stated._replace(order_known=not unknown)
    dropped = row.text("keepfusion").lower() == "false"
    return _Row(stated, (first, second), kept, reads, used, (), ("KeepFusion=False",) if dropped else ())


def _sides(row: TableRow) -> tuple[NamedSide, NamedSide]:
    """Both genes, from a column for each, else from one for both. Raises InputError for what is no gene."""
    five, three, named = row.text(*_FIVE), row.text(*_THREE), row.text(*_NAME)
    try:
        return sides_named(named) if named and not (five or three) else (side_named(five), side_named(three))
    except ValueError as error:
        raise row.error(str(error)) from error


def _exon(row: TableRow, names: tuple[str, ...]) -> int | None:
    found = row.number(*names)
    if found is None:
        return None
    if found < 1 or not found.is_integer():
        raise row.error(f"'{row.text(*names)}' is not an exon number")
    return int(found)


def _reads(row: TableRow, names: tuple[str, ...]) -> tuple[int | None, tuple[str, ...]]:
    counts = {name: found for name in names if (found := row.number(name)) is not None}
    return (int(sum(counts.values())), tuple(f"table/{name}" for name in counts)) if counts else (None, ())


def _place(
    row: TableRow, names: tuple[str, ...], apart: tuple[str, str, str] | None = None
) -> tuple[tuple[str, int] | None, str]:
    """Contig and position, and the strand ("" where it is not given): in one of ``names``, or ``apart`` in three columns."""
    text = row.text(*names)
    if not text and apart and row.text(apart[0]):
        return (row.text(apart[0]), row.position(apart[1])), row.text(apart[2])
    if not text:
        return None, ""
    found = _BREAKPOINT.fullmatch(text)
    if found is None:
        raise row.error(f"the breakpoint '{text[:40]}' is not chromosome:position or chromosome:position:strand")
    return (found[1], int(found[2])), found[3] or ""


def _kept(strand: str, five_prime: bool) -> KeptSide | None:
    """The side that a transcript on this strand keeps: of the 5' gene what lies before its break, of the 3' gene the rest."""
    if strand not in ("+", "-"):
        return None
    return KeptSide.LEFT if (strand == "+") == five_prime else KeptSide.RIGHT


def _event(row: TableRow, fusion: _Row, assembly: Assembly) -> StructuralEvent:
    first, second = fusion.places
    written, pos = first or second or ("", 0)
    allele = row_allele(row, assembly, written, pos, "<FUSION>")
    filter_text = row.text("filter")
    filters = () if "PASS" in filter_text.upper().split(";") else tuple(filter(None, filter_text.split(";")))
    filters = (*filters, *fusion.filters)
    call = None if fusion.reads is None else Call(row.path.name, alt_count=fusion.reads, read_fields=fusion.read_fields)
    event = StructuralEvent(
        observation=Observation(allele, filters, filter_text or "PASS", call),
        svtype=StructuralType.FUSION,
        chrom=allele.chrom,
        start=pos,
        end=pos,
        stated=fusion.stated,
        source=row.path.name,
        caveats=fusion.caveats,
    )
    own, other = fusion.kept
    if first is None or second is None:
        return event
    if own is None or other is None:
        places = (chromosome_name(first[0]), first[1]), (chromosome_name(second[0]), second[1])
        return event if event.stated is None else event._replace(stated=event.stated._replace(places=places))
    junction = Adjacency(
        Breakpoint(chromosome_name(first[0]), first[1], own), Breakpoint(chromosome_name(second[0]), second[1], other)
    )
    return event._replace(adjacencies=(junction,))

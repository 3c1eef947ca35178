"""Reading a structural event that somebody typed: fusions, copies of a gene, exons lost or doubled, internal duplications.

``EML4::ALK``, ``EML4::ALK e13::e20``, ``EML4-ALK fusion``, ``ALK fusion``, ``v::RET``, ``ERBB2 amplification``,
``CDKN2A homozygous deletion``, ``MET exon 14 skipping``, ``METex14``, ``EGFRvIII``, ``EGFR exons 18-25 duplication``,
``FLT3-ITD``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pm_annotate.errors import UsageError
from pm_annotate.genome.events.gene_events import FusionTables, read_fusion_tables
from pm_annotate.genome.events.gene_loci import current_symbol
from pm_annotate.genome.events.stated_fusion import stated_fusion
from pm_annotate.genome.events.stated_within_gene import gene_on_both_sides, stated_within_gene
from pm_annotate.genome.hgvs_parse import packaged_gene
from pm_annotate.model import (
    Allele,
    GeneEvent,
    GeneEventKind,
    Observation,
    StatedFusion,
    StructuralEvent,
    StructuralType,
)

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome

TYPED = "typed"
AS_TYPED = "taken as typed: nothing is known of its extent, reads or copies"
FRAME_NOT_KNOWN = "whether the reading frame holds is not known"
SKIPPED = "skipping of the exon as in the messenger RNA, whatever causes it"
ITD_EXONS = {"FLT3": (14,)}  # where the duplications that the word means lie (PMID:8946930); exon 15 is rare
KNOWN_DELETIONS = {"VIII": (2, 3, 4, 5, 6, 7), "VII": (14, 15)}  # of EGFR, PMID:1611041

_SYMBOL = r"[A-Za-z][\w.-]*"
_SIDE = rf"(?:{_SYMBOL}|\?)"
_WORD = r"(?:\s+(?:gene\s+)?(?:fusions?|rearrangements?|translocations?))"
_PAIR = re.compile(
    rf"(?P<five>{_SIDE}?)\s*(?:\((?:exon\s*)?(?P<five_in>\d+)\))?(?:::|--)(?P<three>{_SIDE}?)"
    rf"\s*(?:\((?:exon\s*)?(?P<three_in>\d+)\))?"
    rf"(?:\s+(?:e|exon\s*)(?P<five_exon>\d+)(?:::|[-;,])(?:e|exon\s*)?(?P<three_exon>\d+))?{_WORD}?",
    re.IGNORECASE,
)
_DASHED = re.compile(rf"(?P<five>[A-Za-z][\w.]*)[-/](?P<three>[A-Za-z][\w.]*)(?P<word>{_WORD})?", re.IGNORECASE)
_OPEN = re.compile(rf"(?P<gene>{_SYMBOL}){_WORD}", re.IGNORECASE)
_COPIES = re.compile(
    rf"(?P<gene>{_SYMBOL})\s+(?P<word>amplification|amplified|amp|(?:copy[- ]number\s+)?gain"
    r"|(?:(?:homozygous|biallelic|deep|heterozygous|hemizygous|shallow|whole[- ]gene|gene)\s+)?(?:deletion|deleted|loss))",
    re.IGNORECASE,
)
_EXONS = re.compile(
    rf"(?P<gene>{_SYMBOL})\s+(?P<whole>whole\s+)?(?:exons?|ex)\s*"
    r"(?P<first>\d{1,3})(?:\s*(?:-|to|through)\s*(?P<last>\d{1,3}))?\s*(?P<word>[A-Za-z]+)",
    re.IGNORECASE,
)
_METEX14 = re.compile(r"METex14(?:\s+skipping)?", re.IGNORECASE)
_EGFR_V = re.compile(r"EGFR\s*-?(?P<which>vIII|vII)(?:\s+(?:deletion|mutation))?", re.IGNORECASE)
_DOUBLED = re.compile(
    rf"(?P<gene>{_SYMBOL}?)[\s-]+(?P<word>ITD|internal\s+tandem\s+duplication|KDD|kinase[- ]domain\s+duplication)",
    re.IGNORECASE,
)

_SKIPPING = frozenset({"skipping", "skipped", "skip"})
_DELETED = frozenset({"deletion", "deleted", "del", "loss"})
_DUPLICATED = frozenset({"duplication", "duplicated", "dup"})
_OF_COPIES = (
    (("amp",), GeneEventKind.AMPLIFICATION, "amplification"),
    (("gain", "copy"), GeneEventKind.GAIN, "gain"),
    (("homozygous", "biallelic", "deep"), GeneEventKind.HOMOZYGOUS_DELETION, "homozygous deletion"),
    (("heterozygous", "hemizygous", "shallow"), GeneEventKind.LOSS, "loss of one copy"),
    (("deletion", "deleted", "whole", "gene"), GeneEventKind.DELETION, "deletion of the gene"),
)


def parse_event(text: str, genome: Genome, tables: FusionTables | None = None) -> GeneEvent | None:
    """The event that ``text`` names; None where it is not written as one (a small variant, or nothing that is known).

    Raises UsageError for a gene that is not known, and for words that name a class of variants ("EGFR exon 19 deletion") or
    may mean several things ("PTEN loss").
    """
    text = " ".join(text.split())
    known = tables or read_fusion_tables(genome)
    for read in _READERS:
        found = read(text, genome, known)
        if found is not None:
            return found
    return None


def _pair(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    sides = [_symbol(found[name] or "", genome, tables) for name in ("five", "three")]
    exons = [found[f"{name}_exon"] or found[f"{name}_in"] for name in ("five", "three")]
    return _fusion(text, sides[0], sides[1], genome, tables, *(int(exon) if exon else None for exon in exons))


def _dashed(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    """``EML4-ALK``: a hyphen joins two genes only where both are known, as symbols have hyphens too (NKX2-1)."""
    found = _DASHED.fullmatch(text)
    if found is None or packaged(text.split()[0], genome, tables):
        return None
    five, three = (_symbol(found[name], genome, tables) for name in ("five", "three"))
    both = packaged(five, genome, tables) and packaged(three, genome, tables)
    return _fusion(text, five, three, genome, tables) if both or found["word"] else None


def _open(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    """``ALK fusion``: the partner is not named; which part of the gene is kept follows from its known fusions."""
    found = _OPEN.fullmatch(text)
    if found is None:
        return None
    gene = packaged_gene(_symbol(found["gene"], genome, tables), genome)
    part = tables.loci.any_partner.get(gene, "")
    if part not in ("5", "3"):
        raise UsageError(f"'{text}' does not say which part of {gene} is kept: write {gene}::v (its 5' part) or v::{gene}.")
    return _fusion(text, gene if part == "5" else "", gene if part == "3" else "", genome, tables)


def _fusion(
    text: str,
    five: str,
    three: str,
    genome: Genome,
    tables: FusionTables,
    five_exon: int | None = None,
    three_exon: int | None = None,
) -> GeneEvent:
    if not any(packaged(gene, genome, tables) for gene in (five, three)):
        raise UsageError(f"'{text}' names no gene that is packaged for {genome.assembly}.")
    stated = StatedFusion(five, three, five_exon, three_exon, tool="the text as typed")
    event = _typed(text, genome, StructuralType.FUSION, stated)
    if gene := gene_on_both_sides(genome, tables.loci, stated):
        return next(stated_within_gene(genome, tables.loci, tables.kinases, event, gene, ()))
    return stated_fusion(genome, tables.loci, tables.kinases, event)[0]


def _copies(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    found = _COPIES.fullmatch(text)
    if found is None:
        return None
    gene, word = packaged_gene(found["gene"], genome), found["word"].lower()
    if word == "loss":
        raise UsageError(
            f"'{text}' may mean one copy, both, or the protein: write '{gene} homozygous deletion', '{gene} heterozygous "
            f"deletion', or '{gene} deletion' where the number of copies is not known."
        )
    kind, said = next((kind, said) for starts, kind, said in _OF_COPIES if word.startswith(starts))
    return _of_gene(text, genome, StructuralType.COPY_NUMBER, kind, gene, f"{gene} {said}")


def _exons(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    found = _EXONS.fullmatch("MET exon 14 skipping" if _METEX14.fullmatch(text) else text)
    if found is None:
        return None
    gene, word = packaged_gene(found["gene"], genome), found["word"].lower()
    first = int(found["first"])
    exons = tuple(range(first, int(found["last"] or first) + 1))
    if not exons:
        raise UsageError(f"'{text}': the first exon comes after the last.")
    if word in _SKIPPING:
        return _exon_event(text, genome, GeneEventKind.EXON_DELETION, gene, exons, "skipping", SKIPPED)
    if word in _DELETED and (len(exons) > 1 or found["whole"]):
        return _exon_event(text, genome, GeneEventKind.EXON_DELETION, gene, exons, "deletion")
    if word in _DUPLICATED and (len(exons) > 1 or found["whole"]):
        return _exon_event(text, genome, GeneEventKind.EXON_DUPLICATION, gene, exons, "duplication")
    whole = f", or '{gene} whole exon {first} {word}' for the whole exon" if word in _DELETED | _DUPLICATED else ""
    raise UsageError(f"'{text}' names a class of variants: write the variant itself, like EGFR E746_A750del{whole}.")


def _egfr_v(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    found = _EGFR_V.fullmatch(text)
    if found is None:
        return None
    return _exon_event(text, genome, GeneEventKind.EXON_DELETION, "EGFR", KNOWN_DELETIONS[found["which"].upper()], "deletion")


def _doubled(text: str, genome: Genome, tables: FusionTables) -> GeneEvent | None:
    found = _DOUBLED.fullmatch(text)
    if found is None:
        return None
    gene = packaged_gene(found["gene"], genome)
    if found["word"].upper().startswith("K"):
        name = f"{gene} kinase domain duplication"
        return _of_gene(
            text, genome, StructuralType.TANDEM_DUPLICATION, GeneEventKind.KINASE_DOMAIN_DUPLICATION, gene, name, inframe=True
        )
    exons, name = ITD_EXONS.get(gene, ()), f"{gene} internal tandem duplication"
    kind = GeneEventKind.INTERNAL_DUPLICATION
    return _of_gene(text, genome, StructuralType.TANDEM_DUPLICATION, kind, gene, name, exons, inframe=True)


def _exon_event(
    text: str, genome: Genome, kind: GeneEventKind, gene: str, exons: tuple[int, ...], word: str, *caveats: str
) -> GeneEvent:
    span = f"exon {exons[0]}" if len(exons) == 1 else f"exons {exons[0]}-{exons[-1]}"
    inframe = _inframe(genome, gene, exons, text)
    said = (*caveats, *((FRAME_NOT_KNOWN,) if inframe is None else ()))
    svtype = StructuralType.DELETION if kind == GeneEventKind.EXON_DELETION else StructuralType.TANDEM_DUPLICATION
    return _of_gene(text, genome, svtype, kind, gene, f"{gene} {span} {word}", exons, inframe, said)


def _inframe(genome: Genome, gene: str, exons: tuple[int, ...], text: str) -> bool | None:
    """Whether the coding bases of these exons are whole codons; None where an end of the coding sequence is among them.

    Exons are numbered as people do, untranslated ones included where the transcript tells them.
    """
    transcript = genome.transcript_of(gene)
    if transcript is None or not transcript.numbering_known:
        return None
    total = transcript.exon_total
    if exons[-1] > total:
        raise UsageError(f"'{text}': {gene} ({transcript.transcript}) has {total} exons.")
    of_exon: dict[int, int] = {}
    for base in range(transcript.cds_length):
        number = transcript.exon_of_base(base)
        if number is not None:
            of_exon[number] = of_exon.get(number, 0) + 1
    coding = sorted(of_exon)
    if not coding or exons[0] <= coding[0] or exons[-1] >= coding[-1]:
        return None
    return sum(of_exon.get(exon, 0) for exon in exons) % 3 == 0


# ------------------------------------------------------------------------------------------------------------------ events


def packaged(gene: str, genome: Genome, tables: FusionTables) -> bool:
    """Whether the symbol is a packaged gene or one that takes part in fusions."""
    return bool(gene) and (genome.transcript_of(gene) is not None or gene in tables.loci.by_gene)


def _symbol(name: str, genome: Genome, tables: FusionTables) -> str:
    """The current symbol, in any case; the name itself where it is not known; "" for a side that is left open."""
    if name.lower() in ("", "v", "?", "any"):
        return ""
    return current_symbol(name, genome, tables.loci)


def _of_gene(
    text: str,
    genome: Genome,
    svtype: StructuralType,
    kind: GeneEventKind,
    gene: str,
    name: str,
    exons: tuple[int, ...] = (),
    inframe: bool | None = None,
    caveats: tuple[str, ...] = (),
) -> GeneEvent:
    transcript = genome.transcript_of(gene)
    return GeneEvent(
        event=_typed(text, genome, svtype),
        kind=kind,
        gene=gene,
        name=name,
        transcript=transcript.transcript if transcript else "",
        exons=exons,
        inframe=inframe,
        caveats=(AS_TYPED, *caveats),
    )


def _typed(text: str, genome: Genome, svtype: StructuralType, stated: StatedFusion | None = None) -> StructuralEvent:
    alt = f"<{svtype.value}>"
    allele = Allele(
        assembly=genome.assembly,
        chrom="",
        pos=0,
        ref="",
        alt=alt,
        vcf_chrom="",
        vcf_pos=0,
        vcf_id=text,
        vcf_ref="",
        vcf_alt=alt,
    )
    observation = Observation(allele=allele, filters=(), filter_text="", tumor=None)
    return StructuralEvent(observation, svtype, chrom="", start=0, end=0, stated=stated, source=TYPED)


_READERS: tuple[Callable[[str, Genome, FusionTables], GeneEvent | None], ...] = (
    _pair, _egfr_v, _doubled, _exons, _copies, _dashed, _open,
)  # fmt: skip

"""Reading a structural event that somebody typed: fusions, copies of a gene, exons lost or doubled, internal duplications.

``EML4::ALK``, ``EML4::ALK e13::e20``, ``EML4-ALK fusion``, ``ALK fusion``, ``v::RET``, ``ERBB2 amplification``,
``CDKN2A homozygous deletion``, ``MET exon 14 skipping``, ``METex14``, ``EGFRvIII``, ``EGFR exons 18-25 duplication``,
``FLT3-ITD``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

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


_SVTYPES = {
    GeneEventKind.EXON_DELETION: StructuralType.DELETION,
    GeneEventKind.EXON_DUPLICATION: StructuralType.TANDEM_DUPLICATION,
    GeneEventKind.INTERNAL_DUPLICATION: StructuralType.TANDEM_DUPLICATION,
    GeneEventKind.KINASE_DOMAIN_DUPLICATION: StructuralType.TANDEM_DUPLICATION,
}
"""Of what happens to one gene; all else that is read here is copies."""


class _Typed(NamedTuple):
    """A text, and what its names are read with."""

    text: str
    genome: Genome
    tables: FusionTables

    def gene(self, name: str) -> str:
        """The packaged symbol. Raises UsageError for a gene that is not packaged."""
        return packaged_gene(name, self.genome)

    def symbol(self, name: str | None) -> str:
        """The current symbol, in any case; the name itself where it is not known; "" for a side that is left open."""
        if not name or name.lower() in ("v", "?", "any"):
            return ""
        return current_symbol(name, self.genome, self.tables.loci)

    def is_known(self, gene: str) -> bool:
        """Whether the symbol is a packaged gene or one that takes part in fusions."""
        return bool(gene) and (self.genome.transcript_of(gene) is not None or gene in self.tables.loci.by_gene)


def parse_event(text: str, genome: Genome, tables: FusionTables | None = None) -> GeneEvent | None:
    """The event that ``text`` names; None where it is not written as one (a small variant, or nothing that is known).

    Raises UsageError for a gene that is not known, and for words that name a class of variants ("EGFR exon 19 deletion") or
    may mean several things ("PTEN loss").
    """
    typed = _Typed(" ".join(text.split()), genome, tables or read_fusion_tables(genome))
    return next((found for read in _READERS if (found := read(typed)) is not None), None)


# ----------------------------------------------------------------------------------------------------------------- fusions


def _pair(typed: _Typed) -> GeneEvent | None:
    found = _PAIR.fullmatch(typed.text)
    if found is None:
        return None
    five, three = (typed.symbol(found[name]) for name in ("five", "three"))
    exons = [found[f"{name}_exon"] or found[f"{name}_in"] for name in ("five", "three")]
    return _fusion(typed, five, three, *(int(exon) if exon else None for exon in exons))


def _dashed(typed: _Typed) -> GeneEvent | None:
    """``EML4-ALK``: a hyphen joins two genes only where both are known, as symbols have hyphens too (NKX2-1)."""
    found = _DASHED.fullmatch(typed.text)
    if found is None or typed.is_known(typed.text.split()[0]):
        return None
    five, three = (typed.symbol(found[name]) for name in ("five", "three"))
    both = typed.is_known(five) and typed.is_known(three)
    return _fusion(typed, five, three) if both or found["word"] else None


def _open(typed: _Typed) -> GeneEvent | None:
    """``ALK fusion``: the partner is not named; which part of the gene is kept follows from its known fusions."""
    found = _OPEN.fullmatch(typed.text)
    if found is None:
        return None
    gene = typed.gene(typed.symbol(found["gene"]))
    part = typed.tables.loci.any_partner.get(gene, "")
    if part not in ("5", "3"):
        raise UsageError(
            f"'{typed.text}' does not say which part of {gene} is kept: write {gene}::v (its 5' part) or v::{gene}."
        )
    return _fusion(typed, gene if part == "5" else "", gene if part == "3" else "")


def _fusion(typed: _Typed, five: str, three: str, five_exon: int | None = None, three_exon: int | None = None) -> GeneEvent:
    genome, loci, kinases = typed.genome, typed.tables.loci, typed.tables.kinases
    if not (typed.is_known(five) or typed.is_known(three)):
        raise UsageError(f"'{typed.text}' names no gene that is packaged for {genome.assembly}.")
    stated = StatedFusion(five, three, five_exon, three_exon, tool="the text as typed")
    event = _event(typed, StructuralType.FUSION)._replace(stated=stated)
    if gene := gene_on_both_sides(genome, loci, stated):
        return next(stated_within_gene(genome, loci, kinases, event, gene, ()))
    return stated_fusion(genome, loci, kinases, event)[0]


# ---------------------------------------------------------------------------------------------------------------- one gene


def _copies(typed: _Typed) -> GeneEvent | None:
    found = _COPIES.fullmatch(typed.text)
    if found is None:
        return None
    gene, word = typed.gene(found["gene"]), found["word"].lower()
    if word == "loss":
        raise UsageError(
            f"'{typed.text}' may mean one copy, both, or the protein: write '{gene} homozygous deletion', '{gene} "
            f"heterozygous deletion', or '{gene} deletion' where the number of copies is not known."
        )
    kind, said = next((kind, said) for starts, kind, said in _OF_COPIES if word.startswith(starts))
    return _of_gene(typed, kind, gene, f"{gene} {said}")


def _exons(typed: _Typed) -> GeneEvent | None:
    text = typed.text
    found = _EXONS.fullmatch("MET exon 14 skipping" if _METEX14.fullmatch(text) else text)
    if found is None:
        return None
    gene, word = typed.gene(found["gene"]), found["word"].lower()
    first = int(found["first"])
    exons = tuple(range(first, int(found["last"] or first) + 1))
    if not exons:
        raise UsageError(f"'{text}': the first exon comes after the last.")
    if word in _SKIPPING:
        return _exon_event(typed, GeneEventKind.EXON_DELETION, gene, exons, "skipping", SKIPPED)
    if word in _DELETED and (len(exons) > 1 or found["whole"]):
        return _exon_event(typed, GeneEventKind.EXON_DELETION, gene, exons, "deletion")
    if word in _DUPLICATED and (len(exons) > 1 or found["whole"]):
        return _exon_event(typed, GeneEventKind.EXON_DUPLICATION, gene, exons, "duplication")
    whole = f", or '{gene} whole exon {first} {word}' for the whole exon" if word in _DELETED | _DUPLICATED else ""
    raise UsageError(f"'{text}' names a class of variants: write the variant itself, like EGFR E746_A750del{whole}.")


def _egfr_v(typed: _Typed) -> GeneEvent | None:
    found = _EGFR_V.fullmatch(typed.text)
    if found is None:
        return None
    return _exon_event(typed, GeneEventKind.EXON_DELETION, "EGFR", KNOWN_DELETIONS[found["which"].upper()], "deletion")


def _doubled(typed: _Typed) -> GeneEvent | None:
    found = _DOUBLED.fullmatch(typed.text)
    if found is None:
        return None
    gene = typed.gene(found["gene"])
    if found["word"].upper().startswith("K"):
        kind, name = GeneEventKind.KINASE_DOMAIN_DUPLICATION, f"{gene} kinase domain duplication"
        return _of_gene(typed, kind, gene, name)._replace(inframe=True)
    kind, name = GeneEventKind.INTERNAL_DUPLICATION, f"{gene} internal tandem duplication"
    return _of_gene(typed, kind, gene, name)._replace(exons=ITD_EXONS.get(gene, ()), inframe=True)


def _exon_event(typed: _Typed, kind: GeneEventKind, gene: str, exons: tuple[int, ...], word: str, *caveats: str) -> GeneEvent:
    span = f"exon {exons[0]}" if len(exons) == 1 else f"exons {exons[0]}-{exons[-1]}"
    inframe = _inframe(typed, gene, exons)
    said = (*caveats, *((FRAME_NOT_KNOWN,) if inframe is None else ()))
    return _of_gene(typed, kind, gene, f"{gene} {span} {word}", *said)._replace(exons=exons, inframe=inframe)


def _inframe(typed: _Typed, gene: str, exons: tuple[int, ...]) -> bool | None:
    """Whether the coding bases of these exons are whole codons; None where an end of the coding sequence is among them.

    Exons are numbered as people do, untranslated ones included where the transcript tells them.
    """
    transcript = typed.genome.transcript_of(gene)
    if transcript is None or not transcript.numbering_known:
        return None
    total = transcript.exon_total
    if exons[-1] > total:
        raise UsageError(f"'{typed.text}': {gene} ({transcript.transcript}) has {total} exons.")
    of_exon: dict[int, int] = {}
    for base in range(transcript.cds_length):
        number = transcript.exon_of_base(base)
        if number is not None:
            of_exon[number] = of_exon.get(number, 0) + 1
    coding = sorted(of_exon)
    if not coding or exons[0] <= coding[0] or exons[-1] >= coding[-1]:
        return None
    return sum(of_exon.get(exon, 0) for exon in exons) % 3 == 0


def _of_gene(typed: _Typed, kind: GeneEventKind, gene: str, name: str, *caveats: str) -> GeneEvent:
    transcript = typed.genome.transcript_of(gene)
    return GeneEvent(
        event=_event(typed, _SVTYPES.get(kind, StructuralType.COPY_NUMBER)),
        kind=kind,
        gene=gene,
        name=name,
        transcript=transcript.transcript if transcript else "",
        caveats=(AS_TYPED, *caveats),
    )


def _event(typed: _Typed, svtype: StructuralType) -> StructuralEvent:
    alt = f"<{svtype.value}>"
    allele = Allele(
        assembly=typed.genome.assembly,
        chrom="",
        pos=0,
        ref="",
        alt=alt,
        vcf_chrom="",
        vcf_pos=0,
        vcf_id=typed.text,
        vcf_ref="",
        vcf_alt=alt,
    )
    observation = Observation(allele=allele, filters=(), filter_text="", tumor=None)
    return StructuralEvent(observation, svtype, chrom="", start=0, end=0, source=TYPED)


_READERS: tuple[Callable[[_Typed], GeneEvent | None], ...] = (
    _pair, _egfr_v, _doubled, _exons, _copies, _dashed, _open,
)  # fmt: skip

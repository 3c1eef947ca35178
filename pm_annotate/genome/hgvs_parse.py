"""Reading a variant that somebody typed: HGVS g., c. and p., gene and protein change, or VCF-like coordinates.

``EGFR L858R``, ``BRAF p.Val600Glu``, ``NM_004333.4:c.1799T>A``, ``NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)``,
``BRAF c.1799T>A``, ``NC_000007.14:g.140753336A>T``, ``chr7:g.140753336A>T``, ``chr7:140753336:A:T``, ``7-140753336-A-T``.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.errors import UsageError
from pm_annotate.genome.assembly import CONTIG_LENGTHS, REFSEQ_ACCESSIONS, normalise_chrom
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.genome.typed_protein import NUMBERED_ON, disagreement, effects_of_protein_change
from pm_annotate.genome.usual_names import (
    NUMBERED_AS_HISTONES_ARE,
    USUAL_NAMES,
    histone_numbering,
    refuse_any_residue,
    refuse_unclear,
    usual_coding_change,
)
from pm_annotate.model import Allele, Assembly, Effect
from pm_annotate.protein_change import ProteinChange, parse_protein_change

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome

_EXAMPLES = (
    "'EGFR L858R', 'NM_004333.4:c.1799T>A', 'NC_000007.14:g.140753336A>T', 'chr7:140753336:A:T', "
    "'EML4::ALK', 'ERBB2 amplification' or 'MET exon 14 skipping'"
)
_COORDINATES = re.compile(
    r"(?P<chrom>(?:chr)?(?:\d{1,2}|[XYM]|MT)|NC_\d{6}\.\d+)[:\-_\s]+(?P<pos>[\d,]+)[:\-_\s]*(?P<ref>[ACGTN]+)[:\-_>/\s]+(?P<alt>[ACGTN]+)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?P<reference>[^\s:()]+)(?:\((?P<gene>[\w.-]+)\))?\s*[:\s]\s*(?P<kind>[gmcp])\.\s*(?P<change>[^\s]+)(?:\s+\(?p\..*)?",
    re.IGNORECASE,
)
_GENE_CHANGE = re.compile(r"(?P<gene>[A-Za-z][\w.-]*)\s*[:\s]\s*(?P<change>(?:promoter )?\S+)", re.IGNORECASE)
_POSITION = r"[-*]?\d+(?:[+-]\d+)?"
_BASES = "[ACGT]"
_CHANGE = re.compile(
    rf"(?P<first>{_POSITION})(?:_(?P<last>{_POSITION}))?"
    rf"(?:(?P<ref>{_BASES}+)>(?P<alt>{_BASES}+)"
    rf"|(?P<delins>del{_BASES}*ins)(?P<delinserted>{_BASES}+)"
    rf"|(?P<del>del)(?P<deleted>{_BASES}*)\d*|(?P<dup>dup){_BASES}*\d*|ins(?P<inserted>{_BASES}+)|(?P<inv>inv){_BASES}*)\Z",
    re.IGNORECASE,
)


class NotPackagedError(UsageError):
    """The change cannot be spelt out, because bases that it needs are not there: nothing is wrong with what was typed."""


class TypedVariant(NamedTuple):
    """What a text names. ``allele`` is None for a protein change: more than one allele may cause it.

    ``numbered_on``: the transcript by whose numbers it was read, because it does not fit the gene's reference transcript.
    ``as_histone``: read without the first methionine. The first effect says either as a caveat, too.
    """

    text: str
    allele: Allele | None
    effects: tuple[Effect, ...]
    numbered_on: str = ""
    as_histone: bool = False


class _SpeltOut(NamedTuple):
    """What a text changes: the bases ``ref`` from ``pos`` on (1-based), on the forward strand."""

    chrom: str
    pos: int
    ref: str
    alt: str


class _Place(NamedTuple):
    """Where a named change lies: its first and last position (1-based), and the strand that its bases are written on."""

    chrom: str
    low: int
    high: int
    strand: int = 1

    def on_plus(self, bases: str | None) -> str:
        """Bases of the text on the forward strand."""
        return (bases or "").upper() if self.strand > 0 else reverse_complement((bases or "").upper())


def parse_variant(text: str, genome: Genome) -> TypedVariant:
    """The variant that ``text`` names on the genome's assembly.

    Raises UsageError when the text is not understood, names an unknown gene or transcript, or contradicts the reference.
    """
    text = " ".join(text.split())
    coordinates = _COORDINATES.fullmatch(text)
    if coordinates:
        chrom = _chromosome(coordinates["chrom"], genome)
        pos = int(coordinates["pos"].replace(",", ""))
        return _with_effects(text, _SpeltOut(chrom, pos, coordinates["ref"].upper(), coordinates["alt"].upper()), genome)
    named = _NAMED.fullmatch(text)
    if named and named["kind"].lower() in "gm":
        return _genomic(text, named["reference"], named["change"], genome)
    if named and named["kind"].lower() == "c":
        return _coding_of_gene(text, named["reference"], named["gene"], named["change"], genome)
    if named:
        return _protein(text, named["reference"], named["gene"], named["change"], genome)
    plain = _GENE_CHANGE.fullmatch(text)
    if plain and (
        coding := usual_coding_change(USUAL_NAMES.get(plain["gene"].upper(), plain["gene"].upper()), plain["change"])
    ):
        return _coding_of_gene(text, plain["gene"], None, coding.removeprefix("c."), genome)
    refuse_unclear(text, plain["change"] if plain else "")
    if plain and parse_protein_change(plain["change"]) is not None:
        return _protein(text, plain["gene"], None, plain["change"], genome)
    raise UsageError(
        f"'{text}' is not understood as a variant. Write it like {_EXAMPLES}. "
        "`pm-annotate knowledge search` finds statements by the words of a class of variants."
    )


# ------------------------------------------------------------------------------------------------------- references


def _chromosome(name: str, genome: Genome) -> str:
    chrom = normalise_chrom(name) or normalise_chrom(name.upper()) or normalise_chrom(name.lower().replace("chr", "").upper())
    if chrom is None:
        raise UsageError(f"'{name}' is not a chromosome of {genome.assembly}: give 1 to 22, X, Y or MT.")
    accession = name.upper()
    if accession.startswith("NC_") and accession != REFSEQ_ACCESSIONS[genome.assembly][chrom]:
        expected = REFSEQ_ACCESSIONS[genome.assembly][chrom]
        raise UsageError(
            f"{accession} is not of {genome.assembly} (there it is {expected}). Give --assembly for the other one."
        )
    return chrom


def packaged_gene(name: str, genome: Genome) -> str:
    """The packaged symbol, in any case or by a name that people use; UsageError with the nearest symbols otherwise."""
    if name in genome.genes():
        return name
    folded = {symbol.upper(): symbol for symbol in genome.genes()}
    name = USUAL_NAMES.get(name.upper(), name)
    if name.upper() in folded:
        return folded[name.upper()]
    from difflib import get_close_matches  # only for the error

    near = [folded[key] for key in get_close_matches(name.upper(), folded, n=3, cutoff=0.6)]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise UsageError(f"'{name}' is not a gene or transcript that is packaged for {genome.assembly}.{hint}")


def _transcript(reference: str, gene: str | None, genome: Genome) -> Transcript:
    found = genome.transcript_named(reference.upper())
    if found is None:
        found = genome.transcript_of(packaged_gene(_gene_beside(reference, gene, genome), genome))
    assert found is not None  # a packaged gene has a transcript
    return found


def _gene_beside(reference: str, gene: str | None, genome: Genome) -> str:
    """The gene that is named, by itself or beside an accession that is not packaged. Raises UsageError for that alone."""
    if not re.match(r"(?:NM_|NP_|NR_|XM_|XP_|LRG_|ENS[TP])\d", reference.upper()):
        return gene or reference
    if gene is None:
        raise UsageError(
            f"{reference} is not packaged for {genome.assembly}: give the gene symbol instead of the accession, with the "
            "number that the packaged transcript gives, or the genomic change (like chr7:140753336A>T)."
        )
    return gene


# ---------------------------------------------------------------------------------------------------------- protein


def _protein(text: str, reference: str, gene: str | None, change_text: str, genome: Genome) -> TypedVariant:
    change = parse_protein_change(change_text)
    if change is None:
        raise UsageError(f"'{change_text}' is not understood as a protein change. Write it like V600E or p.Glu746_Ala750del.")
    refuse_any_residue(text, change)
    accession = genome.transcript_named(reference.upper())
    if accession is not None:
        candidates: tuple[Transcript, ...] = (accession,)
    else:
        candidates = genome.transcripts_of(packaged_gene(_gene_beside(reference, gene, genome), genome))
    of_histone = histone_numbering(candidates[0].gene, change)
    if of_histone is None:
        effects, numbered_on = effects_of_protein_change(change, change_text, candidates, genome)
        return TypedVariant(text, None, effects, numbered_on)
    return _of_histone(text, change, of_histone, candidates, genome)


def _of_histone(
    text: str, typed: ProteinChange, shifted: ProteinChange, candidates: tuple[Transcript, ...], genome: Genome
) -> TypedVariant:
    """``K27M`` as histones are numbered, where that fits; what is written with ``p.`` as HGVS numbers it, where that fits."""
    ways = ((typed, False), (shifted, True)) if "p." in text.lower() else ((shifted, True), (typed, False))
    for change, as_histone in ways:
        with suppress(UsageError):
            effects, numbered_on = effects_of_protein_change(change, typed.short(), candidates, genome)
            if as_histone:
                effects = _with_caveat(effects, NUMBERED_AS_HISTONES_ARE)
            return TypedVariant(text, None, effects, numbered_on, as_histone)
    raise disagreement(typed, typed.short(), candidates[0], genome)


def _with_caveat(effects: tuple[Effect, ...], caveat: str) -> tuple[Effect, ...]:
    """The effects, of which the first one says it."""
    first, *rest = effects
    return (first._replace(caveats=(*first.caveats, caveat)), *rest)


# ------------------------------------------------------------------------------------------------------ coordinates


def _with_effects(text: str, change: _SpeltOut, genome: Genome, gene: str = "") -> TypedVariant:
    """The allele, held against the reference, with its effects: those on ``gene`` first."""
    chrom, pos, ref, alt = change
    if ref == alt:
        raise UsageError(f"'{text}': the reference and the alternative bases are the same.")
    length = CONTIG_LENGTHS[genome.assembly].get(chrom, 0)
    if not 0 < pos <= length - len(ref) + 1:
        raise UsageError(f"'{text}': chromosome {chrom} of {genome.assembly} has {length:,} bases.")
    if genome.reference_agrees(chrom, pos, ref) is False:
        standing = genome.reference(chrom, pos, pos + len(ref) - 1)
        (other,) = set(Assembly) - {genome.assembly}
        raise UsageError(
            f"'{text}': {genome.assembly} has {standing} at {chrom}:{pos}, not {ref}. "
            f"Is it on {other}? Then give --assembly {other}."
        )
    allele = genome.left_align(Allele(genome.assembly, chrom, pos, ref, alt, chrom, pos, ".", ref, alt))
    effects = sorted(genome.effects(allele), key=lambda effect: bool(gene) and effect.gene != gene)
    return TypedVariant(text, allele, tuple(effects))


def _genomic(text: str, reference: str, change: str, genome: Genome) -> TypedVariant:
    chrom = _chromosome(reference, genome)
    parts = _CHANGE.fullmatch(change)
    if parts is None or not parts["first"].isdigit() or not (parts["last"] or "0").isdigit():
        raise UsageError(f"'{text}': '{change}' is not understood as a genomic change. Write it like 140753336A>T.")
    first = int(parts["first"])
    last = int(parts["last"]) if parts["last"] else first + len(parts["ref"] or " ") - 1
    return _with_effects(text, _spelt_out(text, parts, _Place(chrom, first, last), genome), genome)


def _coding_of_gene(text: str, reference: str, gene: str | None, change: str, genome: Genome) -> TypedVariant:
    """A coding change on the named transcript. After a gene symbol: on the gene's reference transcript, or, where it does
    not fit that (MET c.3082+1G>T is numbered on NM_001127500), on the one change that its other transcripts give.
    """
    transcript = _transcript(reference, gene, genome)
    try:
        return _coding(text, transcript, change, genome)
    except UsageError:
        if genome.transcript_named(reference.upper()) is not None:
            raise
        fitting: dict[tuple[str, int, str, str], tuple[TypedVariant, str]] = {}
        for other in genome.transcripts_of(transcript.gene)[1:]:
            with suppress(UsageError):
                found = _coding(text, other, change, genome)
                if found.allele is not None and _acts_on(transcript, found):
                    fitting.setdefault(found.allele.key, (found, other.transcript))
        if len(fitting) != 1:
            raise
        ((typed, accession),) = fitting.values()
        effects = _with_caveat(typed.effects, f"{NUMBERED_ON} {accession}")
        return typed._replace(effects=effects, numbered_on=accession)


def _acts_on(transcript: Transcript, found: TypedVariant) -> bool:
    """Whether the change lies in the coding part or at a splice site of the gene's reference transcript.

    A slip in the bases typed (TP53 c.524C>A, where G stands) otherwise fits deep in an intron, by the numbers of another one.
    """
    return any(one.transcript == transcript.transcript and one.impact in ("HIGH", "MODERATE", "LOW") for one in found.effects)


def _coding(text: str, transcript: Transcript, change: str, genome: Genome) -> TypedVariant:
    parts = _CHANGE.fullmatch(change)
    if parts is None:
        raise UsageError(f"'{text}': '{change}' is not understood as a coding change. Write it like c.1799T>A or c.68_69del.")
    first = _position(text, parts["first"], transcript)
    last = _position(text, parts["last"], transcript) if parts["last"] else None
    if last is None:
        last = first + transcript.strand * (len(parts["ref"] or " ") - 1)
    if (last - first) * transcript.strand < 0:
        raise UsageError(f"'{text}': the first position lies after the second.")
    place = _Place(transcript.chrom, min(first, last), max(first, last), transcript.strand)
    return _with_effects(text, _spelt_out(text, parts, place, genome), genome, transcript.gene)


def _position(text: str, written: str, transcript: Transcript) -> int:
    """The genomic position of ``1799``, ``1905+1``, ``-124`` or ``*32``."""
    found = re.fullmatch(r"([-*]?)(\d+)([+-]\d+)?", written)
    assert found is not None  # the pattern of _CHANGE
    number, offset = int(found[2]), int(found[3] or 0)
    base = -number if found[1] == "-" else number - 1 + (transcript.cds_length if found[1] else 0)
    if not found[1] and number > transcript.cds_length:
        raise UsageError(f"'{text}': {transcript.transcript} has {transcript.cds_length} coding bases; there is no c.{number}.")
    pos = transcript.genomic(base, offset)
    if pos is None:
        raise UsageError(f"'{text}': c.{written} does not stand at an exon border of {transcript.transcript}.")
    return pos


def _spelt_out(text: str, parts: re.Match[str], place: _Place, genome: Genome) -> _SpeltOut:
    """Spell the change out. Raises UsageError where the bases that it names are not those of the reference."""
    chrom, low, high, strand = place
    if parts["inserted"]:
        if high != low + 1:
            raise UsageError(f"'{text}': an insertion lies between two neighbouring positions.")
        anchor = _known(text, chrom, low, low, genome)
        return _SpeltOut(chrom, low, anchor, anchor + place.on_plus(parts["inserted"]))
    if parts["ref"] and not parts["last"]:
        standing = genome.reference(chrom, low, high) or place.on_plus(parts["ref"])
        if standing != place.on_plus(parts["ref"]):
            raise UsageError(f"'{text}': the reference there is {place.on_plus(standing)}, not {parts['ref'].upper()}.")
        return _SpeltOut(chrom, low, place.on_plus(parts["ref"]), place.on_plus(parts["alt"]))
    standing = _known(text, chrom, low, high, genome)
    if parts["dup"]:
        return _SpeltOut(chrom, high, standing[-1], standing[-1] + standing)
    if parts["inv"]:
        return _SpeltOut(chrom, low, standing, reverse_complement(standing))
    inserted = place.on_plus(parts["delinserted"] or parts["alt"])
    written = place.on_plus(parts["deleted"] or parts["ref"])
    if written and written != standing:
        raise UsageError(f"'{text}': the reference there is {standing if strand > 0 else reverse_complement(standing)}.")
    if inserted:
        return _SpeltOut(chrom, low, standing, inserted)
    anchor = _known(text, chrom, low - 1, low - 1, genome)
    return _SpeltOut(chrom, low - 1, anchor + standing, anchor)


def _known(text: str, chrom: str, low: int, high: int, genome: Genome) -> str:
    bases = genome.reference(chrom, low, high)
    if bases is None:
        raise NotPackagedError(
            f"'{text}': the sequence at {chrom}:{low}-{high} is not packaged. Give --fasta, or the change with its bases."
        )
    return bases

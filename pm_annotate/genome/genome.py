"""The genome of one assembly: reference bases, transcripts, and what alleles do to them. The door of this room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pm_annotate.errors import AssemblyError, UsageError
from pm_annotate.genome.coding import CodingSequence, read_coding_sequence
from pm_annotate.genome.coordinate_effect import ReferenceProtein, coordinate_effect
from pm_annotate.genome.effect import effect_on
from pm_annotate.genome.gene_regions import FLANK, UPSTREAM, read_regions
from pm_annotate.genome.hgvs_names import PlacedEdit, genomic_name, place
from pm_annotate.genome.known_codons import read_known_codons
from pm_annotate.genome.noncoding_effect import noncoding_effect
from pm_annotate.genome.normalise import Edit, as_edit, left_aligned, trimmed
from pm_annotate.genome.preferred import VERSION_DIFFERS
from pm_annotate.genome.sequence import FastaBases, PackagedBases, ReferenceBases
from pm_annotate.genome.transcripts import Interval, Transcript, TranscriptTable
from pm_annotate.model import Allele, Assembly, Effect


def load_genome(folder: Path, assembly: Assembly, fasta: Path | None = None, preferred: Sequence[str] = ()) -> Genome:
    """The genome packaged in ``folder``: ``resources/genome``, or a pack that ``pm-annotate genome build`` made.

    ``fasta``: an indexed FASTA of the same assembly. ``preferred``: accessions (one per gene) that become primary.
    Raises InputError for an unreadable FASTA, AssemblyError for a FASTA or pack of another assembly, UsageError for
    a folder that is no pack and for an unknown preferred accession.
    """
    if not (folder / f"transcripts.{assembly}.tsv").is_file():
        held = ", ".join(str(other) for other in Assembly if (folder / f"transcripts.{other}.tsv").is_file())
        if not held:
            raise UsageError(f"{folder} is not a genome pack. Make one with 'pm-annotate genome build'.")
        raise AssemblyError(f"{folder} holds transcripts of {held}, not of {assembly}. Build a pack of {assembly} besides.")
    return Genome(folder, assembly, fasta, preferred)


Kept = TypeVar("Kept")

_MOST_KEPT = 64  # transcripts whose sequence is at hand: files are sorted, and panels have few genes


class Genome:
    """Transcripts and sequence of one assembly. Everything is read when first needed; all but coding sequences is kept."""

    def __init__(self, folder: Path, assembly: Assembly, fasta: Path | None = None, preferred: Sequence[str] = ()) -> None:
        self.assembly = assembly
        self._folder = folder
        self._fasta = fasta
        self._preferred = tuple(preferred)
        self._coding: dict[str, CodingSequence | None] = {}
        self._reference_proteins: dict[str, ReferenceProtein] = {}
        self._regions: dict[tuple[int, int, frozenset[str] | None], dict[str, tuple[Interval, ...]]] = {}
        if fasta is not None:
            self._bases  # noqa: B018 - a wrong FASTA is an error now, not at the first variant
        if preferred:
            self._table  # noqa: B018 - and so is an unknown accession

    # ------------------------------------------------------------------------------------------------ tables

    @cached_property
    def _table(self) -> TranscriptTable:
        return TranscriptTable(self._folder / f"transcripts.{self.assembly}.tsv", self._preferred)

    @cached_property
    def _packaged(self) -> PackagedBases:
        return PackagedBases(self._folder / f"{self.assembly}.fa", self._folder / f"{self.assembly}.index.tsv")

    @cached_property
    def _bases(self) -> ReferenceBases:
        return self._packaged if self._fasta is None else FastaBases(self._fasta, self.assembly, self._packaged)

    @cached_property
    def _proteins(self) -> Mapping[str, str]:
        """Reference proteins of the genes without packaged sequence, by accession."""
        records = (self._folder / "proteins.fa").read_text().split(">")[1:]
        headed = (record.partition("\n") for record in records)
        return {header.partition("|")[2]: residues.strip() for header, _, residues in headed}

    @cached_property
    def _known_codons(self) -> Mapping[str, Mapping[int, frozenset[str]]]:
        return read_known_codons(self._folder)

    # ------------------------------------------------------------------------------------------------ genes

    def genes(self) -> Collection[str]:
        """Symbols of the packaged genes."""
        return self._table.genes.keys()

    def transcript_of(self, gene: str) -> Transcript | None:
        """The gene's primary transcript; None for a gene that is not packaged."""
        found = self._table.of_gene(gene)
        return found[0] if found else None

    def transcripts_of(self, gene: str) -> tuple[Transcript, ...]:
        """All packaged transcripts of a gene, the primary one first."""
        return self._table.of_gene(gene)

    def transcript_named(self, accession: str) -> Transcript | None:
        """The transcript with this accession or alias; its version may differ from the packaged one."""
        return self._table.named(accession)

    def transcripts_at(self, chrom: str, start: int, end: int) -> list[Transcript]:
        """Transcripts whose exons, introns, promoter or 3' end meet ``start``..``end``."""
        return self._table.overlapping(chrom, start, end)

    def protein(self, gene: str, transcript: str | None = None) -> str | None:
        """The reference protein without ``*``, of the primary or the named transcript; None where it is not known."""
        for candidate in self._table.of_gene(gene):
            if transcript is None or transcript in candidate.accessions:
                return self.protein_of(candidate)
        return None

    def protein_of(self, transcript: Transcript) -> str | None:
        """The reference protein of a transcript, without ``*``."""
        coding = self._coding_of(transcript) if transcript.cds_exons else None
        return coding.protein[:-1] if coding is not None else self._proteins.get(transcript.transcript)

    def exon_of_residue(self, gene: str, residue: int, transcript: str | None = None) -> int | None:
        """The number of the exon where the codon of ``residue`` begins, in the numbering that people use."""
        for candidate in self._table.of_gene(gene):
            if transcript is None or transcript in candidate.accessions:
                return candidate.exon_of_residue(residue)
        return None

    def regions(
        self, upstream: int = UPSTREAM, intron_flank: int = FLANK, genes: Collection[str] | None = None
    ) -> dict[str, tuple[Interval, ...]]:
        """Intervals to look at, merged, by chromosome: exons with ``intron_flank``, and ``upstream`` of the start codon.

        1-based and closed. ``genes`` limits them to some genes.
        """
        asked = (upstream, intron_flank, frozenset(genes) if genes is not None else None)
        if asked not in self._regions:
            packed = self._packed_regions() if asked == (UPSTREAM, FLANK, None) else None
            self._regions[asked] = packed or self._table.regions(upstream, intron_flank, genes)
        return self._regions[asked]

    def _packed_regions(self) -> dict[str, tuple[Interval, ...]] | None:
        return read_regions(self._folder / f"regions.{self.assembly}.tsv", self._folder / f"transcripts.{self.assembly}.tsv")

    # ------------------------------------------------------------------------------------------------ bases

    def reference(self, chrom: str, start: int, end: int) -> str | None:
        """Plus-strand bases at ``start``..``end`` (1-based, closed); None where any of them is unknown."""
        bases = self._bases.fetch(chrom, start, end)
        return None if bases is None or "N" in bases else bases

    def reference_agrees(self, chrom: str, pos: int, ref: str) -> bool | None:
        """Whether REF is what the assembly has there; None where the assembly's own bases are not known."""
        known = self.reference(chrom, pos, pos + len(ref) - 1)
        if known is None:
            return None
        if known == ref.upper():
            return True
        return False if self._fasta is not None or self._packaged.is_exact(chrom, pos) else None

    def left_align(self, allele: Allele) -> Allele:
        """The allele in the spelling of ``bcftools norm``, with ``left_aligned`` telling whether the sequence sufficed."""
        ref, alt = allele.ref, allele.alt
        if len(ref) == 1 == len(alt):
            return allele if allele.left_aligned else allele._replace(left_aligned=True)
        if not alt.isalpha():
            return allele
        if self.reference_agrees(allele.chrom, allele.pos, ref) is False:
            pos, ref, alt, complete = trimmed(allele.pos, ref, alt)
        else:
            pos, ref, alt, complete = left_aligned(allele.chrom, allele.pos, ref, alt, self._bases)
        return allele._replace(pos=pos, ref=ref, alt=alt, left_aligned=complete)

    # ------------------------------------------------------------------------------------------------ effects

    def hgvsg(self, allele: Allele) -> str:
        """``NC_000007.14:g.140753336A>T``."""
        edit = as_edit(allele.pos, allele.ref, allele.alt)
        return genomic_name(place(edit, self._bases, allele.chrom, 1), self.assembly, allele.chrom)

    def effects(self, allele: Allele) -> tuple[Effect, ...]:
        """What the allele does to each transcript it meets, gene by gene, primary transcripts first.

        () outside the packaged genes and their promoters, and for an ALT that is not spelt out (``<DEL>``, ``*``, breakends).
        """
        if not allele.alt.isalpha():
            return ()
        edit = as_edit(allele.pos, allele.ref, allele.alt)
        start, end = edit.start, edit.end
        transcripts = self._table.overlapping(allele.chrom, min(start, end), max(start, end))
        if not transcripts or not (edit.removed or edit.inserted):
            return ()
        known = self.reference(allele.chrom, start, end) if edit.removed else ""
        agrees = None if known is None else known == edit.removed.upper()
        forward = place(edit, self._bases, allele.chrom, 1)
        hgvsg = genomic_name(forward, self.assembly, allele.chrom)
        if edit.can_move:
            backward = place(edit, self._bases, allele.chrom, -1)
            unmoved = PlacedEdit(edit, False, True)
            placed = {1: forward, -1: backward} if agrees is not False else {1: unmoved, -1: unmoved}
            effects = [self._effect(placed[one.strand], placed[-one.strand].edit, one, hgvsg, agrees) for one in transcripts]
        else:
            effects = [self._effect(forward, None, one, hgvsg, agrees) for one in transcripts]
        if len(effects) > 1:
            effects.sort(key=lambda effect: not effect.is_primary)
        differs = self._table.version_differs
        return tuple(_with_version_caveat(effects, differs) if differs else effects)

    def _effect(
        self, placed: PlacedEdit, leftmost: Edit | None, transcript: Transcript, hgvsg: str, agrees: bool | None
    ) -> Effect:
        if not transcript.cds_exons:
            source = "packaged_sequence" if transcript.sequence == "packaged" else "coordinates"
            return noncoding_effect(placed, transcript, hgvsg, source, agrees)
        coding = self._coding_of(transcript)
        if coding is None:
            return coordinate_effect(placed, transcript, self._reference_protein(transcript), hgvsg, agrees)
        source = "packaged_sequence" if transcript.sequence == "packaged" else "fasta"
        return effect_on(placed, leftmost, transcript, coding, hgvsg, source, agrees)

    def _reference_protein(self, transcript: Transcript) -> ReferenceProtein:
        name = transcript.transcript
        if name not in self._reference_proteins:
            residues = self._proteins.get(name, "") + "*"
            _keep(self._reference_proteins, name, ReferenceProtein(residues, self._known_codons.get(transcript.gene, {})))
        return self._reference_proteins[name]

    def _coding_of(self, transcript: Transcript) -> CodingSequence | None:
        name = transcript.transcript
        if name not in self._coding:
            coding = None
            if transcript.sequence == "packaged" or self._fasta is not None:
                coding = read_coding_sequence(transcript, self._bases)
            if coding is not None and transcript.sequence != "packaged" and not self._reads_as_reference(transcript, coding):
                coding = None
            _keep(self._coding, name, coding)
        return self._coding[name]

    def _reads_as_reference(self, transcript: Transcript, coding: CodingSequence) -> bool:
        """Whether sequence from a FASTA gives the reference protein, but for a few residues that differ by population."""
        expected, found = self._proteins.get(transcript.transcript, ""), coding.protein[:-1]
        return len(expected) == len(found) and sum(a != b for a, b in zip(expected, found, strict=True)) <= 3


def _keep(sequences: dict[str, Kept], name: str, sequence: Kept) -> None:
    """Add one; the one that was added first makes room."""
    if len(sequences) == _MOST_KEPT:
        del sequences[next(iter(sequences))]
    sequences[name] = sequence


def _with_version_caveat(effects: list[Effect], differs: Mapping[str, str]) -> list[Effect]:
    """Say on which effects the laboratory's accession has another version than the packaged one."""
    return [
        effect._replace(caveats=(*effect.caveats, f"{VERSION_DIFFERS} {differs[effect.transcript]}"))
        if effect.transcript in differs
        else effect
        for effect in effects
    ]

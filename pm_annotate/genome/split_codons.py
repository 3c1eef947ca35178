"""Two substitutions of one codon that an intron splits: what they make together is said, they are not read as one change.

One allele that carries both would span the intron, whose bases no file of coding alleles gives. Each keeps its own name and its
statements, and says what stands beyond the intron: TP53 G187, of which exon 5 holds the first base and exon 6 the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from pm_annotate.genome.combined_allele import observed_as
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.sequence import codon_residue, complement
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Allele, Effect, Observation
from pm_annotate.phase import Phase, phase_in_tumor

Annotated = tuple[Observation, tuple[Effect, ...]]

AT_AN_EXON_END = "splice_region_variant"
BEYOND = "another change in the same codon, beyond an intron"
SAID = {
    Phase.CIS: BEYOND + ", on the same haplotype ({other}): together they make {name}; not read together",
    Phase.UNKNOWN: BEYOND + ": phase unknown ({other}); on one haplotype they make {name}",
    Phase.TRANS: "in trans: {other} lies on the other haplotype",
}


def with_split_codons(annotated: list[Annotated], genome: Genome) -> list[Annotated]:
    """The observations of one sample; those of a split codon with what the other one means. Nearly always: as they are."""
    of_codon: dict[tuple[str, int], list[int]] = {}
    for place, (observation, effects) in enumerate(annotated):
        for effect in effects:
            if AT_AN_EXON_END in effect.consequence and effect.is_primary and _in_a_codon(observation, effect):
                of_codon.setdefault((effect.transcript, effect.protein_start or 0), []).append(place)
    marked = list(annotated)
    for (accession, residue), places in of_codon.items():
        transcript = genome.transcript_named(accession) if len(places) > 1 else None
        if transcript is None:
            continue
        for one, two in permutations(places, 2):
            observation, effects = marked[one]
            notes = tuple(_notes(observation, annotated[two][0], transcript, residue, genome))
            marked[one] = observation._replace(phase_notes=(*observation.phase_notes, *notes)), effects
    return marked


def _in_a_codon(observation: Observation, effect: Effect) -> bool:
    """A substitution within an exon that is no part of a combined change."""
    allele = observation.allele
    within = effect.protein_start is not None and effect.protein_start == effect.protein_end and bool(effect.exon_numbers)
    return within and len(allele.ref) == len(allele.alt) and allele.alt.isalpha() and not observation.part_of


def _notes(one: Observation, two: Observation, transcript: Transcript, residue: int, genome: Genome) -> Iterator[str]:
    """What is to be said of ``two`` beside ``one``: nothing where both lie in one exon, or at one place."""
    exons = {transcript.exon_index(allele.pos) for allele in (one.allele, two.allele)}
    if len(exons) < 2 or None in exons:
        return
    phase = phase_in_tumor(one, two)
    name = _together((one.allele, two.allele), transcript, residue, genome)
    if name:
        yield SAID[phase].format(other=observed_as(two.allele), name=name)


def _together(alleles: Iterable[Allele], transcript: Transcript, residue: int, genome: Genome) -> str:
    """``TP53 p.G187W``; "" where the bases of the codon are not known."""
    places = transcript.codon_places(residue)
    standing = [genome.reference(transcript.chrom, place, place) if place else None for place in places]
    changed = list(standing)
    for allele in alleles:
        for at, place in enumerate(places):
            if place is not None and allele.pos <= place < allele.pos + len(allele.ref):
                changed[at] = allele.alt[place - allele.pos]
    before, after = _residue(standing, transcript), _residue(changed, transcript)
    if not before or not after:
        return ""
    return f"{transcript.gene} p.{before}{residue}{'=' if after == before else after}"


def _residue(bases: Sequence[str | None], transcript: Transcript) -> str:
    known = "".join(base for base in bases if base)
    if len(known) != 3:
        return ""
    return codon_residue(known if transcript.strand > 0 else complement(known)).replace("X", "")

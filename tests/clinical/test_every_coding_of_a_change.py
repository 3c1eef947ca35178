"""A protein change is the same however it is coded: each codon of the new residue meets each statement on it.

The codons, their places and the bases that differ are worked out here, from the standard genetic code and the transcripts'
positions alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.model import Allele, Assembly, BiomarkerKind, MatchLevel
from pm_annotate.protein_change import parse_protein_change
from tests.knowledge.constructed_table import allele
from tests.knowledge.matches_of_alleles import match_allele

RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = {
    a + b + c: RESIDUES[16 * i + 4 * j + k]
    for i, a in enumerate("TCAG")
    for j, b in enumerate("TCAG")
    for k, c in enumerate("TCAG")
}
OTHER_STRAND = str.maketrans("ACGT", "TGCA")


def codings(accession: str, residue: int, old: str, new: str, assembly: Assembly, genome: Genome) -> Iterator[Allele]:
    """The alleles that change ``old`` to ``new``, one per codon; none where an intron divides it or ``old`` is not there."""
    transcript = genome.transcript_named(accession)
    places = [transcript.genomic(3 * residue - 3 + at) for at in range(3)] if transcript else []
    if None in places or not places or max(places) - min(places) != 2:
        return
    low = min(places)
    reference = genome.reference(transcript.chrom, low, low + 2)
    if reference is None:
        return
    codon = reference if transcript.strand > 0 else reference[::-1].translate(OTHER_STRAND)
    if CODONS[codon] != old:
        return
    for other in (one for one in CODONS if CODONS[one] == new and one != codon):
        changed = other if transcript.strand > 0 else other[::-1].translate(OTHER_STRAND)
        differing = [at for at in range(3) if changed[at] != reference[at]]
        first, last = differing[0], differing[-1]
        place = f"{transcript.chrom}:{low + first}:{reference[first : last + 1]}:{changed[first : last + 1]}"
        yield allele(place, assembly)


@pytest.mark.parametrize("assembly", list(Assembly))
def test_every_codon_of_the_new_residue_is_the_change_that_statements_name(assembly: Assembly, resources: Path) -> None:
    genome, knowledge = load_genome(resources / "genome", assembly), load_knowledge(resources / "knowledge")
    tried, lost = 0, []
    for marker in knowledge.biomarkers.values():
        change = parse_protein_change(marker.protein_changes[0]) if marker.kind == BiomarkerKind.PROTEIN_CHANGE else None
        if change is None or change.kind != "substitution" or change.start == 1:
            continue
        for accession in marker.transcripts[:1]:
            for one in codings(accession, change.start, change.start_residue, change.inserted, assembly, genome):
                tried += 1
                levels = {
                    m.biomarker.biomarker_id: m.level for m in match_allele(knowledge, assembly, one, genome.effects(one))
                }
                if levels.get(marker.biomarker_id) not in (MatchLevel.EXACT, MatchLevel.PROTEIN):
                    lost.append((marker.name, one.key))
    assert tried > 2500
    assert not lost

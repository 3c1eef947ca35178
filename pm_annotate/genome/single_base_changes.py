"""The changes of a single base that make a typed substitution: the alleles that ``RET C634W`` may stand for in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pm_annotate.genome.sequence import codon_residue, complement
from pm_annotate.model import Allele
from pm_annotate.protein_change import ProteinChange, parse_protein_change

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome
    from pm_annotate.genome.hgvs_parse import TypedVariant
    from pm_annotate.genome.transcripts import Transcript


def single_base_changes(typed: TypedVariant, genome: Genome) -> tuple[TypedVariant, ...]:
    """The typed protein change as each single base makes it, with its allele and effects, by position and base.

    () for what is no substitution of one residue, where no single base makes it (BRAF V600K), and without known bases.
    """
    first = typed.effects[0] if typed.effects else None
    change = parse_protein_change(first.hgvsp_short) if first is not None else None
    if first is None or change is None or change.kind != "substitution":
        return ()
    transcript = genome.transcript_named(first.transcript)
    if transcript is None or not transcript.cds_exons:
        return ()
    found = []
    for allele in _alleles(transcript, change, genome):
        effects = sorted(genome.effects(allele), key=lambda effect: effect.gene != first.gene)
        if effects and (effects[0].transcript, effects[0].hgvsp_short) == (first.transcript, first.hgvsp_short):
            effects[0] = effects[0]._replace(caveats=tuple(dict.fromkeys((*effects[0].caveats, *first.caveats))))
            found.append(typed._replace(allele=allele, effects=tuple(effects)))
    return tuple(found)


def _alleles(transcript: Transcript, change: ProteinChange, genome: Genome) -> Iterator[Allele]:
    chrom = transcript.chrom
    places = transcript.codon_places(change.start)
    known = [None if place is None else genome.reference(chrom, place, place) for place in places]
    standing = [base if transcript.strand > 0 else complement(base) for base in known if base]
    if len(standing) != 3:
        return
    for at, place in sorted(enumerate(places), key=lambda pair: pair[1] or 0):
        for base in "ACGT":
            codon = "".join([*standing[:at], base, *standing[at + 1 :]])
            if place is not None and base != standing[at] and codon_residue(codon) == change.inserted:
                ref, alt = (bases if transcript.strand > 0 else complement(bases) for bases in (standing[at], base))
                yield Allele(genome.assembly, chrom, place, ref, alt, chrom, place, ".", ref, alt, left_aligned=True)

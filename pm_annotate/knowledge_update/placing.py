"""An allele of one assembly on the other one, by its coding name: the chain that lifts positions is not packaged.

The name that the allele has on a packaged transcript is read on the same transcript (same version) of the other assembly, and
must be the name of what is found there. Where transcripts disagree, or none has both, there is no place: nothing is guessed.
Of CIViC's 824 packaged alleles with both places, 806 are found so, as the chain has them, and 18 lie in no packaged gene.
"""

from __future__ import annotations

from collections.abc import Mapping

from pm_annotate.errors import UsageError
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.knowledge.table_file import AlleleKey
from pm_annotate.knowledge_tables.biomarkers import typed_allele
from pm_annotate.model import Assembly, Biomarker


def with_both_assemblies(biomarker: Biomarker, genomes: Mapping[Assembly, Genome]) -> Biomarker:
    """The biomarker with the places of its alleles on the assembly that the source does not give, where they are certain."""
    given = {assembly for assembly, *_ in biomarker.alleles}
    if len(given) != 1:
        return biomarker
    (here,) = given
    (there,) = set(Assembly) - given
    placed = [other_place(allele[1:], genomes[here], genomes[there]) for allele in biomarker.alleles]
    if not all(placed):
        return biomarker  # some of several: the assemblies would mean different things
    return biomarker._replace(alleles=tuple(sorted({*biomarker.alleles, *((there, *key) for key in placed if key)})))


def other_place(key: AlleleKey, here: Genome, there: Genome) -> AlleleKey | None:
    """Where the allele lies on the other assembly, normalised; None where no transcript says it, or they disagree."""
    chrom, pos, ref, alt = key
    found: set[AlleleKey] = set()
    for effect in here.effects(typed_allele(here.assembly, chrom, pos, ref, alt)):
        transcript = there.transcript_named(effect.transcript)
        if not effect.hgvsc or transcript is None or transcript.transcript != effect.transcript:
            continue
        try:
            typed = parse_variant(f"{effect.transcript}:{effect.hgvsc}", there)
        except UsageError:  # the name does not fit the sequence there
            return None
        names = {other.hgvsc for other in typed.effects if other.transcript == effect.transcript}
        if typed.allele is None or names != {effect.hgvsc}:
            return None
        found.add(typed.allele.key)
    return found.pop() if len(found) == 1 else None

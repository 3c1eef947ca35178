"""Coding names of the sources as HGVS writes them: at the most 3' placement, a duplication before an insertion.

CIViC's ``VHL c.430delG`` deletes one of two Gs, and an allele's name is c.431del: compared as text, the two would never meet.
The source's name stays; the recommended one is added.
"""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.errors import UsageError
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.model import Biomarker


def with_coding_names(biomarker: Biomarker, genome: Genome) -> Biomarker:
    """The biomarker with the recommended form of each of its coding names, on the transcripts that its names count on."""
    recommended = (found for name in biomarker.hgvsc for found in recommended_names(biomarker, name, genome))
    names = tuple(dict.fromkeys((*biomarker.hgvsc, *recommended)))
    return biomarker if names == biomarker.hgvsc else biomarker._replace(hgvsc=names)


def recommended_names(biomarker: Biomarker, name: str, genome: Genome) -> Iterator[str]:
    """What alleles that ``name`` spells are called here; nothing where it does not fit the sequence."""
    primary = genome.transcript_of(biomarker.gene)
    for accession in biomarker.transcripts or ((primary.transcript,) if primary else ()):
        try:
            effects = parse_variant(f"{accession}:{name}", genome).effects
        except UsageError:
            continue
        yield from (effect.hgvsc for effect in effects if effect.transcript == accession and effect.hgvsc)

"""Joins the rooms for a lab's table: whether the genes and residues that its rows name are those of the packaged genome.

A row on a gene or residue that nothing has is valid and never met, so that a slip (BRAF V601E) would be a silent miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pm_annotate.errors import UsageError
from pm_annotate.genome.hgvs_parse import packaged_gene, parse_variant
from pm_annotate.knowledge.evaluation import SMALL_VARIANT_KINDS
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.model import Biomarker, BiomarkerKind

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome
    from pm_annotate.knowledge.lab_table import LabRows

OF_ONE_GENE = SMALL_VARIANT_KINDS | {
    BiomarkerKind.AMPLIFICATION,
    BiomarkerKind.COPY_GAIN,
    BiomarkerKind.DELETION,
    BiomarkerKind.COPY_LOSS,
    BiomarkerKind.EXON_DELETION,
    BiomarkerKind.WILD_TYPE,
}


def doubtful_names(lab: LabRows, genome: Genome) -> Iterator[str]:
    """Warnings on the biomarkers that no packaged table names, each with the statements that use it."""
    for biomarker in lab.biomarkers:
        doubts = list(_doubts(biomarker, genome)) if biomarker.kind in OF_ONE_GENE and biomarker.gene else []
        if doubts:
            users = [one.statement_id for one in lab.statements if biomarker.biomarker_id in biomarker_ids(one.profile)]
            yield from (f"{', '.join(users)}: {biomarker.name!r} may never be met: {doubt}" for doubt in doubts)


def _doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    try:
        packaged = packaged_gene(biomarker.gene, genome)
    except UsageError as error:
        yield str(error)
        return
    if packaged != biomarker.gene:
        yield f"the gene's symbol is {packaged}."
        return
    for change in biomarker.protein_changes:
        try:
            first = parse_variant(f"{packaged} p.{change}", genome).effects[0]
        except UsageError as error:
            yield str(error)
            continue
        if any(caveat.startswith("numbered_") for caveat in first.caveats):
            yield f"it is {first.hgvsp_short.removeprefix('p.')} by the numbers of {first.transcript}: write it so."

"""What alleles are read with when their inherited risk is asked: the genes, ClinVar, and questions to the genome."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.clinical.loss_of_function import FateOf
from pm_annotate.clinical.origin import TUMOUR_FILE, OriginContext
from pm_annotate.knowledge.clinvar_alleles import is_conflicting
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Allele, Assembly

PartsOf = Callable[[Allele], Sequence[tuple[str, int, str, str]]]
"""The single changes that an allele of several bases is made of, left-aligned; () where it is a single change itself."""


class ClinvarLayer(Protocol):
    """Alleles that ClinVar's submitters, or some of them, call pathogenic or likely pathogenic."""

    def entry(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None:
        """Significance and gene; None where it has none."""


class OfClinvar(NamedTuple):
    """What ClinVar says of an allele, or of a part of it."""

    significance: str
    gene: str
    part: str = ""  # "17:43106487 A>C", where it is a part of the allele that ClinVar knows


class PredispositionContext(NamedTuple):
    """What the alleles are read with. ``fate_of`` and ``parts_of`` are questions to the genome, asked by the caller."""

    genes: Mapping[str, PredispositionGene]
    clinvar: ClinvarLayer
    sex: str | None = None
    fate_of: FateOf = lambda allele, effect: None
    parts_of: PartsOf = lambda allele: ()
    origin: OriginContext = TUMOUR_FILE  # of a germline file no column is a tumour's

    def by_loss(self, gene: str) -> bool:
        """Whether the loss of the gene predisposes."""
        known = self.genes.get(gene)
        return known is not None and known.by_loss

    def of_clinvar(self, allele: Allele) -> OfClinvar | None:
        """What ClinVar says of the allele; else of the parts that it is made of, those that are not conflicting first."""
        if not allele.chrom:
            return None
        if (entry := self.clinvar.entry(allele.assembly, allele.key)) is not None:
            return OfClinvar(*entry)
        if len(allele.ref) == 1 == len(allele.alt):
            return None
        named = [(key, self.clinvar.entry(allele.assembly, key)) for key in self.parts_of(allele)]
        found = [OfClinvar(*entry, f"{key[0]}:{key[1]} {key[2]}>{key[3]}") for key, entry in named if entry is not None]
        return min(found, key=lambda one: is_conflicting(one.significance), default=None)

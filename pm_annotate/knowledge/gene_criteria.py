"""The biomarkers of a gene, sorted by what an allele has to touch to meet them, so that few are compared with each allele."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pm_annotate.knowledge.matching_protein import coding_name
from pm_annotate.knowledge.observed_change import UNNAMED, ObservedChange, named_change
from pm_annotate.knowledge.variant_action import ActionTable, GeneRole, role_of
from pm_annotate.model import Biomarker, BiomarkerKind, Effect

WHOLE_GENE = frozenset(
    {
        BiomarkerKind.ANY_VARIANT,
        BiomarkerKind.LOSS_OF_FUNCTION,
        BiomarkerKind.GAIN_OF_FUNCTION,
        BiomarkerKind.TRUNCATING,
        BiomarkerKind.FRAMESHIFT,
    }
)
PARTS_OF_A_GENE = frozenset(
    {
        BiomarkerKind.REGION,
        BiomarkerKind.EXON,
        BiomarkerKind.EXON_SKIPPING,
        BiomarkerKind.PROMOTER,
        BiomarkerKind.INTERNAL_DUPLICATION,
    }
)
LONGEST_PROTEIN = 40_000  # residues; titin has 35,991
MET_SILENTLY = frozenset({BiomarkerKind.PROMOTER, BiomarkerKind.EXON_SKIPPING})


class GeneCriteria(NamedTuple):
    """``by_residue``: protein changes and codons under each residue that they name. ``by_coding_name``: under their c. name.
    ``parts`` (exons, regions..) and ``whole_gene`` are compared with every allele; ``polymorphisms`` by identifier."""

    role: GeneRole
    by_residue: Mapping[int, tuple[Biomarker, ...]] = {}
    by_coding_name: Mapping[str, tuple[Biomarker, ...]] = {}
    parts: tuple[Biomarker, ...] = ()
    parts_met_silently: bool = False  # a promoter, an exon that is skipped
    whole_gene: tuple[Biomarker, ...] = ()
    polymorphisms: tuple[Biomarker, ...] = ()

    def asks_of_silent(self, effect: Effect) -> bool:
        """Whether an effect that names no change of protein or splicing could meet a criterion: by its c. name or identifier,
        at a promoter or before an exon, or within a codon where it has no name."""
        if self.polymorphisms or self.parts_met_silently or (self.by_residue and UNNAMED in effect.consequence):
            return True
        return bool(self.by_coding_name) and coding_name(effect.hgvsc) in self.by_coding_name

    def near(self, change: ObservedChange) -> Iterable[Biomarker]:
        """Those that the change could meet or come close to by its residues, its c. name, or its part of the gene."""
        span = change.residues() if self.by_residue else None
        if span is not None:
            for residue in self._known_residues(*span):
                yield from self.by_residue.get(residue, ())
        if change.effect.hgvsc and self.by_coding_name:
            yield from self.by_coding_name.get(coding_name(change.effect.hgvsc), ())
        yield from self.parts

    def _known_residues(self, first: int, last: int) -> Iterable[int]:
        """The residues to look up. A file's own annotation may claim a span of any length: those that are known are few."""
        if last - first < len(self.by_residue):
            return range(first, last + 1)
        return sorted(residue for residue in self.by_residue if first <= residue <= last)


@lru_cache(maxsize=8192)
def criteria_of(table: ActionTable, gene: str) -> GeneCriteria:
    """The gene's criteria, sorted once per table. A table must not change while it is in use."""
    own = [marker for marker in table.biomarkers_of_gene(gene) if marker.gene == gene]
    if not own:
        return GeneCriteria(role_of(table, gene))
    by_residue: dict[int, list[Biomarker]] = {}
    by_coding_name: dict[str, list[Biomarker]] = {}
    for marker in own:
        for residue in sorted(set(_residues_of(marker))):
            by_residue.setdefault(residue, []).append(marker)
        for name in marker.hgvsc:
            by_coding_name.setdefault(coding_name(name), []).append(marker)
    return GeneCriteria(
        role=role_of(table, gene),
        by_residue={residue: tuple(markers) for residue, markers in by_residue.items()},
        by_coding_name={name: tuple(markers) for name, markers in by_coding_name.items()},
        parts=tuple(marker for marker in own if marker.kind in PARTS_OF_A_GENE),
        parts_met_silently=any(marker.kind in MET_SILENTLY for marker in own),
        whole_gene=tuple(marker for marker in own if marker.kind in WHOLE_GENE),
        polymorphisms=tuple(marker for marker in own if marker.kind == BiomarkerKind.POLYMORPHISM and marker.rsid),
    )


def _residues_of(marker: Biomarker) -> Iterable[int]:
    if marker.kind == BiomarkerKind.CODON:
        yield from marker.codons
    if marker.kind == BiomarkerKind.PROTEIN_CHANGE:
        for change in map(named_change, marker.protein_changes):
            if change is not None:
                yield from range(change.start, min(change.end, change.start + LONGEST_PROTEIN) + 1)

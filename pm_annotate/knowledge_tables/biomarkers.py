"""The join of knowledge and genome at build time: typed biomarkers get their alleles.

A coordinate of the source becomes a normalised allele: anchored where it inserts or deletes, left-aligned. On an assembly
whose reference bases disagree with the source's it is left out and listed. ``build_numbering`` then ties the names of
protein changes to transcripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.knowledge.profiles import slug
from pm_annotate.knowledge.sources.civic_variants import SequenceChange
from pm_annotate.knowledge.table_file import AlleleKey
from pm_annotate.model import Allele, Assembly, Biomarker, BiomarkerKind, Effect


class GenomeReader(Protocol):
    """What this join asks of the genome room, per assembly."""

    def reference(self, chrom: str, start: int, end: int) -> str | None: ...

    def left_align(self, allele: Allele) -> Allele: ...

    def effects(self, allele: Allele) -> tuple[Effect, ...]: ...

    def transcripts_with_protein(self, gene: str) -> Mapping[str, str]: ...


@dataclass(slots=True)
class JoinReport:
    """What the join could not use; every list is sorted before it is written."""

    reference_disagrees: list[str] = field(default_factory=list)  # "civic:MP12 GRCh38 7:1:A:T"
    outside_packaged_sequence: list[str] = field(default_factory=list)
    name_disagrees: list[str] = field(default_factory=list)  # the allele's protein change is not the named one
    fits_no_transcript: list[str] = field(default_factory=list)


class BiomarkerRegistry:
    """Every biomarker of one knowledge base, typed once per name, keyed by id.

    ``known``: biomarkers by id that are taken as they are, alleles and all, where the source still calls them so.
    """

    def __init__(
        self, prefix: str, vocabulary: Vocabulary, ids_by_name: Mapping[str, str], known: Mapping[str, Biomarker] | None = None
    ) -> None:
        self._prefix = prefix
        self._vocabulary = vocabulary
        self._ids_by_name = ids_by_name  # lower-case names to the source's own ids
        self._known = known or {}
        self.biomarkers: dict[str, Biomarker] = {}
        self.taken: set[str] = set()  # ids of those that were known

    def biomarker_id(self, name: str, source_id: str = "") -> str:
        """The id for a name: ``civic:MP12`` where the source numbers it, else one made of the name."""
        source_id = source_id or self._ids_by_name.get(name.lower(), "")
        biomarker_id = f"{self._prefix}:MP{source_id}" if source_id else slug(self._prefix, name)
        if biomarker_id not in self.biomarkers:
            known = self._known.get(biomarker_id)
            if known is not None and known.name.lower() == name.lower():
                self.biomarkers[biomarker_id] = known
                self.taken.add(biomarker_id)
            else:
                self.biomarkers[biomarker_id] = type_biomarker(biomarker_id, name, self._vocabulary)
        return biomarker_id


def with_alleles(
    biomarker: Biomarker, changes: Iterable[SequenceChange], genomes: Mapping[Assembly, GenomeReader], report: JoinReport
) -> Biomarker:
    """The biomarker with the alleles of the source's coordinates, each checked against the reference."""
    keys = set(biomarker.alleles)
    for change in changes:
        allele = _anchored(change, genomes[change.assembly])
        place = f"{change.chrom}:{change.start}-{change.stop} {change.ref}>{change.alt}"
        label = f"{biomarker.biomarker_id} {biomarker.name}: {change.assembly} {place}"
        if allele is None:
            report.outside_packaged_sequence.append(label)
        elif not _reference_agrees(allele, change, genomes[change.assembly]):
            report.reference_disagrees.append(label)
        else:
            aligned = genomes[change.assembly].left_align(allele)
            keys.add((change.assembly, *aligned.key))
    kind = BiomarkerKind.ALLELE if keys and biomarker.kind == BiomarkerKind.OTHER else biomarker.kind
    return biomarker._replace(kind=kind, alleles=tuple(sorted(keys)))


def agreeing_allele(assembly: Assembly, key: AlleleKey, genome: GenomeReader) -> AlleleKey | None:
    """The normalised allele, or None where the packaged reference has other bases. Unknown sequence is let pass."""
    chrom, pos, ref, alt = key
    if genome.reference(chrom, pos, pos + len(ref) - 1) not in (None, ref):
        return None
    return genome.left_align(typed_allele(assembly, chrom, pos, ref, alt)).key


def _anchored(change: SequenceChange, genome: GenomeReader) -> Allele | None:
    """The change as VCF 4.5 (section 1.6.1) writes it; None where it needs a base of unknown sequence."""
    start, ref, alt = change.start, change.ref, change.alt
    if not ref or not alt:
        start = change.start if not ref else change.start - 1
        base = genome.reference(change.chrom, start, start)
        if base is None:
            return None
        ref, alt = base + ref, base + alt
    return typed_allele(change.assembly, change.chrom, start, ref, alt)


def typed_allele(assembly: Assembly, chrom: str, pos: int, ref: str, alt: str) -> Allele:
    """An allele that stands in no file."""
    return Allele(assembly, chrom, pos, ref, alt, vcf_chrom=chrom, vcf_pos=pos, vcf_id="", vcf_ref=ref, vcf_alt=alt)


def _reference_agrees(allele: Allele, change: SequenceChange, genome: GenomeReader) -> bool:
    """Whether the reference has the source's bases, and as many as its coordinates span; unknown sequence is let pass."""
    if change.ref and len(change.ref) != change.stop - change.start + 1:
        return False
    found = genome.reference(allele.chrom, allele.pos, allele.pos + len(allele.ref) - 1)
    return found is None or found == allele.ref

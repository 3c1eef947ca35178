"""A small knowledge table built from model objects, and effects with true names, for tests of matching and of findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.profiles import biomarker_ids, parse_profile
from pm_annotate.model import Allele, Assembly, Biomarker, BiomarkerKind, Effect, Statement

PRIMARY = {
    "BRAF": "NM_004333.6",
    "KRAS": "NM_004985.5",
    "EGFR": "NM_005228.5",
    "ERBB2": "NM_004448.4",
    "TP53": "NM_000546.6",
    "BRCA1": "NM_007294.4",
    "BRCA2": "NM_000059.4",
    "PIK3CA": "NM_006218.4",
    "MET": "NM_000245.4",
    "TERT": "NM_198253.3",
    "NPM1": "NM_002520.7",
    "FLT3": "NM_004119.3",
    "VHL": "NM_000551.4",
    "KIT": "NM_000222.3",
    "PTEN": "NM_000314.8",
    "ABL1": "NM_005157.6",
    "GNAS": "NM_000516.7",
    "CHEK2": "NM_007194.4",
}


@dataclass
class ConstructedHotspots:
    protein_changes: set[tuple[str, str]] = field(default_factory=set)
    genomic: dict[Assembly, dict[tuple[str, int, str, str], tuple[str, str]]] = field(default_factory=dict)

    def is_hotspot(self, gene: str, protein_change: str) -> bool:
        return (gene, protein_change) in self.protein_changes

    def alleles(self, assembly: Assembly) -> dict[tuple[str, int, str, str], tuple[str, str]]:
        return self.genomic.get(assembly, {})


@dataclass
class ConstructedClinvar:
    """``significances``: alleles as ``chrom:pos:ref:alt``, alike on both assemblies; ``genes``: which gene ClinVar names."""

    significances: Mapping[str, str] = field(default_factory=dict)
    genes: Mapping[str, str] = field(default_factory=dict)

    def significance(self, assembly: Assembly, key: tuple[str, int, str, str]) -> str | None:
        return self.significances.get(":".join(map(str, key)))

    def agreed(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None:
        allele = ":".join(map(str, key))
        return (self.significances[allele], self.genes.get(allele, "")) if allele in self.significances else None


@dataclass(eq=False)
class ConstructedTable:
    """The same questions as the packaged table answers."""

    biomarkers: dict[str, Biomarker] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    gene_roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hotspots: ConstructedHotspots = field(default_factory=ConstructedHotspots)
    clinvar: ConstructedClinvar = field(default_factory=ConstructedClinvar)
    label_limitations: tuple[LabelLimitation, ...] = ()

    def biomarkers_of_gene(self, gene: str) -> tuple[Biomarker, ...]:
        return tuple(one for one in self.biomarkers.values() if gene in (one.gene, one.five_prime, one.three_prime))

    def statements_using(self, biomarker_id: str) -> tuple[Statement, ...]:
        return tuple(one for one in self.statements if biomarker_id in biomarker_ids(one.profile))

    def allele_index(self, assembly: Assembly) -> dict[tuple[str, int, str, str], tuple[str, ...]]:
        index: dict[tuple[str, int, str, str], tuple[str, ...]] = {}
        for one in self.biomarkers.values():
            for on, *key in one.alleles:
                if on == assembly:
                    chrom, pos, ref, alt = key
                    index[chrom, pos, ref, alt] = (*index.get((chrom, pos, ref, alt), ()), one.biomarker_id)
        return index

    def with_hotspots(self, *changes: tuple[str, str]) -> ConstructedTable:
        return replace(self, hotspots=ConstructedHotspots(set(changes)))


def biomarker(name: str, kind: BiomarkerKind, verified: bool = True, **fields: object) -> Biomarker:
    """A biomarker whose id is its name with underscores; it counts on its gene's primary transcript unless not verified."""
    gene = name.split()[0]
    transcripts = (PRIMARY[gene],) if verified and gene in PRIMARY else ()
    filled = {"gene": gene, "transcripts": transcripts, **fields}
    return Biomarker(biomarker_id=name.replace(" ", "_"), name=name, kind=kind, **filled)  # type: ignore[arg-type]


def protein(gene: str, *changes: str, **fields: object) -> Biomarker:
    return biomarker(f"{gene} {'/'.join(changes)}", BiomarkerKind.PROTEIN_CHANGE, protein_changes=changes, **fields)


def table_of(*biomarkers: Biomarker, statements: Iterable[Statement] = (), **fields: object) -> ConstructedTable:
    return ConstructedTable({one.biomarker_id: one for one in biomarkers}, list(statements), **fields)  # type: ignore[arg-type]


def statement(statement_id: str, profile: str, **fields: object) -> Statement:
    """A level A statement of sensitivity in melanoma unless ``fields`` say otherwise. ``profile`` is over biomarker ids."""
    usual: dict[str, object] = {
        "knowledge_base": "test",
        "knowledge_base_version": "2026-01-01",
        "profile_text": profile,
        "statement_type": "TherapeuticResponse",
        "predicate": "predictsSensitivityTo",
        "direction": "supports",
        "strength": "Level A",
        "kb_native_level": "A",
        "significance": "Sensitivity/Response",
        "therapies": ("Vemurafenib",),
        "therapy_combination": "",
        "condition": "Melanoma",
        "condition_ids": ("DOID:1909",),
        "citations": ("PMID:1",),
        "source_url": "",
    }
    return Statement(statement_id=statement_id, profile=parse_profile(profile), **{**usual, **fields})  # type: ignore[arg-type]


def effect(gene: str, name: str, consequence: str, **fields: object) -> Effect:
    """An effect on the gene's primary transcript. ``name`` is a short protein name ("V600E") or a coding one ("c.-124C>T")."""
    from pm_annotate.protein_change import parse_protein_change

    change = None if name.startswith("c.") else parse_protein_change(name)
    usual: dict[str, object] = {
        "transcript": PRIMARY[gene],
        "consequence": tuple(consequence.split("&")),
        "impact": "",
        "variant_classification": "",
        "computed_from": "packaged_sequence",
        "hgvsc": name if name.startswith("c.") else "",
    }
    if change is not None:
        usual |= {"hgvsp_short": f"p.{change.short()}", "protein_start": change.start, "protein_end": change.end}
    return Effect(gene=gene, **{**usual, **fields})  # type: ignore[arg-type]


def allele(text: str, assembly: Assembly = Assembly.GRCH38, **fields: object) -> Allele:
    """``7:140753336:A:T``; left-aligned, as it stood in record 1."""
    chrom, pos, ref, alt = text.split(":")
    usual: dict[str, object] = {"vcf_id": "", "record_number": 1, "left_aligned": True}
    return Allele(
        assembly=assembly,
        chrom=chrom,
        pos=int(pos),
        ref=ref,
        alt=alt,
        vcf_chrom=f"chr{chrom}",
        vcf_pos=int(pos),
        vcf_ref=ref,
        vcf_alt=alt,
        **{**usual, **fields},  # type: ignore[arg-type]
    )

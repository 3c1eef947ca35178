"""Variants, genes and ClinVar's alleles of which the tests of inherited risk are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pm_annotate.clinical.predisposition import predisposition_findings
from pm_annotate.clinical.predisposition_context import PredispositionContext
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import (
    Allele,
    Assembly,
    Biomarker,
    BiomarkerKind,
    Call,
    Effect,
    Finding,
    Match,
    MatchLevel,
    Observation,
    PredispositionFinding,
    TumorRelation,
    VariantReport,
)
from tests.knowledge.constructed_table import statement

LOSS = ("loss_of_function",)


GENES = {
    "BRCA1": PredispositionGene("BRCA1", ("AD", "AR"), LOSS, "CPSR", "breast", "ACMG SF v3.2"),
    "MLH1": PredispositionGene("MLH1", ("AD", "AR"), LOSS, "CPSR", "Lynch", "ACMG SF v3.2"),
    "TP53": PredispositionGene("TP53", ("AD",), LOSS, "CPSR", "Li-Fraumeni", "ACMG SF v3.2"),
    "MUTYH": PredispositionGene("MUTYH", ("AR",), LOSS, "CPSR", "MAP", "ACMG SF v3.2", "two alleles"),
    "KDM6A": PredispositionGene("KDM6A", ("XL",), LOSS, "CPSR"),
    "HFE": PredispositionGene("HFE", ("AR",), LOSS, "CPSR", "iron", "ACMG SF v3.2", "p.Cys282Tyr on both alleles"),
    "ABCD1": PredispositionGene("ABCD1", ("XL",), LOSS, "CPSR", "ALD", "ACMG SF v3.3", "hemizygous, or two alleles"),
    "RET": PredispositionGene("RET", ("AD",), ("gain_of_function",), "CPSR", "MEN2", "ACMG SF v3.2"),
}


@dataclass
class Clinvar:
    entries: Mapping[tuple[str, int, str, str], tuple[str, str]] = field(default_factory=dict)

    def entry(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None:
        return self.entries.get(key)


def variant(
    gene: str,
    pos: int = 100,
    consequence: str = "stop_gained",
    status: str = "Germline",
    zygosity: str = "heterozygous",
    vaf: float | None = None,
    genotype: str = "0/1",
    **info: str,
) -> VariantReport:
    allele = Allele(
        Assembly.GRCH38, "1", pos, "C", "T", "1", pos, ".", "C", "T", record_number=pos, retained_info=info, vcf_alts=("T",)
    )
    call = Call("S", genotype, True, zygosity, vaf=vaf, phased_genotype=genotype if "|" in genotype else None)
    effect = Effect(gene, f"NM_{gene}.1", (consequence,), "HIGH", "Nonsense_Mutation", "typed", hgvsp="p.Gln9Ter")
    normal = None if status == "Unknown" else call
    return VariantReport(Observation(allele, (), "PASS", call, normal), (effect,), mutation_status=status)


def found(
    *variants: VariantReport,
    clinvar: Mapping[tuple[str, int, str, str], tuple[str, str]] | None = None,
    findings: tuple[Finding, ...] = (),
    sex: str | None = None,
) -> tuple[PredispositionFinding, ...]:
    context = PredispositionContext(GENES, Clinvar(clinvar or {}), sex)
    return predisposition_findings(variants, findings, context)


def finding_on(one: VariantReport, gene: str, level: MatchLevel, eligible: bool = True, **changes: object) -> Finding:
    marker = Biomarker("civic:MP1", gene, BiomarkerKind.PROTEIN_CHANGE, gene=gene)
    said = statement("civic:EID5", "X", **changes)  # type: ignore[arg-type]
    tier_class = "predisposition" if said.statement_type == "Predisposition" else "therapy"
    match = Match(marker, level, "", eligible)
    return Finding(said, (one,), (match,), "met", (), TumorRelation.ANY, tier_class, "Tier I-A", "tier-defining")


PREDISPOSING = {"statement_type": "Predisposition", "predicate": "isPredisposingFor", "significance": "Predisposition"}

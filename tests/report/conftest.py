"""A colorectal tumour with BRAF V600E, as the rooms before this one would hand it over."""

from __future__ import annotations

from typing import NamedTuple

import pytest

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
    Profile,
    Reconciliation,
    RelatedStatement,
    SampleReport,
    SampleRole,
    Skipped,
    Statement,
    TumorRelation,
    TumorType,
    VariantReport,
)

V600E = Biomarker("civic:MP12", "BRAF V600E", BiomarkerKind.PROTEIN_CHANGE, gene="BRAF", protein_changes=("V600E",))
V600K = Biomarker("civic:MP563", "BRAF V600K", BiomarkerKind.PROTEIN_CHANGE, gene="BRAF", protein_changes=("V600K",))
CIVIC_SHA256 = "c1" * 32
LABELS_SHA256 = "1a" * 32
LAB_SHA256 = "0b" * 32


class TableInUse(NamedTuple):
    """A knowledge table as the provenance lists it."""

    file: str
    knowledge_base: str
    version: str
    licence: str
    sha256: str
    rows: int


def braf_v600e() -> VariantReport:
    allele = Allele(
        Assembly.GRCH38, "7", 140753336, "A", "T", "chr7", 140753336, "rs113488022", "A", "T", 812.4000244140625, 17, True
    )
    tumor = Call("T001", "0/1", True, "heterozygous", None, 144, 94, 50, 0.3472222222, ("FORMAT/AD", "FORMAT/DP"))
    normal = Call("N001", "0/0", False, "unknown", None, 60, 60, 0, 0.0, ("FORMAT/AD",))
    effect = Effect(
        gene="BRAF",
        transcript="NM_004333.6",
        consequence=("missense_variant",),
        impact="MODERATE",
        variant_classification="Missense_Mutation",
        computed_from="packaged_sequence",
        hgvsg="NC_000007.14:g.140753336A>T",
        hgvsc="c.1799T>A",
        hgvsp="p.Val600Glu",
        hgvsp_short="p.V600E",
        exon="15/18",
        exon_numbers=(15,),
        protein_start=600,
        protein_end=600,
        protein_length=766,
        mane_select="NM_004333.6",
    )
    other = effect._replace(transcript="NM_001374258.1", hgvsc="c.1919T>A", hgvsp_short="p.V640E", is_primary=False)
    return VariantReport(
        Observation(allele, (), "PASS", tumor, normal),
        (effect, other),
        oncogenicity_evidence=("hotspot V600E", "civic:EID7265"),
        mutation_status="Somatic",
        tiers={"therapy": "Tier I-A", "resistance": "Tier II-C", "prognosis": "Tier I-B", "overall": "Tier I-A"},
    )


def apc_splice() -> VariantReport:
    allele = Allele(Assembly.GRCH38, "5", 112792446, "G", "A", "chr5", 112792446, ".", "G", "A", None, 9)
    effect = Effect(
        gene="APC",
        transcript="NM_000038.6",
        consequence=("splice_donor_variant", "intron_variant"),
        impact="HIGH",
        variant_classification="Splice_Site",
        computed_from="coordinates_and_protein",
        hgvsc="c.645+1G>A",
        intron="6/15",
    )
    call = Call("T001", None, True, "unknown", None, None, None, None, None, ())
    return VariantReport(
        Observation(allele, (), ".", call, None), (effect,), tiers={"overall": "Tier III"}, caveats=("no sequence packaged",)
    )


def encorafenib_cetuximab() -> Statement:
    return Statement(
        statement_id="civic:EID9851",
        knowledge_base="CIViC",
        knowledge_base_version="2026-05-29",
        profile=Profile("MARKER", "civic:MP12"),
        profile_text="BRAF V600E",
        statement_type="TherapeuticResponse",
        predicate="predictsSensitivityTo",
        direction="supports",
        strength="Level A",
        kb_native_level="A",
        significance="Sensitivity/Response",
        therapies=("Encorafenib", "Cetuximab"),
        therapy_combination="AND",
        condition="Colorectal Cancer",
        condition_ids=("DOID:9256",),
        citations=("PMID:31566309",),
        source_url="https://civicdb.org/links/evidence/9851",
        variant_origin="Somatic",
        extra={"rating": "5", "escat_tier": "I-A"},
    )


def finding_for(statement: Statement, variant: VariantReport, **changes: object) -> Finding:
    finding = Finding(
        statement=statement,
        variants=(variant,),
        matches=(Match(V600E, MatchLevel.PROTEIN, "protein p.V600E on NM_004333.6 = V600E", True),),
        profile_status="met",
        requires=(),
        tumor_type_match=TumorRelation.SAME,
        tier_class="therapy",
        amp_tier="Tier I-A",
        tier_support="tier-defining",
    )
    return finding._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def report() -> SampleReport:
    braf, apc = braf_v600e(), apc_splice()
    sensitivity = encorafenib_cetuximab()
    approval = sensitivity._replace(
        statement_id="label:fda:210496",
        knowledge_base="Regulatory approvals",
        knowledge_base_version="2026-05",
        regulatory_approval="FDA",
        therapies=("Cetuximab", "Encorafenib"),
        condition="Colorectal cancer",
        extra={},
    )
    ema = approval._replace(statement_id="label:ema:1", regulatory_approval="EMA")
    resistance = sensitivity._replace(
        statement_id="civic:EID816",
        predicate="predictsResistanceTo",
        significance="Resistance",
        strength="Level B",
        therapies=("Panitumumab", "Cetuximab"),
        therapy_combination="OR",
    )
    prognosis = sensitivity._replace(
        statement_id="civic:EID103",
        statement_type="Prognostic",
        predicate="associatedWithWorseOutcomeFor",
        significance="Poor Outcome",
        strength="Level B",
        therapies=(),
        therapy_combination="",
    )
    disputed = sensitivity._replace(
        statement_id="civic:EID1", direction="disputes", strength="Level D", therapies=("Vemurafenib",)
    )
    return SampleReport(
        role=SampleRole("T001-COAD", "T001", "N001", "##tumor_sample"),
        assembly=Assembly.GRCH38,
        tumor_type=TumorType(
            "COAD",
            "Colon Adenocarcinoma",
            ("ONCOTREE:COAD",),
            frozenset({"ONCOTREE:BOWEL", "DOID:9256"}),
            ("Colon Adenocarcinoma",),
        ),
        variants=(apc, braf),
        findings=(
            finding_for(sensitivity, braf),
            finding_for(approval, braf, requires=("no prior therapy",), profile_status="conditional"),
            finding_for(approval._replace(statement_id="label:fda:2"), braf),
            finding_for(ema, braf),
            finding_for(resistance, braf, tier_class="resistance", amp_tier="Tier I-B"),
            finding_for(prognosis, braf, tier_class="prognosis", amp_tier="Tier I-B"),
            finding_for(disputed, braf, amp_tier="", tier_support="not-applicable"),
        ),
        related=(
            RelatedStatement(
                sensitivity._replace(statement_id="civic:EID3"), braf, "other_change_at_codon", "V600K at the codon"
            ),
        ),
        skipped=(Skipped(3, "chr1", 115256530, ".", "G", "T", "weak_evidence", "filtered", "FILTER is weak_evidence"),),
        reconciliation=Reconciliation(records=20, alleles=21, matched=1, unmatched=1, outside=18, filtered=1),
        warnings=("Copy number changes, fusions and other structural variants are not interpreted in this version.",),
        provenance={
            "tool": {"name": "pm-annotate", "version": "0.1.0"},
            "input": {"file": "T001-COAD.vcf.gz", "sha256": "ab" * 32, "size": 1234},
            "knowledge": [
                TableInUse("biomarkers.civic.tsv", "CIViC", "2026-05-29", "CC0-1.0", "b1" * 32, 1800),
                TableInUse("statements.approvals.tsv", "Regulatory approvals", "2026-05", "ODbL-1.0", LABELS_SHA256, 1944),
                TableInUse("statements.civic.tsv", "CIViC", "2026-05-29", "CC0-1.0", CIVIC_SHA256, 4854),
                TableInUse("our_rows.tsv", "lab", "", "", LAB_SHA256, 3),
            ],
            "assembly_basis": "contig lengths",
            "options": {"tumor_type": "COAD", "min_vaf": None},
        },
    )


@pytest.fixture
def empty_report(report: SampleReport) -> SampleReport:
    """The same sample with nothing found and no call at all."""
    return report._replace(variants=(), findings=(), related=(), skipped=(), reconciliation=Reconciliation(), tumor_type=None)

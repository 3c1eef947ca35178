"""The nouns that every room speaks. Frozen dataclasses; no behaviour beyond what their own fields answer.

Coordinates are 1-based and closed unless a name says otherwise. Chromosomes are named without ``chr``: ``1``..``22``,
``X``, ``Y``, ``MT``. Fractions (VAF) are 0-1. A value that is not known is ``None`` (or an empty tuple or string where
the field says so), never a made-up zero.
"""

from pm_annotate.model.effect import Effect
from pm_annotate.model.knowledge import (
    NOT_SEEN_IN_A_VCF,
    Biomarker,
    BiomarkerKind,
    Match,
    MatchLevel,
    Profile,
    Statement,
    TumorRelation,
    TumorType,
)
from pm_annotate.model.observed import (
    ON_EVERY_COPY,
    POPULATION_FREQUENCIES,
    Allele,
    Assembly,
    Call,
    Observation,
    Reconciliation,
    SampleRole,
    SiteGenotype,
    Skipped,
)
from pm_annotate.model.pharmacogenomics import PgxCall, PgxGuidance, PgxPosition
from pm_annotate.model.reports import (
    AssayStatus,
    ClassEffect,
    Finding,
    LocusStatus,
    PredispositionFinding,
    RelatedStatement,
    SampleReport,
    TumorMutationalBurden,
    VariantReport,
)
from pm_annotate.model.structural import (
    Adjacency,
    Breakpoint,
    FusionPartner,
    GeneEvent,
    GeneEventKind,
    KeptSide,
    StatedFusion,
    StructuralEvent,
    StructuralType,
)

__all__ = [
    "NOT_SEEN_IN_A_VCF",
    "ON_EVERY_COPY",
    "POPULATION_FREQUENCIES",
    "Adjacency",
    "Allele",
    "AssayStatus",
    "Assembly",
    "Biomarker",
    "BiomarkerKind",
    "Breakpoint",
    "Call",
    "ClassEffect",
    "Effect",
    "Finding",
    "FusionPartner",
    "GeneEvent",
    "GeneEventKind",
    "KeptSide",
    "LocusStatus",
    "Match",
    "MatchLevel",
    "Observation",
    "PgxCall",
    "PgxGuidance",
    "PgxPosition",
    "PredispositionFinding",
    "Profile",
    "Reconciliation",
    "RelatedStatement",
    "SampleReport",
    "SampleRole",
    "SiteGenotype",
    "Skipped",
    "StatedFusion",
    "Statement",
    "StructuralEvent",
    "StructuralType",
    "TumorMutationalBurden",
    "TumorRelation",
    "TumorType",
    "VariantReport",
]

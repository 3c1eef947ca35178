"""What the knowledge tables in use hold, counted: for people who must decide whether to trust them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pm_annotate.knowledge.packaged_sources import PackagedSource
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.reach import Coordinates, Reach, can_be, reach
from pm_annotate.knowledge.table import KnowledgeTable
from pm_annotate.knowledge.table_version import TableVersion
from pm_annotate.model import Biomarker, BiomarkerKind, Profile, Statement

OWN_LICENCES = ("CC0-1.0", "Apache-2.0", "public domain")  # as free as the project's: nothing more to observe

NOT_ASSESSABLE: Mapping[BiomarkerKind, str] = {
    BiomarkerKind.EXPRESSION: "protein or RNA expression is not in a VCF",
    BiomarkerKind.METHYLATION: "methylation is not in a VCF",
    BiomarkerKind.PHOSPHORYLATION: "phosphorylation is not in a VCF",
    BiomarkerKind.KARYOTYPE: "cytogenetic bands and whole-arm changes are not read from a VCF",
    BiomarkerKind.SIGNATURE: "genome-wide scores (TMB, MSI, HRD) need the assay's own denominator",
    BiomarkerKind.OTHER: "the name could not be typed",
}
"""Kinds that no sample can meet from a VCF, each with its reason."""

WITHOUT_POSITION = "no allele, coding change or rs number is known for the name"
_NEED_POSITION = frozenset({BiomarkerKind.ALLELE, BiomarkerKind.POLYMORPHISM, BiomarkerKind.HAPLOTYPE})


class Layer(NamedTuple):
    """One table file in use and whether it may be deleted."""

    version: TableVersion
    origin: str
    kept_out: int | None  # rows of the source that its editors flagged; None where the file does not say
    removable: bool  # the tool works without the file
    licence_differs: bool  # other terms than the project's own: attribution or share-alike
    as_packaged: bool | None  # its checksum is the one in SOURCES.md; None where that does not list it (a lab's table)


class Assessable(NamedTuple):
    """Statements of one knowledge base by what a VCF can show of their profiles."""

    statements: int
    from_vcf: int  # a sample can meet the whole profile by what a VCF shows
    conditional: int  # only when something that no VCF shows is supplied as well
    never: int


class Inventory(NamedTuple):
    """Everything that ``knowledge info`` says."""

    layers: tuple[Layer, ...]
    sources: tuple[PackagedSource, ...]  # of every packaged table, those of other rooms too
    statements: Mapping[str, Mapping[str, int]]  # by field (statement_type, strength...) and value
    biomarkers: Mapping[str, int]  # by kind
    untyped: tuple[str, ...]  # names
    not_assessable: Mapping[str, int]  # biomarkers by reason
    assessable: Mapping[str, Assessable]  # by group: "CIViC evidence", "CIViC assertions", other knowledge bases
    labs: tuple[Mapping[str, Any], ...]
    reach: Mapping[str, Reach]  # by knowledge base: what a sample could meet of what a VCF can show


COUNTED = ("knowledge_base", "statement_type", "strength", "direction", "predicate")


def take_inventory(
    table: KnowledgeTable, sources: tuple[PackagedSource, ...] = (), coordinates: Coordinates | None = None
) -> Inventory:
    """Count the whole table. Builds every statement and biomarker. ``sources``: what SOURCES.md says. ``coordinates``:
    the genes whose place in the genome is packaged; None leaves the question out of ``reach``."""
    checksums = {Path(file).name: sha256 for source in sources for file, sha256 in source.files.items()}
    statements = list(table.statements())
    biomarkers = list(table.biomarkers.values())
    kinds = Counter(biomarker.kind.value for biomarker in biomarkers)
    reasons = Counter(reason for biomarker in biomarkers if (reason := why_not_assessable(biomarker)))
    counts = {field: _sorted(Counter(getattr(statement, field) for statement in statements)) for field in COUNTED}
    return Inventory(
        layers=tuple(_layer(version, table.header_of(version.file), checksums) for version in table.versions),
        sources=sources,
        statements=counts,
        biomarkers=_sorted(kinds),
        untyped=tuple(sorted(biomarker.name for biomarker in biomarkers if biomarker.kind == BiomarkerKind.OTHER)),
        not_assessable=_sorted(reasons),
        assessable=_assessable(statements, table.biomarkers),
        labs=lab_counts(table),
        reach=_reach(statements, table.biomarkers, coordinates),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first, equals by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def why_not_assessable(biomarker: Biomarker) -> str:
    """Why no VCF can show the biomarker; "" where one can."""
    if biomarker.kind in NOT_ASSESSABLE:
        return NOT_ASSESSABLE[biomarker.kind]
    placed = biomarker.alleles or biomarker.hgvsc or biomarker.rsid
    return WITHOUT_POSITION if biomarker.kind in _NEED_POSITION and not placed else ""


def profile_assessment(profile: Profile, biomarkers: Mapping[str, Biomarker]) -> str:
    """``from_vcf``, ``conditional`` or ``never``: whether a sample can meet the profile by what a VCF shows alone, or only
    together with something that it does not show, or whether a VCF shows no part of it."""
    if can_be(profile, lambda biomarker_id: not why_not_assessable(biomarkers[biomarker_id])):
        return "from_vcf"
    seen = any(not why_not_assessable(biomarkers[biomarker_id]) for biomarker_id in biomarker_ids(profile))
    return "conditional" if seen else "never"


def _assessable(statements: Iterable[Statement], biomarkers: Mapping[str, Biomarker]) -> dict[str, Assessable]:
    groups: dict[str, Counter[str]] = {}
    for statement in statements:
        counts = groups.setdefault(_group(statement), Counter())
        counts[profile_assessment(statement.profile, biomarkers)] += 1
    return {
        group: Assessable(counts.total(), counts["from_vcf"], counts["conditional"], counts["never"])
        for group, counts in groups.items()
    }


def _reach(
    statements: Iterable[Statement], biomarkers: Mapping[str, Biomarker], coordinates: Coordinates | None
) -> dict[str, Reach]:
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(statement.knowledge_base, []).append(statement)
    return {group: reach(own, biomarkers, coordinates) for group, own in sorted(groups.items())}


def _group(statement: Statement) -> str:
    """CIViC's evidence and its assertions apart, other knowledge bases whole."""
    if statement.statement_id.startswith("civic:"):
        return "CIViC assertions" if statement.statement_id.startswith("civic:AID") else "CIViC evidence"
    return statement.knowledge_base


def _layer(version: TableVersion, header: Mapping[str, str], checksums: Mapping[str, str]) -> Layer:
    flagged = header.get("kept_out_flagged", "")
    return Layer(
        version=version,
        origin=header.get("origin", ""),
        kept_out=int(flagged) if flagged.isdigit() else None,
        removable=not version.file.startswith(("statements.civic.", "biomarkers.civic.")) and bool(version.licence),
        licence_differs=bool(version.licence) and version.licence not in OWN_LICENCES,
        as_packaged=checksums[version.file] == version.sha256 if version.file in checksums else None,
    )


def lab_counts(table: KnowledgeTable) -> tuple[Mapping[str, Any], ...]:
    """What each of the lab's tables does to the packaged ones."""
    packaged = table.packaged_ids
    return tuple(
        {
            "file": lab.path.name,
            "adds": sum(statement.statement_id not in packaged for statement in lab.statements),
            "overrides": sum(statement.statement_id in packaged for statement in lab.statements),
            "retires": len(lab.retired),
            "retires_nothing": sorted(lab.retired - packaged - _added_by_labs(table)),
            "new_biomarkers": len(lab.biomarkers),
            "warnings": list(lab.warnings),
        }
        for lab in table.labs
    )


def _added_by_labs(table: KnowledgeTable) -> frozenset[str]:
    return frozenset(statement.statement_id for lab in table.labs for statement in lab.statements)

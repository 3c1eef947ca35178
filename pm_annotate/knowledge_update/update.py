"""A new folder of tables: CIViC's are made from its release by the importers of the build, all others are copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pm_annotate.errors import InputError, KnowledgeError
from pm_annotate.knowledge.diff import compare
from pm_annotate.knowledge.gene_knowledge import load_gene_roles, load_protein_regions
from pm_annotate.knowledge.profile_names import Vocabulary
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.releases import read_release
from pm_annotate.knowledge.sources.civic import ASSERTION_EXTRA_COLUMNS, EVIDENCE_EXTRA_COLUMNS, Imported
from pm_annotate.knowledge.sources.civic_release import CivicRelease, ReleaseFile
from pm_annotate.knowledge.sources.civic_variants import SequenceChange, profile_ids_by_name, published_changes, why_inexact
from pm_annotate.knowledge.sources.source_file import table_header
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.knowledge.table_file import RawTable, biomarker_from_cells, read_table
from pm_annotate.knowledge_tables.biomarkers import BiomarkerRegistry, JoinReport, with_alleles
from pm_annotate.knowledge_tables.civic_tables import (
    CC0,
    places_of_rs_numbers,
    single_profile_ids,
    write_biomarkers,
    write_statements,
    write_typing_report,
)
from pm_annotate.knowledge_tables.coding_names import with_coding_names
from pm_annotate.knowledge_tables.numbering import with_transcripts
from pm_annotate.knowledge_tables.packaged_genome import PackagedGenome, packaged_genomes
from pm_annotate.knowledge_update.outcome import Profiles, Update
from pm_annotate.knowledge_update.placing import with_both_assemblies
from pm_annotate.knowledge_update.sources import updated_sources_page
from pm_annotate.knowledge_update.statements import CivicRows, readable_rows, with_known_codes
from pm_annotate.knowledge_update.whole_folder import copy_tables, whole_folder
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind

EVIDENCE_TABLE, ASSERTION_TABLE = "statements.civic.tsv", "statements.civic_assertions.tsv"
BIOMARKER_TABLE = "biomarkers.civic.tsv"
WRITTEN = frozenset(
    {"SOURCES.md", *(f"knowledge/{name}" for name in (EVIDENCE_TABLE, ASSERTION_TABLE, BIOMARKER_TABLE, "typing_report.tsv"))}
)
LEAST_SHARE = 0.8  # of the rows that the tables in use were made from

Changes = Mapping[str, tuple[SequenceChange, ...]]


def update_knowledge(
    release: CivicRelease, base: Path, output: Path, replace: bool = False, allow_fewer_rows: bool = False
) -> Update:
    """Write the folder ``output`` from the release and the tables of ``base``; whole, or not at all.

    Raises InputError for a release that cannot be right, UsageError for a place that cannot be written to.
    """
    tables = {name: read_table(base / "knowledge" / name) for name in (EVIDENCE_TABLE, ASSERTION_TABLE, BIOMARKER_TABLE)}
    in_use = {line[: line.find("\t")]: biomarker_from_cells(line.split("\t")) for line in tables[BIOMARKER_TABLE].lines}
    if not allow_fewer_rows:
        _check_row_counts(release, tables, in_use)
    rows = readable_rows(with_known_codes(release, tables[ASSERTION_TABLE]))
    with whole_folder(output, replace) as folder:
        copy_tables(base, folder, without=WRITTEN)
        biomarkers, evidence, assertions, profiles = _typed(release, rows, base, in_use)
        counts = _write(folder / "knowledge", release, evidence, assertions, biomarkers)
        unread = (*rows.evidence.unread, *rows.assertions.unread)
        page = base / "SOURCES.md"
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        left_out = {
            "Rows with words that are not known here: left out": unread,
            "Coordinates that disagree with the assembly, name no exact allele, or lie outside packaged sequence: left out": (
                profiles.coordinates_left_out
            ),
            "Alleles known on one assembly only": profiles.one_assembly,
        }
        new_page = updated_sources_page(text, folder, release, counts, left_out)
        (folder / "SOURCES.md").write_text(new_page, encoding="utf-8")
        _read_back(folder)
        after = read_release(folder / "knowledge")._replace(flagged=rows.flagged)
        changes = compare(read_release(base / "knowledge"), after)
    return Update(
        output=output,
        base=base,
        release=release,
        before={name: tables[name].header.get("version", "") for name in (EVIDENCE_TABLE, ASSERTION_TABLE)},
        older=tuple(_older(release, tables)),
        statements={EVIDENCE_TABLE: len(evidence.rows), ASSERTION_TABLE: len(assertions.rows)},
        flagged=evidence.flagged + assertions.flagged,
        not_accepted=rows.evidence.not_accepted,
        unread=unread,
        profiles=profiles,
        changes=changes,
    )


def _check_row_counts(release: CivicRelease, tables: Mapping[str, RawTable], in_use: Mapping[str, Biomarker]) -> None:
    """Raises InputError for a file with far fewer rows than what is in use was made from: it may have been cut at a line."""
    expected = (
        (release.evidence, int(tables[EVIDENCE_TABLE].header.get("rows_read") or len(tables[EVIDENCE_TABLE].lines))),
        (release.assertions, int(tables[ASSERTION_TABLE].header.get("rows_read") or len(tables[ASSERTION_TABLE].lines))),
        (release.variants, sum(_profile_id(biomarker_id) is not None for biomarker_id in in_use)),
    )
    for file, before in expected:
        if len(file.rows) < LEAST_SHARE * before:
            raise InputError(
                f"{file.origin}: {len(file.rows):,} rows of {file.what}, where the tables in use have {before:,}: the file may "
                "be cut. Download it again; if CIViC has really become so much smaller, say --allow-fewer-rows."
            )


def _older(release: CivicRelease, tables: Mapping[str, RawTable]) -> Iterator[str]:
    """Files whose newest review is older than the newest of the table in use: somebody took an old download."""
    for file, name in ((release.evidence, EVIDENCE_TABLE), (release.assertions, ASSERTION_TABLE)):
        in_use = max((row.get("last_review_date", "") for row in tables[name].rows()), default="")
        if file.newest_review < in_use:
            yield f"{file.name} (last review {file.newest_review}, in use {in_use})"


def _typed(
    release: CivicRelease, rows: CivicRows, base: Path, in_use: Mapping[str, Biomarker]
) -> tuple[list[Biomarker], Imported, Imported, Profiles]:
    """Statements, and the biomarkers that they name: those in use as they are, others typed and joined with the genome."""
    changes = published_changes(release.variants.rows)
    known = {key: one for key, one in in_use.items() if one.alleles or _profile_id(key) not in changes}
    vocabulary = Vocabulary(
        load_gene_roles(base / "knowledge" / "gene_roles.tsv"),
        load_protein_regions(base / "knowledge" / "protein_regions.tsv"),
    )
    registry = BiomarkerRegistry("civic", vocabulary, _ids_by_name(release, in_use), known)
    evidence, assertions = rows.imported(registry.biomarker_id)
    report = JoinReport()
    genomes = packaged_genomes(base / "genome")
    by_rs = places_of_rs_numbers(base)
    biomarkers = [
        marker if marker.biomarker_id in registry.taken else _joined(marker, changes, by_rs, genomes, report)
        for _, marker in sorted(registry.biomarkers.items())
    ]
    inexact = {row["single_variant_molecular_profile_id"]: why_inexact(row) for row in release.variants.rows}
    anew = [one for one in biomarkers if one.biomarker_id not in registry.taken]
    left_out = sorted(
        {
            *report.reference_disagrees,
            *report.outside_packaged_sequence,
            *(
                f"{one.biomarker_id} {one.name}: {why}"
                for one in anew
                if (why := inexact.get(_profile_id(one.biomarker_id) or ""))
            ),
        }
    )
    return biomarkers, evidence, assertions, _profiles(biomarkers, anew, in_use, left_out)


def _ids_by_name(release: CivicRelease, in_use: Mapping[str, Biomarker]) -> dict[str, str]:
    """Names in lower case to profile ids. The release's own names win over those of the tables in use, which also know
    variants that are now only parts of combined profiles."""
    numbered = ((_profile_id(key), one.name) for key, one in in_use.items())
    names = {name.lower(): profile_id for profile_id, name in numbered if profile_id is not None}
    with_feature = [row for row in release.variants.rows if row["feature_name"]]
    names |= profile_ids_by_name(with_feature, [row for row in release.variants.rows if not row["feature_name"]])
    return names | single_profile_ids((*release.evidence.rows, *release.assertions.rows))


def _profile_id(biomarker_id: str) -> str | None:
    """``12`` of ``civic:MP12``; None for an id that is made of a name."""
    number = biomarker_id.removeprefix("civic:MP")
    return number if number != biomarker_id and number.isdecimal() else None


def _joined(
    marker: Biomarker,
    changes: Changes,
    by_rs: Changes,
    genomes: Mapping[Assembly, PackagedGenome],
    report: JoinReport,
) -> Biomarker:
    """As the build joins them; what that lifts with the chain is placed by its coding name."""
    published = changes.get(_profile_id(marker.biomarker_id) or "", ())
    placed = with_alleles(marker, published, genomes, report)
    placed = with_both_assemblies(placed, {assembly: one.genome for assembly, one in genomes.items()})
    numbered = with_coding_names(with_transcripts(placed, genomes, report), genomes[Assembly.GRCH38].genome)
    return with_alleles(numbered, by_rs.get(marker.rsid, ()), genomes, report)


def _profiles(
    biomarkers: list[Biomarker], anew: list[Biomarker], in_use: Mapping[str, Biomarker], left_out: list[str]
) -> Profiles:
    before = {one.biomarker_id: in_use[one.biomarker_id] for one in anew if one.biomarker_id in in_use}
    renamed = {one.biomarker_id for one in anew if _name(before.get(one.biomarker_id, one)) != _name(one)}
    now = {one.biomarker_id for one in biomarkers}
    on = {one.biomarker_id: {assembly for assembly, *_ in one.alleles} for one in anew}
    return Profiles(
        total=len(biomarkers),
        new=tuple(one for one in anew if one.biomarker_id not in in_use),
        renamed=tuple(one for one in anew if one.biomarker_id in renamed),
        located=tuple(one for one in anew if one.alleles and one.biomarker_id in before.keys() - renamed),
        vanished=tuple(one for key, one in in_use.items() if key not in now),
        untyped=tuple(one.name for one in biomarkers if one.kind == BiomarkerKind.OTHER),
        one_assembly=tuple(f"{one.name} ({min(on[one.biomarker_id])})" for one in anew if len(on[one.biomarker_id]) == 1),
        both_assemblies=sum(len(assemblies) == 2 for assemblies in on.values()),
        coordinates_left_out=tuple(left_out),
    )


def _name(biomarker: Biomarker) -> str:
    """Case is no difference: CIViC's curators change it."""
    return biomarker.name.lower()


def _write(
    folder: Path, release: CivicRelease, evidence: Imported, assertions: Imported, biomarkers: list[Biomarker]
) -> dict[str, dict[str, int]]:
    """CIViC's three tables and the typing report, which is on the approvals' biomarkers too. Returns counts by file name."""
    of_evidence, of_assertions = _header(release, release.evidence), _header(release, release.assertions)
    counts = {
        EVIDENCE_TABLE: write_statements(folder / EVIDENCE_TABLE, of_evidence, evidence, EVIDENCE_EXTRA_COLUMNS),
        ASSERTION_TABLE: write_statements(folder / ASSERTION_TABLE, of_assertions, assertions, ASSERTION_EXTRA_COLUMNS),
        BIOMARKER_TABLE: write_biomarkers(folder / BIOMARKER_TABLE, of_evidence, biomarkers),
    }
    others = [path for path in sorted(folder.glob("biomarkers.*.tsv")) if path.name != BIOMARKER_TABLE]
    lines = [line for path in others for line in read_table(path).lines]
    write_typing_report(folder, [*biomarkers, *(biomarker_from_cells(line.split("\t")) for line in lines)])
    return counts


def _header(release: CivicRelease, file: ReleaseFile) -> dict[str, str]:
    return table_header("CIViC", file.date, CC0, release.origin, file.name, file.sha256)


def _read_back(folder: Path) -> None:
    """Build every statement and biomarker of the new tables: what a run would trip over is met here."""
    table = load_knowledge(folder / "knowledge", ())
    for statement in table.statements():
        for biomarker_id in biomarker_ids(statement.profile):
            if biomarker_id not in table.biomarkers:
                raise KnowledgeError(f"{statement.statement_id} names {biomarker_id}, which no table of the update has.")
    for biomarker_id in table.biomarkers:
        table.biomarkers[biomarker_id]

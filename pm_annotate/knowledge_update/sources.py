"""``SOURCES.md`` of an updated folder: CIViC's section is written anew, all others stand as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pm_annotate.knowledge.sources.civic_release import CivicRelease
from pm_annotate.knowledge_tables.sources_section import FILES_HEAD, description_line, packaged_line, read_line

_TITLE = "CIViC"
_FIRST_LINES = "# Sources of the packaged tables\n\nWritten by `pm-annotate knowledge update`.\n"
_NOTE = (
    "Written by `pm-annotate knowledge update`; all other tables are those of the folder that was in use. Accepted evidence "
    "and assertions without their prose; flagged rows are kept out. A profile whose id and name were known keeps its biomarker "
    "with alleles and transcripts; others are typed by name, with the coordinates of CIViC's VariantSummaries where these give "
    "an exact allele."
)


def updated_sources_page(
    page: str,
    folder: Path,
    release: CivicRelease,
    counts: Mapping[str, Mapping[str, int]],
    left_out: Mapping[str, Sequence[str]],
) -> str:
    """The page with a new section on CIViC. ``counts`` by file name; ``left_out``: titles and what stands below them."""
    section = "\n".join(_section(folder, release, counts, left_out))
    head, *sections = (page or _FIRST_LINES).split("\n## ")
    titles = [one.partition("\n")[0] for one in sections]
    if _TITLE in titles:
        sections[titles.index(_TITLE)] = section + "\n"
    else:
        sections.insert(0, section + "\n")
    return "\n## ".join([head, *sections])


def _section(
    folder: Path, release: CivicRelease, counts: Mapping[str, Mapping[str, int]], left_out: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    dates = ", ".join(f"{file.what} {file.date or 'undated'}" for file in release.files)
    yield f"{_TITLE}\n"
    yield description_line(release.origin, "CC0 1.0", dates)
    yield _NOTE + "\n"
    yield from FILES_HEAD
    for file in release.files:
        yield read_line(file.name, file.sha256)
    tables = sorted((folder / "knowledge").glob("*.civic*.tsv"))
    for path in (*sorted((folder / "genome").glob("known_codons.civic.tsv")), *tables):
        yield packaged_line(path, folder, counts.get(path.name, {}))
    for title, items in left_out.items():
        yield f"\n{title} ({len(items)}):\n"
        yield from (f"- {item}" for item in items) if items else ("- none",)

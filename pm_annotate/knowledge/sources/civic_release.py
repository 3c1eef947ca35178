"""CIViC's nightly or monthly files, fetched or taken from a folder: which they are, and whether they are what they should be.

CIViC writes AcceptedClinicalEvidenceSummaries.tsv, AcceptedAssertionSummaries.tsv and VariantSummaries.tsv, after ``nightly-``
or a date; the names without ``Accepted`` are its older ones, kept as links. Cells that hold quotation marks are quoted, none
holds a tab or a line break (civic-v2, server/app/jobs/generate_tsvs.rb and server/app/tsv_formatters).

Only the columns that are used are kept: the prose of CIViC's curators is read by nobody here and written nowhere.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import InputError, UsageError
from pm_annotate.knowledge.sources.download import Limits, check_url, download, shown

NIGHTLY = "https://civicdb.org/downloads/nightly"

Say = Callable[[str], None]
Row = dict[str, str]


class Wanted(NamedTuple):
    """One file of a release."""

    what: str
    names: tuple[str, ...]  # after "nightly-", the best first
    columns: tuple[str, ...]
    perhaps: tuple[str, ...]  # columns that some releases do not have
    id_column: str


EVIDENCE = Wanted(
    "evidence",
    ("AcceptedClinicalEvidenceSummaries.tsv", "ClinicalEvidenceSummaries.tsv"),
    (
        "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies", "therapy_interaction_type",
        "evidence_type", "evidence_direction", "evidence_level", "significance", "citation_id", "source_type",
        "asco_abstract_id", "nct_ids", "rating", "evidence_status", "evidence_id", "variant_origin", "last_review_date",
        "evidence_civic_url", "is_flagged",
    ),
    (),
    "evidence_id",
)  # fmt: skip
ASSERTIONS = Wanted(
    "assertions",
    ("AcceptedAssertionSummaries.tsv", "AssertionSummaries.tsv"),
    (
        "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies", "assertion_type",
        "assertion_direction", "significance", "acmg_codes", "amp_category", "nccn_guideline", "nccn_guideline_version",
        "regulatory_approval", "fda_companion_test", "assertion_id", "evidence_item_ids", "last_review_date", "is_flagged",
    ),
    ("clingen_codes",),
    "assertion_id",
)  # fmt: skip
VARIANTS = Wanted(
    "variants",
    ("VariantSummaries.tsv",),
    (
        "variant_id", "variant", "chromosome", "start", "stop", "reference_bases", "variant_bases", "reference_build",
        "last_review_date", "single_variant_molecular_profile_id",
    ),
    ("feature_name", "gene"),
    "variant_id",
)  # fmt: skip


class ReleaseFile(NamedTuple):
    """One file of a release, read and checked."""

    what: str  # evidence, assertions or variants
    name: str
    origin: str  # address or path where it was found
    sha256: str
    size: int  # bytes
    date: str  # when the server says that it was written, else the newest review date of its rows
    newest_review: str
    rows: list[Row]
    lacks: tuple[str, ...]  # columns of ``perhaps`` that it does not have


class CivicRelease(NamedTuple):
    """The three files of one release."""

    origin: str  # for the tables made from it
    evidence: ReleaseFile
    assertions: ReleaseFile
    variants: ReleaseFile

    @property
    def files(self) -> tuple[ReleaseFile, ReleaseFile, ReleaseFile]:
        return self.evidence, self.assertions, self.variants


def read_civic_release(place: str, say: Say, limits: Limits | None = None) -> CivicRelease:
    """The release at an address or in a folder.

    Raises UsageError for a place that cannot be one, InputError for a file that cannot be had or is not what it should be.
    """
    if "://" in place:
        check_url(place)
        found = [_fetched(wanted, place, say, limits) for wanted in (EVIDENCE, ASSERTIONS, VARIANTS)]
        return CivicRelease(shown(place), *found)
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError(f"{place}: there is no such folder. --from takes a folder with CIViC's files, or an https address.")
    found = [_from_folder(wanted, folder) for wanted in (EVIDENCE, ASSERTIONS, VARIANTS)]
    return CivicRelease("https://civicdb.org/releases/main", *found)


def _fetched(wanted: Wanted, address: str, say: Say, limits: Limits | None) -> ReleaseFile:
    for name in wanted.names:
        url = f"{address.rstrip('/')}/nightly-{name}"
        say(f"fetching {shown(url)}")
        found = download(url, limits)
        if found is not None:
            return read_release_file(wanted, f"nightly-{name}", found.url, found.content, found.last_modified)
    raise InputError(
        f"{shown(address)} has no {' or '.join(f'nightly-{name}' for name in wanted.names)} (404). "
        "Has CIViC moved its files? See https://civicdb.org/releases/main, download them, and use --from FOLDER."
    )


def _from_folder(wanted: Wanted, folder: Path) -> ReleaseFile:
    """The one file whose name ends as CIViC's does; what also holds submitted items is another file."""
    for name in wanted.names:
        found = [path for path in sorted(folder.iterdir()) if path.name == name or path.name.endswith(f"-{name}")]
        if len(found) > 1:
            listed = ", ".join(path.name for path in found)
            raise InputError(f"{folder} has several files of CIViC's {wanted.what}: {listed}. Keep those of one release.")
        for path in found:
            try:
                content = path.read_bytes()
            except OSError as error:
                raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
            return read_release_file(wanted, path.name, str(path), content)
    raise InputError(f"{folder} has no nightly-{wanted.names[0]}: download it from {NIGHTLY}/ into this folder.")


def read_release_file(wanted: Wanted, name: str, origin: str, content: bytes, last_modified: str = "") -> ReleaseFile:
    """Read and check one file. Raises InputError that says what is wrong with it."""
    columns, lines = _table(origin, content)
    missing = [column for column in wanted.columns if column not in columns]
    if missing:
        raise InputError(
            f"{origin}: this is not CIViC's table of {wanted.what}: it has no column {', '.join(missing)}. "
            "Where CIViC has changed its format, a newer pm-annotate is needed."
        )
    rows = list(_rows(wanted, origin, columns, lines))
    if not rows:
        raise InputError(f"{origin}: the table of {wanted.what} has no rows.")
    newest_review = max(row["last_review_date"] for row in rows)[:10]
    return ReleaseFile(
        what=wanted.what,
        name=name,
        origin=origin,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        date=last_modified or newest_review,
        newest_review=newest_review,
        rows=rows,
        lacks=tuple(column for column in wanted.perhaps if column not in columns),
    )


def _table(origin: str, content: bytes) -> tuple[list[str], list[str]]:
    """Column names and lines. A page of HTML, an empty file and one that was cut are told apart from a table."""
    if not content.strip():
        raise InputError(f"{origin}: the file is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{origin}: this is no text (byte {error.start} is not UTF-8). Is it packed? Unpack it.") from error
    if text.lstrip().startswith("<"):
        raise InputError(f"{origin}: this is a web page, not a table. A proxy or a login page may have answered instead.")
    if not text.endswith("\n"):
        raise InputError(f"{origin}: the last line has no end: the file was cut. Download it again.")
    head, *lines = text.removesuffix("\n").split("\n")
    return [_cell(name) for name in head.split("\t")], lines


def _rows(wanted: Wanted, origin: str, columns: list[str], lines: list[str]) -> Iterator[Row]:
    places = {column: columns.index(column) for column in (*wanted.columns, *wanted.perhaps) if column in columns}
    seen: set[str] = set()
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise InputError(
                f"{origin}: line {number} has {len(cells)} cells, the table {len(columns)} columns: it is malformed or cut."
            )
        row = {column: _cell(cells[place]) for column, place in places.items()}
        row |= dict.fromkeys((column for column in wanted.perhaps if column not in places), "")
        _check_row(wanted, f"{origin}: line {number}", row, seen)
        yield row


def _check_row(wanted: Wanted, where: str, row: Mapping[str, str], seen: set[str]) -> None:
    """Ids are numbers and stand once; the flag, which keeps doubted rows out, can be told."""
    number = row[wanted.id_column]
    if not number.isdecimal() or number in seen:
        why = "stands twice" if number in seen else "is no number"
        raise InputError(f"{where}: {wanted.id_column} {number[:50]!r} {why}.")
    seen.add(number)
    if row.get("is_flagged", "false") not in ("true", "false"):
        raise InputError(f"{where}: is_flagged is {row['is_flagged'][:50]!r}, neither true nor false: columns are displaced.")


def _cell(text: str) -> str:
    """A cell without the quotes that it got for the quotation marks in it."""
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    return text

"""The statements of a release by the importers of the build; rows that these cannot read are left out and told.

The build stops at a word that CIViC never used before: somebody must decide what it means. An update must not: one new word
in one row would keep a lab from all others.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pm_annotate.errors import InputError
from pm_annotate.knowledge.sources import civic
from pm_annotate.knowledge.sources.civic import BiomarkerIdOf, Imported
from pm_annotate.knowledge.sources.civic_release import CivicRelease, ReleaseFile, Row
from pm_annotate.knowledge.table_file import RawTable

MOST_UNREAD = 10, 0.02  # rows, and share of the rows of a file; more than both is another format, not a new word


class ReadRows(NamedTuple):
    """The accepted rows of a file that the importers understand."""

    rows: list[Row]
    not_accepted: int
    unread: tuple[str, ...]  # "EID123 (BRAF V600E): 'Cures' is not known", of those that are not flagged


class CivicRows(NamedTuple):
    """The rows of both files of statements."""

    evidence: ReadRows
    assertions: ReadRows

    def imported(self, biomarker_id_of: BiomarkerIdOf) -> tuple[Imported, Imported]:
        """Evidence and assertions as statements."""
        evidence = civic.import_evidence(self.evidence.rows, biomarker_id_of)
        return evidence, civic.import_assertions(self.assertions.rows, self.evidence.rows, biomarker_id_of)

    @property
    def flagged(self) -> frozenset[str]:
        """The ids of the statements that CIViC's editors doubt."""
        items = (f"civic:EID{row['evidence_id']}" for row in self.evidence.rows if row["is_flagged"] == "true")
        claims = (f"civic:AID{row['assertion_id']}" for row in self.assertions.rows if row["is_flagged"] == "true")
        return frozenset((*items, *claims))


def with_known_codes(release: CivicRelease, in_use: RawTable) -> CivicRelease:
    """The release; where its assertions come without ``clingen_codes``, as CIViC's own files do, those in use are kept for
    the assertions that nobody has reviewed since."""
    if "clingen_codes" not in release.assertions.lacks:
        return release
    known = {(row["statement_id"], row["last_review_date"]): row.get("clingen_codes", "") for row in in_use.rows()}
    rows = [
        {**row, "clingen_codes": known.get((f"civic:AID{row['assertion_id']}", row["last_review_date"][:10]), "")}
        for row in release.assertions.rows
    ]
    return release._replace(assertions=release.assertions._replace(rows=rows))


def readable_rows(release: CivicRelease) -> CivicRows:
    """What the importers can read of a release. Raises InputError where that is so little that the format must be another."""
    accepted = [row for row in release.evidence.rows if row["evidence_status"] == "accepted"]
    evidence = _readable(release.evidence, accepted, "EID", lambda row: civic.import_evidence([row], _any_id))
    joint = [row for row in evidence.rows if row["therapy_interaction_type"]]
    assertions = _readable(
        release.assertions, release.assertions.rows, "AID", lambda row: civic.import_assertions([row], joint, _any_id)
    )
    return CivicRows(evidence, assertions)


def _readable(file: ReleaseFile, accepted: Sequence[Row], prefix: str, convert: Callable[[Row], Imported]) -> ReadRows:
    rows, unread = [], []
    for row in accepted:
        try:
            convert(row)
        except (KeyError, ValueError) as error:
            number = row["evidence_id"] if prefix == "EID" else row["assertion_id"]
            unread.append(f"{prefix}{number} ({row['molecular_profile']}): {_why(error)}")
        else:
            rows.append(row)
    if len(unread) > max(MOST_UNREAD[0], MOST_UNREAD[1] * len(accepted)):
        raise InputError(
            f"{file.origin}: {len(unread):,} of {len(accepted):,} rows cannot be read, the first is {unread[0]}. CIViC must "
            "have changed its format: a newer pm-annotate is needed."
        )
    return ReadRows(rows, len(file.rows) - len(accepted), tuple(unread))


def _any_id(name: str, source_id: str) -> str:
    """Stands for a biomarker's id: only whether a row can be read is asked."""
    return "civic:any"


def _why(error: Exception) -> str:
    if not isinstance(error, KeyError):
        return str(error)
    words = error.args[0]
    if isinstance(words, frozenset):
        return f"no evidence says how {', '.join(sorted(words))} are combined"
    return f"{' '.join(words) if isinstance(words, tuple) else words!r} is not known here"

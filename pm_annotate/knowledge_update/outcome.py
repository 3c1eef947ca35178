"""What an update did, as values: for people, for scripts, and for ``SOURCES.md``."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.knowledge.diff import Change, StatementChange
from pm_annotate.knowledge.sources.civic_release import CivicRelease
from pm_annotate.model import Biomarker


class Profiles(NamedTuple):
    """The biomarkers of CIViC's profiles against those of the tables in use."""

    total: int
    new: tuple[Biomarker, ...]
    renamed: tuple[Biomarker, ...]  # same id, another name: typed anew
    located: tuple[Biomarker, ...]  # same id and name, without allele before; the release gives coordinates
    vanished: tuple[Biomarker, ...]  # no statement uses them any more
    untyped: tuple[str, ...]  # names, of all that are in the new table
    one_assembly: tuple[str, ...]  # names of those typed anew whose allele is known on one assembly only
    both_assemblies: int  # of those typed anew
    coordinates_left_out: tuple[str, ...]  # the reference has other bases, or an indel lies outside the packaged sequence

    @property
    def kept(self) -> int:
        """Those that are as they were: same id, same name."""
        return self.total - len(self.new) - len(self.renamed) - len(self.located)


class Update(NamedTuple):
    """One finished update."""

    output: Path
    base: Path  # the folder of tables that it was made from
    release: CivicRelease
    before: Mapping[str, str]  # versions of CIViC's tables in use: file -> date
    older: tuple[str, ...]  # files of the release whose newest review is older than that of the tables in use
    statements: Mapping[str, int]  # file -> statements now
    flagged: int  # kept out
    not_accepted: int  # kept out
    unread: tuple[str, ...]  # rows left out, with why
    profiles: Profiles
    changes: tuple[StatementChange, ...]

    def changed(self, kind: Change) -> int:
        return sum(change.change == kind for change in self.changes)

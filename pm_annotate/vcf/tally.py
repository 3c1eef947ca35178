"""Counting: every record and every ALT of a file, for each report, in one category each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import add

from pm_annotate.model import Reconciliation, SampleRole

CATEGORIES = ("outside", "filtered", "low_support", "not_in_sample", "reference", "unsupported", "malformed")
OBSERVED = "observed"


class Passed:
    """Counts that hold for every report of the file: all records, and the ALT of the records that nobody looks into."""

    __slots__ = ("outside", "records", "reference", "unended", "unopened")

    def __init__(self) -> None:
        self.records = 0
        self.outside = 0
        self.reference = 0
        self.unended = 0  # 1 where the last row has no line end: htslib always writes one, so its last value may be cut
        self.unopened = 0  # of the records, those that the index let us leave closed: each counts as one allele outside

    @property
    def counts(self) -> tuple[int, ...]:
        """All counts, to be sent to another process; ``set`` takes them."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def set(self, counts: tuple[int, ...]) -> None:
        for name, count in zip(self.__slots__, counts, strict=True):
            setattr(self, name, count)


class Tally:
    """Mutable counts of one reading of one file. ``passed`` is shared; the rest is kept for each
    report under its tumour column, so that a report may be renamed.

    ``unknown_support`` counts, for each report, observations that a threshold could not judge because the file does not
    give the value.
    """

    def __init__(self, roles: Iterable[SampleRole] = ()) -> None:
        self.passed = Passed()
        self.unknown_support: Counter[str] = Counter()
        self._of_role: dict[str, Counter[str]] = {role.tumor or "": Counter() for role in roles}

    @property
    def records(self) -> int:
        """Data records read so far."""
        return self.passed.records

    def add(self, role: SampleRole, category: str, count: int = 1) -> None:
        """Count ALT alleles of one report in a category of CATEGORIES, or as OBSERVED."""
        column = role.tumor or ""
        counts = self._of_role.get(column)
        if counts is None:
            counts = self._of_role[column] = Counter()
        counts[category] += count

    def move_outside(self, role: SampleRole, count: int = 1) -> None:
        """Count alleles that were handed out as observed as outside instead: structural events that touch no gene of ours.

        An event stands for ``1 + len(event.mates)`` ALT entries. Raises ValueError where fewer were handed out.
        """
        if count > self.observed(role):
            raise ValueError(f"{count} alleles cannot be moved: {self.observed(role)} of {role.sample_id} were handed out")
        self.add(role, OBSERVED, -count)
        self.add(role, "outside", count)

    def add_file(self, role: SampleRole, other: Tally, other_role: SampleRole) -> None:
        """Count what a further file of the report's sample holds as if it stood in this one."""
        self.passed.set(tuple(map(add, self.passed.counts, other.passed.counts)))
        for category, count in other._counts(other_role).items():
            self.add(role, category, count)
        self.unknown_support.update(other.unknown_support)

    def _counts(self, role: SampleRole) -> Counter[str]:
        return self._of_role.get(role.tumor or "", Counter())

    def observed(self, role: SampleRole) -> int:
        """Observations handed out for a report."""
        return self._counts(role)[OBSERVED]

    def alleles(self, role: SampleRole) -> int:
        """ALT alleles counted for a report; a record without ALT counts as one."""
        return self.passed.outside + self.passed.reference + sum(self._counts(role).values())

    def reconciliation(self, role: SampleRole, matched: int = 0, unmatched: int | None = None) -> Reconciliation:
        """The report's counts. ``matched`` and ``unmatched`` are what became of the observations.

        Observations in neither (near an actionable gene, but outside it) count as ``outside``; with ``unmatched`` left out
        all that are not matched are unmatched. Raises ValueError where more are claimed than were handed out.
        """
        observed = self.observed(role)
        if unmatched is None:
            unmatched = observed - matched
        aside = observed - matched - unmatched
        if min(matched, unmatched, aside) < 0:
            raise ValueError(f"{matched} matched and {unmatched} unmatched of {observed} observations of {role.sample_id}")
        counts = self._counts(role)
        return Reconciliation(
            records=self.passed.records,
            alleles=self.alleles(role),
            matched=matched,
            unmatched=unmatched,
            outside=self.passed.outside + counts["outside"] + aside,
            filtered=counts["filtered"],
            low_support=counts["low_support"],
            not_in_sample=counts["not_in_sample"],
            reference=self.passed.reference + counts["reference"],
            unsupported=counts["unsupported"],
            malformed=counts["malformed"],
        )

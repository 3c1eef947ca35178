"""One report on its way into several files: what they share is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from pm_annotate.model import Effect, SampleReport, Statement, VariantReport
from pm_annotate.report.finding_values import FindingInWords, in_words
from pm_annotate.report.kept_texts import KeptTexts, Made
from pm_annotate.report.row_layout import RowLayout
from pm_annotate.report.statement_values import KnowledgeChecksums, knowledge_checksums, statement_values
from pm_annotate.report.variant_values import VariantKey, sample_values, variant_key, variant_name, variant_values

Runs = tuple[str, ...]  # cells of a table row, joined: see ``row_layout``


class ReportTexts:
    """A report with the texts that its files share. ``kept``: the texts that the reports of the run share."""

    def __init__(self, report: SampleReport, kept: KeptTexts | None = None) -> None:
        self.report = report
        self.kept = KeptTexts() if kept is None else kept
        self.checksums: KnowledgeChecksums = self.kept.rest_on(
            report.provenance.get("knowledge"), lambda: knowledge_checksums(report)
        )
        self._of_variant: dict[tuple[str, int, int], Any] = {}

    def of_variant(self, label: str, variant: VariantReport, effect: Effect | None, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for the variant as named on ``effect``: several findings ask for it.

        Not for what every variant is asked for: most variants of a large file have no finding.
        """
        key = (label, id(variant), id(effect))
        if key not in self._of_variant:
            self._of_variant[key] = make()
        made: Made = self._of_variant[key]
        return made

    @cached_property
    def findings(self) -> tuple[FindingInWords, ...]:
        return tuple([in_words(finding, self.name_of) for finding in self.report.findings])

    def name_of(self, variant: VariantReport, effect: Effect | None) -> str:
        """The variant's name; it stands in every finding of the variant."""
        return self.of_variant("name", variant, effect, lambda: variant_name(variant, effect))

    def findings_of(self, variant: VariantReport) -> int:
        """In how many findings an allele of a record takes part."""
        return self._findings_per_variant[_of_record(variant)]

    @cached_property
    def retained_tags(self) -> tuple[str, ...]:
        """The INFO fields that the user wants to see with each variant (``--retain-info``)."""
        options = self.report.provenance.get("options")
        return tuple(options.get("retain_info", ())) if isinstance(options, Mapping) else ()

    @cached_property
    def _findings_per_variant(self) -> Counter[tuple[VariantKey, int]]:
        counts: Counter[tuple[VariantKey, int]] = Counter()
        keys = {id(variant): _of_record(variant) for finding in self.report.findings for variant in finding.variants}
        for finding in self.report.findings:
            for key in {keys[id(variant)] for variant in finding.variants}:
                counts[key] += 1
        return counts

    def variant_runs(self, layout: RowLayout, variant: VariantReport | None, effect: Effect | None) -> Runs:
        """What a row says of the sample and the variant: the runs of the source ``variant``."""
        role = self.report.role
        if variant is None:
            return layout.texts("variant", sample_values(role, self.report.assembly))
        return self.of_variant(
            layout.name, variant, effect, lambda: layout.texts("variant", variant_values(role, variant, effect))
        )

    def statement_runs(self, layout: RowLayout, statement: Statement) -> Runs:
        """What a row says of a statement."""
        return self.kept.of(
            layout.name, statement, lambda: layout.texts("statement", statement_values(statement, self.checksums))
        )


def _of_record(variant: VariantReport) -> tuple[VariantKey, int]:
    """Which allele of which record. Behind an index records have no number: an allele that stands there twice is told apart
    by the variant itself."""
    key = variant_key(variant)
    return key, 0 if key[0] else id(variant)

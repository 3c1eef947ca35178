"""``summary.tsv``: one row per sample of a run."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.model import Finding, Reconciliation, SampleReport
from pm_annotate.report.statement_values import therapy_text
from pm_annotate.report.tiers import TIER_CLASSES, best_tier, tier_rank
from pm_annotate.report.variant_values import effect_for, variant_name

COUNTED_TIERS = {
    "n_tier_IA": "Tier I-A",
    "n_tier_IB": "Tier I-B",
    "n_tier_IIC": "Tier II-C",
    "n_tier_IID": "Tier II-D",
    "n_tier_III": "Tier III",
}
SUMMARY_COLUMNS = (
    "sample", "file", "assembly", "tumor_type", "records", "alleles", "matched", "unmatched", "outside", "filtered",
    "low_support", "not_in_sample", "reference", "unsupported", "malformed", "n_findings", *COUNTED_TIERS, "top_finding",
    "exit_status", "error",
)  # fmt: skip


class OutputFile(NamedTuple):
    """A file that was written for a sample."""

    name: str
    sha256: str
    size: int  # bytes


class SampleOutcome(NamedTuple):
    """What a run says of one sample, small enough to keep for thousands of them."""

    sample: str
    file: str  # name of the VCF
    exit_status: int = 0
    error: str = ""  # why there is no report
    assembly: str = ""
    tumor_type: str = ""
    reconciliation: Reconciliation | None = None
    n_findings: int | None = None
    variants_by_tier: Mapping[str, int] | None = None  # best tier of each variant -> how many variants
    top_finding: str = ""
    best_tier: str = ""  # of the findings, those without a variant (wild type) too
    outputs: tuple[OutputFile, ...] = ()
    warnings: tuple[str, ...] = ()


def summarise(report: SampleReport, file: str, outputs: Sequence[Path] = (), exit_status: int = 0) -> SampleOutcome:
    """The outcome of a sample whose report was written. ``outputs`` are read once for their checksums."""
    return SampleOutcome(
        sample=report.role.sample_id,
        file=file,
        exit_status=exit_status,
        assembly=str(report.assembly),
        tumor_type=report.tumor_type.name if report.tumor_type else "",
        reconciliation=report.reconciliation,
        n_findings=len(report.findings),
        variants_by_tier=Counter(best_tier(variant.tiers.values()) for variant in report.variants),
        top_finding=top_finding(report.findings),
        best_tier=best_tier(finding.amp_tier for finding in report.findings),
        outputs=tuple(describe_output(path) for path in outputs),
        warnings=report.warnings,
    )


def failed_outcome(sample: str, file: str, error: str, exit_status: int) -> SampleOutcome:
    """The outcome of a sample (or of a file whose samples are not known: "") that gave no report."""
    return SampleOutcome(sample=sample, file=file, exit_status=exit_status, error=error)


def describe_output(path: Path) -> OutputFile:
    """Name, SHA-256 and size of a file that was written."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return OutputFile(path.name, digest, handle.tell())


def top_finding(findings: Iterable[Finding]) -> str:
    """``BRAF:p.V600E: Encorafenib + Cetuximab, Colorectal Cancer (Tier I-A)``: the best tier, therapy before the rest.

    Only findings that have a tier; "" where none has.
    """
    best = min((finding for finding in findings if finding.amp_tier), key=_reading_order, default=None)
    if best is None:
        return ""
    first = best.variants[0] if best.variants else None
    name = variant_name(first, effect_for(best, first)) if first else best.statement.profile_text
    what = therapy_text(best.statement) or best.statement.significance or best.statement.predicate
    condition = f", {best.statement.condition}" if best.statement.condition else ""
    resistance = "resistance to " if best.tier_class == "resistance" else ""
    return f"{name}: {resistance}{what}{condition} ({best.amp_tier})"


def _reading_order(finding: Finding) -> tuple[int, int, bool]:
    """Tier, then class, then what needs nothing more before what is conditional. Ties keep the report's order."""
    known = finding.tier_class in TIER_CLASSES
    position = TIER_CLASSES.index(finding.tier_class) if known else len(TIER_CLASSES)
    return (tier_rank(finding.amp_tier), position, finding.profile_status != "met")


def summary_rows(outcomes: Iterable[SampleOutcome]) -> Iterator[Mapping[str, object]]:
    """One row per outcome. Counts of a sample without report are empty, not zero."""
    for outcome in outcomes:
        counts = outcome.reconciliation
        tiers = outcome.variants_by_tier
        yield {
            "sample": outcome.sample,
            "file": outcome.file,
            "assembly": outcome.assembly,
            "tumor_type": outcome.tumor_type,
            **(counts._asdict() if counts else {}),
            "n_findings": outcome.n_findings,
            **({column: tiers.get(tier, 0) for column, tier in COUNTED_TIERS.items()} if tiers is not None else {}),
            "top_finding": outcome.top_finding,
            "exit_status": outcome.exit_status,
            "error": outcome.error,
        }

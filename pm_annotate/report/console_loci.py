"""The actionable loci on the terminal: what was looked at and not found, and what cannot be told."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from pm_annotate.model import AssayStatus, LocusStatus, SampleReport
from pm_annotate.report.cells import one_line

_SAID = {
    AssayStatus.DETECTED: "detected",
    AssayStatus.NOT_DETECTED: "not detected",
    AssayStatus.NOT_COVERED: "not covered",
    AssayStatus.NOT_ASSESSABLE: "not assessable",
}
WILD_TYPE = "wild type"
REASONS_SHOWN = 6


def loci_block(report: SampleReport, width: int, style: bool = False) -> list[str]:
    """Counts by status, the genes whose wild type decides on a therapy, and the genes that are not detected."""
    if not report.loci:
        return []
    title = "Actionable loci of this tumour type" if report.tumor_type else "Actionable loci of any tumour type"
    lines = [f"\x1b[1m{title}\x1b[0m" if style else title]
    counts = Counter(status.status for status in report.loci)
    total = ", ".join(f"{counts[status]} {said}" for status, said in _SAID.items() if counts[status])
    texts = [f"{total}; see loci.tsv.", *_wild_type_lines(report.loci), *_not_detected(report.loci)]
    lines += [line for text in texts for line in _wrapped(text, width)]
    return lines


def _wild_type_lines(loci: Iterable[LocusStatus]) -> Iterator[str]:
    """``KRAS wild type (codons 12, 13): not detected``; where it is open, with the reason."""
    shown = [status for status in loci if status.locus.startswith(WILD_TYPE)]
    for status in shown[:REASONS_SHOWN]:
        found = f": {', '.join(status.detected)}" if status.detected else ""
        said = "altered" if status.status == AssayStatus.DETECTED else _SAID[status.status]
        why = f" ({status.reason})" if status.reason else ""
        yield f"{status.gene} {status.locus}: {said}{found}{why}"


def _not_detected(loci: Iterable[LocusStatus]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for status in loci:
        if status.status == AssayStatus.NOT_DETECTED and not status.locus.startswith(WILD_TYPE):
            names.setdefault(status.gene, []).append(status.locus)
    if names:
        yield "Covered, and not detected: " + "; ".join(f"{gene} {', '.join(loci)}" for gene, loci in names.items())


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent="  ", subsequent_indent="    ")

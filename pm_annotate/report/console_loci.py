"""The actionable loci on the terminal: what is wild type, what was looked at and not found, and what cannot be told."""

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
_OF_WILD_TYPE = {
    AssayStatus.DETECTED: "altered",
    AssayStatus.NOT_DETECTED: "wild type",
    AssayStatus.NOT_COVERED: "not covered: wild type or not is open",
    AssayStatus.NOT_ASSESSABLE: "wild type or not is open",
}
WILD_TYPE = "wild type"
ANY_VARIANT = "any variant"
GROUPS_SHOWN = 6


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
    """``KRAS, NRAS (codons 12, 13): wild type (all 18 bases covered)``: genes of which the same is said share a line."""
    groups: dict[tuple[str, AssayStatus, str, tuple[str, ...]], list[str]] = {}
    for one in loci:
        if one.locus.startswith(WILD_TYPE):
            where = one.locus.removeprefix(WILD_TYPE).strip()
            groups.setdefault((where, one.status, one.reason, one.detected), []).append(one.gene)
    for (where, status, reason, detected), genes in list(groups.items())[:GROUPS_SHOWN]:
        found = f": {', '.join(detected)}" if detected else ""
        why = f" ({reason})" if reason else ""
        yield f"{' '.join(part for part in (', '.join(genes), where) if part)}: {_OF_WILD_TYPE[status]}{found}{why}"


def _not_detected(loci: Iterable[LocusStatus]) -> Iterator[str]:
    """``Covered, and not detected: KRAS, PTEN any variant; BRAF K601``: a gene without any variant has none at a codon."""
    of_gene: dict[str, list[str]] = {}
    for status in loci:
        if status.status == AssayStatus.NOT_DETECTED and not status.locus.startswith(WILD_TYPE):
            of_gene.setdefault(status.gene, []).append(status.locus)
    genes_of: dict[str, list[str]] = {}
    for gene, names in of_gene.items():
        genes_of.setdefault(ANY_VARIANT if ANY_VARIANT in names else ", ".join(names), []).append(gene)
    if genes_of:
        yield "Covered, and not detected: " + "; ".join(f"{', '.join(genes)} {names}" for names, genes in genes_of.items())


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent="  ", subsequent_indent="    ")

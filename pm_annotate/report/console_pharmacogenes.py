"""The pharmacogenes on the terminal: what asks for another dose or drug, and how many could not be read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pm_annotate.model import PgxCall, PgxGuidance, SampleReport
from pm_annotate.report.cells import one_line

NOT_CALLED = "not called"
STANDARD = "standard"


def pharmacogenes(report: SampleReport, width: int, style: bool = False) -> list[str]:
    """Lines about genes whose phenotype asks for something; the rest in one line. Nothing where no gene was asked."""
    if not report.pharmacogenomics:
        return []
    title = "Pharmacogenomics"
    heading = f"\x1b[1m{title}\x1b[0m" if style else title
    lines = [line for call in report.pharmacogenomics for line in _gene(call, width)]
    return [heading, *lines, *textwrap.wrap(one_line(_rest(report)), width)]


def _gene(call: PgxCall, width: int) -> Iterator[str]:
    asking = [guidance for guidance in call.guidance if guidance.action != STANDARD]
    if not asking:
        return
    score = f", activity score {call.activity_score}" if call.activity_score else ""
    yield from _wrapped(f"{call.gene} {' or '.join(call.diplotypes)}: {call.phenotype}{score}", width, "  ")
    for guidance in asking:
        yield from _wrapped(_sentence(guidance), width, "    ")
    germline = [caveat for caveat in call.caveats if "germline" in caveat]
    if call.missing:
        germline.append(f"{len(call.missing)} of {len(call.missing) + len(call.positions)} positions are not in the file")
    for caveat in germline:
        yield from _wrapped(f"! {caveat}", width, "    ")


def _sentence(guidance: PgxGuidance) -> str:
    return f"{guidance.drug}: {guidance.sentence} ({guidance.source} {guidance.guideline_id})"


def _rest(report: SampleReport) -> str:
    not_called = [call.gene for call in report.pharmacogenomics if call.status == NOT_CALLED]
    if not not_called:
        return "All in pgx.tsv."
    return f"Not called, none of their positions is in the file: {', '.join(not_called)}. All in pgx.tsv."


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent=indent, subsequent_indent=indent + "  ")

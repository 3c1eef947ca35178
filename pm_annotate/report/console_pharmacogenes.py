"""The pharmacogenes on the terminal: what asks for another dose or drug, and how many could not be read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pm_annotate.model import PgxCall, PgxGuidance, SampleReport
from pm_annotate.model.pharmacogenomics import NOT_CALLED, OUTSIDE_CALL
from pm_annotate.report.cells import one_line

TELLING_WHY = ("is in the file but not read", "copy number")
STANDARD, MONITOR = "standard", "monitor"
_DRUG = "\x00"  # stands for the drug's name


def pharmacogenes(report: SampleReport, width: int, style: bool = False) -> list[str]:
    """Lines about genes whose phenotype asks for something; the rest in one line. Nothing where no gene was asked."""
    if not report.pharmacogenomics:
        return []
    title = "Pharmacogenomics"
    heading = f"\x1b[1m{title}\x1b[0m" if style else title
    lines = [line for call in report.pharmacogenomics for line in _gene(call, width)]
    lines += [line for call in report.pharmacogenomics for line in _not_read(call, width)]
    return [heading, *lines, *textwrap.wrap(one_line(_rest(report)), width)]


def _gene(call: PgxCall, width: int) -> Iterator[str]:
    asking = [guidance for guidance in call.guidance if guidance.action != STANDARD]
    asking.sort(key=lambda guidance: guidance.action == MONITOR)  # another dose or drug first
    if not asking:
        if disagreement := next((caveat for caveat in call.caveats if caveat.startswith("the file itself shows")), ""):
            yield from _wrapped(f"! {call.gene} {call.phenotype}, called elsewhere: {disagreement}", width, "  ")
        return
    score = f", activity score {call.activity_score}" if call.activity_score else ""
    yield from _wrapped(f"{call.gene} {' or '.join(call.diplotypes)}: {call.phenotype}{score}", width, "  ")
    for sentence in _sentences(asking):
        yield from _wrapped(sentence, width, "    ")
    telling = ("germline", "confirm", "--callable", "copy number")
    germline = [caveat for caveat in call.caveats if any(word in caveat for word in telling)]
    if call.missing:
        are = "is" if len(call.missing) == 1 else "are"
        germline.append(f"{len(call.missing)} of {len(call.missing) + len(call.positions)} positions {are} not in the file")
    for caveat in germline:
        yield from _wrapped(f"! {caveat}", width, "    ")


def _not_read(call: PgxCall, width: int) -> Iterator[str]:
    """A gene that is not called although the file speaks of it, or cannot be told for what was not read: the first reason."""
    open_still = _is_open(call)
    reasons = _telling(call) if open_still else _reasons(call)
    if (call.status == NOT_CALLED or open_still) and reasons:
        more = f" (and {len(reasons) - 1} more in pgx.tsv)" if len(reasons) > 1 else ""
        verdict = "cannot be told" if open_still else "not called"
        yield from _wrapped(f"! {call.gene} {verdict}: {reasons[0]}{more}", width, "  ")


def _is_open(call: PgxCall) -> bool:
    """Whether positions were read, but what was not read could change the phenotype."""
    return call.status not in (NOT_CALLED, OUTSIDE_CALL) and call.phenotype.endswith("Indeterminate")


def _telling(call: PgxCall) -> list[str]:
    """Reasons for an open phenotype other than that positions are missing."""
    return [reason for reason in _reasons(call) if any(why in reason for why in TELLING_WHY)]


def _reasons(call: PgxCall) -> list[str]:
    """Why a gene is not called whose positions the file names; nothing where it names none."""
    general = ("no position", "genotype from the tumour")
    return [caveat for caveat in call.caveats if not caveat.startswith(general) and "--callable" not in caveat]


def _sentences(asking: Sequence[PgxGuidance]) -> Iterator[str]:
    """``Start capecitabine or fluorouracil at 50 %...``: one sentence for the drugs of which a source says the same."""
    alike: dict[tuple[str, str], list[PgxGuidance]] = {}
    for guidance in asking:
        alike.setdefault((guidance.source, guidance.sentence.replace(guidance.drug, _DRUG)), []).append(guidance)
    for (source, sentence), group in alike.items():
        drugs = " or ".join(guidance.drug for guidance in group)
        ids = ", ".join(dict.fromkeys(guidance.guideline_id for guidance in group))
        subject = "" if _DRUG in sentence else f"{drugs}: "
        yield f"{subject}{sentence.replace(_DRUG, drugs)} ({source} {ids})"


def _rest(report: SampleReport) -> str:
    calls = report.pharmacogenomics
    not_called = [call.gene for call in calls if call.status == NOT_CALLED and not _reasons(call)]
    still_open = [call.gene for call in calls if _is_open(call) and call.missing and not _telling(call)]
    said = []
    if still_open:
        said.append(f"Cannot be told, as positions that could change it are missing: {', '.join(still_open)}.")
    if not_called:
        said.append(f"Not called, none of their positions is in the file: {', '.join(not_called)}.")
    return " ".join((*said, "All in pgx.tsv."))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent=indent, subsequent_indent=indent + "  ")

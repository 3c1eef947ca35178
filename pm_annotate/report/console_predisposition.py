"""Inherited risk on the terminal: gene, change, class, one allele or two, what it means, and what has to be confirmed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pm_annotate.model import PredispositionFinding, SampleReport
from pm_annotate.model.observed import TYPED
from pm_annotate.report.cells import one_line
from pm_annotate.report.console_lines import name_for_people
from pm_annotate.report.predisposition_table import effect_in_gene
from pm_annotate.report.variant_values import unique, variant_name

SHOWN = 5
NAMED = 8
CONFIRM = "confirm in germline"
CONFLICTING = "ClinVar Conflicting"
NONE = "No known or predicted allele among those of the file. This is no negative test."


def predisposition_block(report: SampleReport, width: int, style: bool = False) -> list[str]:
    """The findings that may be inherited; what looks somatic, is conflicting or in no known gene is named alone.

    Of a variant that was typed: what it would mean in the germline, where it would mean anything.
    """
    typed = report.role.basis == TYPED
    if report.role.tumor is None and report.role.normal is None and not (typed and report.predisposition):
        return []
    title = "Predisposition (if it is inherited)" if typed else "Predisposition (inherited risk)"
    lines = [f"\x1b[1m{title}\x1b[0m" if style else title]
    if not report.predisposition:
        return [*lines, *_wrapped(NONE, width, "  ")]
    chosen = [finding for finding in report.predisposition if _is_shown(finding)]
    for finding in chosen[:SHOWN]:
        lines += _finding(finding, width)
    for text in _rest(report, chosen):
        lines += _wrapped(text, width, "  ")
    return lines


def _is_shown(finding: PredispositionFinding) -> bool:
    """Not what looks somatic (it is no advice for relatives), nor genes of which no mode of inheritance is known."""
    return bool(finding.reportable_to_relatives and finding.inheritance)


def _is_conflicting(finding: PredispositionFinding) -> bool:
    """Known by ClinVar alone, whose submitters disagree."""
    return finding.classification.startswith(CONFLICTING)


def _finding(finding: PredispositionFinding, width: int) -> Iterator[str]:
    listed = ", on the ACMG list of secondary findings" if finding.secondary_finding else ""
    origin = finding.origin if finding.origin != "unknown" else ""
    parts = (_name(finding), finding.classification, finding.allele_state, origin)
    yield from _wrapped(", ".join(part for part in parts if part) + listed, width, "  ")
    if finding.confirm_in_germline:
        why = next((one for one in finding.caveats if CONFIRM in one), CONFIRM)
        yield from _wrapped(f"! {why}, before relatives are told", width, "    ")
    if finding.actionable_in_patient:
        yield from _wrapped(f"this patient: {finding.actionable_in_patient}", width, "    ")
    if not finding.confirm_in_germline:
        yield from _wrapped(f"relatives: {finding.reportable_to_relatives}", width, "    ")


def _name(finding: PredispositionFinding) -> str:
    """``BRCA1 E23Vfs*17 (c.68_69del)``; ``CHEK2 c.592+2T>C``; an event by its own name."""
    effect = effect_in_gene(finding)
    name = name_for_people(variant_name(finding.variant, effect))
    if effect is None and finding.variant.event is None:
        name = f"{finding.gene} {name}"
    coding = effect.hgvsc if effect is not None and effect.hgvsp_short and effect.hgvsc not in name else ""
    return f"{name} ({coding})" if coding else name


def _rest(report: SampleReport, chosen: Sequence[PredispositionFinding]) -> Iterator[str]:
    """What is not shown, by name: nothing may be overlooked because it is thought to be somatic."""
    others = [finding for finding in report.predisposition if not _is_shown(finding)]
    no_gene = [finding for finding in others if finding.reportable_to_relatives]
    for said, group in (
        ("Further findings", chosen[SHOWN:]),
        (
            "Looks somatic, may be harmless (little is lost), or may mean another disease",
            [finding for finding in others if not (finding.reportable_to_relatives or _is_conflicting(finding))],
        ),
        ("ClinVar's submitters disagree, some call it pathogenic: needs review", list(filter(_is_conflicting, others))),
        ("ClinVar pathogenic, in genes that are not known here to raise a risk of cancer", no_gene),
    ):
        if group:
            names = unique(_name(finding) for finding in group)
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield f"{said}: {', '.join(names[:NAMED])}{more}."
    yield "All in the report of --json." if report.role.basis == TYPED else "All in predisposition.tsv."


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent=indent, subsequent_indent=indent + "  ")

"""A report on the terminal, for people: what matters, what it rests on, what was not looked at, where the files are.

Plain text, laid out here: it reads the same in a terminal, a log and a mail, and costs no start-up time.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby
from os.path import commonprefix
from pathlib import Path

from pm_annotate.model import Reconciliation, SampleReport, VariantReport
from pm_annotate.model.observed import TYPED
from pm_annotate.report.cells import one_line
from pm_annotate.report.console_lines import FindingsLine, class_rank, gather, name_for_people
from pm_annotate.report.console_loci import loci_block
from pm_annotate.report.console_pharmacogenes import pharmacogenes
from pm_annotate.report.console_predisposition import predisposition_block
from pm_annotate.report.json_report import RESEARCH_USE_ONLY
from pm_annotate.report.statement_values import holds_statements, knowledge_tables
from pm_annotate.report.text_table import table_lines
from pm_annotate.report.tiers import tier_rank
from pm_annotate.report.variant_values import unique, variant_name

MAX_VARIANTS = 12
MAX_LINES, MIN_LINES = 18, 8  # of findings; what is left out is counted
KEPT = {"resistance": 6, "diagnosis": 1, "prognosis": 2}  # lines that a class has of its own where it has Tier I
MAX_PRINTED = 34  # lines on a narrow terminal, where the cells of one line wrap
MIN_WIDTH, MAX_WIDTH = 60, 140
MAX_TEXT = 120  # characters of one name or cell
_VARIANT_HEADER = (
    "Variant",
    "Coding change",
    "Consequence",
    "VAF",
    "Status",
    "Therapy",
    "Resistance",
    "Diagnosis",
    "Prognosis",
)
_HEADER = ("Tier", "Variant", "Therapy or meaning", "Condition", "Approved", "Evidence")
_HEADINGS = {
    "therapy": "Therapy",
    "resistance": "Resistance",
    "diagnosis": "Diagnosis",
    "prognosis": "Prognosis",
    "predisposition": "Predisposition",
    "toxicity": "Toxicity",
    "oncogenicity": "Oncogenicity",
    "function": "Function",
    "other": "Other",
}
TIERED = ("therapy", "resistance", "diagnosis", "prognosis")
_COUNTED = (
    ("matched", "matched"),
    ("unmatched", "in actionable genes without a statement"),
    ("outside", "outside the actionable genes"),
    ("filtered", "filtered"),
    ("low_support", "with low support"),
    ("not_in_sample", "not in this sample"),
    ("reference", "reference"),
    ("unsupported", "unsupported"),
    ("malformed", "malformed"),
)


def render_console(report: SampleReport, width: int = 100, files: Sequence[Path] = (), style: bool = False) -> str:
    """The summary of one sample as text, lines no wider than ``width`` (60-140 characters), ending in a line end.

    ``files`` are the paths to show at the end. With ``style`` headings are bold (ANSI), for terminals only.
    """
    width = max(MIN_WIDTH, min(width, MAX_WIDTH))
    blocks = (
        _title(report, width),
        _variants(report, width, style),
        _findings(report, width, style),
        loci_block(report, width, style),
        predisposition_block(report, width, style),
        pharmacogenes(report, width, style),
        _counts(report, width),
        _notes(report, width),
        _files(files, width),
        textwrap.wrap(RESEARCH_USE_ONLY, width),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _title(report: SampleReport, width: int) -> list[str]:
    tumor = report.tumor_type
    named = "tumour type not given" if tumor is None else tumor.name
    if tumor is not None and tumor.query.casefold() != tumor.name.casefold():
        named += f' (from "{tumor.query}")'
    sample = f"{report.role.sample_id} (normal: {report.role.normal})" if report.role.normal else report.role.sample_id
    lines = _wrapped(f"{_shortened(sample)} | {report.assembly} | {named}", width)
    knowledge = _knowledge(report)
    return lines + (_wrapped(f"Knowledge: {knowledge}", width) if knowledge else [])


def _knowledge(report: SampleReport) -> str:
    """``CIViC 2026-05-29, Molecular Oncology Almanac 2026-05``: the tables that hold statements."""
    tables = [table for table in knowledge_tables(report) if holds_statements(table)]
    return ", ".join(
        unique(f"{table.get('knowledge_base', '')} {table.get('version') or table.get('file')}" for table in tables)
    )


def _variants(report: SampleReport, width: int, style: bool) -> list[str]:
    """The variants worth a look: those with a statement first, then truncating and splice-site ones; the rest is counted."""
    weighed = sorted(enumerate(report.variants), key=lambda pair: (_weight(pair[1]), pair[0]))
    shown = [variant for _, variant in weighed if _weight(variant) < _NOT_SHOWN or _is_typed(report)][:MAX_VARIANTS]
    if not shown:
        return []
    heading = ("\x1b[1m", "\x1b[0m") if style else ("", "")
    groups = [(f"{heading[0]}Variants{heading[1]}", [_variant_row(variant) for variant in shown])]
    left_out = len(report.variants) - len(shown)
    more = [f"... and {left_out:,} more in variants.tsv"] if left_out else []
    return [*table_lines(_VARIANT_HEADER, groups, width), *(["", *more] if more else [])]


_NOT_SHOWN = 100


def _is_typed(report: SampleReport) -> bool:
    """A variant that somebody typed: shown whatever is known of it, and there are no files to look into."""
    return report.role.basis == TYPED


def _where(report: SampleReport, table: str) -> str:
    return "the report of --json" if _is_typed(report) else table


def _weight(variant: VariantReport) -> int:
    """Order of importance: best tier, then high impact; _NOT_SHOWN for what only variants.tsv lists."""
    tiers = [tier_rank(variant.tiers.get(name, "")) for name in TIERED]
    high_impact = any(effect.impact == "HIGH" for effect in variant.effects[:1])
    best = min(tiers)
    return best if best < tier_rank("Tier III") else 50 if high_impact else _NOT_SHOWN


def _variant_row(variant: VariantReport) -> tuple[str, ...]:
    effect = variant.effects[0] if variant.effects else None
    call = variant.observation.tumor
    name = name_for_people(variant_name(variant, effect))
    cells = (
        name,
        effect.hgvsc if effect and effect.hgvsp_short else "",
        effect.consequence[0].removesuffix("_variant") if effect and effect.consequence else "",
        f"{call.vaf:.2f}" if call and call.vaf is not None else "",
        "" if variant.mutation_status == "Unknown" else variant.mutation_status,
        *(variant.tiers.get(name, "").removeprefix("Tier ") for name in TIERED),
    )
    return tuple(one_line(text) for text in cells)


def _findings(report: SampleReport, width: int, style: bool) -> list[str]:
    lines, where = gather(report.findings, report.pharmacogenomics), _where(report, "findings.tsv")
    n_tiered = sum(bool(finding.amp_tier) for finding in report.findings)
    n_without = len(report.findings) - n_tiered
    if not lines:
        text = "No findings with a tier."
        return [text, *_left_out(0, n_without, width, where)] if n_without else ["No findings."]
    printed: list[str] = []
    for limit in range(MAX_LINES, MIN_LINES - 1, -1):
        shown = most_important(lines, limit)
        printed = table_lines(_HEADER, _grouped(shown, style), width)
        if len(printed) <= MAX_PRINTED:
            break
    return [*printed, *_left_out(len(lines) - len(shown), n_without, width, where)]


def _grouped(lines: Sequence[FindingsLine], style: bool) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Each class's heading and rows."""
    bold, plain = ("\x1b[1m", "\x1b[0m") if style else ("", "")
    return [
        (f"{bold}{_HEADINGS.get(name, name.capitalize())}{plain}", [_row(line) for line in group])
        for name, group in groupby(lines, key=lambda line: line.tier_class)
    ]


def most_important(lines: Sequence[FindingsLine], limit: int) -> list[FindingsLine]:
    """``limit`` lines by tier (I before II) and class, in the order in which they came.

    Each class has some lines for its Tier I, so that many therapies do not hide that one of them meets resistance; and each
    variant has its first Tier I therapy, so that one driver does not hide another.
    """
    by_weight = sorted(range(len(lines)), key=lambda i: (tier_rank(lines[i].amp_tier) // 2, class_rank(lines[i].tier_class), i))
    kept: list[int] = list(first_therapy_of_each_variant(lines, by_weight).values())
    for tier_class, number in KEPT.items():
        of_class = [i for i in by_weight if lines[i].tier_class == tier_class and lines[i].amp_tier.startswith("Tier I-")]
        kept += of_class[: number * limit // MAX_LINES]
    chosen = list(dict.fromkeys([*kept, *by_weight]))[:limit]
    return [lines[i] for i in sorted(chosen)]


def first_therapy_of_each_variant(lines: Sequence[FindingsLine], by_weight: Sequence[int]) -> dict[str, int]:
    """Variant to the index of its most important line of therapy that is Tier I."""
    first: dict[str, int] = {}
    for i in by_weight:
        if lines[i].tier_class == "therapy" and lines[i].amp_tier.startswith("Tier I-"):
            first.setdefault(lines[i].variant, i)
    return first


def _row(line: FindingsLine) -> tuple[str, ...]:
    meaning = line.meaning + (f" [needs {', '.join(line.requires)}]" if line.requires else "")
    meaning += f" [but {line.against[0]} resists]" if line.against else ""
    meaning += f" [see {', '.join(line.pharmacogenes)}]" if line.pharmacogenes else ""
    first, others = line.statement_ids[0], len(line.statement_ids) - 1
    evidence = f"{first} +{others}" if others else first
    cells = (line.amp_tier.removeprefix("Tier "), line.variant, meaning, line.condition, ", ".join(line.agencies), evidence)
    return tuple(one_line(_shortened(text)) for text in cells)


def _shortened(text: str) -> str:
    """Names of long alleles and hostile sample names are cut here; the files hold them whole."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}..."


def _left_out(n_lines: int, n_without: int, width: int, where: str) -> list[str]:
    parts = []
    if n_lines:
        parts.append(_counted(n_lines, "more line"))
    if n_without:
        parts.append(f"{_counted(n_without, 'finding')} without a tier")
    return ["", *_wrapped(f"... and {' and '.join(parts)} in {where}", width)] if parts else []


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _counts(report: SampleReport, width: int) -> list[str]:
    counts: Reconciliation = report.reconciliation
    parts = [f"{getattr(counts, name):,} {words}" for name, words in _COUNTED if getattr(counts, name)]
    text = f"{_counted(counts.records, 'record')}, {_counted(counts.alleles, 'allele')}"
    lines = _wrapped(f"{text}: {', '.join(parts)}." if parts else f"{text}.", width)
    if report.related:
        related = _counted(len(report.related), "related statement")
        lines += _wrapped(f"{related}, close but not met: see {_where(report, 'related.tsv')}.", width)
    return lines


def _notes(report: SampleReport, width: int) -> list[str]:
    """What the reader must know before trusting a blank."""
    return [line for warning in report.warnings for line in _wrapped(f"! {warning}", width, "  ")]


def _files(files: Sequence[Path], width: int) -> list[str]:
    """The paths; of several that differ in their endings only, what they share once."""
    names = [one_line(path.name) for path in files]
    shared = commonprefix(names)  # noqa: RUF071 - of characters
    shared = shared[: shared.rfind(".") + 1]
    if len(files) < 2 or not shared or len({path.parent for path in files}) > 1:
        return [f"  {one_line(str(path))}" for path in files]
    endings = ", ".join(name.removeprefix(shared) for name in names)
    lines = textwrap.wrap(f"{one_line(str(files[0].parent / shared))}*: {endings}", width - 2, subsequent_indent="  ")
    return [f"  {line}" for line in lines]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(one_line(text), width, subsequent_indent=indent)

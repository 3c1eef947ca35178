"""A SampleReport becomes files of the output folder; a run becomes summary.tsv and run.json."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from pm_annotate.errors import UsageError
from pm_annotate.model import SampleReport
from pm_annotate.report.files import Content, prepare_folder, refuse_existing, write_together
from pm_annotate.report.gzipped import gzipped
from pm_annotate.report.json_report import json_report_pieces
from pm_annotate.report.kept_texts import KeptTexts
from pm_annotate.report.loci_table import LOCI_COLUMNS, loci_rows
from pm_annotate.report.pgx_table import PGX_COLUMNS, pgx_rows
from pm_annotate.report.predisposition_table import PREDISPOSITION_COLUMNS, predisposition_rows
from pm_annotate.report.report_texts import ReportTexts
from pm_annotate.report.run_json import RunRecord, run_json
from pm_annotate.report.sample_names import file_stems, safe_name
from pm_annotate.report.summary import SUMMARY_COLUMNS, SampleOutcome, summary_rows
from pm_annotate.report.tables import (
    FINDINGS_COLUMNS,
    RELATED_COLUMNS,
    SKIPPED_COLUMNS,
    VARIANTS_COLUMNS,
    findings_lines,
    related_lines,
    skipped_lines,
    variants_lines,
)
from pm_annotate.report.toxicity_table import TOXICITY_COLUMNS, toxicity_rows
from pm_annotate.report.tsv import line_chunks, table_chunks

LINES = {
    ".findings.tsv": (FINDINGS_COLUMNS, findings_lines),
    ".variants.tsv": (VARIANTS_COLUMNS, variants_lines),
    ".skipped.tsv": (SKIPPED_COLUMNS, skipped_lines),
    ".related.tsv": (RELATED_COLUMNS, related_lines),
}
ROWS = {
    ".loci.tsv": (LOCI_COLUMNS, loci_rows),
    ".predisposition.tsv": (PREDISPOSITION_COLUMNS, predisposition_rows),
    ".pgx.tsv": (PGX_COLUMNS, pgx_rows),
    ".toxicity.tsv": (TOXICITY_COLUMNS, toxicity_rows),
}
_IN_ORDER = ("findings", "variants", "skipped", "related", "loci", "predisposition", "pgx", "toxicity")
SUFFIXES = {"tsv": tuple(f".{name}.tsv" for name in _IN_ORDER), "json": (".report.json",)}  # by format
GZIPPED = ".gz"
"""Ends the name of a format whose files are compressed (``tsv.gz``), and the names of these files."""
ALL_SUFFIXES = tuple(suffix + ending for of_format in SUFFIXES.values() for suffix in of_format for ending in ("", GZIPPED))
"""Whatever a report's file may be called: a run that writes one form removes or refuses the other."""
LONG_REPORT = 2000  # findings and variants, whose JSON takes 100 ms: a process of its own costs about 20
RUN_FILES = ("summary.tsv", "run.json")


def write_report(
    report: SampleReport,
    folder: Path,
    formats: Sequence[str] = ("tsv", "json"),
    force: bool = False,
    stem: str | None = None,
    kept: KeptTexts | None = None,
    processors: int = 1,
) -> tuple[Path, ...]:
    """Write the files of one sample: all of them, or on any failure none.

    ``stem`` begins the file names: take it from ``file_stems`` where a run has several samples; without it, it is
    ``safe_name`` of the sample. ``kept``: texts that the samples of a run share; hand the same to each call.
    ``formats``: ``tsv``, ``json``, or compressed ``tsv.gz``, ``json.gz``.
    With ``force``, files of the sample in other formats go.
    ``processors``: with two, the JSON of a long report is written by a process of its own. Raises
    UsageError when a file is already there and ``force`` is not given, when the folder cannot be written to, or for an
    unknown format; PmAnnotateError when the disk is full or broken.
    """
    stem = safe_name(report.role.sample_id) if stem is None else stem
    suffixes = _suffixes(formats)
    paths = {suffix: folder / f"{stem}{suffix}" for suffix in suffixes}
    if not force:
        refuse_existing(paths.values())
    prepare_folder(folder)
    texts = ReportTexts(report, kept)
    is_long = len(report.variants) + len(report.findings) >= LONG_REPORT
    longest = paths.get(".report.json") or paths.get(f".report.json{GZIPPED}")
    beside = longest if is_long and processors > 1 and len(paths) > 1 else None
    contents = {path: _content(texts, suffix) for suffix, path in paths.items()}
    write_together(contents, beside, instead_of=other_files(folder, stem, contents) if force else ())
    return tuple(paths.values())


def other_files(folder: Path, stem: str, written: Collection[Path]) -> tuple[Path, ...]:
    """A sample's report files of another form or format than those that are ``written``.

    Two reports of one sample, of different inputs, knowledge or options, must not stand side by side under one name.
    """
    others = (folder / f"{stem}{suffix}" for suffix in ALL_SUFFIXES)
    return tuple(path for path in others if path not in written and (path.is_file() or path.is_symlink()))


def _suffixes(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in formats if name.removesuffix(GZIPPED) not in SUFFIXES]
    if unknown:
        raise UsageError(f"{unknown[0]}: not a format of this version. Known: {', '.join(SUFFIXES)}.")
    return tuple(dict.fromkeys(suffix for name in formats for suffix in _suffixes_of(name)))


def _suffixes_of(name: str) -> tuple[str, ...]:
    ending = GZIPPED if name.endswith(GZIPPED) else ""
    return tuple(suffix + ending for suffix in SUFFIXES[name.removesuffix(GZIPPED)])


def _content(texts: ReportTexts, suffix: str) -> Content:
    """The bytes of a file piece by piece, made as they are written."""
    if suffix.endswith(GZIPPED):
        return gzipped(_content(texts, suffix.removesuffix(GZIPPED)))
    if suffix in LINES:
        columns, lines = LINES[suffix]
        return line_chunks(columns, lines(texts))
    if suffix in ROWS:
        columns, rows = ROWS[suffix]
        return table_chunks(columns, rows(texts.report))
    return json_report_pieces(texts)


def existing_outputs(folder: Path, sample_ids: Sequence[str], run_files: bool = True) -> tuple[Path, ...]:
    """The files that a run over these samples would replace or remove, compressed or not, for asking before any work starts.

    Raises UsageError when two samples have one name (see ``file_stems``).
    """
    names = [f"{stem}{suffix}" for stem in file_stems(sample_ids).values() for suffix in ALL_SUFFIXES]
    paths = [folder / name for name in (*names, *(RUN_FILES if run_files else ()))]
    return tuple(path for path in paths if os.path.lexists(path))


def write_run(folder: Path, run: RunRecord, outcomes: Sequence[SampleOutcome], force: bool = False) -> tuple[Path, ...]:
    """Write summary.tsv and run.json, both or neither. Raises as ``write_report`` does."""
    summary, record = (folder / name for name in RUN_FILES)
    if not force:
        refuse_existing((summary, record))
    prepare_folder(folder)
    write_together({summary: table_chunks(SUMMARY_COLUMNS, summary_rows(outcomes)), record: run_json(run, outcomes)})
    return (summary, record)

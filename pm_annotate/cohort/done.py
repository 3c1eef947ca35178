"""``<sample>.done.json``: written last, says that a sample's files are whole and what they were made from.

A run with ``--resume`` believes no file name and no time: it compares the checksums of the input, of every file that the
row names, of the options, of the tool and of all tables, and then those of the outputs themselves. The file has a checksum
of its own, because the cohort's tables take counts and tiers of a kept sample from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pm_annotate.cohort.columns import COLUMNS, Cells
from pm_annotate.cohort.tasks import Name, SampleResult
from pm_annotate.errors import UsageError
from pm_annotate.model import Reconciliation
from pm_annotate.options import AnnotateOptions
from pm_annotate.report.files import write_atomically
from pm_annotate.report.json_text import json_document, json_line, plain
from pm_annotate.report.summary import OutputFile, SampleOutcome, describe_output
from pm_annotate.report.writer import ALL_SUFFIXES
from pm_annotate.tables import file_sha256

DONE_SUFFIX = ".done.json"
_FORM = 2  # of the file; another number is an older or newer tool's


def made_from(
    input_sha256: str, cells: Cells, options: AnnotateOptions, formats: Sequence[str], made_with: str, is_of_several: bool
) -> dict[str, object]:
    """All that decides a sample's bytes. Raises InputError where a file that the row names cannot be read."""
    return {
        "input_sha256": input_sha256,
        "files_sha256": {name: file_sha256(Path(text)) for name, text in cells if COLUMNS[name].is_file},
        "options_sha256": hashlib.sha256(json_line(plain(options)).encode("utf-8", "backslashreplace")).hexdigest(),
        "formats": sorted(formats),
        "is_of_several": is_of_several,
        "made_with": made_with,
    }


def write_done(folder: Path, result: SampleResult, source: Mapping[str, object]) -> None:
    """Say that the sample is done. To be called when all of its outputs are on disk."""
    content = {
        "form": _FORM,
        "sample": result.name.sample,
        "made_from": plain(source),
        "genes": dict(result.genes),
        "log_line": result.log_line,
        "outcome": plain(result.outcome),
    }
    content["sha256"] = _checksum(content)
    write_atomically(folder / f"{result.name.stem}{DONE_SUFFIX}", json_document(content))


def _checksum(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json_document(content)).hexdigest()


def whole_result(folder: Path, name: Name, source: Mapping[str, object]) -> SampleResult | None:
    """The result of an earlier run, where its outputs are all there, unchanged, and made from ``source``; else None.

    A file that cannot be read as what it should be counts as not there: the sample is then made again.
    """
    try:
        done = json.loads((folder / f"{name.stem}{DONE_SUFFIX}").read_bytes())
        if done.pop("sha256") != _checksum(done):
            return None
        if done["form"] != _FORM or done["sample"] != name.sample or done["made_from"] != plain(source):
            return None
        outcome = _outcome(done["outcome"])
        if any(describe_output(folder / output.name) != output for output in outcome.outputs):
            return None
        return SampleResult(name, outcome, genes=dict(done["genes"]), kept=True, log_line=str(done["log_line"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _outcome(members: dict[str, Any]) -> SampleOutcome:
    counts = members["reconciliation"]
    return SampleOutcome(**members)._replace(
        reconciliation=Reconciliation(**counts) if counts is not None else None,
        outputs=tuple(OutputFile(**output) for output in members["outputs"]),
        warnings=tuple(members["warnings"]),
    )


def remove_outputs(folder: Path, name: Name) -> None:
    """Remove what an earlier run left of a sample that is made again: if this run fails, nothing outdated is taken for it.

    The done file goes first: at no moment does it speak of files that are gone. All that can be removed is; then raises
    UsageError for the first that cannot.
    """
    stays: list[tuple[Path, OSError]] = []
    for suffix in (DONE_SUFFIX, *ALL_SUFFIXES):
        path = folder / f"{name.stem}{suffix}"
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            stays.append((path, error))
    if stays:
        path, first = stays[0]
        reason = first.strerror or str(first)
        raise UsageError(
            f"{path}, of an earlier run, cannot be removed: {reason}. Remove it, or choose another folder."
        ) from first

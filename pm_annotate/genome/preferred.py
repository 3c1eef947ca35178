"""A laboratory's preferred transcripts: one accession per gene, which then is the gene's primary transcript."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_annotate.errors import InputError, UsageError

VERSION_DIFFERS = "transcript_version_differs"
"""Caveat: the laboratory asked for another version of this accession than the one packaged; the caveat names it."""


def read_preferred(text: str) -> tuple[str, ...]:
    """Accessions from a comma-separated list, or from a file: one per line, the first column that looks like one.

    ``#`` starts a comment; a header line and further columns (gene symbols) do no harm. Raises InputError for a file that
    holds none.
    """
    if not os.path.isfile(text):  # no Path's is_file: it raises where a long list is no file's name
        return tuple(part.strip() for part in text.split(",") if part.strip())
    path = Path(text)
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    found = []
    for line in lines:
        fields = line.partition("#")[0].replace(",", " ").split()
        accession = next((field for field in fields if _is_accession(field)), None)
        if accession is not None:
            found.append(accession)
    if not found:
        raise InputError(f"{path}: no transcript accession in it. Write one per line, like NM_004333.4 or ENST00000288602.")
    return tuple(found)


def _is_accession(text: str) -> bool:
    return text.upper().startswith(("NM_", "NR_", "NG_", "XM_", "XR_", "ENST", "ENSP", "LRG_")) and any(
        letter.isdigit() for letter in text
    )


def preferred_rows(rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> tuple[dict[str, int], dict[int, str]]:
    """(gene to the number of its preferred row, row number to the accession asked for where the version differs).

    ``rows`` are those of the transcript table. Raises UsageError for an accession that is not in it, naming the nearest,
    and for two accessions of one gene.
    """
    exact, stems = _row_numbers(rows)
    chosen: dict[str, int] = {}
    asked: dict[str, str] = {}
    differing: dict[int, str] = {}
    for accession in wanted:
        number = exact.get(accession.upper(), stems.get(_stem(accession)))
        if number is None:
            from difflib import get_close_matches  # only for the error

            near = get_close_matches(accession.upper(), exact, n=3, cutoff=0.7)
            hint = f" The nearest are {', '.join(near)}." if near else ""
            raise UsageError(
                f"Transcript '{accession}' is not in the transcript table.{hint} Remove it, or build a genome pack."
            )
        gene = rows[number][0]
        if chosen.get(gene, number) != number:
            raise UsageError(f"Two preferred transcripts for {gene}: {asked[gene]} and {accession}. Give one per gene.")
        chosen[gene], asked[gene] = number, accession
        if accession.upper() not in exact and "." in accession:
            differing[number] = accession
    return chosen, differing


def _stem(accession: str) -> str:
    return accession.upper().split(".")[0]


def _row_numbers(rows: Sequence[Sequence[str]]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    exact: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, row in enumerate(rows):
        for name in (row[1], *row[2].split(",")):
            if name:
                exact.setdefault(name.upper(), number)
                stems.setdefault(_stem(name), number)
    return exact, stems

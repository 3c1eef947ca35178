"""What a sample's name says of it: tumour, matched normal, and which tumour and normal belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TUMOUR_WORDS = {"tumor", "tumour", "tumoral", "tum", "metastasis", "ctdna", "cfdna"}
_OF_A_STUDY = {"cancer", "primary"}  # a tumour, unless the name says normal as well: lung_cancer_07_normal
_NORMAL_WORDS = {
    "normal", "norm", "blood", "germline", "control", "pbmc", "saliva", "constitutional", "buffy", "buccal", "leukocyte",
    "leukocytes", "wbc", "adjacent",
}  # fmt: skip
_NO_TUMOUR = re.compile(
    r"(?:non|adjacent|beside)[-_. ]?tumou?r(?:al)?(?![a-z])|tumou?r[-_. ]?(?:adjacent|free)(?![a-z])", re.IGNORECASE
)
"""Tissue beside the tumour, however it is named: the one word that it must not be read for is its last."""
_REFERENCE_WORDS = {"ref", "reference"}  # of the normal in the Hartwig pipelines; elsewhere of much else
_TOKEN = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]+")
_MARKS = (
    re.compile(r"(?P<stem>.+)[-_.](?P<letter>[TN])(?P<more>\d*)", re.IGNORECASE),  # p1-T, p1_N2
    re.compile(r"(?P<letter>[TN])[-_.](?P<stem>.+)(?P<more>)", re.IGNORECASE),  # T_p1
    re.compile(r"(?P<stem>.*\d)(?P<letter>[TNR])(?P<more>)"),  # COLO829T with COLO829R
    re.compile(r"(?P<letter>[TN])(?P<stem>\d*)(?P<more>)"),  # T1 with N1
)
_Mark = tuple[str, str, bool]  # stem, number behind the letter, whether the letter is the tumour's
_TCGA = re.compile(r"(TCGA-[A-Z0-9]{2}-[A-Z0-9]{4})-(\d\d)[A-Z]?(?:-.*)?", re.IGNORECASE)
_TCGA_JOINED = re.compile(r"(TCGA-[^_]+)_(TCGA-[^_]+)", re.IGNORECASE)


def tumour_normal_pairs(samples: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """Tumours with their normals as the names tell them; empty where they tell nothing.

    Read are TCGA barcodes (sample type 01-09 tumour, 10-19 normal: GDC, TCGA barcode), words (``TUMOR``, ``x_normal``,
    ``NORMAL``/``PRIMARY``), one-letter marks (``x-T`` with ``x-N``, ``x1T`` with ``x1R``) and blood cell lines (``HCC1395``
    with ``HCC1395BL``); marks and lines only where both stand in the file. A normal goes to the tumour of the same stem;
    where the file has one of each, they belong together whatever the stem.
    """
    names = _Names(samples)
    tumours = {sample: stem for sample in samples if (stem := _tumour_stem(sample, names)) is not None}
    normals = {sample: stem for sample in samples if (stem := _normal_stem(sample, names)) is not None}
    if not tumours:
        return _beside_their_normals(samples)
    if len(tumours) == 1 and len(normals) == 1:
        return ((next(iter(tumours)), next(iter(normals))),)
    return tuple((tumour, _counterpart(stem, normals)) for tumour, stem in tumours.items())


def _beside_their_normals(samples: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """``P1`` with ``P1_blood``, ``P1`` with ``P1-ref``: the name of the normal is the tumour's with a word more."""
    plain = {sample.lower(): sample for sample in samples}
    found = []
    for normal in samples:
        stem = _without_words(normal, _NORMAL_WORDS | _REFERENCE_WORDS)
        if stem and stem != normal.lower() and stem in plain:
            found.append((plain[stem], normal))
    tumours = [tumour for tumour, _ in found]
    return tuple(found) if len(set(tumours)) == len(tumours) else ()


class _Names:
    """The names of a file, to be asked many times: a cohort's file has thousands, and each is compared with all."""

    def __init__(self, samples: Sequence[str]) -> None:
        self.upper = {sample.upper() for sample in samples}
        self.blood_lines = {line for sample in samples for line in _blood_lines_of(sample)}
        self.marks = [{mark for sample in samples if (mark := _mark(pattern, sample))} for pattern in _MARKS]


def _counterpart(stem: str, normals: dict[str, str]) -> str | None:
    """The normal of the same stem; else the only normal of the file where its stem begins the tumour's."""
    same = [normal for normal, normal_stem in normals.items() if normal_stem == stem]
    if not same and len(normals) == 1:
        same = [normal for normal, normal_stem in normals.items() if stem.startswith(normal_stem)]
    return same[0] if len(same) == 1 else None


def _tumour_stem(sample: str, names: _Names) -> str | None:
    if barcode := _TCGA.fullmatch(sample):
        return barcode[1].lower() if 1 <= int(barcode[2]) <= 9 else None
    says_normal = _has_word(sample, _NORMAL_WORDS)
    if not says_normal and _has_word(sample, _TUMOUR_WORDS | _OF_A_STUDY):
        return _without_words(sample, _TUMOUR_WORDS)
    if says_normal:
        return None
    lines = [line for line in _blood_lines_of(sample) if line in names.upper]
    return lines[0].lower() if lines else _marked_stem(sample, names, is_tumour=True)


def _normal_stem(sample: str, names: _Names) -> str | None:
    if barcode := _TCGA.fullmatch(sample):
        return barcode[1].lower() if 10 <= int(barcode[2]) <= 19 else None
    if _has_word(sample, _TUMOUR_WORDS):
        return None
    if _has_word(sample, _NORMAL_WORDS):
        return _without_words(sample, _NORMAL_WORDS)
    if sample.upper() in names.blood_lines:
        return sample.lower()
    return _marked_stem(sample, names, is_tumour=False)


def is_normal_by_name(sample: str) -> bool:
    """Whether the name alone says that the sample is a normal: ``NORMAL``, ``P1_blood``, a TCGA barcode of type 10-19."""
    if barcode := _TCGA.fullmatch(sample):
        return 10 <= int(barcode[2]) <= 19
    return _has_word(sample, _NORMAL_WORDS) and not _has_word(sample, _TUMOUR_WORDS)


def _tokens(sample: str) -> list[str]:
    return _TOKEN.findall(_NO_TUMOUR.sub("normal", sample))


def _has_word(sample: str, words: set[str]) -> bool:
    return any(token.lower() in words for token in _tokens(sample))


def _without_words(sample: str, words: set[str]) -> str:
    kept = (token for token in _tokens(sample) if token.lower() not in words | _OF_A_STUDY)
    return "".join(kept).strip("-_. ").lower()


def _blood_lines_of(tumour: str) -> tuple[str, ...]:
    """What the B-cell line of a tumour line is called: HCC1395 and HCC1395BL, HCC2218C and HCC2218BL."""
    line = tumour.upper()
    return (f"{line}BL", f"{line}-BL", f"{line}_BL", f"{line.removesuffix('C')}BL")


def _marked_stem(sample: str, names: _Names, is_tumour: bool) -> str | None:
    """Stem of a name with a one-letter mark, only where the file also has the same name with the other mark.

    ``p1-T1`` and ``p1-T2`` belong to ``p1-N``, where there is no ``p1-N1``.
    """
    for pattern, marks in zip(_MARKS, names.marks, strict=True):
        mark = _mark(pattern, sample)
        if mark is None or mark[2] != is_tumour:
            continue
        stem, more, _ = mark
        if (stem, more, not is_tumour) in marks:
            return f"{stem} {more}".strip()
        if is_tumour and (stem, "", False) in marks:
            return stem
        if not is_tumour and not more and any(other == stem for other, _, of_tumour in marks if of_tumour):
            return stem
    return None


def _mark(pattern: re.Pattern[str], sample: str) -> _Mark | None:
    match = pattern.fullmatch(sample)
    return (match["stem"].lower(), match["more"], match["letter"].upper() == "T") if match else None


def joined_normal(sample: str) -> str | None:
    """Normal barcode of a column whose name joins a tumour's and its normal's TCGA barcodes with ``_``; else None."""
    joined = _TCGA_JOINED.fullmatch(sample)
    if joined is None:
        return None
    tumour, normal = _TCGA.fullmatch(joined[1]), _TCGA.fullmatch(joined[2])
    if tumour and normal and int(tumour[2]) < 10 <= int(normal[2]):
        return joined[2]
    return None

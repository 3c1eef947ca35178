"""Markers of the whole sample that tools write into the header of their VCF, and its purity and ploidy.

Only keys of known meaning are read:

| tool | header line | read as |
| --- | --- | --- |
| Ion Reporter (Oncomine Comprehensive Assay Plus) | ``##TMBMutationsPerMb=8.4`` | TMB |
| Ion Reporter | ``##MSIStatus=MSS``, ``MSI-High``, ``MSI-Low`` | MSI |
| Canvas, DRAGEN CNV | ``##EstimatedTumorPurity=0.65``, ``##OverallPloidy=1.96`` | purity, ploidy |
| Ion Reporter | ``##manually_input_percent_tumor_cellularity=85`` (per cent) | purity |

Not read: INFO/MSI and MSILEN of VarDict, which speak of the repeat at one record and not of the tumour; ``##MSIScore`` and
``##percentLOH``, whose thresholds the file does not give; ``##CellularityAsAFractionBetween0-1``, which is 1 unless someone
changed it; PURPLE's TMB, MSI and HRD, which stand in
tables beside its VCFs.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LINE = re.compile(r"##([A-Za-z_]\w*)=\s*(.*?)\s*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TMB = "TMBMutationsPerMb"
_MSI = "MSIStatus"
_MSI_WORDS = {
    "msi-high": "high", "msi-h": "high", "high": "high", "msi-low": "low", "msi-l": "low", "low": "low", "mss": "stable",
    "stable": "stable", "ms-stable": "stable",
}  # fmt: skip
_NO_VALUE = frozenset({"", ".", "na", "n/a", "nan", "none", "null", "not available", "unknown"})
_PURITY = {
    "EstimatedTumorPurity": 1.0,
    "manually_input_percent_tumor_cellularity": 100.0,
}  # key: what is 100 % in it
_PLOIDY = "OverallPloidy"


class HeaderMarker(NamedTuple):
    """``text`` as ``--marker`` takes it (``TMB=8.4``); ``basis``: the header line that says so."""

    text: str
    basis: str


class HeaderMarkers(NamedTuple):
    markers: tuple[HeaderMarker, ...] = ()
    purity: float | None = None  # 0-1
    purity_basis: str = ""
    ploidy: float | None = None
    ploidy_basis: str = ""
    warnings: tuple[str, ...] = ()


def read_header_markers(lines: Iterable[str], reports: int = 1) -> HeaderMarkers:
    """Markers, purity and ploidy from meta-information lines (``##...``, without line ends).

    A header speaks of one tumour: nothing is taken from that of a file with several ``reports``, and a key that stands twice
    with different values is not believed. Both are said in the warnings.
    """
    found: dict[str, set[str]] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and match[1] in (_TMB, _MSI, _PLOIDY, *_PURITY) and match[2].lower() not in _NO_VALUE:
            found.setdefault(match[1], set()).add(match[2])
    if found and reports > 1:
        keys = ", ".join(f"##{key}" for key in sorted(found))
        return HeaderMarkers(warnings=(f"{keys}: the header does not say of which of the {reports} tumours; not used.",))
    warnings = [
        f"##{key} stands in the header with different values; not used." for key in sorted(found) if len(found[key]) > 1
    ]
    values = {key: next(iter(texts)) for key, texts in found.items() if len(texts) == 1}
    markers = tuple(_markers(values, warnings))
    purity, purity_basis = _purity(values, warnings)
    ploidy, ploidy_basis = _ploidy(values, warnings)
    return HeaderMarkers(markers, purity, purity_basis, ploidy, ploidy_basis, tuple(warnings))


def _markers(values: dict[str, str], warnings: list[str]) -> list[HeaderMarker]:
    found = []
    if tmb := values.get(_TMB, ""):
        if _NUMBER.fullmatch(tmb):
            found.append(HeaderMarker(f"TMB={tmb}", f"##{_TMB}={tmb}"))
        else:
            warnings.append(_not_understood(_TMB, tmb))
    if msi := values.get(_MSI, ""):
        if word := _MSI_WORDS.get(msi.lower().replace("_", "-").replace(" ", "-")):
            found.append(HeaderMarker(f"MSI={word}", f"##{_MSI}={msi}"))
        else:
            warnings.append(_not_understood(_MSI, msi))
    return found


def _purity(values: dict[str, str], warnings: list[str]) -> tuple[float | None, str]:
    """The first that the header has: a caller's estimate goes before what was typed in."""
    for key, whole in _PURITY.items():
        if text := values.get(key, ""):
            number = float(text) / whole if _NUMBER.fullmatch(text) else 0.0
            if 0 < number <= 1:
                return number, f"##{key}={text}"
            warnings.append(_not_understood(key, text))
    return None, ""


def _ploidy(values: dict[str, str], warnings: list[str]) -> tuple[float | None, str]:
    text = values.get(_PLOIDY, "")
    if not text:
        return None, ""
    number = float(text) if _NUMBER.fullmatch(text) else 0.0
    if 1 <= number <= 10:
        return number, f"##{_PLOIDY}={text}"
    warnings.append(_not_understood(_PLOIDY, text))
    return None, ""


def said_by_the_header(name: str, given: float | None, said: float | None, basis: str) -> Iterator[str]:
    """What the reader must know of a ``purity`` or ``ploidy`` that the header states: copies and two hits rest on it."""
    if said is None:
        return
    if given is None:
        yield f"The {name} {said:g} is that of the file ({basis}); --{name} goes before it."
    elif given != said:
        yield f"The file says {basis}, but --{name} {given:g} was given: {given:g} is used."


def _not_understood(key: str, text: str) -> str:
    return f"##{key}={text[:40]}: not understood; give the value by an option."

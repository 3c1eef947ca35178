"""Markers of the whole sample from options (``--tmb``, ``--msi``, ``--hrd``, ``--signature``) and from the file's header.

All become texts as ``--marker`` takes them. What the user says goes before what the file says; where they differ, a warning
tells both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pm_annotate.errors import UsageError

MSI_WORDS = ("high", "low", "stable")
HRD_WORDS = ("positive", "negative")


def marker_texts(
    tmb: float | None = None, msi: str | None = None, hrd: str | None = None, signatures: Sequence[str] = ()
) -> tuple[str, ...]:
    """``--tmb 12.5 --msi high --hrd positive --signature NAME=present`` as texts for ``parse_markers``.

    Raises UsageError for a value that the option does not take.
    """
    texts = []
    if tmb is not None:
        if not 0 <= tmb < 100_000:
            raise UsageError(f"--tmb {tmb:g}: give mutations per megabase, 0 or more.")
        texts.append(f"TMB={tmb:.10g}")
    for option, value, words in (("MSI", msi, MSI_WORDS), ("HRD", hrd, HRD_WORDS)):
        if value is not None:
            if value.lower() not in words:
                raise UsageError(f"--{option.lower()} {value}: give {', '.join(words[:-1])} or {words[-1]}.")
            texts.append(f"{option}={value.lower()}")
    for signature in signatures:
        name, _, value = signature.rpartition("=")
        if not name.strip() or not value.strip():
            raise UsageError(f"--signature {signature!r}: write NAME=VALUE, as in 'Kataegis Positive=present'.")
        texts.append(signature.strip())
    return tuple(texts)


def with_header_markers(
    stated: Sequence[str], from_file: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """(all marker texts, the header line of each text that comes from the file, warnings).

    ``from_file``: (marker text, header line). A name that the user states too is the user's; other values are warned of.
    """
    by_name = {_name(text): text for text in stated}
    texts, bases, warnings = list(stated), {}, []
    for text, basis in from_file:
        said = by_name.get(_name(text))
        if said is None:
            texts.append(text)
            bases[text] = basis
        elif not _same(said, text):
            warnings.append(f"The file says {basis}, but {said} was given: {said} is used.")
    return tuple(texts), bases, tuple(warnings)


def _name(text: str) -> str:
    return " ".join(text.rpartition("=")[0].replace("_", " ").split()).upper()


def _same(first: str, second: str) -> bool:
    """Whether two texts give one value: 12.5 and 12.50 do, MSI-H and high do not contradict."""
    one, other = (_value(text) for text in (first, second))
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _value(text: str) -> str:
    from pm_annotate.knowledge.markers import SAME_WORD

    value = text.rpartition("=")[2].strip().lower()
    return SAME_WORD.get(value, value)

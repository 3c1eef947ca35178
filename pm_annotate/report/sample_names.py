"""Sample names become file names: inside the folder, legal everywhere, one per sample.

A VCF may name a sample anything: ``../../x``, nothing at all, 5,000 characters, ``CON``. What remains of a changed name
is followed by the first digits of the SHA-256 of the name as it stood, so different names stay different files.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from string import ascii_letters, digits

from pm_annotate.errors import UsageError

MAX_STEM = 100  # characters (all ASCII): leaves room for ".findings.tsv" and a temporary name below the usual 255 bytes
SHORT_HASH, FULL_HASH = 10, 64  # hexadecimal digits

_SAFE = frozenset(ascii_letters + digits + "._+=@,-")
_BAD_STARTS = ".+=@,-"  # hidden files, options and formulas
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file : reserved with any extension
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in digits)})


def safe_name(sample_id: str) -> str:
    """A file name stem for ``sample_id``: the name itself where it is harmless, else what is left of it and a checksum.

    Harmless: 1-100 ASCII letters, digits and ``. _ + = @ , -``, beginning with a letter, digit or underscore, not ending
    in a dot, and not a device name of Windows.
    """
    cleaned = _cleaned(sample_id)
    return sample_id if cleaned == sample_id else _with_hash(sample_id, SHORT_HASH)


def file_stems(sample_ids: Sequence[str]) -> Mapping[str, str]:
    """The stem of each sample of a run. No two are the same, also where a file system ignores case.

    Raises UsageError when one name is given twice: the second report would replace the first.
    """
    twice = sorted(sample_id for sample_id, count in Counter(sample_ids).items() if count > 1)
    if twice:
        raise UsageError(
            f"Several samples of this run are called {', '.join(map(repr, twice[:5]))}: their reports would have the same "
            "file names. Run them into folders of their own, or name each with --sample-id."
        )
    stems = {sample_id: safe_name(sample_id) for sample_id in sample_ids}
    for length in (SHORT_HASH, FULL_HASH, FULL_HASH):  # the last for a name that is spelt like another's full one
        for group in _same_on_disk(stems):
            stems.update({sample_id: _with_hash(sample_id, length) for sample_id in group})
    return stems


def _same_on_disk(stems: Mapping[str, str]) -> list[list[str]]:
    by_folded: defaultdict[str, list[str]] = defaultdict(list)
    for sample_id, stem in stems.items():
        by_folded[stem.casefold()].append(sample_id)
    return [group for group in by_folded.values() if len(group) > 1]


def _cleaned(sample_id: str) -> str:
    """``sample_id`` made harmless; equal to it when it already is."""
    name = "".join([sign if sign in _SAFE else "_" for sign in sample_id[:MAX_STEM]]).rstrip(".")
    if name[:1] in _BAD_STARTS or _is_reserved(name):
        name = "_" + name.lstrip(_BAD_STARTS)
    return name[:MAX_STEM] or "_"


def _is_reserved(name: str) -> bool:
    return name.partition(".")[0].lower() in _RESERVED


def _with_hash(sample_id: str, length: int) -> str:
    digest = hashlib.sha256(sample_id.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    kept = _cleaned(sample_id)[: MAX_STEM - length - 2].strip(_BAD_STARTS + "_")
    reserved = "_" if _is_reserved(kept) else ""
    return f"{reserved}{kept or 'sample'}-{digest}"

"""Other words for a word that somebody searches for: as people say it, and as the sources write it. All in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAME = (
    ("fusion", "rearrangement", "rearranged", "translocation", "translocated"),
    ("wild type", "wildtype", "wild-type"),
    ("msi-h", "msi high", "msi-high"),
    ("tmb-h", "tmb high", "tmb-high"),
    ("cancer", "carcinoma", "tumor", "neoplasm"),
    ("dmmr", "mismatch repair deficient"),
    ("nsclc", "non-small cell lung"),
    ("sclc", "small cell lung"),
    ("h3k27m", "h3 k27m"),
    ("5-fu", "fluorouracil"),
    ("t-dxd", "trastuzumab deruxtecan"),
    ("t-dm1", "trastuzumab emtansine"),
    ("erbb2", "her2", "her-2"),
    ("kit", "c-kit", "cd117"),
    ("met", "c-met", "cmet"),
    ("cd274", "pd-l1", "pdl1"),
    ("kmt2a", "mll"),
    ("bcr-abl1", "bcr-abl", "bcr::abl1"),
    ("tp53", "p53"),
    ("stk11", "lkb1"),
    ("egfr", "her1"),
    ("ntrk1", "trka"),
    ("ntrk2", "trkb"),
    ("ntrk3", "trkc"),
    ("braf", "b-raf"),
    ("kras", "k-ras"),
    ("nras", "n-ras"),
)
"""Words and gene names (https://www.genenames.org) with one meaning."""
_OTHERS = {word: same for same in _SAME for word in same}


_TWO_WORDS = (
    (re.compile(r"\b(MSI|TMB)[ -]high\b", re.IGNORECASE), r"\1-H"),
    (re.compile(r"\bwild[ -]type\b", re.IGNORECASE), "wildtype"),
)


def one_word(query: str) -> str:
    """The query with what is one thing in two words as one: ``MSI high`` is ``MSI-H``, which is not always high."""
    for two, one in _TWO_WORDS:
        query = two.sub(one, query)
    return query


def other_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words and what else each is called: in the singular, in American spelling, with a blank for a hyphen."""
    found: list[str] = []
    for word in words:
        plain = _american(_singular(word))
        for form in (word, _singular(word), plain):
            found += (form, *_OTHERS.get(form, ()))
        if "-" in word and not any(character.isdigit() for character in word):
            found.append(word.replace("-", " "))
    return tuple(dict.fromkeys(found))


def _singular(word: str) -> str:
    if len(word) < 5 or not word.isalpha() or word.endswith(("ss", "us", "is", "os", "pancreas")):
        return word
    return word.removesuffix("s")


def _american(word: str) -> str:
    """``tumour`` -> ``tumor``, ``leukaemia`` -> ``leukemia``, ``oesophageal`` -> ``esophageal``."""
    return word.replace("tumour", "tumor").replace("aemia", "emia").replace("oesoph", "esoph").replace("haem", "hem")

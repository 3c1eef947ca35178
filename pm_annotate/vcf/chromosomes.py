"""Chromosome names: whatever a VCF calls them becomes ``1``..``22``, ``X``, ``Y``, ``MT``; other contigs keep their name."""

from __future__ import annotations

import re
from functools import lru_cache

_REFSEQ = re.compile(r"NC_0000(\d\d)(?:\.\d+)?", re.IGNORECASE)
_PREFIX = re.compile(r"CHR(?:OM(?:OSOME)?)?_?")
_GENBANK = re.compile(r"CM000(\d\d\d)\.\d+", re.IGNORECASE)
_MITOCHONDRIAL = {"M", "MT", "NC_012920.1", "NC_001807.4", "J01415.2"}
_SEX = {"23": "X", "24": "Y"}
_NAMED = {str(number) for number in range(1, 23)} | {"X", "Y"}
_FIRST_GENBANK = 663  # CM000663 is chromosome 1 (GRCh37 .1, GRCh38 .2), CM000686 is Y


@lru_cache(maxsize=1024)  # a file has few contigs, and names them in every record
def chromosome_name(text: str) -> str:
    """Name of a chromosome without ``chr``.

    Reads ``chr7``, ``CHR7``, ``7``, ``chr07``, ``Chromosome7``, ``chrM``, ``M``, ``MT``, RefSeq (``NC_000007.14``) and GenBank
    (``CM000669.2``) accessions, and ``23``/``24`` as some tools number X and Y. A contig that is none of the human
    chromosomes keeps its name.
    """
    upper = text.upper()
    plain = _PREFIX.sub("", upper, count=1) if upper.startswith("CHR") else upper
    if len(plain) == 2 and plain[0] == "0":
        plain = plain[1]
    if plain in _MITOCHONDRIAL:
        return "MT"
    if match := _REFSEQ.fullmatch(upper):
        plain = str(int(match[1]))
    elif match := _GENBANK.fullmatch(upper):
        plain = str(int(match[1]) - _FIRST_GENBANK + 1)
    plain = _SEX.get(plain, plain)
    return plain if plain in _NAMED else text


def is_chromosome(text: str) -> bool:
    """Whether the contig is one of the human chromosomes."""
    name = chromosome_name(text)
    return name in _NAMED or name == "MT"

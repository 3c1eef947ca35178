"""Reference bases: packaged stretches of an assembly, and an optional indexed FASTA that covers the rest.

All coordinates are 1-based and closed, all bases on the plus strand and in capitals. ``N`` stands for an unknown base.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from pathlib import Path
from typing import Protocol

from pm_annotate.errors import AssemblyError, InputError, KnowledgeError, why
from pm_annotate.genome.assembly import CONTIG_LENGTHS, normalise_chrom
from pm_annotate.model import Assembly

_COMPLEMENT = str.maketrans("ACGTNacgtn", "TGCANtgcan")

_CODON_ORDER = "TCAG"
_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODON_TABLE = {
    first + second + third: _RESIDUES[16 * i + 4 * j + k]
    for i, first in enumerate(_CODON_ORDER)
    for j, second in enumerate(_CODON_ORDER)
    for k, third in enumerate(_CODON_ORDER)
}
"""The standard genetic code (NCBI translation table 1), DNA codons to one-letter residues."""
CODONS_OF = {residue: tuple(codon for codon in CODON_TABLE if CODON_TABLE[codon] == residue) for residue in set(_RESIDUES)}

_ANY_THIRD_BASE = {
    codon[:2] + "N": residue
    for codon, residue in CODON_TABLE.items()
    if all(CODON_TABLE[codon[:2] + base] == residue for base in _CODON_ORDER)
}
"""``GTN`` is valine whatever its third base is."""

_UNKNOWN = 64  # the weight of an unknown base: no codon with one has the index of a residue, and three fit in a byte
_WEIGHTS = tuple(
    bytes(weight * _CODON_ORDER.index(chr(base)) if chr(base) in _CODON_ORDER else _UNKNOWN for base in range(256))
    for weight in (16, 4, 1)
)
_RESIDUE_AT = _RESIDUES.encode() + b"X" * (256 - len(_RESIDUES))


def complement(bases: str) -> str:
    """``AACG`` to ``TTGC``; what is no base stays."""
    return bases.translate(_COMPLEMENT)


def reverse_complement(bases: str) -> str:
    """``AACG`` to ``CGTT``."""
    return bases.translate(_COMPLEMENT)[::-1]


def codon_residue(codon: str) -> str:
    """The residue of a DNA codon, ``X`` where an unknown base decides it."""
    return CODON_TABLE.get(codon) or _ANY_THIRD_BASE.get(codon, "X")


def translate(bases: str) -> str:
    """Residues of the whole codons in ``bases``; ``X`` for a codon that an unknown base decides. Does not stop at a stop codon.

    A residue's index in the genetic code is 16, 4 and 1 times the index of the three bases, added up. It is added for all
    codons at once: each of the three rows of weighted bases is one long number with a codon in every byte. A gene is read in
    a tenth of the time that a look at every codon takes, and a large file asks for hundreds of genes.
    """
    count = len(bases) // 3
    text = bases[: 3 * count].encode("ascii", "replace")
    rows = (text[at::3].translate(weights) for at, weights in enumerate(_WEIGHTS))
    indexes = sum(int.from_bytes(row, "big") for row in rows).to_bytes(count, "big")
    residues = indexes.translate(_RESIDUE_AT).decode("ascii")
    if "X" not in residues:
        return residues
    return "".join(codon_residue(bases[3 * at : 3 * at + 3]) if one == "X" else one for at, one in enumerate(residues))


def translate_to_stop(bases: str, start: int) -> str:
    """Residues from ``start`` (0-based) to the first stop codon, which is included; to the end where there is none."""
    residues = ""
    for low in range(start, len(bases), 150):
        residues += translate(bases[low : low + 150])
        stop = residues.find("*", -50)
        if stop >= 0:
            return residues[: stop + 1]
    return residues


class ReferenceBases(Protocol):
    """What the rest of the room needs of a source of bases."""

    def fetch(self, chrom: str, start: int, end: int) -> str | None:
        """The bases, or None when any of them lies outside the known sequence."""

    def stretch(self, chrom: str, pos: int) -> tuple[int, int] | None:
        """The first and last position of the known stretch that holds ``pos``; None where nothing is known."""


_DAMAGED = (
    "{fasta} and its index {index} cannot be read; reinstall pm-annotate, copy the tables again, or build the genome pack anew"
)


class PackagedBases:
    """Disjoint stretches of one assembly, from ``<assembly>.fa`` (one line per stretch) and its index.

    Index columns: chromosome, first and last position, byte offset of the first base, ``exact`` or ``approximate``
    (bases of a clone, not read from the assembly).
    """

    def __init__(self, fasta: Path, index: Path) -> None:
        self._lines: dict[str, list[str]] = {}  # of the index, by chromosome, until its bases are asked for
        self._starts: dict[str, list[int]] = {}
        self._stretches: dict[str, list[tuple[int, int, int, bool]]] = {}
        try:
            for line in index.read_text().splitlines()[1:]:
                self._lines.setdefault(line[: line.index("\t")], []).append(line)
            with fasta.open("rb") as handle:
                self._bytes = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"{_DAMAGED.format(fasta=fasta, index=index)}: {why(error)}.") from error
        if not self._lines:
            raise KnowledgeError(f"{_DAMAGED.format(fasta=fasta, index=index)}: the index is empty.")
        if line.count("\t") != 4 or self._last_byte(line) > len(self._bytes):
            raise KnowledgeError(f"{_DAMAGED.format(fasta=fasta, index=index)}: one of the two is cut off.")

    def _last_byte(self, line: str) -> int:
        """Where the bases of a line of the index end."""
        _, first, last, offset, _ = line.split("\t")
        return int(offset) + int(last) - int(first) + 1

    def _stretches_of(self, chrom: str) -> list[tuple[int, int, int, bool]]:
        """First and last position, offset, whether exact; ascending."""
        if chrom not in self._stretches:
            columns = [line.split("\t") for line in self._lines.get(chrom, ())]
            found = [(int(row[1]), int(row[2]), int(row[3]), row[4] == "exact") for row in columns]
            self._stretches[chrom], self._starts[chrom] = found, [stretch[0] for stretch in found]
        return self._stretches[chrom]

    def _find(self, chrom: str, pos: int) -> tuple[int, int, int, bool] | None:
        stretches = self._stretches.get(chrom) or self._stretches_of(chrom)
        i = bisect_right(self._starts[chrom], pos) - 1
        return stretches[i] if i >= 0 and pos <= stretches[i][1] else None

    def fetch(self, chrom: str, start: int, end: int) -> str | None:
        found = self._find(chrom, start)
        if found is None or end > found[1]:
            return None
        first = found[2] + start - found[0]
        return self._bytes[first : first + end - start + 1].decode("ascii")

    def stretch(self, chrom: str, pos: int) -> tuple[int, int] | None:
        found = self._find(chrom, pos)
        return None if found is None else (found[0], found[1])

    def is_exact(self, chrom: str, pos: int) -> bool:
        """Whether the bases at ``pos`` are the assembly's own."""
        found = self._find(chrom, pos)
        return found is not None and found[3]

    def stretches(self) -> list[tuple[str, int, int]]:
        """Every packaged stretch that is exact: chromosome, first and last position."""
        return [(chrom, item[0], item[1]) for chrom in self._lines for item in self._stretches_of(chrom) if item[3]]


def is_compressed(path: Path) -> bool:
    """Whether a FASTA is compressed: its index is two files then. Raises OSError where it cannot be read."""
    with path.open("rb") as handle:
        return handle.read(2) == b"\x1f\x8b"


def _require_index(path: Path) -> None:
    """Raises InputError where the FASTA or its index is missing: htslib would write an index beside it, in each worker."""
    try:
        endings = (".fai", ".gzi") if is_compressed(path) else (".fai",)
    except OSError as error:
        raise InputError(f"{path}: the FASTA cannot be read: {why(error)}.") from error
    for ending in endings:
        if not Path(f"{path}{ending}").is_file():
            raise InputError(f"{path}: its index {path.name}{ending} is missing. Make it with 'samtools faidx {path}'.")


class FastaBases:
    """An indexed reference FASTA given by the user, read through pysam; packaged bases where it lacks a contig."""

    def __init__(self, path: Path, assembly: Assembly, packaged: PackagedBases) -> None:
        import pysam  # only when a FASTA is given: the import costs more than a small run

        _require_index(path)
        try:
            self._fasta = pysam.FastaFile(str(path))
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path}: cannot be read as an indexed FASTA ({error}). Index it with 'samtools faidx {path}'."
            ) from None
        self._packaged = packaged
        self._lengths = CONTIG_LENGTHS[assembly]
        self._contig: dict[str, tuple[str, int]] = {}
        for name, length in zip(self._fasta.references, self._fasta.lengths, strict=True):
            chrom = normalise_chrom(name)
            if chrom is not None:
                self._contig.setdefault(chrom, (name, length))
        self._check_against_package(path, assembly)

    def _check_against_package(self, path: Path, assembly: Assembly) -> None:
        """Compare up to 60 packaged stretches with the FASTA; raise AssemblyError when they are not of one assembly."""
        known = [item for item in self._packaged.stretches() if item[0] in self._contig]
        compared = differing = 0
        for chrom, start, end in known[:: max(1, len(known) // 60)]:
            name, length = self._contig[chrom]
            if end <= length:
                compared += 1
                differing += self._fasta.fetch(name, start - 1, end).upper() != self._packaged.fetch(chrom, start, end)
        if differing > 0.2 * compared or (known and not compared):
            raise AssemblyError(f"{path}: its bases are not those of {assembly}. Give the FASTA of the assembly of the VCF.")

    def fetch(self, chrom: str, start: int, end: int) -> str | None:
        contig = self._contig.get(chrom)
        if contig is None:
            return self._packaged.fetch(chrom, start, end)
        if start < 1 or end > contig[1]:
            return None
        bases: str = self._fasta.fetch(contig[0], start - 1, end)
        return bases.upper()

    def stretch(self, chrom: str, pos: int) -> tuple[int, int] | None:
        contig = self._contig.get(chrom)
        if contig is None:
            return self._packaged.stretch(chrom, pos)
        return (1, contig[1]) if 1 <= pos <= contig[1] else None

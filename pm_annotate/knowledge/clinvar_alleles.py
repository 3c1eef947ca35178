"""Alleles that ClinVar's submitters, or some of them, call (likely) pathogenic, looked up without parsing the table.

The table of an assembly is sorted by its first column, ``chrom:pos:ref:alt``, as bytes. A look-up is a binary search over the
first row of each block of the file's content, and a search for the row's text in the one block that could hold it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pm_annotate.knowledge.table_file import AlleleKey, read_table
from pm_annotate.model import Assembly

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

COLUMNS = ("allele", "significance", "gene")
OUTSIDE_COLUMNS = ("chrom", "start", "end")
BLOCK = 1024  # bytes
SIGNIFICANCE = {
    "P": "Pathogenic",
    "LP": "Likely_pathogenic",
    "P/LP": "Pathogenic/Likely_pathogenic",
    "C": "Conflicting_interpretations_of_pathogenicity",
    "C/R": "Conflicting_interpretations_of_pathogenicity, risk_factor",
}
_CONFLICTING = "Conflicting"


def is_conflicting(significance: str) -> bool:
    """Whether ClinVar's submitters disagree: some call the allele pathogenic, others do not."""
    return significance.startswith(_CONFLICTING)


class ClinvarAlleles:
    """The layer of both assemblies; an absent file has no alleles."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._content: dict[Assembly, tuple[bytes, int]] = {}
        self._blocks: dict[Assembly, tuple[list[bytes], list[int]]] = {}

    def significance(self, assembly: Assembly, key: AlleleKey) -> str | None:
        """ClinVar's word for the normalised allele (chrom, pos, ref, alt) where its submitters agree: ``Pathogenic``..."""
        found = self.agreed(assembly, key)
        return found[0] if found else None

    def agreed(self, assembly: Assembly, key: AlleleKey) -> tuple[str, str] | None:
        """The same with the gene that ClinVar names."""
        found = self.entry(assembly, key)
        return found if found and not is_conflicting(found[0]) else None

    def loci_outside_packaged_genes(self, assembly: Assembly) -> dict[str, tuple[tuple[int, int], ...]]:
        """``loci_outside`` of the packaged genes' regions, merged, as the build worked them out."""
        path = self._folder / f"clinvar_outside.{assembly}.tsv"
        found: dict[str, list[tuple[int, int]]] = {}
        for line in read_table(path).lines if path.is_file() else ():
            chrom, start, end = line.split("\t")
            found.setdefault(chrom, []).append((int(start), int(end)))
        return {chrom: tuple(intervals) for chrom, intervals in found.items()}

    def loci_outside(
        self, assembly: Assembly, regions: Mapping[str, Sequence[tuple[int, int]]]
    ) -> dict[str, tuple[tuple[int, int], ...]]:
        """Places (first and last base of REF, 1-based closed) of the alleles that lie outside ``regions``, by chromosome.

        ``regions`` are sorted and do not overlap. Genes without packaged transcript, and alleles deep in introns.
        """
        import numpy as np  # cyvcf2 has loaded it; commands that read no VCF need not

        found: dict[str, tuple[tuple[int, int], ...]] = {}
        for chrom, (first, last) in _places(*self._read(assembly)).items():
            starts = np.array([start for start, _ in regions.get(chrom, ())], np.int64)
            ends = np.array([end for _, end in regions.get(chrom, ())], np.int64)
            at = np.searchsorted(starts, first, side="right") - 1
            outside = (at < 0) | (np.append(ends, -1)[at] < last)
            if outside.any():
                found[chrom] = tuple(sorted(zip(first[outside].tolist(), last[outside].tolist(), strict=True)))
        return found

    def entry(self, assembly: Assembly, key: AlleleKey) -> tuple[str, str] | None:
        """ClinVar's word for the allele, conflicting ones too, and the gene that it names; else None."""
        content, start = self._read(assembly)
        if assembly not in self._blocks:
            self._blocks[assembly] = _blocks(content, start)
        keys, starts = self._blocks[assembly]
        wanted = f"{key[0]}:{key[1]}:{key[2]}:{key[3]}".encode()
        block = bisect_right(keys, wanted) - 1
        if block < 0:
            return None
        found = content.find(b"\n%b\t" % wanted, starts[block] - 1, starts[block + 1])
        if found < 0:
            return None
        _, code, gene = content[found + 1 : content.index(b"\n", found + 1)].split(b"\t")
        return SIGNIFICANCE[code.decode()], gene.decode()

    def _read(self, assembly: Assembly) -> tuple[bytes, int]:
        """The file's bytes, and where its first row begins."""
        if assembly not in self._content:
            path = self._folder / f"clinvar.{assembly}.tsv"
            content = path.read_bytes() if path.is_file() else b""
            if content and not content.endswith(b"\n"):
                content += b"\n"
            start = content.find(b"\nallele\t") + 1
            self._content[assembly] = (content, content.index(b"\n", start) + 1 if start else len(content))
        return self._content[assembly]


def _blocks(content: bytes, start: int) -> tuple[list[bytes], list[int]]:
    """The allele of the first row of each block of rows; where each begins, and at last where the content ends."""
    starts = sorted({content.rfind(b"\n", 0, place) + 1 for place in range(start, len(content), BLOCK)})
    return [content[at : content.index(b"\t", at)] for at in starts], [*starts, len(content)]


def _places(content: bytes, start: int) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """First and last base of REF of every allele, by chromosome: read from the bytes as columns, for 60,000 rows at once."""
    import numpy as np

    text = np.frombuffer(content, np.uint8)[start:]
    if not text.size:
        return {}
    line_ends = np.flatnonzero(text == ord("\n"))
    line_starts = np.append(0, line_ends[:-1] + 1)
    colons = np.flatnonzero(text == ord(":")).reshape(len(line_ends), 3)  # chrom:pos:ref:alt, and none in the other columns
    position = np.zeros(len(line_ends), np.int64)
    for place in range(int((colons[:, 1] - colons[:, 0]).max()) - 1):
        at = colons[:, 0] + 1 + place
        position = np.where(at < colons[:, 1], position * 10 + text[np.minimum(at, len(text) - 1)] - ord("0"), position)
    last = position + (colons[:, 2] - colons[:, 1] - 1) - 1
    found = {}
    bounds = [0, *(np.flatnonzero(_chromosome_changes(text, line_starts, colons[:, 0])) + 1).tolist(), len(line_ends)]
    for low, high in pairwise(bounds):
        chrom = text[line_starts[low] : colons[low, 0]].tobytes().decode()
        found[chrom] = (position[low:high], last[low:high])
    return found


def _chromosome_changes(
    text: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Where a row names another chromosome than the row before it. The table is sorted: each stands in one stretch."""
    import numpy as np

    first, second = text[starts].astype(np.int64), np.where(ends - starts > 1, text[starts + 1], 0)
    changes: npt.NDArray[np.bool_] = np.diff(first * 256 + second) != 0
    return changes

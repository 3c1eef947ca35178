"""Alleles that ClinVar's submitters agree to be pathogenic or likely pathogenic, looked up without parsing the table.

The table of an assembly is sorted by its first column, ``chrom:pos:ref:alt``, as bytes; a look-up is a binary search over
the file's content.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_annotate.knowledge.table_file import AlleleKey
from pm_annotate.model import Assembly

COLUMNS = ("allele", "significance", "gene")
SIGNIFICANCE = {"P": "Pathogenic", "LP": "Likely_pathogenic", "P/LP": "Pathogenic/Likely_pathogenic"}


class ClinvarAlleles:
    """The layer of both assemblies; an absent file has no alleles."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._content: dict[Assembly, tuple[bytes, int]] = {}

    def significance(self, assembly: Assembly, key: AlleleKey) -> str | None:
        """ClinVar's word for the normalised allele (chrom, pos, ref, alt): ``Pathogenic``...; None where it has none."""
        found = self.entry(assembly, key)
        return found[0] if found else None

    def loci_outside(
        self, assembly: Assembly, regions: Mapping[str, Sequence[tuple[int, int]]]
    ) -> dict[str, tuple[tuple[int, int], ...]]:
        """Places (first and last base of REF, 1-based closed) of the alleles that lie outside ``regions``, by chromosome.

        ``regions`` are sorted and do not overlap. Genes without packaged transcript, and alleles deep in introns.
        """
        content, start = self._read(assembly)
        known = {chrom.encode(): ([a for a, _ in parts], [b for _, b in parts]) for chrom, parts in regions.items()}
        found: dict[bytes, list[tuple[int, int]]] = {}
        for line in content[start:].splitlines():
            chrom, pos_text, ref, _ = line.split(b":", 3)
            first = int(pos_text)
            last = first + len(ref) - 1
            starts, ends = known.get(chrom, ((), ()))
            at = bisect_right(starts, first) - 1
            if at < 0 or ends[at] < last:
                found.setdefault(chrom, []).append((first, last))
        return {chrom.decode(): tuple(sorted(parts)) for chrom, parts in found.items()}

    def entry(self, assembly: Assembly, key: AlleleKey) -> tuple[str, str] | None:
        """ClinVar's word for the allele and the gene that it names; None where it has none."""
        content, start = self._read(assembly)
        wanted = ":".join(map(str, key)).encode()
        low, high = start, len(content)
        while low < high:
            line_start = content.rfind(b"\n", start, (low + high) // 2) + 1 or start
            line_end = content.index(b"\n", line_start)
            allele, code, gene = content[line_start:line_end].split(b"\t")
            if allele == wanted:
                return SIGNIFICANCE[code.decode()], gene.decode()
            if allele < wanted:
                low = line_end + 1
            else:
                high = line_start
        return None

    def _read(self, assembly: Assembly) -> tuple[bytes, int]:
        """The file's bytes, and where its first row begins."""
        if assembly not in self._content:
            path = self._folder / f"clinvar.{assembly}.tsv"
            content = path.read_bytes() if path.is_file() else b""
            start = content.find(b"\nallele\t") + 1
            self._content[assembly] = (content, content.index(b"\n", start) + 1 if start else len(content))
        return self._content[assembly]

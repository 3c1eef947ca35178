"""Population frequencies from a VCF that the user gives (``--population-vcf``: gnomAD, 1000 Genomes, the laboratory's own).

The file is bgzipped and indexed (tabix or CSI), or an indexed BCF: each allele is one region query. Chromosomes may be named
with or without ``chr``. Queries go through pysam: cyvcf2's end without a word where a block is damaged.
Alleles are compared in their parsimonious form, so a record with several ALT is read right.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_annotate.errors import AssemblyError, InputError, UsageError
from pm_annotate.model import Allele, Assembly
from pm_annotate.vcf.alleles import trim
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.indexed import opened_through_index
from pm_annotate.vcf.information import information
from pm_annotate.vcf.numbers import number
from pm_annotate.vcf.opening import FileKind

POPULATION_VCF = "population_vcf_AF"
"""The name under which the frequency travels in ``Allele.retained_info``."""

_FREQUENCIES = (
    "AF_grpmax", "AF_popmax", "AF_joint_grpmax", "grpmax_AF", "popmax_AF", "MAX_AF", "AF_max", "AF", "AF_joint", "gnomAD_AF",
    "gnomADe_AF", "gnomADg_AF", "AFR_AF", "AMR_AF", "EAS_AF", "EUR_AF", "SAS_AF", "CAF",
)  # fmt: skip
_COUNTS = (("AC", "AN"), ("AC_grpmax", "AN_grpmax"), ("AC_popmax", "AN_popmax"))
_LENGTH_OF_CHROMOSOME_1 = {Assembly.GRCH37: 249_250_621, Assembly.GRCH38: 248_956_422}


class PopulationVcf:
    """An open population VCF. Look-ups are kept, so that an allele of many records is asked for once."""

    def __init__(self, path: Path, assembly: Assembly) -> None:
        """Raises UsageError where the file is missing or has no index, InputError where it cannot be read or its index is
        older, AssemblyError where its contig lengths are those of the other assembly."""
        header, index = _with_index(path)
        _require_assembly(header, path, assembly)
        try:
            self._source, contigs = opened_through_index(header, index)
            next(iter(self._source.fetch(contigs[0], 0, 1)), None) if contigs else None
        except (OSError, ValueError) as error:
            raise InputError(f"--population-vcf {path} cannot be read as an indexed VCF ({error}). Index it again.") from error
        self._name = path.name
        self._contigs = {chromosome_name(name): name for name in contigs}
        self._known: dict[tuple[str, int, str, str], float | None] = {}

    def frequency(self, chrom: str, pos: int, ref: str, alt: str) -> float | None:
        """The highest frequency (0-1) that the file gives the allele; None where it does not have it.

        None is not "rare": the file may lack the position, or a filter set its record aside. Raises InputError where the
        file is damaged.
        """
        key = (chrom, pos, ref, alt)
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def with_frequency(self, allele: Allele) -> Allele:
        """The allele with the file's frequency among what it carries; unchanged where the file has none."""
        frequency = self.frequency(*allele.key) if allele.alt.isalpha() and allele.ref.isalpha() else None
        if frequency is None:
            return allele
        return allele._replace(retained_info={**allele.retained_info, POPULATION_VCF: repr(frequency)})

    def _look_up(self, chrom: str, pos: int, ref: str, alt: str) -> float | None:
        contig = self._contigs.get(chrom)
        if contig is None:
            return None
        wanted = trim(pos, ref, alt)
        found: list[float] = []
        try:
            for row in self._source.fetch(contig, max(0, wanted[0] - 2), wanted[0] + len(wanted[1])):
                found += _frequencies_in(str(row).rstrip("\n").split("\t", 8), wanted)
        except (OSError, ValueError, IndexError) as error:
            raise InputError(f"{self._name}: the population VCF cannot be read at {contig}:{pos} ({error}).") from error
        return max(found, default=None)


def _frequencies_in(columns: Sequence[str], wanted: tuple[int, str, str]) -> list[float]:
    """Of one row. Raises ValueError or IndexError for a row that is none."""
    pos, ref, alts, filters = int(columns[1]), columns[3], columns[4].split(","), columns[6]
    if filters not in ("PASS", ".", ""):  # gnomAD marks so what it takes for an artefact: its frequency says nothing
        return []
    own = [index for index, alt in enumerate(alts) if alt.isalpha() and trim(pos, ref, alt) == wanted]
    info = information(columns[7]) if own else {}
    return [found for index in own for found in frequencies_of(info, index, len(alts))]


def frequencies_of(info: Mapping[str, str], index: int, alternates: int) -> list[float]:
    """Every frequency of one ALT (``index`` from 0): the fields that name one, else allele count by allele number."""
    found = [value for name in _FREQUENCIES if (value := _of_alternate(name, info, index, alternates)) is not None]
    for count_name, number_name in _COUNTS:
        carrying = _of_alternate(count_name, info, index, alternates)
        counted = _of_alternate(number_name, info, 0, 1)
        if carrying is not None and counted:
            found.append(carrying / counted)
    return [value for value in found if 0 <= value <= 1]


def _of_alternate(name: str, info: Mapping[str, str], index: int, alternates: int) -> float | None:
    """Number=A by its place; dbSNP's CAF begins with the reference; a single value stands for a single ALT only."""
    values = info.get(name, "").split(",")
    first = 1 if name == "CAF" else 0
    return number(values[first + index]) if len(values) == first + alternates else None


def _with_index(path: Path) -> tuple[VcfHeader, str]:
    """The header of the file, and its index."""
    from pm_annotate.vcf.index_check import tables_of_index

    if not path.is_file():
        raise UsageError(f"--population-vcf {path}: there is no such file.")
    indexes = [f"{path}{suffix}" for suffix in (".tbi", ".csi") if os.path.exists(f"{path}{suffix}")]
    if not indexes:
        raise UsageError(
            f"--population-vcf {path} has no index. Make one: bgzip the file if it is plain text, "
            f"then `tabix -p vcf {path.name}`."
        )
    if os.path.getmtime(indexes[0]) < os.path.getmtime(path):
        raise InputError(
            f"--population-vcf {path}: its index {Path(indexes[0]).name} is older than the file, so it may not be of it. "
            "Index the file again (tabix -p vcf), or `touch` the index where only the copying made it older."
        )
    header = read_header(str(path))
    if header.kind not in (FileKind.BGZIP, FileKind.BCF):
        raise InputError(f"--population-vcf {path} is not compressed with bgzip, so its index cannot be of it.")
    tables_of_index(header, indexes[0])  # raises for the index of another file
    return header, indexes[0]


def _require_assembly(header: VcfHeader, path: Path, assembly: Assembly) -> None:
    """Contig lengths, where the header has them, tell the assembly."""
    length = next((length for name, length in header.contigs if chromosome_name(name) == "1"), None)
    for other, known in _LENGTH_OF_CHROMOSOME_1.items():
        if length == known and other != assembly:
            raise AssemblyError(f"--population-vcf {path} is on {other}, the input on {assembly}. Give the file of {assembly}.")

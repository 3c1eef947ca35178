"""Population frequencies from a VCF that the user gives (``--population-vcf``: gnomAD, 1000 Genomes, the laboratory's own).

The file is bgzipped and indexed (tabix or CSI), or an indexed BCF: each allele is one region query. Chromosomes may be named
with or without ``chr``. Alleles are compared in their parsimonious form, so a record with several ALT is read right.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pm_annotate.errors import AssemblyError, InputError, UsageError
from pm_annotate.model import Allele, Assembly
from pm_annotate.vcf.alleles import trim
from pm_annotate.vcf.chromosomes import chromosome_name

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
        """Raises UsageError where the file is missing or has no index, InputError where it cannot be read, AssemblyError
        where its contig lengths are those of the other assembly."""
        self._reader = _opened(path)
        self._name = path.name
        self._contigs = {chromosome_name(name): str(name) for name in self._reader.seqnames}
        _require_assembly(self._reader, path, assembly)
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

    def _look_up(self, chrom: str, pos: int, ref: str, alt: str) -> float | None:
        contig = self._contigs.get(chrom)
        if contig is None:
            return None
        wanted = trim(pos, ref, alt)
        found: list[float] = []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # cyvcf2 warns where a region has no record
                for record in self._reader(f"{contig}:{max(1, wanted[0] - 1)}-{wanted[0] + len(wanted[1])}"):
                    if record.FILTER is not None:  # gnomAD marks so what it takes for an artefact: its frequency says nothing
                        continue
                    for index, other in enumerate(record.ALT):
                        if other and other.isalpha() and trim(record.POS, record.REF, other) == wanted:
                            found += frequencies_of(dict(record.INFO), index, len(record.ALT))
        except Exception as error:
            raise InputError(f"{self._name}: the population VCF cannot be read at {contig}:{pos} ({error}).") from error
        return max(found, default=None)


def with_population_frequency(allele: Allele, population: PopulationVcf | None) -> Allele:
    """The allele with the file's frequency among what it carries; unchanged where the file has none."""
    if population is None or not allele.alt.isalpha() or not allele.ref.isalpha():
        return allele
    frequency = population.frequency(*allele.key)
    if frequency is None:
        return allele
    return replace(allele, retained_info={**allele.retained_info, POPULATION_VCF: repr(frequency)})


def frequencies_of(info: Mapping[str, Any], index: int, alternates: int) -> list[float]:
    """Every frequency of one ALT (``index`` from 0): the fields that name one, else allele count by allele number."""
    found = [value for name in _FREQUENCIES if (value := _of_alternate(name, info, index, alternates)) is not None]
    for count_name, number_name in _COUNTS:
        count = _of_alternate(count_name, info, index, alternates)
        number = _of_alternate(number_name, info, 0, 1)
        if count is not None and number:
            found.append(count / number)
    return [value for value in found if 0 <= value <= 1]


def _of_alternate(name: str, info: Mapping[str, Any], index: int, alternates: int) -> float | None:
    """Number=A by its place; dbSNP's CAF begins with the reference; a single value stands for a single ALT only."""
    value = info.get(name)
    if isinstance(value, str):
        value = tuple(value.split(",")) if "," in value else value
    if isinstance(value, tuple | list):
        place = index + 1 if name == "CAF" else index
        if len(value) != alternates + (name == "CAF"):
            return None
        value = value[place]
    elif alternates > 1 or name == "CAF":
        return None
    try:
        return None if value in (None, "", ".") else float(value)
    except (TypeError, ValueError):
        return None


def _opened(path: Path) -> Any:
    if not path.is_file():
        raise UsageError(f"--population-vcf {path}: there is no such file.")
    if not any(os.path.exists(f"{path}{suffix}") for suffix in (".tbi", ".csi")):
        raise UsageError(
            f"--population-vcf {path} has no index. Make one: bgzip the file if it is plain text, "
            f"then `tabix -p vcf {path.name}`."
        )
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    try:
        reader = cyvcf2.VCF(str(path))
        next(iter(reader(f"{reader.seqnames[0]}:1-1")), None)
    except Exception as error:
        raise InputError(f"--population-vcf {path} cannot be read as an indexed VCF ({error}). Index it again.") from error
    return reader


def _require_assembly(reader: Any, path: Path, assembly: Assembly) -> None:
    """Contig lengths, where the header has them, tell the assembly."""
    try:
        lengths = dict(zip(reader.seqnames, reader.seqlens, strict=True))
    except (AttributeError, ValueError):  # the header gives no lengths
        return
    length = next((length for name, length in lengths.items() if chromosome_name(str(name)) == "1"), None)
    for other, known in _LENGTH_OF_CHROMOSOME_1.items():
        if length == known and other != assembly:
            raise AssemblyError(f"--population-vcf {path} is on {other}, the input on {assembly}. Give the file of {assembly}.")

"""Everything that decides what a report says: tool, input, knowledge, resources and options. No times."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Generic, TypeVar

from pm_annotate import __version__
from pm_annotate.model import Assembly
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.tables import Tables, file_sha256
from pm_annotate.vcf.header import VcfHeader

TOOL = {"name": "pm-annotate", "version": __version__}


def describe_run(
    header: VcfHeader,
    assembly: Assembly,
    assembly_basis: str,
    options: AnnotateOptions,
    tables: Tables,
    also_read: Sequence[Mapping[str, object]] = (),
    input_sha256: str = "",
) -> dict[str, object]:
    """The provenance of one VCF's reports. ``also_read``: files and tables of the sample beside it.

    ``input_sha256``: of the VCF, where it is known already.
    """
    path = Path(header.path)
    return {
        "tool": TOOL,
        "input": {"file": Path(header.name).name, "sha256": input_sha256 or file_sha256(path), "size": path.stat().st_size},
        **({"also_read": list(also_read)} if also_read else {}),
        "assembly_basis": assembly_basis,
        "callers": list(header.callers),
        "knowledge": list(tables.knowledge.versions),
        "genome": tables.genome_files(assembly),
        "options": describe_options(options),
    }


def checksum_beside(path: Path) -> Beside[str]:
    """The SHA-256 of the input, worked out while its records are read: hashing leaves the interpreter to the reading.

    Its ``result`` raises InputError when the file cannot be read.
    """
    return Beside(lambda: file_sha256(path))


def warnings_of_tables_beside(tables: Tables, assembly: Assembly) -> Beside[tuple[str, ...]]:
    """What ``tables.warnings`` says, which needs the checksums of all packaged files, worked out likewise."""
    return Beside(lambda: tables.warnings(assembly))


Made = TypeVar("Made")


class Beside(Thread, Generic[Made]):
    """What a function gives, worked out while others work. A daemon: a run that ends with an error does not wait for it."""

    def __init__(self, make: Callable[[], Made]) -> None:
        super().__init__(name="beside", daemon=True)
        self._make = make
        self._made: list[Made] = []
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._made.append(self._make())
        except BaseException as error:
            self._error = error

    def result(self) -> Made:
        """Wait for it. Raises what the function raised."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._made[0]

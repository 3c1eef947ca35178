"""Everything that decides what a report says: tool, input, knowledge, resources and options. No times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread

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


def checksum_beside(path: Path) -> ChecksumBeside:
    """The SHA-256 of the input, worked out while its records are read: hashing leaves the interpreter to the reading."""
    checksum = ChecksumBeside(path)
    checksum.start()
    return checksum


class ChecksumBeside(Thread):
    """A daemon: a run that ends with an error does not wait for the rest of a large file."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="checksum", daemon=True)
        self._path = path
        self._checksum = ""
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._checksum = file_sha256(self._path)
        except BaseException as error:
            self._error = error

    def result(self) -> str:
        """Wait for it. Raises InputError when the file cannot be read."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._checksum

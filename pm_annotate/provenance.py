"""Everything that decides what a report says: tool, input, knowledge, resources and options. No times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
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


def checksum_beside(path: Path) -> Future[str]:
    """The SHA-256 of the input, worked out while its records are read: hashing leaves the interpreter to the reading.

    Begins at once. ``result()`` waits for it; it raises InputError when the file cannot be read. The thread is a daemon: a
    run that ends with an error does not wait for the rest of a large file.
    """
    checksum: Future[str] = Future()

    def work() -> None:
        try:
            checksum.set_result(file_sha256(path))
        except BaseException as error:
            checksum.set_exception(error)

    Thread(target=work, name="checksum", daemon=True).start()
    return checksum

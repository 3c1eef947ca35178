"""What a run works with: the tool, the packaged tables, the lab's own. Two runs with the same checksum give the same bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pm_annotate
from pm_annotate.cohort.tasks import Job
from pm_annotate.errors import InputError
from pm_annotate.report.json_text import plain
from pm_annotate.tables import Tables, file_sha256


def made_with(job: Job, tables: Tables) -> str:
    """SHA-256 over the tool's version and source, every packaged table, and all files of the user that serve all samples.

    The source counts too: a corrected rule in a checkout must not leave reports standing that the old rule made.
    """
    options = job.options
    content = {
        "version": pm_annotate.__version__,
        "source": folder_sha256(Path(pm_annotate.__file__).parent, "*.py"),
        "resources": folder_sha256(tables.folder, "*"),
        "knowledge": plain(tables.knowledge.versions),
        "genome_pack": folder_sha256(options.genome_pack, "*") if options.genome_pack else None,
        "fasta": _with_indexes(options.fasta) if options.fasta else None,
        "population_vcf": _state_of_large_file(options.population_vcf) if options.population_vcf else None,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _with_indexes(fasta: Path) -> list[str]:
    """The checksums of a FASTA and of the indexes that say where its bases stand. The run says what is missing of them."""
    index, blocks = (fasta.with_name(f"{fasta.name}{suffix}") for suffix in (".fai", ".gzi"))
    return [file_sha256(path) for path in (fasta, index, blocks) if path == fasta or path.is_file()]


def _state_of_large_file(path: Path) -> list[object]:
    """Name, size and time of a file of many gigabytes, and the checksum of its index, which changes with its content."""
    try:
        state = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    indexes = (path.with_name(f"{path.name}{suffix}") for suffix in (".tbi", ".csi"))
    return [path.name, state.st_size, state.st_mtime_ns, *(file_sha256(index) for index in indexes if index.is_file())]


def folder_sha256(folder: Path, pattern: str) -> str:
    """One checksum over the files of a folder and its folders: names and bytes."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts):
        total.update(f"{path.relative_to(folder).as_posix()}\0{file_sha256(path)}\n".encode())
    return total.hexdigest()

"""Further VCFs of the same sample (``--also``): small variants, structural variants and copy number come in files of their own.

They are read into the one report, so that profiles across files can be met. What a file says of covered bases is read from the
main VCF only.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.assembly_guard import tell_assembly
from pm_annotate.errors import AssemblyError, UsageError
from pm_annotate.model import Assembly, SampleRole
from pm_annotate.options import AnnotateOptions
from pm_annotate.tables import Tables, file_sha256
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.roles import assign_roles

NOT_TOLD = (
    "{file} does not tell its assembly (no contig lines, no bases to compare): it was read as {assembly}, as the main file is. "
    "If it is not, its events are missed or put on the wrong genes."
)


class FurtherVcf(NamedTuple):
    """A further VCF whose assembly is that of the main one, and the columns of the sample in it."""

    header: VcfHeader
    role: SampleRole
    warnings: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return Path(self.header.name).name


def open_further(
    main: VcfHeader, assembly: Assembly, roles: Sequence[SampleRole], options: AnnotateOptions, tables: Tables
) -> tuple[FurtherVcf, ...]:
    """The files of ``--also``.

    Raises UsageError where it is not clear whose they are, AssemblyError for another assembly, InputError as ``read_header``.
    """
    if not options.also:
        return ()
    if len(roles) != 1:
        raise UsageError(
            f"--also adds files of one sample, but {main.name} gives {len(roles)} reports. Choose the sample with "
            "--tumor-sample, or run each sample by itself."
        )
    read = {os.path.realpath(main.path)}
    found = []
    for path in options.also:
        if os.path.realpath(path) in read:
            raise UsageError(f"--also {path}: this file is read already; its variants would count twice.")
        read.add(os.path.realpath(path))
        header = read_header(str(path))
        said = _require_assembly(header, main, assembly, tables)
        of_sample = _of_sample(header, roles[0], options)
        found.append(of_sample._replace(warnings=(*said, *of_sample.warnings)))
    return tuple(found)


def _require_assembly(header: VcfHeader, main: VcfHeader, assembly: Assembly, tables: Tables) -> tuple[str, ...]:
    """A file that does not tell its assembly is taken as the main one's where nothing speaks against it; what to say of it."""
    said: tuple[str, ...] = ()
    try:
        told, _ = tell_assembly(header, "auto", tables)
    except AssemblyError:
        told, _ = tell_assembly(header, assembly.value, tables)
        said = (NOT_TOLD.format(file=Path(header.name).name, assembly=assembly),)
    if told != assembly:
        raise AssemblyError(f"{header.name} is {told}, but {main.name} is {assembly}: files of one report need one assembly.")
    return said


def _of_sample(header: VcfHeader, main: SampleRole, options: AnnotateOptions) -> FurtherVcf:
    """The sample's columns: those of the main file's names, else of the options, else what the file itself tells."""
    if not header.samples:
        return FurtherVcf(header, SampleRole(main.sample_id, None, None, "sites only"))
    tumor = next((name for name in (main.tumor, options.tumor_sample) if name in header.samples), None)
    normal = next((name for name in (main.normal, options.normal_sample) if name in header.samples), None)
    roles = assign_roles(header, tumor, normal if normal != tumor else None)
    if len(roles) != 1:
        names = ", ".join(role.sample_id for role in roles)
        raise UsageError(
            f"--also {header.name} has several samples ({names}), and none has the name of the main file's tumour "
            f"({main.tumor or 'no sample column'}). Give a file of this sample alone, or name the columns alike."
        )
    (role,) = roles
    own = SampleRole(main.sample_id, role.tumor, role.normal, role.basis)
    if main.tumor is None or role.tumor == main.tumor:
        return FurtherVcf(header, own)
    said = (
        f"{Path(header.name).name}: its column {role.tumor} was read as the tumour {main.tumor} of the main file, "
        "though the names differ. Check that it is the same patient."
    )
    return FurtherVcf(header, own, (said,))


def describe_further(files: Sequence[FurtherVcf], options: AnnotateOptions) -> list[dict[str, object]]:
    """Every file and table beside the main VCF, for provenance."""
    described: list[dict[str, object]] = [
        {
            "file": one.file_name,
            "sha256": file_sha256(Path(one.header.path)),
            "size": Path(one.header.path).stat().st_size,
            "tumor": one.role.tumor,
            "normal": one.role.normal,
            "callers": list(one.header.callers),
        }
        for one in files
    ]
    for table in (options.cna, options.fusions):
        if table is not None:
            described.append({"file": table.name, "sha256": file_sha256(table), "size": table.stat().st_size})
    return described

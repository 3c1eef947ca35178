"""The columns of a sample sheet: what each means, how its cell is read, and which option it sets.

A new column is one entry of ``COLUMNS``: reading, validation, grouping, resume and the documentation's test all follow it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pm_annotate.errors import UsageError
from pm_annotate.genome.assembly import assembly_from_name
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.knowledge.marker_options import marker_texts
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.outside_calls import read_outside_calls
from pm_annotate.vcf.bed import read_bed, read_callable
from pm_annotate.vcf.reference_evidence import least_depth


class Column(NamedTuple):
    """One column of the sheet.

    ``option`` is the field of ``AnnotateOptions`` that its cells set; a dot leads into one of its parts (``pgx.sex``), and
    ``,`` stands between several fields.
    ``read`` turns the cell's text into the field's value; it raises UsageError or InputError.
    """

    option: str
    meaning: str
    read: Callable[[str], object] = str
    is_file: bool = False  # the cell is a path; a relative one starts at the sheet's folder
    adds: bool = False  # the cell's items join those of the command line instead of standing for them
    alone: bool = False  # tells of one tumour: a row that has it is never read together with others
    is_role: bool = False  # which columns of the VCF, and the report's name: rows that differ only here are read in one pass
    other_names: tuple[str, ...] = ()
    read_with: Callable[[str, AnnotateOptions], object] | None = None  # instead of ``read``, where the options matter


def one_path(text: str) -> tuple[Path, ...]:
    """A cell that adds one file to a list of files."""
    return (Path(text),)


def one_of(*known: str) -> Callable[[str], str]:
    """A reader of words out of a list, upper or lower case."""

    def read(text: str) -> str:
        if text.lower() not in known:
            raise UsageError(f"'{text}' is not one of: {', '.join(known)}.")
        return text.lower()

    return read


def number(text: str) -> float:
    """A finite number, with a decimal point. Raises UsageError."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(f"'{text}' is not a number.")
    return value


def yes_or_no(text: str) -> bool:
    return one_of("yes", "no", "true", "false")(text) in ("yes", "true")


def assembly(text: str) -> str:
    """``auto`` or a name of an assembly, as it was written. Raises UsageError."""
    if text.lower() == "auto":
        return "auto"
    assembly_from_name(text)
    return text


def listed(text: str) -> tuple[str, ...]:
    """``ER=positive; TMB=12`` to its parts."""
    return tuple(part.strip() for part in text.replace(",", ";").split(";") if part.strip())


VCF = "vcf"  # the one column that sets no option: the file itself

COLUMNS: Mapping[str, Column] = {
    "sample": Column(
        "sample_id",
        "Name of the report. Empty: every sample of the file gets its report, named as in the file.",
        is_role=True,
        other_names=("sample_id", "sample_name"),
    ),
    "tumor_sample": Column(
        "tumor_sample",
        "Column of the tumour in the VCF. Empty: told from the header, never from order.",
        is_role=True,
        other_names=("tumour_sample", "tumor", "tumour"),
    ),
    "normal": Column(
        "normal_sample",
        "Column of the matched normal in the VCF.",
        is_role=True,
        other_names=("normal_sample",),
    ),
    "tumor_type": Column(
        "tumor_type",
        "OncoTree code or name, DOID, or plain words.",
        other_names=("tumour_type", "cancer_type", "oncotree", "oncotree_code"),
    ),
    "assembly": Column("assembly", "GRCh37 (hg19), GRCh38 (hg38) or auto.", assembly, other_names=("genome_assembly", "build")),
    "sex": Column("pgx.sex,copy_number.sex", "male or female.", one_of("male", "female")),
    "markers": Column(
        "markers", "NAME=VALUE pairs, separated by `;`: `ER=positive; TMB=12.5`.", listed, adds=True, other_names=("marker",)
    ),
    "tmb": Column(
        "markers", "Tumour mutational burden, mutations per megabase.", lambda text: marker_texts(tmb=number(text)), adds=True
    ),
    "msi": Column("markers", "Microsatellites: high, low or stable.", lambda text: marker_texts(msi=text), adds=True),
    "hrd": Column(
        "markers",
        "Homologous recombination deficiency: positive or negative.",
        lambda text: marker_texts(hrd=text),
        adds=True,
    ),
    "sv": Column(
        "also",
        "VCF of this tumour's structural variants, read into the same report.",
        one_path,
        is_file=True,
        adds=True,
        alone=True,
    ),
    "cnv": Column(
        "also", "VCF of this tumour's copy number, read into the same report.", one_path, is_file=True, adds=True, alone=True
    ),
    "cna": Column("cna", "Table of copy number segments of this tumour.", Path, is_file=True, alone=True),
    "fusions": Column("fusions", "Table of fusions of this tumour.", Path, is_file=True, alone=True),
    "purity": Column("copy_number.purity", "Share of tumour cells, above 0 and at most 1.", number),
    "ploidy": Column("copy_number.ploidy", "Mean copies of the tumour's genome.", number),
    "germline": Column("germline", "yes: the VCF holds the patient's own genome, not a tumour's.", yes_or_no),
    "targets": Column("targets", "BED of what the assay reads.", lambda text: read_bed(Path(text)), is_file=True),
    "callable": Column(
        "pgx.callable_regions",
        "BED of positions that were covered and would have been called.",
        is_file=True,
        read_with=lambda text, options: read_callable(Path(text), least_depth(options.read.min_dp)),
    ),
    "af_tag": Column("read.tags.af", "INFO or FORMAT field of the tumour's fraction.", other_names=("tumor_af_tag",)),
    "dp_tag": Column("read.tags.dp", "INFO or FORMAT field of the tumour's depth.", other_names=("tumor_dp_tag",)),
    "ad_tag": Column(
        "read.tags.ad", "INFO or FORMAT field of the tumour's reads with the allele.", other_names=("tumor_ad_tag",)
    ),
    "pgx_calls": Column(
        "pgx.outside_calls",
        "TSV of pharmacogene calls from elsewhere.",
        lambda text: read_outside_calls(Path(text)),
        is_file=True,
    ),
}

Cells = tuple[tuple[str, str], ...]  # (column, text) of the cells that are not empty, in the order of COLUMNS


def sample_options(cells: Cells, common: AnnotateOptions) -> AnnotateOptions:
    """The options of one row: those that all rows share, with what the row's cells say. Reads the files that they name."""
    options = common
    for name, text in cells:
        column = COLUMNS[name]
        value = column.read_with(text, common) if column.read_with else column.read(text)
        for option in column.option.split(","):
            options = with_option(options, option, value, column.adds)
    return options


def with_option(options: Any, path: str, value: object, adds: bool = False) -> Any:
    """``options`` (or a part of them) with the field at ``path`` replaced, or with ``value``'s items added to it."""
    name, _, rest = path.partition(".")
    there = getattr(options, name)
    if rest:
        value = with_option(there, rest, value, adds)
    elif adds and isinstance(value, tuple):
        value = (*there, *(item for item in value if item not in there))
    change: dict[str, Any] = {name: value}
    return replace(options, **change) if isinstance(options, CopyNumberOptions) else options._replace(**change)

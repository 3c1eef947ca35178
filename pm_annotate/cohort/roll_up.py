"""The tables over all samples of a cohort: summary, gene x sample matrix, tier counts. TSV, and Parquet when asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pm_annotate.cohort.tasks import SampleResult
from pm_annotate.errors import UsageError
from pm_annotate.report.cells import cell
from pm_annotate.report.files import Content, write_together
from pm_annotate.report.summary import SUMMARY_COLUMNS, summary_rows
from pm_annotate.report.tiers import TIERS
from pm_annotate.report.tsv import table_chunks

if TYPE_CHECKING:
    import pandas as pd

SUMMARY, GENES, TIER_COUNTS = "cohort.summary", "cohort.genes", "cohort.tiers"
TABLES = (SUMMARY, GENES, TIER_COUNTS)
NO_REPORT = "no report"  # an empty cell would read as "nothing found"
NO_TIER = "none"
GENE = "Hugo_Symbol"
ALL_TYPES, NOT_GIVEN = "(all)", "(not given)"


def roll_up_files(parquet: bool) -> tuple[str, ...]:
    """The names of the files that ``write_roll_up`` writes."""
    return tuple(f"{table}.{ending}" for table in TABLES for ending in (("tsv", "parquet") if parquet else ("tsv",)))


def require_parquet() -> None:
    """Raises UsageError where the library for Parquet is not installed."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError(
            "--parquet needs the library pyarrow, which is not installed. Install it: pip install 'pm-annotate[parquet]'"
        )


def write_roll_up(folder: Path, results: Sequence[SampleResult], parquet: bool = False) -> tuple[Path, ...]:
    """Write the tables of a run, all or none. ``results`` in the order of the sheet; times and workers leave no trace."""
    frames = {SUMMARY: summary_frame(results), GENES: gene_frame(results), TIER_COUNTS: tier_frame(results)}
    contents: dict[Path, Content] = {}
    for table, frame in frames.items():
        contents[folder / f"{table}.tsv"] = tsv_of(frame)
        if parquet:
            contents[folder / f"{table}.parquet"] = parquet_of(frame)
    write_together(contents)
    return tuple(contents)


def encodable(text: str) -> str:
    """The text with lone surrogates (bytes of a file name that are no UTF-8) as escapes, as they stand in all our tables:
    a data frame cannot hold them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def summary_frame(results: Sequence[SampleResult]) -> pd.DataFrame:
    """One row per sample: ``status`` (ok, failed) and the columns of ``summary.tsv``. Counts of a failed sample are missing."""
    import pandas as pd

    rows = [
        {**row, "status": "failed" if result.outcome.exit_status else "ok"}
        for result, row in zip(results, summary_rows(result.outcome for result in results), strict=True)
    ]
    first, *others = SUMMARY_COLUMNS
    frame = pd.DataFrame(rows, columns=[first, "status", *others], dtype="object")
    texts = {"sample", "status", "file", "assembly", "tumor_type", "top_finding", "error"}
    for column in frame.columns:
        frame[column] = (
            frame[column].fillna("").map(encodable).astype("str") if column in texts else frame[column].astype("Int64")
        )
    return frame


def gene_frame(results: Sequence[SampleResult]) -> pd.DataFrame:
    """Genes (rows, by name) x samples (columns, in the order of the sheet): best tier, else consequence, else empty.

    Empty says that the report has no variant of the gene, not that the gene is wild type. A sample that failed has
    ``no report`` in every cell.
    """
    import pandas as pd

    reported = [result for result in results if result.name.sample]
    genes = sorted({gene for result in reported for gene in result.genes})
    columns = {GENE: genes}
    for result in reported:
        sample = result.name.sample if result.name.sample != GENE else f"{GENE} (sample)"
        failed = bool(result.outcome.exit_status)
        columns[encodable(sample)] = [NO_REPORT if failed else result.genes.get(gene, "") for gene in genes]
    return pd.DataFrame(columns, dtype="str")


def tier_frame(results: Sequence[SampleResult]) -> pd.DataFrame:
    """By tumour type and tier: how many variants have it as their best, how many samples have such a variant, and in how
    many samples it is the best of all. Every tier has its row, also with zeros; failed samples are in none."""
    import pandas as pd

    counts = pd.DataFrame(
        [
            (encodable(result.name.sample), result.outcome.tumor_type or NOT_GIVEN, tier or NO_TIER, number)
            for result in results
            if not result.outcome.exit_status
            for tier, number in (result.outcome.variants_by_tier or {}).items()
            if number
        ],
        columns=["sample", "tumor_type", "tier", "variants"],
    )
    order = (*TIERS, NO_TIER)
    counts["rank"] = counts["tier"].map({tier: rank for rank, tier in enumerate(order)})
    counts["is_best"] = counts["rank"] == counts.groupby("sample")["rank"].transform("min")
    types = sorted({result.outcome.tumor_type or NOT_GIVEN for result in results if not result.outcome.exit_status})
    rows = []
    for tumor_type in (ALL_TYPES, *types):
        of_type = counts if tumor_type == ALL_TYPES else counts[counts["tumor_type"] == tumor_type]
        for tier in order:
            of_tier = of_type[of_type["tier"] == tier]
            rows.append((tumor_type, tier, int(of_tier["variants"].sum()), len(of_tier), int(of_tier["is_best"].sum())))
    return pd.DataFrame(rows, columns=["tumor_type", "tier", "variants", "samples", "samples_with_best"])


def tsv_of(frame: pd.DataFrame) -> Iterator[bytes]:
    """The frame under the rules of all our tables: one line a row, nothing that a spreadsheet runs, missing is empty."""
    import pandas as pd

    columns = [str(column) for column in frame.columns]
    plain = frame.astype("object").where(frame.notna(), None)
    assert isinstance(plain, pd.DataFrame)
    rows = (dict(zip(columns, values, strict=True)) for values in plain.itertuples(index=False, name=None))
    chunks = table_chunks(columns, rows)
    header, _, rest = next(chunks).partition(b"\n")
    yield "\t".join(cell("sample", column) for column in columns).encode() + b"\n" + rest if header else rest
    yield from chunks


def parquet_of(frame: pd.DataFrame) -> bytes:
    """The frame as a Parquet file."""
    content = io.BytesIO()
    frame.to_parquet(content, engine="pyarrow", index=False)
    return content.getvalue()

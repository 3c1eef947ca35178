"""Segments of copy number from the tables of the callers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.genome.events.gene_copy_number import copy_number_warnings
from pm_annotate.model import Assembly
from pm_annotate.model.structural import AMPLIFIED, NO_COPY_LEFT
from pm_annotate.vcf.structural.segment_table import read_segments


def table(folder: Path, *lines: str) -> Path:
    """A table whose columns are written with spaces."""
    path = folder / "segments.tsv"
    path.write_text("\n".join(line.replace(" ", "\t") for line in lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("lines", "start", "copies"),
    [
        (("Chromosome Start End nMajor nMinor", "17 39600000 39800000 11 1"), 39600000, (12, 11, 1, None)),  # PCGR
        (
            ("chromosome start end gene log2 depth probes weight", "chr17 39599999 39800000 ERBB2 2.6 900 42 30"),
            39600000,
            (None, None, None, 2.6),
        ),  # CNVkit .cns
        (
            (
                "chromosome start end gene log2 cn cn1 cn2 depth probes weight",
                "chr17 39599999 39800000 ERBB2 2.6 12 11 1 9 42 30",
            ),
            39600000,
            (12, 11, 1, 2.6),
        ),  # CNVkit .call.cns
        (
            (
                "chromosome start end gene log2 cn cn1 cn2 depth probes weight",
                "chr17 39599999 39800000 ERBB2 2.6 12 NA NA 9 42 30",
            ),
            39600000,
            (12, None, None, 2.6),
        ),
        (("chrom start end total", "17 39600000 39800000 11.7"), 39600000, (11.7, None, None, None)),
        (("chr startpos endpos nMajor nMinor", "chr17 39600000 39800000 1 11"), 39600000, (12, 11, 1, None)),  # swapped
        (("chromosome start.pos end.pos CNt A B", "17 39600000 39800000 12 11 1"), 39600000, (12, 11, 1, None)),  # Sequenza
        (
            (
                "chromosome start end copyNumber minorAlleleCopyNumber majorAlleleCopyNumber",
                "chr17 39600000 39800000 11.8 0.9 10.9",
            ),
            39600000,
            (11.8, 10.9, 0.9, None),
        ),  # PURPLE
        (
            ("chr startpos endpos BAF LogR ntot nMaj1_A nMin1_A", "17 39600000 39800000 0.9 1.9 11.7 11 1"),
            39600000,
            (11.7, None, None, None),
        ),  # Battenberg
        (("chrom start end tcn.em lcn.em cnlr.median", "17 39600000 39800000 12 1 2.4"), 39600000, (12, 11, 1, 2.4)),  # FACETS
        (
            ("@RG", "CONTIG START END NUM_POINTS_COPY_RATIO MEAN_LOG2_COPY_RATIO CALL", "chr17 39600000 39800000 42 2.6 +"),
            39600000,
            (None, None, None, 2.6),
        ),  # GATK CallCopyRatioSegments
        (("#chrom,start,end,total", "chr17,39600000,39800000,12"), 39600000, (12, None, None, None)),
    ],
)
def test_layouts(tmp_path: Path, lines: tuple[str, ...], start: int, copies: tuple[float | None, ...]) -> None:
    event = read_segments(table(tmp_path, *lines), Assembly.GRCH38)[0]
    assert (event.chrom, event.start, event.end, event.svtype) == ("17", start, 39800000, "CNV")
    assert (event.copy_number, event.major_copies, event.minor_copies, event.log2_ratio) == pytest.approx(copies, nan_ok=True)
    assert event.adjacencies == ()
    assert event.source == "segments.tsv"


def test_copies_a_little_below_none_are_none(tmp_path: Path) -> None:
    header = "chromosome start end copyNumber minorAlleleCopyNumber majorAlleleCopyNumber"
    (event,) = read_segments(table(tmp_path, header, "chr9 21900000 22000000 -0.03 -0.01 -0.02"), Assembly.GRCH38)  # PURPLE
    assert (event.copy_number, event.major_copies, event.minor_copies) == (0, 0, 0)


def test_call_without_numbers_is_a_direction(tmp_path: Path) -> None:
    rows = ("chr start end status", "17 1 9 gain", "17 10 19 loss", "17 20 29 normal")
    assert [event.direction for event in read_segments(table(tmp_path, *rows), Assembly.GRCH37)] == ["gain", "loss", "neutral"]


@pytest.mark.parametrize("word", ["NEUT", "neutral", "NORMAL", "0", "copy-neutral", "Diploid"])
def test_a_segment_that_is_called_neutral_is_no_segment_that_could_not_be_called(tmp_path: Path, word: str) -> None:
    rows = ("chr start end call", f"17 1 9 {word}", "17 10 19 AMP", "17 20 29 odd")
    events = read_segments(table(tmp_path, *rows), Assembly.GRCH37)
    assert [event.direction for event in events] == ["neutral", "amplification", ""]
    said = "1 copy number segments have neither copies nor a ratio and could not be called."
    assert copy_number_warnings(events, CopyNumberOptions()) == [said]


def test_discrete_calls_are_read_where_the_column_says_so(tmp_path: Path) -> None:
    """GISTIC and cBioPortal: -2 deep deletion, 2 high-level amplification."""
    rows = [f"17 {10 * number + 1} {10 * number + 9} {value}" for number, value in enumerate((-2, -1, 0, 1, 2))]
    named = ["homozygous deletion", "loss", "neutral", "gain", "amplification"]
    events = read_segments(table(tmp_path, "chr start end Discrete_Call", *rows), Assembly.GRCH37)
    assert [event.direction for event in events] == named
    of_calls = read_segments(table(tmp_path, "chr start end call", *rows), Assembly.GRCH37)
    assert [event.direction for event in of_calls] == [""] * 5  # 2 may be the copies


def test_a_neutral_call_does_not_hide_the_ratio(tmp_path: Path) -> None:
    (event,) = read_segments(table(tmp_path, "chr start end log2 call", "17 1 9 2.4 NEUT"), Assembly.GRCH37)
    assert (event.log2_ratio, event.direction) == (2.4, "")


def test_rows_point_to_their_line(tmp_path: Path) -> None:
    path = table(tmp_path, "## comment", "chrom start end total", "", "chrX 100 200 2", "23 300 400 1")
    first, second = read_segments(path, Assembly.GRCH37)
    assert [event.observation.allele.record_number for event in (first, second)] == [4, 5]
    assert (second.chrom, second.observation.allele.vcf_chrom) == ("X", "23")
    assert second.observation.filter_text == "PASS"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("chrom start end", "1 1 2"), "no column for copies"),
        (("chrom start total", "1 1 2"), "no column for end"),
        (("17 39600000 39800000 12",), "no header line"),
        ((), "is empty"),
        (("chrom start end total", "17 x 200 2"), r"line 2: 'x' is not a number"),
        (("chrom start end total", "17 1.5 200 2"), r"line 2: '1.5' is not a position"),
        (("chrom start end total", "17 100 200 2", "17 300 200 2"), r"line 3: the end 200 lies before"),
        (("chrom start end total", "17 100 200 many"), r"line 2: 'many' is not a number"),
        (("chrom start end total", "17 100 200 -3"), r"line 2: -3 copies"),
        (("chrom start end total major minor", "17 100 200 2 8 1"), r"line 2: 2 copies are not 8 and 1"),
        (("chrom start end total", "17 100 200"), r"line 2: 3 columns, but the header names 4"),
        (("chrom start end total", ". 100 200 2"), r"line 2: no chromosome"),
        (("sample chrom start end total", "A 17 100 200 2", "B 17 100 200 2"), r"line 3: a second sample"),
        (
            ("ID chrom loc.start loc.end num.mark seg.mean", "A 17 1 200 9 2", "B 7 1 200 9 2"),
            r"line 3: a second sample",
        ),  # SEG
        (("GDC_Aliquot Chromosome Start End Segment_Mean", "A 17 1 200 2", "B 7 1 200 2"), r"line 3: a second sample"),
        (("chromosome start end gene depth log2 weight", "chr17 1 200 ERBB2 9 2.1 0.9"), "these are the bins of CNVkit"),
        (("chrom start end major", "17 100 200 11"), "no column for copies"),  # of one parent says nothing of the total
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_segments(table(tmp_path, *lines), Assembly.GRCH38)


def test_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_segments(tmp_path / "nowhere.tsv", Assembly.GRCH38)


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("+", "gain"), ("Gain", "gain"), ("DUP", "gain"), ("duplication", "gain"),
        ("-", "loss"), ("loss", "loss"), ("DEL", "loss"), ("deletion", "loss"), ("HETLOSS", "loss"), ("HETD", "loss"),
        ("AMP", "amplification"), ("amplification", "amplification"), ("amplified", "amplification"),
        ("HLAMP", "amplification"), ("high-amp", "amplification"),
        ("HOMDEL", "no copy left"), ("HOMD", "no copy left"), ("hom_loss", "no copy left"),
        ("homozygous_deletion", "no copy left"), ("deep-deletion", "no copy left"), ("deep_del", "no copy left"),
        ("neutral", "neutral"), ("2", ""),
    ],
)  # fmt: skip
def test_the_words_of_calls(word: str, direction: str, tmp_path: Path) -> None:
    (event,) = read_segments(table(tmp_path, "chrom start end call", f"17 39600000 39800000 {word}"), Assembly.GRCH38)
    assert event.direction == {"amplification": AMPLIFIED, "no copy left": NO_COPY_LEFT}.get(direction, direction)


@pytest.mark.parametrize(("start", "end"), [
    ("startPosition", "endPosition"), ("start_bp", "end_bp"), ("segment_start", "segment_end"), ("start", "stop"),
    ("Start_Position.bp.", "End_Position.bp."),
])  # fmt: skip
@pytest.mark.parametrize(
    "total", ["total_copies", "tcn", "total_cn", "copy_number", "Total.Copy.Number", "CNt", "nTotal", "modal_total_cn"]
)
def test_the_names_of_columns(start: str, end: str, total: str, tmp_path: Path) -> None:
    (event,) = read_segments(table(tmp_path, f"chrom {start} {end} {total}", "17 39600000 39800000 9"), Assembly.GRCH38)
    assert (event.start, event.end, event.copy_number) == (39600000, 39800000, 9)


@pytest.mark.parametrize(
    "major", ["major_copies", "majorCN", "cn1", "majorAlleleCopyNumber", "major_copy_number", "A", "modal.a2"]
)
def test_the_names_of_the_column_of_major_copies(major: str, tmp_path: Path) -> None:
    (event,) = read_segments(table(tmp_path, f"chrom start end total {major}", "17 39600000 39800000 9 9"), Assembly.GRCH38)
    assert (event.major_copies, event.minor_copies) == (9, 0)


@pytest.mark.parametrize(
    ("column", "value", "log2"),
    [
        ("log2_ratio", "-1.5", -1.5), ("LOG2_COPY_RATIO_POSTERIOR_50", "2", 2.0), ("median.logR", "1", 1.0),
        ("fold_change", "8", 3.0), ("copy_ratio", "0.5", -1.0), ("reads_ratio", "0", -40.0), ("log2", "-Inf", -40.0),
        ("log2", "-infinity", -40.0), ("reads_ratio", "-1", None),
    ],
)  # fmt: skip
def test_the_columns_of_ratios(column: str, value: str, log2: float | None, tmp_path: Path) -> None:
    (event,) = read_segments(table(tmp_path, f"chrom start end {column}", f"17 39600000 39800000 {value}"), Assembly.GRCH38)
    assert event.log2_ratio == log2


@pytest.mark.parametrize("column", ["gene", "genes", "gene_symbol", "Hugo_Symbol"])
def test_the_columns_of_genes(column: str, tmp_path: Path) -> None:
    lines = f"chrom start end total {column}", "17 39600000 39800000 9 ERBB2,GRB7"
    (event,) = read_segments(table(tmp_path, *lines), Assembly.GRCH38)
    assert event.named_genes == ("ERBB2", "GRB7")

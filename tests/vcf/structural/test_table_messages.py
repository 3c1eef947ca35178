"""Tables that are not quite as they should be: read where nothing is in doubt, else said what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.model import Assembly, StructuralEvent
from pm_annotate.vcf.structural.segment_table import NO_READS, read_segments

HEADER = "chrom\tstart\tend\tlog2\n"
ROW = "17\t39600000\t39800000\t2.1\n"


def segments(folder: Path, content: str | bytes) -> tuple[StructuralEvent, ...]:
    path = folder / "segments.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_segments(path, Assembly.GRCH38)


@pytest.mark.parametrize(
    "content",
    [
        f"# sample: T1\n# made by a script, in 2026\n{HEADER}{ROW}",
        f"#{HEADER}{ROW}",
        f"##tool\n# comment\n#{HEADER}{ROW}",
        (HEADER + ROW).replace("\n", "\r"),
        (HEADER + ROW).replace("\n", "\r\n"),
        (HEADER + ROW).replace("\t", ","),
    ],
)
def test_comments_before_the_header_and_any_line_end(tmp_path: Path, content: str) -> None:
    (event,) = segments(tmp_path, content)
    assert (event.chrom, event.start, event.end, event.log2_ratio) == ("17", 39_600_000, 39_800_000, 2.1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER + ROW.replace("2.1", "2,1"), "line 2: '2,1' is not a number .*: decimals need a point"),
        (HEADER + ROW.replace("39600000", "39,600,000"), "'39,600,000' is not a number .* thousands no sign"),
        ((HEADER + ROW).replace("\t", ";"), "line 1: semicolons part the columns. Save the table with tabs or commas"),
        (b"PK\x03\x04\x14\x00", "it is a workbook or a zip file. Save it as text with tabs"),
        ((HEADER + ROW).encode("utf-16"), "it is UTF-16. Save it as UTF-8"),
    ],
)
def test_what_is_wrong_and_what_to_do(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        segments(tmp_path, content)


def test_the_combined_output_of_tso500_has_no_segments(tmp_path: Path) -> None:
    """Its fold changes stand beside genes, not positions; what has positions is the VCF of copy numbers."""
    for content in (
        "DRAGEN TruSight Oncology 500 Analysis Software - Combined Variant Output\t\t\t\n\n"
        "[Analysis Details]\t\t\nPair ID\tP1\t\n\n"
        "[Copy Number Variants]\t\t\nGene\tFold Change\tCopy Number Variant\nERBB2\t6.1\t<DUP>\n",
        "[Gene Amplifications]\t\t\nGene\tFold Change\t\nERBB2\t6.1\t\n",
    ):
        with pytest.raises(InputError, match=r"segments\.tsv: this is TSO 500's combined .*with --cnv \(\.cnv\.vcf"):
            segments(tmp_path, content)


def test_no_reads_left_is_a_ratio_of_nothing(tmp_path: Path) -> None:
    assert segments(tmp_path, HEADER + ROW.replace("2.1", "-Inf"))[0].log2_ratio == NO_READS


def test_segments_of_exomedepth(tmp_path: Path) -> None:
    header = (
        '"start.p","end.p","type","nexons","start","end","chromosome","id","BF","reads.expected","reads.observed","reads.ratio"'
    )
    (event,) = segments(tmp_path, f'{header}\n10,20,"deletion",11,48300000,48600000,"13","chr13:1-2",25.6,1000,500,0.5\n')
    assert (event.chrom, event.log2_ratio, event.direction) == ("13", -1.0, "loss")


@pytest.mark.parametrize(
    ("word", "direction"),
    [("HLAMP", "amplification"), ("HOMD", "homozygous deletion"), ("Deep deletion", "homozygous deletion"), ("-", "loss")],
)
def test_words_for_amplified_and_gone(tmp_path: Path, word: str, direction: str) -> None:
    (event,) = segments(tmp_path, f"chrom\tstart\tend\tcall\n9\t21900000\t22100000\t{word}\n")
    assert event.direction == direction

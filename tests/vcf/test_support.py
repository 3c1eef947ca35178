"""Whether a report's sample carries an allele, and whether thresholds can judge it: every edge of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Call
from pm_annotate.vcf.reader import ReadOptions
from pm_annotate.vcf.support import absence, low_support, reads_against_genotype
from tests.vcf.vcf_text import observations, write_vcf

FORMAT = ("FORMAT/AD",)


def call(
    carries: bool | None,
    alt: int | None = None,
    depth: int | None = None,
    vaf: float | None = None,
    genotype: str | None = "0/0",
) -> Call:
    vaf = alt / depth if vaf is None and alt is not None and depth else vaf
    return Call("T", genotype, carries, depth=depth, alt_count=alt, vaf=vaf, read_fields=FORMAT)


NOT_CARRIED = "the genotype 0/0 of T does not carry this allele"
NO_READ, NO_GENOTYPE, NORMAL = "no read of T shows this allele", "no genotype was called for T", "only in the normal"


@pytest.mark.parametrize(
    ("tumor", "normal", "alone", "expected"),
    [
        (None, None, True, ""),
        (call(True, 0, 100), None, True, ""),  # the genotype names it
        (call(True, 0, 100), call(True, 50, 100), False, ""),
        (call(False), None, True, NOT_CARRIED),
        (call(False, 7, 7), None, True, f"{NOT_CARRIED}, though 7 of its 7 reads do"),
        (call(False, 8, 16), None, True, ""),  # half of eight reads deny it
        (call(False, 8, 17), None, True, f"{NOT_CARRIED}, though 8 of its 17 reads do"),
        (call(False, 8, 16), call(True, 50, 100), False, ""),
        (call(False, 5, 100), call(True, 50, 100), False, NORMAL),
        (
            call(False, 5, 100),
            call(False, 50, 100),
            False,
            f"{NOT_CARRIED}, though 5 of its 100 reads do",
        ),  # the normal's genotype decides for the normal
        (call(None, 1, 100, genotype="./."), None, False, ""),
        (call(None, 0, 100, genotype="./."), None, True, NO_READ),
        (call(None, 0, 100, genotype=None), call(None, 2, 100, genotype=None), False, NORMAL),
        (call(None, 0, 100, genotype=None), call(None, 0, 100, genotype=None), False, NO_READ),
        (call(None, vaf=0.0, genotype=None), call(None, vaf=0.1, genotype=None), False, NORMAL),
        (call(None, vaf=0.0, genotype=None), call(None, genotype=None), False, NO_READ),
        (call(None, genotype="./."), None, False, NO_GENOTYPE),  # somebody else's variant
        (call(None, genotype="./."), None, True, ""),
        (call(None, genotype=None), None, False, ""),  # Strelka has no genotypes
        (call(None, vaf=0.2, genotype="./."), None, False, ""),
        (call(None, genotype="./."), call(True, 50, 100), False, NORMAL),
    ],
)
def test_what_genotypes_and_reads_say_of_a_sample(tumor: Call | None, normal: Call | None, alone: bool, expected: str) -> None:
    assert absence(tumor, normal, alone) == expected


@pytest.mark.parametrize(
    ("tumor", "normal", "expected"),
    [
        (call(False, 1, 100), call(False, 0, 100), ""),
        (call(False, 1, 100), None, ""),
        (call(False, 0, 100), call(False, 0, 100), NOT_CARRIED),
        (call(False), call(False), NOT_CARRIED),  # no reads to go by
        (call(False, 5, 100), call(True, 50, 100), NORMAL),
        (call(None, 0, 100, genotype="./."), call(False, 0, 100), NO_READ),
    ],
)
def test_a_somatic_call_below_a_diploid_threshold_is_carried_where_reads_show_it(
    tumor: Call, normal: Call | None, expected: str
) -> None:
    assert absence(tumor, normal, False, called_somatic=True) == expected


@pytest.mark.parametrize(
    ("tumor", "normal", "listed"),
    [
        (call(False, 3, 60), None, True),
        (call(False, 2, 10), None, False),
        (call(False, 3, 61), None, False),
        (call(False, 3), None, True),  # no depth to hold them against
        (call(True, 3, 60), None, False),
        (call(None, 3, 60), None, False),
        (call(False, 3, 60), call(False, 0, 50), True),
        (call(False, 3, 60), call(False, 1, 50), False),
        (call(False, 3, 60), call(True), False),
        (None, None, False),
    ],
)
def test_reads_of_structural_callers_against_their_genotype(tumor: Call | None, normal: Call | None, listed: bool) -> None:
    assert bool(reads_against_genotype(tumor, normal)) is listed


@pytest.mark.parametrize(
    ("options", "found", "reason"),
    [
        (ReadOptions(min_dp=100), call(True, 5, 100), ""),
        (ReadOptions(min_dp=101), call(True, 5, 100), "depth 100 is below 101"),
        (ReadOptions(min_vaf=0.05), call(True, 5, 100), ""),
        (ReadOptions(min_vaf=0.051), call(True, 5, 100), "VAF 0.05 is below 0.051"),
        (ReadOptions(min_alt_reads=5), call(True, 5, 100), ""),
        (ReadOptions(min_alt_reads=6), call(True, 5, 100), "5 reads with the allele are fewer than 6"),
        (ReadOptions(min_dp=1, min_vaf=0.1, min_alt_reads=1), call(True), ""),  # the file does not say
        (ReadOptions(min_dp=1, min_vaf=0.1, min_alt_reads=1), None, ""),
        (ReadOptions(), call(True, 0, 0), ""),
    ],
)
def test_thresholds_of_reads(options: ReadOptions, found: Call | None, reason: str) -> None:
    assert low_support(found, options) == reason


@pytest.mark.parametrize(
    ("options", "found", "unknown"),
    [
        (ReadOptions(), call(True), False),
        (ReadOptions(), None, False),
        (ReadOptions(min_dp=1), call(True, 5, 100), False),
        (ReadOptions(min_dp=1), call(True, 5, vaf=0.1), True),
        (ReadOptions(min_vaf=0.1), call(True, depth=100), True),
        (ReadOptions(min_vaf=0.1), call(True, vaf=0.2), False),
        (ReadOptions(min_alt_reads=1), call(True, depth=100, vaf=0.1), True),
        (ReadOptions(min_alt_reads=1), call(True, 5), False),
        (ReadOptions(min_dp=1), None, True),
    ],
)
def test_a_threshold_that_has_no_value_to_judge_is_told(options: ReadOptions, found: Call | None, unknown: bool) -> None:
    assert options.has_unknown(found) is unknown


INFO = (
    "CSQ=T|missense", "ANN=T|missense_variant", "BCSQ=missense|BRAF", "SOMATIC", "SS=2", "STATUS=LikelySomatic", "GERMQ=3",
    "GermlineStatus=Germline_DB", "POPAF=2.1", "gnomAD_AF=0.2", "MAX_AF=0.2", "gnomADe_AF=0.2", "gnomad_AF=0.2",
)  # fmt: skip


@pytest.mark.parametrize("entry", INFO)
def test_info_that_tells_the_origin_of_an_allele_is_kept_with_it(entry: str, tmp_path: Path) -> None:
    (one,) = observations(write_vcf(tmp_path, [f"chr7 140753336 . A T . PASS DP=9;{entry};AF=0.5"]))
    key, _, value = entry.partition("=")
    assert one.allele.retained_info == {key: value}

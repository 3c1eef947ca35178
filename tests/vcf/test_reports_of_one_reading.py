"""What one reading hands to each report: of one sample, of a tumour and its normal, of several samples beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Observation, Skipped, StructuralEvent
from pm_annotate.vcf.reader import ReadOptions
from tests.vcf.vcf_text import observations, skipped, stream, write_vcf

V600E = "chr7 140753336 . A T ."
AD = '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">'
PAIR = ("T", "N")
ROLES = ("##tumor_sample=T", "##normal_sample=N")
GERMLINE_FILE = ReadOptions(germline=True)


def shown(path: str, **settings: object) -> set[str]:
    """The samples whose reports show an allele or an event."""
    items, _, _ = stream(path, **settings)  # type: ignore[arg-type]
    return {role.sample_id for role, item in items if isinstance(item, Observation | StructuralEvent)}


def test_info_is_nobodys_own_where_the_file_has_two_samples(tmp_path: Path) -> None:
    rows = [f"{V600E} PASS DP=100;AF=0.4 GT 0/1 0/0"]
    (pair,) = observations(write_vcf(tmp_path, rows, PAIR, ROLES))
    assert pair.tumor is not None
    assert (pair.tumor.depth, pair.tumor.vaf, pair.tumor.read_fields) == (None, None, ())
    (alone,) = observations(write_vcf(tmp_path, [rows[0].removesuffix(" 0/0")], ("T",)))
    assert alone.tumor is not None
    assert (alone.tumor.depth, alone.tumor.vaf) == (100, 0.4)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("./.:60,40", True),
        (".|.:60,40", True),
        (".:60,40", True),
        ("./.:0,0", False),
        (".:.", False),
        ("./.", False),
        ("0/0", False),
        ("0|0", False),
        ("0", False),
        ("0/0:92,8", False),
        ("0|0:8,92", True),
        ("0:8,92", True),
        ("0/1:60,40", True),
    ],
)
def test_a_sample_is_judged_alike_alone_and_beside_others(sample: str, expected: bool, tmp_path: Path) -> None:
    row = f"{V600E} PASS . GT:AD {sample} 0/0:50,0 0/0:50,0"
    path = write_vcf(tmp_path, [row], ("S1", "S2", "S3"), (AD,))
    assert shown(path) == ({"S1"} if expected else set())
    assert shown(path, tumor="S1") == ({"S1"} if expected else set())


def test_reads_of_any_alt_of_a_site_are_looked_at(tmp_path: Path) -> None:
    rows = ["chr7 140753336 . A T,C . PASS . GT:DP:AD 0/0:60:2,58,0 0/0:60:60,0,0", f"{V600E} PASS . GT:DP:AD 0/0:60 0/0"]
    items, _, _ = stream(write_vcf(tmp_path, rows, ("S1", "S2"), (AD,)))
    assert [(role.sample_id, item.allele.alt) for role, item in items if isinstance(item, Observation)] == [("S1", "T")]


def test_copies_beside_a_reference_genotype_are_looked_at_in_every_sample(tmp_path: Path) -> None:
    row = "chr7 55019017 . G <DUP> . PASS SVTYPE=DUP;END=55211628 GT:CN 0/0:8 0/0:2"
    assert shown(write_vcf(tmp_path, [row], ("S1", "S2"))) == {"S1"}


def test_what_a_report_of_several_does_not_carry_is_counted_and_not_listed(tmp_path: Path) -> None:
    rows = [f"{V600E} PASS . GT:AD 0/1:50,50 0/0:92,8", f"{V600E} weak . GT:AD 0/1:50,50 0/0:90,0"]
    path = write_vcf(tmp_path, rows, ("S1", "S2"), (AD,))
    items, tally, roles = stream(path)
    lines = [(role.sample_id, item.category) for role, item in items if isinstance(item, Skipped)]
    assert lines == [("S1", "filtered")]
    counts = tally.reconciliation(roles[1])
    assert (counts.alleles, counts.not_in_sample, counts.filtered) == (2, 1, 1)
    assert [(one.category, one.reason) for one in skipped(path, tumor="S2")] == [
        ("not_in_sample", "the genotype 0/0 of S2 does not carry this allele, though 8 of its 100 reads do"),
        ("filtered", "FILTER is weak"),
    ]


@pytest.mark.parametrize(
    ("filtered", "options", "kept"),
    [
        ("germline", ReadOptions(), True),
        ("panel_of_normals", ReadOptions(), True),
        ("strand_bias", ReadOptions(), False),
        ("strand_bias", GERMLINE_FILE, True),
    ],
)
def test_calls_are_kept_of_alleles_that_may_be_inherited(
    filtered: str, options: ReadOptions, kept: bool, tmp_path: Path
) -> None:
    row = f"chr7 140753336 . A T,C . {filtered} . GT:AD 1/2:0,50,50 1/2:0,30,30"
    first, second = skipped(write_vcf(tmp_path, [row], PAIR, (AD, *ROLES)), options=options)
    assert all(call is not None for call in (*first.calls, *second.calls)) is kept
    assert first.vcf_alts == second.vcf_alts == (("T", "C") if kept else ())


def test_calls_that_cannot_be_read_lose_no_line(tmp_path: Path) -> None:
    (one,) = skipped(write_vcf(tmp_path, [f"{V600E} germline . GT:AD 0/3:50,50"], ("T",), (AD,)))
    assert (one.category, one.calls) == ("filtered", (None, None))


def test_an_allele_of_the_normal_alone_keeps_its_calls(tmp_path: Path) -> None:
    (one,) = skipped(write_vcf(tmp_path, [f"{V600E} PASS . GT:AD 0/0:90,0 0/1:50,50"], PAIR, (AD, *ROLES)))
    assert (one.category, one.reason) == ("not_in_sample", "only in the normal")
    assert one.calls[1] is not None
    assert one.calls[1].alt_count == 50


def test_a_filtered_event_says_how_far_it_reaches(tmp_path: Path) -> None:
    row = "chr17 43044295 . G <DEL> . LowQual SVTYPE=DEL;END=43125370 GT 0/1"
    (one,) = skipped(write_vcf(tmp_path, [row], ("T",)))
    assert one.reach is not None
    assert one.reach.end == 43125370


@pytest.mark.parametrize("said", ["SOMATIC", "DP=100;SS=2"])
def test_somatic_calls_below_a_diploid_threshold_are_shown_beside_their_normal(said: str, tmp_path: Path) -> None:
    """Of a tumour alone nobody compared anything, and the flag is kept from some other file."""
    columns = "GT:AD 0/0:95,5 0/0:80,0"
    assert shown(write_vcf(tmp_path, [f"{V600E} PASS {said} {columns}"], PAIR, (AD, *ROLES))) == {"T"}
    assert shown(write_vcf(tmp_path, [f"{V600E} PASS {said} GT:AD 0/0:95,5"], ("T",), (AD,))) == set()
    for other in ("DP=100;SS=1", "SOMATICSCORE=9", "NSS=2"):
        assert shown(write_vcf(tmp_path, [f"{V600E} PASS {other} {columns}"], PAIR, (AD, *ROLES))) == set()


def test_reads_go_before_the_genotype_of_a_structural_caller_in_a_tumour_alone(tmp_path: Path) -> None:
    """cuteSV, Sniffles and Severus write 0/0 for what one read in five shows; an indel of another caller is as its GT says."""
    exon_19 = "chr7 55174771 . AGGAATTAAGAGAAGC A . PASS"
    structural = f"{exon_19} SVTYPE=DEL;SVLEN=-15 GT:DR:DV"
    assert shown(write_vcf(tmp_path, [f"{structural} 0/0:40:10"], ("T",))) == {"T"}
    assert shown(write_vcf(tmp_path, [f"{structural} 0/0:40:10"], ("T",)), options=GERMLINE_FILE) == set()
    assert shown(write_vcf(tmp_path, [f"{structural} 0/0:40:10 0/0:40:10"], ("S1", "S2"))) == set()
    assert shown(write_vcf(tmp_path, [f"{exon_19} . GT:AD 0/0:40,10"], ("T",), (AD,))) == set()


def test_only_a_substitution_stands_at_its_one_place(tmp_path: Path) -> None:
    rows = [f"{V600E} PASS .", "chr7 55174771 . AGGAATTAAGAGAAGC A . PASS .", "chr7 140753336 . AC TT . PASS ."]
    found = observations(write_vcf(tmp_path, rows))
    assert [one.allele.left_aligned for one in found] == [True, False, False]

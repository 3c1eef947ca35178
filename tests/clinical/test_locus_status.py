"""What a file says of actionable loci: a colorectal tumour whose RAS genes are, or are not, shown to be wild type."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.loci_assessment import coverage_options
from pm_annotate.model import AssayStatus, Assembly
from pm_annotate.vcf.reader import ReadOptions
from pm_annotate.vcf.reference_evidence import CoverageOptions
from tests.clinical.loci_run import assess, assess_file, block, blocks, loci_of, place_named, states

RAS = "wild type (codons 12, 13, 59, 61, 117, 146)"
KRAS_CODON_12 = {Assembly.GRCH38: (25245349, 25245351), Assembly.GRCH37: (25398283, 25398285)}
DETECTED, NOT_DETECTED = AssayStatus.DETECTED, AssayStatus.NOT_DETECTED
NOT_COVERED, NOT_ASSESSABLE = AssayStatus.NOT_COVERED, AssayStatus.NOT_ASSESSABLE


def ras_blocks(assembly: Assembly = Assembly.GRCH38, depth: int = 60) -> list[str]:
    """Reference blocks over the tested codons of KRAS, NRAS and BRAF."""
    names = (("KRAS", RAS), ("NRAS", RAS), ("BRAF", "V600"))
    return blocks([place_named(gene, name, assembly) for gene, name in names], depth)


def without(rows: list[str], start: int) -> list[str]:
    """The blocks without that which begins at a position."""
    kept = [row for row in rows if row.split()[1] != str(start)]
    assert len(kept) == len(rows) - 1
    return kept


@pytest.mark.parametrize("assembly", list(Assembly))
def test_reference_blocks_over_all_codons_show_ras_wild_type(assembly: Assembly, tmp_path: Path) -> None:
    found, decided = assess(tmp_path, ras_blocks(assembly), assembly)
    for gene in ("KRAS", "NRAS"):
        status = found[gene, RAS]
        assert (status.status, status.covered_bases, status.total_bases, status.min_depth) == (NOT_DETECTED, 18, 18, 60)
        assert states(decided)[f"label:Wild_type_{gene}"] == "met"
    assert found["BRAF", "V600"].status == NOT_DETECTED
    assert "reference blocks" in decided.said_by["label:Wild_type_KRAS"]
    assert states(decided)["civic:MP12"] == "not_met"  # BRAF V600E is absent


@pytest.mark.parametrize("assembly", list(Assembly))
def test_an_uncovered_codon_12_leaves_ras_open_and_is_named(assembly: Assembly, tmp_path: Path) -> None:
    start, end = KRAS_CODON_12[assembly]
    rows = [row for row in ras_blocks(assembly) if not row.startswith("12 ") or not start - 3 <= int(row.split()[1]) <= end]
    rows.append(block("12", start - 3, start - 1))  # codon 13 stays
    found, decided = assess(tmp_path, rows, assembly)
    status = found["KRAS", RAS]
    assert (status.status, status.covered_bases) == (NOT_COVERED, 15)
    assert status.reason == "codon 12: no reference block or call"
    assert found["KRAS", "G12"].status == NOT_COVERED
    assert found["KRAS", "G13"].status == NOT_DETECTED
    assert "label:Wild_type_KRAS" not in decided.states
    assert states(decided)["label:Wild_type_NRAS"] == "met"


def test_one_base_that_is_missing_is_enough(tmp_path: Path) -> None:
    rows = [row for row in ras_blocks() if not row.startswith("12 25245346 ")]
    rows.append(block("12", 25245346, 25245350))
    found, decided = assess(tmp_path, rows)
    assert found["KRAS", RAS].reason == "codon 12 (1 of 3 bases): no reference block or call"
    assert "label:Wild_type_KRAS" not in decided.states


@pytest.mark.parametrize(("depth", "status"), [(20, NOT_DETECTED), (19, NOT_COVERED), (0, NOT_COVERED)])
def test_too_few_reads_show_nothing(depth: int, status: AssayStatus, tmp_path: Path) -> None:
    found, decided = assess(tmp_path, ras_blocks(depth=depth))
    assert found["KRAS", RAS].status == status
    assert ("label:Wild_type_KRAS" in decided.states) == (status == NOT_DETECTED)
    if status == NOT_COVERED:
        codons = "codon 12, codon 13, codon 59, codon 61, codon 117, codon 146"
        assert found["KRAS", RAS].reason == f"{codons}: depth {depth} is below 20"
        assert found["KRAS", RAS].min_depth == depth


def test_the_depth_asked_for_is_the_users(tmp_path: Path) -> None:
    found, _ = assess(tmp_path, ras_blocks(depth=60), options=CoverageOptions(min_depth=100))
    assert "depth 60 is below 100" in found["KRAS", RAS].reason


def test_a_low_threshold_for_alleles_does_not_weaken_a_negative() -> None:
    assert coverage_options({}, None, 5).min_depth == 20
    assert coverage_options({}, None, 100).min_depth == 100
    assert coverage_options({}, None, None).min_depth == 20


def test_a_low_genotype_quality_shows_nothing(tmp_path: Path) -> None:
    rows = [block("12", *KRAS_CODON_12[Assembly.GRCH38], quality=9), *without(ras_blocks(), 25245346)]
    found, _ = assess(tmp_path, rows)
    assert "codon 12: genotype quality 9 is below 20" in found["KRAS", "G12"].reason


def test_0_0_records_count_and_filled_in_ones_do_not(tmp_path: Path) -> None:
    at = [*range(25245349, 25245352)]
    real = [f"12 {pos} . C . . PASS . GT:DP 0/0:80" for pos in at]
    found, _ = assess(tmp_path, real)
    assert (found["KRAS", "G12"].status, found["KRAS", "G12"].min_depth) == (NOT_DETECTED, 80)
    filled = [f"12 {pos} . C T . PASS . GT:DP:GQ 0/0:.:." for pos in at]
    found, _ = assess(tmp_path, filled)
    assert found["KRAS", "G12"].status == NOT_COVERED
    assert "without depth and quality" in found["KRAS", "G12"].reason
    no_call = [f"12 {pos} . C . . PASS . GT:DP ./.:80" for pos in at]
    found, _ = assess(tmp_path, no_call)
    assert found["KRAS", "G12"].reason == "codon 12: no call"


def test_a_0_0_whose_reads_carry_the_change_is_not_believed(tmp_path: Path) -> None:
    row = "12 25245350 . C T . PASS . GT:AD:DP 0/0:90,6:96"
    found, _ = assess(tmp_path, [*ras_blocks(), row])
    assert found["KRAS", RAS].status == NOT_ASSESSABLE
    assert "6% of the reads carry it" in found["KRAS", RAS].reason


def test_a_detected_change_is_named_and_is_not_wild_type(tmp_path: Path) -> None:
    rows = [*without(ras_blocks(), 25245346), "12 25245350 . C T . PASS . GT:AD:DP 0/1:60,40:100"]
    found, decided = assess(tmp_path, rows)
    assert (found["KRAS", "G12"].status, found["KRAS", "G12"].detected) == (DETECTED, ("p.G12D",))
    assert (found["KRAS", RAS].status, found["KRAS", RAS].detected) == (DETECTED, ("p.G12D",))
    assert states(decided)["label:Wild_type_KRAS"] == "not_met"


def test_a_filtered_record_at_the_locus_is_no_negative(tmp_path: Path) -> None:
    rows = [*ras_blocks(), "12 25245350 . C T . weak_evidence . GT:AD:DP 0/1:96,4:100"]
    found, decided = assess(tmp_path, rows)
    assert found["KRAS", RAS].status == NOT_ASSESSABLE
    assert "12:25245350 C>T: FILTER is weak_evidence" in found["KRAS", RAS].reason
    assert "label:Wild_type_KRAS" not in decided.states
    assert found["NRAS", RAS].status == NOT_DETECTED


def test_a_record_below_the_thresholds_is_no_negative(tmp_path: Path) -> None:
    rows = [*without(ras_blocks(), 25245346), block("12", 25245346, 25245349), block("12", 25245351, 25245351)]
    rows.append("12 25245350 . C T . PASS . GT:AD:DP 0/1:96,4:100")
    found, _ = assess(tmp_path, rows, read=ReadOptions(min_vaf=0.1))
    assert found["KRAS", RAS].status == NOT_ASSESSABLE
    assert "VAF 0.04 is below 0.1" in found["KRAS", RAS].reason


def test_a_called_record_that_is_no_variant_of_the_report_is_no_negative(tmp_path: Path) -> None:
    """``*``: a deletion in another record, which this file does not have."""
    rows = [*without(ras_blocks(), 25245346), block("12", 25245346, 25245349), block("12", 25245351, 25245351)]
    found, _ = assess(tmp_path, [*rows, "12 25245350 . C * . PASS . GT:DP 0/1:100"])
    assert found["KRAS", RAS].status == NOT_ASSESSABLE
    assert "12:25245350 C is called" in found["KRAS", RAS].reason


def test_a_change_of_unknown_action_leaves_it_open(tmp_path: Path) -> None:
    """KRAS K117Q is none of the changes that are known to act; a silent change of the codon is no change."""
    (part,) = (one for one in place_named("KRAS", RAS, Assembly.GRCH38).parts if one.name == "codon 117")
    ((start, end),) = part.intervals
    rows = [*ras_blocks(), f"12 {end} . T G . PASS . GT:AD:DP 0/1:60,40:100"]
    found, _ = assess(tmp_path, rows)
    assert found["KRAS", RAS].status == NOT_ASSESSABLE
    assert "variant of unknown action at the locus: p.K117" in found["KRAS", RAS].reason
    silent = [*ras_blocks(), f"12 {start} . T C . PASS . GT:AD:DP 0/1:60,40:100"]
    found, _ = assess(tmp_path, silent)
    assert found["KRAS", RAS].status == NOT_DETECTED


def test_an_insertion_beside_a_codon_leaves_it_open_and_a_deletion_behind_its_anchor_does_not(tmp_path: Path) -> None:
    """KRAS A11_G12ins lies on the border of codon 12; a base lost from codon 11 is written with one of codon 12 before it."""
    rows = [*without(ras_blocks(), 25245346), block("12", 25245346, 25245350)]
    found, _ = assess(tmp_path, [*rows, "12 25245351 . C CAGA . PASS . GT:AD:DP 0/1:60,40:100"])
    assert found["KRAS", "G12"].status == NOT_ASSESSABLE
    found, _ = assess(tmp_path, [*rows, "12 25245351 . CA C . PASS . GT:AD:DP 0/1:60,40:100"])
    assert found["KRAS", "G12"].status == NOT_DETECTED


def test_a_plain_somatic_file_says_nothing_of_what_it_does_not_list(tmp_path: Path) -> None:
    found, decided = assess(tmp_path, ["7 140753336 . A T . PASS . GT:AD:DP 0/1:60,40:100"])
    assert found["BRAF", "V600"].detected == ("p.V600E",)
    assert {one.status for key, one in found.items() if key[0] != "BRAF"} == {NOT_ASSESSABLE}
    assert "lists variants only" in found["KRAS", RAS].reason
    assert not [state for state in decided.states.values() if state.value == "met"]


def test_callable_regions_show_what_the_file_does_not_list(tmp_path: Path) -> None:
    options = CoverageOptions(callable_regions={"12": ((25245340, 25245360),)})
    found, _ = assess(tmp_path, ["7 140753336 . A T . PASS . GT 0/1"], options=options)
    assert (found["KRAS", "G12"].status, found["KRAS", "G12"].min_depth) == (NOT_DETECTED, None)
    assert found["KRAS", "G12"].reason == "all 3 bases: --callable; depth not given"
    assert found["KRAS", RAS].status == NOT_COVERED
    assert found["KRAS", RAS].reason.startswith("codon 59, codon 61, codon 117, codon 146: outside the callable regions")
    rows = ["12 25245350 . C T . weak_evidence . GT 0/1"]
    found, _ = assess(tmp_path, rows, options=options)
    assert found["KRAS", "G12"].status == NOT_ASSESSABLE


def test_a_file_without_columns_hides_no_filtered_record_behind_callable(tmp_path: Path) -> None:
    options = CoverageOptions(callable_regions={"12": ((25245340, 25245360),)})
    found, _ = assess(tmp_path, ["12 25245350 . C T . weak_evidence ."], options=options, samples=())
    assert found["KRAS", "G12"].status == NOT_ASSESSABLE
    found, _ = assess(tmp_path, ["12 25245350 . C T . PASS ."], options=options, samples=())
    assert found["KRAS", "G12"].status == DETECTED
    found, _ = assess(tmp_path, ["7 140753336 . A T . PASS ."], options=options, samples=())
    assert found["KRAS", "G12"].status == NOT_DETECTED


def test_the_targets_alone_do_not_make_a_negative(tmp_path: Path) -> None:
    options = CoverageOptions(targets={"12": ((25245340, 25245360),)})
    found, decided = assess(tmp_path, ["7 140753336 . A T . PASS . GT 0/1"], options=options)
    assert found["KRAS", "G12"].status == NOT_ASSESSABLE
    assert "the depth is not known (give --callable)" in found["KRAS", "G12"].reason
    assert (found["NRAS", "G12"].status, found["NRAS", "G12"].reason) == (NOT_COVERED, "codon 12: outside the targets")
    assert found["KRAS", RAS].status == NOT_COVERED
    assert not [state for state in decided.states.values() if state.value == "met"]


def test_the_tumours_own_column_counts(tmp_path: Path) -> None:
    rows = [f"{row} 0/0:99:99:99" for row in ras_blocks(depth=5)]
    found, _ = assess(tmp_path, rows, samples=("T_tumor", "T_normal"))
    assert found["KRAS", RAS].status == NOT_COVERED


def test_each_sample_of_a_cohort_file_has_its_own_answer(tmp_path: Path) -> None:
    """The change of one sample is reference in the other, where its own column says so deep enough."""
    rows = [f"12 {pos} . C T . PASS . GT:AD:DP {first} {second}" for pos, first, second in COHORT]
    found, _ = assess(tmp_path, rows, samples=("A", "B"))
    assert (found["KRAS", "G12"].status, found["KRAS", "G12"].detected) == (DETECTED, ("p.G12D",))
    swapped = [f"12 {pos} . C T . PASS . GT:AD:DP {second} {first}" for pos, first, second in COHORT]
    found, _ = assess(tmp_path, swapped, samples=("A", "B"))
    assert found["KRAS", "G12"].status == NOT_DETECTED
    assert found["KRAS", "G13"].status == NOT_ASSESSABLE  # a file of variants: what it does not list is open


COHORT = (
    (25245349, "0/0:90,0:90", "0/0:80,0:80"),
    (25245350, "0/1:60,40:100", "0/0:80,0:80"),
    (25245351, "0/0:90,0:90", "0/0:80,0:80"),
)


def test_an_absent_t790m_is_decided_and_an_absent_exon_deletion_is_not(tmp_path: Path) -> None:
    """Reference calls exclude a substitution; EGFR loss of function, or a long deletion, they do not."""
    lung, places = loci_of("NSCLC", Assembly.GRCH38)
    egfr = [place for one, place in zip(lung, places, strict=True) if one.gene == "EGFR"]
    found, decided = assess(tmp_path, blocks(egfr), tumor_type="NSCLC")
    assert found["EGFR", "T790"].status == NOT_DETECTED
    assert states(decided)["civic:MP34"] == "not_met"  # EGFR T790M
    assert states(decided)["label:Wild_type_EGFR"] == "met"
    assert "civic:MP133" not in decided.states  # EGFR exon 19 deletion
    assert found["ALK", "wild type"].status == NOT_ASSESSABLE
    assert "label:Wild_type_ALK" not in decided.states


def test_another_kind_of_change_in_an_exon_does_not_hide_that_it_was_read(tmp_path: Path) -> None:
    """EGFR T790M lies in exon 20 and is no exon 20 insertion."""
    lung, places = loci_of("NSCLC", Assembly.GRCH38)
    exon = next(place for one, place in zip(lung, places, strict=True) if (one.gene, one.name) == ("EGFR", "exon 20 insertion"))
    ((start, end),) = exon.parts[0].intervals
    t790m = 55181378
    rows = [block("7", start, t790m - 1), f"7 {t790m} . C T . PASS . GT:AD:DP 0/1:60,40:100", block("7", t790m + 1, end)]
    found, _ = assess(tmp_path, rows, tumor_type="NSCLC")
    assert found["EGFR", "T790"].detected == ("p.T790M",)
    assert (found["EGFR", "exon 20 insertion"].status, found["EGFR", "exon 20 insertion"].detected) == (NOT_DETECTED, ())


def test_fusions_and_amplifications_are_never_excluded(tmp_path: Path) -> None:
    found, _ = assess(tmp_path, ras_blocks())
    for key in (("NTRK1", "fusion"), ("ERBB2", "amplification")):
        assert found[key].status == NOT_ASSESSABLE
        assert (found[key].covered_bases, found[key].total_bases) == (None, None)


def test_without_tumour_type_the_loci_of_any_tumour_remain() -> None:
    loci, _ = loci_of(None, Assembly.GRCH38)
    names = {(one.gene, one.name) for one in loci}
    assert ("NTRK1", "fusion") in names
    assert ("KRAS", RAS) not in names


def test_a_published_gvcf_is_read(shared_data: Path) -> None:
    """Reference blocks of chromosome 20 alone: nothing of RAS is said to be covered."""
    found, decided = assess_file(str(shared_data / "vcf" / "shapes" / "gvcf_non_ref.vcf"), Assembly.GRCH37, "COADREAD")
    assert {one.status for one in found.values()} <= {NOT_COVERED, NOT_ASSESSABLE}
    assert not decided.states


EGFR_EXON_19 = "exon 19 deletion"
BESIDE = "GTGAGTTTCTGCTTTG"  # the first bases of the intron


@pytest.mark.parametrize(
    "row",
    [
        f"7 55174812 . ATCCTCGAT{BESIDE} A . PASS . GT:AD:DP 0/1:40,40:80",  # over the end of the exon
        "7 55174718 . TTAGGGACTCTGGATC T . PASS . GT:AD:DP 0/1:40,40:80",  # over its beginning
        "7 55174763 . C CTAATGA . PASS . GT:AD:DP 0/1:40,40:80",  # two codons, of which one stops
    ],
)
def test_a_change_of_length_that_is_not_in_frame_leaves_exon_19_open(row: str, tmp_path: Path) -> None:
    """Whether it is the deletion that the label means is not told by its name: it is not said to be absent."""
    rows = blocks([place_named("EGFR", EGFR_EXON_19, Assembly.GRCH38, "LUAD")])
    found, _ = assess(tmp_path, [row, *rows], tumor_type="LUAD")
    status = found["EGFR", EGFR_EXON_19]
    assert (status.status, status.reason.split(":")[0]) == (NOT_ASSESSABLE, "variant of unknown action at the locus")


def test_a_substitution_is_no_deletion_of_exon_19(tmp_path: Path) -> None:
    rows = blocks([place_named("EGFR", EGFR_EXON_19, Assembly.GRCH38, "LUAD")])
    substitution = "7 55174763 . C T . PASS . GT:AD:DP 0/1:40,40:80"
    found, _ = assess(tmp_path, [substitution, *rows], tumor_type="LUAD")
    assert found["EGFR", EGFR_EXON_19].status == NOT_DETECTED


def test_an_insertion_set_aside_before_a_codon_leaves_the_codon_open(tmp_path: Path) -> None:
    """Between codons 12 and 13 of KRAS: what is inserted behind 25245348 stands before 25245349."""
    inserted = "12 25245348 . C CACC . weak_evidence . GT:AD:DP 0/1:40,40:80"
    found, _ = assess(tmp_path, [inserted, *ras_blocks()])
    assert found["KRAS", "G12"].status == found["KRAS", "G13"].status == NOT_ASSESSABLE


def test_a_negative_of_a_whole_gene_says_what_small_variants_do_not_exclude(tmp_path: Path) -> None:
    """FLT3: no change in any coding exon, and still an internal duplication may be there."""
    found, _ = assess(tmp_path, blocks([place_named("FLT3", "any variant", Assembly.GRCH38, "AML")]), tumor_type="AML")
    assert found["FLT3", "any variant"].status == NOT_DETECTED
    assert found["FLT3", "any variant"].reason.endswith("larger deletions and duplications are not excluded")
    assert found["FLT3", "D835"].reason.endswith("depth at least 60")

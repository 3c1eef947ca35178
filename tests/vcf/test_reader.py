"""The stream: what becomes an observation, what is skipped and why, and that every allele is counted."""

from __future__ import annotations

from pathlib import Path

import cyvcf2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm_annotate.model import Observation
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reader import ReadOptions
from pm_annotate.vcf.reference_bases import reference_bases
from tests.vcf.vcf_text import BRAF_EXON_15, BRAF_V600E, allele_sum, observations, skipped, stream, write_vcf

PAIR = ("NORMAL", "TUMOR")


def categories(path: str, **options: object) -> list[tuple[str, str]]:
    return [(item.vcf_alt, item.category) for item in skipped(path, **options)]


def test_braf_v600e_with_its_reads_and_its_own_spelling(tmp_path: Path) -> None:
    row = "CHR7 140753334 rs113488022 tcac tctc 99.5 PASS SOMATIC;CSQ=T|missense;DP=40 GT:AD:DP:PS 0|1:30,10:41:77"
    found = observations(write_vcf(tmp_path, [row], ["T1"]))[0]
    allele, call = found.allele, found.tumor
    assert allele.key == ("7", 140753336, "A", "T")
    assert (allele.vcf_chrom, allele.vcf_pos, allele.vcf_ref, allele.vcf_alt) == ("CHR7", 140753334, "tcac", "tctc")
    assert (allele.vcf_id, allele.vcf_qual, allele.record_number) == ("rs113488022", 99.5, 1)
    assert allele.retained_info == {"SOMATIC": "", "CSQ": "T|missense"}
    assert call is not None
    assert (call.sample, call.genotype, call.carries, call.zygosity) == ("T1", "0|1", True, "heterozygous")
    assert (call.depth, call.ref_count, call.alt_count, call.vaf) == (41, 30, 10, 0.25)
    assert (call.phase_set, call.phased_genotype) == ("77", "0|1")
    assert found.normal is None
    assert (found.filters, found.filter_text) == ((), "PASS")


def test_tumour_and_normal_reads_go_to_their_calls(tmp_path: Path) -> None:
    row = BRAF_V600E + " . DP:FDP:SDP:SUBDP:AU:CU:GU:TU 30:0:0:0:30,30:0,0:0,0:0,0 40:0:0:0:30,31:0,0:0,0:10,12"
    found = observations(write_vcf(tmp_path, [row], PAIR))[0]
    assert found.tumor is not None
    assert found.normal is not None
    assert (found.tumor.sample, found.tumor.vaf, found.tumor.carries) == ("TUMOR", 0.25, None)
    assert (found.normal.sample, found.normal.vaf) == ("NORMAL", 0.0)


def test_joined_barcodes_give_the_normal_its_own_name(tmp_path: Path) -> None:
    column = "TCGA-A6-2686-01A-01D-1408-10_TCGA-A6-2686-10A-01D-2188-10"
    found = observations(write_vcf(tmp_path, [BRAF_V600E + " . GT:DPC:DPT:ADC:ADT 0/1:26:29:26,0:21,8"], [column]))[0]
    assert found.tumor is not None
    assert found.normal is not None
    assert (found.tumor.sample, found.tumor.alt_count) == (column, 8)
    assert (found.normal.sample, found.normal.alt_count) == ("TCGA-A6-2686-10A-01D-2188-10", 0)


def test_sites_only_file_shows_reads_of_info(tmp_path: Path) -> None:
    lofreq, bare = observations(write_vcf(tmp_path, [BRAF_V600E + " DP=63;AF=0.5;DP4=17,14,16,16", BRAF_V600E + " ."]))
    assert lofreq.tumor is not None
    assert lofreq.tumor.vaf == pytest.approx(32 / 63)
    assert bare.tumor is None


def test_every_alt_is_judged_by_itself(tmp_path: Path) -> None:
    row = "7 140753336 . A T,G,*,<NON_REF>,<DEL>,A[7:1[,Q . PASS . GT:AD 0/1:10,5,0,0,0,0,0,0"
    path = write_vcf(tmp_path, [row], ["S"])
    items, tally, roles = stream(path, regions=BRAF_EXON_15)
    assert [item.allele.alt for _, item in items if isinstance(item, Observation)] == ["T"]
    assert categories(path, regions=BRAF_EXON_15) == [
        ("G", "not_in_sample"),
        ("*", "reference"),
        ("<DEL>", "unsupported"),  # no END and no SVLEN
        ("A[7:1[", "not_in_sample"),
        ("Q", "malformed"),
    ]
    counts = tally.reconciliation(roles[0])
    assert (counts.records, counts.alleles, counts.reference, counts.unsupported) == (1, 7, 2, 1)
    assert allele_sum(tally, roles[0]) == 7


def test_far_records_are_only_counted_but_structural_alleles_are_named(tmp_path: Path) -> None:
    rows = [
        "chr1 1 . A T,G . PASS .",
        "chr1 2 . A <NON_REF> . PASS .",
        "chr1 3 . A T,<NON_REF> . PASS .",
        "chr1 4 . A <DEL>,T . LowQual SVTYPE=DEL",
        "chr1 5 . A . . PASS .",
        "GL000220.1 6 . A T . PASS .",
    ]
    path = write_vcf(tmp_path, rows)
    items, tally, roles = stream(path, regions=BRAF_EXON_15)
    assert [(item.vcf_pos, item.category) for item in skipped(path, regions=BRAF_EXON_15)] == [(4, "unsupported")]
    assert len(items) == 1
    counts = tally.reconciliation(roles[0])
    assert (counts.records, counts.alleles, counts.outside, counts.reference, counts.unsupported) == (6, 9, 5, 3, 1)
    assert allele_sum(tally, roles[0]) == counts.alleles


@pytest.mark.parametrize(
    ("row", "inside"),
    [
        ("7 140753274 . G A . . .", False),
        ("7 140753275 . G A . . .", True),
        ("7 140753393 . G A . . .", True),
        ("7 140753394 . G A . . .", False),
        ("7 140753270 . GGGGG G . . .", False),  # deletes ..271 to 274
        ("7 140753270 . GGGGGG G . . .", True),  # deletes 275 as well
        ("7 140753393 . GA G . . .", False),  # the anchor is inside, what is deleted is not
        ("7 140753393 . G GA . . .", True),  # an insertion after the last base
        ("7 140753274 . G GA . . .", True),  # an insertion before the first base
        ("7 140753273 . GG AA . . .", False),
        ("7 140753274 . GG AA . . .", True),
    ],
)
def test_regions_are_met_by_the_bases_that_change(tmp_path: Path, row: str, inside: bool) -> None:
    items, tally, roles = stream(write_vcf(tmp_path, [row]), regions=BRAF_EXON_15)
    assert len(items) == int(inside)
    assert tally.reconciliation(roles[0]).outside == int(not inside)


def test_filtered_alleles_are_listed_or_shown(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, ["7 140753336 . A T . weak_evidence;strand_bias . GT 0/1"], ["S"])
    assert categories(path) == [("T", "filtered")]
    assert "weak_evidence;strand_bias" in skipped(path)[0].reason
    shown = observations(path, options=ReadOptions(pass_only=False))[0]
    assert shown.filters == ("weak_evidence", "strand_bias")


@pytest.mark.parametrize("text", ["pass", "Pass", "PASS;PASS", "PASS;."])
def test_pass_is_read_however_it_is_spelt(tmp_path: Path, text: str) -> None:
    """Exports of laboratories: an EGFR L858R that passed must not be set aside for a small letter."""
    assert observations(write_vcf(tmp_path, [f"7 55191822 . T G . {text} ."]))[0].filters == ()
    assert categories(write_vcf(tmp_path, ["7 55191822 . T G . PASS;weak ."])) == [("G", "filtered")]


def test_the_normal_in_the_tumours_own_column(tmp_path: Path) -> None:
    """ClairS and DeepSomatic write one column; NDP, NAD and NAF in it are the matched normal's."""
    row = BRAF_V600E + " . GT:DP:AF:AD:NAF:NDP:NAD 0/1:100:0.4:60,40:0.02:50:49,1"
    found = observations(write_vcf(tmp_path, [row, BRAF_V600E + " . GT:DP:AF:NAF:NDP 0/1:100:0.4:0.02:50"], ["SAMPLE"]))
    for one in found:
        assert one.tumor is not None
        assert one.normal is not None
        assert (one.tumor.depth, one.tumor.vaf, one.normal.depth, one.normal.vaf) == (100, 0.4, 50, 0.02)
    assert [one.normal.alt_count for one in found if one.normal] == [1, None]


def test_a_filter_of_the_tumours_own_column_counts_like_filter(tmp_path: Path) -> None:
    """FORMAT/FT, as Octopus, DRAGEN and GATK's VariantFiltration write it: the record passes, this sample's call does not."""
    rows = [f"{BRAF_V600E} . GT:AD:FT 0/0:80,0:DP 0/1:60,40:{value}" for value in ("LowVAF;DP", "PASS", ".")]
    path = write_vcf(tmp_path, rows, PAIR)
    assert [(item.category, item.reason) for item in skipped(path)] == [("filtered", "FT of TUMOR is LowVAF;DP")]
    assert len(observations(path)) == 2
    assert observations(path, options=ReadOptions(pass_only=False))[0].filters == ("LowVAF", "DP")


def test_dot_filter_counts_as_pass(tmp_path: Path) -> None:
    assert observations(write_vcf(tmp_path, ["7 140753336 . A T . . ."]))[0].filters == ()


@pytest.mark.parametrize(
    ("normal", "tumor", "reason"),
    [
        ("0/1:10,10", "0/0:20,0", "only in the normal"),
        ("0/0:20,0", "0/0:20,0", "does not carry"),
        ("0/0:20,0", "./.:20,0", "no read"),
        ("./.:10,10", "./.:20,0", "only in the normal"),
        ("0/0:20,0", "./.:.", "no genotype"),
    ],
)
def test_allele_that_the_tumour_does_not_carry(tmp_path: Path, normal: str, tumor: str, reason: str) -> None:
    found = skipped(write_vcf(tmp_path, [f"{BRAF_V600E} . GT:AD {normal} {tumor}"], PAIR))
    assert [item.category for item in found] == ["not_in_sample"]
    assert reason in found[0].reason


@pytest.mark.parametrize("tumor", ["0/1:.", "./.:15,5", "1:0,9", "1/1:0,9"])
def test_allele_that_the_tumour_carries(tmp_path: Path, tumor: str) -> None:
    assert len(observations(write_vcf(tmp_path, [f"{BRAF_V600E} . GT:AD 0/0:20,0 {tumor}"], PAIR))) == 1


def test_file_without_genotypes_shows_what_has_reads(tmp_path: Path) -> None:
    rows = [f"{BRAF_V600E} . AD 20,0 15,5", f"{BRAF_V600E} . AD 20,3 20,0", f"{BRAF_V600E} . BQ 30 30"]
    path = write_vcf(tmp_path, rows, PAIR)
    assert [item.allele.record_number for item in observations(path)] == [1, 3]
    assert [(item.record_number, item.reason) for item in skipped(path)] == [(2, "only in the normal")]


def test_missing_genotype_in_a_merged_file_is_somebody_elses_variant(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{BRAF_V600E} . GT:AD 0/1:15,5 ./.:."], ["A", "B"])
    items, tally, roles = stream(path)
    assert [(role.tumor, type(item)) for role, item in items] == [("A", Observation)]
    assert tally.reconciliation(roles[1]).not_in_sample == 1


@pytest.mark.parametrize(
    ("options", "category"),
    [
        (ReadOptions(min_dp=41), "low_support"),
        (ReadOptions(min_dp=40), ""),
        (ReadOptions(min_vaf=0.26), "low_support"),
        (ReadOptions(min_vaf=0.25), ""),
        (ReadOptions(min_alt_reads=11), "low_support"),
        (ReadOptions(min_alt_reads=10), ""),
    ],
)
def test_thresholds_hold_at_their_value(tmp_path: Path, options: ReadOptions, category: str) -> None:
    path = write_vcf(tmp_path, [f"{BRAF_V600E} . GT:AD 0/1:30,10"], ["S"])
    assert [item.category for item in skipped(path, options=options)] == ([category] if category else [])


def test_unknown_value_meets_a_threshold_and_is_noted(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{BRAF_V600E} . GT 0/1", f"{BRAF_V600E} . GT:AD 0/1:30,10"], ["S"])
    items, tally, _ = stream(path, options=ReadOptions(min_dp=20))
    assert len(items) == 2
    assert tally.unknown_support == {"S": 1}


@pytest.mark.parametrize("sample", ["0/7:1,1", "x:1,1", "0/1:1,1:9"])
def test_sample_that_cannot_be_read_is_malformed_and_the_rest_goes_on(tmp_path: Path, sample: str) -> None:
    path = write_vcf(tmp_path, [f"{BRAF_V600E} . GT:AD {sample}", f"{BRAF_V600E} . GT:AD 0/1:1,1"], ["S"])
    assert [item.category for item in skipped(path)] == ["malformed"]
    assert len(observations(path)) == 1


def test_many_samples_get_no_lines_for_what_they_do_not_carry(tmp_path: Path) -> None:
    samples = [f"S{number}" for number in range(30)]
    row = f"{BRAF_V600E} . GT:AD " + " ".join("0/1:5,5" if number == 7 else "0/0:9,0" for number in range(30))
    items, tally, roles = stream(write_vcf(tmp_path, [row], samples))
    assert [role.tumor for role, _ in items] == ["S7"]
    assert all(allele_sum(tally, role) == tally.alleles(role) == 1 for role in roles)


def test_bcf_and_text_give_the_same_stream(tmp_path: Path) -> None:
    meta = [
        "##contig=<ID=chr7,length=159345973>",
        '##FILTER=<ID=weak,Description="x">',
        '##INFO=<ID=DP,Number=1,Type=Integer,Description="x">',
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="x">',
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="x">',
    ]
    rows = [
        BRAF_V600E + " DP=9 GT:AD 0/1:30,10",
        "chr7 140753337 . C T,<NON_REF> . weak DP=9 GT:AD 0|1:30,10,0",
        "chr7 5000 . C <DEL> . PASS . GT 0/1",
        "chr7 5001 . C T . PASS . GT 0/1",
    ]
    text = write_vcf(tmp_path, rows, ["S"], meta)
    binary = str(tmp_path / "case.bcf")
    reader = cyvcf2.VCF(text)
    writer = cyvcf2.Writer(binary, reader, mode="wb")
    for variant in reader:
        writer.write_record(variant)
    writer.close()
    assert stream(binary, regions=BRAF_EXON_15)[0] == stream(text, regions=BRAF_EXON_15)[0]
    Path(binary).write_bytes(Path(binary).read_bytes()[:-28])
    with pytest.raises(Exception, match="cut off"):
        stream(binary)


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_line_of_a_bcf_header(tmp_path: Path, mark: str) -> None:
    meta = ["##contig=<ID=chr7,length=159345973>", f'##FORMAT=<ID=GT,Number=1,Type=String,Description="x{mark}y">']
    text = write_vcf(tmp_path, [BRAF_V600E + " . GT 0/1"], [f"S{mark}1"], meta)
    binary = str(tmp_path / "case.bcf")
    reader = cyvcf2.VCF(text)
    writer = cyvcf2.Writer(binary, reader, mode="wb")
    for variant in reader:
        writer.write_record(variant)
    writer.close()
    assert read_header(binary).samples == (f"S{mark}1",)


def test_reference_bases_are_sampled_inside_the_regions(tmp_path: Path) -> None:
    rows = ["chr1 5 . A T . . .", "chr7 140753336 . a T . . .", "chr7 140753337 . N T . . .", "chr7 140753338 . CT C . . ."]
    path = write_vcf(tmp_path, rows)
    assert list(reference_bases(read_header(path), BRAF_EXON_15)) == [("7", 140753336, "A"), ("7", 140753338, "CT")]


ALTS = st.lists(
    st.sampled_from(["T", "G", "AC", "*", "<NON_REF>", "<DEL>", ".", "Q", "A[1:5[", "A", ""]), min_size=1, max_size=4
)
GENOTYPES = st.sampled_from(["0/0", "0/1", "1/1", "./.", "0", "1", "0|1", "1/2", "9/9", "."])
ROWS = st.lists(
    st.tuples(st.integers(140_753_270, 140_753_280), ALTS, st.sampled_from(["PASS", ".", "bad"]), GENOTYPES, GENOTYPES),
    max_size=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(rows=ROWS, pair=st.booleans(), pass_only=st.booleans())
def test_categories_always_sum_to_the_alleles(
    tmp_path: Path, rows: list[tuple[int, list[str], str, str, str]], pair: bool, pass_only: bool
) -> None:
    written = [f"7 {pos} . A {','.join(alts)} . {filters} . GT {one} {two}" for pos, alts, filters, one, two in rows]
    path = write_vcf(tmp_path, written, PAIR if pair else ("A", "B"))
    _, tally, roles = stream(path, regions=BRAF_EXON_15, options=ReadOptions(pass_only=pass_only))
    for role in roles:
        assert allele_sum(tally, role) == tally.alleles(role) == sum(len(alts) for _, alts, *_ in rows)
        assert tally.reconciliation(role).records == len(rows)

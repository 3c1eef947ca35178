"""Depth, counts and VAF as each caller writes them; every number below is worked out by hand."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import Call
from pm_annotate.vcf.caller_reads import sample_readers
from pm_annotate.vcf.evidence import AlleleFields
from pm_annotate.vcf.reads import read_call, read_control_call


def call(format_text: str, sample_text: str, ref: str = "A", alt: str = "T", index: int = 1, info: str = "") -> Call:
    values = dict(zip(format_text.split(":"), sample_text.split(":"), strict=False))
    info_values = dict(part.split("=", 1) for part in info.split(";")) if info else None
    return read_call("S", values, ref, alt.split(","), index, info_values)


class Expected(NamedTuple):
    depth: int | None
    ref: int | None
    alt: int | None
    vaf: float | None
    field: str


CALLERS = {
    # Mutect2's AF is a posterior mean (0.505); the reads say 32 / 63
    "mutect2": (
        call("GT:AD:AF:DP:F1R2:F2R1:FAD:SB", "0/1:31,32:0.505:63:13,13:14,13:31,30:17,14,16,16"),
        Expected(63, 31, 32, 32 / 63, "AD"),
    ),
    "mutect2 multi-allelic": (
        call("GT:AD:AF:DP", "0/1/2:50,30,20:0.3,0.2:100", alt="T,G", index=2),
        Expected(100, 50, 20, 0.2, "AD"),
    ),
    "haplotypecaller gvcf": (
        call("GT:AD:DP:GQ:PL:SB", "0/1:17,15,0:32:99:.:.", alt="T,<NON_REF>"),
        Expected(32, 17, 15, 15 / 32, "AD"),
    ),
    "strelka2 snv": (
        call("DP:FDP:SDP:SUBDP:AU:CU:GU:TU", "30:0:0:0:11,14:0,0:18,20:1,1", "G", "A"),
        Expected(30, 18, 11, 11 / 29, "AU"),
    ),
    "strelka2 snv, no reference read": (
        call("DP:FDP:SDP:SUBDP:AU:CU:GU:TU", "30:0:0:0:30,31:0,0:0,2:0,1", "G", "A"),
        Expected(30, 0, 30, 1.0, "AU"),
    ),
    "strelka2 indel": (
        call("DP:DP2:TAR:TIR:TOR:DP50", "46:46:33,34:11,12:2,2:45.01", "G", "GC"),
        Expected(46, 33, 11, 0.25, "TIR"),
    ),
    "strelka germline indel": (
        call("GT:GQ:GQX:DPI:AD:ADF:ADR", "0/1:50:9:44:30,10:15,5:15,5", "G", "GC"),
        Expected(44, 30, 10, 0.25, "DPI"),
    ),
    "vardict": (call("GT:DP:VD:ALD:RD:AD:AF:BIAS", "0/1:54:51:36,15:1,1:2,51:0.9444:2,2"), Expected(54, 2, 51, 51 / 53, "AD")),
    "vardict without AD": (call("GT:DP:VD:AF", "0/1:50:20:0.4"), Expected(50, 30, 20, 0.4, "VD")),
    "varscan": (call("GT:GQ:DP:RD:AD:FREQ:DP4", "0/1:.:82:59:23:28.05%:25,34,7,16"), Expected(82, 59, 23, 23 / 82, "AD")),
    "varscan FREQ only": (call("GT:DP:FREQ", "0/1:82:28.05%"), Expected(82, None, None, 0.2805, "FREQ")),
    "varscan FREQ with comma": (call("GT:DP:FREQ", "0/1:82:28,05%"), Expected(82, None, None, 0.2805, "FREQ")),
    "freebayes": (
        call("GT:DP:RO:QR:AO:QA", "0/1:103:60:2000:30,10:900,300", alt="T,C", index=2),
        Expected(103, 60, 10, 0.1, "AO"),
    ),
    "freebayes with AD": (call("GT:DP:AD:RO:AO", "0/1:100:75,25:75:25"), Expected(100, 75, 25, 0.25, "AD")),
    "somaticsniper": (
        call("GT:IGT:DP:DP4:BCOUNT:GQ", "0/1:0/1:63:17,14,16,16:32,0,0,31:228"),
        Expected(63, 31, 32, 32 / 63, "DP4"),
    ),
    "somaticsniper two ALT": (
        call("GT:IGT:DP:DP4:BCOUNT", "1/2:1/2:50:5,5,20,20:10,30,0,10", "A", "C,T", 1),
        Expected(50, 10, 30, 0.6, "BCOUNT"),
    ),
    "somaticseq": (call("GT:DP4:CD4:VAF", "0/1:10,16,12,16:26,0,28,0:0.519"), Expected(54, 26, 28, 28 / 54, "DP4")),
    "muse": (call("GT:DP:AD:BQ:SS", "0/1:63:31,32:33,32:2"), Expected(63, 31, 32, 32 / 63, "AD")),
    "scalpel": (call("GT:AD:DP", "0/1:20,15:35", "A", "ATAGCTGAC"), Expected(35, 20, 15, 15 / 35, "AD")),
    "ion torrent": (
        call("GT:AF:AO:DP:FAO:FDP:FRO:RO", "1/2:0.127273,0.872727:6,40:52:7,48:55:0:1", "CG", "CC,C", 2),
        Expected(55, 0, 48, 48 / 55, "FAO"),
    ),
    "tcga consensus": (call("GT:DPC:DPT:ADC:ADT:AL", "0/1:26:29:.,.:21,8:1"), Expected(29, 21, 8, 8 / 29, "ADT")),
    "dragen": (call("GT:SQ:AD:AF:F1R2:F2R1:DP", "0/1:20:90,10:0.1:45,5:45,5:100"), Expected(100, 90, 10, 0.1, "AD")),
    "deepvariant": (call("GT:GQ:DP:AD:VAF:PL", "0/1:20:40:30,10:0.25:0,1,2"), Expected(40, 30, 10, 0.25, "AD")),
    "pisces": (call("GT:GQ:AD:DP:VF:NL:SB", "0/1:100:60,40:100:0.400:20:-100"), Expected(100, 60, 40, 0.4, "AD")),
    "pisces, two ALT": (
        call("GT:GQ:AD:DP:VF", "1/2:20:10,20:65:0.4615", alt="C,T", index=2),
        Expected(65, 35, 20, 20 / 65, "AD"),
    ),
    "vcf 4.5 local alleles": (
        call("GT:LAA:LAD:DP", "0/3:1,3:60,5,35:100", alt="C,G,T", index=3),
        Expected(100, 60, 35, 0.35, "LAD"),
    ),
    "fraction with comma": (call("GT:DP:AF", "0/1:3000:0,32"), Expected(3000, None, None, 0.32, "AF")),
    "octopus haplotypes": (
        call("GT:GQ:DP:MQ:PS:PQ:HSS:MAP_HF", "0|0|1:60:100:60:7:99:0,0,1:0.4,0.37,0.23"),
        Expected(100, None, None, 0.23, "MAP_HF"),
    ),
    "octopus germline": (call("GT:DP:MAP_HF", "0|1|1:100:0.4,0.37,0.23"), Expected(100, None, None, 0.6, "MAP_HF")),
    "maf2vcf, another ALT unknown": (call("GT:AD:DP", "1/2:20,40,.:100", alt="T,C"), Expected(100, 20, 40, 0.4, "AD")),
    "octopus fraction": (call("GT:GQ:DP:MQ:AF", "0/1:20:40:60:0.3"), Expected(40, None, None, 0.3, "AF")),
    "caveman": (
        call("GT:FAZ:FCZ:FGZ:FTZ:RAZ:RCZ:RGZ:RTZ:PM", "0|1:20:0:0:6:22:0:0:8:2.5e-01"),
        Expected(56, 42, 14, 0.25, "FTZ"),
    ),
    "cgppindel": (
        call("GT:PP:NP:PB:NB:PD:ND:PR:NR:PU:NU", "./.:3:4:2:2:20:20:21:23:5:6", "AT", "A"),
        Expected(44, 33, 11, 0.25, "PU"),
    ),
    "cgppindel fragments": (call("GT:PU:NU:PR:NR:FD:FC", "./.:5:6:21:23:40:10", "AT", "A"), Expected(40, 30, 10, 0.25, "FC")),
    "platypus": (call("GT:GL:GOF:GQ:NR:NV", "1/2:-1:1:99:40,40:10,20", alt="C,T", index=2), Expected(40, 10, 20, 0.5, "NV")),
    "platypus, one depth": (call("GT:NR:NV", "1/2:40:10,20", alt="C,T", index=2), Expected(40, 10, 20, 0.5, "NV")),
    "caveman fraction": (call("GT:PM", "0|1:2.5e-01"), Expected(None, None, None, 0.25, "PM")),
    "mutect1": (call("GT:AD:BQ:DP:FA:SS", "0:30,10:30:40:0.25:2"), Expected(40, 30, 10, 0.25, "AD")),
    "mutect1 fraction": (call("GT:DP:FA", "0:40:0.25"), Expected(40, None, None, 0.25, "FA")),
    "svaba": (call("GT:AD:DP:GQ", "0/1:10:40:9", "AT", "A"), Expected(40, 30, 10, 0.25, "AD")),
    "strands": (call("GT:ADF:ADR:DP", "0/1:15,5:15,5:42"), Expected(42, 30, 10, 0.25, "ADF")),
    "clc": (call("GT:CLCAD2:DP", "0/1:30,10:40"), Expected(40, 30, 10, 0.25, "CLCAD2")),
    "lofreq": (call("", "", info="DP=63;AF=0.507937;SB=0;DP4=17,14,16,16"), Expected(63, 31, 32, 32 / 63, "DP4")),
    "lofreq fraction": (call("", "", info="DP=63;AF=0.507937"), Expected(63, None, None, 0.507937, "AF")),
    "pcgr tags": (call("GT", "0/1", info="TDP=29;TVAF=0.2759"), Expected(29, None, None, 0.2759, "TVAF")),
    "foundation medicine": (
        call("", "", info="AF=0.4173;depth=1385;effect=MISSENSE"),
        Expected(1385, None, None, 0.4173, "AF"),
    ),
    "foundation medicine, small": (call("", "", info="af=0.3141;depth=468"), Expected(468, None, None, 0.3141, "depth")),
    "pcawg": (call("", "", info="VAF=0.32;NumCallers=3;AF=0.0001"), Expected(None, None, None, 0.32, "VAF")),
    "maf tags": (call("GT", "0/1", info="t_depth=41;t_ref_count=30;t_alt_count=10"), Expected(41, 30, 10, 0.25, "t_alt_count")),
}


@pytest.mark.parametrize("caller", CALLERS)
def test_reads_of_each_caller(caller: str) -> None:
    found, expected = CALLERS[caller]
    assert (found.depth, found.ref_count, found.alt_count) == (expected.depth, expected.ref, expected.alt)
    assert found.vaf == pytest.approx(expected.vaf)
    assert expected.field in {name.split("/")[1] for name in found.read_fields}


def test_every_alt_of_a_record_has_its_own_reads() -> None:
    first = call("GT:AD:DP", "1/2:10,60,30:100", alt="T,G", index=1)
    second = call("GT:AD:DP", "1/2:10,60,30:100", alt="T,G", index=2)
    assert (first.alt_count, first.vaf) == (60, 0.6)
    assert (second.alt_count, second.vaf) == (30, 0.3)


@pytest.mark.parametrize("sample", ["0/1:.:.", "0/1:.,.:.", "0/1", "./.:.:."])
def test_missing_reads_are_unknown_and_not_zero(sample: str) -> None:
    found = call("GT:AD:DP", sample)
    assert (found.depth, found.alt_count, found.vaf) == (None, None, None)


def test_two_depths_of_two_alt_that_vf_does_not_prove_are_not_guessed_at() -> None:
    found = call("GT:AD:DP:VF", "1/2:60,40:100:0.4", alt="C,T", index=2)
    assert (found.depth, found.alt_count, found.vaf) == (100, None, None)


def test_variant_reads_of_one_of_two_alt_are_not_guessed_at() -> None:
    found = call("GT:DP:VD", "1/2:50:20", alt="C,T", index=2)
    assert (found.depth, found.alt_count, found.vaf) == (50, None, None)


def test_two_values_for_one_alt_are_no_decimal_comma() -> None:
    assert [call("GT:AF", f"0/1:{text}").vaf for text in ("0,1", "0.6,0.4", "0,0", "1,0")] == [None] * 4


def test_a_depth_below_the_reads_of_the_allele_is_not_believed() -> None:
    assert call("GT:AD:DP", "0/1:60,40:0").depth == 100


def test_no_depth_gives_no_fraction() -> None:
    found = call("GT:AD:DP", "0/0:0,0:0")
    assert (found.depth, found.alt_count, found.vaf) == (0, 0, None)


def test_depths_of_a_split_record_are_not_guessed_at() -> None:
    found = call("GT:AD:DP", "0/1:50,30,20:100", alt="G")  # three depths, one ALT: which is which is not known
    assert (found.depth, found.alt_count, found.vaf) == (100, None, None)


@pytest.mark.parametrize(
    "info",
    ["AC=1;AF=0.5;DP=42", "AF=0.5;AN=2;DP=42", "NS=3;DP=14;AF=0.5", "AF=0.5", "MLEAC=1;AF=0.5;DP=10", "MLEAF=0.5;AF=0.5;DP=10"],
)
def test_population_and_genotype_frequencies_are_no_vaf(info: str) -> None:
    assert call("GT", "0/1", info=info).vaf is None


def test_info_is_not_read_where_format_has_reads() -> None:
    found = call("GT:AD", "0/1:30,10", info="DP=99;AF=0.9")
    assert (found.depth, found.vaf) == (40, 0.25)
    assert found.read_fields == ("FORMAT/AD",)


def test_control_reads_of_a_joint_column_go_to_the_normal() -> None:
    values = {"GT": "0/1", "DPC": "40", "DPT": "29", "ADC": "39,1", "ADT": "21,8"}
    normal = read_control_call("N", values, "A", ["T"], 1)
    assert normal is not None
    assert (normal.sample, normal.depth, normal.ref_count, normal.alt_count, normal.vaf) == ("N", 40, 39, 1, 1 / 40)
    assert read_control_call("N", {"GT": "0/1", "AD": "21,8"}, "A", ["T"], 1) is None


def test_a_joint_column_of_another_number_of_counts_has_the_depth_alone() -> None:
    values = {"GT": "0/1", "DPC": "40", "DPT": "29", "ADC": "39,1", "ADT": "21,8"}
    normal = read_control_call("N", values, "A", ["T", "G"], 1)
    assert normal is not None
    assert (normal.depth, normal.ref_count, normal.alt_count, normal.vaf) == (40, None, None, None)


def test_the_normal_of_clairs_stands_in_the_tumours_column() -> None:
    """GT:GQ:DP:AF:AD:NAF:NDP:NAD of ClairS; the normal's own counts go before its fraction."""
    values = {"GT": "0/1", "DP": "60", "AD": "40,20", "NAF": "0.04", "NDP": "50", "NAD": "48,1"}
    normal = read_control_call("N", values, "A", ["T"], 1)
    assert normal is not None
    assert (normal.depth, normal.ref_count, normal.alt_count, normal.vaf) == (50, 48, 1, 1 / 49)
    by_fraction = read_control_call("N", {**values, "NAD": "1"}, "A", ["T"], 1)
    assert by_fraction is not None
    assert (by_fraction.depth, by_fraction.alt_count, by_fraction.vaf) == (50, None, 0.04)
    ref_unknown = read_control_call("N", {**values, "NAD": ".,1"}, "A", ["T"], 1)
    assert ref_unknown is not None
    assert (ref_unknown.alt_count, ref_unknown.vaf) == (1, 1 / 50)
    assert read_control_call("N", {**values, "NDP": "."}, "A", ["T"], 1) is None


def test_a_homozygous_genotype_holds_only_where_the_reads_allow_it() -> None:
    """DeepSomatic: "Anything 1/1 means it is determined as a somatic variant" (google/deepsomatic, issue 3)."""
    assert call("GT:DP:AD:VAF", "1/1:61:48,13:0.213").zygosity == "unknown"
    assert call("GT:DP:AD:VAF", "1/1:61:3,58:0.951").zygosity == "homozygous"
    assert call("GT", "1/1").zygosity == "homozygous"
    assert call("GT:DP:AD", "0/1:61:48,13").zygosity == "heterozygous"


@pytest.mark.parametrize("value", ["x,y", "²,1", "nan,nan", "1e999,2", "-3,-4"])
def test_values_that_are_no_counts_do_not_crash(value: str) -> None:
    found = call("GT:AD:AF", f"0/1:{value}:nan")
    assert found.vaf is None or 0 <= found.vaf <= 1


FIELDS = [
    "DP", "DPI", "ADT", "DPT", "FAO", "FRO", "FDP", "AD", "RD", "CLCAD2", "DPR", "AU", "CU", "GU", "TU", "TAR", "TIR",
    "AO", "RO", "BCOUNT", "DP4", "ADF", "ADR", "FAZ", "FCZ", "FGZ", "FTZ", "RAZ", "RCZ", "RGZ", "RTZ", "FC", "FD",
    "PU", "NU", "PR", "NR", "NV", "VD", "DV", "AF", "VAF", "FREQ", "FA", "VF", "PM", "GT", "MAP_HF",
    "LAA", "LAD",
]  # fmt: skip
TEXTS = st.sampled_from(["", ".", "0", "7", "30", "30,12", "0.25", "28.05%", "10,2,30,4", "5,6,7", "30,."])


@given(st.dictionaries(st.sampled_from(FIELDS), TEXTS, max_size=20), st.sampled_from([("T",), ("T", "C"), ("TG",)]))
def test_no_reader_is_left_out_that_would_find_reads(values: dict[str, str], alts: tuple[str, ...]) -> None:
    fields = AlleleFields(values, "FORMAT", "A", alts, 1)
    chosen = sample_readers(tuple(values))
    everyone = sample_readers(tuple(FIELDS))
    assert len(everyone) == 18
    assert [reader for reader in everyone if reader in chosen] == list(chosen)
    assert all(reader(fields) is None for reader in everyone if reader not in chosen)

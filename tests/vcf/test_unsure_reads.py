"""Counts missing in part, of several ALT at once, or that cannot be: unknown, never guessed, never a crash."""

from __future__ import annotations

import pytest

from pm_annotate.vcf.reads import read_control_call
from tests.vcf.test_reads import call

Counts = tuple[int | None, int | None, int | None, float | None]
"""Depth, reads of REF and of the ALT, VAF."""

CAVEMAN = "GT:FAZ:FCZ:FGZ:FTZ:RAZ:RCZ:RGZ:RTZ"
STRELKA_SNV, STRELKA_INDEL = "DP:AU:CU:GU:TU", "DP:TAR:TIR"
PISCES = "GT:AD:DP:VF"

MISSING_IN_PART = {
    "ion torrent": ("GT:FAO:FRO:FDP", "0/1:10:.:40", "A", "T", (None, None, None, None)),
    "varscan": ("GT:AD:RD:DP", "0/1:.:30:40", "A", "T", (40, None, None, None)),
    "mutect2": ("GT:AD:DP", "0/1:30,.:40", "A", "T", (40, None, None, None)),
    "strelka2 snv, a base": (STRELKA_SNV, "40:10,10:.,.:30,30:0,0", "G", "A", (40, 30, 10, 0.25)),
    "strelka2 snv, the ALT": (STRELKA_SNV, "40:.,.:0,0:30,30:0,0", "G", "A", (40, None, None, None)),
    "strelka2 indel, the ALT": (STRELKA_INDEL, "46:33,34:.,.", "G", "GC", (46, None, None, None)),
    "strelka2 indel, the REF": (STRELKA_INDEL, "46:.,.:11,12", "G", "GC", (46, None, None, None)),
    "freebayes, the REF": ("GT:DP:RO:AO", "0/1:40:.:10", "A", "T", (40, None, 10, 0.25)),
    "freebayes, an ALT": ("GT:DP:RO:AO", "0/1:40:30:.,10", "A", "T,C", (40, None, None, None)),
    "somaticsniper": ("GT:DP:DP4", "0/1:40:15,15,.,5", "A", "T", (40, None, None, None)),
    "somaticsniper, a base of two ALT": ("GT:DP:BCOUNT", "1/2:50:10,30,0,.", "A", "C,T", (50, 10, 30, 0.75)),
    "strands": ("GT:DP:ADF:ADR", "0/1:40:15,.:15,5", "A", "T", (40, None, None, None)),
    "strands, the other": ("GT:DP:ADF:ADR", "0/1:40:15,5:.,5", "A", "T", (40, None, None, None)),
    "strands of other lengths": ("GT:DP:ADF:ADR", "0/1:40:15,5:15", "A", "T", (40, None, None, None)),
    "cgppindel": ("GT:PR:NR:PU:NU", "./.:21:23:5,1:6", "AT", "A", (None, None, None, None)),
    "cgppindel, one strand": ("GT:PU:PR", "./.:5:21", "AT", "A", (None, None, None, None)),
    "local alleles": ("GT:LAA:LAD:DP", "0/1:1:30,.:40", "A", "T,C", (40, None, None, None)),
    "local alleles of other lengths": ("GT:LAA:LAD:DP", "0/1:1:30,5,10:45", "A", "T,C", (45, None, None, None)),
    "octopus": ("GT:DP:MAP_HF", "0|1:40:.,0.3", "A", "T", (40, None, None, None)),
    "octopus of other lengths": ("GT:DP:MAP_HF", "0|1:40:0.5,0.3,0.2", "A", "T", (40, None, None, None)),
    "vardict without depth": ("GT:VD", "0/1:10", "A", "T", (None, None, None, None)),
}

OF_SEVERAL_ALT = {
    "DP4 counts all ALT": ("GT:DP:DP4", "1/2:50:5,5,20,20", "A", "AC,AT", (50, None, None, None)),
    "strelka2's TIR": (STRELKA_INDEL, "46:33,34:11,12", "G", "GC,GT", (46, None, None, None)),
    "cgppindel's calls": ("GT:PU:NU:PR:NR", "./.:5:6:21:23", "AT", "A,ATT", (None, None, None, None)),
    "platypus": ("GT:NR:NV", "1/2:40,40:10,20", "A", "C,T", (40, 10, 10, 0.25)),
    "pisces": (PISCES, "1/2:10,20:65:0.4615", "A", "C,T", (65, 35, 10, 10 / 65)),
    "pisces, more reads than depth": (PISCES, "1/2:10,20:30:1", "A", "C,T", (30, 0, 10, 10 / 30)),
    "pisces without depth": (PISCES, "1/2:10,20:0:0.5", "A", "C,T", (0, None, None, None)),
    "pisces, missing": (PISCES, "1/2:10,.:65:0.15", "A", "C,T", (65, None, None, None)),
    "pisces without its share": (PISCES, "1/2:10,20:65:.", "A", "C,T", (65, None, None, None)),
}

OF_INDELS_AND_SMALL_LETTERS = {
    "caveman, small": (CAVEMAN, "0|1:20:0:0:6:22:0:0:8", "a", "t", (56, 42, 14, 0.25)),
    "caveman, no single base": (CAVEMAN, "0|1:20:0:0:6:22:0:0:8", "A", "AT", (None, None, None, None)),
    "caveman, from two bases": (CAVEMAN, "0|1:20:0:0:6:22:0:0:8", "AC", "T", (None, None, None, None)),
    "caveman, any base": (CAVEMAN, "0|1:20:0:0:6:22:0:0:8", "A", "N", (None, None, None, None)),
    "strelka2 snv, small": (STRELKA_SNV, "40:10,10:0,0:30,30:0,0", "g", "a", (40, 30, 10, 0.25)),
    "strelka2 snv, any base": (STRELKA_SNV, "40:10,10:0,0:30,30:0,0", "G", "N", (40, None, None, None)),
    "strelka2 snv, two bases": (STRELKA_SNV, "40:10,10:0,0:30,30:0,0", "G", "AC", (40, None, None, None)),
    "BCOUNT, small": ("GT:DP:BCOUNT", "1/2:50:10,30,0,10", "a", "c,t", (50, 10, 30, 0.6)),
    "BCOUNT, an insertion": ("GT:DP:BCOUNT", "1/2:50:10,30,0,10", "A", "AC,T", (50, None, None, None)),
    "BCOUNT, beside an insertion": ("GT:DP:BCOUNT", "1/2:40:10,30,0,0", "A", "C,AT", (40, 10, 30, 0.75)),
    "BCOUNT, a deletion": ("GT:DP:BCOUNT", "1/2:50:10,30,0,10", "AC", "C,T", (50, None, None, None)),
}

IMPOSSIBLE = {
    "more reads than depth": ("GT:NR:NV", "0/1:10:40", "A", "T", (None, None, None, None)),
    "all reads": ("GT:NR:NV", "1/1:40:40", "A", "T", (40, 0, 40, 1.0)),
    "no reads at all": ("GT:NR:NV", "0/0:0:0", "A", "T", (0, 0, 0, None)),
    "a fraction above 1": ("GT:DP:AF", "0/1:40:1.5", "A", "T", (40, None, None, None)),
    "a fraction below 0": ("GT:DP:AF", "0/1:40:-0.5", "A", "T", (40, None, None, None)),
    "a fraction of all": ("GT:DP:AF", "1/1:40:1", "A", "T", (40, None, None, 1.0)),
    "haplotypes of more than all": ("GT:DP:MAP_HF", "1|1:40:0.7,0.4", "A", "T", (40, None, None, 1.0)),
    "two values for two ALT are two": ("GT:DP:AF", "1/2:40:0,32", "A", "T,C", (40, None, None, 0.0)),
}

OLD_NAMES = {
    "DPR": ("GT:DP:DPR", "0/1:40:30,10", "A", "T", (40, 30, 10, 0.25)),
    "DV of samtools": ("GT:DP:DV", "0/1:40:10", "A", "T", (40, 30, 10, 0.25)),
    "VF": ("GT:DP:VF", "0/1:40:0.25", "A", "T", (40, None, None, 0.25)),
    "fragments of cgppindel": ("GT:FD:FC", "./.:40:10", "AT", "A", (40, 30, 10, 0.25)),
}

CASES = MISSING_IN_PART | OF_SEVERAL_ALT | OF_INDELS_AND_SMALL_LETTERS | IMPOSSIBLE | OLD_NAMES


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_said_is_unknown(name: str) -> None:
    format_text, sample, ref, alt, expected = CASES[name]
    found = call(format_text, sample, ref, alt)
    assert (found.depth, found.ref_count, found.alt_count) == expected[:3]
    assert found.vaf == pytest.approx(expected[3]) if expected[3] is not None else found.vaf is None


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("FAO=10;FRO=30;FDP=41;AO=11;RO=33;DP=44", (41, 30, 10, 0.25)),  # Ion Torrent
        ("AD=30,10;DP=41", (41, 30, 10, 0.25)),
        ("AO=10;RO=30;DP=41", (41, 30, 10, 0.25)),  # FreeBayes
        ("VD=10;DP=40;AF=0.2500", (40, 30, 10, 0.25)),  # VarDict
        ("t_depth=41;t_alt_count=10", (None, None, None, None)),
        ("t_depth=41;t_ref_count=30", (None, None, None, None)),
        ("VAF=0.25;DP=40", (40, None, None, 0.25)),
    ],
)
def test_info_of_a_file_without_genotypes_is_read_as_its_caller_means_it(info: str, expected: Counts) -> None:
    found = call("", "", info=info)
    assert (found.depth, found.ref_count, found.alt_count, found.vaf) == expected


def test_counts_of_a_maf_are_of_one_alt() -> None:
    info = "t_depth=41;t_ref_count=30;t_alt_count=10"
    assert call("", "", info=info).vaf == 0.25
    assert call("", "", alt="T,C", info=info).vaf is None


def test_the_depth_of_info_stands_beside_a_fraction_of_the_only_sample() -> None:
    found = call("GT:AF", "0/1:0.25", info="DP=40")
    assert (found.depth, found.vaf, found.read_fields) == (40, 0.25, ("FORMAT/AF", "INFO/DP"))
    own = call("GT:DP:AF", "0/1:39:0.25", info="DP=40")
    assert (own.depth, own.read_fields) == (39, ("FORMAT/AF", "FORMAT/DP"))


def test_the_phase_set_is_that_of_a_phased_genotype() -> None:
    """PS of 0/1 says nothing (VCF 4.5 section 1.6.2); GATK's PID goes with PGT, beside an unphased GT."""
    assert call("GT:PS", "0|1:140753336").phase_set == "140753336"
    assert call("GT:PS", "0/1:140753336").phase_set is None
    assert call("GT:PGT:PID", "0/1:0|1:140753336_A_T").phase_set == "140753336_A_T"
    assert call("GT:PGT:PID:PS", "0|1:0|1:140753336_A_T:").phase_set == "140753336_A_T"
    assert call("GT:PGT:PID", "0/1:.:.").phase_set is None


def test_the_fields_that_were_read_are_named_and_no_others() -> None:
    assert call("GT:AD:DP", "0/1:30,10:.").read_fields == ("FORMAT/AD",)
    assert call("GT:FAO:FRO:FDP", "0/1:10:30:").read_fields == ("FORMAT/FAO", "FORMAT/FRO")
    assert call("GT:DPI:ADF:ADR", "0/1:44:15,5:15,5").read_fields == ("FORMAT/ADF", "FORMAT/ADR", "FORMAT/DPI")


def test_a_normal_without_a_count_of_the_allele_has_none() -> None:
    """ClairS's NAD, and the control of TCGA's joint column, with a missing number."""
    clairs = {"GT": "0/1", "NDP": "50", "NAD": "48,.", "NAF": "0.04"}
    normal = read_control_call("N", clairs, "A", ["T"], 1)
    assert normal is not None
    assert (normal.depth, normal.alt_count, normal.vaf) == (50, None, 0.04)
    assert normal.read_fields == ("FORMAT/NAF", "FORMAT/NDP")
    assert read_control_call("N", clairs | {"NAF": "."}, "A", ["T"], 1) is None
    tcga = {"GT": "0/1", "DPC": "40", "DPT": "29", "ADC": ".,1", "ADT": "21,8"}
    control = read_control_call("N", tcga, "A", ["T"], 1)
    assert control is not None
    assert (control.depth, control.alt_count, control.vaf) == (40, None, None)
    assert read_control_call("N", tcga | {"DPC": "."}, "A", ["T"], 1) is None

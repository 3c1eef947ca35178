"""Reference calls whose own reads speak against them, in the fields that each caller writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model.loci import LocusPart, LocusPlace
from pm_annotate.vcf.coverage import PlacesToCover
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reference_doubt import doubt_of, is_more_than_errors
from pm_annotate.vcf.reference_evidence import CoverageOptions

POS = 25245350  # KRAS c.35
PLACE = LocusPlace((LocusPart("base", "12", ((POS, POS),)),))
HEADER = (
    "##fileformat=VCFv4.2",
    '##INFO=<ID=END,Number=1,Type=Integer,Description="End">',
    '##INFO=<ID=DP4,Number=4,Type=Integer,Description="Strands">',
    *(
        f'##FORMAT=<ID={name},Number={number},Type={kind},Description="x">'
        for name, number, kind in (
            ("GT", 1, "String"), ("AD", ".", "Integer"), ("DP", 1, "Integer"), ("GQ", 1, "Integer"), ("MIN_DP", 1, "Integer"),
            ("RGQ", 1, "Integer"), ("GQX", 1, "Integer"), ("SQ", 1, "Float"), ("RD", 1, "Integer"), ("TLOD", 1, "Float"),
            ("VF", 1, "Float"),
        )
    ),
)  # fmt: skip


def says(folder: Path, row: str) -> str:
    """What one row says of the base: "covered", or what leaves it open."""
    path = folder / "one.vcf"
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", "T"]
    path.write_text("\n".join((*HEADER, "\t".join(columns), "\t".join(f"12 {POS} . C {row}".split()))) + "\n")
    sites = genotypes_at(read_header(str(path)), {"12": ((POS, POS),)}, ["T"])["T"]
    (found,) = PlacesToCover([PLACE]).in_sample(sites, (), CoverageOptions())
    return "covered" if found.covered_bases and not found.unread else "; ".join((*found.unread, *found.gaps))


def said(reads: int, whole: int) -> str:
    return f"12:{POS} C>.: called reference, but {reads} of {whole} reads show another base than REF"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<NON_REF> . . . GT:AD:DP:GQ 0/0:48,0:48:99", "covered"),  # GATK, each base
        ("<NON_REF> . . . GT:AD:DP:GQ 0/0:40,8:48:99", said(8, 48)),
        (". . . . GT:AD:DP:RGQ 0/0:48,0:48:99", "covered"),  # GATK, all sites, up to 4.1
        (". . . . GT:AD:DP:RGQ 0/0:48:48:99", "covered"),  # from 4.2 on
        (". . . . GT:AD:DP:RGQ 0/0:40:48:99", said(8, 48)),
        (". . PASS . GT:GQ:AD:DP:VF 0/0:100:500:502:0.004", "covered"),  # Pisces (TSO500)
        (". . PASS . GT:GQ:AD:DP:VF 0/0:100:480:502:0.044", said(22, 502)),
        (". . PASS . GT:GQ:DP:RD:AD 0/0:60:50:50:0", "covered"),  # VarScan mpileup2cns
        (". . PASS . GT:GQ:DP:RD:AD 0/0:60:50:40:10", said(10, 50)),
        (". . . DP4=25,25,0,0 GT:DP 0/0:50", "covered"),  # bcftools call
        (". . . DP4=20,20,5,5 GT:DP 0/0:50", said(10, 50)),
        (f"<NON_REF> . PASS END={POS} GT:AD:DP:GQ:MIN_DP 0/0:60,0:60:99:58", "covered"),  # DRAGEN
    ],
)
def test_reads_of_another_base_are_no_proof_of_the_reference(row: str, expected: str, tmp_path: Path) -> None:
    assert says(tmp_path, row) == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (". . . . GT:AD:DP:RGQ 0/0:30:30:0", "genotype quality 0 is below 20"),
        (f". . PASS END={POS} GT:GQX:DP:MIN_DP 0/0:16:40:38", "genotype quality 16 is below 20"),
        (f"<NON_REF> . PASS END={POS} GT:AD:DP:SQ:MIN_DP 0/0:80,0:80:3.61:78", "genotype quality 3 is below 20"),
        (". . PASS . GT:GQ 0/0:21", "no depth is given, and genotype quality 21 may be that of 7 reads"),
    ],
)
def test_the_quality_of_a_reference_call_is_read_under_each_name(row: str, reason: str, tmp_path: Path) -> None:
    """RGQ of GATK's all sites, GQX of Strelka, SQ of DRAGEN's tumours."""
    assert says(tmp_path, row) == f"base: {reason}"


def test_a_quality_of_many_reads_stands_for_the_depth(tmp_path: Path) -> None:
    assert says(tmp_path, ". . PASS . GT:GQ 0/0:99") == "covered"


def test_odds_that_mutect_would_write_a_change_for_are_no_reference(tmp_path: Path) -> None:
    assert says(tmp_path, f"<NON_REF> . . END={POS} GT:DP:MIN_DP:TLOD 0/0:90:80:-11.2") == "covered"
    assert "TLOD of 3.5" in says(tmp_path, f"<NON_REF> . . END={POS} GT:DP:MIN_DP:TLOD 0/0:90:80:3.5")


@pytest.mark.parametrize(("whole", "least"), [(20, 3), (50, 4), (100, 6), (500, 13), (1000, 21), (5000, 100)])
def test_errors_of_sequencing_leave_a_base_reference(whole: int, least: int) -> None:
    assert is_more_than_errors(least, whole)
    assert not is_more_than_errors(least - 1, whole)


def test_named_alleles_are_not_counted_again() -> None:
    assert doubt_of({"AD": "40,40"}, {}, ["T"]) == ""
    assert doubt_of({"AD": "40,0,40"}, {}, ["T", "<NON_REF>"]).startswith("40 of 80 reads")
    assert doubt_of({"AD": "40,."}, {}, ["<NON_REF>"]) == doubt_of({}, {}, ["."]) == ""


@pytest.mark.parametrize(
    ("values", "alts", "doubt"),
    [
        ({"RO": "40", "AO": "8"}, ["<*>"], "8 of 48"),  # FreeBayes --gvcf
        ({"RO": "47", "AO": "1"}, ["<*>"], ""),
        ({"RO": "40"}, ["<*>"], ""),
        ({"AO": "8"}, ["<*>"], ""),
        ({"AD": "40,8"}, ["<*>"], "8 of 48"),  # bcftools mpileup --gvcf
        ({"DP4": "20,20,5,5"}, ["."], "10 of 50"),
        ({"DP4": "20,20,5"}, ["."], ""),
        ({"DP4": "20,20,0,5"}, ["."], "5 of 45"),
        ({"AD": "50", "DP": "48"}, ["."], ""),  # DP leaves reads out that AD counts
        ({"AD": "17", "DP": "20"}, ["."], "3 of 20"),
        ({"AD": "40"}, ["."], ""),
        ({"RD": "40", "AD": "8", "DP": "90"}, ["."], "8 of 48"),
        ({"TLOD": "3"}, ["<NON_REF>"], "TLOD of 3"),
        ({"TLOD": "2.9"}, ["<NON_REF>"], ""),
    ],
)
def test_each_callers_counts_of_reads(values: dict[str, str], alts: list[str], doubt: str) -> None:
    found = doubt_of(values, {}, alts)
    assert doubt in found
    assert bool(found) is bool(doubt)


@pytest.mark.parametrize(
    "values",
    [
        {"AD": "40", "DP": "48"},
        {"RD": "40", "AD": "8"},
        {"RO": "40", "AO": "8"},
        {"DP4": "20,20,5,5"},
        {"TLOD": "9"},
        {"AD": "40,8,0"},
    ],
)
def test_reads_of_a_named_allele_beside_an_unnamed_one_are_its_own(values: dict[str, str]) -> None:
    assert doubt_of(values, {}, ["T", "<NON_REF>"]) == ""


def test_counts_for_the_whole_file_serve_where_the_column_has_none() -> None:
    assert doubt_of({}, {"DP4": "20,20,5,5"}, ["."]).startswith("10 of 50")
    assert doubt_of({"DP4": "25,25,0,0"}, {"DP4": "20,20,5,5"}, ["."]) == ""

"""Breakends: the four forms, and two records that become one event."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm_annotate.model import KeptSide
from pm_annotate.vcf.structural.breakends import join_mates, parse_breakend
from tests.vcf.structural.structural_rows import events, read_events, sides
from tests.vcf.vcf_text import write_vcf


@pytest.mark.parametrize(
    ("alt", "shown", "inserted"),
    [
        ("G[13:123457[", "2:321682< 13:123457>", ""),
        ("G]13:123457]", "2:321682< 13:123457<", ""),
        ("]13:123457]G", "2:321682> 13:123457<", ""),
        ("[13:123457[G", "2:321682> 13:123457>", ""),
        ("GAT[chr13:123457[", "2:321682< 13:123457>", "AT"),
        ("]CHR13:123457]AGTG", "2:321682> 13:123457<", "AGT"),
        ("N[<chr13>:123457[", "2:321682< 13:123457>", ""),
        ("G[HLA-A*01:01:01:01:300[", "2:321682< HLA-A*01:01:01:01:300>", ""),
        ("GA.", "2:321682< ?", "A"),
        (".TG", "2:321682> ?", "T"),
    ],
)
def test_the_forms_of_a_breakend(alt: str, shown: str, inserted: str) -> None:
    found = parse_breakend("2", 321682, "G", alt)
    assert sides(found) == shown
    assert found.inserted == inserted


@pytest.mark.parametrize("alt", ["G[13:5]", "[13:5[", "G[13:5[T", "G[13[", "G[13:x[", "G[[13:5["])
def test_broken_breakends_are_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        parse_breakend("2", 321682, "G", alt)


def brackets(chrom: str, pos: int, own: KeptSide, mate: KeptSide) -> str:
    bracket = "[" if mate is KeptSide.RIGHT else "]"
    place = f"{bracket}{chrom}:{pos}{bracket}"
    return f"N{place}" if own is KeptSide.LEFT else f"{place}N"


SIDE = st.sampled_from(list(KeptSide))


@given(own=SIDE, mate=SIDE, pos=st.integers(1, 10**8), mate_pos=st.integers(1, 10**8))
def test_the_mate_of_a_record_says_the_same_from_the_other_side(own: KeptSide, mate: KeptSide, pos: int, mate_pos: int) -> None:
    one = parse_breakend("2", pos, "N", brackets("5", mate_pos, own, mate))
    other = parse_breakend("5", mate_pos, "N", brackets("2", pos, mate, own))
    assert (one.first, one.second) == (other.second, other.first)


def test_mates_are_joined_by_their_ids(tmp_path: Path) -> None:
    rows = [  # BCR::ABL1, GRCh38, with a base of homology that shifts the second record
        "chr22 23290413 bnd_1 C C[chr9:130854064[ . PASS SVTYPE=BND;MATEID=bnd_2",
        "chr9 130854065 bnd_2 T ]chr22:23290414]T . PASS SVTYPE=BND;MATEID=bnd_1",
    ]
    joined = join_mates(read_events(tmp_path, rows))
    assert [(event.observation.allele.vcf_id, event.mates) for event in joined] == [("bnd_1", (2,))]
    assert sides(joined[0].adjacencies[0]) == "22:23290413< 9:130854064>"


@pytest.mark.parametrize("link", ["MATEID", "PARID"])
def test_one_record_that_names_its_mate_is_enough(tmp_path: Path, link: str) -> None:
    rows = [
        "chr22 23290413 a C C[chr9:130854064[ . PASS SVTYPE=BND",
        f"chr9 130854070 b T ]chr22:23290419]T . PASS SVTYPE=BND;{link}=a",
    ]
    assert [event.mates for event in join_mates(read_events(tmp_path, rows))] == [(2,)]


def test_mates_without_ids_are_joined_by_mirrored_places(tmp_path: Path) -> None:
    rows = [  # SLC34A2::ROS1 of SnpEff's test files, GRCh37
        "4 25669043 155_1 N N]CHR6:117678782] . . SVTYPE=BND",
        "6 117678782 155_2 N N]CHR4:25669043] . . SVTYPE=BND",
    ]
    assert [event.mates for event in join_mates(read_events(tmp_path, rows))] == [(2,)]


def test_reciprocal_junction_stays_an_event_of_its_own(tmp_path: Path) -> None:
    rows = [
        "chr22 23290413 a1 C C[chr9:130854064[ . PASS SVTYPE=BND;MATEID=a2;EVENT=e",
        "chr22 23290414 b1 C ]chr9:130854063]C . PASS SVTYPE=BND;MATEID=b2;EVENT=e",
        "chr9 130854063 b2 T T[chr22:23290414[ . PASS SVTYPE=BND;MATEID=b1;EVENT=e",
        "chr9 130854064 a2 T ]chr22:23290413]T . PASS SVTYPE=BND;MATEID=a1;EVENT=e",
    ]
    joined = join_mates(read_events(tmp_path, rows))
    assert [(event.observation.allele.vcf_id, event.mates) for event in joined] == [("a1", (4,)), ("b1", (3,))]


def test_records_that_name_each_other_but_join_other_sides_stay_apart(tmp_path: Path) -> None:
    rows = [
        "chr22 23290413 a C C[chr9:130854064[ . PASS SVTYPE=BND;MATEID=b",
        "chr9 130854064 b T T[chr22:23290413[ . PASS SVTYPE=BND;MATEID=a",
    ]
    assert [event.mates for event in join_mates(read_events(tmp_path, rows))] == [(), ()]


def test_breakend_whose_mate_was_filtered_stands_alone(tmp_path: Path) -> None:
    rows = [
        "chr22 23290413 a C C[chr9:130854064[ . PASS SVTYPE=BND;MATEID=b",
        "chr9 130854064 b T ]chr22:23290413]T . LowQual SVTYPE=BND;MATEID=a",
    ]
    joined = join_mates(read_events(tmp_path, rows))
    assert [(event.mates, sides(event.adjacencies[0])) for event in joined] == [((), "22:23290413< 9:130854064>")]


def test_names_of_both_mates_make_one_fusion(tmp_path: Path) -> None:
    rows = [  # Arriba's own converter, GRCh38
        "2 42295516 7a G G]2:29223528] 5 PASS SVTYPE=BND;MATEID=7b;GENE_NAME=EML4;GENE_ID=ENSG00000143924",
        "2 29223528 7b C C]2:42295516] 5 PASS SVTYPE=BND;MATEID=7a;GENE_NAME=ALK;GENE_ID=ENSG00000171094",
    ]
    stated = join_mates(read_events(tmp_path, rows))[0].stated
    assert stated is not None
    assert (stated.five_prime, stated.three_prime, stated.tool) == ("EML4", "ALK", "Arriba")


def test_loss_and_gain_of_one_record_are_one_segment(tmp_path: Path) -> None:
    row = "chr17 7000000 cnloh N <DEL>,<DUP> 100 PASS SVTYPE=CNV;END=8000000 GT:CN:MCN 1/2:2:0"  # DRAGEN: copy-neutral loss
    found = read_events(tmp_path, [row], ["T"])
    assert len(found) == 2
    joined = join_mates(found)
    assert [(event.svtype, event.copy_number, event.minor_copies, event.mates) for event in joined] == [("CNV", 2.0, 0.0, (1,))]


PLACES = st.tuples(st.sampled_from(["2", "5"]), st.integers(1, 6))
ROWS = st.lists(st.tuples(PLACES, PLACES, SIDE, SIDE, st.integers(0, 5), st.integers(0, 5)), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=ROWS)
def test_joining_loses_no_record_and_uses_each_once(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    written = [
        f"{own[0]} {own[1]} id{name} N {brackets(mate[0], mate[1], side, mate_side)} . PASS SVTYPE=BND;MATEID=id{link}"
        for own, mate, side, mate_side, name, link in rows  # type: ignore[misc]
    ]
    found = events(write_vcf(tmp_path, written))
    joined = join_mates(found)
    used = [event.observation.allele.record_number for event in joined] + [number for event in joined for number in event.mates]
    assert sorted(used) == list(range(1, len(rows) + 1))

"""Which bases a symbolic allele changes and which places it joins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import StructuralType
from pm_annotate.model.structural import AMPLIFIED, NO_COPY_LEFT
from pm_annotate.vcf.information import information
from pm_annotate.vcf.structural.geometry import read_geometry, structural_alt
from tests.vcf.structural.structural_rows import sides


def geometry(alt: str, info: str, pos: int = 1000, chrom: str = "7", ref: str = "N", index: int = 1):
    return read_geometry(chrom, pos, ref, tuple(alt.split(",")), index, information(info))


@pytest.mark.parametrize(
    ("alt", "info", "svtype", "span", "junctions"),
    [
        ("<DEL>", "END=2000", "DEL", (1001, 2000), ["7:1000< 7:2001>"]),
        ("<DEL>", "SVLEN=-1000", "DEL", (1001, 2000), ["7:1000< 7:2001>"]),  # VCF 4.1-4.3
        ("<DEL>", "SVLEN=1000", "DEL", (1001, 2000), ["7:1000< 7:2001>"]),  # VCF 4.4 on
        ("<DEL:ME:L1>", "END=2000", "DEL", (1001, 2000), ["7:1000< 7:2001>"]),
        ("<DUP:TANDEM>", "END=2000", "DUP:TANDEM", (1001, 2000), ["7:2000< 7:1001>"]),
        ("<DUP>", "END=2000;SVTYPE=DUP:TANDEM", "DUP:TANDEM", (1001, 2000), ["7:2000< 7:1001>"]),
        ("<TDUP>", "END=2000", "DUP:TANDEM", (1001, 2000), ["7:2000< 7:1001>"]),
        ("<DUP>", "END=2000", "DUP", (1001, 2000), ["7:2000< 7:1001>"]),
        ("<INV>", "END=2000", "INV", (1001, 2000), ["7:1000< 7:2000<", "7:1001> 7:2001>"]),
        ("<INV>", "END=2000;INV3", "INV", (1001, 2000), ["7:1000< 7:2000<"]),
        ("<INV>", "END=2000;INV5", "INV", (1001, 2000), ["7:1001> 7:2001>"]),
        ("<INV>", "END=2000;CT=3to3", "INV", (1001, 2000), ["7:1000< 7:2000<"]),
        ("<INV>", "END=2000;CT=5to5", "INV", (1001, 2000), ["7:1001> 7:2001>"]),
        ("<INV>", "END=2000;STRANDS=++:5,--:3", "INV", (1001, 2000), ["7:1000< 7:2000<", "7:1001> 7:2001>"]),
        ("<INV>", "END=2000;STRANDS=++:5,--:0", "INV", (1001, 2000), ["7:1000< 7:2000<"]),
        ("<INV>", "END=2000;STRANDS=+-", "INV", (1001, 2000), ["7:1000< 7:2000<", "7:1001> 7:2001>"]),
        ("<CNV>", "END=2000", "CNV", (1001, 2000), []),
        ("<CN0>", "END=2000", "CNV", (1001, 2000), []),
        ("<DUP:INV>", "END=2000", "DUP", (1001, 2000), []),  # where the copy lies is not known
        ("<INVDUP>", "END=2000;STRANDS=++", "DUP", (1001, 2000), ["7:1000< 7:2000<"]),
        ("<INS:ME:ALU>", "SVLEN=281", "INS", (1000, 1000), []),
    ],
)
def test_interval_and_junctions(alt: str, info: str, svtype: str, span: tuple[int, int], junctions: list[str]) -> None:
    found = geometry(alt, info)
    assert found.svtype == svtype
    assert (found.start, found.end) == span
    assert [sides(junction) for junction in found.adjacencies] == junctions


@pytest.mark.parametrize(
    ("alt", "info", "reason"),
    [
        ("<DEL>", "SVTYPE=DEL", "no END and no SVLEN"),
        ("<DEL>", "END=900", "END 900 lies before POS 1000"),
        ("<INV>", "END=1000;SVLEN=0", "no base is changed"),  # the example of the VCF specification
        ("<TRA>", "END=900", "without CHR2"),
        ("<XYZ>", "END=2000", "is not known"),
        ("<CNV:TR>", "END=2000", "is not known"),  # repeat units, not copies
        ("A[<ctg1>:7[", "", "contig of an assembly file"),
        ("[7:1[", "", "cannot be read"),
    ],
)
def test_what_cannot_be_understood_says_why(alt: str, info: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        geometry(alt, info)


@pytest.mark.parametrize(
    ("info", "junction"),
    [
        ("CHR2=14;END=93713178;STRANDS=++", "1:9121446< 14:93713178<"),
        ("CHR2=14;END=93713178;STRANDS=--;STRANDS2=7,13,13,7", "1:9121446> 14:93713178>"),
        ("CHR2=14;END=93713178;STRANDS=+-", "1:9121446< 14:93713178>"),
        ("CHR2=chr14;POS2=93713178;END=9121447;CT=5to3", "1:9121446> 14:93713178<"),  # Delly: END is not on CHR2
    ],
)
def test_translocation_with_its_mate_in_info(info: str, junction: str) -> None:
    found = geometry("<TRA>", info, pos=9121446, chrom="1")
    assert found.svtype is StructuralType.BREAKEND
    assert [sides(one) for one in found.adjacencies] == [junction]


def test_strands_of_sniffles_mean_what_the_brackets_of_manta_say() -> None:
    """The same junction of chromosomes 1 and 14 in two of the shared files: Sniffles in SKBR3, Manta in NA12878."""
    sniffles = geometry("<TRA>", "CHR2=14;END=93713178;STRANDS=++", pos=9121446, chrom="1").adjacencies[0]
    manta = geometry("C]14:93713179]", "SVTYPE=BND", pos=9121443, chrom="1", ref="C").adjacencies[0]
    assert sniffles.second is not None
    assert manta.second is not None
    assert (sniffles.first.kept, sniffles.second.kept) == (manta.first.kept, manta.second.kept)


def test_brackets_of_sniffles_1_give_way_to_its_strands() -> None:
    """Sniffles issue 121: for ++ it writes N[chr8:43843855[."""
    found = geometry("N[chr8:43843855[", "SVMETHOD=Snifflesv1.0.9;STRANDS=++", pos=119878405, chrom="4")
    assert sides(found.adjacencies[0]) == "4:119878405< 8:43843855<"
    assert "Sniffles 1" in found.caveats[0]
    other = geometry("N[chr8:43843855[", "STRANDS=++:4", pos=119878405, chrom="4")
    assert sides(other.adjacencies[0]) == "4:119878405< 8:43843855>"
    assert "ALT is used" in other.caveats[0]


def test_no_side_is_made_up() -> None:
    """A translocation without sides gives no junction: with the genes named it is an event, else it says why it is none."""
    with pytest.raises(ValueError, match="joined to 2:42299000, but neither ALT nor CT nor STRANDS says which sides"):
        geometry("<TRA>", "CHR2=2;END=42299000;CT=NtoN", pos=29223600, chrom="2")
    named = geometry("<TRA>", "CHR2=2;END=42299000;GENEA=EML4;GENEB=ALK", pos=29223600, chrom="2")
    assert named.adjacencies == ()
    assert "which sides" in named.caveats[0]


def test_deletion_to_another_chromosome_is_a_translocation() -> None:
    assert geometry("<DEL>", "CHR2=9;END=130854064;CT=3to5", chrom="22").svtype is StructuralType.BREAKEND


def test_each_alt_has_its_own_length() -> None:
    info = "END=3000;SVLEN=-1000,-2000;SVCLAIM=D,J"
    assert geometry("<DEL>,<DEL>", info).end == 2000
    second = geometry("<DEL>,<DEL>", info, index=2)
    assert (second.end, second.claims) == (3000, "J")


def test_length_that_contradicts_the_end_is_said() -> None:
    found = geometry("<DEL>", "END=2000;SVLEN=-500")
    assert found.end == 2000
    assert "disagree" in found.caveats[0]
    assert not geometry("<DEL>", "END=2000;SVLEN=-1001").caveats  # off by one: callers differ in what POS is


@pytest.mark.parametrize(
    ("info", "imprecise"),
    [
        ("IMPRECISE", True),
        ("PRECISE;CIPOS=-5,5", False),
        ("CIPOS=0,2;CIEND=0,2;HOMLEN=2", False),  # Manta: homology
        ("CIPOS=-56,20", True),
        ("CIPOS=(0,166417)", True),  # CNVkit in brackets
        ("CIPOS=0,0", False),
        ("CIPOS=.", False),
    ],
)
def test_imprecise_breakpoints(info: str, imprecise: bool) -> None:
    assert geometry("<DEL>", f"END=200000;{info}").imprecise is imprecise


def test_inserted_bases_at_a_junction_and_of_an_insertion() -> None:
    deletion = geometry("<DEL>", "END=5727343;SVINSSEQ=AGG", pos=826137)
    assert deletion.adjacencies[0].inserted == "AGG"
    long = geometry("<INS>", "SVINSSEQ=GATGATTACA;SVLEN=10")
    assert (long.inserted, long.inserted_length) == ("GATGATTACA", 10)
    unknown = geometry("<INS>", "SVLEN=63")
    assert (unknown.inserted, unknown.inserted_length) == ("", 63)
    assert "not given" in unknown.caveats[0]


@pytest.mark.parametrize(
    ("alt", "info", "direction"),
    [
        ("<CNV>", "SVTYPE=DUP", "gain"),
        ("<CNV>", "SVTYPE=LOSS", "loss"),
        ("<CNV>", "SVTYPE=CNV", ""),
        ("<AMP>", "", "amplification"),
        ("<CNV>", "SVTYPE=AMP", "amplification"),
        ("<HOMDEL>", "", "homozygous deletion"),
        ("<HETLOSS>", "", "loss"),
        ("<CN0>", "", "loss"),
        ("<CN1>", "", ""),
        ("<CN4>", "", "gain"),
    ],
)
def test_direction_of_a_segment(alt: str, info: str, direction: str) -> None:
    assert geometry(alt, f"END=2000;{info}").direction == direction


def test_event_that_only_svtype_names() -> None:
    assert structural_alt("N", ".", {"SVTYPE": "DUP"}) == "<DUP>"
    assert structural_alt("N", "n", {"SVTYPE": "DEL"}) == "<DEL>"
    assert structural_alt("N", ".", {"END": "2000"}) == ""  # a block of a gVCF
    assert structural_alt("A", "T", {"SVTYPE": "DEL"}) == ""
    assert structural_alt("A", "<NON_REF>", {"SVTYPE": "DEL"}) == ""


@given(
    name=st.sampled_from(["DEL", "DUP", "DUP:TANDEM", "INV"]),
    pos=st.integers(1, 10**8),
    length=st.integers(1, 10**7),
    sign=st.sampled_from([1, -1]),
)
def test_end_and_length_say_the_same(name: str, pos: int, length: int, sign: int) -> None:
    by_end = geometry(f"<{name}>", f"END={pos + length}", pos=pos)
    by_length = geometry(f"<{name}>", f"SVLEN={sign * length}", pos=pos)
    assert by_end == by_length
    assert by_end.end - by_end.start + 1 == length
    borders = {(side.pos, side.kept.value) for one in by_end.adjacencies for side in (one.first, one.second) if side}
    inside_and_outside = {(pos, "left"), (pos + 1, "right"), (pos + length, "left"), (pos + length + 1, "right")}
    assert borders <= inside_and_outside


@pytest.mark.parametrize(
    ("svtype", "direction"),
    [
        ("AMP", AMPLIFIED), ("AMPLIFICATION", AMPLIFIED), ("HOMDEL", NO_COPY_LEFT), ("HOMOZYG", NO_COPY_LEFT),
        ("DUP", "gain"), ("GAIN", "gain"), ("DEL", "loss"), ("LOSS", "loss"), ("HETLOSS", "loss"), ("HEMIZYG", "loss"),
        ("CNV", ""),
    ],
)  # fmt: skip
def test_the_direction_that_svtype_states_of_a_segment(svtype: str, direction: str) -> None:
    assert geometry("<CNV>", f"END=2000;SVTYPE={svtype}").direction == direction

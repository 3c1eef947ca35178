from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.report.cells import Columns, cell, decimal_text, significant
from pm_annotate.report.tsv import table_chunks


@pytest.mark.parametrize(
    ("fraction", "written"),
    [
        (0.34722222, "0.3472"),
        (0.34700000286102295, "0.347"),  # 0.347 as a 32-bit float
        (0.5, "0.5"),
        (1.0, "1"),
        (0.0, "0"),
        (0.0000123456, "0.00001235"),
    ],
)
def test_fractions_have_four_significant_digits_and_no_exponent(fraction: float, written: str) -> None:
    assert cell("t_vaf", significant(fraction)) == written


def test_what_is_not_finite_is_not_known() -> None:
    assert significant(float("nan")) is None
    assert significant(float("inf")) is None
    assert decimal_text(float("nan")) == ""


def test_large_numbers_have_no_exponent() -> None:
    assert cell("vcf_qual", significant(1.5e20, 7)) == "150000000000000000000"


@pytest.mark.parametrize("value", [None, "", (), []])
def test_missing_is_the_empty_cell(value: object) -> None:
    assert cell("therapies", value) == ""


def test_zero_and_false_are_not_missing() -> None:
    assert cell("n_alt_count", 0) == "0"
    assert cell("left_aligned", False) == "false"


def test_lists_are_joined_and_their_separator_escaped() -> None:
    assert cell("therapies", ("Encorafenib", "Cetuximab")) == "Encorafenib;Cetuximab"
    assert cell("Consequence", ("splice_donor_variant", "intron_variant")) == "splice_donor_variant&intron_variant"
    assert cell("reportedIn", ("doi:10.1;2", "PMID:3")) == "doi:10.1%3B2;PMID:3"


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "=", "--"])
def test_formulas_from_the_file_are_neutralised(name: str) -> None:
    written = cell("Tumor_Sample_Barcode", name)
    assert written == (name if len(name) == 1 else "'" + name)


@pytest.mark.parametrize("value", ["-", "+", "-5", "+1.5", "T001-COAD", "1/1"])
def test_signs_and_numbers_are_left(value: str) -> None:
    assert cell("vcf_id", value) == value


def test_our_own_alleles_are_never_changed() -> None:
    assert cell("Reference_Allele", "-") == "-"
    assert cell("HGVSc", "c.-124C>T") == "c.-124C>T"
    assert cell("HGVSg", "-124C>T") == "-124C>T"
    assert cell("Tumor_Seq_Allele2", "-") == "-"


def test_a_leading_quote_cannot_swallow_the_next_rows() -> None:
    rows = [{"vcf_id": '"open', "vcf_pos": 1}, {"vcf_id": "b", "vcf_pos": 2}]
    text = b"".join(table_chunks(("vcf_id", "vcf_pos"), rows)).decode()
    assert len(list(csv.reader(io.StringIO(text), delimiter="\t"))) == 3


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["vcf_id", "therapies", "reason"]))
def test_any_text_is_one_cell_of_one_line(text: str, column: str) -> None:
    table = b"".join(table_chunks((column, "end"), [{column: text, "end": "x"}])).decode("utf-8")
    assert len(table.splitlines()) == 2
    assert table.splitlines()[1].count("\t") == 1


@given(st.text(), st.text())
def test_readers_of_delimited_text_see_the_same_cells(first: str, second: str) -> None:
    table = b"".join(table_chunks(("vcf_id", "reason"), [{"vcf_id": first, "reason": second}])).decode("utf-8")
    (_, row) = csv.reader(io.StringIO(table), delimiter="\t")
    assert row == [cell("vcf_id", first), cell("reason", second)]


def test_long_tables_are_written_in_pieces() -> None:
    pieces = list(table_chunks(("n",), ({"n": n} for n in range(5000))))
    assert len(pieces) > 1
    assert b"".join(pieces).decode().split("\n") == ["n", *map(str, range(5000)), ""]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=4),
    st.lists(st.text(max_size=3), max_size=3).map(tuple),
    st.sampled_from(["-", "+5", "=1", '"x', "a\tb", "A;B", "PASS"]),
)


@given(st.lists(VALUES, min_size=5, max_size=5))
def test_a_row_written_at_once_is_the_row_written_cell_by_cell(values: list[object]) -> None:
    columns = ("vcf_id", "Consequence", "therapies", "reason", "lacking")
    row = dict(zip(columns[:-1], values, strict=False))
    expected = [cell(column, row.get(column)) for column in columns]
    assert Columns(columns).cells(row) == expected
    assert Columns(columns).line(row) == "\t".join(expected)

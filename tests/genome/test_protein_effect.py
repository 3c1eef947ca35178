"""Canonical protein changes: one form for every way to write a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.protein_effect import canonical_protein_change
from pm_annotate.protein_change import ProteinChange, parse_protein_change

#          1         11        21
PROTEIN = "MKLVVVGASSCYVMAGSPTRAAAAQRSTEND"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("V4del", "V6del"),  # V4 V5 V6: the last of a run
        ("V4_V5del", "V5_V6del"),
        ("V4dup", "V6dup"),
        ("V6_G7insV", "V6dup"),  # dup before ins
        ("V4_V5insV", "V6dup"),
        ("A15_G16insYVMA", "Y12_A15dup"),
        ("C11_Y12insYVMA", "Y12_A15dup"),
        ("V6_G7delinsG", "V6del"),  # what stays is not named
        ("V6_G7delinsVA", "G7A"),
        ("G7delinsGA", "A8dup"),
        ("G7_A8delinsGTA", "G7_A8insT"),
        ("S9_S10delins*", "S9*"),
        ("S9_S10delinsS*", "S10*"),
        ("L3P", "L3P"),
        ("M1R", "M1?"),  # a start codon lost, whatever stands there
        ("L3=", "L3="),
        ("V4fs", "V4fs"),
        ("*32Qext*5", "*32Qext*5"),
        ("W3del", "W3del"),  # not this protein's residue: left alone
        ("A21_A22insXX", "A21_A22insXX"),
    ],
)
def test_one_form(written: str, canonical: str) -> None:
    change = parse_protein_change(written)
    assert change is not None
    assert canonical_protein_change(change, PROTEIN).short() == canonical


_residues = st.text("ACDEFGHIKLMNPQRSTVWY", min_size=1, max_size=4)


@given(st.integers(2, len(PROTEIN) - 4), st.integers(1, 3), _residues)
def test_canonical_form_is_stable_and_keeps_the_new_protein(start: int, length: int, inserted: str) -> None:
    end = start + length - 1
    change = ProteinChange("delins", start, end, PROTEIN[start - 1], PROTEIN[end - 1], inserted)
    once = canonical_protein_change(change, PROTEIN)
    assert canonical_protein_change(once, PROTEIN) == once
    assert applied(once) == PROTEIN[: start - 1] + inserted + PROTEIN[end:]


def applied(change: ProteinChange) -> str:
    before, span, after = PROTEIN[: change.start - 1], PROTEIN[change.start - 1 : change.end], PROTEIN[change.end :]
    match change.kind:
        case "deletion":
            return before + after
        case "duplication":
            return before + span + span + after
        case "insertion":
            return before + span[0] + change.inserted + span[1] + after
        case "synonymous":
            return PROTEIN
        case _:
            return before + change.inserted + after


def test_a_name_of_many_residues_that_does_not_parse_takes_no_time() -> None:
    import time

    started = time.perf_counter()
    assert parse_protein_change("p.Tyr1091delins" + "IlePheTyrAla" * 100 + "???") is None
    assert parse_protein_change("p.Lys4_Val9dup" + "LysAsnThrSer" * 100 + "-") is None
    assert time.perf_counter() - started < 1


def test_a_silent_change_of_several_codons_is_read_back() -> None:
    change = parse_protein_change("p.Ala18_Gly19=")
    assert change is not None
    assert (change.kind, change.short()) == ("synonymous", "A18_G19=")

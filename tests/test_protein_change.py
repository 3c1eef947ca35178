"""Protein changes as text: what people write is read, and written back in the recommended form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.protein_change import ONE_TO_THREE, ProteinChange, parse_protein_change

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


@pytest.mark.parametrize(
    ("text", "kind", "short", "long"),
    [
        ("V600E", "substitution", "V600E", "Val600Glu"),
        ("p.(Val600Glu)", "substitution", "V600E", "Val600Glu"),
        ("E746_A750DEL", "deletion", "E746_A750del", "Glu746_Ala750del"),
        ("A767_V769dupASV", "duplication", "A767_V769dup", "Ala767_Val769dup"),
        ("V600_K601>E", "delins", "V600_K601delinsE", "Val600_Lys601delinsGlu"),
        ("D770delinsGY", "delins", "D770delinsGY", "Asp770delinsGlyTyr"),
        ("V769_D770insASV", "insertion", "V769_D770insASV", "Val769_Asp770insAlaSerVal"),
        ("W288Cfs*12", "frameshift", "W288Cfs*12", "Trp288CysfsTer12"),
        ("p.Glu23ValfsTer17", "frameshift", "E23Vfs*17", "Glu23ValfsTer17"),
        ("P1175FS*5", "frameshift", "P1175fs*5", "Pro1175fsTer5"),
        ("R135FSX177", "frameshift", "R135fs*177", "Arg135fsTer177"),
        ("Y4Ter", "substitution", "Y4*", "Tyr4Ter"),
        ("R213X", "substitution", "R213X", "Arg213Xaa"),
        ("M1?", "start_loss", "M1?", "Met1?"),
        ("E55=", "synonymous", "E55=", "Glu55="),
        ("L858L", "synonymous", "L858=", "Leu858="),
        ("*214C", "extension", "*214Cext*?", "Ter214CysextTer?"),
        ("p.Ter393GlnextTer4", "extension", "*393Qext*4", "Ter393GlnextTer4"),
        ("p.193_196dupSTSC", "duplication", "193_196dup", "193_196dup"),
    ],
)
def test_spellings_of_the_field_are_read_and_written_back(text: str, kind: str, short: str, long: str) -> None:
    change = parse_protein_change(text)
    assert change is not None
    assert (change.kind, change.short(), change.long()) == (kind, short, long)


@pytest.mark.parametrize("text", ["", "RUNX1", "Amplification", "Exon 19 Deletion", "A750_E746del", "V0E", "rs121913459"])
def test_what_is_no_protein_change_is_refused(text: str) -> None:
    assert parse_protein_change(text) is None


@pytest.mark.parametrize(
    "text", ["600E", "600fs", "12=", "V600_K601fs*3", "V600_K601E", "M2?", "V1?", "V600ext*5", "*3_4ext*5"]
)
def test_a_change_is_written_after_the_residues_that_it_is_of(text: str) -> None:
    assert parse_protein_change(text) is None


@given(
    st.sampled_from(["substitution", "deletion", "duplication", "delins", "frameshift"]),
    st.integers(2, 3000),
    st.integers(1, 40),
    st.text(RESIDUES, min_size=1, max_size=6),
    st.sampled_from(RESIDUES),
    st.sampled_from(RESIDUES),
)
def test_one_and_three_letter_forms_parse_back_to_the_same_change(
    kind: str, start: int, length: int, inserted: str, first: str, last: str
) -> None:
    spans = kind in {"deletion", "duplication", "delins"} and length > 1
    new_residues = {"substitution": inserted[0], "delins": inserted, "frameshift": inserted[0]}.get(kind, "")
    change = ProteinChange(
        kind=kind,  # type: ignore[arg-type]
        start=start,
        end=start + length if spans else start,
        start_residue=first,
        end_residue=last if spans else first,
        inserted=new_residues,
        stop_distance=length if kind == "frameshift" else None,
    )
    if kind == "substitution" and first == new_residues:
        return
    assert parse_protein_change(change.short()) == change
    assert parse_protein_change("p." + change.long()) == change


def test_every_residue_has_one_spelling_each_way() -> None:
    assert len(set(ONE_TO_THREE.values())) == len(ONE_TO_THREE)

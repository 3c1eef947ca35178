from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.errors import UsageError
from pm_annotate.report.sample_names import file_stems, safe_name

HOSTILE = [
    "../../x", "a/b", "a\\b", "=1+1", "+1", "@x", ".", "..", "", " ", "x" * 5000, "-rf", "CON", "nul.txt", "com1", "~root",
    "a\x00b", "a\nb", "a\tb", "Größe", "試料", "\udcff", "a b", "a.", ".hidden", "$(rm)", "a:b", "C:x", "*",
]  # fmt: skip
any_name = st.text(st.characters(exclude_categories=())) | st.sampled_from(HOSTILE)


@pytest.mark.parametrize("name", ["T001-COAD", "sample_1", "TCGA-AA-3534-01A.2", "7", "_x", "x" * 100])
def test_harmless_names_are_kept(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_become_harmless_and_carry_a_checksum(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._+=@,-]{0,88}-[0-9a-f]{10}", safe_name(name))


def test_hostile_names_stay_apart() -> None:
    assert len({safe_name(name).casefold() for name in HOSTILE}) == len(HOSTILE)


@given(any_name)
def test_a_name_never_leaves_the_folder(name: str) -> None:
    stem = safe_name(name)
    path = Path("/folder") / f"{stem}.findings.tsv"
    assert path.parent == Path("/folder")
    assert Path(stem).name == stem
    assert len(path.name.encode()) <= 200
    assert stem.isascii()
    assert stem[0] not in ".-=+@"
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", stem)


@given(st.lists(any_name, unique=True, max_size=6), st.data())
def test_no_two_samples_share_a_file(names: list[str], drawn: st.DataObject) -> None:
    names += [safe_name(name) for name in names]  # a sample that is called as another one's file would be
    names += [name.swapcase() for name in names]
    stems = file_stems(drawn.draw(st.permutations(sorted(set(names)))))
    assert len({stem.casefold() for stem in stems.values()}) == len(stems)


def test_names_that_differ_in_case_only_both_get_a_checksum() -> None:
    stems = file_stems(["Tumor", "TUMOR", "N1"])
    assert stems["N1"] == "N1"
    assert re.fullmatch(r"Tumor-[0-9a-f]{10}", stems["Tumor"])
    assert re.fullmatch(r"TUMOR-[0-9a-f]{10}", stems["TUMOR"])
    assert stems["Tumor"].casefold() != stems["TUMOR"].casefold()


def test_the_same_name_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="'TUMOR'"):
        file_stems(["TUMOR", "N1", "TUMOR"])

"""A folder appears whole or not at all, and nothing but a folder of tables is ever replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.knowledge_update.whole_folder import check_place, whole_folder


def tables(folder: Path, mark: str) -> Path:
    (folder / "knowledge").mkdir(parents=True)
    (folder / "SOURCES.md").write_text(mark)
    return folder


def test_a_folder_takes_its_place_at_the_end(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "new"
    with whole_folder(place, replace=False) as folder:
        (folder / "x").write_text("x")
        assert not place.exists()
    assert [path.name for path in place.iterdir()] == ["x"]
    assert [path.name for path in place.parent.iterdir()] == ["new"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_after_an_error_nothing_is_left(tmp_path: Path, error: type[BaseException]) -> None:
    def fill() -> None:
        with whole_folder(tmp_path / "a" / "new", replace=False) as folder:
            (folder / "x").write_text("x")
            raise error

    with pytest.raises(error):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_is_replaced_or_stands(tmp_path: Path) -> None:
    place = tables(tmp_path / "new", "old")
    with pytest.raises(KeyboardInterrupt), whole_folder(place, replace=True):
        raise KeyboardInterrupt
    assert (place / "SOURCES.md").read_text() == "old"
    with whole_folder(place, replace=True) as folder:
        (folder / "SOURCES.md").write_text("new")
    assert (place / "SOURCES.md").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_the_old_folder_comes_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tables(tmp_path / "new", "old")
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.suffix == ".tmp":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PmAnnotateError, match="No space left"), whole_folder(place, replace=True) as folder:
        (folder / "SOURCES.md").write_text("new")
    assert (place / "SOURCES.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "new"
    with pytest.raises(PmAnnotateError, match="cannot be written"), whole_folder(place, replace=False):
        tables(place, "another's")
    assert (place / "SOURCES.md").read_text() == "another's"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_place_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"), whole_folder(tmp_path / "file" / "new", replace=False):
        pass


def test_places_that_are_refused(tmp_path: Path) -> None:
    in_use = tables(tmp_path / "in_use", "")
    check_place(tmp_path / "new", in_use, force=False)
    old = tables(tmp_path / "old", "")
    check_place(old, in_use, force=True)
    with pytest.raises(UsageError, match="already there"):
        check_place(old, in_use, force=False)
    mine = tmp_path / "mine"
    mine.mkdir()
    check_place(mine, in_use, force=True)  # empty
    (mine / "thesis.doc").write_text("years of work")
    (tmp_path / "file").write_text("")
    for place in (mine, tmp_path / "file"):
        with pytest.raises(UsageError, match="no folder of tables"):
            check_place(place, in_use, force=True)
    for place in (in_use, in_use / "knowledge" / "new", tmp_path):
        with pytest.raises(UsageError, match="tables in use"):
            check_place(place, in_use, force=True)
    os.symlink(old, tmp_path / "link")
    with pytest.raises(UsageError, match="is a link"):
        check_place(tmp_path / "link", in_use, force=True)

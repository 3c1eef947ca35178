"""A folder that appears whole or not at all: made under another name beside its place, synced to disk, renamed at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pm_annotate.errors import PmAnnotateError, UsageError


def check_place(place: Path, in_use: Path, force: bool) -> None:
    """Raises UsageError where ``place`` must not be written: something else is there, or it is the folder in use."""
    if place.is_symlink():
        raise UsageError(f"{place} is a link. Give the folder itself, or another one.")
    here, used = place.resolve(), in_use.resolve()
    if here == used or here in used.parents or used in here.parents:
        raise UsageError(
            f"{place} is the folder of tables in use ({in_use}), or lies around or within it: a run that reads it would lose "
            "them. Give another --output, named after the date for instance."
        )
    if not place.exists():
        return
    if not force:
        raise UsageError(f"{place} is already there. Give another --output, or --force to replace it.")
    has_tables = (place / "knowledge").is_dir() and (place / "SOURCES.md").is_file()
    if not has_tables and not (place.is_dir() and not any(place.iterdir())):
        raise UsageError(f"{place} is no folder of tables (knowledge/ and SOURCES.md): --force does not replace it.")


@contextmanager
def whole_folder(place: Path, replace: bool) -> Iterator[Path]:
    """A new folder to fill, which takes the place when the block ends well. After an error or Ctrl-C nothing is left of it,
    and what was at the place stands."""
    place = place.absolute()
    made: list[Path] = []
    staged = place.parent / f".{place.name}.{os.urandom(6).hex()}.tmp"
    try:
        for parent in [one for one in reversed(place.parents) if not one.exists()]:
            parent.mkdir()
            made.append(parent)
        staged.mkdir()
        yield staged
        _sync(staged)
        _take_place(staged, place, replace)
    except BaseException as error:
        shutil.rmtree(staged, ignore_errors=True)
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        if isinstance(error, OSError):
            reason = f"{error.strerror}: {error.filename}" if error.strerror and error.filename else str(error)
            raise _writing_error(error)(f"{place} cannot be written ({reason}). Nothing of it was left.") from error
        raise


def copy_tables(source: Path, target: Path, without: frozenset[str]) -> None:
    """Every file below ``source`` into ``target``, but for ``without`` (paths below it). Modes are those of new files."""
    for folder, _, names in os.walk(source, followlinks=True):
        below = Path(folder).relative_to(source)
        (target / below).mkdir(exist_ok=True)
        for name in names:
            if (below / name).as_posix() not in without:
                shutil.copyfile(Path(folder) / name, target / below / name)


def _writing_error(error: OSError) -> type[PmAnnotateError]:
    """A place that the user chose badly is exit 2; a full disk is exit 1."""
    return UsageError if isinstance(error, PermissionError | NotADirectoryError | FileExistsError) else PmAnnotateError


def _take_place(staged: Path, place: Path, replace: bool) -> None:
    """Rename; what was there is put aside first, and back again where the new folder cannot take its place."""
    if not replace or not place.exists():
        staged.rename(place)
    else:
        aside = staged.with_suffix(".old")
        try:
            place.rename(aside)
            staged.rename(place)
        finally:
            if place.exists():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.rename(place)
    _sync_one(place.parent)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    """Make it last through a power cut. Not every file system can sync a folder: then it is left to the system."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        if not path.is_dir():
            raise

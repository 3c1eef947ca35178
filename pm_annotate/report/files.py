"""Files appear whole or not at all: a temporary file in the same folder, fsync, rename (POSIX rename is atomic).

Ten files that are synced one after the other wait for the disk ten times; each is synced by a thread while the next is written.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread

from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.refusals import OPEN_FILES
from pm_annotate.report.side_process import SideProcess

Content = bytes | Iterable[bytes]  # a whole file, or its pieces in order

# The folder or the permission is wrong (exit 2, the user chose it); anything else (full disk, broken disk) is exit 1.
_WRONG_PLACE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT, errno.ENAMETOOLONG}
)


PROBE = "pm-annotate"
"""Name of the file that is made and removed to see whether a folder can be written to."""


def write_atomically(path: Path, content: Content) -> None:
    """Write one file whole, replacing one that is there. On any failure nothing of it is left and the old file stands.

    Raises UsageError when the place cannot be written to, PmAnnotateError for a full disk and other faults.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, Content], beside: Path | None = None, instead_of: Iterable[Path] = ()) -> None:
    """Write several files of one folder so that either all appear or none of those that were not there before.

    All are written and synced under temporary names first; only then are they renamed. ``beside``: one of them that a
    process of its own writes meanwhile; where that fails, it is written here, and the error is the one that comes of it.
    ``instead_of``: files that must not stand beside them; they go when all is written, before anything is renamed.
    """
    staged = {path: _temporary_name(path) for path in contents}
    renamed_new: list[Path] = []
    helper: SideProcess | None = None
    current = Path()
    try:
        if beside is not None:
            with suppress(OSError):  # no process can be had: this one does all
                helper = SideProcess(partial(_write_synced, staged[beside], contents[beside]))
        syncing: dict[Path, _Syncing] = {}
        for path in contents:
            if helper is None or path != beside:
                current = path
                syncing[path] = _Syncing(_written(staged[path], contents[path]))
        for path, sync in syncing.items():
            current = path
            sync.wait()
        if beside is not None and helper is not None and not helper.succeeded():
            current = beside
            staged[beside].unlink(missing_ok=True)
            _write_synced(staged[beside], contents[beside])
        for path in staged:  # before the first is renamed: afterwards those that were replaced could not be brought back
            current = path
            if path.is_dir() and not path.is_symlink():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        for path in instead_of:
            current = path
            path.unlink(missing_ok=True)
        for path, temporary in staged.items():
            current = path
            is_new = not os.path.lexists(path)
            os.replace(temporary, path)
            if is_new:
                renamed_new.append(path)
        _sync_folders({path.parent for path in contents})
    except BaseException as error:  # an interrupt too must leave nothing behind
        if helper is not None:
            helper.stop()
        for leftover in (*staged.values(), *renamed_new):
            with suppress(OSError):
                leftover.unlink()
        if isinstance(error, OSError):
            raise writing_error(current, error) from error
        raise


def _temporary_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")


def _write_synced(path: Path, content: Content) -> None:
    _Syncing(_written(path, content)).wait()


def _written(path: Path, content: Content) -> int:
    """The descriptor of a new file that holds the content, with the permissions that the user's umask gives (not the private
    ones of ``tempfile``). It is still to be synced and closed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as handle:
            for piece in (content,) if isinstance(content, bytes) else content:
                handle.write(piece)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


class _Syncing:
    """A written file on its way to the disk."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._error: BaseException | None = None
        self._thread = Thread(target=self._sync)
        try:
            self._thread.start()
        except RuntimeError:  # no thread can be had
            self._sync()

    def wait(self) -> None:
        """Until it is there. Raises the OSError of the disk."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error

    def _sync(self) -> None:
        try:
            os.fsync(self._descriptor)
        except BaseException as error:  # told by the one who waits
            self._error = error
        finally:
            os.close(self._descriptor)


def _sync_folders(folders: Iterable[Path]) -> None:
    """Make the renames last through a power cut. Not every file system can sync a folder: then it is left to the system."""
    for folder in folders:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def prepare_folder(folder: Path, option: str = "--output-dir") -> Path:
    """Make ``folder`` where it is missing and check that files can be made in it, before any work starts.

    Raises UsageError, which names the ``option`` that gave the folder, when it cannot be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = _temporary_name(folder / PROBE)
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        probe.unlink()
    except OSError as error:
        raise UsageError(
            f"The output folder {folder} cannot be written to: {error.strerror or error}. Choose another with {option}."
        ) from error
    return folder


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raises UsageError naming the files that are already there."""
    there = [path for path in paths if os.path.lexists(path)]
    if there:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        raise UsageError(
            f"Already there: {', '.join(str(path) for path in there[:3])}{more}. "
            "Use --force to replace, or another --output-dir."
        )


def writing_error(path: Path, error: OSError) -> PmAnnotateError:
    """What a user is told when ``path`` cannot be written."""
    reason = error.strerror or str(error)
    if error.errno in _WRONG_PLACE:
        return UsageError(f"{path} cannot be written: {reason}. Choose another folder with --output-dir.")
    if error.errno in OPEN_FILES:
        return PmAnnotateError(f"{path} cannot be written: {reason}. Nothing of it was left. Raise the limit (ulimit -n).")
    return PmAnnotateError(f"{path} cannot be written: {reason}. Nothing of it was left. Free space or choose another disk.")

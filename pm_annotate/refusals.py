"""What the operating system refuses a run, as its user is told: memory, processes, open files, places that may not be entered.

None of it is a fault of pm-annotate: a scheduler's limits, a folder of somebody else, a folder that is gone.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from pm_annotate.errors import PmAnnotateError, UsageError

OPEN_FILES = frozenset({errno.EMFILE, errno.ENFILE})

_OF_PLACES = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP,
     errno.EROFS, errno.ENXIO}
)  # fmt: skip
"""Another place helps against these. A full or broken disk (ENOSPC, EIO) is none of them."""

_NO_ROOM_FOR_A_LIBRARY = ("failed to map segment", "cannot allocate memory")  # what the loader says (glibc, dl-load.c)
_NO_THREAD = "can't start new thread"


def limit_met(error: BaseException) -> PmAnnotateError | None:
    """What to say of an error that comes of too little memory, or of too few processes or open files; None for any other."""
    if _is_want_of_memory(error):
        return PmAnnotateError("this run was out of memory. Give it more.")
    if isinstance(error, OSError) and error.errno in OPEN_FILES:
        return PmAnnotateError(f"{error.strerror}: this run may not open more files. Raise the limit (ulimit -n).")
    no_fork = isinstance(error, OSError) and error.errno == errno.EAGAIN and error.strerror == os.strerror(errno.EAGAIN)
    if no_fork or (isinstance(error, RuntimeError) and str(error) == _NO_THREAD):
        return PmAnnotateError("this run may not start more processes or threads. Raise the limit (ulimit -u).")
    return None


def place_refused(error: BaseException) -> UsageError | None:
    """What to say of a file or folder that the system refuses (no permission, too long a name), where nobody foresaw it.

    None for any other error, as of a broken disk.
    """
    if not isinstance(error, OSError) or error.errno not in _OF_PLACES:
        return None
    if error.filename is not None:
        return UsageError(f"{os.fsdecode(error.filename)}: {error.strerror}.")
    if isinstance(error, FileNotFoundError) and not _has_working_folder():
        return UsageError("The folder in which this was started is no longer there. Start it from another.")
    return None


def is_pipe(path: str | Path) -> bool:
    """Whether it is a pipe. What cannot be looked at is none: who opens it will say why."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _is_want_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    cause: BaseException | None = error
    while isinstance(cause, ImportError):  # libraries that import others tell the loader's words only in the first error
        if any(words in str(cause).lower() for words in _NO_ROOM_FOR_A_LIBRARY):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _has_working_folder() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True

"""One run at a time in an output folder. The lock is the kernel's (flock): it ends with the processes, it is never stale."""

from __future__ import annotations

import errno
import logging
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pm_annotate.errors import UsageError

LOCK_FILE = ".pm-annotate-cohort.lock"
PATIENCE = 5.0  # seconds: workers of a run that was killed need a moment to end

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})

log = logging.getLogger("pm-annotate-cohort")


@contextmanager
def folder_lock(folder: Path, shared: bool = False, patience: float = PATIENCE) -> Iterator[int]:
    """Hold ``folder`` for this run; the descriptor is given to worker processes, so that the lock outlives none of them.

    ``shared``: runs over single samples of a cohort (``--sample``) go side by side, but not beside a run over all of it.
    Raises UsageError, saying who holds the folder, when that does not end within ``patience`` seconds.
    """
    path = folder / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise UsageError(f"{path} cannot be opened: {error.strerror}. Choose another --output-dir.") from error
    try:
        _acquire(descriptor, path, shared, patience)
        if shared:
            yield descriptor
            return
        _write(descriptor, f"process {os.getpid()} on {platform.node()}, started {_now()}\n")
        try:
            yield descriptor
        finally:
            _write(descriptor, "")
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, shared: bool, patience: float) -> None:
    import fcntl

    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno in _NO_LOCKS:
                log.warning("%s: this file system has no locks; see that no two runs use one folder.", path.parent)
                return
            if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR):
                raise UsageError(f"{path} cannot be locked: {error.strerror}. Choose another --output-dir.") from error
        if time.monotonic() > until:
            raise UsageError(
                f"Another run of pm-annotate cohort uses the folder {path.parent} ({_holder(path)}). Wait until it has ended, "
                "or choose another --output-dir."
            )
        time.sleep(0.05)


def _holder(path: Path) -> str:
    try:
        said = path.read_text(encoding="utf-8", errors="replace").strip()[:200]
    except OSError:
        said = ""
    return said or "it does not say which process"


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

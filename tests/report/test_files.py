from __future__ import annotations

import errno
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.report import side_process
from pm_annotate.report.files import prepare_folder, write_atomically, write_together


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fail_with(code: int) -> object:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.tsv", (piece for piece in (b"one\n", b"two\n")))
    assert contents(tmp_path) == {"a.tsv": b"one\ntwo\n"}


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.tsv", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.tsv").stat().st_mode) == 0o640


@pytest.mark.parametrize("function", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_the_old_file_and_no_leftover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    (tmp_path / "a.tsv").write_bytes(b"old")
    monkeypatch.setattr(os, function, fail_with(errno.ENOSPC))
    with pytest.raises(PmAnnotateError, match=r"a\.tsv cannot be written: No space left on device") as caught:
        write_atomically(tmp_path / "a.tsv", b"new")
    monkeypatch.undo()
    assert caught.value.exit_code == 1
    assert contents(tmp_path) == {"a.tsv": b"old"}


def test_a_row_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"header\n"
        raise ValueError("no such column")

    with pytest.raises(ValueError, match="no such column"):
        write_together({tmp_path / "a.tsv": b"whole", tmp_path / "b.tsv": broken()})
    assert contents(tmp_path) == {}


def test_files_appear_together_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = os.replace

    def second_fails(source: Path, target: Path) -> None:
        if target.name == "b.tsv":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rename(source, target)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(PmAnnotateError, match=r"b\.tsv cannot be written"):
        write_together({tmp_path / "a.tsv": b"a", tmp_path / "b.tsv": b"b"})
    assert contents(tmp_path) == {}


def test_files_are_synced_side_by_side_and_before_any_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together, done = threading.Barrier(3, timeout=20), []

    def slow_disk(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # the folder is synced afterwards
            together.wait()
            done.append(descriptor)

    def after_syncing(*paths: Path) -> None:
        assert len(done) == 3
        rename(*paths)

    rename = os.replace
    monkeypatch.setattr(os, "fsync", slow_disk)
    monkeypatch.setattr(os, "replace", after_syncing)
    write_together({tmp_path / name: name.encode() for name in "abc"})
    assert contents(tmp_path) == {"a": b"a", "b": b"b", "c": b"c"}


def test_where_no_thread_can_be_had_files_are_synced_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(_: object) -> None:
        raise RuntimeError("can't start new thread")

    synced: list[int] = []
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    monkeypatch.setattr(os, "fsync", synced.append)
    write_together({tmp_path / "a": b"a", tmp_path / "b": b"b"})
    assert contents(tmp_path) == {"a": b"a", "b": b"b"}
    assert len(synced) == 3  # both, and their folder


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.tsv", b"new")
    assert contents(tmp_path) == {}


def test_a_read_only_folder_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", fail_with(errno.EROFS))
    with pytest.raises(UsageError, match=r"Read-only file system.*--output-dir"):
        prepare_folder(tmp_path)
    with pytest.raises(UsageError, match="Read-only file system"):
        write_atomically(tmp_path / "a.tsv", b"x")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_a_usage_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(UsageError, match="Permission denied"):
            write_atomically(tmp_path / "a.tsv", b"x")
    finally:
        tmp_path.chmod(0o755)
    assert contents(tmp_path) == {}


def test_a_file_where_the_folder_should_be_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(UsageError, match="--output-dir"):
        prepare_folder(tmp_path / "out")


def test_a_missing_folder_is_made_and_stays_empty(tmp_path: Path) -> None:
    assert contents(prepare_folder(tmp_path / "new" / "reports")) == {}


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"untouched")
    (tmp_path / "a.tsv").symlink_to(tmp_path / "elsewhere")
    write_atomically(tmp_path / "a.tsv", b"new")
    assert contents(tmp_path) == {"a.tsv": b"new", "elsewhere": b"untouched"}
    assert not (tmp_path / "a.tsv").is_symlink()


HERE = os.getpid()


def made_by_whom(fails_elsewhere: bool = False) -> Iterator[bytes]:
    yield b"here " if os.getpid() == HERE else b"elsewhere "
    if fails_elsewhere and os.getpid() != HERE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    yield b"made"


def test_a_file_that_a_process_of_its_own_writes_appears_with_the_others(tmp_path: Path) -> None:
    large, small = tmp_path / "large.json", tmp_path / "small.tsv"
    write_together({small: made_by_whom(), large: made_by_whom()}, beside=large)
    assert contents(tmp_path) == {"large.json": b"elsewhere made", "small.tsv": b"here made"}


def test_what_fails_in_a_process_of_its_own_is_done_here(tmp_path: Path) -> None:
    large, small = tmp_path / "large.json", tmp_path / "small.tsv"
    write_together({small: made_by_whom(), large: made_by_whom(fails_elsewhere=True)}, beside=large)
    assert contents(tmp_path) == {"large.json": b"here made", "small.tsv": b"here made"}


def test_where_no_process_can_be_had_all_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", fail_with(errno.EAGAIN))
    write_together({tmp_path / "large.json": made_by_whom()}, beside=tmp_path / "large.json")
    assert contents(tmp_path) == {"large.json": b"here made"}


@pytest.mark.parametrize("beside", ["a.tsv", "b.tsv"])
def test_a_full_disk_is_told_whoever_meets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: str) -> None:
    monkeypatch.setattr(os, "fsync", fail_with(errno.ENOSPC))
    with pytest.raises(PmAnnotateError, match=r"tsv cannot be written: No space left on device"):
        write_together({tmp_path / "a.tsv": b"a", tmp_path / "b.tsv": b"b"}, beside=tmp_path / beside)
    assert contents(tmp_path) == {}


def test_an_interrupt_ends_the_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    monkeypatch.setattr(os, "fork", lambda fork=os.fork: children.append(fork()) or children[-1])

    def endless() -> Iterator[bytes]:
        while True:
            time.sleep(0.01)
            yield b"."

    def interrupted() -> Iterator[bytes]:
        time.sleep(0.1)
        yield b"."
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_together({tmp_path / "a.tsv": interrupted(), tmp_path / "b.tsv": endless()}, beside=tmp_path / "b.tsv")
    assert contents(tmp_path) == {}
    with pytest.raises(ChildProcessError):  # it is not left to be waited for
        os.waitpid(children[0], os.WNOHANG)


def test_without_fork_there_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert side_process.processors() >= 1
    monkeypatch.delattr(os, "fork")
    assert side_process.processors() == 1


def test_a_folder_in_the_place_of_one_file_leaves_all_of_the_old_ones(tmp_path: Path) -> None:
    """The files before it were replaced, those behind it not: a mixture of two reports."""
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    first.write_bytes(b"old")
    second.mkdir()
    with pytest.raises(UsageError, match=r"b\.tsv cannot be written: Is a directory"):
        write_together({first: b"new", second: b"new"})
    assert (first.read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (b"old", ["a.tsv", "b.tsv"])

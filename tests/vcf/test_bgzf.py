"""Unpacking bgzip in threads gives what gzip gives, and finds all damage."""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import pysam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf import bgzf
from pm_annotate.vcf.bgzf import unpacked

ROWS = b"".join(b"chr1\t%d\t.\tA\tT\t.\tPASS\tDP=%d\n" % (number, number * 7919 % 1000) for number in range(60_000))


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bgzf") / "x.gz"
    with pysam.BGZFile(str(path), "wb") as target:
        target.write(ROWS)
    return path


def content(path: Path) -> bytes:
    return b"".join(unpacked(str(path)))


@pytest.mark.parametrize("batch", [1 << 18, 1 << 12, 70_000])
def test_the_content_is_that_of_gzip(packed: Path, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bgzf, "_BATCH", batch)
    assert content(packed) == gzip.decompress(packed.read_bytes()) == ROWS


def test_without_isal_zlib_unpacks_the_same(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bgzf, "fast", zlib)
    assert content(packed) == ROWS


def test_joined_bgzip_files_and_gzip_members_are_read_on(packed: Path, tmp_path: Path) -> None:
    path = tmp_path / "joined.gz"
    path.write_bytes(packed.read_bytes() + packed.read_bytes() + gzip.compress(b"more\n") + packed.read_bytes())
    assert content(path) == ROWS + ROWS + b"more\n" + ROWS


@given(cut=st.integers(1, 100_000))
def test_a_file_that_ends_inside_a_block_is_refused(packed: Path, tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    whole = packed.read_bytes()
    ends = block_ends(whole)
    path = tmp_path_factory.mktemp("cut") / "x.gz"
    path.write_bytes(whole[:-cut])
    if len(whole) - cut in ends:
        assert ROWS.startswith(content(path))  # whole blocks: that the last one is missing is told by require_end_block
    else:
        with pytest.raises((OSError, EOFError, zlib.error)):
            content(path)


def block_ends(whole: bytes) -> set[int]:
    ends = {0}
    at = 0
    while at < len(whole):
        at += int.from_bytes(whole[at + 16 : at + 18], "little") + 1
        ends.add(at)
    return ends


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_never_changes_the_content(packed: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    damaged = bytearray(packed.read_bytes())
    damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    path = tmp_path / "x.gz"
    path.write_bytes(damaged)
    try:
        found = content(path)
    except (OSError, EOFError, zlib.error):
        return
    assert found == ROWS  # bits that mean nothing, such as the time stamp of a block

"""Lifting exons through a chain: inside one block, never over a gap, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.lift_over import LiftOver

CHAIN = """chain 100 1 249250621 + 1000 1210 1 248956422 + 5000 5215 1
100\t10\t15
100

chain 50 1 249250621 + 2000 2100 1 248956422 - 7000 7100 2
100
"""


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "small.chain"
    path.write_text(CHAIN)
    return path


def test_exons_move_with_their_blocks(chain: Path) -> None:
    # blocks: 1001-1100 to 5001-5100, 1111-1210 to 5116-5215 (1-based, closed)
    assert LiftOver(chain).intervals("1", ((1001, 1010), (1111, 1210))) == ((5001, 5010), (5116, 5215))
    assert LiftOver(chain, inverted=True).intervals("1", ((5001, 5010), (5116, 5215))) == ((1001, 1010), (1111, 1210))


def test_exons_over_a_gap_or_outside_do_not_move(chain: Path) -> None:
    assert LiftOver(chain).intervals("1", ((1095, 1115),)) is None
    assert LiftOver(chain).intervals("1", ((900, 950),)) is None
    assert LiftOver(chain).intervals("2", ((1001, 1010),)) is None
    assert LiftOver(chain).intervals("1", ((2010, 2020),)) is None  # aligned in reverse

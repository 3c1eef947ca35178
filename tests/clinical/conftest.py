"""The packaged tables, read once for all tests of the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clinical.packaged_tables import Packaged


@pytest.fixture(scope="session")
def packaged(resources: Path) -> Packaged:
    return Packaged(resources)

"""Fixtures of the pharmacogenomics tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.pharmacogenomics.calls import Pharmacogenomics


@pytest.fixture(scope="session")
def pgx(resources: Path) -> Pharmacogenomics:
    """The packaged tables."""
    return Pharmacogenomics(resources / "pharmacogenomics")

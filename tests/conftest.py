"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault of the code; in CI the examples are the same each time, elsewhere they are new ones.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs that is not part of the repository; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("PM_ANNOTATE_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the shared folder of real inputs is not here")
    return folder


@pytest.fixture(scope="session")
def resources() -> Path:
    """The packaged tables of the checkout."""
    return REPOSITORY / "resources"

"""What the tests of updating share."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.sources import download


@pytest.fixture(autouse=True)
def _near_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server on this machine is asked directly, failures are not waited for, and the packaged tables are in use."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setattr(download, "LIMITS", download.Limits(connect=5, silence=5, pause=0.01))
    monkeypatch.delenv("PM_ANNOTATE_RESOURCES", raising=False)

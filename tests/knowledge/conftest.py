"""The packaged trees of tumour types."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.tumor_types import TumorTypes
from tests.knowledge.disease_tables import TYPES


@pytest.fixture(scope="module")
def tumors() -> TumorTypes:
    return TYPES

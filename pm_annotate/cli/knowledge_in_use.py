"""The knowledge table that the commands look into: the packaged one, with tables of a lab's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pm_annotate.knowledge.table import KnowledgeTable


def knowledge_in_use(lab_tables: tuple[Path, ...]) -> KnowledgeTable:
    """Raises KnowledgeError for a lab table that is not valid."""
    from pm_annotate.knowledge.table import load_knowledge
    from pm_annotate.resources import resources_folder

    return load_knowledge(resources_folder() / "knowledge", lab_tables)

"""Where the packaged tables are: inside an installed wheel, or beside the package in a checkout or editable install."""

from __future__ import annotations

import os
from pathlib import Path

from pm_annotate.errors import PmAnnotateError, UsageError

ENVIRONMENT_VARIABLE = "PM_ANNOTATE_RESOURCES"  # a pinned or cut-down copy of the folder, used instead of the packaged one


def resources_folder() -> Path:
    """The folder that holds ``genome/``, ``knowledge/``, ``disease/`` and ``examples/``.

    Raises PmAnnotateError when the installation has lost it, UsageError when PM_ANNOTATE_RESOURCES names a folder that is
    not one.
    """
    if chosen := os.environ.get(ENVIRONMENT_VARIABLE):
        if not (Path(chosen) / "knowledge").is_dir():
            raise UsageError(f"{ENVIRONMENT_VARIABLE}={chosen}: there is no folder of tables with knowledge/ in it.")
        return Path(chosen)
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / "SOURCES.md").is_file():
            return folder
    raise PmAnnotateError(
        f"The packaged tables are missing: neither {package / '_resources'} nor {package.parent / 'resources'} "
        "holds them. Reinstall pm-annotate."
    )

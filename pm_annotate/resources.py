"""Where the packaged tables are: inside an installed wheel, or beside the package in a checkout or editable install."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.errors import PmAnnotateError


def resources_folder() -> Path:
    """The folder that holds ``genome/``, ``knowledge/``, ``disease/`` and ``examples/``.

    Raises PmAnnotateError when the installation has lost it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / "SOURCES.md").is_file():
            return folder
    raise PmAnnotateError(
        f"The packaged tables are missing: neither {package / '_resources'} nor {package.parent / 'resources'} "
        "holds them. Reinstall pm-annotate."
    )

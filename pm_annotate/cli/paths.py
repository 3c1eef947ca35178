"""Paths on the command line: an empty one (a script's unset variable) and a pipe that would be read twice are refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from pm_annotate.refusals import is_pipe


class GivenPath(click.Path):
    """A path that is not empty. ``read_again``: its file is read more than once, which a pipe (``<(...)``) does not allow:
    the second reading would find nothing, and say that the file is empty, or note the checksum of nothing."""

    def __init__(self, read_again: bool = False) -> None:
        super().__init__(path_type=Path)
        self._read_again = read_again

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value).strip():
            self.fail("it is empty. Give a path, or leave the option out.", param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if self._read_again and is_pipe(path):
            self.fail(f"{path} is a pipe, and it is read more than once. Write it to a file first.", param, ctx)
        return path

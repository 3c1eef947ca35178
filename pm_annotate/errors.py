"""Errors that a user sees. Each class carries the exit code of the documented contract (docs/exit-codes.md)."""

from __future__ import annotations

MENDING = "Reinstall pm-annotate, or make the copy of the tables again."
"""What to do where a packaged table is damaged."""


def why(error: BaseException) -> str:
    """What is wrong, in words for a user: without Python's numbers, quotes and names of codecs."""
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 text (byte {error.start + 1})"
    return str(getattr(error, "strerror", None) or error)


class PmAnnotateError(Exception):
    """What is wrong, in which file and line or record, and what to do. Never shown with a traceback."""

    exit_code = 1


class UsageError(PmAnnotateError):
    """The command line asks for something that cannot be done: samples that cannot be told apart, an unknown tumour."""

    exit_code = 2


class InputError(PmAnnotateError):
    """The input file is unreadable, malformed or truncated."""

    exit_code = 3


class KnowledgeError(PmAnnotateError):
    """A knowledge table is invalid."""

    exit_code = 4


class AssemblyError(PmAnnotateError):
    """The file's assembly cannot be told, or it is not the one that was asked for."""

    exit_code = 5

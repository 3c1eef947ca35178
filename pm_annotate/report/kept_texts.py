"""Texts that come again, written once: of statements, and of how they are met, across the findings and samples of a run."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")

MAX_KEPT = 20_000  # texts: a few of each statement that a cohort meets


class KeptTexts:
    """What was made of an object, by the object itself: comparing two statements costs more than writing one.

    Small values (a tier, a list of caveats) are known by their value: ``of_value``. The caller makes one for each run and
    hands it on. Beyond ``limit`` texts all are forgotten: memory stays bounded.
    """

    def __init__(self, limit: int = MAX_KEPT) -> None:
        self._limit = limit
        self._source: object = None
        self._basis: Any = None
        self._of_object: dict[tuple[str, int], tuple[object, Any]] = {}  # the object is held, so that its id stays its own
        self._of_value: dict[tuple[str, Hashable], Any] = {}

    def rest_on(self, source: object, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for ``source``: every text rests on it too. Where it is not what it was, all are forgotten."""
        if self._basis is None or source is not self._source:
            basis = make()
            if basis != self._basis:
                self._of_object.clear()
                self._of_value.clear()
            self._source, self._basis = source, basis
        made: Made = self._basis
        return made

    def of(self, label: str, thing: object, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for ``thing``. ``label``: which of the texts of one thing it is."""
        key = (label, id(thing))
        known = self._of_object.get(key)
        if known is None:
            if len(self._of_object) >= self._limit:
                self._of_object.clear()
            known = self._of_object[key] = (thing, make())
        made: Made = known[1]
        return made

    def of_value(self, label: str, value: Hashable, make: Callable[[], Made]) -> Made:
        """The same for whatever is equal to ``value``."""
        key = (label, value)
        made: Made | None = self._of_value.get(key)
        if made is None:
            if len(self._of_value) >= self._limit:
                self._of_value.clear()
            made = self._of_value[key] = make()
        return made

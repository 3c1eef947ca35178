"""Profiles: boolean expressions over biomarker ids, as text and as trees.

The packaged tables write a profile as ``civic:MP34 AND NOT ( civic:MP12 OR civic:MP7 )``. A biomarker id holds neither
white space nor parentheses. ``NOT`` binds more tightly than ``AND``, ``AND`` more tightly than ``OR``, as CIViC's own
molecular profile names read (https://civic.readthedocs.io/en/latest/model/molecular_profiles.html). The same reader
serves expressions over biomarker *names* (``BRAF V600E AND NOT KRAS Mutation``): a name is the run of words between
operators, and parentheses that belong to a name (``Splice Site (c.340+1G>A)``) do not group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from pm_annotate.model import Profile

_OPERATORS = frozenset({"AND", "OR", "NOT"})
_TOKEN = re.compile(r"\(|\)|[^\s()]+")
_SEVERAL_TOKENS = re.compile(r"[\s()]")


def marker(biomarker_id: str) -> Profile:
    """The profile that is one biomarker."""
    return Profile("MARKER", biomarker_id=biomarker_id)


def slug(prefix: str, name: str) -> str:
    """A biomarker id made of a name: no white space, no parentheses (``label:PD-L1_[CPS]_>=_10``)."""
    return f"{prefix}:" + "_".join(name.split()).replace("(", "[").replace(")", "]")


@cache  # three of four statements share their profile with another
def parse_profile(text: str) -> Profile:
    """The tree of an expression over biomarker ids. Raises ValueError that says what is wrong and where."""
    if text not in _OPERATORS and text and not _SEVERAL_TOKENS.search(text):
        return marker(text)  # nine of ten profiles are one biomarker
    return _Reader(_TOKEN.findall(text), text, marker).read()


def parse_named_profile(text: str, biomarker_id_of: Callable[[str], str]) -> Profile:
    """The tree of an expression over biomarker names; ``biomarker_id_of`` gives the id for each name.

    Grouping parentheses stand alone between spaces or against an operator, as in ``A AND ( B OR C )`` and
    ``A AND (B OR C)``. Raises ValueError for an expression that does not parse.
    """
    return _Reader(list(_name_tokens(text)), text, lambda name: marker(biomarker_id_of(name))).read()


def print_profile(profile: Profile) -> str:
    """The expression of a tree; ``parse_profile`` of it gives the same tree back."""
    if profile.operator == "MARKER":
        return profile.biomarker_id
    if profile.operator == "NOT":
        return f"NOT {_operand(profile.parts[0])}"
    return f" {profile.operator} ".join(_operand(part) for part in profile.parts)


def biomarker_ids(profile: Profile) -> tuple[str, ...]:
    """The biomarkers of a profile, each once, in the order in which they are written."""
    return tuple(dict.fromkeys(_walk(profile)))


def _walk(profile: Profile) -> Iterator[str]:
    if profile.operator == "MARKER":
        yield profile.biomarker_id
    for part in profile.parts:
        yield from _walk(part)


def _operand(profile: Profile) -> str:
    text = print_profile(profile)
    return text if profile.operator in ("MARKER", "NOT") else f"( {text} )"


def _name_tokens(text: str) -> Iterator[str]:
    """Operators, grouping parentheses, and names that may hold spaces and parentheses of their own.

    A parenthesis opens a group where an operand is expected, and closes one where the name before it has no open
    parenthesis of its own.
    """
    words: list[str] = []
    depth = 0  # open parentheses of the name being read
    for word in text.split():
        while word.startswith("(") and not words:
            yield "("
            word = word[1:]
        if word in _OPERATORS and depth == 0:
            if words:
                yield " ".join(words)
            words = []
            yield word
            continue
        closing = 0
        while word.endswith(")") and depth + word.count("(") < word.count(")"):
            word, closing = word[:-1], closing + 1
        depth += word.count("(") - word.count(")")
        if word:
            words.append(word)
        if closing and words:
            yield " ".join(words)
            words = []
        yield from ")" * closing
    if words:
        yield " ".join(words)


class _Reader:
    """Recursive descent over tokens: one method per level of precedence."""

    def __init__(self, tokens: list[str], text: str, leaf: Callable[[str], Profile]) -> None:
        self._tokens = tokens
        self._text = text
        self._leaf = leaf
        self._position = 0

    def read(self) -> Profile:
        profile = self._joined("OR")
        if self._position != len(self._tokens):
            raise self._error(f"{self._tokens[self._position]!r} does not fit here")
        return profile

    def _joined(self, operator: str) -> Profile:
        parts = [self._part(operator)]
        while self._peek() == operator:
            self._position += 1
            parts.append(self._part(operator))
        return parts[0] if len(parts) == 1 else Profile(operator, parts=tuple(parts))

    def _part(self, operator: str) -> Profile:
        return self._joined("AND") if operator == "OR" else self._negated()

    def _negated(self) -> Profile:
        if self._peek() == "NOT":
            self._position += 1
            return Profile("NOT", parts=(self._negated(),))
        token = self._peek()
        if token == "(":
            self._position += 1
            inner = self._joined("OR")
            if self._peek() != ")":
                raise self._error("a parenthesis is not closed")
            self._position += 1
            return inner
        if not token or token == ")" or token in _OPERATORS:
            raise self._error(f"a biomarker is missing before {token!r}" if token else "a biomarker is missing at the end")
        self._position += 1
        return self._leaf(token)

    def _peek(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def _error(self, what: str) -> ValueError:
        return ValueError(f"profile {self._text!r}: {what}")

"""Tumour types as a list for people: what a word means, what else is like it, and every OncoTree code."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.table_file import read_table
from pm_annotate.knowledge.tumor_types import TumorTypes


class TumorTypeEntry(NamedTuple):
    """One tumour type: its name, the tree nodes that it is, what lies above it (the nearest first), and its synonyms."""

    name: str
    nodes: tuple[str, ...]
    ancestors: tuple[str, ...]
    synonyms: tuple[str, ...]


class TumorTypeAnswer(NamedTuple):
    """What a search for tumour types found."""

    query: str
    meaning: TumorTypeEntry | None  # what --tumor-type takes the query for
    refusal: str  # why it takes it for nothing; "" where it does
    like: tuple[TumorTypeEntry, ...]  # other types that hold its words, then near spellings
    more: bool  # whether the limit cut the list


class TumorTypeList:
    """The trees of a folder, read for listing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._types = TumorTypes(folder)

    def every_oncotree_type(self) -> tuple[TumorTypeEntry, ...]:
        """Every OncoTree code, by code."""
        codes = sorted(row["code"] for row in read_table(self._folder / "oncotree.tsv").rows())
        return tuple(self._entry(f"ONCOTREE:{code}") for code in codes)

    def find(self, query: str, limit: int) -> TumorTypeAnswer:
        """What the query means and at most ``limit`` (at least 1) types like it."""
        meaning, refusal = None, ""
        try:
            tumor = self._types.resolve(query)
            synonyms = self._synonyms_of(tumor.name, tumor.nodes)
            meaning = TumorTypeEntry(tumor.name, tumor.nodes, tumor.lineage[1:], synonyms)
        except UsageError as error:
            refusal = str(error)
        found = self._types.search(query, limit + 2)
        like = [self._named(name, nodes) for name, nodes in found if meaning is None or nodes != meaning.nodes]
        return TumorTypeAnswer(query, meaning, refusal, tuple(like[:limit]), len(like) > limit)

    def _entry(self, node: str) -> TumorTypeEntry:
        tumor = self._types.resolve(node)
        return TumorTypeEntry(tumor.name, tumor.nodes, tumor.lineage[1:], self._synonyms_of(tumor.name, tumor.nodes))

    def _named(self, name: str, nodes: Sequence[str]) -> TumorTypeEntry:
        lineage = self._types.resolve(nodes[0]).lineage
        above = tuple(each for each in lineage if each.casefold() != name.casefold())
        return TumorTypeEntry(name, tuple(nodes), above, self._synonyms_of(name, nodes))

    def _synonyms_of(self, name: str, nodes: Sequence[str]) -> tuple[str, ...]:
        """Words of the aliases that are these nodes first of all, then names and synonyms of the nodes themselves."""
        words = [word for node in nodes for word in self._words[0].get(node, ())]
        words += [word for node in nodes for word in self._words[1].get(node, ())]
        return tuple(dict.fromkeys(word for word in words if word.casefold() != name.casefold()))

    @cached_property
    def _words(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """Node -> words of its alias; node -> name and synonyms in its own tree."""
        aliases: dict[str, list[str]] = {}
        for row in read_table(self._folder / "aliases.tsv").rows():
            words = [word.removeprefix("=") for word in (row["name"], *row["other_words"].split("|")) if word]
            aliases.setdefault(row["nodes"].split(";")[0], []).extend(words)
        own = {f"ONCOTREE:{row['code']}": [row["name"]] for row in read_table(self._folder / "oncotree.tsv").rows()}
        for row in read_table(self._folder / "doid_cancer.tsv").rows():
            own[row["doid"]] = [row["name"], *(word for word in row["synonyms"].split("|") if word)]
        return aliases, own

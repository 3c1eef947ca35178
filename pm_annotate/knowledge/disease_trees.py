"""The two disease trees, OncoTree and the Disease Ontology, as one graph: what stands above and below a node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pm_annotate.errors import KnowledgeError


class DiseaseTrees:
    """Nodes are ``ONCOTREE:COAD`` and ``DOID:234``. Every table is read when it is first needed, then kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ancestors: dict[str, frozenset[str]] = {}
        self._below: dict[tuple[str, ...], frozenset[str]] = {}

    def text_of(self, name: str) -> str:
        """A table as it stands. Raises KnowledgeError where it is not there, or is empty."""
        path = self._folder / name
        if not path.is_file():
            raise KnowledgeError(f"{path} is missing: the packaged disease trees are not complete. Reinstall pm-annotate.")
        if text := path.read_text(encoding="utf-8"):
            return text
        raise KnowledgeError(f"{path}: the file is empty, without the names of its columns. Reinstall pm-annotate.")

    def rows(self, name: str) -> list[list[str]]:
        """The cells of every row of a table, without comments and the line of column names."""
        lines = self.text_of(name).split("\n")
        return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]

    @cached_property
    def names(self) -> dict[str, str]:
        """Node -> its name, over both trees."""
        oncotree = {"ONCOTREE:" + row[0]: row[1] for row in self._oncotree_rows}
        return oncotree | {row[0]: row[1] for row in self._doid_rows}

    @cached_property
    def _oncotree_rows(self) -> list[list[str]]:
        return self.rows("oncotree.tsv")

    @cached_property
    def _doid_rows(self) -> list[list[str]]:
        return self.rows("doid_cancer.tsv")

    @property
    def above(self) -> Mapping[str, Sequence[str]]:
        """Node -> nodes directly above it."""
        return self._edges[0]

    @property
    def equal(self) -> Mapping[str, Sequence[str]]:
        """Node -> its exact equals in the other tree."""
        return self._edges[1]

    @property
    def meant(self) -> Mapping[str, Sequence[str]]:
        """OncoTree node -> its narrow or wide DOIDs."""
        return self._edges[2]

    @cached_property
    def _edges(self) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
        above: dict[str, list[str]] = {row[0]: row[2].split(";") if row[2] else [] for row in self._doid_rows}
        for row in self._oncotree_rows:
            above["ONCOTREE:" + row[0]] = ["ONCOTREE:" + parent for parent in row[2].split(";") if parent]
        equal: dict[str, list[str]] = {}
        meant: dict[str, list[str]] = {}
        for code, doid, relation, *_ in self.rows("oncotree_doid.tsv"):
            node = "ONCOTREE:" + code
            if relation != "narrow":
                above[node].append(doid)
            if relation in ("exact", "narrow"):
                above[doid].append(node)
            if relation == "exact":
                equal.setdefault(node, []).append(doid)
                equal.setdefault(doid, []).append(node)
            elif relation != "broad":
                meant.setdefault(node, []).append(doid)
        return above, equal, meant

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        """Node -> nodes directly below it."""
        found: dict[str, list[str]] = {}
        for node, parents in self.above.items():
            for parent in parents:
                found.setdefault(parent, []).append(node)
        return found

    def ancestors(self, node: str) -> frozenset[str]:
        """All nodes above ``node`` over both trees; its exact equals are among them."""
        if node not in self._ancestors:
            self._ancestors[node] = _reached((node,), self.above) - {node}
        return self._ancestors[node]

    def all_below(self, nodes: tuple[str, ...]) -> frozenset[str]:
        """All nodes that have one of ``nodes`` above them."""
        if nodes not in self._below:
            self._below[nodes] = _reached(nodes, self._children)
        return self._below[nodes]


def _reached(start: Iterable[str], steps: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The nodes to which ``steps`` lead from ``start``, however far."""
    seen: set[str] = set()
    stack = list(start)
    while stack:
        for near in steps.get(stack.pop(), ()):
            if near not in seen:
                seen.add(near)
                stack.append(near)
    return frozenset(seen)

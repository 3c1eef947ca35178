"""Tumour types: OncoTree codes and names, DOIDs and plain words, and how a statement's condition stands to them.

Both trees are walked as one graph whose edges point upwards: OncoTree parent, DOID parents, and the bridge. An ``exact``
pair of the bridge is one disease under two identifiers; a ``broad`` DOID is an ancestor of the code; a ``narrow`` DOID
is a part of the code that clinicians do not tell from it (CML and BCR-ABL1-positive CML); a ``wide`` DOID is what the
code is meant as though its definition is broader (OncoTree's skin melanoma and "melanoma").

A text is resolved by the first of these that knows it (:meth:`TumorTypes.resolve`):

1. an OncoTree code in its own case (``COAD``), unless it is an organ's code (``LUNG``) or one of :data:`REFUSED_WORDS`;
2. an identifier: ``ONCOTREE:COAD``, ``DOID:234`` (bare digits are never taken for a DOID);
3. an alias of ``aliases.tsv`` (``breast cancer``, ``GIST``, ``KIRC``): plain words mean what clinicians mean by them;
4. the name of an OncoTree or DOID node; 5. an OncoTree code in any case; 6. a synonym of DOID;
7. the same again without stage words ("metastatic") and with "cancer" for "carcinoma of", "tumour of", "neoplasm";
8. the same words in another order and with the organ's adjective (renal = kidney).

Spelling is made one beforehand (:mod:`tumor_spelling`): British or American, plural or singular, hyphens, apostrophes.
OncoTree codes win over study codes of The Cancer Genome Atlas where both exist (``ESCA``, ``CESC``, ``TGCT``);
``TCGA-TGCT`` says the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.disease_trees import DiseaseTrees
from pm_annotate.knowledge.tumor_spelling import loose_key, spelling_key, without_stage_words, without_tumor_words
from pm_annotate.model import TumorRelation, TumorType

# Words that have an OncoTree code or name of their own which the user almost surely does not mean.
REFUSED_WORDS = {
    "MT": "MT is OncoTree's 'Malignant Tumor' of the CNS/brain. Write ONCOTREE:MT if that is meant, else name the organ.",
    "mt": "mt is OncoTree's 'Malignant Tumor' of the CNS/brain. Write ONCOTREE:MT if that is meant, else name the organ.",
    "all": "Write ALL for acute lymphoblastic leukaemia; leave the tumour type out where it is not known.",
}
ANY_TUMOR = frozenset({"DOID:162", "DOID:14566", "DOID:4", "DOID:0050686", "DOID:0050687", "ONCOTREE:TISSUE"})
ANY_SOLID = "ANY:SOLID"
BLOOD_AND_LYMPH = frozenset({"ONCOTREE:LYMPH", "ONCOTREE:MYELOID", "DOID:2531"})  # what "solid tumour" leaves out
_BEST_FIRST = (TumorRelation.SAME, TumorRelation.ANCESTOR, TumorRelation.ANY, TumorRelation.DESCENDANT, TumorRelation.OTHER)

_QUALITY = re.compile(
    r"^((b-cell )?adult|childhood|pediatric|familial|hereditary|castration-resistant)\b|(positive|negative) breast cancer$",
    re.I,
)


def load_tumor_types(folder: Path) -> TumorTypes:
    """The tumour types of the tables in ``folder``. Nothing is read before a type is asked for."""
    return TumorTypes(folder)


class TumorTypes:
    """What words for tumours mean in the two disease trees. Every table is read when it is first needed, then kept."""

    def __init__(self, folder: Path) -> None:
        self._trees = DiseaseTrees(folder)
        self._condition_nodes: dict[str, tuple[str, ...]] = {}
        self._relations: dict[tuple[tuple[str, ...], frozenset[str], tuple[str, ...], str], TumorRelation] = {}

    # ------------------------------------------------------------------------------------------------------- tables

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Spelling key (or, for aliases that hold only in their own case, ``=ALL``) -> name, nodes."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for name, nodes, words, *_ in self._trees.rows("aliases.tsv"):
            meaning = (name, tuple(nodes.split(";")))
            for word in (name, *words.split("|")):
                if word:
                    found.setdefault(word if word.startswith("=") else spelling_key(word), meaning)
        return found

    @cached_property
    def _name_table(self) -> str:
        """``tumor_names.tsv`` as it stands: one line is looked for in it, which is faster than parsing all."""
        return self._trees.text_of("tumor_names.tsv")

    @cached_property
    def _loose_keys(self) -> dict[str, str]:
        """Loose key -> spelling key of an alias or a name (not of synonyms). Built only for a text that nothing else knows."""
        found: dict[str, str] = {}
        for key in self._aliases:
            found.setdefault(loose_key(key), key)
        for line in self._name_table.split("\n")[1:]:
            key, _, rest = line.partition("\t")
            if rest and not rest.startswith("\t"):
                found.setdefault(loose_key(key), key)
        return found

    # ------------------------------------------------------------------------------------------------------ resolving

    def resolve(self, text: str) -> TumorType:
        """The tumour type that a user's word means. Raises UsageError with the nearest names when nothing knows it."""
        text = " ".join(text.split())
        if text in REFUSED_WORDS:
            raise UsageError(f"--tumor-type {text}: {REFUSED_WORDS[text]}")
        found = self._identify(text)
        if found is None:
            raise UsageError(self._unknown(text))
        name, nodes = found
        shared = frozenset.intersection(*(self._trees.ancestors(node) for node in nodes)) if name == "" else frozenset()
        union = frozenset().union(*(self._trees.ancestors(node) for node in nodes))
        ancestors = (shared if name == "" else union) - frozenset(nodes)
        name = name or self._display_name(nodes)
        return TumorType(text, name, nodes, ancestors, (name, *self._lineage(nodes[0], name)))

    def _identify(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Name and nodes. An empty name: the text is the name of several codes, so only what they share lies above."""
        code = "ONCOTREE:" + text
        if code in self._trees.names and not self._is_organ_word(code):
            return self._node(code)
        prefix, _, local = text.partition(":")
        if prefix.upper() in ("ONCOTREE", "DOID", "LOCAL") and local:
            return self._identifier(prefix.upper(), local.strip())
        if "=" + text in self._aliases:
            return self._alias("=" + text)
        key = spelling_key(text)
        if text.startswith("m") and text[1:].isupper() and key not in self._aliases:
            return self._identify(text[1:])  # metastatic: mRCC; mPC is prostate or pancreas, and never a myopericytoma
        found = self._by_key(key, text) or self._by_plain_words(key) or self._by_loose_key(key)
        return found or self._with_abbreviation(text)

    def _with_abbreviation(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """``Gastrointestinal stromal tumour (GIST)``: the name, if what stands in brackets is no other tumour type."""
        name, bracket, abbreviation = text.rstrip(") ").partition("(")
        if not bracket or "(" in abbreviation:
            return None
        found, also = self._identify(name.strip()), self._identify(abbreviation.strip())
        if found is None or also is None:
            return found
        lines = [self._ancestors_of_all(nodes) | set(nodes) for nodes in (found[1], also[1])]
        return found if set(found[1]) & lines[1] or set(also[1]) & lines[0] else None

    def _ancestors_of_all(self, nodes: Sequence[str]) -> set[str]:
        return {above for node in nodes for above in self._trees.ancestors(node)}

    def _by_key(self, key: str, text: str = "") -> tuple[str, tuple[str, ...]] | None:
        if key in self._aliases:
            return self._alias(key)
        named, synonym_of = self._named(key)
        if named:
            return self._of_that_name(named)
        upper = "ONCOTREE:" + text.upper()
        if len(text) > 2 and upper in self._trees.names:
            return self._node(upper)
        top = [node for node in synonym_of if all(node == o or node in self._trees.ancestors(o) for o in synonym_of)]
        return self._node(top[0]) if top else None

    def _by_plain_words(self, key: str) -> tuple[str, tuple[str, ...]] | None:
        """Without stage words, then with "cancer" for the word for tumour, then without any."""
        bare = without_stage_words(key)
        organ = without_tumor_words(bare)
        tries = (bare, f"{organ} cancer", organ) if organ and organ != bare else (bare,)
        return next((found for attempt in tries if attempt and attempt != key and (found := self._by_key(attempt))), None)

    def _by_loose_key(self, key: str) -> tuple[str, tuple[str, ...]] | None:
        tries = (loose_key(key), loose_key(without_stage_words(key)))
        known = next((self._loose_keys[attempt] for attempt in tries if attempt and attempt in self._loose_keys), "")
        return self._by_key(known) if known else None

    def _named(self, key: str) -> tuple[list[str], list[str]]:
        """Nodes of this name, and nodes that have it as a synonym."""
        start = self._name_table.find(f"\n{key}\t") if key else -1
        if start < 0:
            return [], []
        _, named, synonym_of = self._name_table[start + 1 : self._name_table.find("\n", start + 1)].split("\t")
        return [node for node in named.split(";") if node], [node for node in synonym_of.split(";") if node]

    def _of_that_name(self, named: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """One node, or a DOID that says what its codes have in common, or several codes without a common node."""
        codes = [node for node in named if node.startswith("ONCOTREE:")]
        doids = [node for node in named if not node.startswith("ONCOTREE:")]
        if len(codes) > 1 and not doids:
            return "", tuple(dict.fromkeys(node for code in codes for node in self._same_as(code)))
        nodes = dict.fromkeys(node for node in (*codes, *doids) if len(codes) <= 1 or node in doids)
        every = dict.fromkeys(equal for node in nodes for equal in self._same_as(node))
        return self._display_name(tuple(every)), tuple(every)

    def _identifier(self, prefix: str, local: str) -> tuple[str, tuple[str, ...]] | None:
        candidates = (f"{prefix}:{local}", f"{prefix}:{local.upper()}")
        return next((self._node(node) for node in candidates if node in self._trees.names), None)

    def _alias(self, key: str) -> tuple[str, tuple[str, ...]]:
        name, nodes = self._aliases[key]
        return name, tuple(dict.fromkeys((*nodes, *(equal for node in nodes for equal in self._equal(node)))))

    def _node(self, node: str) -> tuple[str, tuple[str, ...]]:
        """A node with its equals. A DOID whose name is an alias (DOID:1612 breast cancer) means what the alias means."""
        if not node.startswith("ONCOTREE:"):
            key = spelling_key(self._trees.names[node])
            if key in self._aliases and node in self._aliases[key][1]:
                return self._alias(key)
        return self._display_name((node,)), self._same_as(node)

    def _same_as(self, node: str) -> tuple[str, ...]:
        """The node, its exact equals, what else it is meant as, and the equals of that."""
        start = (node, *self._equal(node))
        parts = [part for near in start for part in self._trees.meant.get(near, ())]
        return tuple(dict.fromkeys((*start, *parts, *(equal for part in parts for equal in self._equal(part)))))

    def _equal(self, node: str) -> Sequence[str]:
        return self._trees.equal.get(node, ())

    def _is_organ_word(self, node: str) -> bool:
        """OncoTree's first level that is also a plain word: "LUNG", "SOFT_TISSUE". The alias is what people mean."""
        return "ONCOTREE:TISSUE" in self._trees.above[node] and spelling_key(node.removeprefix("ONCOTREE:")) in self._aliases

    # -------------------------------------------------------------------------------------------------------- names

    def _display_name(self, nodes: Sequence[str]) -> str:
        node = next((node for node in nodes if node.startswith("ONCOTREE:")), nodes[0])
        return self._trees.names[node][:1].upper() + self._trees.names[node][1:]

    def _lineage(self, node: str, name: str) -> list[str]:
        """Names above a node up to the root, by OncoTree's first parents where it has a code, else by DOID's."""
        node = next((equal for equal in self._equal(node) if equal.startswith("ONCOTREE:")), node)
        names = [self._display_name((node,))]
        seen = {node}
        while parents := [p for p in self._trees.above.get(node, ()) if p not in seen and p[:4] == node[:4]]:
            node = next((parent for parent in parents if parent not in ANY_TUMOR), parents[0])
            seen.add(node)
            if node not in ANY_TUMOR:
                names.append(self._display_name((node,)))
        return [above for above in names if above.casefold() != name.casefold()]

    def _unknown(self, text: str) -> str:
        near = [f'"{name}"' for name, _ in self.search(text, 5)]
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        return (
            f'Unknown tumour type "{text}".{hint} Give an OncoTree code or name (COAD), a DOID, or a plain name (lung cancer).'
        )

    def search(self, text: str, limit: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names like ``text``, the best first, each with its nodes: those that hold all its words, then near spellings."""
        key = spelling_key(text)
        words = key.split()
        named = {line.partition("\t")[0]: None for line in self._name_table.split("\n")[1:] if line}
        keys = dict.fromkeys((*(alias for alias in self._aliases if not alias.startswith("=")), *named))
        holding = [k for k in keys if words and all(f" {word}" in f" {k}" for word in words)]
        holding.sort(key=lambda k: (k not in self._aliases, len(k), k))
        found: dict[str, tuple[str, ...]] = {}
        for candidate in holding if len(holding) >= limit else [*holding, *_near(key, keys)]:
            if len(found) < limit and (meaning := self._by_key(candidate)):
                found.setdefault(meaning[0] or self._display_name(meaning[1]), meaning[1])
        return tuple(found.items())

    # ----------------------------------------------------------------------------------------------------- relations

    def relation(self, condition_ids: Sequence[str], condition: str, tumor: TumorType | None) -> TumorRelation:
        """How a statement's condition stands to the patient's tumour type.

        ``condition_ids`` are nodes ("DOID:9256", "ONCOTREE:COADREAD", "ANY:SOLID", "ANY:CANCER"); where none is given the
        name ``condition`` is looked up instead. The closest relation of several identifiers counts. A DOID outside the
        trees is no neoplasm, hence another disease; a condition that only has an unknown name stays unknown.
        """
        if tumor is None or not (condition_ids or condition.strip()):
            return TumorRelation.UNKNOWN
        key = (tumor.nodes, tumor.ancestors, tuple(condition_ids), condition)
        known = self._relations.get(key)
        if known is None:
            relations = {self._relation(node, tumor) for node in key[2] or self.nodes_of(condition)}
            known = next((relation for relation in _BEST_FIRST if relation in relations), TumorRelation.UNKNOWN)
            self._relations[key] = known
        return known

    def speaks_of(self, condition_ids: Sequence[str], condition: str, tumor: TumorType) -> TumorRelation | None:
        """SAME, ANCESTOR or ANY where a statement on the condition holds for the patient's tumour; None where it does not.

        The same as ``relation`` for those who ask for no more: the trees below and beside the tumour are not walked.
        """
        nodes = condition_ids or (self.nodes_of(condition) if condition.strip() else ())
        relations = {self._speaks_of(node, tumor) for node in nodes}
        return next((relation for relation in _BEST_FIRST if relation in relations), None)

    def nodes_of(self, condition: str) -> tuple[str, ...]:
        """The nodes that a condition's name stands for ("ANY:SOLID" for any solid tumour), or () when nothing knows it."""
        if condition not in self._condition_nodes:
            key = spelling_key(condition)
            if re.search(r"\bsolid (tumor|cancer|neoplasm)", key):
                nodes: tuple[str, ...] = (ANY_SOLID,)
            else:
                found = self._identify(" ".join(condition.split())) if key else None
                nodes = found[1] if found else ()
            self._condition_nodes[condition] = nodes
        return self._condition_nodes[condition]

    def _speaks_of(self, node: str, tumor: TumorType) -> TumorRelation | None:
        if node in tumor.nodes:
            return TumorRelation.SAME
        if node.startswith("ANY:"):
            solid = BLOOD_AND_LYMPH.isdisjoint(tumor.ancestors) and BLOOD_AND_LYMPH.isdisjoint(tumor.nodes)
            return TumorRelation.ANY if solid or node != ANY_SOLID else None
        if node in ANY_TUMOR:
            return TumorRelation.ANY
        return TumorRelation.ANCESTOR if node in tumor.ancestors else None

    def _relation(self, node: str, tumor: TumorType) -> TumorRelation:
        holding = self._speaks_of(node, tumor)
        if holding is not None:
            return holding
        if node in self._trees.all_below(tumor.nodes) or self._qualifies(node, tumor):
            return TumorRelation.DESCENDANT
        return TumorRelation.OTHER

    def _qualifies(self, node: str, tumor: TumorType) -> bool:
        """Whether a condition tells by age, receptors or heredity a disease that this tumour is.

        "HER2 positive breast cancer" cuts across the histologies: it may hold for an invasive ductal carcinoma, which stands
        beside it in the trees. Not asked where the tumour itself is given by such a quality (HER2-negative).
        """
        if not self._is_quality(node) or any(map(self._is_quality, tumor.nodes)):
            return False
        stems: set[str] = set()
        seen, stack = {node}, [node]
        while stack:  # the two sides of an exact pair stand above each other: never walk a node twice
            for parent in self._trees.above.get(stack.pop(), ()):
                if not _QUALITY.search(self._trees.names[parent]):
                    stems.add(parent)
                elif parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        stems -= ANY_TUMOR
        return bool(stems) and all(stem in tumor.ancestors or stem in tumor.nodes for stem in stems)

    def _is_quality(self, node: str) -> bool:
        return _QUALITY.search(self._trees.names.get(node, "")) is not None


def _near(key: str, keys: Iterable[str]) -> list[str]:
    """Keys spelled like ``key``, or with a word spelled like one of its words. Only for error messages and searches."""
    import difflib

    whole = difflib.get_close_matches(key, keys, n=5, cutoff=0.75)
    vocabulary = {word for known in keys for word in known.split() if len(word) > 3}
    corrected = [next(iter(difflib.get_close_matches(word, vocabulary, n=1, cutoff=0.75)), word) for word in key.split()]
    meant = [known for known in keys if all(word in known.split() for word in corrected)]
    return [*sorted(meant, key=len)[:5], *whole]

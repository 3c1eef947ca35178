"""The bridge from OncoTree codes to DOIDs: which disease of one tree is which of the other, and by what that is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.tumor_spelling import spelling_key


class OncotreeNode(NamedTuple):
    """One code of OncoTree. ``umls`` and ``nci`` are concept identifiers without prefix."""

    code: str
    name: str
    parents: tuple[str, ...]  # one upstream; curated edges may add to it or replace it
    tissue: str
    umls: tuple[str, ...]
    nci: tuple[str, ...]


@dataclass(slots=True)
class Doid:
    """One DOID (or a ``LOCAL:`` node of ours) while it is being put together from several files."""

    name: str = ""
    parents: set[str] = field(default_factory=set)
    synonyms: set[str] = field(default_factory=set)
    in_cancer_slim: bool = False


class BridgeRow(NamedTuple):
    """``relation`` says what the DOID is to the code; ``curated_bridge.tsv`` explains exact, broad, narrow and wide."""

    code: str
    doid: str
    relation: str
    basis: str  # xref_nci, xref_umls, name, synonym, curated


def closure(start: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    seen, stack = set(start), list(start)
    while stack:
        for following in edges.get(stack.pop(), ()):
            if following not in seen:
                seen.add(following)
                stack.append(following)
    return seen


def known_doid(doid: str, doids: Mapping[str, Doid], table: str) -> Doid:
    if doid not in doids:
        raise KnowledgeError(f"{table}: {doid} is not in the Disease Ontology files and not a curated node.")
    return doids[doid]


def oncotree_code(node: str, nodes: Mapping[str, OncotreeNode], table: str) -> str:
    code = node.removeprefix("ONCOTREE:")
    if code not in nodes:
        raise KnowledgeError(f"{table}: {code} is not an OncoTree code.")
    return code


def bridge_trees(
    nodes: Mapping[str, OncotreeNode],
    doids: Mapping[str, Doid],
    concepts: Mapping[str, set[str]],
    curated: Sequence[Mapping[str, str]],
) -> list[BridgeRow]:
    """The OncoTree codes that have a DOID of their own.

    Curated rows of a code replace what would be found. Else an equal name decides when no other code has that name
    ("Embryonal Carcinoma" stands four times in OncoTree), then an NCI Thesaurus concept, a UMLS concept, a synonym;
    each only where it leads to a single DOID. A DOID that several codes claim is exact for the one nearest to it and
    broad for the others.
    """
    rows = [
        BridgeRow(oncotree_code(r["code"], nodes, "curated_bridge.tsv"), r["doid"], r["relation"], "curated") for r in curated
    ]
    for row in rows:
        known_doid(row.doid, doids, "curated_bridge.tsv")
        if row.relation not in ("exact", "broad", "narrow", "wide"):
            raise KnowledgeError(
                f"curated_bridge.tsv: {row.code}: relation {row.relation!r} is none of exact, broad, narrow, wide."
            )
    settled = {row.code for row in rows}
    names, synonyms = _doids_by_key(doids)
    same_name: dict[str, list[str]] = defaultdict(list)
    for node in nodes.values():
        same_name[spelling_key(node.name)].append(node.code)
    claims: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, node in nodes.items():
        if code not in settled and node.parents:
            key = spelling_key(node.name)
            own_name = key if len(same_name[key]) == 1 else ""
            basis, doid = _best_doid(node, own_name, names, synonyms, concepts, doids)
            if doid:
                claims[doid].append((code, basis))
    taken = {row.doid for row in rows if row.relation == "exact"}
    for doid, claimants in claims.items():
        rows += _share(doid, claimants, nodes, doid in taken)
    return rows


def _best_doid(
    node: OncotreeNode,
    own_name: str,
    names: Mapping[str, set[str]],
    synonyms: Mapping[str, set[str]],
    concepts: Mapping[str, set[str]],
    doids: Mapping[str, Doid],
) -> tuple[str, str]:
    nci = {doid for concept in node.nci for doid in concepts.get(f"NCI:{concept}", ())} & doids.keys()
    umls = {doid for concept in node.umls for doid in concepts.get(f"UMLS_CUI:{concept}", ())} & doids.keys()
    found = (
        ("name", names.get(own_name, set())),
        ("xref_nci", nci),
        ("xref_umls", umls),
        ("synonym", synonyms.get(own_name, set())),
    )
    for basis, candidates in found:
        if len(candidates) == 1:
            return basis, next(iter(candidates))
    return "", ""


def _share(doid: str, claimants: Sequence[tuple[str, str]], nodes: Mapping[str, OncotreeNode], taken: bool) -> list[BridgeRow]:
    """One claimant is exact: by name, else the one above all others in OncoTree, else the only one. The rest are broad."""
    codes = [code for code, _ in claimants]
    by_name = [code for code, basis in claimants if basis == "name"]
    topmost = [code for code in codes if all(code == other or code in _lineage(other, nodes) for other in codes)]
    exact = "" if taken else next(iter(by_name or topmost), "")
    return [BridgeRow(code, doid, "exact" if code == exact else "broad", basis) for code, basis in claimants]


def _lineage(code: str, nodes: Mapping[str, OncotreeNode]) -> set[str]:
    return closure([code], {code: set(node.parents) for code, node in nodes.items()}) - {code}


def _doids_by_key(doids: Mapping[str, Doid]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    names: dict[str, set[str]] = defaultdict(set)
    synonyms: dict[str, set[str]] = defaultdict(set)
    for doid, node in doids.items():
        names[spelling_key(node.name)].add(doid)
        for synonym in node.synonyms:
            synonyms[spelling_key(synonym)].add(doid)
    return names, synonyms

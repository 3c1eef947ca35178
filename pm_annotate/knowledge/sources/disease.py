"""Importer of the disease trees: OncoTree, the Disease Ontology (DOID), and the bridge between them.

Reads the upstream files and our own curated tables (``curated_*.tsv``, hand-written), and writes the tables that
``tumor_types.py`` reads. Output is sorted, so it can be read in a diff.

Upstream, in one folder:

* ``oncotree_2025_10_03.json`` (CC BY 4.0): the tree of codes with their UMLS and NCI Thesaurus concepts;
* ``doid_subclass.tsv`` (CC0): the whole DOID hierarchy of an older release, with the organ *and* the histology parents;
* ``DO_cancer_slim.obo`` (CC0): the current names, synonyms and newer nodes. Its ``is_a`` rolls missing parents up;
* ``doid_xref.tsv`` (CC0): concepts of other vocabularies per DOID.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.sources.disease_bridge import (
    BridgeRow,
    Doid,
    OncotreeNode,
    bridge_trees,
    closure,
    known_doid,
    oncotree_code,
)
from pm_annotate.knowledge.tumor_spelling import spelling_key
from pm_annotate.resources import resources_folder

ONCOTREE_FILE = "oncotree_2025_10_03.json"
NEOPLASM_ROOTS = ("DOID:14566", "DOID:350", "DOID:3405")  # cellular proliferation; mastocytosis and histiocytosis stand outside

HISTOLOGIES = (  # the end of a name -> the class; the first that fits
    (" mucinous adenocarcinoma", "DOID:3030"),
    (" papillary adenocarcinoma", "DOID:3112"),
    (" adenocarcinoma", "DOID:299"),
    (" transitional cell carcinoma", "DOID:2671"),
    (" urothelial carcinoma", "DOID:2671"),
    (" squamous cell carcinoma", "DOID:1749"),
    (" neuroendocrine carcinoma", "DOID:1800"),
    (" neuroendocrine tumor", "DOID:169"),
    (" carcinoma", "DOID:305"),
    (" melanoma", "DOID:1909"),
    (" mesothelioma", "DOID:1790"),
    ("leiomyosarcoma", "DOID:1967"),
    ("rhabdomyosarcoma", "DOID:3247"),
    ("angiosarcoma", "DOID:0001816"),
    ("liposarcoma", "DOID:3382"),
    ("sarcoma", "DOID:1115"),
)
NOT_SARCOMAS = ("carcinosarcoma", "adenosarcoma", "gliosarcoma", "lymphosarcoma", "reticulosarcoma", "myeloid sarcoma",
                "granulocytic sarcoma", "langerhans cell sarcoma", "histiocytic sarcoma", "dendritic cell sarcoma",
                "mast-cell sarcoma")  # fmt: skip


def build_disease_tables(source: Path, out: Path, curated: Path | None = None) -> dict[str, int]:
    """Write ``oncotree.tsv``, ``doid_cancer.tsv``, ``oncotree_doid.tsv`` and ``tumor_names.tsv`` to ``out``.

    ``curated`` is the folder of our hand-written tables: the packaged one unless given. Returns the rows per table.
    Raises KnowledgeError when an upstream file is absent, or a curated row names a node that does not exist.
    """
    curated = curated or resources_folder() / "disease"
    nodes = read_oncotree(_present(source / ONCOTREE_FILE))
    doids = read_doids(source)
    local_edges = _apply_curated_nodes(doids, nodes, _rows(curated / "curated_nodes.tsv"))
    _add_histology_parents(doids)
    nodes = _apply_curated_edges(doids, nodes, _rows(curated / "curated_edges.tsv"))
    kept = _cancer_part(doids, {row["id"] for row in _rows(curated / "curated_nodes.tsv")})
    bridge = bridge_trees(nodes, kept, _concepts(source), _rows(curated / "curated_bridge.tsv"))
    bridge = sorted({*bridge, *local_edges}, key=lambda row: (row.code, row.doid, row.relation))
    out.mkdir(parents=True, exist_ok=True)
    return {
        "oncotree.tsv": _write_oncotree(out / "oncotree.tsv", nodes),
        "doid_cancer.tsv": _write_doids(out / "doid_cancer.tsv", kept),
        "oncotree_doid.tsv": _write(
            out / "oncotree_doid.tsv",
            ("code", "doid", "relation", "basis", "code_name", "doid_name"),
            ((r.code, r.doid, r.relation, r.basis, nodes[r.code].name, kept[r.doid].name) for r in bridge),
        ),
        "tumor_names.tsv": _write_names(out / "tumor_names.tsv", nodes, kept),
    }


# ------------------------------------------------------------------------------------------------------------ reading


def read_oncotree(path: Path) -> dict[str, OncotreeNode]:
    """Code -> node, every node of the tree, the root ``TISSUE`` included."""
    found: dict[str, OncotreeNode] = {}

    def walk(node: Mapping[str, Any], parent: str) -> None:
        concepts = node.get("externalReferences") or {}
        name = re.sub(r"\s+", " ", node["name"]).strip()
        umls, nci = tuple(concepts.get("UMLS", ())), tuple(concepts.get("NCI", ()))
        found[node["code"]] = OncotreeNode(node["code"], name, (parent,) if parent else (), node.get("tissue") or "", umls, nci)
        for child in node["children"].values():
            walk(child, node["code"])

    walk(json.loads(path.read_text(encoding="utf-8"))["TISSUE"], "")
    return found


def read_doids(source: Path) -> dict[str, Doid]:
    """DOID -> node, from the hierarchy and the slim. The slim's name stands; older names are kept as synonyms."""
    doids: dict[str, Doid] = defaultdict(Doid)
    for row in _rows(source / "doid_subclass.tsv"):
        child, parent = doids[row["doid"]], doids[row["parent_doid"]]
        child.parents.add(row["parent_doid"])
        child.name, parent.name = row["label"], row["parent_label"]
    for row in _rows(source / "doid_xref.tsv"):
        if row["doid"] in doids:
            _rename(doids[row["doid"]], row["label"])
    for doid, name, parents, synonyms in _slim_terms(source / "DO_cancer_slim.obo"):
        node = doids[doid]
        _rename(node, name.removeprefix("obsolete "))
        node.synonyms.update(synonyms)
        node.parents.update(parents)
        node.in_cancer_slim = True
    for node in doids.values():
        node.synonyms.discard(node.name)
    return dict(doids)


def _slim_terms(path: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Yield DOID, name, parents, exact synonyms of each term of an OBO file."""
    for stanza in _present(path).read_text(encoding="utf-8").split("[Term]")[1:]:
        stanza = stanza.split("\n[", 1)[0]
        doid, name = re.search(r"^id: (\S+)", stanza, re.M), re.search(r"^name: (.+)", stanza, re.M)
        if doid is None or name is None:
            raise KnowledgeError(f"{path}: a term has no id or no name: {stanza[:80]!r}. Fetch the file again.")
        synonyms = re.findall(r'^synonym: "(.*?)" EXACT', stanza, re.M)
        yield doid[1], name[1].strip(), re.findall(r"^is_a: (\S+)", stanza, re.M), synonyms


def _concepts(source: Path) -> dict[str, set[str]]:
    """Concept ("NCI:C4017", "UMLS_CUI:C0153555") -> DOIDs that refer to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(source / "doid_xref.tsv"):
        found[row["xref"]].add(row["doid"])
    for stanza in (source / "DO_cancer_slim.obo").read_text(encoding="utf-8").split("[Term]")[1:]:
        doid = stanza.split("id: ", 1)[1].split("\n", 1)[0]
        for xref in re.findall(r"^xref: (\S+)", stanza, re.M):
            found[xref].add(doid)
    return found


def _rename(node: Doid, name: str) -> None:
    if node.name:
        node.synonyms.add(node.name)
    node.name = name


def _rows(path: Path) -> list[dict[str, str]]:
    with _present(path).open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _present(path: Path) -> Path:
    if not path.is_file():
        raise KnowledgeError(f"{path} is missing: the disease trees cannot be built without it.")
    return path


# ------------------------------------------------------------------------------------------------------ our curation


def _apply_curated_nodes(
    doids: dict[str, Doid], nodes: Mapping[str, OncotreeNode], rows: Sequence[Mapping[str, str]]
) -> set[BridgeRow]:
    """Add DOIDs that the upstream files lack and ``LOCAL:`` nodes; return their edges from OncoTree codes."""
    edges: set[BridgeRow] = set()
    for row in rows:
        node = doids.setdefault(row["id"], Doid())
        node.name = row["name"] or node.name
        node.parents.update(_split(row["parents"]))
        node.synonyms.update(_split(row["synonyms"], "|"))
        if not node.name:
            raise KnowledgeError(f"curated_nodes.tsv: {row['id']} has no name, and no upstream file knows it.")
    for row in rows:
        for child in _split(row["children"]):
            if child.startswith("ONCOTREE:"):
                edges.add(BridgeRow(oncotree_code(child, nodes, "curated_nodes.tsv"), row["id"], "broad", "curated"))
            else:
                known_doid(child, doids, "curated_nodes.tsv").parents.add(row["id"])
    return edges


def _apply_curated_edges(
    doids: Mapping[str, Doid], nodes: Mapping[str, OncotreeNode], rows: Sequence[Mapping[str, str]]
) -> dict[str, OncotreeNode]:
    """Add or remove parents, and drop names that have come to mislead (DOID:0070004 was once called "myeloma").

    Changes ``doids`` in place; returns the OncoTree nodes with their edges changed.
    """
    changed = dict(nodes)
    for row in rows:
        child, action, parent = row["child"], row["action"], row["parent"]
        if action not in ("add", "remove", "not_named"):
            raise KnowledgeError(f"curated_edges.tsv: action {action!r} is none of add, remove, not_named.")
        if child.startswith("ONCOTREE:"):
            code, above = oncotree_code(child, nodes, "curated_edges.tsv"), oncotree_code(parent, nodes, "curated_edges.tsv")
            kept = tuple(known for known in changed[code].parents if known != above)
            changed[code] = changed[code]._replace(parents=(*kept, above) if action == "add" else kept)
            continue
        node = known_doid(child, doids, "curated_edges.tsv")
        if action == "add":
            known_doid(parent, doids, "curated_edges.tsv")
            node.parents.add(parent)
        else:
            (node.parents if action == "remove" else node.synonyms).discard(parent)
    return changed


def _add_histology_parents(doids: Mapping[str, Doid]) -> None:
    """Put every cancer under the histology that its name ends with: DOID places most of them by organ alone.

    "Lung adenocarcinoma" is an adenocarcinoma, "osteosarcoma" a sarcoma. A class is never put under its own descendant.
    """
    above = {doid: node.parents for doid, node in doids.items()}
    for doid, node in sorted(doids.items()):
        name = node.name.casefold()
        for ending, histology in HISTOLOGIES:
            if name.endswith(ending) and doid != histology and histology in doids and "DOID:162" in closure([doid], above):
                if not name.endswith(NOT_SARCOMAS) and doid not in closure([histology], above):
                    node.parents.add(histology)
                break


def _cancer_part(doids: Mapping[str, Doid], curated_ids: set[str]) -> dict[str, Doid]:
    """The neoplasms, the slim and the curated nodes, with all below and above them."""
    children: dict[str, set[str]] = defaultdict(set)
    for doid, node in doids.items():
        for parent in node.parents:
            children[parent].add(doid)
    own = curated_ids | {doid for doid, node in doids.items() if node.in_cancer_slim}
    kept = closure(closure((*NEOPLASM_ROOTS, *own), children), {doid: node.parents for doid, node in doids.items()})
    return {doid: doids[doid] for doid in sorted(kept & doids.keys())}


def _split(cell: str, separator: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


# ------------------------------------------------------------------------------------------------------------ writing


def _write_oncotree(path: Path, nodes: Mapping[str, OncotreeNode]) -> int:
    rows = (
        (n.code, n.name, ";".join(n.parents), n.tissue, ";".join(n.umls), ";".join(n.nci)) for _, n in sorted(nodes.items())
    )
    return _write(path, ("code", "name", "parents", "tissue", "umls", "nci"), rows)


def _write_doids(path: Path, doids: Mapping[str, Doid]) -> int:
    rows = ((d, n.name, ";".join(sorted(n.parents)), "|".join(sorted(n.synonyms))) for d, n in sorted(doids.items()))
    return _write(path, ("doid", "name", "parents", "synonyms"), rows)


def _write_names(path: Path, nodes: Mapping[str, OncotreeNode], doids: Mapping[str, Doid]) -> int:
    """Spelling key -> nodes of that name, and nodes of which it is a synonym. Diseases that are no neoplasm included."""
    named: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for code, node in nodes.items():
        named[spelling_key(node.name)][0].add(f"ONCOTREE:{code}")
    for doid, entry in doids.items():
        named[spelling_key(entry.name)][0].add(doid)
        for synonym in entry.synonyms:
            named[spelling_key(synonym)][1].add(doid)
    rows = ((key, ";".join(sorted(own)), ";".join(sorted(other - own))) for key, (own, other) in sorted(named.items()) if key)
    return _write(path, ("key", "named", "synonym_of"), rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    lines = ["\t".join(re.sub(r"[\t\r\n]+", " ", cell) for cell in row) for row in rows]
    path.write_text("\n".join(("\t".join(header), *lines)) + "\n", encoding="utf-8", newline="\n")
    return len(lines)

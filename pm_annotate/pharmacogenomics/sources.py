"""Importer (build time only): allele definitions, allele functions and phenotype tables become TSV files of our own schema.

Read: ``pgx/alleles/*.json`` and ``pgx/phenotype/*.json`` (the allele definition and phenotype files that PharmCAT and ClinPGx
publish: CPIC content, CC0), ``pgx/pypgx/*.csv`` (pypgx, MIT: GRCh37 positions, functions of CYP2D6 and G6PD, positions of
MT-RNR1) and ``pgx/drug_gene_guidance_index.tsv`` (ClinPGx annotations, CC BY-SA 4.0). What differs in licence goes to files of
its own: ``*.cpic.tsv``, ``*.clinpgx.tsv``, ``*.pypgx.tsv``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pm_annotate.errors import KnowledgeError
from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.iupac import IUPAC
from pm_annotate.pharmacogenomics.source_positions import POSITION_COLUMNS, mitochondrial_positions, position_rows

GENES = (
    "ABCG2", "CYP2B6", "CYP2C19", "CYP2C9", "CYP2D6", "CYP3A4", "CYP3A5", "DPYD", "G6PD", "NUDT15", "SLCO1B1", "TPMT",
    "UGT1A1",
)  # fmt: skip
MITOCHONDRIAL = "MT-RNR1"
OF_CLINPGX = ("CYP3A4",)  # functions and phenotypes that ClinPGx curated from the Dutch guideline, not CPIC
OF_PYPGX = ("CYP2D6", "G6PD")

ALLELE_COLUMNS = ("gene", "allele", "is_reference", "defining")
FUNCTION_COLUMNS = ("gene", "allele", "function", "activity_value")
PHENOTYPE_COLUMNS = ("gene", "function_1", "function_2", "activity_score", "phenotype")
GUIDELINE_COLUMNS = ("source", "drug", "genes", "guideline_id", "url")

HEMIZYGOUS = "-"  # in function_2: there is no second gene copy
Row = Mapping[str, object]
Lift = Callable[[str, int], tuple[str, int] | None]
Bases = Callable[[Assembly, str, int, int], str]


def build_pharmacogenomics(source: Path, output: Path, lift: Lift, bases: Bases) -> dict[str, dict[str, int]]:
    """Write the tables of ``resources/pharmacogenomics``; returns what was counted, by file name.

    ``lift`` gives the GRCh37 place of a GRCh38 position, ``bases`` the known reference bases of a closed span ("" where not
    known). Raises KnowledgeError where the sources contradict each other or the reference.
    """
    pypgx = {name: _csv_rows(source / "pypgx" / f"{name}-table.csv") for name in ("variant", "allele", "diplotype")}
    definitions = {gene: _json(source / "alleles" / f"{gene}.json") for gene in GENES}
    positions = [
        *(row for gene in GENES for row in position_rows(definitions[gene], pypgx["variant"], lift, bases)),
        *mitochondrial_positions(pypgx["variant"]),
    ]
    alleles = [row for gene in GENES for row in allele_rows(definitions[gene])] + list(_mitochondrial_alleles(pypgx["allele"]))
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {
        "positions.tsv": (POSITION_COLUMNS, positions),
        "alleles.tsv": (ALLELE_COLUMNS, alleles),
        "guidelines.clinpgx.tsv": (GUIDELINE_COLUMNS, list(guideline_rows(source / "drug_gene_guidance_index.tsv"))),
    }
    tables |= _function_tables(source, definitions, pypgx)
    output.mkdir(parents=True, exist_ok=True)
    for name, (columns, rows) in tables.items():
        _write(output / name, columns, rows)
    return {name: {"rows": len(rows)} for name, (_, rows) in tables.items()}


def allele_rows(definition: Mapping[str, Any]) -> Iterator[Row]:
    """One row per named allele; ``defining`` lists GRCh38 positions with the bases wanted there (IUPAC where several may be).

    The reference allele lists only where it may have other bases than GRCh38. A position that another allele does not name
    is that of the reference allele.
    """
    variants = definition["variants"]
    for allele in definition["namedAlleles"]:
        cells = list(zip(variants, allele["alleles"], strict=True))
        if allele["reference"]:
            cells = [(variant, bases) for variant, bases in cells if bases != variant["ref"]]
            if any(variant["ref"] not in IUPAC.get(bases, "") for variant, bases in cells):
                raise KnowledgeError(f"{definition['gene']} {allele['name']}: the reference allele differs from GRCh38.")
        named = [f"{variant['position']}={bases}" for variant, bases in cells if bases]
        yield {
            "gene": definition["gene"],
            "allele": allele["name"],
            "is_reference": "yes" if allele["reference"] else "",
            "defining": ",".join(named),
        }


def _mitochondrial_alleles(rows: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    for row in rows:
        if row["Gene"] == MITOCHONDRIAL:
            _, pos, _, alt = row["GRCh38Core"].split("-") if row["GRCh38Core"] != "N/A" else ("", "", "", "")
            yield {
                "gene": MITOCHONDRIAL,
                "allele": row["StarAllele"],
                "is_reference": "" if pos else "yes",
                "defining": f"{pos}={alt}" if pos else "",
            }


def _function_tables(
    source: Path, definitions: Mapping[str, Mapping[str, Any]], pypgx: Mapping[str, list[dict[str, str]]]
) -> dict[str, tuple[Sequence[str], list[Row]]]:
    functions: dict[str, list[Row]] = {"cpic": [], "clinpgx": [], "pypgx": []}
    phenotypes: dict[str, list[Row]] = {"cpic": [], "clinpgx": [], "pypgx": []}
    for gene in (*GENES, MITOCHONDRIAL):
        if gene in OF_PYPGX:
            functions["pypgx"] += pypgx_functions(gene, pypgx["allele"], pypgx["diplotype"])
            continue
        layer = "clinpgx" if gene in OF_CLINPGX else "cpic"
        table = _json(source / "phenotype" / f"{gene.replace('-', '_')}.json")
        sub_alleles = definitions[gene]["suballelesMap"] if gene in definitions else {}
        functions[layer] += function_rows(table, sub_alleles)
        phenotypes[layer] += phenotype_rows(table)
    phenotypes["pypgx"] += g6pd_phenotypes(functions["pypgx"], pypgx["diplotype"])
    return {f"functions.{layer}.tsv": (FUNCTION_COLUMNS, rows) for layer, rows in functions.items()} | {
        f"phenotypes.{layer}.tsv": (PHENOTYPE_COLUMNS, rows) for layer, rows in phenotypes.items()
    }


def function_rows(table: Mapping[str, Any], sub_alleles: Mapping[str, str]) -> Iterator[Row]:
    """Function and activity value of each named allele; a suballele (``*45.001``) has those of its core allele."""
    known = {allele["name"]: allele for allele in table["namedAlleles"]}
    names = [(name, name) for name in known] + [(name, core) for name, core in sub_alleles.items() if core in known]
    for name, core in names:
        yield {
            "gene": table["gene"],
            "allele": name,
            "function": known[core]["functionValue"],
            "activity_value": known[core]["activityValue"] or "",
        }


def phenotype_rows(table: Mapping[str, Any]) -> Iterator[Row]:
    """Phenotype of each pair of functions (or activity values, where the gene has them).

    The source lists every pair of alleles; that the pair of functions alone decides is checked here.
    """
    keys = {allele["name"]: str(allele["activityValue"] or allele["functionValue"]) for allele in table["namedAlleles"]}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for diplotype in table["diplotypes"]:
        pair = sorted(keys[name] for name, copies in diplotype["diplotypekey"].items() for _ in range(copies))
        key = (pair[0], pair[1] if len(pair) > 1 else HEMIZYGOUS)
        value = (diplotype["activityScore"] or "", diplotype["phenotype"])
        if found.setdefault(key, value) != value:
            raise KnowledgeError(f"{table['gene']} {diplotype['diplotype']}: {value}, elsewhere {found[key]} for {key}.")
    for (first, second), (score, phenotype) in sorted(found.items()):
        yield {
            "gene": table["gene"], "function_1": first, "function_2": second, "activity_score": score, "phenotype": phenotype,
        }  # fmt: skip


def pypgx_functions(gene: str, alleles: Iterable[Mapping[str, str]], diplotypes: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    """Functions of CYP2D6 and G6PD. G6PD alleles of unknown class that are deficient in men stand with that class."""
    in_men = {
        row["Diplotype"].removesuffix("/MALE"): row["Phenotype"] for row in diplotypes if row["Diplotype"].endswith("/MALE")
    }
    deficient = {
        "G6PD Deficient": "Class II (Deficient)",
        "G6PD Deficient with CNSHA": "Class I (Deficient with CNSHA)",
    }
    for row in alleles:
        if row["Gene"] != gene or row["StarAllele"] == "MALE":
            continue
        function = row["Function"]
        if gene == "G6PD" and function == "Unknown Function":
            function = deficient.get(in_men.get(row["StarAllele"], ""), function)
        value = row["ActivityScore"]
        yield {
            "gene": gene,
            "allele": row["StarAllele"],
            "function": function,
            "activity_value": "" if value == "N/A" else str(float(value)),
        }


def g6pd_phenotypes(functions: Iterable[Row], diplotypes: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    """Phenotype of each pair of G6PD classes, and of each class in men, who have one copy."""
    classes = {str(row["allele"]): str(row["function"]) for row in functions if row["gene"] == "G6PD"}
    found: dict[tuple[str, str], str] = {}
    for row in diplotypes:
        if row["Gene"] != "G6PD":
            continue
        first, second = _split_diplotype(row["Diplotype"], classes)
        key = (classes[first], HEMIZYGOUS) if second == "MALE" else tuple(sorted((classes[first], classes[second])))
        if found.setdefault((key[0], key[1]), row["Phenotype"]) != row["Phenotype"]:
            raise KnowledgeError(f"G6PD {row['Diplotype']}: {row['Phenotype']}, elsewhere {found[key[0], key[1]]} for {key}.")
    for (one, two), phenotype in sorted(found.items()):
        yield {"gene": "G6PD", "function_1": one, "function_2": two, "activity_score": "", "phenotype": phenotype}


def _split_diplotype(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    for index, letter in enumerate(text):
        if letter == "/" and text[:index] in names and (text[index + 1 :] in names or text[index + 1 :] == "MALE"):
            return text[:index], text[index + 1 :]
    raise KnowledgeError(f"The diplotype {text} does not name two known alleles.")


def guideline_rows(path: Path) -> Iterator[Row]:
    """Guidelines, labels and associations by drug, with the genes that their names end in."""
    for row in _csv_rows(path, "\t"):
        genes = row["guidance_name"].rpartition(" and " if " and " in row["guidance_name"] else " - ")[2]
        yield {
            "source": row["source"], "drug": row["drug"], "genes": genes, "guideline_id": row["guidance_id"], "url": row["url"],
        }  # fmt: skip


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _csv_rows(path: Path, separator: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=separator))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write("\t".join(columns) + "\n")
        for row in rows:
            handle.write("\t".join(str(row[column]) for column in columns) + "\n")

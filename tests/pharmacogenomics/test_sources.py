"""The packaged tables are what the sources say."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pm_annotate.build_resources.pharmacogenomics import build_pharmacogenomics_tables
from pm_annotate.errors import KnowledgeError
from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.pharmacogenomics.definitions import DefiningPosition, table_rows
from pm_annotate.pharmacogenomics.indel_forms import equivalent_forms
from pm_annotate.pharmacogenomics.iupac import possible_bases
from pm_annotate.pharmacogenomics.source_positions import right_shift
from pm_annotate.pharmacogenomics.sources import GENES, phenotype_rows


@pytest.fixture(scope="module")
def built(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pgx")
    build_pharmacogenomics_tables(shared_data, folder)
    return folder


def test_the_packaged_tables_are_those_that_the_importer_writes(built: Path, resources: Path) -> None:
    for path in built.iterdir():
        assert path.read_bytes() == (resources / "pharmacogenomics" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("gene", GENES)
def test_definitions_are_those_of_the_source(gene: str, pgx: Pharmacogenomics, shared_data: Path) -> None:
    source = json.loads((shared_data / "pgx" / "alleles" / f"{gene}.json").read_text())
    definition = pgx.definition(Assembly.GRCH38, gene)
    assert [(p.pos, p.ref) for p in definition.positions] == [(v["position"], v["ref"]) for v in source["variants"]]
    ours = {allele.name: allele for allele in definition.alleles}
    assert set(ours) == {allele["name"] for allele in source["namedAlleles"]}
    for allele in source["namedAlleles"]:
        for index, bases in enumerate(allele["alleles"]):
            if bases:
                assert definition.allowed(ours[allele["name"]], index) == possible_bases(bases)


@pytest.mark.parametrize("assembly", list(Assembly))
def test_all_forms_of_an_indel_make_the_same_sequence(assembly: Assembly, pgx: Pharmacogenomics, shared_data: Path) -> None:
    slices = _slices(shared_data / "genome" / f"genomic_slices.{assembly}.fa.gz")
    checked = 0
    for gene in ("DPYD", "G6PD", "UGT1A1"):
        for position in pgx.definition(assembly, gene).positions:
            if position.is_indel:
                low, bases = next((s, b) for c, s, b in slices if c == position.chrom and s <= position.pos < s + len(b))
                checked += _check_forms(position, low, bases)
    assert checked > 40


def _check_forms(position: DefiningPosition, low: int, bases: str) -> int:
    checked = 0
    for allele in position.known:
        if allele == position.ref:
            continue
        made = set()
        for pos, ref, alt in equivalent_forms(position, allele):
            assert bases[pos - low :].startswith(ref)
            made.add(bases[: pos - low] + alt + bases[pos - low + len(ref) :])
            checked += 1
        assert len(made) == 1
    return checked


def _slices(path: Path) -> list[tuple[str, int, str]]:
    records: list[tuple[str, int, list[str]]] = []
    with gzip.open(path, "rt") as lines:
        for line in lines:
            if line.startswith(">"):
                chrom, _, span = line.strip().split("|")[3].partition(":")
                records.append((chrom, int(span.split("-")[0]), []))
            else:
                records[-1][2].append(line.strip())
    return [(chrom, start, "".join(parts)) for chrom, start, parts in records]


def test_every_guidance_row_stands_under_a_guideline_of_its_drug_and_gene(resources: Path) -> None:
    folder = resources / "pharmacogenomics"
    guidelines: dict[str, list[dict[str, str]]] = {}
    for row in table_rows(folder / "guidelines.clinpgx.tsv"):
        guidelines.setdefault(row["guideline_id"], []).append(row)
    for row in table_rows(folder / "guidance.tsv"):
        of_drug = [g for g in guidelines[row["guideline_id"]] if row["drug"].lower() in g["drug"].lower()]
        assert of_drug, row["drug"]
        assert all(gene in guideline["genes"] for guideline in of_drug for gene in row["gene"].split("+")), row


def test_guidance_speaks_of_phenotypes_that_exist(resources: Path, pgx: Pharmacogenomics) -> None:
    known = {(gene, found.phenotype.lower()) for (gene, _, _), found in pgx.phenotypes.phenotypes.items()}
    known |= {("CYP2D6", f"{word} metabolizer") for word in ("poor", "intermediate", "normal", "ultrarapid")}
    plain = known | {(gene, text.removeprefix("likely ").removeprefix("possible ")) for gene, text in known}
    for row in table_rows(resources / "pharmacogenomics" / "guidance.tsv"):
        assert all((gene, row["phenotype"].lower()) in plain for gene in row["gene"].split("+")), row


def test_a_repeat_ends_where_its_last_unit_ends() -> None:
    ugt1a1 = {
        "position": 233760233, "ref": "CAT", "alts": ["C", "CATAT"], "chromosomeHgvsName": "g.233760235TA[6]; g.233760235TA[8]",
        "cpicToVcfAlleleMap": {"TA(7)": "CAT", "TA(8)": "CATAT", "TA(6)": "C"},
    }  # fmt: skip
    assert right_shift(ugt1a1) == 15


def test_an_indel_is_known_at_the_very_end_of_its_repeat(pgx: Pharmacogenomics) -> None:
    """G6PD rs137852338 (Sunderland): the name that the source gives is two bases short of the rightmost place."""
    (sunderland,) = [position for position in pgx.positions(Assembly.GRCH38)["G6PD"] if position.pos == 154546045]
    assert sunderland.repeat_end - sunderland.pos == 10
    assert (154546052, "ATGA", "A") in set(equivalent_forms(sunderland, "C"))


def test_an_indel_without_a_name_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="not that of an insertion or deletion"):
        right_shift({"position": 5, "ref": "CA", "alts": ["C"], "chromosomeHgvsName": "g.6A>T"})


def test_a_phenotype_that_the_pair_of_functions_does_not_decide_is_refused() -> None:
    allele = {"activityValue": None, "functionValue": "No function"}
    diplotypes = [
        {"diplotype": "*2/*2", "diplotypekey": {"*2": 2}, "activityScore": None, "phenotype": "Poor Metabolizer"},
        {"diplotype": "*2/*3", "diplotypekey": {"*2": 1, "*3": 1}, "activityScore": None, "phenotype": "Normal Metabolizer"},
    ]
    table = {"gene": "TPMT", "namedAlleles": [allele | {"name": "*2"}, allele | {"name": "*3"}], "diplotypes": diplotypes}
    with pytest.raises(KnowledgeError, match=r"TPMT \*2/\*3"):
        list(phenotype_rows(table))

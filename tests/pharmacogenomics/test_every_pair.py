"""Every allele and every pair of alleles, written into a VCF and called back, phased and unphased, on both assemblies."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.calls import PgxOptions, Pharmacogenomics
from tests.pharmacogenomics.simulated_vcf import all_pairs, call_gene, people_of, sites_of, write_vcf

BOTH = pytest.mark.parametrize("assembly", list(Assembly))
PHASED = pytest.mark.parametrize("phased", [True, False], ids=["phased", "unphased"])

ALTERNATIVES = {"TPMT": 1, "NUDT15": 1, "UGT1A1": 4, "CYP2C19": 4, "CYP3A5": 0, "ABCG2": 0, "DPYD": 0}
"""Unphased pairs that another pair fits as well or better (TPMT *3B/*3C is *1/*3A, unless phase tells)."""


@BOTH
@PHASED
@pytest.mark.parametrize("gene", sorted(ALTERNATIVES))
def test_every_pair_of_alleles_is_called_back(
    gene: str, phased: bool, assembly: Assembly, pgx: Pharmacogenomics, tmp_path: Path
) -> None:
    definition = pgx.definition(assembly, gene)
    pairs = all_pairs(definition)
    if gene == "DPYD" and phased == (assembly is Assembly.GRCH38):  # 3,570 pairs: all of them once per assembly is enough
        pairs = {sample: names for sample, names in pairs.items() if definition.reference.name in names}
    sites = sites_of(write_vcf(tmp_path / "all.vcf", definition, people_of(definition, pairs), phased), pgx, assembly)
    ambiguous = 0
    for sample, names in pairs.items():
        call = call_gene(pgx, assembly, gene, sites[sample])
        assert call.status == "complete"
        assert "/".join(names) in (*call.diplotypes, *call.other_diplotypes), names
        ambiguous += call.diplotypes != ("/".join(names),)
    assert ambiguous == (0 if phased else ALTERNATIVES[gene])


@BOTH
@pytest.mark.parametrize("gene", ["CYP2B6", "CYP2C9", "CYP3A4", "SLCO1B1", "CYP2D6"])
def test_every_allele_beside_the_reference_is_called_back(
    gene: str, assembly: Assembly, pgx: Pharmacogenomics, tmp_path: Path
) -> None:
    definition = pgx.definition(assembly, gene)
    pairs = {f"P{n}": (definition.reference.name, allele.name) for n, allele in enumerate(definition.alleles)}
    sites = sites_of(write_vcf(tmp_path / "all.vcf", definition, people_of(definition, pairs), True), pgx, assembly)
    for sample, names in pairs.items():
        assert "/".join(names) in call_gene(pgx, assembly, gene, sites[sample]).diplotypes, names


@BOTH
def test_every_g6pd_allele_of_a_man_is_called_back(assembly: Assembly, pgx: Pharmacogenomics, tmp_path: Path) -> None:
    definition = pgx.definition(assembly, "G6PD")
    men = {f"P{n}": (allele.name,) for n, allele in enumerate(definition.alleles)}
    sites = sites_of(write_vcf(tmp_path / "men.vcf", definition, people_of(definition, men), True), pgx, assembly)
    for sample, (name,) in men.items():
        call = call_gene(pgx, assembly, "G6PD", sites[sample])
        assert call.diplotypes == (name,)
        assert call.phenotype.startswith("G6PD")


@PHASED
def test_every_g6pd_allele_of_a_carrier_is_called_back(phased: bool, pgx: Pharmacogenomics, tmp_path: Path) -> None:
    definition = pgx.definition(Assembly.GRCH38, "G6PD")
    women = {f"P{n}": (definition.reference.name, allele.name) for n, allele in enumerate(definition.alleles)}
    sites = sites_of(write_vcf(tmp_path / "women.vcf", definition, people_of(definition, women), phased), pgx, Assembly.GRCH38)
    for sample, names in women.items():
        call = call_gene(pgx, Assembly.GRCH38, "G6PD", sites[sample], PgxOptions(sex="female"))
        assert "/".join(names) in (*call.diplotypes, *call.other_diplotypes)


@BOTH
def test_every_mitochondrial_allele_is_called_back(assembly: Assembly, pgx: Pharmacogenomics, tmp_path: Path) -> None:
    definition = pgx.definition(assembly, "MT-RNR1")
    people = {f"P{n}": (allele.name,) for n, allele in enumerate(definition.alleles)}
    sites = sites_of(write_vcf(tmp_path / "mt.vcf", definition, people_of(definition, people), False), pgx, assembly)
    for sample, names in people.items():
        assert call_gene(pgx, assembly, "MT-RNR1", sites[sample]).diplotypes == names

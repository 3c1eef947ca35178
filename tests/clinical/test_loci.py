"""Which loci matter: from the statements for the tumour type, one row for each place that can be looked at."""

from __future__ import annotations

from collections.abc import Callable

from pm_annotate.clinical.loci import actionable_loci
from pm_annotate.knowledge.wild_type_loci import WildTypeRule
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind, Statement, TumorType
from pm_annotate.model.loci import ActionableLocus, LocusKind
from tests.clinical.loci_run import TABLES, loci_of
from tests.knowledge.constructed_table import statement

COLORECTAL = TABLES.tumor_type("COADREAD")
RULES = {"KRAS": WildTypeRule("KRAS", (12, 13), (), False, "", "guideline")}


class _Table:
    def __init__(self, biomarkers: list[Biomarker], statements: list[Statement]) -> None:
        self.biomarkers = {one.biomarker_id: one for one in biomarkers}
        self._statements = statements

    def strong_statements(self, about: Callable[[tuple[str, ...], str], bool]) -> list[Statement]:
        return [one for one in self._statements if about(one.condition_ids, one.condition)]


def loci(biomarkers: list[Biomarker], tumor: TumorType | None = COLORECTAL, **changed: object) -> list[ActionableLocus]:
    fields: dict[str, object] = {"condition_ids": ("DOID:9256",), "condition": "Colorectal Cancer", "strength": "Level A"}
    rows = [
        statement(f"s{number}", one.biomarker_id, **(fields | changed))  # type: ignore[arg-type]
        for number, one in enumerate(biomarkers)
    ]
    return list(actionable_loci(_Table(biomarkers, rows), TABLES.tumor_types, tumor, RULES))


V600E = Biomarker("b1", "BRAF V600E", BiomarkerKind.PROTEIN_CHANGE, "BRAF", protein_changes=("V600E",))
V600K = Biomarker("b2", "BRAF V600K", BiomarkerKind.PROTEIN_CHANGE, "BRAF", protein_changes=("V600K",))
CODON = Biomarker("b3", "BRAF V600", BiomarkerKind.CODON, "BRAF", codons=(600,))


def test_criteria_on_one_codon_are_one_locus() -> None:
    (locus,) = loci([CODON, V600E, V600K])
    assert (locus.name, locus.biomarker_ids, locus.residues, locus.n_statements) == (
        "V600",
        ("b1", "b2", "b3"),
        ((600, 600),),
        3,
    )


def test_only_strong_supporting_statements_on_therapy_for_this_tumour_count() -> None:
    assert loci([V600E])
    assert not loci([V600E], strength="Level C")
    assert not loci([V600E], direction="disputes")
    assert not loci([V600E], condition_ids=("DOID:1909",), condition="Melanoma")
    assert not loci([V600E], predicate="associatedWithWorseOutcomeFor", statement_type="Prognostic")
    assert loci([V600E], condition_ids=("ANY:SOLID",), condition="Solid tumours")
    assert not loci([V600E], tumor=None)
    assert loci([V600E], tumor=None, condition_ids=("ANY:SOLID",), condition="Solid tumours")
    assert loci([V600E], tumor=None, condition_ids=("DOID:162",), condition="Cancer")


def test_the_reason_names_drug_source_and_level_and_says_resistance() -> None:
    (approved,) = loci([V600E], regulatory_approval="FDA")
    assert approved.why == "Vemurafenib (FDA, Level A)"
    (resists,) = loci([V600E], predicate="predictsResistanceTo", strength="Level B")
    assert resists.why == "resistance to Vemurafenib (test, Level B)"


def test_splice_sites_are_looked_at_where_any_criterion_of_the_locus_asks() -> None:
    kinds = (BiomarkerKind.ANY_VARIANT, BiomarkerKind.LOSS_OF_FUNCTION)
    (lost,) = [one for one in loci([Biomarker(kind, f"BRCA2 {kind}", kind, "BRCA2") for kind in kinds]) if one.splice_sites]
    assert lost.whole_gene


def test_insertions_whose_places_overlap_are_one_locus() -> None:
    names = ("D770_N771insSVD", "N771_H773dup", "H773_V774insH", "E746_A750del")
    found = loci([Biomarker(name, name, BiomarkerKind.PROTEIN_CHANGE, "EGFR", protein_changes=(name,)) for name in names])
    assert [locus.residues for locus in found] == [((746, 750),), ((770, 774),)]
    assert all(locus.only_named for locus in found)


def test_wild_type_is_the_tested_codons_or_cannot_be_told() -> None:
    wild = [Biomarker(gene, f"{gene} wild type", BiomarkerKind.WILD_TYPE, gene) for gene in ("KRAS", "RB1")]
    kras, rb1 = loci(wild)
    assert (kras.kind, kras.name, kras.residues) == (LocusKind.WILD_TYPE, "wild type (codons 12, 13)", ((12, 12), (13, 13)))
    assert (rb1.kind, "--marker RB1=wildtype" in rb1.unseen) == (LocusKind.UNSEEN, True)


def test_what_no_file_of_variants_shows_has_no_locus() -> None:
    assert not loci([Biomarker("e", "HER2-positive", BiomarkerKind.EXPRESSION, "ERBB2")])
    assert loci([Biomarker("a", "ERBB2 amplification", BiomarkerKind.AMPLIFICATION, "ERBB2")])[0].unseen


def test_the_packaged_table_gives_the_loci_that_oncologists_ask_for() -> None:
    colorectal = {(one.gene, one.name) for one in loci_of("COADREAD", Assembly.GRCH38)[0]}
    assert {("BRAF", "V600"), ("KRAS", "G12"), ("NTRK1", "fusion"), ("ERBB2", "amplification")} <= colorectal
    lung, places = loci_of("NSCLC", Assembly.GRCH38)
    names = {(one.gene, one.name) for one in lung}
    assert {
        ("EGFR", "exon 19 deletion"), ("EGFR", "exon 20 insertion"), ("EGFR", "L858"), ("EGFR", "T790"), ("KRAS", "G12"),
        ("MET", "exon 14 skipping"), ("ALK", "fusion"), ("EGFR", "wild type (exons 18-21)"),
    } <= names  # fmt: skip
    for locus, place in zip(lung, places, strict=True):
        assert bool(place.parts) or locus.unseen or place.unplaced, locus


def test_genes_stand_in_the_order_of_the_strongest_reason() -> None:
    ranks = [(one.gene, one.rank) for one in loci_of("COADREAD", Assembly.GRCH38)[0]]
    best: dict[str, int] = {}
    for gene, rank in ranks:
        best[gene] = min(rank, best.get(gene, rank))
    order = list(dict.fromkeys(gene for gene, _ in ranks))
    assert order == sorted(order, key=lambda gene: (best[gene], gene))
    assert set(order[:3]) == {"BRAF", "KRAS", "NRAS"}

"""The knowledge tables, from the sources' own files to our schema: importers, typing, and the join with the genome."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pm_annotate.genome.genome import load_genome
from pm_annotate.intervals import merged_regions
from pm_annotate.knowledge.clinvar_alleles import COLUMNS as CLINVAR_COLUMNS
from pm_annotate.knowledge.clinvar_alleles import OUTSIDE_COLUMNS, SIGNIFICANCE, ClinvarAlleles, is_conflicting
from pm_annotate.knowledge.gene_knowledge import load_protein_regions
from pm_annotate.knowledge.profile_names import Vocabulary
from pm_annotate.knowledge.sources import approvals, civic, civic_variants, clinvar, gene_roles, hotspots, predisposition
from pm_annotate.knowledge.sources.civic import Imported
from pm_annotate.knowledge.sources.source_file import SourceFile, read_rows
from pm_annotate.knowledge.table_file import read_table, write_table
from pm_annotate.knowledge_tables.biomarkers import BiomarkerRegistry, JoinReport, agreeing_allele, with_alleles
from pm_annotate.knowledge_tables.civic_tables import (
    CC0,
    places_of_rs_numbers,
    single_profile_ids,
    write_biomarkers,
    write_statements,
    write_typing_report,
)
from pm_annotate.knowledge_tables.coding_names import with_coding_names
from pm_annotate.knowledge_tables.numbering import with_transcripts
from pm_annotate.knowledge_tables.packaged_genome import PackagedGenome, packaged_genomes
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly, Biomarker

ODBL = "ODbL-1.0"
CIVIC = "https://civicdb.org/releases/main"
CIVIC_EVIDENCE = ("civic_evidence.2026-05-29.tsv", "CIViC", "2026-05-29", CC0, CIVIC)
CIVIC_ASSERTIONS = ("civic_assertions.2026-08.tsv", "CIViC", "2026-08-12", CC0, CIVIC)
APPROVALS = (
    "regulatory_approvals.2026-05.tsv", "Molecular Oncology Almanac", "2026-05", ODBL,
    "drug labels of FDA, EMA, Health Canada, HSE and HPRA as collected at https://moalmanac.org",
)  # fmt: skip
HOTSPOTS = ("cancerhotspots_v2.grch38.tsv", "cancerhotspots.org", "v2", ODBL, "https://www.cancerhotspots.org")
CPSR = ("predisposition_genes.2026-06.tsv", "CPSR", "2026-06", "MIT", "https://github.com/sigven/cpsr")
CLINVAR = ("clinvar_pathogenic.grch38.tsv.gz", "ClinVar", "undated", "public domain", "https://www.ncbi.nlm.nih.gov/clinvar/")
ROLES = (
    "intogen_drivers.2023-05-31.tsv",
    "IntOGen, CancerMine, CPSR",
    "2023-05-31",
    f"{CC0} AND MIT",
    "https://www.intogen.org",
)


@dataclass(slots=True)
class BuildReport:
    """What the build counted and could not use, for SOURCES.md and the typing report."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # file -> what -> how many
    join: JoinReport = field(default_factory=JoinReport)
    unplaced_conditions: Counter[str] = field(default_factory=Counter)


class KnowledgeBuild:
    """One build: where the sources are, where the tables go, and what all steps share."""

    def __init__(self, source: Path, output: Path) -> None:
        self.source = source / "knowledge"
        self.disease = source / "disease"
        self.chain = source / "genome" / "GRCh37_to_GRCh38.chain"
        self.output = output / "knowledge"
        self.genome_folder = output / "genome"
        self.report = BuildReport()

    @cached_property
    def genomes(self) -> Mapping[Assembly, PackagedGenome]:
        return packaged_genomes(self.genome_folder)

    def file(self, name: str, knowledge_base: str, version: str, licence: str, origin: str) -> SourceFile:
        return SourceFile(self.source / name, knowledge_base, version, licence, origin)

    def rows(self, name: str) -> list[dict[str, str]]:
        return read_rows(self.source / name)

    def run(self) -> BuildReport:
        """Write every knowledge table."""
        self.output.mkdir(parents=True, exist_ok=True)
        roles = self.gene_roles()
        vocabulary = Vocabulary(roles, load_protein_regions(self.output / "protein_regions.tsv"))
        self.predisposition_genes()
        self.hotspots()
        self.clinvar()
        biomarkers = [*self.civic(vocabulary), *self.approvals(vocabulary)]
        write_typing_report(self.output, biomarkers)
        return self.report

    # ------------------------------------------------------------------------------------------------------- layers

    def gene_roles(self) -> dict[str, frozenset[str]]:
        rows = gene_roles.import_gene_roles(
            self.rows("intogen_drivers.2023-05-31.tsv"),
            self.rows("cancermine_gene_roles.2023-03.tsv"),
            self.rows("predisposition_genes.2026-06.tsv"),
        )
        write_table(self.output / "gene_roles.tsv", self.file(*ROLES).header(), gene_roles.COLUMNS, rows)
        self.report.counts["gene_roles.tsv"] = {"genes": len(rows)}
        return {row["gene"]: frozenset(row["roles"].split(";")) for row in rows}

    def predisposition_genes(self) -> None:
        secondary = read_table(self.output / "acmg_secondary_findings.tsv").rows()
        rows = predisposition.import_predisposition_genes(self.rows(CPSR[0]), secondary)
        write_table(self.output / "predisposition_genes.tsv", self.file(*CPSR).header(), predisposition.COLUMNS, rows)
        by_loss = sum(predisposition.LOSS_OF_FUNCTION in row["mechanism"] for row in rows)
        self.report.counts["predisposition_genes.tsv"] = {"genes": len(rows), "by loss of function": by_loss}

    def hotspots(self) -> None:
        rows = hotspots.import_hotspots(self.rows("cancerhotspots_v2.grch37.tsv"), self.rows("cancerhotspots_v2.grch38.tsv"))
        write_table(self.output / "hotspots.tsv", self.file(*HOTSPOTS).header(), hotspots.COLUMNS, rows)
        self.report.counts["hotspots.tsv"] = {"protein changes": len(rows)}

    def clinvar(self) -> None:
        """One table per assembly; alleles are left out where the packaged reference has other bases."""
        source = self.file(*CLINVAR)
        published = list(clinvar.all_alleles(source.path))
        to_grch37 = LiftOver(self.chain, inverted=True)
        for assembly in Assembly:
            rows: dict[str, dict[str, str]] = {}
            for key, code, gene in published:
                place = key if assembly == Assembly.GRCH38 else clinvar.lifted_allele(key, to_grch37)
                aligned = agreeing_allele(assembly, place, self.genomes[assembly]) if place else None
                if aligned:
                    allele = ":".join(map(str, aligned))
                    rows[allele] = {"allele": allele, "significance": code, "gene": gene}
            name = f"clinvar.{assembly}.tsv"
            ordered = [rows[allele] for allele in sorted(rows, key=str.encode)]
            conflicting = sum(is_conflicting(SIGNIFICANCE[row["significance"]]) for row in ordered)
            write_table(self.output / name, source.header(), CLINVAR_COLUMNS, ordered)
            self.report.counts[name] = {"read": len(published), "alleles": len(ordered), "of these conflicting": conflicting}
            self.clinvar_outside(assembly, source)

    def clinvar_outside(self, assembly: Assembly, source: SourceFile) -> None:
        """The places of the alleles that lie in no packaged gene, so that a run need not look for them."""
        genes = load_genome(self.genome_folder, assembly).regions()
        places = merged_regions(ClinvarAlleles(self.output).loci_outside(assembly, genes))
        rows = [
            {"chrom": chrom, "start": str(start), "end": str(end)}
            for chrom, intervals in sorted(places.items())
            for start, end in intervals
        ]
        name = f"clinvar_outside.{assembly}.tsv"
        write_table(self.output / name, source.header(), OUTSIDE_COLUMNS, rows)
        self.report.counts[name] = {"intervals": len(rows)}

    def civic(self, vocabulary: Vocabulary) -> list[Biomarker]:
        newer = self.rows("civic_variants_new.2026.tsv")
        summaries = self.rows("civic_VariantSummaries.2024-08-01.tsv")
        evidence, assertions = self.rows(CIVIC_EVIDENCE[0]), self.rows(CIVIC_ASSERTIONS[0])
        names = civic_variants.profile_ids_by_name(newer, summaries)
        names |= single_profile_ids((*evidence, *assertions))
        registry = BiomarkerRegistry("civic", vocabulary, names)
        items = civic.import_evidence(evidence, registry.biomarker_id)
        self.statements("statements.civic.tsv", CIVIC_EVIDENCE, items, civic.EVIDENCE_EXTRA_COLUMNS)
        claims = civic.import_assertions(assertions, evidence, registry.biomarker_id)
        self.statements("statements.civic_assertions.tsv", CIVIC_ASSERTIONS, claims, civic.ASSERTION_EXTRA_COLUMNS)
        coordinates = self.rows("civic_variants.both_builds.2024-08-01.tsv")
        changes = civic_variants.sequence_changes(coordinates, newer, LiftOver(self.chain))
        places = places_of_rs_numbers(self.output.parent)
        joined = [
            with_alleles(self.joined(marker, changes), places.get(marker.rsid, ()), self.genomes, self.report.join)
            for marker in registry.biomarkers.values()
        ]
        return self.biomarkers("biomarkers.civic.tsv", CIVIC_EVIDENCE, joined)

    def approvals(self, vocabulary: Vocabulary) -> list[Biomarker]:
        tree = json.loads((self.disease / "oncotree_2025_10_03.json").read_text(encoding="utf-8"))
        registry = BiomarkerRegistry("label", vocabulary, {})
        rows = approvals.import_approvals(self.rows(APPROVALS[0]), registry.biomarker_id, approvals.oncotree_names(tree))
        self.report.unplaced_conditions.update(row["condition"] for row in rows if not row["condition_ids"])
        every = Imported(rows, read=len(rows), flagged=0)
        self.statements("statements.approvals.tsv", APPROVALS, every, approvals.EXTRA_COLUMNS)
        joined = [self.joined(marker, {}) for marker in registry.biomarkers.values()]
        return self.biomarkers("biomarkers.approvals.tsv", APPROVALS, joined)

    # -------------------------------------------------------------------------------------------------------- parts

    def joined(self, biomarker: Biomarker, changes: Mapping[str, tuple[civic_variants.SequenceChange, ...]]) -> Biomarker:
        source_id = biomarker.biomarker_id.rpartition(":MP")[2]
        placed = with_alleles(biomarker, changes.get(source_id, ()), self.genomes, self.report.join)
        numbered = with_transcripts(placed, self.genomes, self.report.join)
        return with_coding_names(numbered, self.genomes[Assembly.GRCH38].genome)

    def statements(
        self, file_name: str, source: tuple[str, str, str, str, str], imported: Imported, extra: Sequence[str]
    ) -> None:
        header = self.file(*source).header()
        self.report.counts[file_name] = write_statements(self.output / file_name, header, imported, extra)

    def biomarkers(
        self, file_name: str, source: tuple[str, str, str, str, str], biomarkers: list[Biomarker]
    ) -> list[Biomarker]:
        ordered = sorted(biomarkers, key=lambda biomarker: biomarker.biomarker_id)
        header = self.file(*source).header()
        self.report.counts[file_name] = write_biomarkers(self.output / file_name, header, ordered)
        return ordered

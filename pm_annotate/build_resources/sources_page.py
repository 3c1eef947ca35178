"""``resources/SOURCES.md``: origin, licence, date and checksum of everything that is packaged, and what was left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.build_resources.knowledge import BuildReport
from pm_annotate.knowledge.table_file import sha256_of
from pm_annotate.knowledge_tables.sources_section import FILES_HEAD, description_line, packaged_line, read_line
from pm_annotate.pharmacogenomics.sources import GENES as PHARMACOGENES
from pm_annotate.pharmacogenomics.sources import MITOCHONDRIAL, OF_CLINPGX, OF_PYPGX

CIVIC_FILES = (
    "knowledge/civic_evidence.2026-05-29.tsv", "knowledge/civic_assertions.2026-08.tsv",
    "knowledge/civic_variants.both_builds.2024-08-01.tsv", "knowledge/civic_variants_new.2026.tsv",
    "knowledge/civic_VariantSummaries.2024-08-01.tsv",
)  # fmt: skip

CPIC_PHENOTYPES = (
    *(gene for gene in PHARMACOGENES if gene not in (*OF_CLINPGX, *OF_PYPGX)), MITOCHONDRIAL.replace("-", "_"),
)  # fmt: skip


class Source(NamedTuple):
    """One source: what it is, its licence and date, the files read and the packaged files that hold what it says."""

    name: str
    origin: str
    licence: str
    date: str
    read: tuple[str, ...]  # below the source folder
    packaged: tuple[str, ...]  # patterns below resources/
    note: str = ""


SOURCES: tuple[Source, ...] = (
    Source(
        "CIViC", "https://civicdb.org/releases/main", "CC0 1.0", "evidence 2026-05-29, assertions 2026-08-12", CIVIC_FILES,
        ("knowledge/*.civic*.tsv", "genome/known_codons.civic.tsv"),
        "Accepted evidence and assertions without their prose; flagged rows are kept out. Variant coordinates are of the "
        "release of 2024-08-01 and of variants added since, joined on the molecular profile id.",
    ),
    Source(
        "Drug approvals", "labels of FDA, EMA, Health Canada, HSE and HPRA, as collected by the Molecular Oncology Almanac "
        "(https://moalmanac.org)", "ODbL 1.0 (database)", "2026-05", ("knowledge/regulatory_approvals.2026-05.tsv",),
        ("knowledge/*.approvals.tsv",), "A layer of its own: delete its two files and the tool works without it.",
    ),
    Source(
        "cancerhotspots.org v2", "https://www.cancerhotspots.org", "ODbL 1.0", "v2",
        ("knowledge/cancerhotspots_v2.grch37.tsv", "knowledge/cancerhotspots_v2.grch38.tsv"),
        ("knowledge/hotspots.tsv", "genome/known_codons.cancerhotspots.tsv"),
        "A layer of its own: delete its files and the tool works without them.",
    ),
    Source(
        "ClinVar", "https://www.ncbi.nlm.nih.gov/clinvar/", "public domain", "undated",
        ("knowledge/clinvar_pathogenic.grch38.tsv.gz",), ("knowledge/clinvar.*.tsv", "knowledge/clinvar_outside.*.tsv"),
        "Pathogenic and likely pathogenic alleles of cancer genes, and those that only some submitters call so (conflicting); "
        "GRCh37 lifted from GRCh38. Left out "
        "where the packaged reference has other bases.",
    ),
    Source(
        "Gene roles", "IntOGen (https://www.intogen.org), CancerMine (https://doi.org/10.5281/zenodo.1156241), CPSR "
        "(https://github.com/sigven/cpsr)", "CC0 1.0; predisposition genes MIT", "2023-05-31; 2023-03; 2026-06",
        (
            "knowledge/intogen_drivers.2023-05-31.tsv", "knowledge/cancermine_gene_roles.2023-03.tsv",
            "knowledge/predisposition_genes.2026-06.tsv",
        ),
        ("knowledge/gene_roles.tsv",), "The rule is written in pm_annotate/knowledge/sources/gene_roles.py.",
    ),
    Source(
        "Predisposition genes", "CPSR (https://github.com/sigven/cpsr)", "MIT", "2026-06",
        ("knowledge/predisposition_genes.2026-06.tsv",), ("knowledge/predisposition_genes.tsv",),
        "Inheritance and mechanism. Where CPSR names no mechanism ClinVar's counts in its table tell, and mechanism_basis "
        "says so (pm_annotate/knowledge/sources/predisposition.py).",
    ),
    Source(
        "Curated here", "this project", "Apache-2.0", "2026-11", (),
        (
            "knowledge/protein_regions.tsv", "knowledge/promoters.tsv", "knowledge/label_limitations.tsv",
            "knowledge/wild_type_loci.tsv", "knowledge/class_effects.tsv", "knowledge/acmg_secondary_findings.tsv",
            "genome/curated/*.tsv", "genome/known_codons.curated.tsv", "pharmacogenomics/guidance.tsv",
            "disease/aliases.tsv", "disease/curated_*.tsv", "examples/*",
        ),
    ),
    Source(
        "OncoTree", "https://oncotree.mskcc.org", "CC BY 4.0", "2025-10-03", ("disease/oncotree_2025_10_03.json",),
        ("disease/oncotree.tsv", "disease/oncotree_doid.tsv", "disease/tumor_names.tsv"),
    ),
    Source(
        "Disease Ontology", "https://disease-ontology.org", "CC0 1.0", "as in the files",
        ("disease/DO_cancer_slim.obo", "disease/doid_subclass.tsv", "disease/doid_xref.tsv"), ("disease/doid_cancer.tsv",),
        "Also in disease/oncotree_doid.tsv and disease/tumor_names.tsv.",
    ),
    Source(
        "Pharmacogenes: CPIC", "https://cpicpgx.org, as published by PharmCAT (https://pharmcat.org) and ClinPGx, with "
        "PharmVar's allele definitions (https://www.pharmvar.org)", "CC0 1.0 (CPIC)", "2025-11-05",
        (*(f"pgx/alleles/{gene}.json" for gene in PHARMACOGENES), *(f"pgx/phenotype/{gene}.json" for gene in CPIC_PHENOTYPES)),
        ("pharmacogenomics/alleles.tsv", "pharmacogenomics/positions.tsv", "pharmacogenomics/*.cpic.tsv"),
        "GRCh37 positions by pypgx and by the chain, which agree wherever both speak; MT-RNR1 positions of pypgx (MIT).",
    ),
    Source(
        "Pharmacogenes: ClinPGx", "https://www.clinpgx.org", "CC BY-SA 4.0", "2025-11-05",
        ("pgx/phenotype/CYP3A4.json", "pgx/drug_gene_guidance_index.tsv"), ("pharmacogenomics/*.clinpgx.tsv",),
        "Functions and phenotypes of CYP3A4 that ClinPGx curated from the Dutch guideline, and the index of guidelines and "
        "labels. A layer of its own: delete its three files and the tool works without it.",
    ),
    Source(
        "Pharmacogenes: pypgx", "https://github.com/sbslee/pypgx", "MIT", "as in the files",
        tuple(f"pgx/pypgx/{name}-table.csv" for name in ("allele", "diplotype", "variant")),
        ("pharmacogenomics/*.pypgx.tsv",), "Functions of CYP2D6 and G6PD, phenotypes of G6PD.",
    ),
    Source(
        "Transcripts and sequences", "Locus Reference Genomic records (EMBL-EBI, NCBI), Ensembl, RefSeqGene, GENCODE v43 and "
        "v19 intervals", "facts of the reference genome", "as in the files",
        tuple(
            f"genome/{name}" for name in (
                "transcripts.GRCh37.tsv", "transcripts.GRCh38.tsv", "cds.GRCh37.fa", "cds.GRCh38.fa",
                "genomic_slices.GRCh37.fa.gz", "genomic_slices.GRCh38.fa.gz", "cds_intervals.GRCh37.tsv",
                "cds_intervals.GRCh38.tsv", "proteins.fa", "GRCh37_to_GRCh38.chain",
            )
        ),
        ("genome/*.fa", "genome/transcripts.*.tsv", "genome/regions.*.tsv", "genome/*.index.tsv", "genome/versions.tsv"),
        "The chain lifts coordinates at build time and is not packaged.",
    ),
)  # fmt: skip


def sources_page(source: Path, output: Path, report: BuildReport) -> str:
    """The page as Markdown. Every packaged file is listed once; the page itself is not."""
    lines = [
        "# Sources of the packaged tables",
        "",
        "Written by `make resources`. Licences that differ from the project's stand in files of their own.",
    ]
    for described in SOURCES:
        lines += ["", f"## {described.name}", "", *_description(described), "", *_files(described, source, output, report)]
    lines += ["", "## What was left out or does not agree", "", *_left_out(report)]
    return "\n".join(lines) + "\n"


def _description(described: Source) -> Iterator[str]:
    yield description_line(described.origin, described.licence, described.date)
    if described.note:
        yield described.note


def _files(described: Source, source: Path, output: Path, report: BuildReport) -> Iterator[str]:
    yield from FILES_HEAD
    for name in described.read:
        yield read_line(name, sha256_of(source / name))
    for path in sorted({path for pattern in described.packaged for path in output.glob(pattern)}):
        yield packaged_line(path, output, report.counts.get(path.name, {}))


def _left_out(report: BuildReport) -> Iterator[str]:
    yield "Names that could not be typed: `knowledge/typing_report.tsv`."
    join = report.join
    sections: tuple[tuple[str, Sequence[str]], ...] = (
        ("Coordinates whose reference bases or length disagree with the assembly: left out there", join.reference_disagrees),
        ("Insertions and deletions outside the packaged sequence: no anchor base, left out", join.outside_packaged_sequence),
        ("Protein names that differ from the computed effect of the source's own allele", join.name_disagrees),
        ("Protein names that fit no packaged transcript", join.fits_no_transcript),
        ("Labelled indications without a tumour type", sorted(report.unplaced_conditions)),
    )
    for title, items in sections:
        yield ""
        yield f"{title} ({len(items)}):"
        yield ""
        yield from (f"- {item}" for item in sorted(items)) if items else ("- none",)

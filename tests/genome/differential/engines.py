"""Running the two engines on the made annotation, and reading what they say of each change."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.genome.differential.made_annotation import Contig, write_fasta, write_gff, write_gtf
from tests.genome.differential.random_changes import Change, info_values, write_vcf

SNPEFF_JAR = Path("/usr/share/java/snpeff.jar")
_SNPEFF_CONFIG = """data.dir = ./data/
codon.Standard : TTT/F, TTC/F, TTA/L, TTG/L, TCT/S, TCC/S, TCA/S, TCG/S, TAT/Y, TAC/Y, TAA/*, TAG/*, TGT/C, TGC/C, TGA/*, \
TGG/W, CTT/L, CTC/L, CTA/L, CTG/L, CCT/P, CCC/P, CCA/P, CCG/P, CAT/H, CAC/H, CAA/Q, CAG/Q, CGT/R, CGC/R, CGA/R, CGG/R, \
ATT/I, ATC/I, ATA/I, ATG/M+, ACT/T, ACC/T, ACA/T, ACG/T, AAT/N, AAC/N, AAA/K, AAG/K, AGT/S, AGC/S, AGA/R, AGG/R, GTT/V, \
GTC/V, GTA/V, GTG/V, GCT/A, GCC/A, GCA/A, GCG/A, GAT/D, GAC/D, GAA/E, GAG/E, GGT/G, GGC/G, GGA/G, GGG/G
made.genome : made
"""


@dataclass(frozen=True)
class Answer:
    """What an engine says of one change. ``terms`` are SO terms; the names are as the engine writes them."""

    terms: frozenset[str]
    protein: str = ""
    coding: str = ""


def bcftools_answers(folder: Path, contigs: list[Contig], changes: list[Change]) -> list[Answer]:
    """``bcftools csq --local-csq`` of the bcftools inside pysam. Terms get their SO names; protein is ``47K>47E``."""
    import pysam
    import pysam.bcftools

    write_fasta(contigs, folder / "made.fa")
    pysam.faidx(str(folder / "made.fa"))
    write_gff(contigs, folder / "made.gff3")
    write_vcf(changes, contigs, folder / "made.vcf")
    files = ["-f", str(folder / "made.fa"), "-g", str(folder / "made.gff3"), "-o", str(folder / "csq.vcf")]
    pysam.bcftools.csq("-l", *files, "-O", "v", str(folder / "made.vcf"), catch_stdout=False)
    answers = [Answer(frozenset())] * len(changes)
    for number, value in info_values(folder / "csq.vcf", "BCSQ"):
        parts = [part.split("|") for part in value.split(",") if part]
        terms = [term for part in parts for term in part[0].lstrip("*").split("&")]
        protein = next((part[5] for part in parts if len(part) > 5), "")
        answers[number] = Answer(frozenset(_SO_NAMES.get(term, term) for term in terms), protein)
    return answers


_SO_NAMES = {
    "missense": "missense_variant", "synonymous": "synonymous_variant", "frameshift": "frameshift_variant",
    "splice_acceptor": "splice_acceptor_variant", "splice_donor": "splice_donor_variant", "intron": "intron_variant",
    "splice_region": "splice_region_variant", "5_prime_utr": "5_prime_UTR_variant", "3_prime_utr": "3_prime_UTR_variant",
    "stop_retained": "stop_retained_variant", "start_retained": "start_retained_variant",
    "inframe_altering": "protein_altering_variant", "coding_sequence": "coding_sequence_variant",
}  # fmt: skip


def snpeff_is_installed() -> bool:
    """Debian's package ``snpeff`` (5.1) with a Java runtime."""
    return SNPEFF_JAR.exists() and shutil.which("java") is not None


def snpeff_answers(folder: Path, contigs: list[Contig], changes: list[Change]) -> list[Answer]:
    """SnpEff with a database of its own; names as it writes them: ``p.Phe578fs``, ``c.1734delT``."""
    database = folder / "data" / "made"
    database.mkdir(parents=True, exist_ok=True)
    (folder / "snpEff.config").write_text(_SNPEFF_CONFIG)
    write_gtf(contigs, database / "genes.gtf")
    write_fasta(contigs, database / "sequences.fa")
    write_vcf(changes, contigs, folder / "made.vcf")
    java = ["java", "-Xmx2g", "-jar", str(SNPEFF_JAR)]
    build = [*java, "build", "-gtf22", "-noCheckCds", "-noCheckProtein", "-c", "snpEff.config", "made"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    annotate = [*java, "ann", "-c", "snpEff.config", "-noStats", "-noLog", "-ud", "100", "made", "made.vcf"]
    with (folder / "ann.vcf").open("wb") as handle:
        subprocess.run(annotate, cwd=folder, check=True, stdout=handle, stderr=subprocess.DEVNULL)
    answers = [Answer(frozenset())] * len(changes)
    for number, value in info_values(folder / "ann.vcf", "ANN"):
        parts = value.split(",")[0].split("|")
        answers[number] = Answer(frozenset(parts[1].split("&")), parts[10], parts[9])
    return answers

"""What other annotators need on the same file for one part of the work: marking the alleles of our knowledge table.

Each is given the table as an indexed VCF and matches CHROM, POS, REF and ALT exactly; the annotated VCF goes to /dev/null. None
of them names consequences, matches codons, exons or genes, or writes reports. Debian: apt-get install bcftools vcfanno snpsift.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from make_benchmark_vcf import LENGTHS

from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.model import Assembly
from pm_annotate.resources import resources_folder

_HEADER = '##fileformat=VCFv4.2\n##INFO=<ID=PM,Number=.,Type=String,Description="Biomarkers of the knowledge table">\n'


def write_table(path: Path) -> Path:
    """The alleles of the packaged knowledge table on GRCh38, with their biomarkers, as a bgzipped and indexed VCF."""
    import pysam

    alleles: dict[tuple[str, int, str, str], list[str]] = {}
    for name, biomarker in load_knowledge(resources_folder() / "knowledge", ()).biomarkers.items():
        for assembly, chrom, pos, ref, alt in biomarker.alleles:
            if assembly is Assembly.GRCH38 and ref and alt:
                alleles.setdefault((chrom, pos, ref, alt), []).append("".join(c if c.isalnum() else "_" for c in name))
    order = list(LENGTHS)
    rows = sorted((order.index(chrom), pos, ref, alt) for chrom, pos, ref, alt in alleles if chrom in LENGTHS)
    with pysam.BGZFile(str(path), "wb") as packed:
        contigs = "".join(f"##contig=<ID=chr{name},length={length}>\n" for name, length in LENGTHS.items())
        packed.write(f"{_HEADER}{contigs}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n".encode())
        for place, pos, ref, alt in rows:
            markers = ",".join(sorted(alleles[order[place], pos, ref, alt]))
            packed.write(f"chr{order[place]}\t{pos}\t.\t{ref}\t{alt}\t.\t.\tPM={markers}\n".encode())
    pysam.tabix_index(str(path), preset="vcf", force=True)
    return path


def commands(vcf: Path, folder: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """The tools that are installed: name, and the command that annotates ``vcf``."""
    table = write_table(folder / "table.vcf.gz")
    if found := shutil.which("bcftools"):
        yield "bcftools annotate", [found, "annotate", "-a", str(table), "-c", "INFO/PM", "-o", "/dev/null", str(vcf)]
    if found := shutil.which("vcfanno"):
        recipe = folder / "vcfanno.toml"
        recipe.write_text(f'[[annotation]]\nfile="{table}"\nfields=["PM"]\nops=["self"]\nnames=["PM"]\n')
        yield "vcfanno", [found, str(recipe), str(vcf)]
    if found := shutil.which("SnpSift") or shutil.which("snpSift"):
        yield "SnpSift annotate", [found, "annotate", "-info", "PM", str(table), str(vcf)]

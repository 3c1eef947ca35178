"""Mutated tables beside a VCF for ``fuzz.py``: segments, fusions, BED, pharmacogene calls, a lab's knowledge, sample sheets."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutations import TABLE_MUTATIONS, mutated

from pm_annotate.cohort.sample_sheet import read_sample_sheet
from pm_annotate.errors import PmAnnotateError
from pm_annotate.knowledge.lab_template import lab_template
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.pharmacogenomics.outside_calls import read_outside_calls
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.report.writer import write_report
from pm_annotate.tables import Tables
from pm_annotate.vcf.bed import read_bed
from pm_annotate.vcf.header import read_header

DEMO = Path(__file__).resolve().parent.parent / "resources" / "examples" / "demo_tumor_normal.vcf"


def _tabbed(*lines: str) -> bytes:
    return ("\n".join(line.replace(" ", "\t") for line in lines) + "\n").encode()


SEGMENTS = (
    _tabbed(
        "Chromosome Start End nMajor nMinor", "17 39600000 39800000 11 1", "9 21000000 22500000 0 0", "7 54000000 56000000 7 1"
    ),
    _tabbed(
        "chromosome start end gene log2 depth probes weight",
        "chr17 39599999 39800000 ERBB2 2.6 900 42 30",
        "chr9 21900000 22100000 CDKN2A -3.1 9 42 30",
    ),
)
FUSIONS = (
    _tabbed(
        "#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 site1 site2 type split_reads1 "
        "split_reads2 discordant_mates confidence reading_frame direction1 direction2",
        "EML4 ALK +/+ -/- 2:42295516 2:29223528 splice-site splice-site inversion 10 8 12 high in-frame downstream downstream",
        "KIF5B RET -/- +/+ 10:32017143 10:43114480 splice-site splice-site inversion 10 8 12 high in-frame upstream upstream",
    ),
    _tabbed("five_prime three_prime reads", "EML4 ALK 20", "TPM3 NTRK1 9"),
)
BEDS = (b"track name=x\nchr7\t140753300\t140753400\tBRAF\n12\t25245300\t25245400\n", b"1 10 20\n2 30 40\n")
CALLS = (b"Gene\tDiplotype\tPhenotype\nCYP2D6\t*1/*4\tIntermediate Metabolizer\nHLA-B\t*57:01 positive\t\n",)
SHEETS = (
    b"sample\tvcf\tnormal\ttumor_type\tsex\tmarkers\tpurity\tassembly\n"
    b"A\ta.vcf\tN\tLUAD\tfemale\tER=positive;TMB=12\t0.6\tGRCh38\nB\tb.vcf\t\tbreast cancer\tmale\t\t\thg19\n",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: what to mutate, the exit codes that its errors may have, and how it is used."""

    name: str
    texts: tuple[bytes, ...]
    codes: tuple[int, ...]
    use: Callable[[Path, Tables, Path], None]


def _annotate(options: AnnotateOptions, tables: Tables, out: Path) -> None:
    for report in annotate_vcf(open_vcf(read_header(str(DEMO)), options, tables), options, tables):
        write_report(report, out, force=True, stem="case")


_OPTIONS = AnnotateOptions(assembly="GRCh38", tumor_type="LUAD")


def _segments(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS._replace(cna=path), tables, out)


def _fusions(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS._replace(fusions=path), tables, out)


def _targets(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS._replace(targets=read_bed(path)), tables, out)


def _callable(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS._replace(pgx=PgxOptions(callable_regions=read_bed(path))), tables, out)


def _pgx_calls(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS._replace(pgx=PgxOptions(outside_calls=read_outside_calls(path))), tables, out)


def _lab(path: Path, tables: Tables, out: Path) -> None:
    _annotate(_OPTIONS, Tables((path,)), out)


def _sheet(path: Path, tables: Tables, out: Path) -> None:
    read_sample_sheet(path, tables)


KINDS = (
    Kind("--cna", SEGMENTS, (2, 3), _segments),
    Kind("--fusions", FUSIONS, (2, 3), _fusions),
    Kind("--targets", BEDS, (2, 3), _targets),
    Kind("--callable", BEDS, (2, 3), _callable),
    Kind("--pgx-calls", CALLS, (2, 3), _pgx_calls),
    Kind("--knowledge", (lab_template().encode(),), (4,), _lab),
    Kind("sample sheet", SHEETS, (2,), _sheet),
)


def run_table_case(path: Path, rng: random.Random, tables: Tables, out: Path) -> str:
    """Make a table, use it, and tell the outcome. Raises where the case fails."""
    kind = rng.choice(KINDS)
    path.write_bytes(mutated(rng.choice(kind.texts), rng, TABLE_MUTATIONS))
    try:
        kind.use(path, tables, out)
    except PmAnnotateError as error:
        if error.exit_code not in kind.codes or not str(error).strip():
            raise AssertionError(f"{kind.name}: exit {error.exit_code}: {error}") from error
        return f"{kind.name}: exit {error.exit_code}"
    except Exception as error:
        raise AssertionError(f"{kind.name}: {type(error).__name__}: {error}") from error
    return f"{kind.name}: used"

"""A large synthetic tumour VCF for benchmarks: Mutect2-like, GRCh38, deterministic, one sample or many.

make_benchmark_vcf.py OUT.vcf.gz --records 1000000     (bgzip with .tbi index; OUT.vcf gives plain text)
make_benchmark_vcf.py OUT.vcf.gz --records 50000 --samples 2000

REF letters at filler sites are made up: never use such a file to test REF checks. A few real variants stand at true
coordinates so that there is something to find.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

LENGTHS = {
    "1": 248956422, "2": 242193529, "3": 198295559, "4": 190214555, "5": 181538259, "6": 170805979, "7": 159345973,
    "8": 145138636, "9": 138394717, "10": 133797422, "11": 135086622, "12": 133275309, "13": 114364328, "14": 107043718,
    "15": 101991189, "16": 90338345, "17": 83257441, "18": 80373285, "19": 58617616, "20": 64444167, "21": 46709983,
    "22": 50818468, "X": 156040895, "Y": 57227415,
}  # fmt: skip
REAL = {
    "7": [(55191822, "T", "G"), (140753336, "A", "T")],
    "12": [(25245350, "C", "T")],
    "17": [(7675088, "C", "T")],
    "3": [(179234297, "A", "G")],
}  # EGFR L858R, BRAF V600E, KRAS G12D, TP53 R175H, PIK3CA H1047R
FILTERS = ("PASS", "PASS", "PASS", "PASS", "germline", "weak_evidence", "panel_of_normals;germline", "clustered_events")
HEADER = """##fileformat=VCFv4.2
##FILTER=<ID=germline,Description="germline">
##FILTER=<ID=weak_evidence,Description="weak evidence">
##FILTER=<ID=panel_of_normals,Description="panel of normals">
##FILTER=<ID=clustered_events,Description="clustered events">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fractions">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=F1R2,Number=R,Type=Integer,Description="Reads in F1R2 orientation">
##FORMAT=<ID=F2R1,Number=R,Type=Integer,Description="Reads in F2R1 orientation">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##INFO=<ID=AS_SB_TABLE,Number=1,Type=String,Description="Strand counts">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=ECNT,Number=1,Type=Integer,Description="Events in this haplotype">
##INFO=<ID=GERMQ,Number=1,Type=Integer,Description="Germline quality">
##INFO=<ID=MBQ,Number=R,Type=Integer,Description="Median base quality">
##INFO=<ID=MMQ,Number=R,Type=Integer,Description="Median mapping quality">
##INFO=<ID=POPAF,Number=A,Type=Float,Description="-log10 population frequency">
##INFO=<ID=TLOD,Number=A,Type=Float,Description="Log odds"> """.rstrip()


def rows(records: int, seed: int, samples: int = 1) -> Iterator[str]:
    """The file's lines. With several samples, each row repeats one of 64 stretches of made-up genotypes."""
    yield HEADER + "\n"
    yield "".join(f"##contig=<ID=chr{name},length={length}>\n" for name, length in LENGTHS.items())
    yield "##source=Mutect2\n" + ("##tumor_sample=TUMOR\n" if samples == 1 else "")
    names = ["TUMOR", *(f"TUMOR{number}" for number in range(2, samples + 1))]
    yield "\t".join(("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *names)) + "\n"
    random = np.random.default_rng(seed)
    more = [_genotypes(random, samples - 1) for _ in range(64)] if samples > 1 else [""]
    total = sum(LENGTHS.values())
    for name, length in LENGTHS.items():
        count = int(records * length / total)
        places = np.sort(random.integers(10_001, length - 10_000, count)).tolist()
        bases = random.integers(0, 4, count).tolist()
        turns = random.integers(1, 4, count).tolist()
        depths = (random.poisson(60, count) + 2).tolist()
        alts = random.integers(1, 60, count).tolist()
        real = list(REAL.get(name, []))
        for place, base, turn, depth, alt in zip(places, bases, turns, depths, alts, strict=True):
            while real and real[0][0] <= place:
                row = _row(name, *real.pop(0), 80, 30, "PASS")
                yield row if samples == 1 else f"{row[:-1]}{more[0]}\n"
            ref, other = "ACGT"[base], "ACGT"[(base + turn) % 4]
            row = _row(name, place, ref, other, depth, min(alt, depth), FILTERS[(place + alt) % len(FILTERS)])
            yield row if samples == 1 else f"{row[:-1]}{more[place % len(more)]}\n"


def _row(chrom: str, pos: int, ref: str, alt: str, depth: int, alt_count: int, filters: str) -> str:
    ref_count = depth - alt_count
    info = (
        f"AS_SB_TABLE={ref_count // 2},{ref_count - ref_count // 2}|{alt_count // 2},{alt_count - alt_count // 2};DP={depth};"
        f"ECNT=1;GERMQ=93;MBQ=34,33;MMQ=60,60;POPAF=6.00;TLOD={alt_count * 3.1:.2f}"
    )
    sample = f"0/1:{ref_count},{alt_count}:{alt_count / depth:.3f}:{depth}:{ref_count // 2},{alt_count // 2}:{ref_count // 2},0"
    return f"chr{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\t{filters}\t{info}\tGT:AD:AF:DP:F1R2:F2R1\t{sample}\n"


def _genotypes(random: np.random.Generator, count: int) -> str:
    """Columns of samples of which one in fifty carries the allele."""
    carriers = random.random(count) < 0.02
    depths = (random.poisson(60, count) + 2).tolist()
    return "".join(
        f"\t0/1:{depth // 2},{depth - depth // 2}:0.500:{depth}:{depth // 4},{depth // 4}:{depth // 4},{depth // 4}"
        if carries
        else f"\t0/0:{depth},0:0.000:{depth}:{depth // 2},0:{depth // 2},0"
        for carries, depth in zip(carriers.tolist(), depths, strict=True)
    )


def write(path: Path, records: int, seed: int = 20261122, samples: int = 1) -> Path:
    """Write the file; a ``.gz`` name is bgzipped and indexed."""
    if path.suffix != ".gz":
        with path.open("w") as handle:
            handle.writelines(rows(records, seed, samples))
        return path
    import pysam

    with pysam.BGZFile(str(path), "wb") as packed:
        chunk: list[str] = []
        for row in rows(records, seed, samples):
            chunk.append(row)
            if len(chunk) * samples >= 20_000:
                packed.write("".join(chunk).encode())
                chunk.clear()
        packed.write("".join(chunk).encode())
    pysam.tabix_index(str(path), preset="vcf", force=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=1)
    options = parser.parse_args()
    write(options.output, options.records, samples=options.samples)


if __name__ == "__main__":
    main()

"""Measure against the budgets and write docs/benchmarks.md: bench.py [--records N] [--runs N] [--cohort-samples N]

Every figure is a ratio of whole processes in the same run on the same machine: what the tool needs, divided by what cyvcf2
needs just to iterate the file, or by what Python needs just to import the libraries.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_other_tools import commands
from make_benchmark_vcf import write

REPOSITORY = Path(__file__).resolve().parent.parent
TOOL = str(Path(sys.executable).parent / "pm-annotate")
ITERATE = "import cyvcf2, sys\nfor variant in cyvcf2.VCF(sys.argv[1]): pass"
BUDGET_RECORDS, BUDGET_SAMPLES, BUDGET_COHORT_RECORDS = 4_500_000, 2_000, 50_000  # the files that the budgets speak of


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians of one pair of commands, in seconds."""

    work: str
    ours: float
    base: float
    base_is: str
    budget: float

    @property
    def ratio(self) -> float:
        return self.ours / self.base


@dataclass(frozen=True, slots=True)
class Results:
    """All that one run of the benchmark measured."""

    measured: Sequence[Measured]
    memory: float  # ratio of peaks
    others: Sequence[tuple[str, float]]  # other tools: name and seconds


def seconds(command: Sequence[str]) -> float:
    """Wall time of the whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def in_turns(ours: Sequence[str], base: Sequence[str], runs: int) -> tuple[float, float]:
    """Median wall times of two commands, run in turns: what else the machine does meanwhile falls on both."""
    pairs = [(seconds(ours), seconds(base)) for _ in range(runs)]
    return statistics.median([pair[0] for pair in pairs]), statistics.median([pair[1] for pair in pairs])


def peak_memory(command: Sequence[str]) -> int:
    """Peak resident memory of the process in kilobytes."""
    code = "import resource, subprocess, sys\nsubprocess.run(sys.argv[1:], check=True, stdout=-3, stderr=-3)\n"
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    result = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return int(result.stdout)


def annotate(vcf: Path, folder: Path) -> list[str]:
    return [TOOL, "annotate", str(vcf), "-o", str(folder / "out"), "--force", "--quiet", "--tumor-type", "LUAD"]


def against_iteration(work: str, vcf: Path, folder: Path, budget: float, runs: int) -> Measured:
    """The whole run over a file against cyvcf2's bare iteration of it, taken in turns."""
    ours, base = in_turns(annotate(vcf, folder), [sys.executable, "-c", ITERATE, str(vcf)], runs)
    return Measured(work, ours, base, "cyvcf2 iteration", budget)


def measure(folder: Path, options: argparse.Namespace, say: Callable[[str], None]) -> Results:
    """All ratios, the peak memory on the large file over that on one a hundredth of its size, and the other tools' times."""
    records, runs = options.records, options.runs
    say(f"making files of {records:,} records")
    indexed = write(folder / "large.vcf.gz", records)
    bare = folder / "bare.vcf.gz"
    shutil.copy(indexed, bare)
    plain = write(folder / "large.vcf", records)
    panel = write(folder / "panel.vcf", 500)
    small = write(folder / "small.vcf.gz", records // 100)
    measured = []
    for work, vcf, budget in (
        ("bgzip with index", indexed, 0.05),
        ("bgzip without index", bare, 0.30),
        ("plain text", plain, 1.3),
    ):
        say(work)
        measured.append(against_iteration(f"{records:,} records, {work}", vcf, folder, budget, runs))
    say("cold starts")
    many = 2 * runs + 5
    for work, command, imports, budget in (
        ("500-record panel, cold start to files", annotate(panel, folder), "import cyvcf2, click", 3.0),
        ("`pm-annotate --help`", [TOOL, "--help"], "import click", 1.5),
    ):
        ours, base = in_turns(command, [sys.executable, "-c", imports], many)
        measured.append(Measured(work, ours, base, f"`{imports}`", budget))
    say("memory")
    memory = peak_memory(annotate(indexed, folder)) / peak_memory(annotate(small, folder))
    say("other tools")
    others = [(name, seconds(command)) for name, command in commands(indexed, folder)]
    say("cohort")
    plain.unlink()
    cohort = write(folder / "cohort.vcf.gz", options.cohort_records, samples=options.cohort_samples)
    work = f"{options.cohort_samples:,} samples x {options.cohort_records:,} records, every sample reported"
    measured.append(against_iteration(work, cohort, folder, 2.0, 1))
    return Results(measured, memory, others)


def caveats(options: argparse.Namespace, load: float) -> list[str]:
    """What makes the figures say less than the table seems to: a busy machine, smaller files than the budgets are for."""
    said = []
    if load > 0.5:
        said.append(f"The machine was busy with other work when this began (load {load:.1f}): the ratios are rough.")
    of_budget = (BUDGET_RECORDS, BUDGET_SAMPLES, BUDGET_COHORT_RECORDS)
    if any(made < meant for made, meant in zip(sizes(options), of_budget, strict=True)):
        said.append(
            f"The budgets are for {BUDGET_RECORDS:,} records and {BUDGET_SAMPLES:,} samples x {BUDGET_COHORT_RECORDS:,} "
            "records: on smaller files the start of the program weighs more, and met or not met says little."
        )
    return [line for text in said for line in (text, "")]


def sizes(options: argparse.Namespace) -> tuple[int, int, int]:
    return options.records, options.cohort_samples, options.cohort_records


def page(results: Results, options: argparse.Namespace, coding: float, load: float) -> str:
    """The text of docs/benchmarks.md. ``load``: of the machine before the run, in processes."""
    records, runs = options.records, options.runs
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` ({runs} runs each, in turns with what they are compared with; medians of whole processes; "
        "the cohort, the memory and the other tools are measured once). "
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}. Ratios are within one run on "
        "one machine; seconds are only for orientation. The files are synthetic (`tools/make_benchmark_vcf.py`).",
        "",
        *caveats(options, load),
        "| work | ours, s | compared with | s | ratio | budget | |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in results.measured:
        verdict = "met" if one.ratio <= one.budget else "**not met**"
        lines.append(
            f"| {one.work} | {one.ours:.2f} | {one.base_is} | {one.base:.2f} | {one.ratio:.2f} | {one.budget:g} | {verdict} |"
        )
    verdict = "met" if results.memory <= 1.2 else "**not met**"
    lines += [
        f"| peak memory, {records:,} against {records // 100:,} records | | | | {results.memory:.2f} | 1.2 | {verdict} |",
        "",
        f"Consequence and names: {coding:,.0f} coding SNVs per second on one core.",
        "",
        *_other_tools(results, records),
    ]
    return "\n".join(lines)


def _other_tools(results: Results, records: int) -> list[str]:
    if not results.others:
        return []
    indexed, bare = results.measured[0].ours, results.measured[1].ours
    return [
        "## Beside other annotators",
        "",
        f"The same file of {records:,} records with its index, the same table; the others only mark its exact alleles "
        "(`tools/bench_other_tools.py`), one run each. pm-annotate does all of its work: consequences, matching at all levels, "
        "tiers, pharmacogenes, reports written.",
        "",
        "| tool | s | times pm-annotate, with index | times pm-annotate, without |",
        "| --- | --- | --- | --- |",
        f"| pm-annotate, with index | {indexed:.2f} | 1.0 | {indexed / bare:.1f} |",
        f"| pm-annotate, without | {bare:.2f} | {bare / indexed:.1f} | 1.0 |",
        *(f"| {name} | {time:.2f} | {time / indexed:.1f} | {time / bare:.1f} |" for name, time in results.others),
        "",
    ]


def coding_alleles_per_second() -> float:
    """Random coding SNVs named per second, in this process."""
    import random

    from pm_annotate.genome.genome import load_genome
    from pm_annotate.model import Allele, Assembly
    from pm_annotate.resources import resources_folder

    genome = load_genome(resources_folder() / "genome", Assembly.GRCH38)
    dice = random.Random(7)
    alleles = []
    for gene in sorted(genome.genes()):
        transcript = genome.transcript_of(gene)
        if transcript is None:
            continue
        for start, end in transcript.cds_exons:
            for _ in range(3):
                position = dice.randint(start, end)
                ref = genome.reference(transcript.chrom, position, position)
                if ref:
                    alt = dice.choice([base for base in "ACGT" if base != ref])
                    alleles.append(
                        Allele(Assembly.GRCH38, transcript.chrom, position, ref, alt, transcript.chrom, position, ".", ref, alt)
                    )
    for allele in alleles:
        genome.effects(allele)  # sequences are read once
    start_time = time.perf_counter()
    for allele in alleles:
        genome.effects(allele)
    return len(alleles) / (time.perf_counter() - start_time)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=BUDGET_RECORDS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cohort-samples", type=int, default=BUDGET_SAMPLES)
    parser.add_argument("--cohort-records", type=int, default=BUDGET_COHORT_RECORDS)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    compileall.compile_dir(REPOSITORY / "pm_annotate", quiet=1)  # as pip does for an installed wheel
    with tempfile.TemporaryDirectory(prefix="pm-annotate-bench-") as name:
        results = measure(Path(name), options, lambda text: print(text, file=sys.stderr))
    text = page(results, options, coding_alleles_per_second(), load)
    (REPOSITORY / "docs" / "benchmarks.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()

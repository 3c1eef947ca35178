"""Feed mutated VCFs to the pipeline: bit flips, cuts, swapped and replaced fields, in plain text, bgzip and gzip.

    .venv/bin/python tools/fuzz.py --cases 20000 [--seed 0] [--jobs 2] [--kind vcf|bcf|tables|index] [FOLDER...]

``--kind tables`` mutates the tables beside a VCF instead (``fuzz_tables.py``), ``--kind index`` the index of a bgzip VCF or BCF
(``fuzz_index.py``), ``--kind bcf`` the bytes of BCF records.

Each case must end in a whole report that counts every data line, or in an error of ours with exit code 2, 3 or 5. A signal,
another exception, a report that does not add up, or a case that takes longer than 60 s is a failure: its VCF is kept in
``fuzz-failures/`` and the exit code is 1. The same seed makes the same cases.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pysam
from fuzz_index import run_index_case
from fuzz_tables import run_table_case
from mutations import cut, flip_bits, mutated

from pm_annotate import pipeline
from pm_annotate.collected import FileReading
from pm_annotate.errors import PmAnnotateError
from pm_annotate.model import Assembly, Reconciliation
from pm_annotate.options import AnnotateOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.report.writer import write_report
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.regions import Regions

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "vcf"
DEFAULT_FOLDERS = [
    ROOT / "resources" / "examples",
    *(SHARED / name for name in ("somatic", "annotated", "shapes", "structural")),
    SHARED / "torture" / "vcf-validator-4.1" / "passed",
]
LARGEST = 60_000  # bytes of a seed file; longer ones are cut to whole lines
BATCH = 200  # cases of one process
SECONDS = 60  # for one case


class Asked(NamedTuple):
    """What is mutated, the texts that it is made from (tables and indexes make their own), and the seed."""

    kind: str
    texts: Sequence[bytes]
    seed: int


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """The texts to mutate, each cut to whole lines of at most ``LARGEST`` bytes in all."""
    texts = []
    for folder in folders:
        for path in sorted(folder.rglob("*.vcf*")):
            if path.name.endswith((".vcf", ".vcf.gz")):
                text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                texts.append(text if len(text) <= LARGEST else text[: text.rfind(b"\n", 0, LARGEST) + 1])
    return [text for text in texts if text]


def data_lines(text: bytes) -> int:
    """Lines after the column header, counted without the reader's help; -1 where there is no header line."""
    lines = text.split(b"\n")
    header = next((i for i, line in enumerate(lines) if line.startswith(b"#CHROM")), None)
    return -1 if header is None else sum(1 for line in lines[header + 1 :] if line.strip(b"\r"))


def write_case(text: bytes, folder: Path, rng: random.Random) -> tuple[Path, bool]:
    """The case as a file, and whether its container is whole (a cut or flipped container may lose what it holds)."""
    shape = rng.choice(("plain", "plain", "plain", "bgzip", "gzip", "broken bgzip"))
    if shape == "plain":
        path = folder / "case.vcf"
        path.write_bytes(text)
        return path, True
    path = folder / "case.vcf.gz"
    if shape == "gzip":
        path.write_bytes(gzip.compress(text, mtime=0))
        return path, True
    with pysam.BGZFile(str(path), "wb") as out:
        out.write(text)
    if shape == "broken bgzip":
        broken = cut if rng.random() < 0.5 else flip_bits
        path.write_bytes(broken(path.read_bytes(), rng))
    return path, shape == "bgzip"


def run_case(path: Path, whole: bool, text: bytes, tables: Tables, out: Path) -> str:
    """The outcome: ``report`` or ``exit 3``. Raises where the case fails."""
    options = AnnotateOptions(assembly="auto", tumor_type="LUAD")
    try:
        try:
            opened = open_vcf(read_header(str(path)), options, tables)
        except PmAnnotateError as error:
            if error.exit_code != 5:
                raise
            opened = open_vcf(read_header(str(path)), options._replace(assembly="GRCh38"), tables)
        for report in annotate_vcf(opened, options, tables):
            counts = report.reconciliation
            parts = sum(getattr(counts, name) for name in Reconciliation._fields[2:])
            if parts != counts.alleles:
                raise AssertionError(f"{counts} does not add up")
            if whole and counts.records != data_lines(text):
                raise AssertionError(f"{counts.records} records counted of {data_lines(text)} data lines")
            write_report(report, out, force=True, stem="case")
    except PmAnnotateError as error:
        if error.exit_code not in (2, 3, 5) or not str(error).strip():
            raise AssertionError(f"exit {error.exit_code}: {error}") from error
        return f"exit {error.exit_code}"
    return "report"


def as_bcf(texts: Sequence[bytes]) -> list[bytes]:
    """The unpacked BCF of every text that htslib can turn into one."""
    pysam.set_verbosity(0)
    found = []
    with tempfile.TemporaryDirectory(prefix="pm-fuzz-") as name:
        plain, packed = Path(name) / "x.vcf", Path(name) / "x.bcf"
        for text in texts:
            plain.write_bytes(text)
            try:
                source = pysam.VariantFile(str(plain))
                with pysam.VariantFile(str(packed), "wb", header=source.header) as target:
                    for record in source:
                        target.write(record)
                found.append(gzip.decompress(packed.read_bytes()))
            except (OSError, ValueError):
                continue
    return found


def mutated_bcf(content: bytes, rng: random.Random) -> bytes:
    """Some bytes of the records (in one of five cases also of the header) become others."""
    changed = bytearray(content)
    start = 9 + int.from_bytes(content[5:9], "little") if rng.random() < 0.8 else 9
    for _ in range(rng.choice((1, 1, 2, 5))):
        if start < len(changed):
            changed[rng.randrange(start, len(changed))] = rng.choice((0, 1, 255, 127, 0x11, 0x17, 0xF7, rng.randrange(256)))
    return bytes(changed)


def write_bcf(content: bytes, folder: Path) -> tuple[Path, bool]:
    path = folder / "case.bcf"
    with pysam.BGZFile(str(path), "wb") as out:
        out.write(content)
    return path, False


def make_once() -> None:
    """What is the same for every case is made once, and the disk need not keep what nobody reads."""
    regions = pipeline.allele_regions
    known: dict[Assembly, Regions] = {}

    def regions_once(of_file: FileReading) -> Regions:
        if of_file.assembly not in known:
            known[of_file.assembly] = regions(of_file)
        return known[of_file.assembly]

    pipeline.allele_regions = regions_once
    pipeline.loci_to_assess = functools.cache(pipeline.loci_to_assess)
    os.fsync = lambda descriptor: None


def run_batch(numbers: Sequence[int], asked: Asked, sink: multiprocessing.queues.Queue) -> None:  # type: ignore[type-arg]
    """Run cases one after another; each is announced before it starts, so that a crash can be laid to it."""
    kind, texts, seed = asked
    tables = Tables()
    make_once()
    with tempfile.TemporaryDirectory(prefix="pm-fuzz-") as folder:
        out = Path(folder) / "out"
        for number in numbers:
            rng = random.Random(f"{seed}:{number}")
            path, whole, text = Path(folder) / "case.tsv", True, b""
            if texts:
                seed_text = rng.choice(texts)
                is_bcf = seed_text.startswith(b"BCF")
                text = mutated_bcf(seed_text, rng) if is_bcf else mutated(seed_text, rng)
                path, whole = write_bcf(text, Path(folder)) if is_bcf else write_case(text, Path(folder), rng)
            sink.put((number, "begun", path.name))
            signal.alarm(SECONDS)
            try:
                if kind == "index":
                    outcome = run_index_case(Path(folder), rng)
                elif kind == "tables":
                    outcome = run_table_case(path, rng, tables, out)
                else:
                    outcome = run_case(path, whole, text, tables, out)
                sink.put((number, outcome, ""))
            except Exception as error:  # what must not happen, whatever it is
                sink.put((number, "failed", f"{type(error).__name__}: {error}"))
                keep(path, number)
            signal.alarm(0)
            path.unlink(missing_ok=True)


def keep(path: Path, number: int) -> None:
    folder = Path("fuzz-failures")
    folder.mkdir(exist_ok=True)
    if path.exists():  # a case of ``--kind index`` is made again by its number
        (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())


def batches(cases: int) -> Iterator[range]:
    for start in range(0, cases, BATCH):
        yield range(start, min(start + BATCH, cases))


def run_in_process(numbers: Sequence[int], asked: Asked) -> list[tuple[int, str, str]]:
    """Outcomes of a batch, in a process of its own; after a crash the rest of the batch goes on in another."""
    context = multiprocessing.get_context("fork")
    outcomes: dict[int, tuple[str, str]] = {}
    rest = list(numbers)
    while rest:
        sink = context.SimpleQueue()
        process = context.Process(target=run_batch, args=(rest, asked, sink))
        process.start()
        while process.is_alive() or not sink.empty():
            if sink.empty():
                process.join(0.05)
                continue
            number, outcome, detail = sink.get()
            outcomes[number] = (outcome, detail)
        process.join()
        begun = [number for number, (outcome, _) in outcomes.items() if outcome == "begun"]
        for number in begun:
            outcomes[number] = ("failed", f"ended by signal or exit {process.exitcode}")
        if process.exitcode and not begun and rest[0] not in outcomes:
            outcomes[rest[0]] = ("failed", f"the batch could not run: exit {process.exitcode}")
        rest = [number for number in rest if number not in outcomes]
    return [(number, *outcome) for number, outcome in sorted(outcomes.items())]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=DEFAULT_FOLDERS)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kind", choices=("vcf", "bcf", "tables", "index"), default="vcf", help="what is mutated")
    asked = parser.parse_args()
    texts = [] if asked.kind in ("tables", "index") else seeds(asked.folders)
    texts = as_bcf(texts) if asked.kind == "bcf" else texts
    print(f"{asked.cases} cases of {asked.kind} from {len(texts) or 'built-in'} files, seed {asked.seed}")
    tally: Counter[str] = Counter()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(asked.jobs) as pool:
        for outcomes in pool.map(
            lambda numbers: run_in_process(numbers, Asked(asked.kind, texts, asked.seed)), batches(asked.cases)
        ):
            print(f"{sum(tally.values())} done", end="\r", file=sys.stderr, flush=True)
            for number, outcome, detail in outcomes:
                tally[outcome] += 1
                if outcome == "failed":
                    print(f"case {number}: {detail}")
    print(", ".join(f"{outcome}: {count}" for outcome, count in sorted(tally.items())))
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""Feed mutated VCFs to the pipeline: bit flips, cuts, swapped and replaced fields, in plain text, bgzip and gzip.

    .venv/bin/python tools/fuzz.py --cases 20000 [--seed 0] [--jobs 2] [FOLDER...]

Each case must end in a whole report that counts every data line, or in an error of ours with exit code 2, 3 or 5. A signal,
another exception, a report that does not add up, or a case that takes longer than 60 s is a failure: its VCF is kept in
``fuzz-failures/`` and the exit code is 1. The same seed makes the same cases.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pysam

from pm_annotate.errors import PmAnnotateError
from pm_annotate.model import Reconciliation
from pm_annotate.options import AnnotateOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.report.writer import write_report
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header

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

HOSTILE = (
    b"", b".", b"-1", b"0", b"1e308", b"nan", b"6_0", b"99999999999999999999", b"\x00", b"\xff\xfe", b"<DEL>", b"<CN0>", b"*",
    b"N[chr7:140453136[", b"]X:1]A", b"A" * 5000, b"0/1/2|3", b"./.", b"./", b"|", b"1" * 400, b"PASS;PASS", b"END=1;END=",
    b"GT:AD:GT", b"%0A%09", b"=1+1", b"../../x", b"\t", b"\r", b",,,", b"A,C,G,T,<*>,<NON_REF>,.", b"1:1:1:1:1:1:1:1:1:1:1",
)  # fmt: skip


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """The texts to mutate, each cut to whole lines of at most ``LARGEST`` bytes in all."""
    texts = []
    for folder in folders:
        for path in sorted(folder.rglob("*.vcf*")):
            if path.name.endswith((".vcf", ".vcf.gz")):
                text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                texts.append(text if len(text) <= LARGEST else text[: text.rfind(b"\n", 0, LARGEST) + 1])
    return [text for text in texts if text]


def mutated(text: bytes, rng: random.Random) -> bytes:
    """``text`` after one to four mutations."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        text = rng.choice(MUTATIONS)(text, rng)
    return text


def flip_bits(text: bytes, rng: random.Random) -> bytes:
    flipped = bytearray(text)
    for _ in range(rng.choice((1, 1, 3, 20))):
        if flipped:
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def cut(text: bytes, rng: random.Random) -> bytes:
    return text[: rng.randrange(len(text) + 1)]


def cut_out(text: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(200) :]


def replace_field(text: bytes, rng: random.Random) -> bytes:
    return _with_fields(text, rng, lambda columns: columns.__setitem__(rng.randrange(len(columns)), rng.choice(HOSTILE)))


def swap_fields(text: bytes, rng: random.Random) -> bytes:
    def swap(columns: list[bytes]) -> None:
        first, second = rng.randrange(len(columns)), rng.randrange(len(columns))
        columns[first], columns[second] = columns[second], columns[first]

    return _with_fields(text, rng, swap)


def drop_field(text: bytes, rng: random.Random) -> bytes:
    return _with_fields(text, rng, lambda columns: columns.pop(rng.randrange(len(columns))))


def repeat_line(text: bytes, rng: random.Random) -> bytes:
    lines = text.splitlines(keepends=True)
    if lines:
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return b"".join(lines)


def replace_value(text: bytes, rng: random.Random) -> bytes:
    """One value inside INFO, FORMAT or a sample column."""

    def change(columns: list[bytes]) -> None:
        at = rng.randrange(7, len(columns)) if len(columns) > 7 else len(columns) - 1
        separator = b";" if at == 7 else b":"
        values = columns[at].split(separator)
        values[rng.randrange(len(values))] = rng.choice(HOSTILE)
        columns[at] = separator.join(values)

    return _with_fields(text, rng, change)


def _with_fields(text: bytes, rng: random.Random, change: Callable[[list[bytes]], object]) -> bytes:
    lines = text.split(b"\n")
    places = [i for i, line in enumerate(lines) if line and not line.startswith(b"##")]
    if not places:
        return text
    at = rng.choice(places)
    columns = lines[at].split(b"\t")
    change(columns)
    lines[at] = b"\t".join(columns)
    return b"\n".join(lines)


MUTATIONS = (flip_bits, cut, cut_out, replace_field, swap_fields, drop_field, repeat_line, replace_value, replace_value)


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
            opened = open_vcf(read_header(str(path)), replace(options, assembly="GRCh38"), tables)
        for report in annotate_vcf(opened, options, tables):
            counts = report.reconciliation
            parts = sum(getattr(counts, field.name) for field in fields(Reconciliation)[2:])
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


def run_batch(numbers: Sequence[int], texts: Sequence[bytes], seed: int, sink: multiprocessing.queues.Queue) -> None:  # type: ignore[type-arg]
    """Run cases one after another; each is announced before it starts, so that a crash can be laid to it."""
    tables = Tables()
    with tempfile.TemporaryDirectory(prefix="pm-fuzz-") as folder:
        out = Path(folder) / "out"
        for number in numbers:
            rng = random.Random(f"{seed}:{number}")
            text = mutated(rng.choice(texts), rng)
            path, whole = write_case(text, Path(folder), rng)
            sink.put((number, "begun", path.name))
            signal.alarm(SECONDS)
            try:
                outcome = run_case(path, whole, text, tables, out)
                sink.put((number, outcome, ""))
            except Exception as error:  # what must not happen, whatever it is
                sink.put((number, "failed", f"{type(error).__name__}: {error}"))
                keep(path, number)
            signal.alarm(0)
            path.unlink()


def keep(path: Path, number: int) -> None:
    folder = Path("fuzz-failures")
    folder.mkdir(exist_ok=True)
    (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())


def batches(cases: int) -> Iterator[range]:
    for start in range(0, cases, BATCH):
        yield range(start, min(start + BATCH, cases))


def run_in_process(numbers: Sequence[int], texts: Sequence[bytes], seed: int) -> list[tuple[int, str, str]]:
    """Outcomes of a batch, in a process of its own; after a crash the rest of the batch goes on in another."""
    context = multiprocessing.get_context("fork")
    outcomes: dict[int, tuple[str, str]] = {}
    rest = list(numbers)
    while rest:
        sink = context.SimpleQueue()
        process = context.Process(target=run_batch, args=(rest, texts, seed, sink))
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
    asked = parser.parse_args()
    texts = seeds(asked.folders)
    print(f"{asked.cases} cases from {len(texts)} files, seed {asked.seed}")
    tally: Counter[str] = Counter()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(asked.jobs) as pool:
        for outcomes in pool.map(lambda numbers: run_in_process(numbers, texts, asked.seed), batches(asked.cases)):
            for number, outcome, detail in outcomes:
                tally[outcome] += 1
                if outcome == "failed":
                    print(f"case {number}: {detail}")
    print(", ".join(f"{outcome}: {count}" for outcome, count in sorted(tally.items())))
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""The same records and genotypes come out of plain text, gzip, bgzip with and without an index, BCF and a pipe."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pysam
import pysam.bcftools
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.model import SiteGenotype
from pm_annotate.vcf import indexed
from pm_annotate.vcf.genotypes_at import SiteCollector
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.record import Record, SiteTap
from pm_annotate.vcf.records import records_of_interest
from pm_annotate.vcf.tally import Passed

HEADER = "\n".join(
    (
        "##fileformat=VCFv4.2",
        '##FILTER=<ID=PASS,Description="all passed">',
        '##INFO=<ID=END,Number=1,Type=Integer,Description="End">',
        '##INFO=<ID=TLOD,Number=A,Type=Float,Description="Log odds">',
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">',
        '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Fraction">',
        '##ALT=<ID=NON_REF,Description="Any other allele">',
        "##contig=<ID=chr1,length=248956422>",
        "##contig=<ID=chr7,length=159345973>",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\tN",
    )
)
REGIONS = {"7": ((55_000, 55_100), (140_000, 140_200))}
SITES = {"1": ((97_058, 97_058),), "7": ((140_100, 140_100), (300_000, 300_000))}

FRACTION = st.floats(0, 1, allow_nan=False).map(lambda value: f"{value:.9f}")


@st.composite
def row(draw: st.DrawFn) -> tuple[str, int, str]:
    chrom, near = draw(st.sampled_from([("chr1", 97_058), ("chr7", 55_000), ("chr7", 140_000), ("chr7", 299_990)]))
    pos = near + draw(st.integers(-40, 120))
    if draw(st.booleans()):
        end = pos + draw(st.integers(0, 40_000))
        return chrom, pos, f"A\t<NON_REF>\t.\t.\tEND={end}\tGT:AD\t0/0:30,0\t0/0:20,0"
    ref, alt = draw(st.sampled_from([("A", "G"), ("C", "T,<NON_REF>"), ("ACGT" * 12, "A"), ("T", "TAA"), ("G", ".")]))
    count = len(alt.split(",")) if alt != "." else 0
    values = ",".join(draw(FRACTION) for _ in range(max(1, count)))
    quality = draw(st.floats(0, 1e6, allow_nan=False))
    reads = ",".join(["30", *["12"] * count])
    fields = "GT:AD:AF" if count else "GT:AD"
    sample = f"0/{min(1, count)}:{reads}" + (f":{values}" if count else "")
    return chrom, pos, f"{ref}\t{alt}\t{quality:.5f}\tPASS\tTLOD={values}\t{fields}\t{sample}\t{sample.replace('0/1', '0/0')}"


def written(folder: Path, rows: Iterable[tuple[str, int, str]]) -> dict[str, Path]:
    """The same file in every kind."""
    plain = folder / "x.vcf"
    ordered = sorted(rows, key=lambda row: row[:2])
    plain.write_text("".join([HEADER, "\n", *(f"{chrom}\t{pos}\t.\t{rest}\n" for chrom, pos, rest in ordered)]))
    paths = {"plain": plain, "gzip": folder / "gzip.vcf.gz", "bgzip": folder / "bare.vcf.gz"}
    paths["gzip"].write_bytes(gzip.compress(plain.read_bytes()))
    pysam.tabix_compress(str(plain), str(paths["bgzip"]), force=True)
    for kind in ("tbi", "csi"):
        paths[kind] = folder / f"{kind}.vcf.gz"
        shutil.copy(paths["bgzip"], paths[kind])
        pysam.tabix_index(str(paths[kind]), preset="vcf", csi=kind == "csi", force=True)
    paths["bcf"], paths["bcf with index"] = folder / "x.bcf", folder / "indexed.bcf"
    pysam.bcftools.view("-O", "b", "-o", str(paths["bcf"]), str(plain), catch_stdout=False)  # type: ignore[attr-defined]
    shutil.copy(paths["bcf"], paths["bcf with index"])
    pysam.tabix_index(str(paths["bcf with index"]), preset="bcf", csi=True, force=True)
    return paths


def read(path: Path) -> tuple[list[Record], dict[str, list[SiteGenotype]], int]:
    """Records near the regions and genotypes at the sites, without their numbers, and how many records there are."""
    header = read_header(str(path))
    collector = SiteCollector(header, header.samples)
    passed = Passed()
    records = records_of_interest(header, REGIONS, passed, SiteTap(SITES, collector.take))
    near = [record._replace(number=0) for record in records if record.near_regions]
    sites = {sample: [site._replace(record_number=0) for site in found] for sample, found in collector.found.items()}
    return near, sites, passed.records


@settings(max_examples=40)
@given(rows=st.lists(row(), max_size=25))
def test_every_kind_of_file_gives_the_same(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, str]]) -> None:
    folder = tmp_path_factory.mktemp("kinds")
    smallest, indexed.SMALLEST_WORTH_IT = indexed.SMALLEST_WORTH_IT, 1
    try:
        results = {kind: read(path) for kind, path in written(folder, rows).items()}
    finally:
        indexed.SMALLEST_WORTH_IT = smallest
    for kind, result in results.items():
        assert result == results["plain"], kind
    assert results["plain"][2] == len(rows)


def test_the_pipe_gives_the_same_and_gvcf_blocks_reach_in_through_every_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexed, "SMALLEST_WORTH_IT", 1)
    blocks = [("chr7", pos, f"A\t<NON_REF>\t.\t.\tEND={pos + 999}\tGT\t0/0\t0/0") for pos in range(1, 400_000, 1000)]
    rows = [*blocks, ("chr1", 97_058, "C\tT\t50\tPASS\tTLOD=9.25\tGT:AF\t0/1:0.123456789\t0/0:0")]
    paths = written(tmp_path, rows)
    for kind, path in paths.items():
        _near, sites, total = read(path)
        assert [(site.pos, site.end) for site in sites["T"]] == [(97_058, 97_058), (140_001, 141_000), (299_001, 300_000)], kind
        assert total == 401
    code = (
        "import sys; from pathlib import Path; from tests.vcf.test_same_from_every_path import read\n"
        "near, sites, total = read(Path('-')); print(total, [site.pos for site in sites['T']])"
    )
    for path in (paths["plain"], paths["bgzip"], paths["bcf"]):
        with path.open("rb") as stream:
            done = subprocess.run(
                [sys.executable, "-c", code], stdin=stream, capture_output=True, text=True, check=True, env=os.environ
            )
        assert done.stdout == "401 [97058, 140001, 299001]\n"

"""Population frequencies by region query: the right allele, whatever the file calls its chromosomes."""

from __future__ import annotations

import os
from pathlib import Path

import pysam
import pytest

from pm_annotate.errors import AssemblyError, InputError, UsageError
from pm_annotate.model import Allele, Assembly
from pm_annotate.vcf.population import POPULATION_VCF, PopulationVcf, frequencies_of
from tests.vcf.vcf_text import vcf_text

INFO = [f'##INFO=<ID={name},Number=A,Type=Float,Description="f">' for name in ("AF", "AF_grpmax")] + [
    '##INFO=<ID=AC,Number=A,Type=Integer,Description="c">',
    '##INFO=<ID=AN,Number=1,Type=Integer,Description="n">',
    '##FILTER=<ID=AC0,Description="artefact">',
]
ROWS = (
    "13 32398489 . A T . PASS AF=0.0057;AF_grpmax=0.0093",  # BRCA2 p.Lys3326Ter
    "13 32398500 . G A,C . PASS AF=0.2,0.0003",
    "13 32398600 . G A . AC0 AF=0.4",
    "13 32398700 . CTT CT . PASS AC=3;AN=300",
)


def population_vcf(folder: Path, prefix: str = "", length: int = 114364328, chrom_1: int | None = None) -> Path:
    contigs = [f"##contig=<ID={prefix}13,length={length}>"]
    if chrom_1:
        contigs.append(f"##contig=<ID={prefix}1,length={chrom_1}>")
    plain = folder / "population.vcf"
    plain.write_text(vcf_text([prefix + row for row in ROWS], (), [*INFO, *contigs]))
    return Path(pysam.tabix_index(str(plain), preset="vcf", force=True))


@pytest.mark.parametrize("prefix", ["", "chr"])
def test_the_highest_frequency_of_this_very_allele(tmp_path: Path, prefix: str) -> None:
    population = PopulationVcf(population_vcf(tmp_path, prefix), Assembly.GRCH38)
    assert population.frequency("13", 32398489, "A", "T") == pytest.approx(0.0093)
    assert population.frequency("13", 32398489, "A", "G") is None
    assert population.frequency("13", 32398500, "G", "A") == pytest.approx(0.2)
    assert population.frequency("13", 32398500, "G", "C") == pytest.approx(0.0003)
    assert population.frequency("17", 43124027, "ACT", "A") is None


def test_counts_stand_for_a_frequency_and_indels_are_compared_in_their_shortest_form(tmp_path: Path) -> None:
    population = PopulationVcf(population_vcf(tmp_path), Assembly.GRCH38)
    assert population.frequency("13", 32398700, "CT", "C") == pytest.approx(0.01)


def test_a_record_that_the_file_filtered_says_nothing(tmp_path: Path) -> None:
    assert PopulationVcf(population_vcf(tmp_path), Assembly.GRCH38).frequency("13", 32398600, "G", "A") is None


def test_the_allele_carries_what_was_found(tmp_path: Path) -> None:
    population = PopulationVcf(population_vcf(tmp_path), Assembly.GRCH38)
    seen = Allele(Assembly.GRCH38, "13", 32398489, "A", "T", "13", 32398489, ".", "A", "T", retained_info={"DB": ""})
    carried = population.with_frequency(seen).retained_info
    assert float(carried[POPULATION_VCF]) == pytest.approx(0.0093)
    assert "DB" in carried
    unknown = seen._replace(pos=32398490)
    assert population.with_frequency(unknown) is unknown


def test_a_file_without_index_is_refused_with_the_way_to_make_one(tmp_path: Path) -> None:
    plain = tmp_path / "p.vcf"
    plain.write_text(vcf_text(ROWS, (), INFO))
    with pytest.raises(UsageError, match="tabix -p vcf"):
        PopulationVcf(plain, Assembly.GRCH38)
    with pytest.raises(UsageError, match="no such file"):
        PopulationVcf(tmp_path / "absent.vcf.gz", Assembly.GRCH38)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "p.vcf.gz"
    broken.write_bytes(b"not a VCF")
    (tmp_path / "p.vcf.gz.tbi").write_bytes(b"not an index")
    with pytest.raises(InputError):
        PopulationVcf(broken, Assembly.GRCH38)


def test_a_file_of_the_other_assembly_is_refused(tmp_path: Path) -> None:
    path = population_vcf(tmp_path, chrom_1=249250621)
    PopulationVcf(path, Assembly.GRCH37)
    with pytest.raises(AssemblyError, match="GRCh37"):
        PopulationVcf(path, Assembly.GRCH38)


def test_the_forms_in_which_frequencies_are_written() -> None:
    assert frequencies_of({"AF": "0.1,0.2"}, 1, 2) == [0.2]
    assert frequencies_of({"AF": "0.1"}, 0, 2) == []  # which of two ALT is not said
    assert frequencies_of({"CAF": "0.98,0.02"}, 0, 1) == [0.02]
    assert frequencies_of({"AC": "5", "AN": "0"}, 0, 1) == []
    assert frequencies_of({"AF": "7.3"}, 0, 1) == []


def test_a_damaged_block_is_an_error_and_not_a_file_without_the_allele(tmp_path: Path) -> None:
    plain = tmp_path / "population.vcf"
    rows = [f"13 {32_300_000 + number} . A T . PASS AF=0.0{number};NOTE={'x' * 300}" for number in range(9000)]
    plain.write_text(vcf_text(rows, (), [*INFO, "##contig=<ID=13,length=114364328>"]))
    path = Path(pysam.tabix_index(str(plain), preset="vcf", force=True))
    content = bytearray(path.read_bytes())
    content[-9000:-6000] = bytes(3000)
    path.write_bytes(bytes(content))
    os.utime(f"{path}.tbi")
    population = PopulationVcf(path, Assembly.GRCH38)
    with pytest.raises(InputError, match=r"population\.vcf\.gz: the population VCF cannot be read at 13:"):
        [population.frequency("13", 32_300_000 + number, "A", "T") for number in range(0, 9000, 100)]


def test_an_index_that_is_older_than_its_file_is_refused(tmp_path: Path) -> None:
    path = population_vcf(tmp_path)
    os.utime(f"{path}.tbi", (0, 0))
    with pytest.raises(InputError, match="older than the file"):
        PopulationVcf(path, Assembly.GRCH38)

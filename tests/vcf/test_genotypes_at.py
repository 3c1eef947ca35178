"""Genotypes at given places: variants, 0/0 records and reference blocks, of any column."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.model import SiteGenotype
from pm_annotate.vcf.genotypes_at import SITES_ONLY, SiteCollector, genotypes_at
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.record_source import records_here
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.tally import Passed

HEADER = (
    "##fileformat=VCFv4.2",
    '##INFO=<ID=END,Number=1,Type=Integer,Description="End">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">',
    '##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="Least depth">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">',
    '##FORMAT=<ID=PGT,Number=1,Type=String,Description="Physical phase">',
    '##FORMAT=<ID=PID,Number=1,Type=String,Description="Physical phase id">',
    '##FILTER=<ID=germline,Description="Germline">',
    "##contig=<ID=chr1,length=248956422>",
    "##contig=<ID=chr2,length=242193529>",
)
DPYD = {"1": ((97450058, 97450058),)}


def sites(tmp_path: Path, *rows: str, samples: str = "S", regions: Regions = DPYD) -> list[SiteGenotype]:
    """What the first sample shows."""
    path = tmp_path / "x.vcf"
    columns = f"#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT {samples}".split()
    path.write_text("\n".join((*HEADER, "\t".join(columns), *("\t".join(row.split()) for row in rows))) + "\n")
    header = read_header(str(path))
    return genotypes_at(header, regions, header.samples)[header.samples[0]]


def test_a_variant_with_its_reads(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "chr1 97450058 rs3918290 C T 50 germline . GT:AD:DP:GQ 0/1:18,16:34:99")
    assert (site.chrom, site.pos, site.ref, site.alts, site.alleles) == ("1", 97450058, "C", ("T",), (0, 1))
    assert (site.depth, site.quality, site.filter_text, site.record_number) == (34, 99, "germline", 1)
    assert site.vafs == pytest.approx((16 / 34,))


def test_reference_records_and_blocks(tmp_path: Path) -> None:
    record, block = sites(
        tmp_path,
        "chr1 97450058 . C . . PASS . GT:DP 0/0:30",
        "chr1 97450000 . A <NON_REF> . . END=97450100 GT:DP:GQ:MIN_DP 0/0:33:60:21",
    )
    assert (record.alts, record.alleles, record.end, record.depth) == ((), (0, 0), 97450058, 30)
    assert (block.alts, block.alleles, block.pos, block.end, block.depth) == ((), (0, 0), 97450000, 97450100, 21)


def test_the_least_depth_of_a_block_may_stand_in_info(tmp_path: Path) -> None:
    (block,) = sites(tmp_path, "chr1 97450000 . A . . . END=97450100;MIN_DP=7 GT:DP 0/0:31")
    assert block.depth == 7
    (of_many,) = sites(tmp_path, "chr1 97450000 . A . . . END=97450100;MIN_DP=7 GT:DP 0/0:31 0/0:8", samples="S R")
    assert of_many.depth == 31  # whose least it is, is not said


def test_a_block_that_ends_before_the_place_is_not_given(tmp_path: Path) -> None:
    assert sites(tmp_path, "chr1 97450000 . A <*> . . END=97450057 GT:DP 0/0:33") == []
    assert sites(tmp_path, "chr2 97450058 . C T . . . GT 0/1") == []


def test_a_long_ref_that_reaches_the_place_is_given(tmp_path: Path) -> None:
    assert len(sites(tmp_path, "chr1 97450056 . TAC T . . . GT 0/1")) == 1
    assert sites(tmp_path, "chr1 97450055 . TAC T . . . GT 0/1") == []


def test_the_catch_all_allele_is_no_allele(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "chr1 97450058 . C T,<NON_REF> . . . GT:AD:DP 0/1:10,12,0:22")
    assert (site.alts, site.alleles, site.end) == (("T",), (0, 1), 97450058)
    (other,) = sites(tmp_path, "chr1 97450058 . C T,<NON_REF> . . . GT:AD:DP 0/2:10,0,9:22")
    assert other.alleles == (0, None)


def test_structural_records_say_nothing_of_bases(tmp_path: Path) -> None:
    assert sites(tmp_path, "chr1 97450000 . C <DEL> . . END=97460000;SVTYPE=DEL GT 0/1") == []


@pytest.mark.parametrize(
    "row",
    [
        "chr1 97000000 DRAGEN:REF:chr1 N . 200 PASS END=98000000;REFLEN=1000000 GT:SM:CN:GQ:DP 0/0:1:2:99:300",
        "chr1 97000000 . N . . PASS SVTYPE=CNV;END=98000000 GT:GQ:DP 0/0:99:300",
        "chr1 97000000 . N . . PASS END=98000000 GT:FC:DP 0/0:1.02:300",
    ],
)
def test_a_segment_of_usual_copies_is_no_reference_block(tmp_path: Path, row: str) -> None:
    assert sites(tmp_path, row) == []


def test_phase_of_ps_and_of_gatk(tmp_path: Path) -> None:
    (by_ps,) = sites(tmp_path, "chr1 97450058 . C T . . . GT:PS 1|0:97440000")
    assert (by_ps.alleles, by_ps.phased, by_ps.phase_set) == ((1, 0), True, "97440000")
    (by_gatk,) = sites(tmp_path, "chr1 97450058 . C T . . . GT:PGT:PID 0/1:1|0:97450058_C_T")
    assert (by_gatk.alleles, by_gatk.phased, by_gatk.phase_set) == ((1, 0), True, "97450058_C_T")
    (unphased,) = sites(tmp_path, "chr1 97450058 . C T . . . GT:PS 0/1:97440000")
    assert (unphased.phased, unphased.phase_set) == (False, None)


def test_records_without_genotype_and_haploid_ones(tmp_path: Path) -> None:
    without, haploid = sites(tmp_path, "chr1 97450058 . C T . . . DP 30", "chr1 97450058 . C T . . . GT 1")
    assert (without.alleles, haploid.alleles) == ((), (1,))


def test_an_unreadable_genotype_is_left_to_others_and_a_malformed_row_is_refused(tmp_path: Path) -> None:
    assert sites(tmp_path, "chr1 97450058 . C T . . . GT 0/7") == []
    with pytest.raises(InputError, match="POS 'x'"):
        sites(tmp_path, "chr1 x . C T . . . GT 0/1")


def test_each_column_has_its_own(tmp_path: Path) -> None:
    sites(tmp_path, "chr1 97450058 . C T . . . GT 0/1 0/0", samples="T N")
    header = read_header(str(tmp_path / "x.vcf"))
    found = genotypes_at(header, DPYD, ("T", "N"))
    assert [site.alleles for site in (*found["T"], *found["N"])] == [(0, 1), (0, 0)]
    assert genotypes_at(header, DPYD, ()) == {}


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    sites(tmp_path, *["chr1 97450058 . C T . . . GT 0/1"] * 500)
    packed = tmp_path / "cut.vcf.gz"
    content = gzip.compress((tmp_path / "x.vcf").read_bytes())
    packed.write_bytes(content)
    header = read_header(str(packed))
    packed.write_bytes(content[:-30])
    with pytest.raises(InputError, match="cut off or damaged"):
        genotypes_at(header, DPYD, ("S",))


def test_a_filter_of_the_column_sets_its_genotype_aside(tmp_path: Path) -> None:
    """FORMAT/FT (VCF 4.5 section 1.6.2), as DRAGEN and GATK's VariantFiltration write it beside a record that passed."""
    row = "chr1 97450058 . C T . {} . GT:DP:FT 0/1:30:{}"
    texts = [sites(tmp_path, row.format(*pair))[0].filter_text for pair in (("PASS", "LowGQ"), ("x", "LowGQ"), ("x", "PASS"))]
    assert texts == ["LowGQ", "x;LowGQ", "x"]


def test_a_genotype_that_a_tool_filled_in_is_known(tmp_path: Path) -> None:
    """``bcftools merge -0`` writes 0/0 for what a file did not list, and no depth beside it."""
    row = "chr1 97450058 . C T . . . "
    shown = [sites(tmp_path, row + text)[0].only_genotype for text in ("GT:AD:DP:GQ 0/0:.,.:.:.", "GT:DP 0/0", "GT:DP 0/0:0")]
    assert shown == [True, True, False]
    assert not sites(tmp_path, row + "GT:PS 0|0:.")[0].only_genotype


def test_a_record_without_columns_is_gathered_for_nobody(tmp_path: Path) -> None:
    rows = ("#CHROM POS ID REF ALT QUAL FILTER INFO", "chr1 97450058 . C T . PASS .")
    path = tmp_path / "sites.vcf"
    path.write_text("\n".join((*HEADER, *("\t".join(row.split()) for row in rows))) + "\n")
    collector = SiteCollector(read_header(str(path)), ())
    for record in records_here(read_header(str(path)), DPYD, Passed(), None):
        collector.take(record)
    (site,) = collector.found[SITES_ONLY]
    assert (site.pos, site.alts, site.alleles) == (97450058, ("T",), ())


def test_the_mitochondrion_of_hg19_has_other_numbers(tmp_path: Path) -> None:
    """chrM of UCSC's hg19 (NC_001807, 16,571 bases) is not the revised Cambridge sequence: its m.1555 is another base."""
    rows = ("#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S", "chrM 1555 . A G . PASS . GT 1/1")
    lines = (*HEADER, "##contig=<ID=chrM,length={}>", *("\t".join(row.split()) for row in rows))
    path = tmp_path / "m.vcf"
    counts = []
    for length in (16569, 16571):
        path.write_text("\n".join(lines).format(length) + "\n")
        header = read_header(str(path))
        counts.append(len(genotypes_at(header, {"MT": ((1555, 1555),)}, header.samples)["S"]))
    assert counts == [1, 0]


def test_the_block_of_a_column_is_as_long_as_its_own_len_says(tmp_path: Path) -> None:
    """VCF 4.5: END is that of the sample with the longest block; the others' bases are not shown by it."""
    row = "chr1 97450000 . A <*> . . END=97450100 GT:DP:LEN"
    ends = {}
    for name, text in {"long": "0/0:33:101", "short": "0/0:33:20", "none": "0/0:33:.", "left out": "0/0:33"}.items():
        (site,) = sites(tmp_path, f"{row} {text} 0/0:30:101", samples="S R")
        ends[name] = site.end
    assert ends == {"long": 97450100, "short": 97450019, "none": 97450000, "left out": 97450000}
    (without_end,) = sites(tmp_path, "chr1 97450058 . A <*> . . . GT:DP:LEN 0/0:33:50")
    assert without_end.end == 97450107

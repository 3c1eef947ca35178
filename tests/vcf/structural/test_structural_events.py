"""Does the sample carry the event, how many copies, which reads: rows as the callers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import StructuralEvent
from pm_annotate.vcf.reader import ReadOptions
from tests.vcf.structural.structural_rows import PAIR, events, read_events
from tests.vcf.vcf_text import allele_sum, observations, skipped, stream, write_vcf

ERBB2 = "chr17 39600000 . N"  # GRCh38; the gene is 39688094-39728658
END = "END=39800000"


def one(folder: Path, row: str, samples: tuple[str, ...] = ("T",)) -> StructuralEvent:
    found = read_events(folder, [row], samples)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("row", "copies"),
    [
        (f"{ERBB2} <DUP> . PASS {END};SVTYPE=CNV GT:SM:CN:BC:PE ./1:6.2:12:40:9,8", (12, None, None, "FORMAT/CN, FORMAT/SM")),
        (f"{ERBB2} <DUP> . PASS {END} GT:CN:CNF:MCN:MCNF ./1:12:11.7:1:1.2", (12, 11, 1, "FORMAT/CN, FORMAT/MCN")),  # DRAGEN
        (f"{ERBB2} <CNV> . PASS {END} GT:TCN:MCN ./.:12:2", (12, 10, 2, "FORMAT/TCN, FORMAT/MCN")),  # ascatNgs
        (f"{ERBB2} <CNV> . PASS {END} RC:BC:CN:MCC 5:5:12:9", (12, 9, 3, "FORMAT/CN, FORMAT/MCC")),  # Canvas
        (f"{ERBB2} <DUP> . PASS {END};TCN_EM=12;LCN_EM=1 GT 0/1", (12, 11, 1, "INFO/TCN_EM, INFO/LCN_EM")),  # FACETS
        (f"{ERBB2} <CNV> . PASS {END} GT:CN:RDCN 0/1:12:11.86", (12, None, None, "FORMAT/CN")),  # Delly cnv
        (f"{ERBB2} <DUP> . PASS {END} GT:MAJOR:MINOR 0/1:10:2", (12, 10, 2, "FORMAT/MAJOR, FORMAT/MINOR")),
        (f"{ERBB2} <DUP> . PASS {END} GT:CN 0/1:-1", (None, None, None, "")),
    ],
)
def test_copies_of_the_callers(tmp_path: Path, row: str, copies: tuple[object, ...]) -> None:
    event = one(tmp_path, row)
    assert (event.copy_number, event.major_copies, event.minor_copies, event.copy_basis) == copies


def test_log2_of_cnvkit_and_linear_ratio_of_dragen(tmp_path: Path) -> None:
    cnvkit = one(tmp_path, f"{ERBB2} <DUP> . PASS IMPRECISE;{END};FOLD_CHANGE=8;FOLD_CHANGE_LOG=3.0;PROBES=42 GT:GQ 0/1:42")
    assert (cnvkit.copy_number, cnvkit.log2_ratio, cnvkit.copy_basis) == (None, 3.0, "INFO/FOLD_CHANGE_LOG")
    dragen = one(tmp_path, f"{ERBB2} <DUP> . PASS {END};SVTYPE=CNV GT:SM:LR 0/1:4:27.5")
    assert dragen.log2_ratio == 2.0  # LR is a likelihood ratio


def test_copies_of_a_junction_are_not_copies_of_a_segment(tmp_path: Path) -> None:
    event = one(tmp_path, "chr2 29223600 . N <INV> . PASS END=42299000;CT=3to3 GT:CN:DR:DV:RR:RV 0/1:7:40:9:35:12")
    assert (event.copy_number, event.copy_basis) == (None, "")


@pytest.mark.parametrize(
    ("genotype", "copies"), [("0|1", 1), ("1|1", 0), ("0|2", 3), ("2|2", 4), ("1|2", 2), ("1", 0), ("./.", None)]
)
def test_copy_number_alleles_add_up(tmp_path: Path, genotype: str, copies: int | None) -> None:
    """1000 Genomes: <CN0> and <CN2> are copies of one chromosome, REF has one."""
    found = read_events(tmp_path, [f"{ERBB2} <CN0>,<CN2> . PASS {END} GT {genotype}"], ["T"])
    assert found
    assert {event.copy_number for event in found} == {copies}


def test_copy_number_alleles_without_samples_give_the_direction_only(tmp_path: Path) -> None:
    found = read_events(tmp_path, [f"{ERBB2} <CN0>,<CN4> . PASS {END}"])
    assert [(event.copy_number, event.direction) for event in found] == [(None, "loss"), (None, "gain")]


def test_depth_segment_has_no_junction_and_a_called_junction_has(tmp_path: Path) -> None:
    depth = f"{ERBB2} <DEL> . PASS {END};SVTYPE=DEL;CN=1 GT 0/1"  # ExomeDepth
    claimed = f"{ERBB2} <DEL> . PASS {END};SVTYPE=CNV;SVCLAIM=D GT:CN 0/1:1"
    both = f"{ERBB2} <DEL> . PASS {END};SVTYPE=CNV;SVCLAIM=DJ GT:CN 0/1:1"
    junction = f"{ERBB2} <DEL> . PASS {END};SVTYPE=DEL GT:CN:DV:RV:DR:RR 0/1:1:8:3:20,22:18,19"
    found = read_events(tmp_path, [depth, claimed, both, junction], ["T"])
    assert [len(event.adjacencies) for event in found] == [0, 0, 1, 1]
    assert "no breakpoints" in found[0].caveats[0]


def test_open_genotype_with_copies_is_an_event(tmp_path: Path) -> None:
    """ExomeDepth writes duplications as ./. with CN; in a merged file that would read as somebody else's variant."""
    row = f"{ERBB2} <DUP> . PASS {END} GT:CN ./.:2 ./.:12"
    assert one(tmp_path, row, PAIR).copy_number == 12


def test_copies_like_those_of_the_normal_are_not_an_event(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{ERBB2} <DUP> . PASS {END} GT:CN ./.:3 ./.:3"], PAIR)
    assert events(path) == []
    assert [item.category for item in skipped(path, regions={})] == ["not_in_sample"]


def test_copies_that_the_genotype_denies_are_shown_with_that(tmp_path: Path) -> None:
    event = one(tmp_path, f"{ERBB2} <DUP> . PASS {END} GT:CN 0/0:12")
    assert "genotype 0/0" in " ".join(event.caveats)


def test_of_loss_and_gain_the_copies_choose(tmp_path: Path) -> None:
    """GATK gCNV lists <DEL>,<DUP> at every interval."""
    path = write_vcf(tmp_path, [f"{ERBB2} <DEL>,<DUP> . PASS {END} GT:CN .:5"], ["T"])
    assert [event.observation.allele.vcf_alt for event in events(path)] == ["<DUP>"]
    called = write_vcf(tmp_path, [f"{ERBB2} <DEL>,<DUP> . PASS {END} GT:CN 2:5"], ["T"], name="called.vcf")
    assert [event.observation.allele.vcf_alt for event in events(called)] == ["<DUP>"]


@pytest.mark.parametrize(
    ("row", "category", "shown"),
    [
        (f"{ERBB2} . . PASS {END};SVTYPE=CNV GT:CN 0/0:2", "reference", 0),
        (f"{ERBB2} . . PASS {END};SVTYPE=CNV GT:CN 0/0:12", "observed", 1),  # copies in a row without ALT
        (f"{ERBB2} . . PASS {END};SVTYPE=CNV GT:CN:MCN ./.:2:0", "observed", 1),  # copy-neutral loss
        (f"chrX 39600000 . N . . PASS {END};SVTYPE=CNV GT:CN 0:1", "reference", 0),  # one X of a man
        (f"{ERBB2} . . PASS {END} GT:CN 0/0:2", "reference", 0),
    ],
)
def test_rows_without_an_alt(tmp_path: Path, row: str, category: str, shown: int) -> None:
    items, tally, roles = stream(write_vcf(tmp_path, [row], ["T"]))
    counts = tally.reconciliation(roles[0])
    assert len([item for _, item in items if isinstance(item, StructuralEvent)]) == shown
    assert (counts.unmatched if category == "observed" else getattr(counts, category)) == 1
    assert allele_sum(tally, roles[0]) == counts.alleles == 1


@pytest.mark.parametrize(
    ("columns", "reads"),
    [
        ("PR:SR 40,0:45,0 14,25:31,50", (75, 120, 0.625)),  # Manta, HCC2218
        ("GT:PR:SR:VF 0/0:40,0:45,0:60,0 0/1:43,2:42,29:62,29", (29, 91, 29 / 91)),  # DRAGEN: fragments, each once
        ("GT:DR:DV:RR:RV 0/0:20:0:30:0 0/1:20:5:30:10", (10, 40, 0.25)),  # Delly, precise
        ("GT:DR:DV 0/0:20:0 0/1:30:10", (10, 40, 0.25)),  # Sniffles
        ("GT:DR:DV ./.:.:0 ./.:.:11", (11, None, None)),  # Sniffles without reference reads
        ("GT:REF:REFPAIR:VF:AF .:20:20:0:0 .:10:20:10:0.25", (10, 40, 0.25)),  # GRIDSS
        ("GT:SU:PE:SR 0/0:0:0:0 0/1:11:6:5", (11, None, None)),  # Lumpy
        ("GT:SU:RO:AO 0/0:0:20:0 0/1:11:30:10", (10, 40, 0.25)),  # svtyper
        ("GT:DV:RV:DR:RR 0/0:0:0:9,9:9,9 0/1:8:2:20,10:10,20", (10, 40, 0.25)),  # TIDDIT
        ("TR:VR 30:0 40:10", (10, 40, 0.25)),  # nanomonsv
    ],
)
def test_reads_of_the_callers(tmp_path: Path, columns: str, reads: tuple[int, int | None, float | None]) -> None:
    event = one(tmp_path, f"chr2 29223600 . N <INV> . PASS SVTYPE=INV;END=42299000 {columns}", PAIR)
    call, normal = event.observation.tumor, event.observation.normal
    assert call is not None
    assert normal is not None
    assert (call.alt_count, call.depth, call.vaf) == (reads[0], reads[1], pytest.approx(reads[2]))
    assert normal.alt_count == 0
    assert call.read_fields


def test_pairs_count_where_delly_is_imprecise(tmp_path: Path) -> None:
    row = "chr2 29223600 . N <INV> . PASS IMPRECISE;END=42299000;CT=3to3 GT:DR:DV:RR:RV 0/1:30:10:0:0"
    call = one(tmp_path, row).observation.tumor
    assert call is not None
    assert (call.alt_count, call.vaf) == (10, 0.25)


def test_event_without_a_read_in_the_tumour_is_absent(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, ["chr2 29223600 . N <INV> . PASS END=42299000;SOMATIC PR:SR 40,9:45,8 14,0:31,0"], PAIR)
    assert [(item.category, item.reason) for item in skipped(path, regions={})] == [("not_in_sample", "only in the normal")]


@pytest.mark.parametrize(
    ("options", "category"),
    [
        (ReadOptions(min_alt_reads=76), "low_support"),
        (ReadOptions(min_vaf=0.7), "low_support"),
        (ReadOptions(min_dp=121), "low_support"),
        (ReadOptions(min_alt_reads=75, min_vaf=0.6, min_dp=120), ""),
    ],
)
def test_thresholds_hold_for_events(tmp_path: Path, options: ReadOptions, category: str) -> None:
    path = write_vcf(tmp_path, ["chr1 44195682 . T <DEL> . PASS END=44201846;SOMATIC PR:SR 41,0:45,0 14,25:31,50"], PAIR)
    assert [item.category for item in skipped(path, regions={}, options=options)] == ([category] if category else [])


def test_filtered_event_is_listed_wherever_it_is(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{ERBB2} <DUP> . MinSomaticScore {END}"])
    assert [(item.category, item.reason) for item in skipped(path, regions={})] == [("filtered", "FILTER is MinSomaticScore")]
    shown = events(path, ReadOptions(pass_only=False))
    assert shown[0].observation.filters == ("MinSomaticScore",)


def test_each_sample_of_a_merged_file_has_its_own_copies(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{ERBB2} <DUP> . PASS {END} GT:CN 0/1:3 0/0:2 ./.:12"], ["A", "B", "C"])
    items, tally, roles = stream(path, regions={})
    found = [(role.tumor, item.copy_number) for role, item in items if isinstance(item, StructuralEvent)]
    assert found == [("A", 3), ("C", 12)]
    assert all(allele_sum(tally, role) == 1 for role in roles)


def test_event_that_touches_no_gene_can_be_counted_as_outside(tmp_path: Path) -> None:
    _, tally, roles = stream(write_vcf(tmp_path, [f"{ERBB2} <DUP> . PASS {END}"]), regions={})
    tally.move_outside(roles[0])
    counts = tally.reconciliation(roles[0])
    assert (counts.outside, counts.unmatched, counts.alleles) == (1, 0, 1)
    with pytest.raises(ValueError, match="cannot be moved"):
        tally.move_outside(roles[0])


def test_allele_keeps_what_the_row_said(tmp_path: Path) -> None:
    event = one(tmp_path, "CHR2 29223600 inv1 N <INV> 87 PASS SVTYPE=INV;END=42299000;EVENT=e7", ())
    allele = event.observation.allele
    assert (allele.vcf_chrom, allele.vcf_pos, allele.vcf_id, allele.vcf_alt, allele.vcf_qual) == (
        "CHR2", 29223600, "inv1", "<INV>", 87.0,
    )  # fmt: skip
    assert allele.retained_info == {"SVTYPE": "INV", "EVENT": "e7"}


EML4_ALK = "chr2 29223528 cuteSV.INV.1 N <INV> . PASS PRECISE;SVTYPE=INV;END=42295516;RE=12;AF=0.15 GT:DR:DV"


def test_a_diploid_genotype_does_not_hide_the_reads_of_a_tumours_event(tmp_path: Path) -> None:
    """cuteSV issue 137, Severus issue 45: a fusion in one of seven reads is written as 0/0."""
    event = one(tmp_path, f"{EML4_ALK} 0/0:68:12")
    assert "the genotype 0/0 does not carry it; listed because 12 of 80 reads show it" in event.caveats
    assert one(tmp_path, f"{EML4_ALK} 0/0:70:0 0/0:68:12", PAIR).observation.tumor is not None


@pytest.mark.parametrize(
    ("columns", "samples", "options"),
    [
        ("0/0:68:2", ("T",), ReadOptions()),
        ("0/0:900:9", ("T",), ReadOptions()),
        ("0/0:68:12", ("T",), ReadOptions(germline=True)),  # of the patient's own genome 0/0 is what it says
        ("0/0:70:5 0/0:68:12", PAIR, ReadOptions()),  # the normal shows it, too
        ("0/0:68:12 0/1:30:30", ("A", "B"), ReadOptions()),  # joint genotypes of several patients
    ],
)
def test_where_the_genotype_is_believed(tmp_path: Path, columns: str, samples: tuple[str, ...], options: ReadOptions) -> None:
    path = write_vcf(tmp_path, [f"{EML4_ALK} {columns}"], samples)
    assert [event for event in events(path, options) if event.observation.tumor and not event.observation.tumor.carries] == []


FLT3_ITD = f"chr13 28034100 . T T{'ACGTTTCTATACGATTCGATTAGCATCGGATCGATCGACTAGCTAGTCGA'} . PASS SVTYPE=INS;END=28034100"


def test_reads_of_insertions_that_are_spelt_out_by_callers_of_structural_variants(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [f"{FLT3_ITD} GT:PR:SR 0/1:20,0:30,12", f"{FLT3_ITD} GT:DR:DV 0/0:68:12"], ["T"])
    manta, cutesv = (item.tumor for item in observations(path))
    assert manta is not None
    assert cutesv is not None
    assert (manta.alt_count, manta.depth, cutesv.alt_count, cutesv.depth) == (12, 62, 12, 80)


def test_reads_that_savana_writes_in_info_and_brass_in_a_column_of_its_own(tmp_path: Path) -> None:
    info = "SVTYPE=BND;MATEID=ID_4_2;TUMOUR_READ_SUPPORT=14;NORMAL_READ_SUPPORT=0;BP_NOTATION=++;TUMOUR_AF=0.35,0.34"
    savana = one(tmp_path, f"chr2 42295600 ID_4_1 N N]chr2:29224494] . PASS {info} GT 0/1")
    assert savana.observation.tumor is not None
    assert savana.observation.tumor.alt_count == 14
    info = "SVTYPE=BND;MATEID=4_2;IMPRECISE;CIPOS=0,484;BKDIST=-1;OCC=1;SVCLASS=inversion"
    brass = one(tmp_path, f"chr2 42295600 4_1 N N]chr2:29224494] 5 . {info} RC:PS 9:5")
    assert brass.observation.tumor is not None
    assert brass.observation.tumor.alt_count == 9


def test_homology_that_purple_gives_by_its_bases_is_no_imprecision(tmp_path: Path) -> None:
    row = "chr2 42295600 gridss1o N N]chr2:29224494] 900 PASS SVTYPE=BND;CIPOS=-2,2;HOMSEQ=AACT GT 0/1"
    assert not one(tmp_path, row).imprecise
    assert one(tmp_path, row.replace("HOMSEQ=AACT", "HOMSEQ=")).imprecise


def test_callers_of_depth_make_no_junction_also_without_copies(tmp_path: Path) -> None:
    qdnaseq = one(tmp_path, f"{ERBB2} <DEL> 1000 PASS SVTYPE=DEL;{END};SVLEN=-200000;BINS=14;SCORE=-1;LOG2CNT=-0.8 GT 0/1")
    assert (qdnaseq.adjacencies, qdnaseq.log2_ratio) == ((), -0.8)
    exomedepth = one(tmp_path, f"{ERBB2} <DEL> 25 PASS SVTYPE=DEL;{END};BF=25.6 GT 0/1")
    assert exomedepth.adjacencies == ()
    assert "called from depth: its ends are no breakpoints" in exomedepth.caveats

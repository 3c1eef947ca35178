"""One run answers the somatic, the predisposition and the pharmacogenomic question, and keeps them apart.

BRCA1 c.68_69del in tumour and normal, TP53 R175H in the tumour only, DPYD c.1905+1G>A (*2A) in both: true coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pm_annotate.model import SampleReport
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from tests.command_line import CONTIGS_37, CONTIGS_38, write_vcf

FORMAT = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">',
)
HET, CLEAN = "0/1:52,48:100", "0/0:100,0:100"


@dataclass(frozen=True)
class Places:
    """The three alleles on one assembly."""

    contigs: dict[str, int]
    brca1: str
    tp53: str
    dpyd: str
    header: tuple[str, ...] = field(default=FORMAT)


ON_38 = Places(CONTIGS_38, "17 43124027 . ACT A", "17 7675088 . C T", "1 97450058 . C T")
ON_37 = Places(CONTIGS_37, "17 41276044 . ACT A", "17 7578406 . C T", "1 97915614 . C T")


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def report_of(vcf: Path, tables: Tables, **options: object) -> SampleReport:
    asked = AnnotateOptions(tumor_type="OVT", **options)  # type: ignore[arg-type]
    (report,) = annotate_vcf(open_vcf(read_header(str(vcf)), asked, tables), asked, tables)
    return report


def pair(folder: Path, places: Places, brca1: tuple[str, str] = (HET, HET), filters: str = "PASS") -> Path:
    header = (*places.header, "##tumor_sample=TUMOR", "##normal_sample=NORMAL")
    calls = [(places.brca1, filters, *brca1), (places.tp53, "PASS", HET, CLEAN), (places.dpyd, "PASS", HET, HET)]
    records = [f"{place} . {filtered} . GT:AD:DP {tumor} {normal}" for place, filtered, tumor, normal in calls]
    return write_vcf(folder / "pair.vcf", records, ["TUMOR", "NORMAL"], places.contigs, header)


def single(folder: Path, places: Places, name: str = "TUMOR", header: tuple[str, ...] = ()) -> Path:
    records = [f"{place} . PASS . GT:AD:DP {HET}" for place in (places.brca1, places.tp53, places.dpyd)]
    return write_vcf(folder / "single.vcf", records, [name], places.contigs, (*places.header, *header))


@pytest.mark.parametrize("places", [ON_38, ON_37], ids=["GRCh38", "GRCh37"])
def test_three_answers_in_three_places(places: Places, tables: Tables, tmp_path: Path) -> None:
    report = report_of(pair(tmp_path, places), tables)
    (inherited,) = report.predisposition
    assert (inherited.gene, inherited.classification, inherited.origin) == ("BRCA1", "ClinVar Pathogenic", "germline")
    assert not inherited.confirm_in_germline
    assert inherited.allele_state == "one allele"
    assert inherited.secondary_finding
    assert "laparib" in inherited.actionable_in_patient
    assert inherited.reportable_to_relatives.startswith("dominant")

    statuses = {effect.gene: one.mutation_status for one in report.variants for effect in one.effects}
    assert (statuses["TP53"], statuses["BRCA1"]) == ("Somatic", "Germline")
    somatic = [one for one in report.findings if any(v.mutation_status == "Somatic" for v in one.variants)]
    assert somatic
    assert {effect.gene for one in somatic for v in one.variants for effect in v.effects} == {"TP53"}

    dpyd = next(call for call in report.pharmacogenomics if call.gene == "DPYD")
    assert any("c.1905+1G>A" in diplotype for diplotype in dpyd.diplotypes)
    assert not any("confirm in germline" in caveat for caveat in dpyd.caveats)


def test_tumour_only_says_confirm_in_germline_for_both(tables: Tables, tmp_path: Path) -> None:
    report = report_of(single(tmp_path, ON_38), tables)
    brca1 = next(one for one in report.predisposition if one.gene == "BRCA1")
    assert (brca1.origin, brca1.confirm_in_germline) == ("unknown", True)
    assert any("confirm in germline" in caveat for caveat in brca1.caveats)
    assert brca1.reportable_to_relatives.startswith("if confirmed in germline")
    dpyd = next(call for call in report.pharmacogenomics if call.gene == "DPYD")
    assert any("confirm in germline" in caveat for caveat in dpyd.caveats)


def test_tumour_only_lists_what_looks_somatic_after_what_may_be_inherited(tables: Tables, tmp_path: Path) -> None:
    report = report_of(single(tmp_path, ON_38), tables)
    assert [one.gene for one in report.predisposition] == ["BRCA1", "TP53"]
    tp53 = report.predisposition[1]
    assert not tp53.reportable_to_relatives
    assert any("fewer than 2 %" in text for text in tp53.evidence)
    status = next(one for one in report.variants if any(effect.gene == "TP53" for effect in one.effects))
    assert status.mutation_status == "Unknown"
    assert any("speaks for somatic" in text for text in status.origin_evidence)


def test_an_allele_that_the_normal_does_not_carry_is_no_predisposition(tables: Tables, tmp_path: Path) -> None:
    assert not report_of(pair(tmp_path, ON_38, brca1=(HET, CLEAN)), tables).predisposition


def test_an_allele_of_the_normal_that_the_tumour_lost_is_still_inherited(tables: Tables, tmp_path: Path) -> None:
    report = report_of(pair(tmp_path, ON_38, brca1=(CLEAN, HET)), tables)
    (lost,) = report.predisposition
    assert (lost.gene, lost.origin) == ("BRCA1", "germline")
    assert any("the tumour may have lost it" in caveat for caveat in lost.caveats)
    assert not any(effect.gene == "BRCA1" for one in report.variants for effect in one.effects)


def test_an_allele_that_the_caller_set_aside_as_germline_is_read_for_inherited_risk(tables: Tables, tmp_path: Path) -> None:
    report = report_of(pair(tmp_path, ON_38, filters="germline"), tables)
    (set_aside,) = report.predisposition
    assert (set_aside.gene, set_aside.origin, set_aside.confirm_in_germline) == ("BRCA1", "germline", False)
    assert (set_aside.allele_state, set_aside.variant.observation.normal.alt_count) == ("one allele", 48)  # type: ignore[union-attr]
    assert any("FILTER germline" in caveat for caveat in set_aside.caveats)
    assert not any("may not be there" in caveat for caveat in set_aside.caveats)
    assert any("set aside as germline" in warning for warning in report.warnings)


@pytest.mark.parametrize("stated", [True, False], ids=["--germline", "the caller's header"])
def test_a_germline_file_needs_no_confirmation(stated: bool, tables: Tables, tmp_path: Path) -> None:
    header = () if stated else ("##source=HaplotypeCaller",)
    report = report_of(single(tmp_path, ON_38, "P1", header), tables, germline=stated)
    assert {one.mutation_status for one in report.variants} == {"Germline"}
    assert [(one.gene, one.confirm_in_germline) for one in report.predisposition] == [("BRCA1", False), ("TP53", False)]
    dpyd = next(call for call in report.pharmacogenomics if call.gene == "DPYD")
    assert not any("confirm in germline" in caveat for caveat in dpyd.caveats)
    assert any("germline file" in warning for warning in report.warnings)


def test_few_reads_in_the_file_of_a_germline_caller_are_counted_in_a_warning(tables: Tables, tmp_path: Path) -> None:
    """A lung tumour called with HaplotypeCaller: EGFR L858R at a VAF of 0.15 is not in the patient's children."""
    record = "7 55191822 . T G . PASS . GT:AD:DP 0/1:170,30:200"
    header = (*FORMAT, "##source=HaplotypeCaller")
    report = report_of(write_vcf(tmp_path / "h.vcf", [record], ["P1"], CONTIGS_38, header), tables)
    assert {one.mutation_status for one in report.variants} == {"Unknown"}
    (warning,) = [text for text in report.warnings if "fewer reads than inherited ones" in text]
    assert warning.startswith("1 alleles of this germline file have fewer reads than inherited ones (VAF below 0.")


def test_a_small_allele_and_the_loss_of_exons_lie_to_each_other_as_nobody_knows(tables: Tables, tmp_path: Path) -> None:
    """BRCA1 c.68_69del and a deletion of exon 20 in one patient: cis or trans is not told by any genotype."""
    header = (
        *FORMAT,
        '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="t">',
        '##INFO=<ID=END,Number=1,Type=Integer,Description="e">',
    )
    records = [
        "17 43050000 . N <DEL> . PASS SVTYPE=DEL;END=43057500 GT:AD:DP 0|1:50,50:100",
        f"17 43124027 . ACT A . PASS . GT:AD:DP {HET.replace('/', '|')}",
    ]
    report = report_of(write_vcf(tmp_path / "b.vcf", records, ["S1"], CONTIGS_38, header), tables, germline=True)
    assert {one.allele_state for one in report.predisposition} == {"two alleles, phase not known"}
    assert len(report.predisposition) == 2


def test_a_clinvar_allele_of_a_gene_without_packaged_transcript_is_found(tables: Tables, tmp_path: Path) -> None:
    """FANCI c.3853C>T p.Arg1285Ter and others of FANCI stand in ClinVar; the gene has no transcript here."""
    clinvar = tables.knowledge.clinvar
    assembly = open_vcf(read_header(str(single(tmp_path, ON_38))), AnnotateOptions(), tables).assembly
    genome = tables.genome(assembly)
    assert not genome.transcripts_of("FANCI")
    allele = next(
        line.split("\t")[0].split(":")
        for line in (tables.folder / "knowledge" / "clinvar.GRCh38.tsv").read_text().splitlines()
        if line.endswith("\tFANCI") and len(line.split("\t")[0].split(":")[2] + line.split("\t")[0].split(":")[3]) == 2
    )
    chrom, pos, ref, alt = allele
    assert clinvar.significance(assembly, (chrom, int(pos), ref, alt))
    vcf = write_vcf(
        tmp_path / "f.vcf", [f"{chrom} {pos} . {ref} {alt} . PASS . GT:AD:DP {HET}"], ["S1"], {"1": 248956422}, FORMAT
    )
    (found,) = report_of(vcf, tables, germline=True).predisposition
    assert (found.gene, found.allele_state) == ("FANCI", "carrier of one recessive allele")
    assert found.classification.startswith("ClinVar")


def test_x_linked_alleles_are_read_by_sex(tables: Tables, tmp_path: Path) -> None:
    line = next(
        line
        for line in (tables.folder / "knowledge" / "clinvar.GRCh38.tsv").read_text().splitlines()
        if line.endswith("\tGPC3") and line.startswith("X:")
    )
    chrom, pos, ref, alt = line.split("\t")[0].split(":")
    record = f"{chrom} {pos} . {ref} {alt} . PASS . GT:AD:DP {HET}"
    vcf = write_vcf(tmp_path / "x.vcf", [record], ["S1"], {"1": 248956422}, FORMAT)
    states = [
        report_of(vcf, tables, germline=True, pgx=PgxOptions(sex=sex)).predisposition[0].allele_state
        for sex in ("male", "female", None)
    ]
    assert states == ["one allele, hemizygous", "one allele, X-linked (female)", "one allele, X-linked: sex not given"]


@pytest.mark.parametrize(
    ("filters", "confirm"),
    [("germline;panel_of_normals", False), ("clustered_events;germline", False), ("panel_of_normals", True)],
)
def test_an_inherited_allele_that_is_not_alone_is_set_aside_as_germline_too(
    filters: str, confirm: bool, tables: Tables, tmp_path: Path
) -> None:
    """Mutect2 counts inherited neighbours as events, and a panel of normals of the same population holds founder alleles; it
    holds artefacts of the method, too, which the patient's normal shows as well."""
    (set_aside,) = report_of(pair(tmp_path, ON_38, filters=filters), tables).predisposition
    assert (set_aside.gene, set_aside.confirm_in_germline) == ("BRCA1", confirm)
    assert any(f"FILTER {filters}" in caveat for caveat in set_aside.caveats)


def test_an_unknown_truncation_that_other_people_carry_is_no_finding(tables: Tables, tmp_path: Path) -> None:
    """A panel of normals holds artefacts of the method: only what ClinVar knows is read. BRCA2 p.Lys3326Ter is not in ClinVar's
    pathogenic alleles."""
    record = f"13 32398489 . A T . panel_of_normals . GT:AD:DP {HET}"
    report = report_of(write_vcf(tmp_path / "k.vcf", [record], ["S1"], {"1": 248956422}, FORMAT), tables)
    assert not report.predisposition


def test_two_alleles_of_one_record_lie_on_different_copies(tables: Tables, tmp_path: Path) -> None:
    """BRCA1 c.68_69del and c.68del, GT 1/2."""
    record = "17 43124027 . ACT A,AT . PASS . GT:AD:DP 1/2:2,49,49:100"
    report = report_of(write_vcf(tmp_path / "b.vcf", [record], ["S1"], CONTIGS_38, FORMAT), tables, germline=True)
    assert {one.allele_state for one in report.predisposition} == {"two alleles (compound heterozygous)"}
    assert len(report.predisposition) == 2


def test_a_recessive_allele_on_nearly_all_reads_may_be_two(tables: Tables, tmp_path: Path) -> None:
    """MUTYH p.Gly396Asp by Mutect2 without a normal: 0/1 is written for a homozygous allele, too."""
    record = "1 45331556 . C T . PASS . GT:AD:DP 0/1:1,97:98"
    (one,) = report_of(write_vcf(tmp_path / "m.vcf", [record], ["S1"], CONTIGS_38, FORMAT), tables).predisposition
    assert (one.gene, one.allele_state) == ("MUTYH", "one allele or two")
    assert any("99% of the reads carry it" in caveat for caveat in one.caveats)


def test_a_truncation_that_loses_little_is_not_on_the_list_of_secondary_findings(tables: Tables, tmp_path: Path) -> None:
    """BRCA2 p.Lys3326Ter, in one of a hundred healthy people."""
    record = f"13 32398489 . A T . PASS . GT:AD:DP {HET}"
    vcf = write_vcf(tmp_path / "k.vcf", [record], ["S1"], {"1": 248956422}, FORMAT)
    (one,) = report_of(vcf, tables, germline=True).predisposition
    assert (one.gene, one.secondary_finding, one.reportable_to_relatives) == ("BRCA2", False, "")


@pytest.mark.parametrize(
    ("record", "info", "looks_somatic"),
    [
        ("7 140753336 . A T", ".", True),  # BRAF p.Val600Glu: no inherited allele, though ClinVar lists it
        ("12 25245350 . C T", ".", True),  # KRAS p.Gly12Asp
        ("12 25245350 . C T", "AF_grpmax=0.0004", False),  # seen in the population
        ("10 43121968 . T C", ".", False),  # RET p.Met918Thr: hotspot of tumours, and MEN 2B
        ("17 43124027 . ACT A", ".", False),  # BRCA1 c.68_69del
    ],
)
def test_a_hotspot_of_an_oncogene_looks_somatic_at_one_half_too(
    record: str, info: str, looks_somatic: bool, tables: Tables, tmp_path: Path
) -> None:
    vcf = write_vcf(tmp_path / "h.vcf", [f"{record} . PASS {info} GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    (one,) = report_of(vcf, tables).predisposition
    assert any("than for an inherited origin" in caveat for caveat in one.caveats) == looks_somatic
    assert (one.reportable_to_relatives == "") == looks_somatic


@pytest.mark.parametrize(
    ("record", "told"),
    [("22 28695868 . AG A", True), ("22 28725099 . A G", False)],
    ids=["CHEK2 c.1100del in exon 11", "CHEK2 p.Ile157Thr in exon 4"],
)
def test_an_allele_where_a_pseudogene_is_identical_is_to_be_confirmed(
    record: str, told: bool, tables: Tables, tmp_path: Path
) -> None:
    vcf = write_vcf(tmp_path / "p.vcf", [f"{record} . PASS . GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    (one,) = report_of(vcf, tables, germline=True).predisposition
    assert any("pseudogenes may be taken for" in caveat for caveat in one.caveats) == told


def test_the_pharmacogenes_of_a_further_file_are_read(tables: Tables, tmp_path: Path) -> None:
    """The somatic calls in one VCF, the patient's own in another (--also): DPYD*2A there is no absent position."""
    germline = write_vcf(tmp_path / "germline.vcf", [f"{ON_38.dpyd} . PASS . GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    somatic = write_vcf(tmp_path / "somatic.vcf", [f"{ON_38.tp53} . PASS . GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    report = report_of(somatic, tables, also=(germline,))
    dpyd = next(call for call in report.pharmacogenomics if call.gene == "DPYD")
    assert (dpyd.diplotypes, dpyd.phenotype) == (("Reference/c.1905+1G>A (*2A)",), "Intermediate Metabolizer")
    assert any("confirm in germline" in caveat for caveat in dpyd.caveats)


@pytest.mark.parametrize("record", ["12 111446804 rs3184504 T C", "5 1286401 rs2736100 C A"], ids=["SH2B3", "TERT"])
def test_an_association_with_a_common_polymorphism_is_no_inherited_risk(record: str, tables: Tables, tmp_path: Path) -> None:
    """CIViC calls both predisposing, from association studies; every second person has them. No counselling for that."""
    vcf = write_vcf(tmp_path / "rs.vcf", [f"{record} . PASS . GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    report = report_of(vcf, tables, germline=True)
    assert any(finding.tier_class == "predisposition" for finding in report.findings)
    assert not report.predisposition


@pytest.mark.parametrize("filters", ["LowQual", "VQSRTrancheINDEL99.00to99.90"])
def test_a_known_allele_that_a_germline_caller_calls_unreliable_is_not_lost(
    filters: str, tables: Tables, tmp_path: Path
) -> None:
    """BRCA1 c.68_69del in half of 100 reads; an unknown truncating allele filtered alike is no finding."""
    header = (*FORMAT, f'##FILTER=<ID={filters},Description="u">')
    records = [f"13 32398489 . A T . {filters} . GT:AD:DP {HET}", f"{ON_38.brca1} . {filters} . GT:AD:DP {HET}"]
    vcf = write_vcf(tmp_path / "u.vcf", records, ["S1"], CONTIGS_38, header)
    (one,) = report_of(vcf, tables, germline=True).predisposition
    assert (one.gene, one.origin, one.confirm_in_germline, one.allele_state) == ("BRCA1", "germline", True, "one allele")
    assert any(f"the caller calls it unreliable (FILTER is {filters})" in caveat for caveat in one.caveats)
    assert one.reportable_to_relatives.startswith("if confirmed in germline: ")
    assert not report_of(vcf, tables).predisposition  # a tumour's file: most of what is filtered there is noise
    reference = write_vcf(
        tmp_path / "r.vcf", [f"{ON_38.brca1} . {filters} . GT:AD:DP 0/0:90,10:100"], ["S1"], CONTIGS_38, header
    )
    assert not report_of(reference, tables, germline=True).predisposition  # DeepVariant's RefCall


def test_a_known_allele_whose_own_genotype_was_filtered_is_not_lost(tables: Tables, tmp_path: Path) -> None:
    header = (*FORMAT, '##FORMAT=<ID=FT,Number=1,Type=String,Description="f">')
    record = f"{ON_38.brca1} . PASS . GT:AD:DP:FT {HET}:LowGQX"
    (one,) = report_of(
        write_vcf(tmp_path / "ft.vcf", [record], ["S1"], CONTIGS_38, header), tables, germline=True
    ).predisposition
    assert (one.gene, one.confirm_in_germline) == ("BRCA1", True)
    assert any("FT of S1 is LowGQX" in caveat for caveat in one.caveats)


def test_a_mosaic_allele_of_a_germline_callers_file_rests_on_no_tumour(tables: Tables, tmp_path: Path) -> None:
    """RB1 c.1981C>T in 12 of 100 reads of blood: its caller alone says that the file is germline."""
    record = "13 48459708 . C T . PASS . GT:AD:DP 0/1:88,12:100"
    vcf = write_vcf(tmp_path / "m.vcf", [record], ["P1"], CONTIGS_38, (*FORMAT, "##source=HaplotypeCaller"))
    (one,) = report_of(vcf, tables).predisposition
    assert (one.gene, one.origin, one.confirm_in_germline) == ("RB1", "unknown", True)
    assert any("mosaicism" in caveat and "confirm in germline" in caveat for caveat in one.caveats)
    assert not any("tumour column" in caveat for caveat in one.caveats)

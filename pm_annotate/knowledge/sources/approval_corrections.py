"""Rows of the approvals' source that contradict the label they cite, and what the label says.

A correction applies only while the source has the wrong value, so a later release that mends the row is left alone. The
corrected statement carries the source's own words in its column ``correction``.
"""

from collections.abc import Mapping
from typing import NamedTuple

ALL, AML = "Acute Lymphoid Leukemia", "Acute Myeloid Leukemia"
BREAST, NSCLC = "Invasive Breast Carcinoma", "Non-Small Cell Lung Cancer"
EOSINOPHILIC, GIST = "Chronic Eosinophilic Leukemia, NOS", "Gastrointestinal Stromal Tumor"
STOMACH, SMALL_BOWEL = "Esophagogastric Adenocarcinoma", "Small Bowel Cancer"
NPM1 = "NPM1 p.W288Cfs*12"
RET_MUTATION = "RET somatic variants"  # typed as any variant of the gene that acts; inherited ones are meant, too
H3_K27M = "H3-3A p.K27M OR H3C2 p.K27M OR H3C3 p.K27M"
NEITHER_ALK_NOR_EGFR = "Wild type ALK AND Wild type EGFR"
TPS_50 = "PD-L1 >= 50% AND Wild type EGFR AND Wild type ALK"


class Correction(NamedTuple):
    """In rows on these therapies (all of the named ones), the value ``wrong`` of a column means ``right``.

    ``biomarkers``, ``disease``, ``agency``: only in rows with exactly these.
    """

    therapy: str
    column: str
    wrong: str
    right: str
    basis: str
    biomarkers: str = ""
    disease: str = ""
    agency: str = ""

    def concerns(self, row: Mapping[str, str]) -> bool:
        same = all(asked in ("", row[of]) for of, asked in self._only_in)
        return same and self.therapy in row["therapies"].split(" + ") and row[self.column] == self.wrong

    @property
    def _only_in(self) -> tuple[tuple[str, str], ...]:
        return ("biomarkers", self.biomarkers), ("disease", self.disease), ("agency", self.agency)


CORRECTIONS = (
    Correction("Gilteritinib", "disease", ALL, AML, "Xospata, 1: relapsed or refractory acute myeloid leukemia"),
    Correction("Gemtuzumab ozogamicin", "disease", ALL, AML, "Mylotarg, 1: CD33-positive acute myeloid leukemia"),
    Correction(
        "Imatinib", "biomarkers", "KIT p.D816V", "NOT KIT p.D816V", "Gleevec, 1: mastocytosis without the D816V mutation"
    ),
    Correction(
        "Panitumumab", "biomarkers", "Wild type KRAS AND Wild type HRAS", "Wild type KRAS AND Wild type NRAS",
        "Vectibix, 1: wild-type RAS is wild-type in both KRAS and NRAS",
    ),
    Correction(
        "Cetuximab", "biomarkers", "EGFR positive AND Wild type KRAS AND Wild type HRAS AND Wild type NRAS",
        "EGFR positive AND Wild type KRAS AND Wild type NRAS", "Erbitux, 4.1 and 5.1: RAS is KRAS and NRAS",
    ),
    Correction(
        "Trastuzumab deruxtecan", "biomarkers", "ERBB2 amplification", "ERBB2 activating variants",
        "Enhertu, 4.1: non-small cell lung cancer with an activating HER2 (ERBB2) mutation", disease=NSCLC,
    ),
    Correction("Fulvestrant", "biomarkers", "ER negative", "ER positive", "an oestrogen receptor antagonist"),
    Correction("Elacestrant", "therapies", "Elacestrant", "Pemigatinib", "Pemazyre is pemigatinib"),
    Correction("Bosutinib", "biomarkers", "CD22 +", "BCR::ABL1", "Bosulif, 4.1: Philadelphia chromosome-positive leukaemia"),
    *(
        Correction("Avutometinib", "biomarkers", one, "KRAS somatic variants", "Avmapki Fakzynja, 1: KRAS-mutated")
        for one in ("KRAS p.G12C", "KRAS p.G12V")
    ),
    Correction("Midostaurin", "biomarkers", "CDK12 oncogenic variants", "FLT3-ITD", "Rydapt, 1: FLT3 mutation-positive"),
    Correction("Vandetanib", "biomarkers", "v::RET", RET_MUTATION, "Caprelsa, 4.1: RET mutation, not fusion"),
    *(
        Correction("Selpercatinib", "biomarkers", one, RET_MUTATION, "Retevmo, 1, Retsevmo, 4.1: medullary, any RET mutation")
        for one in ("RET oncogenic variants", "RET p.M918T")
    ),
    Correction(
        "Datopotamab deruxtecan", "disease", BREAST, NSCLC, "Datroway, 1: EGFR-mutated non-small cell lung cancer",
        biomarkers="EGFR Exon 20 (Insertion)",
    ),
    Correction(
        "Datopotamab deruxtecan", "disease", NSCLC, BREAST, "Datroway, 1: HR-positive, HER2-negative breast cancer",
        biomarkers="HER2-negative AND PR positive",
    ),
    Correction(
        "Imatinib", "disease", GIST, EOSINOPHILIC, "Gleevec, 1: FIP1L1::PDGFRA in hypereosinophilic syndrome and leukaemia",
        biomarkers="FIP1L1::PDGFRA",
    ),
    Correction(
        "Avapritinib", "biomarkers", "PDGFRA p.D842V", "PDGFRA p.D842V OR PDGFRA Exon 18 Mutation",
        "Ayvakit, 1: PDGFRA exon 18 mutation, including D842V", agency="fda",
    ),
    Correction("Dordaviprone", "biomarkers", "H3-3A p.K27M", H3_K27M, "Modeyso, 1: H3 K27M mutation, of whichever H3 gene"),
    Correction(
        "Talazoparib", "therapies", "Talazoparib", "Olaparib", "Lynparza, 14.6, the label cited: RAD51B is not of Talzenna's",
        biomarkers="RAD51B oncogenic variants",
    ),
    Correction("Trastuzumab", "disease", GIST, STOMACH, "Herceptin, 1: gastric or gastroesophageal junction adenocarcinoma"),
    Correction("Pembrolizumab", "disease", GIST, SMALL_BOWEL, "Keytruda, 4.1: gastric, small intestine or biliary cancer"),
    Correction(
        "Pembrolizumab", "biomarkers", "CD274 amplification AND Wild type EGFR AND Wild type ALK", TPS_50,
        "Keytruda, 4.1: PD-L1 tumour proportion score of at least 50 %",
    ),
    Correction(
        "Pembrolizumab", "therapies", "Pembrolizumab", "Lenvatinib + Pembrolizumab",
        "Keytruda, 1: mismatch repair proficient endometrial carcinoma, with lenvatinib", biomarkers="pMMR",
    ),
    Correction(
        "Cemiplimab", "biomarkers", "Wild type ALK AND Wild type EGFR AND dMMR AND PD-L1 >= 50%",
        "Wild type ALK AND Wild type EGFR AND Wild type ROS1 AND PD-L1 >= 50%",
        "Libtayo, 1: no EGFR, ALK or ROS1 aberrations; mismatch repair is not named",
    ),
    *(
        Correction(
            "Osimertinib", "therapies", f"{platinum} + Osimertinib", f"{platinum} + Osimertinib + Pemetrexed",
            "Tagrisso, 4.1: with pemetrexed and platinum-based chemotherapy",
        )
        for platinum in ("Carboplatin", "Cisplatin")
    ),
    *(
        Correction(
            "Nab-paclitaxel", "biomarkers", one, NEITHER_ALK_NOR_EGFR,
            "Tecentriq, 4.1: neither EGFR-mutated nor ALK-positive lung cancer",
        )
        for one in ("Wild type ALK", "Wild type EGFR")
    ),
    Correction("Brentuximab vedotin", "biomarkers", "CD30 + AND HER2-negative", "CD30 +", "a lymphoma: HER2 is not named"),
    Correction(
        "Lenalidomide", "disease", "Myeloproliferative Neoplasm", "Myelodysplastic Syndromes",
        "Revlimid, 4.1: myelodysplastic syndromes with an isolated deletion 5q",
    ),
    *(
        Correction("Revumenib", "disease", one, AML, "Revuforj, 1: NPM1 in acute myeloid leukemia", biomarkers=NPM1)
        for one in (ALL, "Burkitt Lymphoma", "Acute Leukemias of Ambiguous Lineage")
    ),
    Correction(
        "Revumenib", "disease", "Burkitt Lymphoma", ALL, "Revuforj, 1: KMT2A translocation in acute leukemia",
        biomarkers="t(KMT2A;v)",
    ),
)  # fmt: skip


def corrected(row: Mapping[str, str]) -> dict[str, str]:
    """The row as its label has it, with ``correction`` saying what was changed and why ("" where nothing was)."""
    for one in CORRECTIONS:
        if one.concerns(row) and not _is_right_as_it_stands(row):
            return {**row, one.column: one.right, "correction": f"{one.column} of the source: {one.wrong} ({one.basis})"}
    return {**row, "correction": ""}


def _is_right_as_it_stands(row: Mapping[str, str]) -> bool:
    """Elacestrant is a drug of its own: only its rows on FGFR2 are Pemazyre's."""
    return row["therapies"] == "Elacestrant" and not row["biomarkers"].startswith("FGFR2")

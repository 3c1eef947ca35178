"""Typing: what a source calls a biomarker ("EGFR Exon 19 Deletion") becomes a typed criterion.

The forms are those of CIViC's molecular profiles, of drug labels as approval tables quote them, and of lab tables. The
semantics, where a name leaves room:

- A deletion *in* an exon that is known for small in-frame deletions (EGFR exon 19, KIT exon 11, PDGFRA exon 18) is a
  change of mutation types deletion and delins within that exon; any other ``Exon N Deletion`` is the loss of the exon.
- ``mutation_types`` are alternatives; ``deletion``, ``insertion``, ``duplication`` and ``delins`` mean in-frame changes
  of residues, and a ``delins`` counts where its net length goes the same way; an empty tuple is any protein-altering
  change.
- ``Loss`` is CIViC's loss_of_function_variant (the SO type that its curators give it; CDKN2B's is the loss of the gene),
  ``Deletion`` the loss of the gene.
- ``oncogenic variants`` of labels are a gain of function, except in a gene that acts by its loss (gene roles).
- A criterion that is limited to a domain keeps its residue ranges in ``regions``, whatever its kind.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pm_annotate.knowledge.sequence_names import HGVSC_WORDS, codons_of, hgvsc_of, protein_changes_of
from pm_annotate.model import Biomarker, BiomarkerKind

ONCOGENE = "oncogene"
TUMOR_SUPPRESSOR = "tumor_suppressor"

Ranges = tuple[tuple[int, int], ...]

SMALL_DELETION_EXONS = frozenset({("EGFR", 19), ("KIT", 11), ("PDGFRA", 18)})
"""Exons whose "deletion" is a small in-frame one within the exon."""

DUPLICATION_EXONS: Mapping[str, tuple[int, ...]] = {"FLT3": (14, 15), "BCOR": (15,), "KIT": (11,)}
"""Where a gene's internal tandem duplications lie: FLT3 juxtamembrane and TKD1, BCOR PUFD, KIT juxtamembrane."""

EXON_SYNONYMS: Mapping[tuple[str, int], tuple[int, ...]] = {
    ("ASXL1", 12): (13,),
    ("NPM1", 11): (12,),
}
"""Exon numbers of the literature that the reference transcript counts otherwise: ASXL1's last exon was its 12th, and NPM1's
last exon, where W288 lies, is the 11th of the transcript that leaves one out."""

PROTEIN_GENES: Mapping[str, str] = {
    "ER": "ESR1", "PR": "PGR", "HER2": "ERBB2", "PD-L1": "CD274", "C-MET": "MET", "CD20": "MS4A1", "CD30": "TNFRSF8",
    "CD117": "KIT", "CLDN18.2": "CLDN18", "EGFR": "EGFR", "FOLR1": "FOLR1", "CD19": "CD19", "CD22": "CD22", "CD33": "CD33",
}  # fmt: skip
"""Proteins as labels name them, and their genes."""

NAMED_POLYMORPHISMS: Mapping[str, str] = {"MDM2 SNP309": "rs2279744"}

NAMED_CODING_CHANGES: Mapping[str, str] = {
    "TERT C228T": "c.-124C>T",  # the digits are the end of the GRCh37 position
    "TERT C250T": "c.-146C>T",
    "CHEK2 IVS2+1G>A": "c.444+1G>A",
}
"""Coding changes that go by other names."""

CORRECTED_CHANGES: Mapping[str, str] = {
    "EZH2 A862G": "A682G",  # EZH2 has 751 residues; the label's companion test is for Y646, A682G and A692V
    "BRAF G463E": "G464E",  # PMID:15035987 counts BRAF as of 2002, one residue short (V599E for V600E)
    "AR R726L": "R727L",  # PMID:22403669 counts AR as of 2012, one residue short (T877A for T878A)
}
"""Protein changes that sources misspell or count on a superseded sequence, with what they mean."""

WHOLE_GENE_LOSSES = frozenset({"CDKN2B Loss"})
"""Losses that CIViC types transcript_ablation: the gene is deleted. Every other ``Loss`` is a loss of function."""

TRANSLOCATIONS: Mapping[str, tuple[str, str]] = {"15;17": ("PML", "RARA"), "9;22": ("BCR", "ABL1")}
"""Karyotype names whose fusion is one and the same."""


class Vocabulary(NamedTuple):
    """What typing needs to know of genes: their roles, and the residue ranges of their named domains (upper case)."""

    gene_roles: Mapping[str, frozenset[str]] = {}
    protein_regions: Mapping[tuple[str, str], Ranges] = {}

    def acts_by_loss(self, gene: str) -> bool:
        """Whether the gene is a tumour suppressor and not also an oncogene."""
        return self.gene_roles.get(gene, frozenset()) == {TUMOR_SUPPRESSOR}


def type_biomarker(biomarker_id: str, name: str, vocabulary: Vocabulary) -> Biomarker:
    """The criterion that ``name`` ("BRAF V600E", "v::ALK Fusion", "Wild type KRAS") asks for; kind OTHER if unknown."""
    text = " ".join(name.replace("−", "-").split())
    blank = Biomarker(biomarker_id=biomarker_id, name=name, kind=BiomarkerKind.OTHER)
    whole = _whole_name(blank, text)
    if whole is not None:
        return whole
    gene, _, rest = text.replace("FLT3-ITD", "FLT3 ITD").partition(" ")
    if rest.upper().startswith(f"{gene.upper()} "):
        rest = rest[len(gene) + 1 :]  # "PRPS1 PRPS1 MUTATION"
    return type_gene_criterion(blank._replace(gene=gene), rest, vocabulary)


def type_gene_criterion(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker:
    """Type what follows the gene in a name ("Exon 19 Deletion", "V600E", "Amplification"); ``blank.gene`` is set."""
    for rule in (_sequence_change, _polymorphism, _exon_criterion, _domain_criterion):
        typed = rule(blank, criterion, vocabulary)
        if typed is not None:
            return typed
    for pattern, fill in _WORDS:
        if pattern.fullmatch(criterion):
            return fill(blank, criterion, vocabulary)
    return blank


# ------------------------------------------------------------------------------------------- names that lead with no gene

_FUSION = re.compile(
    r"(?:[^\s:]+ )?(?P<five>[^\s:]+)::(?P<three>[^\s:]+)(?: Fusion| (?P<e5>e\d+)::(?P<e3>e\d+))?(?: Fusion)?", re.IGNORECASE
)
_SIGNATURE = re.compile(r"(?:TMB|MSI|dMMR|pMMR|HRD|Kataegis)(?:[ -].*)?", re.IGNORECASE)
_LABEL_PROTEIN = re.compile(
    r"(?P<protein>ER|PR|HER2|EGFR|FOLR1|PD-L1|c-Met|CLDN18\.2|CD\d+)"
    r"(?:[ -](?:positive|negative|low|ultralow)| \+|(?: \([A-Z]+\))? [<>]=? ?\d+%?(?: [A-Z]+)?)",
    re.IGNORECASE,
)
_TRANSLOCATION = re.compile(r"t\((?P<first>\w+);(?P<second>\w+)\)")
_ARM_LEVEL = re.compile(r"(?:\d\d?|[XY])[pq] (?:deletion|loss|gain)", re.IGNORECASE)


def _whole_name(blank: Biomarker, text: str) -> Biomarker | None:
    """Fusions, signatures, proteins as labels name them, karyotypes, ``Wild type X``."""
    if _SIGNATURE.fullmatch(text):
        return blank._replace(kind=BiomarkerKind.SIGNATURE)
    if found := _LABEL_PROTEIN.fullmatch(text):
        protein = found["protein"].upper()
        return blank._replace(kind=BiomarkerKind.EXPRESSION, gene=PROTEIN_GENES.get(protein, protein))
    if text.lower().startswith("wild type "):
        return blank._replace(kind=BiomarkerKind.WILD_TYPE, gene=text.split()[-1])
    if text.lower().startswith("methylation signature"):
        return blank._replace(kind=BiomarkerKind.METHYLATION)
    if text == "CK High":
        return blank._replace(kind=BiomarkerKind.EXPRESSION)
    if _ARM_LEVEL.fullmatch(text):
        return blank._replace(kind=BiomarkerKind.KARYOTYPE)
    return _translocation(blank, text) or _fusion(blank, text)


def _translocation(blank: Biomarker, text: str) -> Biomarker | None:
    found = _TRANSLOCATION.fullmatch(text)
    if found is None:
        return None
    first, second = found["first"], found["second"]
    if partners := TRANSLOCATIONS.get(f"{first};{second}"):
        return _with_partners(blank, *partners)
    if first.isdigit():
        return blank._replace(kind=BiomarkerKind.KARYOTYPE)
    return blank._replace(kind=BiomarkerKind.REARRANGEMENT, gene=first)


def _fusion(blank: Biomarker, text: str) -> Biomarker | None:
    if found := re.fullmatch(r"\S+ reg_e@\[(?P<five>\w+)\]::(?P<three>\w+)", text):
        return _with_partners(blank, found["five"], found["three"])  # an enhancer of one gene moved to another
    found = _FUSION.fullmatch(text)
    if found is None:
        return None
    return _with_partners(blank, found["five"], found["three"])._replace(
        five_prime_exon=int(found["e5"][1:]) if found["e5"] else None,
        three_prime_exon=int(found["e3"][1:]) if found["e3"] else None,
    )


def _with_partners(blank: Biomarker, five_prime: str, three_prime: str) -> Biomarker:
    """A fusion; ``v`` and ``?`` are any partner. The gene is the 3' one where it is named."""
    five, three = ("v" if partner in ("v", "V", "?") else partner for partner in (five_prime, three_prime))
    gene = five if three == "v" else three
    return blank._replace(kind=BiomarkerKind.FUSION, gene=gene, five_prime=five, three_prime=three)


# ----------------------------------------------------------------------------------------------------- sequence changes


def _sequence_change(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker | None:
    """Protein changes, codons and coding changes, alone or together: ``V600E``, ``G12/G13``, ``F76del (c.227_229del)``."""
    if promoter := NAMED_CODING_CHANGES.get(f"{blank.gene} {criterion}"):
        return blank._replace(kind=BiomarkerKind.ALLELE, hgvsc=(promoter,))
    coding = hgvsc_of(criterion)
    words = HGVSC_WORDS.sub("", criterion).strip()
    words = CORRECTED_CHANGES.get(f"{blank.gene} {words.removeprefix('p.')}", words)
    if changes := protein_changes_of(words):
        return blank._replace(kind=BiomarkerKind.PROTEIN_CHANGE, protein_changes=changes, hgvsc=coding)
    if codons := codons_of(words):
        return blank._replace(kind=BiomarkerKind.CODON, codons=codons)
    if found := re.fullmatch(r"[A-Z](\d+)ins", words):
        types = ("insertion", "duplication")
        return blank._replace(kind=BiomarkerKind.CODON, codons=(int(found[1]),), mutation_types=types, hgvsc=coding)
    if coding or re.match(r"IVS\d+[+-]\d+", words):
        return blank._replace(kind=BiomarkerKind.ALLELE, hgvsc=coding)
    return None


def _polymorphism(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker | None:
    named = NAMED_POLYMORPHISMS.get(f"{blank.gene} {criterion.upper()}", "")
    if found := re.match(r"(rs\d+)\b", criterion, re.IGNORECASE):
        named = found[1].lower()
    if named or re.search(r"\b(?:polymorphism|genotype)$", criterion, re.IGNORECASE):
        return blank._replace(kind=BiomarkerKind.POLYMORPHISM, rsid=named)
    if re.match(r"(?:[A-Z0-9]+)?\*\d+[A-Z]?(?: homozygosity)?$", criterion, re.IGNORECASE):
        return blank._replace(kind=BiomarkerKind.HAPLOTYPE)
    return None


# ---------------------------------------------------------------------------------------------------- exons and domains

_EXON = re.compile(
    r"Exon (?P<first>\d{1,3})(?:-(?P<last>\d{1,3}))? "
    r"(?P<what>mutation|\(?deletion\)?|del|\(?insertion\)?|skipping(?: mutation)?|\(?splice site\)?|frame ?shift)",
    re.IGNORECASE,
)
_NULL_EXONS = re.compile(r"Null \(Partial deletion of Exons (?P<first>\d+) & (?P<last>\d+)\)", re.IGNORECASE)


def _exon_criterion(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker | None:
    if re.fullmatch(r"(?:EGFR)?VIII", criterion, re.IGNORECASE) and blank.gene == "EGFR":
        return blank._replace(kind=BiomarkerKind.EXON_DELETION, exons=tuple(range(2, 8)))
    if re.fullmatch(r"3' exon deletion", criterion, re.IGNORECASE) and blank.gene == "EPCAM":
        return blank._replace(kind=BiomarkerKind.EXON_DELETION, exons=(9,))
    if found := _NULL_EXONS.fullmatch(criterion):
        return blank._replace(kind=BiomarkerKind.EXON_DELETION, exons=(int(found["first"]), int(found["last"])))
    found = _EXON.fullmatch(criterion)
    if found is None:
        return None
    exons = tuple(range(int(found["first"]), int(found["last"] or found["first"]) + 1))
    what = found["what"].lower().strip("()")
    return _with_exons(blank, exons, what)


def _with_exons(blank: Biomarker, exons: tuple[int, ...], what: str) -> Biomarker:
    single = (blank.gene, exons[0]) if len(exons) == 1 else None
    met_exon_14 = single == ("MET", 14)  # labels write its skipping as "Exon 14 (Deletion)" and "Exon 14 (Splice Site)"
    if what.startswith("skipping") or (met_exon_14 and what in ("deletion", "del", "splice site")):
        return blank._replace(kind=BiomarkerKind.EXON_SKIPPING, exons=exons)
    if what in ("deletion", "del") and single not in SMALL_DELETION_EXONS:
        return blank._replace(kind=BiomarkerKind.EXON_DELETION, exons=exons)
    types = {
        "mutation": (),
        "deletion": ("deletion", "delins"),
        "del": ("deletion", "delins"),
        "insertion": ("insertion", "duplication", "delins"),
        "splice site": ("splice",),
    }.get(what, ("frameshift",))
    exons = EXON_SYNONYMS.get(single, exons) if single else exons
    return blank._replace(kind=BiomarkerKind.EXON, exons=exons, mutation_types=types)


_DOMAIN = re.compile(
    r"(?P<region>(?:Kinase|DNA Binding|Conserved|SH2|B2) Domain|TKD|P-Loop|Non-P-Loop|N-terminal|Non-[A-Z]\d+)"
    r"(?: (?P<what>mut(?:ation)?|activating variants|frame ?shift))?",
    re.IGNORECASE,
)


def _domain_criterion(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker | None:
    """``Kinase Domain Mutation`` and the like, for genes whose domain the table of regions holds."""
    found = _DOMAIN.fullmatch(criterion)
    regions = vocabulary.protein_regions.get((blank.gene, found["region"].upper())) if found else None
    if found is None or not regions:
        return None
    what = (found["what"] or "").lower()
    if what == "activating variants":
        return blank._replace(kind=BiomarkerKind.GAIN_OF_FUNCTION, regions=regions)
    types = ("frameshift",) if what.startswith("frame") else ()
    return blank._replace(kind=BiomarkerKind.REGION, regions=regions, mutation_types=types)


# ------------------------------------------------------------------------------------------------------ words for a gene

Fill = Callable[[Biomarker, str, Vocabulary], Biomarker]


def _kind(kind: BiomarkerKind, *mutation_types: str) -> Fill:
    return lambda blank, criterion, vocabulary: blank._replace(kind=kind, mutation_types=mutation_types)


def _duplication(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker:
    exons = DUPLICATION_EXONS.get(blank.gene, ())
    return blank._replace(kind=BiomarkerKind.INTERNAL_DUPLICATION, exons=exons)


def _loss(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker:
    deleted = f"{blank.gene} Loss" in WHOLE_GENE_LOSSES
    return blank._replace(kind=BiomarkerKind.DELETION if deleted else BiomarkerKind.LOSS_OF_FUNCTION)


def _pathogenic(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker:
    """What is pathogenic in a gene that is an oncogene and nothing else is no loss of its function."""
    gain = vocabulary.gene_roles.get(blank.gene, frozenset()) == {ONCOGENE}
    return blank._replace(kind=BiomarkerKind.GAIN_OF_FUNCTION if gain else BiomarkerKind.LOSS_OF_FUNCTION)


def _oncogenic(blank: Biomarker, criterion: str, vocabulary: Vocabulary) -> Biomarker:
    loss = vocabulary.acts_by_loss(blank.gene)
    return blank._replace(kind=BiomarkerKind.LOSS_OF_FUNCTION if loss else BiomarkerKind.GAIN_OF_FUNCTION)


_WORDS: tuple[tuple[re.Pattern[str], Fill], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), fill)
    for pattern, fill in (
        (r".*phosphorylation", _kind(BiomarkerKind.PHOSPHORYLATION)),
        (r".*methylation", _kind(BiomarkerKind.METHYLATION)),
        (r".*expression|serum levels|nuclear translocation|cytoplasmic mislocalization", _kind(BiomarkerKind.EXPRESSION)),
        (r"alternative transcript.*|AR-V7|CD44v6", _kind(BiomarkerKind.EXPRESSION)),  # isoforms are seen in RNA
        (r"wild ?type", _kind(BiomarkerKind.WILD_TYPE)),
        (r"promoter mutations?", _kind(BiomarkerKind.PROMOTER)),
        (r"amplification", _kind(BiomarkerKind.AMPLIFICATION)),
        (r"copy number variation|copy number gain|gain", _kind(BiomarkerKind.COPY_GAIN)),
        (r"copy number loss", _kind(BiomarkerKind.COPY_LOSS)),
        (r"deletion|null \(large deletion\)|\d+p\S+ \S+ del", _kind(BiomarkerKind.DELETION)),
        (r"biallelic inactivation", _kind(BiomarkerKind.LOSS_OF_FUNCTION, "biallelic")),
        (r"splice site variants", _kind(BiomarkerKind.LOSS_OF_FUNCTION, "splice")),
        (r"loss", _loss),
        (
            r"loss-of-function|inactivating mutations?|deleterious mutations?",
            _kind(BiomarkerKind.LOSS_OF_FUNCTION),
        ),
        (r"pathogenic variants", _pathogenic),
        (r"gain-of-function|activating (?:mutations?|variants)", _kind(BiomarkerKind.GAIN_OF_FUNCTION)),
        (r"oncogenic (?:variants|mutations?)", _oncogenic),
        (r"nonsense variants", _kind(BiomarkerKind.TRUNCATING, "nonsense")),
        (r"truncating(?: mutations?)?|truncation", _kind(BiomarkerKind.TRUNCATING)),
        (r"frame ?shift(?: truncation| variants)?", _kind(BiomarkerKind.FRAMESHIFT)),
        (r"ITD|internal (?:tandem )?duplication|kinase domain duplication", _duplication),
        (r"(?:.* )?rearrangements?|translocation|fusion", _kind(BiomarkerKind.REARRANGEMENT)),
        (r"double ph", _kind(BiomarkerKind.KARYOTYPE)),
        (r"(?:somatic )?(?:mutations?|variants|alterations?)", _kind(BiomarkerKind.ANY_VARIANT)),
    )
)

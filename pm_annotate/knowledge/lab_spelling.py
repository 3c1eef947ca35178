"""How labs write biomarkers in tables of their own, brought to the names that typing knows.

Panels, reports and papers write ``EML4-ALK``, ``EGFR ex19del``, ``KRAS WT``, ``BRAF:p.V600E``; the packaged sources write
``EML4::ALK Fusion``, ``EGFR Exon 19 Deletion``, ``Wild type KRAS``, ``BRAF V600E``. A spelling with one meaning is read as
that, one with two is refused with both of them, and nothing is guessed.
"""

from __future__ import annotations

import re

from pm_annotate.model import Assembly
from pm_annotate.protein_change import plain_signs

_GENE = r"[A-Z][A-Z0-9]+(?:-(?:\d+|\d*[A-Z]))?"  # NKX2-1, H3-3A, HLA-A
_NO_PARTNER = (
    r"(?!(?:ITD|PTD|TKD|KDD|HIGH|LOW|STABLE|POSITIVE|NEGATIVE|AMP\w*|MUT|MUTA\w+|ALTERED|ALTERATIONS?|VARIANTS?|WILD\w*|FUSIONS?|"
    r"(?:RE|TRANS)(?:ARRANG|LOCAT)\w+|LOSS|GAIN\w*|DEL|DELET\w+|DUP|DUPLICAT\w+|INS|INSERTIONS?|(?:HYPER)?METHYLAT\w+|"
    r"(?:OVER)?EXPRESS\w+|EX(?:ON)?\d+\w*)\b)"
)
_PARTNER = rf"(?-i:{_NO_PARTNER}(?:[A-Z][A-Z0-9]{{2,}}|C\d+orf\d+))"  # in capitals: not the words after a hyphen
_CHANGES = r"(?:mutations?|variants?|alterations?)"
_OF_EXON = rf"({_GENE}) ?ex(?:on)?s? ?(\d{{1,2}}(?:-\d{{1,2}})?) ?(?:in-?frame )?"
_JOINED = r"(?:fusions?|rearrangements?|translocations?)"

_USUAL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(spelling, re.IGNORECASE), usual)
    for spelling, usual in (
        (rf"(?!GRCh3|chr[\dXYM]|ENS[TPG]\d)({_GENE}) ?: ?((?:[pc]\.)?\(?[A-Z*-]*\d.*)", r"\1 \2"),
        (rf"({_PARTNER})(?:--?|/)({_PARTNER})(?:[ -](?:gene )?{_JOINED})?(?:[ -]positive)?", r"\1::\2 Fusion"),
        (rf"({_GENE})[ -](?:gene )?(?:{_JOINED}|rearranged|translocated)(?:[ -]positive)?", r"\1 Rearrangement"),
        (rf"(?:wt|wild[ -]?type) ({_GENE})", r"Wild type \1"),
        (rf"({_GENE})[ -](?:wt|wild[ -]?type)", r"Wild type \1"),
        (rf"({_GENE})[ -](?:amp|amplified|amplifications?)", r"\1 Amplification"),
        (rf"({_GENE})[ -](?:(?:homozygous|deep) (?:deletions?|loss)|hom ?del|deletions|deleted)", r"\1 Deletion"),
        (rf"({_GENE}) ?vIII", r"\1 vIII"),
        (rf"({_GENE}) promoter ([CG]\d+[AT])", r"\1 \2"),
        (rf"({_GENE}) promoter(?: {_CHANGES})?", r"\1 promoter mutation"),
        (r"METex14", r"MET Exon 14 Skipping Mutation"),
        (r"(EGFR) ?(?:del(?:etion)? ?19|19 ?del(?:etions?)?)", r"\1 Exon 19 Deletion"),  # residue 19 would have its letter
        (r"(EGFR|ERBB2) ?(?:ins(?:ertion)? ?20|20 ?ins(?:ertions?)?)", r"\1 Exon 20 Insertion"),
        (rf"{_OF_EXON}skipping(?: {_CHANGES})?", r"\1 Exon \2 Skipping Mutation"),
        (rf"{_OF_EXON}del(?:etions?)?(?: {_CHANGES})?", r"\1 Exon \2 Deletion"),
        (rf"{_OF_EXON}ins(?:ertions?)?(?: {_CHANGES})?", r"\1 Exon \2 Insertion"),
        (rf"{_OF_EXON}frame-?shifts?(?: {_CHANGES})?", r"\1 Exon \2 Frameshift"),
        (rf"{_OF_EXON}(?:{_CHANGES}|mutated|mut)", r"\1 Exon \2 Mutation"),
        (rf"({_GENE}) (?:loss[ -]of[ -]function|LoF)(?: {_CHANGES})?", r"\1 Loss-of-function"),
        (rf"({_GENE}) (?:gain[ -]of[ -]function|GoF)(?: {_CHANGES})?", r"\1 Gain-of-function"),
        (rf"({_GENE}) (?:truncations|truncating {_CHANGES})", r"\1 Truncating"),
        (rf"({_GENE}) biallelic (?:loss|mutations?|alterations?)", r"\1 biallelic inactivation"),
        (rf"({_GENE}) (?:likely pathogenic|pathogenic(?:[ /]or likely pathogenic)?) {_CHANGES}", r"\1 pathogenic variants"),
        (rf"({_GENE}) activating alterations?", r"\1 activating mutations"),
        (rf"({_GENE}) oncogenic alterations?", r"\1 oncogenic variants"),
        (rf"({_GENE})[ -](?:mutated|mutant|mut|altered)", r"\1 Mutation"),
    )
)

_EXON_OR_RESIDUE = re.compile(rf"({_GENE}) E(\d{{1,2}})(del|ins|dup)", re.IGNORECASE)
_EXON_CHANGES = {"del": "Deletion", "ins": "Insertion", "dup": "Mutation"}
_NO_RESIDUE = re.compile(rf"({_GENE}) (?:p\.)?\d+(?:_\d+)? ?(?:del|ins|dup)(?:[ACGT]+|\d+)?", re.IGNORECASE)
_SLASHED = re.compile(rf"({_PARTNER})/({_PARTNER})(?:[ -]positive)?", re.IGNORECASE)
_ANY_RESIDUE = re.compile(rf"({_GENE}) (?:p\.)?([A-Z]\d+)X", re.IGNORECASE)
_BARE_EXON = re.compile(rf"({_GENE}) ?ex(?:on)? ?(\d{{1,2}})", re.IGNORECASE)
_SEVERAL_GENES = re.compile(r"([A-Z][A-Z0-9]*\d)((?:/[A-Z0-9]+)+) (.+)", re.IGNORECASE)
_CHANGE_IN_FUSION = re.compile(rf"({_GENE})::({_GENE}) ((?:p\.)?[A-Z]\d+\S+)", re.IGNORECASE)
_ACCESSION = re.compile(r"(?:N[MPR]_|ENS[TP])\S+", re.IGNORECASE)
_COORDINATES = re.compile(r"(?:chr)?[\dXY]{1,2}[-:]\S*\d.*|NC_\S+", re.IGNORECASE)
_STAR_ALLELE = re.compile(r"(CYP\w+|DPYD|UGT1A1|TPMT|NUDT15|SLCO1B1|NAT2) ?\*\S+", re.IGNORECASE)
_SMALL_OPERATOR = re.compile(r"\b(?:and|or|not)\b")

ALLELE = re.compile(
    r"(?P<assembly>GRCh3[78]):(?:chr)?(?P<chrom>[1-9]\d?|X|Y):(?P<pos>[1-9]\d{0,8}):(?P<ref>[ACGT]+):(?P<alt>[ACGT]+)",
    re.IGNORECASE,
)
"""An allele as reports write it in ``variant_id``: assembly, chromosome, position (1-based), REF and ALT."""


def usual_name(written: str) -> str:
    """The name by which typing knows the biomarker; ``written`` as it stands where it is no spelling of another name."""
    name = " ".join(plain_signs(written).split())
    for spelling, usual in _USUAL:
        if found := spelling.fullmatch(name):
            return found.expand(usual)
    return name


def allele_of(name: str) -> tuple[Assembly, str, int, str, str] | None:
    """The genomic allele that a name gives in the form of ``variant_id``; None for any other name.

    Raises ValueError for an allele that has more bases than it needs: reports never write it so, and it would never be met.
    """
    found = ALLELE.fullmatch(name)
    if found is None:
        return None
    assembly = next(one for one in Assembly if one.value.upper() == found["assembly"].upper())
    ref, alt = found["ref"].upper(), found["alt"].upper()
    if ref == alt:
        raise ValueError(f"{name!r}: REF and ALT are the same")
    is_indel = len(ref) != len(alt) and 1 in (len(ref), len(alt))
    if ref[-1] == alt[-1] or (ref[0] == alt[0] and not is_indel):
        raise ValueError(f"{name!r}: REF and ALT share bases that the allele does not need; write it as variant_id in reports")
    return assembly, found["chrom"].upper(), int(found["pos"]), ref, alt


def refuse_two_meanings(name: str, written: str = "") -> None:
    """Raise ValueError for a name that may mean two things, with what to write for each. ``written`` as it stands."""
    if found := _SLASHED.fullmatch(written):
        one, other = found[1], found[2]
        raise ValueError(
            f"{written!r} may be a fusion or two genes; write {one}::{other} Fusion for the fusion, "
            f"{one} Mutation OR {other} Mutation for a change of either"
        )
    if found := _NO_RESIDUE.fullmatch(name):
        raise ValueError(
            f"{name!r} does not say whether it counts bases, residues or exons; write it like BRCA1 c.68_69del (185delAG of "
            "the Breast Cancer Information Core, which counts the bases before the start codon, too), EGFR E746_A750del or "
            f"{found[1]} Exon 11 Deletion"
        )
    if found := _EXON_OR_RESIDUE.fullmatch(name):
        gene, number, change = found[1], found[2], _EXON_CHANGES[found[3].lower()]
        raise ValueError(
            f"{name!r}: E{number} may be an exon or a residue; write {gene} Exon {number} {change} for the exon, "
            f"and for the residue its three-letter code, such as p.Glu{number}del"
        )
    if found := _ANY_RESIDUE.fullmatch(name):
        stop, codon = f"{found[2]}*", found[2]
        raise ValueError(f"{name!r}: X may be a stop or any residue; write {stop} for the stop, {codon} for any residue")
    if found := _BARE_EXON.fullmatch(name):
        gene, number = found[1], found[2]
        raise ValueError(
            f"{name!r} does not say what happens in the exon; write {gene} Exon {number} Mutation for any change of its "
            f"residues, or Deletion, Insertion, Frameshift, Skipping Mutation"
        )
    if found := _STAR_ALLELE.fullmatch(name):
        raise ValueError(f"{name!r} is a star allele, which pgx.tsv reports; write the change, such as DPYD c.1905+1G>A")


def not_understood(name: str) -> str:
    """What is wrong with a name that has no meaning for us, and what to write."""
    if found := _SEVERAL_GENES.fullmatch(name):
        first, others, what = found[1], found[2][1:].split("/"), found[3]
        genes = [first, *(one if len(one) > 1 else first[:-1] + one for one in others)]
        return f"{name!r} names several genes; write {' OR '.join(f'{gene} {what}' for gene in genes)}"
    if found := _CHANGE_IN_FUSION.fullmatch(name):
        return f"{name!r} is two biomarkers; write {found[1]}::{found[2]} Fusion AND {found[2]} {found[3]}"
    if _ACCESSION.fullmatch(name):
        return f"{name!r} names no gene; write the gene and the change, such as BRAF c.1799T>A or BRAF V600E"
    if _COORDINATES.fullmatch(name):
        return f"{name!r} does not say which assembly it is on; write GRCh38:7:140753336:A:T, as variant_id in reports"
    hint = "; AND, OR and NOT are written in capitals" if _SMALL_OPERATOR.search(name) else ""
    return (
        f"the biomarker {name!r} is not understood{hint}; write a gene and a change, such as BRAF V600E, KRAS G12, "
        "EGFR Exon 19 Deletion, BRCA1 Loss-of-function, ERBB2 Amplification, v::ALK Fusion, Wild type KRAS, TMB High"
    )

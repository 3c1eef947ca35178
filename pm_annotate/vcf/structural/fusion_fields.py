"""Fusions that a VCF names: INFO fields in which RNA tools and their converters write the two genes, in order 5', 3'.

| written by | fields |
| --- | --- |
| nf-core/rnafusion (STAR-Fusion, Arriba, FusionCatcher) | GENEA, GENEB, EXON_NUMBER_A, EXON_NUMBER_B, FRAME_STATUS |
| Arriba convert_fusions_to_vcf.sh | GENE_NAME on either mate; record ``1a`` is the 5' gene, ``1b`` the 3' one |
| Ion Reporter (Oncomine) | ID ``EML4-ALK.E13A20.COSF408_1`` (5' gene, its last exon, 3' gene, its first; ``_2`` the mate) |
| others | GENE_A/GENE_B, GENE1/GENE2 or GENE_1/GENE_2 beside SVTYPE=Fusion, FUSION_NAME or FUSION ``EML4--ALK`` |

DNA callers' annotations (two genes without an order) are not read: which gene is 5' then follows from the junction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pm_annotate.model import StatedFusion

_GENE = r"[A-Za-z0-9][A-Za-z0-9._@-]*?"
_NAME = re.compile(rf"({_GENE})(?:--|::|>>)({_GENE})")
_ARRIBA_ID = re.compile(r"(\d+)([ab])")
_ONCOMINE_ID = re.compile(rf"({_GENE})-({_GENE})\.([A-Za-z]+)(\d+)([A-Za-z]+)(\d+)[^_]*_[12]")
_SIDES = {"a": True, "b": False, "1": True, "2": False}  # True: the 5' gene
_ENSEMBL = re.compile(r"\^?ENSG\d{11}(?:\.\d+)?|\(\d+\)")


def stated_fusion(vcf_id: str, info: Mapping[str, str]) -> StatedFusion | None:
    """The fusion that a record names; None where it names none. Of a mate that names its own gene only, one side."""
    if (paired := _named_pair(info)) is not None:
        five, three = paired
        exons = _exon(info, ("EXON_NUMBER_A", "EXON_A")), _exon(info, ("EXON_NUMBER_B", "EXON_B"))
        return StatedFusion(five, three, *exons, frame=frame_of(_frame_text(info)), tool=_tool(info))
    gene = _gene(info.get("GENE_NAME", ""))
    if oncomine := oncomine_name(vcf_id):
        return oncomine
    arriba = _ARRIBA_ID.fullmatch(vcf_id)
    if gene and arriba and info.get("MATEID", "") == arriba[1] + ("b" if arriba[2] == "a" else "a"):
        return StatedFusion(gene, "", tool="Arriba") if _SIDES[arriba[2]] else StatedFusion("", gene, tool="Arriba")
    return None


def oncomine_name(text: str) -> StatedFusion | None:
    """The fusion that an ID of Ion Reporter names; None for any other text."""
    found = _ONCOMINE_ID.fullmatch(text)
    if found is None:
        return None
    five, three, five_letters, five_exon, three_letters, three_exon = found.groups()
    exons = _oncomine_exon(five, five_letters, five_exon), _oncomine_exon(three, three_letters, three_exon)
    return StatedFusion(five, three, *exons, tool="Ion Reporter")


def _oncomine_exon(gene: str, letters: str, number: str) -> int | None:
    """An exon is written with its gene's first letter (``E13``); a cryptic one (``CE3``) has no number."""
    return int(number) if letters == gene[0] else None


def _named_pair(info: Mapping[str, str]) -> tuple[str, str] | None:
    keys = [("GENEA", "GENEB"), ("GENE_A", "GENE_B")]
    if info.get("SVTYPE", "").upper() in ("FUSION", "FUS"):
        keys += [("GENE_1", "GENE_2"), ("GENE1", "GENE2")]
    for first, second in keys:
        five, three = _gene(info.get(first, "")), _gene(info.get(second, ""))
        if five and three:
            return five, three
    for key in ("FUSION", "FUSION_NAME", "FUSION_GENES"):
        if found := fusion_name(info.get(key, "")):
            return found
    return None


def fusion_name(text: str) -> tuple[str, str] | None:
    """Two genes written as ``EML4--ALK`` (STAR-Fusion), ``EML4::ALK`` (HGVS) or ``EML4>>ALK``; None for anything else."""
    found = _NAME.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def _gene(text: str) -> str:
    """One gene symbol; "" for none or for several. ``EML4^ENSG00000143924.14`` (STAR-Fusion) is EML4."""
    plain = text.strip().split("^")[0]
    return "" if plain in ("", ".", "NA", "nan") or "," in plain or _ENSEMBL.fullmatch(plain) else plain


def _exon(info: Mapping[str, str], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        text = info.get(key, "").removesuffix(".0")
        if text.isdigit() and int(text) > 0:
            return int(text)
    return None


def _frame_text(info: Mapping[str, str]) -> str:
    return next((info[key] for key in ("FRAME_STATUS", "FRAME", "READING_FRAME", "PROT_FUSION_TYPE") if key in info), "")


def frame_of(text: str) -> str:
    """``in-frame``, ``out-of-frame`` or "", from the words of the tools: INFRAME, in-frame, FRAMESHIFT, stop-codon."""
    plain = re.sub(r"[^a-z]", "", text.lower())
    if plain in ("inframe", "yes", "true"):
        return "in-frame"
    return "out-of-frame" if plain in ("outofframe", "frameshift", "stopcodon", "no", "false") else ""


def _tool(info: Mapping[str, str]) -> str:
    return next((info[key].replace(",", ", ") for key in ("FOUND_IN", "TOOL", "CALLER", "SVMETHOD") if info.get(key)), "")

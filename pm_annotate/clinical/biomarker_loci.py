"""Which places of a gene a biomarker asks for: one codon, a range, an exon, all coding exons, a fusion...

Criteria on the same place share a locus: V600E, V600K and "codon 600" are all V600. Criteria that no file of variants speaks
of (expression, methylation) have no locus, and named alleles of pharmacogenes have their own table (pgx.tsv).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pm_annotate.knowledge.matching_exon import PROMOTER_HOTSPOTS
from pm_annotate.knowledge.observed_change import named_change
from pm_annotate.knowledge.wild_type_loci import WildTypeRule
from pm_annotate.model import Biomarker, BiomarkerKind
from pm_annotate.model.loci import LocusKind

NOT_IN_CALLS = "a file of variant calls does not say where {what} was looked for: only a call of one can be read"
NO_RULE = "what makes {gene} wild type is not defined here: state it with --marker {gene}=wildtype"
DUPLICATIONS = "long internal duplications are missed by many callers of small variants: reference calls do not exclude them"
IN_FRAME = "insertions, deletions"

_WHOLE_GENE = {
    BiomarkerKind.ANY_VARIANT: "any variant",
    BiomarkerKind.LOSS_OF_FUNCTION: "loss of function",
    BiomarkerKind.TRUNCATING: "loss of function",
    BiomarkerKind.FRAMESHIFT: "loss of function",
    BiomarkerKind.GAIN_OF_FUNCTION: "gain of function",
}
_COPIES = {
    BiomarkerKind.AMPLIFICATION: "amplification",
    BiomarkerKind.COPY_GAIN: "amplification",
    BiomarkerKind.DELETION: "deletion of the gene",
    BiomarkerKind.COPY_LOSS: "deletion of the gene",
}


class PlaceAsked(NamedTuple):
    """One place that a biomarker asks for. Biomarkers of a gene whose ``name`` and ``kind`` are alike share a locus.

    The name of a codon is made when its locus is gathered, for another criterion of it may know the residue.
    """

    gene: str
    kind: LocusKind
    name: str
    residues: tuple[tuple[int, int], ...] = ()
    residue_name: str = ""  # "V600"
    exons: tuple[int, ...] = ()
    whole_gene: bool = False
    splice_sites: bool = False
    sites_of: bool = False  # hgvsc and alleles of the biomarker are the place
    hgvsc: tuple[str, ...] = ()
    only_named: bool = False
    unseen: str = ""


def places_asked(biomarker: Biomarker, wild_type: Mapping[str, WildTypeRule]) -> Iterator[PlaceAsked]:
    """The places that a biomarker asks for; none where no file of variants can show it."""
    gene, kind = biomarker.gene, biomarker.kind
    match kind:
        case BiomarkerKind.PROTEIN_CHANGE:
            yield from _of_protein_changes(biomarker)
        case BiomarkerKind.CODON:
            yield from (_codon(gene, residue) for residue in biomarker.codons)
        case BiomarkerKind.REGION:
            yield from (_range(gene, span) for span in biomarker.regions)
        case BiomarkerKind.EXON:
            yield _exons(biomarker, biomarker.mutation_types)
        case BiomarkerKind.EXON_SKIPPING:
            name = f"{_exon_names(biomarker.exons)} skipping"
            yield PlaceAsked(gene, LocusKind.EXONS, name, exons=biomarker.exons, splice_sites=True, only_named=True)
        case BiomarkerKind.EXON_DELETION:
            yield _unseen(gene, LocusKind.COPY_NUMBER, f"deletion of {_exon_names(biomarker.exons)}", "loss of whole exons")
        case BiomarkerKind.INTERNAL_DUPLICATION:
            yield PlaceAsked(gene, LocusKind.UNSEEN, "internal duplication", unseen=DUPLICATIONS)
        case BiomarkerKind.PROMOTER if hotspots := tuple(sorted(PROMOTER_HOTSPOTS.get(gene, ()))):
            yield PlaceAsked(gene, LocusKind.SITES, "promoter hotspots", hgvsc=hotspots)
        case BiomarkerKind.ALLELE:
            yield PlaceAsked(gene, LocusKind.SITES, biomarker.name.removeprefix(f"{gene} "), sites_of=True)
        case BiomarkerKind.FUSION | BiomarkerKind.REARRANGEMENT:
            partner = biomarker.three_prime if biomarker.three_prime != "v" else biomarker.five_prime
            yield _unseen(gene or partner, LocusKind.FUSION, "fusion", "a rearrangement")
        case BiomarkerKind.WILD_TYPE:
            yield _wild_type(gene, wild_type.get(gene))
        case _ if kind in _COPIES:
            yield _unseen(gene, LocusKind.COPY_NUMBER, _COPIES[kind], "a change of copy number")
        case _ if kind in _WHOLE_GENE:
            yield from _whole_gene(biomarker)


def _of_protein_changes(biomarker: Biomarker) -> Iterator[PlaceAsked]:
    for change in map(named_change, biomarker.protein_changes):
        if change is None:
            continue
        if change.start == change.end or change.kind in ("frameshift", "extension"):
            yield _codon(biomarker.gene, change.start, change.start_residue)
        else:
            yield _range(biomarker.gene, (change.start, change.end), only_named=True)
    if not any(map(named_change, biomarker.protein_changes)) and (biomarker.hgvsc or biomarker.alleles):
        yield PlaceAsked(biomarker.gene, LocusKind.SITES, biomarker.name.removeprefix(f"{biomarker.gene} "), sites_of=True)


def _codon(gene: str, residue: int, letter: str = "") -> PlaceAsked:
    known = f"{letter}{residue}" if letter else ""
    return PlaceAsked(gene, LocusKind.RESIDUES, f"codon {residue}", ((residue, residue),), residue_name=known)


def _range(gene: str, span: tuple[int, int], only_named: bool = False) -> PlaceAsked:
    what = f" ({IN_FRAME})" if only_named else ""
    return PlaceAsked(gene, LocusKind.RESIDUES, f"codons {span[0]}-{span[1]}{what}", (span,), only_named=only_named)


def _exons(biomarker: Biomarker, types: tuple[str, ...]) -> PlaceAsked:
    what = f" {types[0]}" if types else ""
    name = f"{_exon_names(biomarker.exons)}{what}"
    return PlaceAsked(biomarker.gene, LocusKind.EXONS, name, exons=biomarker.exons, only_named=bool(types))


def _exon_names(exons: tuple[int, ...]) -> str:
    if len(exons) < 2:
        return f"exon {exons[0]}" if exons else "exons"
    following = exons == tuple(range(exons[0], exons[-1] + 1))
    return f"exons {exons[0]}-{exons[-1]}" if following else f"exons {', '.join(map(str, exons))}"


def _whole_gene(biomarker: Biomarker) -> Iterator[PlaceAsked]:
    name = _WHOLE_GENE[biomarker.kind]
    gene = biomarker.gene
    if biomarker.exons:
        yield PlaceAsked(gene, LocusKind.EXONS, f"{name} in {_exon_names(biomarker.exons)}", exons=biomarker.exons)
    elif biomarker.regions or biomarker.codons:
        spans = (*biomarker.regions, *((codon, codon) for codon in biomarker.codons))
        where = ", ".join(f"{first}-{last}" if first != last else str(first) for first, last in spans)
        yield PlaceAsked(gene, LocusKind.RESIDUES, f"{name} in codons {where}", spans)
    else:
        by_loss = name == "loss of function"
        yield PlaceAsked(gene, LocusKind.WHOLE_GENE, name, whole_gene=True, splice_sites=by_loss)


def _wild_type(gene: str, rule: WildTypeRule | None) -> PlaceAsked:
    if rule is None or rule.unseen:
        why = rule.unseen if rule else NO_RULE.format(gene=gene)
        return PlaceAsked(gene, LocusKind.UNSEEN, "wild type", unseen=why)
    named = [f"codon{'s' * (len(rule.residues) > 1)} {', '.join(map(str, rule.residues))}"] if rule.residues else []
    named += [_exon_names(rule.exons)] if rule.exons else []
    named += ["all coding exons"] if rule.whole_gene else []
    return PlaceAsked(
        gene,
        LocusKind.WILD_TYPE,
        f"wild type ({', '.join(named)})",
        residues=tuple((residue, residue) for residue in rule.residues),
        exons=rule.exons,
        whole_gene=rule.whole_gene,
        splice_sites=rule.whole_gene,
    )


def _unseen(gene: str, kind: LocusKind, name: str, what: str) -> PlaceAsked:
    return PlaceAsked(gene, kind, name, unseen=NOT_IN_CALLS.format(what=what))

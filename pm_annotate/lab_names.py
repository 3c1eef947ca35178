"""Joins the rooms for a lab's table: whether the genes, residues and alleles that its rows name are those of the genome.

A row on a gene or residue that nothing has is valid and never met, so that a slip (BRAF V601E) would be a silent miss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pm_annotate.errors import UsageError
from pm_annotate.genome.hgvs_parse import NotPackagedError, packaged_gene, parse_variant
from pm_annotate.knowledge.evaluation import SMALL_VARIANT_KINDS
from pm_annotate.knowledge.matching_protein import coding_name
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.reach import can_be
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome
    from pm_annotate.knowledge.lab_table import LabRows

OF_ONE_GENE = SMALL_VARIANT_KINDS | {
    BiomarkerKind.AMPLIFICATION,
    BiomarkerKind.COPY_GAIN,
    BiomarkerKind.DELETION,
    BiomarkerKind.COPY_LOSS,
    BiomarkerKind.EXON_DELETION,
    BiomarkerKind.WILD_TYPE,
}
OF_JOINED_GENES = frozenset({BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT})
_RESIDUE = re.compile(r"[ /]([ACDEFGHIKLMNPQRSTVWY])(\d+)(?![\d_])")  # of a codon by its name: G12, G12/G13
ONLY_AS_NAMED = "Only a file that names the gene so can meet it."


def lab_doubts(lab: LabRows, assemblies: Sequence[Assembly], genome_of: Callable[[Assembly], Genome]) -> tuple[str, ...]:
    """Warnings on rows that files on these assemblies may never meet, each with its statements.

    Names of genes and residues are held against the last of the assemblies, alleles against their own.
    """
    if not lab.biomarkers:
        return ()
    given = {assembly for one in lab.biomarkers for assembly, *_ in one.alleles}
    return (
        *_may_never_be_met(lab, genome_of(assemblies[-1]), _name_doubts),
        *(doubt for one in assemblies if one in given for doubt in _may_never_be_met(lab, genome_of(one), _allele_doubts)),
        *_on_other_assemblies_only(lab, assemblies),
    )


def _on_other_assemblies_only(lab: LabRows, assemblies: Sequence[Assembly]) -> Iterator[str]:
    """Statements that hang on an allele which is not given on one of ``assemblies``."""
    given = {one.biomarker_id: {assembly for assembly, *_ in one.alleles} for one in lab.biomarkers if one.alleles}
    for statement in lab.statements:
        lacking = (one for one in assemblies if not can_be(statement.profile, partial(_may_be_seen, given, one)))
        if (assembly := next(lacking, None)) is not None:
            yield (
                f"{statement.statement_id}: {statement.profile_text!r} cannot be met by a file on {assembly}: "
                "its alleles are on the other assembly. Join the alleles of both by OR."
            )


def _may_be_seen(given: Mapping[str, Container[Assembly]], assembly: Assembly, biomarker_id: str) -> bool:
    return biomarker_id not in given or assembly in given[biomarker_id]


def _may_never_be_met(lab: LabRows, genome: Genome, doubts_of: Callable[[Biomarker, Genome], Iterator[str]]) -> Iterator[str]:
    for biomarker in lab.biomarkers:
        doubts = list(doubts_of(biomarker, genome))
        if doubts:
            users = [one.statement_id for one in lab.statements if biomarker.biomarker_id in biomarker_ids(one.profile)]
            yield from (f"{', '.join(users)}: {biomarker.name!r} may never be met: {doubt}" for doubt in doubts)


def _name_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    if biomarker.kind in OF_JOINED_GENES:
        for gene in dict.fromkeys((biomarker.five_prime, biomarker.three_prime, biomarker.gene)):
            doubt = _gene_doubt(gene, genome) if gene not in ("", "v") else ""
            if doubt:
                yield f"{doubt} {ONLY_AS_NAMED}"
    elif biomarker.kind in OF_ONE_GENE and biomarker.gene:
        doubt = _gene_doubt(biomarker.gene, genome)
        if doubt:
            yield doubt
            return
        for doubts_of in (_residue_doubts, _codon_doubts, _coding_doubts, _exon_doubts):
            yield from doubts_of(biomarker, genome)


def _gene_doubt(gene: str, genome: Genome) -> str:
    try:
        packaged = packaged_gene(gene, genome)
    except UsageError as error:
        return str(error)
    return f"the gene's symbol is {packaged}." if packaged != gene else ""


def _residue_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    for change in biomarker.protein_changes:
        try:
            typed = parse_variant(f"{biomarker.gene} p.{change}", genome)
        except UsageError as error:
            yield str(error)
            continue
        if typed.numbered_on or typed.as_histone:
            first = typed.effects[0]
            yield f"it is {first.hgvsp_short.removeprefix('p.')} by the numbers of {first.transcript}: write it so."


def _codon_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    """The residue that the name of a codon gives (G12) is the only guard against a slip: any other codon is met, too."""
    residues = {int(number): residue for residue, number in _RESIDUE.findall(biomarker.name)}
    transcript = genome.transcript_of(biomarker.gene)
    for codon in biomarker.codons:
        if codon not in residues:
            if transcript is not None and codon > transcript.protein_length:
                yield f"{biomarker.gene} ({transcript.transcript}) has {transcript.protein_length} residues."
            continue
        named = f"{residues[codon]}{codon}"
        try:
            first = parse_variant(f"{biomarker.gene} p.{named}=", genome).effects[0]
        except UsageError as error:
            yield f"{str(error).replace(f'{named}=', named)} What changes residue {codon} meets it all the same."
            continue
        if any(caveat.startswith("numbered_") for caveat in first.caveats):
            fitting = first.hgvsp_short.removeprefix("p.").removesuffix("=")
            yield f"it is {fitting} by the numbers of {first.transcript}: write it so."


def _coding_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    """Whether the bases stand there, and the name is the one that an allele gets: HGVS shifts it as far 3' as it can."""
    for change in biomarker.hgvsc if biomarker.kind == BiomarkerKind.ALLELE else ():
        try:
            effects = parse_variant(f"{biomarker.gene} {change}", genome).effects
        except NotPackagedError:
            continue
        except UsageError as error:
            yield str(error)
            continue
        names = [one.hgvsc for one in effects if one.gene == biomarker.gene and one.hgvsc]
        if names and coding_name(change) not in map(coding_name, names):
            yield f"it is {names[0]} on {effects[0].transcript}: write it so."


def _exon_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    transcript = genome.transcript_of(biomarker.gene)
    if transcript is not None and transcript.numbering_known and max(biomarker.exons, default=0) > transcript.exon_total:
        yield f"{biomarker.gene} ({transcript.transcript}) has {transcript.exon_total} exons."


def _allele_doubts(biomarker: Biomarker, genome: Genome) -> Iterator[str]:
    """Whether REF is the genome's and the allele stands as far to the left as it can."""
    for assembly, chrom, pos, ref, alt in biomarker.alleles:
        if assembly != genome.assembly:
            continue
        try:
            read = parse_variant(f"{chrom}:{pos}:{ref}:{alt}", genome).allele
        except UsageError as error:
            yield str(error)
            continue
        if read is not None and read.key != (chrom, pos, ref, alt):
            yield f"left-aligned it is {assembly}:{':'.join(map(str, read.key))}: write it so."

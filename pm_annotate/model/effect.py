"""What an allele does to a transcript."""

from typing import NamedTuple


class Effect(NamedTuple):
    """What an allele does to one transcript. Names follow HGVS 21, terms the Sequence Ontology as VEP uses it."""

    gene: str  # HGNC symbol
    transcript: str  # accession with version
    consequence: tuple[str, ...]  # SO terms, most severe first
    impact: str  # HIGH, MODERATE, LOW, MODIFIER (VEP)
    variant_classification: str  # MAF: Missense_Mutation, Splice_Site...
    computed_from: str  # packaged_sequence, fasta, coordinates_and_protein, file_annotation, typed
    hgvsg: str = ""  # NC_000007.14:g.140753336A>T
    hgvsc: str = ""  # c.1799T>A
    hgvsp: str = ""  # p.Val600Glu
    hgvsp_short: str = ""  # p.V600E
    exon: str = ""  # "15/18" over the coding exons or, where all exons are known, over all; see exon_numbers
    intron: str = ""
    exon_numbers: tuple[int, ...] = ()  # exons touched, in the numbering that knowledge statements use
    protein_start: int | None = None  # first and last residue changed
    protein_end: int | None = None
    protein_length: int | None = None
    frame: str = ""  # "inframe", "frameshift" or "" where the length of the coding sequence does not change or is unknown
    is_primary: bool = True  # the gene's reference transcript here; others carry further clinical numbering
    mane_select: str = ""
    caveats: tuple[str, ...] = ()

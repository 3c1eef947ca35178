"""Pharmacogene calls and what they mean for drugs."""

from typing import NamedTuple

NOT_CALLED, OUTSIDE_CALL = "not called", "outside call"
"""``PgxCall.status`` of a gene none of whose positions could be read, and of a laboratory's own call."""


class PgxPosition(NamedTuple):
    """One position that defines named alleles, as the sample shows it."""

    chrom: str
    pos: int
    rsid: str
    name: str  # "g.97450058C>T", on GRCh38
    genotype: str  # "C/T", "C|T", "A"; "" where missing
    source: str  # called, reference block, callable, assumed, missing
    depth: int | None = None
    sample: str = ""  # the column that was read


class PgxGuidance(NamedTuple):
    """What a phenotype means for one drug."""

    drug: str
    action: str  # avoid, reduce, alternative, monitor, increase, standard
    sentence: str
    strength: str  # of the recommendation, in the guideline's words
    source: str  # "CPIC guideline", "DPWG guideline", "FDA label", "FDA association"
    guideline_id: str
    url: str


class PgxCall(NamedTuple):
    """One pharmacogene of one sample."""

    gene: str
    status: str  # complete, partial (positions are missing), NOT_CALLED, OUTSIDE_CALL
    diplotypes: tuple[str, ...]  # the best; several where the data cannot tell them apart
    other_diplotypes: tuple[str, ...]  # these fit too, with a lower score
    phenotype: str  # "Indeterminate" where it cannot be told
    activity_score: str  # "1.5"; "" where the gene has none
    possible_phenotypes: tuple[str, ...]  # of all that cannot be excluded
    functions: tuple[str, ...]  # "*2: No function", of the alleles in ``diplotypes``
    cannot_exclude: tuple[str, ...]  # alleles whose positions are missing
    positions: tuple[PgxPosition, ...]  # read
    missing: tuple[PgxPosition, ...]
    caveats: tuple[str, ...] = ()
    guidance: tuple[PgxGuidance, ...] = ()

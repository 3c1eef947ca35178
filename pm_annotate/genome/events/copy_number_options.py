"""What the user says of copies: purity, ploidy, sex, and from how many copies on a gene is amplified."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from pm_annotate.errors import UsageError

SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class CopyNumberOptions:
    """``None`` where the user does not say.

    Amplification from 6 copies on, and half of the gene inside the segment, are PCGR's defaults (``--n_copy_gain 6``,
    ``--cna_overlap_pct 50``); ploidy + 4 is what FoundationOne calls amplified.
    """

    purity: float | None = None  # share of tumour cells, above 0 and at most 1
    ploidy: float | None = None  # mean copies of the tumour's genome; 2 where it is not given
    sex: str | None = None  # male, female
    amplification_copies: float = 6.0
    amplification_above_ploidy: float = 4.0
    homozygous_below: float = 0.5  # copies
    minimum_share: float = 0.5  # of a gene's coding bases, for a call that gives a tier

    def __post_init__(self) -> None:
        if self.purity is not None and not 0 < self.purity <= 1:
            raise UsageError(f"--purity {self.purity:g}: give the share of tumour cells, above 0 and at most 1 (0.6 for 60 %).")
        if self.ploidy is not None and not 1 <= self.ploidy <= 10:
            raise UsageError(f"--ploidy {self.ploidy:g}: give the mean number of copies of the tumour's genome, from 1 to 10.")
        if self.sex not in (None, *SEXES):
            raise UsageError(f"--sex {self.sex}: give male or female.")
        if not 2 < self.amplification_copies < inf:  # as all here, false for nan: no gene would be amplified
            raise UsageError(f"--amplification-copies {self.amplification_copies:g}: give more than 2 copies.")
        if not 0 < self.amplification_above_ploidy < inf:
            raise UsageError(f"--amplification-above-ploidy {self.amplification_above_ploidy:g}: give more than 0 copies.")

    @property
    def tumour_ploidy(self) -> float:
        return 2.0 if self.ploidy is None else self.ploidy

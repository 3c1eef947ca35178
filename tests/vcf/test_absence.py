"""Why the report's sample does not carry an allele."""

from __future__ import annotations

import pytest

from pm_annotate.model import Call
from pm_annotate.vcf.support import absence


@pytest.mark.parametrize(
    ("alt", "depth", "said"),
    [(40, 100, ", though 40 of its 100 reads do"), (2, 20, ""), (4, 200, ""), (0, 100, ""), (None, None, "")],
)
def test_a_reference_genotype_beside_reads_of_the_allele_says_so(alt: int | None, depth: int | None, said: str) -> None:
    """FreeBayes and joint callers write 0/0 of a diploid cell: the allele is left out, and the reason names its reads."""
    call = Call("T", "0/0", False, depth=depth, alt_count=alt)
    assert absence(call, None, alone=True) == f"the genotype 0/0 of T does not carry this allele{said}"

"""One copy or two, where somatic callers write 0/0 for the normal."""

from __future__ import annotations

import pytest

from pm_annotate.model import Call
from tests.clinical.inherited_variants import found, variant


@pytest.mark.parametrize(("vaf", "state"), [(0.48, "one allele"), (0.98, "two alleles")])
def test_the_normals_reads_tell_one_copy_from_two_where_its_genotype_is_reference(vaf: float, state: str) -> None:
    """Mutect2 writes 0/0 for every normal, and the tumour may have lost its other copy."""
    one = variant("BRCA1", zygosity="homozygous", vaf=0.95)
    normal = Call("N", "0/0", False, vaf=vaf, depth=60, alt_count=round(60 * vaf))
    (finding,) = found(one._replace(observation=one.observation._replace(normal=normal)))
    assert finding.allele_state == state

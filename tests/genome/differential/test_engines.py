"""A quick comparison with each engine. The full one (``python -m tests.genome.differential``) is in docs/genome.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly
from tests.genome.differential.engines import snpeff_is_installed
from tests.genome.differential.full_run import run

# The fixtures of tests/genome/conftest.py serve here too.


@pytest.mark.parametrize("assembly", list(Assembly))
def test_classes_and_residues_agree_with_bcftools(genomes: dict[Assembly, Genome], assembly: Assembly, tmp_path: Path) -> None:
    (tally,) = run(genomes[assembly], 3000, 20241122, tmp_path, every=5, with_snpeff=False).values()
    assert tally.compared == 3000
    assert tally.equal > 2700
    assert [(case.effect, answer) for case, answer in tally.unexplained] == []


def test_classes_and_names_agree_with_snpeff(genomes: dict[Assembly, Genome], tmp_path: Path) -> None:
    if not snpeff_is_installed():
        pytest.skip("SnpEff is not installed (Debian: apt-get install snpeff)")
    tallies = run(genomes[Assembly.GRCH38], 2000, 7, tmp_path, every=5, with_bcftools=False)
    for what, tally in tallies.items():
        assert tally.compared == 2000
        assert [(case.effect, answer) for case, answer in tally.unexplained] == [], what
    assert tallies["SnpEff, c. name"].equal == 2000

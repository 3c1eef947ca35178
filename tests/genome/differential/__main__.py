"""The full comparison: ``python -m tests.genome.differential 60000 [seed] [GRCh37|GRCh38]``. Prints what docs/genome.md holds.

Exit code 1 when a difference is left that no rule explains.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pm_annotate.genome.genome import load_genome
from pm_annotate.model import Assembly
from tests.genome.differential.engines import snpeff_is_installed
from tests.genome.differential.full_run import run


def main(count: int, seed: int, assembly: Assembly) -> int:
    """Compare, print, and tell whether everything was explained."""
    genome = load_genome(Path(__file__).resolve().parents[3] / "resources" / "genome", assembly)
    left = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, tally in run(genome, count, seed, Path(folder), with_snpeff=snpeff_is_installed()).items():
            print(f"{name}: {tally.compared} compared, {tally.equal} equal, {len(tally.unexplained)} unexplained")
            for rule, number in tally.explained.most_common():
                print(f"  {number:6} {rule}")
            for case, answer in tally.unexplained[:20]:
                print("  ?", case.change.contig.name, case.change.allele.key, sorted(case.terms), case.effect.hgvsp, answer)
            left += len(tally.unexplained)
    return 1 if left else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(
        main(
            int(arguments[0]) if arguments else 60_000,
            int(arguments[1]) if len(arguments) > 1 else 1,
            Assembly(arguments[2]) if len(arguments) > 2 else Assembly.GRCH38,
        )
    )

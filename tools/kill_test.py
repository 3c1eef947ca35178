"""Kill a cohort run at random moments, resume it, and compare with an undisturbed run: kill_test.py [KILLS] [SEED] [SAMPLES].

Exit code 0 when every output is the same, byte for byte, and no file is left over.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.cohort.cohorts import contents, write_cohort
from tests.cohort.test_interrupted_cohort import kill_and_resume
from tests.command_line import pm_annotate


def main(kills: int = 50, seed: int | None = None, n_samples: int = 30) -> int:
    seed = random.randrange(1 << 32) if seed is None else seed
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pm-annotate-kills-") as name:
        folder = Path(name)
        sheet = write_cohort(folder, n_samples)
        assert pm_annotate("cohort", sheet, "-o", folder / "undisturbed", "-q").returncode == 0
        running = kill_and_resume(sheet, folder / "killed", kills, random.Random(seed))
        code = pm_annotate("cohort", sheet, "-o", folder / "killed", "--resume", "-q").returncode
        whole, found = contents(folder / "undisturbed"), contents(folder / "killed")
    other = sorted(file for file in whole.keys() | found.keys() if whole.get(file) != found.get(file))
    print(
        f"seed {seed}: {kills} kills, {running} of them while the run was at work; exit code of the last resume {code}; "
        f"{len(whole)} files, {len(other)} differ {other[:5]}; {time.monotonic() - started:.0f} s"
    )
    return 1 if other or code else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""Kill `annotate` over several files at random moments, run it again, and compare: kill_annotate.py [KILLS] [SEED] [FILES].

After every kill each file in the folder must be whole; after the last run all must be those of an undisturbed run. Exit code 0
when they are. What a killed run leaves are hidden temporary files (``.*.tmp``), which are counted.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.cli.test_whole_or_absent import ROWS, contents
from tests.command_line import COMMAND, pm_annotate, write_vcf


def main(kills: int = 50, seed: int | None = None, n_files: int = 12) -> int:
    seed = random.randrange(1 << 32) if seed is None else seed
    rng = random.Random(seed)
    broken: set[str] = set()
    running_when_killed = 0
    with tempfile.TemporaryDirectory(prefix="pm-annotate-kills-") as name:
        folder = Path(name)
        vcfs = [write_vcf(folder / f"p{number}.vcf", ROWS, [f"P{number}"]) for number in range(n_files)]
        started = time.monotonic()
        assert pm_annotate("annotate", *vcfs, "-o", folder / "whole", "-q").returncode == 0
        took = time.monotonic() - started
        whole = contents(folder / "whole")
        killed = folder / "killed"
        command = [str(COMMAND), "annotate", *map(str, vcfs), "-o", str(killed), "-q", "--force"]
        for _ in range(kills):
            running = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.2, 1.0) * took)
            running_when_killed += running.poll() is None
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            found = contents(killed) if killed.exists() else {}
            broken |= {file for file, content in found.items() if not file.endswith(".tmp") and content != whole[file]}
        code = subprocess.run(command, check=False).returncode
        after = contents(killed)
    left = [file for file in after if file.endswith(".tmp")]
    other = sorted(file for file in whole if after.get(file) != whole[file])
    print(
        f"seed {seed}: {kills} kills, {running_when_killed} of them while the run was at work; {len(broken)} broken files "
        f"{sorted(broken)[:5]}; after a rerun (exit code {code}) {len(other)} of {len(whole)} files differ {other[:5]}; "
        f"{len(left)} temporary files left {left}"
    )
    return 1 if broken or other or code else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

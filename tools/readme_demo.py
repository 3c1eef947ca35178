"""Put what `make demo` prints into README.md: readme_demo.py [--check]. --check writes nothing and exits 1 if it differs."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
README = REPOSITORY / "README.md"
BLOCK = re.compile(r"(colorectal cancer:\n\n```text\n).*?(```)", re.DOTALL)


def demo_output() -> str:
    """The summary that the demo prints at 110 characters, with the folder of the reports as `make demo` names it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(Path(sys.executable).parent / "pm-annotate"), "annotate", "resources/examples/demo_tumor_normal.vcf",
            "--tumor-type", "colorectal cancer", "--callable", "resources/examples/demo_callable.bed", "--output-dir", folder,
        ]  # fmt: skip
        environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "110", "LC_ALL": "C.UTF-8"}
        result = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
        return result.stdout.replace(folder, "demo-reports").rstrip() + "\n"


def with_demo(readme: str) -> str:
    """The README's text with the demo's output in its place."""
    text, replaced = BLOCK.subn(lambda found: found[1] + demo_output() + found[2], readme)
    if replaced != 1:
        raise SystemExit("README.md has no place for the demo's output.")
    return text


def main() -> int:
    readme = README.read_text(encoding="utf-8")
    fresh = with_demo(readme)
    if "--check" not in sys.argv[1:]:
        README.write_text(fresh, encoding="utf-8")
        return 0
    if fresh != readme:
        print("README.md does not show what `make demo` prints now: run `make readme`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

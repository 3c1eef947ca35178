#!/bin/sh
# Run the tests with the oldest dependency versions that pyproject.toml allows: test_lowest.sh PYTHON
set -eu
python=$1
venv=.venv-lowest
rm -rf "$venv"
"$python" -m venv "$venv"
pins=$("$python" - <<'PY'
import tomllib
with open("pyproject.toml", "rb") as handle:
    print(" ".join(dependency.replace(">=", "==") for dependency in tomllib.load(handle)["project"]["dependencies"]))
PY
)
echo "oldest versions: $pins" >&2
# shellcheck disable=SC2086  # the pins are words
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check $pins
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
"$venv/bin/python" -m pytest -n 2

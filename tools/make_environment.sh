#!/bin/sh
# Make the project's own environment: make_environment.sh PYTHON VENV runtime|dev
# Runs again only when pyproject.toml changes. On a bare Debian as root, python3-venv is installed if it is missing.
set -eu
python=$1
venv=$2
kind=$3

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "pm-annotate needs Python 3.11 or newer; '$python' is not. Try: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        fi
        "$python" -m venv "$venv" || { echo "Cannot make an environment: install python3-venv first." >&2; exit 1; }
    fi
fi
case $kind in
    runtime) target=. ;;
    dev) target='.[dev]' ;;
    *) echo "unknown kind of environment: $kind" >&2; exit 1 ;;
esac
echo "setting up $venv ($kind)" >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$target"
if [ "$kind" = dev ]; then # clusters and Parquet: their tests are left out where these cannot be had
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dask,parquet,workflow]' ||
        echo "dask, pyarrow or snakemake cannot be installed here: their tests will be skipped" >&2
fi
# an editable install compiles nothing, and where PYTHONDONTWRITEBYTECODE is set every start would compile 200 files again
"$venv/bin/python" -m compileall -q pm_annotate || echo "pm_annotate cannot be compiled ahead: starts will be slower" >&2
touch "$venv/.$kind"

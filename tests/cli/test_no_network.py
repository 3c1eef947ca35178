"""Annotating needs no network: it works where there is none, and asks for no socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import COMMAND, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."
NO_SOCKETS = """
import _socket, os, sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        os.write(2, f"NETWORK {event} {arguments}".encode())
        os._exit(99)
sys.addaudithook(refuse)
"""


def test_a_run_opens_no_socket(tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(NO_SOCKETS)
    environment = {**os.environ, "PYTHONPATH": str(hook)}
    refused = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"], env=environment, capture_output=True, check=False
    )
    assert refused.returncode == 99  # the hook works
    vcf = write_vcf(tmp_path / "x.vcf", [BRAF_V600E])
    for command in (["annotate", str(vcf), "-o", str(tmp_path / "out"), "--tumor-type", "melanoma"], ["explain", "BRAF V600E"]):
        done = subprocess.run(
            [str(COMMAND), *command], env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
    assert read_table(tmp_path / "out" / "x.findings.tsv")


def test_a_run_works_in_a_namespace_without_network(tmp_path: Path) -> None:
    alone = ["unshare", "--net", "--map-root-user"]
    try:
        permitted = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        permitted = False
    if not permitted:
        pytest.skip("network namespaces are not permitted here")
    vcf = write_vcf(tmp_path / "x.vcf", [BRAF_V600E])
    run = [*alone, str(COMMAND), "annotate", str(vcf), "-o", str(tmp_path / "out"), "--tumor-type", "melanoma", "-q"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert read_table(tmp_path / "out" / "x.findings.tsv")

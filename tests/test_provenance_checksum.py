from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.provenance import checksum_beside


def test_the_checksum_is_that_of_the_whole_file(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20_000
    (tmp_path / "tumour.vcf.gz").write_bytes(content)
    assert checksum_beside(tmp_path / "tumour.vcf.gz").result() == hashlib.sha256(content).hexdigest()


def test_a_file_that_has_gone_is_an_input_error_when_the_checksum_is_asked_for(tmp_path: Path) -> None:
    checksum = checksum_beside(tmp_path / "gone.vcf")
    with pytest.raises(InputError, match=r"gone\.vcf"):
        checksum.result()

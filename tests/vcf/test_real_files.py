"""Real files by real callers: each streams, with every allele counted, or is refused with an error of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pm_annotate.errors import InputError, UsageError
from tests.vcf.vcf_text import allele_sum, observations, stream

REFUSED = {
    "test_fusion_EML4-ALK.vcf": InputError,
    "test_fusion_FGFR3-TACC3.vcf": InputError,
    "test_fusion_ROS1-SLC34A2.vcf": InputError,
    "vep_csq_multiple_samples.vcf": UsageError,
}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.vcf*") if path.suffix in (".vcf", ".gz"))


@pytest.mark.parametrize("kind", ["somatic", "annotated", "shapes", "structural"])
def test_every_real_file_streams_or_is_refused_in_words(shared_data: Path, kind: str) -> None:
    found = files(shared_data / "vcf" / kind)
    assert found
    for path in found:
        expected = REFUSED.get(path.name)
        if expected is not None:
            with pytest.raises(expected):
                stream(str(path))
            continue
        _, tally, roles = stream(str(path))
        for role in roles:
            assert allele_sum(tally, role) == tally.alleles(role) >= tally.records, path


@pytest.mark.parametrize(
    ("name", "position", "vaf"),
    [
        ("T001-COAD.grch38.vcf.gz", 140753336, 17 / 54),
        ("somaticseq_paired/MuTect2.vcf.gz", 9113, 32 / 63),
        ("somaticseq_paired/Strelka.snv.vcf.gz", 8450, 1.0),
        ("somaticseq_paired/Strelka.indel.vcf.gz", 22129, 27 / 50),
        ("somaticseq_paired/LoFreq.snv.vcf.gz", 9113, 32 / 63),
        ("somaticseq_paired/SomaticSniper.vcf.gz", 9113, 32 / 63),
        ("somaticseq_paired/Scalpel.vcf.gz", 22129, 15 / 35),
        ("somaticseq_paired/MuSE.vcf.gz", 9113, 32 / 63),
        ("ion_torrent_TSVC.vcf.gz", 876499, 1.0),
        ("bcbio_TumorOnly.vcf.gz", 5090, 51 / 53),
    ],
)
def test_fractions_of_real_callers(shared_data: Path, name: str, position: int, vaf: float) -> None:
    found = [item for item in observations(str(shared_data / "vcf" / "somatic" / name)) if item.allele.vcf_pos == position]
    assert [item.tumor.vaf for item in found if item.tumor] == [pytest.approx(vaf)]


def test_deliberately_broken_files_end_with_our_errors_only(shared_data: Path) -> None:
    folder = shared_data / "vcf" / "torture" / "vcf-validator-4.1"
    program = (
        "import sys\n"
        "from pm_annotate.errors import PmAnnotateError\n"
        "from tests.vcf.vcf_text import stream\n"
        "for path in sys.stdin.read().split('\\n'):\n"
        "    try:\n"
        "        stream(path)\n"
        "    except PmAnnotateError as error:\n"
        "        print(path, error)\n"
    )
    for kind in ("passed", "failed"):
        paths = "\n".join(str(path) for path in files(folder / kind))
        run = subprocess.run([sys.executable, "-c", program], input=paths, capture_output=True, text=True)
        assert (run.returncode, run.stderr) == (0, "")
        if kind == "passed":
            assert run.stdout == ""

"""What the reports of a cohort are called, told before any of them is made and the same whatever fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pm_annotate.cohort.tasks import Name, NamedRow, Row
from pm_annotate.report.sample_names import file_stems
from pm_annotate.vcf.roles import file_stem


def named_rows(rows: Sequence[Row], found: Mapping[Row, Sequence[str]]) -> tuple[NamedRow, ...]:
    """The rows with the names of their reports. ``found``: the samples of each row that names none, as its VCF has them.

    A name of the sheet stands as it is. A name out of a VCF that another row has too becomes ``<file>.<sample>`` (callers
    name every tumour TUMOR), and a ``-2``, ``-3``... follows where that is still taken, as ``annotate`` does.
    Rows that are neither named nor found are left out.
    """
    given = [(row, _given(row, found)) for row in rows]
    count = Counter(sample for _, samples in given for sample in dict.fromkeys(samples))
    taken = {sample for row, samples in given if row.cell("sample") is not None for sample in samples}
    renamed: list[tuple[Row, list[str]]] = []
    for row, samples in given:
        if row.cell("sample") is not None:
            renamed.append((row, list(samples)))
            continue
        own = []
        for sample in samples:
            name = f"{file_stem(row.vcf)}.{sample}" if count[sample] > 1 else sample
            own.append(_free(name, taken))
            taken.add(own[-1])
        renamed.append((row, own))
    stems = file_stems([sample for _, samples in renamed for sample in samples])
    return tuple(NamedRow(row, tuple(Name(sample, stems[sample]) for sample in samples)) for row, samples in renamed if samples)


def _given(row: Row, found: Mapping[Row, Sequence[str]]) -> Sequence[str]:
    sample = row.cell("sample")
    return (sample,) if sample is not None else found.get(row, ())


def _free(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free

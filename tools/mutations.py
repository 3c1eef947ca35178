"""Mutations of VCFs and of tables for ``fuzz.py``: each takes the bytes of a file and gives other bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

HOSTILE = (
    b"", b".", b"-1", b"0", b"1e308", b"nan", b"6_0", b"99999999999999999999", b"\x00", b"\xff\xfe", b"<DEL>", b"<CN0>", b"*",
    b"N[chr7:140453136[", b"]X:1]A", b"A" * 5000, b"0/1/2|3", b"./.", b"./", b"|", b"1" * 400, b"PASS;PASS", b"END=1;END=",
    b"GT:AD:GT", b"%0A%09", b"=1+1", b"../../x", b"\t", b",,,", b"A,C,G,T,<*>,<NON_REF>,.", b"1:1:1:1:1:1:1:1:1:1:1",
    "²".encode(), "٣".encode(), b"<DUP:TANDEM>", b"A[17:7674220[", b"2147483648", b"-99999999", b"END", b";", b"0|1:",
    b"9" * 5000,
)  # fmt: skip


NAMED_INFO = (
    b"END", b"SVLEN", b"SVTYPE", b"CN", b"MATEID", b"CIPOS", b"CHR2", b"POS2", b"STRANDS", b"HOMLEN", b"EVENT", b"IMPRECISE",
    b"SVCLAIM", b"FUSION", b"GENE", b"FOLD_CHANGE", b"CSQ", b"ANN", b"SOMATIC", b"SS", b"AF", b"DP", b"DP4", b"SVINSSEQ",
    b"BND_DEPTH",
)  # fmt: skip
NAMED_FORMAT = (b"PS", b"PGT", b"PID", b"CN", b"AD", b"AF", b"DP", b"GQ", b"MIN_DP", b"BAF", b"TCN", b"PR", b"SR", b"DV", b"GT")
PLAUSIBLE = (
    b"0", b"1", b"2", b"7", b"12", b"55181378", b"140753336", b"-5000", b"DEL", b"DUP", b"BND", b"CNV", b"INV", b"INS", b"TRA",
    b"0|1", b"1|0", b"1|1", b"0/1", b"5,30", b"0.3", b"140753335_T_C", b"17", b"chr17", b"+-", b"3to5",
    b"KIF5B-RET.K15R12", b"-5,5",
    b"T|missense_variant|MODERATE|BRAF|ENSG00000157764|Transcript|ENST00000646891|c.1799T>A|p.Val600Glu",
    b"|||||||", b"||" * 40,
)  # fmt: skip
ACTIONABLE = (
    b"7\t140753336\t.\tA\tT", b"chr7\t55181378\t.\tC\tT", b"7\t55174772\t.\tGGAATTAAGAGAAGC\tG", b"12\t25245350\t.\tC\tA",
    b"17\t7674220\t.\tG\tA", b"13\t32340300\t.\tGT\tG", b"17\t39700000\t.\tN\t<DUP>", b"2\t29223528\t.\tG\t]2:42264951]G",
    b"7\t116700000\t.\tA\t<NON_REF>", b"7\t140753330\t.\tT\t.", b"10\t94781859\t.\tG\tA", b"3\t179218294\t.\tG\t<*>",
    b"7\t140753335\t.\tCAC\tTTT", b"9\t21970000\t.\tN\t<DEL>", b"13\t28034100\t.\tA\t<INS>", b"X\t67545300\t.\tG\tGCAGCAG",
)  # fmt: skip
Mutation = Callable[[bytes, random.Random], bytes]


def mutated(text: bytes, rng: random.Random, mutations: Sequence[Mutation] | None = None) -> bytes:
    """``text`` after one to six mutations."""
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        text = rng.choice(mutations or MUTATIONS)(text, rng)
    return text


def flip_bits(text: bytes, rng: random.Random) -> bytes:
    flipped = bytearray(text)
    for _ in range(rng.choice((1, 1, 3, 20))):
        if flipped:
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def cut(text: bytes, rng: random.Random) -> bytes:
    return text[: rng.randrange(len(text) + 1)]


def cut_out(text: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(200) :]


def replace_field(text: bytes, rng: random.Random) -> bytes:
    return _with_fields(text, rng, lambda columns: columns.__setitem__(rng.randrange(len(columns)), rng.choice(HOSTILE)))


def swap_fields(text: bytes, rng: random.Random) -> bytes:
    def swap(columns: list[bytes]) -> None:
        first, second = rng.randrange(len(columns)), rng.randrange(len(columns))
        columns[first], columns[second] = columns[second], columns[first]

    return _with_fields(text, rng, swap)


def drop_field(text: bytes, rng: random.Random) -> bytes:
    return _with_fields(text, rng, lambda columns: columns.pop(rng.randrange(len(columns))))


def repeat_line(text: bytes, rng: random.Random) -> bytes:
    lines = text.splitlines(keepends=True)
    if lines:
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return b"".join(lines)


def replace_value(text: bytes, rng: random.Random) -> bytes:
    """One value inside INFO, FORMAT or a sample column."""

    def change(columns: list[bytes]) -> None:
        at = rng.randrange(7, len(columns)) if len(columns) > 7 else len(columns) - 1
        separator = b";" if at == 7 else b":"
        values = columns[at].split(separator)
        values[rng.randrange(len(values))] = rng.choice(HOSTILE)
        columns[at] = separator.join(values)

    return _with_fields(text, rng, change)


def named_info(text: bytes, rng: random.Random) -> bytes:
    """A key of structural variants, reference blocks or annotations in INFO, with a value that may or may not fit."""

    def change(columns: list[bytes]) -> None:
        if len(columns) > 7:
            columns[7] += b";" + rng.choice(NAMED_INFO) + b"=" + rng.choice(rng.choice((HOSTILE, PLAUSIBLE)))

    return _with_fields(text, rng, change)


def named_format(text: bytes, rng: random.Random) -> bytes:
    """A key of phase, copies or reads in FORMAT, with a value for each sample."""

    def change(columns: list[bytes]) -> None:
        if len(columns) > 9:
            columns[8] += b":" + rng.choice(NAMED_FORMAT)
            for sample in range(9, len(columns)):
                columns[sample] += b":" + rng.choice(rng.choice((HOSTILE, PLAUSIBLE)))

    return _with_fields(text, rng, change)


def actionable(text: bytes, rng: random.Random) -> bytes:
    """A row moved to where the pipeline looks closely."""

    def change(columns: list[bytes]) -> None:
        columns[:5] = rng.choice(ACTIONABLE).split(b"\t")
        if len(columns) > 6:
            columns[6] = b"PASS"

    return _with_fields(text, rng, change)


def phased_neighbours(text: bytes, rng: random.Random) -> bytes:
    """A row and two copies of it a few bases further, all on one haplotype."""
    lines = text.split(b"\n")
    places = [i for i, line in enumerate(lines) if line and not line.startswith(b"#")]
    if not places:
        return text
    at = rng.choice(places)
    columns = lines[at].split(b"\t")
    if len(columns) < 8 or not columns[1].isdigit():
        return text
    columns[:5] = rng.choice(ACTIONABLE).split(b"\t")
    rows = []
    for step in (0, rng.randrange(1, 4), rng.randrange(1, 7)):
        row = [*columns]
        row[1] = b"%d" % (int(columns[1]) + step)
        row[3:5] = rng.choice(((b"A", b"T"), (b"C", b"G"), (b"AC", b"A"), (b"G", b"GTT"), (b"T", b"A,C")))
        row[8:9] = [b"GT:PS:PGT:PID"] if len(row) > 8 else []
        row[9:] = [rng.choice((b"0|1", b"1|0", b"0/1", b"1|1")) + b":77:" + rng.choice((b"0|1", b"1|0")) + b":77_A_T"] * len(
            row[9:]
        )
        rows.append(b"\t".join(row))
    return b"\n".join((*lines[:at], *rows, *lines[at + 1 :]))


def annotation_header(text: bytes, rng: random.Random) -> bytes:
    """Lines that declare annotations of VEP, snpEff and others, so that the values of such keys are read."""
    lines = (
        b'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|IMPACT|SYMBOL|Gene|Feature|HGVSp">',
        b'##INFO=<ID=ANN,Number=.,Type=String,Description="\'Allele | Annotation | Annotation_Impact | Gene_Name\'">',
        b'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: |||">',
        b"##tumor_sample=../../x", b"##normal_sample=", b"##purity=2e9", b"##contig=<ID=7,length=99999999999999999999>",
        b"##contig=<ID=7,length=159345973,assembly=hg19>", b"##ALT=<ID=DEL", b"##FORMAT=<ID=GT", b"##reference=GRCh37",
        b"##PEDIGREE=<Derived=x,Original=x>", b"##SAMPLE=<ID=\xff>", b"##TMB=1e999", b"##MSI=\x00",
    )  # fmt: skip
    return text.replace(b"#CHROM", rng.choice(lines) + b"\n#CHROM", 1)


def rename_sample(text: bytes, rng: random.Random) -> bytes:
    lines = text.split(b"\n")
    for index, line in enumerate(lines):
        if line.startswith(b"#CHROM"):
            columns = line.split(b"\t")
            columns[-1 if len(columns) > 9 else 0] = rng.choice(HOSTILE)
            lines[index] = b"\t".join(columns)
    return b"\n".join(lines)


def _with_fields(text: bytes, rng: random.Random, change: Callable[[list[bytes]], object]) -> bytes:
    lines = text.split(b"\n")
    places = [i for i, line in enumerate(lines) if line and not line.startswith(b"##")]
    if not places:
        return text
    at = rng.choice(places)
    columns = lines[at].split(b"\t")
    change(columns)
    lines[at] = b"\t".join(columns)
    return b"\n".join(lines)


BYTES = (flip_bits, cut, cut_out)
TABLE_MUTATIONS = (*BYTES, replace_field, replace_field, swap_fields, drop_field, repeat_line)
MUTATIONS = (
    *TABLE_MUTATIONS, replace_value, replace_value, named_info, named_info, named_format, actionable, actionable,
    phased_neighbours, annotation_header, rename_sample,
)  # fmt: skip

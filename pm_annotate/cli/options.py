"""Options that commands share, defined once, and the spellings of other tools that are accepted besides ours."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, TypeVar

import click

from pm_annotate.cli.paths import GivenPath
from pm_annotate.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

# Other tools' names for our options (PCGR, OncoKB annotator, CancerVar, MOAlmanac, CIViCpy, vcf2maf, OpenCRAVAT).
# They are accepted and not shown. Any --with_underscores is read as --with-hyphens before this table is asked.
FIELD_SPELLINGS = {
    "--input-vcf": "--vcf",
    "--genome-assembly": "--assembly",
    "--reference": "--assembly",
    "-r": "--assembly",
    "-b": "--assembly",
    "-l": "--assembly",
    "--tumor-site": "--tumor-type",
    "--tumour-type": "--tumor-type",
    "--cancer-type": "--tumor-type",
    "-t": "--tumor-type",
    "--vcf-tumor-id": "--tumor-sample",
    "--tumor-id": "--tumor-sample",
    "--tumour-sample": "--tumor-sample",
    "--vcf-normal-id": "--normal-sample",
    "--normal-id": "--normal-sample",
    "--refdata-dir": "--knowledge",
    "--dbs": "--knowledge",
    "--retained-info-tags": "--retain-info",
    "--tumor-af-tag": "--af-tag",
    "--tumor-dp-tag": "--dp-tag",
    "--tumor-ad-tag": "--ad-tag",
    "--ncbi-build": "--assembly",
    "--custom-enst": "--transcripts",
    "--threads": "--workers",
    "--tumor-dp-min": "--min-dp",
    "--tumor-af-min": "--min-vaf",
    "--tumor-ad-min": "--min-alt-reads",
    "--filter-pass": "--pass-only",
    "--force-overwrite": "--force",
    "-d": "--output-dir",
}


class FieldSpellings(click.Command):
    """A command that also understands the field's spellings of its options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = frozenset(name for option in self.params for name in (*option.opts, *option.secondary_opts))
        return super().parse_args(ctx, [our_spelling(argument, own) for argument in args])


def our_spelling(argument: str, own: Container[str]) -> str:
    """``--genome_assembly=grch37`` to ``--assembly=grch37``; what is no option, or none of this command's ``own``, is left."""
    if not argument.startswith("-") or argument in {"-", "--"}:
        return argument
    name, equals, value = argument.partition("=")
    if name.startswith("--"):
        name = name.replace("_", "-")
    ours = FIELD_SPELLINGS.get(name, name)
    return (ours if ours in own else name) + equals + value


def tumor_type_option(command: Command) -> Command:
    return click.option(
        "--tumor-type",
        metavar="NAME",
        help='Tumour type: an OncoTree code or name, a DOID, or plain words ("lung adenocarcinoma", LUAD, GIST). '
        "Without it no finding is Tier I.",
    )(command)


def assembly_option(command: Command) -> Command:
    return click.option(
        "--assembly",
        metavar="NAME",
        default="auto",
        show_default=True,
        help="GRCh37 (hg19), GRCh38 (hg38) or auto. What you say is checked against the file.",
    )(command)


def knowledge_option(command: Command) -> Command:
    return click.option(
        "--knowledge",
        type=GivenPath(read_again=True),
        multiple=True,
        envvar="PM_ANNOTATE_KNOWLEDGE",
        help="A table of your own statements, added to the packaged ones. Repeatable. Also PM_ANNOTATE_KNOWLEDGE.",
    )(command)


def fasta_option(command: Command) -> Command:
    return click.option(
        "--fasta",
        type=GivenPath(read_again=True),
        help="Indexed reference FASTA of the same assembly, for genes whose sequence is not packaged.",
    )(command)


def marker_option(command: Command) -> Command:
    return click.option(
        "--marker",
        "markers",
        multiple=True,
        metavar="NAME=VALUE",
        help="What is known beside the file: ER=positive, HER2=negative, MSI=high, TMB=12.5, KRAS=wildtype. Repeatable.",
    )(command)


def transcript_options(command: Command) -> Command:
    return joined(
        click.option(
            "--genome",
            "genome_pack",
            type=GivenPath(read_again=True),
            help="A transcript pack of your own (see `pm-annotate genome build`) instead of the packaged transcripts.",
        ),
        click.option(
            "--transcripts",
            metavar="FILE|LIST",
            help="Your preferred transcripts, one per gene: a file with one accession a line, or a comma-separated list.",
        ),
    )(command)


def debug_option(command: Command) -> Command:
    return click.option("--debug", is_flag=True, help="Show tracebacks and debug messages.")(command)


def quiet_option(command: Command) -> Command:
    return click.option("--quiet", "-q", is_flag=True, help="Print nothing but warnings and errors.")(command)


def log_json_option(command: Command) -> Command:
    return click.option("--log-json", is_flag=True, help="Log lines as JSON objects, for machines.")(command)


def joined(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator out of several, shown in the order given."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def split_list(values: Sequence[str]) -> tuple[str, ...]:
    """``("a,b", "c")`` to ``("a", "b", "c")``."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


format_options = joined(
    click.option(
        "--format", "formats", multiple=True, default=("tsv,json",), metavar="LIST", help="tsv, json. [default: both]"
    ),
    click.option(
        "--gzip", is_flag=True, help="Write a sample's files compressed: .tsv.gz and .json.gz; same input, same bytes."
    ),
    click.option("--no-html", is_flag=True, hidden=True, expose_value=False),  # PCGR's; there is no HTML to leave out
)

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["tier1", "tier2"], case_sensitive=False),
    help="Leave with exit code 7 where a finding has Tier I (or, tier2, Tier I or II). All reports are written all the same.",
)


run_options = joined(knowledge_option, format_options, fail_on_option, quiet_option, log_json_option, debug_option)
"""What every run that writes reports is asked: tables, formats, exit code, how much to say."""


def checked_formats(formats: tuple[str, ...], gzip: bool) -> tuple[str, ...]:
    """The formats asked for, each known (``tsv.gz`` where compressed). Raises UsageError for any other, and for none."""
    known = ("tsv", "json")
    asked = tuple(name.lower() for name in split_list(formats))
    for name in asked:
        if name not in known:
            raise UsageError(f"--format {name}: not a format of this version. Known: {', '.join(known)}.")
    if not asked:
        raise UsageError(f"--format is empty. Known: {', '.join(known)}.")
    return tuple(f"{name}.gz" for name in asked) if gzip else asked

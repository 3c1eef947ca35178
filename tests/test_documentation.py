"""README.md and docs/ name what is there: options, commands, exit codes, rooms, files, tests, words of columns."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pm_annotate import errors, run
from pm_annotate.cli.main import commands
from pm_annotate.cli.options import FIELD_SPELLINGS
from pm_annotate.clinical import allele_state, tiers
from pm_annotate.knowledge.profile_names import CORRECTED_CHANGES
from pm_annotate.knowledge.sources.approval_corrections import CORRECTIONS
from pm_annotate.model import AssayStatus, GeneEventKind, MatchLevel, StructuralType, TumorRelation
from pm_annotate.vcf import germline_caller
from tests.test_walls import BASE, MAY_IMPORT, PACKAGE

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
PAGES = {page.name: page.read_text("utf-8") for page in (REPOSITORY / "README.md", *sorted(DOCS.glob("*.md")))}
OF_OTHERS = {  # options of other programs that the pages name, and those of other annotators that we do not have
    *("--by", "--mosaic", "--local-csq", "--snakefile", "--cores", "--config", "--keep-going", "--nthreads", "--help"),
    *("--cases", "--seed", "--kind", "--vep_pick_order", "--strict"),
}


def leaves(group: click.Group = commands, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(leaves())
OPTIONS = [(path, one) for path, command in COMMANDS.items() for one in command.params if isinstance(one, click.Option)]


def is_named(word: str) -> bool:
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for text in PAGES.values())


def test_every_option_is_explained_on_some_page() -> None:
    silent = [
        (" ".join(path), option.opts)
        for path, option in OPTIONS
        if not option.hidden and not any(is_named(name) for name in (*option.opts, *option.secondary_opts))
    ]
    assert silent == []


def test_every_option_on_a_page_is_one() -> None:
    ours = {name for _, option in OPTIONS for name in (*option.opts, *option.secondary_opts)}
    for name, text in PAGES.items():
        for option in set(re.findall(r"(?<![\w-])--[a-z][a-z_-]*[a-z]", text)):
            known = option in ours | OF_OTHERS or option.replace("_", "-") in ours | set(FIELD_SPELLINGS)
            assert known, f"{name}: {option}"


def command_lines() -> Iterator[tuple[str, str]]:
    """Each line of a page that calls the command, without prompt, pipe, comment and what is said beside it."""
    for name, text in PAGES.items():
        for line in re.findall(r"^(?:\$ |    )?(?:.*\| )?(pm-annotate [a-z].*)$", text, re.MULTILINE):
            yield name, re.split(r"\s#|\s{2,}", line.strip())[0]
        for line in re.findall(r"`(pm-annotate [^`]* --[^`]*)`", text):
            yield name, " ".join(line.split())


@pytest.mark.parametrize(("page", "line"), list(command_lines()))
def test_every_command_line_on_a_page_can_be_read(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    path = next((tuple(words[:length]) for length in (1, 2) if tuple(words[:length]) in COMMANDS), None)
    assert path is not None, f"{page}: {line}"
    COMMANDS[path].make_context(" ".join(path), words[len(path) :])


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_links_to_places_in_a_page_lead_there() -> None:
    for name, text in PAGES.items():
        for page, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
            headings = re.findall(r"^#+ (.*)$", PAGES[Path(page).name if page else name], re.MULTILINE)
            assert anchor in map(slug, headings), f"{name}: {page}#{anchor}"


def test_every_page_is_linked_from_another() -> None:
    for name in PAGES.keys() - {"README.md"}:
        assert any(re.search(rf"\]\((docs/)?{name}[)#]", text) for other, text in PAGES.items() if other != name), name


def test_files_that_the_pages_name_are_there() -> None:
    for name, text in PAGES.items():
        for file in set(
            re.findall(r"\b(?:pm_annotate|resources|tests|tools|workflow)/[\w./-]*\w\.(?:py|tsv|json|vcf|bed|md)\b", text)
        ):
            assert (REPOSITORY / file).is_file(), f"{name}: {file}"


def test_tests_that_the_pages_name_are_there() -> None:
    there = {path.name for path in (REPOSITORY / "tests").rglob("test_*.py")}
    for name, text in PAGES.items():
        assert set(re.findall(r"\btest_\w+\.py\b", text)) <= there, name


def test_exit_codes_are_those_that_are_raised() -> None:
    classes = [errors.PmAnnotateError, *errors.PmAnnotateError.__subclasses__()]
    raised = [0, *sorted({one.exit_code for one in classes} | {run.SOME_FAILED, run.TIER_FOUND})]
    expected = [*map(str, raised), "128 + n", "130"]
    assert re.findall(r"^\| ([\d+ n]+) \|", PAGES["exit-codes.md"], re.MULTILINE) == expected
    assert commands.help is not None
    assert all(re.search(rf"\b{re.escape(code)} ", commands.help) for code in expected)


def test_the_rooms_of_the_design_are_those_of_the_tree() -> None:
    block = re.search(r"```\n(.*?)```", PAGES["design.md"], re.DOTALL)
    assert block is not None
    told = re.findall(r"^  (\S+) ", block[1], re.MULTILINE)
    there = {f"{path.name}/" if path.is_dir() else path.name for path in PACKAGE.iterdir() if not path.name.startswith("_")}
    assert set(told) == there - {"py.typed"}
    for folder in re.findall(r"^(\w+)/ ", block[1], re.MULTILINE):
        assert (REPOSITORY / folder).is_dir(), folder


def test_every_room_has_its_wall_and_the_base_layer_is_told() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith("_") and path.name != "py.typed"}
    assert rooms - MAY_IMPORT.keys() - BASE == {"cli"}
    layer = PAGES["design.md"].split("know only the base layer (", 1)[1].split(")", 1)[0]
    assert set(re.findall(r"`(\w+)`", layer)) == BASE


def row(section: str, column: str) -> str:
    """What output.md says of a column."""
    body = PAGES["output.md"].split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    (found,) = re.findall(rf"^\| `{column}` \| (.*) \|$", body, re.MULTILINE)
    return str(found)


@pytest.mark.parametrize(
    ("section", "column", "values"),
    [
        ("findings.tsv", "match_level", [level.value for level in MatchLevel]),
        ("findings.tsv", "tier_class", list(tiers.CLASSES)),
        ("findings.tsv", "tumor_type_match", [relation.value for relation in TumorRelation]),
        ("findings.tsv", "event_kind", [kind.value for kind in GeneEventKind]),
        ("variants.tsv", "event_kind", [kind.value for kind in GeneEventKind]),
        ("variants.tsv", "SVTYPE", [kind.value for kind in StructuralType]),
        ("loci.tsv", "assay_status", [status.value for status in AssayStatus]),
    ],
)
def test_the_words_of_a_column_are_all_told_in_order(section: str, column: str, values: list[str]) -> None:
    told = re.sub(r"\([^)]*\)", "", row(section, column))
    listed = [word for word in re.findall(r"[\w:]+", told.rpartition("best first: ")[2]) if word in values]
    assert [word for at, word in enumerate(listed) if word not in listed[:at]] == values


def test_the_states_of_an_inherited_allele_are_told() -> None:
    names = ("ONE", "TWO", "TWO_COMPOUND", "TWO_UNPHASED", "TWO_OR_LOSS", "CARRIER", "ONE_HAPLOTYPE", "HEMIZYGOUS")
    states = {str(getattr(allele_state, name)) for name in (*names, "X_FEMALE", "X_UNKNOWN")}
    body = PAGES["predisposition.md"].split("## One allele or two\n", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| ([^|]*allele[^|]*) \| ", body, re.MULTILINE)) - {"`allele_state`"} == states


def test_callers_whose_files_are_germline_are_told() -> None:
    page = PAGES["predisposition.md"]
    assert [
        name for name, _ in germline_caller._GERMLINE if name.removeprefix("GATK ").split(" Haplotyper")[0] not in page
    ] == []


def test_corrections_of_the_sources_are_told() -> None:
    page = PAGES["typing.md"]
    names, approvals = page.split("## Corrected approvals", 1)
    assert all(name in names and right in names for name, right in CORRECTED_CHANGES.items())
    told = approvals.split("\n## ", 1)[0].lower()
    assert [one.therapy for one in CORRECTIONS if one.therapy.lower() not in told] == []

"""What the documentation names is there: links, paths, functions, tables, commands, targets, words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.cli import main
from bot.config import OfflineSettings
from bot.manifest import COMMANDS
from etiquette.messages.help import COMMANDS as HELP
from etiquette.rules.nudges import State
from etiquette.store.tables import metadata

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
ARCHITECTURE = (DOCS / "architecture.md").read_text()
GLOSSARY = (DOCS / "glossary.md").read_text()
FOLDERS = ("bot", "demo", "docs", "emulator", "etiquette", "handlers", "requirements", "scheduler", "tests", "tools")
# Where a reader may be sent: Slack, the licence's and the changelog's authors; and examples, which lead nowhere.
HOSTS = {"api.slack.com", "slack.com", "keepachangelog.com", "semver.org", "linkedin.com", "www.linkedin.com"}
NOWHERE = re.compile(r".*\.example(\.org|\.com)?|example\.(org|com)|localhost|127\.0\.0\.1")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text()))
    return [link for link in found if not link.startswith("http")]


def paths(page: Path) -> set[str]:
    """What is named like a file or folder of ours: `scheduler/sweep.py`, `etiquette/rules/`."""
    pattern = rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`"
    return set(re.findall(pattern, page.read_text()))


def defined(file: str) -> set[str]:
    """Every function, method and class of a module."""
    tree = ast.parse((ROOT / file).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def functions_named(page: Path) -> Iterator[tuple[str, str]]:
    """A module and what is said to be in it: in a row of the walk, or in brackets right after it."""
    text = page.read_text()
    for file, listed in re.findall(r"`([\w/]+\.py)` \| (`.+`) \|", text):
        yield from ((file, name) for name in re.findall(r"`(\w+)`", listed))
    for file, listed in re.findall(r"`([\w/]+\.py)`\s+\(((?:`\w+`(?:,\s+)?)+)\)", text):
        yield from ((file, name) for name in re.findall(r"`(\w+)`", listed))


def typed_in(page: Path) -> str:
    """What a reader is told to type: blocks of code, and code in a line."""
    text = page.read_text()
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", without_code(text))])


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_sends_its_reader_to_a_strange_host(page: Path) -> None:
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s`)>,]+", page.read_text())}

    assert {host for host in hosts - HOSTS if not NOWHERE.fullmatch(host)} == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    assert [path for path in sorted(paths(page)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_function_that_is_named_is_in_its_file(page: Path) -> None:
    assert [(file, name) for file, name in functions_named(page) if name not in defined(file)] == []


def test_the_walk_of_one_nudge_reaches_every_layer() -> None:
    walked = {file.rpartition("/")[0] for file, _ in functions_named(DOCS / "architecture.md")}

    assert {
        "handlers",
        "scheduler",
        *(f"etiquette/{each}" for each in ("services", "rules", "store", "messages")),
    } <= walked


def test_every_table_is_described_and_no_other() -> None:
    section = ARCHITECTURE.partition("## What is kept")[2].partition("\n## ")[0]

    assert sorted(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == sorted(metadata.tables)


def test_the_glossary_has_every_state_in_its_order() -> None:
    section = GLOSSARY.partition("## The life of a nudge")[2].partition("\n## ")[0]

    assert re.findall(r"^\| \*\*(\w+)\*\*", section, re.MULTILINE) == list(State)


def test_the_glossary_explains_every_word_once() -> None:
    words = re.findall(r"^\| \*\*([\w -]+)\*\*", GLOSSARY, re.MULTILINE)

    assert len(words) == len(set(words))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_of_the_program_that_is_named_is_one(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    named_here = set(re.findall(r"(?:^|/|[A-Z_]=\w+ )coopetiquette (\w+)", typed_in(page), re.MULTILINE))

    assert known >= {"run", "check"}
    assert named_here <= known


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_target_of_make_that_is_named_is_one(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"\bmake ([a-z-]+)", typed_in(page))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_setting_that_is_named_is_one(page: Path) -> None:
    known = {str(field.validation_alias) for field in OfflineSettings.model_fields.values()}
    named_here = set(re.findall(r"\b((?:COOP|SLACK)_[A-Z_]+|DATABASE_URL)\b", page.read_text()))

    assert {name for name in named_here - known if not name.endswith("_")} <= {"COOP_TEST_POSTGRES_URL"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_slash_command_that_is_named_works(page: Path) -> None:
    works = {command.name for command in COMMANDS}
    verbs = {line.split()[1] for line in HELP if " " in line}
    said = typed_in(page)

    assert set(re.findall(r"(?:^|\s)(/coop(?:-\w+)?)\b", said)) <= works
    assert set(re.findall(r"(?:^|\s)/coop (\w+)", said)) <= verbs


@pytest.mark.parametrize("page", DECISIONS, ids=named)
def test_a_decision_begins_with_a_sentence_to_quote_and_has_a_date(page: Path) -> None:
    number = page.name[:4]

    assert re.match(rf"# {number} .+\n\n> [^\n]+(\n> [^\n]+)*\n\n\d{{4}}-\d\d-\d\d · accepted\n", page.read_text())
    assert len(page.read_text().splitlines()) <= 45


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_every_page_is_reached_from_the_index() -> None:
    index = DOCS / "README.md"
    reached = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}

    assert set(DOCS.rglob("*.md")) - {index} - reached == set()

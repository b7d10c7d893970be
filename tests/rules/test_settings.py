"""Settings are documented: the code, `.env.example` and the table in docs/settings.md say the same."""

import re
from pathlib import Path

import pytest

from bot.config import MisconfiguredError, OfflineSettings, load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
TABLE = ROOT / "docs" / "settings.md"


def told_by_the_code() -> list[tuple[str, str, str]]:
    """Of each setting its name, its default and its meaning, in order."""
    return [
        (
            str(field.validation_alias),
            "" if field.default is None else str(field.default),
            str(field.description),
        )
        for field in OfflineSettings.model_fields.values()
    ]


def told_by_the_example() -> list[tuple[str, str, str]]:
    blocks = EXAMPLE.read_text().strip().split("\n\n")[1:]
    return [_block(block.splitlines()) for block in blocks]


def _block(lines: list[str]) -> tuple[str, str, str]:
    name, _, default = lines[-1].lstrip("#").partition("=")
    return name, default, " ".join(line.removeprefix("# ") for line in lines[:-1])


def told_by_the_table() -> list[tuple[str, str, str]]:
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? ?\| (.*) \|$", TABLE.read_text(), re.MULTILINE)
    return [(name, default, meaning) for name, default, meaning in rows]


def test_the_example_lists_every_setting_with_its_default_and_its_meaning() -> None:
    assert told_by_the_example() == told_by_the_code()


def test_the_table_lists_every_setting_with_its_default_and_its_meaning() -> None:
    assert told_by_the_table() == told_by_the_code()


def test_the_example_as_it_stands_lacks_nothing_but_what_slack_gives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, _, _ in told_by_the_code():
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(MisconfiguredError) as caught:
        load(EXAMPLE)

    assert [sentence.split()[0] for sentence in caught.value.problems] == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
    ]


def test_the_values_shown_are_those_that_are_meant(tmp_path: Path) -> None:
    shown = {name: default for name, default, _ in told_by_the_example()}

    assert OfflineSettings.of(shown) == OfflineSettings.of({})

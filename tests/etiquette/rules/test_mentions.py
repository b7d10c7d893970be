"""Where a text names somebody in full, and where it only seems to (N7)."""

import pytest

from etiquette.rules.mentions import naming


@pytest.mark.parametrize(
    ("name", "text", "is_named"),
    [
        ("Dana Reyes", "ask dana  reyes", True),
        ("Dana Reyes", "(Dana\nReyes)", True),
        ("Dana Reyes", "Dana Reyes's deck", True),
        ("Dana Reyes", "Dana", False),
        ("Dana Reyes", "Jordana Reyes", False),
        ("Dana Reyes", "Dana Reyeson", False),
        ("May", "may we?", False),
        ("May", "May said so", True),
        ("J. (Jo) O'Neil", "with J. (Jo) O'Neil.", True),
        ("Żaneta Ćwik", "żaneta ćwik", True),
    ],
)
def test_n7_a_full_name_is_found_and_no_other_word(name: str, text: str, is_named: bool) -> None:
    assert bool(naming(name).search(text)) is is_named

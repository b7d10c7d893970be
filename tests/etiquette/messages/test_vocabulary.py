"""What travels in a button, and in a form: it reads back, and nonsense reads as nothing."""

from etiquette.messages.vocabulary import metadata, read_kind, read_metadata, read_value, value
from etiquette.rules.nudges import Kind


def test_a_buttons_value_reads_back() -> None:
    assert read_value(value("call", "k-1")) == ("call", "k-1")
    assert read_value(value("call", "k-1", Kind.DEBRIEF)) == ("call", "k-1")
    assert read_kind(value("call", "k-1", Kind.DEBRIEF)) == Kind.DEBRIEF
    assert (read_value("nonsense"), read_kind("nonsense")) == (("nonsense", ""), "")


def test_a_forms_metadata_reads_back_and_nonsense_reads_as_nothing() -> None:
    assert read_metadata(metadata(id="k-1", rows=3, draft=None)) == {"id": "k-1", "rows": 3}
    assert [read_metadata(text) for text in (None, "", "{", "[1]", "null")] == [{}] * 5

"""Whatever is typed gets a friendly sentence or the form: never an error, never a broadcast, and nothing is lost."""

from typing import Any

import pytest

from emulator.delivery import Answer
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.introductions import Introduction
from tests.handlers.manners import drafts, facts, filled, texts
from tests.handlers.telling import command, tell
from tests.whole import Whole

STRANGE = {
    "endless": "Bo Lindqvist " + "the deck and " * 3000,
    "one endless word": "B" * 40_000,
    "endless escapes": "&amp;" * 8000,
    "endless lines": "Bo Lindqvist\n" * 3000,
    "endless mentions": "<@U0SAM> " * 3000,
    "endless links": "<https://example.com/a|a> " * 1500,
    "right to left": "בו לינדקוויסט: המצגת עד יום שישי",
    "turned around": "Bo \u202eLindqvist\u2066: the deck",
    "emoji": "🎉🎉 👩‍👩‍👧‍👦: 🦜 by Friday",
    "only a zero-width space": "\u200b",
    "null bytes": "Bo\x00 Lind\x00qvist: the\x07 deck\x1b by Friday",
    "a lone surrogate": "Bo Lind\udcffqvist: the deck by Friday",
    "a shout": "<!channel> <!here|here> <!everyone> <!subteam^S123|@team>: the deck by Friday",
    "a shout in disguise": "&lt;!channel&gt; @channel @here: &amp;lt;!here&amp;gt; by Friday",
    "a script": "Bo Lindqvist <javascript:alert(1)|click> javascript:alert(1) data:text/html,x by Friday",
    "marks": "*Bo* _Lindqvist_ `~x~` ```code```: <https://evil.example|https://good.example> by Friday",
    "formats": "%s %d {0} {name} ${x} {{y}}: the deck by Friday",
    "sql": "Bo'; DROP TABLE members;--: the deck by Friday",
    "only punctuation": "::::,,,,;;;;----",
    "numbers": "99999999999999999999 by 99/99/9999 at 99:99 for 99999999999 minutes",
    "dates": "Bo Lindqvist: the deck by 30 February 99999",
    "long ago": "Bo Lindqvist: the deck by 1 January 1066 at 3pm",
    "only a date": "Friday 3pm",
    "only a mention": "<@U0SAM>",
    "a broken mention": "<@U0SAM <@> <@|> <#C1|> <https://> <>",
}
VERBS = ("intro", "call", "deliverable", "thanks", "invite", "ledger", "share", "", "help", "who")


@pytest.mark.parametrize("verb", VERBS)
async def test_every_command_answers_whatever_is_typed(story: Whole, verb: str) -> None:
    for name, strange in STRANGE.items():
        assert_friendly(story, name, await command(story, f"{verb} {wired(strange)}".strip()))
        for view in story.ada.views:
            await story.ada.close(view)

    due = await story.ada.command("/coop")
    assert due.message is not None
    assert await story.ada.open_home() is not None


@pytest.mark.parametrize("name", ["/coop-intro", "/coop-call", "/coop-deliverable"])
async def test_nothing_typed_is_lost(story: Whole, name: str) -> None:
    """What is not understood is kept as typed; what is, is saved as typed."""
    typed = "the one from Lisbon, who keeps bees, &amp; knows everybody's cousin " * 30
    answer = await command(story, typed, name)

    assert answer.error is None
    kept = [draft.typed for draft in await drafts(story)] + [each.typed for each in await facts(story, Introduction)]
    assert kept == [typed.replace("&amp;", "&").strip()]


@pytest.mark.parametrize("verb", ["", "intro ", "deliverable "])
async def test_words_in_a_dm_get_an_answer_whatever_they_are(story: Whole, verb: str) -> None:
    for name, strange in STRANGE.items():
        before = len(story.ada.inbox)
        await story.ada.say("app", verb + wired(strange))
        await story.quiet()
        assert (name, len(story.ada.inbox)) == (name, before + 1)
        assert "wrong on my side" not in story.ada.inbox[-1].plain, name


async def test_an_ampersand_is_stored_once_unescaped_and_shown_once_escaped(either: Whole) -> None:
    told = await either.ada.command("/coop deliverable Bo Lindqvist: R&D <b>notes</b> by Friday")

    assert told.message is not None
    assert "R&amp;D &lt;b&gt;notes&lt;/b&gt;" in told.message.plain
    assert "&amp;amp;" not in told.message.plain
    [notes] = await facts(either, Deliverable)
    assert notes.what == "R&D <b>notes</b>"

    await either.ada.press(told.message, "edit")
    form = either.ada.views[-1]
    assert filled(form, "what") == "R&D <b>notes</b>"
    await either.ada.submit(form, {"what": "R&amp;D"})
    [notes] = await facts(either, Deliverable)
    assert notes.what == "R&amp;D"
    assert "R&amp;amp;D" in either.ada.views[-1].plain


FIELDS: dict[str, dict[str, Any]] = {
    "intro": {"contact": "X", "profile_url": "", "introducer": "X", "how_referred": "X"},
    "call": {"contact": "X", "day": "2026-11-27", "clock": "10:00", "minutes": "30"},
    "share": {"text": "X", "contact": ""},
    "deliverable": {"contact": "X", "what": "X", "owner": "mine", "due": "2026-11-27"},
}


@pytest.mark.parametrize("verb", FIELDS)
async def test_every_form_answers_whatever_is_typed(story: Whole, verb: str) -> None:
    for name, strange in STRANGE.items():
        await story.ada.command(f"/coop {verb}")
        values = {field: wired(strange)[:190] if given == "X" else given for field, given in FIELDS[verb].items()}

        sent = await story.ada.submit(story.ada.views[-1], values)

        assert (name, sent.error) == (name, None)
        assert "wrong on my side" not in str(sent.errors) + story.ada.views[-1].plain, name
        await story.ada.close(story.ada.views[-1])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "//x", "http://", "https://a b", "x" * 2000]
)
async def test_a_link_that_is_no_web_page_is_refused_at_its_field(story: Whole, url: str) -> None:
    await story.ada.command("/coop intro")

    sent = await story.ada.submit(story.ada.views[-1], {"contact": "Bo Lindqvist", "profile_url": url})

    assert list(sent.errors) == ["profile_url"]
    assert await facts(story, Contact) == []


async def test_a_script_in_words_is_never_linked(story: Whole) -> None:
    for typed in ("Bo Lindqvist javascript:alert(1)", "Cleo Marchetti &lt;javascript:alert(1)|click&gt;"):
        await command(story, f"intro {typed}")

    await story.ada.command("/coop thanks Bo")
    said = [text for message in story.ada.ephemeral for text in texts(message.blocks)]
    assert [text for text in said if "<javascript" in text.lower()] == []
    assert [each.profile_url for each in await facts(story, Contact) if each.profile_url] == []


async def test_a_channel_cannot_be_shouted_at_from_a_channel(story: Whole) -> None:
    """Replies are seen by who typed alone, in a channel, too; and what they say is inert."""
    told = await story.ada.command("/coop deliverable Bo Lindqvist: <!channel> @here by Friday", "C0GENERAL")

    assert told.message is not None
    assert told.message.ephemeral
    assert "<!channel>" not in told.message.plain
    assert story.slack.history("C0GENERAL") == []


def wired(text: str) -> str:
    """A text as it can stand in a request: a lone half of a character becomes a question mark."""
    return text.encode(errors="replace").decode()


def assert_friendly(story: Whole, name: str, answer: Answer) -> None:
    """A form was opened, or something was said; nothing failed."""
    assert (name, answer.error) == (name, None)
    said = " ".join(texts(answer.body))
    assert "wrong on my side" not in said, name
    assert said or story.ada.views, name


async def test_half_a_character_in_json_does_not_break_a_form_or_a_message(story: Whole) -> None:
    """JSON can carry the half of a pair that stands for nothing, which no database takes."""
    half = "Bo \udcff Lindqvist"
    await story.ada.command("/coop deliverable")
    sent = await story.ada.submit(story.ada.views[-1], {"contact": half, "what": half, "due": "2026-11-27"})
    tell(story, {"type": "message", "channel": story.ada.dm, "channel_type": "im", "user": "U0ADA", "text": half})
    await story.quiet()

    assert sent.ok
    assert [each.name for each in await facts(story, Contact)] == ["Bo Lindqvist"]
    assert "wrong on my side" not in story.ada.inbox[-1].plain


async def test_null_bytes_in_a_form_are_dropped(either: Whole) -> None:
    """PostgreSQL takes none."""
    await either.ada.command("/coop intro")
    sent = await either.ada.submit(either.ada.views[-1], {"contact": "Bo\x00 Lind\x00qvist", "how_referred": "a\x00b"})

    await command(either, "deliverable Bo: the\x00 deck")

    assert sent.ok
    assert [each.name for each in await facts(either, Contact)] == ["Bo Lindqvist"]
    assert [draft.raw for draft in await drafts(either)] == ["Bo: the deck"]

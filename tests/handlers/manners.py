"""What holds after every story, and short ways to look at one: at a message's buttons, and at the facts."""

from collections.abc import Iterator
from typing import Any, TypeVar

from emulator import Message, View
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.drafts import Draft
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.members import Member, Who
from etiquette.rules.thanks import ThankYou
from etiquette.services.drafts import drafts_of
from etiquette.services.members import member_of
from etiquette.store.records import all_of
from tests.whole import Whole

F = TypeVar("F", Contact, Introduction, Call, Deliverable, ThankYou, Invitation)

TEAM = "T0COOP"
ADA, DAN = Who(TEAM, "U0ADA"), Who(TEAM, "U0DAN")
SHOUTS = ("<!channel", "<!here", "<!everyone", "<!subteam")
# What travels in a form or a button, or is held by a field: nobody reads marks in it.
UNSEEN = frozenset({"initial_value", "state", "private_metadata", "value"})
MALFORMED = ("invalid_", "missing_", "no_text", "msg_too_long", "view_too_large", "metadata_too_large")


def assert_mannerly(story: Whole) -> None:
    """Nothing that the bot sent shouts at everybody, and Slack found nothing malformed in it."""
    seen = [said.raw for person in ("U0ADA", "U0SAM", "U0DAN") for said in story.slack.person(person).ephemeral]
    sent = texts([[call.arguments for call in story.slack.calls], seen])
    assert [text for text in sent if any(shout in text for shout in SHOUTS)] == []
    errors = [(call.method, call.error) for call in story.slack.calls if call.error]
    assert [error for error in errors if str(error[1]).startswith(MALFORMED) and error[1] != "invalid_trigger_id"] == []


def texts(node: Any) -> Iterator[str]:
    """Every text in what was sent in which Slack reads marks: plain text, and what a field holds, it never does."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for child in node:
            yield from texts(child)
    elif isinstance(node, dict) and node.get("type") != "plain_text":
        yield from texts([child for key, child in node.items() if key not in UNSEEN])


async def facts(story: Whole, record: type[F], who: Who = ADA) -> list[F]:
    """What is in the database of that kind, and somebody's own."""
    async with story.program.store.reading() as tx:
        return await all_of(tx, record, who)


async def drafts(story: Whole, who: Who = ADA) -> list[Draft]:
    """What somebody typed and has not finished."""
    return await drafts_of(story.program.store, await member(story, who))


async def member(story: Whole, who: Who = ADA) -> Member:
    """Somebody as stored."""
    found = await member_of(story.program.store, who)
    assert found is not None
    return found


def elements(shown: Message | View) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed or picked."""
    for block in shown.blocks:
        yield from block.get("elements", [])
        yield from (block[key] for key in ("accessory", "element") if key in block)


def value_of(shown: Message | View, noun: str, action_id: str = "") -> str:
    """The value of the first button about a noun."""
    buttons = (each for each in elements(shown) if action_id in ("", each.get("action_id")))
    return next(str(each["value"]) for each in buttons if str(each.get("value", "")).startswith(f"{noun}:"))


def filled(view: View, field: str) -> Any:
    """What a form's field holds."""
    held = next(iter(view.values[field].values()))
    choice = held.get("selected_option")
    if choice:
        return choice["value"]
    return next(
        (held[key] for key in ("value", "selected_date", "selected_time", "selected_user") if key in held), None
    )

"""What a member is told of a digest: set up, listed, removed, or kept out; and the form of one (E17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, DividerBlock, PlainTextObject

from etiquette.messages.dates import WEEKDAYS, clock, day_and_time
from etiquette.messages.digests import digest as drawn
from etiquette.messages.parts import (
    actions,
    button,
    channel_picker,
    context,
    field,
    menu,
    modal,
    section,
    time_picker,
    undo_button,
)
from etiquette.messages.text import typed
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.digests import Digest, Telling, Trouble
from etiquette.rules.members import Member

NOUN = "digest"
LISTED = 10
TYPED_SHOWN = 300

_EXAMPLE = "`/coop digest #channel Friday 3pm`"
_TROUBLES: dict[Trouble, tuple[str, str]] = {
    Trouble.NOT_INVITED: (
        "I am not in {channel} yet, so {what} is still waiting.",
        "Type `/invite` {bot} there, and {then}.",
    ),
    Trouble.NOT_A_MEMBER: (
        "I post {what} in {channel} only for somebody who is in it, and I do not see you there.",
        "Join it, or have somebody in it invite you, and {then}.",
    ),
    Trouble.ARCHIVED: (
        "{channel} has been archived, so {what} would have no readers there.",
        "Another channel may be a good home for it.",
    ),
    Trouble.SHARED_OUTSIDE: (
        "People from outside your company read along in {channel}, and {what} is meant for your own.",
        "A channel of your own is the place for it.",
    ),
    Trouble.READ_ONLY: (
        "Only some people may write in {channel}, and I am not one of them, so {what} could not go there.",
        "Whoever looks after the channel can let me, and {then}; or choose another channel.",
    ),
}


@dataclass(frozen=True, slots=True)
class DigestFields:
    """What is known of a digest by now, and what was not understood, to be said at its field."""

    channel: str | None = None
    weekday: int | None = None
    clock: time | None = None
    channel_hint: str | None = None
    time_hint: str | None = None


def set_up(digest: Digest, telling: Telling, member: Member, now: datetime) -> Message:
    """When it comes, and where; and what it would say now, before the first one is posted."""
    said = f"Noted: {_channel(digest)} gets a digest {_when(digest, member)}, your time."
    blocks: list[Block] = [
        section(f"{said}\nThe next one comes on *{_next(digest, member, now)}*."),
        actions(_edit(digest), _remove(digest)),
        context("I am asking Slack whether I may post there. I will write to you only if something is in the way."),
    ]
    return _previewed(said, blocks, telling)


def preview(digest: Digest, telling: Telling, member: Member, now: datetime) -> Message:
    """What a digest would say now."""
    said = f"This is what {_channel(digest)} would read now; the next digest comes on {_next(digest, member, now)}."
    return _previewed(said, [section(said)], telling)


def listed(digests: Sequence[Digest], member: Member, now: datetime) -> Message:
    """The digests that a member set up, each with what can be done with it."""
    another = actions(button("Set up a digest", Action.OPEN_FORM, value(NOUN, ""), primary=not digests))
    if not digests:
        said = f"You have set up no digest yet. {_EXAMPLE} does, in any channel that you are in."
        return message(said, [section(said), another])
    blocks: list[Block] = [section("*The digests that you set up*")]
    for each in digests[:LISTED]:
        told = f"{_channel(each)}, {_when(each, member)}. The next one comes on {_next(each, member, now)}."
        show = button("What would it say now?", Action.PREVIEW_DIGEST, value(NOUN, each.id))
        blocks += [section(told), actions(show, _edit(each), _remove(each))]
    if len(digests) > LISTED:
        blocks.append(context(f"And {len(digests) - LISTED} more."))
    return message("The digests that you set up", [*blocks, another])


def removed(digest: Digest, act_id: str | None) -> Message:
    """No more of it."""
    said = f"{_channel(digest)} gets no digest any more. What was posted stays there."
    return message(said, [section(said, undo_button(act_id))])


def trouble(why: Trouble, channel: str, bot_user_id: str, digest: Digest | None) -> Message:
    """Something in a channel is in the way of a digest, or of a lesson: what, and how it is mended."""
    what = "the digest" if digest else "what you learned"
    then = "the digest comes by itself when it is due" if digest else "share it again"
    values = {"channel": f"<#{channel}>", "what": what, "then": then, "bot": f"<@{bot_user_id}>"}
    said, mend = (_capital(words.format(**values)) for words in _TROUBLES[why])
    buttons = [actions(_edit(digest), _remove(digest))] if digest else []
    return message(f"{said} {mend}", [section(f"{said}\n{mend}"), *buttons])


def form(known: DigestFields, *, editing: bool = False, wrote: str = "", meta: str = "") -> dict[str, Any]:
    """The form: where, on which day, at what time. A digest that is set up stays in its channel."""
    days = {str(number): f"Every {name}" for number, name in enumerate(WEEKDAYS)}
    day = None if known.weekday is None else str(known.weekday)
    blocks: list[Block] = []
    if not editing:
        hint = known.channel_hint or "One that you are in. I have to be in it, too: /invite brings me there."
        blocks.append(field("channel", "Channel", channel_picker(known.channel), hint=hint))
    blocks += [
        field("weekday", "Day", menu(days, day)),
        field("clock", "Time", time_picker(known.clock), hint=known.time_hint or "In your own time zone."),
    ]
    if wrote.strip():
        blocks.append(context(f"You wrote: {typed(wrote, TYPED_SHOWN)}"))
    title = "Change the digest" if editing else "A weekly digest"
    return modal(Form.DIGEST, title, blocks, meta=meta)


def _previewed(said: str, blocks: list[Block], telling: Telling) -> Message:
    if telling.is_empty:
        quiet = "There is nothing to tell yet. In a week like that, nothing is posted."
        return message(said, [*blocks, DividerBlock(), context(quiet)])
    picture = " A picture of the last twelve weeks comes with it." if telling.is_drawn else ""
    intro = context(f"This is what it would say now.{picture}")
    shown = message(said, [*blocks, DividerBlock(), intro])
    return Message(shown.text, [*shown.blocks, *drawn(telling).blocks])


def _when(digest: Digest, member: Member) -> str:
    return f"every {WEEKDAYS[digest.weekday]} at {clock(digest.clock, member.locale)}"


def _next(digest: Digest, member: Member, now: datetime) -> str:
    return day_and_time(digest.next_at, digest.zone, member.locale, now)


def _channel(digest: Digest) -> str:
    return f"<#{digest.channel}>"


def _edit(digest: Digest) -> ButtonElement:
    return button("Edit", Action.EDIT, value(NOUN, digest.id))


def _remove(digest: Digest) -> ButtonElement:
    confirm = ConfirmObject(
        title="Remove this digest?",
        text=PlainTextObject(text="Nothing more is posted in its channel. What was posted stays. You can undo it."),
        confirm="Remove",
        deny="Keep",
        style="danger",
    )
    return button("Remove", Action.REMOVE_DIGEST, value(NOUN, digest.id), confirm=confirm)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

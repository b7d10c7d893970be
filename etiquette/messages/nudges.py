"""Nudges: what is due to one member, in one message that can be answered where it stands (N2, N3)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, InteractiveElement

from etiquette.messages import drafts
from etiquette.messages.matters import asking, draft, notes, outcome, standing, title, why
from etiquette.messages.parts import actions, button, context, later_menu, link_button, section, undo_button
from etiquette.messages.text import clip, quoted
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.rulebook import ROWS

MOST = 8
QUOTE_LIMIT = 2900
# Slack refuses a message whose blocks are too long in all, without saying where that ends: this keeps well below.
QUOTES_TOGETHER = 8000
SETTLED = "Settled since; nothing to do here any more."

_DONE_LABELS = {
    Kind.DELIVERABLE_MINE: "Delivered",
    Kind.DEBRIEF: "Debrief",
    Kind.THANK_CONTACT: "Sent",
    Kind.THANK_INTRODUCER: "Sent",
    Kind.INVITE: "Sent",
    Kind.DELIVERABLE_THEIRS: "It arrived",
    Kind.INVITE_ACCEPTED: "Accepted",
}
_EDIT_LABELS = {
    Kind.DELIVERABLE_MINE: "Change",
    Kind.DEBRIEF: "Change the call",
    Kind.THANK_CONTACT: "Edit the draft",
    Kind.THANK_INTRODUCER: "Edit the draft",
    Kind.INVITE: "Edit the draft",
    Kind.DELIVERABLE_THEIRS: "Change",
}
_REWORDED = frozenset({Kind.THANK_CONTACT, Kind.THANK_INTRODUCER, Kind.INVITE})


def delivery(matters: Sequence[Matter], member: Member, now: datetime) -> Message:
    """One message of everything that is due together: at most eight matters, in the given order, and how many more."""
    opening = "One thing, when you have a minute." if len(matters) == 1 else "A few things, the most pressing first."
    return together(opening, matters, member, now)


def together(opening: str, matters: Sequence[Matter], member: Member, now: datetime) -> Message:
    """Matters under an opening line. The fallback names them all, for a phone's alert shows nothing else."""
    shown = matters[:MOST]
    parts = [item(matter, member, now, room=QUOTES_TOGETHER // max(len(shown), 1)) for matter in shown]
    blocks: list[Block] = [section(opening), *divided(parts)]
    if len(matters) > MOST:
        blocks.append(context(f"And {len(matters) - MOST} more, on my Home tab."))
    return message(" · ".join(alert(matter, member, now) for matter in shown) or opening, blocks)


def alone(matter: Matter, member: Member, now: datetime) -> Message:
    """One matter as a reply of its own: asked for, chosen, or settled."""
    return message(alert(matter, member, now), item(matter, member, now))


def alert(matter: Matter, member: Member, now: datetime) -> str:
    """A matter in a line, without links."""
    stands = outcome(matter, matter.chosen, member, now) if matter.chosen else standing(matter, member, now)
    return clip(f"{title(matter, linked=False)} {stands}".strip(), 350)


def item(matter: Matter, member: Member, now: datetime, *, room: int = QUOTE_LIMIT) -> list[Block]:
    """A matter as it stands in a message, in `/coop` and on the Home tab: at most four blocks.

    `room`: how many characters its draft may take.
    """
    if matter.chosen and not _still_open(matter):
        return _answered(matter, member, now, room)
    if not matter.is_open:
        return [section(f"*{title(matter)}*\n{SETTLED}")]
    text = draft(matter, member, now)
    about = [standing(matter, member, now), asking(matter, member, now)]
    blocks: list[Block] = [section("\n".join([f"*{title(matter)}*", " ".join(filter(None, about))]).strip())]
    if text is not None:
        blocks.append(section(quoted(text, min(room, QUOTE_LIMIT))))
    blocks.append(actions(*_choices(matter)))
    blocks.append(context(*_small_print(matter, text, member, now)))
    return blocks


def divided(parts: Sequence[Sequence[Block]]) -> list[Block]:
    """Several matters under one another, a line between them."""
    return list(chain.from_iterable([*([DividerBlock()] if at else []), *part] for at, part in enumerate(parts)))


def _still_open(matter: Matter) -> bool:
    """A draft that was reworded still waits to be sent."""
    reworded = matter.chosen is not None and matter.chosen.answer is Answer.EDITED
    return reworded and matter.is_open and matter.kind in _REWORDED


def _answered(matter: Matter, member: Member, now: datetime, room: int) -> list[Block]:
    if matter.chosen is None:
        return []
    stands = outcome(matter, matter.chosen, member, now)
    blocks: list[Block] = [section(f"*{title(matter)}*\n{stands}", undo_button(matter.chosen.act_id))]
    moved = matter.chosen.answer is Answer.EDITED and matter.kind is Kind.DELIVERABLE_MINE
    if moved and isinstance(matter.subject, Deliverable):
        blocks.append(context("Should they hear of it, here is a word to send:"))
        blocks.append(section(quoted(drafts.renegotiation(matter, member, now), min(room, QUOTE_LIMIT))))
    return blocks


def _choices(matter: Matter) -> list[InteractiveElement]:
    about = value(ROWS[matter.kind].subject, matter.subject.id)
    chosen: list[InteractiveElement | None] = [
        button(_DONE_LABELS[matter.kind], Action.NUDGE_DONE, about, primary=True),
        _no(matter.kind, about),
        later_menu(about),
        _edit(matter.kind, about),
        link_button("Open their profile", matter.contact.profile_url) if matter.kind is Kind.INVITE else None,
        undo_button(matter.chosen.act_id) if matter.chosen else None,
    ]
    return [element for element in chosen if element is not None]


def _no(kind: Kind, about: str) -> ButtonElement:
    if kind is Kind.INVITE_ACCEPTED:
        return button("Not yet, let it rest", Action.NUDGE_NO, about)
    return button("Not this time", Action.NUDGE_DROP, about)


def _edit(kind: Kind, about: str) -> ButtonElement | None:
    return button(_EDIT_LABELS[kind], Action.NUDGE_EDIT, about) if kind in _EDIT_LABELS else None


def _small_print(matter: Matter, text: str | None, member: Member, now: datetime) -> list[str]:
    reworded = outcome(matter, matter.chosen, member, now) if matter.chosen else None
    about = notes(matter, text, member) if text is not None else []
    return [line for line in (reworded, *about, why(matter.kind)) if line]

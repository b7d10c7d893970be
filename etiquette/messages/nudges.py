"""Nudges: what is due to one member, in one message that can be answered where it stands (N2, N3)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, InteractiveElement

from etiquette.messages import drafts
from etiquette.messages.matters import asking, draft, notes, outcome, standing, title, why
from etiquette.messages.parts import actions, button, context, later_menu, link_button, section, undo_button
from etiquette.messages.text import first, quoted
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.rulebook import ROWS

MOST = 8
QUOTE_LIMIT = 2900
# Slack refuses a message whose blocks are too long in all, without saying where that ends: this keeps well below.
QUOTES_TOGETHER = 6000
SETTLED = "Settled since; nothing to do here any more."
GONE = "What this was about has been deleted since."
CLIPPED = "There is more of it: Edit the draft shows the whole."

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


def delivery(matters: Sequence[Matter], member: Member, now: datetime) -> Message:
    """One message of everything that is due together: at most eight matters, in the given order, and how many more."""
    if not matters:
        return message(GONE, [section(GONE)])
    opening = "One thing, when you have a minute." if len(matters) == 1 else "A few things, the most pressing first."
    return together(opening, matters, member, now)


def together(opening: str, matters: Sequence[Matter], member: Member, now: datetime) -> Message:
    """Matters under an opening line. The fallback names them all, for a phone's alert shows nothing else."""
    shown = matters[:MOST]
    parts = [drawn(matter, member, now, room=QUOTES_TOGETHER // max(len(shown), 1)) for matter in shown]
    blocks: list[Block] = [section(opening), *divided(parts)]
    if len(matters) > MOST:
        blocks.append(context(f"And {len(matters) - MOST} more, on my Home tab."))
    return message(" · ".join(alert(matter, member, now) for matter in shown) or opening, blocks)


def alone(matter: Matter, member: Member, now: datetime) -> Message:
    """One matter as a reply of its own: asked for, chosen, or settled."""
    return message(alert(matter, member, now), drawn(matter, member, now))


def alert(matter: Matter, member: Member, now: datetime) -> str:
    """A matter in a line, without links."""
    stands = outcome(matter, matter.chosen, member, now) if matter.chosen else standing(matter, member, now)
    what = title(matter, linked=False)
    return f"{what} {stands}".strip() if what.endswith("?") else f"{what}. {stands}".strip()


def drawn(matter: Matter, member: Member, now: datetime, *, room: int = QUOTE_LIMIT) -> list[Block]:
    """A matter as it stands in a message, in `/coop` and on the Home tab: at most four blocks.

    `room`: how many characters its draft may take.
    """
    if matter.chosen:
        return _answered(matter, matter.chosen, member, now)
    if not matter.is_open:
        return [section(f"*{title(matter)}*\n{SETTLED}")]
    text = draft(matter, member, now)
    about = " ".join(filter(None, [standing(matter, member, now), asking(matter, member, now)]))
    quote = quoted(text, min(room, QUOTE_LIMIT)) if text else ""
    return [
        section(f"*{title(matter)}*\n{about}".strip()),
        *([section(quote)] if quote else []),
        actions(*_choices(matter)),
        context(*_small_print(matter, text or "", quote, member)),
    ]


def divided(parts: Sequence[Sequence[Block]]) -> list[Block]:
    """Several matters under one another, a line between them."""
    return list(chain.from_iterable([*([DividerBlock()] if at else []), *part] for at, part in enumerate(parts)))


def _answered(matter: Matter, chosen: Chosen, member: Member, now: datetime) -> list[Block]:
    stands = f"*{title(matter)}*\n{outcome(matter, chosen, member, now)}"
    blocks: list[Block] = [section(stands, undo_button(chosen.act_id))]
    if chosen.answer is Answer.EDITED and matter.kind is Kind.DELIVERABLE_MINE:
        blocks.append(context(f"Should {first(matter.contact)} hear of it, here is a word to send:"))
        blocks.append(section(quoted(drafts.renegotiation(matter, member, now), QUOTE_LIMIT)))
    return blocks


def _choices(matter: Matter) -> list[InteractiveElement]:
    about = value(ROWS[matter.kind].subject, matter.subject.id)
    chosen: list[InteractiveElement | None] = [
        button(_DONE_LABELS[matter.kind], _done(matter.kind), about, primary=True),
        _no(matter.kind, about),
        later_menu(about),
        _edit(matter.kind, about),
        link_button("Open their profile", matter.contact.profile_url) if matter.kind is Kind.INVITE else None,
    ]
    return [element for element in chosen if element is not None]


def _done(kind: Kind) -> Action:
    """An invitation is sent, and then accepted: two presses on one record, never to be taken for one another."""
    return Action.NUDGE_YES if kind is Kind.INVITE_ACCEPTED else Action.NUDGE_DONE


def _no(kind: Kind, about: str) -> ButtonElement:
    if kind is Kind.INVITE_ACCEPTED:
        return button("Not yet, let it rest", Action.NUDGE_NO, about)
    return button("Not this time", Action.NUDGE_DROP, about)


def _edit(kind: Kind, about: str) -> ButtonElement | None:
    return button(_EDIT_LABELS[kind], Action.NUDGE_EDIT, about) if kind in _EDIT_LABELS else None


def _small_print(matter: Matter, text: str, quote: str, member: Member) -> list[str]:
    clipped = quote.endswith("…") and not text.rstrip().endswith("…")
    about = notes(matter, text, member) if text else []
    return [*about, *([CLIPPED] if clipped else []), why(matter.kind)]

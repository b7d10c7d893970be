"""The debrief of a call: one form, and what follows from it (E9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from slack_sdk.models.blocks import Block, DividerBlock

from etiquette.messages.calls import held_on
from etiquette.messages.dates import full_day, full_moment
from etiquette.messages.parts import (
    actions,
    button,
    context,
    day_picker,
    field,
    menu,
    modal,
    one_of,
    section,
    undo_button,
    words,
)
from etiquette.messages.text import clip, first, fitted, introducer, named
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import WHAT_LIMIT, Deliverable, Owner
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.members import Member
from etiquette.rules.planning import nudges_for
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

MOST_ROWS = 20
PROMISES_SHOWN = 12
YES_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True, slots=True)
class RowFields:
    """One promise in the form, as far as it is known."""

    what: str | None = None
    owner: Owner | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DebriefFields:
    """The fields of the form, as far as they are known."""

    happened: bool = True
    discussed: str | None = None
    two_way: bool | None = None
    rows: tuple[RowFields, ...] = ()


class Debriefed(Protocol):
    """What followed from a debrief, as the service gives it."""

    @property
    def call(self) -> Call: ...
    @property
    def contact(self) -> Contact: ...
    @property
    def introduction(self) -> Introduction | None: ...
    @property
    def deliverables(self) -> Sequence[Deliverable]: ...
    @property
    def thank_yous(self) -> Sequence[ThankYou]: ...
    @property
    def invitation(self) -> Invitation | None: ...
    @property
    def act_id(self) -> str | None: ...


def debrief_form(
    call: Call, contact: Contact, member: Member, rows: int, known: DebriefFields = DebriefFields(), *, meta: str = ""
) -> dict[str, Any]:
    """The debrief with `rows` promises to fill in. Fields keep their names, so that a redrawn form keeps its words."""
    shown = min(max(rows, len(known.rows), 1), MOST_ROWS)
    when = full_moment(call.starts_at, member, call.starts_at)
    blocks: list[Block] = [
        context(f"Your call with {named(contact)}, {when}"),
        *_how_it_went(known, contact),
        DividerBlock(),
        section("*What did you promise each other?* Each with a day, so that it happens."),
        *[block for at in range(shown) for block in _row(at, known.rows[at] if at < len(known.rows) else RowFields())],
        *([actions(button("Another promise", Action.ADD_ROW, value("call", call.id)))] if shown < MOST_ROWS else []),
    ]
    return modal(Form.DEBRIEF, "How was the call?", blocks, meta=meta)


def debriefed(outcome: Debriefed, member: Member, now: datetime) -> Message:
    """What was noted, and what comes next, each date said back."""
    call, contact = outcome.call, outcome.contact
    opening = f"{held_on(call, contact, member, now)}. Noted."
    discussed = f"\nYou talked about: {fitted(call.discussed, 600)}" if call.discussed else ""
    blocks: list[Block] = [section(f"{opening}{discussed}")]
    promised = [_promise(promise, contact, member, now) for promise in outcome.deliverables]
    if promised:
        blocks.append(section("\n".join(["*Promised*", *_at_most(promised)])))
    ahead = _ahead(outcome, member, now)
    if ahead:
        blocks.append(section("\n".join(["*What comes next*", *ahead])))
    edit = button("Edit", Action.DEBRIEF, value("call", call.id))
    return message(opening, [*blocks, actions(edit, undo_button(outcome.act_id))])


def _how_it_went(known: DebriefFields, contact: Contact) -> list[Block]:
    two_way = None if known.two_way is None else _yes_no(known.two_way)
    return [
        field("happened", "Did it happen?", one_of(YES_NO, _yes_no(known.happened))),
        field(
            "discussed",
            "What did you talk about?",
            words(known.discussed, lines=True),
            hint="One thing that stayed with you is enough: the thank-you will name it.",
            optional=True,
        ),
        field(
            "two_way",
            "Was it a two-way street, with more to come?",
            one_of(YES_NO, two_way),
            hint=clip(f"If so, I will suggest that you connect, once you have thanked {contact.first_name}.", 300),
            optional=True,
        ),
    ]


def _row(at: int, known: RowFields) -> list[Block]:
    owners = {Owner.MINE.value: "I do", Owner.THEIRS.value: "They do"}
    example = "the deck" if at == 0 else None
    return [
        field(f"what-{at}", f"Promise {at + 1}", words(known.what, most=WHAT_LIMIT, example=example), optional=True),
        field(f"owner-{at}", "Who does it?", menu(owners, (known.owner or Owner.MINE).value), optional=True),
        field(f"due-{at}", "By when?", day_picker(known.due), optional=True),
    ]


def _yes_no(answer: bool) -> str:  # noqa: FBT001 - the answer itself
    return "yes" if answer else "no"


def _promise(promise: Deliverable, contact: Contact, member: Member, now: datetime) -> str:
    who = "You" if promise.owner is Owner.MINE else first(contact)
    return f"• {who}: {fitted(promise.what, 160)}, by {full_day(promise.due_on, member, now)}"


def _at_most(lines: list[str]) -> list[str]:
    more = len(lines) - PROMISES_SHOWN
    return lines if more <= 0 else [*lines[:PROMISES_SHOWN], f"• and {more} more"]


def _ahead(outcome: Debriefed, member: Member, now: datetime) -> list[str]:
    thanks = [_thanks(thank_you, outcome, member, now) for thank_you in outcome.thank_yous]
    return [*filter(None, thanks), *_invitation(outcome, member, now)]


def _thanks(thank_you: ThankYou, outcome: Debriefed, member: Member, now: datetime) -> str | None:
    if thank_you.state is not ThankYouState.DUE:
        return None
    to_contact = thank_you.addressee is Addressee.CONTACT
    who = first(outcome.contact) if to_contact else introducer(outcome.introduction)
    also = "" if to_contact else ", and tell them how it went"
    plans = nudges_for(thank_you, member, now)
    when = f": {full_moment(plans[0].moment.at, member, now)}" if plans else ""
    return f"• Thank {who}{also}{when}"


def _invitation(outcome: Debriefed, member: Member, now: datetime) -> list[str]:
    match outcome.invitation:
        case Invitation(state=InvitationState.WAITING):
            return [f"• Invite {first(outcome.contact)} to connect, the day after you have thanked them"]
        case Invitation(state=InvitationState.DUE) as invitation:
            plans = nudges_for(invitation, member, now)
            when = f": {full_moment(plans[0].moment.at, member, now)}" if plans else ""
            return [f"• Invite {first(outcome.contact)} to connect{when}"]
        case _:
            return []

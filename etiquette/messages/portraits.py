"""Everything that is known of one person, on one screen, and what can be done about it."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, Option, OverflowMenuElement, SectionBlock

from etiquette.messages.cards import NOTES, one_line, page_link
from etiquette.messages.contacts import confirm_delete, role_of
from etiquette.messages.dates import full_day, near_day, near_moment
from etiquette.messages.deliverables import when_due
from etiquette.messages.forgetting import forget_button
from etiquette.messages.parts import actions, button, context, section, undo_button
from etiquette.messages.text import first, fitted, introducer, named, person
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.members import Member
from etiquette.rules.portraits import Portrait
from etiquette.rules.preparing import pages_of
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState, thanked_for

INTRODUCTIONS = 3
CALLS = 5
PROMISES = 6
THANKS = 4
NOTE_SHOWN = 300

_INVITED = {
    InvitationState.WAITING: "once they are thanked",
    InvitationState.DUE: "still to be sent",
    InvitationState.SENT: "sent {day}",
    InvitationState.ACCEPTED: "accepted",
    InvitationState.NOT_ACCEPTED: "sent, and left to rest",
    InvitationState.DROPPED: "let go",
}
_HELD = {CallState.HELD: "You spoke", CallState.NOT_HELD: "A call that did not happen", CallState.PLANNED: "Call"}
_SETTLED = {DeliverableState.DELIVERED: "kept", DeliverableState.DROPPED: "let go"}


def portrait(known: Portrait, member: Member, now: datetime, act_id: str | None = None) -> Message:
    """All that is known of one person. `act_id` takes back what was just done to them."""
    contact = known.contact
    said = ", ".join(filter(None, [named(contact), role_of(contact)]))
    blocks: list[Block] = [
        section(_who(contact), undo_button(act_id)),
        *_paragraph(_notes(contact)),
        *_introductions(known, member, now),
        *_calls(known, member, now),
        *_paragraph(_promises(known, member, now)),
        *_paragraph(_courtesies(known, member, now)),
        actions(*_buttons(known, now)),
        context(
            f"Known since {full_day(member.hours.local(contact.created_at).date(), member, now)}. Only you see this."
        ),
    ]
    return message(said, blocks)


def goes_with(known: Portrait) -> str:
    """What goes with a contact who is deleted, in words: “with 1 introduction, 2 calls and a thank-you”."""
    counted = [
        _count(len(known.introductions), "introduction"),
        _count(len(known.calls), "call"),
        _count(len(known.deliverables), "promise"),
        _count(len(known.thank_yous), "thank-you"),
        _count(len(known.invitations), "invitation"),
        _count(known.favours, "line of the ledger", "lines of the ledger"),
    ]
    parts = [each for each in counted if each]
    if not parts:
        return "and nothing else with them"
    return "and with them " + (f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0])


def _who(contact: Contact) -> str:
    links = [page_link(reading, url) for reading, url in pages_of(contact).items() if url]
    email = [one_line(contact.email, 80)] if contact.email else []
    tags = [f"Tags: {fitted(', '.join(contact.tags), 450)}"] if contact.tags else []
    return "\n".join(filter(None, [f"*{person(contact)}*", role_of(contact), " · ".join([*links, *email]), *tags]))


def _notes(contact: Contact) -> list[str]:
    noted = {label: getattr(contact, name) for name, (label, _) in NOTES.items()}
    return [
        f"*{label.removeprefix('Their ').capitalize()}:* {one_line(text, NOTE_SHOWN)}"
        for label, text in noted.items()
        if text
    ]


def _introductions(known: Portrait, member: Member, now: datetime) -> list[Block]:
    latest = list(reversed(known.introductions))
    lines: list[Block] = [
        section(_introduced(each, member, now), _manage("introduction", each.id)) for each in latest[:INTRODUCTIONS]
    ]
    return [*lines, *_more(len(latest), INTRODUCTIONS, "introduction")]


def _introduced(introduction: Introduction, member: Member, now: datetime) -> str:
    day = full_day(member.hours.local(introduction.created_at).date(), member, now)
    who = introducer(introduction) if introduction.has_introducer else None
    match introduction.state:
        case IntroductionState.WANTED:
            said = f"*To be asked for:* an introduction by {who or 'somebody'}"
        case IntroductionState.ASKED:
            said = f"*Asked for:* an introduction by {who or 'somebody'}"
        case IntroductionState.DROPPED:
            said = f"*Let go:* an introduction by {who or 'somebody'}"
        case IntroductionState.MADE:
            said = f"*Introduced* by {who}" if who else "*Introduced*; by whom is not noted"
    how = f"\nHow you were described: {one_line(introduction.how_referred, 400)}" if introduction.how_referred else ""
    return f"{said} · {day}{how}"


def _calls(known: Portrait, member: Member, now: datetime) -> list[Block]:
    latest = sorted(known.calls, key=lambda call: call.starts_at, reverse=True)
    lines: list[Block] = [section(_call(each, member, now), _manage("call", each.id)) for each in latest[:CALLS]]
    return [*lines, *_more(len(latest), CALLS, "call")]


def _call(call: Call, member: Member, now: datetime) -> str:
    when = near_moment(call.starts_at, member, now)
    waits = " · not debriefed yet" if call.state is CallState.PLANNED and call.is_over(now) else ""
    about = f"\n{one_line(call.discussed, 250)}" if call.discussed else ""
    return f"*{_HELD[call.state]}* {when}{waits}{about}"


def _promises(known: Portrait, member: Member, now: datetime) -> list[str]:
    still_open = [each for each in known.deliverables if each.state is DeliverableState.OPEN]
    settled = [each for each in known.deliverables if each.state is not DeliverableState.OPEN]
    ordered = [*sorted(still_open, key=lambda each: each.due_on), *reversed(settled)]
    lines = [_promise(each, known.contact, member, now) for each in ordered[:PROMISES]]
    more = [f"• and {len(ordered) - PROMISES} more"] if len(ordered) > PROMISES else []
    return ["*Promises*", *lines, *more] if lines else []


def _promise(promise: Deliverable, contact: Contact, member: Member, now: datetime) -> str:
    who = "You" if promise.owner is Owner.MINE else first(contact)
    state = _SETTLED.get(promise.state) or when_due(promise, member, now)
    return f"• {who}: {one_line(promise.what, 150)} · {state}"


def _courtesies(known: Portrait, member: Member, now: datetime) -> list[str]:
    thanks = [_thanks(each, known, member, now) for each in known.thank_yous if each.state is not ThankYouState.DROPPED]
    return [*thanks[-THANKS:], *[_invited(each, member, now) for each in known.invitations[-1:]]]


def _thanks(thank_you: ThankYou, known: Portrait, member: Member, now: datetime) -> str:
    is_theirs = thank_you.addressee is Addressee.CONTACT
    whom = first(known.contact) if is_theirs else introducer(thanked_for(thank_you, known.introductions))
    if thank_you.state is ThankYouState.SENT and thank_you.settled_at:
        return f"*Thanks* to {whom}, {near_day(member.hours.local(thank_you.settled_at).date(), member, now)}"
    return f"*Thanks* to {whom}: still to be said"


def _invited(invitation: Invitation, member: Member, now: datetime) -> str:
    day = near_day(member.hours.local(invitation.moved_at).date(), member, now)
    return f"*Invitation:* {_INVITED[invitation.state].format(day=day)}"


def _buttons(known: Portrait, now: datetime) -> list[ButtonElement]:
    contact, call = known.contact, known.next_call(now)
    about = value("contact", contact.id)
    return [
        *([button("Prepare", Action.PREPARE, value("call", call.id), primary=True)] if call else []),
        button("Edit", Action.EDIT, about),
        button("Log a call", Action.LOG_CALL, about),
        button("Plan something together", Action.PLAN_WITH, about),
        button("Merge…", Action.MERGE_CONTACT, about),
        forget_button(contact, "Forget…"),
        button("Delete", Action.DELETE, about, confirm=confirm_delete(contact, goes_with(known))),
    ]


def _manage(noun: str, record_id: str) -> OverflowMenuElement:
    """A small menu beside a line: edit, delete."""
    about = value(noun, record_id)
    options = [Option(text="Edit", value=f"edit|{about}"), Option(text="Delete…", value=f"delete|{about}")]
    return OverflowMenuElement(action_id=Action.MANAGE, options=options)


def _paragraph(lines: Sequence[str]) -> list[SectionBlock]:
    return [section("\n".join(lines))] if lines else []


def _more(count: int, shown: int, what: str) -> list[Block]:
    more = count - shown
    return [context(f"And {more} earlier {what if more == 1 else what + 's'}.")] if more > 0 else []


def _count(count: int, one: str, several: str | None = None) -> str:
    return f"{count} {one if count == 1 else several or one + 's'}" if count else ""

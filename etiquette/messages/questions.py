"""Questions back: which contact, which moment, until when; and the button that opens a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, RadioButtonsElement

from etiquette.messages.dates import clock, day_of_year, full_day, full_moment, near_day
from etiquette.messages.parts import actions, button, context, day_picker, field, modal, section, time_picker
from etiquette.messages.text import clip, introducer, named, one_line, printable, profile
from etiquette.messages.vocabulary import VALUE, Action, Form, Message, message, metadata, value
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.drafts import Draft
from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Member

CANDIDATES = 8
WHICH = "which"
NOBODY_KNOWN = "new"
MOMENTS = 5
MISSING = "A few details are missing. The form has what you wrote."
FORMS = {
    "intro": "Log an introduction",
    "call": "Log a call",
    "deliverable": "Log a deliverable",
    "message": "Log a deliverable",
    "settings": "Open the settings",
    "pause": "Choose a day",
    "ledger": "Record something",
    "share": "Write it down",
    "digest": "Set up a digest",
    "plan": "Plan something together",
    "reflect": "Reflect",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, and what tells them from the others."""

    contact: Contact
    introduction: Introduction | None = None
    call: Call | None = None


def which_contact(
    draft: Draft, candidates: Sequence[Candidate], member: Member, now: datetime, *, name: str | None = None
) -> Message:
    """Which of several people of one name is meant: a button for each, and the form for anybody else."""
    asked = f"Which {one_line(name)} do you mean?" if name else "Whom do you mean?"
    shown = candidates[:CANDIDATES]
    blocks: list[Block] = [section(asked)]
    for candidate in shown:
        choose = button("This one", Action.CHOOSE_CONTACT, value(draft.id, candidate.contact.id))
        blocks.append(section(_told_apart(candidate, member, now), choose))
    if len(candidates) > len(shown):
        blocks.append(context(f"And {len(candidates) - len(shown)} more; a longer name finds them."))
    blocks.append(actions(button("Somebody else", Action.OPEN_FORM, value(draft.verb, draft.id))))
    return message(asked, blocks)


def with_which(view: dict[str, Any], candidates: Sequence[Candidate], member: Member, now: datetime) -> dict[str, Any]:
    """A form again, with the question first which of several people of that name is meant."""
    shown = candidates[:CANDIDATES]
    options = [
        Option(
            value=each.contact.id,
            text=clip(printable(each.contact.name), 75),
            description=clip(" · ".join(_told(each, member, now)), 75),
        )
        for each in shown
    ]
    nobody = Option(value=NOBODY_KNOWN, text="Somebody new")
    asked = InputBlock(
        block_id=WHICH,
        label="You know more than one person of that name. Whom do you mean?",
        element=RadioButtonsElement(action_id=VALUE, options=[*options, nobody]),
    )
    rest = [block for block in view["blocks"] if block.get("block_id") != WHICH]
    return {**view, "blocks": [asked.to_dict(), *rest]}


def which_moment(draft: Draft, choices: Sequence[datetime | date], member: Member, now: datetime) -> Message:
    """Which of several moments is meant, with their years where these differ. They are in the member's wall time."""
    asked = "Which one do you mean?"
    shown = choices[:MOMENTS]
    dated = len({_here(choice, member).year for choice in shown}) > 1
    picks = [
        button(_moment(choice, member, now, dated=dated), Action.CHOOSE_MOMENT, f"{draft.id}:{_iso(choice, member)}")
        for choice in shown
    ]
    other = button("None of these", Action.OPEN_FORM, value(draft.verb, draft.id))
    return message(asked, [section(asked), *[actions(pick) for pick in picks], actions(other)])


def open_form(verb: str, draft_id: str | None, why: str | None = None) -> Message:
    """A button that opens the form of a command: in direct messages, and where a form could not be opened at once."""
    said = why or (MISSING if draft_id else "The form is one press away.")
    press = button(FORMS.get(verb, "Open the form"), Action.OPEN_FORM, value(verb, draft_id or ""), primary=True)
    return message(said, [section(said), actions(press)])


def press_again() -> Message:
    """A form of something logged did not open: what was pressed is still there to be pressed."""
    said = "Slack did not open that form in time. Another press should do it."
    return message(said, [section(said)])


def later_form(kind: str, record_id: str, member: Member, now: datetime, *, meta: str | None = None) -> dict[str, Any]:
    """“Remind me on”: a day, and a time where the member wants one."""
    blocks: list[Block] = [
        field("day", "Day", day_picker(None)),
        field("clock", "Time", time_picker(None), hint="Without one, it comes in the morning.", optional=True),
        context(f"For you it is {full_moment(now, member, now)} now."),
    ]
    kept = meta if meta is not None else metadata(kind=kind, id=record_id)
    return modal(Form.LATER, "Remind me on", blocks, submit="Remind me", meta=kept)


def _told(candidate: Candidate, member: Member, now: datetime) -> list[str]:
    call = candidate.call
    spoke = [f"call {near_day(member.hours.local(call.starts_at).date(), member, now)}"] if call else []
    return [*spoke, f"known since {full_day(member.hours.local(candidate.contact.created_at).date(), member, now)}"]


def _told_apart(candidate: Candidate, member: Member, now: datetime) -> str:
    contact, told = candidate.contact, []
    if candidate.introduction and candidate.introduction.has_introducer:
        told.append(f"introduced by {introducer(candidate.introduction)}")
    if contact.profile_url:
        told.append(profile(contact.profile_url))
    return f"*{named(contact)}*\n{' · '.join([*told, *_told(candidate, member, now)])}"


def _moment(choice: datetime | date, member: Member, now: datetime, *, dated: bool) -> str:
    here = _here(choice, member)
    on = here.date() if isinstance(here, datetime) else here
    said = day_of_year(on, member.locale) if dated else full_day(on, member, now)
    return f"{said}, {clock(here, member.locale)}" if isinstance(here, datetime) else said


def _iso(choice: datetime | date, member: Member) -> str:
    here = _here(choice, member)
    return here.isoformat(timespec="minutes") if isinstance(here, datetime) else here.isoformat()


def _here(choice: datetime | date, member: Member) -> datetime | date:
    """A day as it is; an instant in the member's wall time, without its zone."""
    if not isinstance(choice, datetime):
        return choice
    return (member.hours.local(choice) if choice.tzinfo else choice).replace(tzinfo=None)

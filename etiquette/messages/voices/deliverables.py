"""How deliverables are spoken of, the member's own and the contact's (E10)."""

from datetime import datetime

from etiquette.messages import drafts
from etiquette.messages.dates import bare, full_day, near_day, today_of
from etiquette.messages.text import first, fitted
from etiquette.messages.voices.voice import Voice
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

WHAT_SHOWN = 200


def _what(matter: Matter, _member: Member, _now: datetime) -> str:
    what = matter.subject.what if isinstance(matter.subject, Deliverable) else "What was promised"
    return fitted(what[:1].upper() + what[1:], WHAT_SHOWN)


def _due(matter: Matter, member: Member, now: datetime) -> str:
    promise = matter.subject
    if not isinstance(promise, Deliverable):
        return ""
    when = near_day(promise.due_on, member, now)
    days = (promise.due_on - today_of(member, now)).days
    if days < 0:
        return f"It was due {when}."
    return f"Due {when}, {full_day(promise.due_on, member, now)}." if days == 1 else f"Due {when}."


def _promised_for(matter: Matter, member: Member, now: datetime) -> str:
    promise = matter.subject
    if not isinstance(promise, Deliverable):
        return ""
    return f"Promised for {bare(promise.due_on, member.locale, today_of(member, now))}."


def _on_time(matter: Matter, member: Member, now: datetime) -> str:
    if not isinstance(matter.subject, Deliverable):
        return ""
    days = (matter.subject.due_on - today_of(member, now)).days
    if days > 0:
        return "If that has become tight, now is a good moment to agree on another day."
    return "" if days == 0 else f"If it needs longer, {first(matter.contact)} will be glad to hear of a new day."


def _moved(matter: Matter, member: Member, now: datetime) -> str:
    promise = matter.subject
    return (
        f"Changed: now due {full_day(promise.due_on, member, now)}" if isinstance(promise, Deliverable) else "Changed"
    )


VOICES = {
    Kind.DELIVERABLE_MINE: Voice(
        title="{what} for {who}",
        why="what you deliver when you said you would is what people remember of you",
        done="Delivered",
        was_done="Delivered",
        what=_what,
        standing=_due,
        asking=_on_time,
        edit="Change",
        changed=_moved,
        after_change=drafts.renegotiation,
    ),
    Kind.DELIVERABLE_THEIRS: Voice(
        title="{what} from {who}",
        why="a friendly word keeps a good promise alive",
        done="It arrived",
        was_done="It arrived",
        what=_what,
        standing=_promised_for,
        asking=lambda *_: "Has it arrived? If not, here is a friendly word to send:",
        draft=drafts.chaser,
        edit="Change",
        changed=_moved,
    ),
}

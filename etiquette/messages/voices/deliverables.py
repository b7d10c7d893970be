"""How deliverables are spoken of, the member's own and the contact's (E10)."""

from datetime import datetime

from etiquette.messages import drafts
from etiquette.messages.chart import record_line
from etiquette.messages.dates import bare, full_day, near_day, today_of
from etiquette.messages.deliverables import from_message, history
from etiquette.messages.text import first, fitted
from etiquette.messages.voices.voice import Voice
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

WHAT_SHOWN = 200


def _what(matter: Matter, _member: Member, _now: datetime) -> str:
    what = matter.subject.what if isinstance(matter.subject, Deliverable) else "What was promised"
    return fitted(what[:1].upper() + what[1:].rstrip(" ."), WHAT_SHOWN)


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
    return _told(matter, member, now, _TIGHT if days > 0 else _LONGER.format(who=first(matter.contact)) if days else "")


def _arrived(matter: Matter, member: Member, now: datetime) -> str:
    return _told(matter, member, now, _ASKED_BEFORE if drafts.is_last_word(matter, member, now) else _ARRIVED)


def _told(matter: Matter, member: Member, now: datetime, asked: str) -> str:
    """The promise's story, where it has one, before what is asked."""
    made_of = from_message(matter.subject.link) if isinstance(matter.subject, Deliverable) else ""
    told = [history(matter.agreed_anew, member, now), f"It is {made_of}." if made_of else "", asked]
    return " ".join(filter(None, told))


def _record(matter: Matter, _member: Member, _now: datetime) -> str:
    """The member's own record, told to nobody else (E10)."""
    record = matter.record
    return f"{record_line(record.kept, record.late)} · only you see this" if record else ""


def _moved(matter: Matter, member: Member, now: datetime) -> str:
    promise = matter.subject
    return (
        f"Changed: now due {full_day(promise.due_on, member, now)}" if isinstance(promise, Deliverable) else "Changed"
    )


_TIGHT = "If that has become tight, now is a good moment to agree on another day."
_LONGER = "If it needs longer, {who} will be glad to hear of a new day."
_ARRIVED = "Has it arrived? If not, here is a friendly word to send:"
_ASKED_BEFORE = "Perhaps it has arrived by now. If not, a few words are enough, and I will leave it at that:"

VOICES = {
    Kind.DELIVERABLE_MINE: Voice(
        title="{what} for {who}",
        why="people remember who delivered when they said they would",
        done="Delivered",
        was_done="Delivered",
        what=_what,
        standing=_due,
        asking=_on_time,
        edit="Change",
        changed=_moved,
        after_change=drafts.renegotiation,
        after_done=_record,
    ),
    Kind.DELIVERABLE_THEIRS: Voice(
        title="{what} from {who}",
        why="a friendly word keeps a good promise alive",
        done="It arrived",
        was_done="It arrived",
        what=_what,
        standing=_promised_for,
        asking=_arrived,
        draft=drafts.chaser,
        edit="Change",
        changed=_moved,
    ),
}

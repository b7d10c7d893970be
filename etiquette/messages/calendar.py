"""A call as a file that any calendar takes (RFC 5545), for the member's own calendar. Nobody is invited by it (N8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etiquette.messages.text import clip, is_web, printable
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Member

PRODUCT = "-//Coopetiquette//EN"
BEFORE = timedelta(minutes=10)
"""How long before a call its calendar speaks up."""
HOW_LIMIT = 1500


def calendar_file(
    call: Call, contact: Contact, member: Member, now: datetime, *, introduction: Introduction | None = None
) -> bytes:
    """The call as an .ics file (E4): at the wall time of its own zone, with what one wants before one's eyes (E7).

    The same call is always the same event, so that a calendar which has it already moves it instead of doubling it.
    It is marked as private, for many share their calendar with others (N6).
    """
    event = _event(call, contact, introduction, now)
    file = _file(event, *_on_the_wall(call, member))
    return file if _tells(file, call) else _file(event, call.starts_at.astimezone(UTC), call.ends_at.astimezone(UTC))


def _event(call: Call, contact: Contact, introduction: Introduction | None, now: datetime) -> dict[str, Any]:
    from icalendar import Alarm
    from icalendar.enums import CLASS

    title = f"Call with {_line(contact.name)}"
    alarm = Alarm.new(description=title)
    alarm.add("action", "DISPLAY")
    alarm.TRIGGER = -BEFORE
    return {
        "uid": f"call-{call.id}@coopetiquette",
        "sequence": call.revision,
        "stamp": now,
        "summary": title,
        "description": _described(contact, introduction) or None,
        "url": _profile(contact),
        "classification": CLASS.PRIVATE,
        "subcomponents": [alarm],
    }


def _file(event: dict[str, Any], starts_at: datetime, ends_at: datetime) -> bytes:
    from icalendar import Calendar, Event

    subject = Event.new(start=starts_at, end=ends_at, **event)
    calendar = Calendar.new(prodid=PRODUCT, uid=event["uid"], subcomponents=[subject])
    calendar.add_missing_timezones(date(starts_at.year - 1, 1, 1), date(ends_at.year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _tells(file: bytes, call: Call) -> bool:
    """Whether a calendar that knows no zones of its own reads the right instants from the file.

    Where a zone's clock follows the moon, as Morocco's does, the rules that are written into a file may miss a change.
    """
    from icalendar import Calendar

    read = Calendar.from_ical(file)
    zones = [zone.to_tz(lookup_tzid=False) for zone in read.timezones]
    [event] = read.events
    walls = [(event.start, call.starts_at), (event.end, call.ends_at)]
    return all(
        isinstance(wall, datetime) and wall.replace(tzinfo=zone) == instant for zone in zones for wall, instant in walls
    )


def _on_the_wall(call: Call, member: Member) -> tuple[datetime, datetime]:
    """Start and end in the call's zone, or in UTC.

    When the clock goes back, an hour comes twice, and a calendar takes the first of the two. A call that touches
    the second is written in UTC, which has no such hour.
    """
    zone = _zone(call, member)
    starts_at, ends_at = call.starts_at.astimezone(zone), call.ends_at.astimezone(zone)
    if starts_at.fold or ends_at.fold:
        return call.starts_at.astimezone(UTC), call.ends_at.astimezone(UTC)
    return starts_at, ends_at


def _zone(call: Call, member: Member) -> ZoneInfo:
    """The zone that the call was agreed in; the member's, where this machine does not know that one (any more)."""
    try:
        return ZoneInfo(call.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(member.zone)


def _described(contact: Contact, introduction: Introduction | None) -> str:
    """The profile to open, who brought the two together, and how they put it (E3, E7): plain text, in lines."""
    return "\n".join(filter(None, [_profile(contact), _introduced(introduction), _how(introduction)]))


def _profile(contact: Contact) -> str | None:
    url = contact.profile_url
    return url if url and is_web(url) else None


def _introduced(introduction: Introduction | None) -> str | None:
    name = _line(introduction.introducer_name or "") if introduction else ""
    return f"Introduced by {name}." if name else None


def _how(introduction: Introduction | None) -> str | None:
    how = printable(introduction.how_referred or "").strip() if introduction else ""
    return f"How you were described: {clip(how, HOW_LIMIT)}" if how else None


def _line(name: str) -> str:
    return clip(" ".join(printable(name).split()), 200)

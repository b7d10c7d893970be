"""Settings: the form, what was saved in one sentence, a pause, and a workspace's numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ConfirmObject, DividerBlock, HeaderBlock, Option

from etiquette.messages.dates import WEEKDAYS, clock, day_and_time, full_moment
from etiquette.messages.kinds import GROUPS, listed, lower
from etiquette.messages.parts import (
    actions,
    button,
    context,
    day_picker,
    field,
    found,
    modal,
    number,
    one_of,
    search_menu,
    section,
    several,
    time_picker,
    words,
)
from etiquette.messages.text import one_line, typed
from etiquette.messages.vocabulary import Action, Form, Message, message
from etiquette.rules.countries import COUNTRIES
from etiquette.rules.ladder_words import row_for, steps_in_words
from etiquette.rules.links import LONGEST
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.rulebook import ROWS
from etiquette.rules.settings import BLURB_LIMIT, INVITE_LIMITS, LADDERS, MOST_MESSAGES
from etiquette.rules.workdays import parts_of

MOST_FOUND = 100
NO_COUNTRY = "none"
WHY = {"why": "Say in one line why I bring something up"}
NO_HOLIDAYS = "No public holidays"


def settings_form(member: Member) -> dict[str, Any]:
    """Everything that a member can set, as it stands."""
    zone = [] if member.zone_is_slacks else [zone_field(member.zone)]
    blocks: list[Block] = [
        HeaderBlock(text="When I may write to you"),
        field("start", "From", time_picker(member.work_start)),
        field("end", "Until", time_picker(member.work_end)),
        field("days", "On these days", several(_DAYS, member.working_days)),
        *zone,
        field(
            "country",
            "Public holidays of",
            search_menu("Type a country, or a part of one, such as DE-BY", _country_chosen(member.country)),
            optional=True,
        ),
        field(
            "messages",
            "Messages a day, at most",
            number(member.daily_messages, 1, MOST_MESSAGES),
            hint="What belongs to a call, or to a time that you chose, is not counted.",
        ),
        HeaderBlock(text="What I may bring up"),
        *[_kinds(at, heading, labels, member) for at, (heading, labels) in enumerate(GROUPS.items())],
        field("why", "With a reason", several(WHY, WHY if member.says_why else ()), optional=True),
        HeaderBlock(text="What my drafts are made of"),
        field(
            "profile_url",
            "Your LinkedIn profile",
            words(member.profile_url, most=LONGEST, example="https://www.linkedin.com/in/ada"),
            optional=True,
        ),
        field(
            "blurb",
            "You, in a few sentences",
            words(member.blurb, most=BLURB_LIMIT, lines=True),
            hint="An introducer can forward them: your role, what you are good at, what you hope for.",
            optional=True,
        ),
        field("invite_limit", "Length of a LinkedIn note", one_of(_LIMITS, str(member.invite_limit))),
    ]
    if member.is_admin:
        blocks += [DividerBlock(), actions(button("This workspace's numbers", Action.NUMBERS, "numbers"))]
    return modal(Form.SETTINGS, "Settings", blocks)


def settings_saved(member: Member) -> Message:
    """What was saved, in one sentence; and what is muted, for nobody should miss it unawares."""
    hours = f"{clock(member.work_start, member.locale)} until {clock(member.work_end, member.locale)}"
    most = "one message" if member.daily_messages == 1 else f"{member.daily_messages} messages"
    holidays = f", except on the public holidays of {_country(member.country)}" if member.country else ""
    said = f"Saved: I write to you {_days(member)}, {hours}{holidays}, {most} a day at most."
    quiet = f"I keep quiet about {_and([lower(kind) for kind in member.muted])}." if member.muted else ""
    text = " ".join(filter(None, [said, quiet]))
    return message(text, [section(text)])


def pause_form(wrote: str = "", *, meta: str = "") -> dict[str, Any]:
    """Until when to be silent."""
    quoted = [context(f"You wrote: “{typed(wrote, 300)}”")] if wrote else []
    blocks: list[Block] = [
        *quoted,
        field("day", "Quiet until", day_picker(None), hint="I start again that morning, by myself."),
    ]
    return modal(Form.PAUSE, "Pause", blocks, submit="Pause", meta=meta)


def paused(member: Member, now: datetime) -> Message:
    """That it is silent, and until when."""
    return message(_paused(member, now), [_pause_line(member, now)])


def resumed(member: Member) -> Message:
    """That it speaks again; whether it was silent before makes no difference."""
    text = f"I am back: {_days(member)}, as before. What fell due in the meantime comes in your next working hours."
    return message(text, [section(text)])


def pause_notice(member: Member, now: datetime) -> list[Block]:
    """The line above Home and `/coop` while it is silent, with the way out of it; nothing at other times."""
    return [_pause_line(member, now)] if member.is_paused(now) else []


def zone_field(zone: str | None) -> Block:
    """Where somebody is, by its IANA name; Slack told none."""
    chosen = found(place(zone), zone) if zone else None
    return field("zone", "Your time zone", search_menu("Type a city, such as Lisbon", chosen))


def zone_form(member: Member, *, meta: str = "") -> dict[str, Any]:
    """Where somebody is, asked once."""
    return modal(Form.ZONE, "Your time zone", [zone_field(member.zone)], meta=meta)


def zone_kept(member: Member, now: datetime) -> Message:
    """Where somebody is, said back with the time of day that it means."""
    text = f"Noted: for you it is {day_and_time(now, member.zone, member.locale, now)} now ({place(member.zone)})."
    return message(text, [section(text)])


def place(zone: str) -> str:
    """A zone as people read it: “America/New York”."""
    return zone.replace("_", " ")


def zones_found(words_typed: str, zones: list[str]) -> list[Option]:
    """The zones in whose names these words are found, as a menu lists them."""
    sought = words_typed.casefold().strip().replace("_", " ")
    fitting = [zone for zone in zones if sought in place(zone).casefold()]
    fitting.sort(key=lambda zone: (not zone.casefold().rpartition("/")[2].startswith(sought), zone))
    return [found(place(zone), zone) for zone in fitting[:MOST_FOUND]]


def countries_found(words_typed: str) -> list[Option]:
    """The countries that fit these words, each by its name or code; with their parts, once there is only one."""
    sought, _, part = words_typed.casefold().strip().partition("-")
    fitting = [code for code in COUNTRIES if sought in {"", code.casefold()}] or [
        code for code, name in COUNTRIES.items() if sought.strip() in name.casefold()
    ]
    fitting.sort(key=lambda code: (not COUNTRIES[code].casefold().startswith(sought), COUNTRIES[code]))
    options = [found(COUNTRIES[code], code) for code in fitting] if not part else []
    if len(fitting) == 1:
        options += [
            found(f"{COUNTRIES[fitting[0]]}: {name}", f"{fitting[0]}-{code}")
            for code, name in parts_of(fitting[0]).items()
            if part.strip() in code.casefold() or part.strip() in name.casefold()
        ]
    none = [found(NO_HOLIDAYS, NO_COUNTRY)] if not sought else []
    return [*none, *options][:MOST_FOUND]


def numbers_form(ladders: Mapping[str, Any]) -> dict[str, Any]:
    """A workspace's numbers, one field for each row of the rulebook."""
    explained = (
        "When I bring something up, and how often, for everybody here. Days are working days; “then 2 days” counts "
        "from the step before it. What is already planned stays as it is."
    )
    sure = ConfirmObject(
        title="Back to the defaults?", text="All of this workspace's own numbers go.", confirm="Yes", deny="No"
    )
    back = button("Back to the defaults", Action.DEFAULT_NUMBERS, "defaults", confirm=sure)
    fields = [_number(kind, ladders) for kind in LADDERS]
    return modal(Form.NUMBERS, "This workspace's numbers", [section(explained), actions(back), *fields])


def numbers_saved(ladders: Mapping[str, Any]) -> Message:
    """What a workspace does otherwise than the rulebook."""
    own = [
        f"• {listed(kind)}: {one_line(steps_in_words(row_for(kind, ladders)))}" for kind in LADDERS if ladders.get(kind)
    ]
    text = "Saved. These numbers are this workspace's own:" if own else "Saved. All numbers are the defaults."
    return message(text, [section("\n".join([text, *own]))])


_DAYS = {str(at): day for at, day in enumerate(WEEKDAYS)}
_LIMITS = {str(INVITE_LIMITS[0]): "200 characters", str(INVITE_LIMITS[1]): "300 characters, with LinkedIn Premium"}
_MONDAY_TO_FRIDAY = "01234"


def _kinds(at: int, heading: str, labels: Mapping[Kind, str], member: Member) -> Block:
    heard = [kind for kind in labels if kind not in member.muted]
    return field(
        f"kinds-{at}", heading, several({kind.value: label for kind, label in labels.items()}, heard), optional=True
    )


def _number(kind: Kind, ladders: Mapping[str, Any]) -> Block:
    row = ROWS[kind]
    hint = f"After: {row.after}. By default: {steps_in_words(row)}."
    return field(kind, listed(kind), words(steps_in_words(row_for(kind, ladders)), most=200), hint=hint)


def _country_chosen(code: str | None) -> Option:
    return found(_country(code), code) if code else found(NO_HOLIDAYS, NO_COUNTRY)


def _country(code: str | None) -> str:
    alone, _, part = (code or "").partition("-")
    name = COUNTRIES.get(alone, alone)
    return f"{name}: {parts_of(alone).get(part, part)}" if part else name


def _days(member: Member) -> str:
    if member.working_days == _MONDAY_TO_FRIDAY:
        return "from Monday to Friday"
    return f"on {_and([_DAYS[day] for day in member.working_days if day in _DAYS])}"


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _paused(member: Member, now: datetime) -> str:
    until = full_moment(member.paused_until, member, now) if member.paused_until else "further notice"
    return f"I am quiet until {until}, and start again by myself. Calls, and times that you chose, still come."


def _pause_line(member: Member, now: datetime) -> Block:
    return section(_paused(member, now), button("Resume", Action.RESUME, "resume"))

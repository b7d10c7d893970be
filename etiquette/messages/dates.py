"""Days and times in words, ordered as the member's Slack locale writes them. The words are English."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from etiquette.rules.members import Member

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Where the month is written before the day; the regions as the reading of typed dates has them, too.
MONTH_FIRST_REGIONS = frozenset({"us", "ph", "jp", "kr", "cn", "tw", "hu"})
MONTH_FIRST_LANGUAGES = frozenset({"ja", "ko", "zh", "hu"})
TWELVE_HOURS_REGIONS = frozenset({"us", "ph"})
NOON = 12


def day(when: date, locale: str | None, today: date) -> str:
    """“Tuesday 24 November”, with the year where it is not this one; in the United States “Tuesday, November 24”."""
    if when.year != today.year:
        return day_of_year(when, locale)
    weekday, month = WEEKDAYS[when.weekday()], MONTHS[when.month - 1]
    return f"{weekday}, {month} {when.day}" if _month_first(locale) else f"{weekday} {when.day} {month}"


def day_of_year(when: date, locale: str | None) -> str:
    """The same with its year, whichever it is."""
    return f"{day(when, locale, when)}{',' if _month_first(locale) else ''} {when.year}"


def month_day(when: date, locale: str | None, today: date) -> str:
    """“24 November”, with the year where it is not this one; in the United States “November 24”."""
    return day(when, locale, today).partition(" ")[2]


def clock(when: time | datetime, locale: str | None) -> str:
    """“15:00”; in the United States “3:00 PM”."""
    if _language_and_region(locale)[1] in TWELVE_HOURS_REGIONS:
        return f"{when.hour % NOON or NOON}:{when.minute:02} {'AM' if when.hour < NOON else 'PM'}"
    return f"{when.hour:02}:{when.minute:02}"


def day_and_time(instant: datetime, zone: str, locale: str | None, now: datetime) -> str:
    """“Tuesday 24 November, 15:00”, in the wall time of `zone`."""
    here = instant.astimezone(ZoneInfo(zone))
    return f"{day(here.date(), locale, now.astimezone(ZoneInfo(zone)).date())}, {clock(here, locale)}"


def near(when: date, locale: str | None, today: date) -> str:
    """A day as one says it: “today”, “tomorrow”, “yesterday”, “on Friday” within the week, else “on Friday 12 May”."""
    return _CLOSE.get((when - today).days) or f"on {_within_a_week(when, locale, today)}"


def bare(when: date, locale: str | None, today: date) -> str:
    """The same after “for”, “by” or “until”: “today”, “Friday”, “Friday 12 May”."""
    return _CLOSE.get((when - today).days) or _within_a_week(when, locale, today)


def today_of(member: Member, now: datetime) -> date:
    """The member's own day."""
    return member.hours.local(now).date()


def full_day(when: date, member: Member, now: datetime) -> str:
    """`day`, for one member."""
    return day(when, member.locale, today_of(member, now))


def full_moment(instant: datetime, member: Member, now: datetime) -> str:
    """`day_and_time`, for one member."""
    return day_and_time(instant, member.zone, member.locale, now)


def near_day(when: date, member: Member, now: datetime) -> str:
    """`near`, for one member."""
    return near(when, member.locale, today_of(member, now))


def near_moment(instant: datetime, member: Member, now: datetime) -> str:
    """“today at 15:00”, “on Tuesday 24 November at 15:00”, for one member."""
    here = member.hours.local(instant)
    return f"{near_day(here.date(), member, now)} at {clock(here, member.locale)}"


def stamp(instant: datetime, member: Member, now: datetime) -> str:
    """When something was chosen: the time alone on the same day, else the day and the time."""
    here = member.hours.local(instant)
    if here.date() == today_of(member, now):
        return clock(here, member.locale)
    return full_moment(instant, member, now)


_CLOSE = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_WEEK = 7


def _within_a_week(when: date, locale: str | None, today: date) -> str:
    return WEEKDAYS[when.weekday()] if abs((when - today).days) < _WEEK else day(when, locale, today)


def _month_first(locale: str | None) -> bool:
    language, region = _language_and_region(locale)
    return language in MONTH_FIRST_LANGUAGES or region in MONTH_FIRST_REGIONS


def _language_and_region(locale: str | None) -> tuple[str, str]:
    language, _, region = (locale or "").replace("_", "-").casefold().partition("-")
    return language, region

"""Where somebody stands, in a word and in a line."""

from datetime import datetime

from etiquette.messages.dates import bare, near_day, near_moment, today_of
from etiquette.messages.text import introducer
from etiquette.rules.introductions import Introduction
from etiquette.rules.journeys import Journey, Stage
from etiquette.rules.members import Member

WORDS = {
    Stage.WANTED: "Wanted",
    Stage.ASKED_FOR: "Asked for",
    Stage.INTRODUCED: "Introduced",
    Stage.CALL_FIXED: "Call fixed",
    Stage.PREPARED: "Prepared",
    Stage.CALLED: "Called",
    Stage.HELD: "Held",
    Stage.THANKED: "Thanked",
    Stage.INVITED: "Invited",
    Stage.CONNECTED: "Connected",
    Stage.IN_TOUCH: "In touch",
    Stage.QUIET: "Quiet",
}
LINES = {
    Stage.WANTED: "ask {introducer} to introduce you",
    Stage.ASKED_FOR: "{introducer} was asked {day}",
    Stage.INTRODUCED: "{by} {day}; no call fixed yet",
    Stage.CALL_FIXED: "your call is {moment}",
    Stage.PREPARED: "your call is {moment}, and you are ready",
    Stage.CALLED: "your call was {day}; its debrief is open",
    Stage.HELD: "you spoke {day}",
    Stage.THANKED: "you thanked them {day}",
    Stage.INVITED: "your invitation went out {day}",
    Stage.CONNECTED: "they accepted your invitation {day}",
    Stage.IN_TOUCH: "last contact {day}",
    Stage.QUIET: "not in touch since {since}",
}


def word(journey: Journey) -> str:
    """Where somebody stands, in a word."""
    return WORDS[journey.stage]


def line(journey: Journey, member: Member, now: datetime) -> str:
    """What says so, in a line. It goes on after the word."""
    day = member.hours.local(journey.at).date()
    return LINES[journey.stage].format(
        day=near_day(day, member, now),
        since=bare(day, member.locale, today_of(member, now)),
        moment=near_moment(journey.at, member, now),
        introducer=introducer(journey.introduction) if _is_known(journey.introduction) else "somebody",
        by=f"by {introducer(journey.introduction)}," if _is_known(journey.introduction) else "noted",
    )


def _is_known(introduction: Introduction | None) -> bool:
    return introduction is not None and introduction.has_introducer

"""What members press beside the journey itself: not this time, later, undo; and the silences that they ask for."""

from datetime import time, timedelta

from etiquette.rules.nudges import Answer, Kind, Later
from etiquette.services.answers import act_of, later, later_moment, later_on, undo
from etiquette.services.nudging import close
from soak.calendars import there
from soak.facts import Matter
from soak.happenings import LetRest, Muted, Paused, PutOff, Undone
from soak.lives import Life

CAN_REST = frozenset({"secure_call", "how_referred", "prepare", "share"})


async def lets_rest(life: Life) -> None:
    """Not this time: of one kind of reminder that is called for."""
    matter = _some_matter(life, CAN_REST)
    if matter:
        kind, about = matter
        await close(life.doing(), Kind(kind), life.ids[about], Answer.NOT_THIS_TIME)
        life.has_done(LetRest(kind, about))


async def puts_off(life: Life) -> None:
    """Later: an hour, tomorrow, next week, or a day of their own choice."""
    matter = _some_matter(life)
    if matter is None:
        return
    kind, about = matter
    how, doing = life.chance.choice(["hour", "tomorrow", "week", "date"]), life.doing()
    day = life.today + timedelta(days=life.chance.randrange(1, 12)) if how == "date" else None
    again = later_on(doing.member, day, None, life.now) if day else later_moment(doing.member, Later(how), life.now)
    await later(doing, Kind(kind), life.ids[about], again)
    life.has_done(PutOff(kind, about, how, day))


async def takes_back(life: Life) -> None:
    """One of their last few acts, unless something was built upon it."""
    undoable = life.lately()
    if undoable:
        number = life.chance.choice(undoable)
        doing = life.doing()
        done = type(doing)(doing.store, doing.member, life.key(number), doing.now)
        act_id = await act_of(done)
        assert act_id is not None
        await undo(doing, act_id)
        life.has_done(Undone(number))


async def goes_away(life: Life) -> None:
    """The bot is asked to be silent for some days."""
    until = there(life.person, life.today + timedelta(days=life.chance.randrange(1, 12)), time(0))
    life.doing()
    await life.world.settles(life.person.id, paused_until=until)
    life.has_done(Paused(until))


async def concentrates(life: Life) -> None:
    """Slack is asked to be silent for some hours."""
    until = (life.now + timedelta(hours=life.chance.randrange(1, 7))).replace(microsecond=0)
    life.doing()
    await life.world.slack.person(life.person.id).change(dnd=until)
    life.has_done(Muted(until))


def _some_matter(life: Life, kinds: frozenset[str] | None = None) -> Matter | None:
    """One that is called for; check-ins, of which there are many in months from now, only where nothing else is."""
    called_for = [each for each in life.standing.anchors() if kinds is None or each[0] in kinds]
    soon = [each for each in called_for if each[0] != "check_in"]
    return life.chance.choice(soon or called_for) if called_for else None

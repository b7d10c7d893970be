"""How partnerships are spoken of: a plan offered, changed, reflected on, ended well (C1 to C12, L7)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, InteractiveElement

from etiquette.messages.parts import button, section
from etiquette.messages.plan_sharing import share_button
from etiquette.messages.plans import NOUN, answers, plan_blocks
from etiquette.messages.proposals import change_of
from etiquette.messages.text import fitted, one_line
from etiquette.messages.vocabulary import Action, value
from etiquette.messages.voices import reflections
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import PartnershipState

ROOM = 300
WHAT = 120
_HAPPENED = {
    Happened.AGREED: "{name} agreed to what you plan together",
    Happened.DECLINED: "{name} would rather not plan this with you, this time",
    Happened.CHANGED: "{name} changed {fields} in what you plan together",
    Happened.STARTED: "{name} started what you planned together",
    Happened.CELEBRATED: "{name} says what went well between you",
    Happened.ACCEPTED: "{name} agrees to what you proposed for “{what}”",
    Happened.TAKEN_ON: "{name} says yes to giving “{what}”",
    Happened.TURNED_DOWN: "{name} would rather leave “{what}” as it was agreed",
    Happened.LAPSED: "A change of “{what}” in your plan with {name} has lapsed without an answer",
    Happened.SKIPPED: "{name} would rather not look back together this time",
    Happened.OPENED: "You and {name} have both reflected, and both answers are open now",
    Happened.NEXT_STEP: "{name} proposes a next step",
    Happened.STEP_AGREED: "You and {name} agreed on the next step",
    Happened.WOULD_SHARE: "{name} would let digests tell of what you do together",
    Happened.SHARED: "{name} says yes, too: digests may tell of what you do together",
    Happened.CLOSED: "{name} has brought what you did together to a close",
    Happened.WENT_AWAY: "{name} is away, so what you do together rests",
    Happened.CAME_BACK: "{name} is back, so what you do together goes on",
}
# Named as whoever is told sees them: “my” is the other side's.
_FIELDS = {
    "belief": "what you both believe",
    "purpose": "the shared purpose",
    "rules": "the rules of engagement",
    "my_win": "what they want to win",
    "initiatives": "their initiatives",
    "rhythm": "how often you look back",
    "contributions": "what each of you gives",
}
_NAMED = frozenset({Happened.CHANGED, Happened.ACCEPTED, Happened.TAKEN_ON, Happened.TURNED_DOWN, Happened.LAPSED})
"""News whose text names what they are about: it stands in the title, and is nobody's words to be quoted."""
_BESIDES = {
    Happened.WOULD_SHARE: "Nothing is told without your yes, and you read first what it would be. A no needs no word.",
    Happened.DECLINED: "It says nothing about you, and another door may open yet.",
    Happened.WENT_AWAY: "Slack says that they left this workspace. It can wait for them, for as long as you like.",
    Happened.SKIPPED: "If you wrote something already, it stays yours, and unread.",
}


def _offers(matter: Matter, _member: Member, _now: datetime) -> str:
    """Who offers, by the name that their side bears: whoever is asked need not know them as a contact yet."""
    return one_line(matter.together.theirs.name) if matter.together else "Somebody"


def _the_plan(matter: Matter, member: Member, now: datetime) -> Sequence[Block]:
    return plan_blocks(matter.together, matter.contributions, member, now, ROOM) if matter.together else ()


def _agree(matter: Matter, _about: str) -> list[ButtonElement | None]:
    return [each for each in _answers(matter) if each.action_id == Action.AGREE_PLAN]


def _change_first(matter: Matter, _about: str) -> list[ButtonElement | None]:
    return [_button("Change something first", Action.EDIT_PLAN, matter), _read_all(matter)]


def _closed(matter: Matter) -> str:
    """Whoever was only asked has nothing that is brought to a close."""
    is_begun = matter.together is not None and matter.together.partnership.started_at is not None
    return _HAPPENED[Happened.CLOSED] if is_begun else "{name} has taken back what you were planning together"


def _news(matter: Matter, _member: Member, _now: datetime) -> str:
    if not isinstance(matter.subject, News):
        return ""
    news = matter.subject
    fields = [_FIELDS[each] for each in news.text.split(",") if each in _FIELDS]
    listed = " and ".join(filter(None, [", ".join(fields[:-1]), *fields[-1:]])) or "something"
    told = _closed(matter) if news.happened is Happened.CLOSED else _HAPPENED[news.happened]
    what = fitted(" ".join(news.text.split()), WHAT) or "what you agreed on"
    return told.format(name=_offers(matter, _member, _now), fields=listed, what=what)


def _how_it_goes_on(matter: Matter, member: Member, now: datetime) -> str:
    if matter.proposal is not None and matter.together is not None:
        return f"What was proposed: {change_of(matter.proposal, None, matter.together, member, now)}"
    if isinstance(matter.subject, News) and matter.subject.happened in _BESIDES:
        return _BESIDES[matter.subject.happened]
    if _yes_to_change(matter, ""):
        return "“See the plan” shows how it reads now. It counts once you agree to it, too."
    return ""


def _their_words(matter: Matter, _member: Member, _now: datetime) -> str | None:
    news = matter.subject
    return news.text or None if isinstance(news, News) and news.happened not in _NAMED else None


def _yes_to_change(matter: Matter, about: str) -> list[ButtonElement | None]:
    is_change = isinstance(matter.subject, News) and matter.subject.happened is Happened.CHANGED
    return _agree(matter, about) if is_change else []


def _see(matter: Matter, about: str) -> list[InteractiveElement | None]:
    offers = _OFFERS.get(matter.subject.happened) if isinstance(matter.subject, News) else None
    return [
        *_ways_on(matter),
        *(offers(matter, about) if offers else ()),
        _button("See the plan", Action.OPEN_PLAN, matter),
    ]


def _share(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    return [share_button(matter.together)] if matter.together else ()


_OFFERS = {**reflections.NEWS_PRESSES, Happened.WOULD_SHARE: _share, Happened.SHARED: _share}


def _ways_on(matter: Matter) -> list[ButtonElement | None]:
    """A partner has left: it can go on with them outside Slack, or end well, or wait."""
    if not isinstance(matter.subject, News) or matter.subject.happened is not Happened.WENT_AWAY:
        return []
    if not matter.together or matter.together.partnership.state is not PartnershipState.PAUSED:
        return []
    return [
        _button("Go on outside Slack", Action.GO_OUTSIDE, matter),
        _button("Part well", Action.PART, matter),
    ]


def _the_door(_matter: Matter, _member: Member, _now: datetime) -> str:
    return "Would you begin again? If not, that is just as well, and I will not ask again."


def _what_it_was_for(matter: Matter, _member: Member, _now: datetime) -> Sequence[Block]:
    purpose = matter.together.partnership.purpose.strip() if matter.together else ""
    return [section(f"What it was for: {fitted(' '.join(purpose.split()), ROOM)}")] if purpose else []


def _begin_again(matter: Matter, _about: str) -> list[ButtonElement | None]:
    return [_button("Begin again", Action.PLAN_AGAIN, matter)]


def _answers(matter: Matter) -> list[ButtonElement]:
    return answers(matter.together, matter.contributions) if matter.together else []


def _read_all(matter: Matter) -> ButtonElement | None:
    return _button("Read it all", Action.PLAN_TEXT, matter)


def _button(label: str, action: Action, matter: Matter) -> ButtonElement | None:
    together = matter.together
    return button(label, action, value(NOUN, together.partnership.id)) if together else None


VOICES = {
    Kind.PLAN_OFFERED: Voice(
        title="{what} would like to plan something with you",
        why="what both agreed on lasts, and nobody is in it without a yes of their own",
        what=_offers,
        was_done="You agreed",
        card=_the_plan,
        first=_agree,
        more=_change_first,
        let_go="Not this time. I will tell them kindly.",
    ),
    Kind.PLAN_NEWS: Voice(
        title="{what}",
        why="what concerns both is told to both",
        what=_news,
        was_done="You agreed",
        standing=_how_it_goes_on,
        draft=_their_words,
        first=_yes_to_change,
        more=_see,
        drop=None,
        can_wait=False,
    ),
    Kind.OPEN_DOOR: Voice(
        title="The door between you and {who} was left open until today",
        why="parting well leaves a door open, and it costs nothing to look",
        was_done="You begin again",
        standing=_the_door,
        card=_what_it_was_for,
        first=_begin_again,
        drop="Let it rest",
        let_go="Let rest. What you did together stays to be read.",
    ),
}

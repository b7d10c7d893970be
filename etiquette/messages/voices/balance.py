"""How the balance of a partnership is spoken of, its silence, and what the other side is up to (C6, C10 to C12)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement

from etiquette.messages.letters import greeting, letter, sentence, signature
from etiquette.messages.parts import button
from etiquette.messages.text import first, fitted
from etiquette.messages.vocabulary import Action, value
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Side, initiative_for

PURPOSE_SHOWN = 300


def _generous(matter: Matter, _member: Member, _now: datetime) -> str:
    return (
        f"Over the last sixty days you gave a good deal more than {first(matter.contact)} did. If that is how you want "
        "it, all is well; if not, there are three ways on: ask, rebalance the plan, or part well."
    )


def _asks(matter: Matter, member: Member, _now: datetime) -> str:
    """A word to the other side, which names no number and blames nobody."""
    return letter(
        greeting(matter.contact.first_name),
        "I like what we do together, and was glad to put a good deal into it lately.",
        "Would you take on the next piece? Something small is fine, on a day that suits you.",
        signature("With warm regards", member),
    )


def _three_ways(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    return [
        button("Rebalance the plan", Action.CONTRIBUTIONS, _plan_of(matter)),
        button("Part well", Action.PART, _plan_of(matter)),
    ]


def _quiet(matter: Matter, _member: Member, _now: datetime) -> str:
    """What it was for is what may bring it back."""
    purpose = matter.together.partnership.purpose.strip() if matter.together else ""
    reminds = f"What it is for: {sentence(fitted(' '.join(purpose.split()), PURPOSE_SHOWN))} " if purpose else ""
    return f"{reminds}Go on, change it, or part well: each of them is fine."


def _change_or_part(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    return [
        button("Change it", Action.EDIT_PLAN, _plan_of(matter)),
        button("Part well", Action.PART, _plan_of(matter)),
    ]


def _initiative(matter: Matter, _member: Member, _now: datetime) -> str:
    what = initiative_for(matter.together) if matter.together else None
    if what is None:
        return ""
    shown = fitted(what, PURPOSE_SHOWN)
    return (
        f"On {first(matter.contact)}'s mind: {sentence(shown)} A kind word about it, a contact, an hour: it all helps."
    )


def _plan_of(matter: Matter) -> str:
    return value("partnership", matter.subject.partnership_id if isinstance(matter.subject, Side) else "")


VOICES = {
    Kind.ONE_SIDED: Voice(
        title="You have given a good deal to {who}",
        why="a plan in which both win may ask for a little balance now and then",
        done="I have asked",
        was_done="Asked",
        drop="It is fine as it is",
        let_go="Fine as it is. I will leave it at that for a good while.",
        standing=_generous,
        asking=lambda *_: "A word to ask with, yours to change and send:",
        draft=_asks,
        more=_three_ways,
    ),
    Kind.GONE_SILENT: Voice(
        title="It has been quiet between you and {who}",
        why="a hopeful promise fades when nobody looks",
        done="Go on as planned",
        was_done="It goes on",
        drop=None,
        standing=_quiet,
        more=_change_or_part,
    ),
    Kind.SUPPORT: Voice(
        title="Something of {who}'s that you could support",
        why="who invests in the other's initiatives is remembered",
        done="I did",
        was_done="Supported",
        let_go="Not this time. Another one has its turn in a while.",
        standing=_initiative,
    ),
}

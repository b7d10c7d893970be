"""A plan as it is shown: its parts, what is missing before it starts and why, its text to copy and send (C1 to C5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from etiquette.messages import recurrences
from etiquette.messages.dates import full_day
from etiquette.messages.parts import button, context, section
from etiquette.messages.text import clip, escape, fitted, one_line, printable
from etiquette.messages.vocabulary import Action, value
from etiquette.rules.contributions import Contribution
from etiquette.rules.members import Member
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState, Together, initiatives_of
from etiquette.rules.plans import (
    FORTNIGHTLY,
    NEVER,
    Gap,
    Lack,
    fingerprint,
    gaps_of,
    gaps_to_say,
    open_of,
    owes_yes,
)

NOUN = "partnership"
SHOWN = 600
CONTRIBUTIONS = 8
GAPS = 10
CODE_LIMIT = 2700
RULES = "Rules of engagement"
RHYTHM_WORDS = {
    FORTNIGHTLY: "every two weeks",
    "FREQ=MONTHLY": "every month",
    "FREQ=MONTHLY;INTERVAL=2": "every two months",
    "FREQ=MONTHLY;INTERVAL=3": "every quarter",
    NEVER: "not at fixed times",
}
RULES_TEMPLATE = (
    "We say early what we cannot keep, and propose another day.\n"
    "What each of us keeps to itself: customers, prices, and what is not published yet.\n"
    "Where we compete, we say so, and neither uses what was learned here against the other.\n"
    "What is made together belongs to both; what each of us brought stays theirs.\n"
    "We decide together what is shown to others, and under whose name.\n"
    "Either of us may end this at any time, kindly, and settles first what is open."
)
STATES = {
    PartnershipState.DRAFTED: "being written",
    PartnershipState.RUNNING: "running",
    PartnershipState.PAUSED: "paused",
    PartnershipState.CLOSED: "over",
}
_WHY = {
    Lack.PURPOSE: "The shared purpose is empty. It is what both of you look at when you are unsure (L1).",
    Lack.RULES: "There are no rules of engagement yet. Agreeing on them first spares much later (C1).",
    Lack.WIN: "What {who} to win is empty. A plan lasts when both win (C3).",
    Lack.CONTRIBUTION: "Nobody gives anything yet. What each gives, and when, is what you can count on (C5).",
    Lack.DATE: "{who} not said yes to the date of “{what}”. It counts when whoever does the work agrees (C5).",
    Lack.YES: "{who} not agreed to the rules and the purpose yet. Nobody is in a plan without their own yes (C1).",
    Lack.RULES_YES: "{who} not agreed to the rules as they are now (C1).",
    Lack.PURPOSE_YES: "{who} not confirmed the purpose as it is now (L1).",
}


def standing_of(together: Together, *, waits_for_me: bool) -> str:
    """How far a plan is, as its list and its card say it; and whether it waits for the member's own yes."""
    waits = " · waits for your yes" if waits_for_me else ""
    return f"{STATES[together.partnership.state]}{waits}"


def plan_blocks(
    together: Together, given: Sequence[Contribution], member: Member, now: datetime, room: int = SHOWN
) -> list[Block]:
    """What is written, each part as far as it fits into a message; the rules, twice as far."""
    parts = _parts(together.partnership, together.sides, given, member, now)
    told = [(label, fitted(text, room * (2 if label == RULES else 1))) for label, text in parts if text]
    return [section(f"*{one_line(label)}*\n{text}") for label, text in told]


def outside_yes(together: Together, member: Member, now: datetime) -> list[Block]:
    """What was recorded of the yes of somebody outside Slack."""
    theirs = together.theirs
    if not theirs.is_outside or theirs.rules_agreed_at is None:
        return []
    day = full_day(member.hours.local(theirs.rules_agreed_at).date(), member, now)
    return [context(f"{one_line(theirs.name)} agreed on {day}: {fitted(theirs.agreed_how or '', SHOWN)}")]


def missing(together: Together, given: Sequence[Contribution]) -> list[Block]:
    """What is missing before it can start, and why; nothing where nothing is, or it has begun."""
    if together.partnership.state is PartnershipState.CLOSED:
        return []
    lines = [gap_line(gap, together.mine) for gap in gaps_to_say(together, given)]
    if together.partnership.state is not PartnershipState.DRAFTED:
        lines = [gap_line(gap, together.mine) for gap in gaps_of(together, given) if gap.lack in _AFTER_START]
        return [context(*lines[:GAPS])] if lines else []
    if not lines:
        who = "You" if together.theirs.is_outside else "Either of you"
        return [context(f"All is there. {who} can start it.")]
    more = [f"And {len(lines) - GAPS} more."] if len(lines) > GAPS else []
    return [section("\n".join(["*Before it can start*", *(f"• {line}" for line in lines[:GAPS]), *more]))]


_AFTER_START = frozenset({Lack.RULES_YES, Lack.PURPOSE_YES, Lack.DATE})


def gap_line(gap: Gap, mine: Side) -> str:
    """One thing that is missing, in a sentence, and why it matters."""
    is_mine = gap.side is not None and gap.side.id == mine.id
    name = one_line(gap.side.name) if gap.side else ""
    who = (
        {True: "you want", False: f"{name} wants"} if gap.lack is Lack.WIN else {True: "You have", False: f"{name} has"}
    )
    return _WHY[gap.lack].format(who=who[is_mine], what=fitted(" ".join(gap.what.split()), 80))


def answers(together: Together, given: Sequence[Contribution]) -> list[ButtonElement]:
    """A yes and a no, where one is asked for. A yes is to the plan as it is shown here."""
    mine = together.mine
    if not owes_yes(together, mine, given):
        return []
    seen = value(NOUN, together.partnership.id, fingerprint(together, given))
    agree = button("Agree", Action.AGREE_PLAN, seen, primary=True)
    if mine.state is not SideState.INVITED:
        return [agree]
    return [agree, button("Not this time", Action.DECLINE_PLAN, value("side", mine.id))]


def text_view(together: Together, given: Sequence[Contribution], member: Member, now: datetime) -> dict[str, Any]:
    """The whole plan in plain text, to be read, copied and sent."""
    blocks = [
        section("This is all of it, as plain text. Copy it, and send it any way you like; I send nothing for you."),
        *[section(f"```{each}```") for each in chunks(plain_text(together, given, member, now))],
    ]
    return View(type="modal", title="The plan", close="Close", blocks=blocks).to_dict()


def plain_text(together: Together, given: Sequence[Contribution], member: Member, now: datetime) -> str:
    """The plan as it can be read anywhere."""
    first, second = together.sides
    parts = [
        f"{label.upper()}\n{text}"
        for label, text in _parts(together.partnership, (first, second), given, member, now, named=True)
        if text
    ]
    opening = f"What {first.name} and {second.name} plan together"
    ending = f"If you agree, tell {first.name} so, in any way you like. A no is fine, too."
    return "\n\n".join([opening, *parts, *([ending] if second.is_outside else [])])


def chunks(text: str) -> list[str]:
    """A text in pieces that Slack takes, cut between lines where it can be; nothing of it is lost."""
    pieces, room = [""], CODE_LIMIT
    for line in printable(text).replace("```", "'''").splitlines():
        for part in [line[at : at + room // 5] for at in range(0, len(line), room // 5)] or [""]:
            shown = escape(part)
            if len(pieces[-1]) + len(shown) + 1 > room:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]}\n{shown}" if pieces[-1] else shown
    return [piece if piece.strip() else " " for piece in pieces]


def contribution_line(each: Contribution, name: str, member: Member, now: datetime) -> str:
    """What one side gives, and when."""
    return f"{name}: {clip(' '.join(each.what.split()), 200)}, {recurrences.said(each.when, member, now)}"


def _parts(
    plan: Partnership,
    sides: tuple[Side, Side],
    given: Sequence[Contribution],
    member: Member,
    now: datetime,
    *,
    named: bool = False,
) -> list[tuple[str, str]]:
    """The parts of a plan with their labels, in plain text; `named`: whoever reads them is not one of the two."""
    mine, theirs = sides
    still = open_of(given)
    names = {mine.id: mine.name if named else "You", theirs.id: theirs.name}
    lines = [contribution_line(each, names.get(each.side_id, ""), member, now) for each in still]
    more = [] if named or len(lines) <= CONTRIBUTIONS else [f"and {len(lines) - CONTRIBUTIONS} more"]
    shown = lines if named else lines[:CONTRIBUTIONS]
    return [
        ("What we both believe" if named else "What you both believe", plan.belief),
        ("Our shared purpose" if named else "Your shared purpose", plan.purpose),
        (RULES, plan.rules),
        (f"What {mine.name} wants to win" if named else "What you want to win", mine.win),
        (f"What {clip(theirs.name, 80)} wants to win", theirs.win),
        ("Who gives what, and when", "\n".join([*shown, *more])),
        (f"Initiatives of {mine.name}" if named else "Your initiatives", "\n".join(initiatives_of(mine))),
        (f"Initiatives of {clip(theirs.name, 80)}", "\n".join(initiatives_of(theirs))),
        (
            "We look back together" if named else "You look back together",
            _upper(RHYTHM_WORDS.get(plan.rhythm or NEVER, "")),
        ),
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]

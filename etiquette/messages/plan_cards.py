"""A partnership on one screen, and in two lines: what it is for, who gives what, what waits, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.celebrating import delete_button, went_well
from etiquette.messages.dates import full_day, today_of
from etiquette.messages.elements import balance_line
from etiquette.messages.parts import actions, button, context, section
from etiquette.messages.plan_sharing import share_button, sharing_line
from etiquette.messages.plans import NOUN, RULES, STATES, answers, missing, outside_yes, standing_of
from etiquette.messages.recurrences import recurring, said
from etiquette.messages.text import fitted, one_line
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.members import Member
from etiquette.rules.partnerships import PartnershipState, Side, SideState, Together, initiatives_of
from etiquette.rules.plan_views import Giving, PlanLine, PlanView
from etiquette.rules.plans import can_start, owes_yes
from etiquette.rules.proposals import Aspect, Proposal
from etiquette.rules.recurrences import When

ROOM = 600
RULES_ROOM = 160
"""Of the rules of what runs, their beginning: both have agreed to them, and they are a press away."""
LINE = 150
GIVINGS = 6
PROPOSALS = 4
DIFFERENCES = 3
IN_A_ROW = 5
_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
_COUNTED = {1: "once", 2: "twice", 3: "three times"}


def plan_card(view: PlanView, member: Member, now: datetime, above: str = "") -> Message:
    """A partnership on one screen, with what can be done with it. `above`: what was done just now."""
    together = view.together
    title = f"What you plan with {one_line(together.theirs.name)}"
    blocks: list[Block] = [
        *([section(above)] if above else []),
        section(f"*{title}* · {_how_far(view, member, now)}"),
        *(
            _purpose(together)
            if above and not owes_yes(together, together.mine, view.contributions)
            else _written(together)
        ),
        *outside_yes(together, member, now),
        *missing(together, view.contributions),
        *_given(view, member, now),
        *_proposed(view, member, now),
        *went_well(view.went_well, together),
        *_differences(view),
        *_standing(view, member, now),
        *_rows(view),
    ]
    return message(above or title, blocks)


def plan_line(line: PlanLine, member: Member, now: datetime) -> Block:
    """A partnership in two lines, a press away from its card."""
    together = line.together
    waits = " · waits for your yes" if line.owes_yes else ""
    told = " · told of in digests" if together.partnership.shared_at else ""
    return section(
        f"*{one_line(together.theirs.name)}* · {STATES[together.partnership.state]}{waits}{told}\n"
        f"{_ahead(line, member, now)}".strip(),
        button("Open", Action.OPEN_PLAN, value(NOUN, together.partnership.id)),
    )


def _ahead(line: PlanLine, member: Member, now: datetime) -> str:
    if line.ahead is not None:
        who = _who(line.together, line.ahead.side)
        return f"Next: {fitted(_flat(line.ahead.what), LINE)} ({who}), {full_day(line.ahead.day, member, now)}"
    if line.lacks:
        return f"{_counted(line.lacks)} missing before it can start"
    return fitted(_flat(line.together.partnership.purpose), LINE)


def _how_far(view: PlanView, member: Member, now: datetime) -> str:
    together, plan = view.together, view.together.partnership
    began = plan.started_at if plan.state is PartnershipState.RUNNING else None
    since = f" since {full_day(member.hours.local(began).date(), member, now)}" if began else ""
    waits = owes_yes(together, together.mine, view.contributions)
    return f"{standing_of(together, waits_for_me=waits)}{since}"


def _purpose(together: Together) -> list[Block]:
    """Beneath what was done just now, so that it is seen at a glance: the rest is known, and there to be read."""
    purpose = together.partnership.purpose
    return [section(f"*Your shared purpose*\n{fitted(purpose, ROOM)}")] if purpose else []


def _written(together: Together) -> list[Block]:
    """What both wrote, each part as far as a screen has room; the whole of it is behind “Read it all”."""
    plan, name = together.partnership, one_line(together.theirs.name)
    parts = [
        ("What you both believe", plan.belief),
        ("Your shared purpose", plan.purpose),
        ("What you want to win", together.mine.win),
        (f"What {name} wants to win", together.theirs.win),
        (RULES, plan.rules),
        ("Your initiatives", "\n".join(initiatives_of(together.mine))),
        (f"Initiatives of {name}", "\n".join(initiatives_of(together.theirs))),
    ]
    room = {RULES: ROOM if plan.started_at is None else RULES_ROOM}
    return [section(f"*{label}*\n{fitted(text, room.get(label, ROOM))}") for label, text in parts if text]


def _given(view: PlanView, member: Member, now: datetime) -> list[Block]:
    """Who gives what, when the next of it comes, and how often it was given (C5)."""
    together = view.together
    headings = ((together.mine, "What you give"), (together.theirs, f"What {one_line(together.theirs.name)} gives"))
    blocks: list[Block] = []
    for side, heading in headings:
        lines = [_giving(each, member, now) for each in view.given_by(side)]
        if lines:
            blocks.append(section("\n".join([f"*{heading}*", *lines[:GIVINGS], *_more(len(lines), GIVINGS)])))
    return blocks


def _giving(each: Giving, member: Member, now: datetime) -> str:
    given = each.contribution
    rule = recurring(given.rule, given.due_on, member.locale, today_of(member, now)) if given.rule else ""
    parts = [
        f"• {fitted(_flat(given.what), LINE)}",
        rule,
        f"{'next on' if given.rule else 'by'} {full_day(each.next_on, member, now)}" if each.next_on else "",
        _how_often(each) if each.done else "",
        "" if given.accepted_at else "the date is not agreed yet",
    ]
    return " · ".join(filter(None, parts))


def _how_often(giving: Giving) -> str:
    if giving.contribution.rule is None and not giving.is_open:
        return "given"
    return f"given {_COUNTED.get(giving.done) or f'{giving.done:,} times'}"


def _proposed(view: PlanView, member: Member, now: datetime) -> list[Block]:
    """What one of the two would change, and the other has not answered: a press away from its answer (C7)."""
    blocks: list[Block] = []
    for each in view.proposals[:PROPOSALS]:
        heading = "" if blocks else "*Proposed, and not answered yet*\n"
        label = "Answer" if each.member_id == member.id else "See it"
        see = button(label, Action.THREAD, value("contribution", each.target_id))
        blocks.append(section(f"{heading}{_proposal(view, each, member, now)}", see))
    return [*blocks, *[context(each) for each in _more(len(view.proposals), PROPOSALS)]]


def _proposal(view: PlanView, proposal: Proposal, member: Member, now: datetime) -> str:
    sides = {side.id: side for side in view.together.sides}
    by = sides.get(proposal.side_id)
    who = _who(view.together, by) if by else "somebody"
    about = fitted(_flat(view.about(proposal)), LINE)
    return f"{who}: “{about}” {_change(view, proposal, member, now)}"


def _change(view: PlanView, proposal: Proposal, member: Member, now: datetime) -> str:
    match proposal.aspect:
        case Aspect.DATE:
            return said(When.of(proposal.proposed), member, now)
        case Aspect.SCOPE:
            return f"as “{fitted(_flat(proposal.proposed), LINE)}”"
        case Aspect.OWNER:
            sides = {side.id: side for side in view.together.sides}
            to = sides.get(proposal.proposed)
            return f"to be done by {_who(view.together, to)}" if to else "to be done by the other side"


def _differences(view: PlanView) -> list[Block]:
    """Each difference beside what both share, and never alone (C8)."""
    if not view.differences:
        return []
    blocks: list[Block] = [section("*Where you differ*")]
    for each in view.differences[::-1][:DIFFERENCES]:
        said = f"• {fitted(_flat(each.text), LINE)}\n   Beside it, what you share: {fitted(_flat(each.beside), LINE)}"
        is_own = each.side_id == view.together.mine.id
        blocks.append(section(said, delete_button(each) if is_own else None))
    return [*blocks, *[context(each) for each in _more(len(view.differences), DIFFERENCES)]]


def _standing(view: PlanView, member: Member, now: datetime) -> list[Block]:
    """The balance, the next step that came of looking back, and when both look back again; nothing of any answer."""
    together, plan = view.together, view.together.partnership
    if plan.started_at is None:
        return []
    lines = [balance_line(together, view.balance_of(together.mine), view.balance_of(together.theirs))]
    if view.next_step is not None:
        agreed = "Your next step" if view.next_step.next_step_agreed_at else "A next step is proposed"
        lines.append(f"{agreed}: {fitted(_flat(view.next_step.next_step or ''), LINE)}")
    if view.reflection_due is not None:
        lines.append(_reflection(view))
    elif together.is_running and plan.reflect_on:
        lines.append(f"You look back together next on {full_day(plan.reflect_on, member, now)}.")
    if plan.state is PartnershipState.PAUSED:
        lines.append(f"It rests while {one_line(together.theirs.name)} is away. Nothing of it is brought up meanwhile.")
    lines += filter(None, [sharing_line(together)])
    return [context("\n".join(lines))]


def _reflection(view: PlanView) -> str:
    """For whom it waits: nobody is told more of the other's answer than that theirs is still alone."""
    if not view.has_reflected:
        return "A reflection waits for your answer."
    name = one_line(view.together.theirs.name)
    if view.to_reflect:
        return f"You have reflected. What {name} answers is still to be written down."
    return f"You have reflected. Both answers open once {name}'s is in, too."


def _rows(view: PlanView) -> list[Block]:
    """What can be done, what is needed most first."""
    pressed = _presses(view)
    return [actions(*pressed[at : at + IN_A_ROW]) for at in range(0, len(pressed), IN_A_ROW)]


def _presses(view: PlanView) -> list[ButtonElement]:
    together, plan = view.together, view.together.partnership
    about = value(NOUN, plan.id)
    read = button("Copy it to send" if together.theirs.is_outside else "Read it all", Action.PLAN_TEXT, about)
    share = [each for each in [share_button(together)] if each]
    if plan.state is PartnershipState.CLOSED:
        return [button("Begin again", Action.PLAN_AGAIN, about), read, *share]
    is_in, is_outside = together.mine.state is SideState.AGREED, together.theirs.is_outside
    rests = plan.state is PartnershipState.PAUSED
    may_write = is_in or together.mine.state is SideState.INVITED
    is_due = view.to_reflect
    reflect = button("Reflect", Action.REFLECT, about, primary=is_due)
    offered: Sequence[tuple[bool, ButtonElement]] = (
        (can_start(together, view.contributions), button("Start", Action.START_PLAN, about, primary=True)),
        *((True, each) for each in answers(together, view.contributions)),
        (view.partner_id is not None, button("Offer it", Action.OFFER_PLAN, about, primary=True)),
        (is_due and together.is_running, reflect),
        (may_write, button("Add a contribution", Action.CONTRIBUTE, about)),
        (may_write and bool(view.contributions), button("Change what is given", Action.CONTRIBUTIONS, about)),
        (True, button("Edit", Action.EDIT_PLAN, about)),
        (rests and not is_outside, button("Go on outside Slack", Action.GO_OUTSIDE, about)),
        (is_outside, button("Their answer…", Action.OUTSIDE_ANSWER, about)),
        (together.is_running, button("What went well", Action.CELEBRATE, about)),
        (not is_due and together.is_running, reflect),
        (True, read),
        (together.is_running, button("How you stand", Action.ELEMENTS, about)),
        (is_in and plan.started_at is not None, button("Name a difference", Action.DIFFER, about)),
        *((True, each) for each in share),
        (is_in, button("Part well", Action.PART, about)),
    )
    return [each for is_offered, each in offered if is_offered]


def _counted(lacks: int) -> str:
    return "One thing is" if lacks == 1 else f"{_NUMBERS.get(lacks, lacks)} things are still"


def _who(together: Together, side: Side) -> str:
    return "you" if side.id == together.mine.id else one_line(together.theirs.name)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _more(count: int, shown: int) -> list[str]:
    return [f"And {count - shown:,} more."] if count > shown else []

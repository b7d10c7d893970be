"""Parting well: what both share comes first, then what is open is settled, and a warm note is drafted (C2, C8, C9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock

from etiquette.messages.dates import full_day, today_of
from etiquette.messages.letters import sentence, signature
from etiquette.messages.parts import actions, button, context, day_picker, field, modal, one_of, section, words
from etiquette.messages.plans import NOUN, chunks
from etiquette.messages.text import clip, fitted, one_line, printable
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.contributions import ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.members import Member
from etiquette.rules.partings import Parting
from etiquette.rules.partnerships import PLAN_LIMIT, Partnership, Side, SideState, Together
from etiquette.rules.remarks import Remark

KEEP, DROP = "keep", "drop"
MOST = 12
SHOWN = 600
LATEST = 3
GIVEN = 3
_AFTERWARDS = (
    "After that I say no more of it, and what was planned stays to be read. What is still to be done becomes a promise "
    "like any other."
)
NOTHING_WRITTEN = "Not much was written down of it, which says little of how much there is."


def before(parting: Parting) -> Message:
    """What both share, before anybody walks away over a difference (C8)."""
    together = parting.together
    name = one_line(together.theirs.name)
    asked = "Is what stands between you smaller than that?"
    about = value(NOUN, together.partnership.id)
    blocks: list[Block] = [
        section(f"*Before you part: what you share with {name}*"),
        *(shared(parting) or [section(NOTHING_WRITTEN)]),
        *difference_lines(parting.differences, together),
        section(f"{asked} Either answer is fine."),
        actions(
            button("It is smaller: go on", Action.PART_NOT, about, primary=True),
            button("Let us part well", Action.PART_FORM, about),
        ),
    ]
    return message(f"What you share with {name}. {asked}", blocks)


def shared(parting: Parting) -> list[Block]:
    """What both said that they share: what they believe, what it is for, what went well."""
    plan = parting.together.partnership
    told = [("You both believe", plan.belief), ("What it is for", plan.purpose)]
    lines = [f"*{label}*\n{fitted(text, SHOWN)}" for label, text in told if text.strip()]
    well = [f"• {fitted(' '.join(each.text.split()), SHOWN // 2)}" for each in parting.went_well[-LATEST:]]
    if well:
        lines.append("\n".join(["*What went well, in your own words*", *well]))
    return [section(each) for each in lines]


def difference_lines(differences: Sequence[Remark], together: Together) -> list[Block]:
    """The last differences, each beside what is shared; nothing where there are none."""
    if not differences:
        return []
    lines = [_difference(each, together) for each in differences[-LATEST:]]
    return [section("\n".join(["*Where you differ, beside what you share*", *lines]))]


def parting_form(parting: Parting, member: Member, now: datetime, *, meta: str = "") -> dict[str, Any]:
    """What is open is settled one by one; the note, and the door."""
    together, open_ones = parting.together, parting.open_ones
    asked = [_settled(side, each, together.mine, member, now) for side, each in open_ones[:MOST]]
    if len(open_ones) > MOST:
        asked.append(field("rest", f"And {len(open_ones) - MOST} more, later", one_of(_choices(), KEEP)))
    blocks: list[Block] = [
        section(_what_happens(together)),
        *asked,
        *_no_more(parting),
        field(
            "note",
            "A closing note",
            words(closing_note(parting, member, now), most=PLAN_LIMIT, lines=True),
            hint=_hint(together),
            optional=True,
        ),
        *([_door()] if _were_both_in(together) else []),
    ]
    return modal(Form.PART_WELL, "Part well", blocks, submit="Part well", meta=meta)


def closing_note(parting: Parting, member: Member, now: datetime) -> str:
    """A warm note of what was really shared and done, as far as it fits."""
    together = parting.together
    mine, theirs = (_done(parting, side) for side in together.sides)
    names = printable(together.theirs.name).split()
    greeting = f"Dear {clip(names[0] if names else together.theirs.name, 60)},"
    parts = [
        _thanks(together.partnership, member, now),
        f"You gave {theirs}, and I will not forget it." if theirs else "",
        f"I was glad to give {mine}." if mine else "",
        f"What stays with me: {_sentence(parting.went_well[-1].text)}" if parting.went_well else "",
        f"I still believe what we wrote at the start: {_sentence(together.partnership.belief)}"
        if together.partnership.belief.strip()
        else "",
        "It is time for me to bring this to a close, and I wish you well with all that comes next.",
    ]
    body = "\n".join(filter(None, parts))
    return f"{greeting}\n\n{body}\n\n{signature('With warm regards', member)}"


def _thanks(plan: Partnership, member: Member, now: datetime) -> str:
    if plan.started_at is None:
        return "thank you for thinking about this with me."
    return f"thank you for what we did together{_since(plan, member, now)}{_for(plan)}."


def parted(together: Together, still: Sequence[Deliverable], note: str, member: Member, now: datetime) -> Message:
    """It is over, and what stays. For somebody outside Slack, the note to copy and send."""
    name = one_line(together.theirs.name)
    said = f"You parted well. I say nothing more of what you did with {name}."
    hears = together.theirs.state is not SideState.DECLINED and not together.theirs.is_outside
    lines = [f"{name} hears of it from me, with your note." if hears else ""]
    if still:
        kept = ", ".join(fitted(each.what, 80) for each in still[:MOST])
        more = f", and {len(still) - MOST} more" if len(still) > MOST else ""
        lines.append(f"Still to be done: {kept}{more}. I bring that up as I do any promise.")
    if together.mine.door_on:
        day = full_day(together.mine.door_on, member, now)
        lines.append(f"The door is open until {day}. I ask once, gently, on that day.")
    blocks: list[Block] = [section(" ".join(filter(None, [said, *lines])))]
    if note and together.theirs.is_outside:
        blocks.append(context("Your note, to copy and send in any way you like; I send nothing for you."))
        blocks += [section(f"```{each}```") for each in chunks(note)]
    return message(said, blocks)


def gone_on(together: Together) -> Message:
    """The difference is smaller than what both share."""
    name = one_line(together.theirs.name)
    said = f"Good. What you share with {name} goes on. If the difference still asks to be named, name it beside that."
    about = value(NOUN, together.partnership.id)
    row = actions(button("See the plan", Action.OPEN_PLAN, about), button("Name a difference", Action.DIFFER, about))
    return message(said, [section(said), row])


def outside_now(together: Together) -> str:
    """It goes on outside Slack."""
    name = one_line(together.theirs.name)
    return f"It goes on with {name} outside Slack. From now on you say here what they give, and the sending is yours."


def _settled(side: Side, each: Deliverable, mine: Side, member: Member, now: datetime) -> InputBlock:
    whose = "Yours" if side.id == mine.id else clip(printable(side.name), 40)
    label = f"{whose}: {clip(' '.join(printable(each.what).split()), 80)}, by {full_day(each.due_on, member, now)}"
    return field(f"open-{each.id}", label, one_of(_choices(), KEEP))


def _choices() -> dict[str, str]:
    return {KEEP: "Still to be done", DROP: "Let it go"}


def _no_more(parting: Parting) -> list[Block]:
    recurring = [each for each in parting.contributions if each.rule and each.state is ContributionState.OPEN]
    if not recurring:
        return []
    listed = ", ".join(fitted(" ".join(each.what.split()), 80) for each in recurring[:MOST])
    return [context(f"What you give again and again ends with it: {listed}.")]


def _what_happens(together: Together) -> str:
    name = one_line(together.theirs.name)
    if together.theirs.is_outside or together.theirs.state not in {SideState.AGREED, SideState.INVITED}:
        return f"It ends here, and cannot be undone. {_AFTERWARDS}"
    return f"I tell {name} once, with your note, so this cannot be undone. {_AFTERWARDS}"


def _hint(together: Together) -> str:
    who = clip(printable(together.theirs.name), 60)
    return f"Yours to change. {'You send it yourself.' if together.theirs.is_outside else f'{who} reads it once.'}"


def _door() -> InputBlock:
    return field(
        "door",
        "Until when is the door open?",
        day_picker(None),
        hint="On that day each of you is asked once, gently, whether to begin again. Leave it empty to let it be.",
        optional=True,
    )


def _were_both_in(together: Together) -> bool:
    return all(side.state is SideState.AGREED for side in together.sides)


def _done(parting: Parting, side: Side) -> str:
    """What a side really gave, the latest first, each named once."""
    given = [
        clip(" ".join(each.what.split()), 100)
        for each in parting.occurrences.get(side.id, ())
        if each.state is DeliverableState.DELIVERED
    ]
    named = list(dict.fromkeys(given[::-1]))[:GIVEN]
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def _since(plan: Partnership, member: Member, now: datetime) -> str:
    begun = plan.started_at
    if begun is None or member.hours.local(begun).date() == today_of(member, now):
        return ""
    return f" since {full_day(member.hours.local(begun).date(), member, now)}"


def _for(plan: Partnership) -> str:
    purpose = clip(" ".join(plan.purpose.split()), 200)
    return f" for “{purpose.rstrip('.')}”" if purpose else ""


def _sentence(text: str) -> str:
    return sentence(clip(" ".join(text.split()), 200))


def _difference(each: Remark, together: Together) -> str:
    whose = "you" if each.side_id == together.mine.id else one_line(together.theirs.name)
    both = fitted(" ".join(each.beside.split()), SHOWN // 2)
    return f"• {fitted(' '.join(each.text.split()), SHOWN // 2)} · {whose}\n   _beside_ {both}"

"""What each side gives, and when: its form, what is said back, and the list of it (C4, C5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, PlainTextObject

from etiquette.messages.dates import full_day, today_of
from etiquette.messages.parts import actions, button, context, field, modal, one_of, section, words
from etiquette.messages.plans import NOUN as PLAN
from etiquette.messages.recurrences import recurring, said
from etiquette.messages.text import clip, fitted, one_line
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.members import Member
from etiquette.rules.partnerships import Together
from etiquette.rules.plans import shown_as

NOUN = "contribution"
MINE, THEIRS = "mine", "theirs"
WHAT_LIMIT = 3000
WHEN_LIMIT = 200
SHOWN = 400
MOST = 12
HINT = "A date, or how often: “every other Tuesday”, “the first of the month”, “last Friday of the month until 12 May”."


class Given(Protocol):
    """A contribution as one side sees it."""

    @property
    def contribution(self) -> Contribution: ...
    @property
    def together(self) -> Together: ...
    @property
    def occurrences(self) -> Sequence[Deliverable]: ...
    @property
    def is_mine(self) -> bool: ...
    @property
    def is_agreed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ContributionFields:
    """The fields of the form, as far as they are known. Whose it is, is asked only where it is new."""

    what: str | None = None
    when: str | None = None
    is_new: bool = True


def form(partner: str, known: ContributionFields = ContributionFields(), *, meta: str = "") -> dict[str, Any]:
    """The form: whose, what, and when. All three are needed, or nobody can count on it (C5)."""
    whose = {MINE: "I do", THEIRS: clip(f"{partner} does", 70)}
    questions: list[Block] = [
        *([field("whose", "Who does it?", one_of(whose, MINE))] if known.is_new else []),
        field("what", "What?", words(known.what, most=WHAT_LIMIT, example="an hour of feedback on your talk")),
        field("when", "When?", words(known.when, most=WHEN_LIMIT, example="every other Tuesday"), hint=HINT),
    ]
    title = "What one of you gives" if known.is_new else "Edit what is given"
    return modal(Form.CONTRIBUTION, title, questions, meta=meta)


def typed_as(contribution: Contribution, member: Member, now: datetime) -> str:
    """When it is given, in words that can be typed so today: what began in the past is not said to begin anew."""
    day, today = full_day(contribution.due_on, member, now), today_of(member, now)
    if contribution.rule is None:
        return day
    rhythm = recurring(contribution.rule, contribution.due_on, member.locale, today)
    return f"{rhythm}, from {day}" if contribution.due_on >= today else rhythm


def noted(given: Given, member: Member, now: datetime, opening: str = "Noted.") -> str:
    """What is given, said back with its dates, and what follows from it."""
    return f"{opening} {sentence(given, member, now)} {_what_follows(given)}"


def gone(given: Given) -> str:
    """It is let go; what was done stays done."""
    return f"Let go: {fitted(given.contribution.what, SHOWN)}. What was done stays done."


def listed(partner: str, partnership_id: str, all_of_it: Sequence[Given], member: Member, now: datetime) -> Message:
    """What both give, each with what can be done with it."""
    still = [each for each in all_of_it if each.contribution.state is ContributionState.OPEN]
    add = button("Add something", Action.CONTRIBUTE, value(PLAN, partnership_id), primary=not still)
    title = f"*What you and {one_line(partner)} give*"
    nothing = "Nothing is agreed on yet. Something small that comes again and again carries furthest."
    blocks: list[Block] = [section(title if still else f"{title}\n{nothing}")]
    for each in still[:MOST]:
        blocks += [section(sentence(each, member, now)), actions(*buttons(each))]
    if len(still) > MOST:
        blocks.append(context(f"And {len(still) - MOST} more."))
    return message(f"What you and {one_line(partner)} give", [*blocks, actions(add)])


def sentence(given: Given, member: Member, now: datetime) -> str:
    """“You give Dana: the slides, by Friday 27 November.”"""
    name, contribution = one_line(given.together.theirs.name), given.contribution
    who = f"You give *{name}*" if given.is_mine else f"*{name}* gives you"
    return f"{who}: {fitted(contribution.what, SHOWN)}, {said(contribution.when, member, now)}."


def buttons(given: Given) -> list[ButtonElement]:
    """What can be done with one: what is not agreed on is edited, what is agreed on changes by proposal (C7)."""
    about = value(NOUN, given.contribution.id)
    seen = value(NOUN, given.contribution.id, shown_as(given.contribution))
    changed = (
        [button("Propose a change", Action.PROPOSE, about), button("What was proposed", Action.THREAD, about)]
        if given.is_agreed
        else [button("Edit", Action.EDIT, about)]
    )
    return [
        *([button("Accept", Action.ACCEPT_CONTRIBUTION, seen, primary=True)] if _waits(given) else []),
        *changed,
        _let_go(given),
    ]


def _let_go(given: Given) -> ButtonElement:
    told = "telling them is yours" if given.together.theirs.is_outside else "the other side is told"
    text = f"“{clip(given.contribution.what, 80)}” is given no more, and {told}. What was done stays done."
    confirm = ConfirmObject(
        title="Let it go?", text=PlainTextObject(text=text), confirm="Let it go", deny="Keep it", style="danger"
    )
    about = value(NOUN, given.contribution.id)
    return button("Let it go", Action.LET_GO_CONTRIBUTION, about, confirm=confirm)


def _waits(given: Given) -> bool:
    """Whether the member is to accept what the other side wrote for them; or recorded it of somebody outside."""
    is_theirs_to_say = given.is_mine or given.together.theirs.is_outside
    return given.contribution.accepted_at is None and is_theirs_to_say and given.together.is_running


def _what_follows(given: Given) -> str:
    name = one_line(given.together.theirs.name)
    if given.contribution.accepted_at is None:
        if given.is_mine:
            return "It counts once you accept it."
        return f"It counts once {name} agrees to it: nobody is bound by what somebody else wrote for them."
    if not given.together.is_running:
        return "It begins when the plan does."
    whose = "your promises" if given.is_mine else f"{name}'s promises"
    each = "Each time" if given.contribution.rule else "It"
    return f"{each} comes up by itself, two weeks ahead, among {whose}."

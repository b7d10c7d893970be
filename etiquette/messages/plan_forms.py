"""The forms of a plan: the plan itself, in one modal; and what somebody outside Slack answered (C1 to C3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock

from etiquette.messages.introductions import you_wrote
from etiquette.messages.parts import context, day_picker, field, menu, modal, one_of, section, words
from etiquette.messages.plans import RHYTHM_WORDS, RULES_TEMPLATE
from etiquette.messages.text import clip, one_line, printable
from etiquette.messages.vocabulary import Form
from etiquette.rules.contacts import NAME_LIMIT as CONTACT_LIMIT
from etiquette.rules.partnerships import PLAN_LIMIT
from etiquette.rules.plans import NEVER, Written

NAME_SHOWN = 60
HOW_LIMIT = 500
NO_RHYTHM = "never"
RHYTHMS = {
    rhythm or NO_RHYTHM: label
    for rhythm, label in {
        "FREQ=MONTHLY": "Every month",
        "FREQ=MONTHLY;INTERVAL=2": "Every two months",
        "FREQ=MONTHLY;INTERVAL=3": "Every quarter",
        "FREQ=WEEKLY;INTERVAL=2": "Every two weeks",
        NEVER: "Never",
    }.items()
}
AGREED, DECLINED = "agreed", "declined"
BLANK: Mapping[str, str] = {
    "belief": "",
    "purpose": "",
    "rules": RULES_TEMPLATE,
    "my_win": "",
    "their_win": "",
    "initiatives": "",
    "rhythm": "FREQ=MONTHLY",
}
_ASKED = {
    "belief": (
        "What do you both believe?",
        "Where you see eye to eye comes first; the rest is easier from there (C2).",
    ),
    "purpose": ("What is it for?", "The shared purpose, in a sentence or two."),
    "rules": (
        "Rules of engagement",
        "Both of you edit them: what each keeps to itself, too, for you may be competitors.",
    ),
    "my_win": ("What do you want to win?", "A plan lasts when both win (C3)."),
    "their_win": ("What could {name} win?", "As you hope for it; it is theirs to change."),
    "initiatives": ("Your own initiatives", "One a line: what {name} could support (C11)."),
}
NAMES = {
    "belief": "what you both believe",
    "purpose": "the shared purpose",
    "rules": "the rules of engagement",
    "my_win": "what you want to win",
    "their_win": "what they could win",
    "initiatives": "your initiatives",
    "rhythm": "how often you look back",
}


def plan_form(
    name: str,
    known: Written,
    *,
    theirs: Mapping[str, str] | None = None,
    wrote: str | None = None,
    meta: str = "",
) -> dict[str, Any]:
    """The plan in one modal. `theirs`: what the other side wrote meanwhile, in the fields that both changed.

    Without a name it is asked for, too.
    """
    others = theirs or {}
    whom = [] if name else [field("contact", "With whom?", words(None, most=CONTACT_LIMIT, example="Dana Reyes"))]
    questions = [_question(each, name, known[each], others.get(each)) for each in _ASKED if each in known]
    rhythm = field(
        "rhythm",
        "How often do you look back together?",
        menu(RHYTHMS, known["rhythm"] or NO_RHYTHM),
        hint=_hint("Each of you answers alone, and both answers open together.", name, _rhythm(others)),
    )
    blocks: list[Block] = [*_opening(name, others), *you_wrote(wrote), *whom, *questions, rhythm]
    title = f"Plan with {clip(printable(name), 14)}" if name else "Plan together"
    return modal(Form.PLAN, title, blocks, meta=meta)


def outside_form(name: str, today: date, *, can_decline: bool, meta: str = "") -> dict[str, Any]:
    """How, and when, somebody outside Slack answered."""
    who = clip(printable(name), NAME_SHOWN)
    choices = {AGREED: f"{who} agreed", **({DECLINED: "Not this time"} if can_decline else {})}
    blocks: list[Block] = [
        field("answer", "What did they say?", one_of(choices, AGREED)),
        field(
            "how",
            "How did they say it?",
            words(None, most=HOW_LIMIT, example="By e-mail, after they read it"),
            hint="A few words, so that both of you can find it again.",
            optional=True,
        ),
        field("day", "On which day?", day_picker(today)),
    ]
    return modal(Form.PLAN_ANSWER, "Their answer", blocks, meta=meta)


def _opening(name: str, others: Mapping[str, str]) -> list[Block]:
    if not others:
        return [context("Nothing has to be complete yet. I will say what is missing before it can start.")]
    both = ", ".join(NAMES[each] for each in others)
    return [
        section(
            f"*{one_line(name)} wrote at the same time as you*, and you both changed {both}. Nothing is overwritten: "
            "your words stand in the fields, theirs under them. What you save now counts."
        )
    ]


def _question(each: str, name: str, text: str, other: str | None) -> InputBlock:
    asked, hint = _ASKED[each]
    who = clip(printable(name), NAME_SHOWN) or "they"
    return field(
        each,
        asked.format(name=who),
        words(text, most=PLAN_LIMIT, lines=True),
        hint=_hint(hint.format(name=who), name, other),
        optional=True,
    )


def _hint(usual: str, name: str, other: str | None) -> str:
    if other is None:
        return usual
    who = clip(printable(name), NAME_SHOWN)
    return f"Not saved yet. {who} wrote meanwhile: {printable(other)}" if other else f"Not saved yet. {who} emptied it."


def _rhythm(others: Mapping[str, str]) -> str | None:
    return RHYTHM_WORDS.get(others["rhythm"], "") if "rhythm" in others else None

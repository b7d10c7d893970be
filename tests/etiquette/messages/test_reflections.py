"""However a reflection stands and whatever was written, Slack takes what is said of it (L7)."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from emulator.blocks import problems, view_problems
from etiquette.messages.reflections import form, questions_to_send, reflecting, step_form, which
from etiquette.messages.vocabulary import Message
from etiquette.rules.reflections import (
    ANSWER_LIMIT,
    STEP_LIMIT,
    AnswerState,
    Reflecting,
    Reflection,
    ReflectionState,
)
from tests.builders import make_member
from tests.partners import TUESDAY, make_answer, make_side, make_together, their_side

MEMBER = make_member()
NASTY = st.text(min_size=1, max_size=ANSWER_LIMIT) | st.sampled_from(["&<>" * 200, "<!channel> *x*", "é\n" * 300])


def made(state: ReflectionState, step: str | None = None, by: str = "s-dana", *, agreed: bool = False) -> Reflection:
    return Reflection(
        "f-december",
        "T0COOP",
        "p-workshop",
        TUESDAY.date(),
        state,
        opened_at=TUESDAY,
        next_step=step,
        next_step_by=by if step else None,
        next_step_agreed_at=TUESDAY if agreed else None,
        created_at=TUESDAY,
    )


def stands(text: str, name: str) -> list[Reflecting]:
    """A reflection in every way in which it can stand, with these words in all that was written."""
    written = {"went_well": text, "was_hard": text, "gave": text, "received": text, "change": text}
    mine = make_answer(**written, state=AnswerState.ANSWERED)
    theirs = replace(mine, id="w-dana", side_id="s-dana")
    step = text[:STEP_LIMIT]
    found = []
    for is_outside in (False, True):
        other = their_side(name=name, is_outside=is_outside)
        together = replace(make_together(), theirs=other)
        due, opened = made(ReflectionState.DUE), ReflectionState.OPENED
        found += [
            Reflecting(together),
            Reflecting(together, due, make_answer()),
            Reflecting(together, due, mine, outside=replace(theirs, state=AnswerState.DUE) if is_outside else None),
            Reflecting(together, made(ReflectionState.SKIPPED), mine),
            *(
                Reflecting(together, made(opened, step if at else None, by, agreed=agreed), mine, theirs=theirs)
                for at, by, agreed in ((0, "", False), (1, "s-ada", False), (1, "s-dana", False), (1, "s-dana", True))
            ),
        ]
    return found


@settings(max_examples=15, deadline=None)
@example(text="0", name="0 ?")
@given(text=NASTY, name=st.text(min_size=1, max_size=200))
def test_slack_takes_whatever_is_said_of_a_reflection(text: str, name: str) -> None:
    for seen in stands(text, name):
        said = reflecting(seen, MEMBER)
        assert problems(said.blocks, "message") == []
        assert "<!channel" not in str(said.blocks)
        for answer in filter(None, (seen.mine, seen.outside)):
            assert view_problems(form(seen, answer)) == []
        if seen.reflection:
            assert view_problems(step_form(seen, seen.reflection)) == []
        greeting, _, asked = questions_to_send(seen.together, MEMBER).partition("\n")
        assert asked.count("?") == len("12345")
        assert greeting.count("?") <= name.count("?")


def test_the_choice_with_whom_fits_however_many_there_are() -> None:
    for count in (0, 1, 60):
        assert problems(which([make_together()] * count).blocks, "message") == []


@pytest.mark.parametrize("is_outside", [False, True])
def test_l7_before_both_are_in_nothing_of_either_is_shown(is_outside: bool) -> None:
    """A reflection that waits is spoken of without a word of what was written, one's own included."""
    secret = make_answer(state=AnswerState.ANSWERED, went_well="SECRET", gave="SECRET")
    together = replace(make_together(), theirs=their_side(is_outside=is_outside), mine=make_side())
    outside = replace(secret, id="w-dana", side_id="s-dana") if is_outside else None
    said: Message = reflecting(Reflecting(together, made(ReflectionState.DUE), secret, outside), MEMBER)
    assert "SECRET" not in str(said)

"""What is said of contributions and proposals, whatever people wrote in them (C4, C5, C7)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from etiquette.messages import contributions, nudges, proposals, replies
from etiquette.messages.vocabulary import Action, Message, metadata
from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import WHAT_LIMIT
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import PartnershipState, Together
from etiquette.rules.proposals import Aspect, Proposal, ProposalState, Thread
from etiquette.services.contributions import Given
from etiquette.services.proposals import Proposed
from tests.builders import make_deliverable
from tests.etiquette.messages.cast import ADA, DANA, NOW, elements, labels, plain, texts
from tests.etiquette.messages.test_everything_said import EXTREMES, Said, what_slack_refuses
from tests.partners import make_contribution, make_partnership, make_proposal, make_side, their_side

RULE = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20270512"


def of(words: str = "Dana Reyes", state: PartnershipState = PartnershipState.RUNNING, **theirs: Any) -> Together:
    name = " ".join(words.split())[:200] or "?"
    return Together(make_partnership(state=state), make_side(), their_side(name=name, **theirs))


def every_proposal(words: str) -> list[Proposal]:
    """Each aspect, in each state, by either side."""
    values = {Aspect.DATE: f"2026-11-30 {RULE}", Aspect.SCOPE: words[:WHAT_LIMIT] or "?", Aspect.OWNER: "s-dana"}
    return [
        make_proposal(
            id=f"r-{aspect}-{state}-{by}",
            aspect=aspect,
            proposed=values[aspect],
            state=state,
            side_id=by,
            note=words[:1000],
            proposed_at=NOW + timedelta(minutes=at),
        )
        for at, (aspect, state, by) in enumerate(
            (aspect, state, by) for aspect in Aspect for state in ProposalState for by in ("s-ada", "s-dana")
        )
    ]


def everything(words: str) -> dict[str, Callable[[], Said]]:
    what = " ".join(words.split())[:WHAT_LIMIT] or "?"
    once, again = make_contribution(what=what), make_contribution(what=what, rule=RULE, due_on=date(2026, 11, 30))
    unaccepted = replace(again, side_id="s-dana", accepted_at=None)
    asked = every_proposal(words)
    thread = Thread(make_deliverable(what=what, contribution_id="b-slides"), tuple(asked))
    given = [
        Given(each, of(words, state, is_outside=outside))
        for each in (once, again, unaccepted)
        for state in PartnershipState
        for outside in (True, False)
    ]
    proposed = [
        Proposed(Thread(target, tuple(asked)), once, of(words, is_outside=outside), each)
        for target in (once, thread.target)
        for each in (None, *asked)
        for outside in (True, False)
    ]
    matters = [Matter(Kind.PROPOSAL, each, DANA, None, None, together=of(words), thread=thread) for each in asked]
    chosen = [replace(matters[0], chosen=Chosen(answer, NOW, NOW, None)) for answer in Answer]
    fields = proposals.ProposalFields(what, words, recurs=True)
    above = proposals.thread_lines(thread, of(words), ADA, NOW)
    return {
        "form": lambda: contributions.form(words, meta=metadata(plan="p-1")),
        "form, editing": lambda: contributions.form(words, contributions.ContributionFields(words, words)),
        **{f"noted {n}": partial(told, contributions.noted(each, ADA, NOW)) for n, each in enumerate(given)},
        **{f"gone {n}": partial(told, contributions.gone(each)) for n, each in enumerate(given)},
        "listed": lambda: contributions.listed(words, "p-1", given, ADA, NOW),
        "listed, none": lambda: contributions.listed(words, "p-1", [], ADA, NOW),
        "proposal form": lambda: proposals.form(of(words, is_outside=True), fields, above, meta=metadata(target="b")),
        **{
            f"proposed {n}": partial(told, proposals.noted(each, ADA, NOW))
            for n, each in enumerate(proposed)
            if each.proposal
        },
        **{f"thread {n}": partial(proposals.shown, each, ADA, NOW) for n, each in enumerate(proposed)},
        **{f"asked {n}": partial(nudges.alone, each, ADA, NOW) for n, each in enumerate([*matters, *chosen])},
        "asked together": lambda: nudges.delivery(matters, ADA, NOW),
    }


@pytest.mark.parametrize("words", EXTREMES, ids=range(len(EXTREMES)))
def test_c5_c7_slack_takes_whatever_is_given_or_proposed(words: str) -> None:
    said = {which: say() for which, say in everything(words).items()}
    refused = {which: what_slack_refuses(each) for which, each in said.items()}
    assert {which: found for which, found in refused.items() if found} == {}
    assert all(0 < len(each.text.strip()) <= 3000 for each in said.values() if isinstance(each, Message))
    assert {each["action_id"] for known in said.values() for each in elements(known)} <= set(Action)


def test_c7_nothing_that_is_proposed_mentions_broadcasts_or_links() -> None:
    evil = "<!channel> <!here|x> <#C0GENERAL> <https://evil.example|click> @here"
    said = {which: "\n".join(texts(say())) for which, say in everything(evil).items()}
    heard = re.compile(r"<!|<#|<https://evil|@here|@channel|@everyone")
    assert [which for which, text in said.items() if heard.search(text)] == []


def told(line: str) -> Message:
    """A line above a card, alone."""
    return replies.plain(line)


def asked_of(together: Together, **values: Any) -> Proposed:
    proposal = make_proposal(target_id="d-1", **values)
    target = make_deliverable(id="d-1", what="the slides", due_on=date(2026, 11, 27), contribution_id="b-slides")
    return Proposed(Thread(target, (proposal,)), make_contribution(), together, proposal)


def test_c7_whoever_asked_has_nothing_to_press_until_it_is_answered() -> None:
    asked = asked_of(of(), side_id="s-ada", member_id="U0DANA")
    assert labels(proposals.shown(asked, ADA, NOW)) == []
    assert "I will ask Dana Reyes, in their working hours." in proposals.noted(asked, ADA, NOW)


def test_c7_what_somebody_outside_answers_is_recorded_where_it_was_proposed() -> None:
    outside = asked_of(of(is_outside=True, member_id="U0ADA"), side_id="s-ada")
    assert labels(proposals.shown(outside, ADA, NOW)) == ["Agreed", "Leave it as it was", "Propose something else"]
    assert "Telling Dana Reyes is yours to do" in proposals.noted(outside, ADA, NOW)


def test_c7_a_proposal_says_what_would_be_instead_of_what_is() -> None:
    known = asked_of(of())
    assert known.proposal is not None
    matter = Matter(Kind.PROPOSAL, known.proposal, DANA, None, None, together=of(), thread=known.thread)
    said = plain(nudges.alone(matter, ADA, NOW))
    assert "Dana Reyes proposes another day for “the slides”" in said
    assert "By Monday 30 November instead of by Friday 27 November." in said
    assert "Friday is a day off here." in said


def test_c4_a_rule_is_said_in_words_where_a_contribution_is_shown() -> None:
    contribution: Contribution = make_contribution(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    said = contributions.noted(Given(contribution, of()), ADA, NOW)
    assert "You give *Dana Reyes*: the slides, every other Friday, from Friday 27 November on." in said

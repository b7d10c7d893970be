"""Partnerships as tests need them: Ada and Dana run a workshop together since Tuesday; each builder takes keywords."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.news import Happened, News
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState, Together
from etiquette.rules.proposals import LAPSES_AFTER, Aspect, Proposal, ProposalState
from etiquette.rules.reflections import AnswerState, ReflectionAnswer
from etiquette.rules.remarks import Remark, RemarkSort

TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
WORKSPACE, ADA, DANA = "T0COOP", "U0ADA", "U0DANA"


def make_partnership(**values: Any) -> Partnership:
    """A workshop, agreed on and running."""
    partnership = Partnership(
        id="p-workshop",
        workspace_id=WORKSPACE,
        belief="Prices should say what a thing is worth.",
        purpose="A workshop on pricing, for both our circles.",
        rules="We say early what we cannot keep. Customers' names stay with whoever knows them.",
        state=PartnershipState.RUNNING,
        rhythm="FREQ=MONTHLY",
        rhythm_from=date(2026, 12, 24),
        reflect_on=date(2026, 12, 24),
        next_at=None,
        shared_at=None,
        purpose_changed_at=TUESDAY,
        rules_changed_at=TUESDAY,
        started_at=TUESDAY,
        closed_at=None,
        version=1,
        created_at=TUESDAY,
    )
    return replace(partnership, **values)


def make_side(**values: Any) -> Side:
    """Ada's side, in which all is well."""
    side = Side(
        id="s-ada",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        partnership_id="p-workshop",
        is_outside=False,
        name="Ada Okafor",
        win="A talk to show to the board.",
        initiatives="The pricing breakfast",
        state=SideState.AGREED,
        agreed_how=None,
        rules_agreed_at=TUESDAY,
        purpose_confirmed_at=TUESDAY,
        shares=False,
        offered_at=None,
        silent_since=TUESDAY,
        leans_since=None,
        support_from=None,
        door_on=None,
        closed=(),
        revision=1,
        created_at=TUESDAY,
    )
    return replace(side, **values)


def their_side(**values: Any) -> Side:
    """Dana's side, who is a member of the workspace herself."""
    plain = make_side(
        id="s-dana",
        member_id=DANA,
        contact_id="c-ada",
        name="Dana Reyes",
        win="Twenty people who know her work.",
        initiatives="The podcast",
        created_at=TUESDAY + timedelta(seconds=1),
    )
    return replace(plain, **values)


def make_together(**values: Any) -> Together:
    """The partnership as Ada sees it."""
    return Together(make_partnership(**values), make_side(), their_side())


def make_contribution(**values: Any) -> Contribution:
    """The slides, once, by Friday, which is Ada's to do."""
    contribution = Contribution(
        id="b-slides",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        partnership_id="p-workshop",
        side_id="s-ada",
        what="the slides",
        due_on=date(2026, 11, 27),
        rule=None,
        next_on=None,
        state=ContributionState.OPEN,
        dated_by="s-ada",
        accepted_at=TUESDAY,
        created_at=TUESDAY,
    )
    return replace(contribution, **values)


def make_proposal(**values: Any) -> Proposal:
    """Dana would have the slides on the Monday after, and asks Ada."""
    proposal = Proposal(
        id="r-slides",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        partnership_id="p-workshop",
        side_id="s-dana",
        target_id="b-slides",
        aspect=Aspect.DATE,
        proposed="2026-11-30",
        note="Friday is a day off here.",
        state=ProposalState.OPEN,
        counters_id=None,
        proposed_at=TUESDAY,
        answered_at=None,
        lapses_at=TUESDAY + LAPSES_AFTER,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(proposal, **values)


def make_answer(**values: Any) -> ReflectionAnswer:
    """Ada's answer to December's reflection, which is due."""
    answer = ReflectionAnswer(
        id="w-ada",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        reflection_id="f-december",
        partnership_id="p-workshop",
        side_id="s-ada",
        due_on=date(2026, 12, 24),
        state=AnswerState.DUE,
        went_well="",
        was_hard="",
        gave="",
        received="",
        change="",
        answered_at=None,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(answer, **values)


def make_remark(**values: Any) -> Remark:
    """What went well, says Ada."""
    remark = Remark(
        id="m-ada",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        partnership_id="p-workshop",
        side_id="s-ada",
        sort=RemarkSort.WENT_WELL,
        text="Forty people came.",
        beside="",
        created_at=TUESDAY,
    )
    return replace(remark, **values)


def make_news(**values: Any) -> News:
    """Dana has agreed to the plan, which Ada is told."""
    news = News(
        id="n-agreed",
        workspace_id=WORKSPACE,
        member_id=ADA,
        contact_id="c-dana",
        partnership_id="p-workshop",
        happened=Happened.AGREED,
        about_id=None,
        text="",
        at=TUESDAY,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(news, **values)

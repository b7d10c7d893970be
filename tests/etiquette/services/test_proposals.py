"""C7: date, scope and owner of what is agreed change by proposal: accepted, countered, declined, or lapsed."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from etiquette.rules.contributions import occurrence_id
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.proposals import Aspect, Proposal, ProposalState
from etiquette.rules.recurrences import When
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.contributions import contribution_of, let_go_contribution
from etiquette.services.deliverables import deliver, drop_deliverable
from etiquette.services.proposals import Idea, Proposed, accept, counter, decline, proposal_of, propose, thread_of
from etiquette.store.records import all_of, from_row
from etiquette.store.session import Store
from etiquette.store.tables import nudges
from tests.cast import ADA, DAN, Hand, utc
from tests.etiquette.services.test_contributions import (
    TUESDAYS,
    begins,
    days,
    gives,
    is_outside,
    lives_on,
    owed,
    stands,
)

FRIDAY, MONDAY = When(date(2026, 11, 27)), date(2026, 11, 30)
LATER = Idea(Aspect.DATE, MONDAY.isoformat(), "Friday is a day off here.")
THURSDAYS = When(date(2026, 11, 26), "FREQ=WEEKLY;BYDAY=TH")


async def asked(ada: Hand, dan: Hand, when: When = FRIDAY, idea: Idea = LATER, *, at: int | None = 0) -> Proposed:
    """Dan proposes a change of what Ada gives: of one occurrence, or, at none, of all of it. Dan's view of it."""
    await begins(ada)
    given = await gives(ada, when)
    occurrences = await owed(ada.store, ADA, given.contribution.id)
    dan.now = ada.now
    proposed = await propose(dan.doing(), given.contribution.id if at is None else occurrences[at].id, idea)
    ada.now = dan.now
    return proposed


def opened(proposed: Proposed) -> Proposal:
    assert proposed.proposal is not None
    return proposed.proposal


async def told(store: Store, who: Who) -> list[Happened]:
    async with store.reading() as tx:
        return [each.happened for each in await all_of(tx, News, who) if each.happened is not Happened.CHANGED]


async def nudges_of(store: Store, subject_id: str, state: State) -> list[Nudge]:
    """What is to be said of something, to anybody, soonest first."""
    async with store.reading() as tx:
        rows = await tx.connection.execute(
            select(nudges).where(nudges.c.subject_id == subject_id, nudges.c.state == state).order_by(nudges.c.due_at)
        )
        return [from_row(Nudge, row) for row in rows]


async def of(store: Store, who: Who) -> list[Deliverable]:
    async with store.reading() as tx:
        return sorted(await all_of(tx, Deliverable, who), key=lambda each: each.due_on)


async def test_c7_a_proposal_is_for_the_other_side_to_answer(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))

    assert (proposal.member_id, proposal.side_id, proposal.state) == (ADA.member_id, "s-dan", ProposalState.OPEN)
    seen = await proposal_of(ada.store, ada.member, proposal.id)
    assert [each.note for each in seen.thread.proposals] == ["Friday is a day off here."]
    for answer in (accept, decline):
        with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
            await answer(dan.doing(), proposal.id)
    with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
        await counter(dan.doing(), proposal.id, LATER)


async def test_c7_e10_another_day_that_is_accepted_moves_the_promise_and_keeps_its_story(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))

    await accept(ada.doing(), proposal.id)

    [promise] = await of(ada.store, ADA)
    assert (promise.due_on, promise.state, promise.id) == (MONDAY, DeliverableState.OPEN, proposal.target_id)
    async with ada.store.reading() as tx:
        [move] = await all_of(tx, Renegotiation, ADA)
    assert (move.due_on, move.now_due_on) == (FRIDAY.first, MONDAY)
    assert await told(ada.store, DAN) == [Happened.ACCEPTED]
    planned = await nudges_of(ada.store, promise.id, State.PLANNED)
    assert {each.due_at.date() for each in planned} >= {date(2026, 11, 27), MONDAY}


async def test_c7_something_else_that_is_accepted_is_what_is_promised(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan, idea=Idea(Aspect.SCOPE, "half a review")))
    await accept(ada.doing(), proposal.id)
    assert [each.what for each in await of(ada.store, ADA)] == ["half a review"]


async def test_c7_n6_who_takes_an_occurrence_over_has_it_and_the_other_has_it_no_more(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan, idea=Idea(Aspect.OWNER, "")))

    await accept(ada.doing(), proposal.id)

    assert await of(ada.store, ADA) == []
    [promise] = await of(ada.store, DAN)
    assert (promise.owner, promise.contact_id, promise.due_on) == (Owner.MINE, "c-ada", FRIDAY.first)
    planned = await nudges_of(ada.store, promise.id, State.PLANNED)
    assert {each.recipient for each in planned} == {DAN.member_id}

    back = opened(await propose(dan.doing(), promise.id, Idea(Aspect.OWNER, "")))
    await accept(ada.doing(), back.id)
    assert await of(ada.store, DAN) == []
    assert [each.revision for each in await of(ada.store, ADA)] == [promise.revision + 1]
    await lives_on(ada.store, utc(20, month=12))
    assert len(await of(ada.store, ADA)) == 1


async def test_c7_all_of_it_is_taken_over_from_now_on_and_what_was_done_stays_done(ada: Hand, dan: Hand) -> None:
    asked_ = await asked(ada, dan, TUESDAYS, Idea(Aspect.OWNER, ""), at=None)
    done = (await owed(ada.store, ADA, asked_.contribution.id))[0]
    await deliver(ada.doing(), done.id)

    await accept(ada.doing(), opened(asked_).id)

    assert [each.id for each in await of(ada.store, ADA)] == [done.id]
    assert await days(ada.store, DAN, asked_.contribution.id) == ["01.12.", "08.12."]
    assert (await contribution_of(ada.store, ada.member, asked_.contribution.id)).side.id == "s-dan"


async def test_c4_another_rule_withdraws_what_it_does_not_have_and_makes_nothing_settled_again(
    ada: Hand, dan: Hand
) -> None:
    both = Idea(Aspect.DATE, When(date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU,TH").text)
    asked_ = await asked(ada, dan, TUESDAYS, both, at=None)
    part = asked_.contribution.id
    first, second, _ = await owed(ada.store, ADA, part)
    await deliver(ada.doing(), first.id)
    await drop_deliverable(ada.doing(), second.id)
    await accept(ada.doing(), opened(asked_).id)
    assert await days(ada.store, ADA, part) == ["24.11.", "26.11.", "01.12.", "03.12.", "08.12."]

    again = opened(await propose(dan.doing(), part, Idea(Aspect.DATE, THURSDAYS.text)))
    await accept(ada.doing(), again.id)

    found = await owed(ada.store, ADA, part)
    assert [(f"{each.due_on:%d.%m.}", each.state.value) for each in found] == [
        ("24.11.", "delivered"),
        ("26.11.", "open"),
        ("01.12.", "dropped"),
        ("03.12.", "open"),
    ]
    once_more = opened(await propose(dan.doing(), part, Idea(Aspect.DATE, TUESDAYS.text)))
    await accept(ada.doing(), once_more.id)
    states = [(each.due_on.day, each.state.value) for each in await owed(ada.store, ADA, part)]
    assert states == [(24, "delivered"), (1, "dropped"), (8, "open")]


async def test_e10_what_is_given_once_moves_with_the_story_of_its_days(ada: Hand, dan: Hand) -> None:
    asked_ = await asked(ada, dan, FRIDAY, LATER, at=None)
    await accept(ada.doing(), opened(asked_).id)

    [promise] = await of(ada.store, ADA)
    assert (promise.due_on, promise.id) == (MONDAY, occurrence_id(asked_.contribution.id, MONDAY))
    async with ada.store.reading() as tx:
        [move] = await all_of(tx, Renegotiation, ADA)
    assert (move.deliverable_id, move.due_on, move.now_due_on) == (promise.id, FRIDAY.first, MONDAY)


async def test_c7_l5_a_counter_proposal_ends_the_first_and_goes_back(ada: Hand, dan: Hand) -> None:
    first = opened(await asked(ada, dan))

    second = opened(await counter(ada.doing(), first.id, Idea(Aspect.DATE, "2026-12-01", "Tuesday?")))

    assert (second.member_id, second.counters_id, second.side_id) == (DAN.member_id, first.id, "s-ada")
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await accept(ada.doing(), first.id)
    dan.now = ada.now
    await accept(dan.doing(), second.id)
    assert [each.due_on for each in await of(ada.store, ADA)] == [date(2026, 12, 1)]
    seen = await thread_of(ada.store, ada.member, first.target_id)
    assert [each.state for each in seen.thread.proposals] == [ProposalState.COUNTERED, ProposalState.ACCEPTED]
    assert await told(ada.store, ADA) == [Happened.ACCEPTED]


async def test_c7_a_no_leaves_all_as_it_was_and_is_told(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    await decline(ada.doing(), proposal.id)
    assert [each.due_on for each in await of(ada.store, ADA)] == [FRIDAY.first]
    assert await told(ada.store, DAN) == [Happened.TURNED_DOWN]


async def test_c7_one_proposal_is_open_about_one_thing(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    for who in (ada, dan):
        with pytest.raises(EtiquetteError, match=Refusal.PROPOSED_ALREADY):
            await propose(who.doing(), proposal.target_id, Idea(Aspect.SCOPE, "less"))
    await decline(ada.doing(), proposal.id)
    assert opened(await propose(dan.doing(), proposal.target_id, LATER)).state is ProposalState.OPEN


async def test_c7_it_is_nudged_at_once_after_two_days_and_five_later_and_then_lapses_told_to_both(
    ada: Hand, dan: Hand
) -> None:
    proposal = opened(await asked(ada, dan))
    planned = await nudges_of(ada.store, proposal.id, State.PLANNED)
    assert [(each.kind, each.recipient, each.step) for each in planned] == [
        (Kind.PROPOSAL, ADA.member_id, "once"),
        (Kind.PROPOSAL, ADA.member_id, "after-2"),
        (Kind.PROPOSAL, ADA.member_id, "last"),
    ]
    assert [each.due_at.day for each in planned][1:] == [26, 1]

    await lives_on(ada.store, proposal.lapses_at - timedelta(seconds=1))
    assert await told(ada.store, DAN) == []
    await lives_on(ada.store, proposal.lapses_at)

    assert proposal.lapses_at == proposal.proposed_at + timedelta(days=10)
    assert (await told(ada.store, ADA), await told(ada.store, DAN)) == ([Happened.LAPSED], [Happened.LAPSED])
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await accept(ada.doing(), proposal.id)
    assert [each.due_on for each in await of(ada.store, ADA)] == [FRIDAY.first]


@pytest.mark.parametrize(
    ("idea", "reason"),
    [
        (Idea(Aspect.DATE, "2026-11-27"), Refusal.NOTHING_NEW),
        (Idea(Aspect.DATE, "2026-11-23"), Refusal.DATE_IN_THE_PAST),
        (Idea(Aspect.DATE, THURSDAYS.text), Refusal.ONE_DAY),
        (Idea(Aspect.DATE, "whenever"), Refusal.NO_DATE),
        (Idea(Aspect.SCOPE, "a review"), Refusal.NOTHING_NEW),
        (Idea(Aspect.SCOPE, " "), Refusal.NO_DESCRIPTION),
        (Idea(Aspect.OWNER, "", "n" * 1001), Refusal.TEXT_TOO_LONG),
    ],
)
async def test_c7_what_could_not_be_is_not_proposed(ada: Hand, dan: Hand, idea: Idea, reason: Refusal) -> None:
    with pytest.raises(EtiquetteError) as refused:
        await asked(ada, dan, idea=idea)
    assert refused.value.code is reason


async def test_c7_a_day_that_passed_while_it_waited_is_not_agreed_on(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    ada.waits(days=8)
    with pytest.raises(EtiquetteError, match=Refusal.DATE_IN_THE_PAST):
        await accept(ada.doing(), proposal.id)


async def test_c7_what_is_delivered_or_let_go_needs_no_answer_any_more(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    await deliver(ada.doing(), proposal.target_id)
    assert await nudges_of(ada.store, proposal.id, State.PLANNED) == []
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await accept(ada.doing(), proposal.id)
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await propose(dan.doing(), proposal.target_id, LATER)

    given = await gives(ada, TUESDAYS)
    another = opened(await propose(dan.doing(), given.contribution.id, Idea(Aspect.SCOPE, "less")))
    await let_go_contribution(ada.doing(), given.contribution.id)
    assert await nudges_of(ada.store, another.id, State.PLANNED) == []


async def test_c7_of_somebody_outside_their_partner_records_both_ways(ada: Hand) -> None:
    await begins(ada)
    await is_outside(ada)
    given = await gives(ada, FRIDAY, is_mine=False)
    [promise] = await owed(ada.store, ADA, given.contribution.id)

    mine = opened(await propose(ada.doing(), promise.id, LATER))
    assert (mine.side_id, mine.member_id, mine.contact_id) == ("s-ada", ADA.member_id, "c-dan")
    await accept(ada.doing(), mine.id)
    theirs = opened(await propose(ada.doing(), promise.id, Idea(Aspect.OWNER, ""), by_them=True))
    assert theirs.side_id == "s-dan"
    await accept(ada.doing(), theirs.id)

    [promise] = await owed(ada.store, ADA, given.contribution.id)
    assert (promise.due_on, promise.owner) == (MONDAY, Owner.MINE)
    assert await told(ada.store, ADA) == [Happened.ACCEPTED]


async def test_c7_nobody_speaks_for_a_partner_in_slack(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    await decline(ada.doing(), proposal.id)
    with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
        await propose(ada.doing(), proposal.target_id, LATER, by_them=True)


async def test_n6_whoever_has_no_side_in_it_finds_no_proposal(ada: Hand, dan: Hand, sam: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    forgeries: list[Callable[[], Awaitable[object]]] = [
        lambda: proposal_of(sam.store, sam.member, proposal.id),
        lambda: thread_of(sam.store, sam.member, proposal.target_id),
        lambda: propose(sam.doing(), proposal.target_id, LATER),
        lambda: accept(sam.doing(), proposal.id),
        lambda: propose(ada.doing(), "no-such-thing", LATER),
        lambda: thread_of(dan.store, dan.member, "no-such-thing"),
    ]
    for forged in forgeries:
        with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
            await forged()


async def test_n4_an_answer_that_is_delivered_twice_counts_once(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    doing = ada.doing("one press")
    await accept(doing, proposal.id)
    with pytest.raises(EtiquetteError, match=Refusal.SEEN_BEFORE):
        await accept(doing, proposal.id)
    assert await told(ada.store, DAN) == [Happened.ACCEPTED]


async def test_c9_when_a_plan_is_over_nothing_proposed_in_it_is_asked(ada: Hand, dan: Hand) -> None:
    proposal = opened(await asked(ada, dan))
    await stands(ada, state=PartnershipState.CLOSED)
    assert await nudges_of(ada.store, proposal.id, State.PLANNED) == []
    assert await told(ada.store, DAN) == []

"""A sweep says what is due, once, together, within the member's hours and the day's allowance (N1, N2, N4, N5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from etiquette.rules.deliverables import Owner
from etiquette.rules.members import Profile
from etiquette.rules.nudges import State
from etiquette.rules.planning import nudges_for
from etiquette.rules.workdays import spread
from etiquette.services.deliverables import deliver
from etiquette.services.members import keep_profile
from etiquette.store import allowance
from etiquette.store import nudges as store_of_nudges
from etiquette.store.records import add
from scheduler.sweep import BATCH, sweep
from tests.builders import make_contact, make_deliverable, make_promise
from tests.cast import ADA, BO, Hand, utc
from tests.etiquette.services.ledger import nudges_of, planned_steps
from tests.scheduler.office import Office

OF_AN_INTRODUCTION = 2  # how one was referred, and a time to be found: due on the next day as well
MORNING = timedelta(hours=9, minutes=30 + spread(ADA.member_id))


async def test_n4_twice_changes_nothing(any_office: Office) -> None:
    """Said once, however often it is looked for."""
    ada = await any_office.hand()
    await ada.calls(utc(24, 13))
    any_office.moves(minutes=1)
    assert await sweep(any_office.desk) == 0

    await ada.calls(utc(24, 13, 27), name="Cleo Marchetti")
    any_office.moves_to(utc(24, 14, 3))
    assert [await sweep(any_office.desk) for _ in range(3)] == [1, 0, 0]

    assert len(any_office.inbox()) == 1
    assert max(any_office.said().values()) == 1


async def test_n2_what_is_due_together_comes_together_the_most_pressing_first(office: Office) -> None:
    ada = await office.hand()
    await ada.has_spoken(make_promise(due_on=date(2026, 11, 26)))

    office.moves_to(utc(25, 10, 30))
    await office.ticks()

    [message] = office.inbox()
    order = [message.plain.index(said) for said in ("The deck", "Thank Dana", "introducing")]
    assert order == sorted(order)


async def test_n2_eight_things_are_shown_and_the_rest_is_on_home(office: Office) -> None:
    ada = await office.hand()
    for number in range(10):
        await ada.promises(what=f"deck {number}", due_on=date(2026, 11, 26))

    office.moves_to(utc(25, 10, 30))
    await office.ticks()

    [message] = office.inbox()
    assert message.buttons.count("Delivered") == 8
    assert "And 2 more" in message.plain
    assert await office.states() == {"posted": 10, "planned": 40}
    assert max(office.said().values()) == 1


async def test_n2_a_day_takes_three_messages_and_the_fourth_comes_the_next_morning(office: Office) -> None:
    """Four calls are debriefed, an hour between them: the thanks for each are due two hours later."""
    ada = await office.hand()
    for number, hour in enumerate((8, 9, 10, 11)):
        ada.now = utc(25, hour)
        fixed = await ada.calls(name=f"Peer {number}")
        await ada.debriefs(fixed.call.id, two_way=False)

    counts = []
    for moment in (utc(25, 10, 5), utc(25, 11, 5), utc(25, 12, 5), utc(25, 13, 5), utc(25, 16), utc(26) + MORNING):
        office.moves_to(moment)
        await office.ticks()
        counts.append(len(office.inbox()))

    assert counts == [1, 2, 3, 3, 3, 4]
    assert "Thank Peer 3" in office.inbox()[-1].plain


async def test_n2_the_question_after_a_call_is_not_counted_among_the_days_messages(office: Office) -> None:
    """What belongs to a chosen moment comes besides the three."""
    ada = await office.hand()
    for minute in (0, 10, 20, 30, 40):
        await ada.calls(utc(25, 10, minute), name=f"Peer {minute}")
    await ada.promises(due_on=date(2026, 11, 25))

    for minute in (35, 45, 55):
        office.moves_to(utc(25, 10, minute))
        await office.ticks()
    office.moves_to(utc(25, 11, 15))
    await office.ticks()

    assert len(office.inbox()) == 4
    assert await posted_that_count(office) == 1


async def test_n2_a_message_whose_fate_is_not_known_yet_counts_among_the_days_messages(office: Office) -> None:
    """Its answer was lost: it may well have been posted."""
    ada = await office.hand()
    await office.run("UPDATE members SET daily_messages = 1")
    for number, hour in enumerate((8, 9)):
        ada.now = utc(25, hour)
        fixed = await ada.calls(name=f"Peer {number}")
        await ada.debriefs(fixed.call.id, two_way=False)
    office.slack.faults.drop_answer("chat.postMessage")

    for moment in (utc(25, 10, 5), utc(25, 11, 5)):
        office.moves_to(moment)  # no machine time passes: the first is still somebody's
        await office.ticks()

    assert len(office.inbox()) == 1
    assert (await office.states())["claimed"] == 1


async def posted_that_count(office: Office) -> int:
    async with office.store.reading() as tx:
        return (await allowance.posted_since(tx, ADA.workspace_id, {ADA.member_id: utc(25)}))[ADA.member_id]


async def test_n1_what_falls_due_at_night_waits_for_the_morning(office: Office) -> None:
    ada = await office.hand()
    await ada.promises(due_on=date(2026, 11, 26))
    await office.run("UPDATE nudges SET due_at = '2026-11-24 22:00:00.000000' WHERE occasion = '1/before'")

    office.moves_to(utc(24, 22, 30))
    await office.ticks()
    assert office.inbox() == []

    [first, *_] = await nudges_of(ada, State.PLANNED)
    assert first.due_at == utc(25) + MORNING

    office.moves_to(first.due_at)
    await office.ticks()
    assert len(office.inbox()) == 1


async def test_n1_the_question_after_a_call_comes_at_its_moment_even_on_a_saturday_night(office: Office) -> None:
    ada = await office.hand()
    await ada.calls(utc(28, 22))

    office.moves_to(utc(28, 22, 34))
    await office.ticks()
    assert office.inbox() == []

    office.moves_to(utc(28, 22, 35))
    await office.ticks()
    [message] = office.inbox()
    assert "How was your call" in message.plain


async def test_n1_do_not_disturb_is_waited_out_and_what_is_due_comes_when_it_ends(office: Office) -> None:
    """Slack tells of it, and is asked before anything is said; whoever is not silent hears in time."""
    for who in (ADA, BO):
        await (await office.hand(who)).promises(due_on=date(2026, 11, 26))
    await office.person().change(dnd=("08:00", "11:00"))

    office.moves_to(utc(25, 10, 30))
    await office.ticks()
    assert [len(office.inbox(who)) for who in (ADA, BO)] == [0, 1]

    office.moves_to(utc(25, 10, 59))
    await office.ticks()
    assert office.inbox() == []

    office.moves_to(utc(25, 11, 0))
    await office.ticks()
    assert len(office.inbox()) == 1


async def test_n1_the_question_after_a_call_is_asked_in_do_not_disturb_which_slack_mutes_itself(office: Office) -> None:
    ada = await office.hand()
    await ada.calls(utc(24, 14))
    await office.person().change(dnd=("08:00", "20:00"))

    office.moves_to(utc(24, 14, 35))
    await office.ticks()

    assert len(office.inbox()) == 1


@pytest.mark.parametrize("fault", [{"error": "missing_scope"}, {"status": 500}])
async def test_n1_where_slack_does_not_tell_of_do_not_disturb_what_is_due_is_said(
    office: Office, fault: dict[str, Any]
) -> None:
    """A bot that was not given dnd:read, or a Slack that stumbles, silences nobody."""
    await (await office.hand()).promises(due_on=date(2026, 11, 26))
    await office.person().change(dnd=("08:00", "11:00"))
    office.slack.faults.refuse("dnd.teamInfo", **fault)

    office.moves_to(utc(25, 10, 30))
    await office.ticks()

    assert len(office.inbox()) == 1


async def test_n1_where_slack_asks_for_a_rest_before_it_tells_of_do_not_disturb_it_is_waited_for(
    any_office: Office,
) -> None:
    """It will tell in a moment; whoever is silent is not to hear anything only because many were asked about."""
    for who in (ADA, BO):
        await (await any_office.hand(who)).promises(due_on=date(2026, 11, 26))
    await any_office.person().change(dnd=("08:00", "11:00"))
    any_office.slack.faults.refuse("dnd.teamInfo", retry_after=20)

    any_office.moves_to(utc(25, 10, 30))
    await any_office.ticks()
    assert [len(any_office.inbox(who)) for who in (ADA, BO)] == [0, 0]

    any_office.moves(seconds=21)
    await any_office.ticks(any_office.another_desk())
    assert [len(any_office.inbox(who)) for who in (ADA, BO)] == [0, 1]


async def test_n5_after_a_long_silence_only_the_last_step_is_said(office: Office) -> None:
    """A later step withdraws an earlier one that was not said: Monday never brings two."""
    ada = await office.hand()
    promise = (await ada.promises()).deliverable

    office.moves_to(utc(30, 11))
    await office.ticks()

    [message] = office.inbox()
    assert message.buttons.count("Delivered") == 1
    assert await office.states() == {"withdrawn": 2, "posted": 1, "planned": 1}
    assert await planned_steps(ada, promise.id) == ["after-7"]


async def test_what_was_settled_meanwhile_is_withdrawn_and_not_said(office: Office) -> None:
    """Design §5: the rule is asked again; here a worker's memory of an older plan, put back by hand."""
    ada = await office.hand()
    promise = (await ada.promises()).deliverable
    await deliver(ada.doing(), promise.id)
    await office.run("UPDATE nudges SET state = 'planned'")

    office.moves_to(utc(27, 11))
    await office.ticks()

    assert office.inbox() == []
    assert (await office.states())["withdrawn"] >= 2


async def test_who_has_left_is_not_written_to(office: Office) -> None:
    ada = await office.hand()
    await ada.promises()
    await keep_profile(office.store, ADA, Profile(None, None, None, is_active=False), office.time.domain)

    office.moves_to(utc(27, 11))
    await office.ticks()

    assert office.inbox() == []
    assert (await office.states())["withdrawn"] == 2


async def test_n2_however_much_is_due_to_one_member_it_is_one_message(any_office: Office) -> None:
    """More than one batch takes, after a long pause: nobody gets a message for each batch."""
    ada, bo = await any_office.hand(), await any_office.hand(BO)
    await ada.logs()
    await bo.promises(due_on=date(2026, 11, 25))
    await many_promises(any_office, ada, BATCH + 10)

    any_office.moves_to(utc(25, 11))
    await any_office.ticks()

    assert len(any_office.inbox()) == 1
    assert f"And {BATCH + 2 + OF_AN_INTRODUCTION} more" in any_office.inbox()[0].plain
    assert len(any_office.inbox(BO)) == 1


async def many_promises(office: Office, ada: Hand, count: int) -> None:
    """Saved in one go: a year's work, not typed."""
    contact = make_contact(id="c-many")
    async with office.store.writing() as tx:
        await add(tx, contact)
        for number in range(count):
            promise = make_deliverable(
                id=f"d-{number}", contact_id=contact.id, owner=Owner.MINE, due_on=date(2026, 11, 25)
            )
            await add(tx, promise)
            await store_of_nudges.plan(tx, ADA.workspace_id, nudges_for(promise, ada.member, ada.now), ada.now)

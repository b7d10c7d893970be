"""A plan in which both win: written, offered, agreed to by a yes of one's own, and started (C1, C3, C5, L1)."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from etiquette.messages.plan_forms import BLANK
from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, State
from etiquette.rules.partnerships import PartnershipState, Side, SideState
from etiquette.rules.plans import Lack, digests, fingerprint, gaps_of, written
from etiquette.services.agreeing import agree, decline, offer_plan, record_no, record_yes, start_plan
from etiquette.services.contacts import Somebody, contact_of
from etiquette.services.plans import Plan, Saved, edit_plan, plan_of, plan_with, write_plan
from etiquette.services.together import partnerships_of
from etiquette.store import nudges
from etiquette.store.records import add, all_of
from tests.builders import SAM
from tests.cast import Hand, utc
from tests.etiquette.services.ledger import facts_of, nudges_of
from tests.partners import make_contribution

IN_SLACK = Somebody("Sam Rivera", slack_user_id=SAM.member_id)
OUTSIDE = Somebody("Dana Reyes")
WHOLE = {
    **BLANK,
    "belief": "Prices should say what a thing is worth.",
    "purpose": "A workshop on pricing.",
    "my_win": "A talk.",
    "their_win": "Twenty people.",
    "initiatives": "The breakfast",
}


async def plans(hand: Hand, somebody: Somebody = IN_SLACK, **written_otherwise: str) -> str:
    saved = await write_plan(hand.doing(), somebody, {**WHOLE, **written_otherwise}, digests(BLANK))
    return saved.partnership_id


async def gives(hand: Hand, plan_id: str, what: str = "the slides", *, theirs: bool = False) -> None:
    """A contribution of a side that this member acts for."""
    seen = await sees(hand, plan_id)
    side = seen.together.theirs if theirs else seen.together.mine
    contribution = make_contribution(
        id=f"b-{what}",
        member_id=side.member_id,
        contact_id=side.contact_id,
        partnership_id=plan_id,
        side_id=side.id,
        what=what,
        dated_by=seen.together.mine.id,
        accepted_at=None if theirs else hand.now,
    )
    async with hand.store.writing() as tx:
        await add(tx, contribution)


async def sees(hand: Hand, plan_id: str) -> Plan:
    return await plan_of(hand.store, hand.member, plan_id)


async def edits(hand: Hand, plan_id: str, seen: Plan | None = None, **changes: str) -> Saved:
    """An edit of what was seen, or is now."""
    shown = written((seen or await sees(hand, plan_id)).together)
    return await edit_plan(hand.doing(), plan_id, {**shown, **changes}, digests(shown))


async def agrees(hand: Hand, plan_id: str) -> None:
    seen = await sees(hand, plan_id)
    await agree(hand.doing(), plan_id, fingerprint(seen.together, seen.contributions))


async def offered(ada: Hand, sam: Hand) -> str:
    plan_id = await plans(ada)
    await offer_plan(ada.doing(), plan_id, sam.member)
    sam.now = ada.now
    return plan_id


async def agreed(ada: Hand, sam: Hand) -> str:
    plan_id = await offered(ada, sam)
    await agrees(sam, plan_id)
    ada.now = sam.now
    return plan_id


async def lacks(hand: Hand, plan_id: str) -> list[Lack]:
    seen = await sees(hand, plan_id)
    return [gap.lack for gap in gaps_of(seen.together, seen.contributions)]


async def told(hand: Hand) -> list[News]:
    """What waits to be told to somebody, and was not taken back."""
    planned = {each.subject_id for each in await nudges_of(hand, State.PLANNED)}
    return [fact for fact in await facts_of(hand) if isinstance(fact, News) and fact.id in planned]


async def refused(doing: Awaitable[Any]) -> EtiquetteError:
    with pytest.raises(EtiquetteError) as error:
        await doing
    return error.value


async def said(hand: Hand) -> None:
    """Whatever is planned for somebody was said to them."""
    planned = await nudges_of(hand, State.PLANNED)
    async with hand.store.writing() as tx:
        await nudges.settle(tx, [nudge.id for nudge in planned], State.POSTED)


async def test_c3_an_incomplete_plan_is_kept_and_says_what_is_missing(ada: Hand) -> None:
    plan_id = await plans(ada, their_win="", purpose="")

    seen = await sees(ada, plan_id)
    assert seen.together.partnership.belief == WHOLE["belief"]
    assert seen.together.partnership.rules == BLANK["rules"]
    assert (seen.together.mine.state, seen.together.theirs.state) == (SideState.AGREED, SideState.UNASKED)
    assert await lacks(ada, plan_id) == [Lack.PURPOSE, Lack.WIN, Lack.CONTRIBUTION, Lack.YES]
    assert (await refused(start_plan(ada.doing(), plan_id))).code is Refusal.PLAN_INCOMPLETE
    assert await nudges_of(ada, State.PLANNED) == []


async def test_a_second_plan_with_the_same_person_goes_into_the_first(ada: Hand) -> None:
    plan_id = await plans(ada)

    again = await plans(ada, rhythm="FREQ=MONTHLY;INTERVAL=3")

    assert again == plan_id
    [only] = await partnerships_of(ada.store, ada.member)
    assert only.partnership.rhythm == "FREQ=MONTHLY;INTERVAL=3"
    clash = await refused(write_plan(ada.doing(), IN_SLACK, {**WHOLE, "belief": "Another"}, digests(BLANK)))
    assert (clash.code, clash.values["fields"]) == (Refusal.BOTH_CHANGED, ("belief",))


async def test_nobody_plans_with_themselves(ada: Hand) -> None:
    oneself = Somebody("Ada", slack_user_id=ada.member.id)
    assert (await refused(plans(ada, oneself))).code is Refusal.PLAN_WITH_YOURSELF


async def test_n6_a_plan_is_found_by_whoever_has_a_side_in_it_and_by_nobody_else(
    ada: Hand, sam: Hand, dan: Hand, dan_elsewhere: Hand
) -> None:
    """Before it is offered, not even by whom it is meant for."""
    plan_id = await plans(ada)
    for other in (sam, dan, dan_elsewhere):
        other.now = ada.now
        for doing in (
            plan_of(other.store, other.member, plan_id),
            edit_plan(other.doing(), plan_id, WHOLE, digests(WHOLE)),
            agree(other.doing(), plan_id, ""),
            offer_plan(other.doing(), plan_id, ada.member),
            record_yes(other.doing(), plan_id, "by e-mail", date(2026, 11, 24)),
            record_no(other.doing(), plan_id),
            start_plan(other.doing(), plan_id),
        ):
            assert (await refused(doing)).code is Refusal.NOT_FOUND
        assert await partnerships_of(other.store, other.member) == []
        side = (await sees(ada, plan_id)).together.mine.id
        assert (await refused(decline(other.doing(), side))).code is Refusal.NOT_FOUND


async def test_c1_an_offer_is_said_to_the_other_side_in_their_hours_and_enrols_nobody(ada: Hand, sam: Hand) -> None:
    ada.now = utc(24, 10)  # five in the morning, where Sam is
    plan_id = await offered(ada, sam)

    kinds = [nudge.kind for nudge in await nudges_of(sam, State.PLANNED)]
    assert kinds == [Kind.PLAN_OFFERED] * 3
    first = (await nudges_of(sam, State.PLANNED))[0]
    assert (first.due_at.day, first.due_at.hour) == (24, 14)
    assert await all_of_contacts(sam) == []
    seen = await sees(sam, plan_id)
    assert (seen.together.mine.state, seen.together.theirs.name) == (SideState.INVITED, ada.member.name)
    assert (await refused(offer_plan(ada.doing(), plan_id, sam.member))).code is Refusal.ALREADY_SETTLED
    assert (await refused(start_plan(sam.doing(), plan_id))).code is Refusal.ALREADY_SETTLED


async def all_of_contacts(hand: Hand) -> list[Contact]:
    async with hand.store.reading() as tx:
        return await all_of(tx, Contact, hand.member.who)


async def test_an_offer_goes_to_the_contact_and_to_nobody_else(ada: Hand, sam: Hand, dan: Hand) -> None:
    plan_id = await plans(ada)
    assert (await refused(offer_plan(ada.doing(), plan_id, dan.member))).code is Refusal.NOT_FOUND
    assert (await sees(ada, plan_id)).partner_id == sam.member.id
    outside = await plans(ada, OUTSIDE)
    assert (await sees(ada, outside)).partner_id is None
    assert (await refused(offer_plan(ada.doing(), outside, sam.member))).code is Refusal.NOT_FOUND


async def test_c1_a_yes_makes_a_side_with_a_contact_of_its_own_and_is_told(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    await gives(ada, plan_id)
    await said(sam)
    await agrees(sam, plan_id)

    [contact] = await all_of_contacts(sam)
    assert contact.slack_user_id == ada.member.id
    mine = (await sees(sam, plan_id)).together.mine
    assert (mine.state, mine.contact_id, mine.rules_agreed_at) == (SideState.AGREED, contact.id, sam.now)
    assert mine.purpose_confirmed_at == sam.now
    assert [news.happened for news in await told(ada)] == [Happened.AGREED]
    assert [nudge.answer for nudge in await nudges_of(sam, State.POSTED)] == ["done"] * 3
    assert await nudges_of(sam, State.PLANNED) == []
    assert (await refused(agree(sam.doing(), plan_id, ""))).code is Refusal.ALREADY_SETTLED
    assert (await refused(decline(sam.doing(), mine.id))).code is Refusal.ALREADY_SETTLED


async def test_a_yes_keeps_the_contact_that_was_known_before(ada: Hand, sam: Hand) -> None:
    sam_knows = Somebody("Ada O.", slack_user_id=ada.member.id)
    await plans(sam, sam_knows)
    ada.now = sam.now

    plan_id = await agreed(ada, sam)

    [contact] = await all_of_contacts(sam)
    assert (contact.name, (await sees(sam, plan_id)).together.mine.contact_id) == ("Ada O.", contact.id)
    found = await plan_with(sam.store, sam.member, contact)
    assert found is not None
    assert found.partnership.id == plan_id  # what both are in comes before what one of them drafts


async def test_c5_what_was_written_for_the_other_side_becomes_theirs_with_their_yes(ada: Hand, sam: Hand) -> None:
    plan_id = await plans(ada)
    await gives(ada, plan_id, "the room", theirs=True)
    assert Lack.DATE in await lacks(ada, plan_id)
    await offer_plan(ada.doing(), plan_id, sam.member)
    sam.now = ada.now
    await agrees(sam, plan_id)

    async with sam.store.reading() as tx:
        [room] = await all_of(tx, Contribution, sam.member.who)
    mine = (await sees(sam, plan_id)).together.mine
    assert (room.side_id, room.contact_id, room.accepted_at) == (mine.id, mine.contact_id, sam.now)
    assert await lacks(ada, plan_id) == []


async def test_c1_a_yes_to_what_has_changed_since_it_was_read_is_none(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    seen = await sees(sam, plan_id)
    await edits(ada, plan_id, rules="Everything is mine.")
    sam.now = ada.now

    late = agree(sam.doing(), plan_id, fingerprint(seen.together, seen.contributions))

    assert (await refused(late)).code is Refusal.PLAN_CHANGED
    assert (await sees(sam, plan_id)).together.mine.state is SideState.INVITED


async def test_c1_a_no_ends_it_kindly_and_nothing_nags(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    await decline(sam.doing(), (await sees(sam, plan_id)).together.mine.id)
    ada.now = sam.now

    assert [news.happened for news in await told(ada)] == [Happened.DECLINED]
    assert await nudges_of(sam, State.PLANNED) == []
    assert await all_of_contacts(sam) == []
    seen = (await sees(ada, plan_id)).together
    assert (seen.partnership.state, seen.theirs.state) == (PartnershipState.CLOSED, SideState.DECLINED)
    assert (await refused(edits(ada, plan_id, belief="Still"))).code is Refusal.ALREADY_SETTLED
    assert await plans(ada) != plan_id  # another time is another plan


async def test_c1_rules_changed_after_a_yes_ask_for_it_anew(ada: Hand, sam: Hand) -> None:
    """L1: and so does the purpose. Who is told twice before they hear of it hears of both at once."""
    plan_id = await agreed(ada, sam)
    await gives(ada, plan_id)
    assert await lacks(ada, plan_id) == []

    await edits(ada, plan_id, rules="Less.", my_win="More.")
    await edits(ada, plan_id, purpose="Another.")

    assert await lacks(sam, plan_id) == [Lack.RULES_YES, Lack.PURPOSE_YES]
    [news] = await told(sam)
    assert (news.happened, news.text) == (Happened.CHANGED, "my_win,purpose,rules")
    sam.now = ada.now
    await agrees(sam, plan_id)
    assert await lacks(sam, plan_id) == []
    assert await told(sam) == []
    await start_plan(ada.doing(), plan_id)


async def test_c1_what_an_invited_side_changes_waits_for_the_yes_of_whoever_offered(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    await edits(sam, plan_id, rules="Half each.", my_win="Thirty people.")
    await agrees(sam, plan_id)

    ada.now = sam.now
    assert await lacks(ada, plan_id) == [Lack.CONTRIBUTION, Lack.RULES_YES]
    assert (await sees(ada, plan_id)).together.theirs.win == "Thirty people."
    await agrees(ada, plan_id)
    assert await lacks(ada, plan_id) == [Lack.CONTRIBUTION]


async def test_c3_a_win_is_its_owners_to_word_once_they_have_agreed(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    before = await sees(ada, plan_id)
    await agrees(sam, plan_id)
    ada.now = sam.now

    saved = await edits(ada, plan_id, before, their_win="Fame", belief="Fair prices.")

    assert saved.too_late == "Fame"
    seen = (await sees(sam, plan_id)).together
    assert (seen.mine.win, seen.partnership.belief) == (WHOLE["their_win"], "Fair prices.")


async def test_two_edits_at_once_are_merged_and_where_they_meet_the_second_is_asked(ada: Hand, sam: Hand) -> None:
    plan_id = await agreed(ada, sam)
    seen = await sees(ada, plan_id)
    await edits(sam, plan_id, belief="Sam's words", purpose="Sam's purpose")
    ada.now = sam.now

    clash = await refused(edits(ada, plan_id, seen, belief="Ada's words", rules="Ada's rules"))
    assert (clash.code, clash.values["fields"]) == (Refusal.BOTH_CHANGED, ("belief",))
    now = (await sees(ada, plan_id)).together.partnership
    assert (now.belief, now.rules) == ("Sam's words", BLANK["rules"])

    read = {**digests(written(seen.together)), **digests({"belief": "Sam's words"})}
    mine = {**written(seen.together), "belief": "Both words", "rules": "Ada's rules"}
    saved = await edit_plan(ada.doing(), plan_id, mine, read)

    assert saved.kept == ("purpose",)
    now = (await sees(sam, plan_id)).together.partnership
    assert (now.belief, now.purpose, now.rules) == ("Both words", "Sam's purpose", "Ada's rules")


async def test_saving_what_is_there_changes_nothing_and_tells_nobody(ada: Hand, sam: Hand) -> None:
    plan_id = await agreed(ada, sam)
    before = await sees(ada, plan_id)

    await edits(ada, plan_id)

    assert await sees(ada, plan_id) == before
    assert await told(sam) == []


async def test_of_somebody_outside_slack_it_is_recorded_how_and_when_they_agreed(ada: Hand) -> None:
    plan_id = await plans(ada, OUTSIDE)
    await gives(ada, plan_id)
    ada.waits(days=2)

    assert (await refused(record_yes(ada.doing(), plan_id, "by phone", day(ada, -3)))).code is (
        Refusal.AGREED_BEFORE_CHANGE
    )
    assert (await refused(record_yes(ada.doing(), plan_id, "by phone", day(ada, 1)))).code is Refusal.DAY_TO_COME
    assert (await refused(record_yes(ada.doing(), plan_id, "", day(ada, 0)))).code is Refusal.NO_WORDS
    await record_yes(ada.doing(), plan_id, "by phone", day(ada, -1))

    theirs = (await sees(ada, plan_id)).together.theirs
    assert (theirs.state, theirs.agreed_how) == (SideState.AGREED, "by phone")
    assert theirs.rules_agreed_at == utc(26)
    assert await lacks(ada, plan_id) == []
    await edits(ada, plan_id, rules="Other rules.", their_win="Another win.")
    assert await lacks(ada, plan_id) == [Lack.RULES_YES]
    await record_yes(ada.doing(), plan_id, "by phone, again", day(ada, 0))
    assert await lacks(ada, plan_id) == []
    assert (await refused(record_no(ada.doing(), plan_id))).code is Refusal.ALREADY_SETTLED
    assert await nudges_of(ada, State.PLANNED) == []


def day(hand: Hand, away: int) -> date:
    return (hand.now + timedelta(days=away)).date()


async def test_a_no_from_outside_slack_ends_it(ada: Hand) -> None:
    plan_id = await plans(ada, OUTSIDE)
    await record_no(ada.doing(), plan_id)
    assert (await sees(ada, plan_id)).together.partnership.state is PartnershipState.CLOSED
    contact = await contact_of(ada.store, ada.member, OUTSIDE)
    assert await plan_with(ada.store, ada.member, contact) is None


async def test_c1_it_starts_when_nothing_is_missing_and_both_are_told(ada: Hand, sam: Hand) -> None:
    plan_id = await agreed(ada, sam)
    await gives(ada, plan_id)
    sam.now = ada.now
    await start_plan(sam.doing(), plan_id)

    running = (await sees(ada, plan_id)).together.partnership
    assert (running.state, running.started_at) == (PartnershipState.RUNNING, sam.now)
    assert (running.rhythm_from, running.reflect_on) == (date(2026, 12, 24), date(2026, 12, 24))
    assert Happened.STARTED in [news.happened for news in await told(ada)]
    silent = [await silent_since(hand, plan_id) for hand in (ada, sam)]
    assert silent == [sam.now, sam.now]
    assert (await refused(start_plan(ada.doing(), plan_id))).code is Refusal.ALREADY_SETTLED


async def silent_since(hand: Hand, plan_id: str) -> datetime | None:
    return (await sees(hand, plan_id)).together.mine.silent_since


async def test_c12_an_edit_of_what_runs_ends_its_silence(ada: Hand, sam: Hand) -> None:
    plan_id = await agreed(ada, sam)
    await gives(ada, plan_id)
    await start_plan(ada.doing(), plan_id)
    ada.waits(days=9)

    await edits(ada, plan_id, rhythm="FREQ=WEEKLY;INTERVAL=2")

    assert await silent_since(sam, plan_id) == ada.now
    assert (await sees(sam, plan_id)).together.partnership.reflect_on == day(ada, 14)


async def test_n4_each_happens_once_however_often_it_is_delivered(ada: Hand, sam: Hand) -> None:
    plan_id = await offered(ada, sam)
    seen = await sees(sam, plan_id)
    doing = sam.doing("press:1")
    await agree(doing, plan_id, fingerprint(seen.together, seen.contributions))

    again = await refused(agree(doing, plan_id, fingerprint(seen.together, seen.contributions)))

    assert again.code is Refusal.SEEN_BEFORE
    assert len(await told(ada)) == 1


async def test_n3_what_both_agreed_on_is_not_taken_back_by_one(ada: Hand, sam: Hand) -> None:
    plan_id = await agreed(ada, sam)
    await said(ada)
    async with sam.store.reading() as tx:
        [side] = await all_of(tx, Side, sam.member.who)
    await refused(sam.undoes())  # their contact rests on it

    assert (await sees(ada, plan_id)).together.theirs == side
    answers = [(nudge.answer, nudge.act_id) for nudge in await nudges_of(sam, State.POSTED)]
    assert all(act_id is None for _, act_id in answers)


async def test_a_member_without_a_name_is_still_called_something(ada: Hand, sam: Hand) -> None:
    ada.member = nameless(ada.member)
    plan_id = await offered(ada, sam)
    assert (await sees(sam, plan_id)).together.theirs.name == f"@{ada.member.id}"


def nameless(member: Member) -> Member:
    return replace(member, name=None)

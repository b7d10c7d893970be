"""The courtesies, rule by rule: what a call calls for, and what follows from what (E9 to E13)."""

from datetime import date, timedelta

import pytest

from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.nudges import Kind, State
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from etiquette.services.calls import did_not_happen, edit_call
from etiquette.services.contacts import Somebody
from etiquette.services.deletion import delete_call, delete_introduction
from etiquette.services.deliverables import deliver, drop_deliverable, edit_deliverable
from etiquette.services.invitations import answer_invitation, begin_invitation, drop_invitation, send_invitation
from etiquette.services.matters import due_now
from etiquette.services.thanks import begin_thanks, drop_thanks, send_thanks
from tests.builders import make_promise
from tests.cast import DANA, Hand, thanks_to, utc
from tests.etiquette.services.ledger import facts_of, nudges_of, planned_steps

INVITES = ["next-day", "after-3", "after-7"]


async def invitation_of(hand: Hand) -> Invitation:
    [found] = [fact for fact in await facts_of(hand) if isinstance(fact, Invitation)]
    return found


async def thanks_owed(hand: Hand) -> list[ThankYou]:
    return [fact for fact in await facts_of(hand) if isinstance(fact, ThankYou)]


async def kinds_planned(hand: Hand) -> set[Kind]:
    return {nudge.kind for nudge in await nudges_of(hand, State.PLANNED)}


async def test_e9_a_debrief_turns_what_was_agreed_into_promises_of_both_sides(ada: Hand) -> None:
    mine, theirs = make_promise(), make_promise(owner=Owner.THEIRS, what="her notes")

    held = await ada.has_spoken(mine, theirs)

    assert [(each.owner, each.what) for each in held.deliverables] == [
        (Owner.MINE, "the deck"),
        (Owner.THEIRS, "her notes"),
    ]
    assert {Kind.DELIVERABLE_MINE, Kind.DELIVERABLE_THEIRS} <= await kinds_planned(ada)


async def test_e9_a_call_that_is_debriefed_is_not_asked_about_any_more(ada: Hand) -> None:
    held = await ada.has_spoken()

    assert await planned_steps(ada, held.call.id, Kind.DEBRIEF) == []
    assert held.call.state is CallState.HELD


async def test_e9_a_call_to_come_cannot_be_debriefed_yet(ada: Hand) -> None:
    fixed = await ada.calls(ada.now + timedelta(days=1))

    with pytest.raises(EtiquetteError) as refused:
        await ada.debriefs(fixed.call.id)

    assert refused.value.code is Refusal.CALL_NOT_OVER


async def test_e9_a_call_that_did_not_happen_calls_for_no_thanks_and_can_be_given_another_date(ada: Hand) -> None:
    fixed = await ada.calls()

    await did_not_happen(ada.doing(), fixed.call.id)
    assert await thanks_owed(ada) == []
    assert await planned_steps(ada, fixed.call.id) == []

    again = await edit_call(ada.doing(), fixed.call.id, Somebody(DANA), utc(26, 15), 30)
    assert again.call.state is CallState.PLANNED
    assert await planned_steps(ada, fixed.call.id, Kind.DEBRIEF) == ["first", "next-day", "last"]
    assert await planned_steps(ada, fixed.call.id, Kind.PREPARE) == ["before"]


async def test_e9_a_moved_call_is_asked_about_after_its_new_end_alone(ada: Hand) -> None:
    fixed = await ada.calls(utc(25, 15))

    await edit_call(ada.doing(), fixed.call.id, Somebody(DANA), utc(26, 11), 60)

    planned = await nudges_of(ada, State.PLANNED, subject_id=fixed.call.id)
    card, first = (each for each in planned if each.chosen)
    assert (card.kind, card.due_at) == (Kind.CALL_CARD, utc(26, 10, 50))
    assert (first.kind, first.due_at) == (Kind.DEBRIEF, utc(26, 12, 5))


async def test_e9_debriefing_again_amends_and_nobody_is_thanked_twice(ada: Hand) -> None:
    held = await ada.has_spoken(make_promise())

    amended = await ada.debriefs(held.call.id, make_promise(what="the slides"), discussed="Hiring")

    assert amended.call.discussed == "Hiring"
    assert {each.id for each in amended.thank_yous} <= {each.id for each in held.thank_yous}
    assert len(await thanks_owed(ada)) == 2
    promises = {fact.what for fact in await facts_of(ada) if hasattr(fact, "what")}
    assert promises == {"the deck", "the slides"}


async def test_e10_a_promise_that_was_kept_or_dropped_is_recalled_no_more(ada: Hand) -> None:
    for settle in (deliver, drop_deliverable):
        promise = (await ada.promises()).deliverable
        assert await planned_steps(ada, promise.id) == ["before", "on", "after-3", "after-7"]

        await settle(ada.doing(), promise.id)
        assert await planned_steps(ada, promise.id) == []


async def test_e10_a_renegotiated_date_moves_every_reminder(ada: Hand) -> None:
    promise = (await ada.promises()).deliverable

    await edit_deliverable(ada.doing(), promise.id, Somebody(DANA), make_promise(due_on=date(2026, 12, 9)))

    planned = await nudges_of(ada, State.PLANNED, subject_id=promise.id)
    assert [nudge.due_at.date() for nudge in planned[:2]] == [date(2026, 12, 8), date(2026, 12, 9)]
    assert {nudge.revision for nudge in planned} == {2}


async def test_e11_a_call_calls_for_thanks_to_the_contact_and_to_the_introducer(ada: Hand) -> None:
    held = await ada.has_spoken()

    assert [each.addressee for each in held.thank_yous] == [Addressee.CONTACT, Addressee.INTRODUCER]
    assert {Kind.THANK_CONTACT, Kind.THANK_INTRODUCER} <= await kinds_planned(ada)


async def test_e11_the_introducer_is_thanked_once_however_many_calls_come_of_it(ada: Hand) -> None:
    await ada.has_spoken()

    second = await ada.calls()
    held = await ada.debriefs(second.call.id)

    assert [each.addressee for each in held.thank_yous] == [Addressee.CONTACT]
    assert [each.addressee for each in await thanks_owed(ada)].count(Addressee.INTRODUCER) == 1


async def test_e11_where_nobody_introduced_them_nobody_is_thanked_for_it(ada: Hand) -> None:
    await ada.logs(by=None)
    fixed = await ada.calls()

    held = await ada.debriefs(fixed.call.id)

    assert [each.addressee for each in held.thank_yous] == [Addressee.CONTACT]


async def test_e11_thanks_that_are_owed_are_taken_up_rather_than_begun_anew(ada: Hand) -> None:
    held = await ada.has_spoken()

    found = await begin_thanks(ada.doing(), Somebody(DANA))

    assert [each.id for each in found] == [each.id for each in held.thank_yous]


async def test_e12_the_invitation_waits_for_the_thanks_to_the_contact(ada: Hand) -> None:
    """Never before the thanks: not nudged, and not sent."""
    held = await ada.has_spoken()
    assert held.invitation is not None
    assert held.invitation.state is InvitationState.WAITING
    assert Kind.INVITE not in await kinds_planned(ada)

    with pytest.raises(EtiquetteError) as refused:
        await send_invitation(ada.doing(), held.invitation.id)
    assert refused.value.code is Refusal.THANKS_FIRST

    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)
    assert await planned_steps(ada, held.invitation.id) == INVITES


async def test_e12_the_introducers_thanks_does_not_gate_the_invitation(ada: Hand) -> None:
    held = await ada.has_spoken()

    await send_thanks(ada.doing(), thanks_to(Addressee.INTRODUCER, held).id)
    assert Kind.INVITE not in await kinds_planned(ada)

    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)
    assert Kind.INVITE in await kinds_planned(ada)


async def test_e12_where_the_thanks_were_dropped_no_invitation_is_nudged(ada: Hand) -> None:
    held = await ada.has_spoken()

    await drop_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)

    assert (await invitation_of(ada)).state is InvitationState.WAITING
    assert Kind.INVITE not in await kinds_planned(ada)


async def test_e12_a_one_way_street_is_not_invited(ada: Hand) -> None:
    held = await ada.has_spoken(two_way=False)
    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)

    assert held.invitation is None
    assert Kind.INVITE not in await kinds_planned(ada)


async def test_e12_a_debrief_amended_to_one_way_lets_the_invitation_go(ada: Hand) -> None:
    held = await ada.has_thanked()

    await ada.debriefs(held.call.id, two_way=False)

    assert (await invitation_of(ada)).state is InvitationState.DROPPED
    assert Kind.INVITE not in await kinds_planned(ada)


async def test_e12_a_debrief_amended_to_two_way_after_the_thanks_invites_at_once(ada: Hand) -> None:
    held = await ada.has_spoken(two_way=False)
    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)

    amended = await ada.debriefs(held.call.id, two_way=True)

    assert amended.invitation is not None
    assert amended.invitation.state is InvitationState.DUE
    assert await planned_steps(ada, amended.invitation.id) == INVITES


async def test_e12_thanks_taken_back_take_the_invitation_back_with_them(ada: Hand) -> None:
    """N3: undoing also withdraws what the press had planned."""
    held = await ada.has_spoken()
    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)

    await ada.undoes()

    assert (await invitation_of(ada)).state is InvitationState.WAITING
    assert Kind.INVITE not in await kinds_planned(ada)


async def test_e12_two_calls_make_one_invitation(ada: Hand) -> None:
    first = await ada.has_spoken()
    second = await ada.calls()

    again = await ada.debriefs(second.call.id)

    assert again.invitation == first.invitation


async def test_e12_an_invitation_asked_for_by_hand_waits_too_and_comes_at_once_after_the_thanks(ada: Hand) -> None:
    await ada.logs()
    waiting = await begin_invitation(ada.doing(), Somebody(DANA))
    assert waiting.state is InvitationState.WAITING

    [thanks] = await begin_thanks(ada.doing(), Somebody(DANA))
    await send_thanks(ada.doing(), thanks.id)

    assert (await invitation_of(ada)).state is InvitationState.DUE


async def test_e13_a_sent_invitation_is_asked_about_once_in_two_weeks_and_then_rests(ada: Hand) -> None:
    held = await ada.has_thanked()
    assert held.invitation is not None
    await send_invitation(ada.doing(), held.invitation.id)
    assert await planned_steps(ada, held.invitation.id) == ["after-14"]

    await answer_invitation(ada.doing(), held.invitation.id, InvitationState.NOT_ACCEPTED)
    assert await planned_steps(ada, held.invitation.id) == []


async def test_e13_an_invitation_that_was_dropped_or_answered_cannot_be_settled_again(ada: Hand) -> None:
    held = await ada.has_thanked()
    assert held.invitation is not None
    await drop_invitation(ada.doing(), held.invitation.id)

    for settle in (drop_invitation, send_invitation):
        with pytest.raises(EtiquetteError) as refused:
            await settle(ada.doing(), held.invitation.id)
        assert refused.value.code is Refusal.ALREADY_SETTLED


async def test_a_deleted_call_takes_what_is_still_owed_with_it_and_leaves_what_was_promised(ada: Hand) -> None:
    held = await ada.has_spoken(make_promise())

    await delete_call(ada.doing(), held.call.id)

    assert await thanks_owed(ada) == []
    assert [matter.kind for matter in await due_now(ada.store, ada.member, utc(26, 10))] == [Kind.DELIVERABLE_MINE]
    assert await planned_steps(ada, held.deliverables[0].id) == ["before", "on", "after-3", "after-7"]


async def test_a_deleted_call_leaves_the_thanks_that_were_sent(ada: Hand) -> None:
    held = await ada.has_thanked()

    await delete_call(ada.doing(), held.call.id)

    assert [(each.addressee, each.state) for each in await thanks_owed(ada)] == [
        (Addressee.CONTACT, ThankYouState.SENT)
    ]


async def test_a_deleted_introduction_takes_the_contact_along_where_nothing_else_hangs_on_them(ada: Hand) -> None:
    introduced = await ada.logs()
    await delete_introduction(ada.doing(), introduced.introduction.id)
    assert await facts_of(ada) == []

    introduced = await ada.logs()
    await ada.calls()
    await delete_introduction(ada.doing(), introduced.introduction.id)
    assert {type(fact).__name__ for fact in await facts_of(ada)} == {"Contact", "Call"}

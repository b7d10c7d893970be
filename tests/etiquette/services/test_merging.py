"""Two spellings of one person: facts of both, nudges that go on, nothing said twice (issue 3, People; N4)."""

from datetime import timedelta

from etiquette.messages.portraits import portrait
from etiquette.rules.contacts import Contact
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Kind, Noun, State
from etiquette.rules.thanks import Addressee, ThankYouState
from etiquette.services.contacts import Somebody, edit_contact, everybody, portrait_of
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.invitations import begin_invitation
from etiquette.services.matters import matter_of
from etiquette.services.merging import merge_contacts
from etiquette.services.thanks import send_thanks
from tests.cast import DANA, SAM, Hand, thanks_to
from tests.etiquette.services.ledger import ledger, nudges_of, planned_steps

OTHER = "Dana R. Ortega"


async def both(ada: Hand) -> tuple[Contact, Contact]:
    """Dana as she is kept, and under the other spelling."""
    people = {each.name: each for each in await everybody(ada.store, ada.member)}
    return people[DANA], people[OTHER]


async def merged(ada: Hand) -> Contact:
    kept, other = await both(ada)
    await merge_contacts(ada.doing(), kept.id, other.id)
    return (await portrait_of(ada.store, ada.member, kept.id)).contact


async def planned_of(ada: Hand, kind: Kind) -> list[str]:
    return [each.subject_id for each in await nudges_of(ada, State.PLANNED) if each.kind is kind]


async def test_people_merged_have_the_facts_of_both_and_what_was_planned_goes_on(ada: Hand) -> None:
    await ada.has_spoken()
    await ada.promises(OTHER, what="the slides")
    before = {
        (each.kind, each.subject_id, each.due_at)
        for each in await nudges_of(ada, State.PLANNED)
        if each.kind is not Kind.CHECK_IN
    }

    dana = await merged(ada)

    assert [each.name for each in await everybody(ada.store, ada.member)] == [DANA]
    known = await portrait_of(ada.store, ada.member, dana.id)
    assert [len(each) for each in (known.introductions, known.calls, known.deliverables)] == [1, 1, 1]
    after = {(each.kind, each.subject_id, each.due_at) for each in await nudges_of(ada, State.PLANNED)}
    assert before <= after
    assert {each[1] for each in after - before} <= {dana.id}


async def test_people_merged_fill_in_what_was_empty_and_keep_the_rest(ada: Hand) -> None:
    await ada.logs()
    await ada.logs(OTHER)
    kept, other = await both(ada)
    await edit_contact(ada.doing(), kept.id, {"company": "Acme", "tags": ("pricing",), "past": "Taught"})
    more = {"company": "Acme Ltd", "role": "Head", "tags": ("Pricing", "hiring"), "past": "Two start-ups"}
    await edit_contact(ada.doing(), other.id, more)

    dana = await merged(ada)

    assert (dana.name, dana.company, dana.role) == (DANA, "Acme", "Head")
    assert (dana.tags, dana.past) == (("pricing", "hiring"), "Taught\nTwo start-ups")


async def test_people_merged_are_checked_in_on_once(ada: Hand) -> None:
    """E19: a doubled check-in is one, from the later sign of life."""
    await ada.logs()
    ada.waits(days=10)
    await ada.logs(OTHER)
    kept, other = await both(ada)
    for each in (kept, other):
        assert await planned_steps(ada, each.id) == ["after-90", "after-180"]

    dana = await merged(ada)

    assert dana.touched_at == other.touched_at
    plans = await nudges_of(ada, State.PLANNED, subject_id=dana.id)
    assert [each.kind for each in plans] == [Kind.CHECK_IN, Kind.CHECK_IN]
    assert await planned_steps(ada, other.id) == []
    assert min(each.due_at for each in plans) - ada.now > timedelta(days=80)


async def test_people_merged_are_asked_once_for_a_date_and_each_introducer_once_for_their_words(ada: Hand) -> None:
    """E3, E4: both introduced by Sam, neither called yet."""
    await ada.logs()
    await ada.logs(OTHER, by=SAM.upper())
    assert len(set(await planned_of(ada, Kind.SECURE_CALL))) == 2

    await merged(ada)

    assert len(set(await planned_of(ada, Kind.SECURE_CALL))) == 1
    assert len(set(await planned_of(ada, Kind.HOW_REFERRED))) == 1


async def test_people_merged_two_introducers_are_each_asked_how_they_referred(ada: Hand) -> None:
    await ada.logs()
    await ada.logs(OTHER, by="Cleo Marchetti")

    await merged(ada)

    assert len(set(await planned_of(ada, Kind.HOW_REFERRED))) == 2
    assert len(set(await planned_of(ada, Kind.SECURE_CALL))) == 1


async def test_people_merged_a_call_under_one_spelling_stands_for_the_introduction_under_the_other(ada: Hand) -> None:
    """E3, E4: and once it was held, nobody is asked any more how they were referred."""
    await ada.logs()
    fixed = await ada.calls(name=OTHER)
    await ada.debriefs(fixed.call.id)

    await merged(ada)

    assert await planned_of(ada, Kind.SECURE_CALL) == []
    assert await planned_of(ada, Kind.HOW_REFERRED) == []


async def test_people_merged_one_call_noted_twice_is_one(ada: Hand) -> None:
    """E5, E7: one card each, one debrief."""
    start = ada.now + timedelta(days=3)
    await ada.calls(start)
    await ada.calls(start, OTHER)

    dana = await merged(ada)

    [call] = (await portrait_of(ada.store, ada.member, dana.id)).calls
    for kind in (Kind.PREPARE, Kind.CALL_CARD, Kind.DEBRIEF):
        assert set(await planned_of(ada, kind)) == {call.id}


async def test_people_merged_one_promise_noted_twice_is_one(ada: Hand) -> None:
    """E10: in other capitals."""
    await ada.promises()
    await ada.promises(OTHER, what="The deck")
    await ada.promises(OTHER, what="the slides")

    dana = await merged(ada)

    known = await portrait_of(ada.store, ada.member, dana.id)
    assert [each.what for each in known.deliverables] == ["the deck", "the slides"]


async def test_people_merged_an_introducer_is_thanked_once_and_an_invitation_sent_once(ada: Hand) -> None:
    """E11, E12: the call was held, and debriefed, under either spelling."""
    await ada.has_thanked()
    await log_introduction(ada.doing(), Somebody(OTHER), Introduced(SAM), "")
    fixed = await ada.calls(ada.now - timedelta(days=2), OTHER)
    await ada.debriefs(fixed.call.id)
    assert len(set(await planned_of(ada, Kind.THANK_INTRODUCER))) == 2

    dana = await merged(ada)

    known = await portrait_of(ada.store, ada.member, dana.id)
    owed = [each for each in known.thank_yous if each.state is ThankYouState.DUE]
    assert sorted(each.addressee for each in owed) == [Addressee.CONTACT, Addressee.INTRODUCER]
    assert sorted(each.state for each in known.invitations) == [InvitationState.DROPPED, InvitationState.DUE]
    assert len(set(await planned_of(ada, Kind.INVITE))) == 1


async def test_people_merged_an_invitation_hears_that_they_were_thanked(ada: Hand) -> None:
    """E12: it waited under one spelling, and the thanks went out under the other."""
    await ada.logs()
    await begin_invitation(ada.doing(), Somebody(DANA))
    await ada.logs(OTHER)
    fixed = await ada.calls(name=OTHER)
    held = await ada.debriefs(fixed.call.id, two_way=False)
    await send_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id)

    dana = await merged(ada)

    [invitation] = (await portrait_of(ada.store, ada.member, dana.id)).invitations
    assert invitation.state is InvitationState.DUE


async def test_people_merged_are_two_again_after_undo(ada: Hand) -> None:
    """N3: with everything that was let go, and everything that was planned."""
    await ada.has_thanked()
    await ada.has_spoken()
    ada.waits(days=1)
    await ada.logs(OTHER)
    await ada.promises()
    await ada.promises(OTHER)
    fixed = await ada.calls(name=OTHER)
    await ada.debriefs(fixed.call.id)
    before = await ledger(ada)

    await merged(ada)
    assert await ledger(ada) != before
    await ada.undoes()

    assert await ledger(ada) == before


async def test_n4_people_merged_over_a_call_to_come_are_still_asked_how_they_were_referred(ada: Hand) -> None:
    """E3: a date stands by now, and what was to be asked of the introducer goes on as it was."""
    introduction_id = (await ada.logs()).introduction.id
    await ada.calls(ada.now + timedelta(days=5), name=OTHER)
    before = await planned_steps(ada, introduction_id, Kind.HOW_REFERRED)

    await merged(ada)

    assert await planned_steps(ada, introduction_id, Kind.HOW_REFERRED) == before
    assert await planned_steps(ada, introduction_id, Kind.SECURE_CALL) == []


async def test_e11_people_merged_whoever_opened_the_door_is_thanked_and_not_who_came_later(ada: Hand) -> None:
    """In the nudge and on the contact's page alike."""
    held = await ada.has_spoken()
    ada.waits(days=1)
    await ada.logs(OTHER, by="Cleo Marchetti")

    dana = await merged(ada)

    owed = thanks_to(Addressee.INTRODUCER, held)
    matter = await matter_of(ada.store, ada.member, Noun.THANK_YOU, owed.id)
    assert matter.introduction is not None
    assert matter.introduction.introducer_name == SAM
    page = portrait(await portrait_of(ada.store, ada.member, dana.id), ada.member, ada.now)
    assert f"*Thanks* to {SAM}: still to be said" in str(page.blocks)

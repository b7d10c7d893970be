"""Every act can be taken back until the next fact builds on it (N3): records as they were, and nothing left planned."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Reading
from etiquette.rules.deliverables import Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.good_turns import GoodTurnState, Turn
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Answer, Kind, Later, State
from etiquette.rules.thanks import Addressee
from etiquette.services.answers import later, later_moment
from etiquette.services.calls import did_not_happen, edit_call
from etiquette.services.checking_in import let_them_rest, wrote_to
from etiquette.services.connections import add_to_people
from etiquette.services.contacts import Somebody, edit_contact
from etiquette.services.deletion import delete_call, delete_contact, delete_deliverable, delete_introduction
from etiquette.services.deliverables import deliver, drop_deliverable, edit_deliverable
from etiquette.services.digests import Weekly, change_digest, remove_digest, set_digest
from etiquette.services.good_turns import settle_good_turn
from etiquette.services.introductions import Introduced, edit_introduction
from etiquette.services.invitations import (
    answer_invitation,
    begin_invitation,
    drop_invitation,
    send_invitation,
    write_invitation,
)
from etiquette.services.ledger import Good, delete_favour, edit_favour, record_favour
from etiquette.services.lessons import Learned, share_lesson
from etiquette.services.members import choose_zone
from etiquette.services.merging import merge_contacts
from etiquette.services.nudging import close
from etiquette.services.preparing import Prepared, prepare_call, tick
from etiquette.services.questions import say_no, say_yes
from etiquette.services.requests import (
    ask_for_introduction,
    drop_request,
    introduced,
    note_referral,
    pass_on,
    request_made,
    write_request,
)
from etiquette.services.settings import stop_kind
from etiquette.services.thanks import begin_thanks, drop_thanks, send_thanks, write_thanks
from etiquette.store.records import add
from tests.builders import SAM, make_good_turn, make_promise
from tests.cast import ADA, DANA, Hand, asked, opened, thanks_to
from tests.etiquette.services.everything import a_list_of
from tests.etiquette.services.ledger import facts_of, ledger, nudges_of, planned_steps

Prepare = Callable[[Hand], Awaitable[str]]
Do = Callable[[Hand, str], Awaitable[Any]]
GOOD = Good(Direction.GIVEN, FavourForm.KNOWLEDGE, "an hour on pricing")


async def nothing(_ada: Hand) -> str:
    return ""


async def an_introduction(ada: Hand) -> str:
    return (await ada.logs()).introduction.id


async def a_call(ada: Hand) -> str:
    await ada.logs()
    return (await ada.calls()).call.id


async def a_debriefed_call(ada: Hand) -> str:
    return (await ada.has_spoken(make_promise(), make_promise(owner=Owner.THEIRS, what="her notes"))).call.id


async def a_connection(ada: Hand) -> str:
    return (await a_list_of(ada)).connection_id


async def a_promise(ada: Hand) -> str:
    return (await ada.promises()).deliverable.id


async def a_digest(ada: Hand) -> str:
    return (await set_digest(ada.doing(), "C0GENERAL", Weekly(4, time(15)))).id


async def thanks_due(ada: Hand) -> str:
    return thanks_to(Addressee.CONTACT, await ada.has_spoken()).id


async def an_invitation_that_waits(ada: Hand) -> str:
    held = await ada.has_spoken()
    assert held.invitation is not None
    return held.invitation.id


async def an_invitation_due(ada: Hand) -> str:
    held = await ada.has_thanked()
    assert held.invitation is not None
    return held.invitation.id


async def a_sent_invitation(ada: Hand) -> str:
    invitation_id = await an_invitation_due(ada)
    await send_invitation(ada.doing(), invitation_id)
    return invitation_id


async def a_question_of_a_kind(ada: Hand) -> str:
    await a_promise(ada)
    return await asked(ada, Kind.DELIVERABLE_MINE)


async def a_question_of_the_zone(ada: Hand) -> str:
    await a_promise(ada)
    return await asked(ada, None)


async def a_delivered_promise(ada: Hand) -> str:
    promise = await a_promise(ada)
    await deliver(ada.doing(), promise)
    return await ada.last_act()


async def a_contact(ada: Hand) -> str:
    return (await ada.logs()).contact.id


async def a_contact_known_well(ada: Hand) -> str:
    return (await ada.has_thanked(make_promise())).contact.id


async def two_spellings(ada: Hand) -> str:
    await ada.logs("Dana R. Ortega")
    return await a_contact_known_well(ada)


async def merge_the_other(ada: Hand, kept_id: str) -> None:
    other = next(fact for fact in await facts_of(ada) if getattr(fact, "name", "") == "Dana R. Ortega")
    await merge_contacts(ada.doing(), kept_id, other.id)


async def a_call_to_prepare(ada: Hand) -> str:
    fixed = await ada.calls(ada.now + timedelta(days=3))
    await edit_contact(ada.doing(), fixed.contact.id, {"profile_url": "https://linkedin.com/in/dana"})
    return fixed.call.id


async def a_favour(ada: Hand) -> str:
    await ada.logs()
    return (await record_favour(ada.doing(), Somebody(DANA), replace(GOOD, what="a book"), "")).favour.id


async def a_good_turn(ada: Hand) -> str:
    contact = await a_contact(ada)
    turn = make_good_turn(contact_id=contact, turn=Turn.RECOMMEND)
    async with ada.store.writing() as tx:
        await add(tx, turn)
    return turn.id


async def asks(ada: Hand) -> str:
    by_sam = Introduced("Sam Rivera", SAM.member_id)
    asked = await ask_for_introduction(ada.doing(), Somebody(DANA), by_sam, None, "ask Sam for Dana")
    return asked.introduction.id


async def a_request(ada: Hand) -> str:
    await Hand.of(ada.store, SAM)
    return await asks(ada)


async def passes_on(ada: Hand, introduction_id: str) -> None:
    await pass_on(ada.doing(), introduction_id, (await Hand.of(ada.store, SAM)).member, "Please", "Me")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that can be done, to what."""

    verb: Verb
    prepare: Prepare
    do: Do
    name: str = ""


def put_off(kind: Kind) -> Do:
    async def do(ada: Hand, subject_id: str) -> None:
        doing = ada.doing()
        await later(doing, kind, subject_id, later_moment(ada.member, Later.WEEK, ada.now))

    return do


CASES = [
    Case(Verb.LOG_INTRODUCTION, nothing, lambda ada, _: ada.logs()),
    Case(
        Verb.EDIT_INTRODUCTION,
        an_introduction,
        lambda ada, i: edit_introduction(
            ada.doing(),
            i,
            Somebody("Dana Ruiz", profile_url="https://dana.example"),
            Introduced("Cleo", None, "kindly"),
        ),
    ),
    Case(Verb.ASK_FOR_INTRODUCTION, nothing, lambda ada, _: asks(ada)),
    Case(Verb.MOVE_INTRODUCTION, a_request, lambda ada, i: request_made(ada.doing(), i), "asked"),
    Case(Verb.MOVE_INTRODUCTION, a_request, lambda ada, i: introduced(ada.doing(), i), "made"),
    Case(Verb.MOVE_INTRODUCTION, a_request, lambda ada, i: drop_request(ada.doing(), i), "dropped"),
    Case(Verb.ASK_INTRODUCER, a_request, passes_on, "to introduce"),
    Case(Verb.EDIT_DRAFT, a_request, lambda ada, i: write_request(ada.doing(), i, "Please", "Me"), "of a request"),
    Case(Verb.EDIT_INTRODUCTION, an_introduction, lambda ada, i: note_referral(ada.doing(), i, "kindly"), "referred"),
    Case(Verb.FIX_CALL, nothing, lambda ada, _: ada.calls()),
    Case(Verb.FIX_CALL, an_introduction, lambda ada, _: ada.calls(), "with somebody known"),
    Case(
        Verb.EDIT_CALL,
        a_call,
        lambda ada, k: edit_call(ada.doing(), k, Somebody(DANA), ada.now + timedelta(days=2), 45),
    ),
    Case(
        Verb.DEBRIEF, a_call, lambda ada, k: ada.debriefs(k, make_promise(), make_promise(owner=Owner.THEIRS)), "held"
    ),
    Case(Verb.DEBRIEF, a_debriefed_call, lambda ada, k: ada.debriefs(k, make_promise(), two_way=False), "amended"),
    Case(Verb.DEBRIEF, a_call, lambda ada, k: did_not_happen(ada.doing(), k), "not held"),
    Case(Verb.AGREE_DELIVERABLE, nothing, lambda ada, _: ada.promises()),
    Case(
        Verb.EDIT_DELIVERABLE,
        a_promise,
        lambda ada, d: edit_deliverable(
            ada.doing(), d, Somebody(DANA), make_promise(what="slides", due_on=date(2026, 12, 4))
        ),
    ),
    Case(Verb.DELIVER, a_promise, lambda ada, d: deliver(ada.doing(), d)),
    Case(Verb.DROP_DELIVERABLE, a_promise, lambda ada, d: drop_deliverable(ada.doing(), d)),
    Case(Verb.BEGIN_THANKS, an_introduction, lambda ada, _: begin_thanks(ada.doing(), Somebody(DANA))),
    Case(Verb.SEND_THANKS, thanks_due, lambda ada, t: send_thanks(ada.doing(), t)),
    Case(Verb.DROP_THANKS, thanks_due, lambda ada, t: drop_thanks(ada.doing(), t)),
    Case(Verb.EDIT_DRAFT, thanks_due, lambda ada, t: write_thanks(ada.doing(), t, "Thank you, Dana."), "of thanks"),
    Case(
        Verb.EDIT_DRAFT, an_invitation_due, lambda ada, v: write_invitation(ada.doing(), v, "Hello"), "of an invitation"
    ),
    Case(Verb.BEGIN_INVITATION, an_introduction, lambda ada, _: begin_invitation(ada.doing(), Somebody(DANA))),
    Case(Verb.SEND_INVITATION, an_invitation_due, lambda ada, v: send_invitation(ada.doing(), v)),
    Case(Verb.DROP_INVITATION, an_invitation_due, lambda ada, v: drop_invitation(ada.doing(), v)),
    Case(Verb.DROP_INVITATION, an_invitation_that_waits, lambda ada, v: drop_invitation(ada.doing(), v), "waiting"),
    Case(
        Verb.ANSWER_INVITATION,
        a_sent_invitation,
        lambda ada, v: answer_invitation(ada.doing(), v, InvitationState.ACCEPTED),
    ),
    Case(Verb.ANSWER_QUESTION, a_question_of_a_kind, lambda ada, q: say_yes(ada.doing(), q), "stop it"),
    Case(Verb.ANSWER_QUESTION, a_question_of_a_kind, lambda ada, q: say_no(ada.doing(), q), "go on"),
    Case(
        Verb.ANSWER_QUESTION, a_question_of_the_zone, lambda ada, q: choose_zone(ada.doing(), q, "Asia/Tokyo"), "zone"
    ),
    Case(Verb.STOP_KIND, a_promise, lambda ada, d: stop_kind(ada.doing(), Kind.DELIVERABLE_MINE, d)),
    Case(Verb.ADD_CONNECTION, a_connection, lambda ada, c: add_to_people(ada.doing(), c)),
    Case(Verb.LATER, a_promise, put_off(Kind.DELIVERABLE_MINE), "a promise"),
    Case(Verb.LATER, a_call, put_off(Kind.DEBRIEF), "a debrief"),
    Case(Verb.LATER, thanks_due, put_off(Kind.THANK_CONTACT), "thanks"),
    Case(Verb.LATER, an_invitation_due, put_off(Kind.INVITE), "an invitation"),
    Case(Verb.LATER, an_introduction, put_off(Kind.SECURE_CALL), "a time to be found"),
    Case(
        Verb.CLOSE,
        an_introduction,
        lambda ada, i: close(ada.doing(), Kind.SECURE_CALL, i, Answer.NOT_THIS_TIME),
        "a time to be found",
    ),
    Case(Verb.DELETE, an_introduction, lambda ada, i: delete_introduction(ada.doing(), i), "an introduction"),
    Case(Verb.DELETE, a_debriefed_call, lambda ada, k: delete_call(ada.doing(), k), "a call"),
    Case(Verb.DELETE, a_promise, lambda ada, d: delete_deliverable(ada.doing(), d), "a promise"),
    Case(Verb.DELETE, a_contact_known_well, lambda ada, c: delete_contact(ada.doing(), c), "a contact"),
    Case(
        Verb.EDIT_CONTACT,
        a_contact_known_well,
        lambda ada, c: edit_contact(ada.doing(), c, {"tags": ("a",)}),
    ),
    Case(Verb.MERGE_CONTACTS, two_spellings, merge_the_other),
    Case(
        Verb.PREPARE_CALL,
        a_call_to_prepare,
        lambda ada, k: prepare_call(ada.doing(), k, Prepared("why", "the deck", ["who?"]), {"past": "Taught"}),
        "noted",
    ),
    Case(
        Verb.PREPARE_CALL, a_call_to_prepare, lambda ada, k: tick(ada.doing(), k, Reading.PROFILE, read=True), "ticked"
    ),
    Case(Verb.RECORD_FAVOUR, an_introduction, lambda ada, _: record_favour(ada.doing(), Somebody(DANA), GOOD, "")),
    Case(Verb.RECORD_FAVOUR, nothing, lambda ada, _: record_favour(ada.doing(), Somebody("Cleo"), GOOD, ""), "by name"),
    Case(Verb.RECORD_FAVOUR, a_favour, lambda ada, f: edit_favour(ada.doing(), f, Somebody("Cleo"), GOOD), "corrected"),
    Case(Verb.DELETE, a_favour, lambda ada, f: delete_favour(ada.doing(), f), "a favour"),
    Case(
        Verb.SHARE_LESSON, a_debriefed_call, lambda ada, k: share_lesson(ada.doing(), None, Learned("Less is more", k))
    ),
    Case(
        Verb.SETTLE_GOOD_TURN, a_good_turn, lambda ada, g: settle_good_turn(ada.doing(), g, GoodTurnState.DONE), "done"
    ),
    Case(
        Verb.SETTLE_GOOD_TURN,
        a_good_turn,
        lambda ada, g: settle_good_turn(ada.doing(), g, GoodTurnState.DECLINED),
        "declined",
    ),
    Case(Verb.CLOSE, a_contact, lambda ada, c: wrote_to(ada.doing(), c), "they were written to"),
    Case(Verb.CLOSE, a_contact, lambda ada, c: let_them_rest(ada.doing(), c), "they are let rest"),
    Case(Verb.SET_DIGEST, nothing, lambda ada, _: set_digest(ada.doing(), "C0GENERAL", Weekly(4, time(15)))),
    Case(Verb.SET_DIGEST, a_digest, lambda ada, g: change_digest(ada.doing(), g, Weekly(0, time(9))), "changed"),
    Case(Verb.REMOVE_DIGEST, a_digest, lambda ada, g: remove_digest(ada.doing(), g)),
    Case(Verb.UNDO, a_delivered_promise, lambda ada, act: ada.undoes(act)),
]
OF_BOTH = {
    *(Verb.WRITE_PLAN, Verb.OFFER_PLAN, Verb.ANSWER_PLAN, Verb.START_PLAN, Verb.CONTRIBUTE, Verb.PROPOSE),
    *(
        Verb.ANSWER_PROPOSAL,
        Verb.REFLECT,
        Verb.TAKE_STEP,
        Verb.REMARK,
        Verb.BALANCE,
        Verb.GO_ON,
        Verb.SUPPORT,
        Verb.SHARE_PLAN,
        Verb.PART,
    ),
}
everything = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.verb} {case.name}".strip())


def test_every_verb_there_is_has_its_case() -> None:
    # Words that wait are let go, not undone; what an introducer answers they take back themselves (test_requests).
    # What is done to a plan belongs to both, and is in no journal; what of it is one's own is undone where it is tested
    # (test_partnerships_in_balance).
    apart = {Verb.KEEP_DRAFT, Verb.REPLY, *OF_BOTH}
    assert {case.verb for case in CASES} == set(Verb) - apart


@everything
async def test_undo_puts_the_records_back_and_withdraws_what_the_act_had_planned(ada: Hand, case: Case) -> None:
    """N3, N4: once; asked for a second time it is refused, and changes nothing."""
    subject_id = await case.prepare(ada)
    before = await ledger(ada)
    await case.do(ada, subject_id)
    act_id = await ada.last_act()
    assert await ledger(ada) != before

    await ada.undoes(act_id)
    assert await ledger(ada) == before

    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(act_id)
    assert refused.value.code is Refusal.ALREADY_UNDONE
    assert await ledger(ada) == before


@everything
async def test_an_undo_can_be_undone_and_a_revision_never_comes_back(sqlite_url: str, case: Case) -> None:
    """N3, N4: done, undone, redone, undone, and no more. What was planned for an earlier revision is not said again."""
    async with opened(sqlite_url) as store:
        ada = await Hand.of(store, ADA)
        subject_id = await case.prepare(ada)
        stages = [await ledger(ada)]
        highest: dict[str, int] = {}
        first = ""
        for do in (case.do, undo_last, undo_last, undo_last):
            await do(ada, subject_id)
            stages.append(await ledger(ada))
            before, after = stages[-2].revisions, stages[-1].revisions
            assert all(after[each] > highest.get(each, 0) for each in after if after[each] != before.get(each))
            highest |= after
            first = first or await ada.last_act()
        with pytest.raises(EtiquetteError) as refused:
            await ada.undoes(first)
        stages.append(await ledger(ada))

    prepared, done, undone, redone, undone_again, refused_once_more = stages
    assert done != prepared
    assert undone == undone_again == refused_once_more == prepared
    assert refused.value.code is Refusal.ALREADY_UNDONE
    assert redone.facts == done.facts


async def undo_last(ada: Hand, _subject_id: str) -> None:
    await ada.undoes()


async def test_pressed_undone_and_pressed_again_leaves_one_act_to_undo(ada: Hand) -> None:
    """N3: as in the story: sent, no, yes, sent after all."""
    thank_you = await thanks_due(ada)
    due = await ledger(ada)
    await send_thanks(ada.doing(), thank_you)
    sent = await ledger(ada)
    await ada.undoes()

    ada.waits(minutes=1)
    await send_thanks(ada.doing(), thank_you)
    assert [fact.id for fact in (await ledger(ada)).facts] == [fact.id for fact in sent.facts]

    await ada.undoes()
    assert await ledger(ada) == due


@pytest.mark.parametrize(
    ("prepare", "first", "then"),
    [
        pytest.param(
            thanks_due,
            lambda ada, t: send_thanks(ada.doing(), t),
            lambda ada, _: send_the_invitation(ada),
            id="thanks, once the invitation was sent",
        ),
        pytest.param(
            a_call,
            lambda ada, k: ada.debriefs(k),
            lambda ada, _: send_the_thanks(ada),
            id="a debrief, once somebody was thanked for it",
        ),
        pytest.param(
            a_promise,
            lambda ada, d: edit_deliverable(ada.doing(), d, Somebody(DANA), make_promise(what="slides")),
            lambda ada, d: deliver(ada.doing(), d),
            id="an edit, once it was delivered",
        ),
        pytest.param(
            nothing,
            lambda ada, _: ada.logs(),
            lambda ada, _: ada.calls(),
            id="an introduction that made a contact, once there was a call with them",
        ),
        pytest.param(
            nothing,
            lambda ada, _: ada.promises(),
            lambda ada, _: ada.logs(),
            id="a promise that made a contact, once they were introduced",
        ),
        pytest.param(
            an_introduction,
            lambda ada, _: ada.calls(),
            lambda ada, _: begin_thanks(ada.doing(), Somebody(DANA)),
            id="a call, once there are thanks for it",
        ),
        pytest.param(
            nothing,
            lambda ada, _: ada.promises(),
            lambda ada, _: ada.promises(what="the slides"),
            id="a promise that made a contact, once there is a second one",
        ),
    ],
)
async def test_what_something_was_built_upon_cannot_be_undone(ada: Hand, prepare: Prepare, first: Do, then: Do) -> None:
    """N3: until the next fact builds on it. Refused in words, and nothing changes."""
    subject_id = await prepare(ada)
    await first(ada, subject_id)
    act_id = await ada.last_act()
    await then(ada, subject_id)
    built = await ledger(ada)

    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(act_id)

    assert refused.value.code is Refusal.BUILT_UPON
    assert await ledger(ada) == built


async def send_the_invitation(ada: Hand) -> None:
    [invitation] = [fact for fact in await facts_of(ada) if type(fact).__name__ == "Invitation"]
    await send_invitation(ada.doing(), invitation.id)


async def send_the_thanks(ada: Hand) -> None:
    thanks = [fact for fact in await facts_of(ada) if type(fact).__name__ == "ThankYou"]
    await send_thanks(ada.doing(), thanks[0].id)


async def test_what_was_built_upon_can_be_undone_once_that_was_undone(ada: Hand) -> None:
    """N3: step by step, back to nothing."""
    await ada.logs()
    introduced = await ada.last_act()
    await ada.calls()

    await ada.undoes()
    await ada.undoes(introduced)

    assert await facts_of(ada) == []
    assert await nudges_of(ada, State.PLANNED) == []


async def test_putting_off_does_not_keep_the_act_before_it_from_being_undone(ada: Hand) -> None:
    """N3: nothing is built upon "later"."""
    before = await ledger(ada)
    promise = await a_promise(ada)
    agreed = await ada.last_act()
    await put_off(Kind.DELIVERABLE_MINE)(ada, promise)

    await ada.undoes(agreed)

    assert await ledger(ada) == before


async def test_undo_keeps_what_was_written_since(ada: Hand) -> None:
    """Nothing typed is ever lost: a draft that was written after the act outlives the act."""
    thank_you = await thanks_due(ada)
    await drop_thanks(ada.doing(), thank_you)
    dropped = await ada.last_act()
    await write_thanks(ada.doing(), thank_you, "Thank you, Dana.")

    await ada.undoes(dropped)

    [due] = [fact for fact in await facts_of(ada) if fact.id == thank_you]
    assert (due.state, due.draft) == ("due", "Thank you, Dana.")  # type: ignore[union-attr]


async def test_an_earlier_wording_cannot_come_back_over_a_later_one(ada: Hand) -> None:
    """Nothing typed is ever lost."""
    thank_you = await thanks_due(ada)
    await write_thanks(ada.doing(), thank_you, "Thanks.")
    first = await ada.last_act()
    await write_thanks(ada.doing(), thank_you, "Thank you, Dana.")

    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(first)

    assert refused.value.code is Refusal.BUILT_UPON


async def test_a_wording_taken_back_leaves_what_was_put_off_put_off(ada: Hand) -> None:
    """N3: a draft says nothing of when."""
    thank_you = await thanks_due(ada)
    await write_thanks(ada.doing(), thank_you, "Thanks.")
    written = await ada.last_act()
    await put_off(Kind.THANK_CONTACT)(ada, thank_you)
    put_off_until = (await ledger(ada)).planned

    await ada.undoes(written)

    assert (await ledger(ada)).planned == put_off_until


async def test_a_wording_of_thanks_that_were_taken_back_cannot_be_undone(ada: Hand) -> None:
    """What is gone is said to be gone."""
    call = await a_call(ada)
    held = await ada.debriefs(call)
    debriefed = await ada.last_act()
    await write_thanks(ada.doing(), thanks_to(Addressee.CONTACT, held).id, "Thanks.")
    written = await ada.last_act()
    await ada.undoes(debriefed)

    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(written)

    assert refused.value.code is Refusal.NOT_FOUND


async def test_nobody_undoes_what_somebody_else_did(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    """N6."""
    await ada.logs()
    act_id = await ada.last_act()
    before = await ledger(ada)

    for other in (dan, dan_elsewhere):
        with pytest.raises(EtiquetteError) as refused:
            await other.undoes(act_id)
        assert refused.value.code is Refusal.NOT_FOUND

    assert await ledger(ada) == before


async def test_n4_undo_of_one_kind_leaves_what_was_put_off_of_another(ada: Hand) -> None:
    """What was put off is the last that its ladder says: taken back with another kind's answer, it would be lost."""
    introduction = await an_introduction(ada)
    await put_off(Kind.HOW_REFERRED)(ada, introduction)
    waits = await planned_steps(ada, introduction, Kind.HOW_REFERRED)
    before = await ledger(ada)
    await close(ada.doing(), Kind.SECURE_CALL, introduction, Answer.NOT_THIS_TIME)

    await ada.undoes()

    assert "later" in waits
    assert await planned_steps(ada, introduction, Kind.HOW_REFERRED) == waits
    assert await ledger(ada) == before


async def test_an_introduction_stays_while_thanks_for_it_are_owed(emptied_url: str) -> None:
    """N3: the second call was debriefed with the introducer to be thanked (E11), and that rests on the introduction."""
    async with opened(emptied_url) as store:
        ada = await Hand.of(store, ADA)
        await ada.debriefs((await ada.calls()).call.id)
        ada.waits(days=1)
        await ada.logs()
        logged = await ada.last_act()
        await ada.debriefs((await ada.calls()).call.id)
        debriefed = await ada.last_act()

        with pytest.raises(EtiquetteError) as refused:
            await ada.undoes(logged)
        assert refused.value.code is Refusal.BUILT_UPON

        await ada.undoes(debriefed)
        await ada.undoes(logged)

"""Asking to be introduced, and how one will be referred: what is planned, for whom, and who may answer (E2 to E4)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.nudges import Kind, Later, Nudge, State
from etiquette.services.answers import later_moment
from etiquette.services.calls import edit_call
from etiquette.services.contacts import Somebody
from etiquette.services.deletion import delete_call, delete_contact, delete_introduction
from etiquette.services.introducers import (
    answer_later,
    answer_referral,
    answer_request,
    asked_of,
    decline_referral,
    somebody_to_ask,
)
from etiquette.services.introductions import Introduced, edit_introduction, introduction_of, log_introduction
from etiquette.services.members import keep_profile, meet
from etiquette.services.requests import (
    ask_for_introduction,
    ask_referral,
    drop_request,
    introduced,
    note_referral,
    pass_on,
    request_made,
)
from etiquette.store import deliveries, drawings, members, nudges
from etiquette.store.deliveries import Claim
from tests.builders import SAM, WORKSPACE
from tests.cast import DANA, TUESDAY, Hand, utc
from tests.etiquette.services.ledger import facts_of, nudges_of

NOTE, BLURB = "Would you introduce me to Dana?", "Ada Okafor: pricing for small teams."
BY_SAM = Introduced("Sam Rivera", SAM.member_id)
A_PERSON = Profile("UTC", None, "Sam", is_active=True)
NO_NOTE = Introduced("Sam Rivera", SAM.member_id, "")


async def asked_for(ada: Hand, by: Introduced = BY_SAM) -> str:
    logged = await ask_for_introduction(ada.doing(), Somebody(DANA), by, None, "ask Sam for Dana")
    return logged.introduction.id


async def passed_on(ada: Hand, sam: Hand) -> str:
    introduction_id = await asked_for(ada)
    await pass_on(ada.doing(), introduction_id, sam.member, NOTE, BLURB)
    sam.now = ada.now
    return introduction_id


async def logged(ada: Hand) -> str:
    return (await log_introduction(ada.doing(), Somebody(DANA), BY_SAM, "Dana via Sam")).introduction.id


async def referral_asked(ada: Hand, sam: Hand) -> str:
    introduction_id = await logged(ada)
    await ask_referral(ada.doing(), introduction_id, sam.member)
    sam.now = ada.now
    return introduction_id


async def said(hand: Hand) -> None:
    """Whatever is planned for somebody was said to them."""
    planned = await nudges_of(hand, State.PLANNED)
    async with hand.store.writing() as tx:
        await nudges.settle(tx, [nudge.id for nudge in planned], State.POSTED)


async def planned(hand: Hand, *kinds: Kind) -> list[Nudge]:
    return [nudge for nudge in await nudges_of(hand, State.PLANNED) if not kinds or nudge.kind in kinds]


async def kinds(hand: Hand) -> set[Kind]:
    """Of introductions; a contact's own quiet check-in, months ahead, is left out."""
    return {nudge.kind for nudge in await planned(hand)} - {Kind.CHECK_IN}


async def introduction(ada: Hand) -> Introduction:
    [found] = [fact for fact in await facts_of(ada) if isinstance(fact, Introduction)]
    return found


async def refused(doing: Awaitable[Any]) -> Refusal:
    with pytest.raises(EtiquetteError) as error:
        await doing
    return error.value.code


async def test_e2_a_request_is_recalled_until_it_is_made_and_then_until_it_is_answered(ada: Hand) -> None:
    introduction_id = await asked_for(ada)
    assert [nudge.step for nudge in await planned(ada, Kind.REQUEST)] == ["next-day", "after-3"]

    await request_made(ada.doing(), introduction_id)
    assert await kinds(ada) == {Kind.REQUEST_UNANSWERED}
    steps = await planned(ada, Kind.REQUEST_UNANSWERED)
    assert [(nudge.step, nudge.due_at.date().day) for nudge in steps] == [("after-3", 27), ("after-7", 1)]

    await introduced(ada.doing(), introduction_id)
    assert await kinds(ada) == {Kind.HOW_REFERRED, Kind.SECURE_CALL}


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        pytest.param(utc(24, 15), utc(24, 15), id="at once, where they are at work"),
        pytest.param(utc(24, 10), utc(24, 14), id="when they begin to work, where it is their night"),
    ],
)
async def test_e2_what_is_passed_on_comes_to_the_introducer_in_their_own_hours(
    ada: Hand, sam: Hand, now: datetime, comes: datetime
) -> None:
    """N1: it is said to Sam, in New York, and not to Ada."""
    ada.now = now
    await passed_on(ada, sam)

    [nudge] = await planned(sam)
    assert nudge.kind is Kind.REQUEST_PASSED_ON
    assert comes <= nudge.due_at
    assert nudge.due_at.date() == comes.date()
    assert nudge.due_at.hour == comes.hour
    assert await kinds(ada) == {Kind.REQUEST_UNANSWERED}
    assert ((await introduction(ada)).note, (await introduction(ada)).blurb) == (NOTE, BLURB)


@pytest.mark.parametrize(
    ("is_willing", "state", "reply", "goes_on"),
    [
        (True, IntroductionState.ASKED, Reply.WILLING, {Kind.REQUEST_UNANSWERED}),
        (False, IntroductionState.DROPPED, Reply.NOT_NOW, set()),
    ],
)
async def test_e2_the_introducers_answer_reaches_whoever_asked(
    ada: Hand, sam: Hand, is_willing: bool, state: IntroductionState, reply: Reply, goes_on: set[Kind]
) -> None:
    introduction_id = await passed_on(ada, sam)
    await said(sam)

    await answer_request(sam.doing(), introduction_id, is_willing=is_willing)

    known = await introduction(ada)
    assert (known.state, known.reply) == (state, reply)
    assert await kinds(ada) == {Kind.INTRODUCER_ANSWERED, *goes_on}
    assert await refused(answer_request(sam.doing(), introduction_id, is_willing=True)) is Refusal.ALREADY_SETTLED


async def test_e2_an_introducer_takes_their_answer_back_and_gives_another(ada: Hand, sam: Hand) -> None:
    """N3: undoing also withdraws what the press had planned, at the other's too."""
    introduction_id = await passed_on(ada, sam)
    await said(sam)
    before = await introduction(ada)
    await answer_request(sam.doing(), introduction_id, is_willing=False)

    await sam.undoes()

    assert (await introduction(ada)).state is before.state
    assert await kinds(ada) == {Kind.REQUEST_UNANSWERED}
    assert await planned(sam) == []
    await answer_request(sam.doing(), introduction_id, is_willing=True)
    assert Kind.INTRODUCER_ANSWERED in await kinds(ada)


async def test_e2_what_was_passed_on_is_taken_back_while_it_is_not_answered(ada: Hand, sam: Hand) -> None:
    """N3: withdrawn where it was not said yet; once it is answered, the answer rests on it."""
    introduction_id = await passed_on(ada, sam)
    act_id = await ada.last_act()
    await ada.undoes()
    assert await planned(sam) == []
    assert await kinds(ada) == {Kind.REQUEST}

    await pass_on(ada.doing(), introduction_id, sam.member, NOTE, BLURB)
    act_id = await ada.last_act()
    await said(sam)
    sam.now = ada.now
    await answer_request(sam.doing(), introduction_id, is_willing=True)
    assert await refused(ada.undoes(act_id)) is Refusal.BUILT_UPON


async def test_e2_nobody_is_asked_the_same_twice_whatever_else_happens(ada: Hand, sam: Hand) -> None:
    """N4: an edit, its undo, a second press: Sam is asked once, and is not forgotten."""
    introduction_id = await passed_on(ada, sam)
    await edit_introduction(ada.doing(), introduction_id, Somebody("Dana Ruiz"), BY_SAM)
    await ada.undoes()
    assert [nudge.kind for nudge in await planned(sam)] == [Kind.REQUEST_PASSED_ON]
    assert (await planned(sam))[0].revision == (await introduction(ada)).revision

    assert await refused(pass_on(ada.doing(), introduction_id, sam.member, NOTE, BLURB)) is Refusal.ALREADY_SETTLED
    await said(sam)
    await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), BY_SAM)
    assert await planned(sam) == []


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        pytest.param(
            lambda ada, i, whom: pass_on(ada.doing(), i, whom, NOTE, BLURB), Kind.REQUEST_PASSED_ON, id="to introduce"
        ),
        pytest.param(lambda ada, i, whom: ask_referral(ada.doing(), i, whom), Kind.REFERRAL_ASKED, id="to describe"),
    ],
)
async def test_e2_e3_whoever_is_asked_again_after_another_was_asked_hears_of_it_again(
    ada: Hand, sam: Hand, dan: Hand, ask: Callable[[Hand, str, Member], Awaitable[Any]], kind: Kind
) -> None:
    """Sam, then Dan, then Sam after all: a new request, said once however often it is planned (N4)."""
    introduction_id = await asked_for(ada) if kind is Kind.REQUEST_PASSED_ON else await logged(ada)
    for whom in (sam, dan, sam):
        await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), by(whom))
        await ask(ada, introduction_id, whom.member)
        assert [nudge.kind for nudge in await planned(whom)] == [kind]
        await said(whom)

    await edit_introduction(ada.doing(), introduction_id, Somebody("Dana Ruiz"), by(sam))
    assert await planned(sam) == []


def by(whom: Hand) -> Introduced:
    return Introduced(None, whom.member.id)


@pytest.mark.parametrize(
    "let_go",
    [
        pytest.param(lambda ada, i: drop_request(ada.doing(), i), id="dropped"),
        pytest.param(lambda ada, i: delete_introduction(ada.doing(), i), id="deleted"),
        pytest.param(
            lambda ada, i: edit_introduction(ada.doing(), i, Somebody(DANA), Introduced("Cleo Marchetti")),
            id="somebody else introduces them",
        ),
    ],
)
async def test_e2_what_is_let_go_is_withdrawn_at_the_introducers_too_and_comes_back_with_undo(
    ada: Hand, sam: Hand, let_go: Callable[[Hand, str], Awaitable[Any]]
) -> None:
    introduction_id = await passed_on(ada, sam)
    before = await kinds(ada)

    await let_go(ada, introduction_id)
    assert await planned(sam) == []

    await ada.undoes()
    assert [nudge.kind for nudge in await planned(sam)] == [Kind.REQUEST_PASSED_ON]
    assert await kinds(ada) == before


async def test_e2_a_dropped_request_is_recalled_no_more(ada: Hand) -> None:
    await drop_request(ada.doing(), await asked_for(ada))

    assert await kinds(ada) == set()


async def test_e2_an_introduction_that_was_asked_for_is_the_one_that_is_logged(ada: Hand) -> None:
    await request_made(ada.doing(), await asked_for(ada))

    await logged(ada)

    assert (await introduction(ada)).state is IntroductionState.MADE
    assert await kinds(ada) == {Kind.HOW_REFERRED, Kind.SECURE_CALL}


@pytest.mark.parametrize(
    ("who", "told", "why"),
    [
        pytest.param(Who(WORKSPACE, "U0ADA"), None, Refusal.THAT_IS_YOU, id="Ada herself"),
        pytest.param(Who(WORKSPACE, "U0BOT"), None, Refusal.NOT_ASKED_BY_ME, id="the bot itself"),
        pytest.param(SAM, None, Refusal.SLACK_IS_SLOW, id="a stranger of whom Slack does not tell"),
        pytest.param(SAM, replace(A_PERSON, is_guest=True), Refusal.GUEST, id="a guest"),
        pytest.param(SAM, replace(A_PERSON, is_active=False), Refusal.HAS_LEFT, id="somebody who has left"),
        pytest.param(SAM, replace(A_PERSON, is_colleague=False), Refusal.NOT_ASKED_BY_ME, id="an app"),
    ],
)
async def test_e2_who_cannot_be_asked_is_refused_and_not_met(
    ada: Hand, who: Who, told: Profile | None, why: Refusal
) -> None:
    assert await refused(somebody_to_ask(ada.doing(), who, told, 200)) is why

    async with ada.store.reading() as tx:
        assert await members.get(tx, SAM) is None


async def test_e2_a_guest_who_uses_the_bot_can_be_asked_and_whoever_never_did_is_met(ada: Hand) -> None:
    guest = Profile("UTC", None, "Sam", is_active=True, is_guest=True)
    await meet(ada.store, SAM, guest, TUESDAY)
    assert await refused(somebody_to_ask(ada.doing(), SAM, None, 200)) is Refusal.GUEST
    async with ada.store.writing() as tx:
        await members.change(tx, SAM, started_at=TUESDAY)
    assert (await somebody_to_ask(ada.doing(), SAM, None, 200)).id == SAM.member_id

    bo = Who(WORKSPACE, "U0BO")
    met = await somebody_to_ask(ada.doing(), bo, Profile("Europe/Stockholm", None, "Bo", is_active=True), 200)
    assert (met.zone, met.started_at) == ("Europe/Stockholm", None)


async def test_e2_only_whoever_was_told_may_answer(ada: Hand, sam: Hand, dan: Hand) -> None:
    """N6: a forged id finds nothing: not before it was said, not for somebody else, not of another kind."""
    introduction_id = await passed_on(ada, sam)
    assert await refused(answer_request(sam.doing(), introduction_id, is_willing=True)) is Refusal.NOT_FOUND
    await said(sam)

    for attempt in (
        answer_request(dan.doing(), introduction_id, is_willing=True),
        answer_referral(sam.doing(), introduction_id, "kindly"),
        asked_of(sam.store, sam.member, introduction_id, Kind.HOW_REFERRED),
        introduction_of(sam.store, sam.member, introduction_id),
        drop_request(sam.doing(), introduction_id),
        pass_on(ada.doing(), introduction_id, dan.member, NOTE, BLURB),
    ):
        assert await refused(attempt) is Refusal.NOT_FOUND

    assert (await introduction(ada)).reply is None


async def test_e3_an_introducer_answers_how_they_would_put_it_and_ada_hears_of_it(ada: Hand, sam: Hand) -> None:
    introduction_id = await referral_asked(ada, sam)
    assert [nudge.kind for nudge in await planned(sam)] == [Kind.REFERRAL_ASKED]
    await said(sam)

    await answer_referral(sam.doing(), introduction_id, "  as somebody who listens ")

    assert (await introduction(ada)).how_referred == "as somebody who listens"
    assert await kinds(ada) == {Kind.INTRODUCER_ANSWERED, Kind.SECURE_CALL}

    await sam.undoes()
    assert (await introduction(ada)).how_referred is None
    assert await kinds(ada) == {Kind.HOW_REFERRED, Kind.SECURE_CALL}


async def test_e3_an_introducer_may_rather_not_say_and_nobody_is_asked_any_more(ada: Hand, sam: Hand) -> None:
    introduction_id = await referral_asked(ada, sam)
    await said(sam)

    await decline_referral(sam.doing(), introduction_id)

    assert await kinds(ada) == {Kind.INTRODUCER_ANSWERED, Kind.SECURE_CALL}
    assert await planned(sam) == []


async def test_e3_where_one_would_rather_not_say_another_can_be_asked(ada: Hand, sam: Hand, dan: Hand) -> None:
    introduction_id = await referral_asked(ada, sam)
    await said(sam)
    await decline_referral(sam.doing(), introduction_id)

    await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), by(dan))
    await ask_referral(ada.doing(), introduction_id, dan.member)

    assert [nudge.kind for nudge in await planned(dan)] == [Kind.REFERRAL_ASKED]


async def test_e3_an_introducer_puts_it_off_and_is_asked_again_then(ada: Hand, sam: Hand) -> None:
    """N3: and takes that back, too."""
    introduction_id = await referral_asked(ada, sam)
    await said(sam)
    before = await planned(ada)

    doing = sam.doing()
    await answer_later(doing, Kind.REFERRAL_ASKED, introduction_id, later_moment(sam.member, Later.TOMORROW, sam.now))
    [again] = await planned(sam)
    assert (again.step, again.due_at.date().day) == ("later", 25)
    assert [(nudge.kind, nudge.due_at) for nudge in await planned(ada)] == [
        (nudge.kind, nudge.due_at) for nudge in before
    ]

    await sam.undoes()
    assert await planned(sam) == []
    await answer_referral(sam.doing(), introduction_id, "kindly")


async def test_e3_it_is_too_late_to_ask_once_a_call_was_held(ada: Hand, sam: Hand) -> None:
    introduction_id = await referral_asked(ada, sam)

    fixed = await ada.calls()
    await ada.debriefs(fixed.call.id)

    assert Kind.HOW_REFERRED not in await kinds(ada)
    assert await planned(sam) == []
    assert await refused(ask_referral(ada.doing(), introduction_id, sam.member)) is Refusal.ALREADY_SETTLED


async def test_e3_what_was_noted_settles_it_and_emptied_again_it_is_asked_anew(ada: Hand) -> None:
    introduction_id = await logged(ada)

    await note_referral(ada.doing(), introduction_id, "as somebody who listens")
    assert await kinds(ada) == {Kind.SECURE_CALL}

    await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), NO_NOTE)
    assert await kinds(ada) == {Kind.HOW_REFERRED, Kind.SECURE_CALL}
    assert await refused(note_referral(ada.doing(), introduction_id, "  ")) is Refusal.NO_DESCRIPTION


async def test_e4_a_date_is_asked_for_until_a_call_stands_and_again_when_it_is_taken_back(ada: Hand) -> None:
    await logged(ada)
    steps = [nudge.step for nudge in await planned(ada, Kind.SECURE_CALL)]
    assert steps == ["next-day", "after-3", "after-7"]

    fixed = await ada.calls(utc(26, 15))
    assert await planned(ada, Kind.SECURE_CALL) == []
    assert await planned(ada, Kind.HOW_REFERRED) != []

    act_id = await ada.last_act()
    for take_back in (
        lambda: edit_call(ada.doing(), fixed.call.id, Somebody("Bo Lindqvist"), utc(26, 15), 30),
        lambda: delete_call(ada.doing(), fixed.call.id),
    ):
        await take_back()
        assert [nudge.step for nudge in await planned(ada, Kind.SECURE_CALL)] == steps
        await ada.undoes()
        assert await planned(ada, Kind.SECURE_CALL) == []
    await ada.undoes(act_id)
    assert [nudge.step for nudge in await planned(ada, Kind.SECURE_CALL)] == steps


async def test_e4_an_introduction_that_is_not_made_yet_asks_for_no_date(ada: Hand) -> None:
    introduction_id = await asked_for(ada)
    await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), BY_SAM, IntroductionState.MADE)
    assert Kind.SECURE_CALL in await kinds(ada)

    await edit_introduction(ada.doing(), introduction_id, Somebody(DANA), BY_SAM, IntroductionState.WANTED)
    assert await kinds(ada) == {Kind.REQUEST}


async def test_e2_an_introducer_who_left_meanwhile_keeps_what_ada_has(ada: Hand, sam: Hand) -> None:
    """The record of whoever asked is hers, whatever becomes of the introducer."""
    introduction_id = await passed_on(ada, sam)
    gone = Profile(None, None, None, is_active=False)
    await keep_profile(ada.store, SAM, gone, ada.now)

    await introduced(ada.doing(), introduction_id)

    assert await planned(sam) == []
    assert (await introduction(ada)).state is IntroductionState.MADE


async def test_e2_what_was_passed_on_for_a_contact_that_is_deleted_is_drawn_anew(ada: Hand, sam: Hand) -> None:
    """Sam's buttons would lead nowhere."""
    introduction_id = await passed_on(ada, sam)
    [asked] = await planned(sam, Kind.REQUEST_PASSED_ON)
    async with ada.store.writing() as tx:
        [said] = await deliveries.claim(tx, [Claim(sam.member.who, (asked,), "D0SAM")], sam.now, sam.now)
        await deliveries.mark_posted(tx, said, "1.0", sam.now)

    await delete_contact(ada.doing(), (await introduction_of(ada.store, ada.member, introduction_id)).contact.id)

    async with ada.store.reading() as tx:
        assert await drawings.has_stale(tx, sam.now)

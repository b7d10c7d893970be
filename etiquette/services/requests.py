"""Introductions that are asked for: written, made or passed on, answered; and how one will be referred (E2, E3)."""

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import BLURB_LIMIT, NOTE_LIMIT, Introduction, IntroductionState
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import is_open
from etiquette.services.contacts import Somebody, known_or_new
from etiquette.services.introductions import REFERRED_LIMIT, REQUESTED, Introduced, Logged, asked_for, begun, made
from etiquette.services.nudging import Doing, hold
from etiquette.services.passing import moved
from etiquette.store import drafts, nudges
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def ask_for_introduction(
    doing: Doing, somebody: Somebody, by: Introduced, note: str | None, typed: str, draft_id: str | None = None
) -> Logged:
    """Saves whom the member would like to meet, and through whom. `note` is their own wording of the request.

    Where they would like it already, through the same introducer, it is the same request.
    """
    async with doing.act(Verb.ASK_FOR_INTRODUCTION) as tx:
        contact = await known_or_new(tx, doing, somebody, whole_name=True)
        own = checked_words(note, NOTE_LIMIT)
        introduction = await asked_for(tx, doing, contact, by)
        if introduction is None:
            introduction = await begun(tx, doing, contact, by, IntroductionState.WANTED, typed, note=own)
        elif own and not introduction.passed_on_at:
            introduction = await change(tx, introduction, note=own)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return Logged(introduction, contact, tx.act_id)


async def request_made(doing: Doing, introduction_id: str) -> Introduction:
    """The member has asked the introducer themselves."""
    async with doing.act(Verb.MOVE_INTRODUCTION) as tx:
        introduction = await _in(tx, doing, introduction_id, IntroductionState.WANTED)
        values = {"state": IntroductionState.ASKED, "moved_at": doing.now}
        return await moved(tx, introduction, doing.member, Answer.DONE, doing.now, **values)


async def pass_on(doing: Doing, introduction_id: str, introducer: Member, note: str, blurb: str) -> Introduction:
    """Has the bot take the request to an introducer in Slack, under its own name and in their working hours.

    `note` and `blurb` are all that they see, as the member saw them when they pressed (N6).
    """
    async with doing.act(Verb.ASK_INTRODUCER) as tx:
        introduction = await _in(tx, doing, introduction_id, *REQUESTED)
        _checked_introducer(introduction, introducer)
        if introduction.passed_on_at:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        values = {
            "state": IntroductionState.ASKED,
            "moved_at": doing.now,
            "passed_on_at": doing.now,
            "note": checked_words(note, NOTE_LIMIT),
            "blurb": checked_words(blurb, BLURB_LIMIT),
        }
        return await moved(tx, introduction, doing.member, Answer.EDITED, doing.now, **values)


async def introduced(doing: Doing, introduction_id: str) -> Introduction:
    """They introduced us: what was asked for has come about, and a call is the next thing."""
    async with doing.act(Verb.MOVE_INTRODUCTION) as tx:
        return await made(tx, doing, await _in(tx, doing, introduction_id, *REQUESTED))


async def drop_request(doing: Doing, introduction_id: str) -> Introduction:
    """Not this time: nobody is asked any more."""
    async with doing.act(Verb.MOVE_INTRODUCTION) as tx:
        introduction = await _in(tx, doing, introduction_id, *REQUESTED)
        values = {"state": IntroductionState.DROPPED, "moved_at": doing.now}
        return await moved(tx, introduction, doing.member, Answer.NOT_THIS_TIME, doing.now, **values)


async def write_request(doing: Doing, introduction_id: str, note: str, blurb: str) -> Introduction:
    """Keeps the member's own wording. What was passed on already is said, and stays as it was."""
    async with doing.act(Verb.EDIT_DRAFT) as tx:
        introduction = await _in(tx, doing, introduction_id, *REQUESTED)
        if introduction.passed_on_at:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        words = {"note": checked_words(note, NOTE_LIMIT), "blurb": checked_words(blurb, BLURB_LIMIT)}
        written = await change(tx, introduction, **words)
        await nudges.redraw(tx, doing.member.who, written.id)
        return written


async def ask_referral(doing: Doing, introduction_id: str, introducer: Member) -> Introduction:
    """Has the bot ask an introducer in Slack how they would refer the member (E3)."""
    async with doing.act(Verb.ASK_INTRODUCER) as tx:
        introduction = await hold(tx, Introduction, doing.member, introduction_id)
        _checked_introducer(introduction, introducer)
        if introduction.referral_asked_at or not is_open(introduction, Kind.HOW_REFERRED):
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        asked = await moved(tx, introduction, doing.member, None, doing.now, referral_asked_at=doing.now)
        await nudges.answer(tx, doing.member.who, asked.id, Answer.EDITED, doing.now, kinds={Kind.HOW_REFERRED})
        return asked


async def note_referral(doing: Doing, introduction_id: str, how: str) -> Introduction:
    """Keeps how the introducer put it, as the member heard it (E3)."""
    async with doing.act(Verb.EDIT_INTRODUCTION) as tx:
        introduction = await hold(tx, Introduction, doing.member, introduction_id)
        told = checked_words(how, REFERRED_LIMIT)
        if told is None:
            raise EtiquetteError(Refusal.NO_DESCRIPTION)
        return await moved(tx, introduction, doing.member, Answer.DONE, doing.now, how_referred=told)


def checked_words(text: str | None, limit: int) -> str | None:
    """A text, tidied; None where there is none. Refused as TEXT_TOO_LONG."""
    tidy = (text or "").strip()
    if len(tidy) > limit:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=limit)
    return tidy or None


async def _in(tx: Transaction, doing: Doing, introduction_id: str, *states: IntroductionState) -> Introduction:
    introduction = await hold(tx, Introduction, doing.member, introduction_id)
    if introduction.state not in states:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return introduction


def _checked_introducer(introduction: Introduction, introducer: Member) -> None:
    """Whoever is asked is the introducer as the record names them by now."""
    if (introducer.workspace_id, introducer.id) != (introduction.workspace_id, introduction.introducer_user_id):
        raise EtiquetteError(Refusal.NOT_FOUND)

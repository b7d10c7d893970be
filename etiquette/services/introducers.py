"""What an introducer is asked for somebody else, and answers. They see what was passed on to them, and no more (N6)."""

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.nudges import Answer, Kind, Moment
from etiquette.rules.planning import TO_INTRODUCER, is_open, snoozed
from etiquette.services.introductions import REFERRED_LIMIT, Logged
from etiquette.services.members import meet
from etiquette.services.nudging import Doing
from etiquette.services.passing import moved
from etiquette.services.requests import checked_words
from etiquette.store import introductions, members, nudges, workspaces
from etiquette.store.records import change, find
from etiquette.store.session import Store, Transaction


async def somebody_to_ask(doing: Doing, who: Who, profile: Profile | None, invite_limit: int) -> Member:
    """The introducer as a member, met now where they never used the bot. `profile`: what Slack says of a stranger.

    Refused kindly where they are not somebody whom the bot may write to first.
    """
    if who == doing.member.who:
        raise EtiquetteError(Refusal.THAT_IS_YOU)
    async with doing.store.reading() as tx:
        known = await members.get(tx, who)
        workspace = await workspaces.get(tx, who.workspace_id)
    if workspace is not None and workspace.bot_user_id == who.member_id:
        raise EtiquetteError(Refusal.NOT_ASKED_BY_ME)
    if known is None and profile is None:
        raise EtiquetteError(Refusal.SLACK_IS_SLOW)
    _checked_person(known, profile)
    return known or await meet(doing.store, who, profile, doing.now, invite_limit)


async def asked_of(store: Store, introducer: Member, introduction_id: str, kind: Kind) -> Logged:
    """What somebody was asked, to be answered. Refused as NOT_FOUND where they were not."""
    async with store.reading() as tx:
        introduction = await _asked(tx, introducer, introduction_id, kind, held=False)
        contact = await find(tx, Contact, _owner(introduction), introduction.contact_id)
    if contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Logged(introduction, contact)


async def answer_request(doing: Doing, introduction_id: str, *, is_willing: bool) -> Introduction:
    """The introducer will introduce them, or not this time; whoever asked hears of it."""
    async with doing.act(Verb.REPLY) as tx:
        kind = Kind.REQUEST_PASSED_ON
        if is_willing:
            return await _answered(tx, doing, introduction_id, kind, Answer.DONE, reply=Reply.WILLING)
        let_go = {"reply": Reply.NOT_NOW, "state": IntroductionState.DROPPED, "moved_at": doing.now}
        return await _answered(tx, doing, introduction_id, kind, Answer.NOT_THIS_TIME, **let_go)


async def answer_referral(doing: Doing, introduction_id: str, how: str) -> Introduction:
    """How the introducer would refer whoever asked (E3)."""
    told = checked_words(how, REFERRED_LIMIT)
    if told is None:
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    async with doing.act(Verb.REPLY) as tx:
        return await _answered(tx, doing, introduction_id, Kind.REFERRAL_ASKED, Answer.DONE, how_referred=told)


async def decline_referral(doing: Doing, introduction_id: str) -> Introduction:
    """The introducer would rather not say this time: nobody is asked any more."""
    async with doing.act(Verb.REPLY) as tx:
        introduction = await _asked(tx, doing.member, introduction_id, Kind.REFERRAL_ASKED)
        closed = (*introduction.closed, Kind.REFERRAL_ASKED, Kind.HOW_REFERRED)
        return await _answered(tx, doing, introduction_id, Kind.REFERRAL_ASKED, Answer.NOT_THIS_TIME, closed=closed)


async def answer_later(doing: Doing, kind: Kind, introduction_id: str, again: Moment) -> Moment:
    """The introducer puts it off: they are asked again then. Whoever asked waits meanwhile, and is not told."""
    async with doing.act(Verb.LATER) as tx:
        introduction = await _open(tx, doing, introduction_id, kind)
        put_off = await change(tx, introduction, revision=introduction.revision + 1)
        await nudges.withdraw(tx, introduction_id, {kind}, recipient=doing.member.id)
        await nudges.carry_over(tx, introduction_id, put_off.revision, {kind})
        planned = snoozed(put_off, kind, doing.member, again, doing.now)
        await nudges.plan(tx, doing.member.workspace_id, planned, doing.now)
        await nudges.answer(tx, doing.member.who, introduction_id, Answer.LATER, doing.now, again.at, {kind})
        return again


async def _answered(
    tx: Transaction, doing: Doing, introduction_id: str, kind: Kind, chosen: Answer, **values: object
) -> Introduction:
    """Saves what the introducer answered, for whoever asked; theirs is the introduction, and what it calls for."""
    introduction = await _open(tx, doing, introduction_id, kind)
    owner = await members.get(tx, _owner(introduction))
    if owner is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    answered = await moved(tx, introduction, owner, None, doing.now, **values, replied_at=doing.now)
    await nudges.answer(tx, doing.member.who, introduction_id, chosen, doing.now, kinds={kind})
    return answered


async def _open(tx: Transaction, doing: Doing, introduction_id: str, kind: Kind) -> Introduction:
    introduction = await _asked(tx, doing.member, introduction_id, kind)
    if not is_open(introduction, kind):
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return introduction


async def _asked(
    tx: Transaction, introducer: Member, introduction_id: str, kind: Kind, *, held: bool = True
) -> Introduction:
    """An introduction of somebody else's. That its introducer was told of it is what lets them answer (N6)."""
    introduction = await introductions.asked_of(tx, introducer.who, introduction_id, held=held)
    told = kind in TO_INTRODUCER and await nudges.was_told(tx, introducer.who, introduction_id, kind)
    if introduction is None or not told:
        raise EtiquetteError(Refusal.NOT_FOUND)
    tx.contact_id = introduction.contact_id
    return introduction


def _owner(introduction: Introduction) -> Who:
    return Who(introduction.workspace_id, introduction.member_id)


def _checked_person(known: Member | None, profile: Profile | None) -> None:
    """Guests are left alone until they start; who has left, and what is no person, cannot be asked."""
    person = known or profile
    if profile is not None and not profile.is_colleague:
        raise EtiquetteError(Refusal.NOT_ASKED_BY_ME)
    if person is None or not person.is_active:
        raise EtiquetteError(Refusal.HAS_LEFT)
    if person.is_guest and not (known and known.started_at):
        raise EtiquetteError(Refusal.GUEST)

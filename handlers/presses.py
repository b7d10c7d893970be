"""Presses: every button and menu, by what it does. The way of the answer back to where it was pressed is `surfaces`."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.contacts import deleted, undone
from etiquette.messages.vocabulary import Action, read_value
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind, Noun
from etiquette.services.answers import act_of, undo
from etiquette.services.contacts import Somebody
from etiquette.services.drafts import choose_contact, draft_of, finish_draft
from etiquette.services.thanks import begin_thanks
from handlers import (
    calendars,
    calls,
    contacts,
    deliverables,
    digests,
    forgetting,
    home,
    imports,
    introducers,
    introductions,
    invitations,
    ledger,
    partnerships,
    pausing,
    preparing,
    putting_off,
    requests,
    settings,
    settling,
    sharing,
    shortcuts,
    thanks,
    today,
    welcome,
    who,
)
from handlers.answering import answer_of, delivery_of
from handlers.answers import Answer, Changed, Opens
from handlers.reception import Reception, Visit
from handlers.settling import matter_in
from handlers.surfaces import Surface

Press = Callable[[Visit, str], Awaitable[Answer]]

EDITS: dict[str, Callable[[Visit, str], Awaitable[Opens]]] = {
    "introduction": introductions.edit,
    Noun.CALL: calls.edit,
    Noun.CONTACT: contacts.edit,
    Noun.DELIVERABLE: deliverables.edit,
    Noun.THANK_YOU: thanks.edit,
    Noun.INVITATION: invitations.edit,
    ledger.NOUN: ledger.edit,
    digests.VERB: digests.edit,
    **partnerships.EDITS,
}


def register(app: AsyncApp, reception: Reception) -> None:
    """Every action, the unknown ones included: a button of an older version is answered, too."""

    async def answered(body: dict[str, Any]) -> None:
        surface = Surface.of(reception, body)
        answer, visit = await answer_of(reception, body, f"press:{body.get('trigger_id')}", pressed)
        await surface.show(visit, answer)

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await reception.recent.once(delivery_of(body), lambda: answered(body))
        await ack()

    app.action(re.compile(".*"))(listener)


async def pressed(visit: Visit, body: dict[str, Any]) -> Answer | None:
    """What was pressed, done."""
    action = body["actions"][0]
    name, pressed_value = action.get("action_id"), str(action.get("value") or "")
    if name == Action.ADD_ROW:
        return await calls.one_more_row(visit, body.get("view") or {})
    if name in MENUS:
        return await MENUS[name](visit, str((action.get("selected_option") or {}).get("value") or ""))
    if name == Action.OPEN_LINK or name not in PRESSES:
        return None
    return await PRESSES[name](visit, pressed_value)


async def settled(settle: settling.Settle | None, chosen: Choice, visit: Visit, pressed_value: str) -> Changed:
    """A matter answered for good, with what was chosen."""
    kind, subject_id = matter_in(pressed_value)
    if settle is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    await settle(visit, subject_id)
    return Changed(kind, subject_id, Chosen(chosen, visit.now, None, await act_of(visit.doing)))


async def edited(visit: Visit, pressed_value: str) -> Answer:
    """The form of whatever is edited."""
    noun, record_id = read_value(pressed_value)
    if noun not in EDITS:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return await EDITS[noun](visit, record_id)


async def managed(visit: Visit, pressed_value: str) -> Answer:
    """What was picked from the menu beside a line: its form, or the question whether it is to go."""
    choice, _, about = pressed_value.partition("|")
    return await edited(visit, about) if choice == "edit" else await contacts.managed(visit, *read_value(about))


async def removed(visit: Visit, pressed_value: str) -> Answer:
    """Something logged, deleted."""
    noun, record_id = read_value(pressed_value)
    label, act_id = await settling.delete(visit, noun, record_id)
    return deleted(noun, label, act_id)


async def taken_back(visit: Visit, act_id: str) -> Answer:
    """An act, undone."""
    await undo(visit.doing, act_id)
    return Changed(said=undone())


async def form_opened(visit: Visit, pressed_value: str) -> Answer:
    """The form for words that wait for it, or an empty one."""
    verb, draft_id = read_value(pressed_value)
    if verb not in UNFINISHED:
        raise EtiquetteError(Refusal.UNKNOWN_CONTACT)
    draft = await draft_of(visit.store, visit.member, draft_id) if draft_id else None
    return await UNFINISHED[verb](visit, draft.raw if draft else "", draft)


async def draft_dropped(visit: Visit, pressed_value: str) -> Answer:
    """Words that waited for their form, let go; what is left is shown."""
    await finish_draft(visit.store, visit.member, read_value(pressed_value)[1])
    return await today.due(visit)


async def contact_chosen(visit: Visit, pressed_value: str) -> Answer:
    """Which of several people is meant: the words go on where they stopped."""
    draft_id, contact_id = read_value(pressed_value)
    draft = await choose_contact(visit.store, visit.member, draft_id, contact_id)
    return await RESUME[draft.verb](visit, draft.raw, draft)


async def moment_chosen(visit: Visit, pressed_value: str) -> Answer:
    """Which of several moments is meant, in the member's own wall time."""
    draft_id, _, iso = pressed_value.partition(":")
    draft = await draft_of(visit.store, visit.member, draft_id)
    chosen = datetime.fromisoformat(iso)
    if draft.verb == calls.VERB:
        return await calls.typed(visit, draft.raw, draft, calls.at_local(visit, chosen))
    return await deliverables.typed(visit, draft.raw, draft, chosen.date())


async def debrief_opened(visit: Visit, pressed_value: str) -> Answer:
    """The debrief of a call."""
    return await calls.debrief_of(visit, read_value(pressed_value)[1])


async def rescheduled(visit: Visit, pressed_value: str) -> Answer:
    """Another time for a call that did not happen."""
    return await calls.edit(visit, read_value(pressed_value)[1])


async def thanks_drafted(visit: Visit, pressed_value: str) -> Answer:
    """The thank-you that comes before an invitation."""
    due = await begin_thanks(visit.doing, Somebody(contact_id=read_value(pressed_value)[1]))
    return await thanks.shown(visit, due[0].id)


async def done(visit: Visit, pressed_value: str) -> Answer:
    """Done; or the form that makes it so, as the debrief does of a call."""
    kind, subject_id = matter_in(pressed_value)
    if kind in FORMS:
        return await FORMS[kind](visit, subject_id)
    return await settled(settling.DONE.get(kind), Choice.DONE, visit, pressed_value)


async def accepted(visit: Visit, pressed_value: str) -> Answer:
    """An invitation was accepted."""
    return await settled(settling.accepted, Choice.DONE, visit, pressed_value)


async def not_accepted(visit: Visit, pressed_value: str) -> Answer:
    """An invitation was not accepted, and is let rest."""
    return await settled(settling.not_accepted, Choice.NO, visit, pressed_value)


async def dropped(visit: Visit, pressed_value: str) -> Answer:
    """Not this time."""
    kind, subject_id = matter_in(pressed_value)
    if kind in DECLINED:
        return await DECLINED[kind](visit, subject_id)
    settle = settling.DROPPED.get(kind)
    return await settled(settle, Choice.NOT_THIS_TIME, visit, pressed_value)


# What is declined for somebody else to hear of.
DECLINED: dict[Kind, Press] = {**introducers.DECLINED, **partnerships.DECLINED}

# What is settled by a form: the press opens it.
FORMS: dict[Kind, Press] = {
    Kind.DEBRIEF: calls.debrief_of,
    Kind.WHICH_ZONE: settings.zone_asked,
    Kind.SHARE: sharing.of_call,
    Kind.HOW_REFERRED: requests.referral_form,
    Kind.SECURE_CALL: requests.call_form,
    Kind.REQUEST_PASSED_ON: introducers.willing,
    Kind.REFERRAL_ASKED: introducers.referral_form,
    **partnerships.FORMS,
}


MENUS: dict[str, Press] = {Action.NUDGE_LATER: putting_off.put_off, Action.MANAGE: managed}
PRESSES: dict[str, Press] = {
    Action.NUDGE_DONE: done,
    Action.NUDGE_YES: accepted,
    Action.NUDGE_NO: not_accepted,
    Action.NUDGE_DROP: dropped,
    Action.NUDGE_EDIT: edited,
    Action.NUDGE_STOP: putting_off.stopped,
    Action.EDIT: edited,
    Action.DELETE: removed,
    Action.UNDO: taken_back,
    Action.OPEN_FORM: form_opened,
    Action.DROP_DRAFT: draft_dropped,
    Action.CHOOSE_CONTACT: contact_chosen,
    Action.CHOOSE_MOMENT: moment_chosen,
    Action.DEBRIEF: debrief_opened,
    Action.RESCHEDULE: rescheduled,
    Action.THANKS_DRAFT: thanks_drafted,
    Action.SETTINGS: settings.opened,
    Action.NUMBERS: settings.numbers_opened,
    Action.DEFAULT_NUMBERS: settings.numbers_reset,
    Action.RESUME: pausing.resumed,
    Action.HOW_IT_WORKS: welcome.explained,
    Action.UNDO_IMPORT: imports.undone,
    Action.ASK_TO_INTRODUCE: who.asked,
    Action.ADD_CONNECTION: who.added,
    Action.FORGET: forgetting.asked,
    Action.FORGET_NOW: forgetting.forgotten,
    Action.FORGET_NAME: forgetting.forgotten_by_name,
    Action.FORGET_NOT: forgetting.kept,
    Action.PREVIEW_DIGEST: digests.previewed,
    Action.REMOVE_DIGEST: digests.removed,
    Action.STORY: digests.story,
    Action.PEOPLE_PAGE: home.page_turned,
    Action.PEOPLE_BACK: home.page_turned,
    Action.PEOPLE_SEARCH: home.searched,
    **requests.PRESSES,
    **partnerships.PRESSES,
    Action.CALENDAR_FILE: calendars.sent,
    Action.PREPARE: preparing.opened,
    Action.TICK_PROFILE: preparing.ticked,
    Action.TICK_COMPANY: preparing.ticked,
    Action.TICK_WEBSITE: preparing.ticked,
    Action.TICK_SOCIAL: preparing.ticked,
    Action.OPEN_CONTACT: contacts.opened,
    Action.CONTACTS_BEFORE: contacts.turned,
    Action.CONTACTS_AFTER: contacts.turned,
    Action.LOG_CALL: contacts.call_logged,
    Action.MERGE_CONTACT: contacts.merging,
}
UNFINISHED: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    introductions.VERB: introductions.unfinished,
    calls.VERB: calls.unfinished,
    deliverables.VERB: deliverables.unfinished,
    shortcuts.VERB: shortcuts.unfinished,
    settings.VERB: settings.unfinished,
    pausing.VERB: pausing.unfinished,
    ledger.VERB: ledger.unfinished,
    sharing.VERB: sharing.unfinished,
    digests.VERB: digests.unfinished,
    **partnerships.UNFINISHED,
}
RESUME: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    introductions.VERB: introductions.typed,
    calls.VERB: calls.typed,
    deliverables.VERB: deliverables.typed,
    thanks.VERB: thanks.typed,
    invitations.VERB: invitations.typed,
    ledger.VERB: ledger.typed,
    digests.VERB: digests.typed,
    **partnerships.RESUME,
}

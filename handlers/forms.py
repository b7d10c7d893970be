"""Forms, sent: each callback to the noun that it belongs to."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.refusals import field_error, sentence
from etiquette.messages.replies import plain
from etiquette.messages.vocabulary import Form
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, Noun
from etiquette.services.answers import later_on
from handlers import (
    agreeing,
    calls,
    celebrating,
    contacts,
    contributions,
    deliverables,
    differing,
    digests,
    introductions,
    invitations,
    ledger,
    parting,
    pausing,
    plan_sharing,
    plans,
    preparing,
    proposals,
    reflections,
    requests,
    settings,
    sharing,
    thanks,
)
from handlers.answering import answer_of, delivery_of, submission
from handlers.answers import Answer, Refused
from handlers.fields import Fields
from handlers.putting_off import put_off_until
from handlers.questions import asking_which
from handlers.reception import Reception, Visit

Sent = Callable[[Visit, dict[str, Any]], Awaitable[Answer]]


def register(app: AsyncApp, reception: Reception) -> None:
    """Every form, the unknown ones included; and forms closed, which loses nothing, for drafts are kept."""

    async def answered(body: dict[str, Any]) -> dict[str, Any]:
        view = body["view"]
        answer, _ = await answer_of(reception, body, f"form:{view['id']}:{view.get('hash')}", sent)
        reception.changed()
        return submission(answer, view)

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await reception.recent.once(delivery_of(body), lambda: answered(body)))

    async def closed(ack: AsyncAck) -> None:
        await ack()

    app.view(re.compile(".*"))(listener)
    app.view_closed(re.compile(".*"))(closed)


async def sent(visit: Visit, body: dict[str, Any]) -> Answer | None:
    """A form, sent. What is refused is said at its field, and the form stays open with everything in it."""
    view = body["view"]
    callback = view.get("callback_id")
    if callback not in SENT:
        return None
    try:
        return await SENT[callback](visit, view)
    except EtiquetteError as error:
        if error.code is Refusal.SEEN_BEFORE or callback in WITHOUT_A_FIELD:
            return plain(sentence(error))
        if error.code is Refusal.SEVERAL_CONTACTS:
            return await asking_which(visit, view, str(error.values["name"]))
        return Refused(dict([field_error(error, Form(callback))]))


async def draft_written(visit: Visit, view: dict[str, Any]) -> Answer:
    """The member's own wording of a thank-you or an invitation."""
    written = thanks.written if Fields.of(view).kept("noun") == Noun.THANK_YOU else invitations.written
    return await written(visit, view)


async def later_chosen(visit: Visit, view: dict[str, Any]) -> Answer:
    """A matter put off until a day that the member picked."""
    fields = Fields.of(view)
    day = fields.day("day")
    if day is None:
        raise EtiquetteError(Refusal.NO_DATE)
    moment = later_on(visit.member, day, fields.clock("clock"), visit.now)
    return await put_off_until(visit, Kind(fields.kept("kind") or ""), fields.kept("id") or "", moment)


WITHOUT_A_FIELD = frozenset({Form.SHARE_PLAN})
"""Forms that are only read, and agreed to: there is nowhere to say a reason at."""

SENT: dict[str, Sent] = {
    Form.INTRODUCTION: introductions.submitted,
    Form.CALL: calls.submitted,
    Form.DEBRIEF: calls.debrief_submitted,
    Form.DELIVERABLE: deliverables.submitted,
    Form.DRAFT: draft_written,
    Form.LATER: later_chosen,
    Form.PREPARE: preparing.submitted,
    Form.CONTACT: contacts.submitted,
    Form.MERGE: contacts.merge_submitted,
    Form.SETTINGS: settings.submitted,
    Form.NUMBERS: settings.numbers_submitted,
    Form.PAUSE: pausing.submitted,
    Form.ZONE: settings.zone_chosen,
    Form.FAVOUR: ledger.submitted,
    Form.LESSON: sharing.submitted,
    Form.DIGEST: digests.submitted,
    Form.REQUEST: requests.request_written,
    Form.REFERRAL: requests.referral_written,
    **celebrating.SENT,
    **differing.SENT,
    **parting.SENT,
    **plan_sharing.SENT,
    Form.PLAN: plans.submitted,
    Form.PLAN_ANSWER: agreeing.outside_answered,
    **reflections.SENT,
    **contributions.SENT,
    **proposals.SENT,
}

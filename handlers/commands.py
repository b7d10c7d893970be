"""Slash commands: `/coop` and its short forms. Words in, a reply or a form out."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.help import help_message, you_are_welcome
from handlers import (
    calls,
    contacts,
    deliverables,
    digests,
    exports,
    forgetting,
    imports,
    introductions,
    invitations,
    ledger,
    pausing,
    plans,
    reflections,
    requests,
    settings,
    sharing,
    thanks,
    today,
    who,
)
from handlers.answering import answer_of, delivery_of, opened, shown
from handlers.answers import Answer, Opens
from handlers.arguments import plain, read
from handlers.fields import storable
from handlers.reception import Reception, Visit
from handlers.welcome import greeted

Words = Callable[[Visit, str], Awaitable[Answer]]

VERBS: dict[str, Words] = {
    "intro": introductions.typed,
    "ask": requests.typed,
    "call": calls.typed,
    "contacts": contacts.listed_by,
    "contact": contacts.typed,
    "deliverable": deliverables.typed,
    "thanks": thanks.typed,
    "invite": invitations.typed,
    "settings": settings.typed,
    "pause": pausing.typed,
    "resume": pausing.resumed,
    "ledger": ledger.typed,
    "share": sharing.typed,
    "who": who.typed,
    "import": imports.typed,
    "export": exports.typed,
    "forget": forgetting.typed,
    "digest": digests.typed,
    "plan": plans.typed,
    "reflect": reflections.typed,
}
_GREETING = re.compile(
    r"(?:hello|hi|hey|good (?:morning|day|afternoon|evening))\b[^a-z]*(?:there|coop\w*)?\W*", re.IGNORECASE
)
# “Thanks” alone is a command, as in `/coop thanks`.
_THANKING = re.compile(
    r"(?:many thanks|thank you|thanks(?=\W*\S))(?: (?:so|very) much| a lot| again)?(?: coop\w*)?(?:\W|:\w+:)*",
    re.IGNORECASE,
)
SHORT = {"/coop-intro": "intro", "/coop-call": "call", "/coop-deliverable": "deliverable"}


def register(app: AsyncApp, reception: Reception) -> None:
    """Every slash command; one that a manifest names and we do not is taken for `/coop`."""

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await reception.recent.once(delivery_of(body), lambda: _answered(reception, body)))

    app.command(re.compile(".*"))(listener)


async def understood(visit: Visit, text: str) -> Answer | None:
    """What `/coop` does with its words; a direct message's words are understood the same way."""
    if _THANKING.fullmatch(text.strip()):
        return you_are_welcome()
    verb, rest = read(text)
    if verb is None:
        return await _without_verb(visit, rest)
    if verb == "help":
        return help_message()
    return await VERBS[verb](visit, rest)


async def _without_verb(visit: Visit, words: str) -> Answer | None:
    """What is due, to nothing and to a greeting (the first one has the welcome for its answer); or somebody's name."""
    is_greeting = _GREETING.fullmatch(words)
    if is_greeting and visit.is_welcome:
        return None
    if is_greeting or not words:
        return await today.due(visit)
    return await contacts.named(visit, words) or help_message(plain(words))


async def _answered(reception: Reception, body: dict[str, Any]) -> dict[str, Any]:
    words = tuple(str(body.get(name)) for name in ("team_id", "user_id", "command", "text"))
    with reception.recent.typing(words, f"command:{body.get('trigger_id')}") as key:
        answer, visit = await answer_of(reception, body, key, _handle)
        is_open = isinstance(answer, Opens) and visit is not None and await opened(visit, answer.view)
    message = greeted(visit, None if is_open else shown(answer))
    return {"text": message.text, "blocks": message.blocks} if message else {}


async def _handle(visit: Visit, body: dict[str, Any]) -> Answer | None:
    text = storable(str(body.get("text") or ""))
    verb = SHORT.get(str(body.get("command")))
    return await VERBS[verb](visit, text) if verb else await understood(visit, text)

"""From Slack's request to a handler and back: who is asking, what they get, and a sentence when something fails.

The answer goes out after the commit, so that a crash is an error that the person sees and never a silent loss. Before
it, at most one call to Slack is made: a form has to be opened while its trigger lives.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import structlog

from etiquette.messages.refusals import away, away_meanwhile, sentence, went_wrong
from etiquette.messages.replies import plain, result
from etiquette.messages.vocabulary import Message
from etiquette.rules.errors import AwayError, EtiquetteError
from etiquette.rules.members import Who
from handlers.answers import Answer, Aside, Changed, Opens, Refused, Turned
from handlers.reception import Reception, Visit
from handlers.welcome import arrived

Handle = Callable[[Visit, dict[str, Any]], Awaitable[Answer | None]]

log = structlog.get_logger()


async def answer_of(
    reception: Reception, body: dict[str, Any], key: str, handle: Handle
) -> tuple[Answer | None, Visit | None]:
    """What a handler answers. Never raises: a refusal is a sentence, a bug a sentence with a reference."""
    visit = None
    try:
        visit = await arrived(await reception.visit(who_of(body), key, body.get("trigger_id")), body)
        return await handle(visit, body), visit
    except EtiquetteError as error:
        return Aside(plain(sentence(error))), visit
    except AwayError:  # it is said in the log by whoever noticed it
        return Aside(plain(away() if visit is None else away_meanwhile())), visit
    except Exception as error:  # the last resort for whoever is waiting: a sentence, and a reference for the log
        reference = uuid4().hex[:8]
        reception.stumbled()
        log.exception("request_failed", reference=reference, error=type(error).__name__)
        return Aside(plain(went_wrong(reference))), visit


async def opened(visit: Visit, view: dict[str, Any], *, above: bool = False) -> bool:
    """Opens a form, `above` the one that was pressed in if asked. False where Slack did not take it in time."""
    client = visit.reception.client
    try:
        async with asyncio.timeout_at(visit.until):
            await (client.views_push if above else client.views_open)(trigger_id=visit.trigger_id, view=view)
    except Exception as error:  # noqa: BLE001  # a trigger that is too old, a Slack that is slow: the person gets a button instead
        log.warning("form_not_opened", reason=reason_of(error))
        return False
    return True


def delivery_of(body: dict[str, Any]) -> str | None:
    """Slack's name for what it delivers: the same when it delivers it again."""
    return body.get("event_id") or body.get("trigger_id")


def who_of(body: dict[str, Any]) -> Who:
    """The workspace and the member of a request, whichever kind it is."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    user = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    return Who(str(team), str(user))


def reason_of(error: Exception) -> str:
    """Slack's word for what went wrong, where it gave one: what stands between us may answer with anything."""
    answer = getattr(getattr(error, "response", None), "data", None)
    return str(answer.get("error")) if isinstance(answer, dict) else type(error).__name__


def shown(answer: Answer | None) -> Message | None:
    """The message of an answer, where it has one."""
    match answer:
        case Message():
            return answer
        case Aside():
            return answer.said
        case Opens():
            return answer.instead
        case _:
            return None


def submission(answer: Answer | None, view: dict[str, Any]) -> dict[str, Any]:
    """What a form is answered with: errors at its fields, another form, what was noted, or nothing (it closes)."""
    match answer:
        case Aside() if fields := [block["block_id"] for block in view["blocks"] if block["type"] == "input"]:
            # The form stays, with everything that was typed in it.
            return {"response_action": "errors", "errors": {fields[0]: answer.said.text}}
        case Aside():
            return {"response_action": "update", "view": result(answer.said)}
        case Refused():
            return {"response_action": "errors", "errors": answer.errors}
        case Opens():
            return {"response_action": "update", "view": answer.view}
        case Message():
            return {"response_action": "update", "view": result(answer)}
        case Changed() | Turned() | None:
            return {"response_action": "clear"}

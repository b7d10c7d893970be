"""The first contact: who uses the bot themselves from now on, and who is welcomed, once and for all."""

from dataclasses import replace
from typing import Any

from etiquette.messages.help import help_message
from etiquette.messages.replies import joined
from etiquette.messages.vocabulary import Message, read_kind
from etiquette.messages.welcome import welcome
from etiquette.rules.nudges import Kind
from etiquette.services.members import arrive
from handlers.answers import Aside
from handlers.reception import Visit

BLOCKS = 50
USED = frozenset({"shortcut", "message_action"})
# What is asked on somebody else's behalf: whoever answers it has not begun to use the bot by that.
ASKED_FOR_OTHERS = frozenset({Kind.REQUEST_PASSED_ON, Kind.REFERRAL_ASKED})


async def arrived(visit: Visit, body: dict[str, Any]) -> Visit:
    """The visit of a member who may be here for the first time."""
    is_words = "command" in body or _event(body) == "message"
    uses = is_words or body.get("type") in USED or (body.get("type") == "block_actions" and _is_own(body))
    greets = is_words or _event(body) == "app_home_opened"
    member, is_welcome = await arrive(visit.store, visit.member, visit.now, uses=uses, greets=greets)
    return replace(visit, member=member, is_welcome=is_welcome)


def greeted(visit: Visit | None, answer: Message | None) -> Message | None:
    """An answer, with the welcome below it where it is the first; on its own where both do not fit into one."""
    if visit is None or not visit.is_welcome:
        return answer
    if answer is None:
        return welcome()
    both = joined(answer, welcome())
    if len(both.blocks) <= BLOCKS:
        return both
    visit.reception.afterwards(visit.reception.say(visit.member.id, welcome()))
    return answer


def greet(visit: Visit | None) -> None:
    """The welcome by itself, in the member's own conversation: to somebody who opened the bot for the first time."""
    if visit is not None and visit.is_welcome:
        visit.reception.afterwards(visit.reception.say(visit.member.id, welcome()))


async def explained(_visit: Visit, _pressed_value: str) -> Aside:
    """“How it works”: the help, beside the welcome."""
    return Aside(help_message())


def _event(body: dict[str, Any]) -> str | None:
    return (body.get("event") or {}).get("type")


def _is_own(body: dict[str, Any]) -> bool:
    pressed = (body.get("actions") or [{}])[0]
    carried = str(pressed.get("value") or (pressed.get("selected_option") or {}).get("value") or "")
    return read_kind(carried) not in ASKED_FOR_OTHERS

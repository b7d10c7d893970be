"""Where something was pressed, and how its answer gets back there: a delivery, a reply, a form, or the Home tab.

A press on Home carries no `response_url`, and one on a reply that only its reader sees no `message`: neither is leant
on. What goes out after the form was opened goes out after Slack has its answer.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog

from etiquette.messages.nudges import alone
from etiquette.messages.refusals import went_wrong
from etiquette.messages.replies import joined, plain, reading, result
from etiquette.messages.vocabulary import Message
from etiquette.services.answers import is_said
from etiquette.services.matters import matter_as
from handlers import home, today
from handlers.answering import opened, reason_of, shown, who_of
from handlers.answers import Answer, Aside, Changed, Opens, Turned
from handlers.reception import Reception, Visit

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a press came from."""

    reception: Reception
    view: dict[str, Any] | None
    channel: str
    ts: str
    is_ephemeral: bool
    response_url: str | None
    member_id: str

    @classmethod
    def of(cls, reception: Reception, body: dict[str, Any]) -> "Surface":
        container = body.get("container") or {}
        return cls(
            reception,
            body.get("view"),
            str(container.get("channel_id") or ""),
            str(container.get("message_ts") or ""),
            bool(container.get("is_ephemeral")),
            body.get("response_url"),
            who_of(body).member_id,
        )

    @property
    def is_home(self) -> bool:
        return self.view is not None and self.view.get("type") == "home"

    async def show(self, visit: Visit | None, answer: Answer | None) -> None:
        """Shows an answer where it belongs. A form is opened now, while its trigger lives; all else comes after."""
        if visit is None or isinstance(answer, Aside):
            self.tell(shown(answer), visit)
        elif isinstance(answer, Opens):
            if not await self._open(visit, answer):
                self.tell(answer.instead)
        elif answer is not None:
            self.reception.changed()
            self.reception.afterwards(self._shown(visit, answer))

    def tell(self, message: Message | None, visit: Visit | None = None) -> None:
        """Says something that only the person sees, beside what was pressed, which stays as it is."""
        if message is not None:
            self.reception.afterwards(self._tell(message, visit))

    async def _tell(self, message: Message, visit: Visit | None) -> None:
        view = result(message, "A word on that")
        if self.view is None or visit is None or not await opened(visit, view, above=not self.is_home):
            await self._respond(message, replace=False)

    async def _open(self, visit: Visit, answer: Opens) -> bool:
        if self.view is None or self.is_home or answer.above:
            return await opened(visit, answer.view, above=answer.above)
        return await self._update(answer.view, visit.until)

    async def _shown(self, visit: Visit, answer: Answer) -> None:
        """What was done is saved by now; where it cannot be shown, the person hears so, with a reference."""
        try:
            await self._show(await visit.refreshed(), answer)
        except Exception as error:  # the last resort, as for whatever is answered
            reference = uuid4().hex[:8]
            self.reception.stumbled()
            log.exception("answer_not_shown", reference=reference, error=type(error).__name__)
            await self._respond(plain(went_wrong(reference)), replace=False)

    async def _show(self, visit: Visit, answer: Answer) -> None:
        if self.is_home:
            if isinstance(answer, Message) and not await opened(visit, reading(answer)):
                await self._respond(answer, replace=False)
            look = answer.look if isinstance(answer, Turned) else home.look_of(self.view)
            await home.publish(visit, look=look)
        elif self.view is not None:
            message = await self._message(visit, answer)
            if message is not None and not await self._update(reading(message)):
                await self._respond(message, replace=False)
        elif self.is_ephemeral or not await is_said(visit.store, visit.member, self.channel, self.ts):
            if (message := await self._message(visit, answer)) is not None:
                await self._respond(message, replace=True)
        elif isinstance(answer, Message):
            await self._respond(answer, replace=False)

    async def _message(self, visit: Visit, answer: Answer) -> Message | None:
        """An answer as a reply of its own; after a matter was answered, with whatever is still due."""
        if isinstance(answer, Message):
            return answer
        if not isinstance(answer, Changed) or answer.kind is None:
            return answer.said if isinstance(answer, Changed) else None
        matter = await matter_as(visit.store, visit.member, answer.kind, answer.subject_id, answer.chosen)
        return joined(alone(matter, visit.member, visit.now), await today.due(visit))

    async def _update(self, view: dict[str, Any], until: float | None = None) -> bool:
        if self.view is None:
            return False
        try:
            async with asyncio.timeout_at(until):
                await self.reception.client.views_update(view_id=self.view["id"], hash=self.view.get("hash"), view=view)
        except Exception as error:  # noqa: BLE001  # the form was closed meanwhile, or Slack is slow: what was saved is saved
            log.warning("form_not_updated", reason=reason_of(error))
            return False
        return True

    async def _respond(self, message: Message, *, replace: bool) -> None:
        """Where a press left no way to reply, or Slack does not take it, the person's own conversation is one."""
        url = self.response_url
        if url is None or not await self.reception.respond(url, message, replace=replace):
            await self.reception.say(self.member_id, message)

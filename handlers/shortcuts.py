"""Shortcuts: log an introduction from anywhere; make a message a deliverable."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.deliverables import DeliverableFields, form
from etiquette.messages.vocabulary import metadata, read_metadata
from etiquette.rules.drafts import Draft
from handlers import introductions
from handlers.answering import answer_of, delivery_of, opened, shown
from handlers.answers import Answer, Opens
from handlers.fields import storable
from handlers.promise_words import Knows, PromiseWords, Said, read_promise
from handlers.questions import keep_if_typed
from handlers.reception import Reception, Visit
from handlers.surfaces import Surface

VERB = "message"

_DOMAIN, _CHANNEL, _TS = (
    re.compile(r"[a-z0-9.-]{1,80}"),
    re.compile(r"[CDG][A-Z0-9]{2,20}"),
    re.compile(r"[0-9]{9,11}\.[0-9]{6}"),
)


@dataclass(frozen=True, slots=True)
class Original:
    """The message that is made a deliverable, as it is kept until the form is sent."""

    text: str = ""
    by: str = ""
    ts: str = ""
    link: str = ""

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Original":
        """The message that a shortcut was taken on."""
        message = body.get("message") or {}
        text, ts = storable(str(message.get("text") or "")), str(message.get("ts") or "")
        return cls(text, str(message.get("user") or ""), ts, _link(body, message, ts) or "")

    @classmethod
    def kept(cls, raw: str) -> "Original":
        """The same, from a draft; of one that cannot be read, nothing."""
        read = read_metadata(raw)
        return cls(*(str(read.get(name) or "") for name in ("text", "by", "ts", "link")))

    def written_at(self, now: datetime) -> datetime:
        """When the message was written: what its "tomorrow" counts from."""
        return datetime.fromtimestamp(float(self.ts), UTC) if _TS.fullmatch(self.ts) else now


def register(app: AsyncApp, reception: Reception) -> None:
    """The two shortcuts of the manifest; one of an older version is answered, too."""

    async def answered(body: dict[str, Any]) -> None:
        answer, visit = await answer_of(reception, body, f"shortcut:{body.get('trigger_id')}", _handle)
        if not (isinstance(answer, Opens) and visit is not None and await opened(visit, answer.view)):
            Surface.of(reception, body).tell(shown(answer))

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await reception.recent.once(delivery_of(body), lambda: answered(body))
        await ack()

    app.shortcut(re.compile(".*"))(listener)


async def unfinished(visit: Visit, raw: str, draft: Draft | None) -> Opens:
    """The form for a message whose form was closed before."""
    return await _form_for(visit, Original.kept(raw), draft)


async def _handle(visit: Visit, body: dict[str, Any]) -> Answer | None:
    match body["callback_id"]:
        case "log_introduction":
            return await introductions.unfinished(visit, "", None)
        case "make_deliverable":
            return await _form_for(visit, Original.of(body), None)
        case _:
            return None


async def _form_for(visit: Visit, original: Original, draft: Draft | None) -> Opens:
    words = await _words(visit, original)
    draft_id = await keep_if_typed(visit, VERB, words.typed, json.dumps(asdict(original)), draft)
    today, link = visit.member.hours.local(visit.now).date(), original.link or None
    is_ahead = words.due_on is not None and words.due_on >= today
    known = DeliverableFields(
        words.contact_name, words.what or None, words.owner, words.due_on if is_ahead else None, link
    )
    return Opens(form(known, wrote=words.typed, meta=metadata(draft=draft_id, link=link)), VERB, draft_id)


async def _words(visit: Visit, original: Original) -> PromiseWords:
    everybody, member = await visit.contacts(), visit.member
    in_slack = {each.slack_user_id: each.name for each in everybody if each.slack_user_id}
    knows = Knows([each.name for each in everybody], in_slack, member.id, member.zone, member.locale)
    is_own = original.by in ("", member.id)
    return read_promise(Said(original.text, original.by, original.written_at(visit.now), is_own), knows)


def _link(body: dict[str, Any], message: dict[str, Any], ts: str) -> str | None:
    """The message's own address, made of what Slack sent: to ask for it would take a call."""
    domain, channel = (
        str((body.get("team") or {}).get("domain") or ""),
        str((body.get("channel") or {}).get("id") or ""),
    )
    if not (_DOMAIN.fullmatch(domain) and _CHANNEL.fullmatch(channel) and _TS.fullmatch(ts)):
        return None
    address = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    thread = str(message.get("thread_ts") or "")
    in_thread = thread != ts and _TS.fullmatch(thread)
    return f"{address}?thread_ts={thread}&cid={channel}" if in_thread else address

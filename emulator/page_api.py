"""The page's own JSON API: what a window needs to show the workspace and to act in it as somebody."""

import json
from collections.abc import Awaitable, Callable
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from emulator import elements, events, interactions, modals
from emulator.backend import Backend
from emulator.channels import Channel, Kind
from emulator.person import Person
from emulator.records import Message, Outcome, View
from emulator.shapes import shown_channel, shown_message, shown_person, shown_stack
from emulator.wire import JSON, Refused

MOST_MESSAGES = 1000
Answering = Callable[["Asking"], Awaitable[JSON]]


class Asking:
    """One request of the page: the workspace, who the window is, and what was asked."""

    def __init__(self, slack: Backend, request: web.Request, body: JSON) -> None:
        self.slack, self.request, self.body = slack, request, body

    @property
    def user(self) -> str:
        """Who the window is; LookupError where nobody is called that."""
        return self.person.id

    @property
    def person(self) -> Person:
        """The same, at work."""
        return Person(self.slack, self.request.match_info["user"])

    def channel(self, channel_id: str) -> Channel:
        """A conversation that the person may look into; LookupError."""
        channel = self.slack.workspace.channels.get(channel_id)
        if channel is None or (channel.kind is not Kind.PUBLIC and self.user not in channel.members):
            raise LookupError("There is no such conversation.")
        return channel

    def place(self, container: JSON) -> Message | View:
        """The message or view of a container; LookupError where the person has no such thing before them."""
        if container.get("type") != "view":
            self.channel(str(container["channel"]))
            return interactions.message_at(self.slack, self.user, str(container["channel"]), str(container["ts"]))
        return self.view(str(container["view_id"]))

    def view(self, view_id: str) -> View:
        """A view that the person has open; LookupError."""
        home = self.slack.views.home(self.user)
        for view in [*self.slack.views.stack(self.user), *([home] if home else [])]:
            if view.id == view_id:
                return view
        raise LookupError("That view is not open any more.")


def page_api_routes(slack: Backend) -> list[web.RouteDef]:
    """Every route under /page/api that answers with JSON, but for the clock's."""
    as_user = "/page/api/as/{user}"
    conversation = as_user + "/conversations/{channel}"
    return [
        web.get("/page/api/workspace", answered(slack, _workspace)),
        web.get(as_user + "/conversations", answered(slack, _conversations)),
        web.get(conversation + "/messages", answered(slack, _messages)),
        web.post(conversation + "/messages", answered(slack, _say)),
        web.post(conversation + "/files", answered(slack, _send_file)),
        web.post(conversation + "/read", answered(slack, _read)),
        web.post(as_user + "/dms", answered(slack, _open_dm)),
        web.post(as_user + "/actions", answered(slack, _act)),
        web.post(as_user + "/options", answered(slack, _options)),
        web.post(as_user + "/views/{view}/submit", answered(slack, _submit)),
        web.post(as_user + "/views/{view}/close", answered(slack, _close)),
        web.post(as_user + "/shortcuts", answered(slack, _shortcut)),
        web.get(as_user + "/home", answered(slack, _home)),
        web.post(as_user + "/home", answered(slack, _open_home)),
        web.get(as_user + "/views", answered(slack, _views)),
    ]


def answered(slack: Backend, answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that reads JSON or a file's bytes, answers JSON, and turns refusals into sentences."""

    async def handler(request: web.Request) -> web.Response:
        try:
            body = await _body(request)
            return web.json_response(await answering(Asking(slack, request, body)))
        except LookupError as missing:
            return web.json_response({"error": _sentence(missing)}, status=404)
        except Refused as refused:
            return web.json_response({"error": f"Slack would refuse this: {refused.error}."}, status=400)
        except (aiohttp.ClientError, TimeoutError):
            return web.json_response({"error": "The app did not say that it has noticed the time."}, status=502)
        except (ValueError, TypeError, AttributeError):
            return web.json_response({"error": "That could not be understood."}, status=400)

    return handler


def _sentence(missing: LookupError) -> str:
    if isinstance(missing, KeyError):
        return "Something is missing from what was sent."
    return str(missing)


async def _body(request: web.Request) -> JSON:
    if request.method == "GET" or not request.can_read_body:
        return {}
    if request.content_type == "application/octet-stream":
        return {"content": await request.read()}
    if request.content_type != "application/json":
        raise ValueError("not JSON")
    return dict(json.loads(await request.read()))


# -- looking ---------------------------------------------------------------------------------------


async def _workspace(asking: Asking) -> JSON:
    workspace, app = asking.slack.workspace, asking.slack.app
    commands = [
        {"command": command.command, "description": command.description, "usage_hint": command.usage_hint}
        for command in app.commands.values()
    ]
    shortcuts = [
        {"type": s.kind, "name": s.name, "description": s.description, "callback_id": s.callback_id}
        for s in app.shortcuts.values()
    ]
    return {
        "team": {"id": workspace.team_id, "name": workspace.team_name},
        "app": {
            "id": app.app_id,
            "name": app.name,
            "description": app.description,
            "bot_user_id": app.bot_user_id,
            "commands": commands,
            "shortcuts": shortcuts,
            "home_enabled": app.home_enabled,
        },
        "people": [shown_person(person, app.bot_user_id) for person in workspace.people.values()],
        "now": asking.slack.clock.now(),
        "running": True,
        "note": asking.slack.note,
    }


async def _conversations(asking: Asking) -> JSON:
    workspace, user = asking.slack.workspace, asking.user
    workspace.dm_with_app(user)
    seen = [c for c in workspace.channels.values() if c.kind is Kind.PUBLIC or user in c.members]
    return {"conversations": [shown_channel(workspace, channel, user) for channel in seen]}


async def _messages(asking: Asking) -> JSON:
    channel = asking.channel(asking.request.match_info["channel"])
    limit = max(1, min(int(asking.request.query.get("limit", "200")), MOST_MESSAGES))
    newest = list(islice(reversed(channel.messages.values()), limit))
    whispers = [w for w in asking.slack.workspace.whispers(asking.user) if w.channel == channel.id]
    shown = sorted([*newest, *whispers], key=lambda message: message.ts)
    return {"messages": [shown_message(message, asking.slack.bot) for message in shown]}


async def _read(asking: Asking) -> JSON:
    asking.slack.workspace.mark_read(asking.user, asking.channel(asking.request.match_info["channel"]))
    return {"ok": True}


async def _views(asking: Asking) -> JSON:
    return shown_stack(asking.slack.views.stack(asking.user))


async def _home(asking: Asking) -> JSON:
    view = asking.slack.views.home(asking.user)
    return {"view": None if view is None else view.raw}


# -- acting ----------------------------------------------------------------------------------------


async def _say(asking: Asking) -> JSON:
    channel, text = asking.channel(asking.request.match_info["channel"]), str(asking.body["text"])
    if text.startswith("/"):
        return _outcome(await asking.person.command(text, channel.id))
    hindrance = _hindrance(asking, channel) or ("" if text.strip() else "There is nothing to send.")
    if hindrance:
        return {"ok": False, "error": hindrance}
    await asking.person.say(channel.id, text)
    return {"ok": True}


def _hindrance(asking: Asking, channel: Channel) -> str:
    """Why the person cannot write there; empty where they can."""
    if asking.user not in channel.members:
        return "Join the channel to write in it."
    return "This channel is archived." if channel.is_archived else ""


async def _send_file(asking: Asking) -> JSON:
    channel, content = asking.channel(asking.request.match_info["channel"]), asking.body.get("content", b"")
    if not isinstance(content, bytes):
        raise TypeError("not a file's bytes")
    name = Path(asking.request.query["name"].replace("\\", "/")).name
    hindrance = _hindrance(asking, channel) or ("" if content else f"{name} is empty.")
    if hindrance:
        return {"ok": False, "error": hindrance}
    await asking.person.send_file(name, content, channel.id)
    return {"ok": True}


def _outcome(outcome: Outcome) -> JSON:
    answer: JSON = {"ok": outcome.ok}
    if outcome.error is not None:
        answer["error"] = outcome.error
    if outcome.errors:
        answer["errors"] = outcome.errors
    return answer


async def _open_dm(asking: Asking) -> JSON:
    other = Person(asking.slack, str(asking.body["with"]))
    channel = asking.slack.workspace.open_direct(asking.user, other.id)
    asking.slack.hub.tell("conversations", {}, {asking.user})
    return {"id": channel.id}


async def _act(asking: Asking) -> JSON:
    where, body = asking.place(asking.body["container"]), asking.body
    element = elements.find(where.blocks, str(body["action_id"]), str(body["block_id"]))
    state = (body.get("state") or {}).get("values") or {}
    chosen = body.get("action") or {}
    return _outcome(await interactions.act(asking.slack, asking.user, where, element, chosen, state))


async def _options(asking: Asking) -> JSON:
    where, body = asking.place(asking.body["container"]), asking.body
    element = elements.find(where.blocks, str(body["action_id"]), str(body["block_id"]))
    return await interactions.suggest(asking.slack, asking.user, where, element, str(body.get("value", "")))


async def _submit(asking: Asking) -> JSON:
    view = asking.view(asking.request.match_info["view"])
    values: Any = asking.body.get("values") or {}
    return _outcome(await modals.submit(asking.slack, asking.user, view, values))


async def _close(asking: Asking) -> JSON:
    view = asking.view(asking.request.match_info["view"])
    return _outcome(await modals.close(asking.slack, asking.user, view, cleared=bool(asking.body.get("cleared"))))


async def _shortcut(asking: Asking) -> JSON:
    body, message = asking.body, None
    if body.get("ts"):
        asking.channel(str(body["channel"]))
        message = interactions.message_at(asking.slack, asking.user, str(body["channel"]), str(body["ts"]))
    return _outcome(await asking.person.shortcut(str(body["callback_id"]), message))


async def _open_home(asking: Asking) -> JSON:
    events.home_opened(asking.slack, asking.user, "home")
    return await _home(asking)

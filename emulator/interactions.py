"""Presses, picks and shortcuts: block_actions, block_suggestion, shortcut, message_action (slack.md §2)."""

from typing import Any

from emulator import elements
from emulator.backend import Backend
from emulator.channels import Channel, micros
from emulator.delivery import Envelope
from emulator.elements import STATEFUL, Element, Values
from emulator.payloads import channel_name, common
from emulator.records import Message, Outcome, View
from emulator.wire import JSON

NO_ANSWER = "The app did not answer in time. Try again?"


async def act(
    slack: Backend,
    user_id: str,
    where: Message | View,
    element: Element,
    chosen: JSON,
    state: Values | None = None,
) -> Outcome:
    """Press or pick something; `chosen` is in the words of state.values, `state` what else is filled in.

    What stands in an input block without dispatch_action only changes what is filled in.
    """
    values = _values(where, element, chosen, state)
    if isinstance(where, View):
        where = slack.views.fill(slack.views.get(where.id), values)
    if element.in_input and not element.block.get("dispatch_action"):
        return Outcome()
    action = elements.action(element, chosen, slack.workspace.mint())
    place = _in_view(where) if isinstance(where, View) else _in_message(slack, user_id, where, values)
    payload = {"type": "block_actions", **common(slack, user_id), **_trigger(slack, user_id, where), **place}
    return await interact(slack, user_id, {**payload, "actions": [action]})


def _values(where: Message | View, element: Element, chosen: JSON, state: Values | None) -> Values:
    before = where.values if isinstance(where, View) else elements.initial_values(where.blocks)
    values = merged(before, state or {})
    if element.type in STATEFUL:
        key = STATEFUL[element.type][0]
        held = {"type": element.type, key: chosen.get(key)}
        values = merged(values, {element.block_id: {element.action_id: held}})
    return values


def merged(before: Values, newer: Values) -> Values:
    """What is filled in, with what is newer where the element is there and of that type."""
    values = {block_id: dict(held) for block_id, held in before.items()}
    for block_id, held in newer.items():
        for action_id, state in held.items():
            old = values.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state.get("type", old["type"]):
                values[block_id][action_id] = {**old, **state}
    return values


def _trigger(slack: Backend, user_id: str, where: Message | View | None) -> JSON:
    in_modal = isinstance(where, View) and where.raw["type"] == "modal"
    return {"trigger_id": slack.triggers.issue(user_id, where.id if isinstance(where, View) and in_modal else None)}


def _in_view(view: View) -> JSON:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.raw}


def _in_message(slack: Backend, user_id: str, message: Message, values: Values) -> JSON:
    channel = slack.workspace.channels[message.channel]
    response = slack.responses.issue(channel.id, user_id, message.ts, ephemeral=message.ephemeral)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    place: JSON = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values},
        "response_url": f"{slack.url}/actions/{slack.workspace.team_id}/{response.token}",
    }
    return place if message.ephemeral else {**place, "message": _current(channel, message).raw}


def _current(channel: Channel, message: Message) -> Message:
    return channel.messages.get(message.ts, message)


async def suggest(slack: Backend, user_id: str, where: Message | View, element: Element, typed: str) -> JSON:
    """The options of an external select for what was typed: the app's `options` or `option_groups`."""
    asked = {"action_id": element.action_id, "block_id": element.block_id, "value": typed}
    if isinstance(where, View):
        place = _in_view(slack.views.get(where.id))
    else:
        place = _in_message(slack, user_id, where, elements.initial_values(where.blocks))
        place.pop("response_url")
    payload = {"type": "block_suggestion", **common(slack, user_id), **asked, **place}
    answer = await slack.courier.ask(Envelope.INTERACTIVE, payload)
    body = answer.body or {}
    return {key: body[key][:100] for key in ("options", "option_groups") if isinstance(body.get(key), list)}


async def take_shortcut(slack: Backend, user_id: str, callback_id: str, message: Message | None) -> Outcome:
    """Take a global shortcut, or with a message that message's; LookupError where the app has no such one."""
    kind = "global" if message is None else "message"
    shortcut = slack.app.shortcuts.get(callback_id)
    if shortcut is None or shortcut.kind != kind:
        raise LookupError(f"the app has no {kind} shortcut {callback_id}")
    payload = {
        **common(slack, user_id),
        **_trigger(slack, user_id, None),
        "callback_id": callback_id,
        "action_ts": slack.workspace.mint(),
    }
    if message is None:
        return await interact(slack, user_id, {"type": "shortcut", **payload})
    return await interact(slack, user_id, {"type": "message_action", **payload, **_about(slack, user_id, message)})


def _about(slack: Backend, user_id: str, message: Message) -> JSON:
    place: dict[str, Any] = _in_message(slack, user_id, message, {})
    about = {key: place[key] for key in ("channel", "message", "response_url")}
    return {**about, "message_ts": message.ts}


async def interact(slack: Backend, user_id: str, payload: JSON) -> Outcome:
    """Deliver an interaction whose ack says nothing but that it came."""
    answer = await slack.courier.ask(Envelope.INTERACTIVE, payload)
    if answer.error is not None:
        slack.hub.tell("toast", {"text": NO_ANSWER}, {user_id})
    return Outcome(error=answer.error, status=answer.status)


def message_at(slack: Backend, user_id: str, channel_id: str, ts: str) -> Message:
    """The message as `user_id` sees it, ephemeral ones included; LookupError where there is none."""
    whispered = slack.workspace.ephemerals.get((user_id, ts))
    if whispered is not None:
        return whispered
    micros(ts)
    found = slack.workspace.channels[channel_id].messages.get(ts)
    if found is None:
        raise LookupError("that message is gone")
    return found

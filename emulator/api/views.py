"""views.*: modals by trigger, updates by id and hash, and Home (slack.md §2)."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

from emulator.api.method import Method, known_person
from emulator.backend import Backend
from emulator.checks import given_view
from emulator.modals import show_stack
from emulator.records import View
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused, invalid


async def open_view(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """views.open: a new stack, or on top of the modal in which the trigger was given."""
    view = _modal(slack, arguments)
    trigger = slack.triggers.redeem(_trigger_id(arguments))
    within = trigger.view_id is not None and bool(slack.views.stack(trigger.user))
    opened = slack.views.push(trigger.user, view) if within else slack.views.open(trigger.user, view)
    return _shown(slack, opened)


async def push(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """views.push: on top of what is open; the trigger must come from there."""
    view = _modal(slack, arguments)
    trigger = slack.triggers.redeem(_trigger_id(arguments))
    if trigger.view_id is None or not slack.views.stack(trigger.user):
        raise Refused("invalid_trigger_id")
    return _shown(slack, slack.views.push(trigger.user, view))


def _modal(slack: Backend, arguments: Arguments) -> JSON:
    view = given_view(arguments, slack)
    if view["type"] != "modal":
        raise invalid("only a modal can be opened [json-pointer:/view/type]")
    return view


def _trigger_id(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.text("interactivity_pointer") or arguments.required("trigger_id")


async def update(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """views.update, by view_id or external_id; a stale hash is a conflict."""
    view = given_view(arguments, slack)
    if arguments.text("view_id"):
        found = slack.views.get(arguments.text("view_id"))
    else:
        found = slack.views.by_external_id(arguments.required("external_id"))
    return _shown(slack, slack.views.update(found, view, arguments.text("hash")))


async def publish(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """views.publish: a person's Home."""
    view = given_view(arguments, slack)
    if view["type"] != "home":
        raise invalid("only a home view can be published [json-pointer:/view/type]")
    if not slack.app.home_enabled:
        raise Refused("not_enabled")
    user_id = known_person(slack, arguments.required("user_id")).id
    return _shown(slack, slack.views.publish(user_id, view, arguments.text("hash")))


def _shown(slack: Backend, view: View) -> JSON:
    user_id = slack.views.owner(view.id)
    if view.raw["type"] == "home":
        slack.hub.tell("home", {"view": view.raw}, {user_id})
    else:
        show_stack(slack, user_id)
    return {"view": view.raw}


METHODS = {
    "views.open": Method(open_view, 4),
    "views.push": Method(push, 4),
    "views.update": Method(update, 4),
    "views.publish": Method(publish, 4),
}

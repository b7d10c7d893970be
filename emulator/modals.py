"""Submitting and closing modals: what is checked, what is sent, what the app's ack does (slack.md §2)."""

from emulator.backend import Backend
from emulator.checks import checked_view
from emulator.delivery import Envelope
from emulator.elements import Values
from emulator.inputs import unfilled
from emulator.interactions import NO_ANSWER, merged
from emulator.payloads import common
from emulator.records import Outcome, View
from emulator.shapes import shown_stack
from emulator.wire import JSON, Refused


async def submit(slack: Backend, user_id: str, view: View, values: Values) -> Outcome:
    """Submit the view with what is filled in; what is missing or malformed never reaches the app."""
    view = slack.views.fill(slack.views.get(view.id), merged(slack.views.get(view.id).values, values))
    missing = unfilled(view)
    if missing:
        return Outcome(errors=missing)
    payload = {
        "type": "view_submission",
        **common(slack, user_id),
        "trigger_id": slack.triggers.issue(user_id, view.id),
        "view": view.raw,
        "response_urls": _response_urls(slack, user_id, view),
    }
    answer = await slack.courier.ask(Envelope.INTERACTIVE, payload)
    if answer.error is not None:
        slack.hub.tell("toast", {"text": NO_ANSWER}, {user_id})
        return Outcome(error=answer.error, status=answer.status)
    outcome = _obey(slack, user_id, view, answer.body or {})
    show_stack(slack, user_id)
    return outcome


def _response_urls(slack: Backend, user_id: str, view: View) -> list[JSON]:
    urls = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        held = view.values[block["block_id"]][element["action_id"]]
        channel = held.get("selected_conversation") or held.get("selected_channel")
        if channel:
            response = slack.responses.issue(channel, user_id)
            url = f"{slack.url}/app/{slack.workspace.team_id}/{response.token}"
            place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            urls.append({**place, "response_url": url})
    return urls


def _obey(slack: Backend, user_id: str, view: View, body: JSON) -> Outcome:
    try:
        return _obeyed(slack, user_id, view, body)
    except Refused as refused:
        slack.hub.tell("toast", {"text": "The app answered with something that cannot be shown."}, {user_id})
        return Outcome(error=refused.error)


def _obeyed(slack: Backend, user_id: str, view: View, body: JSON) -> Outcome:
    match body.get("response_action"):
        case "errors":
            return _errors(view, body)
        case "update":
            slack.views.update(slack.views.get(view.id), checked_view(body.get("view"), slack))
        case "push":
            slack.views.push(user_id, checked_view(body.get("view"), slack))
        case "clear":
            slack.views.clear(user_id)
        case None:
            if any(shown.id == view.id for shown in slack.views.stack(user_id)):
                slack.views.close(view)
        case _:
            raise Refused("invalid_response_action")
    return Outcome()


def _errors(view: View, body: JSON) -> Outcome:
    errors = body.get("errors")
    inputs = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise Refused("invalid_errors")
    return Outcome(errors={block_id: str(text) for block_id, text in errors.items()})


async def close(slack: Backend, user_id: str, view: View, *, cleared: bool) -> Outcome:
    """Cancel the top view, or with `cleared` (the X) all of them; told to the app where it asked for that."""
    stack = slack.views.stack(user_id)
    if not stack or stack[-1].id != view.id:
        return Outcome()
    cleared = cleared or bool(stack[-1].raw["clear_on_close"])
    gone = slack.views.clear(user_id)[0] if cleared else slack.views.close(view)
    show_stack(slack, user_id)
    if not gone.raw["notify_on_close"]:
        return Outcome()
    payload = {"type": "view_closed", **common(slack, user_id), "view": gone.raw, "is_cleared": cleared}
    answer = await slack.courier.ask(Envelope.INTERACTIVE, payload)
    return Outcome(error=answer.error, status=answer.status)


def show_stack(slack: Backend, user_id: str) -> None:
    """Show the person's windows which modals are open now."""
    slack.hub.tell("views", shown_stack(slack.views.stack(user_id)), {user_id})

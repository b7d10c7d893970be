"""Slash commands: typed by a person, delivered, and their ack shown (slack.md §1)."""

from emulator.answers import answer_command
from emulator.backend import Backend
from emulator.delivery import Envelope
from emulator.escaping import sent_with_command
from emulator.payloads import channel_name
from emulator.records import Outcome
from emulator.responses import Response
from emulator.wire import JSON, Refused


async def run_command(slack: Backend, user_id: str, typed: str, channel_id: str) -> Outcome:
    """Run what was typed, slash included, as `user_id` in a channel."""
    name, text = (*typed.split(maxsplit=1), "", "")[:2]
    command = slack.app.commands.get(name)
    if command is None:
        return Outcome(error=f"{name} is not a valid command.")
    response = slack.responses.issue(channel_id, user_id)
    text = sent_with_command(slack.workspace, text.rstrip(), should_escape=command.should_escape)
    answer = await slack.courier.ask(Envelope.COMMAND, _payload(slack, response, name, text))
    if answer.error is not None:
        _tell(slack, user_id, f'{name} failed with the error "{answer.error}"')
        return Outcome(error=answer.error, status=answer.status)
    try:
        message = answer_command(slack, response, answer.body or {}, typed)
    except Refused as refused:
        _tell(slack, user_id, f'{name} failed with the error "{refused.error}"')
        return Outcome(error=refused.error, status=answer.status)
    return Outcome(message=message, status=answer.status)


def _tell(slack: Backend, user_id: str, text: str) -> None:
    slack.hub.tell("toast", {"text": text}, {user_id})


def _payload(slack: Backend, response: Response, name: str, text: str) -> JSON:
    workspace, user_id = slack.workspace, response.user
    channel = workspace.channels[response.channel]
    return {
        "token": "deprecated",
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user_id,
        "user_name": workspace.people[user_id].name,
        "command": name,
        "text": text,
        "api_app_id": slack.app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{slack.url}/commands/{workspace.team_id}/{response.token}",
        "trigger_id": slack.triggers.issue(user_id),
    }

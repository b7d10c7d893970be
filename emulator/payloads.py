"""What all payloads to the app have in common."""

from emulator.backend import Backend
from emulator.channels import Channel, Kind
from emulator.wire import JSON


def common(slack: Backend, user_id: str) -> JSON:
    """Who, where and which app."""
    workspace = slack.workspace
    person = workspace.people[user_id]
    return {
        "token": "deprecated",
        "api_app_id": slack.app.app_id,
        "team": {"id": workspace.team_id, "domain": workspace.team_domain},
        "user": {"id": user_id, "username": person.name, "name": person.name, "team_id": workspace.team_id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """A channel's name as payloads tell it, which keep the names of private ones back."""
    private = {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup"}
    return private.get(channel.kind, channel.name)

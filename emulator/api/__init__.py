"""The Web API: every method by name, one module per family."""

from emulator.api import chat, conversations, files, history, reactions, team, users, views
from emulator.api.method import Method

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **reactions.METHODS,
    **team.METHODS,
    **users.METHODS,
    **views.METHODS,
}

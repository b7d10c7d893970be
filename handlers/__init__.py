"""What Slack tells us. `register` is the full list of what we listen to; nothing is registered by being imported."""

from slack_bolt.async_app import AsyncApp

from handlers import commands, forms, home, lifecycle, menus, presses, shortcuts, words
from handlers.reception import Reception


def register(app: AsyncApp, reception: Reception) -> None:
    """Has the app listen to everything that we answer, and answer kindly to everything else."""
    for listening in (commands, presses, forms, shortcuts, home, menus, words, lifecycle):
        listening.register(app, reception)

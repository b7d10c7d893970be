"""`coopetiquette nudges list` and `retry`: what is stuck, why, and another try. Ids and states alone."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.check import database_trouble
from bot.clock import Clock
from bot.config import MisconfiguredError, OfflineSettings
from etiquette.store.session import Store
from etiquette.store.stuck import StuckNudge, Tried, count_stuck, ids_stuck, retry, stuck

NOTHING = "Nothing is stuck."
RETRY = "Another try, at once: coopetiquette nudges retry ID, or --all."
# Slack's word, or ours, and what an operator makes of it.
REASONS = {
    "cannot_dm_bot": "it is a bot, which cannot be written to",
    "channel_not_found": "Slack knows no such conversation",
    "history_too_long": "its conversation is too long to look for it",
    "internal_error": "Slack failed, and did not say what came of it",
    "is_archived": "the conversation is archived",
    "lost": "nothing of it was posted when a process ended",
    "messages_tab_disabled": "the app's messages are turned off at Slack",
    "missing_scope": "the app lacks a scope, which `coopetiquette check` names",
    "not_slack": "something else than Slack answered",
    "ratelimited": "Slack asked for a rest",
    "user_disabled": "their account at Slack is deactivated",
    "user_not_found": "Slack knows nobody by that id",
}
NO_ANSWER = re.compile(r"TimeoutError|\w*(?:Client|Server|Connection)\w*Error|OSError")
OUTCOMES = {
    Tried.PLANNED: "{}: planned again, and due now.",
    Tried.LOOKED_FOR: "{}: looked for in its conversation now, and said if it is not there.",
    Tried.UNKNOWN: "{}: there is no such nudge.",
    Tried.POSTED: "{}: was posted already, and is not said twice.",
    Tried.WITHDRAWN: "{}: is no longer apt, and is not said any more.",
    Tried.ON_ITS_WAY: "{}: is on its way right now.",
    Tried.WAITS: "{}: is not stuck; it waits for its moment.",
}
DONE = frozenset({Tried.PLANNED, Tried.LOOKED_FOR})


async def listed(settings: OfflineSettings, clock: Clock) -> list[str]:
    """What is stuck, a line each, the oldest first. Raises MisconfiguredError."""
    async with _opened(settings) as store, store.reading() as tx:
        found = await stuck(tx, clock.machine_now())
        count = await count_stuck(tx, clock.machine_now())
    if not found:
        return [NOTHING]
    more = [f"… and {count - len(found)} more."] if count > len(found) else []
    return [*map(_line, found), *more, f"{count} {'is' if count == 1 else 'are'} stuck. {RETRY}"]


async def retried(
    settings: OfflineSettings, clock: Clock, nudge_ids: Sequence[str], *, every: bool
) -> tuple[list[str], bool]:
    """Another try for these, or for `every` one that is stuck: what came of each, and whether none was refused."""
    async with _opened(settings) as store, store.writing() as tx:
        ids = await ids_stuck(tx, clock.machine_now()) if every else list(dict.fromkeys(nudge_ids))
        outcomes = await retry(tx, ids, clock.now(), clock.machine_now())
    told = [OUTCOMES[outcome].format(nudge_id) for nudge_id, outcome in outcomes.items()]
    return told or [NOTHING], set(outcomes.values()) <= DONE


@asynccontextmanager
async def _opened(settings: OfflineSettings) -> AsyncIterator[Store]:
    """The database, where nothing is wrong with it."""
    if trouble := await database_trouble(settings):
        raise MisconfiguredError([trouble])
    store = Store(settings.database_url.get_secret_value())
    try:
        yield store
    finally:
        await store.close()


def _line(nudge: StuckNudge) -> str:
    tries = "1 try" if nudge.tries == 1 else f"{nudge.tries} tries"
    since = "" if nudge.since is None else f" since {nudge.since[:16]}"
    return (
        f"{nudge.id}  {nudge.how}{since}, {tries}: {_why(nudge)}  "
        f"[{nudge.kind} to {nudge.recipient} in {nudge.workspace_id}]"
    )


def _why(nudge: StuckNudge) -> str:
    reason = nudge.reason or "unknown"
    if words := REASONS.get(reason):
        return f"{words} ({reason})"
    if NO_ANSWER.fullmatch(reason):
        return f"Slack did not answer ({reason})"
    if reason.islower():
        return f"Slack refused it ({reason})"
    return (
        f"its row cannot be read, or we made a mistake ({reason})" if nudge.reason else "its process ended, or is slow"
    )

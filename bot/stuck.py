"""`coopetiquette nudges list` and `retry`: what is stuck, why, and another try. Ids and states alone."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.check import database_trouble
from bot.clock import Clock
from bot.config import MisconfiguredError, OfflineSettings
from etiquette.store import stuck, stuck_deliveries
from etiquette.store.session import Store, Transaction
from etiquette.store.stuck import StuckRow, Tried

NOTHING = "Nothing is stuck."
RETRY = "Another try, at once: coopetiquette nudges retry ID, or --all."
# Slack's word, or ours, and what an operator makes of it.
REASONS = {
    "archived": "the channel is archived",
    "cannot_dm_bot": "it is a bot, which cannot be written to",
    "channel_not_found": "Slack knows no such conversation",
    "history_too_long": "its conversation is too long to look for it",
    "internal_error": "Slack failed, and did not say what came of it",
    "is_archived": "the conversation is archived",
    "lost": "nothing of it was posted when a process ended",
    "messages_tab_disabled": "the app's messages are turned off at Slack",
    "missing_scope": "the app lacks a scope, which `coopetiquette check` names",
    "not_a_member": "whoever wanted it is not in that channel",
    "not_invited": "the bot is not in that channel",
    "not_slack": "something else than Slack answered",
    "ratelimited": "Slack asked for a rest",
    "read_only": "the bot may not post in that channel",
    "shared_outside": "people of other companies read that channel",
    "user_disabled": "their account at Slack is deactivated",
    "user_not_found": "Slack knows nobody by that id",
}
NO_ANSWER = re.compile(r"TimeoutError|\w*(?:Client|Server|Connection)\w*Error|OSError")
OUTCOMES = {
    Tried.PLANNED: "{}: planned again, and due now.",
    Tried.LOOKED_FOR: "{}: looked for in its conversation now, and said if it is not there.",
    Tried.UNKNOWN: "{}: nothing is known by that id.",
    Tried.POSTED: "{}: was posted already, and is not said twice.",
    Tried.WITHDRAWN: "{}: is no longer apt, and is not said any more.",
    Tried.ON_ITS_WAY: "{}: is on its way right now.",
    Tried.WAITS: "{}: is not stuck; it waits for its moment.",
    Tried.OVER: "{}: was due more than a day ago, and is not said any more.",
}
DONE = frozenset({Tried.PLANNED, Tried.LOOKED_FOR})


async def listed(settings: OfflineSettings, clock: Clock) -> list[str]:
    """What is stuck, a line each: digests and the like, then nudges, the oldest first. Raises MisconfiguredError."""
    async with _opened(settings) as store, store.reading() as tx:
        now, machine_now = clock.now(), clock.machine_now()
        found = await stuck_deliveries.stuck(tx, now, machine_now)
        found += await stuck.stuck(tx, machine_now)
        count = await stuck.count_stuck(tx, machine_now) + await stuck_deliveries.count_stuck(tx, now, machine_now)
    if not found:
        return [NOTHING]
    more = [f"… and {count - len(found)} more."] if count > len(found) else []
    return [*map(_line, found), *more, f"{count} {'is' if count == 1 else 'are'} stuck. {RETRY}"]


async def retried(
    settings: OfflineSettings, clock: Clock, ids: Sequence[str], *, every: bool
) -> tuple[list[str], bool]:
    """Another try for these, or for `every` one that is stuck: what came of each, and whether none was refused."""
    async with _opened(settings) as store, store.writing() as tx:
        asked = await _every_id(tx, clock) if every else list(dict.fromkeys(ids))
        outcomes = await stuck.retry(tx, asked, clock.now(), clock.machine_now())
        outcomes |= await stuck_deliveries.retry(tx, asked, clock.now(), clock.machine_now())
    told = [OUTCOMES[outcome].format(each) for each, outcome in outcomes.items()]
    return told or [NOTHING], set(outcomes.values()) <= DONE


async def _every_id(tx: Transaction, clock: Clock) -> list[str]:
    of_nudges = await stuck.ids_stuck(tx, clock.machine_now())
    return of_nudges + await stuck_deliveries.ids_stuck(tx, clock.now(), clock.machine_now())


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


def _line(row: StuckRow) -> str:
    tries = "1 try" if row.tries == 1 else f"{row.tries} tries"
    since = "" if row.since is None else f" since {row.since[:16]}"
    return f"{row.id}  {row.how}{since}, {tries}: {_why(row)}  [{row.what} to {row.to} in {row.workspace_id}]"


def _why(row: StuckRow) -> str:
    reason = row.reason or "unknown"
    if words := REASONS.get(reason):
        return f"{words} ({reason})"
    if NO_ANSWER.fullmatch(reason):
        return f"Slack did not answer ({reason})"
    if reason.islower():
        return f"Slack refused it ({reason})"
    return f"its row cannot be read, or we made a mistake ({reason})" if row.reason else "its process ended, or is slow"

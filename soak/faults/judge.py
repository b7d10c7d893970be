"""The judge: what the database says against what stands in the channels. Nothing lost, nothing doubled (N4)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from emulator import LocalSlack, Message
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.members import Who
from etiquette.rules.nudges import Nudge, State
from etiquette.store.records import all_of, from_row
from etiquette.store.session import Store
from etiquette.store.tables import deliveries, nudges

FINAL = frozenset({State.POSTED, State.WITHDRAWN, State.ABANDONED})
TEAM = "T0COOP"
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in all channels: each nudge by its digest, each delivery by its id; and what of digests, by key."""

    nudges: Counter[str]
    deliveries: Counter[str]
    keys: frozenset[Key]

    @property
    def matters(self) -> frozenset[str]:
        """What was said of nudges, and of what a channel reads."""
        return frozenset(self.nudges) | {" ".join(key) for key in self.keys}


async def said_in(slack: LocalSlack, store: Store) -> Said:
    """Counted from the channels' own history."""
    payloads = [payload for message in _messages(slack) if (payload := _payload(message))]
    ids = Counter(str(payload["delivery"]) for payload in payloads)
    digests = Counter(each for payload in payloads for each in str(payload["nudges"]).split(",") if each)
    async with store.reading() as tx:
        rows = await tx.connection.execute(select(deliveries).where(deliveries.c.subject_id.is_not(None)))
        keys = frozenset((str(row.cargo), row.subject_id, row.occasion) for row in rows if row.id in ids)
    return Said(digests, ids, keys)


async def left_open(store: Store, now: datetime) -> list[str]:
    """What is due, or claimed, and has not come to its end."""
    async with store.reading() as tx:
        due = nudges.c.due_at <= now
        waits = (nudges.c.state == State.CLAIMED) | ((nudges.c.state == State.PLANNED) & due)
        open_nudges = list((await tx.connection.execute(select(nudges.c.id).where(waits))).scalars())
        begun = (deliveries.c.state == State.CLAIMED) | (
            (deliveries.c.state == State.PLANNED) & (deliveries.c.due_at <= now)
        )
        stale = (deliveries.c.state == State.POSTED) & (deliveries.c.wanted > deliveries.c.drawn)
        open_ones = list((await tx.connection.execute(select(deliveries.c.id).where(begun | stale))).scalars())
    return [*(f"nudge {each}" for each in open_nudges), *(f"delivery {each}" for each in open_ones)]


async def put_off(store: Store, now: datetime) -> frozenset[str]:
    """What is planned for later, as `Said` names it: after several crashes it waits an hour, or for a day with room."""
    later = (nudges.c.state == State.PLANNED) & (nudges.c.due_at > now)
    read_later = (deliveries.c.state == State.PLANNED) & (deliveries.c.due_at > now)
    async with store.reading() as tx:
        waiting = [from_row(Nudge, row).digest for row in await tx.connection.execute(select(nudges).where(later))]
        rows = await tx.connection.execute(select(deliveries).where(read_later))
        return frozenset(waiting) | {f"{row.cargo} {row.subject_id} {row.occasion}" for row in rows}


async def differences(
    slack: LocalSlack, store: Store, now: datetime, expected: frozenset[str], acknowledged: dict[str, bool]
) -> list[str]:
    """All that is not as it should be, each in a sentence; empty where nothing was lost and nothing doubled."""
    said, later = await said_in(slack, store), await put_off(store, now)
    async with store.reading() as tx:
        planned = [from_row(Nudge, row) for row in await tx.connection.execute(select(nudges))]
        sent = list(await tx.connection.execute(select(deliveries.c.id, deliveries.c.state)))
        promised = [await all_of(tx, Deliverable, Who(TEAM, member)) for member in _members(slack)]
    kept = Counter(each.what for of_one in promised for each in of_one)
    found = [f"{each} was left open" for each in await left_open(store, now)]
    for nudge in planned:
        times, wanted = said.nudges[nudge.digest], int(nudge.state is State.POSTED)
        if times != wanted:
            found.append(f"{nudge.kind} {nudge.digest} is {nudge.state}, and was said {times} times")
    found += [
        f"delivery {row.id} is {row.state}, and stands {said.deliveries[row.id]} times in its channel"
        for row in sent
        if said.deliveries[row.id] != int(row.state == State.POSTED)
    ]
    found += [f"{each} was lost" for each in sorted(expected - said.matters - later)]
    found += [f"{each} was not to be said" for each in sorted(said.matters - expected)]
    for text, was_taken in acknowledged.items():
        if kept[text] > 1 or (was_taken and kept[text] != 1):
            found.append(f"“{text}” was {'taken' if was_taken else 'not taken'}, and is kept {kept[text]} times")
    return found


def _messages(slack: LocalSlack) -> list[Message]:
    channels = slack.backend.workspace.channels.values()
    return [message for channel in channels for message in channel.messages.values()]


def _payload(message: Message) -> dict[str, object] | None:
    payload = (message.metadata or {}).get("event_payload")
    return payload if isinstance(payload, dict) and "delivery" in payload else None


def _members(slack: LocalSlack) -> list[str]:
    return [each for each in slack.backend.workspace.people if each.startswith("U0P")]

"""The state of the workspace: people, channels, direct messages and what is written in them. State only."""

import hashlib
from dataclasses import asdict, replace
from typing import Any

from emulator.app import InstalledApp
from emulator.channels import Channel, Kind, micros, spelled
from emulator.clock import Clock
from emulator.records import Message
from emulator.seed import Seed, SeedChannel, SeedPerson
from emulator.store import Store

PAIR = 2


class Workspace:
    """Everything that people and the app can see, kept in the store as it changes."""

    def __init__(self, app: InstalledApp, seed: Seed, clock: Clock, store: Store) -> None:
        self.app, self.clock, self.store = app, clock, store
        self.team_id, self.team_name = seed.team_id, seed.team_name
        self.team_domain = seed.team_name.lower().replace(" ", "-")
        self.people: dict[str, SeedPerson] = {}
        self.names: dict[str, str] = {}
        self.channels: dict[str, Channel] = {}
        self.channel_names: dict[str, str] = {}
        self.ephemerals: dict[tuple[str, str], Message] = {}
        self._whispers: dict[str, list[str]] = {}
        self._read: dict[tuple[str, str], int] = {}
        self._last = 0
        self._restore()
        self._plant(seed)

    # -- time ------------------------------------------------------------------------------------

    def mint(self) -> str:
        """A timestamp that no message has: domain time, and always later than the one before."""
        self._last = max(self._last + 1, int(self.clock.now() * 1_000_000))
        return spelled(self._last)

    # -- people ----------------------------------------------------------------------------------

    def keep_person(self, person: SeedPerson) -> None:
        """Add a person, or take a new version of one."""
        self.people[person.id] = person
        self.names[person.name.lower()] = person.id
        self.store.put("person", person.id, asdict(person))

    def change_person(self, user_id: str, **changes: Any) -> SeedPerson:
        """Change what is known of a person."""
        self.keep_person(replace(self.people[user_id], **changes))
        return self.people[user_id]

    # -- conversations ---------------------------------------------------------------------------

    def keep_channel(self, channel: Channel) -> None:
        """Add a conversation, or keep what changed of it."""
        self.channels[channel.id] = channel
        if channel.name:
            self.channel_names[channel.name] = channel.id
        self.store.put("channel", channel.id, channel.saved())

    def direct(self, *members: str) -> Channel | None:
        """The direct message between these people, if there is one."""
        return self.channels.get(self._direct_id(*members))

    def open_direct(self, *members: str) -> Channel:
        """The direct message between these people, opened if need be."""
        found = self.direct(*members)
        if found is None:
            kind = Kind.IM if len(members) <= PAIR else Kind.MPIM
            name = "" if kind is Kind.IM else "mpdm-" + "--".join(self.people[m].name for m in members) + "-1"
            created = int(self.clock.now())
            found = Channel(self._direct_id(*members), name, kind, created, dict.fromkeys(members))
            self.keep_channel(found)
        return found

    def dm_with_app(self, user_id: str) -> Channel:
        """The person's direct message with the app."""
        return self.open_direct(user_id, self.app.bot_user_id)

    def _direct_id(self, *members: str) -> str:
        digest = hashlib.sha256(" ".join(sorted(set(members))).encode()).hexdigest()[:9].upper()
        return ("D" if len(members) <= PAIR else "G") + digest

    # -- messages --------------------------------------------------------------------------------

    def add(self, message: Message) -> None:
        """Add a message to its channel."""
        self.channels[message.channel].add(message)
        self._keep(message)

    def change(self, message: Message) -> None:
        """Take a new version of a message."""
        self.channels[message.channel].messages[message.ts] = message
        self._keep(message)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        self.channels[message.channel].remove(message)
        self.store.drop("message", f"{message.ts} {message.channel}")

    def _keep(self, message: Message) -> None:
        self.store.put("message", f"{message.ts} {message.channel}", message.raw)

    def whisper(self, message: Message) -> None:
        """Take an ephemeral message, or a new version of one; they are not kept over a restart."""
        user = message.ephemeral_to or ""
        if (user, message.ts) not in self.ephemerals:
            self._whispers.setdefault(user, []).append(message.ts)
        self.ephemerals[user, message.ts] = message

    def hush(self, message: Message) -> None:
        """Delete an ephemeral message."""
        user = message.ephemeral_to or ""
        self.ephemerals.pop((user, message.ts), None)
        self._whispers[user].remove(message.ts)

    def whispers(self, user_id: str) -> list[Message]:
        """All ephemeral messages that a person sees, oldest first."""
        return [self.ephemerals[user_id, ts] for ts in self._whispers.get(user_id, [])]

    # -- what was read ---------------------------------------------------------------------------

    def mark_read(self, user_id: str, channel: Channel) -> None:
        """The person has seen everything in the channel."""
        latest = channel.timeline[-1] if channel.timeline else 0
        if self._read.get((user_id, channel.id)) != latest:
            self._read[user_id, channel.id] = latest
            self.store.put("read", f"{user_id} {channel.id}", {"ts": latest})

    def unread(self, user_id: str, channel: Channel) -> int:
        """How many messages the person has not seen."""
        return channel.later_than(self._read.get((user_id, channel.id), 0))

    # -- beginnings ------------------------------------------------------------------------------

    def _restore(self) -> None:
        for _, saved in self.store.all("person"):
            person = SeedPerson.from_json(saved)
            self.people[person.id], self.names[person.name.lower()] = person, person.id
        for _, saved in self.store.all("channel"):
            channel = Channel.restored(saved)
            self.channels[channel.id] = channel
            if channel.name:
                self.channel_names[channel.name] = channel.id
        for key, saved in self.store.all("message"):
            ts, channel_id = key.split(" ")
            self.channels[channel_id].add(Message(channel_id, saved))
            self._last = max(self._last, micros(ts))
        for key, saved in self.store.all("read"):
            user_id, channel_id = key.split(" ")
            self._read[user_id, channel_id] = saved["ts"]

    def _plant(self, seed: Seed) -> None:
        app = self.app
        bot = SeedPerson(app.bot_user_id, app.bot_name.lower(), app.name, tz="America/Los_Angeles", is_bot=True)
        for person in [bot, *seed.people]:
            if person.id not in self.people:
                self.keep_person(person)
        for channel in seed.channels:
            if channel.id not in self.channels:
                self.keep_channel(self._planted(channel))

    def _planted(self, given: SeedChannel) -> Channel:
        members = [*given.members, *([self.app.bot_user_id] if given.bot_is_member else [])]
        return Channel(
            id=given.id,
            name=given.name,
            kind=Kind.PRIVATE if given.is_private else Kind.PUBLIC,
            created=int(self.clock.now()),
            members=dict.fromkeys(members),
            is_archived=given.is_archived,
            is_ext_shared=given.is_ext_shared,
            topic=given.topic,
            purpose=given.purpose,
        )

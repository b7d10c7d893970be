"""A person at work: everything a human does in the workspace, along the real ways to the app."""

from datetime import datetime
from typing import Any

from emulator import elements, events, interactions, messages, modals
from emulator.api.conversations import admit
from emulator.backend import Backend
from emulator.channels import Channel, Kind
from emulator.commands import run_command
from emulator.elements import Element
from emulator.escaping import stored
from emulator.files import sent_file
from emulator.filling import EXTERNAL, chosen, option_named
from emulator.records import Message, Outcome, View
from emulator.wire import JSON, Refused

APP = "app"


class Person:
    """One person. Whatever they hold in hand (a Message, a View) is as it stood when they took it."""

    def __init__(self, slack: Backend, user_id: str) -> None:
        if user_id not in slack.workspace.people:
            raise LookupError(f"nobody is {user_id}")
        self._slack, self.id = slack, user_id

    # -- what they see ---------------------------------------------------------------------------

    @property
    def dm(self) -> str:
        """The id of their direct message with the app."""
        return self._slack.workspace.dm_with_app(self.id).id

    @property
    def inbox(self) -> list[Message]:
        """What the app wrote into their direct message, oldest first; their own words are in conversation."""
        return [message for message in self.conversation if message.user != self.id]

    @property
    def conversation(self) -> list[Message]:
        """Their direct message with the app, both sides, oldest first."""
        return list(self._slack.workspace.channels[self.dm].messages.values())

    @property
    def ephemeral(self) -> list[Message]:
        """What they alone see, anywhere, oldest first."""
        return self._slack.workspace.whispers(self.id)

    @property
    def views(self) -> list[View]:
        """Their open modals, the top one last."""
        return self._slack.views.stack(self.id)

    @property
    def home(self) -> View | None:
        """Their Home tab, once it was published."""
        return self._slack.views.home(self.id)

    # -- what they do ----------------------------------------------------------------------------

    async def command(self, typed: str, channel: str | None = None) -> Outcome:
        """Type a slash command, in the direct message with the app unless a channel is given."""
        return await run_command(self._slack, self.id, typed, channel or self.dm)

    async def press(  # noqa: PLR0913 -- a keyword for each sort of thing that can be picked
        self,
        where: Message | View,
        action_id: str,
        value: str | None = None,
        *,
        block_id: str | None = None,
        option: Any = None,
        date: Any = None,
        time: Any = None,
        moment: Any = None,
        text: str | None = None,
        user: Any = None,
        channel: str | None = None,
        options: Any = None,
        state: dict[str, Any] | None = None,
    ) -> Outcome:
        """Press a button, or pick something; LookupError where there is no such element.

        `value` tells several buttons apart; the other words say what is picked or typed, by sort of element.
        `state` is what else was filled in before, as for submit().
        """
        element = elements.find(where.blocks, action_id, block_id, value)
        given = (option, date, time, moment, text, user, channel, options, value)
        picked = next((one for one in given if one is not None), None)
        filled = await self._filled(where, state or {})
        held = await self._chosen(where, element, picked)
        return await interactions.act(self._slack, self.id, where, element, held, filled)

    async def submit(self, view: View, values: dict[str, Any] | None = None) -> Outcome:
        """Fill in by block_id or action_id and submit; what is not named keeps what it holds."""
        filled = await self._filled(view, values or {})
        return await modals.submit(self._slack, self.id, view, filled)

    async def close(self, view: View, *, cleared: bool = False) -> Outcome:
        """Cancel the view, or with `cleared` the whole stack."""
        return await modals.close(self._slack, self.id, view, cleared=cleared)

    async def options(
        self, where: Message | View, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[JSON]:
        """What an external select offers for what was typed, groups opened."""
        element = elements.find(where.blocks, action_id, block_id)
        return elements.options_of(await interactions.suggest(self._slack, self.id, where, element, typed))

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        """Take a global shortcut, or a message's."""
        return await interactions.take_shortcut(self._slack, self.id, callback_id, message)

    async def open_home(self, tab: str = "home") -> View | None:
        """Look at the app, its Home or its "messages"; returns once it was told, with Home as it is."""
        events.home_opened(self._slack, self.id, tab)
        await self._slack.courier.calm()
        return self.home

    async def say(self, where: str = APP, text: str = "", thread_ts: str | None = None) -> Message:
        """Write to a channel (id or #name), to a person (id), or to the app ("app")."""
        channel = self._place(where)
        raw = messages.by_person(self._slack, self.id, stored(text))
        if thread_ts is not None:
            raw["thread_ts"] = thread_ts
        message = messages.post(self._slack, channel, raw)
        await self._slack.courier.calm()
        return message

    async def send_file(
        self,
        name: str,
        content: bytes,
        where: str = APP,
        text: str = "",
        mimetype: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a file, with words or without; `size` claims more bytes than are kept."""
        channel, now = self._place(where), int(self._slack.clock.now())
        file = self._slack.files.add(sent_file(self.id, name, content, now, mimetype, size))
        message = messages.post(self._slack, channel, messages.with_file(self._slack, file, stored(text)))
        await self._slack.courier.calm()
        return message

    async def join(self, channel_id: str) -> None:
        """Join a channel."""
        admit(self._slack, self._place(channel_id), self.id, None)
        await self._slack.courier.calm()

    async def leave(self, channel_id: str) -> None:
        """Leave a channel."""
        channel = self._place(channel_id)
        channel.members.pop(self.id)
        self._slack.workspace.keep_channel(channel)
        events.left(self._slack, channel, self.id)
        await self._slack.courier.calm()

    async def invite_app(self, channel_id: str) -> None:
        """Bring the app into a channel."""
        admit(self._slack, self._place(channel_id), self._slack.bot, self.id)
        await self._slack.courier.calm()

    async def archive(self, channel_id: str) -> None:
        """Archive a channel."""
        channel = self._place(channel_id)
        channel.is_archived = True
        self._slack.workspace.keep_channel(channel)
        events.archived(self._slack, channel, self.id)
        await self._slack.courier.calm()

    async def change(self, **changes: Any) -> None:
        """Change the profile, by SeedPerson's names (tz, deleted, is_admin ...); the app hears of it.

        `dnd` is muted hours, ("22:00", "08:00"), or a moment until which to be muted from now on, or None for
        neither; of that the app hears nothing, and has to ask.
        """
        if "dnd" in changes:
            self._mute(changes.pop("dnd"))
        if changes:
            self._slack.workspace.change_person(self.id, **changes)
            events.user_changed(self._slack, self.id)
        await self._slack.courier.calm()

    def _mute(self, dnd: tuple[str, str] | datetime | None) -> None:
        if isinstance(dnd, datetime):
            paused = (self._slack.clock.now(), dnd.timestamp())
            self._slack.workspace.change_person(self.id, paused=paused)
        elif dnd is None:
            self._slack.workspace.change_person(self.id, dnd=None, paused=None)
        else:
            self._slack.workspace.change_person(self.id, dnd=dnd)

    # -- within ----------------------------------------------------------------------------------

    def _place(self, where: str) -> Channel:
        workspace = self._slack.workspace
        if where in (APP, self._slack.bot):
            if not self._slack.app.messages_enabled or self._slack.app.messages_read_only:
                raise Refused("messages_tab_disabled")
            return workspace.dm_with_app(self.id)
        if where in workspace.people:
            return workspace.open_direct(self.id, where)
        channel = workspace.channels.get(workspace.channel_names.get(where.removeprefix("#"), where))
        if channel is None or (channel.kind is not Kind.PUBLIC and self.id not in channel.members):
            raise LookupError(f"{self.id} sees no channel {where}")
        return channel

    async def _filled(self, where: Message | View, given: dict[str, Any]) -> elements.Values:
        filled: elements.Values = {}
        for name, value in given.items():
            element = self._named(where, name)
            filled.setdefault(element.block_id, {})[element.action_id] = await self._chosen(where, element, value)
        return filled

    async def _offered(self, where: Message | View, element: Element, typed: str) -> list[JSON]:
        return await self.options(where, element.action_id, typed, block_id=element.block_id)

    def _named(self, where: Message | View, name: str) -> Element:
        for element in elements.elements(where.blocks):
            if name in (element.block_id, element.action_id):
                return element
        there = [f"{e.block_id}/{e.action_id}" for e in elements.elements(where.blocks)]
        raise LookupError(f"nothing to fill in is called {name}; there is {there}")

    async def _chosen(self, where: Message | View, element: Element, given: Any) -> JSON:
        if element.type == "external_select" and isinstance(given, str):
            given = option_named(await self._offered(where, element, given), given)
        if element.type in EXTERNAL and isinstance(given, list):
            given = [
                option_named(await self._offered(where, element, one), one) if isinstance(one, str) else one
                for one in given
            ]
        return chosen(element, given)

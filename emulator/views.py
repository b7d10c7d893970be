"""Modals and Home tabs: who has which open, their ids, hashes and stacks. State only."""

import json
import secrets
from typing import Any

from emulator.app import InstalledApp
from emulator.clock import Clock
from emulator.elements import Values, carried_values, initial_values, with_ids
from emulator.records import View
from emulator.store import Store
from emulator.wire import JSON, Refused

DEEPEST = 3
LARGEST_BYTES = 250_000


class Views:
    """Every open modal, and every Home that was published."""

    def __init__(self, app: InstalledApp, team_id: str, clock: Clock, store: Store) -> None:
        self._app, self._team_id, self._clock, self._store = app, team_id, clock, store
        self._views: dict[str, View] = {}
        self._owners: dict[str, str] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}
        self._external: dict[str, str] = {}
        for user, saved in store.all("home"):
            self._take(user, View(saved))
            self._homes[user] = saved["id"]

    # -- looking ---------------------------------------------------------------------------------

    def get(self, view_id: str) -> View:
        """The view as it is now; Refused("not_found") where it is not open any more."""
        view = self._views.get(view_id)
        if view is None:
            raise Refused("not_found")
        return view

    def by_external_id(self, external_id: str) -> View:
        """The view by the app's own id; Refused("not_found")."""
        return self.get(self._external.get(external_id, ""))

    def owner(self, view_id: str) -> str:
        """Who has it open."""
        return self._owners[view_id]

    def stack(self, user: str) -> list[View]:
        """The person's open modals, the top one last."""
        return [self._views[view_id] for view_id in self._stacks.get(user, [])]

    def home(self, user: str) -> View | None:
        """The person's Home tab, once one was published."""
        return self._views.get(self._homes.get(user, ""))

    # -- opening, changing, closing --------------------------------------------------------------

    def open(self, user: str, given: JSON) -> View:
        """A new stack with this view alone in it; what was open is gone."""
        self.clear(user)
        return self.push(user, given)

    def push(self, user: str, given: JSON) -> View:
        """The view on top of what is open; Refused("push_limit_reached") beyond three."""
        stack = self._stacks.setdefault(user, [])
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view_id = "V0" + secrets.token_hex(5).upper()
        above = {
            "previous_view_id": stack[-1] if stack else None,
            "root_view_id": stack[0] if stack else view_id,
        }
        view = self._built(given, view_id, above, values=None)
        self._take(user, view)
        stack.append(view_id)
        return view

    def update(self, view: View, given: JSON, check_hash: str = "") -> View:
        """A new version in place; what was typed stays where block and action keep their ids."""
        if check_hash and check_hash != view.hash:
            raise Refused("hash_conflict")
        if given.get("type") != view.raw["type"]:
            raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] the type cannot change"]})
        above = {key: view.raw[key] for key in ("previous_view_id", "root_view_id")}
        fresh = self._built(given, view.id, above, values=view.values)
        self._take(self.owner(view.id), fresh)
        return fresh

    def fill(self, view: View, values: Values) -> View:
        """The same version with what the person filled in."""
        filled = View({**view.raw, "state": {"values": values}})
        self._views[view.id] = filled
        return filled

    def publish(self, user: str, given: JSON, check_hash: str = "") -> View:
        """The person's Home; Refused("hash_conflict") where `check_hash` is not that of the one published."""
        before = self.home(user)
        if before is not None:
            return self.update(before, given, check_hash)
        view_id = "V0" + secrets.token_hex(5).upper()
        view = self._built(given, view_id, {"previous_view_id": None, "root_view_id": view_id}, values=None)
        self._homes[user] = view_id
        self._take(user, view)
        return view

    def close(self, view: View) -> View:
        """Close this one; what lies under it shows again."""
        self._stacks[self.owner(view.id)].remove(view.id)
        return self._gone(view.id)

    def clear(self, user: str) -> list[View]:
        """Close them all; the root comes first."""
        return [self._gone(view_id) for view_id in self._stacks.pop(user, [])]

    # -- within ----------------------------------------------------------------------------------

    def _gone(self, view_id: str) -> View:
        view = self._views.pop(view_id)
        del self._owners[view_id]
        self._external.pop(view.raw["external_id"], None)
        return view

    def _take(self, user: str, view: View) -> None:
        self._views[view.id], self._owners[view.id] = view, user
        if view.raw["external_id"]:
            self._external[view.raw["external_id"]] = view.id
        if view.raw["type"] == "home":
            self._store.put("home", user, view.raw)

    def _built(self, given: JSON, view_id: str, above: JSON, values: Values | None) -> View:
        external_id = given.get("external_id") or ""
        if self._external.get(external_id, view_id) != view_id:
            raise Refused("duplicate_external_id")
        if len(json.dumps(given, ensure_ascii=False).encode()) > LARGEST_BYTES:
            raise Refused("view_too_large")
        blocks = with_ids(given.get("blocks") or [])
        held = initial_values(blocks) if values is None else carried_values(values, blocks)
        return View({**self._shell(given, view_id, external_id), **above, "blocks": blocks, "state": {"values": held}})

    def _shell(self, given: JSON, view_id: str, external_id: str) -> JSON:
        shell: dict[str, Any] = {
            "id": view_id,
            "team_id": self._team_id,
            "type": given.get("type"),
            "private_metadata": given.get("private_metadata") or "",
            "callback_id": given.get("callback_id") or "",
            "hash": f"{int(self._clock.wall())}.{secrets.token_urlsafe(6)}",
            "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "external_id": external_id,
            "app_id": self._app.app_id,
            "app_installed_team_id": self._team_id,
            "bot_id": self._app.bot_id,
        }
        return shell

"""Cursors: Slack's are opaque text; these hold where the next page starts."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from emulator.wire import Arguments, Refused

T = TypeVar("T")


def cursor(place: str) -> str:
    """A cursor for a place."""
    return base64.b64encode(f"next:{place}".encode()).decode()


def place_of(given: str) -> str:
    """The place that a cursor names; Refused("invalid_cursor")."""
    try:
        kind, _, place = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_cursor") from None
    if kind != "next" or not place.isdecimal():
        raise Refused("invalid_cursor")
    return place


def page(everything: Sequence[T], arguments: Arguments, default: int, most: int) -> tuple[Sequence[T], Any]:
    """One page of a list, and the response_metadata that goes with it."""
    limit = arguments.number("limit", default)
    if not 0 <= limit <= most:
        raise Refused("invalid_limit")
    start = int(place_of(arguments.text("cursor"))) if arguments.text("cursor") else 0
    end = start + (limit or len(everything))
    return everything[start:end], {"next_cursor": cursor(str(end)) if end < len(everything) else ""}

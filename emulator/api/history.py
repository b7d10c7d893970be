"""conversations.history and conversations.replies: reading what is written, page by page."""

from emulator.api.method import Method, readable_channel
from emulator.api.paging import cursor, place_of
from emulator.backend import Backend
from emulator.channels import SCOPE_NOUN, Channel, Kind, micros, spelled
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused

USUAL, MOST = 100, 999
END_OF_TIME = 10**19
ALL_HISTORY = tuple(f"{noun}:history" for noun in SCOPE_NOUN.values())


async def history(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.history: newest first; a cursor goes on into the past."""
    channel = _readable(slack, arguments, caller)
    moments = _span(slack, channel, arguments, None)
    if arguments.text("cursor"):
        before = int(place_of(arguments.text("cursor")))
        moments = [moment for moment in moments if moment <= before]
    limit = _limit(arguments)
    shown, left = moments[-limit:], moments[:-limit]
    answer: JSON = {
        "messages": _told(channel, shown[::-1], arguments),
        "has_more": bool(left),
        "pin_count": 0,
    }
    return _with_cursor(answer, left[-1] if left else None)


async def replies(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.replies: the thread's first message, then the replies, oldest first."""
    channel, thread = _readable(slack, arguments, caller), arguments.required("ts")
    start = micros(thread)
    if thread not in channel.messages:
        raise Refused("thread_not_found")
    moments = [start, *_span(slack, channel, arguments, thread)]
    if arguments.text("cursor"):
        after = int(place_of(arguments.text("cursor")))
        moments = [start, *[moment for moment in moments[1:] if moment >= after]]
    limit = _limit(arguments)
    shown, left = moments[:limit], moments[limit:]
    answer: JSON = {"messages": _told(channel, shown, arguments), "has_more": bool(left)}
    return _with_cursor(answer, left[0] if left else None)


def _readable(slack: Backend, arguments: Arguments, caller: Caller) -> Channel:
    channel = readable_channel(slack, arguments, caller, "history")
    if channel.kind in (Kind.PUBLIC, Kind.PRIVATE) and slack.bot not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _span(slack: Backend, channel: Channel, arguments: Arguments, thread: str | None) -> list[int]:
    oldest = _moment(arguments, "oldest", 0)
    latest = _moment(arguments, "latest", END_OF_TIME)
    moments = channel.between(oldest, latest, thread, inclusive=arguments.flag("inclusive"))
    held_from = slack.faults.held_from(channel.id)
    return moments if held_from is None else [moment for moment in moments if moment < held_from]


def _moment(arguments: Arguments, name: str, default: int) -> int:
    given = arguments.text(name)
    try:
        return micros(given) if given and given != "now" else default
    except Refused:
        raise Refused(f"invalid_ts_{name}") from None


def _limit(arguments: Arguments) -> int:
    limit = arguments.number("limit", USUAL)
    if limit < 1:
        raise Refused("invalid_limit")
    return min(limit, MOST)


def _told(channel: Channel, moments: list[int], arguments: Arguments) -> list[JSON]:
    in_full = arguments.flag("include_all_metadata")
    return [_message(channel.messages[spelled(moment)].raw, in_full=in_full) for moment in moments]


def _message(raw: JSON, *, in_full: bool) -> JSON:
    if in_full or "metadata" not in raw:
        return raw
    return {**raw, "metadata": {"event_type": raw["metadata"]["event_type"]}}


def _with_cursor(answer: JSON, place: int | None) -> JSON:
    return answer if place is None else {**answer, "response_metadata": {"next_cursor": cursor(str(place))}}


METHODS = {
    "conversations.history": Method(history, 3, ALL_HISTORY),
    "conversations.replies": Method(replies, 3, ALL_HISTORY),
}

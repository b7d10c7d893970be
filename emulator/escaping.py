"""Text as people type it, turned into text as Slack stores and sends it."""

import re
from collections.abc import Callable

from emulator.channels import Kind
from emulator.workspace import Workspace

_TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|https?://[^<>\s]+|mailto:[^<>\s]+)(?:\|[^<>]*)?>")
_TYPED = re.compile(r"(?<![\w/@#])(?:@(?P<person>[\w.\-]+)|#(?P<channel>[\w\-]+)|(?P<url>https?://[^\s<>|]+))")


def stored(text: str) -> str:
    """A person's message: `&`, `<` and `>` escaped, chosen mentions and links left as they are."""
    return _outside_tokens(text, _escape)


def sent_with_command(workspace: Workspace, text: str, *, should_escape: bool) -> str:
    """A command's text: with `should_escape`, names, channels and links become tokens; else the reverse."""
    if should_escape:
        return _outside_tokens(text, lambda part: _tokenised(workspace, part))
    return _TOKEN.sub(lambda found: _named(workspace, found.group()), text)


def _outside_tokens(text: str, change: Callable[[str], str]) -> str:
    parts, end = [], 0
    for found in _TOKEN.finditer(text):
        parts += [change(text[end : found.start()]), found.group()]
        end = found.end()
    return "".join([*parts, change(text[end:])])


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tokenised(workspace: Workspace, text: str) -> str:
    parts, end = [], 0
    for found in _TYPED.finditer(text):
        parts += [_escape(text[end : found.start()]), _token(workspace, found)]
        end = found.end()
    return "".join([*parts, _escape(text[end:])])


def _token(workspace: Workspace, found: re.Match[str]) -> str:
    if found["url"]:
        link = found["url"].rstrip(".,;:!?)'\"")
        return f"<{_escape(link)}>" + _escape(found["url"][len(link) :])
    typed = found["person"] or found["channel"]
    name = typed.rstrip(".-")
    rest = typed[len(name) :]
    if found["person"]:
        user_id = workspace.names.get(name.lower())
        return f"<@{user_id}>{rest}" if user_id else found.group()
    channel = workspace.channels.get(workspace.channel_names.get(name.lower(), ""))
    if channel is None:
        return found.group()
    return f"<#{channel.id}|{channel.name if channel.kind is Kind.PUBLIC else ''}>{rest}"


def _named(workspace: Workspace, token: str) -> str:
    target = token[1:-1].partition("|")[0]
    if target.startswith("@") and target[1:] in workspace.people:
        return "@" + workspace.people[target[1:]].name
    if target.startswith("#") and target[1:] in workspace.channels:
        return "#" + workspace.channels[target[1:]].name
    return target if target.startswith("http") else token

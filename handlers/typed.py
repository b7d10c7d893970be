"""What somebody typed, freed of Slack's wire: unescaped once, readable, unable to broadcast."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKS = tuple(map(chr, (*range(0x02, 0x09), *range(0x0E, 0x1C))))
"""Stand for mentions while a text is read. No text holds them otherwise: control characters are dropped."""

_ENTITY = re.compile(
    r"<(?:@(?P<user>[UW][A-Z0-9]{1,40})|#(?P<channel>[CGD][A-Z0-9]{1,40})|!(?P<special>[^<>|]{1,200})"
    r"|(?P<link>(?:https?|mailto|tel):[^<>|\s]{1,3000}))(?:\|(?P<label>[^<>]*))?>"
)
_ESCAPED = re.compile(r"&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}
_DROPPED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[\t\x0b\x0c\x1c-\x1f\x85\xa0\u2007\u202f]")
_STRAIGHT = str.maketrans("‘’ʼ“”", "'''\"\"")


@dataclass(frozen=True, slots=True)
class Mention:
    """A Slack user who was mentioned. The name is what Slack called them; it may be missing."""

    user_id: str
    name: str | None

    @property
    def shown(self) -> str:
        return f"@{self.name or self.user_id}"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it is kept, and as it is read: on one line, quotes straight, mentions as marks."""

    text: str
    line: str
    mentions: tuple[Mention, ...]

    def shown(self, part: str) -> str:
        """A part of the line as a person reads it: with the mentions written out."""
        return _shown(part, self.mentions)


def typed(text: str) -> Typed:
    """Reads a command's or message's text as Slack sends it. The one place where `&amp;` is unescaped."""
    mentions: list[Mention] = []
    marked = "".join(_pieces(_DROPPED.sub("", text), mentions))
    marked = _SPACES.sub(" ", marked.replace("\r\n", "\n").replace("\r", "\n"))
    kept = _shown(marked, mentions).strip()
    return Typed(kept, " ".join(marked.translate(_STRAIGHT).split()), tuple(mentions))


def _pieces(text: str, mentions: list[Mention]) -> list[str]:
    pieces, position = [], 0
    for entity in _ENTITY.finditer(text):
        pieces += [_unescaped(text[position : entity.start()]), _read(entity, mentions)]
        position = entity.end()
    return [*pieces, _unescaped(text[position:])]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _CHARACTERS[match[1]], text)


def _read(entity: re.Match[str], mentions: list[Mention]) -> str:
    label = " ".join(_unescaped(entity["label"] or "").split())
    if entity["user"]:
        return _marked(Mention(entity["user"], label.lstrip("@") or None), mentions)
    if entity["channel"]:
        return "#" + (label.lstrip("#") or entity["channel"])
    if entity["special"]:
        return _inert(entity["special"], label)
    return _link(_unescaped(entity["link"]), label)


def _marked(mention: Mention, mentions: list[Mention]) -> str:
    if len(mentions) == len(MARKS):
        return mention.shown
    mentions.append(mention)
    return MARKS[len(mentions) - 1]


def _inert(special: str, label: str) -> str:
    """`<!channel>` as the words "@channel": said, but never shouted."""
    return label or "@" + _unescaped(special).partition("^")[0]


def _link(url: str, label: str) -> str:
    """What was typed: an address that Slack made a link by itself is its label, one given a label is both."""
    bare = url.partition(":")[2].removeprefix("//").rstrip("/")
    if not label or label == url:
        return url
    return label if label.rstrip("/") == bare else f"{label} {url}"


def _shown(text: str, mentions: Sequence[Mention]) -> str:
    for mark, mention in zip(MARKS, mentions, strict=False):
        text = text.replace(mark, mention.shown)
    return text

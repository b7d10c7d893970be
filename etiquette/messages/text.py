"""Other people's words made safe to show: escaped, clipped, quoted, linked. Nothing here can mention or broadcast."""

import re
import unicodedata
from collections.abc import Callable

from etiquette.rules.contacts import Contact, folded
from etiquette.rules.introductions import Introduction

LINK_LIMIT = 500
NAME_SHOWN = 80
FILE_NAME_LIMIT = 60

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_MENTION = re.compile(r"&lt;@([UW][A-Z0-9]{2,20})(?:\|[^&<>]*)?&gt;")
_ADDRESS = re.compile(r"&lt;(https?://[^|\s]*?)(?:\|[^\n]*?)?&gt;")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_LINK = re.compile(r"<https?://[^|<>]*\|([^<>]*)>")
_LAST_WORD = re.compile(r"\S+\Z")
_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")
_UNSAFE_IN_LINK = re.compile(r"[\s|<>\x00-\x1f\x7f]")


def escape(text: str) -> str:
    """The text as Slack shows it literally: no mention, no broadcast, no link, and no way to turn the line around."""
    shown = _TURNS.sub("", printable(text))
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub("@\u2060", shown)


def printable(text: str) -> str:
    """The text without characters that no field takes; its lines end as they do in Slack."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` characters: cut between words where it can be, and marked with "…"."""
    if len(text) <= limit:
        return text
    if limit <= 0:
        return ""
    cut = text[: limit - 1]
    whole_words = cut if text[limit - 1].isspace() else _LAST_WORD.sub("", cut)
    kept = whole_words if len(whole_words) * 2 > limit else cut
    return kept.rstrip() + "…"


def fitted(text: str, limit: int, rendered: Callable[[str], str] = escape) -> str:
    """`rendered(text)` in at most `limit` characters: it is the text that is clipped, never an escape in its middle."""
    room = limit
    whole = rendered(clip(text, room))
    while len(whole) > limit and room > 0:
        room = room * limit // len(whole)
        whole = rendered(clip(text, room))
    return whole


def quoted(text: str, limit: int) -> str:
    """The text as a quote, line by line, in at most `limit` characters."""
    return fitted(text.strip(), limit, _as_quote)


def link(url: str, label: str) -> str:
    """A link that is labelled, for http and https; for any other address the label alone. `label` is escaped here."""
    shown = one_line(label) or "link"
    return f"<{escape(address(url))}|{shown}>" if is_web(url) else shown


def unlinked(text: str) -> str:
    """The text with the labels of its links, and no addresses."""
    return _LINK.sub(r"\1", text)


def is_web(url: str) -> bool:
    """Whether this address may be linked: http or https, and short enough to stand in a sentence."""
    return bool(url) and url.lower().startswith(("https://", "http://")) and len(escape(address(url))) <= LINK_LIMIT


def address(url: str) -> str:
    """An address in which nothing can end the link early."""
    return _UNSAFE_IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", url)


def person(contact: Contact) -> str:
    """The contact by name, linked to their profile where it is known."""
    return link(contact.profile_url, contact.name) if contact.profile_url else named(contact)


def named(contact: Contact) -> str:
    """The contact by name alone."""
    return one_line(contact.name)


def first(contact: Contact) -> str:
    """The contact by first name, escaped."""
    return one_line(contact.first_name)


def introducer(introduction: Introduction | None) -> str:
    """The introducer: mentioned where they are in Slack, else by name, else in general."""
    if introduction is None:
        return "your introducer"
    user = introduction.introducer_user_id
    if user and _USER_ID.fullmatch(user):
        return f"<@{user}>"
    return one_line(introduction.introducer_name or "") or "your introducer"


def profile(url: str) -> str:
    """A profile's address as a link, labelled by its short form."""
    return link(url, _SCHEME.sub("", url))


def typed(text: str, limit: int) -> str:
    """What the member typed, said back to them alone: people whom they mentioned by name, links as addresses."""
    return fitted(text.strip(), limit, _as_typed)


def one_line(name: str) -> str:
    """A name as it stands in a sentence: escaped, short, and kept from turning the sentence around it."""
    shown = fitted(" ".join(printable(name).split()), NAME_SHOWN)
    rightward = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in shown)
    return f"\u2068{shown}\u2069" if rightward else shown


def file_name(about: str, name: str, ending: str) -> str:
    """“call-with-dana-reyes.ics”: a file's name that any machine takes."""
    who = _NOT_IN_A_FILE_NAME.sub("-", folded(name))[:FILE_NAME_LIMIT].strip("-")
    return f"{about}-{who or 'somebody'}{ending}"


def _as_quote(text: str) -> str:
    return "\n".join(f">{' ' if line else ''}{line}" for line in escape(text).split("\n"))


def _as_typed(text: str) -> str:
    return _ADDRESS.sub(r"\1", _MENTION.sub(r"<@\1>", escape(text)))

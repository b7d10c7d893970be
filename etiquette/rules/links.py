"""Web links as people paste them. Pure text: nothing here ever fetches anything."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

LONGEST = 2000
"""Characters of a link; Slack takes 3000 in a button, browsers and LinkedIn far less."""

_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]{1,20}\.)?linkedin\.com(?::443|:80)?/(?:mwlite/)?in/(?P<slug>[^\s/?#<>|\"\\]+)",
    re.IGNORECASE,
)
# Where a link ends is where a person would say it ends: not at the full stop of the sentence around it.
_LINK = re.compile(
    r"(?<![\w@./:%=&?-])(?:https?://[^\s<>|\"\\]+|(?:[a-z0-9-]{1,20}\.)?linkedin\.com/[^\s<>|\"\\]+)",
    re.IGNORECASE,
)
_SLACK_LINK = re.compile(r"\s*<(?P<url>[^<>|]+)(?:\|[^<>]*)?>\s*")
_TRAILING = ".,;:!?'*_~"
_FORBIDDEN = set('<>"|\\')
_UNSEEN = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Link:
    """A link between `start` and `end` of a text; `profile` is its canonical address, if it is a profile."""

    start: int
    end: int
    url: str
    profile: str | None


def profile_url(text: str) -> str | None:
    """The first LinkedIn profile in `text`, spelled one way: `https://www.linkedin.com/in/<slug>`.

    Knows country hosts, a missing scheme or `www`, mixed case, percent-encoding, query strings and Slack's
    `<…|…>`. A profile that hides inside another address (a redirect) is not one.
    """
    return next((link.profile for link in links_in(text) if link.profile), None)


def safe_url(text: str) -> str | None:
    """`text` as a link that may be shown: http or https, with a host, as given; else None.

    Refused: other schemes, spaces, control and invisible characters, user names and passwords, nonsense
    ports, and what would break out of Slack's link syntax.
    """
    wrapped = _SLACK_LINK.fullmatch(text)
    url = (wrapped["url"] if wrapped else text).strip()
    if not 0 < len(url) <= LONGEST or not all(_is_fit(character) for character in url):
        return None
    return url if _has_web_host(url) else None


def links_in(text: str) -> tuple[Link, ...]:
    """Every web link in `text`, in order; profile links also without a scheme."""
    return tuple(link for match in _LINK.finditer(text) if (link := _link(match)))


def _link(match: re.Match[str]) -> Link | None:
    url = _without_sentence(match[0])
    profile = _canonical(url)
    if profile is None and safe_url(url) is None:
        return None
    return Link(match.start(), match.start() + len(url), url, profile)


def _without_sentence(url: str) -> str:
    """Drops what belongs to the sentence around a link, and a bracket that was opened before it."""
    for closing, opening in (")(", "]["):
        if closing in url and url.count(closing) > url.count(opening):
            url = url[: url.rindex(closing)]
    return url.rstrip(_TRAILING)


def _canonical(url: str) -> str | None:
    match = _PROFILE.match(url)
    if match is None or len(url) > LONGEST:
        return None
    slug = unicodedata.normalize("NFC", unquote(match["slug"]).lower()).strip(" .,;:!'()*")
    if not any(character.isalnum() for character in slug):
        return None
    return "https://www.linkedin.com/in/" + "".join(map(_spelled, slug))


def _spelled(character: str) -> str:
    """Letters of any script as they are (marks belong to letters); whatever could be syntax stays encoded."""
    plain = character.isalnum() or character in "-_.~" or unicodedata.category(character).startswith("M")
    return character if plain else quote(character, safe="", errors="replace")


def _is_fit(character: str) -> bool:
    return character not in _FORBIDDEN and unicodedata.category(character) not in _UNSEEN


def _has_web_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = any(character.isalnum() for character in host) or ":" in host
    return parts.scheme in ("http", "https") and named and "@" not in parts.netloc and port != 0

"""What every draft of a letter is made of: a greeting, paragraphs, a signature. Plain text, to be copied."""

import re

from etiquette.messages.text import clip
from etiquette.rules.calls import Call
from etiquette.rules.members import Member

TOPIC_LIMIT = 240

_PREAMBLE = re.compile(r"^(?:we )?(?:(?:talked|spoke|chatted)(?: about| of)?|discussed)\b[:\s]*", re.IGNORECASE)


def letter(*paragraphs: str) -> str:
    """Paragraphs under one another; those that are empty are left out."""
    return "\n\n".join(filter(None, paragraphs))


def greeting(name: str | None) -> str:
    """“Hi Dana,”"""
    return f"Hi {clip(name, 40)}," if name else "Hello,"


def signature(regards: str, member: Member) -> str:
    """“With warm thanks, Ada”, on two lines."""
    names = (member.name or "").split()
    return f"{regards},\n{names[0]}" if names else f"{regards}."


def sentence(text: str) -> str:
    """The text with an end to it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def talked_about(call: Call | None) -> str:
    """What was talked about, in a line, without the words that only lead up to it; empty where it was not noted."""
    lines = [line.strip(" \t-*•;,").rstrip(".") for line in (call.discussed or "").splitlines()] if call else []
    return clip(_PREAMBLE.sub("", "; ".join(line for line in lines if line)), TOPIC_LIMIT)


def short(name: str) -> str:
    """A name as it stands in a letter."""
    return clip(name, 80)

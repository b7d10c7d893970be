"""What every draft of a letter is made of: a greeting, paragraphs, a signature. Plain text, to be copied."""

from etiquette.messages.text import clip
from etiquette.rules.members import Member


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


def short(name: str) -> str:
    """A name as it stands in a letter."""
    return clip(name, 80)

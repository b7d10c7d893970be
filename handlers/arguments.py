"""A slash command's text, or plain words in a direct message, made into a typed request.

Words come in any order that a person would use. Nothing is refused and nothing typed is lost: what was not
understood is in `rest` (or in the words of the thing itself), and `typed` keeps everything. The readers, one
per noun, take the text as Slack sent it; each unescapes it once.
"""

import re
from enum import StrEnum

from handlers.call_words import CallWords, read_call
from handlers.deliverable_words import DeliverableWords, read_deliverable
from handlers.introduction_words import IntroductionWords, read_introduction
from handlers.name_words import NameWords, read_name
from handlers.typed import typed

__all__ = [
    "CallWords",
    "DeliverableWords",
    "IntroductionWords",
    "NameWords",
    "Verb",
    "plain",
    "read",
    "read_call",
    "read_deliverable",
    "read_introduction",
    "read_name",
]


class Verb(StrEnum):
    """What `/coop` is asked to do."""

    INTRO = "intro"
    ASK = "ask"
    CALL = "call"
    DELIVERABLE = "deliverable"
    THANKS = "thanks"
    INVITE = "invite"
    HELP = "help"
    WHO = "who"
    CONTACTS = "contacts"
    CONTACT = "contact"
    LEDGER = "ledger"
    DIGEST = "digest"
    SHARE = "share"
    SETTINGS = "settings"
    PAUSE = "pause"
    RESUME = "resume"
    EXPORT = "export"
    IMPORT = "import"
    FORGET = "forget"
    PLAN = "plan"
    REFLECT = "reflect"


_SPELLINGS = {verb.value: verb for verb in Verb} | {
    "introduction": Verb.INTRO,
    "introductions": Verb.INTRO,
    "deliverables": Verb.DELIVERABLE,
    "calls": Verb.CALL,
    "thank": Verb.THANKS,
    "thank-you": Verb.THANKS,
    "invitation": Verb.INVITE,
    "setting": Verb.SETTINGS,
    "preferences": Verb.SETTINGS,
    "unpause": Verb.RESUME,
    "?": Verb.HELP,
}


def read(text: str) -> tuple[Verb | None, str]:
    """The verb and what follows it, still as Slack escaped it; or None and all of the text."""
    word, rest = [*text.split(None, 1), "", ""][:2]
    verb = _SPELLINGS.get(word.casefold().rstrip(":,"))
    if verb is None:
        return None, text.strip()
    if word.casefold() == "thank":
        rest = re.sub(r"^you\b", "", rest, flags=re.IGNORECASE)
    return verb, rest.strip()


def plain(text: str) -> str:
    """A text from Slack as a person reads it: unescaped once, with mentions by name, unable to broadcast."""
    return typed(text).text

"""Preparing for a call: what is read before it, when that is done, and which card comes with the reply (E5 to E7)."""

from collections.abc import Collection
from datetime import datetime

from etiquette.rules.calls import Call, Reading
from etiquette.rules.contacts import Contact, checked_note
from etiquette.rules.ladder import climb
from etiquette.rules.ladder_words import row_for
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import anchors_of

QUESTION_LIMIT = 300
MOST_QUESTIONS = 3

# The later card first: who is told of a call within ten minutes has no use for a checklist any more.
CARDS = (Kind.CALL_CARD, Kind.PREPARE)


def pages_of(contact: Contact) -> dict[Reading, str | None]:
    """The four pages that are read before a call, each with its address where it is known (E5)."""
    return {
        Reading.PROFILE: contact.profile_url,
        Reading.COMPANY: contact.company_url,
        Reading.WEBSITE: contact.website_url,
        Reading.SOCIAL: contact.social_url,
    }


def has_read_all(contact: Contact, ticked: Collection[Reading]) -> bool:
    """Whether every page that is known was read. Where none is known, nothing was."""
    known = {reading for reading, url in pages_of(contact).items() if url}
    return bool(known) and known <= set(ticked)


def checked_questions(questions: Collection[str]) -> str | None:
    """The member's own questions, a line each; None where there are none."""
    asked = [" ".join(question.split()) for question in questions]
    checked = [line for question in asked if (line := checked_note(question, QUESTION_LIMIT))]
    return "\n".join(checked[:MOST_QUESTIONS]) or None


def card_due(call: Call, member: Member, now: datetime) -> Kind | None:
    """The card of a call to come whose moment has passed already, so that it comes with the reply (design §10)."""
    if call.starts_at <= now:
        return None
    anchors = anchors_of(call)
    for kind in CARDS:
        if kind in anchors and kind not in member.muted:
            [first, *_] = climb(row_for(kind, member.ladders), anchors[kind], member)
            if first[1].at <= now:
                return kind
    return None

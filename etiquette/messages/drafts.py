"""Drafts: words that are the member's to send, made of what was logged. Plain text; nothing here is ever sent (N8)."""

import re
from collections.abc import Iterator
from datetime import datetime

from etiquette.messages.dates import MONTHS, full_day, near_day
from etiquette.messages.letters import TOPIC_LIMIT, greeting, letter, sentence, short, signature, talked_about
from etiquette.messages.text import clip
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact, folded
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.invitations import linkedin_length
from etiquette.rules.ladder import climb
from etiquette.rules.ladder_words import row_for
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.planning import anchors_of

GENERIC_HINT = "This could be to anybody so far. One thing that you really talked about would make it theirs."

_WORD = re.compile(r"\w+")
_LONG_ENOUGH = 4
_NAME_WORDS = 3


def thanks(matter: Matter, member: Member, now: datetime) -> str:
    """A thank-you to the contact, naming what was discussed where it was noted (E11)."""
    topic = talked_about(matter.call)
    return letter(
        greeting(matter.contact.first_name),
        f"Thank you for your time{_on(matter.call, member, now)}. I enjoyed our conversation.",
        f"What stays with me: {sentence(topic)}" if topic else "You gave me a lot to think about.",
        signature("With warm thanks", member),
    )


def thanks_introducer(matter: Matter, member: Member, now: datetime) -> str:
    """A thank-you to the introducer, who also hears how it went (E11)."""
    topic = talked_about(matter.call)
    more = "There is more to come, I think." if matter.call and matter.call.two_way else ""
    return letter(
        greeting(introducer_name(matter)),
        f"Thank you for introducing me to {short(matter.contact.name)}. " + _spoke(matter.call, member, now),
        " ".join([f"What we talked about: {sentence(topic)}" if topic else "It was time well spent.", more]).strip(),
        signature("With warm thanks", member),
    )


def invitation(matter: Matter, member: Member) -> str:
    """An invitation's note within the member's limit, as LinkedIn counts: how you met, when, what about (E13)."""
    limit, closing = member.invite_limit, "I would be glad to stay in touch."
    start = f"Hi {clip(matter.contact.first_name, 40)}, {_how_we_met(matter, member)}."
    room = limit - linkedin_length(f"{start} {_STAYED} . {closing}")
    topic = _clipped(talked_about(matter.call), room)
    told = [f"{start} {_STAYED} {sentence(topic)} {closing}"] if topic and room >= _LEAST_TOPIC else []
    fitting = (text for text in (*told, f"{start} {closing}", closing) if linkedin_length(text) <= limit)
    return next(fitting, _clipped(closing, limit))


def chaser(matter: Matter, member: Member, now: datetime) -> str:
    """A kind word about what the contact promised; the second time a shorter one, that asks for less (E10, N5)."""
    promise = matter.subject
    if is_last_word(matter, member, now):
        return letter(
            greeting(matter.contact.first_name),
            f"Just a small wave about {_to_them(_what(matter))} No hurry on my side: a rough date is all I need.",
            signature("Warm regards", member),
        )
    about = f" for {full_day(promise.due_on, member, now)}" if isinstance(promise, Deliverable) else ""
    return letter(
        greeting(matter.contact.first_name),
        f"I hope you are well. A friendly word about what we agreed{about}: {_to_them(_what(matter))}",
        "If it needs more time, just tell me which day suits you. I am looking forward to it.",
        signature("Thank you, and warm regards", member),
    )


def is_last_word(matter: Matter, member: Member, now: datetime) -> bool:
    """Whether the last step of a matter's ladder has come, after an earlier one."""
    anchor = anchors_of(matter.subject).get(matter.kind)
    rungs = climb(row_for(matter.kind, member.ladders), anchor, member) if anchor is not None else []
    return len(rungs) > 1 and rungs[-1][1].at <= now


def renegotiation(matter: Matter, member: Member, now: datetime) -> str:
    """A word to the contact about a promise of the member's that has a new date (E10)."""
    promise = matter.subject
    until = f" by {full_day(promise.due_on, member, now)}" if isinstance(promise, Deliverable) else " a little later"
    return letter(
        greeting(matter.contact.first_name),
        f"A word about what I promised you: {sentence(_what(matter))}",
        f"I would like to do it properly, and you will have it{until}. I hope that still suits you.",
        signature("Thank you for your patience", member),
    )


def reschedule(call: Call, contact: Contact, member: Member, now: datetime) -> str:
    """A courteous note after a call that did not happen: another time (E9)."""
    return letter(
        greeting(contact.first_name),
        f"I am sorry that we missed each other{_on(call, member, now)}. I would still like to speak with you.",
        "Would a day next week suit you? Half an hour is plenty, and you choose the time.",
        signature("Warm regards", member),
    )


def let_go(call: Call, contact: Contact, member: Member, now: datetime) -> str:
    """A courteous note after a call that did not happen: no hard feelings, and the door stays open (E9)."""
    return letter(
        greeting(contact.first_name),
        f"We did not get to speak{_on(call, member, now)}, and that is quite all right. Weeks fill up quickly.",
        "If another time suits you, I would be glad to hear from you.",
        signature("All the best", member),
    )


def is_generic(text: str, matter: Matter) -> bool:
    """Whether a draft names nothing that was really discussed (E11). `GENERIC_HINT` says it kindly."""
    anybodys = _STOCK.union(_telling(matter.contact.name), _telling(_introducers(matter)))
    topics = set(_telling(matter.call.discussed or "")) - anybodys if matter.call else set()
    if topics:
        said = folded(text)
        return not any(topic in said for topic in topics)
    return anybodys.issuperset(_telling(_unsigned(text)))


def introducer_name(matter: Matter) -> str | None:
    """The introducer's first name, where it is known."""
    words = _introducers(matter).split()
    return words[0] if words else None


def _introducers(matter: Matter) -> str:
    return (matter.introduction.introducer_name or "") if matter.introduction else ""


def _how_we_met(matter: Matter, member: Member) -> str:
    through = introducer_name(matter)
    known = "we were introduced" if matter.introduction else ""
    met = f"{clip(through, 40)} introduced us" if through else known
    spoke = member.hours.local(matter.call.starts_at) if matter.call else None
    talked = f"we talked in {MONTHS[spoke.month - 1]} {spoke.year}" if spoke else ""
    return ", and ".join(filter(None, [met, talked])) or "it was good to meet you"


def _what(matter: Matter) -> str:
    return clip(matter.subject.what, TOPIC_LIMIT) if isinstance(matter.subject, Deliverable) else ""


def _on(call: Call | None, member: Member, now: datetime) -> str:
    return f" {near_day(member.hours.local(call.starts_at).date(), member, now)}" if call else ""


def _spoke(call: Call | None, member: Member, now: datetime) -> str:
    return f"We spoke{_on(call, member, now)}, and I am glad that we did." if call else "I am glad to know them."


def _to_them(what: str) -> str:
    """What the contact promised, in words to the contact: “her notes” are “your notes” there."""
    return sentence(re.sub(r"^(?:her|his|their)(?= )", "your", what, flags=re.IGNORECASE))


def _clipped(text: str, limit: int) -> str:
    """`text` clipped to a length as LinkedIn counts it."""
    room = max(limit, 0)
    while linkedin_length(clip(text, room)) > limit and room > 0:
        room -= 1
    return clip(text, room)


def _unsigned(text: str) -> str:
    """The text without the name under it."""
    body, _, last = text.strip().rpartition("\n")
    return body if body and len(last.split()) <= _NAME_WORDS else text


def _telling(text: str) -> Iterator[str]:
    """The words that tell something: long ones, and any that are not written in plain letters."""
    for word in _WORD.findall(folded(text)):
        if len(word) >= _LONG_ENOUGH or not word.isascii():
            yield word


_LEAST_TOPIC = 12
_STAYED = "What stayed with me:"
# What a thank-you to anybody is made of: a draft in these words alone names nothing.
_STOCK = frozenset(
    _WORD.findall("""
    about advice again also call catching chat come connection connecting conversation day dear enjoyed forward from
    generous gave given glad great grateful happy have hello help helpful hope insight insights introducing introduction
    introduced journey kind know looking lovely made many means meet meeting more much nice please pleased pleasure
    really regards soon speak speaking spent spoke stays talk talked talking thank thanks that them there they think
    this time today tomorrow very warm warmly week well went were what will with wonderful would yesterday your yours
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
    """)
)

"""Drafts that open a door: to whoever could introduce the member, and to whom they were introduced (E2 to E4)."""

import re
from datetime import datetime, timedelta

from etiquette.messages.dates import full_day, today_of
from etiquette.messages.drafts import introducer_name
from etiquette.messages.letters import greeting, letter, sentence, short, signature
from etiquette.messages.text import clip
from etiquette.rules.contacts import Contact
from etiquette.rules.introductions import BLURB_LIMIT, NOTE_LIMIT, Reply
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

REASON_LIMIT = 600
COMPANY_LIMIT = 80

_LEADING_UP = re.compile(r"^(?:about|because|since|as|re:?)\s+", re.IGNORECASE)
# A call is asked for two days ahead, or three: soon, and yet no surprise.
SOON = (2, 3)


def request(matter: Matter, member: Member) -> str:
    """A short note to the introducer: the member's own wording where there is one."""
    own = matter.introduction.note if matter.introduction else None
    return own or new_request(introducer_name(matter), matter.contact, member)


def new_request(introducer: str | None, contact: Contact, member: Member, reason: str = "") -> str:
    """A note that asks for an introduction, and makes it easy to say no. `reason`: what else was said of it."""
    at = f" at {clip(contact.company, COMPANY_LIMIT)}" if contact.company else ""
    note = letter(
        greeting(introducer),
        f"Would you introduce me to {short(contact.name)}{at}? If it does not suit, that is quite all right.",
        f"Why I ask: {sentence(clip(_LEADING_UP.sub('', reason.strip()), REASON_LIMIT))}" if reason.strip() else "",
        "Here are a few words about me, which you can forward as they are.",
        signature("Thank you", member),
    )
    return clip(note, NOTE_LIMIT)


def blurb(matter: Matter, member: Member) -> str:
    """What the introducer can forward: who the member is, and where that can be looked up (E2)."""
    own = matter.introduction.blurb if matter.introduction else None
    return own or own_blurb(matter.contact, member)


def own_blurb(contact: Contact, member: Member) -> str:
    """The member's own line and profile, as far as they have told them."""
    name, url = member.name or "", member.profile_url or ""
    about = f"{name}: {member.blurb}" if name and member.blurb else member.blurb or ""
    said = about or f"{name or 'A colleague of mine'} would be glad to speak with {short(contact.name)}."
    room = BLURB_LIMIT - len(url) - 1
    return f"{clip(said.strip(), room)}\n{url}" if url and room > 0 else clip(said.strip(), BLURB_LIMIT)


def second_word(matter: Matter, member: Member, _now: datetime) -> str:
    """A kind second word to an introducer who has not answered, or has not come to it yet."""
    who = short(matter.contact.name)
    if matter.introduction and matter.introduction.reply is Reply.WILLING:
        said = (
            f"Thank you again for offering to introduce me to {who}. Whenever it suits you, I am looking forward to it."
        )
    else:
        said = f"A friendly second word about {who}: would you still be happy to introduce us?"
    easy = "If it does not suit after all, just say so. That is quite all right."
    return letter(greeting(introducer_name(matter)), said, easy, signature("Thank you", member))


def first_message(matter: Matter, member: Member, now: datetime) -> str:
    """A first message to the contact: who the member is, and a question for a day and a time (E4)."""
    through = introducer_name(matter)
    glad = f"{clip(through, 40)} was kind enough to introduce us" if through else "I am glad that we were introduced"
    today = today_of(member, now)
    one, other = (full_day(member.hours.on_or_after(today + timedelta(days=days)), member, now) for days in SOON)
    days = one if one == other else f"{one}, or {other},"
    return letter(
        greeting(matter.contact.first_name),
        f"{glad}, and I would like to hear more about what you do.",
        f"So that you can see who I am: {member.profile_url}" if member.profile_url else "",
        f"Would you have half an hour for a call? {days} would suit me, or any other day that is better for you.",
        signature("Warm regards", member),
    )

"""Good turns in words: what fits, why, and a draft that is the member's to send (E14, E15, E19)."""

from datetime import datetime

from etiquette.messages.dates import MONTHS
from etiquette.messages.letters import TOPIC_LIMIT, greeting, letter, sentence, short, signature, talked_about
from etiquette.messages.text import clip
from etiquette.rules.contacts import Contact
from etiquette.rules.good_turns import GoodTurn, Reason, Sort, Turn
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

TWICE = 2


def offer(matter: Matter, member: Member, _now: datetime) -> str:
    """A word to a contact who gave much, with something to offer in return (E14)."""
    return letter(
        greeting(matter.contact.first_name),
        "I have not forgotten how generous you have been, and would like to give something back.",
        _offered(matter),
        signature("With warm regards", member),
    )


def introduction(matter: Matter, member: Member, _now: datetime) -> str:
    """A note to two contacts at once: why they should meet, and no more than that (E15)."""
    one, other = matter.contact, matter.other
    if other is None:
        return ""
    return letter(
        f"Hi {clip(one.first_name, 40)}, hi {clip(other.first_name, 40)},",
        "I have been thinking that you two should meet.",
        "\n".join(filter(None, [_presented(one), _presented(other)])),
        f"{in_common(_reason(matter), 'you')} I leave the rest to you; half an hour would be a good start.",
        signature("Warm regards to you both", member),
    )


def recommendation(matter: Matter, _member: Member, _now: datetime) -> str:
    """A few sentences that recommend somebody, true to what is known (E15)."""
    name = short(matter.contact.name)
    topic = talked_about(matter.call)
    return letter(
        f"If you are looking for somebody you can rely on, speak with {name}.",
        f"{clip(matter.contact.first_name, 40)} {kept(_reason(matter))} to me.",
        f"Among other things, we talked about this: {sentence(topic)}" if topic else "",
        "I can warmly recommend them.",
    )


def late_thanks(matter: Matter, member: Member, _now: datetime) -> str:
    """Thanks that nobody is waiting for (E15)."""
    topic = talked_about(matter.call)
    to_introducer = _reason(matter).sort is Sort.INTRODUCER
    name = _reason(matter).what.partition(" ")[0] if to_introducer else matter.contact.first_name
    about = f"since you introduced me to {short(matter.contact.name)}" if to_introducer else "since we spoke"
    met = "and I am still glad that you did." if to_introducer else f"and some of it stays with me: {sentence(topic)}"
    return letter(
        greeting(name),
        f"No need to reply; this is only a thank-you. It has been a while {about}, "
        + (met if to_introducer or topic else "and I have not forgotten it."),
        "It did me good. Thank you.",
        signature("Warmly", member),
    )


def check_in(matter: Matter, member: Member, _now: datetime) -> str:
    """A few words to somebody of whom nothing was heard for long (E19)."""
    topic = talked_about(matter.call)
    return letter(
        greeting(matter.contact.first_name),
        "It has been a while, and you came to mind.",
        f"Last time we talked about this: {sentence(topic)} How did it turn out?" if topic else "How have you been?",
        signature("Warm regards", member),
    )


def draft_of(matter: Matter, member: Member, now: datetime) -> str | None:
    """The draft of a good turn that pays forward."""
    match matter.subject:
        case GoodTurn(turn=Turn.INTRODUCE):
            return introduction(matter, member, now) or None
        case GoodTurn(turn=Turn.RECOMMEND):
            return recommendation(matter, member, now)
        case GoodTurn(turn=Turn.THANK):
            return late_thanks(matter, member, now)
        case _:
            return None


def in_common(reason: Reason, who: str) -> str:
    """What two people share: “you are both in Lisbon.”"""
    what = clip(reason.what, 80)
    match reason.sort:
        case Sort.PLACE:
            return f"{who.capitalize()} are both in {what.title()}."
        case Sort.COMPANY:
            return f"{who.capitalize()} both know {what.title()} from the inside."
        case _:
            return f"{who.capitalize()} both care about {what}."


def kept(reason: Reason) -> str:
    """How somebody kept their promises."""
    times = int(reason.what) if reason.what.isdecimal() else 1
    return "kept every promise" if times > TWICE else ("kept both promises" if times == TWICE else "kept a promise")


def month_of(at: datetime, member: Member) -> str:
    """“November 2026”, in the member's own time."""
    here = member.hours.local(at)
    return f"{MONTHS[here.month - 1]} {here.year}"


def _offered(matter: Matter) -> str:
    reason = _reason(matter)
    match reason.sort:
        case Sort.NOTED:
            return f"Here is what I could do: {sentence(clip(reason.what, TOPIC_LIMIT))} Would that be of use to you?"
        case Sort.TAG if matter.other:
            return (
                f"You care about {clip(reason.what, 80)}, and so does somebody I know: {short(matter.other.name)}. "
                "Shall I introduce you?"
            )
        case Sort.COMMON:
            shared = sentence(clip(reason.what, TOPIC_LIMIT))
            return f"We have this in common: {shared} Is there anything that I could help with?"
        case _:
            return "If a recommendation from me would help you anywhere, I would gladly write one."


def _presented(contact: Contact) -> str:
    """Somebody in a line; nothing where no more is known than the name."""
    work = " at ".join(filter(None, [contact.role, contact.company]))
    about = f" ({clip(work, 80)})" if work else ""
    at = f": {clip(contact.profile_url, 300)}" if contact.profile_url else ""
    return f"{short(contact.name)}{about}{at}" if about or at else ""


def _reason(matter: Matter) -> Reason:
    return matter.subject.reason if isinstance(matter.subject, GoodTurn) else Reason(Sort.WORD)

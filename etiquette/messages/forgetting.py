"""What is said before something is forgotten, and the last word after it (N7)."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock

from etiquette.messages.parts import actions, button, context, mrkdwn, section
from etiquette.messages.text import first, named, one_line, profile
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.contacts import Contact
from etiquette.rules.erasures import LAST_WORD

ME = "me"
SOMEONE = "someone"
"""What notes about others say in place of a name that is forgotten."""
MENTIONED = 5
CANDIDATES = 8
_NOUNS = {
    "contacts": ("person", "people"),
    "introductions": ("introduction", "introductions"),
    "calls": ("call", "calls"),
    "deliverables": ("promise", "promises"),
    "renegotiations": ("date agreed anew", "dates agreed anew"),
    "thank_yous": ("thank-you", "thank-yous"),
    "invitations": ("invitation", "invitations"),
    "favours": ("line of your ledger", "lines of your ledger"),
    "good_turns": ("suggestion", "suggestions"),
    "lessons": ("lesson that you shared", "lessons that you shared"),
    "sides": ("side of a plan", "sides of plans"),
    "contributions": ("contribution to a plan", "contributions to plans"),
    "proposals": ("proposal", "proposals"),
    "reflection_answers": ("reflection", "reflections"),
    "remarks": ("remark on a plan", "remarks on plans"),
    "connections": ("LinkedIn connection", "LinkedIn connections"),
    "digests": ("digest that you set up", "digests that you set up"),
    "drafts": ("unfinished note", "unfinished notes"),
    "deliveries": ("message of mine", "messages of mine"),
}


def ask_contact(contact: Contact, counts: Mapping[str, int], mentions: Mapping[str | None, int]) -> Message:
    """Before a contact is forgotten: what exactly goes, and how many notes about others name them."""
    asked = f"Forget {named(contact)}, for good?"
    goes = _listed(counts)
    said = f"This wipes {goes}." if goes else f"I keep nothing of {first(contact)} but the name."
    yes = [button(f"Forget {contact.first_name}", Action.FORGET_NOW, value("contact", contact.id))]
    stays = "What you wrote in notes about others stays as you wrote it."
    if mentions:
        said += f"\n{_mentioned(mentions)}"
        yes.append(button(f"Forget, and write “{SOMEONE}”", Action.FORGET_NAME, value("contact", contact.id)))
        stays = f"Notes that name {first(contact)} in other words stay as you wrote them."
    more = f"This cannot be undone. My exports that are still in Slack go, too. {stays}"
    return _asked(asked, said, more, *yes)


def ask_me(counts: Mapping[str, int]) -> Message:
    """Before a member is forgotten: what exactly goes."""
    asked = "Forget you, and everything that you told me, for good?"
    said = f"This wipes {_listed(counts, 'your settings')}."
    more = (
        "This cannot be undone. `/coop export` makes you a copy first. Files that you sent me are yours to delete in "
        "Slack."
    )
    return _asked(asked, said, more, button("Forget me", Action.FORGET_NOW, value(ME, ME)))


def ask_which(name: str, contacts: Sequence[Contact]) -> Message:
    """Which of several people is to be forgotten."""
    asked = f"Which {one_line(name)} do you mean?"
    blocks: list[Block] = [section(asked)]
    for contact in contacts[:CANDIDATES]:
        known = (
            profile(contact.profile_url) if contact.profile_url else (one_line(contact.company or "") or "no profile")
        )
        blocks.append(section(f"*{named(contact)}*\n{known}", forget_button(contact, "This one")))
    if len(contacts) > CANDIDATES:
        blocks.append(context(f"And {len(contacts) - CANDIDATES} more; a longer name finds them."))
    return message(asked, blocks)


def ask_whom() -> Message:
    """`/coop forget`, and nothing else."""
    said = "Whom shall I forget? `/coop forget Dana` is for one person, `/coop forget me` for all that I keep for you."
    return message(said, [section(said)])


def forget_button(contact: Contact, label: str = "Forget") -> ButtonElement:
    """Asks whether a contact is to be forgotten."""
    return button(label, Action.FORGET, value("contact", contact.id))


def contact_forgotten() -> Message:
    """A contact is gone. Nobody is named any more."""
    return _last("Forgotten, for good. What I wrote to you about them leaves Slack, too, within minutes.")


def member_forgotten() -> Message:
    """A member is gone."""
    return _last(
        "Everything is gone, and I remember nothing of you. What I wrote to you leaves Slack within minutes. "
        "It was good to work with you, and you are welcome back any time."
    )


def kept() -> Message:
    """Nothing was forgotten after all."""
    said = "Nothing was changed."
    return message(said, [section(said)])


def _mentioned(mentions: Mapping[str | None, int]) -> str:
    """The notes that would stay, and name whoever is forgotten: how many, and about whom."""
    count = sum(mentions.values())
    whose = [f"{notes:,} about {one_line(name) if name else 'nobody else'}" for name, notes in mentions.items()]
    listed = _in_a_row(whose[:MENTIONED] + ([f"{len(whose) - MENTIONED} more"] if len(whose) > MENTIONED else []))
    notes = "note about somebody else names" if count == 1 else "notes about others name"
    return f"{count:,} {notes} them, too: {listed}. I can write “{SOMEONE}” there, or you edit what you like first."


def _asked(asked: str, said: str, more: str, *yes: ButtonElement) -> Message:
    keep = button("Keep everything", Action.FORGET_NOT, ME)
    for each in yes:
        each.style = "danger"
    blocks: list[Block] = [section(f"*{asked}*\n{said}"), context(more), actions(*yes, keep)]
    return message(f"{asked} {said}", blocks)


def _last(said: str) -> Message:
    return message(said, [SectionBlock(text=mrkdwn(said), block_id=LAST_WORD)])


def _listed(counts: Mapping[str, int], *also: str) -> str:
    parts = [
        *also,
        *(f"{counts[noun]:,} {words[counts[noun] != 1]}" for noun, words in _NOUNS.items() if counts.get(noun)),
    ]
    return _in_a_row(parts)


def _in_a_row(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + (f" and {parts[-1]}" if parts else "")

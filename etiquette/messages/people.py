"""The people of a member on Home: a page of them, each with where they stand, and a search."""

import zlib
from datetime import datetime

from slack_sdk.models.blocks import Block, HeaderBlock, InputBlock, PlainTextInputElement

from etiquette.messages import journeys
from etiquette.messages.parts import actions, button, context, section
from etiquette.messages.text import clip, fitted, one_line, person, printable
from etiquette.messages.vocabulary import Action, metadata, value
from etiquette.rules.contacts import Contact
from etiquette.rules.members import Member
from etiquette.rules.people import AT_FIRST, PAGE, SEARCH_LIMIT, Look, People, Standing

NOBODY_FITS = "Nobody you know fits that. Try a name, a company, a role, a place or a tag."
BACK, ON = "‹ Previous", "Next ›"


def people(known: People, member: Member, now: datetime) -> list[Block]:
    """The heading, the search where there is more than one page, who is on this page, and the way to the others."""
    if not known.known:
        return []
    return [
        HeaderBlock(text="People"),
        *([_search(known.look)] if known.known > PAGE else []),
        *([_found(known)] if known.look.wanted else []),
        *[_line(each, member, now) for each in known.shown],
        *_pager(known),
    ]


def look_kept(look: Look) -> str:
    """Where the member looks, as it travels in a view and in a button."""
    return metadata(page=look.page or None, wanted=look.wanted[:SEARCH_LIMIT] or None)


def _search(look: Look) -> InputBlock:
    """A field that finds people on Enter. Its name goes with what it holds, so that it shows that and nothing older."""
    shown = clip(" ".join(printable(look.wanted).split()), SEARCH_LIMIT)
    return InputBlock(
        block_id=f"search-{zlib.crc32(look.wanted.encode('utf-8', 'replace'))}",
        label="Find somebody",
        dispatch_action=True,
        element=PlainTextInputElement(
            action_id=Action.PEOPLE_SEARCH,
            initial_value=shown or None,
            max_length=SEARCH_LIMIT,
            placeholder="A name, a company, a tag; then Enter",
        ),
    )


def _found(known: People) -> Block:
    fit = "fits" if known.found == 1 else "fit"
    said = f"{known.found:,} of {known.known:,} {fit} “{one_line(known.look.wanted)}”." if known.found else NOBODY_FITS
    return section(said, button("Show everybody", Action.PEOPLE_PAGE, look_kept(AT_FIRST)))


def _line(each: Standing, member: Member, now: datetime) -> Block:
    said = f"_{journeys.word(each.journey)}_ · {journeys.line(each.journey, member, now)}"
    opens = button("Open", Action.OPEN_CONTACT, value("contact", each.contact.id))
    return section(f"*{person(each.contact)}*{_work(each.contact)}\n{said}", opens)


def _work(contact: Contact) -> str:
    told = ", ".join(fitted(" ".join(each.split()), 60) for each in (contact.role, contact.company) if each)
    return f" · {told}" if told else ""


def _pager(known: People) -> list[Block]:
    if known.pages == 1:
        return []
    look, first = known.look, known.look.page * PAGE
    back = button(BACK, Action.PEOPLE_BACK, look_kept(Look(look.page - 1, look.wanted))) if look.page else None
    is_last = look.page + 1 >= known.pages
    on = None if is_last else button(ON, Action.PEOPLE_PAGE, look_kept(Look(look.page + 1, look.wanted)))
    shown = f"{first + 1:,} to {first + len(known.shown):,} of {known.found:,}"
    return [context(f"{shown}, those you were last in touch with first."), actions(back, on)]

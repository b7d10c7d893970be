"""Nudges: what is due to one member, in one message that can be answered where it stands (N2, N3)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, chain

from slack_sdk.models.blocks import Block, DividerBlock, InteractiveElement

from etiquette.messages.matters import asking, draft, notes, outcome, standing, title, why
from etiquette.messages.parts import actions, button, context, later_menu, section, undo_button
from etiquette.messages.text import first, quoted, unlinked
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.messages.voices import VOICES
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer
from etiquette.rules.rulebook import ROWS
from etiquette.rules.settings import NUDGED

MOST = 8
BLOCKS_TOGETHER = 47  # Slack takes 50: the opening line, and the line that says how many more there are, stand besides
QUOTE_LIMIT = 2900
# Slack refuses a message whose blocks are too long in all, without saying where that ends: this keeps well below.
QUOTES_TOGETHER = 6000
SETTLED = "Settled in the meantime. Nothing is left to do here."
GONE = "What this was about has been deleted in the meantime."
CLIPPED = "There is more: “Edit the draft” shows all of it."


def delivery(matters: Sequence[Matter], member: Member, now: datetime) -> Message:
    """One message of everything that is due together: at most eight matters, in the given order, and how many more."""
    if not matters:
        return message(GONE, [section(GONE)])
    return together(_opening(matters), matters, member, now)


def value_of(matter: Matter) -> str:
    """What a press on a matter carries: its noun, its id, and which kind of nudge is answered."""
    return value(ROWS[matter.kind].subject, matter.subject.id, matter.kind)


def together(opening: str, matters: Sequence[Matter], member: Member, now: datetime, *, besides: int = 0) -> Message:
    """Matters under an opening line. The fallback names them all, for a phone's alert shows nothing else.

    `besides`: how many more blocks the message is to have room for.
    """
    room = QUOTES_TOGETHER // max(min(len(matters), MOST), 1)
    parts = [drawn(matter, member, now, room=room) for matter in matters[:MOST]]
    shown = matters[: _fitting(parts, BLOCKS_TOGETHER - besides)]
    blocks: list[Block] = [section(opening), *divided(parts[: len(shown)])]
    if len(matters) > len(shown):
        blocks.append(context(f"And {len(matters) - len(shown)} more, on my Home tab."))
    return message(" · ".join(alert(matter, member, now) for matter in shown) or opening, blocks)


def alone(matter: Matter, member: Member, now: datetime) -> Message:
    """One matter as a reply of its own: asked for, chosen, or settled."""
    return message(alert(matter, member, now), drawn(matter, member, now))


def alert(matter: Matter, member: Member, now: datetime) -> str:
    """A matter in a line, without links."""
    stands = outcome(matter, matter.chosen, member, now) if matter.chosen else standing(matter, member, now)
    what, stands = title(matter, member, now, linked=False), unlinked(stands)
    return f"{what} {stands}".strip() if what.endswith("?") else f"{what}. {stands}".strip()


def drawn(matter: Matter, member: Member, now: datetime, *, room: int = QUOTE_LIMIT) -> list[Block]:
    """A matter as it stands in a message, in `/coop` and on the Home tab: a few blocks.

    `room`: how many characters its draft may take.
    """
    if matter.chosen:
        return _answered(matter, matter.chosen, member, now)
    if not matter.is_open:
        return [section(f"*{title(matter, member, now)}*\n{SETTLED}")]
    text = draft(matter, member, now)
    about = " ".join(filter(None, [standing(matter, member, now), asking(matter, member, now)]))
    quote = quoted(text, min(room, QUOTE_LIMIT)) if text else ""
    return [
        section(f"*{title(matter, member, now)}*\n{about}".strip()),
        *([section(quote)] if quote else []),
        *VOICES[matter.kind].card(matter, member, now),
        *_choices(matter),
        *_small_print(matter, text or "", quote, member),
    ]


def divided(parts: Sequence[Sequence[Block]]) -> list[Block]:
    """Several matters under one another, a line between them."""
    return list(chain.from_iterable([*([DividerBlock()] if at else []), *part] for at, part in enumerate(parts)))


def _opening(matters: Sequence[Matter]) -> str:
    """How a message begins: what will not wait says so itself, for as long as it is open."""
    first_of_all = matters[0]
    own = VOICES[first_of_all.kind].opening
    if own and first_of_all.is_open and not first_of_all.chosen:
        return own
    return "One thing, when you have a minute." if len(matters) == 1 else "A few things, the most pressing first."


def _fitting(parts: Sequence[Sequence[Block]], room: int) -> int:
    """How many of these fit into so many blocks; the first always does."""
    ends = accumulate(len(part) + 1 for part in parts)
    return max(sum(end <= room for end in ends), min(len(parts), 1))


def _answered(matter: Matter, chosen: Chosen, member: Member, now: datetime) -> list[Block]:
    stands = f"*{title(matter, member, now)}*\n{outcome(matter, chosen, member, now)}"
    voice = VOICES[matter.kind]
    blocks: list[Block] = [section(stands, undo_button(chosen.act_id))]
    told = voice.after_done(matter, member, now) if chosen.answer is Answer.DONE else ""
    if told:
        blocks.append(context(told))
    if kept := voice.kept(matter, member, now) if chosen.answer is Answer.DONE else None:
        blocks.append(section(quoted(kept, QUOTE_LIMIT)))
    if voice.stays and chosen.answer is Answer.DONE:
        blocks += [*voice.card(matter, member, now), *_row(voice.first(matter, value_of(matter)))]
    word = voice.after_change(matter, member, now) if chosen.answer is Answer.EDITED else None
    if word:
        blocks.append(context(f"Should {first(matter.contact)} hear of it, here is a word to send:"))
        blocks.append(section(quoted(word, QUOTE_LIMIT)))
    return blocks


def _choices(matter: Matter) -> list[Block]:
    voice, about = VOICES[matter.kind], value_of(matter)
    chosen: list[InteractiveElement | None] = [
        *voice.first(matter, about),
        button(voice.done, voice.done_action, about, primary=not voice.stays) if voice.done else None,
        button(voice.drop, voice.drop_action, about) if voice.drop else None,
        later_menu(about) if voice.can_wait else None,
        button(voice.edit, Action.NUDGE_EDIT, about) if voice.edit else None,
        *voice.more(matter, about),
        None if voice.can_wait else _stop(matter, about),
    ]
    return _row(chosen)


def _row(elements: Sequence[InteractiveElement | None]) -> list[Block]:
    offered = [element for element in elements if element is not None]
    return [actions(*offered)] if offered else []


def _stop(matter: Matter, about: str) -> InteractiveElement | None:
    """What cannot wait can still be stopped (N3); but for the bot's own questions, which are asked once."""
    return button("Stop messages like this", Action.NUDGE_STOP, about) if matter.kind in NUDGED else None


def _small_print(matter: Matter, text: str, quote: str, member: Member) -> list[Block]:
    has_more = VOICES[matter.kind].edit is not None
    clipped = has_more and quote.endswith("…") and not text.rstrip().endswith("…")
    about = notes(matter, text, member) if text else []
    lines = [*about, *([CLIPPED] if clipped else []), *([why(matter.kind)] if member.says_why else [])]
    return [context(*lines)] if lines else []

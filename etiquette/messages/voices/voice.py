"""What a voice is: how the bot speaks of one row of the rulebook. The words themselves are in the modules beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, InteractiveElement

from etiquette.messages.vocabulary import Action
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

Says = Callable[[Matter, Member, datetime], str]
Notes = Callable[[Matter, str, Member], list[str]]
Drafts = Callable[[Matter, Member, datetime], str | None]
Shows = Callable[[Matter, Member, datetime], Sequence[Block]]
Offers = Callable[[Matter, str], Sequence[InteractiveElement | None]]


def nothing(_matter: Matter, _member: Member, _now: datetime) -> str:
    """Nothing is said: the buttons say enough."""
    return ""


def no_draft(_matter: Matter, _member: Member, _now: datetime) -> str | None:
    """There is nothing to draft."""
    return None


def no_notes(_matter: Matter, _text: str, _member: Member) -> list[str]:
    """There is nothing to be said about a draft."""
    return []


def no_blocks(_matter: Matter, _member: Member, _now: datetime) -> Sequence[Block]:
    """There is nothing more to show."""
    return ()


def no_more(_matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    """There is nothing more to press."""
    return ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How one kind of nudge is worded.

    `title` may name {who} (the contact), {what} (see `what`), {introducer}, {other} and {asker} (whose record it is,
    where it is said to somebody else). `why` is the reason line (E18). `done` is the label of the press that settles
    it, none where nothing settles it; `was_done` is what then stands in its place, with what is told besides
    (`after_done`) and what is needed still (`kept`); so `after_change`. `standing` is how the matter stands today;
    `asking`, what is asked, or what the draft under it is. `card` shows more, between the words and the buttons;
    `first` and `more` are buttons before and after the usual ones. `can_wait`: whether "later" is offered.
    `is_passed_on`: whether it is said to somebody else than whose record it is, who sees no more of the contact than a
    name (N6). `stays`: what the card shows is there when it was answered, too. `opening` begins a message in which
    nothing presses more.
    """

    title: str
    why: str
    done: str | None = None
    was_done: str = "Done"
    what: Says = nothing
    standing: Says = nothing
    asking: Says = nothing
    draft: Drafts = no_draft
    notes: Notes = no_notes
    card: Shows = no_blocks
    first: Offers = no_more
    more: Offers = no_more
    edit: str | None = None
    drop: str | None = "Not this time"
    let_go: str = "Not this time. I will let it rest."
    changed: Says = nothing
    after_done: Says = nothing
    after_change: Drafts = no_draft
    done_action: Action = Action.NUDGE_DONE
    drop_action: Action = Action.NUDGE_DROP
    can_wait: bool = True
    kept: Drafts = no_draft
    is_passed_on: bool = False
    stays: bool = False
    opening: str = ""

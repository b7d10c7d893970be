"""The rulebook: after what, who is nudged of what, when first, how often, until what.

One page of data, to be read and corrected by whoever owns the product. The numbers are those of the table "When" in
docs/etiquette.md. Its words:

    minutes, hours   counted on the instant
    days             counted on the local calendar, from the anchor, or (`later=True`) from the step before
    a step that lands on a day off comes on the next working day; one before the date, or on it, on the last one
    several steps of one ladder on one day are one: the last of them, or one that is chosen
    chosen           belongs to a moment that the member chose: not held back by working hours (N1, N2)
"""

from dataclasses import dataclass

from etiquette.rules.nudges import Kind, Noun


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder. Exactly one of `minutes` and `days` is set."""

    name: str
    minutes: int | None = None
    days: int | None = None
    later: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the rulebook."""

    kind: Kind
    rules: tuple[str, ...]
    subject: Noun
    after: str
    steps: tuple[Step, ...]
    until: str


# Most pressing first: where several nudges are due to one person, they stand in this order (N2).
RULEBOOK: tuple[Row, ...] = (
    Row(
        Kind.DELIVERABLE_MINE,
        rules=("E10",),
        subject=Noun.DELIVERABLE,
        after="a promise of the member's; the anchor is its agreed date",
        steps=(
            Step("before", days=-1),
            Step("on", days=0),
            Step("after-1", days=1),
            Step("after-3", days=3),
            Step("after-7", days=7),
        ),
        until="delivered, renegotiated, dropped",
    ),
    Row(
        Kind.DEBRIEF,
        rules=("E9",),
        subject=Noun.CALL,
        after="a call's end",
        steps=(
            Step("first", minutes=5, chosen=True),
            Step("next-day", days=1),
            Step("last", days=2, later=True),
        ),
        until="debriefed, did not happen",
    ),
    Row(
        Kind.THANK_CONTACT,
        rules=("E11",),
        subject=Noun.THANK_YOU,
        after="debrief: held",
        steps=(
            Step("first", minutes=120),
            Step("next-day", days=1),
            Step("last", days=2, later=True),
        ),
        until="sent, dropped",
    ),
    Row(
        Kind.THANK_INTRODUCER,
        rules=("E11",),
        subject=Noun.THANK_YOU,
        after="debrief: held",
        steps=(
            Step("next-day", days=1),
            Step("last", days=3, later=True),
        ),
        until="sent, dropped",
    ),
    Row(
        Kind.INVITE,
        rules=("E12", "E13"),
        subject=Noun.INVITATION,
        after="two-way, and the contact was thanked",
        steps=(
            Step("next-day", days=1),
            Step("after-3", days=3),
            Step("after-7", days=7),
        ),
        until="sent, dropped",
    ),
    Row(
        Kind.DELIVERABLE_THEIRS,
        rules=("E10",),
        subject=Noun.DELIVERABLE,
        after="a promise of the contact's; the anchor is its agreed date",
        steps=(
            Step("after-1", days=1),
            Step("last", days=5, later=True),
        ),
        until="arrived, dropped",
    ),
    Row(
        Kind.INVITE_ACCEPTED,
        rules=("E13",),
        subject=Noun.INVITATION,
        after="an invitation was sent",
        steps=(Step("after-14", days=14),),
        until="answered",
    ),
)

ROWS: dict[Kind, Row] = {row.kind: row for row in RULEBOOK}
PRESSING: dict[Kind, int] = {row.kind: place for place, row in enumerate(RULEBOOK)}

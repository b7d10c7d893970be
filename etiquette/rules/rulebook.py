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
        Kind.CALL_CARD,
        rules=("E7", "E8"),
        subject=Noun.CALL,
        after="a call is fixed; the anchor is its start",
        steps=(Step("before", minutes=-10, chosen=True),),
        until="cancelled",
    ),
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
        steps=(Step("first", minutes=5, chosen=True), Step("next-day", days=1), Step("last", days=2, later=True)),
        until="debriefed, did not happen",
    ),
    Row(
        Kind.PREPARE,
        rules=("E5", "E6"),
        subject=Noun.CALL,
        after="a call is fixed; the anchor is its day",
        steps=(Step("before", days=-1),),
        until="all ticked, cancelled",
    ),
    Row(
        Kind.THANK_CONTACT,
        rules=("E11",),
        subject=Noun.THANK_YOU,
        after="debrief: held",
        steps=(Step("first", minutes=120), Step("next-day", days=1), Step("last", days=2, later=True)),
        until="sent, dropped",
    ),
    Row(
        Kind.THANK_INTRODUCER,
        rules=("E11",),
        subject=Noun.THANK_YOU,
        after="debrief: held",
        steps=(Step("next-day", days=1), Step("last", days=3, later=True)),
        until="sent, dropped",
    ),
    Row(
        Kind.REFERRAL_ASKED,
        rules=("E3",),
        subject=Noun.INTRODUCTION,
        after="a member has the introducer asked how they would refer them",
        steps=(Step("once", minutes=0),),
        until="answered",
    ),
    Row(
        Kind.REQUEST_PASSED_ON,
        rules=("E2",),
        subject=Noun.INTRODUCTION,
        after="a member has a request passed on to the introducer",
        steps=(Step("once", minutes=0),),
        until="answered",
    ),
    Row(
        Kind.INTRODUCER_ANSWERED,
        rules=("E2", "E3"),
        subject=Noun.INTRODUCTION,
        after="the introducer answered",
        steps=(Step("once", minutes=0),),
        until="said",
    ),
    Row(
        Kind.PLAN_OFFERED,
        rules=("C1", "C3"),
        subject=Noun.SIDE,
        after="a plan is offered to the other side",
        steps=(Step("once", minutes=0), Step("after-3", days=3), Step("after-7", days=7)),
        until="answered",
    ),
    Row(
        Kind.PROPOSAL,
        rules=("C7",),
        subject=Noun.PROPOSAL,
        after="a change of the plan is proposed; it lapses after 10 days",
        steps=(Step("once", minutes=0), Step("after-2", days=2), Step("last", days=5, later=True)),
        until="answered, lapsed",
    ),
    Row(
        Kind.PLAN_NEWS,
        rules=("C2", "C7", "C9"),
        subject=Noun.NEWS,
        after="the other side did something that concerns both, or a proposal lapsed",
        steps=(Step("once", minutes=0),),
        until="said",
    ),
    Row(
        Kind.REFLECTION,
        rules=("L7",),
        subject=Noun.REFLECTION_ANSWER,
        after="a reflection is due; the anchor is its day",
        steps=(Step("on", days=0), Step("after-3", days=3), Step("after-7", days=7)),
        until="answered, skipped",
    ),
    Row(
        Kind.INVITE,
        rules=("E12", "E13"),
        subject=Noun.INVITATION,
        after="two-way, and the contact was thanked",
        steps=(Step("next-day", days=1), Step("after-3", days=3), Step("after-7", days=7)),
        until="sent, dropped",
    ),
    Row(
        Kind.HOW_REFERRED,
        rules=("E3",),
        subject=Noun.INTRODUCTION,
        after="an introduction is logged, and how they referred the member is not known",
        steps=(Step("next-day", days=1), Step("last", days=2, later=True)),
        until="answered, call held",
    ),
    Row(
        Kind.SECURE_CALL,
        rules=("E4",),
        subject=Noun.INTRODUCTION,
        after="introduced, and no call stands",
        steps=(Step("next-day", days=1), Step("after-3", days=3), Step("after-7", days=7)),
        until="a call stands, dropped",
    ),
    Row(
        Kind.DELIVERABLE_THEIRS,
        rules=("E10",),
        subject=Noun.DELIVERABLE,
        after="a promise of the contact's; the anchor is its agreed date",
        steps=(Step("after-1", days=1), Step("last", days=5, later=True)),
        until="arrived, dropped",
    ),
    Row(
        Kind.REQUEST,
        rules=("E2",),
        subject=Noun.INTRODUCTION,
        after="a request was written, and not made",
        steps=(Step("next-day", days=1), Step("after-3", days=3)),
        until="made, dropped",
    ),
    Row(
        Kind.REQUEST_UNANSWERED,
        rules=("E2",),
        subject=Noun.INTRODUCTION,
        after="an introduction was asked for",
        steps=(Step("after-3", days=3), Step("after-7", days=7)),
        until="answered, dropped",
    ),
    Row(
        Kind.SHARE,
        rules=("E16",),
        subject=Noun.CALL,
        after="debrief: held, a two-way street",
        steps=(Step("next-day", days=1),),
        until="answered",
    ),
    Row(
        Kind.INVITE_ACCEPTED,
        rules=("E13",),
        subject=Noun.INVITATION,
        after="an invitation was sent",
        steps=(Step("after-14", days=14),),
        until="answered",
    ),
    Row(
        Kind.ONE_SIDED,
        rules=("C6", "C10"),
        subject=Noun.SIDE,
        after="a side gave three more than the other over 60 days, once in 60 days",
        steps=(Step("next-day", days=1),),
        until="answered",
    ),
    Row(
        Kind.GONE_SILENT,
        rules=("C12",),
        subject=Noun.SIDE,
        after="the last act of either side",
        steps=(Step("after-45", days=45), Step("last", days=30, later=True)),
        until="any act",
    ),
    Row(
        Kind.OPEN_DOOR,
        rules=("C9",),
        subject=Noun.SIDE,
        after="a partnership ended with the door open; the anchor is the day until which it is",
        steps=(Step("on", days=0),),
        until="answered",
    ),
    Row(
        Kind.SUPPORT,
        rules=("C11",),
        subject=Noun.SIDE,
        after="a partnership starts, or an initiative was supported; the other side lists one",
        steps=(Step("after-30", days=30),),
        until="answered",
    ),
    Row(
        Kind.RECIPROCATE,
        rules=("E14",),
        subject=Noun.GOOD_TURN,
        after="the ledger leans by two or more, once in 30 days; the anchor is the day it did",
        steps=(Step("next-day", days=1),),
        until="balance, declined",
    ),
    Row(
        Kind.PAY_FORWARD,
        rules=("E15",),
        subject=Noun.GOOD_TURN,
        after="every month; the anchor is its first Tuesday",
        steps=(Step("on", days=0),),
        until="done, declined",
    ),
    Row(
        Kind.CHECK_IN,
        rules=("E19",),
        subject=Noun.CONTACT,
        after="the last sign of life",
        steps=(Step("after-90", days=90), Step("after-180", days=180)),
        until="any contact",
    ),
    Row(
        Kind.WHICH_ZONE,
        rules=("N1",),
        subject=Noun.QUESTION,
        after="Slack does not tell a member's zone; asked once",
        steps=(Step("once", minutes=0),),
        until="answered",
    ),
    Row(
        Kind.STOP_KIND,
        rules=("N3",),
        subject=Noun.QUESTION,
        after="three nudges of one kind in a row were ignored; asked once",
        steps=(Step("once", minutes=0),),
        until="answered",
    ),
)

ROWS: dict[Kind, Row] = {row.kind: row for row in RULEBOOK}
PRESSING: dict[Kind, int] = {row.kind: place for place, row in enumerate(RULEBOOK)}

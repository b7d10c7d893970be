"""The plan of a partnership: merging what both wrote at once, what is missing before it starts, who owes a yes to it.

It is written as texts by the names of its fields. `their_win` is there only while the other side has not said yes, for
after that it is theirs to word; of somebody outside Slack, whoever acts for them goes on writing it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState, Together

FIELDS = ("belief", "purpose", "rules", "my_win", "their_win", "initiatives", "rhythm")
TEXTS = FIELDS[:-1]
NEVER = ""
_MONTHLY = {"FREQ=MONTHLY": 1, "FREQ=MONTHLY;INTERVAL=2": 2, "FREQ=MONTHLY;INTERVAL=3": 3}
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2"
RHYTHMS = (*_MONTHLY, FORTNIGHTLY)
LAST_DAY_OF_ALL_MONTHS = 28
MONTHS = 12

Written = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of an edit: the plan as it is to be, and the fields that both sides changed, each in another way.

    `kept` are the fields in which the other side's words stay; `too_late` is what was typed of a field that is not the
    writer's any more.
    """

    values: dict[str, str]
    conflicts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    too_late: str = ""


class Lack(StrEnum):
    """What a plan may lack before it can start."""

    PURPOSE = "purpose"
    RULES = "rules"
    WIN = "win"
    CONTRIBUTION = "contribution"
    DATE = "date"
    YES = "yes"
    RULES_YES = "rules_yes"
    PURPOSE_YES = "purpose_yes"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: of one side, where it is a side's; `what` names the contribution that it is about."""

    lack: Lack
    side: Side | None = None
    what: str = ""


def written(together: Together) -> dict[str, str]:
    """The plan as one side may write it."""
    known = {
        "belief": together.partnership.belief,
        "purpose": together.partnership.purpose,
        "rules": together.partnership.rules,
        "my_win": together.mine.win,
        "initiatives": together.mine.initiatives,
        "rhythm": together.partnership.rhythm or NEVER,
    }
    return {**known, "their_win": together.theirs.win} if may_word_for(together.theirs) else known


def may_word_for(theirs: Side) -> bool:
    """Whether the other side's win is still written for them."""
    return theirs.is_outside or theirs.state is not SideState.AGREED


def digests(shown: Written) -> dict[str, str]:
    """What was shown of each field, in a few letters: a form carries them, to tell later who changed what."""
    return {name: digest(text) for name, text in shown.items()}


def digest(text: str) -> str:
    """A text in a few letters."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def merged(shown: Mapping[str, str], mine: Written, current: Written) -> Merged:
    """Both sides' words together. `shown`: the digests of what the writer saw when they began.

    What the writer left alone stays as it is by now; what only they changed is theirs; what both changed, each in
    another way, is a conflict, and nothing of it is decided here.
    """
    values, conflicts, kept = dict(current), [], []
    for name in FIELDS:
        if name not in mine or name not in current or mine[name] == current[name]:
            continue
        if digest(mine[name]) == shown.get(name):
            kept.append(name)
        elif digest(current[name]) == shown.get(name):
            values[name] = mine[name]
        else:
            conflicts.append(name)
    late = [text for name, text in mine.items() if name not in current and digest(text) != shown.get(name)]
    return Merged(values, tuple(conflicts), tuple(kept), late[0] if late else "")


def gaps_of(together: Together, contributions: Sequence[Contribution]) -> list[Gap]:
    """What is missing before the plan can start, in the order of the form (C1, C3, C5, L1)."""
    plan, still = together.partnership, open_of(contributions)
    gaps = [
        *([] if plan.purpose else [Gap(Lack.PURPOSE)]),
        *([] if plan.rules else [Gap(Lack.RULES)]),
        *[Gap(Lack.WIN, side) for side in together.sides if not side.win],
        *([] if still else [Gap(Lack.CONTRIBUTION)]),
    ]
    sides = {side.id: side for side in together.sides}
    undated = [each for each in still if each.accepted_at is None]
    gaps += [Gap(Lack.DATE, sides.get(each.side_id), each.what) for each in undated]
    return [*gaps, *[gap for side in together.sides for gap in _yes_of(plan, side)]]


def gaps_to_say(together: Together, contributions: Sequence[Contribution]) -> list[Gap]:
    """The same as it is told: whoever is asked for their first yes says it to their dates as well, in one go."""
    return [gap for gap in gaps_of(together, contributions) if not _comes_with_the_yes(gap)]


def can_start(together: Together, contributions: Sequence[Contribution]) -> bool:
    """Whether all is there, and it has not begun yet."""
    return together.partnership.state is PartnershipState.DRAFTED and not gaps_of(together, contributions)


def owes_yes(together: Together, side: Side, contributions: Sequence[Contribution]) -> bool:
    """Whether a side is asked for a yes: its first, or one to what was changed since (C1, L1)."""
    if together.partnership.state is PartnershipState.CLOSED:
        return False
    if side.state is SideState.INVITED:
        return True
    if side.state is not SideState.AGREED:
        return False
    undated = any(each.side_id == side.id and each.accepted_at is None for each in open_of(contributions))
    return undated or bool(_yes_of(together.partnership, side))


def open_of(contributions: Sequence[Contribution]) -> list[Contribution]:
    """Those that are still given."""
    return [each for each in contributions if each.state is ContributionState.OPEN]


def changed_last(plan: Partnership) -> datetime:
    """When what is agreed on, the rules and the purpose, was changed last."""
    return max(plan.rules_changed_at, plan.purpose_changed_at)


def fingerprint(together: Together, contributions: Sequence[Contribution]) -> str:
    """All that a yes is said to, in a few letters: a yes to what has changed since it was read is none."""
    plan = together.partnership
    parts = [plan.belief, plan.purpose, plan.rules, plan.rhythm or NEVER]
    for side in sorted(together.sides, key=lambda each: each.id):
        parts += [side.win, side.initiatives]
    for each in sorted(open_of(contributions), key=lambda each: each.id):
        parts += [each.side_id, each.what, each.due_on.isoformat(), each.rule or ""]
    return digest("\x00".join(parts))


def shown_as(contribution: Contribution) -> str:
    """What a form shows of a contribution, in a few letters: others when it was changed meanwhile."""
    return digest(f"{contribution.when.text} {contribution.what}")


def first_reflection(rhythm: str | None, today: date) -> date | None:
    """The first day of a rhythm that begins today: one round later, on a day that every month has."""
    if rhythm == FORTNIGHTLY:
        return today + timedelta(weeks=2)
    if rhythm not in _MONTHLY:
        return None
    years, month = divmod(today.month - 1 + _MONTHLY[rhythm], MONTHS)
    return date(today.year + years, month + 1, min(today.day, LAST_DAY_OF_ALL_MONTHS))


def _yes_of(plan: Partnership, side: Side) -> list[Gap]:
    if side.state is not SideState.AGREED:
        return [Gap(Lack.YES, side)]
    return [
        *([] if _since(side.rules_agreed_at, plan.rules_changed_at) else [Gap(Lack.RULES_YES, side)]),
        *([] if _since(side.purpose_confirmed_at, plan.purpose_changed_at) else [Gap(Lack.PURPOSE_YES, side)]),
    ]


def _comes_with_the_yes(gap: Gap) -> bool:
    return gap.lack is Lack.DATE and gap.side is not None and gap.side.state is SideState.INVITED


def _since(said: datetime | None, changed: datetime) -> bool:
    return said is not None and said >= changed

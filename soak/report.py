"""What the year came to: where what was heard differs from what was expected, told so that a person can follow it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from soak.calendars import here, is_at_work
from soak.facts import Matter
from soak.happenings import Happening
from soak.mouth import Said
from soak.oracle import JUDGED, expected
from soak.people import Person
from soak.world import Heard

TOGETHER = 8
HALF_PAST_NINE = 9 * 60 + 30
NEAR = timedelta(minutes=1)
TOLD = 40
"""So many differences are told in full."""


@dataclass(slots=True)
class Account:
    """The counts of a year, and its differences."""

    members: int = 0
    acts: int = 0
    messages: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def compared(
    people: Iterable[Person], history: list[Happening], heard: list[Heard], begins: datetime, until: datetime
) -> Account:
    """Everybody's year against the oracle's."""
    account = Account(acts=len(history), messages=len(heard))
    for person in people:
        account.members += 1
        theirs = [each for each in heard if each.who == person.id]
        met = replace(person, minute=_own_minute(person, theirs))
        told = expected(met, [each for each in history if each.who == person.id], begins, until)
        account.expected += Counter(kind for said in told.messages for kind, _ in said.matters)
        account.said += Counter(kind for each in theirs for kind, _ in each.matters)
        account.differences += [*told.misfits, *_differences(met, told.messages, theirs)]
    return account


def _own_minute(person: Person, heard: list[Heard]) -> int:
    """The minute at which their mornings begin is nobody's rule but that it lies in half an hour, and is always one."""
    clocks = [here(person, each.at).time() for each in heard]
    minutes = [60 * clock.hour + clock.minute - HALF_PAST_NINE for clock in clocks]
    return next((minute for minute, _ in Counter(minutes).most_common() if 0 <= minute < 30), 0)


def _differences(person: Person, told: list[Said], heard: list[Heard]) -> Iterator[str]:
    chosen = {(matter, said.at) for said in told for matter in said.chosen}
    for each in heard:
        yield from _ill_mannered(person, each, chosen)
    yield from _too_many(person, heard, chosen)
    wanted, got = _by_matter((said.at, said.matters) for said in told), _by_matter((e.at, e.matters) for e in heard)
    for matter in sorted(wanted.keys() | got.keys()):
        yield from _of_matter(person, matter, wanted[matter], got[matter])
    yield from _apart(person, told, heard)


def _ill_mannered(person: Person, each: Heard, chosen: set[tuple[Matter, datetime]]) -> Iterator[str]:
    """What no plan excuses: said outside hours though it was no chosen moment, said twice in one breath, too much."""
    free = [matter for matter in each.matters if (matter, each.at) not in chosen]
    if free and not is_at_work(person, each.at):
        yield f"{_when(person, each.at)}: outside their hours, of {_listed(free)}"
    if len(set(each.matters)) < len(each.matters):
        yield f"{_when(person, each.at)}: one thing twice in one message, of {_listed(each.matters)}"
    if len(each.shown) > TOGETHER or (len(each.matters) <= TOGETHER and each.shown != set(each.matters)):
        yield f"{_when(person, each.at)}: shows {_listed(each.shown)}, and speaks of {_listed(each.matters)}"
    if unknown := [kind for kind, _ in each.matters if kind not in JUDGED]:
        yield f"{_when(person, each.at)}: of kinds that nobody expects, {unknown}"


def _too_many(person: Person, heard: list[Heard], chosen: set[tuple[Matter, datetime]]) -> Iterator[str]:
    days = Counter(
        here(person, each.at).date()
        for each in heard
        if any((matter, each.at) not in chosen for matter in each.matters)
    )
    for day, count in days.items():
        if count > person.allowance:
            yield f"{person.name}, {day}: {count} messages, where they allow {person.allowance}"


def _by_matter(messages: Iterable[tuple[datetime, Iterable[Matter]]]) -> defaultdict[Matter, list[datetime]]:
    by_matter: defaultdict[Matter, list[datetime]] = defaultdict(list)
    for at, matters in messages:
        for matter in matters:
            by_matter[matter].append(at)
    return by_matter


def _of_matter(person: Person, matter: Matter, wanted: list[datetime], got: list[datetime]) -> Iterator[str]:
    missing, unasked = _unmatched(wanted, got), _unmatched(got, wanted)
    if not missing and not unasked:
        return
    parts = [f"not said {', '.join(_clock(person, at) for at in missing)}"] if missing else []
    parts += [f"said {', '.join(_clock(person, at) for at in unasked)}, which nobody expected"] if unasked else []
    yield f"{person.name} ({person.zone}), {matter[0]} of {matter[1]}: {'; '.join(parts)}"


def _unmatched(some: list[datetime], others: list[datetime]) -> list[datetime]:
    left = list(others)
    alone = []
    for at in some:
        near = next((other for other in left if abs(other - at) <= NEAR), None)
        if near is None:
            alone.append(at)
        else:
            left.remove(near)
    return alone


def _apart(person: Person, told: list[Said], heard: list[Heard]) -> Iterator[str]:
    """What is due together comes together: as many messages at each moment as there had to be."""
    wanted, got = Counter(said.at for said in told), Counter(each.at for each in heard)
    for at in sorted(wanted.keys() & got.keys()):
        if got[at] > wanted[at]:
            yield f"{_when(person, at)}: {got[at]} messages, where one was to hold it all"


def _when(person: Person, at: datetime) -> str:
    return f"{person.name} ({person.zone}), {_clock(person, at)}"


def _clock(person: Person, at: datetime) -> str:
    return f"{here(person, at):%a %d %b %Y %H:%M}"


def _listed(matters: Iterable[Matter]) -> str:
    return ", ".join(f"{kind} of {about}" for kind, about in sorted(matters)) or "nothing"


def in_words(seed: int, account: Account, withdrawn: Counter[str], unfinished: Counter[str], refused: int) -> str:
    """The account as it is printed."""
    lines = [
        f"seed {seed}: {account.members} members, {account.acts} acts, {refused} refused in words",
        f"{account.messages} messages",
        f"nudges: {account.expected.total()} expected, {account.said.total()} said, {withdrawn.total()} withdrawn",
        "",
        f"{'kind':20} {'expected':>9} {'said':>9} {'withdrawn':>9}",
    ]
    lines += [
        f"{kind:20} {account.expected[kind]:9} {account.said[kind]:9} {withdrawn[kind]:9}"
        for kind in sorted(account.expected.keys() | account.said.keys() | withdrawn.keys())
    ]
    differences = [*account.differences, *(f"{kind}: {count} have not ended" for kind, count in unfinished.items())]
    lines += ["", f"{len(differences)} differences" if differences else "No difference."]
    lines += [f"  {each}" for each in differences[:TOLD]]
    if len(differences) > TOLD:
        lines.append(f"  … and {len(differences) - TOLD} more")
    return "\n".join(lines)

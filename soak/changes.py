"""What an act changes: the facts that it gives new values, by the rules of docs/etiquette.md."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from soak.facts import Call, Contact, Fact, Facts, Introduction, Invitation, Promise, Thanks
from soak.happenings import (
    Agreed,
    Asked,
    FellThrough,
    Fixed,
    Held,
    Introduced,
    Invited,
    LetRest,
    Moved,
    Settled,
    Thanked,
    Told,
    What,
)

Changes = Iterator[tuple[str, Fact]]


def follows(facts: Facts, at: datetime, what: What) -> Changes:
    """The facts that an act gives new values; of what is no fact, none."""
    change = _CHANGES.get(type(what))
    yield from change(facts, at, what) if change else ()


def _introduced(facts: Facts, at: datetime, what: Introduced) -> Changes:
    yield from _met(facts, what.contact, at)
    fixed, held = _first_calls(facts, what.contact)
    introduction = Introduction(what.contact, "made", at, what.by_somebody, what.is_told, is_fixed=fixed, is_held=held)
    yield f"introduction of {what.contact}", introduction


def _asked(facts: Facts, at: datetime, what: Asked) -> Changes:
    yield from _met(facts, what.contact, at)
    fixed, held = _first_calls(facts, what.contact)
    introduction = Introduction(
        what.contact, "wanted", at, by_somebody=True, is_told=False, is_fixed=fixed, is_held=held
    )
    yield f"introduction of {what.contact}", introduction


def _moved(facts: Facts, at: datetime, what: Moved) -> Changes:
    name = f"introduction of {what.contact}"
    if what.state != "made":
        return _changed(facts, name, Introduction, state=what.state, at=at)
    fixed, held = _first_calls(facts, what.contact)
    return _changed(facts, name, Introduction, state=what.state, at=at, is_fixed=fixed, is_held=held)


def _told(facts: Facts, _at: datetime, what: Told) -> Changes:
    return _changed(facts, f"introduction of {what.contact}", Introduction, is_told=True)


def _fell_through(facts: Facts, _at: datetime, what: FellThrough) -> Changes:
    return _changed(facts, what.call, Call, state="fell through")


def _settled(facts: Facts, at: datetime, what: Settled) -> Changes:
    state = "kept" if what.is_kept else "dropped"
    return _changed(facts, what.promise, Promise, state=state, settled_at=at)


def _invited(facts: Facts, at: datetime, what: Invited) -> Changes:
    return _changed(facts, what.invitation, Invitation, state=what.state, at=at)


def _let_rest(facts: Facts, at: datetime, what: LetRest) -> Changes:
    fact = facts[what.about]
    if isinstance(fact, Contact):
        yield what.about, replace(fact, rests_at=at)
    elif isinstance(fact, Introduction | Call):
        yield what.about, replace(fact, rests=fact.rests | {what.kind})


def _first_calls(facts: Facts, contact: str) -> tuple[bool, bool]:
    """Whether a call with somebody stands, or stood; and whether one was held."""
    calls = [each for each in facts.values() if isinstance(each, Call) and each.contact == contact]
    return any(each.state != "fell through" for each in calls), any(each.state == "held" for each in calls)


def _changed(facts: Facts, name: str, sort: type[Fact], **values: object) -> Changes:
    fact = facts[name]
    assert isinstance(fact, sort)
    yield name, replace(fact, **values)  # type: ignore[arg-type]  # whoever calls names the sort's own fields


def _met(facts: Facts, contact: str, at: datetime) -> Changes:
    if contact not in facts:
        yield contact, Contact(at)


def _fixed(facts: Facts, at: datetime, what: Fixed) -> Changes:
    yield from _met(facts, what.contact, at)
    before = facts.get(what.call)
    rests = before.rests if isinstance(before, Call) else frozenset()
    yield what.call, Call(what.contact, what.starts, what.ends, rests=rests)
    introduction = facts.get(f"introduction of {what.contact}")
    if isinstance(introduction, Introduction) and not introduction.is_fixed:
        yield f"introduction of {what.contact}", replace(introduction, is_fixed=True)


def _agreed(facts: Facts, at: datetime, what: Agreed) -> Changes:
    yield from _met(facts, what.contact, at)
    yield what.promise, Promise(what.contact, what.is_mine, what.due, at)


def _held(facts: Facts, at: datetime, what: Held) -> Changes:
    """Thanks to the contact for each call, and to the introducer once; an invitation where both want more."""
    call = facts[what.call]
    assert isinstance(call, Call)
    contact = call.contact
    yield what.call, replace(call, state="held", is_two_way=what.is_two_way, debriefed_at=at)
    for promise in what.promises:
        yield from _agreed(facts, at, promise)
    yield f"thanks for {what.call}", Thanks(contact, "contact", at)
    introduction = facts.get(f"introduction of {contact}")
    if isinstance(introduction, Introduction):
        yield f"introduction of {contact}", replace(introduction, is_held=True)
        is_owed = introduction.state == "made" and introduction.by_somebody
        if is_owed and f"thanks for introducing {contact}" not in facts:
            yield f"thanks for introducing {contact}", Thanks(contact, "introducer", at)
    before = facts.get(f"invitation of {contact}")
    is_over = not isinstance(before, Invitation) or before.state in {"not accepted", "dropped"}
    if what.is_two_way and is_over:
        yield f"invitation of {contact}", Invitation(contact, "waiting", at)


def _thanked(facts: Facts, at: datetime, what: Thanked) -> Changes:
    thanks = facts[what.thanks]
    assert isinstance(thanks, Thanks)
    yield what.thanks, replace(thanks, state="sent" if what.is_sent else "dropped", settled_at=at)
    invitation = facts.get(f"invitation of {thanks.contact}")
    is_released = what.is_sent and thanks.to == "contact"
    if is_released and isinstance(invitation, Invitation) and invitation.state == "waiting":
        yield f"invitation of {thanks.contact}", replace(invitation, state="due", at=at)


_CHANGES: dict[type[What], Callable[[Facts, datetime, Any], Changes]] = {
    Introduced: _introduced,
    Asked: _asked,
    Moved: _moved,
    Told: _told,
    Fixed: _fixed,
    FellThrough: _fell_through,
    Agreed: _agreed,
    Held: _held,
    Settled: _settled,
    Thanked: _thanked,
    Invited: _invited,
    LetRest: _let_rest,
}

"""How things stand after what happened: what is called for, and what each of it counts from.

An act is a handful of facts with new values; undoing it brings back the old ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from soak.changes import follows
from soak.facts import Anchor, Call, Contact, Fact, Facts, Introduction, Invitation, Matter, Promise, Thanks
from soak.happenings import Undone, What


@dataclass(slots=True)
class Standing:
    """One member's facts, with what each act replaced."""

    facts: Facts = field(default_factory=dict)
    replaced: dict[int, dict[str, Fact | None]] = field(default_factory=dict)

    def happens(self, number: int, at: datetime, what: What) -> None:
        """The facts follow."""
        if isinstance(what, Undone):
            for name, fact in self.replaced.pop(what.number, {}).items():
                self._set(name, fact)
            return
        changed = dict(follows(self.facts, at, what))
        self.replaced[number] = {name: self.facts.get(name) for name in changed}
        self.facts |= changed

    def _set(self, name: str, fact: Fact | None) -> None:
        if fact is None:
            self.facts.pop(name, None)
        else:
            self.facts[name] = fact

    def anchors(self) -> dict[Matter, Anchor]:
        """What each reminder that is called for counts from."""
        signs = self.last_signs()
        return {matter: anchor for name, fact in self.facts.items() for matter, anchor in _of(name, fact, signs)}

    def last_signs(self) -> dict[str, datetime]:
        """When there was last any contact with each contact (E19)."""
        signs: dict[str, datetime] = {}
        for name, fact in self.facts.items():
            contact = name if isinstance(fact, Contact) else fact.contact
            for at in _signs(fact):
                signs[contact] = max(at, signs.get(contact, at))
        return signs


def _of(name: str, fact: Fact, signs: dict[str, datetime]) -> Iterator[tuple[Matter, Anchor]]:
    match fact:
        case Contact():
            if fact.rests_at is None or fact.rests_at < signs[name]:
                yield ("check_in", name), signs[name]
        case Introduction():
            yield from (((kind, name), fact.at) for kind in _of_introduction(fact) if kind not in fact.rests)
        case Call():
            yield from _of_call(name, fact)
        case Promise(state="open"):
            yield ("deliverable_mine" if fact.is_mine else "deliverable_theirs", name), fact.due
        case Thanks(state="owed"):
            yield (f"thank_{fact.to}", name), fact.since
        case Invitation(state="due"):
            yield ("invite", name), fact.at
        case Invitation(state="sent"):
            yield ("invite_accepted", name), fact.at


def _of_introduction(known: Introduction) -> Iterator[str]:
    """Asked for until it is made; then how they put it, until a call was held; and a date, until a call stands."""
    match known.state:
        case "wanted":
            yield "request"
        case "asked":
            yield "request_unanswered"
        case "made":
            yield from ["how_referred"] if known.by_somebody and not known.is_told and not known.is_held else []
            yield from [] if known.is_fixed else ["secure_call"]


def _of_call(name: str, call: Call) -> Iterator[tuple[Matter, Anchor]]:
    calls_for: dict[str, Anchor | None] = {}
    if call.state == "planned":
        calls_for = {"prepare": call.starts, "call_card": call.starts, "debrief": call.ends}
    elif call.state == "held" and call.is_two_way:
        calls_for = {"share": call.debriefed_at}
    yield from (((kind, name), at) for kind, at in calls_for.items() if at is not None and kind not in call.rests)


def _signs(fact: Fact) -> Iterator[datetime]:
    """The moments at which there was contact with somebody, as far as one fact tells."""
    match fact:
        case Contact():
            yield fact.met_at
        case Introduction(state="made"):
            yield fact.at
        case Call(state="held"):
            yield fact.starts
        case Promise():
            yield fact.agreed_at
            yield from [fact.settled_at] if fact.state == "kept" and fact.settled_at else []
        case Thanks(to="contact", state="sent", settled_at=datetime() as at):
            yield at
        case Invitation(state="sent" | "accepted"):
            yield fact.at

"""Parcels: what deliveries carry, loaded from the facts as they are by now, for several of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from etiquette.rules.matters import Matter, rank
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Delivery, Nudge
from etiquette.rules.planning import still_due
from etiquette.store import members, nudges
from etiquette.store.matters import matters_of_each, subjects_of_each
from etiquette.store.session import Transaction
from scheduler.desk import Desk


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a delivery carries, loaded from the facts: its nudges, and those of them that are due as things stand."""

    member: Member | None
    matters: tuple[Matter, ...]
    nudges: tuple[Nudge, ...]
    due: tuple[Nudge, ...]

    @property
    def to_say(self) -> list[Matter]:
        """What is still to be said."""
        subjects = {nudge.subject_id for nudge in self.due}
        return [matter for matter in self.matters if matter.subject.id in subjects]

    @property
    def digests(self) -> list[str]:
        """The natural keys of what is said, for the message's metadata."""
        return [nudge.digest for nudge in self.due]

    @property
    def no_longer_due(self) -> list[str]:
        """The ids of the nudges that have nothing left to say."""
        return [nudge.id for nudge in self.nudges if nudge not in self.due]


async def carried(desk: Desk, delivery: Delivery) -> Parcel:
    """Whom a delivery is for, and what it speaks of as it stands now, most pressing first."""
    return await desk.together(_all_carried, delivery)


async def _all_carried(desk: Desk, these: Sequence[Delivery]) -> list[Parcel]:
    now = desk.now()
    async with desk.store.reading() as tx:
        people = await _recipients(tx, these)
        by_delivery = await nudges.of_deliveries(tx, [delivery.id for delivery in these])
        said = [by_delivery[delivery.id] for delivery in these]
        subjects = await subjects_of_each(tx, said)
        spoken = [
            [(nudge.kind, about[nudge.subject_id], nudge) for nudge in each if nudge.subject_id in about]
            for each, about in zip(said, subjects, strict=True)
        ]
        matters = await matters_of_each(tx, spoken)
    return [
        Parcel(
            people.get(Who(delivery.workspace_id, str(delivery.recipient))),
            tuple(sorted(known, key=rank)),
            tuple(each),
            tuple(nudge for nudge in each if still_due(nudge, about.get(nudge.subject_id), now)),
        )
        for delivery, each, about, known in zip(these, said, subjects, matters, strict=True)
    ]


async def _recipients(tx: Transaction, these: Sequence[Delivery]) -> dict[Who, Member]:
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for delivery in these:
        apart[delivery.workspace_id].add(str(delivery.recipient))
    found = [await members.several(tx, workspace_id, sorted(ids)) for workspace_id, ids in apart.items()]
    return {member.who: member for each in found for member in each.values()}

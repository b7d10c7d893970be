"""Somebody's life in the simulation: what they know, whom they mean, what they have done."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from random import Random

from etiquette.services.contacts import Somebody
from etiquette.services.nudging import Doing
from soak.calendars import here
from soak.facts import Contact, Fact
from soak.happenings import Happening, Muted, Paused, Undone, What
from soak.people import Person
from soak.standing import Standing
from soak.world import World

LATELY = 4


@dataclass(slots=True)
class Life:
    """One member, who acts at the world's time. What they do is drawn from a chance of their own."""

    person: Person
    world: World
    chance: Random
    numbers: "count[int]"
    history: list[Happening] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    ids: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    number: int = 0
    named: int = 0

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    @property
    def today(self) -> date:
        return here(self.person, self.now).date()

    def doing(self) -> Doing:
        """The next act."""
        self.number = next(self.numbers)
        return Doing(self.world.store, self.world.members[self.person.id], self.key(self.number), self.now)

    def key(self, number: int) -> str:
        """What an act is known by."""
        return f"act {number}"

    def has_done(self, what: What) -> None:
        """What was done is written down, and what this member knows follows."""
        self.history.append(Happening(self.number, self.now, self.person.id, what))
        self.standing.happens(self.number, self.now, what)

    def new(self, noun: str) -> str:
        """A name for something new."""
        self.named += 1
        return f"{noun} {self.named}"

    def called(self, name: str, record_id: str) -> None:
        """What the bot's record is called here."""
        self.ids[name] = record_id
        self.world.names[record_id] = name

    def somebody(self, contact: str) -> Somebody:
        """A contact as the services are told of one."""
        return Somebody(f"Peer {contact.split()[1]}", self.ids.get(contact))

    def contact_of(self, name: str) -> str:
        """With whom something is."""
        fact = self.standing.facts[name]
        return name if isinstance(fact, Contact) else fact.contact

    def facts(self, sort: type[Fact], **values: object) -> list[str]:
        """The names of the facts of a sort with these values, oldest first."""
        return [
            name
            for name, fact in self.standing.facts.items()
            if isinstance(fact, sort) and all(getattr(fact, key) == value for key, value in values.items())
        ]

    def one_of(self, names: list[str]) -> str | None:
        """Any of them, unless there is none."""
        return self.chance.choice(names) if names else None

    def lately(self) -> list[int]:
        """The numbers of their last acts that can be taken back."""
        undone = {each.what.number for each in self.history if isinstance(each.what, Undone)}
        done = [each.number for each in self.history[-LATELY:] if not isinstance(each.what, Undone | Paused | Muted)]
        return [number for number in done if number not in undone]

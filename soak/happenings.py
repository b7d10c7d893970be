"""What happened in the year, told in words that are neither the bot's nor the database's.

Whoever is spoken of has a name of the simulation's own: “contact 3”, “call 7”, “promise 9”.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Introduced:
    """A contact was introduced; by nobody in particular, perhaps, or with the word that was said on it."""

    contact: str
    by_somebody: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An introduction is wanted, and by whom is known."""

    contact: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An introduction that was wanted came to be asked for, made, or dropped."""

    contact: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """The introducer's words became known."""

    contact: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A call stands, ahead or past; or one that stood was moved."""

    call: str
    contact: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class FellThrough:
    """A call did not happen."""

    call: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A promise was made, or its date was moved."""

    promise: str
    contact: str
    is_mine: bool
    due: date


@dataclass(frozen=True, slots=True)
class Held:
    """A call was debriefed."""

    call: str
    is_two_way: bool
    promises: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A promise was kept (arrived, where it was theirs), or dropped."""

    promise: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Thanked:
    """A thank-you was sent, or dropped."""

    thanks: str
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation came to be sent, accepted, not accepted or dropped."""

    invitation: str
    state: str


@dataclass(frozen=True, slots=True)
class LetRest:
    """One kind of reminder of one record was answered with “not this time”, or with “done”."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """A matter was put off: by an hour, to tomorrow, by a week, or to a date."""

    kind: str
    about: str
    how: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier act was taken back."""

    number: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The bot is to be silent until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Muted:
    """Slack is to be silent until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Suggested:
    """The bot found a good turn for a month: whom to recommend, or to thank, by which first Tuesday."""

    sort: str
    contact: str
    day: date


What = (
    Introduced
    | Asked
    | Moved
    | Told
    | Fixed
    | FellThrough
    | Agreed
    | Held
    | Settled
    | Thanked
    | Invited
    | LetRest
    | PutOff
    | Undone
    | Paused
    | Muted
    | Suggested
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody did, when, and as which of everybody's acts."""

    number: int
    at: datetime
    who: str
    what: What

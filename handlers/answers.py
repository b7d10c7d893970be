"""What a handler answers: a message, a form to open, errors at its fields, a word beside it, or only what changed."""

from dataclasses import dataclass
from typing import Any

from etiquette.messages.questions import open_form, press_again
from etiquette.messages.vocabulary import Message
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Kind
from etiquette.rules.people import Look


@dataclass(frozen=True, slots=True)
class Opens:
    """A form to open. `verb` and `draft_id` bring it back where it could not be opened at once.

    Without a verb it is the form of something logged, and the same press brings it back. `above`: over the form in
    which it was pressed, which stays as it is. `otherwise`: what is said where it cannot be opened, if not that.
    """

    view: dict[str, Any]
    verb: str = ""
    draft_id: str | None = None
    above: bool = False
    otherwise: Message | None = None

    @property
    def instead(self) -> Message:
        if self.otherwise is not None:
            return self.otherwise
        return open_form(self.verb, self.draft_id) if self.verb else press_again()


@dataclass(frozen=True, slots=True)
class Refused:
    """Errors at a form's fields: the form stays open, with everything in it."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer was given on a matter, and messages that show it are drawn anew.

    A reply that only its reader sees is not one of them: what was chosen, or is to be `said` there, is told here too.
    """

    kind: Kind | None = None
    subject_id: str = ""
    chosen: Chosen | None = None
    said: Message | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Something said beside what was pressed or sent, which stays as it is: a refusal, or that something failed."""

    said: Message


@dataclass(frozen=True, slots=True)
class Turned:
    """Home, looked at elsewhere: another page of its people, or a search."""

    look: Look


Answer = Message | Opens | Refused | Changed | Aside | Turned

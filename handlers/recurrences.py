"""Days inside a recurrence, read as the member writes dates: “until 12 May”, “from next Monday”."""

from datetime import date

from etiquette.rules.recurrence_words import ReadDay
from handlers.dates import Leaning, understand
from handlers.reception import Visit


def reader(visit: Visit) -> ReadDay:
    """Reads one day, for this member, today. A day that is not clear, or has more words to it, is none."""

    def read(text: str) -> date | None:
        found = understand(text, visit.now, visit.member.zone, visit.member.locale, Leaning.DUE)
        return found.moment.day if found.moment and not found.rest else None

    return read

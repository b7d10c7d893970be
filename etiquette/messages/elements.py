"""How a partnership stands, in words: what both gave (C6), and the eight elements with what would raise each."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from etiquette.messages.elements_chart import NAMES, NOTHING, count_of
from etiquette.messages.parts import context, section
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Message, message
from etiquette.rules.balance import Given
from etiquette.rules.elements import Counted, Element
from etiquette.rules.partnerships import Together

NEVER_A_GRADE = "Counts of the last ninety days, and never a grade. The picture of it follows in a moment."
NOT_DRAWN = "I could not draw the picture this time. The words above say all that would have been in it."
FULL = "It is as full as it gets."

# Of each: what is counted, of one and of many; what is said where nothing happened; and what would raise it.
_WORDS: dict[Element, tuple[str, str, str, str]] = {
    Element.AWARENESS: (
        "side confirmed the purpose as it reads now",
        "sides confirmed the purpose as it reads now",
        "nobody has confirmed the purpose as it reads now",
        "read the purpose once more, and say whether it still holds",
    ),
    Element.MOTIVATION: (
        "proposal ended in agreement",
        "proposals ended in agreement",
        "no proposal has come to its end",
        "propose what the other side can gladly say yes to",
    ),
    Element.SELF_SYNCHRONISATION: (
        "date was set or accepted by whoever does the work",
        "dates were set or accepted by whoever does the work",
        "no date has been set",
        "let whoever does the work name the day, or say yes to it",
    ),
    Element.PARTICIPATION: (
        "side gave something that was planned",
        "sides gave something that was planned",
        "nobody has given what was planned",
        "one small contribution of the side that has given none",
    ),
    Element.MEDIATION: (
        "counter-proposal was accepted",
        "counter-proposals were accepted",
        "nobody has made a counter-proposal",
        "where a proposal does not fit, counter it with a middle point",
    ),
    Element.RECIPROCITY: (
        "contribution was matched by one of the other side",
        "contributions were matched by one of the other side",
        "nothing that came due has been given",
        "plan something small for the side that gave less",
    ),
    Element.REFLECTION: (
        "reflection was answered by both",
        "reflections were answered by both",
        "no reflection has come due",
        "five short answers each, when the next one is due",
    ),
    Element.ENGAGEMENT: (
        "contribution was given before I said a word",
        "contributions were given before I said a word",
        "nothing has been given",
        "give the next thing a day before I remind you",
    ),
}


def elements(together: Together, counted: Sequence[Counted], mine: Given, theirs: Given) -> Message:
    """How the two stand: a line for each element, with its count and what would raise it."""
    name = one_line(together.theirs.name)
    opening = f"How you and {name} stand"
    blocks: list[Block] = [
        section(f"*{opening}*\n{balance_line(together, mine, theirs)}"),
        *(section(_told(each)) for each in counted),
        context(NEVER_A_GRADE),
    ]
    in_short = ", ".join(f"{NAMES[each.element].lower()} {count_of(each)}" for each in counted)
    return message(f"{opening}: {in_short}.", blocks)


def balance_line(together: Together, mine: Given, theirs: Given) -> str:
    """What both gave over the plan's whole time, and what of it is still promised (C6)."""
    return f"Given so far: you {_given(mine)}; {one_line(together.theirs.name)} {_given(theirs)}."


def _given(given: Given) -> str:
    done = f"{given.done:,}" if given.done else "nothing yet"
    return f"{done}, with {given.promised:,} still to come" if given.promised else done


def _told(counted: Counted) -> str:
    one, many, nothing, raises = _WORDS[counted.element]
    name = NAMES[counted.element]
    if not counted.has_happened:
        return f"*{name}*: {NOTHING}, for {nothing}.\nWhat would raise it: {raises}."
    what = one if counted.of == 1 else many
    raised = f" {FULL}" if counted.is_full else f"\nWhat would raise it: {raises}."
    return f"*{name}*: {count_of(counted)} {what}.{raised}"

"""What is said after something was done to a plan, and the plans of a member in a list."""

from collections.abc import Collection, Sequence

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import button, context, section
from etiquette.messages.plan_forms import NAMES
from etiquette.messages.plans import NOUN, standing_of
from etiquette.messages.replies import plain
from etiquette.messages.text import fitted, one_line
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.partnerships import PartnershipState, Side, Together

MOST = 12
WITH_WHOM = "With whom would you like to do something? `/coop plan Dana` opens a plan in which both of you win."
NOTED = "Noted."


def saved_beside(kept: Collection[str], too_late: str) -> str:
    """The plan is saved; and what the other side wrote meanwhile stands in it, too."""
    beside = ", ".join(NAMES[each] for each in kept)
    said = [NOTED, f"Meanwhile they changed {beside}, and that is in it, too." if kept else ""]
    if too_late:
        said.append(
            "They agreed meanwhile, so what they want to win is theirs to word. "
            f"You had written: “{fitted(too_late, 1500)}”"
        )
    return " ".join(filter(None, said))


def offered(partner_id: str) -> str:
    """The other side is asked."""
    return f"I will offer it to <@{partner_id}> in their working hours, word for word as it stands here."


def agreed(theirs: Side) -> str:
    """A yes, said back."""
    return f"You agreed. {one_line(theirs.name)} hears of it from me." if not theirs.is_outside else "You agreed."


def declined(theirs: Side) -> Message:
    """A no, said back."""
    return plain(f"Understood. I will tell {one_line(theirs.name)} kindly, and let it rest.")


def they_agreed(theirs: Side) -> str:
    """A yes from outside Slack, said back."""
    return f"Noted: {one_line(theirs.name)} agreed."


def they_declined(theirs: Side) -> Message:
    """A no from outside Slack, said back."""
    name = one_line(theirs.name)
    return plain(f"Noted, and let rest. It says nothing about you, and with {name} another door may open yet.")


def started(theirs: Side) -> str:
    """It has begun."""
    name = one_line(theirs.name)
    if theirs.is_outside:
        return f"It has begun. From now on I remind you of what is yours, and ask after what {name} gives."
    return f"It has begun. From now on I remind each of you of what is yours. {name} hears of it from me."


def listed(plans: Sequence[Together], waiting: Collection[str]) -> Message:
    """A member's plans, each a press away. `waiting`: those that wait for a yes of the member's own."""
    blocks: list[Block] = [section(WITH_WHOM)]
    going_last = sorted(plans, key=lambda each: each.partnership.state is not PartnershipState.CLOSED)
    for each in going_last[-MOST:][::-1]:
        purpose = fitted(" ".join(each.partnership.purpose.split()), 200)
        standing = standing_of(each, waits_for_me=each.partnership.id in waiting)
        said = f"*{one_line(each.theirs.name)}* · {standing}\n{purpose}".strip()
        blocks.append(section(said, button("Open", Action.OPEN_PLAN, value(NOUN, each.partnership.id))))
    if len(plans) > MOST:
        earlier = len(plans) - MOST
        blocks.append(context("And an earlier one." if earlier == 1 else f"And {earlier} earlier ones."))
    return message(WITH_WHOM, blocks)

"""Telling of a plan in digests: what would be told, word for word, before anybody says yes to it (E17)."""

from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.digests import plan_told
from etiquette.messages.parts import button, context, modal, section
from etiquette.messages.plans import NOUN
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Action, Form, value
from etiquette.rules.digests import SharedPlan
from etiquette.rules.partnerships import Side, Together

SHARED_NO_MORE = "Noted. Digests tell no more of it, and where one did, that line goes."


def form(together: Together, *, meta: str = "") -> dict[str, Any]:
    """What a digest would say, and when it would."""
    plan, theirs = together.partnership, together.theirs
    names = tuple(side.name for side in together.sides if not side.is_outside)
    blocks: list[Block] = [
        section("The next digest of every channel that has one would say this, once:"),
        plan_told(SharedPlan(names, plan.purpose, plan.id)),
        section(_when(theirs)),
        context(
            "Nothing else of the plan is told. Either of you may take this back at any time, and it goes from what was "
            "posted, too. If you reword the purpose, I ask you both anew."
        ),
    ]
    return modal(Form.SHARE_PLAN, "Tell of it in digests?", blocks, submit="It may be told", meta=meta)


def shared(together: Together) -> str:
    """A yes, said back."""
    name = one_line(together.theirs.name)
    if together.partnership.shared_at is None:
        return f"Noted. I ask {name}, and tell nothing before they say yes, too."
    hears = "" if together.theirs.is_outside else f" {name} hears of it from me."
    return f"Noted. Digests may tell of it from now on.{hears}"


def sharing_line(together: Together) -> str:
    """How far the two are; empty where neither would have it told."""
    name = one_line(together.theirs.name)
    if together.partnership.shared_at is not None:
        return "Digests may tell of it: you have both said yes."
    if together.mine.shares:
        return f"You would let digests tell of it. Nothing is told before {name} says yes, too."
    if together.theirs.shares and together.is_running:
        return f"{name} would let digests tell of it. Nothing is told without your yes."
    return ""


def share_button(together: Together) -> ButtonElement | None:
    """The way to a yes, or back from it; nothing where there is nothing to tell."""
    about = value(NOUN, together.partnership.id)
    if together.mine.shares:
        return button("Keep it out of digests", Action.UNSHARE_PLAN, about)
    return button("Tell of it in digests…", Action.SHARE_PLAN, about) if together.can_share else None


def _when(theirs: Side) -> str:
    name = one_line(theirs.name)
    if theirs.is_outside:
        return f"{name} is not in Slack, and is not named. Say yes only if they told you that it is fine with them."
    if theirs.shares:
        return f"{name} has said yes already. With your yes, it is told."
    return f"It is told once {name} has said yes, too. I will ask."

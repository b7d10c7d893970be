"""Help: the commands that work, on one screen; and a kind word about those that do not yet."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import context, section
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Message, message

COMMANDS: dict[str, str] = {
    "/coop": "what is due now, most pressing first",
    "/coop intro Dana Reyes via @Sam https://linkedin.com/in/dana": "log an introduction",
    "/coop intro ask @Sam for Dana Reyes at Acme": "a request to be introduced, drafted",
    "/coop call Dana Tuesday 3pm": "a call: to come, or past and ready for its debrief",
    "/coop deliverable Dana: the deck by Friday": "a promise of yours",
    "/coop deliverable from Dana: her notes by 12 May": "a promise of theirs",
    "/coop thanks Dana": "a thank-you, drafted",
    "/coop invite Dana": "an invitation to connect, drafted",
    "/coop contacts Acme": "the people you know: all, or those who fit a word",
    "/coop contact Dana": "all that you know of one person",
    "/coop ledger": "what was given and received",
    "/coop share Dana": "share what you learned",
    "/coop who Acme": "whom you know there, and who could introduce you",
    "/coop import": "how to send me your LinkedIn connections",
    "/coop export": "everything that I keep for you, as files",
    "/coop forget Dana": "forget a person for good; “me” is all of you",
    "/coop digest #channel Friday 3pm": "what people shared, told to a channel once a week",
    "/coop help": "this",
}

_SOON: dict[str, str] = {
    "plan": "keep the plan of a partnership",
    "reflect": "reflect on a partnership",
}


def help_message(words: str = "") -> Message:
    """What the bot is for and what can be typed, on one screen; above it, the words that were not understood."""
    opening = "I remember what good manners ask for next after an introduction, and say so when it is time."
    if shown := one_line(words):
        opening = f"I am not sure what to do with “{shown}”. Here is what I can do:"
    lines = [f"`{command}` {does}" for command, does in COMMANDS.items()]
    blocks: list[Block] = [
        section(opening),
        section("\n".join(lines)),
        context(
            "A command without details opens its form. In a message to me, leave out the “/coop”.",
            "What you log stays with you; whatever I draft is yours to send.",
        ),
    ]
    return message(f"{opening} Type /coop intro to begin.", blocks)


def not_built(verb: str) -> Message:
    """A command that the bot is to have, and has not yet."""
    what = _SOON.get(verb.lower())
    said = f"I cannot {what} yet. " if what else f"I do not know “{one_line(verb)}”. "
    text = f"{said}`/coop help` shows what I can do today."
    return message(text, [section(text)])

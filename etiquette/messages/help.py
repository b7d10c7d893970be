"""Help: the commands that work, on one screen; and a kind word about those that do not yet."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import context, section
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Message, message

COMMANDS: dict[str, str] = {
    "/coop": "what is due now, most pressing first",
    "/coop intro Dana Reyes via @Sam https://linkedin.com/in/dana": "log an introduction",
    "/coop ask @Sam for Dana Reyes at Acme": "ask to be introduced, with words to forward",
    "/coop call Dana Tuesday 3pm": "a call: to come, or past and ready for its debrief",
    "/coop deliverable Dana: the deck by Friday": "a promise of yours",
    "/coop deliverable from Dana: her notes by 12 May": "a promise of theirs",
    "/coop thanks Dana": "a thank-you, drafted",
    "/coop invite Dana": "an invitation to connect, drafted",
    "/coop who Acme": "whom you know there, and who could introduce you",
    "/coop contacts": "the people you know",
    "/coop contact Dana": "one of them: shown, edited, merged, deleted",
    "/coop ledger": "what was given, and what was received",
    "/coop share Dana": "what you learned from a call, offered to a channel",
    "/coop digest #channel Friday 3pm": "a weekly word to a channel, of what people shared",
    "/coop settings": "your hours, your holidays, and what I bring up",
    "/coop pause until Monday": "silence, which ends by itself",
    "/coop resume": "the end of it, before its time",
    "/coop export": "all that I keep for you, as files",
    "/coop import": "your LinkedIn connections, or an export, brought in",
    "/coop forget Dana": "one person wiped, for good",
    "/coop forget me": "all of it wiped, for good",
    "/coop help": "this page",
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
            "Under each nudge stands why I bring it up; `/coop settings` leaves that out.",
        ),
    ]
    return message(f"{opening} Type /coop intro to begin.", blocks)


def not_built(verb: str) -> Message:
    """A command that the bot is to have, and has not yet."""
    what = _SOON.get(verb.lower())
    said = f"I cannot {what} yet. " if what else f"I do not know “{one_line(verb)}”. "
    text = f"{said}`/coop help` shows what I can do today."
    return message(text, [section(text)])

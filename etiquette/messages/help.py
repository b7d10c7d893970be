"""Help: the commands that work, on one screen; and a kind word about those that do not yet."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import context, section
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Message, message

COMMANDS: dict[str, str] = {
    "/coop": "see what is due now, the most pressing first",
    "/coop intro Dana Reyes via @Sam https://linkedin.com/in/dana": "log an introduction",
    "/coop ask @Sam for Dana Reyes at Acme": "ask to be introduced, with a draft",
    "/coop call Dana Tuesday 3pm": "log a call, to come or just over",
    "/coop deliverable Dana: the deck by Friday": "log what you promised",
    "/coop deliverable from Dana: her notes by 12 May": "log what was promised to you",
    "/coop thanks Dana": "say thank you, with a draft",
    "/coop invite Dana": "invite somebody to connect, with a draft",
    "/coop who Acme": "find who could introduce you there",
    "/coop contacts": "see the people you know",
    "/coop contact Dana": "see one of them; edit, merge or delete",
    "/coop ledger": "see what you gave and received",
    "/coop plan Dana": "plan something together, in which both of you win",
    "/coop reflect Dana": "look back on what you do together, each alone first",
    "/coop share Dana": "share what you learned with a channel",
    "/coop digest #channel Friday 3pm": "set up a weekly digest for a channel",
    "/coop settings": "choose your hours, holidays and what I bring up",
    "/coop pause until Monday": "keep me quiet until then",
    "/coop resume": "end the pause early",
    "/coop export": "get all that I keep for you, as files",
    "/coop import": "bring in your LinkedIn connections, or an export",
    "/coop forget Dana": "forget one person, for good",
    "/coop forget me": "forget all that I keep for you, for good",
    "/coop help": "see this page",
}


def help_message(words: str = "") -> Message:
    """What the bot is for and what can be typed, on one screen; above it, the words that were not understood."""
    opening = "After an introduction, I remember what good manners ask for next, and tell you when it is time."
    if shown := one_line(words):
        opening = f"I am not sure what to do with “{shown}”. Here is what I can do:"
    lines = [f"`{command}` {does}" for command, does in COMMANDS.items()]
    blocks: list[Block] = [
        section(opening),
        section("\n".join(lines)),
        context(
            "A command without details opens its form. In a message to me, leave out “/coop”.",
            "What you log stays with you, and whatever I draft is yours to send.",
            "Each reminder says why I bring it up; `/coop settings` turns that off.",
        ),
    ]
    return message(f"{opening} Type /coop intro to begin.", blocks)


def you_are_welcome() -> Message:
    """To thanks that are for the bot itself."""
    text = "You are very welcome. Thanks for somebody else? `/coop thanks` and their name drafts them."
    return message(text, [section(text)])

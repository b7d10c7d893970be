"""What is said of a file that a member sent: that it is read, how it goes, and what came of it (E1, N7)."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import actions, button, context, section
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.imports import Holds, Import, ImportState

_WHERE = "https://www.linkedin.com/mypreferences/d/download-my-data"


def how_to() -> Message:
    """`/coop import`: how to get the file from LinkedIn, and where to send it."""
    said = "Send me your LinkedIn connections, and `/coop who Acme` can say whom you know there."
    steps = (
        f"1. On LinkedIn, open <{_WHERE}|Download my data>, tick *Connections* and ask for the archive.",
        "2. LinkedIn mails it to you, usually within ten minutes; `Connections.csv` is in it.",
        "3. Drop that file here, in your messages with me. It stays yours alone, and one press takes it back.",
    )
    more = "An export of mine (`/coop export`, the file that ends in .json) comes back the same way."
    blocks: list[Block] = [section(said), section("\n".join(steps)), context(more)]
    return message(said, blocks)


def reading(known: Import) -> Message:
    """A file has come, and is being read."""
    return _plain(f"I am reading {_named(known)}…")


def patient(known: Import) -> Message:
    """Slack does not hand it over at the moment."""
    return _plain(f"Slack is not handing me {_named(known)} right now. I will keep trying, and tell you here.")


def saving(known: Import, count: int) -> Message:
    """A long file was read, and is being saved."""
    return _plain(f"I have read {count:,} connections in {_named(known)}, and am saving them…")


def refused(known: Import, why: str) -> Message:
    """Nothing was taken from a file; `why` is a refusal's sentence."""
    return _plain(f"I took nothing from {_named(known)}. {why}")


def report(known: Import) -> Message:
    """What came of a file; of a list of connections, with one press that takes it back."""
    if known.holds is Holds.EXPORT:
        return _plain(_brought_back(known))
    if known.state is ImportState.UNDONE:
        return _plain(f"Taken back: those from {_named(known)} are gone again. Those that I had before stay.")
    said = f"I have read {_named(known)}: {_counts(known)}."
    undo = button("Undo", Action.UNDO_IMPORT, value("import", known.id))
    hint = context("`/coop who Acme` looks among them. Nobody but you sees them.")
    blocks: list[Block] = [section(said), hint, *([actions(undo)] if known.new else [])]
    return message(said, blocks)


def _counts(known: Import) -> str:
    counts = [f"*{known.new:,}* new"]
    if known.known:
        counts.append(f"{known.known:,} that I had already")
    if known.unreadable:
        counts.append(f"{known.unreadable:,} {'row' if known.unreadable == 1 else 'rows'} without a name")
    return ", ".join(counts)


def _brought_back(known: Import) -> str:
    if not known.new:
        rest = "Everything else" if known.unreadable else "Everything"
        return f"{rest} in {_named(known)} is here already, so I changed nothing.{_left_out(known)}"
    there = f"; {known.known:,} were here already, and I left them as they are" if known.known else ""
    return (
        f"Welcome back. {known.new:,} {'record' if known.new == 1 else 'records'} of {_named(known)} "
        f"{'is' if known.new == 1 else 'are'} here again{there}. Whatever is still ahead, I will remind you of."
        f"{_left_out(known)}"
    )


def _left_out(known: Import) -> str:
    """Of digests that have no channel to come back to."""
    if not known.unreadable:
        return ""
    one = " One digest stayed out: its channel has one by now, or you are not in it any more."
    several = (
        f" {known.unreadable:,} digests stayed out: their channels have one by now, or you are not in them any more."
    )
    return (one if known.unreadable == 1 else several) + " `/coop digest` sets up another."


def _named(known: Import) -> str:
    return f"“{one_line(known.name)}”" if known.name else "your file"


def _plain(said: str) -> Message:
    return message(said, [section(said)])

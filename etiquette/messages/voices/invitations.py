"""How invitations to connect are spoken of (E12, E13)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement

from etiquette.messages import drafts
from etiquette.messages.dates import near_day
from etiquette.messages.parts import link_button
from etiquette.messages.vocabulary import Action
from etiquette.messages.voices.thanks import spoke
from etiquette.messages.voices.voice import Voice
from etiquette.rules.invitations import Invitation, linkedin_length
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind


def counted(text: str, limit: int) -> str:
    """A note's length against LinkedIn's limit."""
    length = linkedin_length(text)
    over = length - limit
    return f"{length} of {limit} characters" + (f": {over} too many for LinkedIn" if over > 0 else "")


def _more_to_come(matter: Matter, member: Member, now: datetime) -> str:
    return spoke(matter, member, now, more=", and there is more to come")


def _sent(matter: Matter, member: Member, now: datetime) -> str:
    sent = matter.subject
    if not isinstance(sent, Invitation):
        return ""
    return f"You sent it {near_day(member.hours.local(sent.moved_at).date(), member, now)}."


def _note(matter: Matter, member: Member, _now: datetime) -> str:
    own = matter.subject.draft if isinstance(matter.subject, Invitation) else None
    return own or drafts.invitation(matter, member)


def _length(_matter: Matter, text: str, member: Member) -> list[str]:
    return [counted(text, member.invite_limit)]


def _profile(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    return [link_button("Open their profile", matter.contact.profile_url)]


VOICES = {
    Kind.INVITE: Voice(
        title="Invite {who} to connect",
        why="they may open it late, and a personal note still says who you are",
        done="Sent",
        was_done="Marked as sent",
        standing=_more_to_come,
        asking=lambda *_: "A note for the invitation, yours to change and send:",
        draft=_note,
        notes=_length,
        more=_profile,
        edit="Edit the draft",
    ),
    # An invitation is sent, and then accepted: two presses on one record, never to be taken for one another.
    Kind.INVITE_ACCEPTED: Voice(
        title="Has {who} accepted your invitation?",
        why="invitations are easily overlooked, and one look after two weeks is enough",
        done="Accepted",
        was_done="Accepted",
        standing=_sent,
        drop="Not yet; let it rest",
        let_go="Not yet. I will let it rest.",
        done_action=Action.NUDGE_YES,
        drop_action=Action.NUDGE_NO,
    ),
}

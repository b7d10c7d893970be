"""How a contact is spoken of who has not been heard of for long (E19)."""

from datetime import datetime

from etiquette.messages.good_turns import check_in, month_of
from etiquette.messages.letters import sentence, talked_about
from etiquette.messages.text import fitted
from etiquette.messages.voices.voice import Voice
from etiquette.rules.contacts import Contact
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

TOPIC_SHOWN = 300


def _last_heard(matter: Matter, member: Member, _now: datetime) -> str:
    contact = matter.subject
    if not isinstance(contact, Contact) or contact.touched_at is None:
        return ""
    heard = f"You were last in touch in {month_of(contact.touched_at, member)}."
    topic = talked_about(matter.call)
    return f"{heard} You last talked about: {sentence(fitted(topic, TOPIC_SHOWN))}" if topic else heard


VOICES = {
    Kind.CHECK_IN: Voice(
        title="Say hello to {who}?",
        why="you never know where it may lead, if not at once, then down the road",
        done="I have written",
        was_done="In touch again",
        standing=_last_heard,
        asking=lambda *_: "A few words, yours to change and send:",
        draft=check_in,
        let_go="Not this time. I will not bring it up again until you have been in touch.",
    ),
}

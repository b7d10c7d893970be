"""Refusals in words: one kind sentence for every code, and where it belongs in a form."""

from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Form
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.settings import LADDERS

_SENTENCES: dict[Refusal, str] = {
    Refusal.UNKNOWN_CONTACT: "I do not know anybody of that name yet. `/coop intro` and their name will introduce us.",
    Refusal.SEVERAL_CONTACTS: "You know more than one person of that name. Their full name tells me whom you mean.",
    Refusal.NOT_FOUND: "That is not here any more. It may have been deleted or undone.",
    Refusal.NO_NAME: "Whom is it about? A name is all I need.",
    Refusal.NAME_TOO_LONG: "That name is too long for me: {limit} characters at the most.",
    Refusal.NO_DESCRIPTION: "What is it about? A few words will do.",
    Refusal.NO_WORDS: "A few words will do, but some are needed here.",
    Refusal.TEXT_TOO_LONG: "That is too long: {limit} characters at the most.",
    Refusal.NOT_A_LINK: "That is not a web address that I can open. It should begin with https://",
    Refusal.NOT_AN_ADDRESS: "That does not look like an e-mail address. It should look like dana@example.com.",
    Refusal.TOO_MANY_TAGS: "I keep {limit} tags at the most. Which of them say the most?",
    Refusal.SAME_CONTACT: "That is the very same entry. Which other one do you mean?",
    Refusal.DATE_IN_THE_PAST: "That has passed already. Which day do you mean instead?",
    Refusal.DATE_TOO_FAR: "That is more than three years away. Is the year right?",
    Refusal.NO_DATE: "Which day? Without one it is easily forgotten.",
    Refusal.CALL_NOT_OVER: "That call is still to come. I will ask you about it right after it.",
    Refusal.ALREADY_SETTLED: "That is settled already, so I left it as it is.",
    Refusal.THANKS_FIRST: "The thank-you comes first; once it is sent, an invitation is the natural next step.",
    Refusal.BUILT_UPON: "Something else depends on that by now, so it cannot be undone. You can still edit it.",
    Refusal.ALREADY_UNDONE: "That has been undone already.",
    Refusal.IMPOSSIBLE_HOURS: "Those hours end before they begin. When may I write to you?",
    Refusal.NO_WORKING_DAY: "On which days may I write to you? One is enough; for quiet days there is `/coop pause`.",
    Refusal.UNKNOWN_COUNTRY: "I do not know the holidays of that country. Another one, or none?",
    Refusal.UNKNOWN_ZONE: "I do not know that time zone. The name of a city in it helps me to find it.",
    Refusal.TOO_MANY_OR_FEW: "From 1 to {limit}, please.",
    Refusal.ADMINS_ONLY: "These numbers are for the whole workspace, so only its admins can change them.",
    Refusal.ALREADY_POSTED: "That is in its channel already, so I cannot take it back for you.",
    Refusal.NOT_IN_SLACK: "They are not in this Slack, so I cannot ask them. The draft is yours to send.",
    Refusal.NOT_ASKED_BY_ME: "That is nobody whom I can write to here. The draft is yours to send.",
    Refusal.GUEST: "They are a guest here, and I do not write to guests first. A word from you is warmer anyway.",
    Refusal.HAS_LEFT: "They are not in this Slack any more. The draft is yours to send another way.",
    Refusal.THAT_IS_YOU: "That would be you. Who else knows you both? “Edit” lets you name them.",
    Refusal.SLACK_IS_SLOW: "Slack did not tell me in time who that is, so I asked nobody. Another press in a minute?",
    Refusal.NOT_A_LADDER: "I read steps such as “1 day before, on the day, 1, 3, 7 days after”, six at the most.",
    Refusal.SEEN_BEFORE: "I have that already, so I noted it only once.",
    Refusal.NOT_CONNECTIONS: (
        "That does not look like LinkedIn's list of your connections: {found}. The one I can read is called "
        "`Connections.csv`, and lies in the archive that LinkedIn sends you when you ask for a copy of your data."
    ),
    Refusal.PART_FIRST: (
        "You plan, or planned, something together, and that is theirs, too. Part well first; if it is all to go, "
        "`/coop forget` and their name wipes it."
    ),
    Refusal.NOTHING_SHARED: "What do you share here? A difference stands only beside that.",
    Refusal.NO_CHANNEL: "Which channel? It can be a public one or a private one.",
    Refusal.NO_TIME: "At what time? Any time of the day will do.",
    Refusal.CHANNEL_HAS_DIGEST: "That channel has a digest already. Whoever set it up can change it.",
    Refusal.TOO_MANY_CONNECTIONS: "That is more than LinkedIn lets anybody know: I read {limit} connections at most.",
    Refusal.FILE_TOO_LARGE: "That file is {size} MB, and I read {limit} MB at most. Nothing was taken from it.",
    Refusal.FILE_ELSEWHERE: (
        "That file is not kept by Slack itself, and I fetch files from nowhere else. Send it to me as an upload."
    ),
    Refusal.FILE_GONE: "That file is not at Slack any more, so I could not read it. Send it once more, and I will.",
    Refusal.FILE_OUT_OF_REACH: (
        "Slack did not hand me that file, however often I asked. Nothing was taken from it. Send it once more, and I "
        "will try again."
    ),
    Refusal.NOT_AN_EXPORT: (
        "That is no export of mine that I can trust: something in it is damaged or missing. Nothing was taken from it."
    ),
    Refusal.NEWER_EXPORT: "That export was written by a newer version of me than this one. Nothing was taken from it.",
    Refusal.PLANNED_TOGETHER: (
        "What you planned together is theirs as well, so I keep the name. `/coop forget` and the name wipes it."
    ),
    Refusal.PLAN_WITH_YOURSELF: "That would be you. A plan takes two: with whom would you like to do something?",
    Refusal.PARTNER_AWAY: "They are not in this Slack any more, so it waits. It can start when they are back.",
    Refusal.ASKED_TODAY: "You were both asked today, before they left this Slack. Tomorrow is a good day for it.",
    Refusal.THEIRS_TO_PRESS: "They are in this Slack, so the yes is theirs. “Offer it”, on the plan, asks them for it.",
    Refusal.ONE_CHANGE_AT_A_TIME: (
        "You changed this, too. One change at a time is kinder: put it back, and propose it by itself."
    ),
    Refusal.ONE_DAY: "This one has a single day. Which one would it be?",
    Refusal.PLAN_CHANGED: "The plan has changed since you read it, so your yes waits. Here it is as it is now.",
    Refusal.PLAN_INCOMPLETE: "Something is missing before it can start. The plan says what, and why.",
    Refusal.BOTH_CHANGED: "You both changed that at the same time. Open the plan to see what they wrote.",
    Refusal.DAY_TO_COME: "That day is still to come. On which day did they agree?",
    Refusal.AGREED_BEFORE_CHANGE: (
        "The rules or the purpose were changed after that day. When did they agree to them as they are now?"
    ),
    Refusal.NOT_RUNNING: "What you plan together is not running just now, so there is nothing to do about it.",
    Refusal.STEP_CHANGED: "There is another next step by now. Have a look at it first: it may be just what you want.",
    Refusal.EXPORT_OF_ANOTHER: "That is somebody else's export, so I left it alone: I bring back what is yours.",
}

_SENTENCES |= {
    Refusal.NEVER_OCCURS: "That day never comes, so nobody could count on it. Which one do you mean?",
    Refusal.ENDS_TOO_SOON: "That ends before it starts. Until when should it go on?",
    Refusal.TOO_OFTEN: "That is more than once a day, and nobody keeps that up. Once a day is the most that I take.",
    Refusal.NOT_A_RECURRENCE: (
        "I could not read when that is. A date will do, with the month in letters, or something such as “every other "
        "Tuesday”, “the first working day of the month”, “every month on the 15th until 12 May”."
    ),
    Refusal.NEEDS_A_PROPOSAL: "You both agreed on that, so a change is proposed to the other side first.",
    Refusal.PROPOSED_ALREADY: "A change of that is proposed already, and waits for an answer. One at a time is kinder.",
    Refusal.NOTHING_NEW: "That is how it is already. What would you like to change?",
    Refusal.PLAN_IS_OVER: "That plan is over, so nothing is added to it any more.",
    Refusal.CONTRIBUTION_CHANGED: "The other side changed that meanwhile. Close this and open it again to see it.",
}

_DAY = {
    Form.PART_WELL: "door",
    Form.CONTRIBUTION: "when",
    Form.PROPOSAL: "when",
    Form.CALL: "day",
    Form.LATER: "day",
    Form.PAUSE: "day",
    Form.DELIVERABLE: "due",
    Form.DEBRIEF: "due",
}
_TEXT = {
    Form.PART_WELL: "note",
    Form.DIFFER: "text",
    Form.CONTRIBUTION: "what",
    Form.PROPOSAL: "what",
    Form.DELIVERABLE: "what",
    Form.DEBRIEF: "discussed",
    Form.DRAFT: "draft",
    Form.INTRODUCTION: "how_referred",
    Form.SETTINGS: "blurb",
    Form.FAVOUR: "what",
    Form.LESSON: "text",
    Form.REQUEST: "note",
    Form.REFERRAL: "how",
    Form.CELEBRATE: "text",
    Form.PLAN_ANSWER: "how",
    Form.NEXT_STEP: "step",
}
_FIRST = {
    Form.PART_WELL: "note",
    Form.DIFFER: "beside",
    Form.CONTRIBUTION: "what",
    Form.PROPOSAL: "aspect",
    Form.DRAFT: "draft",
    Form.LATER: "day",
    Form.DEBRIEF: "happened",
    Form.SETTINGS: "start",
    Form.NUMBERS: LADDERS[0].value,
    Form.PAUSE: "day",
    Form.ZONE: "zone",
    Form.DIGEST: "clock",
    Form.REQUEST: "note",
    Form.REFERRAL: "how",
    Form.PREPARE: "learn",
    Form.MERGE: "other",
    Form.CELEBRATE: "text",
    Form.PLAN: "belief",
    Form.PLAN_ANSWER: "day",
    Form.REFLECTION: "went_well",
    Form.NEXT_STEP: "step",
}
_OWN_FIELDS = {
    Refusal.IMPOSSIBLE_HOURS: "end",
    Refusal.NO_WORKING_DAY: "days",
    Refusal.UNKNOWN_COUNTRY: "country",
    Refusal.UNKNOWN_ZONE: "zone",
    Refusal.TOO_MANY_OR_FEW: "messages",
    Refusal.NOT_A_LINK: "profile_url",
}
_CHANNELS = frozenset({Refusal.NO_CHANNEL, Refusal.CHANNEL_HAS_DIGEST})
_TEXTS = frozenset({Refusal.NO_DESCRIPTION, Refusal.NO_WORDS, Refusal.TEXT_TOO_LONG})
_DATES = frozenset(
    {
        *(Refusal.DATE_IN_THE_PAST, Refusal.DATE_TOO_FAR, Refusal.NO_DATE),
        Refusal.ONE_DAY,
        *(Refusal.NEVER_OCCURS, Refusal.ENDS_TOO_SOON, Refusal.TOO_OFTEN, Refusal.NOT_A_RECURRENCE),
    }
)


def sentence(error: EtiquetteError) -> str:
    """What the person is told, and how to go on."""
    return _SENTENCES[error.code].format(
        limit=_limit(error), found=_found(error), size=error.values.get("size", "more")
    )


def field_error(error: EtiquetteError, form: Form, row: int | None = None) -> tuple[str, str]:
    """The field of a form under which the sentence is shown, and the sentence. `row`: of a debrief's promises."""
    field = error.values.get("field") or _field(error.code, form, row)
    return str(field), sentence(error).replace("`", "")


def went_wrong(reference: str) -> str:
    """Something failed that should not: said plainly, with a reference that stands in the log."""
    return (
        f"Something went wrong on my side, and I am sorry. If it happens again, this helps to find out why: {reference}"
    )


def away() -> str:
    """What is kept cannot be reached: nothing of what was asked has happened."""
    return "My memory is away for a moment, so nothing of this was kept. Please try again in a minute."


def away_meanwhile() -> str:
    """The same, in the middle of it: what has happened is not known."""
    return "My memory went away while I was at it. Please look in a minute whether this was kept."


def _limit(error: EtiquetteError) -> str:
    limit = error.values.get("limit", "a few hundred")
    return f"{limit:,}" if isinstance(limit, int) else str(limit)


def _found(error: EtiquetteError) -> str:
    """How a file that is not the one asked for begins, in words that stand in a sentence."""
    found = error.values.get("found")
    if found is None:
        return "it holds no text"
    return f"it begins with “{one_line(str(found)).replace('`', '')}”" if found else "it is empty"


def _field(code: Refusal, form: Form, row: int | None) -> str:
    at = "" if row is None or form is not Form.DEBRIEF else f"-{row}"
    if code in _DATES and form in _DAY:
        return _DAY[form] + (at or ("-0" if form is Form.DEBRIEF else ""))
    if at and code in _TEXTS:
        return f"what{at}"
    if code in _TEXTS and form in _TEXT:
        return _TEXT[form]
    if form is Form.SETTINGS and code in _OWN_FIELDS:
        return _OWN_FIELDS[code]
    if code in _CHANNELS and form is Form.DIGEST:
        return "channel"
    if code is Refusal.NOT_A_LINK and form is Form.INTRODUCTION:
        return "profile_url"
    return _FIRST.get(form, "contact")

"""The kinds of nudges in words for people: as they are listed in the settings, and as they stand in a sentence."""

from etiquette.rules.nudges import Kind

BEFORE_A_CALL = "Towards a call"
AFTER_A_CALL = "After a call"
OVER_TIME = "Promises, and staying in touch"
TOGETHER = "Partnerships"

# In groups, for Slack takes ten boxes in one. They stand in the order of the journey.
GROUPS: dict[str, dict[Kind, str]] = {
    BEFORE_A_CALL: {
        Kind.REQUEST: "Introductions that I wanted to ask for",
        Kind.REQUEST_UNANSWERED: "Introductions that I asked for, and have not had",
        Kind.REQUEST_PASSED_ON: "Colleagues who ask whether I would introduce them",
        Kind.REFERRAL_ASKED: "Colleagues who ask how I would describe them",
        Kind.INTRODUCER_ANSWERED: "What my introducers answered",
        Kind.HOW_REFERRED: "How I was described, where I have not noted it",
        Kind.SECURE_CALL: "A date for a first call",
        Kind.PREPARE: "Preparing for a call, the day before",
        Kind.CALL_CARD: "Whom I am about to speak to, ten minutes before",
    },
    AFTER_A_CALL: {
        Kind.DEBRIEF: "How a call went, right after it",
        Kind.THANK_CONTACT: "Thank-yous to a contact",
        Kind.THANK_INTRODUCER: "Thank-yous to an introducer",
        Kind.SHARE: "What I learned that others could use",
        Kind.INVITE: "Invitations to connect",
        Kind.INVITE_ACCEPTED: "Whether an invitation was accepted",
    },
    OVER_TIME: {
        Kind.DELIVERABLE_MINE: "What I promised",
        Kind.DELIVERABLE_THEIRS: "What was promised to me",
        Kind.RECIPROCATE: "Giving back, where I received more",
        Kind.PAY_FORWARD: "One small good turn a month",
        Kind.CHECK_IN: "Contacts I have not heard from for long",
    },
    TOGETHER: {
        Kind.PLAN_OFFERED: "Colleagues who would plan something with me",
        Kind.PROPOSAL: "Changes of a plan that were proposed to me",
        Kind.PLAN_NEWS: "What my partners answered and did",
        Kind.REFLECTION: "Reflections that are due",
        Kind.ONE_SIDED: "Where I have given far more than my partner",
        Kind.GONE_SILENT: "Partnerships that have gone silent",
        Kind.SUPPORT: "A partner's initiative that I could support",
        Kind.OPEN_DOOR: "Doors that were left open",
    },
}

_LOWER: dict[Kind, str] = {
    Kind.REQUEST: "introductions that you wanted to ask for",
    Kind.REQUEST_UNANSWERED: "introductions that wait for an answer",
    Kind.REQUEST_PASSED_ON: "requests for an introduction",
    Kind.REFERRAL_ASKED: "questions about how you would describe somebody",
    Kind.INTRODUCER_ANSWERED: "your introducers' answers",
    Kind.HOW_REFERRED: "how you were described",
    Kind.SECURE_CALL: "dates for a first call",
    Kind.PREPARE: "preparations for your calls",
    Kind.CALL_CARD: "whom you are about to speak to",
    Kind.DEBRIEF: "how your calls went",
    Kind.THANK_CONTACT: "thank-yous to contacts",
    Kind.THANK_INTRODUCER: "thank-yous to introducers",
    Kind.SHARE: "what you learned that others could use",
    Kind.INVITE: "invitations to connect",
    Kind.INVITE_ACCEPTED: "invitations that wait to be accepted",
    Kind.DELIVERABLE_MINE: "what you promised",
    Kind.DELIVERABLE_THEIRS: "what was promised to you",
    Kind.RECIPROCATE: "what you could give back",
    Kind.PAY_FORWARD: "the monthly good turn",
    Kind.CHECK_IN: "contacts you have not heard from for long",
    Kind.PLAN_OFFERED: "plans that are offered to you",
    Kind.PROPOSAL: "changes that your partners propose",
    Kind.PLAN_NEWS: "what your partners answered and did",
    Kind.REFLECTION: "reflections that are due",
    Kind.ONE_SIDED: "where you have given far more",
    Kind.GONE_SILENT: "partnerships that have gone silent",
    Kind.SUPPORT: "a partner's initiatives",
    Kind.OPEN_DOOR: "doors that were left open",
    Kind.STOP_KIND: "such questions",
    Kind.WHICH_ZONE: "such questions",
}


def lower(kind: Kind) -> str:
    """A kind as it stands in the middle of a sentence."""
    return _LOWER[kind]


def listed(kind: Kind) -> str:
    """A kind as the settings list it."""
    return next(labels[kind] for labels in GROUPS.values() if kind in labels)

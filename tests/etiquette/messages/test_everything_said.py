"""Whatever people are called and whatever they typed, Slack takes every message and form, and nothing broadcasts."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.blocks import problems, view_problems
from etiquette.messages import (
    calls,
    contacts,
    debriefs,
    deliverables,
    help,  # noqa: A004 - the module is called after the command
    home,
    introductions,
    invitations,
    nudges,
    questions,
    replies,
    thanks,
    today,
)
from etiquette.messages import settings as settings_page
from etiquette.messages import welcome as welcome_page
from etiquette.messages.vocabulary import Action, Form, Message, metadata
from etiquette.rules.deliverables import WHAT_LIMIT, Owner
from etiquette.rules.drafts import Draft
from etiquette.rules.invitations import InvitationState
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import Subject
from etiquette.rules.thanks import Addressee
from tests.etiquette.messages.cast import (
    ADA,
    CALL,
    DANA,
    NOW,
    SUBJECTS,
    TODAY,
    VIA_SAM,
    Called,
    Debriefed,
    Promised,
    elements,
    invitation,
    promise,
    texts,
    thank_you,
)

Said = Message | dict[str, Any]

EXTREMES = [
    "Dana Reyes",
    "D",
    "x" * WHAT_LIMIT,
    "<!channel> & <!here> @everyone <@U0SAM> <https://evil.example|click>",
    "&" * WHAT_LIMIT,
    "<>&" * 1000,
    "👩🏽‍🚀" * 750,
    "مرحبا يا دانا " * 200,
    "\u202eevil\u2066 \x00\x07",
    "\n\n> quote\n" * 300,
    "`*_~|{what}{who}%s",
    " spaced  out ",
    "\r\n\r",
]


def everything(words: str) -> dict[str, Callable[[], Said]]:
    """Every message and form, with `words` wherever somebody's words are shown."""
    name = " ".join(words.split())[:200] or "?"
    what = " ".join(words.split())[:WHAT_LIMIT] or "?"
    dana = replace(DANA, name=name, profile_url=f"https://example.com/{words[:400]}")
    via = replace(VIA_SAM, introducer_name=name, introducer_user_id=None, how_referred=words[:3000])
    call = replace(CALL, discussed=words[:3000])
    deck = replace(promise(), what=what)
    notes = replace(promise(Owner.THEIRS, days=3), what=what)
    draft = Draft("w-1", "T0COOP", "U0ADA", "call", words * 2, words, None, NOW)
    ada = replace(ADA, name=name, locale="en-US")
    wishful = replace(
        ada,
        blurb=words[:1000],
        profile_url=f"https://example.com/{words[:400]}",
        muted=tuple(Kind),
        country="DE-BY",
        paused_until=NOW + timedelta(days=3),
        zone_is_slacks=False,
        is_admin=True,
    )
    subjects: dict[Kind, Subject] = {
        **SUBJECTS,
        Kind.DELIVERABLE_MINE: deck,
        Kind.DELIVERABLE_THEIRS: notes,
        Kind.THANK_CONTACT: thank_you(draft=words[:3000]),
        Kind.INVITE: invitation(draft=words[:3000]),
    }
    matters = [Matter(kind, subject, dana, via, call) for kind, subject in subjects.items()]
    chosen = [
        replace(each, chosen=Chosen(answer, NOW, NOW + timedelta(hours=1), "act-1"))
        for each in matters
        for answer in Answer
    ]
    settled = [replace(each, is_open=False) for each in matters]
    thanked, invited = matters[2], matters[4]
    outcome = Debriefed(
        call,
        dana,
        via,
        (deck, notes) * 15,
        (thank_you(), thank_you(Addressee.INTRODUCER)),
        invitation(InvitationState.WAITING),
    )
    row = debriefs.RowFields(what, Owner.THEIRS, TODAY)
    known = introductions.IntroductionFields(words, words, words, "U0SAM", words)
    candidates = [questions.Candidate(dana, via, call), questions.Candidate(dana)] * 10
    return {
        "delivery": lambda: nudges.delivery(matters * 3, ada, NOW),
        "delivery of one": lambda: nudges.delivery(matters[:1], ada, NOW),
        "delivery of what is gone": lambda: nudges.delivery([], ada, NOW),
        "delivery, answered": lambda: nudges.delivery(chosen[:8], ada, NOW),
        **{f"chosen {n}": partial(nudges.alone, each, ada, NOW) for n, each in enumerate(chosen)},
        **{f"settled {n}": partial(nudges.alone, each, ada, NOW) for n, each in enumerate(settled)},
        "due now": lambda: today.due_now(matters * 3, [draft] * 9, ada, NOW),
        "nothing due": lambda: today.due_now([], [], ada, NOW),
        "home": lambda: home.home(
            matters * 5, [Called(call, dana)] * 9, [Promised(deck, dana), Promised(notes, dana)] * 12, ada, NOW
        ),
        "home, empty": lambda: home.home([], [], [], ada, NOW),
        "introduction": lambda: introductions.noted(via, dana),
        "introduction form": lambda: introductions.form(known, wrote=words, meta=metadata(draft="w-1")),
        "call fixed": lambda: calls.fixed(call, dana, ada, NOW),
        "call past": lambda: calls.past(call, dana, ada, NOW),
        "call not held": lambda: calls.not_held(call, dana, ada, NOW, "act-1"),
        "call form": lambda: calls.form(calls.CallFields(words, TODAY, NOW.time(), 10**6), wrote=words),
        "debrief form": lambda: debriefs.debrief_form(
            call, dana, ada, 99, debriefs.DebriefFields(discussed=words, two_way=True, rows=(row,) * 30)
        ),
        "debriefed": lambda: debriefs.debriefed(outcome, ada, NOW),
        "agreed, mine": lambda: deliverables.agreed(deck, dana, ada, NOW),
        "agreed, theirs": lambda: deliverables.agreed(notes, dana, ada, NOW),
        "deliverable form": lambda: deliverables.form(
            deliverables.DeliverableFields(words, words, Owner.THEIRS, TODAY), wrote=words, editing=True
        ),
        "thanks form": lambda: thanks.draft_form(thanked, ada, NOW),
        "thanks form, introducer": lambda: thanks.draft_form(matters[3], ada, NOW),
        "invitation form": lambda: invitations.draft_form(invited, ada, NOW),
        "thanks first": lambda: invitations.thanks_first(dana),
        "which contact": lambda: questions.which_contact(draft, candidates, ada, NOW, name=words),
        "which moment": lambda: questions.which_moment(draft, [NOW, NOW - timedelta(days=7), TODAY], ada, NOW),
        "open form": lambda: questions.open_form("call", "w-1"),
        "form, asking which": lambda: questions.with_which(calls.form(), candidates, ada, NOW),
        "form, sent": lambda: replies.result(nudges.delivery(matters, ada, NOW)),
        "answered, and what is due": lambda: replies.joined(
            nudges.alone(chosen[0], ada, NOW), today.due_now(matters * 3, [draft] * 9, ada, NOW)
        ),
        "later form": lambda: questions.later_form("call", CALL.id, ada, NOW),
        "deleted": lambda: contacts.deleted("deliverable", words, "act-1"),
        "undone": lambda: contacts.undone(words),
        "settings form": lambda: settings_page.settings_form(wishful),
        "settings saved": lambda: settings_page.settings_saved(wishful),
        "pause form": lambda: settings_page.pause_form(words, meta=metadata(draft="w-1")),
        "paused": lambda: settings_page.paused(wishful, NOW),
        "due now, paused": lambda: today.due_now(matters[:3], [], wishful, NOW),
        "resumed": lambda: settings_page.resumed(wishful),
        "zone form": lambda: settings_page.zone_form(wishful, meta=metadata(id="q-1")),
        "zone kept": lambda: settings_page.zone_kept(wishful, NOW),
        "numbers form": lambda: settings_page.numbers_form({Kind.INVITE: "2 days after"}),
        "numbers saved": lambda: settings_page.numbers_saved({Kind.INVITE: "2 days after"}),
        "welcome": welcome_page.welcome,
        "help": help.help_message,
        "not built": lambda: help.not_built(words),
    }


def what_slack_refuses(said: Said) -> list[str]:
    if isinstance(said, Message):
        return problems(said.blocks, "message")
    return view_problems(said)


NAMES = sorted(everything("Dana Reyes"))


@pytest.mark.parametrize("words", EXTREMES, ids=range(len(EXTREMES)))
def test_slack_takes_everything_that_is_said(words: str) -> None:
    refused = {which: what_slack_refuses(say()) for which, say in everything(words).items()}

    assert {which: found for which, found in refused.items() if found} == {}


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=400), which=st.sampled_from(NAMES))
def test_slack_takes_any_words(words: str, which: str) -> None:
    assert what_slack_refuses(everything(words)[which]()) == []


def test_nothing_that_somebody_typed_mentions_broadcasts_or_links() -> None:
    evil = "<!channel> <!subteam^S1> <!here|x> <#C0GENERAL> <https://evil.example|click> <!date^1^{date}|x> @here"
    said = {which: "\n".join(texts(say())) for which, say in everything(evil).items()}

    heard = re.compile(r"<!|<#|<https://evil|@here|@channel|@everyone")
    assert [which for which, text in said.items() if heard.search(text)] == []


@pytest.mark.parametrize("words", EXTREMES, ids=range(len(EXTREMES)))
def test_every_message_has_a_fallback_that_fits(words: str) -> None:
    said = [say() for say in everything(words).values()]

    lengths = [len(each.text.strip()) for each in said if isinstance(each, Message)]
    assert min(lengths) > 0
    assert max(lengths) <= 3000


@pytest.mark.parametrize("which", NAMES)
def test_all_that_can_be_pressed_has_a_name_that_is_known(which: str) -> None:
    said = everything("Dana Reyes")[which]()

    assert {each["action_id"] for each in elements(said)} <= set(Action)
    if isinstance(said, dict) and "submit" in said:
        assert said["callback_id"] in set(Form)


@pytest.mark.parametrize("words", EXTREMES, ids=range(len(EXTREMES)))
def test_a_message_of_many_matters_stays_well_within_what_slack_takes_in_all(words: str) -> None:
    said = everything(words)["delivery"]()

    assert sum(map(len, texts(said))) < 13_000 + 3000  # the blocks, and the fallback

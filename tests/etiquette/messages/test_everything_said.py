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
    cards,
    celebrating,
    contacts,
    debriefs,
    deliverables,
    digest_replies,
    digests,
    exports,
    forgetting,
    help,  # noqa: A004 - the module is called after the command
    home,
    imports,
    introductions,
    invitations,
    ledger,
    lessons,
    nudges,
    portraits,
    questions,
    replies,
    requests,
    stories,
    thanks,
    today,
    who,
)
from etiquette.messages import elements as standing
from etiquette.messages import settings as settings_page
from etiquette.messages import welcome as welcome_page
from etiquette.messages.vocabulary import Action, Form, Message, metadata
from etiquette.rules.acquaintances import Acquaintance, Tie
from etiquette.rules.balance import Given
from etiquette.rules.calls import Reading
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import WHAT_LIMIT, DeliverableState, Owner
from etiquette.rules.digests import Deed, Shared, Telling, Trouble, Week
from etiquette.rules.drafts import Draft
from etiquette.rules.elements import Counted, Element
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.good_turns import Sort, Turn
from etiquette.rules.imports import Connection, Holds, Import, ImportState
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import InvitationState
from etiquette.rules.journeys import Journey, Stage
from etiquette.rules.ledger import Balance, Line, Whom
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Together
from etiquette.rules.people import Look, People, Standing
from etiquette.rules.planning import Subject
from etiquette.rules.portraits import Entry, Page, Portrait
from etiquette.rules.reliability import Record
from etiquette.rules.thanks import Addressee
from tests.builders import make_call, make_digest, make_favour, make_good_turn, make_lesson
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
    Seen,
    Weighed,
    elements,
    invitation,
    moved,
    promise,
    texts,
    thank_you,
)
from tests.partners import make_partnership, make_remark, make_side, their_side

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


def weeks() -> tuple[Week, ...]:
    """Twelve of them, with all that can be counted."""
    return tuple(Week(TODAY - timedelta(weeks=back), dict.fromkeys(Deed, 10_000 + back)) for back in range(12))


def everything(words: str) -> dict[str, Callable[[], Said]]:
    """Every message and form, with `words` wherever somebody's words are shown."""
    name = " ".join(words.split())[:200] or "?"
    what = " ".join(words.split())[:WHAT_LIMIT] or "?"
    dana = known_well(name, words)
    via = replace(VIA_SAM, introducer_name=name, introducer_user_id=None, how_referred=words[:3000])
    call = replace(CALL, discussed=words[:3000])
    deck = replace(promise(), what=what, link=f"https://coop.slack.com/archives/C0/p1{words[:400]}")
    asked = "\n".join([" ".join(words.split())[:300]] * 3)
    coming = make_call(learn=words[:1000], offer=words[:1000], questions=asked)
    deck = replace(promise(), what=what)
    notes = replace(promise(Owner.THEIRS, days=3), what=what)
    draft = Draft("w-1", "T0COOP", "U0ADA", "call", words * 2, words, None, NOW)
    ada = replace(ADA, name=name, locale="en-US")
    worded: dict[str, Any] = {
        "introducer_name": name,
        "note": words[:1500],
        "blurb": words[:600],
        "how_referred": words[:3000],
    }
    asked_for = {kind: replace(each, **worded) for kind, each in SUBJECTS.items() if isinstance(each, Introduction)}
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
        **asked_for,
        Kind.DELIVERABLE_MINE: deck,
        Kind.DELIVERABLE_THEIRS: notes,
        Kind.PREPARE: replace(coming, ticked=(Reading.PROFILE,)),
        Kind.CALL_CARD: coming,
        Kind.THANK_CONTACT: thank_you(draft=words[:3000]),
        Kind.INVITE: invitation(draft=words[:3000]),
    }
    ours = Together(
        make_partnership(purpose=words[:2000]), make_side(), their_side(name=name, initiatives=words[:2000])
    )
    story, kept = moved(1, 3, 9, 12, 14, 20), Record(kept=4, late=1)
    matters = [
        Matter(kind, subject, dana, via, call, agreed_anew=story, record=kept, together=ours)
        for kind, subject in subjects.items()
    ]
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
    journeys = [Journey(stage, NOW, via) for stage in Stage]
    known = introductions.IntroductionFields(words, words, words, "U0SAM", words)
    candidates = [questions.Candidate(dana, via, call), questions.Candidate(dana)] * 10
    known_all = Portrait(
        dana,
        tuple(replace(via, state=state) for state in IntroductionState),
        (call, coming) * 8,
        (deck, notes, replace(deck, state=DeliverableState.DELIVERED)) * 5,
        tuple(thank_you(addressee) for addressee in Addressee) * 4,
        tuple(map(invitation, InvitationState)),
        favours=3,
    )
    entries = [Entry(dana, via, call), Entry(dana), Entry(replace(dana, company=None), None, coming)] * 3
    favour = make_favour(whom=name, what=what)
    lesson = make_lesson(text=words[:2000])
    lines = tuple(
        Line(way, form, words, NOW, Whom(whom, name), by_hand)
        for way in Direction
        for form in (*FavourForm, None)
        for whom in (dana.id, None)
        for by_hand in (favour.id, None)
    )
    people = {Whom(None, f"{name} {n}"): Balance(n, 1) for n in range(20)}
    weighed = Weighed(lines, Balance(3, 1), {Whom(dana.id): Balance(0, 4), **people}, {dana.id: dana})
    good_turns = [
        Matter(Kind.RECIPROCATE, make_good_turn(turn=Turn.OFFER, because=f"{sort}:{words}"), dana, via, call, other)
        for sort in Sort
        for other in (dana, None)
    ] + [
        Matter(Kind.PAY_FORWARD, make_good_turn(turn=turn, because=f"{sort}:{words}"), dana, via, call, dana)
        for turn in (Turn.INTRODUCE, Turn.RECOMMEND, Turn.THANK)
        for sort in Sort
    ]
    shared = tuple(Shared(None if n % 2 else name, words[:2000], f"l-{n}") for n in range(20))
    telling = Telling(weeks(), shared)
    wanted = digest_replies.DigestFields("C0GENERAL", 4, NOW.time(), words[:60], words[:60])
    weekly = make_digest(channel="C0DIGEST")
    remark = make_remark(text=words[:1000])
    counted = [Counted(element, 1, 10_000) for element in Element]
    return {
        "prepared": lambda: cards.prepared(coming, dana, via, ada, NOW, "act-1"),
        "preparing form": lambda: cards.form(coming, dana, via, ada, NOW, meta=metadata(id="k-1")),
        "portrait": lambda: portraits.portrait(known_all, ada, NOW, "act-1"),
        "portrait of who is hardly known": lambda: portraits.portrait(Portrait(DANA), ada, NOW),
        "people": lambda: contacts.listed(Page(entries, 1, 9, 90, words[:100]), ada, NOW),
        "people, none": lambda: contacts.listed(Page([], 0, 1, 0, words[:100]), ada, NOW),
        "contact form": lambda: contacts.edit_form(dana, meta=metadata(id="c-1")),
        "merge form": lambda: contacts.merge_form(dana, meta=metadata(id="c-1")),
        "merged": lambda: contacts.merged(dana, "act-1"),
        "deleted contact": lambda: contacts.deleted("contact", words, "act-1"),
        "delete first": lambda: contacts.delete_first("call", "k-1", dana),
        **{f"good turn {n}": partial(nudges.alone, each, ada, NOW) for n, each in enumerate(good_turns)},
        "how they stand": lambda: standing.elements(ours, counted, Given(10_000, 1), Given()),
        "what went well": lambda: celebrating.celebrated(remark, ours),
        "what went well, asked": lambda: celebrating.form(ours, meta=metadata(id="p-1")),
        "digest": lambda: digests.digest(telling, "F0CHART"),
        "digest of counts": lambda: digests.digest(replace(telling, shared=())),
        "lesson": lambda: digests.lesson(lesson, ada),
        "digest set up": lambda: digest_replies.set_up(weekly, telling, ada, NOW),
        "digest previewed": lambda: digest_replies.preview(weekly, Telling((), ()), ada, NOW),
        "digests": lambda: digest_replies.listed([weekly] * 12, ada, NOW),
        "no digests": lambda: digest_replies.listed([], ada, NOW),
        "digest removed": lambda: digest_replies.removed(weekly, "act-1"),
        "digest form": lambda: digest_replies.form(wanted, wrote=words),
        "digest form, editing": lambda: digest_replies.form(wanted, editing=True),
        **{
            f"trouble, {why}": partial(digest_replies.trouble, why, "C0DIGEST", "U0BOT", about)
            for why in Trouble
            for about in (weekly, None)
        },
        "story": lambda: stories.story_message(lesson),
        "delivery": lambda: nudges.delivery(matters * 3, ada, NOW),
        "delivery of one": lambda: nudges.delivery(matters[:1], ada, NOW),
        "delivery of what is gone": lambda: nudges.delivery([], ada, NOW),
        "delivery, answered": lambda: nudges.delivery(chosen[:8], ada, NOW),
        **{f"chosen {n}": partial(nudges.alone, each, ada, NOW) for n, each in enumerate(chosen)},
        **{f"settled {n}": partial(nudges.alone, each, ada, NOW) for n, each in enumerate(settled)},
        "due now": lambda: today.due_now(matters * 3, [draft] * 9, ada, NOW),
        "nothing due": lambda: today.due_now([], [], ada, NOW),
        "home": lambda: home.home(
            Seen(
                matters * 5,
                3000,
                [Called(call, dana)] * 9,
                [Promised(deck, dana), Promised(notes, dana)] * 12,
                people=People([Standing(dana, each) for each in journeys] * 2, Look(3, words[:80]), 1000, 2000),
                record=kept,
            ),
            replace(ada, paused_until=NOW + timedelta(days=9)),
            NOW,
        ),
        "home, empty": lambda: home.home(Seen(), ada, NOW),
        "home, nobody fits": lambda: home.home(Seen(people=People((), Look(0, words), 0, 99), record=kept), ada, NOW),
        **{
            f"home, {each.stage}": partial(home.home, Seen(people=People([Standing(dana, each)], known=1)), ada, NOW)
            for each in journeys
        },
        "introduction": lambda: introductions.noted(via, dana),
        "introduction form": lambda: introductions.form(known, wrote=words, meta=metadata(draft="w-1")),
        "request": lambda: requests.noted(matters[0], ada, NOW),
        "request form": lambda: requests.request_form(matters[0], ada, meta=metadata(id="i-1")),
        "referral form": lambda: requests.own_referral_form(matters[5]),
        "referral form, introducer": lambda: requests.asked_referral_form(name, name),
        "call fixed": lambda: calls.fixed(call, dana, ada, NOW),
        "call past": lambda: calls.past(call, dana, ada, NOW),
        "call not held": lambda: calls.not_held(call, dana, ada, NOW, "act-1"),
        "call form": lambda: calls.form(calls.CallFields(words, TODAY, NOW.time(), 10**6), wrote=words),
        "debrief form": lambda: debriefs.debrief_form(
            call, dana, ada, 99, debriefs.DebriefFields(discussed=words, two_way=True, rows=(row,) * 30)
        ),
        "debriefed": lambda: debriefs.debriefed(outcome, ada, NOW),
        "agreed, mine": lambda: deliverables.agreed(deck, dana, ada, NOW, story),
        "agreed, theirs": lambda: deliverables.agreed(notes, dana, ada, NOW),
        "deliverable form": lambda: deliverables.form(
            deliverables.DeliverableFields(
                words, words, Owner.THEIRS, TODAY, deck.link, deliverables.history(story, ada, NOW)
            ),
            wrote=words,
            editing=True,
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
        "ledger": lambda: ledger.ledger(weighed, ada, NOW),
        "ledger, empty": lambda: ledger.ledger(Weighed((), Balance(), {}, {}), ada, NOW),
        "ledger with one": lambda: ledger.with_one(weighed, dana, lines, Balance(2, 9), ada, NOW),
        "favour": lambda: ledger.recorded(favour, dana, "act-1"),
        "favour, by name": lambda: ledger.recorded(favour, None, None),
        "favour form": lambda: ledger.form(ledger.FavourFields(words, what=words), editing=True),
        "lesson shared": lambda: lessons.shared(lesson, dana, "act-1"),
        "lesson form": lambda: lessons.form(lessons.LessonFields(words, words), meta=metadata(id=CALL.id)),
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
        **files_and_people(words),
        "help": help.help_message,
    }


def files_and_people(words: str) -> dict[str, Callable[[], Said]]:
    """What is said of files, of whom one knows where, and before something is forgotten."""
    name = " ".join(words.split())[:200] or "?"
    dana = replace(DANA, name=name, company=words, role=words, profile_url=f"https://example.com/{words[:400]}")
    via = replace(VIA_SAM, introducer_name=name, introducer_user_id=None)
    file = Import(
        *("m-1", "T0COOP", "U0ADA", "F0", name, "", 1, "D0ADA", "1.2", ImportState.READ, Holds.CONNECTIONS),
        *(30_000, 2, 1, False, 1, NOW, NOW),
    )
    kim = Connection(
        "n-1", "T0COOP", "U0ADA", "m-1", "kim", name, dana.profile_url, None, words[:300], words[:300], TODAY, NOW
    )
    known_there = [
        Acquaintance(tie=Tie(dana, via, 3, NOW, two_way=True, kept=1, connected=True)),
        Acquaintance(connection=kim),
    ]
    counts = {"introductions": 1, "calls": 12, "deliveries": 1}
    return {
        "how to import": imports.how_to,
        "reading": lambda: imports.reading(file),
        "patient": lambda: imports.patient(file),
        "saving": lambda: imports.saving(file, 30_000),
        "refused": lambda: imports.refused(file, "That was nothing."),
        "import read": lambda: imports.report(file),
        "import undone": lambda: imports.report(replace(file, state=ImportState.UNDONE)),
        "brought back": lambda: imports.report(replace(file, holds=Holds.EXPORT)),
        "brought nothing back": lambda: imports.report(replace(file, holds=Holds.EXPORT, new=0)),
        "export on its way": exports.on_its_way,
        "export on its way already": exports.on_its_way_already,
        "export failed": exports.failed,
        "forget a contact": lambda: forgetting.ask_contact(dana, counts, {}),
        "forget a name": lambda: forgetting.ask_contact(dana, {}, {}),
        "forget a name in notes": lambda: forgetting.ask_contact(
            dana, counts, {None: 1, **dict.fromkeys(map(str, range(9)), 7), name: 1_000}
        ),
        "forget me": lambda: forgetting.ask_me(counts),
        "forget which": lambda: forgetting.ask_which(words, [dana] * 20),
        "forget whom": forgetting.ask_whom,
        "contact forgotten": forgetting.contact_forgotten,
        "member forgotten": forgetting.member_forgotten,
        "nothing forgotten": forgetting.kept,
        "who, nobody named": who.ask_whom,
        "who, nobody": lambda: who.nobody(words, has_connections=False),
        "who": lambda: who.found(words, known_there * 4, 99, ADA, NOW, has_connections=False),
        "added to people": lambda: who.added(dana, "act-1"),
    }


def known_well(name: str, words: str) -> Contact:
    """Dana, with `words` in everything that can be known of somebody."""
    link, line, note = f"https://example.com/{words[:400]}", " ".join(words.split())[:200] or None, words[:1000]
    known: dict[str, Any] = {
        **dict.fromkeys(("profile_url", "company_url", "website_url", "social_url"), link),
        **dict.fromkeys(("company", "role", "place", "email"), line),
        **dict.fromkeys(("common_ground", "past", "present", "future"), note),
    }
    return replace(
        DANA,
        name=name,
        **known,
        tags=tuple(f"{n} {words[:30]}" for n in range(10)),
    )


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

    heard = re.compile(r"<!|<#(?!C0DIGEST>)|<https://evil|@here|@channel|@everyone")
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


@pytest.mark.parametrize("words", EXTREMES, ids=range(len(EXTREMES)))
def test_people_as_the_options_of_a_menu_are_taken_by_slack(words: str) -> None:
    offered = contacts.choices([known_well(" ".join(words.split())[:200] or "?", words)] * 100)

    menu = {"type": "static_select", "action_id": "value", "placeholder": {"type": "plain_text", "text": "?"}}
    assert problems([{"type": "actions", "elements": [{**menu, "options": offered}]}], "message") == []

"""What one member logged no other sees, and no other touches, whatever id they come with (N6, design §9)."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import time
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import etiquette.services
import tests.etiquette.services.test_strangers_to_a_plan as plans
from etiquette.rules.calls import Reading
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.good_turns import GoodTurnState
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Answer, Kind, Later, Noun
from etiquette.services.answers import later, later_moment, undo
from etiquette.services.calls import call_of, debrief, did_not_happen, edit_call
from etiquette.services.checking_in import let_them_rest, wrote_to
from etiquette.services.connections import add_to_people, undo_import
from etiquette.services.contacts import edit_contact, portrait_of
from etiquette.services.deletion import delete_call, delete_contact, delete_deliverable, delete_introduction
from etiquette.services.deliverables import deliver, deliverable_of, drop_deliverable, edit_deliverable
from etiquette.services.digests import Weekly, change_digest, digest_of, lesson_of, remove_digest
from etiquette.services.drafts import choose_contact, draft_of
from etiquette.services.forgetting import forget_contact, kept_of_contact
from etiquette.services.good_turns import settle_good_turn
from etiquette.services.introducers import answer_later, answer_referral, answer_request, asked_of, decline_referral
from etiquette.services.introductions import Introduced, edit_introduction, introduction_of
from etiquette.services.invitations import answer_invitation, drop_invitation, send_invitation, write_invitation
from etiquette.services.ledger import delete_favour, edit_favour, favour_of
from etiquette.services.matters import matter_as, matter_of
from etiquette.services.members import choose_zone
from etiquette.services.merging import merge_contacts
from etiquette.services.nudging import close
from etiquette.services.preparing import Prepared, prepare_call, tick
from etiquette.services.questions import question_of, say_no, say_yes
from etiquette.services.requests import (
    ask_referral,
    drop_request,
    introduced,
    note_referral,
    pass_on,
    request_made,
    write_request,
)
from etiquette.services.settings import stop_kind
from etiquette.services.thanks import drop_thanks, send_thanks, write_thanks
from etiquette.services.who import contact_asked
from tests.builders import make_promise
from tests.cast import TUESDAY, Hand
from tests.etiquette.services.adas import GOOD, SOMEBODY, Ids, everything_of
from tests.etiquette.services.ledger import ledger

# Every service that is told an id, tried by somebody else.
ATTEMPTS: dict[str, Callable[[Hand, Ids], Awaitable[Any]]] = {
    "undo": lambda dan, her: undo(dan.doing(), her.act),
    "later": lambda dan, her: later(
        dan.doing(), Kind.DELIVERABLE_MINE, her.deliverable, later_moment(dan.member, Later.HOUR, TUESDAY)
    ),
    "edit_call": lambda dan, her: edit_call(dan.doing(), her.call, SOMEBODY, TUESDAY, 30),
    "debrief": lambda dan, her: debrief(dan.doing(), her.call, "", [], two_way=True),
    "did_not_happen": lambda dan, her: did_not_happen(dan.doing(), her.call),
    "call_of": lambda dan, her: call_of(dan.store, dan.member, her.call),
    "edit_deliverable": lambda dan, her: edit_deliverable(dan.doing(), her.deliverable, SOMEBODY, make_promise()),
    "deliver": lambda dan, her: deliver(dan.doing(), her.deliverable),
    "drop_deliverable": lambda dan, her: drop_deliverable(dan.doing(), her.deliverable),
    "deliverable_of": lambda dan, her: deliverable_of(dan.store, dan.member, her.deliverable),
    "edit_introduction": lambda dan, her: edit_introduction(dan.doing(), her.introduction, SOMEBODY, Introduced()),
    "introduction_of": lambda dan, her: introduction_of(dan.store, dan.member, her.introduction),
    "request_made": lambda dan, her: request_made(dan.doing(), her.introduction),
    "pass_on": lambda dan, her: pass_on(dan.doing(), her.introduction, dan.member, "please", "me"),
    "introduced": lambda dan, her: introduced(dan.doing(), her.introduction),
    "drop_request": lambda dan, her: drop_request(dan.doing(), her.introduction),
    "write_request": lambda dan, her: write_request(dan.doing(), her.introduction, "please", "me"),
    "ask_referral": lambda dan, her: ask_referral(dan.doing(), her.introduction, dan.member),
    "note_referral": lambda dan, her: note_referral(dan.doing(), her.introduction, "kindly"),
    "asked_of": lambda dan, her: asked_of(dan.store, dan.member, her.introduction, Kind.REFERRAL_ASKED),
    "answer_request": lambda dan, her: answer_request(dan.doing(), her.introduction, is_willing=True),
    "answer_referral": lambda dan, her: answer_referral(dan.doing(), her.introduction, "kindly"),
    "decline_referral": lambda dan, her: decline_referral(dan.doing(), her.introduction),
    "answer_later": lambda dan, her: answer_later(
        dan.doing(), Kind.REFERRAL_ASKED, her.introduction, later_moment(dan.member, Later.HOUR, TUESDAY)
    ),
    "send_thanks": lambda dan, her: send_thanks(dan.doing(), her.thank_you),
    "drop_thanks": lambda dan, her: drop_thanks(dan.doing(), her.thank_you),
    "write_thanks": lambda dan, her: write_thanks(dan.doing(), her.thank_you, "mine"),
    "send_invitation": lambda dan, her: send_invitation(dan.doing(), her.invitation),
    "answer_invitation": lambda dan, her: answer_invitation(dan.doing(), her.invitation, InvitationState.ACCEPTED),
    "drop_invitation": lambda dan, her: drop_invitation(dan.doing(), her.invitation),
    "write_invitation": lambda dan, her: write_invitation(dan.doing(), her.invitation, "mine"),
    "delete_introduction": lambda dan, her: delete_introduction(dan.doing(), her.introduction),
    "delete_call": lambda dan, her: delete_call(dan.doing(), her.call),
    "delete_deliverable": lambda dan, her: delete_deliverable(dan.doing(), her.deliverable),
    "matter_of": lambda dan, her: matter_of(dan.store, dan.member, Noun.CALL, her.call),
    "matter_as": lambda dan, her: matter_as(dan.store, dan.member, Kind.DEBRIEF, her.call, None),
    "close": lambda dan, her: close(dan.doing(), Kind.DEBRIEF, her.call, Answer.DONE),
    "stop_kind": lambda dan, her: stop_kind(dan.doing(), Kind.DELIVERABLE_MINE, her.deliverable),
    "question_of": lambda dan, her: question_of(dan.store, dan.member, her.question),
    "say_yes": lambda dan, her: say_yes(dan.doing(), her.question),
    "say_no": lambda dan, her: say_no(dan.doing(), her.question),
    "choose_zone": lambda dan, her: choose_zone(dan.doing(), her.question, "Europe/Lisbon"),
    "edit_favour": lambda dan, her: edit_favour(dan.doing(), her.favour, SOMEBODY, GOOD),
    "delete_favour": lambda dan, her: delete_favour(dan.doing(), her.favour),
    "favour_of": lambda dan, her: favour_of(dan.store, dan.member, her.favour),
    "settle_good_turn": lambda dan, her: settle_good_turn(dan.doing(), her.good_turn, GoodTurnState.DONE),
    "wrote_to": lambda dan, her: wrote_to(dan.doing(), her.contact),
    "let_them_rest": lambda dan, her: let_them_rest(dan.doing(), her.contact),
    "undo_import": lambda dan, her: undo_import(dan.doing(), her.imported),
    "add_to_people": lambda dan, her: add_to_people(dan.doing(), her.connection),
    "contact_asked": lambda dan, her: contact_asked(dan.store, dan.member, her.contact),
    "kept_of_contact": lambda dan, her: kept_of_contact(dan.store, dan.member, her.contact),
    "forget_contact": lambda dan, her: forget_contact(dan.doing(), her.contact),
    "draft_of": lambda dan, her: draft_of(dan.store, dan.member, her.draft),
    "change_digest": lambda dan, her: change_digest(dan.doing(), her.digest, Weekly(4, time(15))),
    "remove_digest": lambda dan, her: remove_digest(dan.doing(), her.digest),
    "digest_of": lambda dan, her: digest_of(dan.store, dan.member, her.digest),
    "lesson_of": lambda dan, her: lesson_of(dan.store, dan.member, her.lesson),
    "edit_contact": lambda dan, her: edit_contact(dan.doing(), her.contact, {"company": "Acme"}),
    "portrait_of": lambda dan, her: portrait_of(dan.store, dan.member, her.contact),
    "delete_contact": lambda dan, her: delete_contact(dan.doing(), her.contact),
    "merge_contacts": lambda dan, her: merge_contacts(dan.doing(), her.contact, "nobody"),
    "prepare_call": lambda dan, her: prepare_call(dan.doing(), her.call, Prepared("mine"), {}),
    "tick": lambda dan, her: tick(dan.doing(), her.call, Reading.PROFILE, read=True),
    "choose_contact": lambda dan, her: choose_contact(dan.store, dan.member, her.draft, her.contact),
}
# Those that find nothing rather than refuse; each is tried in test_strangers_to_people.
SILENT = {"finish_draft", "log_introduction", "ask_for_introduction", "fix_call", "agree_deliverable"}
# Those that are told a workspace by Slack, not by a person.
NOT_ASKED_BY_PEOPLE = {"forget_workspace"}


def services_that_take_an_id() -> set[Callable[..., Any]]:
    modules = [import_module(f"etiquette.services.{each.name}") for each in iter_modules(etiquette.services.__path__)]
    return {
        service
        for module in modules
        for name, service in inspect.getmembers(module, inspect.iscoroutinefunction)
        if service.__module__ == module.__name__ and not name.startswith("_")
        if any(parameter.endswith("_id") for parameter in inspect.signature(service).parameters)
        if "tx" not in inspect.signature(service).parameters
    }


def test_every_service_that_is_told_an_id_is_tried_by_a_stranger() -> None:
    of_plans = {*plans.ATTEMPTS, *plans.SILENT, *plans.NOT_ASKED_BY_PEOPLE}
    others = services_that_take_an_id() - of_plans
    assert of_plans <= services_that_take_an_id()
    assert {service.__name__ for service in others} == {*ATTEMPTS, *SILENT, *NOT_ASKED_BY_PEOPLE}


async def test_a_forged_id_finds_nothing_whatever_is_asked(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    """N6: neither a colleague's hand nor one in another workspace."""
    hers = await everything_of(ada)
    before = await ledger(ada)

    for other in (dan, dan_elsewhere):
        for name, attempt in ATTEMPTS.items():
            with pytest.raises(EtiquetteError) as refused:
                await attempt(other, hers)
            assert refused.value.code is Refusal.NOT_FOUND, name

    assert await ledger(ada) == before

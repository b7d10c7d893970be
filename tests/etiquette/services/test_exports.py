"""Everything can be taken out, wiped, and brought back whole (N7)."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etiquette.rules.archives import NOUNS, Archive, read, written
from etiquette.rules.contacts import Contact
from etiquette.rules.digests import Standing
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import Import, ImportState, SentFile
from etiquette.rules.members import Member, Profile
from etiquette.services.connections import receive_files
from etiquette.services.deletion import delete_deliverable
from etiquette.services.digests import Weekly, digests_of, set_digest
from etiquette.services.exports import bring_back, everything_of, read_archive
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.services.members import meet, member_of
from etiquette.store import members
from etiquette.store.records import add
from etiquette.store.session import Store
from tests.builders import make_digest
from tests.cast import ADA, DANA, TUESDAY, Hand, asked, opened, utc
from tests.etiquette.services.everything import keeps_everything
from tests.etiquette.services.ledger import facts_of, ledger, planned_steps

PROFILE = Profile(None, "en-GB", "Ada", is_active=True)
WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40).map(lambda words: f"x{words}")


async def taken_out(hand: Hand) -> Archive:
    archive = await everything_of(hand.store, hand.member.who)
    assert archive is not None
    return archive


async def brings_back(hand: Hand, content: bytes, left: Collection[str] = ()) -> Import:
    (file,) = await receive_files(hand.doing(), "D0ADA", [SentFile("F1", "everything.json", "", 1)])
    brought = await bring_back(hand.store, file, read_archive(content, file), hand.now, left)
    assert brought is not None
    return brought


async def refused(hand: Hand, content: bytes) -> Refusal:
    with pytest.raises(EtiquetteError) as why:
        await brings_back(hand, content)
    return why.value.code


async def test_n7_everything_comes_back_whole_on_either_database_and_twice_changes_nothing(store: Store) -> None:
    ada = await Hand.of(store, ADA)
    await keeps_everything(ada)
    before, records = await taken_out(ada), await ledger(ada)
    assert [noun for noun in NOUNS if not before.records[noun]] == []

    ada.member = (await met_anew(store)).member
    brought = await brings_back(ada, written(before, TUESDAY))
    again = await brings_back(ada, written(before, TUESDAY))

    assert (brought.state, brought.known, again.new) == (ImportState.READ, 0, 0)
    assert await taken_out(ada) == before
    assert (await ledger(ada)).facts == records.facts
    ahead = {nudge for nudge in records.planned if nudge[0] != "check_in"}
    assert set((await ledger(ada)).planned) == ahead


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, name=WORDS)
async def test_n7_whatever_was_written_an_export_that_is_brought_back_is_the_same_export(
    sqlite_url: str, words: str, name: str
) -> None:
    async with opened(sqlite_url) as store:
        ada = await met_anew(store)
        await keeps_everything(ada, words, " ".join(name.split()))
        before = await taken_out(ada)

        ada.member = (await met_anew(store)).member
        await brings_back(ada, written(before, TUESDAY))

        assert await taken_out(ada) == before


async def met_anew(store: Store) -> Hand:
    """Ada, of whom nothing is known."""
    await forget_member((await Hand.of(store, ADA)).doing())
    return await Hand.of(store, ADA)


async def test_n7_what_was_logged_since_stays_and_what_was_forgotten_comes_back(ada: Hand) -> None:
    """Merged by id: into an account that is in use, whose settings stay."""
    contact_id = await keeps_everything(ada)
    before = written(await taken_out(ada), TUESDAY)
    await forget_contact(ada.doing(), contact_id)
    await ada.logs("Kim", None)
    async with ada.store.writing() as tx:
        await members.change(tx, ada.member.who, country="FR")

    await brings_back(ada, before)

    member = await member_of(ada.store, ADA)
    assert member is not None
    assert member.country == "FR"
    assert {fact.name for fact in await facts_of(ada) if isinstance(fact, Contact)} == {DANA, "Kim"}


async def test_n7_a_zone_that_a_member_chose_comes_back_where_slack_tells_none(ada: Hand) -> None:
    """N1: and is left alone where Slack tells one. That they were asked where they are, is nothing that they logged."""
    async with ada.store.writing() as tx:
        await members.change(tx, ada.member.who, zone_is_slacks=False, zone="Asia/Tokyo")
    ada.member = await stands(ada)
    before = written(await taken_out(ada), TUESDAY)

    for told_by_slack, zone in (("Europe/London", "Europe/London"), (None, "Asia/Tokyo")):
        await forget_member(ada.doing())
        ada.member = await meet(ada.store, ADA, replace(PROFILE, zone=told_by_slack), ada.now)
        await asked(ada, None)
        await brings_back(ada, before)
        assert (await stands(ada)).zone == zone


async def stands(hand: Hand) -> Member:
    member = await member_of(hand.store, hand.member.who)
    assert member is not None
    return member


async def test_e17_n7_a_digest_that_comes_back_is_due_next_and_is_looked_into_anew(ada: Hand) -> None:
    async with ada.store.writing() as tx:
        await add(tx, make_digest())
    before = written(await taken_out(ada), TUESDAY)
    await forget_member(ada.doing())
    ada.member = (await Hand.of(ada.store, ADA)).member
    ada.now = utc(27, 16)

    brought = await brings_back(ada, before)

    assert (brought.new, brought.unreadable) == (1, 0)
    (digest,) = await digests_of(ada.store, ada.member)
    assert (digest.next_at, digest.standing) == (utc(4, 15, month=12), Standing.NEW)


@pytest.mark.parametrize("left", [True, False], ids=["the member has left its channel", "its channel has another"])
async def test_e17_n7_a_digest_without_a_channel_to_come_back_to_stays_out_and_is_counted(
    ada: Hand, dan: Hand, left: bool
) -> None:
    async with ada.store.writing() as tx:
        await add(tx, make_digest())
    before = written(await taken_out(ada), TUESDAY)
    await forget_member(ada.doing())
    ada.member = (await Hand.of(ada.store, ADA)).member
    his = None if left else await set_digest(dan.doing(), "C0GENERAL", Weekly(0, time(9)))

    brought = await brings_back(ada, before, {"C0GENERAL"} if left else set())

    assert (brought.new, brought.known, brought.unreadable) == (0, 0, 1)
    assert await digests_of(ada.store, ada.member) == []
    assert await digests_of(dan.store, dan.member) == ([his] if his else [])


async def test_n7_an_export_of_the_first_version_comes_back(ada: Hand) -> None:
    contact_id = await keeps_everything(ada)
    content = written(await taken_out(ada), TUESDAY)
    await forget_member(ada.doing())
    ada.member = (await Hand.of(ada.store, ADA)).member

    await brings_back(ada, damaged(content, of_the_first_version))

    assert [fact.id for fact in await facts_of(ada) if isinstance(fact, Contact)] == [contact_id]


def of_the_first_version(told: dict[str, Any]) -> None:
    told["coopetiquette"] = 1
    del told["digests"], told["settings"]["zone"]


async def test_n7_a_record_that_was_here_before_is_recalled_again(ada: Hand) -> None:
    """Its ladder is planned anew, though its steps were planned and withdrawn once (N4)."""
    deck = (await ada.promises()).deliverable
    before, steps = written(await taken_out(ada), TUESDAY), await planned_steps(ada, deck.id)
    await delete_deliverable(ada.doing(), deck.id)

    await brings_back(ada, before)

    assert await planned_steps(ada, deck.id) == steps


def damaged(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    told = json.loads(content)
    change(told)
    return json.dumps(told).encode()


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a noun is missing": lambda told: told.pop("calls"),
    "a field is missing": lambda told: told["calls"][0].pop("zone"),
    "a field is one too many": lambda told: told["calls"][0].update(member_id="U0DAN"),
    "no such zone": lambda told: told["calls"][0].update(zone="Mars/Base"),
    "no such day of the week": lambda told: told["digests"][0].update(weekday=7),
    "no such channel": lambda told: told["digests"][0].update(channel="#general"),
    "no such place": lambda told: told["settings"].update(zone="Mars/Base"),
    "no such state": lambda told: told["calls"][0].update(state="great"),
    "a day without a zone": lambda told: told["calls"][0].update(starts_at="2026-11-24T14:00:00"),
    "the end of time": lambda told: told["calls"][0].update(starts_at="9999-12-31T23:59:59+00:00"),
    "a number that is a word": lambda told: told["calls"][0].update(minutes="30"),
    "a number beyond all": lambda told: told["calls"][0].update(minutes=10**30),
    "a word that is a number": lambda told: told["contacts"][0].update(name=7),
    "nobody": lambda told: told["contacts"][0].update(name=" "),
    "a null byte": lambda told: told["contacts"][0].update(name="Da\x00na"),
    "an id that ends a button's value": lambda told: told["drafts"][0].update(id="a:b|c"),
    "nobody's contact": lambda told: told["favours"][0].update(contact_id="c-nobody"),
    "the same record twice": lambda told: told["calls"].append(told["calls"][0]),
    "a setting that is none": lambda told: told["settings"].update(working_days="0189"),
    "tags that are none": lambda told: told["contacts"][0].update(tags=[["a"]]),
    "a list of nothing": lambda told: told.update(calls=[None]),
}


async def test_n7_a_damaged_export_brings_nothing_back_and_never_half_of_it(ada: Hand) -> None:
    await keeps_everything(ada)
    content = written(await taken_out(ada), TUESDAY)
    await forget_member(ada.doing())
    ada.member = (await Hand.of(ada.store, ADA)).member

    for damage, change in DAMAGES.items():
        assert await refused(ada, damaged(content, change)) is Refusal.NOT_AN_EXPORT, damage
    assert await refused(ada, content[: len(content) // 2]) is Refusal.NOT_AN_EXPORT
    assert await facts_of(ada) == []


async def test_n7_nobody_brings_back_what_is_somebody_elses(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    """N6: neither as it is, nor with another name on it, nor by resting on it."""
    contact_id = await keeps_everything(ada)
    hers, before = await taken_out(ada), await ledger(ada)
    await keeps_everything(dan)
    his = written(await taken_out(dan), TUESDAY)

    for other in (dan, dan_elsewhere):
        assert await refused(other, written(hers, TUESDAY)) is Refusal.EXPORT_OF_ANOTHER
        forged = written(replace(hers, who=other.member.who), TUESDAY)
        assert await refused(other, forged) is Refusal.EXPORT_OF_ANOTHER
    resting = damaged(his, lambda told: told["favours"][0].update(contact_id=contact_id))
    assert await refused(dan, resting) is Refusal.EXPORT_OF_ANOTHER

    assert await ledger(ada) == before


async def test_n7_an_export_holds_what_is_ones_own_and_no_token(ada: Hand, dan: Hand) -> None:
    await keeps_everything(ada, "hers alone")
    await keeps_everything(dan, "his alone")

    content = written(await taken_out(ada), TUESDAY).decode()

    assert "hers alone" in content
    assert "his alone" not in content
    assert dan.member.id not in content
    assert "xox" not in content
    assert read(content.encode()).who == ADA

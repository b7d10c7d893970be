"""No order of events opens one side's reflection before the other's, by any way in which anything is read (L7)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from etiquette.messages import nudges as nudge_messages
from etiquette.messages.plan_cards import plan_card
from etiquette.messages.reflections import form, reflecting
from etiquette.rules.errors import EtiquetteError
from etiquette.rules.nudges import Kind, Later, Nudge
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.services.answers import later, later_moment, undo
from etiquette.services.contacts import everybody, portrait_of
from etiquette.services.exports import everything_of
from etiquette.services.matters import due_now
from etiquette.services.partnership_days import partnerships_due, seen_to
from etiquette.services.plan_views import plan_view
from etiquette.services.reflections import (
    answer_reflection,
    begin_reflection,
    propose_step,
    reflecting_on,
    reflection_of,
    reflection_to_answer,
    skip_reflection,
)
from etiquette.store import reflections, tables
from etiquette.store.matters import matters_of, subjects_of
from etiquette.store.records import TABLES, all_of, from_row
from etiquette.store.session import Store
from tests.builders import ADA, BO, TUESDAY
from tests.cast import Hand, opened
from tests.reflecting import PLAN, goes, planned, thoughts

SIDES = st.sampled_from([0, 1])
OFTEN = ["answer", "answer", "begin", "skip", "undo", "later", "pry", "twice", "step"]
EVENTS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["answer", "answer", "begin", "skip", "undo", "later", "pry", "twice", "step"]), SIDES
        ),
        st.tuples(st.just("tick"), st.integers(1, 35)),
        st.tuples(st.sampled_from(["at_once", "pause", "resume"]), st.just(0)),
    ),
    min_size=3,
    max_size=10,
)


@dataclass
class World:
    """Two people, the words that each has written, and those that by the rule each may have read."""

    store: Store
    hands: tuple[Hand, Hand]
    now: datetime = TUESDAY
    words: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    round: dict[int, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    due: str | None = None

    def wrote(self, side: int, word: str) -> None:
        """The rule, told apart from the code: what both wrote last in one round is open to both, and ends it."""
        self.round[side] = word
        if len(self.round) > 1:
            self.open |= set(self.round.values())
            self.round.clear()

    def new_word(self, side: int) -> str:
        word = f"{'AB'[side]}secret{len(self.words[side])}x"
        self.words[side].append(word)
        return word


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
async def test_l7_no_order_of_events_opens_one_side_before_the_other(
    sqlite_url: str, events: list[tuple[str, int]]
) -> None:
    async with opened(sqlite_url) as store:
        world = await begun_anew(store)
        for what, which in events:
            await HAPPENS[what](world, which)
            await round_ends(world)
            await assert_unseen(world)


async def test_l7_the_property_would_notice(sqlite_url: str) -> None:
    """Each side does read the other's words once both are in: what is looked at above is where they would stand."""
    async with opened(sqlite_url) as store:
        world = await begun_anew(store)
        for what, which in [("begin", 0), ("answer", 0), ("answer", 1)]:
            await HAPPENS[what](world, which)
            await round_ends(world)
        assert world.open == {"Asecret0x", "Bsecret0x"}
        assert "Asecret0x" in await everything_seen(world, 1)
        assert "Bsecret0x" in await everything_seen(world, 0)


async def begun_anew(store: Store) -> World:
    """An empty database, but for two people with a plan."""
    async with store.writing() as tx:
        for table in reversed(tables.metadata.sorted_tables):
            if table is not tables.workspaces:
                await tx.connection.execute(delete(table))
    hands = await Hand.of(store, ADA), await Hand.of(store, BO)
    await planned(store, hands[0].member, hands[1].member, rhythm="FREQ=MONTHLY")
    return World(store, hands)


async def assert_unseen(world: World) -> None:
    """Whatever a side reads, the other's words are not in it unless they are open; and then they are open to both."""
    for side, other in ((0, 1), (1, 0)):
        seen = await everything_seen(world, side)
        assert {word for word in world.words[other] if word in seen} <= world.open
        assert {word for word in world.words[other] if word in seen} >= world.open & set(world.words[other])


async def everything_seen(world: World, side: int) -> str:
    """All that one side can read, however: shown, drawn, due, exported, journalled, or found as a record of theirs."""
    hand, store = world.hands[side], world.store
    member, seen = hand.member, []
    latest = await reflecting_on(store, member, PLAN)
    view = await plan_view(store, member, PLAN)
    seen += [latest, reflecting(latest, member), view, plan_card(view, member, world.now).blocks]
    for each in await every(world, select(tables.reflections.c.id)):
        shown = await reflection_of(store, member, each)
        seen += [shown, reflecting(shown, member)]
        if shown.mine and shown.is_due:
            seen.append(form(*await reflection_to_answer(store, member, shown.mine.id)))
    seen += [await everything_of(store, member.who), await due_now(store, member, world.now)]
    seen += [await portrait_of(store, member, each.id) for each in await everybody(store, member)]
    seen.append(nudge_messages.together("Due", await due_now(store, member, world.now), member, world.now))
    async with store.reading() as tx:
        for record in TABLES:
            seen += await all_of(tx, record, member.who)  # type: ignore[type-var]
        to_them = select(tables.nudges).where(tables.nudges.c.recipient == member.id)
        said = [from_row(Nudge, row) for row in await tx.connection.execute(to_them)]
        subjects = await subjects_of(tx, said)
        spoken = [(each.kind, subjects[each.subject_id], each) for each in said if each.subject_id in subjects]
        for matter in await matters_of(tx, spoken):
            seen += [matter, nudge_messages.alone(matter, member, world.now)]
    journals = select(tables.acts.c.changes).where(tables.acts.c.member_id == member.id)
    return str([*seen, *await every(world, journals)])


async def every(world: World, query: Any) -> list[Any]:
    async with world.store.reading() as tx:
        return list((await tx.connection.execute(query)).scalars())


async def round_ends(world: World) -> None:
    """Where another reflection waits now than before, or none, what was written for the old one stays unread."""
    async with world.store.reading() as tx:
        due = next((each.id for each in await reflections.due(tx, PLAN)), None)
    if due != world.due:
        world.round.clear()
    world.due = due


async def tried(doing: Awaitable[Any]) -> bool:
    """Whether it was done, or refused."""
    try:
        await doing
    except EtiquetteError:
        return False
    return True


async def own(world: World, side: int) -> str:
    """The id of a side's own answer to what was asked last; one that is nobody's before."""
    shown = await reflecting_on(world.store, world.hands[side].member, PLAN)
    return shown.mine.id if shown.mine else "nobody"


def hand_of(world: World, side: int) -> Hand:
    """Whoever acts next, a minute later."""
    world.now += timedelta(minutes=1)
    world.hands[side].now = world.now
    return world.hands[side]


async def answered(world: World, side: int) -> None:
    word = world.new_word(side)
    at = await own(world, side)
    if await tried(answer_reflection(hand_of(world, side).doing(), at, thoughts(word))):
        world.wrote(side, word)


async def answered_twice(world: World, side: int) -> None:
    """The same form, delivered twice, the second time with other words in it."""
    word, at, hand = world.new_word(side), await own(world, side), hand_of(world, side)
    key = f"again {world.now}"
    if await tried(answer_reflection(hand.doing(key), at, thoughts(word))):
        world.wrote(side, word)
    assert not await tried(answer_reflection(hand.doing(key), at, thoughts(world.new_word(side))))


async def at_once(world: World, _: int) -> None:
    words, ids = [world.new_word(side) for side in (0, 1)], [await own(world, side) for side in (0, 1)]
    done = await asyncio.gather(
        *(tried(answer_reflection(hand_of(world, side).doing(), ids[side], thoughts(words[side]))) for side in (0, 1))
    )
    opened_by_it = done[0] and done[1]
    for side in (0, 1):
        if done[side]:
            world.round[side] = words[side]
    if opened_by_it or len(world.round) > 1:
        world.open |= set(world.round.values())
        world.round.clear()


async def begins(world: World, side: int) -> None:
    await tried(begin_reflection(hand_of(world, side).doing(), PLAN))


async def skips(world: World, side: int) -> None:
    await tried(skip_reflection(hand_of(world, side).doing(), await own(world, side)))


async def puts_off(world: World, side: int) -> None:
    hand = hand_of(world, side)
    again = later_moment(hand.member, Later.TOMORROW, world.now)
    await tried(later(hand.doing(), Kind.REFLECTION, await own(world, side), again))


async def undoes_all(world: World, side: int) -> None:
    """Every act that they ever did, the last one first."""
    hand = hand_of(world, side)
    mine = select(tables.acts.c.id).where(tables.acts.c.member_id == hand.member.id)
    for act_id in await every(world, mine.order_by(tables.acts.c.at.desc())):
        await tried(undo(hand.doing(), act_id))


async def pries(world: World, side: int) -> None:
    """The other side's own answer by its id, and a next step before it is time."""
    hand, theirs = hand_of(world, side), await own(world, 1 - side)
    if theirs != "nobody":
        assert not await tried(reflection_to_answer(world.store, hand.member, theirs))
        assert not await tried(answer_reflection(hand.doing(), theirs, thoughts("mine")))
        assert not await tried(skip_reflection(hand.doing(), theirs))
    async with world.store.reading() as tx:
        assert all(each.id != theirs for each in await all_of(tx, ReflectionAnswer, hand.member.who))


async def steps(world: World, side: int) -> None:
    shown = await reflecting_on(world.store, world.hands[side].member, PLAN)
    if shown.reflection:
        done = await tried(propose_step(hand_of(world, side).doing(), shown.reflection.id, "On.", shown.mark))
        assert not done or shown.theirs is not None


async def time_passes(world: World, days: int) -> None:
    world.now += timedelta(days=days)
    for each in await partnerships_due(world.store, world.now):
        await seen_to(world.store, each, world.now)


async def pauses(world: World, _: int) -> None:
    await goes(world.store, world.now, state=PartnershipState.PAUSED)


async def resumes(world: World, _: int) -> None:
    await goes(world.store, world.now, state=PartnershipState.RUNNING)


HAPPENS: dict[str, Callable[[World, int], Coroutine[Any, Any, None]]] = {
    "answer": answered,
    "twice": answered_twice,
    "at_once": at_once,
    "begin": begins,
    "skip": skips,
    "later": puts_off,
    "undo": undoes_all,
    "pry": pries,
    "step": steps,
    "tick": time_passes,
    "pause": pauses,
    "resume": resumes,
}

"""The people whom a member knows: listed, searched, shown whole, edited, merged, deleted (issue 3, People; E5, E8)."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from emulator import Message
from etiquette.messages.vocabulary import Action
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact, new_contact
from etiquette.rules.introductions import Introduction
from etiquette.store.tables import contacts
from tests.handlers.manners import ADA, elements, facts, filled
from tests.handlers.telling import act, command
from tests.handlers.test_strange_input import STRANGE, wired
from tests.whole import TUESDAY, Whole


async def says(story: Whole, typed: str) -> Message:
    told = await story.ada.command(typed)
    assert told.message is not None
    return told.message


async def knows(story: Whole) -> None:
    """Dana, introduced by Sam, called, debriefed with two promises; and Bo, of whom only the name is known."""
    await story.ada.command("/coop intro Dana Reyes via @sam https://linkedin.com/in/dana the one who knows pricing")
    past = await says(story, "/coop call Dana today 1pm")
    await story.ada.press(past, Action.DEBRIEF)
    await story.ada.submit(
        story.ada.views[-1],
        {
            "discussed": "Onboarding in one afternoon",
            "two_way": "yes",
            "what-0": "our deck",
            "due-0": "2026-11-27",
            "what-1": "her checklist",
            "owner-1": "theirs",
            "due-1": "2026-11-26",
        },
    )
    await story.ada.close(story.ada.views[-1])
    await story.ada.command("/coop call Dana Thursday 3pm")
    await story.ada.command("/coop intro Bo Lindqvist")


async def edits(story: Whole, shown: Message, **values: Any) -> Any:
    await story.ada.press(shown, Action.EDIT)
    return await story.ada.submit(story.ada.views[-1], values)


async def many(story: Whole, count: int) -> None:
    """A thousand people, half of them at Acme."""
    await story.ada.command("/coop")
    people = [
        new_contact(
            f"c{n:031}",
            ADA.workspace_id,
            ADA.member_id,
            f"Person {n:04}",
            TUESDAY,
            company="Acme" if n % 2 else "Elsewhere",
            tags=(f"tag{n % 10}",),
        )
        for n in range(count)
    ]
    async with story.program.store.writing() as tx:
        await tx.connection.execute(insert(contacts), [asdict(each) for each in people])


async def test_people_are_listed_by_name_and_found_by_a_word(either: Whole) -> None:
    await knows(either)

    listed = await says(either, "/coop contacts")
    found = await says(either, "/coop contacts reyes")
    nobody = await says(either, "/coop contacts zzz")

    assert "*2 people* you know" in listed.plain
    assert listed.plain.index("Bo Lindqvist") < listed.plain.index("Dana Reyes")
    assert "via <@U0SAM> · call on Thursday" in listed.plain
    assert ("Bo Lindqvist" in found.plain, "Dana Reyes" in found.plain) == (False, True)
    assert "Nobody fits “zzz”" in nobody.plain


async def test_people_one_person_is_shown_whole_on_one_screen(either: Whole) -> None:
    await knows(either)

    shown = await says(either, "/coop contact Dana")

    for told in (
        "*<https://www.linkedin.com/in/dana|Dana Reyes>*",
        "*Introduced* by <@U0SAM>",
        "How you were described: the one who knows pricing",
        "*Call* on Thursday at 15:00",
        "*You spoke* today at 13:00\nOnboarding in one afternoon",
        "• Dana: her checklist · by Thursday",
        "• You: our deck · by Friday",
        "*Thanks* to Dana: still to be said",
        "*Thanks* to <@U0SAM>: still to be said",
        "*Invitation:* once they are thanked",
        "Only you see this.",
    ):
        assert told in shown.plain
    assert [label for label in shown.buttons if label] == [
        "Prepare",
        "Edit",
        "Log a call",
        "Plan something together",
        "Merge…",
        "Forget…",
        "Delete",
    ]
    assert len(shown.blocks) <= 12


async def test_people_what_is_known_of_somebody_is_edited_and_undone(either: Whole) -> None:
    """E5, E8: links, tags, past, present and future; what was said already is drawn anew."""
    await knows(either)
    [thanks] = [each for each in await either.move(hours=3) if "Thank" in each.plain]

    sent = await edits(
        either,
        await says(either, "/coop contact Dana"),
        contact="Dana Ruiz",
        role="Head of Pricing",
        company="Acme & Co",
        place="Lisbon",
        tags="pricing, #Hiring, PRICING, early stage",
        email="dana@acme.example",
        company_url="https://acme.example",
        future="A book on pricing",
    )

    assert sent.errors == {}
    page = either.ada.views[-1]
    assert "Head of Pricing at Acme &amp; Co, Lisbon" in page.plain
    assert "Tags: pricing, Hiring, early stage" in page.plain
    assert "*Future:* A book on pricing" in page.plain
    await either.quiet()
    assert "Dana Ruiz" in either.again(thanks).plain

    await either.ada.press(page, Action.UNDO)
    await either.quiet()
    dana = next(each for each in await facts(either, Contact) if each.name.startswith("Dana"))
    assert (dana.name, dana.company, dana.tags) == ("Dana Reyes", None, ())
    assert "Dana Reyes" in either.again(thanks).plain


async def test_people_what_cannot_be_kept_is_said_at_its_field(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")
    shown = await says(story, "/coop contact Dana")

    for field, given in (
        ("profile_url", "javascript:alert(1)"),
        ("social_url", "dana"),
        ("tags", ", ".join(f"tag{n}" for n in range(11))),
        ("tags", "x" * 41),
        ("email", "dana at acme"),
        ("contact", "   "),
    ):
        sent = await edits(story, shown, **{field: given})
        assert list(sent.errors) == [field]
        await story.ada.close(story.ada.views[-1])

    assert [(each.name, each.tags) for each in await facts(story, Contact)] == [("Dana Reyes", ())]


async def test_people_a_call_and_an_introduction_are_edited_and_deleted_from_the_page(either: Whole) -> None:
    await knows(either)
    shown = await says(either, "/coop contact Dana")
    [introduction] = [each for each in await facts(either, Introduction) if each.introducer_user_id]
    call = max(await facts(either, Call), key=lambda each: each.starts_at)
    menus = [each for each in elements(shown) if each.get("action_id") == Action.MANAGE]
    places = {option["value"]: menu for menu in menus for option in menu["options"]}
    assert {f"edit|introduction:{introduction.id}", f"delete|call:{call.id}"} <= set(places)

    await picks(either, shown, f"edit|introduction:{introduction.id}")
    assert filled(either.ada.views[-1], "how_referred") == "the one who knows pricing"
    await either.ada.close(either.ada.views[-1])

    await picks(either, shown, f"delete|call:{call.id}")
    await either.quiet()
    asked = either.ada.ephemeral[-1]
    assert "Delete the call with Dana Reyes?" in asked.plain
    assert len(await facts(either, Call)) == 2
    await either.ada.press(asked, Action.DELETE)
    await either.quiet()
    assert len(await facts(either, Call)) == 1
    await either.ada.press(either.ada.ephemeral[-1], Action.UNDO)
    await either.quiet()
    assert len(await facts(either, Call)) == 2


async def picks(story: Whole, shown: Message, value: str) -> None:
    """Picks from the menu beside a line."""
    blocks = [each["block_id"] for each in shown.blocks if value in str(each.get("accessory"))]
    await story.ada.press(shown, Action.MANAGE, block_id=blocks[0], option=value)


async def test_people_a_deletion_says_what_goes_and_can_be_undone(either: Whole) -> None:
    await knows(either)
    shown = await says(either, "/coop contact Dana")
    delete = next(each for each in elements(shown) if each.get("action_id") == Action.DELETE)
    asked = delete["confirm"]["text"]["text"]
    goes = "with them 1 introduction, 2 calls, 2 promises, 2 thank-yous and 1 invitation. You can undo it."
    assert asked == f"Dana Reyes goes, and {goes}"

    await either.ada.press(shown, Action.DELETE)
    await either.quiet()
    assert [each.name for each in await facts(either, Contact)] == ["Bo Lindqvist"]
    assert [await facts(either, noun) for noun in (Call,)] == [[]]
    assert "will not speak of them any more" in either.ada.ephemeral[-1].plain

    await either.ada.press(either.ada.ephemeral[-1], Action.UNDO)
    await either.quiet()
    again = await says(either, "/coop contact Dana")
    assert again.plain == shown.plain


async def test_people_two_spellings_are_one_after_a_press_and_two_again_after_undo(either: Whole) -> None:
    await knows(either)
    await either.ada.command("/coop intro Dana R. Reyes-Ortega via @sam")
    shown = await says(either, "/coop contact Dana Reyes")

    await either.ada.press(shown, Action.MERGE_CONTACT)
    form = either.ada.views[-1]
    offered = await either.ada.options(form, "value", "")
    assert [each["text"]["text"] for each in offered] == ["Dana R. Reyes-Ortega", "Bo Lindqvist"]
    assert await either.ada.options(form, "value", "lindq") == offered[1:]
    await either.ada.submit(form, {"other": "Dana R. Reyes-Ortega"})

    done = either.ada.views[-1]
    assert "the two entries are one now" in done.plain
    assert sorted(each.name for each in await facts(either, Contact)) == ["Bo Lindqvist", "Dana Reyes"]
    await either.ada.press(done, Action.UNDO)
    await either.quiet()
    assert len(await facts(either, Contact)) == 3


async def test_people_a_thousand_are_paged_and_searched_within_slacks_limits_and_in_time(story: Whole) -> None:
    """Slack waits three seconds for each answer, and the local workspace waits no longer."""
    await many(story, 1000)

    page = await says(story, "/coop contacts acme")
    assert "*500 people* for “acme”, 1 to 10." in page.plain
    assert page.buttons == ["Open"] * 10 + ["Next ›"]
    await story.ada.press(page, Action.CONTACTS_AFTER)
    await story.quiet()
    second = story.ada.ephemeral[-1]
    assert "11 to 20" in second.plain
    assert "Person 0021" in second.plain
    assert second.buttons == ["Open"] * 10 + ["‹ Previous", "Next ›"]
    await story.ada.press(second, Action.OPEN_CONTACT, value=value_at(second, 3))
    await story.quiet()
    assert "Tags: tag7" in story.ada.ephemeral[-1].plain

    await story.ada.press(story.ada.ephemeral[-1], Action.MERGE_CONTACT)
    assert len(await story.ada.options(story.ada.views[-1], "value", "")) == 100
    assert len(await story.ada.options(story.ada.views[-1], "value", "person 0999")) == 1


def value_at(shown: Message, at: int) -> str:
    opens = [each for each in elements(shown) if each.get("action_id") == Action.OPEN_CONTACT]
    return str(opens[at]["value"])


async def test_people_of_one_name_are_shown_to_choose_from(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes https://linkedin.com/in/dana")
    await story.ada.command("/coop intro Dana Ruiz https://linkedin.com/in/ruiz")

    asked = await says(story, "/coop contact Dana")

    assert asked.buttons == ["Open", "Open"]
    await story.ada.press(asked, Action.OPEN_CONTACT, value=value_at(asked, 1))
    await story.quiet()
    assert "|Dana Ruiz>*" in story.ada.ephemeral[-1].plain


async def test_people_whom_nobody_knows_are_answered_kindly(story: Whole) -> None:
    assert "do not know anybody of that name" in (await says(story, "/coop contact Cleo")).plain
    assert "not told me of anybody yet" in (await says(story, "/coop contact")).plain
    assert "not told me of anybody yet" in (await says(story, "/coop contacts")).plain


async def test_people_a_call_is_logged_from_the_page(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")

    await story.ada.press(await says(story, "/coop contact Dana"), Action.LOG_CALL)

    assert filled(story.ada.views[-1], "contact") == "Dana Reyes"


async def test_people_whatever_is_typed_gets_a_friendly_answer(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")
    for name, strange in STRANGE.items():
        for verb in ("contacts", "contact"):
            told = await command(story, f"{verb} {wired(strange)}")
            assert (name, told.error) == (name, None)
            assert "wrong on my side" not in str(told.body), name


async def test_people_whatever_is_filled_in_is_kept_or_refused_at_its_field(story: Whole) -> None:
    """E5, E8: the form of a person, and the one in which one prepares."""
    await story.ada.command("/coop call Dana Reyes tomorrow 3pm")
    for name in ("endless escapes", "right to left", "null bytes", "a lone surrogate", "a shout", "marks"):
        words = wired(STRANGE[name])[:190]
        for action_id, more in (
            (Action.EDIT, {"contact": words, "tags": words[:30]}),
            (Action.PREPARE, {"learn": words}),
        ):
            page = await says(story, "/coop contacts")
            await story.ada.press(page, Action.OPEN_CONTACT)
            await story.quiet()
            await story.ada.press(story.ada.ephemeral[-1], action_id)
            sent = await story.ada.submit(
                story.ada.views[-1], {"past": words, "social_url": "https://a.example", **more}
            )
            assert (name, sent.error, sent.errors) == (name, None, {})
            assert "wrong on my side" not in story.ada.views[-1].plain, name
            await story.ada.close(story.ada.views[-1])


async def test_people_a_forged_press_gets_a_sentence(story: Whole) -> None:
    """Whatever a value says that no button of ours carries."""
    place = {"container": {"type": "message", "message_ts": "1.0", "channel_id": story.ada.dm}}
    for action_id in (Action.OPEN_CONTACT, Action.LOG_CALL, Action.MERGE_CONTACT, Action.CONTACTS_AFTER, Action.MANAGE):
        for value in ("", "contact:nobody", "contact", "contacts:99999999999999999999:x", "contacts:-1", "a:b:c:d"):
            picked = {"value": value, "selected_option": {"value": f"delete|{value}"}}
            forged = {"action_id": action_id, "type": "button", "block_id": "b", **picked}
            answer = await act(story, {"type": "block_actions", "actions": [forged], **place})
            assert (action_id, value, answer.error) == (action_id, value, None)
    await story.quiet()

    assert [each.plain for each in story.ada.inbox if "wrong on my side" in each.plain] == []


async def test_people_of_somebody_else_are_nobody(story: Whole) -> None:
    """N6: neither listed, nor found, nor opened, nor merged."""
    await knows(story)
    [bo, _] = sorted(await facts(story, Contact), key=lambda each: each.name)
    told = await story.dan.command("/coop contacts lindqvist")
    assert told.message is not None
    assert "Nobody fits" in told.message.plain

    await story.dan.command("/coop intro Cleo Marchetti")
    his = await story.dan.command("/coop contact Cleo")
    assert his.message is not None
    await story.dan.press(his.message, Action.MERGE_CONTACT)
    form = story.dan.views[-1]
    assert await story.dan.options(form, "value", "") == []
    forged = {"text": {"type": "plain_text", "text": "Bo"}, "value": bo.id}
    sent = await story.dan.submit(form, {"other": forged})

    assert list(sent.errors) == ["other"]
    assert len(await facts(story, Contact)) == 2


async def test_people_the_same_entry_is_not_merged_with_itself(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")
    [dana] = await facts(story, Contact)
    await story.ada.press(await says(story, "/coop contact Dana"), Action.MERGE_CONTACT)
    itself = {"text": {"type": "plain_text", "text": "Dana"}, "value": dana.id}

    sent = await story.ada.submit(story.ada.views[-1], {"other": itself})

    assert sent.errors == {"other": "That is the very same entry. Which other one do you mean?"}

"""Modals: opened, filled in, refused, changed under one's hands, stacked and closed."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect
from slack_bolt.async_app import AsyncApp

from emulator import LocalSlack
from tests.emulator.page.conftest import WindowOf, until
from tests.emulator.workplace import ADA, actions, button, field, modal, option, section, typed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NAME = field("name", typed("name"))
NOTES = field("notes", typed("notes", multiline=True, max_length=200), optional=True)


def opens(app: AsyncApp, *blocks: dict[str, Any], **more: Any) -> None:
    """/coop opens a form."""

    @app.command("/coop")
    async def _(ack: Any, command: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=modal(*blocks, **more))
        await ack()


async def opened(page: Page) -> Locator:
    await page.get_by_role("textbox", name="Message Coop").fill("/coop")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="A form")
    await expect(dialog).to_be_visible()
    return dialog


def listens(app: AsyncApp) -> list[dict[str, Any]]:
    """What is submitted reaches the app; "Dana" is refused."""
    states: list[dict[str, Any]] = []

    @app.view("form")
    async def _(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        states.append(values)
        if values["name"]["name"]["value"] == "Dana":
            await ack(response_action="errors", errors={"name": "There are two of that name."})
        else:
            await ack()

    return states


async def test_errors_stand_at_their_fields_and_then_it_succeeds(app: AsyncApp, window: WindowOf) -> None:
    opens(app, section("Who was it?"), NAME, NOTES)
    states = listens(app)
    page = await window()
    dialog = await opened(page)
    name = dialog.get_by_role("textbox", name="Name")

    await expect(name).to_be_focused()
    await dialog.get_by_role("button", name="Save").click()
    await expect(name).to_have_accessible_description("Please complete this required field.")
    assert states == []
    await name.fill("Dana")
    await expect(name).not_to_have_attribute("aria-invalid", "true")
    await dialog.get_by_role("textbox", name="Notes").fill("two\nlines")
    await dialog.get_by_role("button", name="Save").click()
    await expect(name).to_have_accessible_description("There are two of that name.")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(name).to_be_focused()
    await name.fill("Dana Reyes")
    await name.press("Enter")
    await expect(dialog).to_have_count(0)

    assert states[-1]["name"]["name"]["value"] == "Dana Reyes"
    assert states[-1]["notes"]["notes"]["value"] == "two\nlines"
    await expect(page.get_by_role("textbox", name="Message Coop")).to_be_focused()


async def test_every_input_is_submitted_as_slack_shapes_it(app: AsyncApp, window: WindowOf) -> None:
    options = [option("pricing"), option("hiring"), option("sales")]
    opens(
        app,
        NAME,
        field("mail", {"type": "email_text_input", "action_id": "it"}),
        field("site", {"type": "url_text_input", "action_id": "it"}),
        field("count", {"type": "number_input", "action_id": "it", "is_decimal_allowed": False}),
        field("day", {"type": "datepicker", "action_id": "it", "initial_date": "2026-11-27"}),
        field("hour", {"type": "timepicker", "action_id": "it"}),
        field("moment", {"type": "datetimepicker", "action_id": "it"}),
        field("one", {"type": "static_select", "action_id": "it", "options": options}),
        field("many", {"type": "multi_static_select", "action_id": "it", "options": options}),
        field("person", {"type": "users_select", "action_id": "it", "initial_user": "U0SAM"}),
        field("people", {"type": "multi_users_select", "action_id": "it"}),
        field("place", {"type": "conversations_select", "action_id": "it"}),
        field("street", {"type": "radio_buttons", "action_id": "it", "options": options}),
        field(
            "boxes",
            {"type": "checkboxes", "action_id": "it", "options": options, "initial_options": options[:1]},
        ),
        field("search", {"type": "external_select", "action_id": "search", "min_query_length": 1}),
    )
    states = listens(app)

    @app.options("search")
    async def _(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[option(f"{payload['value']} reyes")])

    page = await window()
    dialog = await opened(page)

    async def choose(label: str, *names: str) -> None:
        await dialog.get_by_role("combobox", name=label, exact=True).click()
        for name in names:
            await page.get_by_role("option", name=name, exact=True).click()
        if label in {"Many", "People"}:
            await page.keyboard.press("Escape")

    await dialog.get_by_role("textbox", name="Name").fill("Cleo")
    await dialog.get_by_label("Mail").fill("cleo@example.com")
    await dialog.get_by_label("Site").fill("https://example.com/cleo")
    await dialog.get_by_label("Count").fill("3")
    await dialog.get_by_label("Hour").fill("09:05")
    moment = dialog.get_by_role("group", name="Moment")
    await moment.get_by_label("Date").fill("2026-11-30")
    await moment.get_by_label("Time").fill("08:00")
    await choose("One", "Hiring")
    await choose("Many", "Sales", "Pricing")
    await choose("People", "Bo Lindqvist", "Cleo Marchetti")
    await choose("Place", "#general")
    await dialog.get_by_role("radio", name="Sales").check()
    await dialog.get_by_role("checkbox", name="Hiring").check()
    await dialog.get_by_role("combobox", name="Search").click()
    await page.get_by_role("combobox", name="Search").last.press_sequentially("dana")
    await page.get_by_role("option", name="Dana Reyes").click()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)

    it = {block: next(iter(held.values())) for block, held in states[0].items()}
    assert (it["mail"]["value"], it["site"]["value"]) == ("cleo@example.com", "https://example.com/cleo")
    assert it["count"]["value"] == "3"
    assert it["day"]["selected_date"] == "2026-11-27"
    assert it["hour"]["selected_time"] == "09:05"
    assert it["moment"]["selected_date_time"] == 1796025600  # Monday 30 November, 08:00 in London
    assert it["one"]["selected_option"]["value"] == "hiring"
    assert [one["value"] for one in it["many"]["selected_options"]] == ["sales", "pricing"]
    assert it["person"]["selected_user"] == "U0SAM"
    assert it["people"]["selected_users"] == ["U0BO", "U0CLEO"]
    assert it["place"]["selected_conversation"] == "C0GENERAL"
    assert it["street"]["selected_option"]["value"] == "sales"
    assert [one["value"] for one in it["boxes"]["selected_options"]] == ["pricing", "hiring"]
    assert it["search"]["selected_option"]["value"] == "dana reyes"


async def test_what_cannot_be_right_is_said_before_the_app_is_asked(app: AsyncApp, window: WindowOf) -> None:
    wrong: list[tuple[str, dict[str, Any], str, str]] = [
        ("mail", {"type": "email_text_input"}, "ada", "Please enter a valid e-mail address."),
        ("site", {"type": "url_text_input"}, "javascript:alert(1)", "Please enter a valid address, with https://."),
        ("count", {"type": "number_input", "is_decimal_allowed": False}, "2.5", "Please enter a number."),
        ("least", {"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ("most", {"type": "plain_text_input", "max_length": 3}, "abcde", "That is 2 characters too long."),
    ]
    opens(app, *[field(name, {**element, "action_id": "it"}) for name, element, _, _ in wrong])
    states = listens(app)
    page = await window()
    dialog = await opened(page)
    for name, _, typed_in, _ in wrong:
        await dialog.get_by_label(name.title()).fill(typed_in)
    await dialog.get_by_role("button", name="Save").click()

    for name, _, _, said in wrong:
        await expect(dialog.get_by_label(name.title())).to_have_accessible_description(said)
    await expect(dialog.get_by_label("Mail")).to_be_focused()
    assert states == []


async def test_an_update_keeps_what_was_typed_and_where_the_focus_is(app: AsyncApp, window: WindowOf) -> None:
    opens(app, NAME, NOTES, actions(button("more", "Add another")))

    @app.action("more")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        blocks = [
            {**NAME, "hint": {"type": "plain_text", "text": "In full"}},
            NOTES,
            field("more", typed("more"), optional=True),
        ]
        await client.views_update(
            view_id=body["view"]["id"], view=modal(*blocks, actions(button("more", "Add another")))
        )
        await ack()

    page = await window()
    dialog = await opened(page)
    await dialog.get_by_role("textbox", name="Name").fill("Dana Reyes")
    await dialog.get_by_role("textbox", name="Notes").fill("About pricing")
    await dialog.get_by_role("button", name="Add another").press("Enter")

    await expect(dialog.get_by_role("textbox", name="More")).to_be_visible()
    await expect(dialog.get_by_role("textbox", name="Name")).to_have_value("Dana Reyes")
    await expect(dialog.get_by_role("textbox", name="Name")).to_have_accessible_description("In full")
    await expect(dialog.get_by_role("textbox", name="Notes")).to_have_value("About pricing")
    await expect(dialog.get_by_role("button", name="Add another")).to_be_focused()


async def test_a_pushed_view_lies_on_top_and_what_is_under_it_keeps_its_words(
    slack: LocalSlack, app: AsyncApp, window: WindowOf
) -> None:
    opens(app, NAME, actions(button("deeper", "Deeper")))

    @app.action("deeper")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=modal(NOTES, title="Deeper still"))
        await ack()

    page = await window()
    dialog = await opened(page)
    await dialog.get_by_role("textbox", name="Name").fill("Dana Reyes")
    await dialog.get_by_role("button", name="Deeper").click()
    deeper = page.get_by_role("dialog", name="Deeper still")
    await expect(deeper.get_by_role("textbox", name="Notes")).to_be_focused()
    await expect(page.get_by_role("textbox", name="Name")).to_have_count(0)
    await deeper.get_by_role("button", name="Back").click()
    await expect(dialog.get_by_role("textbox", name="Name")).to_have_value("Dana Reyes")
    await dialog.get_by_role("button", name="Deeper").click()
    await expect(deeper).to_be_visible()
    await deeper.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    assert slack.person(ADA).views == []


async def test_escape_closes_the_modal_and_the_app_hears_of_it(app: AsyncApp, window: WindowOf) -> None:
    closed: list[bool] = []
    opens(app, NAME, notify_on_close=True)

    @app.view_closed("form")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body["is_cleared"])
        await ack()

    page = await window()
    dialog = await opened(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await opened(page)
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_have_count(0)

    await until(lambda: len(closed) > 1)
    assert closed == [False, True]


async def test_a_submission_that_nobody_answers_loses_nothing(app: AsyncApp, window: WindowOf) -> None:
    opens(app, NAME, callback_id="unheard")
    page = await window()
    dialog = await opened(page)
    await dialog.get_by_role("textbox", name="Name").fill("Dana Reyes")
    await dialog.get_by_role("button", name="Save").click()

    await expect(dialog.get_by_role("alert")).to_be_visible()
    await expect(dialog.get_by_role("textbox", name="Name")).to_have_value("Dana Reyes")


async def test_the_focus_stays_in_the_modal(app: AsyncApp, window: WindowOf) -> None:
    opens(app, NAME)
    page = await window()
    dialog = await opened(page)
    for _ in range(6):
        await page.keyboard.press("Tab")
        inside = await dialog.evaluate(
            "node => node.contains(document.activeElement) || document.activeElement === document.body"
        )
        assert inside

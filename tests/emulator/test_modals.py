from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.conftest import Connect
from tests.emulator.workplace import ADA, BO, actions, button, field, home, modal, option, section, typed

Body = dict[str, Any]


class Forms:
    """An app that opens `view` on /coop and answers a submission with `answer`."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient) -> None:
        self.view = modal(field("note", typed("text")))
        self.answer: Body = {}
        self.submitted: list[Body] = []
        self.closed: list[Body] = []
        self.triggers: list[str] = []

        @app.command("/coop")
        async def _(ack: Any, body: Body) -> None:
            await ack()
            self.triggers.append(body["trigger_id"])
            await client.views_open(trigger_id=body["trigger_id"], view=self.view)

        @app.view("form")
        async def _(ack: Any, body: Body) -> None:
            self.submitted.append(body)
            await ack(**self.answer)

        @app.view_closed("form")
        async def _(ack: Any, body: Body) -> None:
            self.closed.append(body)
            await ack()

        @app.action("more")
        async def _(ack: Any, body: Body) -> None:
            await ack()
            self.triggers.append(body["trigger_id"])


@pytest.fixture
def forms(app: AsyncApp, client: AsyncWebClient) -> Forms:
    return Forms(app, client)


async def open_form(slack: LocalSlack, ada: Person) -> None:
    await ada.command("/coop")
    await slack.quiet()


async def test_a_submission_brings_the_whole_view_and_closes_it(
    slack: LocalSlack, ada: Person, forms: Forms, connect: Connect
) -> None:
    forms.view = modal(field("note", typed("text", initial_value="as it was")), private_metadata="7")
    await connect()
    await open_form(slack, ada)

    outcome = await ada.submit(ada.views[-1])

    assert outcome.ok
    assert ada.views == []
    body = forms.submitted[0]
    view = body["view"]
    assert view["state"]["values"] == {"note": {"text": {"type": "plain_text_input", "value": "as it was"}}}
    assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "form", "7")
    assert set(view) >= {
        "id",
        "hash",
        "team_id",
        "app_id",
        "bot_id",
        "root_view_id",
        "previous_view_id",
        "title",
    }
    assert (body["user"]["id"], body["team"]["id"]) == (ADA, "T0COOP")


async def test_every_sort_of_input_is_told_in_its_own_words(
    slack: LocalSlack, ada: Person, forms: Forms, by_socket: Connect
) -> None:
    two = [option("one"), option("two")]
    forms.view = modal(
        field("text", typed("t")),
        field("number", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
        field("day", {"type": "datepicker", "action_id": "d"}),
        field("hour", {"type": "timepicker", "action_id": "h"}),
        field("moment", {"type": "datetimepicker", "action_id": "m"}),
        field("one", {"type": "static_select", "action_id": "o", "options": two}),
        field("radio", {"type": "radio_buttons", "action_id": "r", "options": two}),
        field("many", {"type": "checkboxes", "action_id": "c", "options": two}),
        field("who", {"type": "users_select", "action_id": "u"}),
        field("whom", {"type": "multi_users_select", "action_id": "w"}),
        field("empty", typed("e"), optional=True),
        section("Pick", accessory={"type": "static_select", "action_id": "a", "options": two}, block_id="aside"),
    )
    await by_socket()
    await open_form(slack, ada)

    outcome = await ada.submit(
        ada.views[-1],
        {
            "text": "words",
            "number": 5,
            "day": date(2026, 5, 12),
            "hour": time(15, 0),
            "moment": datetime(2026, 5, 12, 15, tzinfo=UTC),
            "o": "two",
            "radio": "One",
            "many": ["one", "two"],
            "who": slack.person(BO),
            "whom": [ADA, BO],
        },
    )

    assert outcome.ok
    values = forms.submitted[0]["view"]["state"]["values"]
    assert values["text"]["t"]["value"] == "words"
    assert values["number"]["n"]["value"] == "5"
    assert values["day"]["d"]["selected_date"] == "2026-05-12"
    assert values["hour"]["h"]["selected_time"] == "15:00"
    assert values["moment"]["m"]["selected_date_time"] == 1778598000
    assert values["one"]["o"]["selected_option"]["value"] == "two"
    assert values["radio"]["r"]["selected_option"]["value"] == "one"
    assert [picked["value"] for picked in values["many"]["c"]["selected_options"]] == ["one", "two"]
    assert values["who"]["u"]["selected_user"] == BO
    assert values["whom"]["w"]["selected_users"] == [ADA, BO]
    assert values["empty"]["e"] == {"type": "plain_text_input", "value": None}
    assert values["aside"]["a"] == {"type": "static_select", "selected_option": None}


async def test_what_slack_itself_would_not_send_never_reaches_the_app(
    slack: LocalSlack, ada: Person, forms: Forms, by_socket: Connect
) -> None:
    forms.view = modal(
        field("note", typed("text")),
        field("short", typed("s", max_length=3)),
        field("count", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "max_value": "9"}),
        field("link", {"type": "url_text_input", "action_id": "l"}),
        field("free", typed("f"), optional=True),
    )
    await by_socket()
    await open_form(slack, ada)

    outcome = await ada.submit(ada.views[-1], {"short": "four", "count": 10, "link": "javascript:alert(1)"})

    assert set(outcome.errors) == {"note", "short", "count", "link"}
    assert forms.submitted == []
    assert len(ada.views) == 1


async def test_errors_keep_the_form_open_with_what_was_typed(
    slack: LocalSlack, ada: Person, forms: Forms, connect: Connect
) -> None:
    forms.answer = {"response_action": "errors", "errors": {"note": "Which Dana?"}}
    await connect()
    await open_form(slack, ada)

    outcome = await ada.submit(ada.views[-1], {"note": "Dana"})

    assert outcome.errors == {"note": "Which Dana?"}
    assert ada.views[-1].values["note"]["text"]["value"] == "Dana"


async def test_an_update_changes_the_view_in_place_and_a_push_puts_one_on_top(
    slack: LocalSlack, ada: Person, forms: Forms, connect: Connect
) -> None:
    await connect()
    await open_form(slack, ada)
    first = ada.views[-1]

    forms.answer = {"response_action": "update", "view": modal(field("note", typed("text")), title="Again")}
    await ada.submit(ada.views[-1], {"note": "kept"})
    updated = ada.views[-1]
    forms.answer = {"response_action": "push", "view": modal(title="On top")}
    await ada.submit(updated)

    assert (updated.id, updated.title) == (first.id, "Again")
    assert updated.hash != first.hash
    assert updated.values["note"]["text"]["value"] == "kept"
    assert [view.title for view in ada.views] == ["Again", "On top"]
    assert ada.views[1].raw["previous_view_id"] == first.id
    assert ada.views[1].raw["root_view_id"] == first.id

    forms.answer = {"response_action": "clear"}
    await ada.submit(ada.views[-1])

    assert ada.views == []


async def test_an_empty_answer_closes_only_the_view_that_was_submitted(
    slack: LocalSlack, ada: Person, forms: Forms, by_socket: Connect
) -> None:
    await by_socket()
    await open_form(slack, ada)
    forms.answer = {"response_action": "push", "view": modal(title="On top")}
    await ada.submit(ada.views[-1], {"note": "x"})
    forms.answer = {}

    await ada.submit(ada.views[-1])

    assert [view.title for view in ada.views] == ["A form"]


async def test_errors_for_blocks_that_are_not_there_are_the_apps_mistake(
    slack: LocalSlack, ada: Person, forms: Forms, by_socket: Connect
) -> None:
    forms.answer = {"response_action": "errors", "errors": {"nowhere": "?"}}
    await by_socket()
    await open_form(slack, ada)

    assert (await ada.submit(ada.views[-1], {"note": "x"})).error == "invalid_errors"


async def test_a_form_stays_open_when_the_app_does_not_answer(
    slack: LocalSlack, app: AsyncApp, ada: Person, client: AsyncWebClient, by_socket: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any, body: Body) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(callback_id="nobody's"))

    await by_socket()
    await open_form(slack, ada)

    assert (await ada.submit(ada.views[-1])).error == "operation_timeout"
    assert len(ada.views) == 1


async def test_cancelling_tells_the_app_only_where_it_asked(
    slack: LocalSlack, ada: Person, forms: Forms, connect: Connect
) -> None:
    await connect()
    await open_form(slack, ada)
    await ada.close(ada.views[-1])
    assert forms.closed == []

    forms.view = modal(notify_on_close=True)
    await open_form(slack, ada)
    view = ada.views[-1]
    await ada.close(view)

    assert ada.views == []
    assert forms.closed[0]["view"]["id"] == view.id
    assert forms.closed[0]["is_cleared"] is False


async def test_the_x_closes_the_whole_stack_and_names_its_root(
    slack: LocalSlack, ada: Person, forms: Forms, by_socket: Connect
) -> None:
    forms.view = modal(notify_on_close=True)
    forms.answer = {"response_action": "push", "view": modal(title="On top")}
    await by_socket()
    await open_form(slack, ada)
    root = ada.views[0]
    await ada.submit(root)

    await ada.close(ada.views[-1], cleared=True)

    assert ada.views == []
    assert (forms.closed[0]["view"]["id"], forms.closed[0]["is_cleared"]) == (root.id, True)


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: LocalSlack, ada: Person, client: AsyncWebClient, forms: Forms, by_socket: Connect
) -> None:
    await by_socket()
    await open_form(slack, ada)
    forms.view = modal(actions(button("more")))
    await open_form(slack, ada)

    assert await refusal(client, trigger_id=forms.triggers[0]) == "exchanged_trigger_id"
    assert await refusal(client, trigger_id="1.2.3") == "invalid_trigger_id"
    await ada.press(ada.views[-1], "more")
    slack.clock.pass_machine_time(3.1)
    assert await refusal(client, trigger_id=forms.triggers[-1]) == "expired_trigger_id"


async def refusal(client: AsyncWebClient, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(view=modal(), **arguments)
    return str(refused.value.response["error"])


async def test_views_stack_three_high_and_a_push_needs_a_trigger_from_within(
    slack: LocalSlack, ada: Person, client: AsyncWebClient, forms: Forms, by_socket: Connect
) -> None:
    forms.view = modal(actions(button("more")))
    await by_socket()
    await open_form(slack, ada)
    for _ in range(2):
        await ada.press(ada.views[-1], "more")
        await client.views_push(trigger_id=forms.triggers[-1], view=forms.view)
    await ada.press(ada.views[-1], "more")

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=forms.triggers[-1], view=forms.view)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_push(trigger_id="1.2.3", view=forms.view)
    assert len(ada.views) == 3


async def test_a_stale_hash_is_a_conflict_and_typed_words_survive_an_update(
    slack: LocalSlack, ada: Person, client: AsyncWebClient, forms: Forms, by_socket: Connect
) -> None:
    forms.view = modal(field("note", typed("text"), dispatch_action=True), external_id="mine")
    await by_socket()
    await open_form(slack, ada)
    opened = ada.views[-1]
    await ada.press(opened, "text", text="typed")

    await client.views_update(view_id=opened.id, hash=opened.hash, view=forms.view | {"external_id": "mine"})

    assert ada.views[-1].values["note"]["text"]["value"] == "typed"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=opened.id, hash=opened.hash, view=modal())
    await client.views_update(external_id="mine", view=modal(title="By name"))
    assert ada.views[-1].title == "By name"
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id="V0NOWHERE", view=modal())


async def test_a_view_is_checked_before_it_is_shown(client: AsyncWebClient, ada: Person) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.views_publish(user_id=ADA, view={**home(), "blocks": [{"type": "nonsense"}]})
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"]

    large = [section("x" * 3000) for _ in range(90)]
    with pytest.raises(SlackApiError, match="view_too_large"):
        await client.views_publish(user_id=ADA, view={"type": "home", "blocks": large})
    assert ada.home is None


async def test_home_is_published_anew_by_hash_and_opening_it_tells_the_app(
    slack: LocalSlack, ada: Person, client: AsyncWebClient, app: AsyncApp, connect: Connect
) -> None:
    opened: list[Body] = []

    @app.event("app_home_opened")
    async def _(event: Body) -> None:
        opened.append(event)

    await connect()
    await ada.open_home()
    first = await client.views_publish(user_id=ADA, view=home("One"))
    await client.views_publish(user_id=ADA, view=home("Two"), hash=first["view"]["hash"])
    await ada.open_home()
    await slack.quiet()

    assert ada.home
    assert ada.home.plain == "Two"
    assert "view" not in opened[0]
    assert opened[1]["view"]["id"] == first["view"]["id"]
    assert (opened[1]["tab"], opened[1]["channel"]) == ("home", ada.dm)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ADA, view=home("Three"), hash=first["view"]["hash"])

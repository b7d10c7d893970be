"""The block checks against Slack's own Python models, and against any JSON at all."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks import basic_components, block_elements
from slack_sdk.models.blocks import blocks as sdk_blocks
from slack_sdk.models.views import View

from emulator.blocks import problems, view_problems

OPTION = sdk.Option(value="a", text="A")
MARKED = sdk.Option(value="b", text=sdk.MarkdownTextObject(text="*B*"), description="of Bo")
CONFIRM = sdk.ConfirmObject(title="Sure?", text="It cannot be undone", style="danger")
SECTION = sdk.SectionBlock(text="Ada introduced Bo", expand=True)
PICTURE = sdk.ImageElement(image_url="https://example.org/a.png", alt_text="a view")
PART = block_elements.RichTextElementParts
RICH = sdk.RichTextBlock(
    elements=[
        sdk.RichTextSectionElement(
            elements=[
                PART.Text(text="Hi", style=PART.TextStyle(bold=True, code=False)),
                PART.User(user_id="U0ADA"),
                PART.Channel(channel_id="C0GENERAL"),
                PART.Emoji(name="wave", skin_tone=2, unicode="1f44b"),
                PART.Link(url="https://example.org", text="there"),
                PART.Team(team_id="T0COOP"),
                PART.UserGroup(usergroup_id="S0ALL"),
                PART.Date(timestamp=1_700_000_000, format="{date}", fallback="in November"),
                PART.Broadcast(range="here"),
                PART.Color(value="#00ff00"),
            ]
        ),
        sdk.RichTextListElement(
            style="ordered", indent=1, offset=2, border=1, elements=[sdk.RichTextSectionElement(elements=[])]
        ),
        sdk.RichTextQuoteElement(elements=[PART.Text(text="Quote")]),
        sdk.RichTextPreformattedElement(elements=[PART.Text(text="code")], border=0),
    ]
)
TASK = sdk.TaskCardBlock(
    task_id="1",
    title="Read",
    status="complete",
    output=RICH,
    sources=[sdk.UrlSourceElement(url="https://example.org", text="a page")],
)
CARD = sdk.CardBlock(title="Bo", body="*met* Cleo", icon=PICTURE, actions=[sdk.ButtonElement(text="Write")])
FEEDBACK = sdk.FeedbackButtonsElement(
    action_id="f",
    positive_button=sdk.FeedbackButtonObject(text="Good", value="1", accessibility_label="It was good"),
    negative_button=sdk.FeedbackButtonObject(text="Bad", value="0"),
)
OVERFLOW = sdk.OverflowMenuElement(
    action_id="o", options=[sdk.Option(value="a", text="A", url="https://example.org")], confirm=CONFIRM
)
TRIGGER = basic_components.Workflow(trigger=basic_components.WorkflowTrigger(url="https://slack.com/shortcuts/Ft1/x"))
FILTER = sdk.ConversationFilter(include=["im", "public"], exclude_bot_users=True)
DISPATCH = basic_components.DispatchActionConfig(trigger_actions_on=["on_enter_pressed"])

PRESSED: list[Any] = [
    sdk.ButtonElement(
        text="Done",
        action_id="d",
        value="1",
        style="primary",
        url="https://example.org",
        confirm=CONFIRM,
        accessibility_label="It is done",
        agent_prompt="Say so",
        agent_prompt_display="So",
        visible_to_user_ids=["U0ADA"],
    ),
    sdk.LinkButtonElement(text="There", url="https://example.org", action_id="l"),
    block_elements.WorkflowButtonElement(text="Run", action_id="w", workflow=TRIGGER, style="danger"),
    OVERFLOW,
]
CHOSEN: list[Any] = [
    sdk.CheckboxesElement(action_id="c", options=[OPTION, MARKED], initial_options=[MARKED], confirm=CONFIRM),
    sdk.RadioButtonsElement(action_id="r", options=[OPTION, MARKED], initial_option=OPTION),
    sdk.DatePickerElement(action_id="d", initial_date="2025-03-09", placeholder="When?", focus_on_load=True),
    sdk.TimePickerElement(action_id="t", initial_time="09:00", placeholder="When?", timezone="Europe/London"),
    sdk.StaticSelectElement(action_id="s", options=[OPTION], initial_option=OPTION, placeholder="Which?"),
    sdk.SelectElement(action_id="s", option_groups=[sdk.OptionGroup(label="All", options=[OPTION])]),
    sdk.StaticMultiSelectElement(action_id="s", options=[OPTION], initial_options=[OPTION], max_selected_items=1),
    sdk.ExternalDataSelectElement(action_id="e", min_query_length=0, initial_option=OPTION),
    sdk.ExternalDataMultiSelectElement(action_id="e", initial_options=[OPTION], max_selected_items=2),
    sdk.UserSelectElement(action_id="u", initial_user="U0ADA", confirm=CONFIRM),
    sdk.UserMultiSelectElement(action_id="u", initial_users=["U0ADA"]),
    sdk.ConversationSelectElement(
        action_id="v", filter=FILTER, default_to_current_conversation=True, response_url_enabled=False
    ),
    sdk.ConversationMultiSelectElement(action_id="v", filter=FILTER, initial_conversations=["C0GENERAL"]),
    sdk.ChannelSelectElement(action_id="h", initial_channel="C0GENERAL", response_url_enabled=True),
    sdk.ChannelMultiSelectElement(action_id="h", initial_channels=["C0GENERAL"], max_selected_items=3),
]
TYPED: list[Any] = [
    sdk.PlainTextInputElement(
        action_id="p",
        initial_value="Hi",
        multiline=True,
        min_length=1,
        max_length=3000,
        placeholder="Say",
        dispatch_action_config=DISPATCH,
    ),
    sdk.EmailInputElement(action_id="m", initial_value="bo@example.org", placeholder="Where?"),
    sdk.UrlInputElement(action_id="u", initial_value="https://example.org"),
    sdk.NumberInputElement(action_id="n", is_decimal_allowed=True, initial_value=1.5, min_value=-1, max_value=2),
    block_elements.FileInputElement(action_id="f", filetypes=["csv"], max_files=10),
    sdk.RichTextInputElement(action_id="x", initial_value=RICH, min_lines=2, max_lines=9),
    sdk.DateTimePickerElement(action_id="w", initial_date_time=1_700_000_000),
]
BLOCKS: list[Any] = [
    SECTION,
    sdk.SectionBlock(fields=["*Who*", sdk.PlainTextObject(text="Bo")], block_id="s"),
    sdk.SectionBlock(text="See", accessory=PICTURE),
    *[sdk.SectionBlock(text="Press", accessory=element) for element in PRESSED + CHOSEN],
    *[sdk.ActionsBlock(elements=[element], block_id="a") for element in PRESSED + CHOSEN],
    *[sdk.InputBlock(label="What?", hint="So", element=element, optional=True) for element in CHOSEN + TYPED],
    sdk.DividerBlock(block_id="d"),
    sdk.HeaderBlock(text="Today"),
    sdk.ImageBlock(alt_text="a view", slack_file=basic_components.SlackFile(id="F1"), title="A view"),
    sdk.ContextBlock(elements=[PICTURE, sdk.MarkdownTextObject(text="_by_ Ada", verbatim=True)]),
    sdk.ContextActionsBlock(
        elements=[FEEDBACK, sdk.IconButtonElement(action_id="i", icon="trash", text="Drop", confirm=CONFIRM)]
    ),
    sdk.FileBlock(external_id="F1"),
    sdk.CallBlock(call_id="R1", api_decoration_available=False, call={"v1": {"id": "R1"}}),
    sdk.MarkdownBlock(text="**Hi**"),
    sdk.VideoBlock(
        alt_text="a talk",
        title="A talk",
        video_url="https://example.org/v",
        thumbnail_url="https://example.org/t",
        title_url="https://example.org",
        description="About",
        provider_name="Bo",
        author_name="Cleo",
    ),
    RICH,
    sdk.TableBlock(
        rows=[
            [sdk.RawTextObject(text="Who"), basic_components.RawNumberObject(value=1.5, text="1.5")],
            [RICH, sdk.RawTextObject(text="Bo")],
        ],
        column_settings=[basic_components.TableBlockColumnSettings(align="right", is_wrapped=True), None],
    ),
    TASK,
    sdk.PlanBlock(title="Plan", tasks=[TASK]),
    sdk_blocks.AlertBlock(text="Careful", level="warning"),
    CARD,
    sdk_blocks.CarouselBlock(elements=[CARD, CARD]),
    sdk_blocks.ContainerBlock(title="Box", child_blocks=[SECTION, RICH], width="wide", is_collapsible=True),
    sdk_blocks.AuthProviderBlock(
        value="p",
        name="Place",
        is_connected=True,
        accessory=OVERFLOW,
        fallback=[SECTION],
        icon_url="https://a.b",
    ),
]


def json_of(model: Any) -> dict[str, Any]:
    made: dict[str, Any] = model.to_dict()
    return made


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.type}")
def test_what_slacks_own_models_build_is_taken(block: Any) -> None:
    assert problems([json_of(block)], "message") == []


def kinds_below(parent: type[Any]) -> Iterator[str]:
    for child in parent.__subclasses__():
        if isinstance(getattr(child, "type", None), str):
            yield child.type
        yield from kinds_below(child)


def types_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "type" in value:
            yield value["type"]
        value = list(value.values())
    for entry in value if isinstance(value, list) else []:
        yield from types_in(entry)


@pytest.mark.parametrize("parent", [sdk.Block, sdk.BlockElement], ids=["blocks", "elements"])
def test_no_model_of_slacks_is_left_out_of_these_tests(parent: type[Any]) -> None:
    assert set(kinds_below(parent)) <= set(types_in([json_of(block) for block in BLOCKS]))


def test_a_modal_and_a_home_tab_as_slacks_own_models_build_them_are_taken() -> None:
    asked = sdk.InputBlock(label="What?", element=TYPED[0])
    form = View(
        type="modal",
        title="Introduction",
        submit="Log it",
        close="Not now",
        blocks=[SECTION, asked],
        callback_id="introduction",
        private_metadata="{}",
        notify_on_close=True,
        clear_on_close=False,
        external_id="1",
    )
    assert view_problems(json_of(form)) == []
    assert view_problems(json_of(View(type="home", blocks=[SECTION], callback_id="home"))) == []


EXAMPLE = [json_of(block) for block in BLOCKS]
FOUND = re.compile(r"\[ERROR\] .+ \[json-pointer:(/(?:blocks|view).*)\]", re.DOTALL)

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["type", "text"]), inner),
    max_leaves=20,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from places(entry, (*path, key))


def spoiled(blocks: list[Any], path: tuple[Any, ...], value: Any) -> list[Any]:
    changed = deepcopy(blocks)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


def assert_points_into(document: Any, found: list[str]) -> None:
    for problem in found:
        match = FOUND.fullmatch(problem)
        assert match, problem
        at = document
        for key in match[1].split("/")[1:]:
            at = at[int(key)] if isinstance(at, list) else at[key]


@given(any_json, st.sampled_from(["message", "modal", "home"]))
def test_any_json_gets_an_answer(value: Any, surface: Any) -> None:
    assert all(FOUND.fullmatch(problem) for problem in problems(value, surface))
    assert all(FOUND.fullmatch(problem) for problem in view_problems(value))


@given(st.sampled_from(list(places(EXAMPLE))), any_json)
def test_wherever_a_message_is_spoiled_each_problem_points_to_something_that_is_there(
    path: tuple[Any, ...], value: Any
) -> None:
    blocks = spoiled(EXAMPLE, path, value)
    assert_points_into({"blocks": blocks}, problems(blocks, "message"))
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": blocks}
    assert_points_into({"view": view}, view_problems(view))


def test_endless_depth_does_not_get_far() -> None:
    block: dict[str, Any] = {"type": "divider"}
    for _ in range(5000):
        block = {"type": "container", "child_blocks": [block], "fallback": [block]}
    said = problems([block], "message")
    assert "[ERROR] unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]" in said

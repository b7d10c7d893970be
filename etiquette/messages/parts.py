"""The few parts that messages and forms are built of, made of Slack's own models, which know Slack's limits."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    InteractiveElement,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    TimePickerElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from etiquette.messages.text import address, clip, is_web, printable
from etiquette.messages.vocabulary import VALUE, Action, Form, value
from etiquette.rules.contacts import NAME_LIMIT
from etiquette.rules.nudges import Later

TEXT_LIMIT = 3000
LABEL_LIMIT = 75
TITLE_LIMIT = 24
STOP_THIS_KIND = "stop"
SEARCHED = 75


def mrkdwn(text: str) -> MarkdownTextObject:
    """Text with Slack's marks, in which Slack looks for no links or mentions of its own."""
    return MarkdownTextObject(text=text, verbatim=True)


def section(text: str, accessory: InteractiveElement | None = None) -> SectionBlock:
    """A paragraph, with one thing to press beside it where there is one."""
    return SectionBlock(text=mrkdwn(text), accessory=accessory)


def context(*lines: str) -> ContextBlock:
    """Lines in small print."""
    return ContextBlock(elements=[mrkdwn(line) for line in lines])


def actions(*elements: InteractiveElement | None) -> ActionsBlock:
    """A row of what can be pressed."""
    return ActionsBlock(elements=[element for element in elements if element is not None])


def button(
    label: str, action: Action, pressed: str, *, primary: bool = False, confirm: ConfirmObject | None = None
) -> ButtonElement:
    """A button. `pressed` is the value that a press carries."""
    style = "primary" if primary else ("danger" if confirm else None)
    return ButtonElement(text=clip(label, LABEL_LIMIT), action_id=action, value=pressed, style=style, confirm=confirm)


def link_button(label: str, url: str | None, *, primary: bool = False) -> ButtonElement | None:
    """A button that opens a web page; none for an address that is not one."""
    if not url or not is_web(url):
        return None
    style = "primary" if primary else None
    return ButtonElement(text=clip(label, LABEL_LIMIT), action_id=Action.OPEN_LINK, url=address(url), style=style)


def undo_button(act_id: str | None) -> ButtonElement | None:
    """Undo, where there still is something to undo."""
    return button("Undo", Action.UNDO, act_id) if act_id else None


def edit_and_delete(noun: str, record_id: str, what: str) -> list[ButtonElement]:
    """The two buttons under whatever was logged. Deleting asks first; `what` is plain text."""
    confirm = ConfirmObject(
        title="Delete this?",
        text=PlainTextObject(text=f"{clip(what, 150)} goes, and with it what I had planned for it. You can undo it."),
        confirm="Delete",
        deny="Keep",
        style="danger",
    )
    return [
        button("Edit", Action.EDIT, value(noun, record_id)),
        button("Delete", Action.DELETE, value(noun, record_id), confirm=confirm),
    ]


def later_menu(about: str) -> StaticSelectElement:
    """The "Later" menu of a nudge, down to never again (N3). `about` is the value of what is put off."""
    labels = {
        Later.HOUR: "In an hour",
        Later.TOMORROW: "Tomorrow",
        Later.WEEK: "Next week",
        Later.DATE: "Pick a date…",
    }
    options = [Option(text=label, value=f"{choice}|{about}") for choice, label in labels.items()]
    options.append(Option(text="Stop messages like this", value=f"{STOP_THIS_KIND}|{about}"))
    return StaticSelectElement(placeholder="Later", action_id=Action.NUDGE_LATER, options=options)


def modal(form: Form, title: str, blocks: Sequence[Block], *, submit: str = "Save", meta: str = "") -> dict[str, Any]:
    """A form, as `views.open` takes it."""
    return View(
        type="modal",
        callback_id=form,
        title=clip(title, TITLE_LIMIT),
        submit=submit,
        close="Cancel",
        blocks=list(blocks),
        private_metadata=meta,
    ).to_dict()


def field(
    name: str, label: str, element: InputInteractiveElement, *, hint: str | None = None, optional: bool = False
) -> InputBlock:
    """One question of a form. `name` is the block id, by which the answer is found."""
    return InputBlock(block_id=name, label=label, element=element, hint=hint, optional=optional)


def words(
    initial: str | None, *, most: int = TEXT_LIMIT, lines: bool = False, example: str | None = None
) -> PlainTextInputElement:
    """A field to type into: one line or several, at most `most` characters."""
    shown = printable(initial or "")
    shown = shown if lines else " ".join(shown.split())
    return PlainTextInputElement(
        action_id=VALUE,
        initial_value=clip(shown, most) or None,
        multiline=lines,
        max_length=most,
        placeholder=example,
    )


def name_field(initial: str | None) -> InputBlock:
    """The field that names the contact, the same in every form."""
    return field("contact", "Who", words(initial, most=NAME_LIMIT, example="Dana Reyes"))


def day_picker(initial: date | None) -> DatePickerElement:
    """A day."""
    return DatePickerElement(action_id=VALUE, initial_date=initial.isoformat() if initial else None)


def time_picker(initial: time | None) -> TimePickerElement:
    """A time of day."""
    return TimePickerElement(action_id=VALUE, initial_time=f"{initial:%H:%M}" if initial else None)


def number(initial: int, least: int, most: int) -> NumberInputElement:
    """A whole number."""
    return NumberInputElement(
        action_id=VALUE,
        is_decimal_allowed=False,
        initial_value=str(min(max(initial, least), most)),
        min_value=str(least),
        max_value=str(most),
    )


def one_of(choices: dict[str, str], initial: str | None) -> RadioButtonsElement:
    """A choice of a few, all of them in sight."""
    options = [Option(text=label, value=each) for each, label in choices.items()]
    return RadioButtonsElement(action_id=VALUE, options=options, initial_option=_chosen(options, initial))


def menu(choices: dict[str, str], initial: str | None) -> StaticSelectElement:
    """A choice from a menu."""
    options = [Option(text=label, value=each) for each, label in choices.items()]
    return StaticSelectElement(action_id=VALUE, options=options, initial_option=_chosen(options, initial))


def several(choices: dict[str, str], initial: Collection[str]) -> CheckboxesElement:
    """A choice of any of a few, ten at the most, all of them in sight."""
    options = [Option(text=label, value=each) for each, label in choices.items()]
    ticked = [option for option in options if option.value in initial]
    return CheckboxesElement(action_id=VALUE, options=options, initial_options=ticked or None)


def found(label: str, chosen: str) -> Option:
    """One thing that a search finds."""
    return Option(text=PlainTextObject(text=clip(label, SEARCHED), emoji=False), value=chosen)


def search_menu(placeholder: str, initial: Option | None) -> ExternalDataSelectElement:
    """A choice from more than a menu holds: what is typed is looked for by whoever serves the field (`options`)."""
    return ExternalDataSelectElement(
        action_id=VALUE, placeholder=placeholder, initial_option=initial, min_query_length=0
    )


def user_picker(initial: str | None) -> UserSelectElement:
    """Somebody in this workspace."""
    return UserSelectElement(action_id=VALUE, initial_user=initial or None)


def channel_picker(initial: str | None) -> ConversationSelectElement:
    """A channel, public or private, in which nobody from outside reads."""
    return ConversationSelectElement(
        action_id=VALUE,
        initial_conversation=initial or None,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True
        ),
    )


def _chosen(options: list[Option], initial: str | None) -> Option | None:
    return next((option for option in options if option.value == initial), None)

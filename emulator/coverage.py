"""COVERAGE: which Web API methods the workspace knows, how far, and what was left out.

`tests/emulator/test_coverage.py` calls every one of them with the official client and holds this table to it.
"""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How far a method goes."""

    SUPPORTED = "supported"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Covered:
    """A method's coverage; `proof` is the test, beyond the general one, that shows its behaviour."""

    how: How
    proof: str
    lacks: str = ""


def _whole(proof: str) -> Covered:
    return Covered(How.SUPPORTED, proof)


def _part(proof: str, lacks: str) -> Covered:
    return Covered(How.PARTIAL, proof, lacks)


COVERAGE: dict[str, Covered] = {
    "api.test": _whole("test_coverage.test_every_method_answers_the_official_client"),
    "apps.connections.open": _whole("test_socket.test_an_old_ticket_is_as_good_as_a_new_one_but_not_for_another_app"),
    "auth.revoke": _whole("test_coverage.test_a_revoked_token_is_no_good"),
    "auth.test": _whole("test_workspace.test_tokens_are_told_apart"),
    "bots.info": _part("test_coverage.test_every_method_answers_the_official_client", "other apps' bots"),
    "chat.delete": _whole("test_chat.test_only_its_own_messages_can_the_app_change"),
    "chat.getPermalink": _part("test_coverage.test_every_method_answers_the_official_client", "the link is local"),
    "chat.postEphemeral": _whole("test_chat.test_an_ephemeral_message_is_for_one_member_and_no_history"),
    "chat.postMessage": _part(
        "test_chat.test_posting_to_a_person_opens_the_direct_message_for_both",
        "unfurling, other names and icons; markdown_text is kept as text",
    ),
    "chat.update": _whole("test_chat.test_an_update_without_blocks_removes_them_and_keeps_metadata"),
    "conversations.history": _part(
        "test_chat.test_history_pages_from_the_newest_into_the_past", "the fifteen-object mode"
    ),
    "conversations.info": _whole("test_workspace.test_the_app_sees_public_channels_and_those_it_is_in"),
    "conversations.join": _whole("test_workspace.test_joining_makes_a_member"),
    "conversations.list": _whole("test_workspace.test_the_app_sees_public_channels_and_those_it_is_in"),
    "conversations.members": _whole("test_workspace.test_the_app_sees_public_channels_and_those_it_is_in"),
    "conversations.open": _whole("test_workspace.test_several_people_share_one_direct_message"),
    "conversations.replies": _whole("test_chat.test_replies_stay_in_their_thread"),
    "dnd.info": _part(
        "test_dnd.test_a_pause_mutes_until_its_end_and_the_nights_go_on",
        "the app's own snoozing, and days without muted hours; how a pause looks to others is not documented",
    ),
    "dnd.teamInfo": _part("test_dnd.test_many_are_asked_after_at_once_but_no_more_than_fifty", "as dnd.info"),
    "files.completeUploadExternal": _whole("test_files.test_files_completed_together_are_one_message_and_say_where"),
    "files.delete": _whole("test_files.test_only_its_own_files_can_the_app_delete"),
    "files.getUploadURLExternal": _part(
        "test_workspace.test_an_image_block_must_wait_for_its_file", "snippets are not shown as such"
    ),
    "files.info": _part(
        "test_files.test_files_completed_together_are_one_message_and_say_where",
        "thumbnails, comments, replies to a share",
    ),
    "reactions.add": _whole("test_workspace.test_reactions_are_kept_with_their_message"),
    "reactions.remove": _whole("test_workspace.test_reactions_are_kept_with_their_message"),
    "team.info": _part("test_coverage.test_every_method_answers_the_official_client", "other teams, icons"),
    "users.conversations": _whole("test_workspace.test_the_app_sees_public_channels_and_those_it_is_in"),
    "users.getPresence": _part(
        "test_coverage.test_every_method_answers_the_official_client", "what only the person themself sees"
    ),
    "users.info": _part(
        "test_workspace.test_people_come_with_zone_guests_and_who_has_left",
        "external people but for is_stranger, Enterprise Grid",
    ),
    "users.list": _part("test_workspace.test_everybody_is_listed_page_by_page", "as users.info"),
    "users.lookupByEmail": _whole("test_coverage.test_every_method_answers_the_official_client"),
    "views.open": _whole("test_modals.test_a_trigger_opens_one_view_within_three_seconds"),
    "views.publish": _whole("test_modals.test_home_is_published_anew_by_hash_and_opening_it_tells_the_app"),
    "views.push": _whole("test_modals.test_views_stack_three_high_and_a_push_needs_a_trigger_from_within"),
    "views.update": _whole("test_modals.test_a_stale_hash_is_a_conflict_and_typed_words_survive_an_update"),
}

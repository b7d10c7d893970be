"""Refusals: what a person may expect to be told. A code and values; the sentence is written in `etiquette.messages`."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why something that was asked for cannot be done as asked."""

    UNKNOWN_CONTACT = "unknown_contact"
    SEVERAL_CONTACTS = "several_contacts"
    NOT_FOUND = "not_found"
    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    NO_DESCRIPTION = "no_description"
    TEXT_TOO_LONG = "text_too_long"
    NOT_A_LINK = "not_a_link"
    NOT_AN_ADDRESS = "not_an_address"
    TOO_MANY_TAGS = "too_many_tags"
    SAME_CONTACT = "same_contact"
    DATE_IN_THE_PAST = "date_in_the_past"
    DATE_TOO_FAR = "date_too_far"
    NO_DATE = "no_date"
    CALL_NOT_OVER = "call_not_over"
    ALREADY_SETTLED = "already_settled"
    THANKS_FIRST = "thanks_first"
    BUILT_UPON = "built_upon"
    ALREADY_UNDONE = "already_undone"
    ALREADY_POSTED = "already_posted"
    SEEN_BEFORE = "seen_before"
    NOT_IN_SLACK = "not_in_slack"
    NOT_ASKED_BY_ME = "not_asked_by_me"
    GUEST = "guest"
    HAS_LEFT = "has_left"
    THAT_IS_YOU = "that_is_you"
    SLACK_IS_SLOW = "slack_is_slow"
    NOT_A_LADDER = "not_a_ladder"
    IMPOSSIBLE_HOURS = "impossible_hours"
    NO_WORKING_DAY = "no_working_day"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_ZONE = "unknown_zone"
    TOO_MANY_OR_FEW = "too_many_or_few"
    ADMINS_ONLY = "admins_only"
    NOT_CONNECTIONS = "not_connections"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    FILE_TOO_LARGE = "file_too_large"
    FILE_ELSEWHERE = "file_elsewhere"
    FILE_GONE = "file_gone"
    FILE_OUT_OF_REACH = "file_out_of_reach"
    NOT_AN_EXPORT = "not_an_export"
    NEWER_EXPORT = "newer_export"
    EXPORT_OF_ANOTHER = "export_of_another"
    NO_CHANNEL = "no_channel"
    NO_TIME = "no_time"
    CHANNEL_HAS_DIGEST = "channel_has_digest"
    PLAN_WITH_YOURSELF = "plan_with_yourself"
    PLAN_CHANGED = "plan_changed"
    PLAN_INCOMPLETE = "plan_incomplete"
    BOTH_CHANGED = "both_changed"
    DAY_TO_COME = "day_to_come"
    AGREED_BEFORE_CHANGE = "agreed_before_change"


class EtiquetteError(Exception):
    """Something asked for is refused, kindly. `code` says why; `values` holds what the sentence needs."""

    def __init__(self, code: Refusal, **values: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values

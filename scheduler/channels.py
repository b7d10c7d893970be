"""What stands in the way of posting in a channel, as Slack tells it; whoever wanted it there can mend it (E17)."""

from etiquette.rules.digests import Trouble
from etiquette.rules.members import Who
from scheduler.desk import Desk
from scheduler.slack import DeliveryError

# Slack's refusals to post that lie with the channel.
TROUBLES = {
    "channel_not_found": Trouble.NOT_INVITED,  # a private channel that the bot is not in is none to it
    "is_archived": Trouble.ARCHIVED,
    "no_permission": Trouble.READ_ONLY,
    "not_in_channel": Trouble.NOT_INVITED,
    "posting_to_general_channel_denied": Trouble.READ_ONLY,
    "restricted_action": Trouble.READ_ONLY,
    "restricted_action_non_threadable_channel": Trouble.READ_ONLY,
    "restricted_action_read_only_channel": Trouble.READ_ONLY,
    "restricted_action_thread_only_channel": Trouble.READ_ONLY,
}


async def trouble_in(
    desk: Desk, channel: str, who: Who, *, reads_outside: bool = False, vouched: bool = False
) -> Trouble | None:
    """Asks Slack whether the bot may post in a channel on somebody's word: they have to be in it themselves.

    `reads_outside`: people of other companies may read it, for it is the member's own text and choice. `vouched`: the
    member was in the channel when they set it up, and need not have stayed.
    """
    try:
        told = await desk.slack.channel(who.workspace_id, channel)
        if told.get("is_archived"):
            return Trouble.ARCHIVED
        if not reads_outside and (told.get("is_ext_shared") or told.get("is_pending_ext_shared")):
            return Trouble.SHARED_OUTSIDE
        if not vouched and not await desk.slack.is_in(who.workspace_id, channel, who.member_id):
            return Trouble.NOT_A_MEMBER
    except DeliveryError as error:
        if error.reason in TROUBLES:
            return TROUBLES[error.reason]
        raise
    return None if told.get("is_member") else Trouble.NOT_INVITED

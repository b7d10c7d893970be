"""Moving the workspace's domain time on, for tests and for the page's clock."""

from emulator.backend import Backend
from emulator.wire import JSON


async def move_to(slack: Backend, epoch: float) -> None:
    """Move on to a moment, stopping at everything on the way; every window is told when it is over."""
    await slack.clock.move_to(epoch)
    slack.hub.tell("clock", await clock_now(slack))


async def move_to_next(slack: Backend) -> bool:
    """Move to what happens next; False where nothing does."""
    due = await slack.clock.next()
    if due is None:
        return False
    await move_to(slack, due)
    return True


async def clock_now(slack: Backend) -> JSON:
    """What the page's clock shows."""
    return {"now": slack.clock.now(), "next": await slack.clock.next()}

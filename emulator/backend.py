"""Everything that the workspace consists of, in one hand; the functions of the other modules work on it."""

from collections import deque
from dataclasses import dataclass, field

from emulator.app import InstalledApp
from emulator.clock import Clock
from emulator.delivery import Courier
from emulator.faults import Faults
from emulator.files import Files
from emulator.limits import Meter, RateLimits
from emulator.records import Call
from emulator.responses import Responses
from emulator.socket import Sockets
from emulator.stream import Hub
from emulator.tokens import Tokens
from emulator.triggers import Triggers
from emulator.views import Views
from emulator.workspace import Workspace

MOST_CALLS = 20_000


@dataclass(slots=True)
class Backend:
    """The parts.

    `url` is known once the server listens; `calls` holds the last twenty thousand; `in_hand` counts the calls
    that are being answered; `file_delay` is how many seconds after its completion a file is ready.
    """

    app: InstalledApp
    clock: Clock
    workspace: Workspace
    views: Views
    triggers: Triggers
    responses: Responses
    files: Files
    tokens: Tokens
    faults: Faults
    courier: Courier
    sockets: Sockets
    hub: Hub
    limits: RateLimits
    meter: Meter = field(default_factory=Meter)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MOST_CALLS))
    url: str = ""
    in_hand: int = 0
    file_delay: float = 0.05
    note: str | None = None

    @property
    def bot(self) -> str:
        """The app's bot user."""
        return self.app.bot_user_id

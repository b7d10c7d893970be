"""A Slack workspace on this machine: a program of its own, which knows nothing of the app behind it."""

from emulator.app import InstalledApp
from emulator.clock import Clock
from emulator.limits import RateLimits
from emulator.person import Person
from emulator.records import Call, Message, Outcome, View
from emulator.seed import Seed, SeedChannel, SeedPerson
from emulator.server import LocalSlack

__all__ = [
    "Call",
    "Clock",
    "InstalledApp",
    "LocalSlack",
    "Message",
    "Outcome",
    "Person",
    "RateLimits",
    "Seed",
    "SeedChannel",
    "SeedPerson",
    "View",
]
